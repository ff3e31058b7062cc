"""Tables of the answer language, and the small questions the parser asks about its nodes and tokens."""

from __future__ import annotations

from quizgen.answers.names import words
from quizgen.answers.syntax import (
    Binary,
    Call,
    Const,
    Group,
    Interval,
    Logic,
    Name,
    Neg,
    Node,
    Num,
    Relation,
    Rows,
    Sequence,
    SetOf,
    SetOperation,
    Union,
    Unreadable,
)
from quizgen.answers.tokens import Token

BRACKETS_DEEP = 60
"""Brackets inside one another."""
DEEPEST = 150
"""Levels of a tree, and nested calls of the parser: a host with a thousand frames keeps most of them."""

OR, AND, UNION, MEET, RELATION, SUM, PRODUCT, FACTOR, POWER, POSTFIX = range(1, 11)
BINDING = {
    "∨": OR, "∧": AND, "∪": UNION, "∩": MEET, "∖": MEET, "=": RELATION, "!=": RELATION, "<": RELATION,
    "<=": RELATION, ">": RELATION, ">=": RELATION, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "⊙": PRODUCT,
    "^": POWER, "'": POSTFIX, "!": POSTFIX, "°": POSTFIX, "choose": POSTFIX,
}  # fmt: skip
OPENERS = {"(": ")", "[": "]", "{": "}"}
CLOSERS = {")": "(", "]": "[", "}": "{"}
OPERANDS = frozenset(("num", "name", "const", "func", "env", "wrap", "T"))
STARTS = frozenset("([|‖⟨⌊⌈") | {"\\frac", "\\sqrt", "\\binom"}
ENDINGS = frozenset(")]}|‖⟩⌋⌉'!%∅>°")
BROKEN_AFTER = frozenset("+-*/=<>∪∩∖⊙∨∧([{") | {"<=", ">="}
BRACKETS_NEEDED = frozenset(words("min max binom hadamard diag deg conj Re Im arg root floor ceil relu gamma Phi"))
ROOTS = frozenset(("sqrt", "cbrt"))
INVERSE = {name: "a" + name for name in words("sin cos tan sinh cosh tanh")}
ARITY = {
    **dict.fromkeys(("hadamard", "root", "binom"), (2, 2)),
    **dict.fromkeys(("min", "max"), (1, 99)),
    "norm": (1, 2),
    "diag": (1, 12),
}
SHAPED = frozenset(("vector", "vectors", "matrix"))
LISTS = frozenset(("vectors", "set", "solutions"))
SETS = frozenset("∪∩∖")
SHOWN = {"∨": "or", "∧": "and", "∪": "U", "∖": "without", "∈": "in", "\n": "the end of the line"}


def partner(opener: Token) -> str:
    return OPENERS.get(opener.text, f"\\end{{{opener.text}}}")


def spelled(function: str) -> str:
    return {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "tr": "tr"}.get(function, function)


def is_flat(node: Node) -> bool:
    """A vector in brackets whose entries are no vectors: a row of a matrix."""
    return (
        isinstance(node, Sequence) and node.open != "" and not any(isinstance(x, Sequence | Rows) for x in node.items)
    )


def is_range(node: Node) -> bool:
    """What "or" joins to a union: intervals, and pairs that can be taken for open or closed ones."""
    return isinstance(node, Interval | Union | SetOf | SetOperation) or (
        isinstance(node, Sequence) and len(node.items) == 2
    )


def listed_items(items: tuple[Node, ...], at: int) -> Node:
    """Several items without brackets; a lone one is itself. Refuses "x = 1, y = 2 or x = 3, y = 4"."""
    if len(items) == 1:
        return items[0]
    either = next((item for item in items if isinstance(item, Logic) and item.op == "or"), None)
    if either is not None:
        message = "A comma beside “or” can be read in two ways"
        hint = "write (x = 1 and y = 2) or (x = 3 and y = 4)"
        raise Unreadable(message, either.at, hint=hint, code="separator")
    return Sequence(items, "", at)


def line_vectors(line: tuple[Node, ...]) -> tuple[Node, ...]:
    """The vectors of one line: those in brackets, or the one whose entries the line lists."""
    if len(line) == 1 and not isinstance(line[0], Num | Name | Const | Neg):
        return line
    if all(isinstance(item, Sequence | Rows) for item in line):
        return line
    return (Sequence(line, "[", line[0].at),)


def matrix_of(rows: list[Node] | list[tuple[Node, ...]], at: int) -> Rows:
    """A matrix from rows, each a tuple of entries or a vector in brackets. Raises Unreadable when they are uneven."""
    plain: list[tuple[Node, ...]] = []
    for row in rows:
        if isinstance(row, tuple) and len(row) == 1 and is_flat(row[0]):
            row = row[0]
        plain.append(row if isinstance(row, tuple) else row.items)  # type: ignore[union-attr]
    return Rows(even(plain), at)


def diagonal_of(arguments: tuple[Node, ...], at: int) -> Rows:
    """diag(1, 2), and diag([1, 2]) as numpy has it: the square matrix with these entries. Raises Unreadable."""
    lone = arguments[0]
    entries = lone.items if isinstance(lone, Sequence) and len(arguments) == 1 else arguments
    if any(isinstance(x, Sequence | Rows) for x in entries):
        raise Unreadable("“diag” takes the entries of the diagonal", at, hint="write diag(1, 2)", code="function")
    zero = Num("0", at)
    rows = tuple(tuple(x if i == j else zero for j in range(len(entries))) for i, x in enumerate(entries))
    return Rows(rows, at)


def even(rows: list[tuple[Node, ...]]) -> tuple[tuple[Node, ...], ...]:
    width = len(rows[0])
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            message = f"Row {number} has {counted_entries(len(row))}, but row 1 has {counted_entries(width)}"
            raise Unreadable(message, row[0].at, hint="give every row as many entries", code="ragged")
    return tuple(rows)


def counted_entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def ends_operand(token: Token) -> bool:
    return token.kind in ("num", "name", "const", "endenv") or (token.kind == "sym" and token.text in ENDINGS)


def last_factor(node: Node) -> Node:
    while isinstance(node, Binary):
        node = node.right
    return node


def grouped(node: Node, needed: int) -> Node:
    """A node that braces held together, in brackets where it could not stand without."""
    if isinstance(node, Neg):
        inner = node.argument
        stands = needed > PRODUCT and not (isinstance(inner, Neg) or (isinstance(inner, Binary) and inner.op != "^"))
    elif isinstance(node, Binary):
        binding = BINDING[node.op]
        stands = binding >= needed
    else:
        stands = not isinstance(node, Relation | Logic | Union | SetOperation)
    return node if stands else Group(node, node.at)


def height(node: Node) -> int:
    """Levels of a tree, counted without recursion."""
    deepest, stack = 0, [(node, 1)]
    while stack:
        current, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in children(current))
    return deepest


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, left to right."""
    match node:
        case Binary(left=left, right=right) | SetOperation(left=left, right=right):
            return (left, right)
        case Neg(argument=inner) | Group(inner=inner):
            return (inner,)
        case Call(arguments=items) | Sequence(items=items) | SetOf(items=items):
            return items
        case Union(parts=items) | Logic(parts=items) | Relation(operands=items):
            return items
        case Rows(rows=rows):
            return tuple(entry for row in rows for entry in row)
        case Interval(low=low, high=high):
            return (low, high)
    return ()
