"""Phrasing that several exercises share: elimination told step by step, back substitution, lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import Any

from quizgen.answers.number import NumberAnswer
from quizgen.exact import Matrix, Q
from quizgen.markup.source import Tex, augmented, latex_of, linear
from quizgen.markup.typography import bracketed, signed
from quizgen.problem import Misconception, Step

Row = list[Q]


def names(n: int) -> tuple[str, ...]:
    """x, y, z for up to three unknowns, x_1, x_2, ... for more."""
    return ("x", "y", "z")[:n] if n <= 3 else tuple(f"x_{i}" for i in range(1, n + 1))


def listed(items: Sequence[str]) -> str:
    """ "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def operation(target: int, factor: Q, source: int) -> Tex:
    """The row operation "R_2 - 3 R_1" (rows from 0)."""
    size = abs(factor)
    times = "" if size == 1 else latex_of(size) + r"\,"
    return Tex(f"R_{target + 1} {'-' if factor < 0 else '+'} {times}R_{source + 1}")


class Elimination:
    """Forward elimination of [A | b], with a step for each column.

    `rows` is the echelon form (as rows of Q, the right-hand side last), `pivots` the pivot columns.
    Rows are exchanged only where the pivot is 0, or to bring a pivot ±1 up: as one does by hand.
    """

    def __init__(self, a: Matrix, b: Matrix) -> None:
        self.width = a.columns
        self.rows: list[Row] = a.hstack(b).to_rows()
        self.steps: list[Step] = []
        self.pivots: list[int] = []
        for column in range(self.width):
            self._column(column)

    @property
    def left(self) -> Matrix:
        """The matrix part of the echelon form."""
        return Matrix([row[: self.width] for row in self.rows])

    @property
    def right(self) -> Matrix:
        """The right-hand side part."""
        return Matrix([row[self.width :] for row in self.rows])

    def shown(self) -> Tex:
        """The matrix as it stands."""
        return self._printed(self.rows)

    def _printed(self, rows: Sequence[Row]) -> Tex:
        return augmented(Matrix([r[: self.width] for r in rows]), Matrix([r[self.width :] for r in rows]))

    def upwards(self, *, zeros: bool = True) -> tuple[Step, ...]:
        """From the echelon form to the reduced one, a step for each pivot from the last to the first; without the rows
        of zeros where `zeros` is false."""
        rows = [list(r) for r in (self.rows if zeros else self.rows[: len(self.pivots)])]
        steps = []
        for i, column in reversed(list(enumerate(self.pivots))):
            pivot, scaled, cleared = rows[i][column], [], []
            if pivot != 1:
                rows[i] = [x / pivot for x in rows[i]]
                scaled.append(f"${linear([1 / pivot], [f'R_{i + 1}'])}$")
            for above in range(i):
                multiple = -rows[above][column]
                if multiple != 0:
                    rows[above] = [x + multiple * y for x, y in zip(rows[above], rows[i], strict=True)]
                    cleared.append(f"${operation(above, multiple, i)}$")
            if scaled:
                how = f"Make the pivot of column {column + 1} equal to $1$" + (" and clear above it" if cleared else "")
            else:
                how = f"Clear above the pivot of column {column + 1}"
            if scaled or cleared:
                steps.append(Step(f"{how}, with {listed(scaled + cleared)}: $${self._printed(rows)}$$"))
        return tuple(steps)

    def _column(self, column: int) -> None:
        at = len(self.pivots)
        found = self._pivot(at, column)
        if found is None:
            return
        self.pivots.append(column)
        done: list[str] = []
        exchange = ""
        if found != at:
            self.rows[at], self.rows[found] = self.rows[found], self.rows[at]
            exchange = rf"$R_{at + 1} \leftrightarrow R_{found + 1}$"
        for i in range(at + 1, len(self.rows)):
            factor = -self.rows[i][column] / self.rows[at][column]
            if factor != 0:
                self.rows[i] = [x + factor * y for x, y in zip(self.rows[i], self.rows[at], strict=True)]
                done.append(f"${operation(i, factor, at)}$")
        if done or exchange:
            self._tell(column, exchange, done)

    def _pivot(self, at: int, column: int) -> int | None:
        candidates = [i for i in range(at, len(self.rows)) if self.rows[i][column] != 0]
        if not candidates:
            return None
        unit = [i for i in candidates if abs(self.rows[i][column]) == 1]
        return candidates[0] if candidates[0] == at and abs(self.rows[at][column]) == 1 else (unit or candidates)[0]

    def _tell(self, column: int, exchange: str, done: list[str]) -> None:
        # Built as text and not by `step`: the operations are markup already.
        clear = f"lear column {column + 1} below its pivot with {listed(done)}" if done else ""
        if exchange:
            how = f"Bring a pivot up with {exchange}" + (f", then c{clear}:" if done else ":")
        else:
            how = f"C{clear}:"
        self.steps.append(Step(f"{how} $${self.shown()}$$"))


