"""How letters split into names: declared names first, the longest wins, then functions and constants.

A problem's `Vocabulary` is compiled once (`names_of`), so that reading on every keystroke stays cheap.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from quizgen.answers.syntax import Unreadable, Vocabulary


def words(text: str) -> list[str]:
    """A list of names from a line of them."""
    return text.split()


Piece: TypeAlias = tuple[str, str, int]
"""Kind of token, canonical text, offset in the run of letters."""

GREEK = words(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon "
    "phi chi psi omega"
)
_LOWER, _UPPER = "αβγδεζηθικλμνξοπρστυφχψω", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
GREEK_GLYPHS = {
    **dict(zip(_LOWER, GREEK, strict=True)),
    # Capitals that look Latin are not names here: a learner who sees A has typed A.
    **{glyph: name.capitalize() for glyph, name in zip(_UPPER, GREEK, strict=True) if glyph in "ΓΔΘΛΞΠΣΥΦΨΩ"},
    **dict(zip("ςϵϕϑϱϖϰ", ["sigma", "epsilon", "phi", "theta", "rho", "pi", "kappa"], strict=True)),
}
GREEK_NAMES = frozenset(GREEK_GLYPHS.values())

FUNCTIONS = {
    **{name: name for name in words("sin cos tan sec csc cot sinh cosh tanh exp ln log log2 log10 sqrt cbrt root")},
    **{name: name for name in words("abs norm floor min max det rank transpose inv factorial binom sigmoid")},
    **{name: name for name in words("sech csch coth")},
    **{"ar" + name: "a" + name for name in words("sinh cosh tanh sech csch coth")},
    **{
        prefix + name: "a" + name
        for name in words("sin cos tan sec csc cot sinh cosh tanh sech csch coth")
        for prefix in ("a", "arc")
    },
    "arccosec": "acsc", "arcctg": "acot", "cosech": "csch",
    "cosec": "csc", "cotan": "cot", "tg": "tan", "ctg": "cot", "arctg": "atan", "sign": "sign", "sgn": "sign",
    "signum": "sign", "ceil": "ceil", "ceiling": "ceil", "tr": "tr", "trace": "tr", "Tr": "tr", "rk": "rank",
    "inverse": "inv", "binomial": "binom", "choose": "binom", "nCr": "binom", "comb": "binom",
    "hadamard": "hadamard",
    "relu": "relu", "ReLU": "relu", "Phi": "Phi", "Gamma": "gamma", "gamma": "gamma", "fact": "factorial",
    "log_2": "log2", "log_10": "log10", "nthroot": "root",
}  # fmt: skip
"""Every spelling of a function, and its canonical name."""
MAYBE = {
    "lg": "log10", "lb": "log2", "ld": "log2",
    "diag": "diag", "conj": "conj", "conjugate": "conj", "Re": "Re", "Im": "Im", "arg": "arg", "Arg": "arg",
    "deg": "deg", "degrees": "deg",
}  # fmt: skip
"""Functions that are read as such unless all of their letters are declared."""
CONSTANTS = {
    "pi": "pi", "e": "e", "i": "i", "inf": "inf", "oo": "inf", "infinity": "inf", "infty": "inf", "Inf": "inf",
    "Infinity": "inf", "INF": "inf",
}  # fmt: skip
KEYWORDS = {
    "without": "∖", "setminus": "∖", "except": "∖", "intersect": "∩", "intersection": "∩", "and": "∧",
    "or": "∨", "in": "∈", "union": "∪", "AND": "∧", "OR": "∨", "And": "∧", "Or": "∨",
}  # fmt: skip
LATEX_NAMES = {
    **{name: name for name in GREEK_NAMES},
    **{"var" + name: name for name in words("epsilon theta phi rho sigma pi kappa")},
    **{name: name for name in words("sin cos tan sec csc cot sinh cosh tanh arcsin arccos arctan exp ln log")},
    **{name: name for name in words("det min max")},
}
_BASE = re.compile(r"log_(?:([0-9]{1,9})|([A-Za-z]))")
_PARAMETER = re.compile(r"(?:[A-Za-z])(?:_[A-Za-z0-9]+|[0-9]+)?")
_RUNS = re.compile(r"[A-Za-z]{2,}")


class Names:
    """The names of one vocabulary, ready for splitting."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.matrices = bool(vocabulary.matrices)
        declared: dict[str, tuple[str, str]] = {}
        for function in vocabulary.functions:
            declared[function] = ("func", function)
        for name in (*vocabulary.matrices, *vocabulary.names):
            for spelling in _spellings(name):
                declared.setdefault(spelling, ("name", name))
        for name in (*vocabulary.matrices, *vocabulary.names):
            declared[name] = ("name", name)
        self._declared = declared
        self._parts = {spelling: ("func", name) for spelling, name in FUNCTIONS.items()}
        self._parts.update({spelling: ("const", name) for spelling, name in CONSTANTS.items()})
        letters = {name for name in declared if len(name) == 1}
        for spelling, function in MAYBE.items():
            if not vocabulary.parameters and not set(spelling) <= letters | {"e", "i"}:
                self._parts[spelling] = ("func", function)
        if self.matrices:
            self._parts["I"] = ("const", "I")
        if vocabulary.parameters:
            for name in GREEK_NAMES - {"pi"}:
                self._parts[name] = ("name", name)
        self._parts.update(declared)
        self._whole = {spelling: ("sym", symbol) for spelling, symbol in KEYWORDS.items()}
        if not vocabulary.parameters:
            self._whole.update({"U": ("sym", "∪"), "C": ("func", "binom")})
        self._whole.update(self._parts)
        self._longest = max(map(len, self._parts))

    def knows(self, word: str) -> bool:
        """True where the whole word is a declared name or function."""
        return word in self._declared

    def declares(self, chunk: str) -> bool:
        """True where the whole run, subscripts in any spelling, is declared."""
        return chunk.replace("{", "").replace("}", "") in self._declared

    def split(self, chunk: str) -> list[Piece] | None:
        """The tokens that a run of letters and digits stands for, or None."""
        entry = self._whole.get(chunk)
        if entry is not None:
            return [(*entry, 0)]
        if len(chunk) > 60:
            return None
        kept = [at for at, character in enumerate(chunk) if character not in "{}"]
        if len(kept) < len(chunk):
            chunk = "".join(chunk[at] for at in kept)
            entry = self._whole.get(chunk)
            if entry is not None:
                return [(*entry, 0)]
        # A Greek name spelled out that the question does not use is a slip, not a product of its letters.
        if chunk in GREEK_NAMES and len(chunk) > 2:
            return None
        if self.vocabulary.parameters and _PARAMETER.fullmatch(chunk):
            return [("name", _with_underscore(chunk), 0)]
        pieces = self._segment(chunk)
        return None if pieces is None else [(kind, text, kept[at]) for kind, text, at in pieces]

    def _segment(self, chunk: str) -> list[Piece] | None:
        """Longest piece first, going back where that leads nowhere; every start is tried once."""
        dead: set[int] = set()
        stack: list[tuple[int, list[Piece]]] = [(0, [])]
        while stack:
            at, pieces = stack.pop()
            if at == len(chunk):
                return pieces
            if at in dead:
                continue
            dead.add(at)
            for end, found in self._candidates(chunk, at):
                stack.append((end, [*pieces, *found]))
        return None

    def _candidates(self, chunk: str, at: int) -> list[tuple[int, list[Piece]]]:
        """What can stand at `at`, the longest last (the stack takes it first)."""
        found: list[tuple[int, list[Piece]]] = []
        if self.vocabulary.parameters and len(chunk) <= 3 and chunk[at].isalpha():
            found.append((at + 1, [("name", chunk[at], at)]))
        for size in range(1, min(self._longest, len(chunk) - at) + 1):
            entry = self._parts.get(chunk[at : at + size])
            if entry is None:
                continue
            end = at + size
            pieces: list[Piece] = [(*entry, at)]
            if entry[0] == "func" and end < len(chunk) and chunk[end].isdigit():
                stop = end
                while stop < len(chunk) and chunk[stop].isdigit():
                    stop += 1
                pieces.append(("num", chunk[end:stop], end))
                end = stop
            if end == len(chunk) or chunk[end].isalpha():
                found.append((end, pieces))
        base = _BASE.match(chunk, at)
        if base is not None:
            letter = self._parts.get(base.group(2)) if base.group(2) else None
            if base.group(1) or (letter is not None and letter[0] != "func"):
                name = "log_" + (base.group(1) or base.group(2))
                found.append((base.end(), [("func", FUNCTIONS.get(name, name), at)]))
        return found

    def part(self, name: str) -> tuple[str, str]:
        """Kind and canonical text of a single known name, for the base of a logarithm."""
        return self._parts[name]

    def unknown(self, chunk: str, column: int, text: str) -> Unreadable:
        """The refusal of a run of letters that means nothing here."""
        plain = chunk.replace("{", "").replace("}", "")[:40]
        strangers = {word for word in _RUNS.findall(text[:400]) if self.split(word) is None}
        if len(strangers) > 1 or len(chunk) > 40:
            return Unreadable(
                f"I cannot read words such as “{plain[:20]}”",
                column,
                hint=f"type only the answer; {self.uses()}",
                code="words",
            )
        return Unreadable(
            f"“{plain}” is not known in this question",
            column,
            hint=self._suggestion(plain),
            code="unknown-name",
        )

    def _suggestion(self, word: str) -> str:
        """What was probably meant, or the names there are."""
        folded = word.lower()
        names = [name for name, entry in self._whole.items() if entry[0] != "sym"]
        same = [name for name in names if name.lower() == folded and name != word]
        if same:
            best = min(same, key=lambda name: (name not in self._declared, name))
            return f"did you mean {best}? Capital and small letters differ"
        stem = word.rstrip("0123456789")
        if stem != word and self._parts.get(stem, ("func", ""))[0] != "func":
            digits = word[len(stem) :]
            return f"write {stem}^{digits} for a power, {digits}{stem} or {stem}*{digits} for a product"
        from difflib import get_close_matches  # only on errors: it costs more to import than a reply to read

        known = [name for name in self._whole if len(name) > 1 or name in self._declared]
        near = get_close_matches(word, known, 1, 0.82)
        if near:
            return f"did you mean {near[0]}?"
        return self.uses()

    def uses(self) -> str:
        """A clause that lists the names of the question."""
        names = [*self.vocabulary.names]
        names += [name for name in (*self.vocabulary.matrices, *self.vocabulary.functions) if name not in names]
        if not names:
            return "this question needs no letters" if not self.vocabulary.parameters else "use single letters"
        return "this question uses " + ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")


