"""What a reply is called before its equals sign, as it is copied from the question: E[X] = 2, det A = 5, θ₀ = 1.

Where no names are known, a name before the sign can mean nothing else; where the unknowns have names, a label stands
only before brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from quizgen.answers.names import GREEK_GLYPHS

_FUNCTIONS = "log|ln|exp|sin|cos|tan|sqrt|abs|arg|max|min"
_HATTED = "ãñõâêîôûŵŷẑÂÊÎÔÛŴŶẐāēīōūȳĀĒĪŌŪȲ"
# Possessive quantifiers and atomic groups throughout: a long word is looked at once, not in all its divisions.
_INDEX = r"(?:_?\{[A-Za-z0-9]{1,6}+\}|_?[A-Za-z0-9]{1,6}+|[₀-₉ₐ-ₜᵢᵣᵤᵥ₊₋]{1,6}+)?+"
_NAME = (
    rf"(?!(?:{_FUNCTIONS})\b(?!\s*+[=≈]))(?:\\?[A-Za-z]{{1,10}}+|∇[²2]|[α-ωΑ-Ωϕϵ∇𝔼𝕍ℓ{_HATTED}])[\u0302-\u0304]?+"
    rf"{_INDEX}['′″ᵀ⊤*]?+(?:\^[{{(]?(?:T|⊤|-1|\*)[}})]?|⁻¹)?+"
)
_SQUARE = r"(?:\\?sigma|σ|R|s)(?:²|\^\{?2\}?)"
_BOTH = rf"(?:(?:∂|d|\\partial\s?)(?:²|\^\{{?2\}}?)?\s?(?:{_NAME})?+){{1,2}}"
_ROOT = rf"(?:\\?sqrt|√)\s*+[({{]?{_NAME}(?:\([^()]{{1,30}}\)|\[[^\[\]]{{1,30}}\])?+[)}}]?+"
_ATOM = (
    rf"(?>{_ROOT}(?=\s*[=≈])|[PF]\s*+\([^()]{{1,30}}\)|{_SQUARE}|{_BOTH}/{_BOTH}|\\d?frac\{{{_BOTH}\}}\{{{_BOTH}\}}"
    rf"|(?:\|{{1,2}}[^=|]{{1,20}}\|{{1,2}}|‖[^=‖]{{1,20}}‖)(?:_?\{{?(?:[0-9∞F]|inf)\}}?|[₀-₉])?"
    rf"|\({_NAME}(?:\s*+,\s*+{_NAME})++\)(?:\^\{{?T\}}?|ᵀ|⊤)?+|{_NAME}(?:\s*+(?:\([^=()]{{1,30}}\)|\[[^=\[\]]{{1,30}}\]))?)"
)
_LABEL = re.compile(rf"\s*+(?:~|(?:{_ATOM}(?:\s*+(?:[-−+·∘]\s*+)?+{_ATOM}){{0,3}}\s*+)?(?:=|≈|:=))(?!=)")
_COUNTED = re.compile(r"\s*([A-Za-zα-ω]{1,6})_?(\d|[₀-₉])\s*=(?!=)")
_COUNTED_VECTOR = re.compile(
    r"(^|[,;\n]|\band\b)([ \t]*+([A-Za-zα-ω]{1,6})_?\{?([0-9]|[₀-₉])\}?[ \t]*+=(?!=))(?=[ \t]*+\\?[(\[{⟨<b])"
)
_PIECES = re.compile(r"([,;\n]|\band\b)")
_SIGN = re.compile(r"[=≈~](?!=)")
_SUM = re.compile(r"[-+]")
_VECTOR = re.compile(r"[-−+]?\s*(?:[0-9./]+\s*[*·]?\s*)?[(\[{<⟨\\]")
LONGEST = 60
"""Characters of a label."""


def unlabelled(text: str, label: str = "", names: Sequence[str] = ()) -> str:
    """The reply with what it is called blanked out, so that columns stay; `label` is the markup before the field.

    One of the `names` before the sign is no label, as it says which of the unknowns has this value; where there are
    names, a label stands only before brackets.
    """
    if not _SIGN.search(text):
        return text
    match = _LABEL.match(text)
    called = plain(match[0].rstrip(" =≈:~")) if match else ""
    if called and (_is_root(called, plain(label.rstrip(" $=:"))) or _names_unknowns(called, names)):
        return text
    end = match.end() if match else _end_of_own(text, label)
    rest = text[end:].strip()
    if names and not _VECTOR.match(rest):
        return text
    if end and rest and not _SIGN.search(text, end) and not (rest == "0" and _SUM.search(called)):
        return " " * end + text[end:]
    return text if names else _uncounted(text)


def _is_root(called: str, asked: str) -> bool:
    """Whether the square is asked for, or the other way round: sigma = 3 for σ²."""
    return bool(asked) and not called.endswith("||") and (called + "2" == asked or called == asked + "2")


def _names_unknowns(called: str, names: Sequence[str]) -> bool:
    """Whether it is one of the names, or all of them in another order: (y, x) = (1, 2)."""
    known, parts = list(map(plain, names)), called.strip("()").split(",")
    return called in known or (parts != known and sorted(parts) == sorted(known))


def without_own(text: str, label: str) -> str:
    """The reply with the field's own label blanked out, where it begins with it."""
    end = _end_of_own(text, label)
    return " " * end + text[end:]


