"""docs/answers.md is run: a page that is wrong fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizgen import mark
from quizgen.answers.forms import FORMS
from quizgen.marking.kinds import KINDS
from quizgen.marking.lines import marked_line
from quizgen.marking.options import Options

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "answers.md").read_text(encoding="utf-8")


def lines(name: str) -> Iterator[str]:
    """The lines of all fenced blocks of this name."""
    for block in re.findall(rf"^```{name}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()


MARKS = list(lines("mark"))
READS = list(lines("reads"))
DIALOGUE = list(lines("jsonl"))


@pytest.mark.parametrize("line", MARKS)
def test_example(line: str) -> None:
    match = re.fullmatch(r"(.*) <- (.*) : (\w+) (\S+)(?: (\{.*\}))?", line)
    assert match, "write: answer <- response : outcome code {options}"
    answer, response, outcome, code, options = match.groups()
    made = mark(answer, response, **json.loads(options or "{}"))
    assert (made.outcome, made.code) == (outcome, code), made


@pytest.mark.parametrize("line", READS)
def test_is_read_as_it_says(line: str) -> None:
    typed, _, read = line.rpartition(" -> ")
    made = mark("x", typed, reading_only=True)
    if made.outcome == "unreadable":  # sets and intervals need a place for them
        made = mark("{1}", typed, reading_only=True)
    assert made.reads_as == read, made


@pytest.mark.parametrize(("asked", "said"), list(zip(DIALOGUE[::2], DIALOGUE[1::2], strict=True)))
def test_lines_of_json(asked: str, said: str) -> None:
    made = json.loads(marked_line(asked.removeprefix("> ").encode()))
    made.pop("ms")
    assert made == json.loads(said.removeprefix("< "))


def test_there_are_enough_refusals() -> None:
    refused = [line for line in MARKS if " : correct" not in line]
    assert len(MARKS) > 100
    assert len(refused) >= 0.4 * len(MARKS)


def test_the_page_names_every_kind_option_and_form() -> None:
    for name in (*KINDS, *Options.__struct_fields__):
        assert name in PAGE, name
    for name in FORMS:
        assert f"`{name}`" in PAGE, name
