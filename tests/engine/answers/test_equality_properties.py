"""Equality as hypothesis sees it: symmetric, stable under rewriting, and never fooled by a small change."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.answers import compare
from quizgen.answers.echo import typed
from quizgen.answers.language import read
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Binary, Call, Group, Name, Neg, Node, Num, Unreadable, Vocabulary
from quizgen.answers.trees import reordered, spelled_out
from quizgen.answers.vector import VectorAnswer

WORDS = Vocabulary(names=("x", "y"))
WHERE = {"x": compare.domain("positive"), "y": compare.domain("positive")}
SLOW = settings(max_examples=150, deadline=None, derandomize=True)

leaves = st.one_of(
    st.sampled_from([Name("x"), Name("y")]), st.integers(0, 9).map(lambda n: Num(str(n))), st.just(Num("0.5"))
)


def bigger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    grouped = inner.map(Group)
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), grouped, grouped),
        st.builds(Binary, st.just("^"), grouped, st.integers(1, 3).map(lambda n: Num(str(n)))),
        st.builds(Neg, grouped),
        st.builds(lambda name, x: Call(name, (x,)), st.sampled_from(["sin", "exp", "abs", "atan", "sqrt"]), inner),
    )


trees = st.recursive(leaves, bigger, max_leaves=8)


def equal(a: Node, b: Node) -> str:
    try:
        return compare.equal(a, b, WHERE)
    except Unreadable as error:
        return error.code


@SLOW
@given(trees, trees)
def test_symmetric(a: Node, b: Node) -> None:
    assert equal(a, b) == equal(b, a)


@SLOW
@given(trees)
def test_equal_to_itself_rewritten(a: Node) -> None:
    for other in (a, reordered(a), spelled_out(a), read(typed(a), WORDS), Binary("+", Group(a), Num("0"))):
        assert equal(a, other) in ("equal", "undecided", "too-large", "division-by-zero")
        if equal(a, a) == "equal":
            assert equal(a, other) == "equal"


@SLOW
@given(trees, st.integers(1, 9), st.integers(-9, 9))
def test_never_equal_to_itself_and_a_little_more(a: Node, power: int, more: int) -> None:
    off = Binary("+", Group(a), Num(f"1e-{power}"))
    assert equal(a, off) != "equal"
    if more:
        assert equal(Binary("+", Group(a), Binary("*", Num(str(abs(more))), Name("x"))), a) != "equal"


@SLOW
@given(trees, trees, trees)
def test_distributes(a: Node, b: Node, c: Node) -> None:
    left = Binary("*", Group(a), Group(Binary("+", Group(b), Group(c))))
    right = Binary("+", Binary("*", Group(a), Group(b)), Binary("*", Group(a), Group(c)))
    assert equal(left, right) != "different"


numbers = st.fractions(max_denominator=50).filter(lambda q: abs(q) < 1000)


@SLOW
@given(numbers, numbers)
def test_numbers_are_equal_exactly_when_they_are(a: Fraction, b: Fraction) -> None:
    answer = NumberAnswer.of(a)
    assert answer.matches({"answer": str(b)}) == (a == b)
    assert answer.matches({"answer": f"{b} + {a} - ({b})"})
    assert all(answer.matches(n) for n in answer.notations())


@SLOW
@given(numbers, st.integers(0, 5))
def test_rounded_numbers_are_accepted_and_the_next_ones_refused(a: Fraction, places: int) -> None:
    answer = NumberAnswer.of(a, decimals=places)
    unit = Fraction(1, 10**places)
    assert answer.matches(answer.typed())
    near = Fraction(round(a / unit)) * unit
    for step in (-2, 2):
        shown = f"{float(near + step * unit):.{places}f}"
        assert not answer.matches({"answer": shown})


@SLOW
@given(st.lists(numbers, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_sets_ignore_order_and_repeats(items: list[Fraction], random: object) -> None:
    answer = SetAnswer.of(*items)
    shuffled = sorted(items, key=str) + items[:1]
    assert answer.matches({"answer": ", ".join(map(str, shuffled)) if len(shuffled) > 1 else str(shuffled[0])})
    assert not answer.matches({"answer": "{" + ", ".join(map(str, [*items, 5000])) + "}"})


@SLOW
@given(st.lists(numbers, min_size=1, max_size=4), st.lists(numbers, min_size=1, max_size=4))
def test_vectors_are_equal_entry_by_entry(a: list[Fraction], b: list[Fraction]) -> None:
    verdict = VectorAnswer.of(a).judge({"answer": "[" + ", ".join(map(str, b)) + "]"})
    if len(a) != len(b):
        assert verdict.code == "shape"
    else:
        right = sum(x == y for x, y in zip(a, b, strict=True))
        assert (verdict.outcome == "correct") == (right == len(a))
        if verdict.outcome == "partial":
            assert verdict.score == right / len(a)
