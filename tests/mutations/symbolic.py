"""Expressions rewritten as wholes by sympy: expanded, factored, over one denominator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy

from quizgen.answers.syntax import Binary, Call, Const, Group, Name, Neg, Node, Num

Symbols = Mapping[str, Any]
CHANGES = (sympy.expand, sympy.factor, sympy.together, sympy.cancel, sympy.powsimp)
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "^": lambda x, y: x**y,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": sympy.exp, "ln": sympy.log, "sqrt": sympy.sqrt, "abs": sympy.Abs, "sin": sympy.sin, "cos": sympy.cos,
    "tan": sympy.tan, "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh, "atan": sympy.atan,
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
}  # fmt: skip


def changed(tree: Node, names: tuple[str, ...], domain: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(what was done, text in the answer language); nothing for what is not translated here."""
    symbols = {name: _symbol(name, domain.get(name, "")) for name in names}
    try:
        expression = symbolic(tree, symbols)
    except KeyError:
        return
    for change in CHANGES:
        yield change.__name__, written(change(expression))


def _symbol(name: str, domain: str) -> Any:
    return sympy.Symbol(name, positive=True) if domain == "positive" else sympy.Symbol(name, real=True)


def symbolic(node: Node, symbols: Symbols) -> Any:
    """The tree as a sympy expression. Raises KeyError for what is none."""
    match node:
        case Num(text=text, percent=False):
            return sympy.Rational(text)
        case Name(name=name):
            return symbols[name]
        case Const(name=name):
            return {"e": sympy.E, "pi": sympy.pi}[name]
        case Neg(argument=inner):
            return -symbolic(inner, symbols)
        case Group(inner=inner):
            return symbolic(inner, symbols)
        case Binary(op=op, left=left, right=right):
            return _OPERATORS[op](symbolic(left, symbols), symbolic(right, symbols))
        case Call(function=function, arguments=arguments):
            return _FUNCTIONS[function](*(symbolic(x, symbols) for x in arguments))
    raise KeyError(type(node).__name__)


def written(expression: Any) -> str:
    """sympy's own text, with the names of the answer language."""
    return re.sub(r"\bE\b", "e", str(expression).replace("Abs(", "abs(").replace("log(", "ln("))
