"""True or false in machine learning: tasks, models, regularisation, scaling, PCA, clustering, networks (MML 8 to 12).

Levels: 1 name the task or the kind of model; 2 the effect of a change (penalty, units, features, points, thresholds);
3 the assumptions of two models compared. A false statement is refuted by the learner's own example, or by what it
overlooks. Checked by evaluating hypotheses and claim with numpy for the example and for further examples of a true
statement; tasks by the type of their targets, models by what they store, networks by their values at three points.
"""

from __future__ import annotations

from typing import Any

from question_bank._statements import Bank, Drawn
from question_bank.ml import _facts_effects, _facts_models
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

STATEMENTS = Bank(*_facts_models.PAIRS, *_facts_effects.PAIRS)


@exercise("ml-facts", version=1, bounds=(1000, 8000, 5000))
def facts(draw: Draw, level: int) -> Drawn:
    """Judge a statement of machine learning, and refute it if it is false."""
    return STATEMENTS.draw(draw, level)


@facts.problem
def build(*given: Any) -> Problem:
    """The statement, and why it is true or what refutes it."""
    return STATEMENTS.problem(*given)


@facts.verify
def decided_by_definition(*given: Any) -> bool:
    """Evaluate hypotheses and claim with numpy; targets, storage and values where a reason is asked for."""
    return STATEMENTS.verify(*given)
