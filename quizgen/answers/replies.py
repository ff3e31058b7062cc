"""What the kinds share around reading: the author's texts, the reply of a field, left sides, notations.

Imports nothing heavy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.labels import uncounted_vectors, unlabelled, without_own
from quizgen.answers.language import read
from quizgen.answers.names import whole_reply
from quizgen.answers.syntax import Node, Rows, SetOf, Unreadable, Vocabulary, Word
from quizgen.answers.wordings import spelled_out
from quizgen.errors import QuizgenError

UNDECIDED = Verdict("undecided", 0.0, "undecided", "I could not settle whether this is right; please compare.")

_LEFT_SIDE = re.compile(
    r"\s*(?:[A-Za-zα-ωΑ-Ωℓ](?:_?\{?[A-Za-z0-9]+\}?|[₀-₉ₐ-ₜᵢⱼᵣᵤᵥ]{1,4})?|\\[a-z]+|d[a-z]/d[a-z]|∂[a-z]/∂[a-z]|∇[a-zA-Z])"
    r"['′]{0,3}(?:\([A-Za-zα-ωΑ-Ω\\][A-Za-z0-9α-ωΑ-Ω_, \\]{0,30}\))?\s*(?:=|≈|:=)(?!=)"
)


_UNKNOWNS = frozenset(("vector", "set", "solutions"))
"""Where the names are those of the unknowns: x = 1, y = 2."""

REMEMBERED = 200
"""Replies up to this length are read once: for the echo, the verdict and each misconception."""


@lru_cache(maxsize=2048)
def author(text: str, vocabulary: Vocabulary = Vocabulary(), expects: str = "value") -> Node:  # noqa: B008
    """The tree of an author's text; the same for the same text."""
    return read(text, vocabulary, expects)


def replied(response: Response, field: Field) -> Node:
    """The tree of the reply to a field. Raises Unreadable."""
    return typed(field, response.get(field.name, ""))


def typed(field: Field, text: str) -> Node:
    """The tree of what is typed into a field, without "y =" or what else it is called there. Raises Unreadable."""
    text = spelled_out(field, text)
    if field.labelled:
        text = _uncalled(text, field)
    return reading(text, field.vocabulary, field.expects)


def _uncalled(text: str, field: Field) -> str:
    names = field.vocabulary.names
    if field.expects == "vectors":
        text = uncounted_vectors(text)
    if field.vocabulary.words and whole_reply(text, field.vocabulary, field.expects):
        return text  # det A = 0 for "singular"
    if not names or field.expects in _UNKNOWNS:
        return unlabelled(text, field.label, names)
    own = without_own(text, field.label)
    if field.expects == "value" and own == text:
        own = unlabelled(text, field.label)
    return own if own != text else without_left_side(text)


def reading(text: str, vocabulary: Vocabulary, expects: str) -> Node:
    """The tree of what was typed, remembered unless it is long. Raises Unreadable."""
    return author(text, vocabulary, expects) if len(text) <= REMEMBERED else read(text, vocabulary, expects)


def judge_word(node: Node, word: str, field: Field, otherwise: str = "") -> Verdict:
    """The verdict where the reply is a word or a `word` is right; `otherwise` is said where none is right."""
    right = author(word, field.vocabulary, field.expects) if word else None
    if isinstance(node, Word) and isinstance(right, Word) and node.word == right.word:
        return CORRECT
    return incorrect("word", "" if word else otherwise)


def guarded(judge: Callable[[Response], Verdict], response: Response, field: str = "answer") -> Verdict:
    """The verdict of `judge`, with what can go wrong in computing said to the learner.

    Unreadable gets its field; a division by zero is unreadable; a value that is not real is incorrect with
    code "undefined"; what cannot be computed precisely enough is undecided; 2e-1 where 2*e - 1 is better is asked
    back.
    """
    from quizgen.answers.values import Imprecise, Undefined

    try:
        verdict = judge(response)
        if verdict.score < 1:
            _ask_for_e(judge, response, verdict)
        return verdict
    except Unreadable as error:
        error.field = error.field or field
        raise
    except Imprecise:
        return UNDECIDED
    except Undefined as error:
        if error.code != "division-by-zero":
            return incorrect("undefined", error.message, field=field)
        raised = error.unreadable()
        raised.field = field
        raise raised from None


_POWER_OF_TEN = re.compile(r"(?<![\w.])([0-9]{1,9})[eE]([+-])(?=[0-9])")


def _ask_for_e(judge: Callable[[Response], Verdict], response: Response, verdict: Verdict) -> None:
    """Refuse 2e-1, which is 0.2 to a programmer, where it is worth more as 2*e - 1."""
    found = next(filter(None, map(_POWER_OF_TEN.search, response.values())), None)
    if found is None:
        return
    meant = {name: _POWER_OF_TEN.sub(r"\1 e \2 ", text) for name, text in response.items()}
    try:
        better = judge(meant).score > verdict.score
    except QuizgenError:
        return
    if better:
        factor, sign = found.groups()
        message = f"“{found[0]}...” is read as {factor} times a power of ten"
        hint = f"write {factor}*e {sign} ... for Euler's number"
        raise Unreadable(message, found.start(), hint=hint, code="two-readings")


_ONE_MORE = re.compile(r"(?:[,;\n]|\band\b)\s*[A-Za-zα-ω\\][^,;\n=<>]{0,20}=(?!=)")