def equation(row: Row, letters: Sequence[str]) -> Tex:
    """A row of an augmented matrix as an equation."""
    return Tex(f"{linear(row[:-1], letters)} = {latex_of(row[-1])}")


def exact_decimal(value: Q) -> Tex:
    """A rational with a terminating decimal, written out in full: 0.0475. Raises ValueError for 1/3."""
    places, rest = 0, value
    while rest.q != 1:
        rest, places = rest * 10, places + 1
        if places > 12:
            raise ValueError(f"{value} has no short decimal form")
    digits = str(abs(int(rest.p))).rjust(places + 1, "0")
    body = digits if not places else f"{digits[:-places]}.{digits[-places:]}"
    return Tex(("-" if value < 0 else "") + body)


def percent(value: Q) -> str:
    """A probability as a percentage in prose: "2.5%"."""
    return f"{exact_decimal(value * 100)}%"


def factor(value: Q | int) -> str:
    """A number as a factor of a product: in brackets where it is negative."""
    shown = latex_of(value)
    return bracketed(shown) if shown.startswith("-") else shown


def times(coefficient: Q, value: Q) -> str:
    r"""A coefficient times a number put in for its unknown: `-3 \cdot 2`, `-\left(-4\right)`, `5`."""
    if abs(coefficient) == 1 and (coefficient == 1 or value != 0):
        return factor(value) if coefficient == 1 else "-" + factor(value)
    return rf"{latex_of(coefficient)} \cdot {factor(value)}"


def put_in(coefficient: Q, value: Q) -> str:
    r"""`times` as a term of a sum, where a lone minus may stand before 0: `-0` and not `-1 \cdot 0`."""
    return "-0" if coefficient == -1 and value == 0 else times(coefficient, value)


def quotient(top: object, bottom: object) -> Tex:
    r"""A quotient as it comes up, not reduced: `\frac{-10}{5}`; without a denominator that is 1."""
    return Tex(latex_of(top) if bottom == 1 else rf"\frac{{{latex_of(top)}}}{{{latex_of(bottom)}}}")


def substituted(coefficients: Sequence[Q], values: Sequence[Q]) -> Tex:
    r"""A linear form with numbers put in: `2 \cdot 5 - 3 \cdot \left(-1\right)`.

    Terms with the coefficient 0 are left out, and no minus before a zero opens the sum.
    """
    pairs = [(c, v) for c, v in zip(coefficients, values, strict=True) if c != 0]
    if not pairs:
        return Tex("0")
    # A number that opens the sum stands without the brackets that it needs behind a sign.
    c, v = pairs[0]
    first = latex_of(v) if c == 1 or (c == -1 and v == 0) else put_in(c, v)
    return Tex(first + "".join(signed(put_in(c, v)) for c, v in pairs[1:]))


def met(coefficients: Sequence[Q], values: Sequence[Q]) -> int:
    """How many terms of a sum of products have something in them: 0 + 2 · 0 would check nothing."""
    return sum(x * y != 0 for x, y in zip(coefficients, values, strict=True))


