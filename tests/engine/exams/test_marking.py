"""Marking by the manifest alone: points, rounding, grades, amendments, feedback, item analysis."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from quizgen.contract import response_of
from quizgen.errors import QuizgenError
from quizgen.exams import amend, marking, results
from quizgen.exams.blueprint import Marking
from quizgen.exams.build import csv_text
from quizgen.exams.feedback import feedback_html
from quizgen.exams.items import analysis, cronbach
from quizgen.exams.manifest import Manifest
from quizgen.exams.marking import ABSENT, Marker, grade_for, parse_responses, rounded
from tests.engine.exams import pdfs

Rows = list[tuple[str, ...]]


def right_rows(made: Manifest, students: tuple[str, ...] = ("s1", "s2", "s3")) -> Rows:
    rows: Rows = []
    for paper in made.papers:
        if paper.student in students:
            for entry in paper.entries:
                for field, text in response_of(made.problems[entry.problem], {}).items():
                    rows.append((paper.student, entry.item, field, text))
    return rows


def responses(made: Manifest, rows: Rows) -> dict:  # type: ignore[type-arg]
    return parse_responses(csv_text(("student", "item", "field", "response"), rows), "r.csv", made)


@pytest.fixture
def made(built: tuple[Path, Manifest]) -> Manifest:
    return built[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("student,item,response\ns9,inverse,1\n", "line 2: there is no student 's9'"),
        ("student,item,response\ns1,inverze,1\n", "line 2: s1 has no item 'inverze'; did you mean inverse?"),
        ("student,item,response\ns1,line,1\n", "line 2: which field? It has a."),
        ("student,item,field,response\ns1,inverse,b,1\n", "line 2: there is no field 'b'"),
        ("student,item,response\ns1,inverse,1\ns1,inverse,2\n", "line 3: s1, item inverse is in line 2"),
        ("student,item,response,points\ns1,inverse,,9\n", "9 points of 4 are too many"),
        ("student,item,response,points\ns1,inverse,,many\n", "'many' is no number of points"),
        ("item,response\ninverse,1\n", "no column 'student'"),
    ],
)
def test_bad_responses_name_their_line(made: Manifest, text: str, words: str) -> None:
    with pytest.raises(QuizgenError) as error:
        parse_responses(text, "r.csv", made)
    assert words in str(error.value)
    assert "r.csv" in str(error.value)


def test_wrong_unreadable_and_blank_replies_earn_nothing(made: Manifest) -> None:
    rows = [("s1", "inverse", "answer", "[77, 77, 77; 77, 77, 77; 77, 77, 77]"), ("s1", "line", "a.answer", "(1, 2")]
    first = Marker(made).results(responses(made, rows))[0]
    assert first.total == 0
    by_part = {(mark.item, mark.part): mark for mark in first.marks}
    assert by_part["inverse", "a"].outcome in ("incorrect", "partial")
    assert by_part["line", "a"].attention.startswith("unreadable")
    assert by_part["line", "b"].outcome == "blank"
    assert not by_part["line", "b"].attention
    assert first.grade == "failed"


def test_right_replies_earn_everything_and_absence_is_told(made: Manifest) -> None:
    found = Marker(made).results(responses(made, right_rows(made)))
    assert [(r.total, r.grade) for r in found[:3]] == [(9, "A")] * 3
    assert [r.grade for r in found[3:]] == [ABSENT] * 3


def test_another_students_answers_are_not_right(made: Manifest) -> None:
    stolen = [("s2", *row[1:]) for row in right_rows(made, ("s1",)) if row[1] == "inverse"]
    assert Marker(made).results(responses(made, stolen))[1].total < 4


def test_wide_form_and_points_of_a_person(made: Manifest) -> None:
    right = {(item, field): text for _, item, field, text in right_rows(made, ("s1",))}
    cells = ("s1", right["inverse", "answer"], right["line", "a.answer"])
    wide = parse_responses(csv_text(("student", "inverse", "line.a"), [cells]), "w.csv", made)
    assert Marker(made).results(wide)[0].total == 4 + 1.5
    given = parse_responses("student,item,part,points\ns1,line,b,1\ns1,line,a,\n", "p.csv", made)
    merged = Marker(made).results(marking.with_points(wide, given))[0]
    assert merged.total == 4 + 1.5 + 1
    assert [m.by for m in merged.marks if (m.item, m.part) == ("line", "b")] == ["person"]


@pytest.mark.parametrize(
    ("points", "rounding", "direction", "wanted"),
    [
        ("1/3", "half", "nearest", "1/2"),
        ("1/4", "half", "nearest", "1/2"),
        ("5/2", "whole", "nearest", "3"),
        ("5/2", "whole", "down", "2"),
        ("21/10", "whole", "up", "3"),
        ("1/3", "none", "up", "1/3"),
        ("2", "half", "up", "2"),
    ],
)
def test_rounding(points: str, rounding: str, direction: str, wanted: str) -> None:
    assert rounded(Fraction(points), rounding, direction) == Fraction(wanted)  # type: ignore[arg-type]


def test_who_is_on_the_limit_has_the_better_grade() -> None:
    scale = Marking(grades={"1": 90, "2": 50}, lowest="5")
    assert [grade_for(Fraction(p), scale) for p in (90, 89, 50, 49)] == ["1", "2", "2", "5"]
    assert grade_for(Fraction(899999, 10000), scale) == "2"


# ------------------------------------------------------------------ amendments


def amendments(text: str, made: Manifest, folder: Path) -> tuple[amend.Amendment, ...]:
    (folder / "a.toml").write_text(text)
    return amend.read(folder / "a.toml", made)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[amendment]]\nitem = "inverze"\naction = "full"\nreason = "r"',
            "line 2: there is no item 'inverze'; did you",
        ),
        ('[[amendment]]\nitem = "inverse"\naction = "drop"\nreason = "r"', "line 1: invalid enum value 'drop'"),
        ('[[amendment]]\nitem = "inverse"\naction = "full"', "line 1"),
        ('[[amendment]]\nitem = "inverse"\naction = "full"\nreason = " "', "line 4: a reason is needed"),
        ('[[amendment]]\nitem = "inverse"\naction = "accept"\nreason = "r"', "accept needs a reply or a code"),
        ('[[amendment]]\nitem = "inverse"\naction = "points"\npoints = -1\nreason = "r"', "line 4: points"),
        ('[[amendment]]\nitem = "line"\npart = "z"\naction = "full"\nreason = "r"', "has parts a, b, not 'z'"),
        ('[[amendment]]\nitem = "line"\naction = "full"\nreason = "r"\nstudents = ["s9"]', "no student 's9'"),
        ("", "has no [[amendment]]"),
        ("[[", "not TOML"),
    ],
)
def test_bad_amendments(made: Manifest, tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(QuizgenError) as error:
        amendments(text, made, tmp_path)
    assert words in str(error.value)


def one(action: str, **more: str) -> str:
    lines = [f"{key} = {value}" for key, value in more.items()]
    return "\n".join(["[[amendment]]", 'item = "inverse"', f'action = "{action}"', 'reason = "Misprint."', *lines, ""])


def test_amendments_re_mark_and_say_whose_result_changed(made: Manifest, tmp_path: Path) -> None:
    rows = [row for row in right_rows(made) if (row[0], row[1]) != ("s2", "inverse")]
    rows.append(("s2", "inverse", "answer", "[1, 0, 0; 0, 1, 0; 0, 0, 7]"))
    given = responses(made, rows)
    marker = Marker(made)
    before = marker.results(given)
    full = marker.amended(amendments(one("full"), made, tmp_path)).results(given)
    changed = marking.changes(before, full)
    assert [(c.student, c.after, c.why) for c in changed] == [("s2", 9.0, "inverse: Misprint.")]
    assert full[3].grade == ABSENT

    withdrawn = marker.amended(amendments(one("withdraw"), made, tmp_path)).results(given)
    assert [(r.total, r.of, r.percent) for r in withdrawn[:3]] == [(5, 5, 100)] * 3

    more = marker.amended(amendments(one("points", points="8"), made, tmp_path)).results(given)
    assert (more[0].total, more[0].of) == (13, 13)

    reply = '"[1,0,0;0,1,0;0,0,7]"'
    accepted = marker.amended(amendments(one("accept", reply=reply, score="0.5"), made, tmp_path)).results(given)
    assert accepted[1].total - max(0, before[1].total - 5) >= 2
    others = marker.amended(amendments(one("accept", reply='"[2,0,0;0,1,0;0,0,7]"'), made, tmp_path)).results(given)
    assert others[1].total == before[1].total


def test_a_code_is_accepted_for_all_variants(made: Manifest, tmp_path: Path) -> None:
    paper = next(p for p in made.papers if made.problems[p.entries[0].problem].parts[0].misconceptions)
    wrong = made.problems[paper.entries[0].problem].parts[0].misconceptions[0]
    rows = [(paper.student, "inverse", "answer", wrong.answer.typed()["answer"])]
    given = responses(made, rows)
    code = f'"misconception:{wrong.code}"'
    after = Marker(made, amendments(one("accept", code=code), made, tmp_path)).results(given)
    mark = next(r for r in after if r.student == paper.student).marks[0]
    assert (mark.points, mark.by, mark.code) == (4, "amendment", code.strip('"'))


def test_marking_again_gives_the_same(made: Manifest, tmp_path: Path) -> None:
    given = responses(made, right_rows(made))
    assert Marker(made).results(given) == Marker(made).results(given)


# ------------------------------------------------------------------ what is written


@pytest.mark.parametrize("feedback", ["html", "pdf"])
def test_results_are_written_whole(made: Manifest, tmp_path: Path, feedback: str) -> None:
    rows = right_rows(made, ("s1",))
    rows[0] = ("s1", "inverse", "answer", '``<script>`` $x$ @"#read(\\"x\\")')
    given = responses(made, rows)
    found = Marker(made).results(given)
    results.write(made, found, given, [], tmp_path / "out", feedback=feedback, names=False)  # type: ignore[arg-type]
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert names == [
        "attention.csv",
        "feedback",
        "grades.csv",
        "items.html",
        "marks.csv",
        "report.html",
        "results.json",
    ]
    assert [p.name for p in (tmp_path / "out" / "feedback").iterdir()] == [f"s1.{feedback}"]
    assert "Name 1" not in (tmp_path / "out" / "grades.csv").read_text()
    data = (tmp_path / "out" / "feedback" / f"s1.{feedback}").read_bytes()
    text = pdfs.text(data) if feedback == "pdf" else data.decode()
    assert "<script>" not in data.decode(errors="ignore")
    assert "#read(" in text
    with pytest.raises(QuizgenError, match="exists already"):
        results.write(made, found, given, [], tmp_path / "out")


def test_feedback_tells_reply_points_and_reason(made: Manifest, tmp_path: Path) -> None:
    given = responses(made, right_rows(made, ("s1",)))
    decided = amendments(one("withdraw"), made, tmp_path)
    result = Marker(made, decided).results(given)[0]
    page = feedback_html(made, made.papers[0], result, given)
    assert "This problem was withdrawn" in page
    assert "Misprint." in page
    assert "5 of 5 points" in page


# ------------------------------------------------------------------ item analysis


def test_alpha_of_known_tables() -> None:
    # Two equal items agree wholly; Cronbach (1951) gives 1. Independent ones give about 0.
    assert cronbach(np.array([[1, 1], [0, 0], [1, 1], [0, 0]], dtype=float)) == 1
    assert cronbach(np.array([[1, 0], [0, 1], [1, 1], [0, 0]], dtype=float)) == 0
    assert cronbach(np.ones((4, 2))) is None
    assert cronbach(np.ones((4, 1))) is None


def simulated(made: Manifest, unfair: bool) -> list[marking.Result]:
    """Two hundred students, two forms; on the item "line" form B is harder where `unfair`."""
    from quizgen.draw import Draw

    out = []
    for n in range(200):
        draw = Draw("simulated", n)
        ability = draw.integer(0, 99)
        marks = []
        for k, item in enumerate(("inverse", "line", "statement")):
            harder = 45 if unfair and item == "line" and n % 2 else 0
            right = draw.integer(0, 99) + harder < ability
            marks.append(marking.Mark(f"x{n}", item, k + 1, "a", "correct", "", 4.0 * right, 4.0))
        out.append(marking.Result(f"x{n}", "", "", sum(m.points for m in marks), 12, 50, "B", tuple(marks)))
    return out


@pytest.mark.parametrize("unfair", [True, False])
def test_unequal_variants_are_found_and_equal_ones_are_not(made: Manifest, unfair: bool) -> None:
    import msgspec

    two = made.papers[:2]
    papers = tuple(msgspec.structs.replace(two[n % 2], student=f"x{n}") for n in range(200))
    crowd = msgspec.structs.replace(made, papers=papers)
    found = {item.item: item for item in analysis(crowd, simulated(made, unfair)).items}
    assert found["line"].fairness == "groups"
    assert found["line"].p is not None
    assert (found["line"].p <= 0.01) == unfair
    assert found["inverse"].p is not None
    assert found["inverse"].p > 0.01


def test_few_students_give_no_estimates(made: Manifest) -> None:
    found = analysis(made, Marker(made).results(responses(made, right_rows(made))))
    assert found.alpha is None
    assert {item.discrimination for item in found.items} == {None}
    assert (found.students, found.absent) == (3, 3)
