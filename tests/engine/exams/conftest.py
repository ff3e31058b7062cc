"""A small exam that most tests share: three items, six students, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import bank, curriculum
from quizgen.exams import blueprint as blueprints
from quizgen.exams import build, roster, variants
from quizgen.exams.blueprint import Blueprint
from quizgen.exams.manifest import Manifest

BLUEPRINT = """
title = "Small exam"
course = "Test course"
date = "2027-02-01"
minutes = 20

[marking]
part = "half"
total = "half"
[marking.grades]
A = 80
B = 50

[[section]]
[[section.item]]
id = "inverse"
skill = "la-inverse"
points = 4
[[section.item]]
id = "line"
skill = "geo-project-line"
points = 3
[[section.item]]
id = "statement"
skill = "la-facts"
points = 2
"""
ROSTER = "id,name,seat\n" + "".join(f"s{n},Name {n},\n" for n in range(1, 7))


def read(text: str, name: str = "small.toml") -> Blueprint:
    """A blueprint from text, as the command line reads it."""
    return blueprints.parsed(text, name, curriculum.load(), bank.discover())


@pytest.fixture(scope="session")
def blueprint() -> Blueprint:
    return read(BLUEPRINT)


@pytest.fixture(scope="session")
def plan(blueprint: Blueprint) -> variants.Plan:
    return variants.plan(blueprint, 1, 6)


@pytest.fixture(scope="session")
def built(plan: variants.Plan, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    folder = tmp_path_factory.mktemp("exam") / "small"
    return folder, build.build(plan, roster.parsed(ROSTER, "roster.csv"), folder)