def ordinal(i: int, n: int) -> str:
    """The name of place i (from 0) among n of them, up to six."""
    return "last" if i == n - 1 else ("first", "second", "third", "fourth", "fifth")[i]


def telling_row(a: Matrix, vectors: Sequence[Matrix]) -> tuple[str, Row]:
    """The row of which most entries meet a nonzero entry of every vector, and its name.

    Among equals the last, which elimination changes most.
    """
    rows = a.to_rows()
    at = max(range(len(rows)), key=lambda i: (min(met(rows[i], list(v)) for v in vectors), i))
    return ordinal(at, len(rows)), rows[at]


def base(value: Q) -> str:
    """A number as the base of a power: in brackets unless it is a natural number."""
    shown = latex_of(value)
    return shown if shown.isdigit() else bracketed(shown)


def root(n: int) -> tuple[int, int]:
    """(k, m) with the square root of n = k times the root of m, and m without square factors; n >= 1."""
    k, m = 1, n
    for d in range(2, isqrt(n) + 1):
        while m % (d * d) == 0:
            k, m = k * d, m // (d * d)
    return k, m


def root_text(n: int) -> str:
    """The square root of n in the answer language: "5", "sqrt(2)", "3sqrt(5)"."""
    k, m = root(n)
    if m == 1:
        return str(k)
    return f"sqrt({m})" if k == 1 else f"{k}sqrt({m})"


def root_tex(n: int) -> Tex:
    r"""The square root of n as LaTeX: `5`, `\sqrt{2}`, `3\sqrt{5}`."""
    k, m = root(n)
    if m == 1:
        return Tex(str(k))
    return Tex(rf"\sqrt{{{m}}}" if k == 1 else rf"{k}\sqrt{{{m}}}")


def unit_texts(v: Sequence[int]) -> tuple[str, ...]:
    """The entries of v / |v| in the answer language: "3/5", "-1/sqrt(2)"."""
    k, m = root(sum(x * x for x in v))
    return tuple(str(Q(x, k)) if m == 1 or x == 0 else _over_root(Q(x, k), m) for x in v)


def _over_root(x: Q, m: int) -> str:
    p, q = int(x.p), int(x.q)
    return f"{p}/sqrt({m})" if q == 1 else f"{p}/({q}sqrt({m}))"


def unit_tex(v: Sequence[int]) -> Tex:
    r"""v / |v| as LaTeX, the length in front: `\frac{1}{\sqrt{2}}\begin{pmatrix} 1 \\ 1 \end{pmatrix}`."""
    square = sum(x * x for x in v)
    column = latex_of(Matrix([[x] for x in v]))
    return Tex(column if square == 1 else rf"\frac{{1}}{{{root_tex(square)}}}{column}")


def wrong_numbers(right: Q | int, *replies: tuple[str, Q | int, str], **options: Any) -> tuple[Misconception, ...]:
    """Misconceptions (code, number, feedback); one that is right here, or repeats an earlier one, is left out."""
    seen = [right]
    found = []
    for code, value, feedback in replies:
        if value not in seen:
            seen.append(value)
            found.append(Misconception(code, NumberAnswer.of(value, **options), feedback))
    return tuple(found)


def forms(first: object, last: object) -> Tex:
    r"""Two forms of one value, `0.5 = \frac{1}{2}`; only one where both are printed alike."""
    one, other = latex_of(first), latex_of(last)
    return Tex(other if one == other else f"{one} = {other}")


def inner_product(v: Sequence[Q], w: Sequence[Q]) -> Tex:
    r"""A dot product with every term written out: `2 \cdot \left(-1\right) + \left(-3\right) \cdot 4`."""
    terms = [
        rf"{latex_of(x) if i == 0 else factor(x)} \cdot {factor(y)}" for i, (x, y) in enumerate(zip(v, w, strict=True))
    ]
    return Tex(" + ".join(terms))


def stacked(rows: Sequence[str]) -> Tex:
    r"""Written entries as a column: `\begin{pmatrix} 2x + y \\ x \end{pmatrix}`."""
    return Tex(r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}")
