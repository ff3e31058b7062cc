"""Accept / refuse / unreadable for the structural kinds: choice, ordering, basis, affine, factorisation, truth,
code (reading and verdicts that need no long run). One row: the answer, the reply, the outcome, the code.

Written from the semantics in the docstrings of the kinds, refusals first.
"""

from __future__ import annotations

from typing import NamedTuple

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.choice import ChoiceAnswer, Option, first_wrong
from quizgen.answers.code import Bug, CodeAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.ordering import Line, OrderingAnswer
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness


class Example(NamedTuple):
    """One row of the table."""

    name: str
    answer: Answer
    response: dict[str, str]
    outcome: str
    code: str


ROWS: list[Example] = []


def rows(name: str, answer: Answer, outcome: str, *replies: tuple[str | tuple[str, ...], str]) -> None:
    """Add rows: each a reply (one text for each field, in order) and the code expected."""
    names = [field.name for field in answer.fields()]
    for texts, code in replies:
        listed = (texts,) if isinstance(texts, str) else texts
        ROWS.append(Example(name, answer, dict(zip(names, listed, strict=False)), outcome, code))


# --- choice ------------------------------------------------------------------------------------------------

ONE = ChoiceAnswer.of(
    [
        Option("The rank is 2", correct=True),
        Option("The rank is 3", code="counts-rows", feedback="You counted the rows."),
        Option("The rank is 1"),
    ]
)
rows(
    "choice",
    ONE,
    "incorrect",
    ("2", "misconception:counts-rows"),
    ("b", "misconception:counts-rows"),
    ("3", "incorrect"),
    ("the rank is 1", "incorrect"),
    ("(C)", "incorrect"),
)
rows(
    "choice",
    ONE,
    "correct",
    *[(x, "correct") for x in ("1", " 1 ", "a", "A)", "(1)", "1.", "The rank is 2", "1 1")],
)
rows(
    "choice",
    ONE,
    "unreadable",
    ("", "empty"),
    ("  ", "empty"),
    ("4", "range"),
    ("0", "range"),
    ("d", "range"),
    ("1, 2", "count"),
    ("none", "count"),
    ("-1", "option"),
    ("1.5", "option"),
    ("perhaps", "option"),
    ("1" * 500, "too-long"),
    ("²", "option"),
    ("\x00", "option"),
    ("__import__('os')", "option"),
)

SEVERAL = ChoiceAnswer.of(
    [
        Option("symmetric", correct=True),
        Option("invertible", code="assumes-invertible", feedback="Zero is an eigenvalue."),
        Option("diagonalisable", correct=True),
        Option("orthogonal"),
    ],
    multiple=True,
)
rows(
    "choices",
    SEVERAL,
    "incorrect",
    ("2", "misconception:assumes-invertible"),
    ("1 2", "misconception:assumes-invertible"),
    ("4", "incorrect"),
    ("2 and 4", "misconception:assumes-invertible"),
    ("1, 2, 3, 4", "misconception:assumes-invertible"),
    ("none", "missing"),
)
rows(
    "choices",
    SEVERAL,
    "partial",
    ("1", "missing"),
    ("3", "missing"),
    ("1, 3, 4", "incorrect"),
    ("1 2 3", "misconception:assumes-invertible"),
)
rows(
    "choices",
    SEVERAL,
    "correct",
    *[(x, "correct") for x in ("1, 3", "3 1", "a, c", "1 and 3", "1; 3", "{1, 3}", "(1, 3)", "a c", "1,1,3")],
)
rows(
    "choices",
    SEVERAL,
    "unreadable",
    ("", "empty"),
    ("1, 5", "range"),
    ("1, x y", "range"),
    ("1 = 3", "option"),
)

NONE_RIGHT = ChoiceAnswer.of(["2 is odd", "4 is prime"], [], multiple=True)
rows("choices", NONE_RIGHT, "incorrect", ("1", "incorrect"), ("1 2", "incorrect"))
rows("choices", NONE_RIGHT, "correct", ("none", "correct"), ("None.", "correct"), ("none of these", "correct"))
rows("choices", NONE_RIGHT, "unreadable", ("", "empty"), ("3", "range"))

STEP = first_wrong(["Let v be in ker A.", "Then A is zero.", "So v = 0."], 1, "A may have a kernel.")
rows("first wrong", STEP, "incorrect", ("1", "incorrect"), ("3", "incorrect"), ("step 3", "incorrect"))
rows("first wrong", STEP, "correct", ("2", "correct"), ("line 2", "correct"), ("b", "correct"))

