"""Relations compared as relations: equations, systems, inequalities, conditions in one or several variables.

This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizgen.answers import equations, solutions
from quizgen.answers.alike import matched
from quizgen.answers.compare import survey
from quizgen.answers.samples import Domain
from quizgen.answers.syntax import Binary, Group, Logic, Node, Relation, bare
from quizgen.answers.syntax import Sequence as Items

STRICT = {"<": True, ">": True, "<=": False, ">=": False}


def is_equations(node: Node) -> bool:
    """True for an equation or several that all hold."""
    node = bare(node)
    if isinstance(node, Relation):
        return set(node.operators) == {"="}
    if isinstance(node, Logic):
        return node.op == "and" and all(map(is_equations, node.parts))
    return isinstance(node, Items) and bool(node.items) and all(map(is_equations, node.items))


def same_conditions(a: Node, b: Node, domain: Mapping[str, Domain]) -> bool | None:
    """Do two relations (or and/or of relations) say the same? None: undecided."""
    a, b = bare(a), bare(b)
    names = sorted(survey(a).names | survey(b).names)
    if is_equations(a) and is_equations(b):
        return equations.same(equations.listed(a), equations.listed(b), domain)
    if len(names) == 1:
        return solutions.same_sets(a, b, names[0])
    return _several(a, b, domain)


def _several(a: Node, b: Node, domain: Mapping[str, Domain]) -> bool | None:
    """Several variables: the same comparisons under the same and / or, each up to a positive constant."""
    a, b = bare(a), bare(b)
    if isinstance(a, Logic) or isinstance(b, Logic):
        op_a, parts_a = _parts(a)
        op_b, parts_b = _parts(b)
        if op_a != op_b and min(len(parts_a), len(parts_b)) > 1:
            return False
        return matched(parts_a, parts_b, lambda x, y: same_conditions(x, y, domain))
    if not isinstance(a, Relation) or not isinstance(b, Relation):
        return False
    links_a, links_b = links(a), links(b)
    if len(links_a) > 1 or len(links_b) > 1:
        return matched(links_a, links_b, lambda x, y: _link(x, y, domain))
    return _link(links_a[0], links_b[0], domain)


def _parts(node: Node) -> tuple[str, Sequence[Node]]:
    if isinstance(node, Logic):
        return node.op, node.parts
    if isinstance(node, Relation) and len(node.operators) > 1:
        return "and", links(node)
    return "", (node,)


def links(node: Relation) -> list[Relation]:
    """A chain as single comparisons."""
    pairs = zip(node.operators, node.operands, node.operands[1:], strict=False)
    return [Relation((x, y), (op,), x.at) for op, x, y in pairs]


def _link(a: Relation, b: Relation, domain: Mapping[str, Domain]) -> bool | None:
    op_a, op_b = a.operators[0], b.operators[0]
    if op_a in ("=", "!=") or op_b in ("=", "!="):
        if op_a != op_b:
            return False
        return equations.proportional(_difference(a), _difference(b), domain)
    if STRICT[op_a] != STRICT[op_b]:
        return False
    return equations.proportional(_difference(a), _difference(b), domain, positive=True)


def _difference(link: Relation) -> Node:
    """What is below zero: left - right for <, right - left for >."""
    left, right = link.operands
    if link.operators[0] in (">", ">="):
        left, right = right, left
    return Binary("-", left, Group(right))
