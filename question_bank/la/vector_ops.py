"""Evaluate a linear combination of vectors (MML 2.1 and 2.4).

Levels: 1 two vectors in R^2 with integer coefficients; 2 three vectors in R^4 with fractions; 3 one coefficient is
unknown and fixed by a given entry of the result. The vectors are independent, so a reply is checked backwards: the
system "combination = reply" is solved, and the coefficients must come out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank._draw import independent
from question_bank._steps import listed, substituted
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.problem import Misconception, Problem, Step, step

LETTERS = ("u", "v", "w")
ORDINALS = ("first", "second", "third", "fourth")
PHRASINGS = (
    "Let $$@vectors$$ Compute $x = @combination$.",
    "Evaluate the linear combination $x = @combination$ of the vectors $$@vectors$$",
    "Documents are described by feature vectors. From $$@vectors$$ a new vector $x = @combination$ is made. Find $x$.",
)
UNKNOWN = (
    r"The vector $x = @combination$ with $$@vectors$$ has the @which entry $@value$; $\lambda$ is not known. "
    "Find the whole vector $x$.",
    r"A sensor array reports $x = @combination$, where the gain $\lambda$ is unknown and $$@vectors$$ The @which "
    "entry of $x$ was read: it is $@value$. Find all entries of $x$.",
    r"Choose $\lambda$ so that the @which entry of $x = @combination$ is $@value$, where $$@vectors$$ Give the "
    "vector $x$ that you get.",
)


class Given(NamedTuple):
    vectors: tuple[Matrix, ...]
    coefficients: tuple[Q, ...]
    unknown: int | None
    """Index of the coefficient that the learner is not told."""
    entry: int
    """The entry of the result that is given at level 3."""
    phrasing: int


@exercise("la-vector-ops", version=1, bounds=(60, 120, 120))
def vector_ops(draw: Draw, level: int) -> Given:
    """Small independent vectors and coefficients that are neither 0 nor 1 in the first place."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        vectors = independent(draw, 2, 2, 6)
        coefficients: tuple[Q, ...] = (_coefficient(draw), _coefficient(draw))
        return Given(vectors, coefficients, None, 0, phrasing)
    if level == 2:
        vectors = independent(draw, 4, 3, 5)
        return Given(vectors, _fractions(draw), None, 0, phrasing)
    n, k = draw.choice(((3, 2), (3, 3), (4, 2), (4, 3)))
    vectors = independent(draw, n, k, 5)
    coefficients = tuple(_coefficient(draw) for _ in range(k))
    unknown = draw.below(k)
    entry = draw.choice([i for i in range(n) if vectors[unknown][i] != 0])
    return Given(vectors, coefficients, unknown, entry, phrasing)


def _coefficient(draw: Draw) -> Q:
    return Q(draw.sign() * draw.integer(2, 5))


def _fractions(draw: Draw) -> tuple[Q, ...]:
    """Three coefficients over one denominator, or whole; the first is a true fraction."""
    d = draw.choice((2, 2, 3, 4))
    first = Q(draw.choice([p for p in (-5, -3, -1, 1, 3, 5, 7) if Q(p, d).q == d]), d)
    second = Q(draw.integer(-4, 4, nonzero=True, avoid=(1, -1, d)), d)
    return (first, second, Q(draw.sign() * draw.integer(2, 3)))


@vector_ops.problem
def build(
    vectors: tuple[Matrix, ...], coefficients: tuple[Q, ...], unknown: int | None, entry: int, phrasing: int
) -> Problem:
    """Scale each vector, add entry by entry."""
    scaled = [v * c for v, c in zip(vectors, coefficients, strict=True)]
    x = _sum(scaled)
    answer = VectorAnswer.of(x)
    letters = LETTERS[: len(vectors)]
    shown = _combination(coefficients, letters, unknown)
    ends = "." if (phrasing < 2 if unknown is None else phrasing > 0) else ""
    values = {"vectors": _listed(vectors, letters, ends), "combination": shown}
    if unknown is None:
        prompt = text(PHRASINGS[phrasing], **values)
        if any(c.q > 1 for c in coefficients):
            prompt += " Give exact numbers."
    else:
        prompt = text(UNKNOWN[phrasing], **values, which=ORDINALS[entry], value=x[entry])
    return Problem.single(
        prompt=prompt,
        answer=answer,
        hints=_hints(unknown),
        steps=(
            *(() if unknown is None else _finding(vectors, coefficients, unknown, entry, x[entry])),
            *_evaluating(vectors, coefficients, scaled, letters, answer, x),
        ),
        misconceptions=_misconceptions(vectors, coefficients, scaled),
    )


def _sum(vectors: Sequence[Matrix]) -> Matrix:
    total = vectors[0]
    for v in vectors[1:]:
        total = total + v
    return total


