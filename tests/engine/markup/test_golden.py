"""The golden files: any change of a rendering is seen in review.

`QUIZGEN_REGENERATE=1 pytest tests/engine/markup/test_golden.py` writes them anew.
"""

import os
from pathlib import Path

import pytest

from tests.engine.markup.formulas import FORMULAS
from tests.engine.markup.rendering import OUTPUTS, golden_text

GOLDEN = Path(__file__).parents[2] / "golden" / "markup"


def test_the_table_has_no_formula_twice():
    assert len(set(FORMULAS)) == len(FORMULAS) >= 80


@pytest.mark.parametrize("name", OUTPUTS)
def test_renderings_are_as_reviewed(name):
    text = golden_text(name)
    path = GOLDEN / name
    if os.environ.get("QUIZGEN_REGENERATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
