"""Write an array expression for a described computation: no loops, right shapes, no needless memory.

Levels: 1 build an array from its indices, or mask entries and reduce what is left; 2 normalise or centre along an axis,
sort rows by a column, reduce row by row over two arrays; 3 all pairs of rows, accumulation by index, sliding windows.
Checked by a second implementation of every task with plain Python loops over lists, and by the memory that a call
takes on a large input. The learner's code itself is judged in the sandbox.
(MML 2.2, 3.3, 8.2 and 12.2 state the quantities; numpy is the notation.)
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from question_bank.code._written import WIDE, as_shown, gives, peak, printed, shown, source, untouched
from quizgen.answers.code import Bug, Case, CodeAnswer
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem, Step

Rows = list[list[Any]]
Frozen = Any
"""Nested tuples of ints: arguments as they are drawn."""

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
}
IN_WORDS = {
    ">": "greater than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "==": "equal to",
}


class Given(NamedTuple):
    task: str
    """A key of TASKS."""
    options: tuple[Any, ...]
    """What the task's own function takes: the name of the function to write first."""
    example: Frozen
    """Arguments of the example in the prompt."""
    cases: tuple[Frozen, ...]
    """Further hidden inputs, the example apart: tuples of arguments, or text (an expression for such a tuple)."""


