"""Runs an author's numpy snippet statement by statement and keeps what changed: never a learner's code."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from quizgen.exact import Matrix, Q, Vector

LARGEST_DENOMINATOR = 10_000


class Moment(NamedTuple):
    """A statement that was run and the variables that it changed."""

    source: str
    changed: tuple[tuple[str, str], ...]
    rounds: tuple[int, ...]
    """Which pass of each loop around it, from 1."""


class Run(NamedTuple):
    """What a snippet printed last, as an object, and its history."""

    value: Any
    moments: tuple[Moment, ...]


def shown(x: Any) -> str:
    """A value as one writes it: arrays like lists, whole floats without point, six digits at most."""
    if isinstance(x, np.ndarray):
        return shown(x.tolist())
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join(map(shown, x)) + "]"
    if isinstance(x, (float, np.floating)):
        return f"{float(x) + 0.0:.6g}"
    return str(x)


@lru_cache(maxsize=4096)
def run(source: str) -> Run:
    """Runs the snippet, whose `print` calls are caught. Raises whatever the snippet raises."""
    caught: list[Any] = []
    space: dict[str, Any] = {"np": np, "print": lambda x: caught.append(np.copy(x))}
    moments: list[Moment] = []
    _block(ast.parse(source).body, source, space, moments, ())
    return Run(caught[-1] if caught else None, tuple(moments))


@lru_cache(maxsize=4096)
def printed(source: str) -> Any:
    """What the snippet prints last, as an object. Raises whatever the snippet raises."""
    caught: list[Any] = []
    exec(compile(source, "<snippet>", "exec"), {"np": np, "print": lambda x: caught.append(np.copy(x))})
    return caught[-1]


def _block(
    body: list[ast.stmt], source: str, space: dict[str, Any], moments: list[Moment], rounds: tuple[int, ...]
) -> None:
    for statement in body:
        if isinstance(statement, ast.For):
            items = eval(compile(ast.Expression(statement.iter), "<snippet>", "eval"), space)
            for number, item in enumerate(items, 1):
                before = _state(space)
                space["_item"] = item
                exec(f"{ast.unparse(statement.target)} = _item", space)
                del space["_item"]
                changed = _changed(before, space)
                if changed:
                    moments.append(Moment("", changed, (*rounds, number)))
                _block(statement.body, source, space, moments, (*rounds, number))
            continue
        if isinstance(statement, ast.If):
            assert isinstance(statement.test, ast.Compare)
            left = ast.get_source_segment(source, statement.test.left) or ""
            moments.append(Moment("", ((left, shown(eval(left, space))),), rounds))
            if eval(ast.get_source_segment(source, statement.test) or "", space):
                _block(statement.body, source, space, moments, rounds)
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and statement.value.args:
            moments += _inside(statement.value.args[0], source, space)
        before = _state(space)
        exec(compile(ast.Module([statement], []), "<snippet>", "exec"), space)
        text = ast.get_source_segment(source, statement) or ""
        moments.append(Moment(" ".join(text.split()), _changed(before, space), rounds))


def _inside(node: ast.expr, source: str, space: dict[str, Any]) -> list[Moment]:
    """The values of what stands inside a printed expression, from the inside out."""
    found: list[Moment] = []
    for inner in _parts(node)[:-1]:
        text = ast.get_source_segment(source, inner) or ""
        value = eval(text, space)
        if text not in (m.changed[0][0] for m in found):
            found.append(Moment("", ((text, shown(value)),), ()))
    return found


def _parts(node: ast.expr) -> list[ast.expr]:
    """Products, sums, look-ups and calls within an expression, operands first; `len` and numbers left out."""
    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.BinOp, ast.Subscript, ast.Call, ast.Attribute)):
            found += _parts(child)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        # The method's own attribute node is no value; what it is called on stands in it.
        found = [part for part in found if part is not node.func]
    is_function = isinstance(node, ast.Attribute) and node.attr != "T"
    return found if is_function else [*found, node]


def _state(space: dict[str, Any]) -> dict[str, str]:
    return {k: shown(v) for k, v in space.items() if k not in ("np", "print", "_", "_item", "__builtins__")}


def _changed(before: dict[str, str], space: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((k, v) for k, v in _state(space).items() if before.get(k) != v)


def exact(value: Any) -> Q | Matrix:
    """A printed number, or a vector, as exact rationals of small denominator. Raises ValueError for another float."""
    if np.ndim(value):
        return Vector([_rational(x) for x in np.asarray(value).tolist()])
    return _rational(np.asarray(value).item())


def _rational(x: float) -> Q:
    from fractions import Fraction

    near = Fraction(x).limit_denominator(LARGEST_DENOMINATOR)
    if abs(near - Fraction(x)) > Fraction(1, 10**9):
        raise ValueError(f"{x} is no rational of small denominator")
    return Q(near.numerator, near.denominator)
