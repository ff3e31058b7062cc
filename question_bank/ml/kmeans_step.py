"""One iteration of k-means and its objective (Bishop 9.1; MacKay 20; Murphy 21.3).

Levels: 1 points on a line, with two centres, or three of which one may get no points; 2 points in the plane; 3 weighted
points, or two initialisations that end in different local minima. Checked by what an iteration does: each point is
nearest to the old centre of its cell; moving a new centre a step to either side along each axis makes the objective of
its cell larger by equal amounts; the objective is computed from distances within the cells, without centres.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import base, factor, listed
from question_bank.ml._layout import extent, summary, wide
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Mark, Plot, Points, drawn, near
from quizgen.markup.source import latex_of, tuple_of
from quizgen.problem import Misconception, Problem, Step

Ints = tuple[int, ...]
Point = tuple[Q, ...]

SETTINGS = (
    "The points below are clustered by k-means.",
    "The readings of a sensor are to be grouped by k-means.",
    "Colours of an image are reduced to a few by k-means.",
)
PLANE_SETTINGS = (
    "The points below are clustered by k-means.",
    "Documents with two features are clustered by k-means.",
    "The stops of a delivery service are grouped by k-means.",
)
COUNTS = {2: "two", 3: "three"}


class Given(NamedTuple):
    kind: str
    """"line", "plane", "weighted" or "starts"."""
    setting: int
    points: tuple[Ints, ...]
    centres: tuple[Ints, ...]
    """For "starts" the first initialisation and then the second."""
    weights: Ints = ()


@exercise("ml-kmeans-step", version=1, bounds=(600, 1000, 3000))
def kmeans_step(draw: Draw, level: int) -> Given:
    """No point is equally near to two centres, and cells have short means that are not their medians."""
    setting = draw.below(3)
    if level == 1:
        return _step_data(draw, setting, "line")
    if level == 2:
        return _step_data(draw, setting, "plane")
    return _starts(draw, setting) if draw.flip() else _step_data(draw, setting, "weighted")


def _step_data(draw: Draw, setting: int, kind: str) -> Given:
    """Groups around places that lie apart; old centres near these places; one more centre where a cell is empty."""
    dim = 1 if kind == "line" else 2
    groups = 2 if kind == "weighted" else draw.choice((2, 2, 3))
    empty = kind != "weighted" and groups == 2 and draw.flip()
    for _ in range(TRIES):
        places = _places(draw, groups, dim)
        sizes = draw.choice(((3, 2), (3, 3), (2, 3), (2, 4)) if groups == 2 else ((3, 1, 2), (1, 3, 2), (2, 1, 3)))
        members, centres = [], []
        for place, size in zip(places, sizes, strict=True):
            members += _group(draw, place, size, most=3 if kind == "weighted" else 1)
            centres.append(tuple(c + draw.integer(-2, 2) for c in place))
        if empty:
            far = [draw.integer(1, 8) for _ in range(dim)]
            i = draw.below(dim)
            edge = [x[i] for x, _ in members]
            far[i] = max(edge) + draw.integer(4, 6) if draw.flip() else min(edge) - draw.integer(4, 6)
            centres.append(tuple(far))
        shown = sorted(members) if dim == 1 else draw.shuffled(members)
        points, weights = tuple(x for x, _ in shown), tuple(w for _, w in shown)
        n, parts = len(points), len(centres)
        if len(set(points)) < n or len(set(centres)) < parts or not 4 <= n <= 6 or min(map(min, points)) < 0:
            continue
        if dim > 1 and set(points) & set(centres):  # the figure would show one mark over the other
            continue
        centres.sort()
        cells = assign(points, centres)
        if cells is None or (0 in [cells.count(k) for k in range(parts)]) != empty:
            continue
        if len(set(cells)) < groups or (len(set(weights)) == 1 and kind == "weighted"):
            continue
        moved = update(points, cells, centres, weights)
        if groups == 2 and moved == middles(points, cells, centres, weights):
            continue
        if all(c.q <= 2 for p in moved for c in p) and all(
            cells.count(k) == 0 or moved[k] != tuple(map(Q, centres[k])) for k in range(parts)
        ):
            return Given(kind, setting, points, tuple(centres), weights if kind == "weighted" else ())
    raise exhausted("clustering", "short means")


def _places(draw: Draw, groups: int, dim: int) -> list[Ints]:
    """Middles of the groups: on a line well apart, in the plane anywhere."""
    if dim == 2:
        return [(draw.integer(1, 8), draw.integer(1, 8)) for _ in range(groups)]
    at = draw.integer(3, 5)
    found: list[Ints] = []
    for _ in range(groups):
        found.append((at,))
        at += draw.integer(5, 8)
    return found


def _group(draw: Draw, place: Ints, size: int, most: int) -> list[tuple[Ints, int]]:
    """Points with weights around a place; the last one, of weight 1, makes the mean whole."""
    reach = 3 if len(place) == 1 else 2
    own = [(tuple(c + draw.integer(-reach, reach) for c in place), draw.integer(1, most)) for _ in range(size - 1)]
    whole = 1 + sum(w for _, w in own)
    last = []
    for i, c in enumerate(place):
        start = c - draw.integer(0, whole - 1)
        last.append(start + (-(start + sum(w * x[i] for x, w in own))) % whole)
    return [*own, (tuple(last), 1)]


def _starts(draw: Draw, setting: int) -> Given:
    """Four corners of a parallelogram: pairs along its short sides, or along its long sides."""
    for _ in range(TRIES):
        long, short = (draw.integer(4, 8), draw.integer(-1, 1)), (draw.integer(-1, 1), draw.integer(2, 4))
        long, short = (long, short) if draw.flip() else (long[::-1], short[::-1])
        corner = (draw.integer(0, 4), draw.integer(0, 4))
        at = [
            tuple(corner[i] + a * long[i] + b * short[i] for i in range(2)) for a in (0, 1) for b in (0, 1)
        ]  # 0-1 and 2-3 are near pairs
        order = draw.shuffled(range(4))
        points = tuple(at[i] for i in order)
        good = draw.choice(((at[0], at[2]), (at[1], at[3]), (at[0], at[3])))
        bad = draw.choice(((at[0], at[1]), (at[2], at[3])))
        ends = [converged(points, start) for start in (good, bad)]
        if None in ends:
            continue
        found = [objective(points, e[0], e[1], (1,) * 4) for e in ends]  # type: ignore[index]
        if found[0] < found[1] and ends[1][2] <= 2 and ends[0][2] <= 2:  # type: ignore[index]
            starts = (*good, *bad) if draw.flip() else (*bad, *good)
            return Given("starts", setting, points, starts)
    raise exhausted("pair of initialisations", "two local minima")


# ------------------------------------------------------------------ the algorithm


def distance(x: Sequence[Q | int], c: Sequence[Q | int]) -> Q:
    """The squared distance."""
    return sum((Q(a - b) ** 2 for a, b in zip(x, c, strict=True)), Q(0))


def assign(points: Sequence[Ints], centres: Sequence[Sequence[Q | int]]) -> list[int] | None:
    """The nearest centre of each point; None where two are equally near."""
    cells = []
    for x in points:
        away = [distance(x, c) for c in centres]
        if away.count(min(away)) > 1:
            return None
        cells.append(away.index(min(away)))
    return cells


def update(
    points: Sequence[Ints], cells: Sequence[int], centres: Sequence[Sequence[Q | int]], weights: Sequence[int]
) -> list[Point]:
    """Weighted means of the cells; an empty one keeps its centre."""
    moved = []
    for k, c in enumerate(centres):
        own = [(x, w) for x, cell, w in zip(points, cells, weights, strict=True) if cell == k]
        size = sum(w for _, w in own)
        moved.append(
            tuple(Q(sum(w * x[i] for x, w in own), size) for i in range(len(c))) if own else tuple(Q(v) for v in c)
        )
    return moved


def middles(
    points: Sequence[Ints], cells: Sequence[int], centres: Sequence[Sequence[Q | int]], weights: Sequence[int]
) -> list[Point]:
    """Medians of the cells, coordinate by coordinate; an empty one keeps its centre."""
    found: list[Point] = []
    for k, c in enumerate(centres):
        own = [x for x, cell, w in zip(points, cells, weights, strict=True) for _ in range(w) if cell == k]
        found.append(tuple(_median([x[i] for x in own]) if own else Q(v) for i, v in enumerate(c)))
    return found


def objective(
    points: Sequence[Ints], cells: Sequence[int], centres: Sequence[Sequence[Q | int]], weights: Sequence[int]
) -> Q:
    """The weighted sum of squared distances from the centres of the cells."""
    return sum((w * distance(x, centres[k]) for x, k, w in zip(points, cells, weights, strict=True)), Q(0))


def converged(points: Sequence[Ints], centres: Sequence[Ints]) -> tuple[list[int], list[Point], int] | None:
    """Cells, centres and number of iterations at the end; None where a point is equally near to two centres."""
    now: list[Point] = [tuple(map(Q, c)) for c in centres]
    before: list[int] | None = None
    for iteration in range(10):
        cells = assign(points, now)
        if cells is None or len(set(cells)) < len(centres):
            return None
        if cells == before:
            return cells, now, iteration
        before = cells
        now = update(points, cells, now, (1,) * len(points))
    return None


FEEDBACK = {
    "median-for-mean": "The new centre is the mean of its points: it makes the sum of the squared distances smallest. "
    "The "
    "median does that for the distances themselves.",
    "centre-not-moved": "Those are the old centres. After the points have been assigned, each centre moves to the mean "
    "of its "
    "points.",
    "empty-cluster": "A centre without points has no mean to move to: the problem says what happens to it.",
}


def _row(name: str, tex: str, value: Point | Q) -> Row:
    if isinstance(value, tuple):
        answer = NumberAnswer.of(value[0]) if len(value) == 1 else VectorAnswer.of(Vector(value))
    else:
        answer = NumberAnswer.of(value)
    return Row(name, answer, f"${tex} =$")


def _rows(points: Sequence[Ints], cells: Sequence[int], centres: Sequence[Point], weights: Sequence[int]) -> list[Row]:
    rows = [_row(f"m{k}", rf"\mu_{k}^{{\text{{new}}}}", c) for k, c in enumerate(centres, 1)]
    return [*rows, _row("J", "J", objective(points, cells, centres, weights))]


def _mistakes(right: Sequence[Row], replies: Sequence[tuple[str, Sequence[Row]]]) -> tuple[Misconception, ...]:
    seen, found = [list(right)], []
    for code, rows in replies:
        if list(rows) not in seen:
            seen.append(list(rows))
            found.append(Misconception(code, TableAnswer(tuple(rows)), FEEDBACK[code]))
    return tuple(found)


@kmeans_step.problem
def build(kind: str, setting: int, points: tuple[Ints, ...], centres: tuple[Ints, ...], weights: Ints) -> Problem:
    """Assign, then move."""
    if kind == "starts":
        return _two_starts(setting, points, centres)
    return _iteration(kind, setting, points, centres, weights or (1,) * len(points))


# ------------------------------------------------------------------ one iteration


def _shown(p: Sequence[Q | int]) -> str:
    return latex_of(Q(p[0])) if len(p) == 1 else tuple_of([Q(c) for c in p])


def _iteration(kind: str, setting: int, points: tuple[Ints, ...], centres: tuple[Ints, ...], weights: Ints) -> Problem:
    cells = assign(points, centres)
    assert cells is not None
    new = update(points, cells, centres, weights)
    right = _rows(points, cells, new, weights)
    dim = len(points[0])
    old: list[Point] = [tuple(map(Q, c)) for c in centres]
    medians = middles(points, cells, centres, weights)
    zeroed = [c if k in cells else (Q(0),) * dim for k, c in enumerate(new)]
    replies = [
        ("median-for-mean", _rows(points, cells, medians, weights)),
        ("centre-not-moved", _rows(points, cells, old, weights)),
        ("empty-cluster", _rows(points, cells, zeroed, weights)),
    ]
    weighted = kind == "weighted"
    return Problem.single(
        prompt=_prompt(kind, setting, points, centres, weights),
        answer=TableAnswer(tuple(right)),
        hints=(
            "First give every point to the nearest centre, then move the centres.",
            "A centre moves to the "
            + ("weighted " if weighted else "")
            + "mean of the points that belong to it"
            + (", coordinate by coordinate." if dim > 1 else "."),
            "For $J$ use the new centres, and square the distances.",
        ),
        steps=(
            _assignment_step(points, centres, cells),
            *_move_steps(points, cells, centres, new, weights, weighted),
            *_objective_steps(points, cells, old, new, weights, weighted),
            Step(f"Together: {summary(right)}"),
        ),
        misconceptions=_mistakes(right, replies),
    )


def _median(values: Sequence[int]) -> Q:
    doubled = median([2 * v for v in values])
    return Q(int(doubled), 2)


def _prompt(kind: str, setting: int, points: tuple[Ints, ...], centres: tuple[Ints, ...], weights: Ints) -> str:
    dim = len(points[0])
    lines = [("$n$", range(1, len(points) + 1)), ("$x_n$", [tuple_of(x) if dim > 1 else x[0] for x in points])]
    weighted = kind == "weighted"
    if weighted:
        lines.append(("$w_n$", weights))
    names = listed([rf"$\mu_{k} = {_shown(c)}$" for k, c in enumerate(centres, 1)])
    if weighted:
        sum_ = r"J = \sum_n w_n \|x_n - \mu_{k(n)}\|^2"
        moves = "each centre to the weighted mean of its points, with the weights $w_n$"
    else:
        sum_ = r"J = \sum_n \|x_n - \mu_{k(n)}\|^2" if dim > 1 else r"J = \sum_n (x_n - \mu_{k(n)})^2"
        moves = "each centre to the mean of its points"
    cell = "where $k(n)$ is the centre to which $x_n$ was assigned"
    settings = SETTINGS if dim == 1 else PLANE_SETTINGS
    picture = _figure(points, [("centres", "plus", [tuple(map(Q, c)) for c in centres])], None, []) if dim > 1 else ""
    keep = " A centre to which no point is assigned stays where it is." if len(centres) == 3 or weighted else ""
    return (
        f"{settings[setting]} The {COUNTS[len(centres)]} centres are at {names}.\n\n{wide(*lines)}{picture}\n\nDo one "
        f"iteration: assign every point to the nearest centre, then move {moves}.{keep} Give the new centres, and the "
        f"objective $${sum_}$$ with the new centres, {cell}. Answer exactly."
    )


def _assignment_step(points: Sequence[Ints], centres: Sequence[Sequence[Q | int]], cells: Sequence[int]) -> Step:
    dim = len(points[0])
    label = r"\lVert x_n - \mu_{0} \rVert^2" if dim > 1 else r"(x_n - \mu_{0})^2"
    lines: list[tuple[str, Sequence[object]]] = [
        ("$x_n$", [tuple_of(x) if dim > 1 else x[0] for x in points]),
        *((f"${label.replace('{0}', str(k + 1))}$", [distance(x, c) for x in points]) for k, c in enumerate(centres)),
        ("nearest centre", [k + 1 for k in cells]),
    ]
    return Step("Squared distances from the centres (the nearest one has the smallest):\n\n" + wide(*lines))


def _weighted_move(k: int, own: Sequence[tuple[Ints, int]], size: int, c: Point) -> str:
    """The weighted mean of the points of centre k, coordinate by coordinate."""
    sums = []
    for i in range(len(c)):
        terms = " + ".join(rf"{w} \cdot {factor(Q(x[i]))}" for x, w in own)
        sums.append(f"${terms} = {sum(w * x[i] for x, w in own)}$")
    return (
        f"The weights of the points of $\\mu_{k}$ add up to ${size}$, their weighted coordinates to {listed(sums)}. "
        f"Divide: $\\mu_{k}^{{\\text{{new}}}} = {_shown(c)}$."
    )


def _move_steps(
    points: Sequence[Ints],
    cells: Sequence[int],
    centres: Sequence[Sequence[Q | int]],
    new: Sequence[Point],
    weights: Sequence[int],
    weighted: bool,
) -> list[Step]:
    steps = []
    dim = len(points[0])
    for k, c in enumerate(new):
        own = [(x, w) for x, cell, w in zip(points, cells, weights, strict=True) if cell == k]
        if not own:
            steps.append(
                Step(
                    rf"No point is nearest to $\mu_{k + 1}$. There is nothing to average, so by the rule it stays at "
                    f"${_shown(c)}$."
                )
            )
            continue
        size = sum(w for _, w in own)
        if weighted:
            steps.append(Step(_weighted_move(k + 1, own, size, c)))
            continue
        entries = []
        for i in range(dim):
            terms = " + ".join(factor(Q(x[i])) for x, _ in own)
            entries.append(rf"\frac{{{terms}}}{{{size}}}" if size > 1 else terms)
        inner = entries[0] if dim == 1 else rf"\left({', '.join(entries)}\right)"
        steps.append(
            Step(
                rf"$\mu_{k + 1}^{{\text{{new}}}} = {inner} = {_shown(c)}$."
                if size > 1
                else rf"Only one point belongs to $\mu_{k + 1}$, so $\mu_{k + 1}^{{\text{{new}}}} = {_shown(c)}$."
            )
        )
    return steps


def _objective_steps(
    points: Sequence[Ints],
    cells: Sequence[int],
    old: Sequence[Point],
    new: Sequence[Point],
    weights: Sequence[int],
    weighted: bool,
) -> list[Step]:
    each = [distance(x, new[k]) for x, k in zip(points, cells, strict=True)]
    value = objective(points, cells, new, weights)
    before = objective(points, cells, old, weights)
    terms = " + ".join(
        (rf"{w} \cdot {base(d)}" if weighted else latex_of(d)) for d, w in zip(each, weights, strict=True)
    )
    dim = len(points[0])
    picture = (
        _figure(points, [("old centres", "plus", old), ("new centres", "square", new)], cells, new) if dim > 1 else ""
    )
    return [
        Step(f"With the new centres the squared distances of the points give $J = {terms} = {latex_of(value)}$."),
        Step(
            f"Check: with the same assignment and the old centres the objective is ${latex_of(before)}$; the means can "
            f"only "
            f"make it smaller, and ${latex_of(value)} < {latex_of(before)}$." + picture
        ),
    ]


def _figure(
    points: Sequence[Ints],
    groups: Sequence[tuple[str, str, Sequence[Point]]],
    cells: Sequence[int] | None,
    new: Sequence[Point],
) -> str:
    marks: list[Mark] = []
    if cells is not None:
        for x, k in zip(points, cells, strict=True):
            ends = (near(x[0]), near(x[1])), (near(new[k][0]), near(new[k][1]))
            if ends[0] != ends[1]:
                marks.append(Line(ends, style="dotted"))
    marks.append(Points(tuple((near(x[0]), near(x[1])) for x in points), label="points"))
    for name, marker, at in groups:
        places = tuple((near(c[0]), near(c[1])) for c in at)
        marks.append(Points(places, label=name, marker="plus" if marker == "plus" else "square"))
    everything = [*points, *(c for _, _, at in groups for c in at)]
    told = (
        "The points and the centres in the plane."
        if cells is None
        else "The points, each joined to the new centre of its cluster, and the old centres."
    )
    return drawn(
        Plot(
            told,
            x_range=extent([p[0] for p in everything]),
            y_range=extent([p[1] for p in everything]),
            x_label="$x_1$",
            y_label="$x_2$",
            equal=True,
            marks=tuple(marks),
        )
    )


# ------------------------------------------------------------------ two initialisations


def _end_rows(ends: Sequence[tuple[Sequence[Point], Q]]) -> list[Row]:
    rows = []
    for name, (centres, value) in zip("AB", ends, strict=True):
        rows += [_row(f"{name}{k}", rf"\mu_{k}^{{{name}}}", c) for k, c in enumerate(centres, 1)]
        rows.append(_row(f"J{name}", f"J^{{{name}}}", value))
    return rows


def _two_starts(setting: int, points: tuple[Ints, ...], centres: tuple[Ints, ...]) -> Problem:
    starts = (centres[:2], centres[2:])
    ones = (1,) * len(points)
    ends, unmoved = [], []
    steps: list[Step] = []
    for name, start in zip("AB", starts, strict=True):
        found = converged(points, start)
        assert found is not None
        cells, final, _ = found
        ends.append((final, objective(points, cells, final, ones)))
        first = assign(points, start)
        assert first is not None
        old: list[Point] = [tuple(map(Q, c)) for c in start]
        unmoved.append((old, objective(points, first, old, ones)))
        steps += _run_steps(name, points, start)
    right = _end_rows(ends)
    low, high = sorted(value for _, value in ends)
    better = "A" if ends[0][1] < ends[1][1] else "B"
    told = listed([rf"{name} at ${_shown(s[0])}$ and ${_shown(s[1])}$" for name, s in zip("AB", starts, strict=True)])
    finals = [("end of A", "plus", ends[0][0]), ("end of B", "square", ends[1][0])]
    return Problem.single(
        prompt=f"{PLANE_SETTINGS[setting]}\n\n"
        + wide(("$n$", range(1, len(points) + 1)), ("$x_n$", [tuple_of(x) for x in points]))
        + _figure(points, [], None, [])
        + "\n\nTwo initialisations are tried, each with two centres $\\mu_1$ and $\\mu_2$: "
        + told
        + ". Run k-means from both until nothing changes. Give for each the final centres, and the objective $$J = "
        "\\sum_n "
        "\\|x_n - \\mu_{k(n)}\\|^2$$ there, where $k(n)$ is the centre nearest to $x_n$. Answer exactly.",
        answer=TableAnswer(tuple(right)),
        hints=(
            "Do each run on its own: assign the points, move the centres, and assign again.",
            "A run has ended when the assignment is the same as before.",
            "The objective never rises in a run, but it may end in a minimum that is not the smallest.",
        ),
        steps=(
            *steps,
            Step(
                f"Both runs have ended, because no point would change its centre, but ${latex_of(low)} < "
                f"{latex_of(high)}$: run "
                f"{better} has found the better clustering, and the other one is stuck in a local minimum. That is why "
                f"k-means is "
                "started several times." + _figure(points, finals, None, [])
            ),
            Step(f"Together: {summary(right)}"),
        ),
        misconceptions=_mistakes(right, [("centre-not-moved", _end_rows(unmoved))]),
    )


def _run_steps(name: str, points: Sequence[Ints], start: Sequence[Ints]) -> list[Step]:
    """One step for each iteration of a run."""
    now: list[Point] = [tuple(map(Q, c)) for c in start]
    before: list[int] | None = None
    steps = []
    for iteration in range(1, 10):
        cells = assign(points, now)
        assert cells is not None
        if cells == before:
            break
        before = cells
        groups = [
            listed([f"${tuple_of(x)}$" for x, c in zip(points, cells, strict=True) if c == k])
            for k in range(len(start))
        ]
        now = update(points, cells, now, (1,) * len(points))
        steps.append(
            Step(
                f"Run {name}, iteration {iteration}: "
                + " and ".join(rf"{_belongs(cells.count(k), g)} to $\mu_{k + 1}$" for k, g in enumerate(groups))
                + ". The means are "
                + listed([rf"$\mu_{k} = {_shown(c)}$" for k, c in enumerate(now, 1)])
                + "."
            )
        )
    each = [distance(x, now[k]) for x, k in zip(points, before or [], strict=True)]
    steps.append(
        Step(
            f"Run {name}: with these centres every point keeps its cluster, so the run has ended. The objective is $J "
            f"= "
            f"{' + '.join(map(latex_of, each))} = {latex_of(sum(each, Q(0)))}$."
        )
    )
    return steps


def _belongs(count: int, group: str) -> str:
    return f"{group} belongs" if count == 1 else f"{group} belong"


# ------------------------------------------------------------------ the second opinion


@kmeans_step.verify
def lowest_for_its_cells(
    kind: str,
    setting: int,
    points: tuple[Ints, ...],
    centres: tuple[Ints, ...],
    weights: Ints,
    answer: dict[str, object],
) -> bool:
    """Cells by nearest centres; centres by equal differences to both sides; J from pairs of points."""
    if kind == "starts":
        return all(_ended(points, centres[2 * r : 2 * r + 2], answer, name) for r, name in enumerate("AB"))
    told = [_coordinates(answer[f"m{k}"]) for k in range(1, len(centres) + 1)]
    own = weights or (1,) * len(points)
    cells = _nearest(points, centres)
    whole = Q(0)
    for k, c in enumerate(told):
        members = [(x, w) for x, w, cell in zip(points, own, cells, strict=True) if cell == k]
        if not members:
            if list(c) != [Q(v) for v in centres[k]]:
                return False
            continue
        if not _balanced(members, c):
            return False
        whole += _within(members)
    return bool(answer["J"] == whole)


def _ended(points: Sequence[Ints], start: Sequence[Ints], answer: dict[str, object], name: str) -> bool:
    """The told centres are a fixed point that the start leads to, in floating point with numpy."""
    import numpy as np

    data = np.array(points, dtype=float)
    now = np.array(start, dtype=float)
    for _ in range(20):
        cells = np.argmin(((data[:, None, :] - now[None, :, :]) ** 2).sum(axis=2), axis=1)
        now = np.array([data[cells == k].mean(axis=0) for k in range(2)])
    told = np.array([[near(v) for v in _coordinates(answer[f"{name}{k}"])] for k in (1, 2)])
    whole = sum((_within([(x, 1) for x, c in zip(points, cells, strict=True) if c == k]) for k in range(2)), Q(0))
    return bool(np.allclose(told, now, atol=1e-3) and answer[f"J{name}"] == whole)


def _coordinates(value: object) -> list[Q]:
    return list(value) if hasattr(value, "rows") else [value]  # type: ignore[call-overload, list-item]


def _nearest(points: Sequence[Ints], centres: Sequence[Ints]) -> list[int]:
    """By |x|^2 cancelling: the nearest centre has the largest x^T c - |c|^2 / 2."""
    return [
        max(
            range(len(centres)),
            key=lambda k: 2 * sum(a * b for a, b in zip(x, centres[k], strict=True)) - sum(b * b for b in centres[k]),
        )
        for x in points
    ]


def _balanced(members: Sequence[tuple[Ints, int]], c: Sequence[Q]) -> bool:
    """The cost is the same a step to both sides of c along each axis."""
    for i in range(len(c)):
        sides = [sum((w * (x[i] - c[i] - s) ** 2 for x, w in members), Q(0)) for s in (1, -1)]
        if sides[0] != sides[1]:
            return False
    return True


def _within(members: Sequence[tuple[Ints, int]]) -> Q:
    """The sum of squared distances from the mean, from pairs of points."""
    size = sum(w for _, w in members)
    pairs = sum(v * w * sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) for x, v in members for y, w in members)
    return Q(pairs, 2 * size)
