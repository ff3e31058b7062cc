"""What a reply is called before its equals sign, as it is copied from the question: E[X] = 2, det A = 5, θ₀ = 1.

Only for replies in numbers, where no names are known: there a name before the sign can mean nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quizgen.answers.names import GREEK_GLYPHS

_FUNCTIONS = "log|ln|exp|sin|cos|tan|sqrt|abs|arg|max|min"
_NAME = (
    rf"(?!(?:{_FUNCTIONS})\b)(?:\\?[A-Za-z]{{1,10}}|[α-ωΑ-Ωϕϵ∇𝔼𝕍])"
    r"(?:_?\{?[A-Za-z0-9]{1,6}\}?|[₀-₉ₐ-ₜᵢᵣᵤᵥ₊₋]{1,6})?['′″ᵀ⊤*]?(?:\^\{?(?:T|⊤|-1)\}?|⁻¹)?"
)
_ATOM = (
    rf"(?:[PF]\s*\([^()]{{1,30}}\)|{_NAME}(?:\s*(?:\([^=()]{{1,30}}\)|\[[^=\[\]]{{1,30}}\]))?"
    rf"|\|{{1,2}}[^=|]{{1,20}}\|{{1,2}}|‖[^=‖]{{1,20}}‖|\({_NAME}(?:\s*,\s*{_NAME})+\))"
)
_LABEL = re.compile(rf"\s*(?:~|(?:{_ATOM}(?:\s*[-−+·∘]?\s*{_ATOM}){{0,3}}\s*)?(?:=|≈|:=))(?!=)")
_COUNTED = re.compile(r"\s*([A-Za-zα-ω]{1,6})_?(\d|[₀-₉])\s*=(?!=)")
_PIECES = re.compile(r"([,;\n]|\band\b)")
_SIGN = re.compile(r"[=≈~](?!=)")
LONGEST = 60
"""Characters of a label."""


def unlabelled(text: str, label: str = "") -> str:
    """The reply with what it is called blanked out, so that columns stay; `label` is the markup before the field."""
    if not _SIGN.search(text):
        return text
    match = _LABEL.match(text)
    if match and plain(match[0].rstrip(" =≈:")) + "2" == plain(label.rstrip(" $=:")):
        return text  # sigma = 3, where σ² is asked for
    end = match.end() if match else _end_of_own(text, label)
    if end and text[end:].strip() and not _SIGN.search(text, end):
        return " " * end + text[end:]
    return _uncounted(text)


def _end_of_own(text: str, label: str) -> int:
    """Where the field's own label ends in the text; 0 where it does not begin with it."""
    wanted = plain(label.rstrip(" $=:"))
    for sign in _SIGN.finditer(text[:LONGEST]):
        if wanted and plain(text[: sign.start()]) == wanted:
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


_WORDS = {
    "‖": "||", "−": "-", "𝔼": "E", "𝕍": "V", "ᵀ": "^T", "⊤": "^T", "∂": "partial", "∇": "nabla", "′": "'",
    "\\|": "||", "lVert": "||", "rVert": "||", "Vert": "||", "top": "T", "left": "", "right": "", "operatorname": "",
    "mathrm": "", "mathbb": "", "mathcal": "", "mathbf": "", "text": "", "varphi": "phi", "cdot": "*", "·": "*",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_REPLACED = re.compile("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """A label in letters and signs alone, the same for σ², sigma^2 and $\\sigma^2$."""
    text = _REPLACED.sub(lambda m: _WORDS[m[0]], _FRACTION.sub(r"\1/\2", text))
    out = ""
    for character in unicodedata.normalize("NFD", text):
        if character in GREEK_GLYPHS:
            out += GREEK_GLYPHS[character]
        elif character == "\u0302":
            out += "hat"
        else:
            out += unicodedata.normalize("NFKD", character)
    return re.sub(r"[\s{}$\\_^~]", "", re.sub(r"hat\{?\\?(\w+)\}?", r"\1hat", out))
