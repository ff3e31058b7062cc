"""The bank contract over every exercise: planted faults are caught, then all ten points hold on a few seeds.

Thousands of seeds: `quizgen bank check --seeds 2000`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from quizgen import contract, curriculum
from quizgen.answers.number import NumberAnswer
from quizgen.bank import discover
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import Exercise, exercise
from quizgen.problem import Misconception, Problem, Step, to_json

SEEDS = range(3)
VARIETY = 60
"""Seeds over which `make test` looks at variety; `quizgen bank check` takes 200."""
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "problems.json"
BANK = discover()
CASES = [(slug, level) for slug in BANK for level in range(1, BANK[slug].levels + 1)]


def good(**changes: Any) -> Exercise:
    """A small sound exercise, 'add two numbers', with parts of it replaced by the keyword arguments."""

    @exercise("la-vector-ops", version=1)
    def add(draw: Draw, level: int) -> tuple[int, int]:
        return draw.integer(2, 90), draw.integer(2, 90)

    @add.problem
    def build(a: int, b: int) -> Problem:
        answer = NumberAnswer.of(Q(a + b))
        fields: dict[str, Any] = {
            "prompt": f"Add ${a}$ and ${b}$.",
            "answer": answer,
            "steps": (Step(f"${a} + {b} = {a + b}$."),),
            "hints": ("Count on.", "Tens first."),
            "misconceptions": (Misconception("product", NumberAnswer.of(Q(a * b + 200)), "That is a product."),),
        }
        for name, change in changes.items():
            if name in fields:
                fields[name] = change(a, b)
        return Problem.single(**fields)

    @add.verify
    def check(a: int, b: int, answer: Q) -> bool:
        return bool(changes["verify"](a, b, answer)) if "verify" in changes else bool(answer - b == a)

    if "sample" in changes:
        add.sample = changes["sample"]
    return add


def faults(made: Exercise) -> set[int]:
    return {fault.point for seed in SEEDS for fault in contract.check(made, 2, seed)}


def test_the_sound_exercise_has_no_fault() -> None:
    assert faults(good()) == set()


def test_a_problem_that_comes_again_is_looked_at_once() -> None:
    asked: list[int] = []

    def verify(a: int, b: int, answer: Q) -> bool:
        asked.append(a)
        return bool(answer - b == a)

    def once(draw: Draw, level: int) -> tuple[int, int]:
        return 7, 2

    known: set[bytes] = set()
    assert all(contract.check(good(sample=once, verify=verify), 2, seed, known) == [] for seed in SEEDS)
    each = len(asked)
    assert contract.check(good(sample=once, verify=verify), 2, 0) == []
    assert len(asked) == 2 * each
    faulty = good(sample=once, verify=lambda a, b, answer: True)
    known.clear()
    assert all(2 in {f.point for f in contract.check(faulty, 2, seed, known)} for seed in SEEDS)
    # The seed itself is still asked for.
    counter = Counter()
    known.clear()
    assert [f.point for f in contract.check(good(sample=lambda d, level: (counter(d, level)[0] % 2, 2)), 2, 0, known)]


class Counter:
    """A sampler that is not a function of its draw."""

    n = 0

    def __call__(self, draw: Draw, level: int) -> tuple[int, int]:
        self.n += 1
        return self.n, 2


@pytest.mark.parametrize(
    ("point", "changes"),
    [
        (0, {"prompt": lambda a, b: 1 // 0}),
        (1, {"sample": Counter()}),
        (2, {"answer": lambda a, b: NumberAnswer.of(Q(a - b))}),
        (2, {"verify": lambda a, b, answer: True}),
        (2, {"answer": lambda a, b: NumberAnswer.of(Q(a + b), tolerance="1")}),
        (3, {"misconceptions": lambda a, b: tuple(Misconception(c, NumberAnswer.of(Q(1)), "x") for c in "pq")}),
        (5, {"misconceptions": lambda a, b: ()}),
        (6, {"prompt": lambda a, b: r"Add $\unknownmacro{1}$"}),
        (6, {"hints": lambda a, b: ("only one",)}),
        (6, {"hints": lambda a, b: ("Take the rank of $A $.", "Tens first.")}),
        (8, {"prompt": lambda a, b: "Add $123456789$"}),
        (9, {"steps": lambda a, b: (Step("It is clear."),)}),
    ],
)
def test_a_planted_fault_is_caught(point: int, changes: dict[str, Callable[..., Any]]) -> None:
    made = good(**changes)
    if point == 5:
        found = contract.check_exercise(made, curriculum.load()["la-vector-ops"], 5)
        assert any(f.point == 5 and "drop-scalar" in f.message for f in found)
    elif point == 3:
        assert any("always gave" in f.message for f in contract.check(made, 2, 0))
    else:
        assert point in faults(made)


def test_a_sampler_that_raises_is_a_fault_of_the_exercise_as_well() -> None:
    made = good(sample=lambda draw, level: (1 // 0, 2))
    found = contract.check_exercise(made, curriculum.load()["la-vector-ops"], 5)
    assert [f.level for f in found if f.point == 0] == [1, 2, 3]


def test_an_exercise_without_variety_is_caught() -> None:
    made = good(sample=lambda draw, level: (draw.integer(2, 4), 2))
    found = contract.check_exercise(made, curriculum.load()["la-vector-ops"], 50)
    assert 7 in {fault.point for fault in found}


def test_a_wrong_formula_planted_in_a_real_exercise_is_caught() -> None:
    real = BANK["la-solve-unique"]
    wrong = Exercise(real.slug, real.sample, version=1, bounds=real.bounds)
    assert real.build is not None
    build = real.build

    @wrong.problem
    def build_with_a_slip(*given: Any) -> Problem:
        a, b, *rest = given
        return build(a, b * 2, *rest)

    wrong.check = real.check
    assert 2 in {f.point for seed in SEEDS for f in contract.check(wrong, 2, seed)}


def test_a_fault_names_the_command_that_shows_it_again() -> None:
    fault = contract.Fault(2, "la-inverse", 3, 17, "verify refuses the answer")
    assert contract.reproduce(fault) == "quizgen bank check la-inverse --level 3 --seed 17"


@pytest.mark.parametrize(("slug", "level"), CASES)
def test_the_contract_holds(slug: str, level: int) -> None:
    found = [fault for seed in SEEDS for fault in contract.check(BANK[slug], level, seed)]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("slug", list(BANK))
def test_the_exercise_as_a_whole(slug: str) -> None:
    found = [
        f
        for f in contract.check_exercise(BANK[slug], curriculum.load()[slug], VARIETY)
        if "ms a problem" not in f.message
    ]
    assert not found, "\n".join(map(str, found))


def digests() -> dict[str, str]:
    """One hash for each exercise and level, over the bytes of the first seeds."""
    return {
        f"{slug} v{BANK[slug].version} level {level}": hashlib.sha256(
            b"".join(to_json(BANK[slug].generate(level, seed)) for seed in SEEDS)
        ).hexdigest()[:16]
        for slug, level in CASES
    }


def test_the_same_seed_gives_the_same_bytes_as_before() -> None:
    if os.environ.get("QUIZGEN_REGENERATE"):
        GOLDEN.write_text(json.dumps(digests(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert digests() == json.loads(GOLDEN.read_text(encoding="utf-8")), "see CONTRIBUTING.md on golden files"


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_bytes_do_not_depend_on_the_hash_seed(seed: str) -> None:
    code = "from tests.bank.test_contract import digests; import json; print(json.dumps(digests()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=GOLDEN.parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == digests()


@pytest.mark.parametrize("slug", list(BANK))
def test_a_problem_is_whole_without_its_code(slug: str) -> None:
    data = to_json(BANK[slug].generate(1, 0))
    assert msgspec.json.decode(data)["slug"] == slug
