"""Item analysis: how hard the items were, how well they tell students apart, and whether the variants were fair.

All of it is computed from marks, with the formulas of classical test theory; chance comes from `Draw`, so that the same
marks give the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import numpy as np
from msgspec import Struct

from quizgen.draw import Draw
from quizgen.exams.manifest import Manifest
from quizgen.exams.marking import Result
from quizgen.exams.report import STYLE
from quizgen.exams.web import page
from quizgen.markup.figure import Bars, Figure, Line, Note, Plot, Points, near
from quizgen.markup.figures.svg import svg

RESAMPLES = 500
PERMUTATIONS = 400
INTERVAL = 0.95
FEW = 10
"""Students below which nothing is estimated."""
UNFAIR_P = 0.01
LOW_DISCRIMINATION = 0.15
GROUP = 5
"""Students with the same problem from which problems are compared as groups; else by their load."""


class ItemStatistics(Struct, frozen=True):
    """One item."""

    item: str
    students: int
    """Who were asked it and were there."""
    points: float
    facility: float
    """Mean part of the points, 0 to 1."""
    discrimination: float | None
    """Correlation of its points with those of all other items; None where one of them does not vary."""
    blank: int
    attention: int
    misconceptions: tuple[tuple[str, int], ...]
    """Code and count, the most frequent first."""
    variants: int
    """Different problems."""
    fairness: str
    """What was compared: "groups" or "load"; empty where nothing could be."""
    p: float | None
    """Of the permutation test that the variants were equally hard."""


class Analysis(Struct, frozen=True):
    """A whole exam."""

    students: int
    absent: int
    items: tuple[ItemStatistics, ...]
    mean: float
    deviation: float
    alpha: float | None
    """Cronbach's alpha over the items that everyone was asked."""
    alpha_low: float | None
    alpha_high: float | None


def analysis(manifest: Manifest, results: Sequence[Result]) -> Analysis:
    """The statistics of an exam from its results. Who was absent is left out."""
    there = [result for result in results if not result.absent]
    names = list(dict.fromkeys(e.item for paper in manifest.papers for e in paper.entries))
    names = [n for n in names if any(m.item == n and m.outcome != "withdrawn" for r in there for m in r.marks)]
    table = _table(there, names)
    totals = np.array([result.percent for result in there], dtype=float)
    everyone = table[:, ~np.isnan(table).any(axis=0)] if len(there) else table
    alpha = cronbach(everyone) if len(there) >= FEW else None
    low, high = _interval(everyone, manifest) if alpha is not None else (None, None)
    return Analysis(
        students=len(there),
        absent=len(results) - len(there),
        items=tuple(_item(manifest, there, table, names, j) for j in range(len(names))),
        mean=round(float(totals.mean()), 2) if len(there) else 0.0,
        deviation=round(float(totals.std(ddof=1)), 2) if len(there) > 1 else 0.0,
        alpha=alpha,
        alpha_low=low,
        alpha_high=high,
    )


def _table(there: Sequence[Result], names: list[str]) -> np.ndarray:
    """Points by student and item, NaN where an item was not asked."""
    table = np.full((len(there), len(names)), np.nan)
    for i, result in enumerate(there):
        for mark in result.marks:
            if mark.item in names and mark.outcome != "withdrawn":
                j = names.index(mark.item)
                table[i, j] = (0.0 if np.isnan(table[i, j]) else table[i, j]) + mark.points
    return table


def cronbach(table: np.ndarray) -> float | None:
    """Cronbach's alpha of points (students x items); None for fewer than two items or no variance."""
    items = table.shape[1]
    if items < 2 or len(table) < 2:
        return None
    total = table.sum(axis=1).var(ddof=1)
    if total == 0:
        return None
    return round(float(items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / total)), 4)


def _interval(table: np.ndarray, manifest: Manifest) -> tuple[float | None, float | None]:
    """A bootstrap interval of alpha over students (percentiles)."""
    draw = Draw("alpha", manifest.hash)
    count = len(table)
    found = []
    for _ in range(RESAMPLES):
        rows = [draw.below(count) for _ in range(count)]
        alpha = cronbach(table[rows])
        if alpha is not None:
            found.append(alpha)
    if len(found) < RESAMPLES // 2:
        return None, None
    found.sort()
    tail = (1 - INTERVAL) / 2
    return found[int(tail * len(found))], found[min(len(found) - 1, int((1 - tail) * len(found)))]


