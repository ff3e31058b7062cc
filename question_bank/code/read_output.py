"""Give the value that a short numpy snippet prints.

Levels: 1 slices, views and integer division; 2 a call of linear algebra or a product, reduction or mask; 3 a loop that
runs an algorithm twice (descent, Newton for whole numbers, the power method, a recurrence, k-means, the perceptron).
The value is read from numpy, which runs the snippet; wrong values come from running a snippet with the misreading
written out. Checked by a second implementation of each snippet with plain Python loops over lists and fractions.
(MML 2.2, 4.2, 7.1, 10.4 and 12.1 state the algorithms.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank.code._trace import Moment, exact, printed, run
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.source import linear, text
from quizgen.problem import Misconception, Problem, Step, step

Values = tuple[Any, ...]


class Given(NamedTuple):
    kind: str
    values: Values
    """What the kind's own function takes."""
    phrasing: int


class Snippet(NamedTuple):
    """A snippet with all its numbers."""

    source: str
    wrong: tuple[tuple[str, str], ...]
    """(code, what a learner with the misreading takes the snippet for)."""
    why: str
    """The rule that decides; markup."""
    hint: str
    oracle: Callable[[], Any]
    """The value with plain Python."""
    work: str = ""
    """A step with the numbers of a call that the history does not show; markup."""


FEEDBACK = {
    "star-as-matmul": "With arrays `*` and `**` work entry by entry. Only `@` multiplies matrices.",
    "view-as-copy": "That slice is no copy: it shows the same memory, so writing into it changes the array as well.",
    "integer-division": "`//` rounds the quotient down to a whole number; `/` would keep the fraction.",
    "end-included": "A slice ends before the index behind the colon: that entry is left out.",
    "copy-as-view": "A list of indices makes a copy. Only a slice shares the memory of the array.",
    "other-axis": "The axis that is named is the one that disappears: 0 runs down the rows, 1 along the columns.",
    "one-round": "The body of the loop runs once more after that.",
    "matmul-as-star": "`@` multiplies rows by columns; you multiplied entry by entry.",
    "transposed": "Entry $i$ of the product is row $i$ of the matrix times the vector, not column $i$.",
    "diagonal": "The product of the diagonal entries is the determinant of a triangular matrix only.",
    "solves-nothing": "`np.linalg.solve(A, b)` gives the $x$ with $A x = b$; you multiplied by $A$ instead.",
    "no-mask": "The mask keeps only the rows where the condition holds.",
    "always-updates": "The update is made only where the condition in the `if` holds.",
    "order": "Look which slice is subtracted from which.",
    "no-root": "The norm is the root of the sum of squares.",
}


def array(x: Any) -> str:
    """`np.array([...])` as source."""
    return f"np.array({_listed(x)})"


def _listed(x: Any) -> str:
    return "[" + ", ".join(map(_listed, x)) + "]" if isinstance(x, (list, tuple)) else str(x)


def _row(draw: Draw, n: int, bound: int = 6) -> tuple[int, ...]:
    return tuple(draw.sample([x for x in range(-bound, bound + 4) if x], n))


def _grid(draw: Draw, n: int, m: int, bound: int = 4) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(draw.integer(-bound, bound, nonzero=True) for _ in range(m)) for _ in range(n))


def _lines(*lines: str) -> str:
    return "\n".join(lines)


# ------------------------------------------------------------------ level 1: slices

WRITES: dict[str, tuple[str, Callable[[int, int], int]]] = {
    "set": ("b[:] = {v}", lambda x, v: v),
    "add": ("b += {v}", lambda x, v: x + v),
    "times": ("b *= {v}", lambda x, v: x * v),
}
LOOKS: dict[str, tuple[str, Callable[[list[int]], int]]] = {
    "sum": ("a.sum()", sum),
    "max": ("a.max()", max),
    "min": ("a.min()", min),
}


def draw_view(draw: Draw) -> Values:
    i = draw.integer(0, 2)
    return _row(draw, 6), i, i + draw.integer(2, 3), draw.choice(tuple(WRITES)), draw.integer(2, 5), _look(draw)


def _look(draw: Draw) -> str:
    return draw.choice(("sum", "sum", "max", "min"))


def view(a: Sequence[int], i: int, j: int, how: str, v: int, look: str) -> Snippet:
    """Writing through a slice."""
    write, change = WRITES[how]
    shows, reduce = LOOKS[look]
    source = _lines(f"a = {array(a)}", f"b = a[{i}:{j}]", write.format(v=v), f"print({shows})")
    return Snippet(
        source,
        (
            ("view-as-copy", source.replace(f"a[{i}:{j}]", f"a[{i}:{j}].copy()")),
            ("end-included", source.replace(f"a[{i}:{j}]", f"a[{i}:{j + 1}]")),
        ),
        "A slice is a *view*: `b` shows a part of the memory of `a`, it is no copy. Whatever is written into `b` "
        "in place "
        "(`b[:] = ...`, `b += ...`, `b[0] = ...`) stands in `a` as well.",
        "Does `b` have numbers of its own, or does it show those of `a`?",
        lambda: reduce([change(x, v) if i <= k < j else x for k, x in enumerate(a)]),
    )


def draw_entry(draw: Draw) -> Values:
    step_ = draw.choice((2, 2, 3))
    return _row(draw, 7), draw.below(2), step_, draw.choice((0, 1, -1)), draw.integer(10, 20), draw.flip()