def _end_of_own(text: str, label: str) -> int:
    """Where the field's own label ends in the text, with its equals sign; 0 where it does not begin with it."""
    wanted = plain(label.rstrip(" $=:"))
    for sign in _SIGN.finditer(text[:LONGEST]):
        if wanted and plain(text[: sign.start()]) == wanted and text[sign.end() :].strip():
            return sign.end()
    return 0


def _uncounted(text: str) -> str:
    """θ₀ = 1, θ₁ = 2 without the names, where they are counted one after the other."""
    pieces = _PIECES.split(text)
    found = [m for m in map(_COUNTED.match, pieces[::2]) if m]
    numbers = [unicodedata.digit(m[2]) for m in found]
    counted = numbers == [*range(numbers[0], numbers[0] + len(numbers))] if numbers else False
    if len(found) < 2 or len(found) != len(pieces[::2]) or len({m[1] for m in found}) > 1 or not counted:
        return text
    for at, m in enumerate(found):
        pieces[2 * at] = " " * m.end() + pieces[2 * at][m.end() :]
    return "".join(pieces).replace("and", ",  ")


def uncounted_vectors(text: str) -> str:
    """v1 = (1, 2), v2 = (3, 4) without the names, where they are counted from 1."""
    found = list(_COUNTED_VECTOR.finditer(text))
    if [unicodedata.digit(m[4]) for m in found] != [*range(1, len(found) + 1)] or len({m[3] for m in found}) > 1:
        return text
    return _COUNTED_VECTOR.sub(lambda m: m[1] + " " * len(m[2]), text)


_WORDS = {
    "‖": "||", "−": "-", "𝔼": "E", "𝕍": "V", "ᵀ": "^T", "⊤": "^T", "∂": "partial", "∇": "nabla", "′": "'",
    "\\|": "||", "\\ell": "l", "\\mid": "|", "∣": "|", "lVert": "||", "rVert": "||", "Vert": "||", "top": "T",
    "left": "", "right": "", "operatorname": "",
    "mathrm": "", "mathfrak": "", "mathbb": "", "mathcal": "", "mathbf": "", "text": "", "varphi": "phi", "cdot": "*",
    "·": "*",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_ACCENT = re.compile(r"\\(?:wide)?(hat|bar|tilde)\s*\{?\s*\\?([A-Za-z]+)\}?")
_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde"}
_REPLACED = re.compile("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """A label in letters and signs alone, the same for σ², sigma^2 and $\\sigma^2$."""
    text = _ACCENT.sub(r"\2\1", _FRACTION.sub(r"\1/\2", text))
    text = _REPLACED.sub(lambda m: _WORDS[m[0]], text)
    out = ""
    for character in unicodedata.normalize("NFD", text):
        if character in GREEK_GLYPHS:
            out += GREEK_GLYPHS[character]
        elif character in _ACCENTS:
            out += _ACCENTS[character]
        else:
            out += unicodedata.normalize("NFKD", character)
    return re.sub(r"[\s{}$\\_^~]", "", out)
