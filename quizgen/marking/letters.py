"""Which names two texts use, where nobody declared them: the vocabulary of a bare answer and response."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from quizgen.answers.names import (
    CONSTANTS,
    FUNCTIONS,
    GREEK_GLYPHS,
    GREEK_NAMES,
    KEYWORDS,
    LATEX_NAMES,
    MAYBE,
    names_of,
    whole_reply,
)
from quizgen.answers.replies import without_left_side
from quizgen.answers.syntax import Unreadable, Vocabulary
from quizgen.answers.tokens import LONGEST, normalise

_INDEX = r"(?:_(?:\{[A-Za-z0-9]{1,20}\}|[A-Za-z0-9]+))"
_RUN = re.compile(rf"\\([A-Za-z]+)({_INDEX})?|([A-Za-z]+)([0-9]*)({_INDEX})?|([Ͱ-Ͽ])({_INDEX})?")
_KNOWN = frozenset((*FUNCTIONS, *CONSTANTS, *KEYWORDS, "pmatrix", "bmatrix", "matrix", "vmatrix", "array", "DNE"))
_CALLED = re.compile(r"(?<![A-Za-z_\\])([fghFGH])(?=\()")
_ALONE = re.compile(r"(?<![A-Za-z_\\])([fghFGH])(?![A-Za-z_(])")
_LONGEST_PRODUCT = 3
_MOST = 40


def vocabulary(
    answer: str,
    response: str,
    variables: Sequence[str] | None,
    implicit: bool | None,
    functions: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    matrices: tuple[str, ...] = (),
) -> Vocabulary:
    """The names of a question: those declared, those of the answer, and without declaration those of the response."""
    return _vocabulary(
        answer[:LONGEST],
        response[:LONGEST],
        None if variables is None else tuple(variables),
        implicit,
        functions,
        words,
        matrices,
    )


@lru_cache(maxsize=2048)
def _vocabulary(
    answer: str,
    response: str,
    variables: tuple[str, ...] | None,
    implicit: bool | None,
    functions: tuple[str, ...],
    words: tuple[str, ...],
    matrices: tuple[str, ...],
) -> Vocabulary:
    declared = dict.fromkeys((*(variables or ()), *matrices))
    found = _names(answer, tuple(declared), implicit, known=True)
    names = dict.fromkeys((*declared, *found))
    if (variables is None or implicit is False) and response.strip() != "R":
        names |= dict.fromkeys(_names(response, tuple(names), implicit, known=variables is not None))
    for function in functions:
        names.pop(function, None)
    return Vocabulary(tuple(names)[:_MOST], matrices, functions, words)


def symbols(answer: str, response: str, variables: Sequence[str] | None, implicit: bool | None) -> tuple[str, ...]:
    """f, g and h where they stand only before brackets, in both texts: then f(x) is a call and not a product."""
    if implicit or not _CALLED.search(answer):
        return ()
    both = f"{answer[:LONGEST]} ; {without_left_side(response[:LONGEST])}"
    alone = set(_ALONE.findall(both)) | set(variables or ())
    return tuple(name for name in dict.fromkeys(_CALLED.findall(both)) if name not in alone)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The runs of letters in a text with their indices, Greek and LaTeX ones by name."""
    for match in _RUN.finditer(text):
        called = text[match.end() : match.end() + 1] == "("
        command, command_index, letters, digits, index, glyph, glyph_index = match.groups()
        if command is not None:
            name = LATEX_NAMES.get(command, "")
            if name in GREEK_NAMES and not (called and name in FUNCTIONS):
                yield name, _plain(command_index)
        elif letters is not None:
            function = called and (letters == "C" or letters in FUNCTIONS or letters in MAYBE)
            transpose = letters == "T" and text[: match.start()].rstrip("{(- ").endswith("^")
            if not function and not transpose:
                yield letters, _plain(index) if index else digits
        elif glyph in GREEK_GLYPHS and not (called and GREEK_GLYPHS[glyph] in FUNCTIONS):
            yield GREEK_GLYPHS[glyph], _plain(glyph_index)


def _plainly(text: str) -> str:
    """Without Unicode subscripts and the like; what cannot be normalised cannot be read either."""
    if text.isascii():
        return text
    try:
        return normalise(text)[0]
    except Unreadable:
        return text


def _plain(index: str | None) -> str:
    return (index or "").replace("{", "").replace("}", "")


def _joined(letters: str, index: str) -> str:
    """A name in its one spelling: x2 is x_2."""
    return f"{letters}_{index}" if index.isdigit() else letters + index


def _names(text: str, declared: tuple[str, ...], implicit: bool | None, known: bool) -> list[str]:
    """The names of one text; `known`: this is the author's, whose longer words are names as well."""
    if whole_reply(text, Vocabulary(), "value") is not None:
        return []  # "none" and "no solution" are no names
    runs = list(dict.fromkeys(_runs(_plainly(text))))
    singles = [
        _joined(letter, index) for letter, index in runs if len(letter) == 1 and _is_single(letter, index, known)
    ]
    singles += [_joined(letter, index) for letter, index in runs if letter in GREEK_NAMES and letter != "pi"]
    found = dict.fromkeys(singles)
    for letters, index in runs:
        if len(letters) == 1 or letters in _KNOWN or letters in GREEK_NAMES or letters in declared:
            continue
        found |= dict.fromkeys(_of_run(letters, index, (*declared, *found), implicit, known))
    return [name for name in found if name not in declared and name.replace("_", "", 1) not in declared]


def _is_single(letter: str, index: str, known: bool) -> bool:
    """A lone letter is a name, unless it is a constant or the sign of a union; x2 for x_2 is for authors."""
    if letter in ("e", "i", "U") and not index:
        return False
    return not index or index.startswith("_") or known


def _of_run(letters: str, index: str, declared: tuple[str, ...], implicit: bool | None, known: bool) -> list[str]:
    """The names that a run of several letters stands for."""
    if index and (index.startswith("_") or known) and implicit is not True:
        return [_joined(letters, index)]
    pieces = names_of(Vocabulary(declared)).split(letters)
    if implicit is False:
        return [letters] if pieces is None or all(kind == "name" for kind, _, _ in pieces) else []
    if pieces is not None:
        return []
    if implicit or len(letters) <= _LONGEST_PRODUCT:
        return [letter for letter in letters if letter not in ("e", "i")] + (
            [_joined(letters[-1], index)] if index else []
        )
    without = _around_functions(letters)
    if without is not None:
        return without
    return [letters] if known else []


def _around_functions(letters: str) -> list[str] | None:
    """Letters beside a function's name, as in xsin or xcosy; None where there is none."""
    for name in ("arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "sqrt", "sin", "cos", "tan", "exp", "log", "ln"):
        before, found, after = letters.partition(name)
        if found and len(before) + len(after) <= _LONGEST_PRODUCT:
            return [letter for letter in before + after if letter not in ("e", "i")]
    return None