class Made(NamedTuple):
    """A task with all its details chosen."""

    statement: str
    """What to compute; markup."""
    properties: tuple[str, ...]
    """What a right function keeps, beyond the example; markup."""
    parameters: str
    body: tuple[str, ...]
    """Lines of the reference, without indentation."""
    steps: tuple[str, ...]
    """How it comes about; markup."""
    hints: tuple[str, ...]
    oracle: Callable[..., Any]
    """The same with plain Python loops over lists."""
    bugs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(code, lines) of known wrong bodies."""
    large: str = ""
    """A large input, on which memory is measured."""
    peak_mb: float = 0.0


FEEDBACK = {
    "sum-all": "Without an axis the reduction runs over all entries and leaves a single number: say along which axis "
    "it has to run.",
    "partial_sums: sum-all": "This is a single number, the sum of all entries that qualify. Either the sum has no "
    "axis, or a mask used as an index (`X[mask]`) has taken the shape away: it leaves a flat list of entries. Keep the "
    "shape, then say along which axis to add.",
    "diagonal-of-product": "The values are right, but on the way all $n \\cdot n$ combinations of rows are built, "
    "only to keep the diagonal. Multiply entry by entry, then add up along each row.",
    "memory-blowup": "The values are right, but an array with three axes is built on the way. Find a form that needs "
    "two axes only: expand the square of the difference.",
    "accumulated: memory-blowup": "The values are right, but an array with three axes is built on the way. Add each "
    "row directly to the row of its group (`np.add.at`); then two axes are enough.",
    "unstable": "Rows with equal entries lose their order: the default sort of numpy does not keep it. Ask for a "
    "stable sort.",
    "reversed": "Rows with equal entries come out in the opposite order: reversing turns ties around, too. Sort the "
    "negatives of the entries instead.",
}
"""Sentences by code; one that begins with the name of a task counts there instead."""


# ------------------------------------------------------------------ drawing


def _matrix(draw: Draw, n: int, m: int, bound: int = 6) -> Frozen:
    return tuple(tuple(draw.integer(-bound, bound) for _ in range(m)) for _ in range(n))


def _vector(draw: Draw, n: int, bound: int = 6) -> Frozen:
    return tuple(draw.integer(-bound, bound) for _ in range(n))


def _strided(draw: Draw, columns: int) -> str:
    """A view that is not contiguous: every second column of a larger array, turned upside down."""
    shift, wrap = draw.integer(5, 12), draw.choice((7, 9, 11, 13))
    return f"(np.arange({8 * columns}).reshape(4, -1)[::-1, ::2] * 5 % {wrap} - {shift % 5},)"


def _one_array(draw: Draw, *more: Frozen) -> tuple[Frozen, tuple[Frozen, ...]]:
    """Example and hidden inputs for functions of one matrix: general, one row, one that is constant, a strided view."""
    example = _matrix(draw, 3, 3)
    constant = draw.integer(1, 4)
    cases = (
        (_matrix(draw, 5, 3),),
        (_matrix(draw, 1, 3),),
        (((constant,) * 3,) * 2,),
        *((x,) for x in more),
        _strided(draw, 3),
    )
    return (example,), cases


# ------------------------------------------------------------------ showing arrays


def thawed(x: Frozen) -> Any:
    """Nested tuples as nested lists."""
    return [thawed(y) for y in x] if isinstance(x, (list, tuple)) else x


def columns_of(rows: Rows) -> Rows:
    """The transpose, as lists."""
    return [list(column) for column in zip(*rows, strict=True)]


def along(rows: Rows, axis: int, reduce: Callable[[list[Any]], Any]) -> list[Any]:
    """`reduce` for each column (axis 0) or each row (axis 1)."""
    return [reduce(line) for line in (columns_of(rows) if axis == 0 else rows)]


# ------------------------------------------------------------------ level 1: build and mask

REDUCTIONS: dict[str, tuple[str, Callable[[list[Any]], Any]]] = {
    "sum": ("the sum", sum),
    "mean": ("the mean", lambda line: sum(line) / len(line)),
    "max": ("the largest value", max),
    "min": ("the smallest value", min),
}


def draw_selected(draw: Draw) -> Given:
    name = draw.choice(("selected_columns", "summarise_rows", "reduce_chosen", "group_profile"))
    column, sign, bound = draw.below(3), draw.choice((">", ">=", "<", "<=")), draw.integer(-2, 3)
    kind, fill = draw.choice(tuple(REDUCTIONS)), draw.choice((0, -1, -99))
    edge = tuple(tuple(bound if j == column else x for j, x in enumerate(row)) for row in ((4, -5, 6), (3, -4, 8)))
    example, cases = _one_array(draw, ((9, 9, 9),), ((-9, -9, -9), (-9, -8, -7)), edge)
    return Given("selected", (name, column, sign, bound, kind, fill), example, cases)


def selected(example: Rows, column: int, sign: str, bound: int, kind: str, fill: int) -> Made:
    """Rows chosen by a mask on one column, reduced column by column."""
    words, reduce = REDUCTIONS[kind]
    fill = 0 if kind == "sum" else fill

    def oracle(rows: Rows) -> list[Any]:
        kept = [row for row in rows if COMPARE[sign](row[column], bound)]
        return along(kept, 0, reduce) if kept else [fill] * len(rows[0])

    mask = [COMPARE[sign](row[column], bound) for row in example]
    empty = () if kind == "sum" else ("if len(chosen) == 0:", f"    return np.full(X.shape[1], {fill})")
    return Made(
        statement=f"Keep the rows of the matrix `X` whose entry in column {column} (counted from 0) is "
        f"{IN_WORDS[sign]} ${bound}$, and return {words} of each column over these rows.",
        properties=(
            "The result has one entry for each column of `X`.",
            f"If no row is kept, every entry of the result is ${fill}$.",
        ),
        parameters="X",
        body=(f"chosen = X[X[:, {column}] {sign} {bound}]", *empty, f"return chosen.{kind}(axis=0)"),
        steps=(
            f"Comparing a column with a number gives a mask, one truth value for each row. In the example "
            f"`X[:, {column}] {sign} {bound}` is `{shown(mask)}`.",
            f"A mask as index keeps the rows where it is True: "
            f"`{shown([r for r, m in zip(example, mask, strict=True) if m])}`.",
            f"`{kind}(axis=0)` runs down the rows and leaves one number for each column"
            + (
                "; for no rows at all the sum is 0, as wanted."
                if kind == "sum"
                else ". For no rows at all it is not defined, so that case is caught before."
            ),
        ),
        hints=(
            f"First make the mask `X[:, {column}] {sign} {bound}` and use it as an index of rows.",
            "Which axis has to disappear so that one number is left for each column?",
        ),
        oracle=oracle,
        bugs=(("sum-all", (f"chosen = X[X[:, {column}] {sign} {bound}]", *empty, f"return chosen.{kind}()")),),
    )


def draw_counted(draw: Draw) -> Given:
    name = draw.choice(("count_entries", "tally", "hits", "matches", "how_many"))
    axis, sign, bound = draw.below(2), draw.choice((">", ">=", "<", "<=", "==")), draw.integer(-3, 3)
    example, cases = _one_array(draw, ((0, bound, bound), (bound, 0, 1)))
    return Given("counted", (name, axis, sign, bound, draw.choice(("sum", "mean"))), example, cases)


def counted(example: Rows, axis: int, sign: str, bound: int, kind: str) -> Made:
    """How many entries of each row or column meet a condition, or which share of them."""
    where = ("column", "row")[axis]
    _, reduce = REDUCTIONS[kind]
    mask = [[COMPARE[sign](x, bound) for x in row] for row in example]
    what = "the number" if kind == "sum" else "the share (between 0 and 1)"

    def oracle(rows: Rows) -> list[Any]:
        return along([[int(COMPARE[sign](x, bound)) for x in row] for row in rows], axis, reduce)

    return Made(
        statement=f"Return, for each {where} of the matrix `X`, {what} of its entries that are {IN_WORDS[sign]} "
        f"${bound}$.",
        properties=(f"The result has one entry for each {where} of `X`, also when `X` has a single row.",),
        parameters="X",
        body=(f"return (X {sign} {bound}).{kind}(axis={axis})",),
        steps=(
            f"`X {sign} {bound}` compares entry by entry. In the example it is `{shown(mask)}`.",
            f"True counts as 1 and False as 0, so the {kind} of a mask is {what} of True entries.",
            f"For one result per {where} the other axis has to disappear: `axis={axis}`.",
        ),
        hints=(
            "A comparison of an array with a number gives an array of truth values, which count as 0 and 1.",
            f"The result keeps the {where}s, so reduce along the other axis.",
        ),
        oracle=oracle,
        bugs=(("sum-all", (f"return (X {sign} {bound}).{kind}()",)),),
    )


def draw_partial_sums(draw: Draw) -> Given:
    name = draw.choice(("sum_where", "masked_totals", "total_over", "selected_totals"))
    # With the bound 0 it would not matter whether the bound itself counts.
    axis, sign, bound = draw.below(2), draw.choice((">", ">=", "<", "<=")), draw.integer(-3, 3, nonzero=True)
    edge = ((bound, 0, bound), (5, bound, -5))
    example, cases = _one_array(draw, ((9, 9), (9, 9), (9, 9)), ((-9, -9), (-9, -9)), edge)
    return Given("partial_sums", (name, axis, sign, bound), example, cases)


def partial_sums(example: Rows, axis: int, sign: str, bound: int) -> Made:
    """Sums along an axis of those entries that meet a condition."""
    where = ("column", "row")[axis]
    kept = [[x if COMPARE[sign](x, bound) else 0 for x in row] for row in example]

    def oracle(rows: Rows) -> list[Any]:
        return along(rows, axis, lambda line: sum(x for x in line if COMPARE[sign](x, bound)))

    return Made(
        statement=f"Return, for each {where} of the matrix `X`, the sum of those of its entries that are "
        f"{IN_WORDS[sign]} ${bound}$.",
        properties=(
            f"The result has one entry for each {where} of `X`; where no entry qualifies, it is 0.",
            "`X` itself is not changed.",
        ),
        parameters="X",
        body=(f"return np.where(X {sign} {bound}, X, 0).sum(axis={axis})",),
        steps=(
            "Taking out entries by a mask would lose the shape. Entries that do not count are set to 0 instead: they "
            "add nothing to a sum.",
            f"In the example `np.where(X {sign} {bound}, X, 0)` is `{shown(kept)}`; `X` stays as it was.",
            f"`sum(axis={axis})` leaves one sum for each {where}.",
        ),
        hints=(
            "Keep the shape: put 0 where an entry does not count, with `np.where`.",
            f"Then add up so that one number is left for each {where}.",
        ),
        oracle=oracle,
        bugs=(("sum-all", (f"return np.where(X {sign} {bound}, X, 0).sum()",)),),
    )


def draw_replaced(draw: Draw) -> Given:
    name = draw.choice(("replaced", "cleaned", "with_fill", "patched"))
    sign, how = draw.choice((">", ">=", "<", "<=", "==")), draw.choice(("fill", "mean", "negate"))
    bound = draw.integer(-3, 3, nonzero=how == "negate")  # 0 is its own negative
    fill = draw.choice([x for x in (0, -1, 10, 99) if x != bound])
    example, cases = _one_array(draw, ((bound, bound, 1), (0, bound, 2)), ((bound, -4, 7), (bound + 2, bound, bound)))
    return Given("replaced", (name, sign, bound, how, fill), example, cases)


def replaced(example: Rows, sign: str, bound: int, how: str, fill: int) -> Made:
    """Entries that meet a condition replaced by a number, by their column's mean or by their negatives."""
    words = {
        "fill": f"the number ${fill}$",
        "mean": "the mean of its column (over all entries of the column, as they were)",
        "negate": "its negative",
    }[how]
    value = {"fill": str(fill), "mean": "X.mean(axis=0)", "negate": "-X"}[how]
    mask = [[COMPARE[sign](x, bound) for x in row] for row in example]
    sources = {
        "fill": "A single number is broadcast to every place.",
        "mean": "`X.mean(axis=0)` has one entry for each column and is broadcast down the rows.",
        "negate": "`-X` has the shape of `X`; only the chosen places of it are used.",
    }

    def oracle(rows: Rows) -> Rows:
        means = along(rows, 0, lambda line: sum(line) / len(line))
        other: dict[str, Callable[[Any, int], Any]] = {
            "fill": lambda x, j: fill,
            "mean": lambda x, j: means[j],
            "negate": lambda x, j: -x,
        }
        return [[other[how](x, j) if COMPARE[sign](x, bound) else x for j, x in enumerate(row)] for row in rows]

    return Made(
        statement=f"Return a copy of the matrix `X` in which every entry that is {IN_WORDS[sign]} ${bound}$ is "
        f"replaced by {words}.",
        properties=("The result has the shape of `X`.", "`X` itself is not changed."),
        parameters="X",
        body=(f"return np.where(X {sign} {bound}, {value}, X)",),
        steps=(
            f"The mask `X {sign} {bound}` says which entries to replace. In the example it is `{shown(mask)}`.",
            f"`np.where(mask, a, b)` takes from `a` where the mask is True, else from `b`. {sources[how]}",
            "It makes a new array. Writing into `X` with `X[mask] = ...` would change the caller's data, and an array "
            "of integers would cut off fractions.",
        ),
        hints=(
            "Make a mask of the entries to replace.",
            "`np.where(mask, a, b)` chooses between two arrays, or numbers, place by place, and makes a new array.",
        ),
        oracle=oracle,
        bugs=(("sum-all", (f"return np.where(X {sign} {bound}, X.mean(), X)",)),) if how == "mean" else (),
    )


