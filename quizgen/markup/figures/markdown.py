"""Figures in Markdown: images of their own, with the description as alternative text."""

from __future__ import annotations

import re
from base64 import b64encode

from quizgen.markup.figure import Figure, replaced
from quizgen.markup.figures.svg import svg

_SPECIAL = re.compile(r"[\\\[\]`*_<>$!&]")


def with_images(source: str) -> str:
    """The source with each figure as an image whose data stands in the text."""
    return replaced(source, _image)


def _image(figure: Figure) -> str:
    alt = _SPECIAL.sub(r"\\\g<0>", " ".join(figure.description.split()))
    return f"![{alt}](data:image/svg+xml;base64,{b64encode(svg(figure, alone=True).encode()).decode()})"