def _item(manifest: Manifest, there: Sequence[Result], table: np.ndarray, names: list[str], j: int) -> ItemStatistics:
    name = names[j]
    asked = ~np.isnan(table[:, j])
    own = table[asked, j]
    rest = np.nansum(table[asked], axis=1) - own
    marks = [m for result in there for m in result.marks if m.item == name]
    worth = {r.student: sum(m.of for m in r.marks if m.item == name) for r in there}
    points = max(worth.values(), default=0.0)
    codes = Counter(m.code.removeprefix("misconception:") for m in marks if m.code.startswith("misconception:"))
    students = [result.student for result, yes in zip(there, asked, strict=True) if yes]
    entries = {p.student: e for p in manifest.papers for e in p.entries if e.item == name}
    problems = [entries[student].problem for student in students]
    loads = np.array([entries[student].load for student in students])
    fairness, p = _fairness(own, rest, problems, loads, Draw("fair", manifest.hash, name))
    parts = {m.part for m in marks}
    return ItemStatistics(
        item=name,
        students=int(asked.sum()),
        points=points,
        facility=round(float(own.mean() / points), 4) if len(own) and points else 0.0,
        discrimination=_correlation(own, rest),
        blank=sum(m.outcome == "blank" for m in marks) // max(1, len(parts)),
        attention=sum(bool(m.attention) for m in marks),
        misconceptions=tuple(sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))),
        variants=len(set(problems)),
        fairness=fairness,
        p=p,
    )


def _correlation(a: np.ndarray, b: np.ndarray) -> float | None:
    if len(a) < FEW or a.std() == 0 or b.std() == 0:
        return None
    return round(float(np.corrcoef(a, b)[0, 1]), 4)


def _fairness(
    own: np.ndarray, rest: np.ndarray, problems: list[str], loads: np.ndarray, draw: Draw
) -> tuple[str, float | None]:
    """A permutation test of "the variants are equally hard", given how good the students are at the other items."""
    if len(own) < FEW or own.std() == 0:
        return "", None
    slope, intercept = np.polyfit(rest, own, 1) if rest.std() else (0.0, own.mean())
    residual = own - (slope * rest + intercept)
    counts = Counter(problems)
    if len(counts) > 1 and min(counts.values()) >= GROUP:
        names = sorted(counts)
        member = np.array([[problem == name for problem in problems] for name in names], dtype=float)
        sizes = member.sum(axis=1)

        def statistic(values: np.ndarray) -> float:
            sums = member @ values
            return float((sums * sums / sizes).sum())

        kind = "groups"
    elif loads.std() > 0:
        scaled = (loads - loads.mean()) / loads.std()

        def statistic(values: np.ndarray) -> float:
            return float(abs(scaled @ values))

        kind = "load"
    else:
        return "", None
    seen = statistic(residual)
    order = range(len(residual))
    as_far = sum(statistic(residual[draw.shuffled(order)]) >= seen - 1e-12 for _ in range(PERMUTATIONS))
    return kind, round((as_far + 1) / (PERMUTATIONS + 1), 4)


# ------------------------------------------------------------------ the page