# --- ordering ----------------------------------------------------------------------------------------------

PROOF = OrderingAnswer.of(
    [
        Line("Hence x = y.", "end"),
        Line("Multiply by the inverse.", "multiply"),
        Line("Let Ax = Ay.", "start"),
        Line("Divide by A.", "divide", needed=False, code="divides-by-matrix", feedback="No division here."),
        Line("A is invertible.", "inverse"),
    ],
    [("start", "multiply"), ("inverse", "multiply"), ("multiply", "end")],
)
rows(
    "ordering",
    PROOF,
    "incorrect",
    ("1 2 3 5", "order"),
    ("2 3 5 1", "order"),
    ("4 3 5 2 1", "misconception:divides-by-matrix"),
    ("1", "missing"),
    ("2 1", "missing"),
)
rows(
    "ordering",
    PROOF,
    "partial",
    ("3 5 1 2", "order"),
    ("3 2 5 1", "order"),
    ("3 5 2", "missing"),
    ("3", "missing"),
    ("3 5 2 4 1", "misconception:divides-by-matrix"),
    ("5 3 1", "missing"),
)
rows(
    "ordering",
    PROOF,
    "correct",
    *[
        (x, "correct")
        for x in ("3 5 2 1", "5 3 2 1", "3, 5, 2, 1", "3521", "c e b a", "3 -> 5 -> 2 -> 1", "(3, 5, 2, 1)")
    ],
)
rows(
    "ordering",
    PROOF,
    "unreadable",
    ("", "empty"),
    ("3 5 2 6", "range"),
    ("3 5 5 2 1", "repeat"),
    ("35211", "repeat"),
    ("3 5 two 1", "option"),
    ("none", "empty"),
    ("0 1 2", "range"),
)

# --- basis -------------------------------------------------------------------------------------------------

PLANE = BasisAnswer.of([[1, 0, 1], [0, 1, 1]])
rows(
    "basis",
    PLANE,
    "incorrect",
    ("(1, 0, 1)", "count"),
    ("none", "count"),
    ("{}", "count"),
    ("(1,0,1), (2,0,2)", "dependent"),
    ("(1,0,1), (0,1,1), (1,1,2)", "dependent"),
    ("(1,0,1), (0,1,1), (1,1,3)", "count"),
    ("(1,0,1), (0,0,0)", "zero-vector"),
    ("(1,0,1), (0,1,2)", "outside"),
    ("(1,0,0), (0,1,0)", "outside"),
    ("(1,0,-1), (0,1,1)", "outside"),
    ("(1,0,1), (0,1,1.0001)", "rounding"),
    ("(1,0,1), (0,sqrt(2),1.41421356)", "rounding"),
    ("(sqrt(2),0,sqrt(2)), (2,0,2)", "dependent"),
    ("(1,2), (3,4)", "shape"),
    ("(1,0,1,0), (0,1,1,0)", "shape"),
    ("[1,0,1;0,1,2]", "outside"),
    ("[1,0;0,1;1,2]", "outside"),
    ("[1,0,0;0,1,0;0,0,1]", "count"),
)
rows(
    "basis",
    PLANE,
    "correct",
    *[
        (x, "correct")
        for x in (
            "(1,0,1), (0,1,1)",
            "(0,1,1), (1,0,1)",
            "(1,1,2), (1,-1,0)",
            "(-3,0,-3), (1/2,1/2,1)",
            "[1;0;1], [0;1;1]",
            "[1,0,1]\n[0,1,1]",
            "{(1,0,1), (0,1,1)}",
            "[1,0,1;0,1,1]",
            "[1,0;0,1;1,1]",
            "(1,0,1)^T, (0,1,1)^T",
            "2(1,0,1), (0,1,1)",
            "(sqrt(2),0,sqrt(2)), (0,1,1)",
            "1/sqrt(2) [1,0,1], [0,1,1]",
            "(sqrt(2),sqrt(3),sqrt(2)+sqrt(3)), (0,1,1)",
            "(0.5,0,0.5), (0,1,1)",
        )
    ],
)
rows(
    "basis",
    PLANE,
    "unreadable",
    ("", "empty"),
    ("(1,0,1), (0,1,x)", "unknown-name"),
    ("(1,0,1), (0,1/0,1)", "division-by-zero"),
    ("(1,0,1", "bracket"),
    ("infinitely many", "word"),
)

