"""Wordings that are no formulas: {x | x > 3}, -5 (twice), 2/7 ≈ 0.286, t(1, 2), t ∈ ℝ. Imports nothing heavy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.answers.base import Field
from quizgen.answers.syntax import Unreadable

_BUILDER = re.compile(
    r"\s*\\?\{\s*(?P<name>\\?[A-Za-zα-ω]\w*)\s*(?:(?:∈|\\in\b|\bin\b)\s*(?:ℝ|R|\\mathbb\s*\{?R\}?|\\R)\s*)?"
    r"(?::|\||\\mid\b|\\colon\b)(?P<condition>[^{}]+?)\\?\}\s*"
)
_BESIDE = re.compile(r"(.*\S)\s*[≈=]\s*([-−]?[0-9]{1,15}(?:\.[0-9]{1,15}|/[0-9]{1,15})?)\s*")
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
_MULTIPLE = re.compile(
    r"(?<![\w.)*+^/])([-−]?[0-9]{1,9}(?:[./][0-9]{1,9})?)\s+\(([1-9])\)(?=\s*(?:[,;}\n]|\\\}|\band\b|$))"
)
_SEVERAL = re.compile(r"[,;\n]|\band\b")
_INDICES = re.compile(
    r"(\\?[A-Za-zα-ω]{1,6})(?:[₀-₉](?:[,/][₀-₉]){1,4}|_\{?[0-9](?:[,/][0-9]){1,4}\}?)\s*(?:=|∈|\\in\b)\s*((?:(?!\band\b)[^=,;{}\n])+)"
)
_PARAMETER = r"\\?[A-Za-zα-ω][A-Za-z0-9_₀-₉]{0,5}"
_RANGE = re.compile(
    r"(?:[,;:|]|\\mid\b)?\s*(?:\b(?:with|where|for)\b|(?<=[,;:|])|(?<=\\mid)\b)\s*(?:(?:all|any|every)\b\s*)?"
    rf"(?P<names>{_PARAMETER}(?:\s*(?:,|\band\b)\s*{_PARAMETER}){{0,3}})\s*"
    r"(?:(?:∈|\\in\b|\bin\b)\s*(?:ℝ|R\b|\\R\b|\\mathbb\s*\{?R\}?|(?:the\s+)?reals?\b(?:\s+numbers?)?)"
    r"|\b(?:(?:is|are)\s+)?(?:an?\s+)?(?:any\s+real|any|arbitrary|free|real)\b(?:\s+(?:number|parameter|value)s?\b)?)"
    r"\s*(?=\\?\}?\s*$)"
)
_SPAN = re.compile(r"\s*(?:\\(?:operatorname|mathrm|text)\s*\{span\}|\\?span)(?=\s*\\?[({\[])")
_NAMED_RANGE = re.compile(r"\s*([A-Za-zα-ω]\w{0,9})\s*=\s*(?=[\[(])(?=[^=<>]*$)")
_HEADING = re.compile(r"\s*[A-Za-z][A-Za-z ]{2,30}:(?=\s*\S)")
_ENTRY = r"(?:[-−+]\s?)?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:/[0-9]{1,15})?"
_BARRED = re.compile(rf"\s*[(\[]?\s*{_ENTRY}(?:\s*\|\s*{_ENTRY})+\s*[)\]]?\s*")
_AND = re.compile(r"(?<=[\w.)\]}²³])\s*,?\s*\band\b(?=\s*\S)")
_UNKNOWN = r"\\?[A-Za-zα-ω](?:_?\{?[0-9A-Za-z]\}?|[₀-₉])?"
_NEXT = re.compile(rf"(?<=[\w.)}}²³])\s(?=\s*{_UNKNOWN}\s*[=:])")
_COLON = re.compile(rf"(?<![\w\\])({_UNKNOWN}\s*):(?!=)")
LONGEST = 200
"""Characters of a reply with such a wording."""
_BEFORE = re.compile(r"[,;=≈{}\n]|\b(?:and|or)\b")


def spelled_out(field: Field, text: str) -> str:
    """The reply as a formula.

    A set given by a condition is this condition; a repeated value stands so often as is said; of a number and its
    decimal the number is left, if they agree; that parameters are real, and what a reply is called before a colon, is
    left out; entries of a vector stand between commas.
    """
    if len(text) > LONGEST:
        return text
    heading = _HEADING.match(text)
    if heading:
        text = " " * heading.end() + text[heading.end() :]
    if field.expects == "value":
        return text if field.vocabulary.names else _first_of_equals(text)
    if field.expects == "vectors":
        return _SPAN.sub(lambda match: " " * len(match[0]), text, count=1)
    if field.expects == "vector":
        return _listed(text, named=bool(field.vocabulary.names))
    if field.expects == "solutions":
        return _RANGE.sub(lambda match: _free(match, field.vocabulary.names), text)
    if field.expects not in ("interval", "set"):
        return text
    match = _BUILDER.fullmatch(text)
    if match and match["name"] in field.vocabulary.names:
        return " " * match.start("condition") + match["condition"]
    if field.expects == "interval":
        named = _NAMED_RANGE.match(text)
        known = named and (named[1] in field.vocabulary.names)
        return " " * named.end() + text[named.end() :] if named and known else text
    return _CHAIN.sub(_each, _INDICES.sub(_for_each_index, _REPEATED.sub(_often, _with_multiplicities(text))))


def _listed(text: str, named: bool) -> str:
    """Entries between commas: of (3 | 4) as points are written in schools, of 3, 4 and 5, of x = 3 y: 4."""
    if _BARRED.fullmatch(text):
        return text.replace("|", ",")
    text = _AND.sub(lambda match: ",".ljust(len(match[0])), text)
    return _NEXT.sub(",", _COLON.sub(r"\1=", text)) if named else text


def _first_of_equals(text: str) -> str:
    """Of a number and what it is equal to, 2/7 ≈ 0.286 and 5 - 3 = 2, the number."""
    match = _BESIDE.fullmatch(text)
    while match and _rounds(match[1], match[2]):
        text = match[1]
        match = _BESIDE.fullmatch(text)
    return text


def _free(match: re.Match[str], unknowns: Sequence[str]) -> str:
    """What says that a parameter is any number, left out; of an unknown it is an equation: z = z."""
    names = [name.strip() for name in re.split(r",|\band\b", match["names"])]
    if len(set(names)) < len(names):
        return match[0]
    said = "".join(f", {name} = {name}" for name in names if name in unknowns)
    return said.ljust(len(match[0]))


def _with_multiplicities(text: str) -> str:
    """5, -1 (2) as 5, -1, -1: in a list a number in brackets, after a space, says how often."""
    if not _SEVERAL.search(text):
        return text
    return _MULTIPLE.sub(lambda match: ", ".join([match[1]] * int(match[2])), text)


def _rounds(number: str, decimal: str) -> bool:
    """Whether the second is the number: a decimal rounded to as many places as it shows, others exactly."""
    from quizgen.answers.language import read
    from quizgen.answers.values import Imprecise, Undefined, real

    try:
        left, right = (float(real(read(text)).mid()) for text in (number.rpartition("=")[2], decimal))
    except (Unreadable, Undefined, Imprecise, ValueError, OverflowError):
        return False
    places = len(decimal.partition(".")[2])
    return abs(left - right) <= (0.5000001 * 10.0**-places if places else 1e-9 * abs(left))


def _often(match: re.Match[str]) -> str:
    """What stands before, again so often as is said."""
    before = match.string[: match.start()].rstrip()
    value = _BEFORE.split(before.rstrip(" ,"))[-1].strip()
    word = (match["inword"] or match["word"] or "").lower()
    times = _TIMES.get(word) or int(next(filter(None, match.group("incount", "count", "before", "after"))))
    if not value:
        return match[0]
    return ("" if before.endswith(",") else ", ") + ", ".join([value] * (times - 1)) if times > 1 else ""


def _for_each_index(match: re.Match[str]) -> str:
    """One equation for each of the indices in λ₂,₃ = -1; in λ₁,₂ = 5, -1 and λ₁,₂ = 1 ± 2 the values are listed."""
    listed = re.match(r"\s*,\s*[-−+(√\\0-9]", match.string[match.end() :]) or re.search(r"[±∓]|\+-|\+/-|\\pm", match[2])
    if listed:
        return " " * (len(match[0]) - len(match[2])) + match[2]
    return ", ".join([f"{match[1]} = {match[2].strip()} "] * (match[0].partition("=")[0].count(",") + 1))


def _each(match: re.Match[str]) -> str:
    """The value for each of the names: λ₁ = λ₂ = 3."""
    return ", ".join([match[2].strip()] * match[1].count("="))
