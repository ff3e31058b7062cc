"""One readable text for each output over the whole table of formulas: what the golden files hold."""

from collections.abc import Callable

from quizgen.markup.html import mathml
from quizgen.markup.latex import latex_maths
from quizgen.markup.spoken import spoken_maths
from quizgen.markup.terminal import terminal
from quizgen.markup.typst import typst_maths
from tests.engine.markup.formulas import FORMULAS


def in_terminal(latex: str) -> str:
    """Displayed, and in a line of prose."""
    return terminal(f"$${latex}$$", 100) + "\n\n" + terminal(f"inline ${latex}$.", 100)


def in_ascii(latex: str) -> str:
    """The same in seven bits."""
    return terminal(f"$${latex}$$", 100, ascii=True) + "\n\n" + terminal(f"inline ${latex}$.", 100, ascii=True)


# file: (renderer, comment)
OUTPUTS: dict[str, tuple[Callable[[str], str], str]] = {
    "terminal.txt": (in_terminal, "%%%% {}"),
    "ascii.txt": (in_ascii, "%%%% {}"),
    "typst.typ": (lambda latex: f"$ {typst_maths(latex)} $", "// {}"),
    "latex.tex": (lambda latex: rf"\[{latex_maths(latex)}\]", "% {}"),
    "html.html": (lambda latex: mathml(latex, display=True), "<!-- {} -->"),
    "spoken.txt": (spoken_maths, "%%%% {}"),
}


def golden_text(name: str) -> str:
    """The whole golden file of one output."""
    render, comment = OUTPUTS[name]
    return "".join(f"{comment.format(latex.replace('--', '- -'))}\n\n{render(latex)}\n\n" for latex in FORMULAS)