FORMULAS: tuple[tuple[str, str, Callable[[int, int, int], int]], ...] = (
    ("@a * i + j", r"@a i + j", lambda i, j, a: a * i + j),
    ("i + @a * j", r"i + @a j", lambda i, j, a: i + a * j),
    ("(i - j) ** 2", r"(i - j)^2", lambda i, j, a: (i - j) ** 2),
    ("(i + 1) * (j + @a)", r"(i + 1)(j + @a)", lambda i, j, a: (i + 1) * (j + a)),
    ("@a * i - j", r"@a i - j", lambda i, j, a: a * i - j),
)
MASKS: tuple[tuple[str, str, Callable[[int, int], bool]], ...] = (
    ("i < j", "above the diagonal", lambda i, j: i < j),
    ("i >= j", "on and below the diagonal", lambda i, j: i >= j),
    ("i != j", "off the diagonal", lambda i, j: i != j),
    ("np.abs(i - j) <= 1", "on the diagonal and directly beside it", lambda i, j: abs(i - j) <= 1),
    ("(i + j) % 2 == 0", "where $i + j$ is even", lambda i, j: (i + j) % 2 == 0),
)


def draw_built(draw: Draw) -> Given:
    name = draw.choice(("pattern", "index_matrix", "make_table", "design_grid"))
    options = (name, draw.below(len(FORMULAS)), draw.below(len(MASKS)), draw.integer(2, 5), draw.choice((0, -1, 1, 7)))
    return Given("built", options, (3,), tuple((n,) for n in (1, 2, 5, draw.integer(6, 9))))


def built(example: int, formula: int, mask: int, a: int, fill: int) -> Made:
    """A square array made from its indices, with a fill value outside a pattern."""
    code, tex, value = FORMULAS[formula]
    code, tex = code.replace("@a", str(a)), tex.replace("@a", str(a))
    condition, where, holds = MASKS[mask]

    def oracle(n: int) -> Rows:
        return [[value(i, j, a) if holds(i, j) else fill for j in range(n)] for i in range(n)]

    return Made(
        statement=f"Return the n × n matrix whose entry in row $i$ and column $j$ (both counted from 0) is ${tex}$ "
        f"{where}, and ${fill}$ everywhere else.",
        properties=("It works for every `n` from 1 up.",),
        parameters="n",
        body=("i = np.arange(n)[:, None]", "j = np.arange(n)", f"return np.where({condition}, {code}, {fill})"),
        steps=(
            f"Row indices as a column: `np.arange(n)[:, None]` has shape (n, 1), for n = {example} it is "
            f"`{shown([[k] for k in range(example)])}`. Column indices as a row: `np.arange(n)`.",
            f"Together they broadcast to (n, n): `{code}` gives all values at once, "
            f"`{shown([[value(r, c, a) for c in range(example)] for r in range(example)])}` for n = {example}.",
            f"The mask `{condition}` broadcasts in the same way; `np.where` puts ${fill}$ where it is False.",
        ),
        hints=(
            "Make the row indices a column with `np.arange(n)[:, None]`; the column indices are `np.arange(n)`.",
            "Formula and condition can be written with these two arrays; `np.where` joins them.",
        ),
        oracle=oracle,
    )


# ------------------------------------------------------------------ level 2: along an axis, sorting, row by row

NORMS: dict[str, tuple[str, str, Callable[[list[Any]], float]]] = {
    "absolute": ("the sum of its absolute values", "np.abs(X).sum(@)", lambda v: float(sum(map(abs, v)))),
    "euclidean": ("its Euclidean norm", "np.sqrt((X**2).sum(@))", lambda v: math.sqrt(sum(x * x for x in v))),
    "largest": ("its largest absolute value", "np.abs(X).max(@)", lambda v: float(max(map(abs, v)))),
}


def draw_normalised(draw: Draw) -> Given:
    name = draw.choice(("normalised", "unit_lines", "scaled", "to_unit_size"))
    axis, kind = draw.below(2), draw.choice(tuple(NORMS))
    zero = _matrix(draw, 1, 3)[0]
    example, cases = _one_array(draw, ((0, 0, 0), zero), ((0, 3, 0), (0, -4, 0)))
    return Given("normalised", (name, axis, kind), example, cases)