HALF = "sqrt(2)/2"
UNIT = BasisAnswer.of([[HALF, HALF, 0], [HALF, "-" + HALF, 0]], orthonormal=True)
rows(
    "orthonormal basis",
    UNIT,
    "partial",
    ("(1,1,0), (1,-1,0)", "not-orthonormal"),
    ("(1,0,0), (1,1,0)", "not-orthonormal"),
    ("(1,0,0), (0,2,0)", "not-orthonormal"),
    ("(0.7071,0.7071,0), (0.7071,-0.7071,0)", "not-orthonormal"),
)
rows(
    "orthonormal basis",
    UNIT,
    "incorrect",
    ("(1,0,0), (0,0,1)", "outside"),
    ("(1,0,0)", "count"),
    ("(1/sqrt(2),1/sqrt(2),0), (-1/sqrt(2),-1/sqrt(2),0)", "dependent"),
)
rows(
    "orthonormal basis",
    UNIT,
    "correct",
    *[
        (x, "correct")
        for x in (
            "(1,0,0), (0,1,0)",
            "(1/sqrt(2),1/sqrt(2),0), (1/sqrt(2),-1/sqrt(2),0)",
            "(3/5,4/5,0), (-4/5,3/5,0)",
            "(sqrt(3)/2,1/2,0), (1/2,-sqrt(3)/2,0)",
            "(0.6,0.8,0), (0.8,-0.6,0)",
        )
    ],
)
ROUNDED = BasisAnswer.of([[HALF, HALF]], orthonormal=True, decimals=3)
rows(
    "rounded basis",
    ROUNDED,
    "partial",
    ("(0.7,0.7)", "not-orthonormal"),
    ("(1,1)", "not-orthonormal"),
)
rows("rounded basis", ROUNDED, "incorrect", ("(0.707,0.7)", "outside"), ("(0.707,-0.707)", "outside"))
rows("rounded basis", ROUNDED, "correct", ("(0.707,0.707)", "correct"), ("(-0.7071,-0.7071)", "correct"))
NOTHING = BasisAnswer((), dimension=2)
rows("zero space", NOTHING, "correct", ("{}", "correct"), ("none", "correct"))
rows("zero space", NOTHING, "incorrect", ("(1,0)", "count"), ("(0,0)", "zero-vector"))

# --- affine sets -------------------------------------------------------------------------------------------

