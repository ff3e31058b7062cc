"""Decide whether a system has no, one or infinitely many solutions (MML 2.1, 2.3 and 2.6.2).

Levels: 1 2x2; 2 3x3 with a dependent row, with the condition on the right-hand side; 3 a parameter in the matrix and on
the right-hand side, with two critical values. The solution eliminates; replies are checked with determinants of
submatrices (ranks of A and of (A | b)) at the values and beside them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, exhausted
from question_bank._reduction import Reduction, clean_matrix, largest_minor
from question_bank._steps import factor
from question_bank.la.rank import ParameterWork, work_start
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, augmented, linear, system, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Part, Problem, Step, step

NUMERIC = (
    "Decide how many solutions this system has: $$@system$$",
    "A model with two weights must fit two measurements exactly: $$@system$$ How many choices of the weights are "
    "there?",
)
RIGHT_SIDE = (
    r"The system $$@system$$ depends on a number $t \in \mathbb{R}$ on its right-hand side.",
    "Three sensors report linear combinations of $x$, $y$ and $z$; the third reading $t$ was lost: $$@system$$",
)
PARAMETER = (
    r"The system $$@system$$ depends on a number $a \in \mathbb{R}$.",
    r"Two weights $x$ and $y$ of a model must satisfy $$@system$$ where $a \in \mathbb{R}$ can be set.",
)
ONE, NONE, MANY = "Exactly one.", "None.", "Infinitely many."


class Given(NamedTuple):
    kind: str
    """numbers, right or parameter."""
    rows: Matrix
    """(A | b); for the kind `right` with the solvable value in place of t. For `parameter`, as one row: the value of a
    with infinitely many solutions, the one with none, and the first right-hand side."""
    phrasing: int


@exercise("la-classify-system", version=1, bounds=(80, 80, 300))
def classify_system(draw: Draw, level: int) -> Given:
    """All three cases occur; nothing but small integers is met."""
    phrasing = draw.below(2)
    if level == 1:
        return Given("numbers", _two_by_two(draw), phrasing)
    if level == 2:
        return Given("right", _dependent(draw), phrasing)
    many = draw.integer(-7, 7, nonzero=True)
    # In a quarter of the systems the two values differ in sign only: then no term with a stands before x.
    none = -many if draw.below(4) == 0 else draw.integer(-7, 7, avoid=(0, many))
    return Given("parameter", Matrix([[many, none, draw.integer(-5, 6, avoid=(0, 1))]]), phrasing)


def _two_by_two(draw: Draw) -> Matrix:
    kind = draw.choice(("one", "none", "many"))
    if kind == "one":
        return clean_matrix(draw, 2, 3, (0, 1), 9, reduced_bound=4)
    first = [draw.integer(-4, 4, nonzero=True) for _ in range(3)]
    m = draw.choice((-3, -2, 2, 3))
    second = [m * x for x in first]
    if kind == "none":
        second[2] += draw.integer(-4, 4, nonzero=True)
    return Matrix([first, second])


def _dependent(draw: Draw) -> Matrix:
    """(A | b) of rank 2, whose first two rows are independent with pivots on the left."""
    for attempt in range(TRIES):
        a = clean_matrix(draw.child(attempt), 3, 4, draw.choice(((0, 1), (0, 1), (0, 2))), 9, reduced_bound=3)
        left = Matrix([r[:3] for r in a.to_rows()])
        if left.rank() == 2 and all(sum(x != 0 for x in r) >= 2 for r in left.to_rows()):
            return a
    raise exhausted("3×3 system", "two unknowns in every equation")


@classify_system.problem
def build(kind: str, rows: Matrix, phrasing: int) -> Problem:
    """One builder for each level."""
    return {"numbers": _numbers, "right": _right, "parameter": _parameter}[kind](rows, phrasing)


def _split(rows: Matrix) -> tuple[Matrix, Matrix]:
    return Matrix([r[:-1] for r in rows.to_rows()]), Matrix([r[-1:] for r in rows.to_rows()])


def _choice(right: str) -> ChoiceAnswer:
    """None, one or many, with what is wrong about the others."""
    square = "A square system may have a unique solution, but need not: look at what elimination leaves."
    zero = "A row $0 = 0$ is no contradiction: it only says nothing. Which unknown is then free?"
    several = "Look at the last row after elimination: is it true for all values, for one, or for none?"
    return ChoiceAnswer(
        (
            Option(
                NONE, right == NONE, "zero-row-means-none" if right == MANY else "", zero if right == MANY else several
            ),
            Option(ONE, right == ONE, "" if right == ONE else "square-means-one", square),
            Option(MANY, right == MANY, "", several),
        )
    )


def _count(rank: int, both: int, n: int) -> str:
    if both > rank:
        return NONE
    return ONE if rank == n else MANY


HINTS = (
    "Write the augmented matrix $(A \\mid b)$ and eliminate.",
    "A row $0 = 0$ says nothing, a row $0 = 5$ can never hold. Compare the rank of $A$ with the rank of $(A \\mid b)$.",
)


def _numbers(rows: Matrix, phrasing: int) -> Problem:
    a, b = _split(rows)
    work = Reduction(rows, bar=1)
    rank, both = a.rank(), rows.rank()
    right = _count(rank, both, 2)
    last = work.rows[1]
    said = {
        ONE: "Both columns of $A$ have a pivot, so both unknowns are determined.",
        NONE: f"The last row says $0 = {last[2]}$, a contradiction.",
        MANY: "The last row says $0 = 0$, which holds always: one unknown stays free.",
    }[right]
    parts = (
        Part("a", _choice(right), "How many solutions?"),
        Part("b", NumberAnswer.of(rank), r"What is the rank of the matrix $A$ of coefficients?"),
        Part("c", NumberAnswer.of(both), r"What is the rank of the augmented matrix $(A \mid b)$?"),
    )
    return Problem(
        prompt=text(NUMERIC[phrasing], system=system(a, list(b), ("x", "y"))),
        parts=parts,
        hints=HINTS,
        steps=(
            step("The augmented matrix is $$@m$$", m=augmented(a, b)),
            *work.steps,
            Step(said),
            Step(
                rf"A system is solvable if both ranks agree, and the solution is unique if they are the number of "
                rf"unknowns. "
                rf"(a) {right} (b) $\operatorname{{rk}}(A) = {rank}$; (c) $\operatorname{{rk}}(A \mid b) = {both}$."
            ),
        ),
    )


def _right(rows: Matrix, phrasing: int) -> Problem:
    a, _ = _split(rows)
    value = rows[2, 3]
    work = ParameterWork(rows, 3, bar=1)
    shown = Tex(
        system(a, [rows[0, 3], rows[1, 3], 0], ("x", "y", "z"))[: -len(r"0 \end{aligned}")] + r"t \end{aligned}"
    )
    parts = (
        Part("a", NumberAnswer.of(value, label="$t =$"), "For which value of $t$ does the system have solutions?"),
        Part("b", _choice(MANY), "How many solutions does it have for this value?"),
        Part("c", NumberAnswer.of(2), "What is the rank of the matrix of coefficients?"),
    )
    return Problem(
        prompt=text(RIGHT_SIDE[phrasing], system=shown),
        parts=parts,
        hints=(*HINTS, "The left side of the third equation depends on those of the other two: what must $t$ be?"),
        steps=(
            step("The augmented matrix is $$@m$$", m=work_start(rows.to_rows(), (2, 3), bar=1)),
            *work.steps,
            step(
                "The last row says $0 = @entry$. That is a contradiction unless $t = @value$; then it is $0 = 0$ and "
                "says "
                "nothing.",
                entry=linear([Q(1), -value], ("t", "")),
                value=value,
            ),
            step(
                "For this value two equations with pivots are left for three unknowns, so one unknown is free. (a) "
                "$t = "
                "@value$; (b) Infinitely many. (c) $@rank$.",
                value=value,
                rank=2,
            ),
        ),
    )


# ------------------------------------------------------------------ x + ay = c,  (a + p)x + my = a + q


def _coefficients(many: Q, none: Q, c: Q) -> tuple[Q, Q, Q]:
    """p, m and q: elimination leaves -(a - many)(a - none) y = (1 - c)(a - many)."""
    p = -(many + none)
    return p, -many * none, c * p + (c - 1) * many


def _equations(many: Q, none: Q, c: Q) -> Tex:
    p, m, q = _coefficients(many, none, c)
    first = "ax" if p == 0 else rf"\left({linear([Q(1), p], ('a', ''))}\right)x"
    left = first + signed(linear([m], ("y",)))
    return Tex(rf"\begin{{aligned}} x + ay &= {c} \\ {left} &= {linear([Q(1), q], ('a', ''))} \end{{aligned}}")


def _parameter(rows: Matrix, phrasing: int) -> Problem:
    many, none, c = rows.entries
    p, m, _ = _coefficients(many, none, c)
    critical = SetAnswer.of([many, none], names=("a",))
    constant = (c - 1) * many
    missed = "Set the coefficient of $y$ to $0$ after elimination and solve the quadratic equation completely."
    parts = (
        Part(
            "a",
            critical,
            "For which values of $a$ does the system not have exactly one solution?",
            misconceptions=tuple(
                Misconception("parameter-missed", SetAnswer.of([x], names=("a",)), missed) for x in (many, none)
            ),
        ),
        Part("b", NumberAnswer.of(many, label="$a =$"), "For which $a$ does it have infinitely many solutions?"),
        Part("c", NumberAnswer.of(none, label="$a =$"), "For which $a$ does it have none?"),
    )
    rest = linear([1 - c, constant], ("a", ""))
    left = linear([m, -p, Q(-1)], ("", "a", "a^2"))
    return Problem(
        prompt=text(PARAMETER[phrasing], system=_equations(many, none, c)),
        parts=parts,
        hints=(
            "Eliminate $x$ from the second equation; treat $a$ like a number.",
            "What is left is one equation for $y$ alone. When can you not divide by the coefficient of $y$?",
            "At each critical value look at the right-hand side: $0 = 0$ or a contradiction?",
        ),
        steps=(
            Step(
                f"Subtract ${linear([Q(1), p], ('a', ''))}$ times the first equation from the second, which removes "
                f"$x$: $$({left})\\,y = {rest}.$$"
            ),
            step(
                "If $@left = @factored$ is not $0$, then $y$ and with it $x$ are determined: exactly one solution. It "
                "is $0$ for $a = @many$ and for $a = @none$.",
                left=left,
                factored=_factored(many, none),
                many=many,
                none=none,
            ),
            step(
                "For $a = @many$ the equation is $0 = @zero$: it says nothing, $y$ is free, and there are infinitely "
                "many solutions. For $a = @none$ it is $0 = @off$, a contradiction.",
                many=many,
                zero=(1 - c) * many + constant,
                none=none,
                off=(1 - c) * none + constant,
            ),
            _check(many, none, c),
            step("(a) $@critical$; (b) $a = @many$; (c) $a = @none$.", critical=critical, many=many, none=none),
        ),
    )


def _factored(many: Q, none: Q) -> Tex:
    return Tex("-" + "".join(rf"\left({linear([Q(1), -x], ('a', ''))}\right)" for x in (many, none)))


def _check(many: Q, none: Q, c: Q) -> Step:
    """The second equation at both values, as multiples of the first."""
    p, _, q = _coefficients(many, none, c)
    first, second = many + p, none + p
    solvable = (
        f"is the same as that of the first, and so is its right-hand side, ${c}$"
        if first == 1
        else f"is ${first}$ times that of the first, and so is its right-hand side: "
        rf"${first} \cdot {factor(c)} = {many + q}$"
    )
    contradiction = (
        f"the two left-hand sides are the same, but the right-hand sides are ${c}$ and ${none + q}$"
        if second == 1
        else rf"the factor is ${second}$, but ${second} \cdot {factor(c)} = {second * c}$ is not ${none + q}$"
    )
    return Step(
        f"Check in the system itself: with $a = {many}$ the left-hand side of the second equation {solvable}. "
        f"With $a = {none}$ {contradiction}."
    )


# ------------------------------------------------------------------ the second method


@classify_system.verify
def ranks_by_minors(kind: str, rows: Matrix, phrasing: int, answer: dict[str, Any]) -> bool:
    """Ranks from determinants of submatrices; with a parameter, at the values and beside them."""
    if kind == "numbers":
        rank, both = largest_minor(_split(rows)[0]), largest_minor(rows)
        return answer["b"] == rank and answer["c"] == both and answer["a"] == (_count(rank, both, 2),)
    if kind == "right":
        top = rows.to_rows()[:2]
        at = {v: Matrix([*top, [*rows.to_rows()[2][:3], v]]) for v in (answer["a"], answer["a"] + 1)}
        ranks = [largest_minor(m) for m in at.values()]
        rank = largest_minor(_split(rows)[0])
        return ranks[0] == rank < ranks[1] and answer["c"] == rank and answer["b"] == (_count(rank, rank, 3),)
    many, none, c = rows.entries
    counts = {x: _at(many, none, c, x) for x in (*answer["a"], answer["b"], answer["c"], Q(8), Q(-8), Q(0))}
    critical = {answer["b"], answer["c"]}
    return (
        set(answer["a"]) == critical
        and len(critical) == 2
        and counts[answer["b"]] == MANY
        and counts[answer["c"]] == NONE
        and all(counts[x] == ONE for x in counts if x not in critical)
    )


def _at(many: Q, none: Q, c: Q, a: Q) -> str:
    p, m, q = _coefficients(many, none, c)
    both = Matrix([[1, a, c], [a + p, m, a + q]])
    return _count(largest_minor(_split(both)[0]), largest_minor(both), 2)
