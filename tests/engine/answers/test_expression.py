"""Expressions of vectors in functions that saturate."""

from __future__ import annotations

from quizgen.answers.expression import ExpressionAnswer


def test_a_sigmoid_of_vectors_is_compared_where_it_says_something() -> None:
    """At large vectors sigmoid(-5b'x) and sigmoid(-6b'x) are both 0 to a hundred digits."""
    shapes = {"x": (4, 1), "b": (4, 1)}
    slopes = ((n, -k) for n in (18, 75, 245) for k in range(2, 9))
    for front, k in slopes:
        right = f"{front}sigmoid({k}b'x)(1 - sigmoid({k}b'x))b b'"
        asked = ExpressionAnswer(right, ("x", "b"), shapes=shapes)
        assert asked.outcome({"answer": right}) == "correct"
        for wrong in (
            right.replace(f"(1 - sigmoid({k}", f"(1 - sigmoid({k - 1}"),
            right.replace(str(front), str(front + 1)),
            f"{front}sigmoid({k}b'x)b b'",
        ):
            assert asked.outcome({"answer": wrong}) == "incorrect", wrong
