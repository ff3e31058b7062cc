"""All kinds of answers in one union, for the JSON of a problem."""

from __future__ import annotations

from typing import TypeAlias

from quizgen.answers.table import SimpleAnswer, TableAnswer

AnyAnswer: TypeAlias = SimpleAnswer | TableAnswer

__all__ = ["AnyAnswer", "SimpleAnswer", "TableAnswer"]
