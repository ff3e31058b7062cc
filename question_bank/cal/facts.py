"""True or false in calculus: continuity, differentiability, gradients, Taylor, automatic differentiation (MML 5).

Levels: 1 a definition or rule recalled; 2 continuity or differentiability missing; 3 cost and memory of the modes of
automatic differentiation. A false statement is refuted by the learner's own example, or by the hypothesis that fails.
Checked by evaluating hypotheses and claim with numpy for the example and for further examples of a true statement; the
functions of two variables by difference quotients and values on small circles and parabolas.
"""

from __future__ import annotations

from typing import Any

from question_bank._statements import Bank, Drawn
from question_bank.cal import _facts_calculus, _facts_continuity
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

STATEMENTS = Bank(*_facts_calculus.PAIRS, *_facts_continuity.PAIRS)


@exercise("cal-facts", version=1, bounds=(1000, 1000, 2000))
def facts(draw: Draw, level: int) -> Drawn:
    """Judge a statement of calculus, and refute it if it is false."""
    return STATEMENTS.draw(draw, level)


@facts.problem
def build(*given: Any) -> Problem:
    """The statement, and why it is true or what refutes it."""
    return STATEMENTS.problem(*given)


@facts.verify
def decided_by_definition(*given: Any) -> bool:
    """Evaluate hypotheses and claim with numpy; difference quotients where a hypothesis is asked for."""
    return STATEMENTS.verify(*given)