def without_left_side(text: str) -> str:
    """The text with a lone name or call before "=" blanked out, so that columns stay; not where more such follow."""
    match = _LEFT_SIDE.match(text)
    if not match or not text[match.end() :].strip() or _ONE_MORE.search(text, match.end()):
        return text
    return " " * match.end() + text[match.end() :]


def unbraced(node: Node) -> Node:
    """Rows for {{1, 2}, {3, 4}}, as some programs write a matrix; anything else as it is."""
    items = node.items if isinstance(node, SetOf) else ()
    rows = [row.items for row in items if isinstance(row, SetOf)]
    if not rows or len(rows) < len(items) or len({len(row) for row in rows}) > 1:
        return node
    return Rows(tuple(rows), node.at)


def counted(n: int, noun: str) -> str:
    """ "1 entry", "2 entries"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{n} {noun if n == 1 else plural}"


def listed(items: Sequence[str], most: int = 5) -> str:
    """ "a, b and c", or the first few "and 3 more"."""
    if len(items) > most:
        return ", ".join(items[:most]) + f" and {len(items) - most} more"
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def once(texts: Iterable[str]) -> Iterator[str]:
    """The texts, each only the first time."""
    yield from dict.fromkeys(texts)


def unicode_minus(text: str) -> str:
    """The text with the minus sign of typography."""
    return text.replace("-", "−")


def latex_table(rows: Sequence[Sequence[str]]) -> str:
    """A pmatrix of texts that are LaTeX already."""
    return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{pmatrix}"


# --- numbers in several spellings --------------------------------------------------------------------------


def exact(text: str) -> Any:
    """The rational number (fmpq) that an author's text is; None where it is irrational or not real."""
    from quizgen.answers.values import rational

    try:
        return rational(author(text))
    except Unreadable as error:
        if error.code == "undefined":
            return None
        raise


@lru_cache(maxsize=1024)
def is_complex(text: str, vocabulary: Vocabulary = Vocabulary(), expects: str = "value") -> bool:  # noqa: B008
    """True where an author's answer is no real number (or has one in it): replies are then judged as complex."""
    from quizgen.answers import complexes

    return complexes.is_complex(author(text, vocabulary, expects))


def plain_value(text: str) -> Any:
    """An author's number as an exact rational, else the nearest float; a complex number where it is not real."""
    from quizgen.answers.complexes import number_of
    from quizgen.answers.values import real

    found = exact(text)
    if found is not None:
        return found
    return number_of(author(text)) if is_complex(text) else float(real(author(text)).mid())


def decimal(text: str) -> str | None:
    """An exact rational as a terminating decimal of at most 12 places; None when it has none."""
    value = exact(text)
    if value is None or 10**12 % int(value.q):
        return None
    digits = str(abs(value.p) * (10**12 // int(value.q))).rjust(13, "0")
    shown = (digits[:-12] + "." + digits[-12:]).rstrip("0").rstrip(".")
    return "-" + shown if value < 0 else shown


def rounded(text: str, decimals: int) -> str:
    """The number rounded to so many decimals (half away from zero)."""
    from flint import ctx, fmpq

    from quizgen.answers.values import real

    if is_complex(text):
        return _rounded_complex(text, decimals)
    value = exact(text)
    with ctx.workprec(512):
        number = value if value is not None else real(author(text), 512).mid()
        whole = (abs(number) * 10**decimals + fmpq(1, 2)).floor()
    digits = str(whole if value is not None else whole.unique_fmpz()).rjust(decimals + 1, "0")
    shown = digits[:-decimals] + "." + digits[-decimals:] if decimals else digits
    return "-" + shown if number < 0 and int(digits) else shown


def _rounded_complex(text: str, decimals: int) -> str:
    """Both parts rounded: "1.41 - 0.5i"."""
    from quizgen.answers.complexes import number_of

    found = number_of(author(text))
    parts = f"{found.real:.{decimals}f}", f"{abs(found.imag):.{decimals}f}"
    return f"{parts[0]} {'-' if found.imag < 0 else '+'} {parts[1]}i"


def latex(text: str) -> str:
    """An author's number as LaTeX."""
    from quizgen.answers.echo import tex

    return tex(author(text))


def unreduced(text: str) -> str | None:
    """A rational with a common factor left in; None for what is not rational."""
    value = exact(text)
    return None if value is None else f"{value.p * 2}/{value.q * 2}"


def changed(text: str) -> Iterator[str]:
    """Numbers near `text` that a slip leads to: sign, off by one, reciprocal, factor 2."""
    value = exact(text)
    if value is None:
        yield from (f"-({text})", f"({text}) + 1", f"2*({text})", f"({text})/2", f"1/({text})")
        return
    if value != 0:
        yield str(-value)
    yield str(value + 1)
    yield str(value - 1)
    if value != 0:
        yield str(1 / value)
        yield str(2 * value)
        yield str(value / 2)


def faults(answer: Answer) -> tuple[str, ...]:
    """The author's mistakes: the stored answer must be right itself, in all its notations."""
    try:
        verdicts = [(reply, answer.judge(reply)) for reply in answer.notations()]
    except QuizgenError as error:
        return (f"the stored answer cannot be read: {error}",)
    return tuple(
        f"{reply['answer']} is judged {verdict.outcome} ({verdict.code})"
        for reply, verdict in verdicts
        if verdict.outcome != "correct"
    )
