"""Proofs on eigenvalues and decompositions: order the lines, find the first wrong one, or fill gaps (MML 4.2 to 4.6).

Levels: 1 spectra of the transpose, of similar matrices, of the inverse; 2 symmetric matrices, definiteness, spectral
norm, distinct eigenvalues, `A^T A`; 3 Eckart-Young and the spectral theorem by optimisation; most are to be completed.
Checked by walking through the order, by comparing the text with the sound proof, or by evaluating what fills a gap.
"""

from __future__ import annotations

from typing import Any

from question_bank._proofs import Drawn, Proofs
from question_bank.dec import _proofs_optimal, _proofs_spectrum, _proofs_symmetric
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

PROOFS = Proofs(*_proofs_spectrum.PROOFS, *_proofs_symmetric.PROOFS, *_proofs_optimal.PROOFS)


@exercise("dec-proof-steps", version=1)
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
