"""Proofs on lengths, angles and projections: order the lines, find the first wrong one, or fill gaps (MML 3.1 to 3.8).

Levels: 1 Pythagoras, parallelogram law, orthogonal matrices and complements; 2 Cauchy-Schwarz, triangle inequalities,
orthogonal vectors are independent; 3 best approximation, projection matrix, Bessel; most are to be completed.
Checked by walking through the order, by comparing the text with the sound proof, or by evaluating what fills a gap.
"""

from __future__ import annotations

from typing import Any

from question_bank._proofs import Drawn, Proofs
from question_bank.geo import _proofs_inequalities, _proofs_lengths, _proofs_projections
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

PROOFS = Proofs(*_proofs_lengths.PROOFS, *_proofs_inequalities.PROOFS, *_proofs_projections.PROOFS)


@exercise("geo-proof-steps", version=1)
def proof_steps(draw: Draw, level: int) -> Drawn:
    """Order the lines of a proof, find its first wrong line, or fill its gaps."""
    return PROOFS.draw(draw, level)


@proof_steps.problem
def build(*given: Any) -> Problem:
    """The shuffled lines, or the proof to read or to complete."""
    return PROOFS.problem(*given)


@proof_steps.verify
def each_line_rests_on_what_stands_before(*given: Any) -> bool:
    """Walk through the order; compare each line with the sound proof; evaluate what fills a gap."""
    return PROOFS.verify(*given)