def normalised(example: Rows, axis: int, kind: str) -> Made:
    """Every row or column divided by its size; zero stays zero."""
    where = ("column", "row")[axis]
    words, code, size = NORMS[kind]
    sizes = code.replace("@", f"axis={axis}, keepdims=True")

    def oracle(rows: Rows) -> Rows:
        lines = columns_of(rows) if axis == 0 else rows
        made = [[x / size(line) if size(line) else 0.0 for x in line] for line in lines]
        return columns_of(made) if axis == 0 else made

    shape = "(1, m)" if axis == 0 else "(n, 1)"
    return Made(
        statement=f"Divide every {where} of the matrix `X` by {words}.",
        properties=(
            f"A {where} of zeros stays a {where} of zeros (no division by zero).",
            "The result has the shape of `X`; `X` itself is not changed and may hold integers.",
        ),
        parameters="X",
        body=(f"size = {sizes}", "return X / np.where(size == 0, 1, size)"),
        steps=(
            f"One size for each {where}: reduce along axis {axis}. In the example the sizes are "
            f"`{shown(along(example, axis, size))}`.",
            f"`keepdims=True` keeps the reduced axis, so `size` has shape {shape} and broadcasts against the (n, m) "
            f"matrix.",
            f"A {where} of zeros has size 0; dividing it by 1 instead leaves zeros.",
        ),
        hints=(
            f"Compute one size for each {where} and keep the reduced axis with `keepdims=True`.",
            "Before you divide, replace a size of 0 by 1.",
        ),
        oracle=oracle,
        bugs=(("sum-all", (f"size = {code.replace('@', '')}", "return X / np.where(size == 0, 1, size)")),),
    )


