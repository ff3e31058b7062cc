"""True or false in linear algebra: rank, span, invertibility, maps, solution sets (MML 2.2 to 2.7).

Levels: 1 a definition recalled; 2 one hypothesis missing; 3 composites and infinite solution sets. A false
statement is refuted by a counterexample of the learner's own. Checked by evaluating hypotheses and claim with numpy
for the example, and for further examples of a true statement; the subspaces by trying the three conditions on a grid.
"""

from __future__ import annotations

from typing import Any

from question_bank._statements import Bank, Drawn
from question_bank.la import _facts_composites, _facts_definitions, _facts_hypotheses, _facts_subspaces
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

STATEMENTS = Bank(
    *_facts_definitions.PAIRS, *_facts_subspaces.PAIRS, *_facts_hypotheses.PAIRS, *_facts_composites.PAIRS
)


@exercise("la-facts", version=1)
def facts(draw: Draw, level: int) -> Drawn:
    """Judge a statement of linear algebra, and refute it if it is false."""
    return STATEMENTS.draw(draw, level)


@facts.problem
def build(*given: Any) -> Problem:
    """The statement, and why it is true or what refutes it."""
    return STATEMENTS.problem(*given)


@facts.verify
def decided_by_definition(*given: Any) -> bool:
    """Evaluate hypotheses and claim with numpy; try the conditions of a subspace."""
    return STATEMENTS.verify(*given)