_NOT_THERE = ("none", "none exists", "does not exist", "doesn't exist", "dne", "d.n.e", "d n e")
_REPLIES = {
    **dict.fromkeys(
        [*_NOT_THERE, "none exist", "no solution", "no solutions", "no real solution", "no real solutions",
         "there is no solution", "there are no solutions", "has no solution", "no such value", "empty", "empty set",
         "the empty set", "null set", "emptyset", "inconsistent", "no value", "nothing",
         "no limit"],
        "none",
    ),
    **dict.fromkeys(
        ["infinitely many", "infinitely many solutions", "infinite solutions", "infinitely", "infinite",
         "there are infinitely many", "there are infinitely many solutions"],
        "infinitely many",
    ),
    **dict.fromkeys(
        ["all", "all reals", "all real numbers", "all real x", "all of r", "every real number", "the real numbers",
         "real numbers", "the reals", "reals", "all numbers",
         "everywhere", "the whole line", "the whole real line", "whole real line"],
        "all",
    ),
}  # fmt: skip
_ALL = re.compile(r"(?:for )?(?:all|any|every)(?: real)? ([a-z])")
_OF_IT = re.compile(r"(?:the )?(?:product |inverse |matrix )?(?:[a-z]{1,3} )?(?:is|has) (?=not |un|singular|no )")
_TRUTH = {
    **dict.fromkeys(["true", "t", "yes", "y", "correct", "holds", "it holds", "wahr", "ja"], ("true", "yes")),
    **dict.fromkeys(["false", "f", "no", "n", "incorrect", "does not hold", "falsch", "nein"], ("false", "no")),
}
_SAME_WORD = {
    "singular": (
        *(f"{det}{equals}0" for det in ("det", "det a", "det(a)") for equals in ("=", " = ")),
        "not invertible", "non-invertible", "noninvertible", "not regular", "singular matrix",
        "no inverse", "there is no inverse", "inverse does not exist",
        "the inverse does not exist", "not possible", "impossible", "undefined", *_NOT_THERE,
    ),
    "undefined": (
        "not defined", "not possible", "impossible", "cannot be multiplied",
        "cannot be computed", "no product", "the product does not exist", "shapes do not fit", "not a matrix",
        *_NOT_THERE,
    ),
    "none": (
        "undefined", "not defined", "no minimum", "no minimiser", "no minimizer", "there is no minimum", "unbounded",
    ),
}  # fmt: skip
"""Words of a vocabulary -> what else is said for them."""


