"""Statements, proofs and the check of orthogonality, against numpy, textbook examples and one's own transcription."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from question_bank._proofs import SOUND, Proof, proved
from question_bank._statements import Drawn, Pair, _Writer, expanded
from question_bank.geo.orthogonality_check import Given, keys, observed, orthogonality_check, truths
from question_bank.geo.orthogonality_check import build as build_check
from question_bank.la.facts import STATEMENTS, facts
from question_bank.la.facts import build as build_statement
from question_bank.la.proof_steps import PROOFS
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector

# ------------------------------------------------------------------ statements, transcribed a second time

Test = Callable[..., bool]


def rank(*blocks: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(np.hstack([b.reshape(b.shape[0], -1) for b in blocks])))


def det(a: np.ndarray) -> float:
    return float(np.linalg.det(a))


def regular(a: np.ndarray) -> bool:
    return a.shape[0] == a.shape[1] and rank(a) == a.shape[0]


def eq(a: Any, b: Any) -> bool:
    return bool(np.allclose(a, b, atol=1e-9))


def inv(a: np.ndarray) -> np.ndarray:
    return np.linalg.inv(a)


def eye(a: np.ndarray) -> np.ndarray:
    return np.eye(a.shape[0])


def zero(a: np.ndarray) -> bool:
    return eq(a, 0)


def solvable(a: np.ndarray, b: np.ndarray) -> bool:
    return rank(a, b) == rank(a)


def always(*_: np.ndarray) -> bool:
    return True


def both_regular(a: np.ndarray, b: np.ndarray) -> bool:
    return regular(a) and regular(b)


def idempotent(a: np.ndarray) -> bool:
    return eq(a @ a, a)


# name: (true: hypotheses, claim), (false: hypotheses, claim), over the things in the order of the form.
SECOND: dict[str, tuple[tuple[Test, Test], tuple[Test, Test]]] = {
    "inverse-of-product": (
        (both_regular, lambda a, b: eq(inv(a @ b), inv(b) @ inv(a))),
        (both_regular, lambda a, b: eq(inv(a @ b), inv(a) @ inv(b))),
    ),
    "transpose-of-product": (
        (always, lambda a, b: eq((a @ b).T, b.T @ a.T)),
        (always, lambda a, b: eq((a @ b).T, a.T @ b.T)),
    ),
    "sum-or-product-regular": (
        (both_regular, lambda a, b: regular(a @ b)),
        (both_regular, lambda a, b: regular(a + b)),
    ),
    "det-sum-product": (
        (always, lambda a, b: eq(det(a @ b), det(a) * det(b))),
        (always, lambda a, b: eq(det(a + b), det(a) + det(b))),
    ),
    "zero-vector": (
        (lambda *t: any(map(zero, t)), lambda *t: rank(*t) < 3),
        (lambda *t: rank(*t) < 3, lambda *t: any(map(zero, t))),
    ),
    "pairwise-independent": (
        (lambda *t: rank(*t) == 3, lambda *t: all(rank(*p) == 2 for p in itertools.combinations(t, 2))),
        (lambda *t: all(rank(*p) == 2 for p in itertools.combinations(t, 2)), lambda *t: rank(*t) == 3),
    ),
    "zero-column": (
        (regular, lambda a: bool(np.all(np.any(a != 0, axis=0)))),
        (lambda a: bool(np.all(np.any(a != 0, axis=0))), regular),
    ),
    "basis-of-space": (
        (lambda *t: rank(*t) == 3, lambda *t: rank(*t) == 3 == len(t[0])),
        (
            lambda u, v, w: not any(map(zero, (u, v, w))) and not any(eq(x, y) for x, y in ((u, v), (u, w), (v, w))),
            lambda *t: rank(*t) == 3,
        ),
    ),
    "more-vectors-than-dimensions": (
        (always, lambda a: rank(a) < a.shape[1]),
        (always, lambda a: rank(a) == a.shape[0]),
    ),
    "affine-map": (
        (always, lambda a, b: zero(a @ (0 + b) - a @ b)),
        (always, lambda a, b: zero(a @ (0 + b))),
    ),
    "union-of-spans": (
        (always, always),
        (always, lambda u, v: rank(u, u + v) < 2 or rank(v, u + v) < 2),
    ),
    "one-sided-inverse": (
        (lambda a, b: eq(a @ b, eye(a)), lambda a, b: eq(b @ a, eye(b))),
        (lambda a, b: eq(a @ b, eye(a)), lambda a, b: eq(b @ a, eye(b))),
    ),
    "trivial-kernel": (
        (lambda a: rank(a) == a.shape[1], lambda a: all(solvable(a, e) for e in eye(a))),
        (lambda a: rank(a) == a.shape[1], lambda a: all(solvable(a, e) for e in eye(a))),
    ),
    "kernel-of-transpose": (
        (always, lambda a: a.shape[1] - rank(a) == a.shape[0] - rank(a.T)),
        (always, lambda a: a.shape[1] - rank(a) == a.shape[0] - rank(a.T)),
    ),
    "skew-symmetric": (
        (lambda a: eq(a.T, -a), lambda a: not regular(a)),
        (lambda a: eq(a.T, -a), lambda a: not regular(a)),
    ),
    "square-of-sum": (
        (lambda a, b: eq(a @ b, b @ a), lambda a, b: eq((a + b) @ (a + b), a @ a + 2 * a @ b + b @ b)),
        (lambda a, b: eq(a, a.T) and eq(b, b.T), lambda a, b: eq((a + b) @ (a + b), a @ a + 2 * a @ b + b @ b)),
    ),
    "difference-of-squares": (
        (lambda a, b: eq(a @ b, b @ a), lambda a, b: eq((a + b) @ (a - b), a @ a - b @ b)),
        (both_regular, lambda a, b: eq((a + b) @ (a - b), a @ a - b @ b)),
    ),
    "square-of-product": (
        (lambda a, b: eq(a @ b, b @ a), lambda a, b: eq(a @ b @ a @ b, a @ a @ b @ b)),
        (lambda a, b: not zero(a) and not zero(b), lambda a, b: eq(a @ b @ a @ b, a @ a @ b @ b)),
    ),
    "symmetric-product": (
        (lambda a, b: eq(a, a.T) and eq(b, b.T), lambda a, b: eq(a @ b + b @ a, (a @ b + b @ a).T)),
        (lambda a, b: eq(a, a.T) and eq(b, b.T), lambda a, b: eq(a @ b, (a @ b).T)),
    ),
    "cancel-a-factor": (
        (lambda a, b, c: regular(a) and eq(a @ b, a @ c), lambda a, b, c: eq(b, c)),
        (lambda a, b, c: not zero(a) and eq(a @ b, a @ c), lambda a, b, c: eq(b, c)),
    ),
    "idempotent": (
        (lambda a: idempotent(a) and regular(a), lambda a: eq(a, eye(a))),
        (lambda a: idempotent(a) and not zero(a), lambda a: eq(a, eye(a))),
    ),
    "square-is-zero": ((lambda a: zero(a.T @ a), zero), (lambda a: zero(a @ a), zero)),
    "independent-images": (
        (lambda a, u, v: rank(a @ u, a @ v) == 2, lambda a, u, v: rank(u, v) == 2),
        (lambda a, u, v: rank(u, v) == 2, lambda a, u, v: rank(a @ u, a @ v) == 2),
    ),
    "agree-on-two-vectors": (
        (
            lambda a, b, u, v: rank(u, v) == 2 and eq(a @ u, b @ u) and eq(a @ v, b @ v),
            lambda a, b, u, v: eq(a, b),
        ),
        (
            lambda a, b, u, v: not zero(u) and not zero(v) and not eq(u, v) and eq(a @ u, b @ u) and eq(a @ v, b @ v),
            lambda a, b, u, v: eq(a, b),
        ),
    ),
    "third-vector": (
        (lambda u, v, w: rank(u, v) == 2 and rank(u, v, w) < 3, lambda u, v, w: solvable(np.hstack([u, v]), w)),
        (
            lambda u, v, w: not zero(u) and not zero(v) and rank(u, v, w) < 3,
            lambda u, v, w: solvable(np.hstack([u, v]), w),
        ),
    ),
    "outer-product": (
        (always, lambda u, v: rank(u @ v.T) <= 1),
        (always, lambda u, v: rank(u @ v.T) == 1),
    ),
    "infinite-or-none": (
        (lambda a, b: rank(a) < a.shape[1], lambda a, b: not solvable(a, b) or rank(a) < a.shape[1]),
        (lambda a, b: rank(a) < a.shape[1], lambda a, b: solvable(a, b) and rank(a) < a.shape[1]),
    ),
    "fewer-equations": (
        (always, lambda a, b: rank(a) < a.shape[1]),
        (always, lambda a, b: solvable(a, b) and rank(a) < a.shape[1]),
    ),
    "unique-for-one": (
        (
            lambda a, b, c: solvable(a, b) and rank(a) == a.shape[1],
            lambda a, b, c: solvable(a, c) and rank(a) == a.shape[1],
        ),
        (
            lambda a, b, c: solvable(a, b) and rank(a) == a.shape[1],
            lambda a, b, c: solvable(a, c) and rank(a) == a.shape[1],
        ),
    ),
    "normal-equations": (
        (lambda a, b, x: eq(a @ x, b), lambda a, b, x: eq(a.T @ a @ x, a.T @ b)),
        (lambda a, b, x: eq(a.T @ a @ x, a.T @ b), lambda a, b, x: eq(a @ x, b)),
    ),
    "product-is-zero": (
        (lambda a, b: zero(a @ b), lambda a, b: zero(b @ a @ b @ a)),
        (lambda a, b: zero(a @ b), lambda a, b: zero(b @ a)),
    ),
    "kernel-of-product": (
        (lambda a, b, x: zero(b @ x), lambda a, b, x: zero(a @ b @ x)),
        (lambda a, b, x: zero(a @ x), lambda a, b, x: zero(a @ b @ x)),
    ),
    "image-of-product": (
        (always, lambda a, b: all(solvable(a, c) for c in (a @ b).T)),
        (always, lambda a, b: all(solvable(b, c) for c in (a @ b).T)),
    ),
    "order-of-factors": (
        (always, lambda a, b: eq(det(a @ b), det(b @ a))),
        (always, lambda a, b: rank(a @ b) == rank(b @ a)),
    ),
    "rank-of-product": (
        (always, lambda a, b: rank(a @ b) <= rank(a) and rank(a @ b) <= rank(b)),
        (always, lambda a, b: rank(a @ b) in (rank(a), rank(b))),
    ),
    "rank-of-sum": (
        (always, lambda a, b: rank(a + b) <= rank(a) + rank(b)),
        (always, lambda a, b: rank(a + b) == rank(a) + rank(b)),
    ),
    "rank-of-square": (
        (always, lambda a: rank(a.T @ a) == rank(a)),
        (always, lambda a: rank(a @ a) == rank(a)),
    ),
    "kernel-and-image": (
        (always, lambda a: len(null_space(a)) + rank(a) == a.shape[1]),
        (always, lambda a: rank(a, *(v[:, None] for v in null_space(a))) == rank(a) + len(null_space(a))),
    ),
    "invertible-factor": (
        (lambda a, b: regular(b), lambda a, b: all(solvable(a, c) for c in (a @ b).T) and rank(a) == rank(a @ b)),
        (lambda a, b: regular(b), lambda a, b: all(solvable(a, c) for c in (b @ a).T)),
    ),
    "injective-composite": (
        (lambda a, b: rank(b @ a) == a.shape[1], lambda a, b: not len(null_space(a))),
        (lambda a, b: rank(b @ a) == a.shape[1], lambda a, b: not len(null_space(b))),
    ),
    "surjective-composite": (
        (lambda a, b: rank(b @ a) == b.shape[0], lambda a, b: all(solvable(b, e) for e in eye(b))),
        (lambda a, b: rank(b @ a) == b.shape[0], lambda a, b: all(solvable(a, e) for e in eye(a))),
    ),
    "invertible-product": (
        (lambda a, b: regular(a @ b), lambda a, b: regular(b @ a)),
        (lambda a, b: regular(a @ b), lambda a, b: regular(b @ a)),
    ),
}
NUMBERED = {"det-of-multiple", "rank-nullity", "combination-of-solutions", "particular-plus-kernel"}


def null_space(a: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the kernel, as rows."""
    _, sizes, rows = np.linalg.svd(a)
    return rows[int(np.sum(sizes > 1e-9)) :]


