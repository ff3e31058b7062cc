"""Shapes of numpy expressions by rule, without numpy: a walk over the syntax tree that also says why.

With a changed rule the same walk gives what a learner with a misconception predicts, through the whole snippet.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Shape = tuple[int, ...]

REDUCTIONS = {
    "sum": "added up",
    "mean": "averaged",
    "max": "searched for its largest entry",
    "min": "searched for its smallest entry",
    "std": "reduced to a standard deviation",
    "argmax": "searched for the place of its largest entry",
    "argmin": "searched for the place of its smallest entry",
}
ENTRYWISE = ("exp", "sqrt", "abs", "log", "tanh")


class Rules(NamedTuple):
    """How an expression is read; all False is numpy's way."""

    outer: bool = False
    """Two vectors of the same shape are combined in all pairs."""
    swap: bool = False
    """Another axis than the named one is reduced."""
    keep: bool = False
    """A reduced axis stays where it should go, and goes where keepdims keeps it."""
    left: bool = False
    """Shapes that do not fit are lined up from the left."""


class ShapeError(Exception):
    """The expression raises an error in numpy."""


class Reader:
    """Reads assignments and expressions; `notes` says what happens, an operation each."""

    def __init__(self, shapes: Mapping[str, Shape], rules: Rules = Rules()) -> None:  # noqa: B008
        self.shapes = dict(shapes)
        self.rules = rules
        self.notes: list[str] = []
        self.source = ""

    def line(self, source: str) -> Shape:
        """The shape of a line's value, which gets its name if the line is an assignment. Raises ShapeError."""
        self.source = source
        statement = ast.parse(source).body[0]
        if isinstance(statement, ast.Assign):
            target = statement.targets[0]
            assert isinstance(target, ast.Name)
            self.shapes[target.id] = self.of(statement.value)
            return self.shapes[target.id]
        assert isinstance(statement, ast.Expr)
        return self.of(statement.value)

    def of(self, node: ast.expr) -> Shape:
        """The shape of an expression."""
        match node:
            case ast.Name(id=name):
                return self.shapes[name]
            case ast.Constant():
                return ()
            case ast.UnaryOp(operand=inner):
                return self.of(inner)
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.of(left), self.of(right)
                return self.product(node, a, b) if isinstance(op, ast.MatMult) else self.combined(node, a, b)
            case ast.Compare(left=left, comparators=[right]):
                return self.combined(node, self.of(left), self.of(right))
            case ast.Attribute(value=inner, attr="T"):
                shape = self.of(inner)
                return self.told(node, "the order of the axes is reversed", shape[::-1]) if len(shape) > 1 else shape
            case ast.Subscript(value=inner, slice=index):
                return self.indexed(node, self.of(inner), index)
            case ast.Call():
                return self.call(node)
        raise TypeError(f"no shape rule for {ast.dump(node)}")

    def told(self, node: ast.expr, what: str, shape: Shape) -> Shape:
        """Notes an operation with its result."""
        self.notes.append(f"`{self.text(node)}`: {what}. Shape `{shape}`.")
        return shape

    def fail(self, node: ast.expr, why: str) -> ShapeError:
        """Notes an error, to be raised."""
        self.notes.append(f"`{self.text(node)}`: {why}, so numpy raises a `ValueError`.")
        return ShapeError(why)

    def text(self, node: ast.expr) -> str:
        """The source of an expression."""
        return ast.get_source_segment(self.source, node) or ""

    # --- operations

    def combined(self, node: ast.expr, a: Shape, b: Shape) -> Shape:
        """Broadcasting."""
        if not a or not b:
            return a or b
        if self.rules.outer and len(a) == len(b) == 1 and a == b:
            return a + b
        if a == b:
            return self.told(node, f"both have shape `{a}`, so it works entry by entry", a)
        n = max(len(a), len(b))
        x, y = (1,) * (n - len(a)) + a, (1,) * (n - len(b)) + b
        if any(p != q and 1 not in (p, q) for p, q in zip(x, y, strict=True)):
            if self.rules.left and len(a) != len(b):
                return max(a, b, key=len)
            p, q = next((p, q) for p, q in zip(x[::-1], y[::-1], strict=True) if p != q and 1 not in (p, q))
            raise self.fail(node, f"with `{a}` and `{b}` lined up from the right, {p} meets {q} and neither is 1")
        shape = tuple(max(p, q) for p, q in zip(x, y, strict=True))
        stretched = (
            "a missing axis counts as 1, and 1 is stretched" if len(a) != len(b) else "an axis of length 1 is stretched"
        )
        return self.told(node, f"`{a}` and `{b}` are lined up from the right; {stretched}", shape)

    def product(self, node: ast.expr, a: Shape, b: Shape) -> Shape:
        """The matrix product, of stacks of matrices where there are more axes."""
        inner = b[0] if len(b) == 1 else b[-2]
        if a[-1] != inner:
            raise self.fail(
                node, f"the last axis of `{a}` has length {a[-1]}, but it has to meet one of length {inner}"
            )
        rows, columns = (a[-2:-1] if len(a) > 1 else ()), (b[-1:] if len(b) > 1 else ())
        shape = (a[:-2] or b[:-2]) + rows + columns
        stack = ", once for each matrix of the stack" if len(shape) > 2 else ""
        return self.told(node, f"the inner axes of length {inner} are summed over and disappear{stack}", shape)

    def indexed(self, node: ast.expr, shape: Shape, index: ast.expr) -> Shape:
        """Integers, slices, None and integer arrays as indices."""
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        rest = list(shape)
        made: list[int] = []
        said: list[str] = []
        for part in parts:
            match part:
                case ast.Slice():
                    size = rest.pop(0)
                    made.append(len(range(*slice(*map(_literal, (part.lower, part.upper, part.step))).indices(size))))
                    if made[-1] != size:
                        said.append(f"the slice keeps its axis, with length {made[-1]}")
                case ast.Constant(value=None):
                    made.append(1)
                    said.append("`None` puts in a new axis of length 1")
                case ast.Name(id=name):
                    rest.pop(0)
                    made += self.shapes[name]
                    said.append(f"an array of integers puts its own shape `{self.shapes[name]}` in place of the axis")
                case _:
                    rest.pop(0)
                    made += [1] if self.rules.keep else []
                    said.append("an integer index takes one entry and removes its axis")
        return self.told(node, " and ".join(said) or "everything is kept", (*made, *rest))

    def call(self, node: ast.Call) -> Shape:
        """Functions of numpy and methods of arrays."""
        function = node.func
        assert isinstance(function, ast.Attribute)
        name, options = function.attr, {str(word.arg): ast.literal_eval(word.value) for word in node.keywords}
        if not (isinstance(function.value, ast.Name) and function.value.id == "np"):
            shape = self.of(function.value)
            if name == "transpose":
                return self.told(node, "the axes are put in this order", tuple(shape[_literal(i)] for i in node.args))
            return self.reduced(node, name, shape, **options)
        if name == "einsum":
            return self.einsum(node, _literal(node.args[0]), [self.of(x) for x in node.args[1:]])
        if name == "arange":
            return (_literal(node.args[0]),)
        if name in ENTRYWISE:
            return self.of(node.args[0])
        a, b = (self.of(x) for x in node.args)
        return self.combined(node, a, b)

    def reduced(
        self, node: ast.expr, name: str, shape: Shape, axis: int | None = None, keepdims: bool = False
    ) -> Shape:
        """A reduction along an axis, or over everything."""
        if axis is None:
            return self.told(node, "no axis is named, so it runs over all entries and leaves one number", ())
        axis %= len(shape)
        if self.rules.swap:
            axis = (axis + 1) % len(shape)
        kept = (1,) if keepdims != self.rules.keep else ()
        how = f"axis {axis} (length {shape[axis]}) is {REDUCTIONS[name]} and " + (
            "stays with length 1, because of `keepdims=True`" if keepdims else "disappears"
        )
        return self.told(node, how, shape[:axis] + kept + shape[axis + 1 :])

    def einsum(self, node: ast.expr, subscripts: str, shapes: Sequence[Shape]) -> Shape:
        """Named axes: those behind the arrow stay, the others are summed."""
        before, _, after = subscripts.partition("->")
        sizes: dict[str, int] = {}
        for letters, shape in zip(before.split(","), shapes, strict=True):
            for letter, size in zip(letters, shape, strict=True):
                if sizes.setdefault(letter, size) != size:
                    raise self.fail(node, f"the letter {letter} stands for {sizes[letter]} and for {size}")
        summed = [letter for letter in sizes if letter not in after]
        lengths = ", ".join(f"${letter}$ runs over {size}" for letter, size in sizes.items())
        gone = "every letter stands behind the arrow, so nothing is summed"
        if summed:
            verb = "is" if len(summed) == 1 else "are"
            gone = f"{_and([f'${x}$' for x in summed])} {verb} not named behind the arrow, so it is summed over"
            gone = gone.replace("it is", "they are") if len(summed) > 1 else gone
        how = f"{lengths}; {gone}"
        if self.rules.swap:
            after = after[::-1]
        return self.told(node, how, tuple(sizes[letter] for letter in after))


def _literal(node: ast.expr | None) -> Any:
    return None if node is None else ast.literal_eval(node)


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def predicted(inputs: Sequence[tuple[str, Shape]], lines: Sequence[str], rules: Rules = Rules()) -> Shape | None:  # noqa: B008
    """The shape of the last line's value under the rules; None for an error."""
    reader = Reader(dict(inputs), rules)
    try:
        return [reader.line(line) for line in lines][-1]
    except ShapeError:
        return None


def reasons(inputs: Sequence[tuple[str, Shape]], lines: Sequence[str]) -> list[str]:
    """What happens to the shapes, an operation each, up to an error."""
    reader = Reader(dict(inputs))
    try:
        for line in lines:
            reader.line(line)
    except ShapeError:
        pass
    return reader.notes
