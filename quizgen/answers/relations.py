"""What the kinds of equations and inequalities share: a condition for `verify`, slips, other notations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from quizgen.answers.replies import author, once, unicode_minus
from quizgen.answers.syntax import Binary, Group, Logic, Neg, Node, Num, Relation, Vocabulary, bare
from quizgen.answers.syntax import Sequence as Items

FLIPPED: dict[str, Any] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class Condition:
    """A right relation for `verify`: `.source` is its text, `.holds(x=1)` its truth."""

    __slots__ = ("_node", "source")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.source = text
        self._node = author(text, vocabulary, "relation")

    def __repr__(self) -> str:
        return f"Condition({self.source!r})"

    def holds(self, **values: Any) -> bool | None:
        """Its truth where the names have these values (ints, fractions, floats taken exactly); None: undecided."""
        from quizgen.answers.expression import _exactly
        from quizgen.answers.values import holds, three_valued

        env = {name: _exactly(x) for name, x in values.items()}
        node = bare(self._node)
        if isinstance(node, Items):
            return three_valued((holds(x, env) for x in node.items), every=True)
        return holds(node, env)


def relations(node: Node) -> list[Relation]:
    """All relations in a tree of and / or / lists, left to right."""
    node = bare(node)
    if isinstance(node, Relation):
        return [node]
    parts = node.parts if isinstance(node, Logic) else node.items if isinstance(node, Items) else ()
    return [relation for part in parts for relation in relations(part)]


def spellings(node: Node, text: str) -> Iterator[str]:
    """A relation in other words: sides exchanged, one side zero, both sides times 2 and -3, LaTeX, ** for ^."""
    from quizgen.answers.echo import tex, typed
    from quizgen.answers.trees import spelled_out

    node = bare(node)
    yield text
    yield unicode_minus(text)
    yield typed(node)
    yield typed(spelled_out(node)).replace("^", "**")
    yield tex(node)
    if isinstance(node, Relation) and len(node.operators) == 1:
        left, right = node.operands
        op = node.operators[0]
        yield typed(Relation((right, left), (FLIPPED[op],)))
        yield typed(Relation((Binary("-", left, Group(right)), Num("0")), (op,)))
        yield typed(Relation((_times("2", left), _times("2", right)), (op,)))
        yield typed(Relation((Neg(_times("3", left)), Neg(_times("3", right))), (FLIPPED[op],)))


def _times(factor: str, node: Node) -> Node:
    return Binary("*", Num(factor), Group(node))


def slips(node: Node) -> Iterator[str]:
    """The relation with one slip: in an operand, in an operator, one relation dropped."""
    from quizgen.answers.echo import typed
    from quizgen.answers.trees import replaced
    from quizgen.answers.trees import slips as wrong

    for relation in relations(node):
        for i, operand in enumerate(relation.operands):
            for other in wrong(operand):
                operands = (*relation.operands[:i], other, *relation.operands[i + 1 :])
                yield typed(replaced(node, relation, replace(relation, operands=operands)))
        for i, op in enumerate(relation.operators):
            for swap in _SWAPPED[op]:
                operators = (*relation.operators[:i], swap, *relation.operators[i + 1 :])
                yield typed(replaced(node, relation, replace(relation, operators=operators)))
    if isinstance(node, Logic) and len(node.parts) > 1:
        yield typed(replace(node, op="or" if node.op == "and" else "and"))
        yield typed(node.parts[0])


_SWAPPED: dict[str, tuple[Any, ...]] = {
    "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="), "=": (), "!=": (),
}  # fmt: skip


def texts(items: Iterator[str]) -> Iterator[dict[str, str]]:
    """Replies of the one field, each only once."""
    yield from ({"answer": text} for text in once(items))
