"""True or false in optimisation: optimality, convexity, duality, convergence, Newton, stochastic gradients (MML 7).

Levels: 1 a definition recalled; 2 conditions of first and of second order, necessary and sufficient; 3 rates, Newton's
method on quadratic functions, stochastic gradients. A false statement is refuted by the learner's own example.
Checked by evaluating hypotheses and claim with numpy for the example and for further examples of a true statement.
"""

from __future__ import annotations

from typing import Any

from question_bank._statements import Bank, Drawn
from question_bank.opt import _facts_conditions, _facts_methods
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

STATEMENTS = Bank(*_facts_conditions.PAIRS, *_facts_methods.PAIRS)


@exercise("opt-facts", version=1, bounds=(1000, 5000, 5000))
def facts(draw: Draw, level: int) -> Drawn:
    """Judge a statement of optimisation, and refute it if it is false."""
    return STATEMENTS.draw(draw, level)


@facts.problem
def build(*given: Any) -> Problem:
    """The statement, and why it is true or what refutes it."""
    return STATEMENTS.problem(*given)


@facts.verify
def decided_by_definition(*given: Any) -> bool:
    """Evaluate hypotheses and claim with numpy."""
    return STATEMENTS.verify(*given)
