"""Mutants and rewrites of a learner's function, on Python's syntax trees; run in this process to be compared."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from quizgen.answers.code import CodeAnswer

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.MatMult: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip
_NAMES = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "argmax": "argmin", "argmin": "argmax"}


def slips(source: str) -> Iterator[str]:
    """The source with one operator, number, name or keyword changed."""
    tree = ast.parse(source)
    for n, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            other = copy.deepcopy(tree)
            change(next(x for i, x in enumerate(ast.walk(other)) if i == n))
            yield ast.unparse(ast.fix_missing_locations(other))


def _changes(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    match node:
        case ast.BinOp(op=op) if type(op) in _OPERATORS:
            yield lambda x: setattr(x, "op", _OPERATORS[type(x.op)]())
            yield lambda x: x.__dict__.update(left=x.right, right=x.left)
        case ast.Constant(value=int()):
            yield lambda x: setattr(x, "value", x.value + 1)
            yield lambda x: setattr(x, "value", x.value - 1)
        case ast.Attribute(attr=attr) if attr in _NAMES:
            yield lambda x: setattr(x, "attr", _NAMES[x.attr])
        case ast.Call(keywords=[_, *_]):
            yield lambda x: x.keywords.pop()
        case ast.Return(value=ast.expr()):
            yield lambda x: setattr(x, "value", ast.UnaryOp(ast.USub(), x.value))
        case ast.UnaryOp(op=ast.USub()):
            yield lambda x: setattr(x, "op", ast.UAdd())


def rewrites(source: str, function: str) -> Iterator[str]:
    """Another layout, a remark, another alias of numpy, a helper around it."""
    yield ast.unparse(ast.parse(source))
    yield "# a remark\n" + source + "\n\n# the end\n"
    yield "import numpy\n\n" + source.replace("np.", "numpy.")
    yield f"{source}\n\n_inner = {function}\n\n\ndef {function}(*arguments):\n    return _inner(*arguments)\n"


def is_right(answer: CodeAnswer, source: str) -> bool | None:
    """Does it give what the reference gives on every case? None where memory or what is forbidden counts too."""
    if answer.peak_mb or answer.mutation == "incorrect":
        return None
    return all(_same(_run(answer.reference, answer, i), _run(source, answer, i)) for i in range(len(answer.cases)))


def _run(source: str, answer: CodeAnswer, number: int) -> Any:
    case = answer.cases[number]
    namespace: dict[str, Any] = {"np": np}
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            given = eval(case.setup, {"np": np}) if case.setup else [_argument(x) for x in case.args]
            exec(source, namespace)
            return namespace[answer.function](*given)
    except Exception as error:
        return error


def _argument(x: Any) -> Any:
    """Nested lists become arrays: floats with any float in them, truth values, else integers."""
    if not isinstance(x, (list, tuple)):
        return x
    found = np.array(x)
    return found.astype(float) if found.dtype.kind == "f" or not found.size else found


def _same(x: Any, y: Any) -> bool:
    if isinstance(x, Exception) or isinstance(y, Exception) or x is None or y is None:
        return False
    if isinstance(x, (tuple, list)):
        return isinstance(y, (tuple, list)) and len(x) == len(y) and all(map(_same, x, y))
    a, b = np.asarray(x), np.asarray(y)
    if a.shape != b.shape or (a.dtype.kind == "b") != (b.dtype.kind == "b"):
        return False
    return (
        bool(np.allclose(a, b, rtol=1e-7, atol=1e-9, equal_nan=True))
        if a.dtype.kind in "bifcu"
        else bool((a == b).all())
    )
