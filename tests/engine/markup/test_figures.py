"""Figures: what is refused, and every drawing of the table in every output.

`QUIZGEN_REGENERATE=1 pytest tests/engine/markup/test_figures.py` writes the golden files; look at them as pictures.
"""

import os
import re
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
import typst as compiler
from rich.cells import cell_len

from quizgen.contract import drawing_faults, question
from quizgen.errors import QuizgenError
from quizgen.markup.figure import (
    LARGEST,
    Edge,
    Ellipse,
    Line,
    Network,
    Node,
    Note,
    Plot,
    Points,
    Region,
    curve,
    digest,
    drawn,
    from_json,
    labels,
    replaced,
)
from quizgen.markup.figures.geometry import Frame, clipped, cut
from quizgen.markup.figures.markdown import with_images
from quizgen.markup.figures.pdf import pdfs
from quizgen.markup.figures.scale import ticks
from quizgen.markup.html import html
from quizgen.markup.latex import latex
from quizgen.markup.maths import MarkupError
from quizgen.markup.source import FigureBlock, Paragraph, figures, formulas, parse, text
from quizgen.markup.spoken import spoken
from quizgen.markup.terminal import STYLES, lines, terminal
from quizgen.markup.typst import typst
from tests.engine.markup.drawings import FIGURES

GOLDEN = Path(__file__).parents[2] / "golden" / "markup"
X, Y = Node("x", "$x$", 0, 0), Node("y", "$y$", 1, 0)
PLAIN = Plot("A line.", (0, 1), (0, 1), (Line(((0, 0), (1, 1))),))

# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "make",
    [
        lambda: Plot(" ", (0, 1), (0, 1), ()),
        lambda: Plot("a", (1, 1), (0, 1), ()),
        lambda: Plot("a", (0, float("inf")), (0, 1), ()),
        lambda: Plot("a", (0, 1e300), (0, 1), ()),
        lambda: Points(((0, float("nan")),)),
        lambda: Line(((0, 0), (float("inf"), 1))),
        lambda: Note((0, 1e12), "far"),
        lambda: Network("", (X,)),
        lambda: Network("a", (X, Y), (Edge("x", "z"),)),
        lambda: Network("a", (X, Y), (Edge("x", "x"),)),
        lambda: Network("a", (X, Node("x", "again", 1, 1))),
        lambda: Network("a", (X, Node("y", "$y$", 0, 0))),
    ],
)
def test_what_cannot_be_drawn_is_refused_where_it_is_made(make):
    with pytest.raises(ValueError, match="figure"):
        make()


@pytest.mark.parametrize(
    "json",
    [
        "",
        "x",
        "[]",
        '{"type":"pie"}',
        drawn(PLAIN).replace("[1,1]", "[1,null]").split("\n")[3],
        drawn(PLAIN).replace("[1,1]", "[1,NaN]").split("\n")[3],
        drawn(PLAIN).replace("A line.", "").split("\n")[3],
        drawn(PLAIN).replace('"through":[[0,0],[1,1]]', '"through":[[0,0]]').split("\n")[3],
        '{"type":"network","description":"a","nodes":[{"id":"x","label":"","column":0,"row":0}],'
        '"edges":[{"source":"x","target":"y"}]}',
    ],
)
def test_a_block_that_is_no_figure_is_refused_with_a_sentence(json):
    with pytest.raises(QuizgenError, match="not a figure"):
        from_json(json)
    with pytest.raises(MarkupError, match="not a figure"):
        parse(f"```figure\n{json}\n```")


def test_a_label_that_cannot_be_read_is_refused_when_the_source_is():
    with pytest.raises(MarkupError, match="unknown macro"):
        parse(drawn(Plot("a", (0, 1), (0, 1), (), x_label=r"$\foo$")))


