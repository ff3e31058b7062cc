"""All five renderers over the table of formulas, over every symbol and over random trees."""

import re
import subprocess
import sys
import unicodedata
from typing import get_args
from xml.etree import ElementTree

import pytest
import typst as compiler
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields
from rich.cells import cell_len

from quizgen.markup import html as html_module
from quizgen.markup import latex as latex_module
from quizgen.markup import layout, nodes
from quizgen.markup import spoken as spoken_module
from quizgen.markup import typst as typst_module
from quizgen.markup.boxes import plain
from quizgen.markup.html import html, mathml
from quizgen.markup.latex import latex, latex_maths
from quizgen.markup.maths import parse_maths
from quizgen.markup.nodes import ACCENTS, ALIGNMENTS, ARROWS, MATRICES, STYLES, WORDS
from quizgen.markup.spoken import spoken, spoken_maths
from quizgen.markup.symbols import SPACES, SYMBOLS
from quizgen.markup.terminal import STYLES as SPAN_STYLES
from quizgen.markup.terminal import formula, lines, terminal
from quizgen.markup.typst import typst, typst_maths
from tests.engine.markup.formulas import FORMULAS

NODE_TYPES = set(get_args(nodes.Node))
SPEAKABLE = re.compile(r"[A-Za-z0-9 ,;]*")


def test_every_node_has_a_place_in_every_renderer():
    tables = (layout._LAYOUTS, html_module._LAYOUTS, latex_module._LAYOUTS, typst_module._LAYOUTS, spoken_module._WORDS)
    assert all(set(table) == NODE_TYPES for table in tables)


def one_of_each() -> list[str]:
    """A formula for every symbol, space, accent, alphabet, arrow and environment."""
    return [
        *(rf"a {key} b" for key in SYMBOLS),
        *(f"a{key} b" for key in SPACES),
        *(rf"{macro}{{x}} {macro}{{ab + 1}}" for macro in [*ACCENTS, *STYLES, r"\boxed", r"\cancel"]),
        *(rf"{macro}{{word}}" for macro in WORDS),
        *(rf"{macro}[a]{{b+c}}" for macro in ARROWS),
        *(
            rf"\begin{{{name}}}{'{cc}' * (name == 'array')} a & b \\ c & d \end{{{name}}}"
            for name in [*MATRICES, *ALIGNMENTS]
        ),
    ]


@pytest.mark.parametrize("name", ["terminal", "ascii", "html", "latex", "typst", "spoken"])
def test_every_macro_is_handled_by_every_renderer(name):
    render = {
        "terminal": lambda s: terminal(f"$${s}$$") + terminal(f"${s}$"),
        "ascii": lambda s: terminal(f"$${s}$$", ascii=True),
        "html": mathml,
        "latex": latex_maths,
        "typst": typst_maths,
        "spoken": spoken_maths,
    }[name]
    for source in one_of_each():
        assert render(source).strip(), source


def test_every_entry_of_the_table_is_complete():
    for key, entry in SYMBOLS.items():
        assert all(getattr(entry, f.name) for f in fields(entry)), key
        assert (entry.ascii + entry.typst).isascii(), key
        assert re.fullmatch(r"[A-Za-z ]+", entry.spoken), key
        assert entry.kind in ["atom", "bin", "rel", "open", "close", "punct", "func", "limit", "big", "int"], key
        assert all(ord(c) < 0x10000 and cell_len(c) == 1 for c in entry.glyph), key
        assert SYMBOLS[entry.latex] == entry, key


@pytest.mark.parametrize("source", [*FORMULAS, *one_of_each()])
def test_latex_output_reads_back_as_the_same_tree(source):
    assert parse_maths(latex_maths(source)) == parse_maths(source)


@pytest.mark.parametrize("source", FORMULAS)
def test_mathml_is_well_formed_and_its_elements_have_their_children(source):
    assert_mathml(mathml(source, display=True))


ARITY = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2}


def assert_mathml(text):
    for element in ElementTree.fromstring(text).iter():
        tag = element.tag.partition("}")[2]
        assert len(element) == ARITY.get(tag, len(element)), text


@pytest.mark.parametrize("source", FORMULAS)
def test_ascii_output_has_seven_bits(source):
    assert terminal(f"$${source}$$ and ${source}$", ascii=True).isascii()


@pytest.mark.parametrize("source", FORMULAS)
def test_spoken_formulas_are_words(source):
    assert SPEAKABLE.fullmatch(spoken_maths(source)), spoken_maths(source)