def second(pair: Pair, truth: bool, numbers: dict[str, Any]) -> tuple[Test, Test]:
    """Hypotheses and claim in numpy, written independently of the bank's conditions."""
    match pair.name:
        case "det-of-multiple":
            k, n = numbers["k"], numbers["n"]
            return always, lambda a: eq(det(k * a), (k**n if truth else k) * det(a))
        case "rank-nullity":
            size = numbers["kernel"] if truth else numbers["other"]
            return lambda a: rank(a) == numbers["r"], lambda a: len(null_space(a)) == size
        case "combination-of-solutions":
            k, m = numbers["k"], numbers["l"]
            return lambda a, x, y, b: eq(a @ x, b) and eq(a @ y, b), lambda a, x, y, b: eq(a @ (k * x + m * y), b)
        case "particular-plus-kernel":
            k, m = (1, numbers["k"]) if truth else (numbers["k"], 1)
            return lambda a, b, x, z: eq(a @ x, b) and zero(a @ z), lambda a, b, x, z: eq(a @ (k * x + m * z), b)
    return SECOND[pair.name][0 if truth else 1]


def floats(pair: Pair, example: dict[str, Any]) -> list[np.ndarray]:
    return [np.array(example[name].to_floats()) for name in pair.things]


TYPED = [name for name, pair in STATEMENTS.pairs.items() if not pair.reasons]
REASONED = [name for name, pair in STATEMENTS.pairs.items() if pair.reasons]


