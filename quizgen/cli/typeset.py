"""A markup source typeset as a picture, by Typst."""

from __future__ import annotations

import re

from quizgen.errors import QuizgenError

PAGE = """#set page(width: 15cm, height: auto, margin: 8pt, fill: rgb("{paper}"))
#set text(size: 12pt, fill: rgb("{ink}"), lang: "en")
#set par(spacing: 1em)
"""
PPI = 120
"""709 pixels wide."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def png(source: str, ink: str, paper: str) -> bytes:
    """The source in one column of 15 cm, as PNG; `ink` and `paper` are colours as "#rrggbb".

    Raises QuizgenError for other colours, or where it cannot be typeset.
    """
    import typst

    from quizgen.markup.typst import typst as as_typst

    for colour in (ink, paper):
        if not _COLOUR.fullmatch(colour):
            raise QuizgenError(f"{colour!r} is no colour such as #1b1f25")
    text = PAGE.format(ink=ink, paper=paper) + as_typst(source)
    try:
        made = typst.compile(text.encode(), format="png", ppi=PPI)
    except RuntimeError as error:
        raise QuizgenError(f"this cannot be typeset: {error}") from None
    assert isinstance(made, bytes)  # a page as high as its content is one page
    return made
