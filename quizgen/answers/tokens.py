"""From text to tokens: characters are normalised or refused, positions stay those of the text as typed.

Everything that looks like mathematics from a keyboard, a PDF, a spreadsheet or LaTeX notes is brought to one
alphabet of symbols here, so that the parser in `language` sees `x^{2}` for `x²` and `x**2` alike. Every regular
expression is an alternation without nested repetition: tokenising is linear in the length of the reply.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from quizgen.answers.names import GREEK_GLYPHS, LATEX_NAMES, Names, words
from quizgen.answers.syntax import Unreadable

LONGEST = 4_000
"""Characters in a reply."""
MOST = 3_000
"""Tokens in a reply: half of what 4,000 characters could hold, and far more than any answer needs."""
DIGITS = 60
"""Digits in one number."""
EXPONENT = 300
"""Size of a scientific exponent."""


class Token(NamedTuple):
    kind: str
    """num, name, const, func, wrap, T (the transpose mark), env, endenv, sym, nl or end."""
    text: str
    """Digits, canonical name, or symbol ("^", "<=", "∧" for and, "∨" for or, "∪", "∈", "\\\\frac", ...)."""
    at: int
    """Column in the text as typed."""
    spaced: bool
    """White space stands before it."""


_ONE_TO_ONE = {
    **dict.fromkeys("−–—‐‑‒﹣⁃", "-"),
    **dict.fromkeys("·×∙⋅•∗✕✖⨯⨉", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("′’‘´ʹ", "'"),
    **dict.fromkeys("⟨〈⟪", "⟨"),
    **dict.fromkeys("⟩〉⟫", "⟩"),
    **dict.fromkeys("‖∥", "‖"),
    **dict.fromkeys("∣❘", "|"),
    **dict.fromkeys("≤⩽≦", "≤"),
    **dict.fromkeys("≥⩾≧", "≥"),
    **dict.fromkeys("∅⌀", "∅"),
    **dict.fromkeys("⊤⊺", "⊤"),
    **dict.fromkeys("≠√∛∪∩∖∞∧∨∈±∓⊙∘°⌊⌋⌈⌉ℝ½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", ""),
    "º": "°",
    "ℯ": "e",
    "ⅇ": "e",
    "ⅈ": "i",
    "∆": "Δ",
    "∑": "Σ",
    "µ": "μ",
    "ϵ": "ε",
    "ϕ": "φ",
    "ϑ": "θ",
    "ϱ": "ρ",
    "ς": "σ",
    "ϖ": "π",
    "ϰ": "κ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "\u2062": "*",
    # Left behind by copying from web pages and word processors; they carry no meaning and cannot be seen.
    "\u200b": " ",
    "\u2060": " ",
    "\u2061": " ",
    "\u2063": ",",
    "\ufeff": " ",
    "\xad": "",
}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵏᵐᵗᵀ", "0123456789+-()nixykmtT", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₘₓₜₐₑ", "0123456789ijknmxtae", strict=True))
_FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5",
    "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
_KEPT = {character for character, to in _ONE_TO_ONE.items() if to == "" and character != "\xad"}
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200c\u200d")
_ADVICE = {
    "…": "write every entry",
    "≈": "type only the value",
    "∼": "type only the value",
    "≡": "write =",
    "⇒": "write and, or a comma",
    "→": "write only the answer",
    "∫": "write the result without the integral sign",
    "∂": "write the result of the derivative",
    "∇": "write the gradient as a vector",
    "″": "write the result of the derivative",
}
_LOOK_ALIKE = {"CYRILLIC": "Cyrillic", "ARMENIAN": "Armenian", "CHEROKEE": "Cherokee", "COPTIC": "Coptic"}


def normalise(text: str) -> tuple[str, list[int] | None]:
    """The text in the alphabet of the tokeniser, and for every character its column in `text` (None: the same).

    Raises Unreadable for control characters, bidirectional marks, look-alike letters and unknown symbols.
    """
    if text.isascii() and text.isprintable():
        return text, None
    out: list[str] = []
    origin: list[int] = []
    script = ""
    for at, character in enumerate(text):
        if character in _SUPERSCRIPTS or character in _SUBSCRIPTS:
            kind, piece = (
                ("^", _SUPERSCRIPTS[character]) if character in _SUPERSCRIPTS else ("_", _SUBSCRIPTS[character])
            )
            if script != kind:
                piece = ("}" if script else "") + kind + "{" + piece
            script = kind
        else:
            piece = ("}" if script else "") + _plain(character, at)
            script = ""
        out.append(piece)
        origin.extend([at] * len(piece))
    if script:
        out.append("}")
        origin.append(len(text) - 1)
    origin.append(len(text))
    return "".join(out), origin


def _plain(character: str, at: int) -> str:
    if character.isascii():
        if character.isprintable() or character in "\t\n\r":
            return character
        raise Unreadable(
            f"There is a control character ({_shown(character)}) here", at, hint="delete it and type the answer again",
            code="character",
        )  # fmt: skip
    if character in _KEPT or (character in GREEK_GLYPHS and character not in _ONE_TO_ONE):
        return character
    if character in _ONE_TO_ONE:
        return _ONE_TO_ONE[character]
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    folded = unicodedata.normalize("NFKC", character)
    # Fullwidth forms and the mathematical alphabets (𝑥, 𝜆) of PDFs fold to one plain character.
    if (
        len(folded) == 1
        and folded != character
        and ((folded.isascii() and folded.isprintable()) or folded in GREEK_GLYPHS)
    ):
        return folded
    raise _foreign(character, at, category)


def _foreign(character: str, at: int, category: str) -> Unreadable:
    """The refusal of a character that has no place in an answer."""
    if character in _BIDI or category[0] == "C":
        message = f"There is an invisible character ({_shown(character)}) here"
        return Unreadable(message, at, hint="delete it and type the answer again", code="character")
    name = unicodedata.name(character, "")
    for prefix, script in _LOOK_ALIKE.items():
        if name.startswith(prefix):
            message = f"“{character}” is a {script} letter, although it may look like a Latin one"
            return Unreadable(message, at, hint="type it on a Latin keyboard", code="character")
    if category[0] == "L":
        hint = "names are Latin or Greek letters"
    else:
        hint = _ADVICE.get(character, "use + - * / ^ ( ) [ ] { } and letters")
    return Unreadable(f"“{_shown(character)}” is not something I can read", at, hint=hint, code="character")


def _shown(character: str) -> str:
    """A character as it may be printed in a message: never a combining mark, a control or a surrogate."""
    if character.isprintable() and unicodedata.category(character)[0] != "M":
        return character
    return f"U+{ord(character):04X}"


_SUBSCRIPT = r"(?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9_ ,+-]{0,20}\}))"
_TOKEN = re.compile(
    r"(?P<space>[ \t]+)"
    r"|(?P<num>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<wrap>(?:(?:np|numpy|sp|sympy|torch)\.)?(?:array|asarray|[mM]atrix|tensor|[vV]ector)(?=[ ]?\())"
    r"|(?P<module>(?:np|numpy|math|sp|sympy|torch)\.(?:linalg\.)?(?=[A-Za-z]))"
    rf"|(?P<word>[A-Za-z](?:[A-Za-z0-9]|{_SUBSCRIPT})*)"
    rf"|(?P<greek>[Ͱ-Ͽ](?:[0-9]+|(?:_[A-Za-z0-9]+|{_SUBSCRIPT}))?)"
    r"|(?P<tex>\\(?:[A-Za-z]+|[ -~\t])?)"
    r"|(?P<sym>\+/-|-/\+|\+-|\*\*|<=|>=|=<|=>|!=|==|<>|&&|\.T\b|\.\*|[-+*/^()\[\]{},;=<>|'!%≠≤≥√∛∪∩∖∞∧∨∈±∓⊙∘°⌊⌋⌈⌉⟨⟩‖∅⊤&@])"
    r"|(?P<nl>\r\n?|\n)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_TAIL = re.compile(rf"{_SUBSCRIPT}?")
_BRACED = re.compile(r"[ ]*\{[ ]*(\\?[A-Za-z0-9 _]*)\}")
_ENVIRONMENT = re.compile(r"[ ]*\{([A-Za-z]{1,20})\*?\}(?:\{[lcr| ]*\})?")
_SPEC = re.compile(r"[ ]*([0-9A-Za-z])")
_SAME = {
    "+/-": "±", "+-": "±", "-/+": "∓", "**": "^", "==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", ".T": "'",
}  # fmt: skip

_SPECIAL = frozenset(words("choose deg degree degrees R"))
_MATRIX_PRODUCTS = frozenset(("@", "⊙", "∘", ".*"))
_NORM_INDEX = re.compile(r"_[ ]*(?:\{[ ]*)?(?:([12])|(∞|\\infty|inf|oo|infinity|max)|(F))(?:[ ]*\})?(?![A-Za-z0-9])")
_HALF_LINE = re.compile(
    r"[ ]*(?:\^|_)[ ]*(?:\{[ ]*([+-]|[<>][ ]*0|[<>]=[ ]*0|[≤≥][ ]*0|\\(?:geq?|leq?)[ ]*0)[ ]*\}|([+-])(?![ ]*[\w(]))"
)
_UNCLEAR_HALF_LINE = re.compile(r"[ ]*(?:_[ ]*(?:\{[ ]*[+-][ ]*\}|[+-](?![ ]*[\w(+-]))|[+-][ ]*$)")
_SET_FOLLOWS = re.compile(r"[ ]*(?:\\|∖|∩|∪|without\b|except\b|setminus\b|union\b|intersect|U[ ]*[(\[{])")
_SURELY_SET = re.compile(
    r"[ ]*(?:∖|∩|∪|\\(?:setminus|cup|cap)\b|\\[ ]*\\?\{|without\b|\^[ ]*(?:\{[ ]*[+-][ ]*\}|[+-])[ ]*$)"
)
_DIFFERENCE = re.compile(r"\\[ ]*(?=\{|\\\{)|\\[ ]+(?=[\[(])")

MATRIX_ENVIRONMENTS = frozenset(
    words("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix psmallmatrix bsmallmatrix array")
)
_LATEX_SYMBOLS = {
    **dict.fromkeys(words("cdot times ast cdotp bullet"), "*"),
    **dict.fromkeys(words("div slash"), "/"),
    **dict.fromkeys(words("le leq leqslant"), "<="),
    **dict.fromkeys(words("ge geq geqslant"), ">="),
    **dict.fromkeys(words("ne neq"), "!="),
    **dict.fromkeys(words("land wedge"), "∧"),
    **dict.fromkeys(words("lor vee"), "∨"),
    **dict.fromkeys(words("vert lvert rvert mid"), "|"),
    **dict.fromkeys(words("Vert lVert rVert parallel |"), "‖"),
    **dict.fromkeys(words("{ lbrace"), "{"),
    **dict.fromkeys(words("} rbrace"), "}"),
    **dict.fromkeys(words("emptyset varnothing"), "∅"),
    **dict.fromkeys(words("frac dfrac tfrac cfrac"), "\\frac"),
    **dict.fromkeys(words("binom dbinom tbinom"), "\\binom"),
    "sqrt": "\\sqrt", "lt": "<", "gt": ">", "cup": "∪", "cap": "∩", "setminus": "∖", "smallsetminus": "∖",
    "degree": "°", "in": "∈", "pm": "±", "mp": "∓", "prime": "'",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "\\": "\\\\",
    "%": "%", "lbrack": "[", "rbrack": "]", "&": "∧",
}  # fmt: skip
_LATEX_SPACES = frozenset(
    [",", ";", ":", "!", " ", "\t", "quad", "qquad", "space", "thinspace", "displaystyle", "textstyle", "limits",
     "left",
     "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr",
     "middle", "tiny", "small", "large", "(", ")", "[", "]"]
)  # fmt: skip
_LATEX_FONTS = frozenset(
    words("mathbf mathrm mathit mathsf mathcal boldsymbol bm vec mathbb text textbf textit textrm operatorname")
)
_DELIMITED = frozenset(words("left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle"))


class Tokeniser:
    """One pass over one reply."""

    def __init__(self, text: str, names: Names) -> None:
        self.typed = text
        self.text, self._origin = normalise(text)
        self._names = names
        self.tokens: list[Token] = []
        self._spaced = False

    def run(self) -> list[Token]:
        """All tokens, an `end` last; raises Unreadable for what is no token."""
        start, stop = _without_dollars(self.text)
        position = start
        while position < stop:
            if len(self.tokens) > MOST:
                hint = "type only the answer"
                raise self._fail("This has too many parts", position, hint, "too-long")
            match = _TOKEN.match(self.text, position, stop)
            assert match is not None  # the last alternative takes any character
            position = self._take(match)
        self._emit("end", "", len(self.text.rstrip()))
        return self.tokens

    def _column(self, position: int) -> int:
        return position if self._origin is None else self._origin[position]

    def _emit(self, kind: str, text: str, position: int) -> None:
        self.tokens.append(Token(kind, text, self._column(position), self._spaced))
        self._spaced = False

    def _fail(self, message: str, position: int, hint: str, code: str) -> Unreadable:
        return Unreadable(message, self._column(position), hint=hint, code=code)

    def _take(self, match: re.Match[str]) -> int:
        """Emit what was matched; the position to go on from."""
        kind, text, start, end = match.lastgroup, match.group(), match.start(), match.end()
        if kind == "space":
            self._spaced = True
        elif kind == "module":
            pass
        elif kind == "num":
            self._number(text, start)
        elif kind == "word":
            if text.startswith("R_") and not self._names.declares("R"):
                self._ask_back(start + 1)
            self._word(text, start, 0)
            if text == "R" and self.tokens and self.tokens[-1].kind == "word":
                return self._half_line(end)
            if text.startswith("R_") and _HALF_LINE.match(self.text, start + 1):
                return end
        elif kind == "sym":
            self._symbol(text, start)
        elif kind == "nl":
            self._emit("nl", "\n", start)
            self._spaced = True
        elif kind == "greek":
            name = GREEK_GLYPHS[text[0]] if text[0] in GREEK_GLYPHS else text[0]
            self._word(name + text[1:], start, len(name) - 1)
        elif kind == "tex":
            return self._latex(text, start, end)
        elif kind == "wrap":
            self._wrapper(text, start)
        else:
            self._other(text, start)
            if text == "ℝ":
                return self._half_line(end)
            if text == "_":
                return self._norm_index(start)
        return end

    def _number(self, text: str, start: int) -> None:
        mantissa, _, exponent = text.lower().partition("e")
        digits = len(mantissa) - ("." in mantissa)
        if digits > DIGITS:
            hint = f"a number has at most {DIGITS} digits"
            raise self._fail("This number is too long", start, hint, "number")
        if exponent and (len(exponent) > 5 or abs(int(exponent)) > EXPONENT):
            hint = f"exponents go from -{EXPONENT} to {EXPONENT}"
            raise self._fail("This power of ten is too large", start, hint, "number")
        previous = self.tokens[-1] if self.tokens else None
        if previous is not None and previous.kind == "num" and not self._spaced:
            hint = "a decimal has one point: 1.5"
            raise self._fail(f"“{previous.text}{text}” is not a number", start, hint, "number")
        self._emit("num", text, start)

    def _symbol(self, text: str, start: int) -> None:
        if text in ("=<", "=>"):
            right = {"=<": "<=", "=>": ">="}[text]
            raise self._fail(f"“{text}” is written the wrong way round", start, f"write {right}", "operator")
        if text == "√":
            self._emit("func", "sqrt", start)
        elif text == "∛":
            self._emit("func", "cbrt", start)
        elif text == "∞":
            self._emit("const", "inf", start)
        elif text == "⊤":
            self._emit("T", "T", start)
        elif text in _MATRIX_PRODUCTS:
            if not self._names.matrices:
                message = f"“{text}” is not something I can read here"
                raise self._fail(message, start, "write * for a product", "character")
            self._emit("sym", "*" if text == "@" else "⊙", start)
        else:
            self._emit("sym", _SAME.get(text, text), start)

    def _wrapper(self, text: str, start: int) -> None:
        if self._names.knows(text):
            self._word(text, start, 0)
        else:
            self._emit("wrap", text, start)

    def _after_operand(self) -> bool:
        """True where the last token ends an operand."""
        if not self.tokens:
            return False
        last = self.tokens[-1]
        return last.kind in ("num", "name", "const", "word", "endenv") or last.text in (")", "]", "}", "!", "'")

    def _is_special(self, chunk: str, start: int) -> bool:
        """Words that mean something in their place only: 5 choose 2, 45 degrees, R without {0}."""
        if chunk == "choose" and self._after_operand():
            self._emit("sym", "choose", start)
            return True
        if chunk in ("deg", "degrees", "degree") and self.tokens and self.tokens[-1].kind == "num":
            self._emit("sym", "°", start)
            return True
        if chunk == "R" and (self._names.declares("R") or self._names.vocabulary.parameters):
            # A number has no such thing behind it.
            if _SURELY_SET.match(self.text, start + 1):
                self._emit("word", "all", start)
                return True
        elif chunk == "R":
            if _HALF_LINE.match(self.text, start + 1) or _SET_FOLLOWS.match(self.text, start + 1):
                self._emit("word", "all", start)
                return True
            before = self.tokens[-1] if self.tokens else None
            if before is not None and before.kind == "sym" and before.text in ("∖", "∩", "∪"):
                self._emit("word", "all", start)
                return True
        return False

    def _ask_back(self, position: int) -> None:
        """After ℝ: refuse the sign that books read in two ways."""
        if _UNCLEAR_HALF_LINE.match(self.text, position):
            message = "Some books count 0 to this set, others do not"
            raise self._fail(message, position - 1, "write (0, inf) or [0, inf)", "unclear-set")

    def _half_line(self, position: int) -> int:
        """After ℝ: ℝ⁺ and ℝ_{>0} are (0, inf), ℝ_{>=0} is [0, inf); books differ on ℝ₊. The position after it."""
        self._ask_back(position)
        match = _HALF_LINE.match(self.text, position)
        if match is None:
            return position
        sign = (match.group(1) or match.group(2)).replace("\\geq", "≥").replace("\\ge", "≥").replace("\\leq", "≤")
        sign = sign.replace("\\le", "≤").replace(">=", "≥").replace("<=", "≤")[0]
        at = self.tokens.pop()
        zero, closed = ("num", "0"), sign in "≥≤"
        ends = [zero, ("sym", ","), ("const", "inf")]
        if sign not in "+>≥":
            ends = [("sym", "-"), *ends[:0:-1], zero]
        low = "[" if closed and sign == "≥" else "("
        high = "]" if closed and sign == "≤" else ")"
        for kind, text in (("sym", low), *ends, ("sym", high)):
            self.tokens.append(Token(kind, text, at.at, at.spaced))
        return match.end()

    def _word(self, chunk: str, start: int, shift: int) -> None:
        """Emit a run of letters, split by the declared names. `shift`: by how much the spelled first name is
        longer than what was typed (a glyph for "lambda")."""
        if chunk in _SPECIAL and (chunk == "R" or not self._names.declares(chunk)) and self._is_special(chunk, start):
            return
        if chunk[0] == "T" and self._transposing() and not self._names.knows("T") and not self._names.declares(chunk):
            self._emit("T", "T", start)
            chunk, start = chunk[1:], start + 1
            if not chunk:
                return
        pieces = self._names.split(chunk)
        # C counts combinations in C(5, 2), and is an unknown name anywhere else.
        if pieces == [("func", "binom", 0)] and chunk == "C" and self.text[start + 1 : start + 2] != "(":
            pieces = None
        if pieces is None:
            raise self._names.unknown(chunk, self._column(start), self.typed)
        for kind, text, offset in pieces:
            self._emit(kind, text, start + max(0, offset - shift) if offset else start)

    def _transposing(self) -> bool:
        """True where a T can be a transpose mark: in an exponent of something that may be a matrix."""
        back = len(self.tokens) - 1
        while back >= 0 and self.tokens[back].text in ("{", "(", "-") and len(self.tokens) - back < 3:
            back -= 1
        if back < 1 or self.tokens[back].text != "^":
            return False
        return (
            self._names.matrices or self.tokens[back - 1].text in (")", "]") or self.tokens[back - 1].kind == "endenv"
        )

    def _other(self, text: str, start: int) -> None:
        if text in _FRACTIONS:
            self._fraction(text, start)
        elif text == "ℝ":
            self._emit("word", "all", start)
        elif text == "_" and self.tokens and self.tokens[-1].text in ("|", "‖") and _NORM_INDEX.match(self.text, start):
            return
        elif text == "~" and "\\" in self.text:
            self._spaced = True
        else:
            raise self._refused(text, start)

    def _norm_index(self, start: int) -> int:
        """The 1, 2, infinity or F of a norm. The position after it."""
        match = _NORM_INDEX.match(self.text, start)
        assert match is not None  # _other has looked
        self._emit("norm", match.group(1) or ("inf" if match.group(2) else "F"), start)
        return match.end()

    def _fraction(self, glyph: str, start: int) -> None:
        """A fraction written as one character; right after a number it makes a mixed number."""
        top, bottom = _FRACTIONS[glyph].split("/")
        whole = self.tokens.pop() if self.tokens and self.tokens[-1].kind == "num" and not self._spaced else None
        if whole is not None:
            self.tokens += [whole._replace(kind="sym", text="("), whole._replace(spaced=False)]
            self._emit("sym", "+", start)
        else:
            self._emit("sym", "(", start)
        for kind, text in (("num", top), ("sym", "/"), ("num", bottom), ("sym", ")")):
            self._emit(kind, text, start)

    def _refused(self, text: str, start: int) -> Unreadable:
        hints = {
            "_": "an underscore joins a name and its index, as in x_1",
            '"': "type the answer without quotation marks",
            "`": "type the answer without quotation marks",
            ".": "a point belongs inside a number: 0.5",
            ":": "write / for a ratio, = for an equation",
            "$": "dollars may only stand around the whole answer",
            "?": "type only the answer",
            "~": "type only the value",
        }
        message = f"“{text}” is not something I can read here"
        return self._fail(message, start, hints.get(text, "use + - * / ^ ( ) [ ] { } and letters"), "character")

    def _latex(self, text: str, start: int, end: int) -> int:
        """Emit a LaTeX command; the position after it and what belongs to it."""
        command = text[1:]
        if command in ("{", " ", "") and self._is_difference(start):
            self._emit("sym", "∖", start)
            return start + 1
        if command in ("odot", "circ"):
            return self._circle(command, start, end)
        if command in _LATEX_SYMBOLS:
            self._emit("sym", _LATEX_SYMBOLS[command], start)
            if command in ("frac", "dfrac", "tfrac"):
                return self._single_digits(end)
            return end
        if command in _LATEX_SPACES:
            self._spaced = True
            # "\left." opens nothing that is seen.
            return end + 1 if command in _DELIMITED and self.text[end : end + 1] == "." else end
        if command in _LATEX_FONTS:
            return self._font(command, start, end)
        if command in ("begin", "end"):
            return self._environment(command, start, end)
        if command in ("top", "intercal"):
            self._emit("T", "T", start)
            return end
        if command == "infty":
            self._emit("const", "inf", start)
            return end
        name = LATEX_NAMES.get(command)
        if name is None:
            hint = "type it in plain letters, such as sqrt(2) or [1, 2; 3, 4]"
            raise self._fail(f"I do not know the LaTeX command “\\{command}”", start, hint, "unknown-name")
        tail = _TAIL.match(self.text, end)
        assert tail is not None
        self._word(name + tail.group(), start, len(name) - len(text))
        return tail.end()

    def _is_difference(self, start: int) -> bool:
        """True where a backslash stands between two sets, as in ℝ \\ {0}."""
        if not self.tokens or _DIFFERENCE.match(self.text, start) is None:
            return False
        return self.tokens[-1].kind == "word" or self.tokens[-1].text in (")", "]", "}")

    def _circle(self, command: str, start: int, end: int) -> int:
        """45^\\circ is an angle in degrees, A \\circ B a product entry by entry. The position after it."""
        if command == "circ" and self.tokens and self.tokens[-1].text == "^":
            self.tokens.pop()
            self._emit("sym", "°", start)
            return end
        if command == "circ" and len(self.tokens) > 1 and self.tokens[-2].text == "^" and self.tokens[-1].text == "{":
            close = re.compile(r"[ ]*\}").match(self.text, end)
            if close is not None:
                del self.tokens[-2:]
                self._emit("sym", "°", start)
                return close.end()
        self._symbol("⊙", start)
        return end

    def _single_digits(self, position: int) -> int:
        """Arguments of \\frac without braces are single digits or letters: \\frac12, \\frac x2."""
        for _ in range(2):
            match = _SPEC.match(self.text, position)
            if match is None:
                break
            if match.group(1).isdigit():
                self._emit("num", match.group(1), match.start(1))
            else:
                self._word(match.group(1), match.start(1), 0)
            position = match.end()
        return position

    def _font(self, command: str, start: int, end: int) -> int:
        """A font command: only its content counts."""
        match = _BRACED.match(self.text, end)
        if match is None:
            raise self._fail(f"“\\{command}” needs a name in braces", start, "\\mathbf{x}", "operand")
        content = match.group(1).strip()
        if command == "mathbb" and content == "R":
            self._emit("word", "all", start)
            return self._half_line(match.end())
        self._spaced = self._spaced or command == "text"
        if content.startswith("\\"):
            content = LATEX_NAMES.get(content[1:], content[1:])
        tail = _TAIL.match(self.text, match.end())
        assert tail is not None
        for word in (content + tail.group()).split():
            if word[0].isalpha():
                self._word(word, match.start(1), 0)
            else:
                raise self._fail(f"I cannot read “{word}” in “\\{command}”", start, "\\mathbf{x}", "operand")
        if command == "text":
            self._spaced = True
        return tail.end()

    def _environment(self, command: str, start: int, end: int) -> int:
        match = _ENVIRONMENT.match(self.text, end)
        name = match.group(1) if match else ""
        if match is None or name not in MATRIX_ENVIRONMENTS:
            hint = "use pmatrix, or [1, 2; 3, 4]"
            raise self._fail(f"I cannot read the LaTeX environment “{name}”", start, hint, "unknown-name")
        self._emit("env" if command == "begin" else "endenv", name, start)
        return match.end()


def _without_dollars(text: str) -> tuple[int, int]:
    """Start and end of what stands between the dollars of pasted LaTeX, or of the whole text."""
    start, stop = 0, len(text)
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    for mark in ("$$", "$"):
        size = len(mark)
        if stop - start > 2 * size and text.startswith(mark, start) and text.endswith(mark, start, stop):
            return start + size, stop - size
    return start, stop