def items_page(manifest: Manifest, results: Sequence[Result], found: Analysis) -> str:
    """The analysis as an HTML page with plots; it names no student."""
    title = f"{manifest.blueprint.title}: item analysis"
    alpha = "not estimated"
    if found.alpha is not None:
        alpha = f"{found.alpha:.2f}"
        if found.alpha_low is not None:
            alpha += (
                f" ({INTERVAL:.0%} interval {found.alpha_low:.2f} to {found.alpha_high:.2f}, bootstrap over students)"
            )
    out = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{found.students} students, {found.absent} absent; mean {found.mean:.1f} percent, standard deviation "
        f"{found.deviation:.1f}. Cronbach's alpha: {alpha}.</p>",
        '<table><tr><th scope="col">item</th><th scope="col">points</th><th scope="col">students</th>'
        '<th scope="col">facility</th><th scope="col">discrimination</th><th scope="col">blank</th>'
        '<th scope="col">variants</th><th scope="col">equally hard, p</th><th scope="col">to look at</th></tr>',
    ]
    for item in found.items:
        remarks = _remarks(item)
        number = f"{item.discrimination:.2f}" if item.discrimination is not None else "–"
        p = f"{item.p:.3f} ({item.fairness})" if item.p is not None else "–"
        out.append(
            f'<tr><th scope="row">{escape(item.item)}</th><td class="n">{item.points:g}</td>'
            f'<td class="n">{item.students}</td><td class="n">{item.facility:.2f}</td><td class="n">{number}</td>'
            f'<td class="n">{item.blank}</td><td class="n">{item.variants}</td><td class="n">{p}</td>'
            f'<td class="flag">{escape(remarks)}</td></tr>'
        )
    out.append("</table>")
    out.append(
        '<p class="quiet">Facility is the mean part of the points. Discrimination is the correlation of an item with '
        "the rest of the exam. The last test permutes the residuals of an item, given the rest of the exam, between "
        "the variants: between the students of each problem (groups) where enough have it, else against the load that "
        "the features of the instance give it.</p>"
    )
    there = [result for result in results if not result.absent]
    figures = [histogram([r.percent for r in there])] if there else []
    if len(found.items) > 1 and there:
        figures.append(scatter(found))
    out += [f"<figure>{svg(figure, alone=True)}</figure>" for figure in figures]
    rows = [
        f'<tr><th scope="row">{escape(item.item)}</th><td>{escape(code)}</td><td class="n">{count}</td>'
        f'<td class="n">{count / item.students:.0%}</td></tr>'
        for item in found.items
        for code, count in item.misconceptions
    ]
    if rows:
        out.append("<h2>Misconceptions</h2>")
        out.append(
            '<table><tr><th scope="col">item</th><th scope="col">misconception</th><th scope="col">students</th>'
            f'<th scope="col">part</th></tr>{"".join(rows)}</table>'
        )
    return page(title, "en", "\n".join(out), style=STYLE)


def _remarks(item: ItemStatistics) -> str:
    remarks = []
    if item.p is not None and item.p <= UNFAIR_P:
        remarks.append("variants unequally hard")
    if item.discrimination is not None and item.discrimination < LOW_DISCRIMINATION:
        remarks.append("hardly tells students apart")
    if item.attention:
        remarks.append(f"{item.attention} for a person")
    return "; ".join(remarks)


def histogram(percents: Sequence[float]) -> Figure:
    """How many students reached which percentage, in steps of ten."""
    counts = [0] * 10
    for percent in percents:
        counts[min(9, int(percent // 10))] += 1
    told = ", ".join(f"{10 * k} to {10 * k + 10}: {count}" for k, count in enumerate(counts) if count)
    return Plot(
        description=f"Histogram of the percentages reached by {len(percents)} students. {told}.",
        x_range=(0, 100),
        y_range=(0, max(counts) * 1.1 + 1),
        marks=(Bars(tuple((10 * k + 5.0, float(count)) for k, count in enumerate(counts)), width=9),),
        x_label="percent",
        y_label="students",
    )


def scatter(found: Analysis) -> Figure:
    """Items by facility and discrimination."""
    known = [(item.item, item.facility, item.discrimination) for item in found.items if item.discrimination is not None]
    low = min([0.0, *(near(d) for _, _, d in known)])
    told = ", ".join(f"{name} at {f:.2f} and {d:.2f}" for name, f, d in known)
    return Plot(
        description=f"Items by facility and discrimination: {told or 'none could be estimated'}.",
        x_range=(0, 1.15),
        y_range=(low - 0.05, 1),
        marks=(
            Line(((0.0, LOW_DISCRIMINATION), (1.0, LOW_DISCRIMINATION)), style="dotted"),
            Points(tuple((near(f), near(d)) for _, f, d in known)),
            *(Note((near(f + 0.015), near(d)), _plain(name)) for name, f, d in known),
        ),
        x_label="facility",
        y_label="discrimination",
    )


def _plain(name: str) -> str:
    return "".join(character if character.isalnum() or character == "-" else " " for character in name)
