"""Bases, affine sets and factorisations: sentences, scores, values, and random replies."""

from __future__ import annotations

import random

import pytest

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.exact import Matrix, Q, Vector
from tests.engine.answers.table_structural import EMPTY, LU, PLANE, SET, SPECTRAL, UNIT


def listed(vectors: list[Matrix]) -> str:
    return ", ".join("(" + ", ".join(map(str, v.entries)) + ")" for v in vectors)


def drawn(random_: random.Random, rows: int, columns: int) -> Matrix:
    return Matrix([[random_.randint(-3, 3) for _ in range(columns)] for _ in range(rows)])


class TestBasis:
    def test_against_ranks_of_random_replies(self) -> None:
        """A second opinion: a reply is right exactly if its rank, and the rank with the basis, are right."""
        random_ = random.Random(1)
        seen = set()
        for _ in range(400):
            basis = drawn(random_, 4, 2)
            if basis.rank() < 2:
                continue
            answer = BasisAnswer.of([basis.column(j).entries for j in range(2)])
            weights = drawn(random_, 2, random_.choice([1, 2, 2, 2, 2, 3]))
            reply = basis @ weights
            if random_.random() < 0.4:
                reply = reply + Matrix([[int(i == 0 == j) for j in range(reply.columns)] for i in range(4)])
            right = reply.columns == reply.rank() == 2 == basis.hstack(reply).rank()
            seen.add(right)
            assert answer.matches({"answer": listed([reply.column(j) for j in range(reply.columns)])}) is right
        assert seen == {True, False}

    @pytest.mark.parametrize(
        ("reply", "message"),
        [
            ("(1,0,1), (0,1,2)", "Vector 2 does not lie in the space."),
            ("(1,0,1)", "The space has dimension 2; you gave 1 vector."),
            ("(1,0), (1,1)", "Vector 1 has 2 coordinates, and not 3."),
        ],
    )
    def test_sentences(self, reply: str, message: str) -> None:
        assert PLANE.judge({"answer": reply}).message == message

    def test_which_product_fails(self) -> None:
        verdict = UNIT.judge({"answer": "(1,0,0), (1,1,0)"})
        assert verdict.message == "It is a basis, but vectors 1 and 2 are not orthogonal."
        assert verdict.score == 0.5

    def test_value(self) -> None:
        assert PLANE.value() == (Vector([1, 0, 1]), Vector([0, 1, 1]))
        assert UNIT.value()[0] == pytest.approx([0.5**0.5, 0.5**0.5, 0])
        assert SPECTRAL.value()["Q"][1] == pytest.approx([0.5**0.5, -(0.5**0.5)])
        assert SPECTRAL.value()["D"] == Matrix([[3, 0], [0, 1]])

    def test_nested_roots(self) -> None:
        answer = BasisAnswer.of([["1 + sqrt(5)", 2]])
        assert answer.matches({"answer": "(2, sqrt(5) - 1)"})
        assert answer.matches({"answer": "((1+sqrt(5))/2, 1)"})
        assert not answer.matches({"answer": "(2, sqrt(5) + 1)"})
        assert not answer.matches({"answer": "(1.6180339887, 1)"})


class TestAffine:
    def test_against_ranks_of_random_replies(self) -> None:
        random_ = random.Random(2)
        seen = set()
        for _ in range(400):
            directions, point = drawn(random_, 3, 2), drawn(random_, 3, 1)
            if directions.rank() < 2:
                continue
            answer = AffineAnswer.of(point.entries, [directions.column(j).entries for j in range(2)])
            other = point + directions @ drawn(random_, 2, 1)
            moves = directions @ drawn(random_, 2, 2)
            if random_.random() < 0.3:
                other = other + Vector([1, 0, 0])
            right = directions.hstack(other - point).rank() == 2 == moves.rank()
            seen.add(right)
            p, s, t = (listed([v]) for v in (other, moves.column(0), moves.column(1)))
            assert answer.matches({"answer": f"{p} + s{s} + t{t}"}) is right
        assert seen == {True, False}

    @pytest.mark.parametrize(
        ("reply", "message"),
        [
            ("(1,0,2)", "That is one solution; there are more."),
            (
                "(0,0,0) + s(1,1,0) + t(0,1,1)",
                "With every parameter 0 your set gives (0, 0, 0), which is not a solution.",
            ),
            (
                "(1,0,2) + s(1,1,0) + t(0,1,2)",
                "The vector that belongs to $t$ leads out of the set of solutions.",
            ),
        ],
    )
    def test_sentences(self, reply: str, message: str) -> None:
        assert SET.judge({"answer": reply}).message == message

    def test_a_missing_unknown_is_named(self) -> None:
        with pytest.raises(Unreadable, match="not said what z is"):
            SET.judge({"answer": "x = 1 + s, y = s"})

    def test_parameters_never_take_the_names_of_unknowns(self) -> None:
        answer = AffineAnswer.of([0, 0], [[1, 0], [0, 1]], names=("s", "t"))
        assert answer.check() == ()
        assert all(answer.matches(notation) for notation in answer.notations())

    def test_value(self) -> None:
        point, directions = SET.value() or (None, [])
        assert point == Vector([1, 0, 2])
        assert directions == [Vector([1, 1, 0]), Vector([0, 1, 1])]
        assert EMPTY.value() is None

    def test_fractions(self) -> None:
        answer = AffineAnswer.of([Q(1, 3), 0], [[Q(1, 2), -1]])
        assert answer.typed() == {"answer": "(1/3, 0) + t(1/2, -1)"}
        assert answer.matches({"answer": "(1/3 + u, -2u)"})
        assert not answer.matches({"answer": "(1/3 + u, 2u)"})

    @pytest.mark.parametrize(
        ("answer", "fault"),
        [
            (AffineAnswer.of([1, 2], [[1, 2], [2, 4]]), "dependent"),
            (AffineAnswer.of([1, 2], [[1, 2, 3]]), "length"),
            (AffineAnswer.of([1, 2], names=("x",)), "names"),
            (AffineAnswer(("sqrt(2)",)), "rational"),
        ],
    )
    def test_faults_of_authors(self, answer: AffineAnswer, fault: str) -> None:
        assert fault in answer.check()[0]