SET = AffineAnswer.of([1, 0, 2], [[1, 1, 0], [0, 1, 1]], names=("x", "y", "z"))
rows("affine", SET, "incorrect", ("no solution", "not-empty"), ("{}", "not-empty"), ("all", "direction"))
rows(
    "affine",
    SET,
    "incorrect",
    ("(1,2) + t(3,4)", "shape"),
    ("(0,0,0)", "point"),
    ("(0,0,0)+t(1,0,0)", "point"),
)
rows(
    "affine",
    SET,
    "partial",
    ("(1,0,2)", "particular-only"),
    ("(1,0,2) + s(1,1,0)", "dimension"),
    ("(1,0,2) + s(1,1,0) + t(2,2,0)", "dimension"),
    ("(1,0,2) + s(1,1,0) + t(0,1,2)", "direction"),
    ("(1,0,3) + s(1,1,0) + t(0,1,1)", "point"),
    ("s(1,1,0) + t(0,1,1)", "point"),
    ("x = 1 + s, y = s + t, z = 3 + t", "point"),
    ("x = 1 + s, y = s - t, z = 2 + t", "direction"),
    ("(1+s, s+t, 2+s)", "direction"),
)
rows(
    "affine",
    SET,
    "correct",
    *[
        (x, "correct")
        for x in (
            "(1,0,2) + s(1,1,0) + t(0,1,1)",
            "(1,0,2) + a(1,1,0) + b(0,1,1)",
            "(2,1,2) + s(1,2,1) - t(1,0,-1)",
            "(1+s, s+t, 2+t)",
            "[1;0;2] + s*[1;1;0] + t*[0;1;1]",
            "x = 1 + s, y = s + t, z = 2 + t",
            "x = 1 + s\ny = s + t\nz = 2 + t",
            "x = 1 + s and y = s + t and z = 2 + t",
            "x = 3 + y - z",
            "y = x + z - 3",
            "y = x + z - 3, x = x, z = z",
            "(1,0,2) + lambda(1,1,0) + mu(0,1,1)",
            "(1,0,2) + s(1,1,0) + t(0,1,1) + u(1,2,1)",
            "(1 + s/2, s/2 - t/3, 2 - t/3)",
            "(1,0,2) + 2s(1,1,0) + (t/3)(0,1,1)",
            "v = (1,0,2) + s(1,1,0) + t(0,1,1)",
        )
    ],
)
rows(
    "affine",
    SET,
    "unreadable",
    ("", "empty"),
    ("infinitely many", "which"),
    ("t", "shape"),
    ("7", "shape"),
    ("(s*t, 1, 2)", "parameter"),
    ("(1,0,2) + s^2(1,1,0)", "parameter"),
    ("(sin(s), 1, 2)", "parameter"),
    ("(1,0,2)/s", "parameter"),
    ("x = 1 + s, y = s", "missing"),
    ("x = 1 + y, y = 2", "relation"),
    ("x - y + z = 3", "relation"),
    ("x > 1", "relation"),
    ("(1,0,2) + s(1,1)", "shape"),
    ("(sqrt(2), 0, 1)", "irrational"),
    ("(1,0,2) + t(1/0,1,0)", "division-by-zero"),
)
POINT = AffineAnswer.of([1, 2], names=("x", "y"))
rows(
    "affine point",
    POINT,
    "incorrect",
    ("(2,1)", "point"),
    ("no solution", "not-empty"),
    ("(2,1)+t(1,1)", "point"),
)
rows("affine point", POINT, "incorrect", ("x = 1, y = t", "point"))
rows("affine point", POINT, "partial", ("(1,2) + t(1,1)", "direction"), ("x = 1, y = 2 + t", "direction"))
rows(
    "affine point",
    POINT,
    "correct",
    *[(x, "correct") for x in ("(1,2)", "x = 1, y = 2", "y = 2, x = 1", "[1;2]")],
)
EMPTY = AffineAnswer.no_solution(names=("x", "y"))
rows(
    "affine empty",
    EMPTY,
    "incorrect",
    ("(1,2)", "is-empty"),
    ("x = 1, y = 2", "is-empty"),
    ("(1,2)+t(1,1)", "is-empty"),
)
rows("affine empty", EMPTY, "correct", ("no solution", "correct"), ("none", "correct"), ("{}", "correct"))
rows("affine empty", EMPTY, "unreadable", ("infinitely many", "which"), ("all", "which"))

# --- factorisations ----------------------------------------------------------------------------------------

