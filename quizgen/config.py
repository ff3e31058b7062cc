"""The config file: theme, signs, motion, keys, the hour at which a day begins. TOML in the platform's config folder,
edited by hand or by the settings screen, which keeps comments. What belongs to the schedule (minutes, retention, the
exam) is not here but in the log, so that it is merged and taken back like everything else.

A fault costs only the entry it is in: it is told in one sentence with file and line, and the default stands in for it.
The file is never rewritten because of a fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quizgen.errors import QuizgenError, nearest

if TYPE_CHECKING:
    import tomllib

NAME = "config.toml"
LATEST = 12
"""The latest hour at which a day may begin."""
HEADER = """\
# quizgen: how it looks and which keys it listens to. Change it here or on the settings screen; comments stay.
# Daily minutes, retention and the exam are in your log: quizgen settings, quizgen exam-date.

# theme = "quizgen-dark"   # a theme of the list on the settings screen
# ascii = false            # true: plain signs, for terminals without line drawing
# motion = true            # false: nothing slides or blinks
# day_begins = 4           # the hour, 0 to 12: what is done before it counts as the day before

# [keys]
# hint = "f2,ctrl+t"       # the names stand on the settings screen
"""


class Config(Struct, frozen=True):
    """What the file says."""

    theme: str = ""
    """Name of a theme; empty for the default."""
    ascii: bool = False
    """Plain signs only."""
    motion: bool = True
    """Whether things slide and the cursor blinks."""
    day_begins: int = 4
    """The hour by the clock in the room at which a day of practice begins."""
    keys: dict[str, str] = {}
    """Action -> its keys, with commas between."""


DEFAULTS = Config()
KINDS: dict[str, tuple[type, str]] = {
    "theme": (str, 'the name of a theme, such as "quizgen-light"'),
    "ascii": (bool, "true or false"),
    "motion": (bool, "true or false"),
    "day_begins": (int, "the hour at which a day begins, from 0 to 12"),
    "keys": (dict, "a table: [keys] and lines like hint = \"f2\""),
}  # fmt: skip


def path(environ: Mapping[str, str]) -> Path:
    """Where the file is or would be: QUIZGEN_CONFIG, else the platform's config folder."""
    if given := environ.get("QUIZGEN_CONFIG"):
        return Path(given).expanduser().absolute()
    from platformdirs import user_config_dir

    return Path(user_config_dir("quizgen", appauthor=False)) / NAME


def load(
    file: Path, *, themes: Collection[str] | None = None, actions: Collection[str] | None = None
) -> tuple[Config, list[str]]:
    """The config, and a sentence for everything in it that cannot be used. A missing file is an empty one.

    `themes`, `actions`: the names that there are, where they are known; others are faults.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return DEFAULTS, []  # before the first frame: nothing more is imported
    except (OSError, UnicodeError) as error:
        why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "it is not UTF-8"
        return DEFAULTS, [f"{file} cannot be read ({why}); the defaults are used."]
    import tomllib

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return DEFAULTS, [f"{file}, {_place(error, text)}; the defaults are used."]
    return _read(raw, text, file, themes, actions)


def save(file: Path, changes: Mapping[str, Any]) -> None:
    """Change entries in the file, made where it is missing; comments and everything else stay.

    A value of None takes the entry out, so that the default holds. "keys.hint" is an entry of the table keys. Raises
    QuizgenError for a file that cannot be written, or that is no TOML: then nothing is changed.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = file.read_text(encoding="utf-8") if file.exists() else HEADER
        document = tomlkit.parse(text)
    except (OSError, UnicodeError) as error:
        raise QuizgenError(f"{file} cannot be read: {error}") from None
    except TOMLKitError as error:
        raise QuizgenError(f"{file} is not changed, because it has a fault: {error}. Mend it first") from None
    for name, value in changes.items():
        table, _, entry = name.rpartition(".")
        at: Any = document
        if table:
            if not isinstance(document.get(table), dict):
                document[table] = tomlkit.table()
            at = document[table]
        if value is None:
            at.pop(entry, None)
        elif entry in at and isinstance(at[entry], (str, bool, int, float)):
            comment = at.item(entry).trivia
            at[entry] = value
            at.item(entry).trivia.comment_ws, at.item(entry).trivia.comment = comment.comment_ws, comment.comment
        else:
            at[entry] = value
    _write(file, tomlkit.dumps(document))


def _write(file: Path, text: str) -> None:
    """All of it or nothing."""
    import tempfile

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            os.replace(name, file.resolve())
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        raise QuizgenError(f"{file} cannot be written: {os.strerror(error.errno or 0)}") from None


def _read(
    raw: dict[str, Any], text: str, file: Path, themes: Collection[str] | None, actions: Collection[str] | None
) -> tuple[Config, list[str]]:
    values: dict[str, Any] = {}
    troubles: list[str] = []

    def fault(entry: str, what: str, table: str = "") -> None:
        troubles.append(f"{file}, line {_line(text, entry, table)}: {what}.")

    for name, value in raw.items():
        if name not in KINDS:
            fault(name, f"there is no setting {name!r}{nearest(name, KINDS)}")
        elif not isinstance(value, KINDS[name][0]) or (name == "day_begins" and not _is_hour(value)):
            fault(name, f"{name} is {KINDS[name][1]}, not {_shown(value)}")
        elif isinstance(value, str) and name == "theme" and themes is not None and value not in themes:
            fault(name, f"there is no theme {value!r}{nearest(value, themes)}")
        elif name != "keys":
            values[name] = value
    keys: dict[str, str] = {}
    listed = raw.get("keys")
    for action, pressed in (listed if isinstance(listed, dict) else {}).items():
        if actions is not None and action not in actions:
            fault(action, f"there is no action {action!r}{nearest(action, actions)}", "keys")
        elif not isinstance(pressed, str) or not (names := key_names(pressed)):
            fault(action, f'the keys of {action} are written like "f2,ctrl+t", not {_shown(pressed)}', "keys")
        else:
            keys[action] = names
    return Config(**values, keys=keys), troubles


def _is_hour(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LATEST


def key_names(text: str) -> str:
    """Keys with commas between, without spaces; empty where there is a key that can be none."""
    names = [name.strip() for name in text.split(",")]
    return ",".join(names) if all(re.fullmatch(r"[^\s,]+", name) for name in names) else ""


def _place(error: tomllib.TOMLDecodeError, text: str) -> str:
    """ "line 3: this is no TOML (...)" """
    words = str(error)
    found = re.search(r" \(at line (\d+), column (\d+)\)$", words)
    line = found.group(1) if found else str(text.count("\n") + 1)
    why = (words[: found.start()] if found else words.removesuffix(" (at end of document)")).strip()
    return f"line {line}: this is not TOML ({why[:1].lower() + why[1:]})"


def _line(text: str, entry: str, table: str) -> int:
    """The line of an entry, at the start of the file or under its table."""
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([\w.\"-]+)\s*\]", line):
            inside = header.group(1).strip('"')
            if not table and inside == entry:
                return number
        elif inside == table and re.match(rf"\s*[\"']?{re.escape(entry)}[\"']?\s*[.=]", line):
            return number
    return 1


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if len(repr(value)) < 40 else "this"
