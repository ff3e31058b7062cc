"""Blueprints and rosters: every fault names its line and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import bank, curriculum
from quizgen.errors import QuizgenError
from quizgen.exams import blueprint as blueprints
from quizgen.exams import roster
from quizgen.exams.blueprint import slots, total_points
from quizgen.resources import data_folder
from tests.engine.exams.conftest import BLUEPRINT, read


def line_of(text: str, words: str) -> int:
    return max(n for n, line in enumerate(text.split("\n"), 1) if words in line)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('skill = "geo-project-line"', 'skill = "geo-projekt-line"', "did you mean geo-project-line?"),
        ('skill = "geo-project-line"', 'skil = "geo-project-line"', "no setting 'skil' here; did you mean skill?"),
        ('skill = "geo-project-line"', 'topic = "geo.prog"', "did you mean geo.proj?"),
        ("points = 3", "points = 3.3", "points are given in halves"),
        ("points = 3", 'points = "three"', "points: expected"),
        ('skill = "geo-project-line"', 'skill = "geo-project-line"\nlevel = 7', "level: expected"),
        ("minutes = 20", "minuts = 20", "no setting 'minuts' here; did you mean minutes?"),
        ('date = "2027-02-01"', 'date = "1.2.2027"', "'1.2.2027' is no date"),
        ('part = "half"', 'part = "quarter"', "'quarter' is none of none, half, whole"),
        ("A = 80", "A = 800", "0 to 100 percent"),
        ('id = "line"', 'id = "inverse"', "is used in line"),
        ('id = "line"', 'id = "the line"', "letters, digits and dashes"),
        ('skill = "geo-project-line"', 'pool = ["geo-project-line"]\ncount = 2', "2 are asked of 1"),
        ('title = "Small exam"', 'title = "Small exam', "not TOML"),
    ],
)
def test_a_fault_names_its_line(right: str, wrong: str, words: str) -> None:
    text = BLUEPRINT.replace(right, wrong)
    with pytest.raises(QuizgenError) as error:
        read(text)
    assert words in str(error.value)
    at = line_of(text, wrong.split("\n")[-1])
    assert f"small.toml, line {at}:" in str(error.value)


def test_the_line_of_a_name_in_a_list_over_several_lines() -> None:
    text = BLUEPRINT.replace('skill = "geo-project-line"', 'pool = [\n  "geo-norms",\n  "geo-nroms",\n]')
    with pytest.raises(QuizgenError, match=f"line {line_of(text, 'nroms')}: .* did you mean geo-norms"):
        read(text)


def test_a_bracket_in_a_long_text_is_no_header() -> None:
    text = BLUEPRINT.replace("minutes = 20", 'minutes = 20\ninstructions = """\n[[section]]\nskill = 3\n"""').replace(
        "points = 3", "points = 0.1"
    )
    with pytest.raises(QuizgenError, match=f"line {line_of(text, 'points = 0.1')}:"):
        read(text)


def test_bad_formulas_are_faults_of_the_blueprint() -> None:
    with pytest.raises(QuizgenError, match=r"small.toml, line 6: "):
        read(BLUEPRINT.replace("minutes = 20", 'minutes = 20\nformulas = "$\\\\nonsense{x}$"'))


def test_no_item_and_two_kinds_of_item_are_refused() -> None:
    with pytest.raises(QuizgenError, match="none is given"):
        read(BLUEPRINT.replace('skill = "geo-project-line"', ""))
    with pytest.raises(QuizgenError, match="two of them"):
        read(BLUEPRINT.replace('skill = "geo-project-line"', 'skill = "geo-project-line"\ntopic = "geo.proj"'))


def test_pools_are_drawn_by_the_seed_the_same_for_all() -> None:
    made = read(BLUEPRINT.replace('skill = "geo-project-line"', 'topic = "la.sys"\ncount = 2'))
    first = slots(made, curriculum.load(), bank.discover(), 1)
    assert first == slots(made, curriculum.load(), bank.discover(), 1)
    assert len(first) == 4
    assert len({slots(made, curriculum.load(), bank.discover(), seed) for seed in range(6)}) > 1
    assert total_points(made) == 4 + 2 * 3 + 2
    # What is asked elsewhere is not asked again.
    assert [slot.slug for slot in first].count("la-inverse") == 1


@pytest.mark.parametrize("name", ["quiz-30-minutes", "midterm-90-minutes", "final-two-hours"])
def test_the_examples_are_right(name: str) -> None:
    made = blueprints.read(data_folder() / "exams" / f"{name}.toml", curriculum.load(), bank.discover())
    assert made.minutes in (30, 90, 120)
    assert total_points(made) > 10


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,name\n1,A\n1,B\n", "line 3: the id 1 stands in line 2"),
        ("id,name\nab,A\nAB,B\n", "line 3: the id AB stands in line 2"),
        ("number,name\n1,A\n", "line 1: there is no column 'id'"),
        ("id,name\n../x,A\n", "line 2: a student id is letters"),
        ("id,name\n,A\n", "line 2: a student id"),
        ("id,name\n", "names no student"),
        ("id,name\n1,A,B,C\n", "line 2: 4 cells under 2 columns"),
        ('id,name\n1,"A\n', "not CSV"),
        ("id,large\n1,perhaps\n", "large print is yes or no"),
    ],
)
def test_bad_rosters(text: str, words: str) -> None:
    with pytest.raises(QuizgenError) as error:
        roster.parsed(text, "r.csv")
    assert words in str(error.value)


def test_a_roster_of_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(b"id,name\n1,M\xfcller\n")
    with pytest.raises(QuizgenError, match="not UTF-8"):
        roster.read(tmp_path / "r.csv")


def test_semicolons_and_marks_of_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("\ufeffID;Name;Large\n1;Ada;yes\n2;Ben;\n")
    ada, ben = roster.read(tmp_path / "r.csv")
    assert (ada.id, ada.name, ada.large) == ("1", "Ada", True)
    assert (ben.number, ben.large) == (1, False)


def test_pseudonyms_depend_on_the_secret() -> None:
    students = roster.parsed("id,name\n1,Ada\n2,Ben\n", "r.csv")
    one, other = roster.pseudonymous(students, "a"), roster.pseudonymous(students, "b")
    assert {s.name for s in one} == {""}
    assert not {s.id for s in one} & {s.id for s in other}
    assert len(roster.read(data_folder() / "exams" / "roster-200.csv")) == 200