def instances(name: str, truth: bool, count: int) -> list[Drawn]:
    return [STATEMENTS.instance(Draw("theory", name, int(truth), i), name, truth) for i in range(count)]


def test_there_are_enough_statements_and_half_are_false() -> None:
    assert 2 * len(STATEMENTS.pairs) >= 36  # each pair is one true and one false statement
    assert all(len(names) >= 12 for names in STATEMENTS.levels.values())
    assert set(SECOND) | NUMBERED == set(TYPED)
    codes = {pair.false.code for pair in STATEMENTS.pairs.values()}
    assert {"converse", "square-only", "commutes"} <= codes
    assert all(not pair.true.code for pair in STATEMENTS.pairs.values())


@pytest.mark.parametrize("name", TYPED)
def test_stored_counterexamples_meet_the_hypotheses_and_break_the_claim(name: str) -> None:
    for drawn in instances(name, False, 15):
        pair = STATEMENTS.pairs[name]
        assume, claim = second(pair, False, dict(drawn.numbers))
        things = floats(pair, dict(drawn.example))
        assert assume(*things), drawn
        assert not claim(*things), drawn
        answer = build_statement(*drawn).parts[0].answer
        assert answer.check() == ()
        assert answer.judge(answer.typed()).outcome == "correct"
        assert STATEMENTS.verify(*drawn, answer.value())
        assert not STATEMENTS.verify(*drawn, (True, {}))