def entry(a: Sequence[int], i: int, stride: int, k: int, v: int, whole: bool) -> Snippet:
    """One entry written through every second or third entry, or into a copy by a list of indices."""
    places = list(range(i, len(a), stride))
    view_ = f"a[{i}::{stride}]"
    copy = f"a[{_listed(places)}]"
    taken = view_ if whole else copy
    source = _lines(f"a = {array(a)}", f"b = {taken}", f"b[{k}] = {v}", "print(a.sum())")
    wrong = (
        ("view-as-copy", source.replace(taken, taken + ".copy()"))
        if whole
        else (
            "copy-as-view",
            source.replace(taken, view_),
        )
    )
    after = list(a)
    if whole:
        after[places[k]] = v
    return Snippet(
        source,
        (wrong,),
        "A slice, also one with a stride, is a *view* of the same memory. A list or an array of indices, and a "
        "mask, make a "
        "*copy* instead.",
        "Is `b` made by a slice, which shares its memory with `a`, or by a list of indices?",
        lambda: sum(after),
    )


def draw_row_view(draw: Draw) -> Values:
    return _grid(draw, 3, 3), draw.flip(), draw.below(3), draw.choice(tuple(WRITES)), draw.integer(2, 5)


def row_view(a: Sequence[Sequence[int]], row: bool, i: int, how: str, v: int) -> Snippet:
    """A row or a column of a matrix changed in place."""
    write, change = WRITES[how]
    taken = f"A[{i}]" if row else f"A[:, {i}]"
    source = _lines(f"A = {array(a)}", f"b = {taken}", write.format(v=v), "print(A.sum())")
    return Snippet(
        source,
        (("view-as-copy", source.replace(taken, taken + ".copy()")),),
        "A row `A[i]` and a column `A[:, j]` are *views* of the matrix: `b` has no numbers of its own. What is "
        "written into "
        "`b` in place stands in `A` as well.",
        "Does `b` have numbers of its own, or does it show those of `A`?",
        lambda: sum(
            change(x, v) if (p if row else q) == i else x for p, line in enumerate(a) for q, x in enumerate(line)
        ),
    )


def draw_block(draw: Draw) -> Values:
    return _grid(draw, 3, 4), draw.integer(0, 1), draw.integer(2, 3), draw.choice((1, 1, 2)), draw.flip()


def block(a: Sequence[Sequence[int]], i: int, j: int, stride: int, rows: bool) -> Snippet:
    """The sum over a block of a matrix."""
    step_ = "" if stride == 1 else f":{stride}"
    index = f"[{i}:{i + 2}, :{j}{step_}]" if rows else f"[:2, {i}:{j}{step_}]"
    longer = f"[{i}:{i + 3}, :{j + 1}{step_}]" if rows else f"[:3, {i}:{j + 1}{step_}]"
    source = _lines(f"A = {array(a)}", f"print(A{index}.sum())")
    wanted = (range(i, i + 2), range(0, j, stride)) if rows else (range(2), range(i, j, stride))
    return Snippet(
        source,
        (("end-included", source.replace(index, longer)),),
        "In `A[p:q, r:s]` the first slice chooses rows p, ..., q − 1 and the second one columns r, ..., s − 1, "
        "counted from "
        "0; a third number is the stride.",
        "Write down which rows and which columns are chosen; counting starts at 0 and the end is left out.",
        lambda: sum(a[p][q] for p in wanted[0] for q in wanted[1]),
    )


def draw_backwards(draw: Draw) -> Values:
    return _row(draw, 7), draw.integer(4, 6), draw.integer(0, 2), draw.choice((-1, -2))


def backwards(a: Sequence[int], i: int, j: int, stride: int) -> Snippet:
    """A slice that runs backwards, with weights 0, 1, 2, ..."""
    source = _lines(f"a = {array(a)}", f"b = a[{i}:{j}:{stride}]", "print((b * np.arange(len(b))).sum())")
    end = f"{j - 1}" if j else ""
    return Snippet(
        source,
        (("end-included", source.replace(f"{i}:{j}:", f"{i}:{end}:")),),
        "With a negative stride the slice runs backwards: from the first index down, and it stops before the "
        "second one.",
        "Write down `b` first. Where does a slice stop?",
        lambda: sum(k * a[p] for k, p in enumerate(range(i, j, stride))),
    )


def draw_differences(draw: Draw) -> Values:
    return _row(draw, 6), draw.choice((1, 1, 2)), draw.choice(("max", "min"))


def differences(a: Sequence[int], gap: int, look: str) -> Snippet:
    """Differences of neighbours by two slices."""
    source = _lines(f"a = {array(a)}", f"b = a[{gap}:] - a[:-{gap}]", f"print(b.{look}())")
    return Snippet(
        source,
        (("order", source.replace(f"a[{gap}:] - a[:-{gap}]", f"a[:-{gap}] - a[{gap}:]")),),
        f"`a[{gap}:]` leaves out the first {'entry' if gap == 1 else f'{gap} entries'}, `a[:-{gap}]` the last "
        f"{'one' if gap == 1 else f'{gap} ones'}: the difference "
        f"compares each entry with the one {'directly' if gap == 1 else f'{gap} places'} before it.",
        "Write the two slices below each other.",
        lambda: (max if look == "max" else min)(x - y for x, y in zip(a[gap:], a, strict=False)),
    )


