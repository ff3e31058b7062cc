"""Whether the work with vectors and matrices has been done: `inv([1, 2; 3, 4])` is the question typed back, no answer.

Arithmetic with numbers stays as it is typed, 3/4 + 1/2 and sqrt(50) are numbers; and so does what is a way to write a
vector or matrix: a factor before it, a fraction bar under it, its transpose.
"""

from __future__ import annotations

from quizgen.answers.syntax import Binary, Call, Group, Neg, Node, Num, Rows, Sequence, Unreadable
from quizgen.answers.trees import places

FUNCTIONS = ("norm", "det", "tr", "rank", "transpose", "inv", "hadamard")
"""Of vectors and matrices."""


def worked_number(node: Node) -> Node:
    """The reply, where no vector or matrix is left in it to work with. Raises Unreadable."""
    if not isinstance(node, (Rows, Sequence)) and not _is_scalar(node):
        raise _left(node)
    return node


def worked_entries(node: Node) -> Node:
    """The reply, where it is a vector or matrix of worked-out entries. Raises Unreadable."""
    if not _is_written_out(node):
        raise _left(node)
    return node


def _left(node: Node) -> Unreadable:
    if isinstance(node, Call) and isinstance(node.arguments[0], Num):  # rank 2, det 5
        message = f"This is read as {node.function}({node.arguments[0].text})."
        return Unreadable(message, node.at, code="not-worked-out", hint="type the number alone")
    return Unreadable("This is not worked out yet.", node.at, code="not-worked-out", hint="type the result in numbers")


def _is_scalar(node: Node) -> bool:
    return not any(
        isinstance(x, Rows)
        or (isinstance(x, Sequence) and len(x.items) > 1)
        or (isinstance(x, Call) and x.function in FUNCTIONS)
        for x in places(node)
    )


def _is_written_out(node: Node) -> bool:
    match node:
        case Rows(rows=rows):
            return all(_is_scalar(x) for row in rows for x in row)
        case Sequence(items=items):
            return all(map(_is_scalar, items)) or all(map(_is_written_out, items))
        case Neg(argument=inner) | Group(inner=inner) | Call(function="transpose", arguments=(inner,)):
            return _is_written_out(inner)
        case Binary(op="*", left=left, right=right) if _is_scalar(left):
            return _is_written_out(right)
        case Binary(op="*" | "/", left=left, right=right) if _is_scalar(right):
            return _is_written_out(left)
    return _is_scalar(node)