LU = FactorisationAnswer.of(
    [[2, 1], [4, 5]],
    [("L", [[1, 0], [2, 1]], ["unit-lower-triangular"]), ("U", [[2, 1], [0, 3]], ["upper-triangular"])],
)
rows(
    "LU",
    LU,
    "partial",
    (("[2,0;4,3]", "[1,1/2;0,1]"), "structure:unit-lower-triangular"),
)
rows(
    "LU",
    LU,
    "incorrect",
    (("[1,0;2,1]", "[2,1;0,4]"), "product"),
    (("[1,0;-2,1]", "[2,1;0,3]"), "product"),
    (("[1,0;0,1]", "[2,1;4,5]"), "structure:upper-triangular"),
    (("[2,1;4,5]", "[1,0;0,1]"), "structure:unit-lower-triangular"),
    (("[1,0;0,1]", "[1,0;0,1]"), "product"),
    (("[1,1;2,1]", "[2,1;1,3]"), "structure:unit-lower-triangular"),
    (("[1,0,0;2,1,0]", "[2,1;0,3]"), "shape"),
    (("[1,0;2,1]", "[2,1]"), "shape"),
)
rows("LU", LU, "correct", (("[1,0;2,1]", "[2,1;0,3]"), "correct"), (("1 0\n2 1", "[[2,1],[0,6/2]]"), "correct"))
rows(
    "LU",
    LU,
    "unreadable",
    (("", "[2,1;0,3]"), "empty"),
    (("[1,0;2,1]", ""), "empty"),
    (("[1,0;x,1]", "[2,1;0,3]"), "unknown-name"),
    (("[1,0;1/0,1]", "[2,1;0,3]"), "division-by-zero"),
    (("none", "[2,1;0,3]"), "word"),
)
SPECTRAL = FactorisationAnswer.of(
    [[2, 1], [1, 2]],
    [
        ("Q", [[HALF, HALF], [HALF, "-" + HALF]], ["orthogonal"]),
        ("D", [[3, 0], [0, 1]], ["diagonal", "descending-diagonal"]),
    ],
    product="Q*D*Q^T",
)
RIGHT_Q = "[1/sqrt(2), 1/sqrt(2); 1/sqrt(2), -1/sqrt(2)]"
rows(
    "spectral",
    SPECTRAL,
    "incorrect",
    (("[1,0;0,1]", "[2,1;1,2]"), "structure:diagonal"),
    (("[1,0;0,1]", "[1,0;0,1]"), "product"),
    (("[1,1;1,-1]", "[3,0;0,1]"), "structure:orthogonal"),
    ((RIGHT_Q, "[1,0;0,3]"), "structure:descending-diagonal"),
    ((RIGHT_Q, "[3,0;0,2]"), "product"),
    ((RIGHT_Q, "[3,1;0,1]"), "structure:diagonal"),
    (("[0.7071,0.7071;0.7071,-0.7071]", "[3,0;0,1]"), "rounding"),
)
rows(
    "spectral",
    SPECTRAL,
    "partial",
    (("1/sqrt(2) [1,1;-1,1]", "[1,0;0,3]"), "structure:descending-diagonal"),
)
rows(
    "spectral",
    SPECTRAL,
    "correct",
    ((RIGHT_Q, "[3,0;0,1]"), "correct"),
    (("[-1/sqrt(2),1/sqrt(2);-1/sqrt(2),-1/sqrt(2)]", "[3,0;0,1]"), "correct"),
    (("1/sqrt(2) [1,1;1,-1]", "[3,0;0,1]"), "correct"),
    (("[sqrt(2)/2,sqrt(2)/2;sqrt(2)/2,-sqrt(2)/2]", "[sqrt(9),0;0,1]"), "correct"),
)
EIGEN = FactorisationAnswer.of(
    [[2, 1], [1, 2]],
    [("P", [[1, 1], [1, -1]], ["invertible"]), ("D", [[3, 0], [0, 1]], ["diagonal"])],
    product="P*D*P^-1",
    decimals=2,
)
rows(
    "diagonalisation",
    EIGEN,
    "incorrect",
    (("[1,0;0,1]", "[2,1;1,2]"), "structure:diagonal"),
    (("[1,1;1,1]", "[3,0;0,1]"), "structure:invertible"),
    (("[0,0;0,0]", "[3,0;0,1]"), "structure:invertible"),
    (("[1,1;1,-1]", "[1,0;0,3]"), "product"),
    (("[0.6,0.71;0.71,-0.71]", "[3,0;0,1]"), "product"),
)
rows(
    "diagonalisation",
    EIGEN,
    "correct",
    (("[1,1;1,-1]", "[3,0;0,1]"), "correct"),
    (("[2,1;2,-1]", "[3,0;0,1]"), "correct"),
    (("[1,1;-1,1]", "[1,0;0,3]"), "correct"),
    (("[0.71,0.71;0.71,-0.71]", "[3,0;0,1]"), "correct"),
    (("[sqrt(2),1;sqrt(2),-1]", "[3,0;0,1]"), "correct"),
)
SVD = FactorisationAnswer.of(
    [[3, 0], [0, 2], [0, 0]],
    [
        ("U", [[1, 0], [0, 1], [0, 0]], ["orthonormal-columns"]),
        ("S", [[3, 0], [0, 2]], ["diagonal", "positive-diagonal", "descending-diagonal"]),
        ("V", [[1, 0], [0, 1]], ["orthogonal"]),
    ],
    product="U*S*V^T",
    free_shape=True,
)
rows(
    "SVD",
    SVD,
    "partial",
    (("[0,1;1,0;0,0]", "[2,0;0,3]", "[0,1;1,0]"), "structure:descending-diagonal"),
    (("[1,0;0,1;0,0]", "[-3,0;0,2]", "[-1,0;0,1]"), "structure:positive-diagonal"),
)
rows(
    "SVD",
    SVD,
    "incorrect",
    (("[3,0;0,2;0,0]", "[1,0;0,1]", "[1,0;0,1]"), "structure:orthonormal-columns"),
    (("[-1,0;0,1;0,0]", "[3,0;0,2]", "[1,0;0,1]"), "product"),
    (("[1,0;0,1;0,0]", "[1,0;0,1]", "[1,0;0,1]"), "product"),
)
rows("SVD", SVD, "incorrect", (("[1,0;0,1]", "[3,0;0,2]", "[1,0;0,1]"), "shape"))
rows("SVD", SVD, "incorrect", (("[1,0;0,1;0,0]", "[3,0]", "[1,0;0,1]"), "shape"))
rows(
    "SVD",
    SVD,
    "correct",
    (("[1,0;0,1;0,0]", "[3,0;0,2]", "[1,0;0,1]"), "correct"),
    (("[1,0,0;0,1,0;0,0,1]", "[3,0;0,2;0,0]", "[1,0;0,1]"), "correct"),
    (("[-1,0;0,1;0,0]", "[3,0;0,2]", "[-1,0;0,1]"), "correct"),
)

