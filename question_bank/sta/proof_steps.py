"""Proofs in statistics: order the lines, find the first wrong one, or fill the gaps (MML 8.3, 9.2, 9.3, 11.3).

Levels: 1 maximum likelihood for a Gaussian mean, a Bernoulli parameter, a linear model; 2 bias and variance, the sample
variance, ridge as MAP; 3 covariance of ridge, Gauss-Markov, EM is monotone; most are to be completed.
Checked by walking through the order, by comparing the text with the sound proof, or by evaluating what fills a gap.
"""

from __future__ import annotations

from typing import Any

from question_bank._proofs import Drawn, Proofs
from question_bank.sta import _proofs_bias, _proofs_likelihood, _proofs_optimal
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

PROOFS = Proofs(*_proofs_likelihood.PROOFS, *_proofs_bias.PROOFS, *_proofs_optimal.PROOFS)


@exercise("sta-proof-steps", version=1)
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
