"""The kinds as hypothesis sees them: what is typed is read back as right, equality does not depend on which of two
answers is the right one, and any basis, multiple or order of the same thing is the same thing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.interval import IntervalAnswer, Piece
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.answers.tuples import TupleAnswer
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from quizgen.exact import Matrix, Q

SLOW = settings(max_examples=60, deadline=None, derandomize=True)

fractions = st.builds(Fraction, st.integers(-30, 30), st.sampled_from([1, 1, 2, 3, 7]))
surds = st.builds(
    lambda a, b, n: f"{a} + ({b})*sqrt({n})", fractions, fractions.filter(bool), st.sampled_from([2, 3, 5, 12])
)
numbers = st.one_of(fractions.map(str), surds)


def vectors(size: int) -> st.SearchStrategy[tuple[Fraction, ...]]:
    return st.tuples(*[fractions] * size)


def tables(rows: int, columns: int) -> st.SearchStrategy[tuple[tuple[Fraction, ...], ...]]:
    return st.tuples(*[vectors(columns)] * rows)


sizes = st.integers(1, 4)
matrices = st.tuples(sizes, sizes).flatmap(lambda shape: tables(*shape))


def exact(rows: Any) -> Matrix:
    return Matrix([[Q(x.numerator, x.denominator) for x in row] for row in rows])


def independent(count: int, size: int) -> st.SearchStrategy[tuple[tuple[Fraction, ...], ...]]:
    return tables(count, size).filter(lambda rows: exact(rows).rank() == count)


def texts(vector: Any) -> str:
    return "(" + ", ".join(map(str, vector)) + ")"


def read_back(answer: Answer) -> None:
    """The right answer as typed, and in every notation, is right; the author made no mistake."""
    for reply in (answer.typed(), *answer.notations()):
        assert answer.judge(reply).outcome == "correct", reply


def symmetric(a: Answer, b: Answer) -> bool:
    """Whether each is right for the other, which must be the same."""
    there, back = a.matches(b.typed()), b.matches(a.typed())
    assert there == back, (a.typed(), b.typed())
    return there


# --- typed and read back -----------------------------------------------------------------------------------


@SLOW
@given(numbers)
def test_numbers(x: str) -> None:
    read_back(NumberAnswer.of(x))


@SLOW
@given(fractions, st.integers(0, 4))
def test_rounded_numbers(x: Fraction, places: int) -> None:
    read_back(NumberAnswer.of(x, decimals=places))


@SLOW
@given(st.lists(numbers, min_size=1, max_size=5))
def test_vectors(entries: list[str]) -> None:
    read_back(VectorAnswer.of(entries))
    if len(entries) > 1:
        read_back(TupleAnswer(tuple(entries)))


@SLOW
@given(matrices)
def test_matrices(rows: Any) -> None:
    read_back(MatrixAnswer.of(rows))


@SLOW
@given(st.lists(numbers, max_size=4), st.booleans())
def test_sets(items: list[str], multiplicity: bool) -> None:
    read_back(SetAnswer.of(*items, multiplicity=multiplicity) if items else SetAnswer(()))


def interval(ends: list[Fraction], types: list[bool]) -> IntervalAnswer:
    """Intervals between every other pair of ends."""
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    closed = iter(types)
    return IntervalAnswer(tuple(Piece(str(a), str(b), next(closed), next(closed)) for a, b in pairs))


spans = st.builds(
    interval, st.lists(fractions, min_size=2, max_size=6, unique=True).map(sorted), st.lists(st.booleans(), min_size=6)
)


@SLOW
@given(spans)
def test_intervals(answer: IntervalAnswer) -> None:
    read_back(answer)


@SLOW
@given(vectors(3), independent(2, 3))
def test_affine_sets(point: Any, directions: Any) -> None:
    read_back(AffineAnswer.of(point, directions))
    read_back(AffineAnswer.of(point, directions[:1], names=("x", "y", "z")))


@SLOW
@given(independent(2, 3), st.booleans())
def test_bases(rows: Any, spanning: bool) -> None:
    read_back(BasisAnswer.of(rows, spanning=spanning))


@SLOW
@given(st.sampled_from([(3, 4, 5), (5, 12, 13), (8, 15, 17)]), st.booleans())
def test_orthonormal_bases(triple: tuple[int, int, int], flip: bool) -> None:
    a, b, c = (Fraction(x, triple[2]) for x in triple)
    read_back(BasisAnswer.of([(a, b), (b, -a) if flip else (-b, a)], orthonormal=True))
    assert c == 1


@SLOW
@given(independent(2, 2), independent(2, 2))
def test_factorisations(left: Any, right: Any) -> None:
    product = exact(left) @ exact(right)
    read_back(FactorisationAnswer.of(product, [("P", exact(left), ("invertible",)), ("Q", exact(right), ())]))


@SLOW
@given(st.integers(2, 9), st.data())
def test_choices_and_orders(size: int, data: st.DataObject) -> None:
    options = [f"option number {i}" for i in range(size)]
    right = data.draw(st.sets(st.integers(0, size - 1)))
    read_back(ChoiceAnswer.of(options, sorted(right), multiple=True))
    read_back(ChoiceAnswer.of(options, data.draw(st.integers(0, size - 1))))
    read_back(OrderingAnswer.of(options).shown(data.draw(st.permutations(range(size)))))


# --- symmetric ---------------------------------------------------------------------------------------------


small = st.builds(Fraction, st.integers(-2, 2))


@SLOW
@given(st.tuples(small, small), st.tuples(small, small), st.booleans())
def test_directions_are_symmetric(a: Any, b: Any, sign_free: bool) -> None:
    assume(any(a) and any(b))
    found = symmetric(DirectionAnswer.of(a, sign_free=sign_free), DirectionAnswer.of(b, sign_free=sign_free))
    parallel = a[0] * b[1] == a[1] * b[0]
    assert found == (parallel and (sign_free or a[0] * b[0] + a[1] * b[1] > 0))


@SLOW
@given(st.tuples(*[st.tuples(small, small, small)] * 2), st.tuples(*[st.tuples(small, small, small)] * 2))
def test_bases_are_symmetric(a: Any, b: Any) -> None:
    assume(exact(a).rank() == exact(b).rank() == 2)
    assert symmetric(BasisAnswer.of(a), BasisAnswer.of(b)) == (exact([*a, *b]).rank() == 2)


@SLOW
@given(st.tuples(small, small, small), st.tuples(small, small, small), *[st.tuples(small, small, small)] * 2)
def test_affine_sets_are_symmetric(p: Any, q: Any, d: Any, e: Any) -> None:
    assume(any(d) and any(e))
    gap = [x - y for x, y in zip(p, q, strict=True)]
    same = exact([d, e]).rank() == 1 and exact([d, gap]).rank() == 1
    assert symmetric(AffineAnswer.of(p, [d]), AffineAnswer.of(q, [e])) == same


@SLOW
@given(st.lists(small, max_size=4), st.lists(small, max_size=4), st.booleans())
def test_sets_are_symmetric(a: list[Fraction], b: list[Fraction], multiplicity: bool) -> None:
    one, other = (SetAnswer(tuple(map(str, items)), multiplicity=multiplicity) for items in (a, b))
    assert symmetric(one, other) == (sorted(a) == sorted(b) if multiplicity else set(a) == set(b))


@SLOW
@given(st.lists(small, min_size=2, max_size=4, unique=True).map(sorted), st.lists(st.booleans(), min_size=8), st.data())
def test_intervals_are_symmetric(ends: list[Fraction], types: list[bool], data: st.DataObject) -> None:
    one = interval(ends, types)
    other = interval(ends, data.draw(st.permutations(types)))
    assert symmetric(one, other) == (one == other)


@SLOW
@given(matrices, matrices)
def test_matrices_are_symmetric(a: Any, b: Any) -> None:
    assert symmetric(MatrixAnswer.of(a), MatrixAnswer.of(b)) == (a == b)


# --- the same thing in another form ------------------------------------------------------------------------


@SLOW
@given(vectors(3).filter(any), fractions.filter(bool), surds)
def test_a_multiple_is_the_same_direction(v: Any, k: Fraction, surd: str) -> None:
    answer = DirectionAnswer.of(v)
    assert answer.matches({"answer": texts(k * x for x in v)})
    assert answer.matches({"answer": f"({surd}) * {texts(v)}"})
    oriented = DirectionAnswer.of(v, sign_free=False)
    assert oriented.matches({"answer": texts(k * x for x in v)}) == (k > 0)


@SLOW
@given(independent(2, 4), independent(2, 2), st.booleans())
def test_another_basis_of_the_space(rows: Any, change: Any, spanning: bool) -> None:
    """Any invertible combination of the vectors, in any order, is right; a singular one is not."""
    changed = [list(row) for row in (exact(change) @ exact(rows)).to_rows()]
    answer = BasisAnswer.of(rows, spanning=spanning)
    assert answer.matches({"answer": ", ".join(map(texts, changed))})
    assert answer.matches({"answer": ", ".join(map(texts, changed[::-1]))})
    twice = [changed[0], [3 * x for x in changed[0]]]
    assert not answer.matches({"answer": ", ".join(map(texts, twice))})


@SLOW
@given(vectors(3), independent(2, 3), independent(2, 2), fractions, fractions)
def test_another_description_of_an_affine_set(point: Any, directions: Any, change: Any, s: Any, t: Any) -> None:
    moved = [p + s * d + t * e for p, d, e in zip(point, *directions, strict=True)]
    changed = (exact(change) @ exact(directions)).to_rows()
    answer = AffineAnswer.of(point, directions)
    assert answer.matches({"answer": f"{texts(moved)} + s{texts(changed[0])} + t{texts(changed[1])}"})
    assert answer.matches({"answer": f"{texts(moved)} + s{texts(changed[1])} + t{texts(changed[0])}"})
    outside = [p + n for p, n in zip(moved, _normal(*directions), strict=True)]
    assert not answer.matches({"answer": f"{texts(outside)} + s{texts(changed[0])} + t{texts(changed[1])}"})


def _normal(d: Any, e: Any) -> list[Fraction]:
    return [d[1] * e[2] - d[2] * e[1], d[2] * e[0] - d[0] * e[2], d[0] * e[1] - d[1] * e[0]]


@SLOW
@given(st.lists(fractions, min_size=1, max_size=5), st.data())
def test_the_order_of_a_set_does_not_matter(items: list[Fraction], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(items))
    for multiplicity in (False, True):
        answer = SetAnswer.of(*items, multiplicity=multiplicity)
        assert answer.matches({"answer": "{" + ", ".join(map(str, shuffled)) + "}"})
        more = "{" + ", ".join(map(str, [*shuffled, shuffled[0]])) + "}"
        assert answer.matches({"answer": more}) == (not multiplicity)


@SLOW
@given(spans, st.data())
def test_intervals_in_another_order_and_in_pieces(answer: IntervalAnswer, data: st.DataObject) -> None:
    pieces = data.draw(st.permutations(answer.parts))
    whole = [IntervalAnswer((piece,)).typed()["answer"] for piece in pieces]
    assert answer.matches({"answer": " U ".join(whole)})
    middle = (Fraction(pieces[0].low) + Fraction(pieces[0].high)) / 2
    left, right = whole[0].split(", ")
    assert answer.matches({"answer": " U ".join([*whole[1:], f"{left}, {middle}]", f"({middle}, {right}"])})
    assert not answer.matches({"answer": " U ".join([*whole[1:], f"{left}, {middle})", f"({middle}, {right}"])})


@SLOW
@given(matrices, st.data())
def test_one_other_entry_is_never_right(rows: Any, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(rows) - 1))
    j = data.draw(st.integers(0, len(rows[0]) - 1))
    by = data.draw(st.sampled_from([Fraction(1, 10**9), Fraction(1), Fraction(-1)]))
    changed = [[x + by * ((r, c) == (i, j)) for c, x in enumerate(row)] for r, row in enumerate(rows)]
    answer = MatrixAnswer.of(rows)
    try:
        verdict = answer.judge({"answer": "[" + "; ".join(", ".join(map(str, row)) for row in changed) + "]"})
    except Unreadable as error:
        raise AssertionError(error) from error
    assert verdict.outcome in ("partial", "incorrect")
