"""Export and import: bad lines are named and nothing is half-imported; what is exported comes back the same."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.errors import QuizgenError
from quizgen.practice.event import Event
from quizgen.practice.log import Log
from quizgen.practice.merge import merge_events
from quizgen.practice.transfer import export, line_of, read

from .devices import machine, state
from .histories import START, at, histories, review, written

AWKWARD = review(
    response={"a": '½ "quoted"\n, ;', "": "\x00 \r\n"}, code='"', score=0.1 + 0.2, ms=0, problem='{"p": "a,\\nb"}'
)


def filled() -> Log:
    log = machine(1)
    first = log.record(AWKWARD, START).event
    log.record(review("la-b", 1, code=""), START + timedelta(days=1))
    log.record(Event("override", target=first.id, rating=4), START + timedelta(days=2))
    log.record(Event("settings", data={"retention": 0.85, "steps": 3}), START + timedelta(days=2))
    log.record(Event("fit", data={"weights": [0.1 * i for i in range(21)]}), START + timedelta(days=3))
    log.record(Event("exam", data={"date": "2027-02-12", "course": "essentials", "minutes": 40}), START)
    log.record(Event("suspend", skill="la-b"), START + timedelta(days=4))
    log.record(Event("undo", target=first.id), START + timedelta(days=5))
    return log


def exported(tmp_path: Path, form: str) -> Path:
    path = tmp_path / f"log{form}"
    export(filled().events(), path)
    return path


# -- refusals


DAY_TWO = "2026-01-06T17:00:00.000Z"


@pytest.mark.parametrize(
    ("form", "old", "new", "words"),
    [
        (".jsonl", '"day":', '"noon":', "unknown field `noon`"),
        (".jsonl", DAY_TWO, "2026-02-30T17:00:00.000Z", "no readable time"),
        (".jsonl", DAY_TWO, "2026-01-09T17:00:00.000Z", "study day"),
        (".jsonl", '"skill":"la-b",', "", "this is no event"),
        (".jsonl", '"rating":1', '"rating":5', "this is no event"),
        (".csv", DAY_TWO, "2026-02-30T17:00:00.000Z", "no readable time"),
        (".csv", DAY_TWO, "2026-01-09T17:00:00.000Z", "study day"),
        (".csv", "la-b", "", "this is no event"),
        (".csv", ",incorrect,", ",inco,rrect,", "cells"),
        (".csv", ",900,", ",many,", "many"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken_in(tmp_path: Path, form: str, old: str, new: str, words: str) -> None:
    path = exported(tmp_path, form)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = 2 if form == ".jsonl" else 3  # the second event
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new)
    path.write_text("".join(lines), encoding="utf-8")
    log = machine(2)
    with pytest.raises(QuizgenError, match=f"line {number}: .*{words}.*nothing was changed"):
        merge_events(log, read(path))
    assert state(log) == ([], {})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "must end in .jsonl or .csv"),
        ("a.jsonl", b"{", "a.jsonl, line 1"),
        ("a.jsonl", b"[]\n", "a.jsonl, line 1"),
        ("a.jsonl", b'{"type":"review"}\n', "line 1: there is no readable time"),
        ("a.jsonl", b'\n{"type":"dance"}\n', "a.jsonl, line 2"),
        ("a.jsonl", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"type,id,mood\n", "no column 'mood'"),
        ("a.csv", b"type,id\nreview\n", "a.csv, line 2: 1 cells, but 2 columns"),
        ("a.csv", b'type,id\n"review', "a.csv, line 2"),
        ("missing.csv", None, "cannot be read: No such file"),
    ],
)
def test_what_is_no_log_is_a_sentence(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(QuizgenError) as error:
        list(read(tmp_path / name))
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    path = exported(tmp_path, ".csv")
    before = path.read_bytes()
    with pytest.raises(QuizgenError, match="exists already"):
        export([], path)
    assert path.read_bytes() == before
    with pytest.raises(QuizgenError, match="cannot be written"):
        export([], tmp_path / "no" / "log.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["log.csv"]


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def failing():  # type: ignore[no-untyped-def]
        yield from filled().events()
        raise QuizgenError("the disk of the log cannot be read")

    with pytest.raises(QuizgenError, match="cannot be read"):
        export(failing(), tmp_path / "a.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_line_of_a_newer_quizgen_is_not_cut_short(tmp_path: Path) -> None:
    path = exported(tmp_path, ".jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace('"ms":0', '"ms":0,"mood":"good"'), encoding="utf-8")
    with pytest.raises(QuizgenError, match=r"line 1: .*mood"):
        list(read(path))


# -- there and back


@pytest.mark.parametrize("form", [".jsonl", ".csv"])
def test_what_is_exported_comes_back_the_same(tmp_path: Path, form: str) -> None:
    path = exported(tmp_path, form)
    log = machine(2)
    assert merge_events(log, read(path)).new == 8
    assert state(log) == state(filled())
    assert merge_events(log, read(path)).new == 0
    export(log.events(), tmp_path / f"again{form}")
    assert (tmp_path / f"again{form}").read_bytes() == path.read_bytes()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories, st.text(st.characters(codec="utf-8")), st.floats(0, 1))
def test_any_history_comes_back_the_same(tmp_path: Path, plan: list, text: str, score: float) -> None:
    odd = at(review(response={text: text}, code=text, score=score), START, None)
    events = [odd] if not plan else written(plan)
    for form in (".jsonl", ".csv"):
        path = tmp_path / f"log{form}"
        path.unlink(missing_ok=True)
        assert export(events, path) == len(events)
        assert [event for _, event in read(path)] == events


def test_lines_and_columns_are_the_fields_of_an_event(tmp_path: Path) -> None:
    first = next(filled().events())
    assert msgspec.json.decode(line_of(first))["response"] == AWKWARD.response
    header = exported(tmp_path, ".csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == list(Event.__struct_fields__)