@pytest.mark.parametrize("source", FORMULAS)
def test_terminal_uses_no_character_outside_the_basic_plane(source):
    text = terminal(f"$${source}$$")
    assert all(ord(c) < 0xE000 for c in text)
    assert "\n\n\n" not in text


def test_typst_compiles_every_formula_and_every_symbol():
    formulas = "\n\n".join(f"$${source}$$\n\nText ${source}$." for source in [*FORMULAS, *one_of_each()])
    assert compiler.compile(typst(formulas).encode(), format="pdf").startswith(b"%PDF")


HOSTILE = (
    "#eval(1) $ \\ x *a* _b_ [markup] @ref <b>&amp; `c` \"q\" ~ // c /* c */ = h == - i + e 'x' {y} \\u{1} ^ % | "
    "\\input{x} \\end{document} \x1b[31m \u202e --- ... https://a.b"
)


def test_hostile_prose_is_only_text_in_every_output():
    assert "<b>" not in html(HOSTILE)
    assert "&lt;b&gt;" in html(HOSTILE)
    assert not re.search(r"\\(input|end|eval)\b", latex(HOSTILE))
    compiler.compile(typst(HOSTILE).encode(), format="pdf")
    assert not re.search(r"(?<!\\)#(?!emph|strong|raw)", typst(HOSTILE))
    assert "\x1b" not in terminal(HOSTILE) + html(HOSTILE) + latex(HOSTILE) + typst(HOSTILE) + spoken(HOSTILE)
    assert "\u202e" not in terminal(HOSTILE)
    assert "[markup]" in terminal(HOSTILE)


DOCUMENT = r"""
# Heading with $x^2$

A *word*, a **strong *and* one** and `code $x$`; $5 and $6 are prices, \$x is not maths.
Then
$$\frac{a}{b}$$
after it\
a new line.

- one
- two $\begin{pmatrix} 1 \\ 2 \end{pmatrix}$

  more

3. three
4. four

| left | $c$ | right |
|:-----|:---:|------:|
| $\frac{1}{2}$ | *b* | `c` |

> quoted $y$

```python
x = "$a$"  # <b>
```

---
"""


def test_a_document_passes_through_every_renderer():
    shown = terminal(DOCUMENT, 60)
    assert "$5 and $6 are prices" in shown
    assert "code $x$" in shown
    ElementTree.fromstring(f"<div>{html(DOCUMENT)}</div>")
    compiler.compile(typst(DOCUMENT).encode(), format="pdf")
    assert latex(DOCUMENT).count(r"\begin{enumerate}") == 1
    assert spoken(DOCUMENT).isprintable() is False  # it has lines
    assert {span.style for line in lines(DOCUMENT) for span in line} <= set(SPAN_STYLES)
    assert terminal(DOCUMENT, 60, ascii=True).isascii()


def test_a_paragraph_is_not_said_twice_around_its_formula():
    assert terminal("Let\n$$x$$\nthen").split() == ["Let", "x", "then"]


# ------------------------------------------------------------------ precedence


def box(source):
    return "\n".join(line.rstrip() for line in formula(source).lines)


INLINE = [
    (r"\frac12", "1/2"),
    (r"\frac12 x", "(1/2)x"),
    (r"x \frac12", "x(1/2)"),
    (r"a / \frac12", "a/(1/2)"),
    (r"\frac12^2", "(1/2)²"),
    (r"2^{\frac12}", None),
    (r"\log\frac12", "log (1/2)"),
    (r"-\frac12", "−1/2"),
    (r"1 - \frac12", "1 − 1/2"),
    (r"a \cdot \frac12", "a · (1/2)"),
    (r"{a+b}^2", "(a + b)²"),
    (r"{x^2}^3", "(x²)³"),
    (r"(-3)^2", "(−3)²"),
    (r"\sqrt{x}^2", "(√x)²"),
    (r"\sqrt{2}\pi", "√2 π"),
    (r"\sqrt{2\pi}", "√(2π)"),
    (r"\sqrt{xy}", "√(xy)"),
    (r"\sqrt{x^2}", "√(x²)"),
    (r"2\,3", "2 3"),
    (r"x^{-1}", "x⁻¹"),
    (r"\{x : x > 0\}", "{x : x > 0}"),
    (r"-x - -y", "−x − −y"),
    (r"\max(a, b)", "max(a, b)"),
]


@pytest.mark.parametrize(("source", "shown"), INLINE)
def test_one_line_keeps_precedence(source, shown):
    text = terminal(f"${source}$")
    assert text == shown if shown else "\n" in text


