"""Where the learner's database lies: `--db`, else `QUIZGEN_DB`, else the platform's user data folder. And the cache."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from quizgen.errors import QuizgenError


def database(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """The path of the database; its folder is made (mode 700) where it is missing.

    Raises QuizgenError when the folder cannot be made.
    """
    path = where(option, environ)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise QuizgenError(
            f"the folder {path.parent} for the practice database cannot be made "
            f"({os.strerror(error.errno or 0)}); choose another place with --db PATH or QUIZGEN_DB"
        ) from None
    return path


def where(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """The path of the database; nothing is made."""
    given = option or environ.get("QUIZGEN_DB")
    return Path(given).expanduser().absolute() if given else _default()


def cache() -> Path:
    """The folder of what can be made again (`quizgen.kept`); it need not be there."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("quizgen", appauthor=False))


def worker_log(database: Path) -> Path:
    """Where tracebacks of failing exercises go: a text file beside the database."""
    return database.with_name(database.name + ".worker.log")


def _default() -> Path:
    from platformdirs import user_data_dir

    return Path(user_data_dir("quizgen", appauthor=False)) / "quizgen.db"
