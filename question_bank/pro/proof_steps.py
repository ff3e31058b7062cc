"""Proofs in probability: order the lines, find the first wrong one, or fill the gaps (MML 6.1 to 6.7).

Levels: 1 unions, union bound, total probability; 2 variance, independent sums, tower law, Chebyshev, covariances; 3
probability integral transform, divergence, weak law of large numbers; most are to be completed.
Checked by walking through the order, by comparing the text with the sound proof, or by evaluating what fills a gap.
"""

from __future__ import annotations

from typing import Any

from question_bank._proofs import Drawn, Proofs
from question_bank.pro import _proofs_events, _proofs_limits, _proofs_moments
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

PROOFS = Proofs(*_proofs_events.PROOFS, *_proofs_moments.PROOFS, *_proofs_limits.PROOFS)


@exercise("pro-proof-steps", version=1)
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