def whole_reply(text: str, vocabulary: Vocabulary, expects: str) -> str | None:
    """The canonical word when the whole reply is one, such as "none" for "no solution"."""
    if len(text) > 200:
        return None
    typed = " ".join(text.split())
    if typed.startswith("\\text{") and typed.endswith("}"):
        typed = typed[6:-1].strip()
    folded = typed.rstrip(".!").lower().replace("’", "'")
    for word in vocabulary.words:
        if word.lower() == folded:
            return word
    if not folded[:1].isalpha() or typed in vocabulary.names or typed in vocabulary.matrices:
        return None
    folded = _OF_IT.sub("", folded)
    if folded in _TRUTH:
        return next((word for word in _TRUTH[folded] if word in vocabulary.words), None)
    for word in vocabulary.words:
        if folded == word.lower() or folded in _SAME_WORD.get(word, ()):
            return word
    every = _ALL.fullmatch(folded)
    if expects == "interval" and every and every[1] in vocabulary.names:
        return "all"
    if typed == "R" and expects in ("interval", "set", "solutions", "relation"):
        return "all"
    return _REPLIES.get(folded)


@lru_cache(maxsize=512)
def names_of(vocabulary: Vocabulary) -> Names:
    """The compiled names of a vocabulary."""
    return Names(vocabulary)


def _spellings(name: str) -> list[str]:
    """A declared name and its other spellings: x_1 is also x1, x1 is also x_1."""
    spellings = [name]
    base, underscore, index = name.partition("_")
    if underscore and index.isdigit():
        spellings.append(base + index)
    stem = name.rstrip("0123456789")
    if not underscore and stem and stem != name:
        spellings.append(f"{stem}_{name[len(stem) :]}")
    return spellings


def _with_underscore(name: str) -> str:
    """A parameter in its one spelling: t1 is t_1."""
    return f"{name[0]}_{name[1:]}" if len(name) > 1 and name[1] != "_" else name