class TestFactorisation:
    def test_what_takes_no_work_earns_nothing_and_a_convention_costs_half(self) -> None:
        assert LU.judge({"L": "[1,0;0,1]", "U": "[1,0;0,1]"}).score == 0
        assert LU.judge({"L": "[2,1;4,5]", "U": "[1,0;0,1]"}).score == 0
        assert SPECTRAL.judge({"Q": "[1,1;1,-1]", "D": "[3,0;0,1]"}).score == 0
        assert LU.judge({"L": "[2,0;4,3]", "U": "[1,1/2;0,1]"}).score == 0.5

    def test_pieces_are_shown(self) -> None:
        assert len(LU.pieces()) == 2
        assert all(piece in LU.tex() for piece in LU.pieces())

    def test_sentences(self) -> None:
        verdict = LU.judge({"L": "[2,0;4,3]", "U": "[1,1/2;0,1]"})
        assert verdict.message == "$L$ is not lower triangular with ones on its diagonal."
        assert (verdict.field, verdict.fields) == ("L", {"L": "incorrect"})
        verdict = LU.judge({"L": "[1,0,0;2,1,0]", "U": "[2,1;0,3]"})
        assert verdict.message == "$L$ is 2×3, and should be 2×2."

    def test_an_unreadable_factor_is_named(self) -> None:
        with pytest.raises(Unreadable) as caught:
            LU.judge({"L": "[1,0;2,1]", "U": "[2,1;0,"})
        assert caught.value.field == "U"

    def test_every_structure_refuses_and_accepts(self) -> None:
        cases = {
            "orthogonal": ("[3/5,4/5;4/5,-3/5]", "[1,1;0,1]"),
            "orthonormal-columns": ("[3/5;4/5]", "[3;4]"),
            "orthonormal-rows": ("[3/5,4/5]", "[3,4]"),
            "diagonal": ("[1,0;0,-2]", "[1,2;0,1]"),
            "nonnegative-diagonal": ("[0,5;-1,2]", "[1,0;0,-1]"),
            "positive-diagonal": ("[1,5;-1,2]", "[1,0;0,0]"),
            "descending-diagonal": ("[2,0;0,2]", "[1,0;0,2]"),
            "lower-triangular": ("[3,0;1,2]", "[3,1;0,2]"),
            "unit-lower-triangular": ("[1,0;5,1]", "[2,0;5,1]"),
            "upper-triangular": ("[3,1;0,2]", "[3,0;1,2]"),
            "symmetric": ("[1,sqrt(2);2/sqrt(2),1]", "[1,2;3,1]"),
            "permutation": ("[0,1;1,0]", "[1,1;0,0]"),
            "invertible": ("[1,2;3,4]", "[1,2;2,4]"),
        }
        for structure, (good, bad) in cases.items():
            for text, holds in ((good, True), (bad, False)):
                rows = [row.split(",") for row in text.strip("[]").split(";")]
                answer = FactorisationAnswer.of(rows, [("M", rows, [structure])])
                verdict = answer.judge({"M": text})
                assert (verdict.outcome == "correct") is holds, (structure, text)
                assert holds or verdict.code == f"structure:{structure}"

    def test_rounding_is_carried_through_a_product(self) -> None:
        r = "sqrt(2)/2"
        answer = FactorisationAnswer.of(
            [[2, 1], [1, 2]],
            [("Q", [[r, r], [r, f"-{r}"]], ["orthogonal"]), ("D", [[3, 0], [0, 1]], ["diagonal"])],
            product="Q*D*Q^T",
            decimals=3,
        )
        assert answer.matches({"Q": "[0.707,0.707;0.707,-0.707]", "D": "[3,0;0,1]"})
        assert not answer.matches({"Q": "[0.71,0.71;0.71,-0.71]", "D": "[3,0;0,1]"})
        assert not answer.matches({"Q": "[0.707,0.707;0.707,-0.707]", "D": "[3,0;0,1.1]"})
        assert not answer.matches({"Q": "[0.707,0.707;0.707,-0.707]", "D": "[3,0;0,2]"})
