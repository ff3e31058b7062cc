"""Matrix: entry by entry, after its shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizgen.answers.base import Answer, Field, Response, Verdict
from quizgen.answers.entrywise import judge_entries
from quizgen.answers.replies import (
    author,
    changed,
    decimal,
    exact,
    faults,
    guarded,
    judge_word,
    latex,
    latex_table,
    once,
    replied,
    rounded,
    unbraced,
    unicode_minus,
)
from quizgen.answers.source import rows as rows_of
from quizgen.answers.syntax import SetOf, Unreadable, Vocabulary, Word, bare
from quizgen.answers.worked import worked_entries

if TYPE_CHECKING:
    from quizgen.answers.closeness import Rounding

Table = tuple[tuple[str, ...], ...]


class MatrixAnswer(Answer, frozen=True, tag="matrix", omit_defaults=True):
    """A matrix, or a word such as "singular" where there is none.

    The shape is checked first (code "shape", both shapes named; a flat list may stand for a single row or
    column, an explicit row "[[1, 2]]" not for a column); then each entry counts, exactly or as close as
    `decimals` or `tolerance` allow. Some right: partial, with the share of right entries as the score and the
    wrong ones named.

    Codes of wrong replies: "shape", "transposed", "sign" (exactly the negative), "rounding", "word",
    "undefined", else "incorrect"; "partial" where some entries are right.
    """

    rows: Table = ()
    """Entries in the answer language."""
    decimals: int | None = None
    tolerance: str = ""
    words: tuple[str, ...] = ()
    """Words that the field takes; with any, it is typed as text and not into cells."""
    word: str = ""
    """The right answer when it is a word; `rows` are then empty."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, **options: Any) -> MatrixAnswer:
        """From an exact.Matrix, a sympy matrix, or rows of exact numbers or texts; text alone is the word."""
        return cls(word=value, **options) if isinstance(value, str) else cls(rows_of(value), **options)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    def fields(self) -> tuple[Field, ...]:
        """A grid of cells; several lines where words may be typed."""
        words = tuple(dict.fromkeys((*self.words, self.word))) if self.word else self.words
        vocabulary = Vocabulary(words=words)
        if words:
            return (
                Field(
                    "answer",
                    self.label,
                    "lines",
                    "matrix",
                    example="[1, 2; 3, 4]",
                    vocabulary=vocabulary,
                    labelled=True,
                ),
            )
        rows, columns = self.shape
        return (Field("answer", self.label, "grid", "matrix", rows, columns, example="[1, 2; 3, 4]", labelled=True),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no matrix."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        field = self.fields()[0]
        node = unbraced(bare(replied(response, field)))
        if isinstance(node, Word) or self.word:
            return judge_word(node, self.word, field, "There is a matrix to give here.")
        if isinstance(node, SetOf):
            raise Unreadable("Braces are for sets.", node.at, code="not-a-value", hint="write [1, 2; 3, 4]")
        right = [[author(x) for x in row] for row in self.rows]
        return judge_entries(worked_entries(node), right, self.rounding, vector=False)

    @property
    def rounding(self) -> Rounding:
        """What deviation is allowed."""
        from quizgen.answers.closeness import rounding

        return rounding(self.tolerance, "", self.decimals)

    def typed(self) -> dict[str, str]:
        """Rows between semicolons, rounded where decimals are asked for."""
        return {"answer": self.word or _joined(self._written())}

    def _written(self) -> list[list[str]]:
        places = self.decimals
        return [[x if places is None else rounded(x, places) for x in row] for row in self.rows]

    def notations(self) -> Iterator[dict[str, str]]:
        """Semicolons, nested brackets, lines, tabs, LaTeX, decimals."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        yield self.typed()["answer"]
        if self.word:
            yield f" {self.word} "
            return
        rows = self._written()
        yield unicode_minus(_joined(rows))
        yield "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"
        yield latex_table([[latex(x) for x in row] for row in rows])
        if self.decimals is not None:
            yield _joined(self.rows)
        if not any(" " in x for row in rows for x in row) and len(rows[0]) > 1:
            yield "[" + "; ".join(" ".join(row) for row in rows) + "]"
            if len(rows) > 1:
                yield "\n".join(" ".join(row) for row in rows)
                yield "\n".join("\t".join(row) for row in rows)
        decimals = [[decimal(x) for x in row] for row in self.rows]
        if not any(x is None for row in decimals for x in row):
            yield _joined([[x or "" for x in row] for row in decimals])

    def tex(self) -> str:
        """A pmatrix."""
        if self.word:
            return rf"\text{{{self.word}}}"
        return latex_table([[latex(x) for x in row] for row in self.rows])

    def value(self) -> Any:
        """An exact.Matrix, else rows of floats (complex numbers where one is not real); a word as text."""
        from quizgen.answers.vector import vector_value
        from quizgen.exact import Matrix

        if self.word:
            return self.word
        numbers = [[exact(x) for x in row] for row in self.rows]
        if any(x is None for row in numbers for x in row):
            flat = list(vector_value([x for row in self.rows for x in row]))
            return [[flat.pop(0) for _ in row] for row in self.rows]
        return Matrix([[x for x in row if x is not None] for row in numbers])

    def perturbed(self) -> Iterator[MatrixAnswer]:
        """One entry changed, two swapped, all signs, the transpose, a row less."""
        if self.word:
            yield replace(self, word="", rows=(("0", "0"), ("0", "0")))
            return
        for rows in dict.fromkeys(_slips(self.rows)):
            yield replace(self, rows=rows)

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        if len({len(row) for row in self.rows}) > 1:
            return ("the rows differ in length",)
        return faults(self)


def _joined(rows: Any) -> str:
    return "[" + "; ".join(", ".join(row) for row in rows) + "]"


def _slips(rows: Table) -> Iterator[Table]:
    """The matrix with one slip."""
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            for other in list(changed(text))[:2]:
                yield _with(rows, i, j, other)
    for i, row in enumerate(rows):
        for j in range(len(row) - 1):
            yield _with(_with(rows, i, j, row[j + 1]), i, j + 1, row[j])
    yield tuple(tuple("0" if x == "0" else next(changed(x)) for x in row) for row in rows)
    if len(rows) > 1 and len(rows[0]) > 1:  # a vector is read as a row and as a column
        yield tuple(zip(*rows, strict=True))
    if len(rows) > 1:
        yield rows[::-1]
        yield rows[:-1]


def _with(rows: Table, i: int, j: int, text: str) -> Table:
    return (*rows[:i], (*rows[i][:j], text, *rows[i][j + 1 :]), *rows[i + 1 :])
