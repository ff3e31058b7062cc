"""Equations and systems: when do they say the same?

One equation f = 0 is the same as g = 0 when g is f times a nonzero constant (after clearing denominators; factors
that the declared domain keeps from being zero do not count). Systems of linear equations are the same when their
solution sets are; systems of polynomials when they generate the same ideal; other systems equation by equation.

This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq

from quizgen.answers import compare, rationals, values
from quizgen.answers.alike import matched
from quizgen.answers.compare import survey
from quizgen.answers.samples import REAL, Domain, Stream, points
from quizgen.answers.syntax import Binary, Group, Logic, Node, Num, Relation, bare
from quizgen.answers.syntax import Sequence as Items
from quizgen.answers.trees import substituted
from quizgen.exact import Matrix

MOST = 20
"""Equations of one system."""
GROEBNER = (12, 40, 400)
"""Bounds of a Gröbner basis: polynomials, terms of one, bits of a coefficient."""


def listed(node: Node) -> list[Node]:
    """The differences left - right of all equations; chains a = b = c are several."""
    node = bare(node)
    if isinstance(node, Relation):
        pairs = zip(node.operands, node.operands[1:], strict=False)
        return [Binary("-", a, Group(b), a.at) for a, b in pairs]
    parts = node.parts if isinstance(node, Logic) else node.items if isinstance(node, Items) else ()
    return [difference for part in parts for difference in listed(part)]


def same(a: Sequence[Node], b: Sequence[Node], domain: Mapping[str, Domain]) -> bool | None:
    """Do two systems of equations f = 0 say the same? None: undecided."""
    if max(len(a), len(b)) > MOST:
        return None
    if len(a) == 1 == len(b):
        return proportional(a[0], b[0], domain)
    names = sorted({name for f in (*a, *b) for name in survey(f).names})
    systems = _linear(a, names), _linear(b, names)
    if systems[0] is not None and systems[1] is not None:
        return same_solutions(systems[0], systems[1])
    found = matched(a, b, lambda f, g: proportional(f, g, domain))
    return found if found is not False else _same_ideals(a, b, names)


# --- one equation ------------------------------------------------------------------------------------------


def is_zero(f: Node, domain: Mapping[str, Domain]) -> bool:
    """Is f zero everywhere?"""
    return compare.equal(f, Num("0"), domain) == "equal"


def proportional(f: Node, g: Node, domain: Mapping[str, Domain], positive: bool = False) -> bool | None:
    """Is g a nonzero (positive) constant times f? For equations also after clearing denominators."""
    zeros = is_zero(f, domain), is_zero(g, domain)
    if any(zeros):
        return all(zeros)
    names = sorted(survey(f).names | survey(g).names)
    if not names:
        return _both_constants(f, g, positive)
    numerators = None if positive else _numerators(f, g, names, domain)
    if numerators is not None:
        return bool(numerators[0] == numerators[1])
    base = _base_point(f, g, names, domain)
    if base is None:
        return None
    at_f, at_g = (substituted(x, base[0]) for x in (f, g))
    if positive and (base[1] > 0) != (base[2] > 0):
        return False
    found = compare.equal(Binary("*", Group(f), Group(at_g)), Binary("*", Group(g), Group(at_f)), domain)
    return None if found == "undecided" else found == "equal"


def _both_constants(f: Node, g: Node, positive: bool) -> bool | None:
    """1 = 0 and 2 = 0 say the same; of inequalities only the sign counts."""
    if not positive:
        return True
    from quizgen.answers.regions import Undecided, order

    try:
        return order(f, Num("0")) == order(g, Num("0"))
    except Undecided:
        return None


def _base_point(f: Node, g: Node, names: list[str], domain: Mapping[str, Domain]) -> Any:
    """A point where both are certainly not zero, as numbers to substitute, and their values there."""
    for env in points(names, domain, [fmpq(3, 2)], Stream(b"base point")):
        try:
            pair = values.computed(f, env, 256), values.computed(g, env, 256)
        except values.Undefined:
            continue
        if all(x > 0 or x < 0 for x in pair):
            return {name: _literal(x) for name, x in env.items() if name in names}, *pair
    return None


def _literal(x: fmpq) -> Node:
    return Group(Binary("/", Group(Num(str(x.p)) if x >= 0 else _negative(x)), Num(str(x.q))))


def _negative(x: fmpq) -> Node:
    from quizgen.answers.syntax import Neg

    return Neg(Num(str(-x.p)))


def _numerators(f: Node, g: Node, names: list[str], domain: Mapping[str, Domain]) -> tuple[Any, Any] | None:
    """The numerators, leading coefficient 1, without factors that are names which are never zero."""
    ring = rationals.context(names)
    nonzero = [name for name in names if not _may_vanish(domain.get(name, REAL))]
    found = []
    for node in (f, g):
        try:
            top = rationals.quotient(node, ring).reduced().top
        except rationals.NotRational:
            return None
        for name in nonzero:
            top = _without(top, ring.gen(ring.names().index(name)))
        found.append(rationals.monic(top))
    return found[0], found[1]


def _may_vanish(where: Domain) -> bool:
    return any((p.low is None or p.low < 0) and (p.high is None or p.high > 0) for p in where.pieces)


def _without(p: Any, factor: Any) -> Any:
    while not p.is_constant() and not p.is_zero() and p.gcd(factor) == factor:
        p = p / factor
    return p


# --- systems -----------------------------------------------------------------------------------------------


def _linear(system: Sequence[Node], names: list[str]) -> Matrix | None:
    """The matrix [A | b] of a linear system; None where an equation is not linear."""
    ring, rows = rationals.context(names), []
    for f in system:
        try:
            top, bottom = rationals.quotient(f, ring).reduced()
        except rationals.NotRational:
            return None
        if not bottom.is_constant() or (not top.is_zero() and top.total_degree() > 1):
            return None
        rows.append([_coefficient(top, i, ring) for i in range(len(names))] + [_coefficient(top, None, ring)])
    return Matrix(rows) if rows and names else None


def _coefficient(p: Any, i: int | None, ring: Any) -> fmpq:
    exponents = tuple(int(j == i) for j in range(ring.nvars()))
    return p.to_dict().get(exponents, fmpq(0))


def same_solutions(a: Matrix, b: Matrix) -> bool:
    """The same solution set: both empty, or the same row space."""
    if _is_inconsistent(a) or _is_inconsistent(b):
        return _is_inconsistent(a) and _is_inconsistent(b)
    rank = a.rank()
    return rank == b.rank() and Matrix([*a.to_rows(), *b.to_rows()]).rank() == rank


def _is_inconsistent(system: Matrix) -> bool:
    left = Matrix([row[:-1] for row in system.to_rows()])
    return left.rank() < system.rank()


def _same_ideals(a: Sequence[Node], b: Sequence[Node], names: list[str]) -> bool | None:
    """Polynomials that generate the same ideal have the same solutions; otherwise they are called different."""
    bases = [_groebner(system, names) for system in (a, b)]
    if None in bases:
        return False
    return bases[0] == bases[1]


def _groebner(system: Sequence[Node], names: list[str]) -> list[str] | None:
    """The reduced Gröbner basis as sorted texts; None where it is too large or there is none."""
    from flint import Ordering, fmpz_mpoly_ctx, fmpz_mpoly_vec

    ring, whole = rationals.context(names), fmpz_mpoly_ctx.get(tuple(names), Ordering.degrevlex)
    made = []
    for f in system:
        try:
            top = rationals.quotient(f, ring).reduced().top
        except rationals.NotRational:
            return None
        scale = 1
        for c in top.coeffs():
            scale = scale * int(c.q)
        if not top.is_zero():
            made.append(whole.from_dict({e: int((c * scale).p) for e, c in top.to_dict().items()}))
    found: Any = fmpz_mpoly_vec(made, whole).buchberger_naive(limits=GROEBNER)
    basis, finished = found
    if not finished:
        return None
    return sorted(map(_primitive, basis.autoreduction(groebner=True)))


def _primitive(p: Any) -> str:
    """An integer polynomial without content, leading coefficient positive."""
    scale = p.content() if p.leading_coefficient() > 0 else -p.content()
    return str(p / scale)
