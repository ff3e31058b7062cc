"""Building: balance, seating, a folder whole or not at all, the manifest's proof."""

from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path

import msgspec
import pikepdf
import pytest

from quizgen.draw import Draw
from quizgen.errors import QuizgenError
from quizgen.exams import build, manifest, roster, variants
from quizgen.exams.balance import balanced
from quizgen.exams.blueprint import Blueprint
from quizgen.exams.features import case
from quizgen.exams.manifest import Manifest
from quizgen.exams.seating import Seat, conflicts, form_at, seat_of, seats
from quizgen.exams.variants import Plan
from quizgen.problem import Problem
from tests.engine.exams import pdfs
from tests.engine.exams.conftest import BLUEPRINT, ROSTER, read


def test_an_existing_folder_is_not_touched(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(QuizgenError, match="exists already; nothing was written"):
        build.build(plan, roster.parsed(ROSTER, "r"), tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(QuizgenError, match="No space left on device"):
        build.build(plan, roster.parsed(ROSTER, "r"), tmp_path / "exam")
    assert list(tmp_path.iterdir()) == []


def test_students_with_the_same_answers_are_refused() -> None:
    one = read(
        BLUEPRINT.partition("[[section]]")[0] + '[[section]]\n[[section.item]]\nskill = "la-facts"\npoints = 1\n'
    )
    plan = variants.plan(one, 1, 3)
    first = plan.balanced[0].candidates[:1]
    few = msgspec.structs.replace(plan, balanced=(msgspec.structs.replace(plan.balanced[0], candidates=first),))
    with pytest.raises(QuizgenError, match="only 1 booklets with different answers for 3 students"):
        variants.distinct(few, roster.numbered(3))


def test_every_student_has_own_problems_of_the_same_items(built: tuple[Path, Manifest]) -> None:
    folder, made = built
    assert len({paper.code for paper in made.papers}) == 6
    answers = set()
    for paper in made.papers:
        assert [entry.item for entry in paper.entries] == ["inverse", "line", "statement"]
        assert sum(sum(entry.points) for entry in paper.entries) == 9
        answers.add(str([made.problems[e.problem].parts for e in paper.entries]))
        text = pdfs.text((folder / paper.file).read_bytes())
        assert paper.code in text
        assert paper.name in text
        assert "9 points" in text
    assert len(answers) == 6


def test_the_print_file_begins_each_booklet_on_a_front_side(built: tuple[Path, Manifest]) -> None:
    folder, made = built
    sheets = [len(pikepdf.open(folder / paper.file).pages) for paper in made.papers]
    data = (folder / "print.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as printed:
        assert len(printed.pages) == sum(n + n % 2 for n in sheets)
    assert pdfs.text(data).count("intentionally left blank") == sum(n % 2 for n in sheets)


def test_the_key_has_solutions_and_points(built: tuple[Path, Manifest]) -> None:
    folder, _ = built
    text = pdfs.text((folder / "keys" / "s1.pdf").read_bytes())
    assert "Answer key" in text
    assert "[½ point]" in text
    assert "Name 1" not in text
    assert "s1," in (folder / "answers.csv").read_text()


def test_same_seed_same_bytes_also_with_two_processes(plan: Plan, built: tuple[Path, Manifest], tmp_path: Path) -> None:
    folder, made = built
    again = build.build(plan, roster.parsed(ROSTER, "r"), tmp_path / "again", jobs=2)
    assert again == made
    assert (tmp_path / "again" / "manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()


def test_verify_finds_what_was_changed(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(built[0], folder)
    assert list(manifest.verify(folder)) == []
    (folder / "booklets" / "s2.pdf").unlink()
    (folder / "answers.csv").write_text("changed")
    (folder / "extra.txt").write_text("new")
    assert list(manifest.verify(folder)) == [
        "answers.csv is not the file that was made",
        "booklets/s2.pdf is missing",
        "extra.txt does not belong to the exam",
    ]


def test_a_corrupt_manifest_is_refused(built: tuple[Path, Manifest], tmp_path: Path) -> None:
    text = (built[0] / "manifest.json").read_text()
    file = tmp_path / "manifest.json"
    for broken, words in (
        (text[:-20], "damaged"),
        ("{}", "damaged"),
        (text.replace('"seed":1,', '"seed":2,', 1), "changed after"),
        (text.replace('"points":[4.0]', '"points":[5.0]', 1), "own hash"),
        (text.replace("Small exam", "Small Exam"), "own hash"),
    ):
        assert broken != text
        file.write_text(broken)
        with pytest.raises(QuizgenError, match=words):
            manifest.read(file)
    with pytest.raises(QuizgenError, match="cannot be read"):
        manifest.read(tmp_path / "none.json")


def test_pseudonyms_leave_nothing_personal(blueprint: Blueprint, plan: Plan, tmp_path: Path) -> None:
    students = roster.pseudonymous(roster.parsed(ROSTER, "r"), "secret")
    build.build(plan, students, tmp_path / "exam", personal=False)
    for file in (tmp_path / "exam").rglob("*"):
        if file.suffix == ".pdf":
            data = file.read_bytes()
            assert "Name 3" not in pdfs.text(data)
            assert "Name" not in str(dict(pikepdf.open(file).docinfo))
        elif file.is_file():
            assert "Name 3" not in file.read_text()
        assert "s3" not in file.name


def test_a_problem_of_another_process_has_the_same_hash() -> None:
    import pickle

    from quizgen.bank import discover
    from quizgen.problem import to_json

    problem = discover()["geo-dot-product"].generate(1, 83689302)
    sent = pickle.loads(pickle.dumps(problem))
    assert manifest.problem_hash(manifest.canonical(sent)) == manifest.problem_hash(problem)
    assert to_json(manifest.canonical(sent)) == to_json(problem)


# ------------------------------------------------------------------ forms and seats


@pytest.mark.parametrize("forms", [2, 3, 4, 5, 6])
def test_no_neighbours_have_the_same_form(forms: int) -> None:
    places = seats(150, 12, forms, 1, ("x",))
    assert len(set(places)) == 150
    assert conflicts([(seat, str(form_at(seat, forms))) for seat in places]) == []


def test_a_conflict_is_seen() -> None:
    assert conflicts([(Seat(0, 0), "A"), (Seat(1, 1), "A"), (Seat(5, 5), "A")]) == [(Seat(0, 0), Seat(1, 1))]
    assert seat_of("AB12") == Seat(27, 11)
    assert seat_of("AB12").name == "AB12"  # type: ignore[union-attr]
    assert seat_of("by the window") is None


def test_forms_share_problems(blueprint: Blueprint, tmp_path: Path) -> None:
    plan = variants.plan(blueprint, 1, 6, 4)
    made = build.build(plan, roster.parsed(ROSTER, "r"), tmp_path / "exam", columns=3)
    assert {paper.form for paper in made.papers} == set("ABCD")
    assert len({paper.code for paper in made.papers}) == 4
    assert sorted(p.name for p in (tmp_path / "exam" / "keys").iterdir()) == [f"form-{f}.pdf" for f in "ABCD"]
    assert build.seat_conflicts(made) == []


# ------------------------------------------------------------------ balance


def sized(size: int, value: int) -> Problem:
    """A stand-in: as many steps as digits."""
    from quizgen.answers.number import NumberAnswer
    from quizgen.problem import Step

    steps = tuple(Step(f"Add {value}.") for _ in range(size))
    return Problem.single(prompt=f"Double {value}.", answer=NumberAnswer(str(2 * value)), steps=steps)


def numbers(level: int, seed: int) -> Problem:
    """One instance in ten is much longer than the others."""
    draw = Draw("numbers", seed)
    size = draw.choice([3] * 9 + [6])
    return sized(size, draw.integer(10 ** (size - 1), 10**size - 1))


def test_instances_out_of_the_band_are_left_out() -> None:
    made = balanced("q", "numbers", 1, numbers, 8, ("t",))
    assert {len(numbers(1, c.seed).steps) for c in made.candidates} == {3}
    assert max(band.pool_high for band in made.bands if band.feature == "steps") == 6
    assert made.p < 0.05
    assert not made.flagged


def test_an_item_that_cannot_be_balanced_is_flagged() -> None:
    made = balanced("q", "uneven", 1, lambda level, seed: [sized(1, 2), sized(9, 123456789)][seed % 2], 50, ("t",))
    assert made.flagged
    assert made.p == 1


def test_a_digit_more_or_less_in_a_proof_is_no_difference() -> None:
    """Where numbers are incidental, a 2 that stands or does not stand makes nothing harder."""
    from quizgen.answers.choice import ChoiceAnswer
    from quizgen.problem import Step

    def argument(level: int, seed: int) -> Problem:
        space = ["a space", "a space of dimension 2", "a space of dimension 2 over a field with 3 elements"][seed % 3]
        lines = ("Linear.", f"Case {seed}.", "Closed.")
        return Problem.single(
            prompt=f"Which line of this proof about {space} is wrong, and which of them only needs a better reason?",
            answer=ChoiceAnswer.of(lines, 1),
            steps=(Step("Line 1 holds."), Step("Line 2 does not."), Step("So it is line 2.")),
        )

    made = balanced("q", "argument", 1, argument, 60, ("t",))
    assert made.p > 0.05
    assert made.spread < 0.2
    assert not made.flagged


def test_one_case_is_kept() -> None:
    from quizgen.bank import discover

    facts = discover()["la-facts"]
    made = balanced("q", "la-facts", 2, facts.generate, 10, ("t",))
    assert made.cases > 1
    assert {case(facts.generate(2, c.seed)) for c in made.candidates} == {made.case}


def test_a_booklet_is_a_function_of_plan_and_student(plan: Plan) -> None:
    student = roster.numbered(4)[3]
    data = msgspec.json.encode(plan)
    assert variants.booklet(plan, student) == variants.booklet(msgspec.json.decode(data, type=Plan), student)
    assert hashlib.sha256(data).digest() == hashlib.sha256(msgspec.json.encode(plan)).digest()