@pytest.mark.parametrize("name", TYPED)
def test_true_statements_hold_on_random_matrices(name: str) -> None:
    pair = STATEMENTS.pairs[name]
    random = np.random.default_rng(20240229)
    met = 0
    for drawn in instances(name, True, 15):
        numbers = dict(drawn.numbers)
        assume, claim = second(pair, True, numbers)
        examples = [floats(pair, dict(drawn.example))]
        shapes = [
            tuple(numbers[s] if isinstance(s, str) else s for s in shape) for shape in pair.things.values() if shape
        ]
        examples += [[random.integers(-1, 2, shape).astype(float) for shape in shapes] for _ in range(60)]
        examples += [[random.integers(-4, 5, shape).astype(float) for shape in shapes] for _ in range(20)]
        assert assume(*examples[0]), drawn
        for things in examples:
            if assume(*things):
                met += 1
                assert claim(*things), (drawn, things)
        answer = build_statement(*drawn).parts[0].answer
        assert answer.check() == ()
        assert answer.judge({"verdict": "true"}).outcome == "correct"
        assert STATEMENTS.verify(*drawn, (True, {}))
    assert met >= 15


@pytest.mark.parametrize("name", REASONED)
def test_which_condition_of_a_subspace_fails(name: str) -> None:
    pair = STATEMENTS.pairs[name]
    assert pair.check is not None
    for truth in (True, False):
        for drawn in instances(name, truth, 8):
            applies = list(pair.check(dict(drawn.numbers), truth))
            assert sum(applies) == (0 if truth else 1), "exactly one reason makes it false"
            assert truth or applies.index(True) == pair.false.reason
            assert build_statement(*drawn).parts[0].answer.check() == ()


