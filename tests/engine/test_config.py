"""The config file: faults are told with their line and cost only their entry; comments stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.config import DEFAULTS, HEADER, Config, load, path, save
from quizgen.errors import QuizgenError

THEMES = ("quizgen-dark", "quizgen-light")
ACTIONS = ("hint", "skip")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("theme = quizgen", 1, "not TOML"),
        ("ascii = true\nmotion = ", 2, "not TOML"),
        ("# a comment\nascii = 'yes'", 2, "true or false, not 'yes'"),
        ("\n\nthem = 'x'", 3, "did you mean theme?"),
        ("theme = 'quizgen-drak'", 1, "did you mean quizgen-dark?"),
        ("keys = 3", 1, "a table"),
        ("ascii = true\n[keys]\nhnit = 'f2'", 3, "did you mean hint?"),
        ("[keys]\nskip = 'f3'\nhint = 7", 3, 'written like "f2,ctrl+t", not 7'),
        ("[keys]\nhint = ''", 2, "written like"),
        ("[keys]\nhint = 'f2,,f3'", 2, "written like"),
        ("[other]\nhint = 'f2'", 1, "no setting 'other'"),
        ("day_begins = 13", 1, "from 0 to 12, not 13"),
        ("day_begins = -1", 1, "from 0 to 12, not -1"),
        ("day_begins = true", 1, "from 0 to 12, not "),
        ("day_begins = '4:00'", 1, "from 0 to 12, not '4:00'"),
    ],
)
def test_a_fault_is_one_sentence_with_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    _, troubles = load(file, themes=THEMES, actions=ACTIONS)
    assert len(troubles) == 1
    assert f"{file}, line {line}: " in troubles[0]
    assert words in troubles[0]
    assert "\n" not in troubles[0]
    assert file.read_text() == text


def test_what_cannot_be_used_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = 3\nascii = true\n[keys]\nhint = "f2, ctrl+t"\nskip = []\n')
    config, troubles = load(file, themes=THEMES, actions=ACTIONS)
    assert config == Config(ascii=True, keys={"hint": "f2,ctrl+t"})
    assert len(troubles) == 2


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"theme = '\xff'")
    config, troubles = load(file)
    assert config == DEFAULTS
    assert "not UTF-8" in troubles[0]
    (tmp_path / "folder").mkdir()
    assert "cannot be read" in load(tmp_path / "folder")[1][0]


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == (DEFAULTS, [])


def test_a_file_with_a_fault_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("theme = ")
    with pytest.raises(QuizgenError, match="has a fault"):
        save(file, {"ascii": True})
    assert file.read_text() == "theme = "


def test_comments_and_order_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    before = '# mine\ntheme = "quizgen-dark" # at night\n\n[keys]\n# the left hand\nhint = "f2"\n'
    file.write_text(before)
    save(file, {"theme": "quizgen-light", "keys.hint": "f9", "keys.skip": "f3", "motion": False})
    text = file.read_text()
    assert 'theme = "quizgen-light" # at night' in text
    assert "# mine\n" in text
    assert "# the left hand\n" in text
    config, troubles = load(file, themes=THEMES, actions=ACTIONS)
    assert troubles == []
    assert config == Config(theme="quizgen-light", motion=False, keys={"hint": "f9", "skip": "f3"})
    save(file, {"theme": None, "motion": None, "keys.hint": None, "keys.skip": None})
    assert load(file) == (DEFAULTS, [])
    assert "# mine\n" in file.read_text()


def test_a_new_file_explains_itself_and_changes_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "config.toml"
    save(file, {"ascii": True})
    assert file.read_text().startswith(HEADER[:60])
    assert load(file) == (Config(ascii=True), [])


def test_every_example_of_the_header_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    lines = HEADER.splitlines()
    text = "\n".join(line.removeprefix("# ") if "=" in line or "[" in line else line for line in lines)
    file.write_text(text)
    config, troubles = load(file, themes=THEMES, actions=ACTIONS)
    assert troubles == []
    assert config.keys == {"hint": "f2,ctrl+t"}


def test_where_it_lies(tmp_path: Path) -> None:
    assert path({"QUIZGEN_CONFIG": str(tmp_path / "c.toml")}) == tmp_path / "c.toml"
    assert path({}).name == "config.toml"