@pytest.mark.parametrize(
    ("plot", "words"),
    [
        (Plot("It costs $5.", (0, 1), (0, 1), ()), "dollar"),
        (Plot("a", (0, 1), (0, 1), (Line(((2, 0), (3, 1))),)), "mark 1 of a figure lies outside"),
        (Plot("a", (0, 1), (0, 1), (Region(((2, 0), (3, 1), (3, 0))),)), "outside"),
        (Plot("a", (0, 1), (0, 1), (Ellipse((5, 5), (1, 0), (0, 1)),)), "outside"),
        (Plot("a", (0, 1), (0, 1), (Note((2, 0), "n"),)), "outside"),
        (Plot("a", (0, 1), (0, 1), (Points(((0.5, 0.5), (2, 0))),)), "points of mark 1"),
        (Plot("a", (0, 1), (0, 1), (Points(((0, 0),), "a"), Points(((1, 1),), "b"))), "same marker"),
    ],
)
def test_the_contract_finds_faults_of_figures(plot, words):
    faults = list(drawing_faults(plot))
    assert len(faults) == 1
    assert words in faults[0]


# ------------------------------------------------------------------ the source


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_table_is_sound_and_comes_back(name):
    figure = FIGURES[name]
    assert list(drawing_faults(figure)) == []
    source = "Before." + drawn(figure) + "After."
    kinds = [type(block) for block in parse(source).blocks]
    assert kinds == [Paragraph, FigureBlock, Paragraph]
    (found,) = figures(parse(source))
    assert found == figure
    assert digest(found) == digest(from_json(msgspec.json.encode(msgspec.to_builtins(found)).decode()))


def test_figures_stand_in_lists_and_quotes():
    block = drawn(PLAIN).strip()
    source = "1. one\n\n   " + block.replace("\n", "\n   ") + "\n\n> " + block.replace("\n", "\n> ")
    assert list(figures(parse(source))) == [PLAIN, PLAIN]
    assert replaced(source, lambda figure: "HERE").count("HERE") == 2
    assert html(source).count("<svg") == 2
    terminal(source, 60)


def test_other_fences_are_code():
    assert spoken('```json\n{"type": "plot"}\n```') == '{"type": "plot"}'


def test_a_template_leaves_the_block_alone():
    figure = Plot("Mail to a@b.c costs 100%.", (0, 1), (0, 1), (Note((0, 0), r"$\frac{1}{2}$ @ me"),))
    shown = text("Let $x = @x$." + drawn(figure), x=3)
    assert shown == "Let $x = 3$." + drawn(figure).rstrip()
    assert list(figures(parse(shown))) == [figure]


def test_formulas_of_labels_are_formulas_of_the_document():
    assert [m.latex for m in formulas(parse(drawn(FIGURES["vectors"])))] == ["x_1", "x_2", "u", "v", "u + v"]


def test_figures_that_look_alike_are_one_question():
    from quizgen.answers.number import NumberAnswer
    from quizgen.problem import Problem

    def asked(x: float) -> bytes:
        figure = Plot("A point.", (0, 10), (0, 10), (Points(((x, 5),)),))
        return question(Problem.single(prompt="Where?" + drawn(figure), answer=NumberAnswer.of(1), steps=(), hints=()))

    assert asked(2) == asked(2.0001)
    assert asked(2) != asked(3)


# ------------------------------------------------------------------ geometry


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (0, 0.5, 6, "0 0.1 0.2 0.3 0.4 0.5"),
        (-1, 1, 5, "−1 −0.5 0 0.5 1"),
        (-4, 4, 5, "−4 −2 0 2 4"),
        (0, 1000, 4, "0 500 1000"),
        (0.9, 1.1, 5, "0.9 0.95 1 1.05 1.1"),
        (3, 3.4, 2, "3"),
        (0, 3e7, 5, "0 1e7 2e7 3e7"),
        (-0.0003, 0.0003, 4, "−0.0002 0 0.0002"),
    ],
)
def test_ticks_are_round(low, high, most, texts):
    assert " ".join(tick.text for tick in ticks(low, high, most)) == texts


UNIT = Frame(0, 1, 0, 1)


