"""The record of a long check: what is on it is not checked again, and nothing stands on it that was not checked."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from quizgen import contract
from quizgen.bank import discover
from quizgen.checked import Checked, _state
from quizgen.cli.bank import check
from quizgen.contract import Fault
from quizgen.errors import QuizgenError
from quizgen.exercise import Exercise

RANK = discover()["la-rank"]


def run(file: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(check, ["la-rank", "--jobs", "1", "--record", str(file), *options])
    return done.exit_code, done.stdout.splitlines()[-1] if done.stdout else ""


@pytest.mark.parametrize(
    "line",
    ["la-rank", "la-rank 2 0-9", "la-rank 2 0-9 xyz", "la-rank two 0-9 0123456789ab", "0", "la-rank 2 9 0123456789ab"],
)
def test_what_is_no_record_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "checked.txt"
    kept = f"la-rank 1 0-9 0123456789ab\n{line}\n"
    file.write_text(kept)
    with pytest.raises(QuizgenError, match=r"line 2: .* is no record"):
        Checked(file)
    assert file.read_text() == kept


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(QuizgenError, match="cannot be written"):
        Checked(tmp_path / "missing" / "checked.txt")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuizgenError, match="cannot be read"):
        Checked(tmp_path / "binary")


def test_only_the_gaps_are_left(tmp_path: Path) -> None:
    record = Checked(tmp_path / "checked.txt")
    assert list(record.missing(RANK, 2, range(100))) == [range(100)]
    for seeds in (range(20, 30), range(50, 60), range(30, 40)):
        record.add(RANK, 2, seeds)
    gaps = [range(20), range(40, 50), range(60, 100)]
    assert list(record.missing(RANK, 2, range(100))) == gaps
    assert list(record.missing(RANK, 2, range(25, 45))) == [range(40, 45)]
    assert list(record.missing(RANK, 2, range(20, 40))) == []
    assert list(record.missing(RANK, 1, range(5))) == [range(5)]
    again = Checked(record.file)
    assert list(again.missing(RANK, 2, range(100))) == gaps
    assert [line.split()[2] for line in record.file.read_text().splitlines()] == ["20-39", "50-59"]


def test_what_was_checked_in_another_state_counts_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    helper, own = tmp_path / "other_bank_helper.py", tmp_path / "other_bank.py"
    own.write_text("import other_bank.helper\n")
    helper.write_text("A = 1\n")
    for name, file in (("other_bank", own), ("other_bank.helper", helper)):
        module = ModuleType(name)
        module.__file__ = str(file)
        monkeypatch.setitem(sys.modules, name, module)
    made = Exercise("la-rank", RANK.sample, version=1, levels=3, bounds=(1, 1, 1))
    made.__module__ = "other_bank"
    record = Checked(tmp_path / "checked.txt")
    record.add(made, 1, range(10))
    assert list(record.missing(made, 1, range(10))) == []
    helper.write_text("A = 2\n")
    _state.cache_clear()
    assert list(record.missing(made, 1, range(10))) == [range(10)]
    assert list(record.missing(RANK, 1, range(10))) == [range(10)]


def test_a_check_goes_on_where_it_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "checked.txt"
    looked: list[int] = []
    real = contract.check

    def counted(exercise: Exercise, level: int, seed: int, known: set[bytes]) -> list[Fault]:
        looked.append(seed)
        if len(looked) == 60:
            raise KeyboardInterrupt
        return real(exercise, level, seed, known)

    monkeypatch.setattr(contract, "check", counted)
    assert run(file, "--seeds", "30")[0] != 0
    assert len(looked) == 60
    code, last = run(file, "--seeds", "30")
    assert code == 0
    assert "90 instances, 55 of them on record, 0 faults" in last
    assert len(looked) == 60 + 35
    assert "90 instances, 90 of them on record, 0 faults" in run(file, "--seeds", "30")[1]
    assert len(looked) == 60 + 35


def test_a_faulty_piece_is_not_put_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "checked.txt"

    def faulty(exercise: Exercise, level: int, seed: int, known: set[bytes]) -> list[Fault]:
        return [Fault(2, "la-rank", level, seed, "wrong")] if (level, seed) == (2, 7) else []

    monkeypatch.setattr(contract, "check", faulty)
    code, last = run(file, "--seeds", "50")
    assert code == 1
    assert "1 faults" in last
    held = [line.split()[:3] for line in file.read_text().splitlines()]
    assert ["la-rank", "2", "25-49"] in held
    assert not any(at[1] == "2" and at[2].startswith("0-") for at in held)
    assert run(file, "--seeds", "50")[0] == 1