@pytest.mark.parametrize(
    "source",
    [r"\frac{a+b}{c}", r"\frac{1}{\sqrt{2\pi}\sigma}", r"\frac{ab}{cd}", r"\frac{1}{-x}", r"\frac{\frac12}{3}"],
)
def test_compound_fractions_are_never_flattened(source):
    assert "/" not in terminal(f"${source}$").replace("1/2", "")
    assert "─" in terminal(f"${source}$")


PICTURES = [
    (r"\frac{1}{\sqrt{2\pi}\sigma}", "  1\n──────\n√(2π)σ"),
    (r"\frac{a+b}{c}", "a + b\n─────\n  c"),
    (r"e^{-x^2/2}", " −x²/2\ne"),
    (r"\sum_{i=1}^n x_i", " n\n ∑  xᵢ\ni=1"),
    (r"\begin{pmatrix} 1 & -2 \\ 30 & 4 \end{pmatrix}", "⎛ 1  −2⎞\n⎝30   4⎠"),
    (r"\begin{pmatrix} \dfrac12 \\ 3 \end{pmatrix}", "⎛1⎞\n⎜─⎟\n⎜2⎟\n⎜ ⎟\n⎝3⎠"),
    (r"\left(\frac12\right)^2", "⎛1⎞²\n⎜─⎟\n⎝2⎠"),
    (r"\frac12\left(\frac12\right)", "1 ⎛1⎞\n─ ⎜─⎟\n2 ⎝2⎠"),
    (r"-\frac12", "  1\n− ─\n  2"),
    (r"\frac{\dfrac12}{3}", " 1\n ─\n 2\n───\n 3"),
    (r"\sqrt[3]{\dfrac12}", "³┌──\n │1\n │─\n╲│2"),
    (r"\begin{cases} 1 & a \\ 2 & b \end{cases}", "⎧ 1  a\n⎨\n⎩ 2  b"),
    (r"\left(\begin{array}{r|r} 1 & 2 \\ -3 & 4 \end{array}\right)", "⎛ 1 │ 2⎞\n⎝−3 │ 4⎠"),
    (r"\begin{aligned} x &= 1 \\ &+ 22 \end{aligned}", "x = 1\n  + 22"),
]


@pytest.mark.parametrize(("source", "picture"), PICTURES)
def test_two_dimensional_forms(source, picture):
    assert box(source) == picture


def test_wide_formulas_break_at_relations_then_operators():
    shown = terminal("$$f(x) = aaaa + bbbb + cccc = dddd + eeee + ffff + gggg + hhhh + iiii$$", 30)
    assert shown.split("\n") == ["f(x) = aaaa + bbbb + cccc", "    = dddd + eeee + ffff", "    + gggg + hhhh + iiii"]


def test_nothing_of_a_wide_formula_is_lost():
    source = r"\{" + ", ".join(f"x_{{{i}}}" for i in range(10, 60)) + r"\}"
    shown = terminal(f"$${source}$$", 40)
    assert max(map(cell_len, shown.split("\n"))) <= 40
    assert [unicodedata.normalize("NFKC", w.strip("{},")) for w in shown.split()] == [f"x{i}" for i in range(10, 60)]


def test_punctuation_stays_with_its_formula():
    for width in range(8, 30):
        for line in terminal("Words and $x^2$, then (see $y$). More $z$; end.", width).split("\n"):
            assert not line.lstrip().startswith((",", ".", ";", ")"))


def test_wide_characters_are_counted():
    assert all(cell_len(line) <= 10 for line in terminal("漢字漢字漢字漢字 漢字漢字 abc", 10).split("\n"))


# ------------------------------------------------------------------ random trees


def symbols_of(*kinds):
    return [key for key, entry in SYMBOLS.items() if entry.kind in kinds and key == entry.latex]


LEAVES = st.one_of(
    st.sampled_from("abxyzANT").map(nodes.Letter),
    st.integers(0, 999).map(lambda n: nodes.Number(str(n))),
    st.sampled_from(symbols_of("atom", "bin", "rel", "func", "limit", "big", "int")).map(nodes.Symbol),
    st.sampled_from(["if ", "word"]).map(lambda t: nodes.Word(r"\text", t)),
)