# --- truth -------------------------------------------------------------------------------------------------

COMMUTES = TruthAnswer(
    False,
    (Witness("A", (2, 2), "[0,1;0,0]"), Witness("B", (2, 2), "[0,0;1,0]")),
    (),
    "A*B = B*A",
    code="commutes",
    feedback="Matrix products do not commute.",
)
rows("truth", COMMUTES, "incorrect", ("true", "misconception:commutes"), ("1", "misconception:commutes"))
rows(
    "truth",
    COMMUTES,
    "partial",
    ("false", "witness-missing"),
    (("false", "[1,0;0,1]", "[1,2;3,4]"), "not-a-counterexample"),
    (("false", "[1,2;3,4]", "[1,2;3,4]"), "not-a-counterexample"),
    (("false", "[1,0;0,2]", "[3,0;0,4]"), "not-a-counterexample"),
    (("false", "[1,0,0;0,1,0]", "[1,2;3,4]"), "shape"),
    (("false", "3", "[1,2;3,4]"), "shape"),
)
rows(
    "truth",
    COMMUTES,
    "correct",
    (("false", "[0,1;0,0]", "[0,0;1,0]"), "correct"),
    (("F", "[1,1;0,1]", "1 0\n1 1"), "correct"),
    (("2", "[sqrt(2),1;0,1]", "[[1,2],[3,4]]"), "correct"),
)
rows(
    "truth",
    COMMUTES,
    "unreadable",
    ("", "empty"),
    ("maybe", "option"),
    ("3", "option"),
    (("false", "[1,0;0,1]", ""), "empty"),
    (("false", "[a,0;0,1]", "[1,2;3,4]"), "unknown-name"),
    (("false", "none", "[1,2;3,4]"), "word"),
)
RANK = TruthAnswer(
    False,
    (Witness("A", (2, 2), "[1,0;0,0]"), Witness("B", (2, 2), "[0,0;0,1]")),
    ("rank(A) = 1", "rank(B) = 1"),
    "rank(A+B) = rank(A)",
)
rows(
    "truth with hypotheses",
    RANK,
    "partial",
    (("false", "[1,0;0,1]", "[0,0;0,1]"), "hypothesis"),
    (("false", "[1,0;0,0]", "[0,0;0,0]"), "hypothesis"),
    (("false", "[1,0;0,0]", "[1,0;0,0]"), "not-a-counterexample"),
)
rows(
    "truth with hypotheses",
    RANK,
    "correct",
    (("false", "[1,0;0,0]", "[0,0;0,1]"), "correct"),
    (("false", "[1,2;2,4]", "[-1,-2;-2,-4]"), "correct"),
)
TRUE = TruthAnswer(True, (Witness("A", (2, 2)),), ("det(A) != 0",), "rank(A) = 2", examples=(("[1,2;3,4]",),))
rows(
    "true statement",
    TRUE,
    "incorrect",
    ("false", "true-statement"),
    (("false", "[1,0;0,0]"), "true-statement"),
)
rows("true statement", TRUE, "correct", ("true", "correct"), (("t", "[1,"), "correct"))
SMALL = TruthAnswer(False, (Witness("x", None, "-1"),), ("x < 1",), "x^2 < 1")
rows(
    "truth about numbers",
    SMALL,
    "partial",
    (("false", "1/2"), "not-a-counterexample"),
    (("false", "2"), "hypothesis"),
    (("false", "1"), "hypothesis"),
    (("false", "sqrt(2)/2"), "not-a-counterexample"),
)
rows("truth about numbers", SMALL, "correct", (("false", "-1"), "correct"), (("false", "-sqrt(2)"), "correct"))
WHY = TruthAnswer(
    False,
    reasons=(
        Option("A is not square", correct=True),
        Option("b is not zero", code="converse", feedback="No."),
    ),
)
rows(
    "truth with reasons",
    WHY,
    "partial",
    (("false", "2"), "misconception:converse"),
    ("false", "witness-missing"),
)
rows("truth with reasons", WHY, "incorrect", ("true", "false-statement"), (("true", "1"), "false-statement"))
rows("truth with reasons", WHY, "correct", (("false", "1"), "correct"), (("false", "a"), "correct"))
rows("truth with reasons", WHY, "unreadable", (("false", "3"), "range"), (("false", "1 2"), "count"))