def _listed(vectors: Sequence[Matrix], letters: Sequence[str], ends: str) -> Tex:
    return Tex(r",\quad ".join(f"{name} = {latex_of(v)}" for name, v in zip(letters, vectors, strict=True)) + ends)


def _combination(coefficients: Sequence[Q], letters: Sequence[str], unknown: int | None) -> Tex:
    r"""`2u - \lambda v`: the unknown coefficient as its letter."""
    if unknown is None:
        return linear(coefficients, letters)
    ones = [Q(1) if i == unknown else c for i, c in enumerate(coefficients)]
    return linear(ones, [rf"\lambda {x}" if i == unknown else x for i, x in enumerate(letters)])


def _hints(unknown: int | None) -> tuple[str, ...]:
    if unknown is not None:
        return (
            "An equation between vectors is one equation for each entry.",
            r"Write down the equation of the entry that you know: only $\lambda$ is unknown in it.",
            r"Put $\lambda$ in and compute the other entries.",
        )
    return (
        "A number times a vector multiplies every entry of the vector.",
        "Scale the vectors one by one, then add what stands in the same place; mind the signs.",
    )


def _finding(
    vectors: Sequence[Matrix], coefficients: Sequence[Q], unknown: int, entry: int, value: Q
) -> tuple[Step, ...]:
    """The one equation that is known gives the coefficient."""
    others = [i for i in range(len(vectors)) if i != unknown]
    known = substituted([coefficients[i] for i in others], [vectors[i][entry] for i in others])
    rest = sum((coefficients[i] * vectors[i][entry] for i in others), Q(0))
    at = vectors[unknown][entry]
    left = linear([at, rest], (r"\lambda", ""))
    return (
        step(
            r"In the @which entry the known vectors give $@known = @rest$, and $@name$ gives $@term$. So "
            r"$$@left = @value.$$",
            which=ORDINALS[entry],
            known=known,
            rest=rest,
            name=Tex(LETTERS[unknown]),
            term=linear([at], (r"\lambda",)),
            left=left,
            value=value,
        ),
        step(
            r"Hence $@term = @right$ and $\lambda = @coefficient$.",
            term=linear([at], (r"\lambda",)),
            right=value - rest,
            coefficient=coefficients[unknown],
        )
        if at != 1 and rest != 0
        else step(r"Hence $\lambda = @coefficient$.", coefficient=coefficients[unknown]),
    )


def _evaluating(
    vectors: Sequence[Matrix],
    coefficients: Sequence[Q],
    scaled: Sequence[Matrix],
    letters: Sequence[str],
    answer: VectorAnswer,
    x: Matrix,
) -> tuple[Step, ...]:
    products = r",\quad ".join(
        f"{linear([c], [name])} = {latex_of(v)}" for c, name, v in zip(coefficients, letters, scaled, strict=True)
    )
    first = substituted(coefficients, [v[0] for v in vectors])
    return (
        Step(f"Every entry is multiplied: $${products}.$$"),
        step(
            r"Vectors are added entry by entry; the first entry, for example, is $@first = @value$. So "
            "$$x = @answer.$$",
            first=first,
            value=x[0],
            answer=answer,
        ),
    )


def _misconceptions(
    vectors: Sequence[Matrix], coefficients: Sequence[Q], scaled: Sequence[Matrix]
) -> tuple[Misconception, ...]:
    plain = _sum(vectors)
    right = _sum(scaled)
    names = listed([f"${name}$" for name in LETTERS[: len(vectors)]])
    return (
        Misconception(
            "drop-scalar",
            VectorAnswer.of(plain),
            f"You added {names} as they are. Multiply each of them by its coefficient first.",
        ),
        Misconception(
            "sign-slip",
            VectorAnswer.of(right - scaled[-1] * 2),
            "The last term went in with the wrong sign: a coefficient is multiplied together with its sign.",
        ),
        Misconception(
            "first-entry-only",
            VectorAnswer.of([right[0], *plain.entries[1:]]),
            "The first entry is right, but a coefficient multiplies every entry of its vector.",
        ),
    )


@vector_ops.verify
def coefficients_come_back(
    vectors: tuple[Matrix, ...],
    coefficients: tuple[Q, ...],
    unknown: int | None,
    entry: int,
    phrasing: int,
    answer: Matrix,
) -> bool:
    """Solve "combination of the vectors = answer" by elimination: the known coefficients and the entry return."""
    columns = Matrix.from_columns(vectors)
    reduced, pivots = columns.hstack(answer).rref()
    if len(pivots) != len(vectors) or len(vectors) in pivots:
        return False
    found = [reduced[i, len(vectors)] for i in range(len(vectors))]
    known = all(c == found[i] for i, c in enumerate(coefficients) if i != unknown)
    if unknown is None:
        return known
    right = sum((c * v[entry] for c, v in zip(coefficients, vectors, strict=True)), Q(0))
    return known and answer[entry] == right