def test_lines_are_clipped():
    assert clipped([(-1, 0.5), (2, 0.5)], UNIT) == (((0, 0.5), (1, 0.5)),)
    assert clipped([(0.5, 0.5), (2, 0.5), (2, 3)], UNIT) == (((0.5, 0.5), (1, 0.5)),)
    assert clipped([(-1, 2), (2, 3)], UNIT) == ()
    assert clipped([(0, 0), (0.5, 1), (1, 0)], UNIT) == (((0, 0), (0.5, 1), (1, 0)),)
    assert len(clipped([(0, 0.5), (0.25, 2), (0.5, 2), (1, 0.5)], UNIT)) == 2


def test_areas_are_cut():
    assert set(cut([(-1, -1), (2, -1), (2, 2), (-1, 2)], UNIT)) == {(0, 0), (1, 0), (1, 1), (0, 1)}
    assert cut([(2, 2), (3, 2), (3, 3)], UNIT) == ()


# ------------------------------------------------------------------ outputs

HOSTILE = '</svg><script>alert(1)</script> #eval("1") \\input{x} ]) "; $ \u202e'
WICKED = Plot(HOSTILE, (0, 1), (0, 1), (Note((0, 0), '<b> #panic("x") \\$ ] "'), Line(((0, 0), (1, 1)), "`</svg>`")))


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", [24, 36, 40, 57, 80, 120])
def test_terminal_lines_fit_and_ascii_has_seven_bits(name, width):
    for ascii in (False, True):
        rows = lines(drawn(FIGURES[name]), width, ascii=ascii)
        assert {span.style for row in rows for span in row} <= set(STYLES)
        shown = terminal(drawn(FIGURES[name]), width, ascii=ascii)
        assert max(cell_len(row) for row in shown.split("\n")) <= width
        assert len(rows) <= 26
        assert shown.isascii() or not ascii


@pytest.mark.parametrize("ascii", [False, True])
def test_labels_are_shown_in_a_terminal(ascii):
    for name in ("densities", "contours", "activations", "layers"):
        shown = terminal(drawn(FIGURES[name]), 80, ascii=ascii)
        for label in labels(FIGURES[name]):
            assert (terminal(label, ascii=ascii) if "hat" not in label else "y_hat" if ascii else "y\u0302") in shown, (
                label
            )


def test_a_circle_is_round_where_the_plot_is_equal():
    rows = terminal(drawn(FIGURES["circle"]), 80).split("\n")
    inked = [row for row in rows if row.strip()]
    widest = max(len(row.rstrip()) - len(row) + len(row.lstrip()) for row in inked)
    assert 1.7 < widest / len(inked) < 2.4  # a cell is twice as high as wide


def svg_of(source):
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", html(source), re.DOTALL)[0])


@pytest.mark.parametrize("name", FIGURES)
def test_svg_is_well_formed_named_and_within_its_page(name):
    figure = FIGURES[name]
    picture = svg_of(drawn(figure))
    assert (picture.get("role"), picture.get("aria-label")) == ("img", figure.description)
    assert [child.tag.partition("}")[2] for child in picture][:2] == ["title", "desc"]
    assert picture[1].text == figure.description
    width, height = float(picture.get("width")), float(picture.get("height"))
    assert width <= 700
    assert height <= 460
    for element in picture.iter():
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", element.get("d", ""))]
        assert all(0 <= n <= max(width, height) for n in numbers)
        assert 0 <= float(element.get("x", 0)) <= width
        assert 0 <= float(element.get("y", 0)) <= height


def test_marks_can_be_told_without_colour():
    shown = html(drawn(FIGURES["densities"]))
    assert shown.count("stroke-dasharray") == 2  # the curve and its sample
    assert "f = 4" in "".join(svg_of(drawn(FIGURES["contours"])).itertext())  # on the line: all three are solid
    assert len(set(re.findall(r'fill-opacity="([^"]*)"', html(drawn(FIGURES["two-bars"]))))) == 2