# --- code --------------------------------------------------------------------------------------------------

NORMS = CodeAnswer.of(
    "def row_norms(X):",
    "def row_norms(X):\n    return np.sqrt((X**2).sum(axis=1))\n",
    [[[[3, 4], [0, 1]]], [[[1.0, 2, 2]]], [[[0.0, 0], [5, 12], [8, 15]]]],
    bugs=(
        Bug("sum-all", "def row_norms(X):\n    return np.sqrt((X**2).sum())\n", "Say over which axis you sum."),
        Bug("no-root", "def row_norms(X):\n    return (X**2).sum(axis=1)\n", "A norm takes the root."),
        Bug("columns", "def row_norms(X):\n    return np.sqrt((X**2).sum(axis=0))\n", "Those are the columns."),
    ),
    docstring="The Euclidean norm of each row of X.",
    forbidden=("for",),
)
HEAD = "def row_norms(X):\n    "
rows(
    "code",
    NORMS,
    "incorrect",
    (HEAD + "return np.linalg.norm(X)", "misconception:sum-all"),
    (HEAD + "return (X * X).sum(1)", "misconception:no-root"),
    (HEAD + "return np.linalg.norm(X, axis=0)", "misconception:columns"),
    (HEAD + "return np.linalg.norm(X, axis=1, keepdims=True)", "shape"),
    (HEAD + "return np.linalg.norm(X, axis=1) + 1e-4", "value"),
    (HEAD + "return np.linalg.norm(X, axis=1) * np.nan", "value"),
    (HEAD + "return np.linalg.norm(X, axis=1) > 1", "dtype"),
    (HEAD + "return list(np.linalg.norm(X, axis=1))", "type"),
    (HEAD + "return 'text'", "type"),
    (HEAD + "return {}", "type"),
    (HEAD + "np.linalg.norm(X, axis=1)", "nothing"),
    (HEAD + "yield 1", "type"),
    (HEAD + "return 1 / 0", "exception"),
    (HEAD + "return unknown", "exception"),
    ("def row_norms():\n    return 1", "exception"),
    ("raise ValueError('top')\n" + HEAD + "return X", "exception"),
    (HEAD + "return np.array([sum(x * x for x in row) ** 0.5 for row in X])", "forbidden"),
)
rows(
    "code",
    NORMS,
    "correct",
    (HEAD + "return np.linalg.norm(X, axis=1)", "correct"),
    ("import numpy\n" + HEAD + "return numpy.sqrt(numpy.einsum('ij,ij->i', X, X))", "correct"),
    ("row_norms = lambda X: np.hypot.reduce(X, axis=1)", "correct"),
    (HEAD + "print('a step')\n    return np.linalg.norm(X, axis=1)", "correct"),
    (HEAD + "X *= 1\n    return np.sqrt((X * X).sum(axis=-1)).astype(np.float32).round(5)", "correct"),
)
rows(
    "code",
    NORMS,
    "unreadable",
    ("", "empty"),
    ("def row_norms(X):", "empty"),
    (HEAD + "pass", "empty"),
    (HEAD + '"""Only words."""', "empty"),
    (HEAD + "...", "empty"),
    (HEAD + "return (X", "syntax"),
    ("def row_norms(X)\n    return X", "syntax"),
    (HEAD + "return X\n  y = 1", "syntax"),
    ("return 3\n" + HEAD + "return X", "syntax"),
    ("def norms(X):\n    return X", "no-function"),
    ("np.linalg.norm(X, axis=1)", "no-function"),
    ("\x00", "syntax"),
    ("x" * 30_000, "too-long"),
    ("(" * 5000, "syntax"),
)
