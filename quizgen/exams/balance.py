"""Balance: of many instances of an item those that are about equally hard, and a test that says whether it worked.

For each item a pool of instances is drawn. Those of the most frequent case (kinds of answers, fields, pictures) stay;
of them those whose features all lie in one band, the middle half of the pool at first, widened in steps until there are
enough. The choice is documented, and tested: is the spread of the chosen ones smaller than that of as many drawn from
the pool by lot?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from quizgen.draw import Draw
from quizgen.errors import CannotDraw, QuizgenError
from quizgen.exams.choose import SEED_BITS, problem_face
from quizgen.exams.features import NAMES, NOTICEABLE, case, features
from quizgen.problem import Problem

BANDS = ((0.25, 0.75), (0.15, 0.85), (0.05, 0.95), (0.0, 1.0))
"""Quantiles of the pool that a band may span, the narrowest first."""
POOL = 60
LARGEST_POOL = 240
ENOUGH = 8
"""So many different instances are wanted at least where the exercise has them."""
LOTS = 400
"""Draws by lot in the test."""
UNEQUAL_P = 0.05
UNEQUAL_SPREAD = 0.35
"""Flagged: no tighter than by lot (p above 0.05), and loads that spread by more than this part of their mean."""


class Candidate(Struct, frozen=True):
    """An instance that may be given to a student."""

    seed: int
    load: float
    """How hard it is: the mean of its features, each in units of the pool's mean (or of what can be noticed at all)."""


class Band(Struct, frozen=True):
    """Where one feature may lie."""

    feature: str
    low: float
    high: float
    pool_low: float
    pool_high: float
    """Smallest and largest in the whole pool."""


class Balanced(Struct, frozen=True):
    """The instances chosen for one item, and how."""

    item: str
    slug: str
    level: int
    version: int
    candidates: tuple[Candidate, ...]
    """In the order in which they are given out."""
    bands: tuple[Band, ...]
    widened: int
    """How often the band was widened; 3 means that it is the whole pool."""
    pool: int
    """Instances drawn."""
    different: int
    """Different ones among them."""
    case: str
    cases: int
    """Cases seen in the pool."""
    p: float
    """Part of the draws by lot that are as tight as the choice."""
    spread: float
    """Standard deviation of the loads, in units of their mean."""
    flagged: bool


def balanced(
    item: str, slug: str, level: int, generate: Callable[[int, int], Problem], wanted: int, words: tuple[str | int, ...]
) -> Balanced:
    """About `wanted` instances of one item, equally hard as far as features tell.

    `words` name the exam's stream. Raises QuizgenError when the exercise cannot be drawn at all.
    """
    size = max(POOL, min(LARGEST_POOL, 3 * wanted))
    draw = Draw("balance", *words, item, slug, level)
    pool, seeds, version = _pool(draw, level, generate, size)
    if not pool:
        raise QuizgenError(f"item {item}: {slug} at level {level} gives no problem")
    cases = Counter(case(problem) for problem in pool)
    most = max(sorted(cases), key=lambda name: cases[name])
    kept = [i for i, problem in enumerate(pool) if case(problem) == most]
    everything = [features(problem) for problem in pool]
    table = [everything[i] for i in kept]
    means = [sum(row[f] for row in table) / len(table) for f in range(len(NAMES))]
    loads = [_load(row, means) for row in table]
    need = min(len(kept), max(ENOUGH, min(wanted, len(kept) // 3)))
    widened = 0
    inside = list(range(len(kept)))
    for widened, (low, high) in enumerate(BANDS):  # noqa: B007 - the last one tried is reported
        limits = [_quantiles([row[f] for row in table], low, high) for f in range(len(NAMES))]
        inside = [i for i, row in enumerate(table) if all(a <= x <= b for x, (a, b) in zip(row, limits, strict=True))]
        if len(inside) >= need:
            break
    p = _test(loads, inside, draw.child("lots"))
    mean = sum(loads[i] for i in inside) / len(inside)
    spread = _deviation([loads[i] for i in inside]) / mean if mean else 0.0
    order = draw.child("order").shuffled(inside)
    bands = tuple(
        Band(
            name,
            min(table[i][f] for i in inside),
            max(table[i][f] for i in inside),
            min(row[f] for row in everything),
            max(row[f] for row in everything),
        )
        for f, name in enumerate(NAMES)
    )
    return Balanced(
        item=item,
        slug=slug,
        level=level,
        version=version,
        candidates=tuple(Candidate(seeds[kept[i]], round(loads[i], 4)) for i in order),
        bands=bands,
        widened=widened,
        pool=size,
        different=len(pool),
        case=most,
        cases=len(cases),
        p=round(p, 4),
        spread=round(spread, 4),
        flagged=p > UNEQUAL_P and spread > UNEQUAL_SPREAD,
    )


def _pool(
    draw: Draw, level: int, generate: Callable[[int, int], Problem], size: int
) -> tuple[list[Problem], list[int], int]:
    """Different problems and their seeds."""
    pool: list[Problem] = []
    seeds: list[int] = []
    seen: set[bytes] = set()
    repeated = 0
    for _ in range(size):
        seed = draw.bits(SEED_BITS)
        try:
            problem = generate(level, seed)
        except CannotDraw:
            continue
        face = problem_face(problem)
        if face not in seen:
            seen.add(face)
            pool.append(problem)
            seeds.append(seed)
            repeated = 0
        else:
            repeated += 1
            if repeated > POOL:  # an exercise of a few facts: there is nothing new to be drawn
                break
    return pool, seeds, pool[0].version if pool else 0


def _load(row: Sequence[float], means: Sequence[float]) -> float:
    scaled = [x / max(mean, least) for x, mean, least in zip(row, means, NOTICEABLE, strict=True) if mean]
    return sum(scaled) / len(scaled) if scaled else 1.0


def _quantiles(values: list[float], low: float, high: float) -> tuple[float, float]:
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[int(low * last)], ordered[min(last, -int(-high * last // 1))]


def _deviation(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return float((sum((x - mean) ** 2 for x in values) / len(values)) ** 0.5)


def _test(loads: list[float], inside: list[int], draw: Draw) -> float:
    """The part of draws by lot, of as many from the pool, whose loads spread no more than those chosen."""
    if len(inside) in (1, len(loads)):
        return 1.0
    chosen = _deviation([loads[i] for i in inside])
    as_tight = sum(_deviation(draw.sample(loads, len(inside))) <= chosen for _ in range(LOTS))
    return (as_tight + 1) / (LOTS + 1)


def to_json(items: Sequence[Balanced]) -> bytes:
    """The choice as JSON."""
    return msgspec.json.format(msgspec.json.encode(list(items)), indent=1)
