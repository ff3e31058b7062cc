"""Is a reply right? By definition for each kind, from `evaluate` alone: the judges' code is not used.

None where a reply makes no sense here (shapes, a division by zero): such a reply is not right.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import singledispatch
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.language import read
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import (
    Const,
    Group,
    Interval,
    Name,
    Neg,
    Node,
    Num,
    Rows,
    Sequence,
    SetOf,
    Union,
    Vocabulary,
)
from quizgen.answers.syntax import Word as WordNode
from quizgen.answers.trees import places
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from tests.mutations.evaluate import CLOSE, Env, NoValueError, alike, close, holds, identity, rank, value

Trees = Mapping[str, Node]
"""The reply to each field, as a tree."""
POINTS = 6
NOTHING: Env = {}


@singledispatch
def right(answer: Answer, trees: Trees) -> bool:
    """Is the reply right? Raises NoValueError where it means nothing, KeyError for a kind that is not known here."""
    raise KeyError(type(answer).__name__)


def parsed(text: str) -> Node:
    """A stored value."""
    return read(text, Vocabulary(), "value")


def number(text: str) -> Any:
    """A stored number."""
    return value(parsed(text), NOTHING)


def near(typed: Any, stored: Any, decimals: int | None, tolerance: str = "") -> bool:
    """Equal, or within half a unit of the last place that is asked for, or the tolerance."""
    if close(typed, stored):
        return True
    allowed = Fraction(tolerance) if tolerance else Fraction(0)
    if decimals is not None:
        allowed = max(allowed, Fraction(1, 2) / Fraction(10) ** decimals * (1 + Fraction(1, 10**6)))
    return abs(typed - stored) <= allowed


def flat(found: Any) -> list[Any]:
    """The entries of a row or column. Raises NoValueError for a matrix."""
    if not isinstance(found, np.ndarray):
        return [found]
    if 1 not in found.shape:
        raise NoValueError("not a vector")
    return list(found.flat)


@right.register
def _(answer: NumberAnswer, trees: Trees) -> bool:
    tree = trees["answer"]
    if "inf" in answer.text:
        return value_or_infinite(tree) == value_or_infinite(parsed(answer.text))
    typed = value(tree, NOTHING)
    if isinstance(typed, np.ndarray):
        return False
    if answer.percent and not any(getattr(x, "percent", False) for x in places(tree)):
        typed = typed / 100
    stored = number(answer.text)
    decimals = answer.decimals
    if answer.significant:  # so many figures from the first that is not 0
        decimals = answer.significant - 1 - int(f"{abs(float(stored)):e}".split("e")[1])
    return near(typed, stored, decimals, answer.tolerance)


def value_or_infinite(tree: Node) -> Any:
    """A number, or an infinity."""
    if isinstance(tree, Group):
        return value_or_infinite(tree.inner)
    if isinstance(tree, Neg):
        return -value_or_infinite(tree.argument)
    if isinstance(tree, Const) and tree.name == "inf":
        return inf
    found = value(tree, NOTHING)
    return float(f"{found:.12g}") if isinstance(found, float) else found  # e^-7 and exp(-7) differ in the last bit


@right.register
def _(answer: ExpressionAnswer, trees: Trees) -> bool:
    compared = 0
    for env in samples(answer):
        stored, typed = _maybe(answer.node, env), _maybe(trees["answer"], env)
        if (stored is None) != (typed is None):
            return False
        if stored is not None:
            compared += 1
            if not alike(*map(_upright, (stored, typed))):
                return False
    if not compared:
        raise KeyError("no sample point")
    return True


def _maybe(tree: Node, env: Env) -> Any:
    try:
        return value(tree, env)
    except NoValueError:
        return None


def _upright(found: Any) -> Any:
    return found.T if isinstance(found, np.ndarray) and found.shape[0] == 1 else found


def samples(answer: ExpressionAnswer) -> list[dict[str, Any]]:
    """Random points of the domain, rational; matrices with the properties declared, and I of the size that fits."""
    source = random.Random(answer.text)
    points = [{name: _sample(answer, name, source) for name in answer.names} for _ in range(POINTS)]
    sizes = sorted({n for shape in answer.shapes.values() for n in shape} or {1})
    fits = [n for n in sizes if _maybe(answer.node, points[0] | {"I": identity(n)}) is not None]
    return [point | {"I": identity(fits[0] if fits else sizes[-1])} for point in points]


def _sample(answer: ExpressionAnswer, name: str, source: random.Random) -> Any:
    shape = answer.shapes.get(name, (1, 1))
    if shape == (1, 1):
        found = Fraction(source.randint(1, 30), 19) * source.choice((1, -1))
        wanted = answer.domain.get(name, "")
        if wanted.startswith(("(", "[")):
            low, high = (x.strip() for x in wanted.strip("()[]").split(","))
            if "inf" in high:
                return Fraction(low) + abs(found) if "inf" not in low else found
            if "inf" in low:
                return Fraction(high) - abs(found)
            return Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(source.randint(1, 99), 100)
        return abs(found) if wanted in ("positive", "nonnegative") else found
    entries = [[Fraction(source.randint(-20, 20), 7) for _ in range(shape[1])] for _ in range(shape[0])]
    table = np.array(entries, dtype=object)
    return table + table.T if "symmetric" in answer.properties.get(name, "") else table


@right.register
def _(answer: VectorAnswer, trees: Trees) -> bool:
    typed = flat(value(trees["answer"], NOTHING))
    stored = [number(x) for x in answer.entries]
    return len(typed) == len(stored) and all(
        near(x, y, answer.decimals, answer.tolerance) for x, y in zip(typed, stored, strict=True)
    )


@right.register
def _(answer: MatrixAnswer, trees: Trees) -> bool:
    typed = value(trees["answer"], NOTHING)
    stored = [[number(x) for x in row] for row in answer.rows]
    if not isinstance(typed, np.ndarray) or typed.shape != answer.shape:
        return False
    return all(
        near(typed[i, j], x, answer.decimals, answer.tolerance)
        for i, row in enumerate(stored)
        for j, x in enumerate(row)
    )


@right.register
def _(answer: DirectionAnswer, trees: Trees) -> bool:
    x, y = flat(value(trees["answer"], NOTHING)), [number(v) for v in answer.entries]
    if len(x) != len(y) or all(close(v, 0) for v in x):
        return False
    size = [float(sum(v * v for v in w)) ** 0.5 for w in (x, y)]
    inner = float(sum(v * w for v, w in zip(x, y, strict=True))) / (size[0] * size[1])
    gap = [float(v) / size[0] * (1 if inner > 0 else -1) - float(w) / size[1] for v, w in zip(x, y, strict=True)]
    allowed = CLOSE if answer.decimals is None else 10.0**-answer.decimals * len(x) / size[0]
    if any(abs(g) > allowed for g in gap):
        return False
    return (answer.sign_free or inner > 0) and (not answer.unit or abs(size[0] - 1) < 1e-2)


@right.register
def _(answer: SetAnswer, trees: Trees) -> bool:
    node = trees["answer"]
    items = node.items if isinstance(node, (SetOf, Sequence)) else (node,)
    typed = [tuple(flat(value(x, NOTHING))) for x in items]
    stored = [tuple(flat(number(x))) for x in answer.items]
    found = [[_same_point(x, y, answer) for y in stored] for x in typed]
    if not answer.multiplicity:
        return all(map(any, found)) and all(any(row[j] for row in found) for j in range(len(stored)))
    counts = [sum(_same_point(x, y, answer) for x in typed) for y in stored]
    return len(typed) == len(stored) and counts == [sum(_same_point(x, y, answer) for x in stored) for y in stored]


def _same_point(x: tuple[Any, ...], y: tuple[Any, ...], answer: SetAnswer) -> bool:
    return len(x) == len(y) and all(near(a, b, answer.decimals, answer.tolerance) for a, b in zip(x, y, strict=True))


Span = tuple[Any, Any, bool, bool]


@right.register
def _(answer: IntervalAnswer, trees: Trees) -> bool:
    stored = [(_end(p.low), _end(p.high), p.low_closed, p.high_closed) for p in answer.parts]
    typed = list(_spans(trees["answer"]))
    ends = sorted({e for span in stored + typed for e in span[:2] if abs(e) != inf})
    tried = [*ends, *((a + b) / 2 for a, b in pairwise(ends))]
    tried += [ends[0] - 1, ends[-1] + 1] if ends else [Fraction(0)]
    return all(_inside(x, stored) == _inside(x, typed) for x in tried)


def _end(text: str) -> Any:
    return value_or_infinite(parsed(text))


def _spans(node: Node) -> list[Span]:
    match node:
        case Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
            return [(value_or_infinite(low), value_or_infinite(high), low_closed, high_closed)]
        case Sequence(items=(low, high), open=("(" | "[") as bracket):
            return [(value_or_infinite(low), value_or_infinite(high), bracket == "[", bracket == "[")]
        case SetOf(items=items):
            return [(value(x, NOTHING), value(x, NOTHING), True, True) for x in items]
        case Union(parts=parts):
            return [span for part in parts for span in _spans(part)]
        case Group(inner=inner):
            return _spans(inner)
        case WordNode(word="all"):
            return [(-inf, inf, False, False)]
        case WordNode(word="none"):
            return []
    raise NoValueError("not an interval")


def _inside(x: Any, spans: list[Span]) -> bool:
    return any(
        (low < x or (low_closed and close(low, x))) and (x < high or (high_closed and close(high, x)))
        for low, high, low_closed, high_closed in spans
    )


@right.register
def _(answer: AffineAnswer, trees: Trees) -> bool:
    tree = trees["answer"]
    if isinstance(tree, WordNode):
        return answer.empty and tree.word == "none"
    names = sorted({x.name for x in places(tree) if isinstance(x, Name)})
    zero = {name: Fraction(0) for name in names}
    point = flat(value(tree, zero))
    moves = [[a - b for a, b in zip(flat(value(tree, zero | {n: Fraction(1)})), point, strict=True)] for n in names]
    if answer.empty or len(point) != len(answer.point):
        return False
    directions = [[number(x) for x in d] for d in answer.directions]
    gap = [a - number(b) for a, b in zip(point, answer.point, strict=True)]
    return _same_span(moves, directions) and _same_span([*directions, gap], directions)


def _same_span(one: list[list[Any]], other: list[list[Any]]) -> bool:
    ranks = [_rank(one), _rank(other), _rank([*one, *other])]
    return len(set(ranks)) == 1


def _rank(vectors: list[list[Any]]) -> int:
    return rank(np.array(vectors, dtype=object)) if vectors else 0


@right.register
def _(answer: BasisAnswer, trees: Trees) -> bool:
    node = trees["answer"]
    inner = node.items[0] if isinstance(node, SetOf) and len(node.items) == 1 else node
    if isinstance(inner, Rows):
        typed = [[value(x, NOTHING) for x in row] for row in inner.rows]
        if len(typed) == answer.length != len(typed[0]):
            typed = [list(column) for column in zip(*typed, strict=True)]
    elif isinstance(inner, (Sequence, SetOf)) and any(
        isinstance(x, (Sequence, Rows)) or _is_product(x) for x in inner.items
    ):
        typed = [flat(value(x, NOTHING)) for x in inner.items]
    else:
        typed = [flat(value(inner, NOTHING))]
    stored = [[number(x) for x in v] for v in answer.vectors]
    if any(len(v) != answer.length for v in typed) or len(typed) != len(stored):
        return False
    if answer.orthonormal:
        products = [
            (sum(a * b for a, b in zip(v, w, strict=True)), i == j)
            for i, v in enumerate(typed)
            for j, w in enumerate(typed)
        ]
        if not all(
            abs(p - one) < (1e-9 if answer.decimals is None else 10.0**-answer.decimals * 4) for p, one in products
        ):
            return False
    return _rank(typed) == len(stored) and _same_span(typed, stored)


def _is_product(node: Node) -> bool:
    return any(isinstance(x, (Sequence, Rows)) for x in places(node))


@right.register
def _(answer: FactorisationAnswer, trees: Trees) -> bool:
    found = {f.name: value(trees[f.name], NOTHING) for f in answer.factors}
    if not all(isinstance(m, np.ndarray) for m in found.values()):
        return False
    if not answer.free_shape and any(found[f.name].shape != f.shape for f in answer.factors):
        return False
    names = tuple(found)
    product = value(read(answer.product or "*".join(names), Vocabulary(names=names, matrices=names)), found)
    target = np.array([[number(x) for x in row] for row in answer.target], dtype=object)
    structures = [(found[f.name], s) for f in answer.factors for s in f.structure]
    return alike(product, target) and all(STRUCTURES[s](m.astype(float)) for m, s in structures)


def _diagonal(m: Any) -> Any:
    return np.array([m[i, i] for i in range(min(m.shape))])


def _is_one(m: Any) -> bool:
    return bool(m.shape[0] == m.shape[1] and np.allclose(m, np.eye(m.shape[0]), atol=CLOSE))


def _off_diagonal(m: Any) -> Any:
    return m - np.eye(*m.shape) * m


STRUCTURES: dict[str, Callable[[Any], bool]] = {
    "orthogonal": lambda m: m.shape[0] == m.shape[1] and _is_one(m.T @ m),
    "orthonormal-columns": lambda m: _is_one(m.T @ m),
    "orthonormal-rows": lambda m: _is_one(m @ m.T),
    "diagonal": lambda m: bool(np.allclose(_off_diagonal(m), 0, atol=CLOSE)),
    "nonnegative-diagonal": lambda m: bool((_diagonal(m) >= -CLOSE).all()),
    "positive-diagonal": lambda m: bool((_diagonal(m) > CLOSE).all()),
    "descending-diagonal": lambda m: bool((np.diff(_diagonal(m)) <= CLOSE).all()),
    "lower-triangular": lambda m: bool(np.allclose(np.triu(m, 1), 0, atol=CLOSE)),
    "unit-lower-triangular": lambda m: bool(np.allclose(np.triu(m, 1), 0) and np.allclose(_diagonal(m), 1)),
    "upper-triangular": lambda m: bool(np.allclose(np.tril(m, -1), 0, atol=CLOSE)),
    "symmetric": lambda m: m.shape[0] == m.shape[1] and bool(np.allclose(m, m.T, atol=CLOSE)),
    "permutation": lambda m: _is_one(m.T @ m) and bool(np.isin(m, (0, 1)).all()),
    "invertible": lambda m: m.shape[0] == m.shape[1] and abs(np.linalg.det(m)) > CLOSE,
}


@right.register
def _(answer: TruthAnswer, trees: Trees) -> bool:
    """A counterexample (the word is judged elsewhere): every hypothesis holds, and the claim does not."""
    names = tuple(w.name for w in answer.witnesses)
    words = Vocabulary(names=names, matrices=tuple(w.name for w in answer.witnesses if w.shape))
    env: dict[str, Any] = {w.name: _shaped(value(trees[w.name], NOTHING), w.shape) for w in answer.witnesses}
    conditions = [read(text, words, "relation") for text in answer.hypotheses]
    return all(_met(c, env) for c in conditions) and not _met(read(answer.claim, words, "relation"), env)


def _met(condition: Node, env: dict[str, Any]) -> bool:
    """Does it hold, with an I of the size that fits? Raises NoValueError where none does."""
    sizes = {n for m in env.values() if isinstance(m, np.ndarray) for n in m.shape} or {1}
    found = []
    for size in sorted(sizes):
        try:
            found.append(holds(condition, env | {"I": identity(size)}))
        except NoValueError:
            continue
    if not found:
        raise NoValueError("no value")
    return any(found)


def _shaped(found: Any, shape: tuple[int, int] | None) -> Any:
    typed = found.shape if isinstance(found, np.ndarray) else None
    if shape is not None and 1 in shape and typed == shape[::-1]:
        return found.T
    if typed != shape:
        raise NoValueError("shape")
    return found


__all__ = ["Num", "right", "samples"]
