"""Sheets and exams: refusals first, then the words of the command, then stories with a command that only notes them."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from quizgen.errors import QuizgenError
from quizgen.practice.overview import Source
from quizgen.problem import to_json
from tests.tui.fake import INTEGRAL, INVERSE
from tests.tui.test_skills import Story, story
from tui.command import Done, run
from tui.screens.picker import Picker
from tui.screens.sheets import SheetsScreen
from tui.sheets import Exam, Sheet, blocks, build_command, exam_words, read_back, sheet_words, told, with_source
from tui.widgets.entries import Entries
from tui.widgets.math_text import MathText

SYSTEMS = Source("topic", "la.sys", "Linear systems", 9)
UNIT = Source("unit", "la", "Linear algebra", 29)
INVERT = Source("skill", "la-inverse", "Invert a matrix", 1)
COURSE = Source("course", "foundations", "Foundations", 170)
WEEK = Source("week", "foundations", "Linear systems", 9, 3)

NOTING = """
import json, pathlib, sys
words, folder = sys.argv[2:], pathlib.Path(sys.argv[1])
with open(folder / "asked", "a") as notes:
    notes.write(json.dumps(words) + "\\n")
if (folder / "refuses").exists():
    sys.exit("quizgen: there is no topic [x]; did you mean y?")
for word in words:
    if word.startswith("--output="):
        pathlib.Path(word.partition("=")[2]).write_bytes((folder / "made.json").read_bytes())
        print("wrote it: 2 problems")
if words[:2] == ["exam", "check"]:
    print("  solve  la-solve, level 1, 2 points\\n1 problems, 2 points: no fault found")
