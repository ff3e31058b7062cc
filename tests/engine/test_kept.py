"""What is kept in the cache folder: never wrong, never missed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quizgen import paths
from quizgen.kept import kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "cache", lambda: tmp_path / "cache")
    return tmp_path / "cache"


class Maker:
    """Counts how often it is asked."""

    def __init__(self, value: Any) -> None:
        self.value, self.asked = value, 0

    def __call__(self) -> Any:
        self.asked += 1
        return self.value


def ask(maker: Maker, key: bytes = b"key", **more: Any) -> Any:
    return kept("thing", key, dict[str, Any], maker, **more)


def test_another_key_is_made_again() -> None:
    ask(Maker({"a": 1}))
    other = Maker({"a": 2})
    assert ask(other, b"other") == {"a": 2}
    assert other.asked == 1


def test_what_holds_no_more_is_made_again() -> None:
    ask(Maker({"a": 1}))
    other = Maker({"a": 2})
    assert ask(other, still=lambda value: value["a"] == 2) == {"a": 2}
    assert ask(Maker({"a": 3}), still=lambda value: value["a"] == 2) == {"a": 2}


@pytest.mark.parametrize("cut", [0, 10, 64, 65, 70])
def test_a_file_cut_short_is_made_again(folder: Path, cut: int) -> None:
    ask(Maker({"a": 1}))
    file = folder / "thing.json"
    file.write_bytes(file.read_bytes()[:cut])
    assert ask(Maker({"a": 2})) == {"a": 2}
    assert ask(Maker({"a": 3})) == {"a": 2}


def test_a_value_of_another_kind_is_made_again() -> None:
    kept("thing", b"key", list[int], lambda: [1])
    assert ask(Maker({"a": 2})) == {"a": 2}


def test_a_folder_that_cannot_be_written_costs_nothing_else(folder: Path) -> None:
    folder.write_text("a file in the way")
    maker = Maker({"a": 1})
    assert [ask(maker), ask(maker)] == [{"a": 1}, {"a": 1}]
    assert maker.asked == 2


def test_a_value_that_json_would_change_is_not_kept(folder: Path) -> None:
    assert ask(Maker({"day": date(2026, 1, 2)})) == {"day": date(2026, 1, 2)}
    assert not (folder / "thing.json").exists()


def test_a_fault_of_the_maker_is_raised_and_nothing_kept(folder: Path) -> None:
    def fails() -> dict[str, Any]:
        raise ValueError

    with pytest.raises(ValueError):
        kept("thing", b"key", dict[str, Any], fails)
    assert not folder.exists()


def test_it_is_made_once_and_leaves_one_file(folder: Path) -> None:
    maker = Maker({"a": [1, 0.5, "ö"]})
    assert [ask(maker), ask(maker)] == [maker.value, maker.value]
    assert maker.asked == 1
    assert [file.name for file in folder.iterdir()] == ["thing.json"]