def test_hostile_text_is_only_text():
    source = drawn(WICKED)
    assert "<script" not in html(source)
    assert "<b>" not in html(source)
    svg_of(source)
    assert "\\input" not in latex(source)
    shown = typst(source)
    assert compiler.compile(f'#set document(title: "t")\n{shown}'.encode(), format="pdf").startswith(b"%PDF")
    assert all("\u202e" not in render(source) for render in (html, latex, typst, terminal, spoken))
    assert terminal(source, ascii=True).isascii()
    assert "]" in with_images(source)
    assert with_images(source).strip().startswith("![")
    assert with_images(source).count("](") == 1


def test_typst_figures_pass_the_accessibility_standards():
    body = typst("".join(f"{name}\n{drawn(figure)}" for name, figure in FIGURES.items()))
    page = f'#set document(title: "Figures")\n#set text(lang: "en")\n= Figures\n{body}'
    options = {"format": "pdf", "pdf_standards": ["ua-1", "a-2a"], "ignore_system_fonts": True, "timestamp": 0}
    made = compiler.compile(page.encode(), **options)
    assert made == compiler.compile(page.encode(), **options)
    assert body.count("alt: ") >= len(FIGURES)


def test_latex_includes_files_that_can_be_made():
    source = drawn(PLAIN) + drawn(FIGURES["layers"]) + drawn(PLAIN)
    included = re.findall(r"\\includegraphics\[width=[\d.]+cm, alt=\{[^{}]*\}\]\{([^{}]*)\}", latex(source))
    files = pdfs(source)
    assert len(included) == 3
    assert set(included) == set(files)
    assert all(name == f"figure-{d}.pdf" for name, d in zip(included, map(digest, figures(parse(source))), strict=True))
    assert all(content.startswith(b"%PDF") for content in files.values())
    assert files == pdfs(source)


def test_spoken_is_the_description():
    assert spoken("Look." + drawn(PLAIN) + "What?") == "Look.\nFigure: A line.\nWhat?"


def test_markdown_holds_the_picture():
    shown = with_images("Look." + drawn(PLAIN) + "What?")
    assert shown.startswith("Look.\n\n![A line.](data:image/svg+xml;base64,")
    picture = b64decode(re.search(r"base64,([^)]*)", shown)[1])
    assert ElementTree.fromstring(picture).get("role") == "img"


def table(render):
    return "".join(f"%%%% {name}\n\n{render(drawn(figure)).strip(chr(10))}\n\n" for name, figure in FIGURES.items())


OUTPUTS = {
    "figures.txt": lambda: table(terminal),
    "figures.40.txt": lambda: table(lambda source: terminal(source, 40)),
    "figures.ascii.txt": lambda: table(lambda source: terminal(source, ascii=True)),
    "figures.html": lambda: "<!doctype html>\n<meta charset='utf-8'>\n" + table(html).replace("%%%%", "<p>"),
    "figures.typ": lambda: table(typst).replace("%%%%", "="),
    "figures.tex": lambda: table(latex).replace("%%%%", "%"),
    "figures.spoken.txt": lambda: table(spoken),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_drawings_are_as_reviewed(name):
    assert len(FIGURES) >= 12
    path = GOLDEN / name
    if os.environ.get("QUIZGEN_REGENERATE"):
        path.write_text(OUTPUTS[name](), encoding="utf-8", newline="\n")
    assert OUTPUTS[name]() == path.read_text(encoding="utf-8")


def test_a_curve_that_runs_away_is_drawn_up_to_the_largest_coordinate() -> None:
    drawn = curve(lambda x: 10.0 ** (30 * x), 0, 1, 4)
    assert drawn[0] == (0.0, 1.0)
    assert drawn[-1] == (1.0, LARGEST)
    with pytest.raises(ValueError, match="no point of a figure"):
        Plot("A curve.", (0, 1), (0, 1), (Line(curve(lambda x: float("nan"), 0, 1, 4)),))
