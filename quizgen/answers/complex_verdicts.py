"""Verdicts on complex numbers, and on vectors, matrices and sets of them.

This module imports flint: import it inside the functions of a kind.
"""

from __future__ import annotations

from flint import ctx

from quizgen.answers import complexes
from quizgen.answers.balls import STEPS, Undefined
from quizgen.answers.base import CORRECT, Verdict, incorrect
from quizgen.answers.closeness import Rounding
from quizgen.answers.matching import Matching, counted_matching
from quizgen.answers.replies import UNDECIDED
from quizgen.answers.syntax import Call, Neg, Node


def judge_number(node: Node, right: Node, allowed: Rounding) -> Verdict:
    """A reply against a right number, one of which is complex. Raises Unreadable, Undefined and Imprecise.

    Codes: "sign", "conjugate" (the imaginary part has the wrong sign), "rounding", "undefined" (not real where the
    right number is), else "incorrect".
    """
    found = complexes.settled(node, right, allowed)
    if found is None:
        return UNDECIDED
    if found:
        return CORRECT
    if not complexes.is_complex(right):
        return _not_real(node)
    with ctx.workprec(STEPS[0]):
        complexes.value(node, {})  # raises where the reply has no value
    if complexes.settled(Neg(node), right, allowed):
        return incorrect("sign", "Check the sign.")
    if complexes.settled(Call("conj", (node,)), right, allowed):
        return incorrect("conjugate", "This is the complex conjugate.")
    if allowed.exact and _is_rounded(node, right):
        return incorrect("rounding", "This is rounded; the exact number is asked for.")
    return incorrect()


def _not_real(node: Node) -> Verdict:
    with ctx.workprec(STEPS[0]):
        value = complexes.value(node, {})
        if complexes.shape(value) != (1, 1) or value.imag.contains(0):
            return incorrect()
    raise Undefined("This is not a real number.", node.at)


def _is_rounded(node: Node, right: Node) -> bool:
    from quizgen.answers.closeness import decimals_typed
    from quizgen.answers.syntax import Num
    from quizgen.answers.trees import places

    typed = [decimals_typed(x) for x in places(node) if isinstance(x, Num) and "." in x.text]
    return bool(typed) and complexes.settled(node, right, Rounding(decimals=min(typed))) is True


def matched(typed: list[Node], right: list[Node], allowed: Rounding, multiplicity: bool) -> Matching | None:
    """Which typed values are which of the right ones? None where two can neither be told apart nor called equal."""
    pairs = complexes.same_pairs(typed, right, allowed)
    twins = complexes.same_pairs(right, right, Rounding())
    again = complexes.same_pairs(typed, typed, Rounding())
    if any(v is None for table in (pairs, twins, again) for row in table for v in row):
        return None
    return counted_matching(pairs, again, twins, multiplicity)