def branches(children):
    row = st.lists(children, min_size=1, max_size=4).map(nodes.row)
    cells = st.lists(st.lists(row, min_size=2, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
    pairs = st.sampled_from(
        [("(", ")"), ("[", ")"), (r"\lbrace", r"\rbrace"), (r"\|", r"\|"), ("", "|"), (r"\langle", r"\rangle")]
    )
    return st.one_of(
        row,
        st.builds(nodes.Fraction, st.sampled_from([r"\frac", r"\dfrac", r"\tfrac"]), row, row),
        st.builds(nodes.Root, row, st.none() | row),
        st.builds(nodes.Scripts, children, row, st.none() | row),
        st.builds(nodes.Scripts, children, st.none(), row),
        st.builds(lambda p, body: nodes.Fence(p[0], body, p[1], "left"), pairs, row),
        st.builds(nodes.Grid, st.sampled_from(["pmatrix", "matrix", "cases", "aligned"]), st.just(""), cells),
        st.builds(nodes.Grid, st.just("array"), st.sampled_from(["cc", "r|l", "|c|c|"]), cells),
        st.builds(nodes.Accent, st.sampled_from(list(ACCENTS)), row),
        st.builds(nodes.Styled, st.sampled_from(list(STYLES)), row),
        st.builds(nodes.Binomial, row, row),
        st.builds(nodes.Stack, children, row, st.none()),
        st.builds(nodes.Arrow, st.sampled_from(list(ARROWS)), row, st.none() | row),
        st.builds(nodes.Enclosed, st.sampled_from([r"\boxed", r"\cancel"]), row),
    )


TREES = st.recursive(LEAVES, branches, max_leaves=12)


@pytest.mark.parametrize("style", list(STYLES))
def test_every_symbol_in_every_style_is_well_formed(style):
    for name in symbols_of("atom", "bin", "rel", "func", "limit", "big", "int"):
        assert_mathml(mathml(latex_module._items(nodes.Styled(style, nodes.Symbol(name)))))


@settings(max_examples=150, deadline=None)
@given(TREES, st.integers(10, 60))
def test_random_trees_pass_through_every_renderer(tree, width):
    source = latex_module._items(tree)
    parsed = parse_maths(source)
    assert parse_maths(latex_maths(source)) == parsed
    assert_mathml(mathml(source))
    assert SPEAKABLE.fullmatch(spoken_maths(source))
    assert typst_maths(source)
    for ascii in (False, True):
        box = formula(source, ascii=ascii)
        assert {cell_len(line) for line in box.lines} == {box.width}
        assert 0 <= box.baseline < len(box.lines)
        assert_fits(source, width, ascii)


def assert_fits(source, width, ascii):
    """Every line fits, or holds a part that cannot be broken."""
    widest = max(map(cell_len, terminal(f"$${source}$$", width, ascii=ascii).split("\n")))
    if widest > width:
        pieces = layout.pieces_of(nodes.items_of(parse_maths(source)), layout.Mode(True, ascii))
        assert max(unbreakable(piece, ascii) for piece in pieces) + 5 > width


def unbreakable(piece, ascii):
    """The width of the widest part of a piece that is not taken apart."""
    node = piece.node
    inner = node.body if isinstance(node, nodes.Fence) else node
    if isinstance(node, nodes.Grid):
        return piece.box.width
    if piece.box.height == 1 and isinstance(node, nodes.Fence | nodes.Row) and nodes.items_of(inner):
        return 4 + max(unbreakable(p, ascii) for p in layout.pieces_of(nodes.items_of(inner), layout.Mode(True, ascii)))
    return piece.box.width


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1$\\{}^_&|()[]*`#-+. \n@<>~\"'%é漢", max_size=40), st.integers(8, 40))
def test_any_text_is_rendered_or_refused(source, width):
    from quizgen.markup.maths import MarkupError

    try:
        terminal(source, width)
    except MarkupError:
        return
    html(source), latex(source), typst(source), spoken(source)
    assert terminal(source, width, ascii=True).isascii()


def test_bold_letters_have_a_style_and_plain_text():
    spans = lines(r"$\mathbf{x} + \mathcal{N} + \boldsymbol{\beta}$")[0]
    assert [(s.text, s.style) for s in spans if s.style != "maths"] == [
        ("x", "maths-strong"),
        ("N", "maths-script"),
        ("β", "maths-strong"),
    ]
    assert plain("x") == "x"


def test_importing_the_terminal_renderer_is_cheap():
    program = (
        "import sys, quizgen.markup.terminal, quizgen.markup.source;"
        "print([m for m in ('sympy', 'numpy', 'textual', 'flint', 'typst') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