@pytest.mark.parametrize("name", list(STATEMENTS.pairs))
def test_the_wording_does_not_tell_true_from_false(name: str) -> None:
    pair = STATEMENTS.pairs[name]
    true, false = (instances(name, truth, 1)[0] for truth in (True, False))
    assert len(pair.true.says) == len(pair.false.says)
    for phrasing in range(len(pair.true.says)):
        one, other = (
            _Writer(pair, drawn._replace(letters=true.letters, wording=(0, phrasing, 0))) for drawn in (true, false)
        )
        assert difflib.SequenceMatcher(None, one.sentence(), other.sentence()).ratio() > 0.6
        assert one.sentence() != other.sentence() or true.numbers != false.numbers
    forms = [
        [(f.input, f.label) for f in build_statement(*drawn._replace(letters=true.letters)).parts[0].answer.fields()]
        for drawn in (true, false)
    ]
    assert forms[0] == forms[1]


def test_sentences_read_well() -> None:
    for name in STATEMENTS.pairs:
        for drawn in [*instances(name, True, 12), *instances(name, False, 12)]:
            writer = _Writer(STATEMENTS.pairs[name], drawn)
            sentence = writer.sentence()
            assert sentence.endswith(".")
            assert ". $" not in sentence, f"a sentence starts with a formula: {sentence}"
            assert "  " not in sentence
            assert " an $2" not in sentence
            assert "+ -" not in build_statement(*drawn).prompt


def textbook(name: str, **values: Any) -> Any:
    """The answer of a statement with canonical names, for a size that fits `values`."""
    for drawn in instances(name, False, 40):
        shapes = _Writer(STATEMENTS.pairs[name], drawn).shapes()
        if all(shapes[k] == v.shape for k, v in values.items()):
            return build_statement(*drawn).parts[0].answer, {
                dict(drawn.letters)[k]: str(v).removeprefix("Matrix(").removesuffix(")") for k, v in values.items()
            }
    raise AssertionError("no instance of that size")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("inverse-of-product", {"A": [[1, 1], [0, 1]], "B": [[1, 0], [1, 1]]}),
        ("sum-or-product-regular", {"A": [[1, 0], [0, 1]], "B": [[-1, 0], [0, -1]]}),
        ("det-sum-product", {"A": [[1, 0], [0, 1]], "B": [[1, 0], [0, 1]]}),
        ("pairwise-independent", {"u": [[1], [0], [0]], "v": [[0], [1], [0]], "w": [[1], [1], [0]]}),
        ("one-sided-inverse", {"A": [[1, 0, 0], [0, 1, 0]], "B": [[1, 0], [0, 1], [0, 0]]}),
        ("square-is-zero", {"A": [[0, 1], [0, 0]]}),
        ("idempotent", {"A": [[1, 0], [0, 0]]}),
        ("product-is-zero", {"A": [[1, 0], [0, 0]], "B": [[0, 0], [1, 0]]}),
        ("order-of-factors", {"A": [[1, 0], [0, 0]], "B": [[0, 0], [1, 0]]}),
        ("kernel-and-image", {"A": [[0, 1], [0, 0]]}),
        ("fewer-equations", {"A": [[1, 0, 0], [1, 0, 0]], "b_": [[0], [1]]}),
    ],
)
def test_textbook_counterexamples_are_accepted(name: str, values: dict[str, Any]) -> None:
    answer, typed = textbook(name, **{k: Matrix(v) for k, v in values.items()})
    assert answer.judge({"verdict": "false", **typed}).outcome == "correct"


def test_what_a_counterexample_lacks_is_said() -> None:
    identity = Matrix.identity(2)
    answer, typed = textbook("inverse-of-product", A=identity, B=identity)
    assert answer.judge({"verdict": "false", **typed}).code == "not-a-counterexample"
    assert answer.judge({"verdict": "true"}).code == "misconception:commutes"
    answer, typed = textbook("inverse-of-product", A=identity, B=Matrix([[1, 1], [1, 1]]))
    assert answer.judge({"verdict": "false", **typed}).code == "hypothesis"
    answer, _ = textbook("pairwise-independent")
    assert answer.judge({"verdict": "true"}).code == "misconception:converse"


def test_an_example_that_proves_nothing_cannot_be_built() -> None:
    drawn = next(d for d in instances("inverse-of-product", False, 40) if dict(d.numbers)["n"] == 2)
    harmless = (("A", Matrix.identity(2)), ("B", Matrix.identity(2)))
    with pytest.raises(ValueError, match="does not break"):
        build_statement(*drawn._replace(example=harmless))
    singular = (("A", Matrix([[1, 1], [1, 1]])), ("B", Matrix.identity(2)))
    with pytest.raises(ValueError, match="does not meet"):
        build_statement(*drawn._replace(example=singular))