CENTRES: dict[str, tuple[str, str, Callable[[list[Any]], Any]]] = {
    "mean": ("subtract its mean", "X.mean(@)", lambda v: sum(v) / len(v)),
    "min": ("subtract its smallest value", "X.min(@)", min),
    "max": ("subtract its largest value", "X.max(@)", max),
    "median": (
        "subtract its median",
        "np.median(X, @)",
        lambda v: (sorted(v)[(len(v) - 1) // 2] + sorted(v)[len(v) // 2]) / 2,
    ),
}


def draw_centred(draw: Draw) -> Given:
    axis, kind = draw.below(2), draw.choice(tuple(CENTRES))
    name = draw.choice(("centred", "shifted", "without_mean") if kind == "mean" else ("shifted", "relative", "offsets"))
    example, cases = _one_array(draw, _matrix(draw, 4, 3, 9))
    return Given("centred", (name, axis, kind, draw.choice((1, 2, 3, 10))), example, cases)


def centred(example: Rows, axis: int, kind: str, factor: int) -> Made:
    """A reference value of each row or column subtracted, and the rest multiplied."""
    where = ("column", "row")[axis]
    words, code, level = CENTRES[kind]
    levels = code.replace("@", f"axis={axis}, keepdims=True")
    times = "" if factor == 1 else f"{factor} * "
    then = "" if factor == 1 else f", then multiply what is left by {factor}"

    def oracle(rows: Rows) -> Rows:
        lines = columns_of(rows) if axis == 0 else rows
        made = [[factor * (x - level(line)) for x in line] for line in lines]
        return columns_of(made) if axis == 0 else made

    everything = code.replace(", @", "").replace("@", "")
    return Made(
        statement=f"From every {where} of the matrix `X` {words}{then}.",
        properties=("The result has the shape of `X`.", "`X` itself is not changed and may hold integers."),
        parameters="X",
        body=(f"level = {levels}", f"return {times}(X - level)" if times else "return X - level"),
        steps=(
            f"One number for each {where}: reduce along axis {axis}. In the example this gives "
            f"`{shown(along(example, axis, level))}`.",
            f"`keepdims=True` keeps the reduced axis with length 1, so the numbers line up with their {where}s when "
            f"they are "
            "subtracted.",
            "The difference is a new array, so `X` stays as it was.",
        ),
        hints=(
            f"Compute one number for each {where}; which axis has to disappear?",
            "With `keepdims=True` the result broadcasts against `X`.",
        ),
        oracle=oracle,
        bugs=(("sum-all", (f"level = {everything}", f"return {times}(X - level)")),),
    )


def _unsorted(draw: Draw, column: int) -> Frozen:
    """Four rows whose entries in the column differ and neither rise nor fall."""
    rows = _matrix(draw, 4, 3)
    low, *more = sorted(draw.sample(range(-6, 7), 4))
    entries = (more[1], low, more[2], more[0])
    return tuple((*row[:column], e, *row[column + 1 :]) for row, e in zip(rows, entries, strict=True))


def draw_sorted(draw: Draw) -> Given:
    name = draw.choice(("sorted_rows", "ranked", "ordered", "leaderboard"))
    column, down, first = draw.below(3), draw.flip(), draw.choice((0, 0, 1, 2, 3))
    tie = draw.integer(-3, 3)
    ties = tuple((*row[:column], tie, *row[column + 1 :]) for row in _matrix(draw, 4, 3))
    example = (_unsorted(draw, column),)
    some = (*_matrix(draw, 3, 3), ties[0], ties[1])
    cases = ((_matrix(draw, 6, 3, 2),), (_matrix(draw, 1, 3),), (ties,), (some,), _strided(draw, 3))
    return Given("sorted", (name, column, down, first), example, (*cases, *_many_ties(column)))


TIES = (
    (64, "37 % 101 % 3"),
    (90, "5 % 7 % 3"),
    (150, "59 % 97 % 2"),
    (257, "71 % 127 % 4"),
    (400, "7 % 11 % 3"),
    (1000, "29 % 53 % 4"),
)
"""Numbers of rows, and few different keys: no unstable sort gets through all of them, not even in the first row."""


def _many_ties(column: int) -> tuple[str, ...]:
    """Matrices with equal entries in the column and different rows. Below 17 rows every sort of numpy is stable."""

    def columns(n: int, key: str) -> str:
        rest = [f"np.arange({n})", f"-np.arange({n})"]
        return ", ".join((*rest[:column], f"np.arange(3, {n + 3}) * {key}", *rest[column:]))

    return tuple(f"(np.stack([{columns(n, key)}], axis=1),)" for n, key in TIES)


def sorted_rows(example: Rows, column: int, down: bool, first: int) -> Made:
    """Whole rows in the order of one column, stable; all of them or the first few."""
    key = [-row[column] if down else row[column] for row in example]
    order = sorted(range(len(example)), key=lambda i: key[i])
    direction = "falling" if down else "rising"
    ending = (
        ""
        if not first
        else f", and return the first {first} of them"
        if first > 1
        else ", and return the first of them"
    )
    short = f"[:{first}]" if first else ""

    def oracle(rows: Rows) -> Rows:
        made = sorted(rows, key=lambda row: -row[column] if down else row[column])
        return made[:first] if first else made

    kept = "Rows with equal entries there keep their order, however many rows there are."
    few = (
        ()
        if not first
        else (
            f"The result has {first} row{'s' if first > 1 else ''}, or as many as `X` has if these are fewer; it "
            f"stays a matrix.",
        )
    )
    return Made(
        statement=f"Sort the rows of the matrix `X` by their entries in column {column} (counted from 0), {direction}"
        f"{ending}.",
        properties=("Rows are moved as a whole.", kept, *few),
        parameters="X",
        body=(f'order = np.argsort({"-" if down else ""}X[:, {column}], kind="stable")', f"return X[order{short}]"),
        steps=(
            f"`np.argsort` gives the order in which the indices of the rows have to come. In the example column "
            f"{column} is `{shown([row[column] for row in example])}`, so the order is `{shown(order)}`.",
            "A stable sort keeps equal entries in their order. "
            + (
                "For the falling order sort the negatives: reversing a rising order would turn ties around."
                if down
                else 'The default of `np.argsort` does not promise that; `kind="stable"` does.'
            ),
            "The order as an index of rows moves whole rows; sorting every column on its own would tear them apart.",
        ),
        hints=(
            "Do not sort the matrix; find the order of the rows from one column, with `np.argsort`.",
            'Use `kind="stable"`'
            + (" on the negatives of the column." if down else ", and the order as an index of rows."),
        ),
        oracle=oracle,
        bugs=(
            ("unstable", (f"return X[np.argsort({'-' if down else ''}X[:, {column}]){short}]",)),
            *((("reversed", (f"return X[np.argsort(X[:, {column}], kind='stable')[::-1]{short}]",)),) if down else ()),
        ),
    )


PARTNERS: dict[str, tuple[str, str, str, Callable[[list[Any], list[Any]], Any]]] = {
    "dot": (
        "the dot product of row $i$ of `X` and row $i$ of `Y`",
        "(X * Y).sum(@)",
        "np.diag(X @ Y.T)",
        lambda x, y: sum(a * b for a, b in zip(x, y, strict=True)),
    ),
    "distance": (
        "the squared distance of row $i$ of `X` and row $i$ of `Y`",
        "((X - Y) ** 2).sum(@)",
        "np.diag((X * X).sum(axis=1)[:, None] + (Y * Y).sum(axis=1) - 2 * X @ Y.T)",
        lambda x, y: sum((a - b) ** 2 for a, b in zip(x, y, strict=True)),
    ),
    "similarity": (
        "the dot product of row $i$ of `X` and row $i$ of `Y`, divided by the number of columns",
        "(X * Y).mean(@)",
        "np.diag(X @ Y.T) / X.shape[1]",
        lambda x, y: sum(a * b for a, b in zip(x, y, strict=True)) / len(x),
    ),
}
MANY = 1500
"""Rows of the large input of level 2: an n×n array takes 18 MB, what is needed less than 0.5 MB."""


def draw_partners(draw: Draw) -> Given:
    name = draw.choice(("row_products", "pairwise_rows", "matched_rows", "row_by_row"))
    kind, factor, columns = draw.choice(tuple(PARTNERS)), draw.integer(1, 5), draw.integer(2, 4)

    def pair(n: int) -> Frozen:
        return _matrix(draw, n, columns), _matrix(draw, n, columns)

    example = pair(2)
    strided = (
        f"(np.arange({12 * columns}).reshape(6, -1)[::2, ::2] % 7 - 3, np.arange({3 * columns}).reshape(3, -1) % 5)"
    )
    cases = (pair(4), pair(1), (_matrix(draw, columns, columns), _matrix(draw, columns, columns)), strided)
    return Given("partners", (name, kind, factor), example, cases)


def partners(x: Rows, y: Rows, kind: str, factor: int) -> Made:
    """One number for each row of two matrices of the same shape."""
    words, code, diagonal, value = PARTNERS[kind]
    front = "" if factor == 1 else f"{factor} * "
    more = "" if factor == 1 else f" {factor} times"
    first = [a * b if kind != "distance" else (a - b) ** 2 for a, b in zip(x[0], y[0], strict=True)]

    def oracle(xs: Rows, ys: Rows) -> list[Any]:
        return [factor * value(a, b) for a, b in zip(xs, ys, strict=True)]

    inner = code.partition(").")[0] + ")"
    return Made(
        statement=f"`X` and `Y` are matrices of the same shape. Return the vector whose entry $i$ is{more} {words}.",
        properties=(
            "The result has one entry for each row.",
            "It works for many thousand rows: no array with n · n entries may be built for n rows.",
        ),
        parameters="X, Y",
        body=(f"return {front}{code.replace('@', 'axis=1')}",),
        steps=(
            f"Only partners meet, so combine entry by entry: `{inner}` has the shape of `X`. In the example its first "
            f"row is `{shown(first)}`.",
            f"Reducing with `axis=1` leaves one number for each row; for the first row it gives "
            f"`{shown(value(x[0], y[0]))}`"
            + (f", times {factor} is `{shown(factor * value(x[0], y[0]))}`." if factor != 1 else "."),
            "The product `X @ Y.T` would compute all n · n combinations and use only n of them.",
        ),
        hints=(
            "Row $i$ meets only row $i$: work entry by entry on the two matrices.",
            "Then reduce along the axis of the columns.",
        ),
        oracle=oracle,
        bugs=(
            ("sum-all", (f"return {front}{code.replace('@', '')}",)),
            ("diagonal-of-product", (f"return {front}{diagonal}",)),
        ),
        large=f"(np.arange({3 * MANY}.).reshape(-1, 3) % 11, np.arange({3 * MANY}.).reshape(-1, 3) % 7)",
        peak_mb=4.0,
    )


def draw_quadratic(draw: Draw) -> Given:
    name = draw.choice(("quadratic_forms", "energies", "form_values", "row_forms"))
    d, factor = draw.integer(2, 3), draw.choice((ONE, "half", "minus"))

    def pair(n: int) -> Frozen:
        return _matrix(draw, n, d, 4), _matrix(draw, d, d, 4)

    example = pair(2)
    strided = f"(np.arange({12 * d}).reshape(6, -1)[::2, ::2] % 7 - 3, np.arange({d * d}).reshape({d}, {d}).T - 2)"
    return Given("quadratic", (name, factor), example, (pair(4), pair(1), pair(d), strided))


ONE = "one"
FACTORS: dict[str, tuple[str, str, float | int]] = {
    ONE: ("", "", 1),
    "half": (r"\frac{1}{2} ", "0.5 * ", 0.5),
    "minus": ("-", "-", -1),
}


def quadratic(x: Rows, a: Rows, factor: str) -> Made:
    """A quadratic form at every row."""
    tex, code, number = FACTORS[factor]

    def oracle(xs: Rows, matrix: Rows) -> list[Any]:
        d = range(len(matrix))
        return [number * sum(row[i] * matrix[i][j] * row[j] for i in d for j in d) for row in xs]

    product = [[sum(r[k] * a[k][j] for k in range(len(a))) for j in range(len(a))] for r in x]
    value = sum(p * q for p, q in zip(product[0], x[0], strict=True))
    return Made(
        statement=f"`X` has the vectors $x_1^\\top, \\dots, x_n^\\top$ as its rows, `A` is a square matrix. Return "
        f"the vector of the $n$ numbers ${tex}x_i^\\top A x_i$.",
        properties=(
            "`A` need not be symmetric.",
            "It works for many thousand rows: no array with n · n entries may be built.",
        ),
        parameters="X, A",
        body=(f"return {code}((X @ A) * X).sum(axis=1)",),
        steps=(
            f"`X @ A` has the rows $x_i^\\top A$. In the example it is `{shown(product)}`.",
            "Each of these rows meets only its own $x_i$: multiply entry by entry with `X` and add up along each row. "
            "For the "
            f"first row this gives `{shown(value)}`"
            + ("." if number == 1 else f", times {number:g} is `{shown(number * value)}`."),
            "The product `X @ A @ X.T` would hold all n · n values $x_i^\\top A x_j$ and use only its diagonal.",
        ),
        hints=(
            "The rows of `X @ A` are $x_i^\\top A$: what is still missing?",
            "Multiply entry by entry with `X`, then add up along each row.",
        ),
        oracle=oracle,
        bugs=(
            ("sum-all", (f"return {code}((X @ A) * X).sum()",)),
            ("diagonal-of-product", (f"return {code}np.diag(X @ A @ X.T)",)),
        ),
        large=f"(np.arange({3 * MANY}.).reshape(-1, 3) % 11, np.arange(9.).reshape(3, 3))",
        peak_mb=4.0,
    )


# ------------------------------------------------------------------ level 3: pairs, accumulation, windows

WANTED = {
    "all": ("pair_distances", "distance_table", "cross_distances"),
    "nearest": ("nearest_row", "closest_centre", "assign"),
    "within": ("neighbour_counts", "close_rows", "count_near"),
    "farthest": ("farthest_distance", "largest_gap", "reach"),
}
"""What is asked for of all pairs of rows, with names for the function."""


def draw_pairs(draw: Draw) -> Given:
    kind, radius, d = draw.choice(tuple(WANTED)), draw.integer(4, 30), draw.integer(2, 3)
    name = draw.choice(WANTED[kind])

    def two(n: int, m: int, bound: int = 5) -> Frozen:
        return _matrix(draw, n, d, bound), _matrix(draw, m, d, bound)

    corner: tuple[int, ...] = ()
    while not 4 <= sum(v * v for v in corner) <= 30:
        corner = tuple(draw.integer(1, 5) for _ in range(d))
    if kind == "within":  # a hidden input has rows at exactly this distance
        radius = sum(v * v for v in corner)
    start, end = (0,) * d, tuple(-v for v in corner)
    edge = (start, corner), (end, start, corner[::-1])
    example = two(2, 3)
    strided = f"(np.arange({8 * d}).reshape(4, -1)[::-1, ::2] % 7 - 3, np.arange({3 * d}).reshape(3, -1) % 5)"
    return Given("pairs", (name, kind, radius), example, (two(4, 3, 2), two(1, 2), two(3, 1), edge, strided))


def pairs(x: Rows, y: Rows, kind: str, radius: int) -> Made:
    """Squared distances of all pairs of rows, or what follows from them."""
    words = {
        "all": "Return the n × m matrix of squared distances: entry $(i, j)$ is the squared Euclidean distance of row "
        "$i$ of `X` and row $j$ of `Y`.",
        "nearest": "Return, for each row of `X`, the index (from 0) of the row of `Y` with the smallest Euclidean "
        "distance.",
        "within": f"Return, for each row of `X`, the number of rows of `Y` whose squared Euclidean distance is at most "
        f"{radius}.",
        "farthest": "Return, for each row of `X`, the largest squared Euclidean distance to a row of `Y`.",
    }[kind]
    ending = {
        "all": "return D",
        "nearest": "return D.argmin(axis=1)",
        "within": f"return (D <= {radius}).sum(axis=1)",
        "farthest": "return D.max(axis=1)",
    }[kind]
    last = {
        "all": "These are the entries that are asked for.",
        "nearest": "`argmin(axis=1)` looks along each row of D and takes the first smallest entry.",
        "within": "Comparing gives a mask; its sum along axis 1 counts for each row of `X`.",
        "farthest": "`max(axis=1)` takes the largest entry of each row of D.",
    }[kind]
    tie = ("Of several rows of `Y` at the same smallest distance the first counts.",) if kind == "nearest" else ()
    first = "D = (X * X).sum(axis=1)[:, None] + (Y * Y).sum(axis=1) - 2 * X @ Y.T"
    cube = "D = ((X[:, None, :] - Y[None, :, :]) ** 2).sum(axis=2)"
    scalar = ending.replace("axis=1", "") if kind != "all" else "return ((X[:, None, :] - Y[None, :, :]) ** 2).sum()"

    def table(xs: Rows, ys: Rows) -> Rows:
        return [[sum((a - b) ** 2 for a, b in zip(r, s, strict=True)) for s in ys] for r in xs]

    def oracle(xs: Rows, ys: Rows) -> Any:
        d = table(xs, ys)
        if kind == "all":
            return d
        return {
            "nearest": lambda: [row.index(min(row)) for row in d],
            "within": lambda: [sum(v <= radius for v in row) for row in d],
            "farthest": lambda: [max(row) for row in d],
        }[kind]()

    return Made(
        statement=f"`X` is an n × d and `Y` an m × d matrix. {words}",
        properties=(
            *tie,
            "It works for long rows: no array with n · m · d entries may be built; n · m entries are enough.",
        ),
        parameters="X, Y",
        body=(first, ending),
        steps=(
            r"Expand the square: $\|x_i - y_j\|^2 = \|x_i\|^2 + \|y_j\|^2 - 2\, x_i^\top y_j$. Each part needs at "
            r"most two axes.",
            f"The squared norms are `(X * X).sum(axis=1)`, in the example "
            f"`{shown([sum(v * v for v in r) for r in x])}`, as a column, and `(Y * Y).sum(axis=1)`, here "
            f"`{shown([sum(v * v for v in r) for r in y])}`, as a row; `X @ Y.T` holds "
            "all dot products.",
            f"In the example D is `{shown(table(x, y))}`. {last}",
        ),
        hints=(
            r"The difference of every row with every row has three axes. Expand $\|x - y\|^2$ first.",
            "All dot products at once are `X @ Y.T`; a column of shape (n, 1) plus a row of shape (m,) has shape (n, "
            "m).",
        ),
        oracle=oracle,
        bugs=(("sum-all", (first, scalar)), ("memory-blowup", (cube, ending))),
        large="(np.arange(8000.).reshape(-1, 40) % 11, np.arange(10000.).reshape(-1, 40) % 7)",
        peak_mb=6.0,
    )


GROUPED = {
    "sum": ("group_sums", "totals_by_label", "accumulate", "scatter_rows"),
    "mean": ("group_means", "centroids", "averages_by_label", "class_means"),
    "squares": ("group_energies", "squares_by_label", "square_sums"),
}


def draw_accumulated(draw: Draw) -> Given:
    kind, fill, d = draw.choice(tuple(GROUPED)), draw.choice((0, -1)), draw.integer(2, 3)
    name = draw.choice(GROUPED[kind])

    def labelled(n: int, k: int, most: int) -> Frozen:
        return _matrix(draw, n, d), tuple(draw.below(most) for _ in range(n)), k

    example = labelled(4, 3, 2)
    same = (_matrix(draw, 3, d), (1, 1, 1), 2)
    strided = f"(np.arange({12 * d}).reshape(6, -1)[::2, ::2] % 7 - 3, np.array([2, 0, 0]), 4)"
    return Given("accumulated", (name, kind, fill), example, (labelled(7, 3, 3), labelled(1, 2, 2), same, strided))


def accumulated(x: Rows, labels: list[int], k: int, kind: str, fill: int) -> Made:
    """Sums, means or sums of squares of the rows of each group."""
    fill = fill if kind == "mean" else 0
    words = {"sum": "the sum", "mean": "the mean", "squares": "the sum of the squares (entry by entry)"}[kind]
    what = "X**2" if kind == "squares" else "X"
    opening = ("sums = np.zeros((k, X.shape[1]))", f"np.add.at(sums, labels, {what})")
    cube = (f"sums = ((labels[:, None] == np.arange(k))[:, :, None] * ({what})[:, None, :]).sum(axis=0)",)
    ending = (
        (
            "counts = np.bincount(labels, minlength=k)[:, None]",
            f"return np.where(counts == 0, {fill}, sums / np.maximum(counts, 1))",
        )
        if kind == "mean"
        else ("return sums",)
    )

    def oracle(rows: Rows, groups: list[int], count: int) -> Rows:
        made = []
        for g in range(count):
            own = [row for row, label in zip(rows, groups, strict=True) if label == g]
            lines = columns_of(own) if own else [[] for _ in rows[0]]
            if kind == "mean":
                made.append([sum(line) / len(line) if line else fill for line in lines])
            else:
                made.append([sum(v * v if kind == "squares" else v for v in line) for line in lines])
        return made

    whole = [
        [
            sum(v * v if kind == "squares" else v for v in line)
            for line in columns_of([r for r, g in zip(x, labels, strict=True) if g == j] or [[0] * len(x[0])])
        ]
        for j in range(k)
    ]
    last = (
        "`np.bincount` counts the rows of each group. Dividing by at least 1 avoids a division by zero, and "
        "`np.where` puts "
        f"${fill}$ for empty groups."
        if kind == "mean"
        else "A group without rows keeps its zeros."
    )
    return Made(
        statement=f"Row $i$ of the n × d matrix `X` belongs to the group `labels[i]`, one of 0, ..., k − 1. Return "
        f"the k × d matrix whose row $j$ is {words} of the rows of group $j$.",
        properties=(
            f"A group without rows gives a row of {fill if fill else 0}s."
            if fill != -1
            else "A group without rows gives a row of −1s.",
            "Groups may come in any order, and one label may occur many times.",
            "It works for many rows: no array with n · k · d entries may be built.",
        ),
        parameters="X, labels, k",
        body=(*opening, *ending),
        steps=(
            "`sums[labels] += X` would lose rows: where a label occurs twice, only its last row is written. "
            "`np.add.at` adds every row, one after the other.",
            f"Starting from zeros of shape (k, d), the example gives the sums `{shown(whole)}`.",
            last,
        ),
        hints=(
            "Start with an array of zeros for the groups and add each row to the row of its group.",
            "With repeated labels `out[labels] += X` does not do that; `np.add.at(out, labels, X)` does.",
        ),
        oracle=oracle,
        bugs=(
            (
                "sum-all",
                (*opening, "return sums.sum()")
                if kind != "mean"
                else ("return np.full((k, X.shape[1]), X.mean(axis=0))",),
            ),
            ("memory-blowup", (*cube, *ending)),
        ),
        large="(np.arange(60000.).reshape(-1, 30) % 11, np.arange(2000) % 25, 25)",
        peak_mb=5.0,
    )


def draw_windows(draw: Draw) -> Given:
    name = draw.choice(("moving", "windowed", "rolling", "sliding"))
    kind, width, stride = (
        draw.choice(("sum", "mean", "max", "min", "range")),
        draw.integer(2, 4),
        draw.choice((1, 1, 2, 3)),
    )
    rows = draw.flip()

    def signal(n: int) -> Frozen:
        return (_matrix(draw, 2, n) if rows else _vector(draw, n),)

    example = signal(width + 3)
    strided = (
        f"(np.arange({12 * (width + 2)}).reshape(6, -1)[::2, ::2] * 5 % 11 - 4,)"
        if rows
        else f"(np.arange({3 * (width + 4)})[::-2] * 5 % 11 - 4,)"
    )
    cases = (signal(width + 5), signal(width), signal(width + 1), strided)
    return Given("windows", (f"{name}_{kind}", kind, width, stride, rows), example, cases)


def windows(example: Any, kind: str, width: int, stride: int, rows: bool) -> Made:
    """A reduction over windows that slide along a signal, or along each row of a matrix of signals."""
    words = {
        "sum": "the sum",
        "mean": "the mean",
        "max": "the largest value",
        "min": "the smallest value",
        "range": "the largest minus the smallest value",
    }[kind]
    axis = 2 if rows else 1
    name = "X" if rows else "x"
    along_axis = ", axis=1" if rows else ""
    step_index = "" if stride == 1 else f"[:, ::{stride}]" if rows else f"[::{stride}]"
    view = f"windows = np.lib.stride_tricks.sliding_window_view({name}, {width}{along_axis}){step_index}"
    ending = (
        f"return windows.max(axis={axis}) - windows.min(axis={axis})"
        if kind == "range"
        else f"return windows.{kind}(axis={axis})"
    )
    reduce = (lambda w: max(w) - min(w)) if kind == "range" else REDUCTIONS[kind][1]

    def slide(line: list[Any]) -> list[list[Any]]:
        return [line[i : i + width] for i in range(0, len(line) - width + 1, stride)]

    def oracle(signal: Any) -> Any:
        if rows:
            return [[reduce(w) for w in slide(line)] for line in signal]
        return [reduce(w) for w in slide(signal)]

    line = example[0] if rows else example
    moves = "by one place" if stride == 1 else f"by {stride} places"
    subject = "each row of the matrix `X`" if rows else "the vector `x`"
    kept = {1: "Keep every window", 2: "Keep every second window", 3: "Keep every third window"}[stride]
    return Made(
        statement=f"A window of width {width} slides along {subject} {moves} at a time, as long as it fits. Return "
        f"{words} in "
        "each window" + (", one row of results for each row of `X`." if rows else "."),
        properties=(
            f"The signal has at least {width} entries; with exactly {width} there is a single window, and the result "
            f"still is " + ("a matrix with one column." if rows else "an array with one entry."),
            f"`{name}` itself is not changed.",
        ),
        parameters=name,
        body=(view, ending),
        steps=(
            "`np.lib.stride_tricks.sliding_window_view` shows the windows as a new last axis, without copying "
            "anything.",
            ("For the first row of the example" if rows else "In the example")
            + f" the windows {'' if stride == 1 else 'that are kept '}are `{shown(slide(line))}`.",
            f"The windows lie along axis {axis}, so reduce along it.",
        ),
        hints=(
            "`np.lib.stride_tricks.sliding_window_view` gives all windows at once"
            + (", with `axis=1` along the rows." if rows else "."),
            f"{kept} and reduce along the last axis only.",
        ),
        oracle=oracle,
        bugs=(("sum-all", (view, ending.replace(f"axis={axis}", ""))),),
    )


class Task(NamedTuple):
    draw: Callable[[Draw], Given]
    make: Callable[..., Made]
    """Takes the arguments of the example, then the options after the name."""


TASKS: dict[str, Task] = {
    "selected": Task(draw_selected, selected),
    "counted": Task(draw_counted, counted),
    "partial_sums": Task(draw_partial_sums, partial_sums),
    "replaced": Task(draw_replaced, replaced),
    "built": Task(draw_built, built),
    "normalised": Task(draw_normalised, normalised),
    "centred": Task(draw_centred, centred),
    "sorted": Task(draw_sorted, sorted_rows),
    "partners": Task(draw_partners, partners),
    "quadratic": Task(draw_quadratic, quadratic),
    "pairs": Task(draw_pairs, pairs),
    "accumulated": Task(draw_accumulated, accumulated),
    "windows": Task(draw_windows, windows),
}
LEVELS = {
    1: ("selected", "counted", "partial_sums", "replaced", "built"),
    2: ("normalised", "centred", "sorted", "partners", "quadratic"),
    3: ("pairs", "accumulated", "windows"),
}
LOOPS = ("for", "while", "np.vectorize", "np.apply_along_axis", "np.frompyfunc", "map", "filter", "sorted", "tolist")


@exercise("code-vectorise", version=1)
def vectorise(draw: Draw, level: int) -> Given:
    """A task of the level with its details drawn, an example and hidden inputs."""
    return TASKS[draw.choice(LEVELS[level])].draw(draw)


@vectorise.problem
def build(task: str, options: tuple[Any, ...], example: Frozen, cases: tuple[Frozen, ...]) -> Problem:
    """The prompt with signature, example and properties; the reference, its bugs and the hidden inputs."""
    name, *details = options
    arguments = [thawed(x) for x in example]
    made = TASKS[task].make(*arguments, *details)
    signature = f"def {name}({made.parameters}):"
    answer = CodeAnswer.of(
        signature,
        source(signature, made.body),
        _cases((example, *cases), made.large),
        bugs=tuple(
            Bug(code, source(signature, body), FEEDBACK.get(f"{task}: {code}", FEEDBACK[code]))
            for code, body in made.bugs
        ),
        forbidden=LOOPS,
        mutation="incorrect",
        peak_mb=made.peak_mb,
        atol=1e-8,
    )
    right = made.oracle(*arguments)
    code = f"```python\n{_call(name, made.parameters, arguments)}\n{gives(right)}\n```"
    arrays = [f"`{p}`" for p, x in zip(made.parameters.split(", "), arguments, strict=True) if isinstance(x, list)]
    properties = (*made.properties, *untouched(made.properties, arrays), NO_LOOPS)
    listed = "\n".join(f"- {line}" for line in properties)
    return Problem.single(
        prompt=f"Write a function `{name}({made.parameters})` with numpy. {made.statement}\n\nFor "
        f"example\n\n{code}\n\n{listed}",
        answer=answer,
        hints=made.hints,
        steps=(
            *map(Step, made.steps),
            Step(f"Check with the example: the result is{as_shown(right)} `{shown(right)}`."),
            Step(f"Together:\n\n```python\n{answer.reference.rstrip()}\n```"),
        ),
    )


NO_LOOPS = (
    "Use array expressions only: no `for`, `while` or comprehension, and no loop in disguise such as `np.vectorize` or "
    "`sorted`."
)


def _call(name: str, parameters: str, arguments: list[Any]) -> str:
    """The call of the example; with an assignment for each argument where one line would be long."""
    call = f"{name}({', '.join(printed(x) for x in arguments)})"
    if len(call) <= WIDE:
        return call
    lines = [f"{p} = {printed(x)}" for p, x in zip(parameters.split(", "), arguments, strict=True)]
    return "\n".join([*lines, f"{name}({parameters})"])


def _cases(cases: tuple[Frozen, ...], large: str) -> list[Case]:
    made = [Case(setup=case) if isinstance(case, str) else Case(tuple(map(thawed, case))) for case in cases]
    return [*made, Case(setup=large)] if large else made


@vectorise.verify
def loops_agree(
    task: str,
    options: tuple[Any, ...],
    example: Frozen,
    cases: tuple[Frozen, ...],
    answer: Callable[..., Any],
) -> bool:
    """Plain loops over lists give the same on every hidden input, and the large one takes little memory."""
    import numpy as np

    made = TASKS[task].make(*(thawed(x) for x in example), *options[1:])
    for case in (example, *cases):
        arguments = eval(case, {"np": np}) if isinstance(case, str) else [_array(np, x) for x in case]
        lists = [x.tolist() if hasattr(x, "tolist") else x for x in arguments]
        if not _alike(np, _called(answer, arguments), made.oracle(*lists)):
            return False
        if [x.tolist() if hasattr(x, "tolist") else x for x in arguments] != lists:
            return False
    return not made.large or peak(answer, eval(made.large, {"np": np})) <= made.peak_mb * 2**20


def _array(np: Any, x: Frozen) -> Any:
    return np.array(x) if isinstance(x, tuple) else x


def _called(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        return function(*arguments)
    except Exception:  # whatever a wrong function raises, it is wrong
        return None


def _alike(np: Any, got: Any, expected: Any) -> bool:
    if got is None or np.shape(got) != np.shape(expected):
        return False
    return bool(np.allclose(got, expected, rtol=1e-9, atol=1e-9))
