"""Where the data files are: beside the package when installed, at the top of the tree when developed."""

from __future__ import annotations

from pathlib import Path

from quizgen.errors import QuizgenError


def data_folder() -> Path:
    """The folder with curriculum.toml. Raises QuizgenError when the installation is incomplete."""
    here = Path(__file__).resolve().parent
    for folder in (here / "data", here.parent / "data"):
        if (folder / "curriculum.toml").is_file():
            return folder
    raise QuizgenError("quizgen's data files are missing from this installation: install it again")