"""


@asynccontextmanager
async def noting(tmp_path: Path, **more: Any) -> AsyncIterator[tuple[Story, Any]]:
    """The screen with a command that notes what it was asked, in a folder of its own."""
    problems = [json.loads(to_json(problem)) for problem in (INTEGRAL, INVERSE)]
    items = [{"problem": problem, "points": [2.0]} for problem in problems]
    made = {"title": "Problems", "sections": [{"title": "Part", "items": items}], "paper": "a4"}
    (tmp_path / "made.json").write_text(json.dumps(made))
    (tmp_path / "noting.py").write_text(NOTING)

    def asked() -> list[list[str]]:
        notes = tmp_path / "asked"
        return [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []

    command = (sys.executable, str(tmp_path / "noting.py"), str(tmp_path))
    async with story(tmp_path, "sheets", command=command, **more) as s:
        yield s, asked


# -- refusals: words


def test_a_sheet_of_nothing_is_refused() -> None:
    with pytest.raises(QuizgenError, match="which problems"):
        sheet_words(Sheet(), "x.pdf", "db")


@pytest.mark.parametrize("name", ["x", "x.doc", "x.pdf.bak", ""])
def test_a_file_of_no_known_kind_is_refused(name: str) -> None:
    with pytest.raises(QuizgenError, match=r"one of \.pdf"):
        sheet_words(Sheet((SYSTEMS,)), name, "db")
    with pytest.raises(QuizgenError, match=r"one of \.pdf"):
        exam_words(Exam("a.toml"), "preview", name)


def test_an_exam_without_a_blueprint_is_refused() -> None:
    with pytest.raises(QuizgenError, match="which exam"):
        exam_words(Exam(), "check")


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"title": "x", "sections": [{"items": [{"problem": 1}]}]}'])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(QuizgenError, match="preview cannot be read"):
        read_back(data)


# -- refusals: programs


async def test_a_program_that_is_not_there_is_refused() -> None:
    with pytest.raises(QuizgenError, match="cannot be started"):
        await run(["/nowhere/quizgen"])


async def test_a_program_that_hangs_is_killed(tmp_path: Path) -> None:
    sign = tmp_path / "lived"
    code = f"import time; time.sleep(3); open({str(sign)!r}, 'w')"
    begun = time.monotonic()
    with pytest.raises(QuizgenError, match=r"longer than 0\.3 seconds"):
        await run([sys.executable, "-c", code], seconds=0.3)
    assert time.monotonic() - begun < 2.5
    await asyncio.sleep(max(0.0, 3.3 - (time.monotonic() - begun)))
    assert not sign.exists()


async def test_a_program_that_fails_says_why() -> None:
    done = await run([sys.executable, "-c", "import sys; print('half'); sys.exit('quizgen: no [x] here')"])
    assert (done.code, done.said) == (1, "No [x] here.")


def test_what_was_said_is_a_sentence() -> None:
    assert Done(0, "wrote x: 2 problems\n", "progress").said == "Wrote x: 2 problems."
    assert Done(2, "", "Usage: …\n\nError: no such option --x\n").said == "No such option --x."
    assert Done(1, "", "").said == ""


# -- refusals: the screen


async def test_nothing_is_made_before_something_is_chosen(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, asked):
        await s.press("v", "m")
        assert "Which problems? Choose what they are taken from first." in s.text
        assert asked() == []


async def test_what_the_command_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    (tmp_path / "refuses").touch()
    async with noting(tmp_path) as (s, asked):
        s.screen.sheet = Sheet((SYSTEMS,))
        await s.press("v")
        assert "There is no topic [x]; did you mean y?" in s.text
        assert not s.screen.has_class("-looking")
        assert len(asked()) == 1


async def test_a_file_that_is_there_is_written_over_only_when_asked_twice(tmp_path: Path) -> None:
    file = tmp_path / "mine.pdf"
    file.write_text("years of work")
    async with noting(tmp_path) as (s, asked):
        s.screen.sheet = Sheet((SYSTEMS,), file=str(file))
        await s.press("m")
        assert any("there already: press m again" in note.message for note in s.pilot.app._notifications)
        assert file.read_text() == "years of work"
        await s.press("j", "l", "m")  # something else was changed in between
        assert file.read_text() == "years of work"
        assert asked() == []
        await s.press("m")
        assert file.read_text() != "years of work"


async def test_a_number_that_is_none_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, _):
        await s.press("j", "enter", "backspace", "backspace", "=ten", "enter")
        assert "Ten is no whole number" in s.text
        assert s.screen.sheet.number == 10
        await s.press("enter", "backspace", "backspace", "=99999", "enter")
        assert s.screen.sheet.number == 500


async def test_words_that_nothing_has_are_told(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, _):
        await s.press("enter", "=zebra", "enter")
        assert "Nothing has all of these words." in s.text
        await s.press("escape")
        assert s.screen.sheet.sources == ()


async def test_sources_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    async with noting(tmp_path, fail={"sources": "courses/x.toml is damaged"}) as (s, _):
        await s.press("enter")
        assert "Courses/x.toml is damaged." in s.text
        assert isinstance(s.screen, SheetsScreen)


# -- words


def test_the_words_of_a_plain_sheet() -> None:
    assert sheet_words(Sheet((SYSTEMS, INVERT)), "a b.pdf", "db") == [
        "sheet", "--topic", "la.sys", "--skill", "la-inverse", "--count", "10", "--level", "2", "--seed", "0",
        "--output=a b.pdf",
    ]  # fmt: skip


def test_the_words_of_a_sheet_with_everything() -> None:
    sheet = Sheet(
        (WEEK,), number=3, level=1, solutions="separate", key=True, hints=True, space="boxes", points=2.5, columns=2,
        large=True, paper="letter", language="de", title="-1 Übung", seed=7,
    )  # fmt: skip
    assert sheet_words(sheet, "x.tex", "db") == [
        "sheet", "--course", "foundations", "--week", "3", "--count", "3", "--level", "1", "--seed", "7",
        "--solutions", "separate", "--key", "--hints", "--large", "--space", "boxes", "--points", "2.5",
        "--columns", "2", "--paper", "letter", "--language", "de", "--title=-1 Übung", "--output=x.tex",
    ]  # fmt: skip


def test_what_is_due_names_the_log() -> None:
    assert sheet_words(Sheet(due=True), "x.pdf", "/a/q.db")[:4] == ["sheet", "--due", "--db", "/a/q.db"]


def test_the_words_of_an_exam() -> None:
    exam = Exam("-my exam.toml", seed=3, solutions=True, large=True)
    assert exam_words(exam, "check") == ["exam", "check", "--seed=3", "--", "-my exam.toml"]
    assert exam_words(exam, "preview", "x.pdf") == [
        "exam", "preview", "--seed=3", "--solutions", "--large", "--output=x.pdf", "--", "-my exam.toml",
    ]  # fmt: skip
    assert "'-my exam.toml' --roster students.csv --seed 3" in build_command(exam)


def test_a_blueprint_below_this_folder_is_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "build exams/a.toml --roster" in build_command(Exam(str(tmp_path / "exams" / "a.toml")))
    assert "build /elsewhere/a.toml --roster" in build_command(Exam("/elsewhere/a.toml"))
    assert "build BLUEPRINT.toml" in build_command(Exam())


def test_a_sheet_takes_one_course_or_week_and_any_number_of_topics() -> None:
    chosen: tuple[Source, ...] = ()
    for source in (SYSTEMS, COURSE, WEEK, INVERT):
        chosen = with_source(chosen, source)
    assert chosen == (SYSTEMS, WEEK, INVERT)
    assert with_source(chosen, WEEK) == (SYSTEMS, INVERT)
    assert told(Sheet(chosen)) == "Linear systems and 2 more"
    assert told(Sheet((WEEK,))) == "week 3 of foundations"


def test_the_commands_take_these_words(tmp_path: Path) -> None:
    """The real command line reads them; it refuses what is chosen, not how it is said."""
    from click.testing import CliRunner

    from quizgen.cli.exam import exam as exam_command
    from quizgen.cli.sheet import sheet as sheet_command

    everything = Sheet(
        (Source("topic", "nowhere", "", 1),),
        solutions="end", key=True, hints=True, space="lines", points=2.0, columns=2, large=True, paper="letter",
        language="de", title="x",
    )  # fmt: skip
    for command, words in (
        (sheet_command, sheet_words(everything, str(tmp_path / "x.pdf"), "db")[1:]),
        (exam_command, exam_words(Exam("nowhere.toml", solutions=True, large=True), "check")[1:]),
        (exam_command, exam_words(Exam("nowhere.toml", solutions=True, large=True), "preview", "x.pdf")[1:]),
    ):
        result = CliRunner().invoke(command, words)
        assert isinstance(result.exception, QuizgenError), result.output
        assert "nowhere" in str(result.exception)


# -- stories


async def test_choose_look_and_write(tmp_path: Path) -> None:
    async with noting(tmp_path, size=(80, 24)) as (s, asked):
        await s.press("enter")
        assert isinstance(s.screen, Picker)
        await s.press("=linear systems", "enter", "escape")
        assert [source.title for source in s.screen.sheet.sources] != []
        s.screen.sheet = s.screen.sheet._replace(file=str(tmp_path / "new.pdf"))
        await s.press("v")
        assert "Let f(x)" in s.text
        assert asked()[0][0] == "sheet"
        assert any(word.endswith("preview.json") for word in asked()[0])
        await s.press("escape", "m")
        assert (tmp_path / "new.pdf").exists()
        assert "Wrote it: 2 problems" in s.text
        assert asked()[1][-1] == f"--output={tmp_path / 'new.pdf'}"


async def test_the_whole_preview_can_be_read(tmp_path: Path) -> None:
    async with noting(tmp_path, size=(60, 11)) as (s, _):
        s.screen.sheet = Sheet((SYSTEMS,))
        await s.press("v")
        assert "Let f(x)" in s.text
        assert "A⁻¹" not in s.text
        await s.press("end")
        assert "Let f(x)" not in s.text
        assert "A⁻¹" in s.text


async def test_the_preview_shows_the_solutions_of_the_same_problems(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, asked):
        s.screen.sheet = Sheet((SYSTEMS,), solutions="separate")
        await s.press("v")
        assert "--solutions" not in asked()[0]
        source = s.screen.query_one("#made", MathText).source
        assert source.count("**Solution.**") == 2
        assert "**Hint" not in source
        assert "*(2 points)*" in source
        await s.press("n")
        assert asked()[1][asked()[1].index("--seed") + 1] == "1"


async def test_arrows_change_every_line_and_back(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, _):
        before = s.screen.sheet
        for _ in range(14):
            await s.press("j", "l")
        changed = s.screen.sheet
        same = [name for name in Sheet._fields if getattr(before, name) == getattr(changed, name)]
        assert same == ["sources", "due", "title", "file"]
        for _ in range(14):
            await s.press("h", "k")
        assert s.screen.sheet == before


async def test_what_is_due_stands_for_itself(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, _):
        s.screen.sheet = Sheet((SYSTEMS,))
        await s.press("enter", "=due now", "enter", "escape")
        assert (s.screen.sheet.due, s.screen.sheet.sources) == (True, ())
        assert "what is due now" in s.text


async def test_an_exam_is_checked_and_shown_and_its_command_named(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, asked):
        await s.press("t")
        assert "final-two-hours.toml" in s.text
        assert "quizgen exam build" in s.text
        await s.press("l", "c")
        assert asked()[0][:2] == ["exam", "check"]
        assert asked()[0][-1].endswith("midterm-90-minutes.toml")
        assert "no fault found" in s.text
        await s.press("v")
        assert asked()[1][:2] == ["exam", "preview"]
        assert "Let f(x)" in s.text
        await s.press("t")
        assert "Problems of" in s.text


async def test_a_new_blueprint_is_written_and_taken(tmp_path: Path) -> None:
    async with noting(tmp_path) as (s, asked):
        await s.press("t", "b", "ctrl+a", "ctrl+k", "=mine.toml", "enter")
        assert asked() == [["exam", "new", "--", "mine.toml"]]
        assert s.screen.exam.blueprint == "mine.toml"


async def test_a_real_sheet_is_made_and_its_preview_has_the_same_problems(tmp_path: Path) -> None:
    async with story(tmp_path, "sheets", size=(120, 40)) as s:
        s.screen.sheet = Sheet((INVERT,), number=2, file=str(tmp_path / "x.json"))
        await s.press("v", "m")
        written = read_back((tmp_path / "x.json").read_bytes())
        assert s.screen.query_one("#made", MathText).source == "\n\n".join(blocks(written, solutions=False))


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (120, 40)])
async def test_every_size_shows_the_help_key_and_the_form(tmp_path: Path, size: tuple[int, int]) -> None:
    async with noting(tmp_path, size=size) as (s, _):
        lines = s.text.splitlines()
        assert "f1 Help" in lines[-1]
        assert "Problems of" in s.text
        assert all(len(line) <= size[0] for line in lines)
        await s.press("end")
        assert "File" in s.text


async def test_without_colour_the_line_at_hand_is_underlined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with noting(tmp_path, size=(80, 24), app={"ansi_color": True}) as (s, _):
        entries = s.screen.query_one(Entries)
        assert entries.get_visual_style("option-list--option", "option-list--option-highlighted").underline
        assert not entries.get_visual_style("option-list--option").underline


async def test_ascii_mode_has_only_ascii(tmp_path: Path) -> None:
    async with noting(tmp_path, size=(80, 24), app={"ascii_only": True}) as (s, _):
        await s.press("enter")
        assert "[ ] What is due now" in s.text
        assert {character for character in s.text if ord(character) > 126} <= {"’", "–"}  # of the titles of courses
        await s.press("escape")
        assert s.text.isascii()
