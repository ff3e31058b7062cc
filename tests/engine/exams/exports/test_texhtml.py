"""The quick way and the way through the Markdown reader give the same HTML."""

from __future__ import annotations

import re

import pytest

from quizgen.exams.exports.figurefiles import sources
from quizgen.exams.exports.texhtml import tex, texhtml, whole
from tests.engine.exams.exports.conftest import everything


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("Is $x<y$?", r"<p>Is \(x&lt;y\)?</p>"),
        ("One\ntwo.\n\nThree $$x = 1$$ four", r"<p>One two.</p><p>Three</p><p>\[x = 1\]</p><p>four</p>"),
        ("It costs 5$ or 6$.", "<p>It costs 5$ or 6$.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("*a* **b** `c<d`", "<p><em>a</em> <strong>b</strong> <code>c&lt;d</code></p>"),
        ("1. a", "<ol><li>a</li></ol>"),
        ("x  \ny", "<p>x<br>y</p>"),
        (
            "a\n\n| x | $y$ |\n|:--|:-:|\n| 1 | < |\n\nb",
            '<p>a</p><table border="1" cellpadding="4"><tr><th style="text-align:left">x</th>'
            r'<th style="text-align:center">\(y\)</th></tr><tr><td style="text-align:left">1</td>'
            '<td style="text-align:center">&lt;</td></tr></table><p>b</p>',
        ),
    ],
)
def test_by_hand(source: str, html: str) -> None:
    assert texhtml(source) == html


@pytest.mark.parametrize(
    "source",
    ["$a$b", "1$a$", "$ a $", "$a$1", r"\$5", "$a", "a_b_c", "> q", "+ a", "    code", "a\n  b", "a | b", "$$a$$ $b$"],
)
def test_both_ways_at_the_edges(source: str) -> None:
    assert texhtml(source) == whole(source)


TABLE = "| a | b |\n|---|--:|\n| 1 | $x$ |"


@pytest.mark.parametrize(
    "source",
    [
        f"a\n\n{TABLE}",
        f"a\n\n{TABLE}\n",
        f"a\n\n{TABLE}\n\nb $x$\nc",
        f"a\n{TABLE}",
        f"a\n\n{TABLE}\nb",
        f"a\n\n{TABLE}\n\n{TABLE}\n\nb",
        f"- a\n\n{TABLE}",
        "a\n\n| a | b |\n| 1 | 2 |",
        "a\n\n| a | b |\n|---|\n| 1 | 2 |",
        "a\n\n| a | b |\n|---|---|\n| 1 |",
        "a\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |",
        "a\n\n| a | b |\n|---|---|\n| $|x|$ | 2 |",
        "a\n\n| a | b |\n|---|---|\n| $\\|x\\|$ | 2 |",
        "a\n\n| a | b |\n|---|---|\n| **1** | 2 |",
        "a\n\n| a | b |\n|---|---|\n| $$x$$ | 2 |",
        "a\n\n| a | b |\n|---|---|\n|  |  |",
        "a\n\n| a |\n|---|\n| - b |",
        "a\n\n| a |\n|:-:|\n| 1. b |\n| x |",
        "a\n\n|\n|\n|",
        "$x\n\n| a |\n|---|\n| b$ |",
    ],
)
def test_both_ways_around_tables(source: str) -> None:
    assert texhtml(source) == whole(source)


def test_both_ways_over_the_bank() -> None:
    count = 0
    for problem in everything():
        for source in sources(problem):
            assert texhtml(source) == whole(source)
            count += bool(source)
    assert count > 2000


# Commands of MathJax's own TeX, with the AMS extension, that the bank needs.
KNOWN = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi varphi
    chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega Rightarrow Leftarrow Leftrightarrow leftarrow
    leftrightarrow to mapsto implies iff approx sim simeq equiv propto ne neq le leq ge geq ll gg in notin ni subset
    subseteq supset cap cup bigcap bigcup setminus emptyset varnothing forall exists neg land lor infty partial nabla
    int iint sum prod lim max min sup inf exp ln log sin cos tan arcsin arccos arctan sinh cosh tanh det dim ker gcd
    operatorname text mathrm mathbf mathbb mathcal mathfrak mathsf boldsymbol frac tfrac dfrac binom sqrt hat widehat
    bar tilde widetilde dot ddot vec overline underline underbrace overbrace left right big Big bigl bigr Bigl Bigr
    middle mid lvert rvert lVert rVert vert Vert langle rangle lfloor rfloor lceil rceil begin end cdot cdots ldots dots
    vdots ddots times div pm mp circ star ast oplus otimes odot perp top ell prime quad qquad quad displaystyle not
    stackrel overset underset xrightarrow phantom tag limits nolimits
"""


def test_mathjax_knows_every_command_of_the_bank() -> None:
    used = {
        command
        for problem in everything()
        for source in sources(problem)
        for formula in re.findall(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", texhtml(source), re.DOTALL)
        for command in re.findall(r"\\([A-Za-z]+)", "".join(formula))
    }
    assert len(used) > 60
    assert used <= set(KNOWN.split())


def test_what_mathjax_does_not_know() -> None:
    assert tex(r"\argmax_x f") == r"\operatorname*{arg\,max}_x f"
    assert tex(r"\text{gap\_a} < x_1") == r"\text{gap_a} &lt; x_1"
