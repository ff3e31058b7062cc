"""Wordings of sets that are no formulas: {x | x > 3}, -5 (twice). Imports nothing heavy."""

from __future__ import annotations

import re

from quizgen.answers.base import Field

_BUILDER = re.compile(
    r"\s*\\?\{\s*(?P<name>\\?[A-Za-zα-ω]\w*)\s*(?:(?:∈|\\in\b|\bin\b)\s*(?:ℝ|R|\\mathbb\s*\{?R\}?|\\R)\s*)?"
    r"(?::|\||\\mid\b|\\colon\b)(?P<condition>[^{}|]+?)\\?\}\s*"
)
_TIMES = {"twice": 2, "double": 2, "two times": 2, "thrice": 3, "triple": 3, "three times": 3}
_REPEATED = re.compile(
    r"\(\s*(?:(?P<word>" + "|".join(_TIMES) + r")"
    r"|(?P<before>[2-9])\s*(?:x|×|times)|(?:x|×)\s*(?P<after>[2-9])"
    r"|(?:with\s+)?(?:algebraic\s+|alg\.?\s*)?mult(?:iplicity|\.)?\s*(?P<count>[1-9]))\s*\)",
    re.IGNORECASE,
)
LONGEST = 200
"""Characters of a reply with such a wording."""
_BEFORE = re.compile(r"[,;=≈{}\n]|\b(?:and|or)\b")


def spelled_out(field: Field, text: str) -> str:
    """The reply with a set given by a condition as this condition, and a repeated value so often as is said."""
    if len(text) > LONGEST or field.expects not in ("interval", "set"):
        return text
    match = _BUILDER.fullmatch(text)
    if match and match["name"] in field.vocabulary.names:
        return " " * match.start("condition") + match["condition"]
    return _REPEATED.sub(_often, text) if field.expects == "set" else text


def _often(match: re.Match[str]) -> str:
    """What stands before, again so often as is said."""
    value = _BEFORE.split(match.string[: match.start()])[-1].strip()
    times = _TIMES.get((match["word"] or "").lower()) or int(match["before"] or match["after"] or match["count"])
    return f", {value}" * (times - 1) if value else match[0]