def test_block_matrices_are_written_in_the_answer_language() -> None:
    shapes: dict[str, tuple[int, int] | None] = {"A": (2, 2), "b": (2, 1)}
    assert expanded("rank(beside(A, b))", shapes) == ("rank((A*[1, 0, 0; 0, 1, 0] + b*transpose([0, 0, 1])))")
    assert expanded("rank(above(A, A))", shapes).count("transpose(") == 2


def test_solutions_show_the_numbers_of_the_counterexample() -> None:
    for name in TYPED:
        drawn = instances(name, False, 1)[0]
        problem = build_statement(*drawn)
        assert any("A counterexample" in step.text for step in problem.steps)
        # "But" only after what the counterexample meets.
        assumed = any("what is assumed" in step.text for step in problem.steps)
        assert problem.steps[-1].text.startswith("But " if assumed else "Here ")


# ------------------------------------------------------------------ proofs

ALL_PROOFS = list(PROOFS.proofs.values())


def extensions(proof: Proof, limit: int = 150) -> list[list[str]]:
    """Right orders of the lines, up to a limit."""
    found: list[list[str]] = []

    def grow(order: list[str]) -> None:
        if len(found) >= limit:
            return
        if len(order) == len(proof.lines):
            found.append(order)
        for line in proof.lines:
            if line.id not in order and set(line.uses) <= set(order):
                grow([*order, line.id])

    grow([])
    return found


def test_there_are_enough_proofs() -> None:
    assert len(ALL_PROOFS) >= 8
    assert all(len(names) >= 5 for names in PROOFS.levels.values())
    for level, names in PROOFS.levels.items():
        codes = {slip.code for name in names for slip in PROOFS.proofs[name].slips}
        assert {"assumes-conclusion", "basis-too-early", "necessary-for-sufficient"} <= codes, level


@pytest.mark.parametrize("proof", ALL_PROOFS, ids=lambda proof: proof.name)
def test_a_proof_is_an_order_without_cycles(proof: Proof) -> None:
    names = [line.id for line in proof.lines]
    assert len(set(names)) == len(names)
    assert all(first in names for first, _ in proof.edges())
    assert proved(proof, names), "the stated order is right, so there is no cycle"
    used = {first for first, _ in proof.edges()}
    assert len([name for name in names if name not in used]) <= 2, "every line serves the end of a direction"
    assert names[-1] not in used
    assert all(slip.of in names for slip in proof.slips)
    texts = [line.text for line in proof.lines] + [slip.text for slip in proof.slips]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("proof", ALL_PROOFS, ids=lambda proof: proof.name)
def test_every_right_order_is_accepted_and_no_other(proof: Proof) -> None:
    drawn = PROOFS.instance(Draw("orders", proof.name), proof.name, "order")
    answer = PROOFS.problem(*drawn).parts[0].answer
    assert answer.check() == ()
    number = {line.id: str(i + 1) for i, line in enumerate(answer.lines)}
    right = extensions(proof)
    for order in right:
        assert answer.matches({"answer": " ".join(number[name] for name in order)})
        assert PROOFS.verify(*drawn, tuple(order))
    draw = Draw("wrong orders", proof.name)
    for _ in range(40):
        order = draw.shuffled([line.id for line in proof.lines])
        assert answer.matches({"answer": " ".join(number[name] for name in order)}) == proved(proof, order)
    slips = [line.id for line in answer.lines if not line.needed]
    assert slips
    for slip in slips:
        for at in range(len(proof.lines) + 1):
            order = [*right[0][:at], slip, *right[0][at:]]
            verdict = answer.judge({"answer": " ".join(number[name] for name in order)})
            assert verdict.outcome != "correct"
            assert verdict.message, "a wrong line is explained"
    for missing in right[0]:
        rest = [name for name in right[0] if name != missing]
        assert not answer.matches({"answer": " ".join(number[name] for name in rest)})


