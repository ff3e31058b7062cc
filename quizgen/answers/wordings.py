"""Wordings that are no formulas: {x | x > 3}, -5 (twice), 2/7 ≈ 0.286. Imports nothing heavy."""

from __future__ import annotations

import re

from quizgen.answers.base import Field
from quizgen.answers.syntax import Unreadable

_BUILDER = re.compile(
    r"\s*\\?\{\s*(?P<name>\\?[A-Za-zα-ω]\w*)\s*(?:(?:∈|\\in\b|\bin\b)\s*(?:ℝ|R|\\mathbb\s*\{?R\}?|\\R)\s*)?"
    r"(?::|\||\\mid\b|\\colon\b)(?P<condition>[^{}|]+?)\\?\}\s*"
)
_BESIDE = re.compile(r"(.*\S)\s*≈\s*([-−]?[0-9]+\.[0-9]{1,15})\s*")
_TIMES = {"twice": 2, "double": 2, "two times": 2, "thrice": 3, "triple": 3, "three times": 3}
_OFTEN = (
    rf"(?P<{{0}}word>{'|'.join(_TIMES)})"
    r"|,?\s*(?:with\s+)?(?:algebraic\s+|alg\.?\s*)?mult(?:iplicity|\.)?\s*(?P<{0}count>[1-9])"
)
_REPEATED = re.compile(
    rf"\s*\(\s*(?:{_OFTEN.format('in')}|(?P<before>[2-9])\s*(?:x|×|times)|(?:x|×)\s*(?P<after>[2-9]))\s*\)"
    rf"|(?<=[\s,])(?:{_OFTEN.format('')})(?=\s*(?:[,;}}]|and\b|$))",
    re.IGNORECASE,
)
_CHAIN = re.compile(r"((?:\\?[A-Za-zα-ω][A-Za-z0-9_₀-₉]{0,8}\s*=\s*){2,6})([^=,;{}\n]+)")
LONGEST = 200
"""Characters of a reply with such a wording."""
_BEFORE = re.compile(r"[,;=≈{}\n]|\b(?:and|or)\b")


def spelled_out(field: Field, text: str) -> str:
    """The reply as a formula.

    A set given by a condition is this condition; a repeated value stands so often as is said; of a number and its
    decimal the number is left, if they agree.
    """
    if len(text) > LONGEST:
        return text
    if field.expects == "value":
        match = _BESIDE.fullmatch(text)
        return match[1] if match and not field.vocabulary.names and _rounds(match[1], match[2]) else text
    if field.expects not in ("interval", "set"):
        return text
    match = _BUILDER.fullmatch(text)
    if match and match["name"] in field.vocabulary.names:
        return " " * match.start("condition") + match["condition"]
    return _CHAIN.sub(_each, _REPEATED.sub(_often, text)) if field.expects == "set" else text


def _rounds(number: str, decimal: str) -> bool:
    """Whether the decimal is the number, rounded to as many places as it shows."""
    from quizgen.answers.language import read
    from quizgen.answers.values import Imprecise, Undefined, real

    try:
        gap = float(real(read(number.rpartition("=")[2])).mid()) - float(decimal.replace("−", "-"))
    except (Unreadable, Undefined, Imprecise, ValueError, OverflowError):
        return False
    return abs(gap) <= 0.5000001 * 10.0 ** -len(decimal.partition(".")[2])


def _often(match: re.Match[str]) -> str:
    """What stands before, again so often as is said."""
    before = match.string[: match.start()].rstrip()
    value = _BEFORE.split(before.rstrip(" ,"))[-1].strip()
    word = (match["inword"] or match["word"] or "").lower()
    times = _TIMES.get(word) or int(next(filter(None, match.group("incount", "count", "before", "after"))))
    if not value:
        return match[0]
    return ("" if before.endswith(",") else ", ") + ", ".join([value] * (times - 1)) if times > 1 else ""


def _each(match: re.Match[str]) -> str:
    """The value for each of the names: λ₁ = λ₂ = 3."""
    return ", ".join([match[2].strip()] * match[1].count("="))
