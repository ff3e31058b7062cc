"""`quizgen mark` as a user runs it, and the processes behind it: bad lines, hangs and crashes cost one line each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quizgen.marking.bulk import Bulk
from quizgen.marking.lines import LONGEST_LINE, marked_line

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {"id", "outcome", "score", "code", "message", "reads_as", "column", "ms"}

ODD_CHILD = """
import os, sys, time
print(flush=True)
for line in sys.stdin.buffer:
    if b"hang" in line: time.sleep(60)
    if b"die" in line: os._exit(3)
    sys.stdout.buffer.write(b'{"id":' + line.split(b":")[1].split(b",")[0] + b"}\\n")
    sys.stdout.buffer.flush()
"""


def run(*args: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "quizgen", "mark", *args], input=data, capture_output=True, cwd=ROOT, timeout=120
    )


def asked(*lines: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def replies(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


BAD_LINES = [
    (b"nonsense", "error:line", None),
    (b'{"id": 1, "answer": "2"}', "error:line", 1),
    (b'{"id": 2, "answer": [2], "response": "2"}', "error:line", 2),
    (b'{"id": 3, "answer": "2", "response": true}', "error:line", 3),
    (b'{"id": 4, "answer": "((", "response": "2"}', "error:answer", 4),
    (b'{"id": 5, "answer": "2", "response": "2", "kind": "novel"}', "error:kind", 5),
    (b'{"id": 6, "answer": "2", "response": "2", "options": {"frm": "exact"}}', "error:option", 6),
    (b'{"id": 7, "answer": "2", "response": "2", "options": {"form": "pretty"}}', "error:form", 7),
    (b'{"id": 8, "answer": "x", "response": "x", "domain": {"x": "nowhere"}}', "error:domain", 8),
    (b'{"id": 9, "answer": "x", "response": "x", "options": {"assume": ["x is nice"]}}', "error:assume", 9),
    (b'{"id": 10, "answer": "x", "response": "x", "options": {"kind": "number"}}', "error:option", 10),
    (b"[1, 2]", "error:line", None),
    (b"\xff\xfe", "error:line", None),
    (b'{"id": 11, "answer": "2", "response": "\\ud800"}', "error:line", None),
    (b"[" * 100_000, "error:line", None),
]


def test_bad_lines_get_an_error_line_and_the_rest_goes_on() -> None:
    good = b'{"id": "good", "answer": "2", "response": "1 + 1"}'
    data = b"".join(line + b"\n" + good + b"\n\n" for line, _, _ in BAD_LINES)
    done = run("--jobs", "2", data=data)
    assert done.returncode == 0
    assert done.stderr == b""
    made = replies(done)
    assert len(made) == 2 * len(BAD_LINES)
    for (line, code, asked_id), bad, after in zip(BAD_LINES, made[::2], made[1::2], strict=True):
        assert (bad["code"], bad["outcome"], bad["score"]) == (code, "undecided", 0.0), line[:80]
        assert bad["error"]
        assert set(bad) == FIELDS | {"error"}
        assert asked_id is None or bad["id"] == asked_id
        assert (after["id"], after["outcome"]) == ("good", "correct")
        assert set(after) == FIELDS


def test_a_line_that_is_too_long() -> None:
    long = b'{"id": 1, "answer": "2", "response": "' + b"2" * LONGEST_LINE + b'"}\n'
    made = replies(run(data=long + asked({"id": 2, "answer": "2", "response": "2"}) + long))
    assert [line["code"] for line in made] == ["error:too-long", "correct", "error:too-long"]


def test_order_is_kept_and_ids_come_back() -> None:
    lines = [{"id": {"n": n}, "answer": f"{n}", "response": f"{n - n % 3}"} for n in range(400)]
    made = replies(run("--jobs", "2", data=asked(*lines)))
    assert [line["id"]["n"] for line in made] == list(range(400))
    assert [line["outcome"] == "correct" for line in made] == [n % 3 == 0 for n in range(400)]


def test_numbers_and_null_and_more_columns() -> None:
    lines = [
        {"id": 1, "answer": 0.5, "response": 0.5, "student": "Ada"},
        {"id": 2, "answer": "2", "response": None},
        {"id": None, "answer": 3, "response": "3"},
    ]
    made = replies(run(data=asked(*lines)))
    assert [line["code"] for line in made] == ["correct", "unreadable:empty", "correct"]


def test_every_option_of_the_issue() -> None:
    lines = [
        {"answer": "xy", "response": "y*x", "options": {"implicit": True}},
        {"answer": "sqrt(a^2)", "response": "a", "options": {"assume": ["a>0"]}},
        {"answer": "x^2-1", "response": "(x-1)(x+1)", "options": {"form": "factored"}},
        {"answer": "9.81", "response": "9.8", "options": {"absolute": 0.02}},
        {"answer": "1000", "response": "995", "options": {"relative": 0.01}},
        {"answer": "pi", "response": "3.14", "options": {"significant": 3}},
        {"answer": "pi", "response": "3.142", "options": {"decimals": 3}},
        {"answer": "x^2/2", "response": "x^2/2+C", "kind": "antiderivative", "options": {"constant": "required"}},
        {"answer": "{1,1,2}", "response": "{1,2,1}", "options": {"multiplicity": True}},
        {"answer": "sqrt(x^2)", "response": "x", "variables": ["x", "y"], "domain": {"x": "positive"}},
        {"answer": "x", "response": "y + 1", "options": {"reading_only": True}},
    ]  # fmt: skip
    assert [line["outcome"] for line in replies(run(data=asked(*lines)))] == ["correct"] * len(lines)


def test_nothing_in_nothing_out() -> None:
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_bad_use_is_one_sentence() -> None:
    done = run("--jobs", "none")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_the_same_without_processes() -> None:
    line = b'{"id": 1, "answer": "x", "response": "x"}'
    assert json.loads(marked_line(line))["outcome"] == "correct"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_hang_and_a_crash_cost_one_line_each(jobs: int) -> None:
    words = ["ok"] * 100
    words[7] = words[80] = "hang"
    words[8] = words[50] = "die"
    lines = [json.dumps({"id": i, "w": word}).replace(" ", "").encode() for i, word in enumerate(words)]
    with Bulk(jobs, seconds=0.4, command=[sys.executable, "-c", ODD_CHILD]) as bulk:
        made = [json.loads(line) for line in bulk.marked(lines)]
    assert [line["id"] for line in made] == list(range(100))
    codes = {line["id"]: line["code"] for line in made if "code" in line}
    assert codes == {7: "undecided:timeout", 80: "undecided:timeout", 8: "error:crashed", 50: "error:crashed"}


def test_leaving_early_ends_the_processes() -> None:
    with Bulk(2) as bulk:
        lines = (b'{"answer": "1", "response": "1"}' for _ in range(10_000))
        first = next(bulk.marked(lines))
        children = list(bulk._all)
    assert json.loads(first)["outcome"] == "correct"
    assert all(child._process.poll() is not None for child in children)
