"""Who may import whom: the table of docs/architecture.md, held by reading the imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ALWAYS = {"quizgen.errors", "msgspec"}
MAY_IMPORT = {
    "quizgen.errors": set(),
    "quizgen.resources": set(),
    "quizgen.collecting": set(),
    "quizgen.paths": {"platformdirs"},
    "quizgen.draw": set(),
    "quizgen.exact": {"flint"},
    "quizgen.markup": {"markdown_it", "mdit_py_plugins", "rich"},
    # Figures for LaTeX are PDF files, made on demand.
    "quizgen.markup.figures.pdf": {"quizgen.markup", "typst"},
    "quizgen.answers": {"quizgen.markup", "quizgen.exact", "flint"},
    # An author's reference is run in place; the child process that runs replies imports numpy and nothing of ours.
    "quizgen.answers.code": {"quizgen.answers", "quizgen.markup", "numpy"},
    "quizgen.answers.sandbox_child": {"numpy"},
    "quizgen.marking": {"quizgen.answers", "quizgen.exact", "flint"},
    "quizgen.problem": {"quizgen.answers", "quizgen.markup"},
    "quizgen.grading": {"quizgen.answers", "quizgen.problem"},
    "quizgen.page": {"quizgen.answers", "quizgen.markup", "quizgen.problem", "quizgen.grading"},
    "quizgen.kept": {"quizgen.paths"},
    "quizgen.curriculum": {"quizgen.resources", "quizgen.kept"},
    "quizgen.exercise": {"quizgen.draw", "quizgen.problem", "quizgen.answers", "quizgen.markup"},
    "quizgen.bank": {"quizgen.exercise", "quizgen.curriculum"},
    "quizgen.contract": {
        "quizgen.exercise",
        "quizgen.curriculum",
        "quizgen.problem",
        "quizgen.answers",
        "quizgen.markup",
        "quizgen.grading",
    },
    "quizgen.checked": {"quizgen.exercise", "quizgen.exams.output"},
    "quizgen.shelf": {"quizgen.bank", "quizgen.exercise", "quizgen.problem", "quizgen.kept", "quizgen.resources"},
    "quizgen.worker": {"quizgen.problem", "quizgen.grading"},
    "quizgen.worker_child": {
        "quizgen.collecting",
        "quizgen.worker",
        "quizgen.shelf",
        "quizgen.grading",
        "quizgen.problem",
        "quizgen.answers",
    },
    "quizgen.practice": {
        "quizgen.config",
        "quizgen.curriculum",
        "quizgen.problem",
        "quizgen.grading",
        "quizgen.answers",
        "quizgen.worker",
        "sqlite_utils",
        "fsrs_rs_python",
    },
    "quizgen.exams": {
        "quizgen.__version__",
        "quizgen.bank",
        "quizgen.curriculum",
        "quizgen.draw",
        "quizgen.problem",
        "quizgen.grading",
        "quizgen.marking",
        "quizgen.answers",
        "quizgen.markup",
        "quizgen.page",
        "typst",
        "pikepdf",
        "genanki",
        "numpy",
    },
    "question_bank": {
        "quizgen.exercise",
        "quizgen.draw",
        "quizgen.exact",
        "quizgen.problem",
        "quizgen.answers",
        "quizgen.markup",
        "flint",
        "sympy",
        "numpy",
    },
    "quizgen.config": {"platformdirs", "tomlkit"},
    "tui": {
        "quizgen.collecting",
        "quizgen.config",
        "quizgen.kept",
        "quizgen.practice.home",
        "quizgen.practice.wishes",
        "quizgen.practice.overview",
        "quizgen.practice.session",
        "quizgen.worker",
        "quizgen.answers",
        "quizgen.grading",
        "quizgen.problem",
        "quizgen.page",
        "quizgen.markup",
        "textual",
        "rich",
    },
}
HEAVY = ("sympy", "numpy", "sqlite_utils", "flint", "textual", "question_bank")


def imports(path: Path) -> Iterator[str]:
    """All imported names of a file, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, layer: str) -> bool:
    return name == layer or name.startswith(layer + ".")


def layer_of(module: str) -> str | None:
    return max((layer for layer in MAY_IMPORT if within(module, layer)), key=len, default=None)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = sorted(p for top in ("quizgen", "question_bank", "tui") for p in (ROOT / top).rglob("*.py"))
CHECKED = [path for path in FILES if layer_of(module_name(path))]


def forbidden(path: Path) -> list[str]:
    layer = layer_of(module_name(path))
    assert layer
    allowed = MAY_IMPORT[layer] | ALWAYS | {layer}
    return [
        name
        for name in imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not any(within(name, ok) for ok in allowed)
    ]


def test_a_forbidden_import_is_seen(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    from quizgen.practice import log\n    import sympy\n")
    assert set(imports(bad)) == {"quizgen.practice.log", "sympy"}


@pytest.mark.parametrize("path", CHECKED, ids=module_name)
def test_imports_keep_the_table(path: Path) -> None:
    assert forbidden(path) == []


def test_the_engine_never_names_bank_or_screen() -> None:
    for path in FILES:
        name = module_name(path)
        if name.startswith("quizgen") and not name.startswith("quizgen.cli"):
            assert not [i for i in imports(path) if i.split(".")[0] in {"tui", "question_bank", "textual"}], name


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("tui.app", ("sympy", "numpy", "sqlite_utils", "flint", "question_bank")),
        ("quizgen.practice.session", ("sympy", "numpy", "sqlite_utils", "flint", "textual", "question_bank")),
        ("quizgen.practice.schema", ("sympy", "numpy", "pandas", "flint", "textual", "question_bank")),
        ("quizgen.cli", HEAVY),
        ("quizgen.markup.terminal", HEAVY),
        ("quizgen.problem", HEAVY),
    ],
)
def test_start_up_stays_light(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
