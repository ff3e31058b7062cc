"""Build the wheel, install it into an empty environment and use it from another folder, data files included.

Run by `make test` after the tests: `python -m tests.wheel`. The dependencies are those of this environment,
reached by a path file, so that nothing is downloaded; quizgen itself comes from the wheel alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """The output of a command that must succeed."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QUIZGEN"))}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env={**inherited, **env}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(into: Path) -> Path:
    """The wheel, built from the tree."""
    builder = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    name = run(sys.executable, "-c", builder, into, cwd=ROOT).strip().splitlines()[-1]
    return into / name


def install(wheel: Path, into: Path) -> Path:
    """An environment with the wheel in it; its python."""
    venv.create(into, with_pip=False)
    python = into / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", cwd=into).strip())
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=into)
    # Only finder-free folders are added: the editable quizgen of the tree must not be seen.
    here = sysconfig.get_paths()
    lines = list(dict.fromkeys((here["purelib"], here["platlib"])))
    (site / "_dependencies.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return python


def main() -> None:
    """Build, install, use."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder)
        python = install(wheel, folder / "env")
        where = run(python, "-c", "import quizgen, tui, question_bank; print(quizgen.__file__)", cwd=folder).strip()
        if not Path(where).resolve().is_relative_to(folder.resolve()):
            sys.exit(f"the wheel was not used: quizgen came from {where}")
        quizgen = (python, "-m", "quizgen")
        listed = run(*quizgen, "bank", "list", cwd=folder)
        shown = run(*quizgen, "problem", "la-solve-unique", "--seed", "7", "--format", "json", cwd=folder)
        here = run(
            sys.executable, "-m", "quizgen", "problem", "la-solve-unique", "--seed", "7", "--format", "json", cwd=ROOT
        )
        if shown != here:
            sys.exit("the wheel gives another problem for the same seed than the tree")
        answers = ":quit\n"
        done = subprocess.run(
            [*map(str, quizgen), "practice", "--plain", "--db", str(folder / "log.db")],
            input=answers,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode or not (folder / "log.db").exists():
            sys.exit(f"practice from the wheel failed with {done.returncode}:\n{done.stdout}{done.stderr}")
        print(f"wheel {wheel.name}: {listed.strip().splitlines()[-1]}; works from another folder")


if __name__ == "__main__":
    main()
