"""Standard proofs of linear algebra: order the lines, find the first wrong one, or fill the gaps (MML 2.4 to 2.7).

Levels: 1 closure proofs, inverses, composites; 2 matrices of maps, injectivity, solution sets, rank-nullity; 3
dimension formula, coordinates, invertibility, dependence, most of them (and two of level 2) to complete. Checked by
walking through the order, by comparing the text with the sound proof, or by evaluating what fills a gap.
"""

from __future__ import annotations

from typing import Any

from question_bank._proofs import Drawn, Proofs
from question_bank.la import _proofs_closure, _proofs_dimension, _proofs_maps
from question_bank.la._proofs_gaps import GAPS
from quizgen.draw import Draw
from quizgen.exercise import exercise
from quizgen.problem import Problem

PROOFS = Proofs(
    *(
        proof._replace(gaps=GAPS.get(proof.name, ()))
        for proof in (*_proofs_closure.PROOFS, *_proofs_maps.PROOFS, *_proofs_dimension.PROOFS)
    )
)


@exercise("la-proof-steps", version=1)
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