@pytest.mark.parametrize("proof", ALL_PROOFS, ids=lambda proof: proof.name)
def test_the_first_wrong_line_is_the_only_right_choice(proof: Proof) -> None:
    names = [line.id for line in proof.lines]
    base = PROOFS.instance(Draw("reading", proof.name), proof.name, "first-wrong")
    for i, slip in [*enumerate(proof.slips), (-1, None)]:
        drawn = base._replace(slips=() if slip is None else (i,))
        problem = PROOFS.problem(*drawn)
        answer = problem.parts[0].answer
        right = len(names) if slip is None else names.index(slip.of)
        assert answer.check() == ()
        accepted = [k for k in range(len(names) + 1) if answer.matches({"answer": str(k + 1)})]
        assert accepted == [right]
        assert PROOFS.verify(*drawn, answer.value())
        assert (answer.value() == (SOUND,)) == (slip is None)
        if slip is not None:
            fell_for_it = answer.judge({"answer": str(len(names) + 1)})
            assert fell_for_it.code == (f"misconception:{slip.code}" if slip.code else "incorrect")
            assert f"Line {right + 1}" in " ".join(step.text for step in problem.steps)


# ------------------------------------------------------------------ orthogonality


@pytest.mark.parametrize("level", [1, 2, 3])
def test_gram_matrix_and_definitions_agree(level: int) -> None:
    seen: dict[str, set[bool]] = {}
    for seed in range(250):
        given = Given(*orthogonality_check.instance(level, seed).given)
        exact, float_ = truths(given.kind, given.a, given.form), observed(given.kind, given.a, given.form)
        assert exact == {key: bool(float_[key]) for key in exact}
        for key in keys(given):
            plain = key.removeprefix("one-")
            seen.setdefault(f"{given.kind} {plain}", set()).add(exact[plain])
    never = {"yes-columns", "yes-det", "yes-diagonal", "right", "lengths-back", "both", "right-only"}
    fixed = {key for key, values in seen.items() if len(values) == 1 and key.split()[1] not in never}
    assert fixed <= {"pair independent"}, "every statement is sometimes true and sometimes false"


def check_of(kind: str, a: Matrix, form: Matrix | None = None, *, many: bool = True) -> set[str]:
    """The right options of a problem with textbook numbers."""
    letters = ("x", "y", "A") if kind in ("pair", "inner") else ("A", "", "")
    given = Given(kind, a, form, many, letters, 0, tuple(range(6)))
    return set(build_check(*given).parts[0].answer.value())


def test_the_book_on_orthogonality() -> None:
    # MML, example 3.7: (1, 1) and (-1, 1) are orthogonal for the dot product, not for diag(2, 1).
    pair = Matrix.from_columns([Vector([1, 1]), Vector([-1, 1])])
    assert check_of("inner", pair, Matrix.diagonal([2, 1]), many=False) == {
        r"They are orthogonal for the dot product, but not for $\langle \cdot, \cdot \rangle$"
    }
    assert check_of("pair", pair, many=False) == {"They are orthogonal, but not orthonormal"}
    # A rotation is orthogonal; a shear has determinant 1 and is not.
    rotation = Matrix([[Q(3, 5), Q(-4, 5), 0], [Q(4, 5), Q(3, 5), 0], [0, 0, 1]])
    assert check_of("square", rotation, many=False) == {r"Yes, because $A^\top A = I$"}
    assert len(check_of("square", rotation)) == 6
    shear = Matrix([[1, 1, 0], [0, 1, 0], [0, 0, 1]])
    assert check_of("square", shear) == {r"$|\det(A)| = 1$"}
    assert check_of("square", Matrix.diagonal([2, 2, 2]), many=False) == {
        "No, because its columns are orthogonal to one another, but not all are unit vectors"
    }
    # Two columns of the identity: U^T U = I, but U U^T is only a projection.
    tall = Matrix([[1, 0], [0, 1], [0, 0]])
    assert check_of("tall", tall, many=False) == {r"$A^\top A = I$, but $A A^\top \ne I$"}
    assert r"$A A^\top = I$" not in check_of("tall", tall)


def test_the_mistakes_are_met() -> None:
    codes = {
        option.code
        for level in (2, 3)
        for seed in range(60)
        for option in orthogonality_check.generate(level, seed).parts[0].answer.options
    }
    assert {"columns-orthogonal-suffices", "det-one", "rectangular-both"} <= codes


def test_the_facts_are_true_and_false_evenly() -> None:
    truths = [facts.generate(2, seed).parts[0].answer.truth for seed in range(200)]
    assert 70 <= sum(truths) <= 130