def draw_floor(draw: Draw) -> Values:
    i = draw.integer(0, 1)
    return _row(draw, 6, 9), draw.integer(2, 4), i, i + draw.integer(3, 4)


def floor(a: Sequence[int], k: int, i: int, j: int) -> Snippet:
    """Entries divided and rounded down."""
    source = _lines(f"a = {array(a)}", f"b = a[{i}:{j}] // {k}", "print(b.sum())")
    return Snippet(
        source,
        (
            ("integer-division", source.replace("//", "/")),
            ("end-included", source.replace(f"{i}:{j}", f"{i}:{j + 1}")),
        ),
        r"`//` divides and rounds *down*, entry by entry, also below zero: $-7 / 2 = -3.5$ becomes $-4$.",
        "Divide each entry on its own and round down before you add up.",
        lambda: sum(x // k for x in a[i:j]),
    )


def draw_halves(draw: Draw) -> Values:
    return _row(draw, draw.choice((5, 7)), 9), draw.choice(("first", "second"))


def halves(a: Sequence[int], which: str) -> Snippet:
    """The mean, rounded down, of the part before or from the middle."""
    part = "a[:m]" if which == "first" else "a[m:]"
    source = _lines(f"a = {array(a)}", "m = len(a) // 2", f"print({part}.sum() // len({part}))")
    mean = f"{part}.sum() // len({part})"
    longer = "a[:m + 1]" if which == "first" else "a[m + 1:]"
    numbers = a[: len(a) // 2] if which == "first" else a[len(a) // 2 :]
    return Snippet(
        source,
        (
            ("integer-division", source.replace(mean, mean.replace("//", "/"))),
            ("end-included", source.replace(part, longer)),
        ),
        r"`//` divides and rounds *down*: the length divided by 2 gives a whole index, and the mean is rounded "
        r"down too, "
        "also below zero.",
        "Compute `m` first; then write down which entries are taken.",
        lambda: sum(numbers) // len(numbers),
    )


# ------------------------------------------------------------------ level 2: linear algebra


def product(a: Any, b: Any) -> list[list[Any]]:
    """The product of two matrices given as rows."""
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def times(a: Any, x: Any) -> list[Any]:
    """The product of a matrix and a vector."""
    return [sum(p * q for p, q in zip(row, x, strict=True)) for row in a]


ENDS = ("sum", "entry", "column")


def draw_star(draw: Draw) -> Values:
    return _grid(draw, 2, 2), _grid(draw, 2, 2), draw.choice(ENDS), draw.below(2), draw.below(2), draw.flip()


def star(a: Any, b: Any, end: str, i: int, j: int, added: bool) -> Snippet:
    """The product entry by entry, where it is tempting to multiply matrices."""
    plus = " + A" if added else ""
    ending = {"sum": "C.sum()", "entry": f"C[{i}, {j}]", "column": f"C.sum(axis=0)[{j}]"}[end]
    source = _lines(f"A = {array(a)}", f"B = {array(b)}", f"C = A * B{plus}", f"print({ending})")
    wrong = [("star-as-matmul", source.replace("A * B", "A @ B"))]
    if end == "column":
        wrong.append(("other-axis", source.replace("axis=0", "axis=1")))

    def oracle() -> int:
        c = [[x * y + (x if added else 0) for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]
        return {"sum": sum(map(sum, c)), "entry": c[i][j], "column": c[0][j] + c[1][j]}[end]

    return Snippet(
        source,
        tuple(wrong),
        "For arrays `*` multiplies entry by entry (the Hadamard product). The matrix product is written `@`.",
        "Which product of two matrices is written `*` in numpy?",
        oracle,
    )


def draw_square(draw: Draw) -> Values:
    return _grid(draw, 2, 2), draw.choice((2, 2, 3)), draw.choice(("sum", "entry")), draw.below(2), draw.below(2)


def square(a: Any, n: int, end: str, i: int, j: int) -> Snippet:
    """A power entry by entry."""
    ending = "sum()" if end == "sum" else f"[{i}, {j}]"
    last = f"print(B.{ending})" if end == "sum" else f"print(B{ending})"
    source = _lines(f"A = {array(a)}", f"B = A**{n}", last)
    powers = [[x**n for x in row] for row in a]
    return Snippet(
        source,
        (("star-as-matmul", source.replace(f"A**{n}", f"np.linalg.matrix_power(A, {n})")),),
        r"`A**n` is the power of each entry. The power of a matrix would be `A @ A` or `np.linalg.matrix_power(A, n)`.",
        "Which power is this: of the matrix, or of each entry?",
        lambda: sum(map(sum, powers)) if end == "sum" else powers[i][j],
    )


def draw_matvec(draw: Draw) -> Values:
    return _grid(draw, 3, 3), tuple(draw.integer(-3, 4, nonzero=True) for _ in range(3)), draw.below(3), draw.flip()


def matvec(a: Any, x: Any, i: int, quadratic: bool) -> Snippet:
    """An entry of a product with a vector, or a quadratic form."""
    last = "print(x @ A @ x)" if quadratic else f"print((A @ x)[{i}])"
    source = _lines(f"A = {array(a)}", f"x = {array(x)}", last)
    image = times(a, x)
    wrong = (
        (("matmul-as-star", source.replace("x @ A @ x", "(x * A * x).sum()")),)
        if quadratic
        else (("transposed", source.replace("A @ x", "A.T @ x")),)
    )
    why = (
        r"`x @ A @ x` is the number $x^\top A x$: first `x @ A`, then its dot product with `x`."
        if quadratic
        else "`A @ x` has one entry for each row of `A`: that row times `x`."
    )
    return Snippet(
        source,
        wrong,
        why,
        "`@` is the matrix product: rows of the left times columns of the right. Which part of it is needed?",
        lambda: sum(p * q for p, q in zip(x, image, strict=True)) if quadratic else image[i],
    )


def draw_traced(draw: Draw) -> Values:
    return _grid(draw, 2, 3), _grid(draw, 2, 3), draw.flip()


def traced(a: Any, b: Any, small: bool) -> Snippet:
    """The trace of A^T B or A B^T, or the sum of all entries of it."""
    inner = "A @ B.T"
    last = f"print(np.trace({inner}))" if small else f"print(({inner}).sum())"
    source = _lines(f"A = {array(a)}", f"B = {array(b)}", last)
    c = product(a, list(zip(*b, strict=True)))
    return Snippet(
        source,
        (
            (
                "matmul-as-star",
                source.replace(inner, "A * B").replace("np.trace(A * B)", "(A * B)[0, 0] + (A * B)[1, 1]"),
            ),
        ),
        r"`A @ B.T` is the matrix product $A B^\top$: its entry $(i, j)$ is the dot product of row $i$ of `A` and "
        r"row $j$ "
        "of `B`.",
        "What shape does `A @ B.T` have, and which of its entries count?",
        lambda: c[0][0] + c[1][1] if small else sum(map(sum, c)),
    )


def draw_solve(draw: Draw) -> Values:
    for _ in range(TRIES):
        a, x = _grid(draw, 2, 2), (draw.integer(-4, 5, nonzero=True), draw.integer(-4, 5, nonzero=True))
        if a[0][0] * a[1][1] - a[0][1] * a[1][0] and x[0] != x[1]:
            return a, tuple(times(a, x)), draw.choice((0, 1, 2))
    raise exhausted("regular system", "its entries")


def solve(a: Any, b: Any, i: int) -> Snippet:
    """A system solved."""
    last = "print(round(x.sum()))" if i == 2 else f"print(round(x[{i}]))"
    source = _lines(f"A = {array(a)}", f"b = {array(b)}", "x = np.linalg.solve(A, b)", last)

    def oracle() -> Fraction:
        (p, q), (r, s) = a
        det = p * s - q * r
        x = (Fraction(b[0] * s - q * b[1], det), Fraction(p * b[1] - r * b[0], det))
        return sum(x, Fraction(0)) if i == 2 else x[i]

    return Snippet(
        source,
        (("solves-nothing", source.replace("np.linalg.solve(A, b)", "A @ b")),),
        r"`np.linalg.solve(A, b)` gives the $x$ with $A x = b$, as floats; `round` takes away the rounding error.",
        "Write the two equations and eliminate one unknown.",
        oracle,
        _solve_work(a, b),
    )


def _solve_work(a: Any, b: Any) -> str:
    (p, q), (r, s) = a
    det = p * s - q * r
    x, y = (b[0] * s - q * b[1]) // det, (p * b[1] - r * b[0]) // det
    return text(
        r"The system is $@first = @{b1}$, $@second = @{b2}$. Its solution is $x_1 = @x$, $x_2 = @y$. Check in the "
        r"first equation: "
        r"$@p \cdot @(x) + @(q) \cdot @(y) = @{b1}$.",
        first=linear(a[0], ("x_1", "x_2")),
        second=linear(a[1], ("x_1", "x_2")),
        b1=b[0],
        b2=b[1],
        x=x,
        y=y,
        p=p,
        q=q,
    )


def draw_det(draw: Draw) -> Values:
    return _grid(draw, 2, 2, 5), draw.choice((1, 2, 3)), draw.flip()


def det(a: Any, k: int, transposed: bool) -> Snippet:
    """The determinant of a multiple."""
    inner = ("A.T" if transposed else "A") if k == 1 else f"{k} * {'A.T' if transposed else 'A'}"
    source = _lines(f"A = {array(a)}", f"print(round(np.linalg.det({inner})))")
    (p, q), (r, s) = a
    rule = "The determinant of a 2 × 2 matrix is the product along the diagonal minus the other product"
    more = "" if k == 1 else f"; a factor {k} in front of the matrix multiplies both rows, so it counts twice"
    return Snippet(
        source,
        (("diagonal", source.replace(f"np.linalg.det({inner})", f"np.prod(np.diag({inner}))")),),
        rule + more + ("; transposing does not change it." if transposed else "."),
        "Multiply along the two diagonals of the matrix that stands in the call.",
        lambda: (k * p) * (k * s) - (k * q) * (k * r),
        _det_work(a, k, transposed),
    )


def _det_work(a: Any, k: int, transposed: bool) -> str:
    (p, q), (r, s) = a
    q, r = (r, q) if transposed else (q, r)
    d = p * s - q * r
    small = text(r"Here $@p \cdot @(s) - @(q) \cdot @(r) = @d$", p=p, s=s, q=q, r=r, d=d)
    return small + ("." if k == 1 else text(r", and the factor gives $@k^2 \cdot @(d) = @v$.", k=k, d=d, v=k * k * d))


TRIPLES = ((3, 4), (5, 12), (8, 6), (8, 15), (12, 9))


def draw_norm(draw: Draw) -> Values:
    p, q = draw.choice(TRIPLES)
    target = (draw.sign() * p, draw.sign() * q)
    x = (draw.integer(1, 3), draw.integer(1, 3))
    rows = []
    for t in target:
        k = draw.integer(-3, 3)
        rows.append((k, t - k * x[0]) if x[1] == 1 else (k, None))
    if any(row[1] is None for row in rows):
        x = (x[0], 1)
        rows = [(row[0], t - row[0] * x[0]) for row, t in zip(rows, target, strict=True)]
    return tuple(rows), x, draw.flip()


def norm(a: Any, x: Any, squared: bool) -> Snippet:
    """The length of a product with a vector, or its square."""
    last = "print(r @ r)" if squared else "print(np.linalg.norm(r))"
    source = _lines(f"A = {array(a)}", f"x = {array(x)}", "r = A @ x", last)
    image = times(a, x)
    total = sum(y * y for y in image)
    other = "np.linalg.norm(r)" if squared else "r @ r"
    return Snippet(
        source,
        ((("no-root"), source.replace(last, f"print({other})")),),
        (
            r"`r @ r` is the dot product of `r` with itself, $\|r\|^2$."
            if squared
            else r"`np.linalg.norm(r)` is the Euclidean norm, $\sqrt{r^\top r}$."
        ),
        "Compute `r` first, row by row.",
        lambda: total if squared else isqrt(total),
    )


def draw_axis(draw: Draw) -> Values:
    rows = tuple(_row(draw, 4) for _ in range(4))
    return rows, draw.choice(("mean", "max", "min", "sum")), draw.below(2), draw.below(4)


def axis(x: Any, how: str, ax: int, i: int) -> Snippet:
    """One entry of a reduction along an axis."""
    source = _lines(f"X = {array(x)}", f"r = X.{how}(axis={ax})", f"print(r[{i}])")
    line = [row[i] for row in x] if ax == 0 else list(x[i])
    found = {"mean": lambda: Fraction(sum(line), 4), "max": lambda: max(line), "min": lambda: min(line)}
    return Snippet(
        source,
        (("other-axis", source.replace(f"axis={ax}", f"axis={1 - ax}")),),
        f"The axis that is named disappears: `axis={ax}` runs "
        f"{'down the rows' if ax == 0 else 'along the columns'} and "
        f"leaves one number for each {'column' if ax == 0 else 'row'}.",
        "Does the result have an entry for each row, or for each column?",
        lambda: found.get(how, lambda: sum(line))(),
    )


def draw_mask(draw: Draw) -> Values:
    rows = tuple(_row(draw, 3) for _ in range(4))
    ordered = sorted(row[0] for row in rows)
    return rows, ordered[draw.choice((1, 2))], draw.choice((">", ">=", "<=")), draw.integer(1, 2)


def mask(x: Any, bound: int, sign: str, j: int) -> Snippet:
    """Rows chosen by a mask, then a column of them added up."""
    source = _lines(f"X = {array(x)}", f"chosen = X[X[:, 0] {sign} {bound}]", f"print(chosen[:, {j}].sum())")
    keeps: Callable[[int], bool] = {
        ">": lambda v: v > bound,
        ">=": lambda v: v >= bound,
        "<=": lambda v: v <= bound,
    }[sign]
    return Snippet(
        source,
        (("no-mask", source.replace(f"X[X[:, 0] {sign} {bound}]", "X")),),
        "A comparison gives a mask with one truth value for each row; as an index it keeps the rows where it is True.",
        "Which rows pass the condition on their first entry?",
        lambda: sum(row[j] for row in x if keeps(row[0])),
    )


def draw_centred(draw: Draw) -> Values:
    return tuple(_row(draw, 2, 9) for _ in range(3)), draw.below(3), draw.below(2)


def centred(x: Any, i: int, j: int) -> Snippet:
    """Column means rounded down, subtracted."""
    source = _lines(f"X = {array(x)}", "mu = X.sum(axis=0) // len(X)", f"print((X - mu)[{i}, {j}])")
    return Snippet(
        source,
        (("integer-division", source.replace("//", "/")),),
        "`len(X)` is the number of rows, and `//` rounds the quotient down: `mu` has whole numbers, one for each "
        "column.",
        "Which numbers does `mu` hold: exact means, or rounded ones?",
        lambda: x[i][j] - sum(row[j] for row in x) // 3,
    )


# ------------------------------------------------------------------ level 3: loops


def draw_descent(draw: Draw) -> Values:
    p, q, r = draw.integer(1, 3), draw.integer(-1, 1), draw.integer(1, 3)
    b = (draw.integer(-4, 4), draw.integer(-4, 4, nonzero=True))
    return (
        ((p, q), (q, r)),
        b,
        (draw.integer(-3, 3), draw.integer(-3, 3, nonzero=True)),
        draw.choice((2, 4)),
        draw.below(2),
    )


def descent(a: Any, b: Any, w: Any, inverse: int, i: int) -> Snippet:
    """Two steps of gradient descent on a quadratic function."""
    rate = {2: "0.5", 4: "0.25"}[inverse]
    source = _lines(
        f"A = {array(a)}",
        f"b = {array(b)}",
        f"w = {array(w)}",
        "for _ in range(2):",
        "    g = A @ w - b",
        f"    w = w - {rate} * g",
        f"print(w[{i}])",
    )

    def oracle() -> Fraction:
        v = list(map(Fraction, w))
        for _ in range(2):
            g = [x - y for x, y in zip(times(a, v), b, strict=True)]
            v = [x - y / inverse for x, y in zip(v, g, strict=True)]
        return v[i]

    return Snippet(
        source,
        (("one-round", source.replace("range(2)", "range(1)")),),
        r"This is gradient descent: `g` is the gradient $A w - b$ of $\frac{1}{2} w^\top A w - b^\top w$ at the "
        r"current `w`.",
        "Keep a table: `g` and `w` after each pass.",
        oracle,
    )


def draw_newton(draw: Draw) -> Values:
    for _ in range(TRIES):
        n, x = draw.integer(20, 150), draw.integer(3, 20)
        y = (x + n // x) // 2
        if (y + n // y) // 2 != y:
            return n, x
    raise exhausted("start", "two rounds must differ")


def newton(n: int, x: int) -> Snippet:
    """Two steps of Newton's method for a root, in whole numbers."""
    source = _lines(f"n, x = {n}, {x}", "for _ in range(2):", "    x = (x + n // x) // 2", "print(x)")

    def oracle() -> int:
        y = x
        for _ in range(2):
            y = int((y + n / y // 1) / 2 // 1)
        return y

    return Snippet(
        source,
        (
            ("integer-division", source.replace("//", "/")),
            ("one-round", source.replace("range(2)", "range(1)")),
        ),
        r"This is Newton's method for $\sqrt{n}$ in whole numbers: both divisions are `//` and round down.",
        "Round down after each division, not only at the end.",
        oracle,
    )


def draw_powers(draw: Draw) -> Values:
    return _grid(draw, 2, 2, 3), (draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True)), draw.below(2)


def powers(a: Any, v: Any, i: int) -> Snippet:
    """Two steps of the power method without scaling."""
    source = _lines(f"A = {array(a)}", f"v = {array(v)}", "for _ in range(2):", "    v = A @ v", f"print(v[{i}])")
    return Snippet(
        source,
        (
            ("one-round", source.replace("range(2)", "range(1)")),
            ("star-as-matmul", source.replace("    v = A @ v", "    pass").replace(f"v[{i}]", f"((A**2) @ v)[{i}]")),
        ),
        r"After two passes `v` is $A^2 v$, the matrix applied twice: this is the power method without scaling.",
        "Multiply the vector twice; do not square the entries of the matrix.",
        lambda: times(product(a, a), v)[i],
    )


def draw_recurrence(draw: Draw) -> Values:
    rows = tuple((draw.integer(-4, 5), draw.integer(-4, 5)) for _ in range(2))
    h = (draw.integer(1, 4), draw.integer(-4, 4, nonzero=True))
    return (draw.integer(-3, 3, nonzero=True), draw.integer(2, 4)), h, rows, draw.below(2)


def recurrence(w: Any, h: Any, x: Any, i: int) -> Snippet:
    """A recurrence with weights entry by entry, over two inputs."""
    source = _lines(
        f"w = {array(w)}",
        f"h = {array(h)}",
        f"for x in {array(x)}:",
        "    h = w * h + x",
        f"print(h[{i}])",
    )
    return Snippet(
        source,
        (
            ("star-as-matmul", source.replace("w * h", "w @ h")),
            ("one-round", source.replace(f"for x in {array(x)}", f"for x in {array(x[:1])}")),
        ),
        "`for x in` an array goes through its rows, and `w * h` multiplies entry by entry: the entries of `h` do "
        "not mix.",
        "Which entries of `h` influence the one that is printed?",
        lambda: w[i] * (w[i] * h[i] + x[0][i]) + x[1][i],
    )


def draw_alias(draw: Draw) -> Values:
    d = tuple((draw.integer(-3, 4, nonzero=True), draw.integer(-3, 4, nonzero=True)) for _ in range(2))
    return (
        (draw.integer(-4, 5, nonzero=True), draw.integer(-4, 5, nonzero=True)),
        d,
        draw.choice(("+", "-")),
        draw.choice((0, 1, 2)),
    )


def alias(w: Any, d: Any, sign: str, i: int) -> Snippet:
    """An old value kept by a slice, which is no copy."""
    last = "print(w.sum())" if i == 2 else f"print(w[{i}])"
    source = _lines(
        f"w = {array(w)}",
        f"for d in {array(d)}:",
        "    old = w[:]",
        f"    w {sign}= d",
        "    w += old",
        last,
    )

    def oracle() -> int:
        v = list(w)
        for row in d:
            v = [2 * (x + (y if sign == "+" else -y)) for x, y in zip(v, row, strict=True)]
        return sum(v) if i == 2 else v[i]

    return Snippet(
        source,
        (
            ("view-as-copy", source.replace("w[:]", "w.copy()")),
            ("one-round", source.replace(f"for d in {array(d)}", f"for d in {array(d[:1])}")),
        ),
        "For an array `w[:]` is a *view* and no copy (for a list it would be one): `old` changes with `w` when `w` is "
        "changed in place.",
        "What does `old` hold after `w` was changed in place?",
        oracle,
    )


def draw_perceptron(draw: Draw) -> Values:
    for _ in range(TRIES):
        x = tuple((draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True)) for _ in range(3))
        # Points on one line through 0 with labels that contradict each other teach nothing.
        if all(p * s == q * r for p, q in x for r, s in x) or len(set(x)) < 3:
            continue
        y = tuple(draw.shuffled((1, -1, draw.sign())))
        w, updates = [0, 0], 0
        for _ in range(2):
            for row, t in zip(x, y, strict=True):
                if t * (w[0] * row[0] + w[1] * row[1]) <= 0:
                    w, updates = [w[0] + t * row[0], w[1] + t * row[1]], updates + 1
        if 2 <= updates <= 4:
            return x, y, draw.below(2)
    raise exhausted("perceptron", "two to four updates")


def perceptron(x: Any, y: Any, i: int) -> Snippet:
    """Two passes of the perceptron."""
    source = _lines(
        f"X = {array(x)}",
        f"y = {array(y)}",
        "w = np.array([0, 0])",
        "for _ in range(2):",
        "    for x, t in zip(X, y):",
        "        if t * (w @ x) <= 0:",
        "            w = w + t * x",
        f"print(w[{i}])",
    )

    def oracle() -> int:
        v = [0, 0]
        for row, t in [*zip(x, y, strict=True)] * 2:
            if t * sum(times([v], row)) <= 0:
                v = [p + t * q for p, q in zip(v, row, strict=True)]
        return v[i]

    everywhere = source.replace("        if t * (w @ x) <= 0:\n            w = w", "        w = w")
    return Snippet(
        source,
        (("one-round", source.replace("range(2)", "range(1)")), ("always-updates", everywhere)),
        "This is the perceptron: a point is on the wrong side, or on the line, where `t * (w @ x) <= 0`; only "
        "then `w` moves.",
        "Go through the points in order, twice, and test the condition with the current `w`.",
        oracle,
    )


def draw_kmeans(draw: Draw) -> Values:
    for _ in range(TRIES):
        x = tuple(sorted(draw.sample(range(25), 5)))
        c = tuple(sorted(draw.sample(x, 2)))
        history = _lloyd(x, c)
        if history and history[0] != history[1] and all(q.denominator in (1, 2, 4) for pair in history for q in pair):
            return x, c, draw.below(2)
    raise exhausted("data", "centres that move twice")


def _lloyd(x: Sequence[int], c: Sequence[int]) -> list[tuple[Fraction, Fraction]]:
    """The centres after each of two rounds; empty where a point has no nearest centre, or a centre no point."""
    p, q = Fraction(c[0]), Fraction(c[1])
    history = []
    for _ in range(2):
        if any(2 * v == p + q for v in x):
            return []
        near = [v for v in x if abs(v - p) < abs(v - q)]
        far = [v for v in x if v not in near]
        if not near or not far:
            return []
        p, q = Fraction(sum(near), len(near)), Fraction(sum(far), len(far))
        history.append((p, q))
    return history


def kmeans(x: Any, c: Any, i: int) -> Snippet:
    """Two rounds of k-means on a line."""
    source = _lines(
        f"x = {array(x)}",
        f"c = {array(c)}",
        "for _ in range(2):",
        "    k = np.abs(x[:, None] - c).argmin(axis=1)",
        "    c = np.array([x[k == 0].mean(), x[k == 1].mean()])",
        f"print(c[{i}])",
    )
    return Snippet(
        source,
        (("one-round", source.replace("range(2)", "range(1)")),),
        "This is k-means with two centres on a line: `k` holds for each point the index of its nearest centre, "
        "then each "
        "centre moves to the mean of its points.",
        "After each pass write down which points belong to which centre.",
        lambda: _lloyd(x, c)[1][i],
    )


def draw_smoothing(draw: Draw) -> Values:
    return _row(draw, 2, 9), tuple(_row(draw, 2, 9) for _ in range(2)), draw.choice((2, 2, 3)), draw.choice((0, 1))


def smoothing(m: Any, x: Any, k: int, i: int) -> Snippet:
    """A running average in whole numbers."""
    new = "m + x" if k == 2 else "2 * m + x"
    source = _lines(f"m = {array(m)}", f"for x in {array(x)}:", f"    m = ({new}) // {k}", f"print(m[{i}])")

    def oracle() -> int:
        v = m[i]
        for row in x:
            total = (k - 1) * v + row[i]
            v = (total - total % k) // k
        return v

    return Snippet(
        source,
        (
            ("integer-division", source.replace("//", "/")),
            ("one-round", source.replace(f"for x in {array(x)}", f"for x in {array(x[:1])}")),
        ),
        "`for x in` an array goes through its rows; `//` rounds every quotient down, also below zero, before the "
        "next pass.",
        "Round down after each pass, entry by entry.",
        oracle,
    )


class Kind(NamedTuple):
    draw: Callable[[Draw], Values]
    make: Callable[..., Snippet]


KINDS: dict[str, Kind] = {
    "view": Kind(draw_view, view),
    "entry": Kind(draw_entry, entry),
    "row-view": Kind(draw_row_view, row_view),
    "block": Kind(draw_block, block),
    "backwards": Kind(draw_backwards, backwards),
    "differences": Kind(draw_differences, differences),
    "floor": Kind(draw_floor, floor),
    "halves": Kind(draw_halves, halves),
    "star": Kind(draw_star, star),
    "square": Kind(draw_square, square),
    "matvec": Kind(draw_matvec, matvec),
    "traced": Kind(draw_traced, traced),
    "solve": Kind(draw_solve, solve),
    "det": Kind(draw_det, det),
    "norm": Kind(draw_norm, norm),
    "axis": Kind(draw_axis, axis),
    "mask": Kind(draw_mask, mask),
    "centred": Kind(draw_centred, centred),
    "descent": Kind(draw_descent, descent),
    "newton": Kind(draw_newton, newton),
    "powers": Kind(draw_powers, powers),
    "recurrence": Kind(draw_recurrence, recurrence),
    "alias": Kind(draw_alias, alias),
    "perceptron": Kind(draw_perceptron, perceptron),
    "kmeans": Kind(draw_kmeans, kmeans),
    "smoothing": Kind(draw_smoothing, smoothing),
}
LEVELS = {
    1: ("view", "entry", "row-view", "block", "backwards", "differences", "floor", "halves"),
    2: ("star", "star", "square", "matvec", "traced", "solve", "det", "norm", "axis", "mask", "centred"),
    3: ("descent", "newton", "powers", "recurrence", "alias", "perceptron", "kmeans", "smoothing"),
}
ASKS = (
    "What does this snippet print?",
    "Give the number that is printed.",
    "Run this in your head: which number is printed?",
)


@exercise("code-read-output", version=1)
def read_output(draw: Draw, level: int) -> Given:
    """A snippet of the level with its numbers drawn."""
    kind = draw.choice(LEVELS[level])
    for _ in range(TRIES):
        values = KINDS[kind].draw(draw)
        if level < 3 or _moves(KINDS[kind].make(*values)):
            return Given(kind, values, draw.below(len(ASKS)))
    raise exhausted("snippet", "what is printed differs after no, one and two passes")


def _moves(snippet: Snippet) -> bool:
    """What a loop prints at the end is neither what stood there before it, nor what its first pass leaves."""
    none = re.sub(r"^for (\w+) in (.*):$", r"for \1 in (\2)[:0]:", snippet.source, count=1, flags=re.MULTILINE)
    (one,) = (source for code, source in snippet.wrong if code == "one-round")
    return exact(printed(snippet.source)) not in (exact(printed(none)), exact(printed(one)))


@read_output.problem
def build(kind: str, values: Values, phrasing: int) -> Problem:
    """The snippet, what it prints when it is run, and its history."""
    snippet = KINDS[kind].make(*values)
    done = run(snippet.source)
    value = exact(done.value)
    assert isinstance(value, Q)
    # A float is written as it is printed, 0.75.
    answer = NumberAnswer.of(value if value.q == 1 else str(float(done.value)))
    point = f", shown as `{done.value}`" if value.q == 1 and "." in str(done.value) else ""
    return Problem.single(
        prompt=f"{ASKS[phrasing]} (`np` is numpy.)\n\n```python\n{snippet.source}\n```\n\nType an exact number.",
        answer=answer,
        hints=("Go through it line by line and write down every array after each line.", snippet.hint),
        steps=(
            Step(snippet.why),
            *((Step(snippet.work),) if snippet.work else ()),
            *(Step(line) for line in _history(done.moments[:-1])),
            step(f"`@print` prints $@answer${point}.", print=done.moments[-1].source, answer=answer),
        ),
        misconceptions=_misconceptions(snippet, answer),
    )


def _misconceptions(snippet: Snippet, answer: NumberAnswer) -> tuple[Misconception, ...]:
    """What the misreadings print, where it is another number."""
    found: list[Misconception] = []
    seen = [exact(printed(snippet.source))]
    for code, source in snippet.wrong:
        try:
            value = exact(printed(source))
        except (ValueError, IndexError, TypeError):
            continue
        if isinstance(value, Q) and value not in seen:
            seen.append(value)
            found.append(Misconception(code, NumberAnswer.of(value), FEEDBACK[code]))
    return tuple(found)


def _history(moments: Sequence[Moment]) -> list[str]:
    """The statements with the values they leave; what stands in the snippet as it is, is left out."""
    lines: list[str] = []
    at: tuple[int, ...] = ()
    for moment in moments:
        if moment.source.startswith(tuple(f"{name} = np.array([" for name, _ in moment.changed)) and not moment.rounds:
            continue
        values = _and([f"`{name}` is `{value}`" for name, value in moment.changed])
        said = f"`{moment.source}`: {values}." if moment.source else f"{values[:1].upper()}{values[1:]}."
        if not values:
            said = f"`{moment.source}`: nothing changes."
        if moment.rounds and moment.rounds == at:
            lines[-1] += f" {said}"
        elif moment.rounds:
            lines.append(f"Pass {', '.join(map(str, moment.rounds))}. {said}")
        else:
            lines.append(said)
        at = moment.rounds
    return lines


def _and(items: Sequence[str]) -> str:
    return "" if not items else items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


@read_output.verify
def plain_python_agrees(kind: str, values: Values, phrasing: int, answer: Q) -> bool:
    """The same by loops over lists, in whole numbers and fractions."""
    value = Fraction(KINDS[kind].make(*values).oracle())
    return answer == Q(value.numerator, value.denominator)
