"""Python values as text of the answer language, so that authors write `NumberAnswer.of(Fraction(3, 4))`.

Exact values only: a float is refused, since nobody can say which number was meant. sympy is recognised without
being imported, and its expressions are printed by a small recursive printer over `.func` and `.args`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

SUM, PRODUCT, POWER, ATOM = range(4)


def source(value: Any) -> str:
    """`value` in the answer language.

    int, Fraction, flint's fmpq and fmpz, exact.Matrix (a column is "[1, -2, 3/4]", a matrix "[1, 2; 3, 4]"),
    sympy numbers, expressions and matrices, tuples and lists ("(1, 2)"), sets of these sorted by their text,
    text (already in the language). Raises TypeError for floats, complex numbers and everything else.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise TypeError("a truth value is no answer of this kind")
    if isinstance(value, (int, Fraction)):
        return str(value)
    if isinstance(value, float):
        raise TypeError(f'{value!r} is a float: give an exact number, or text such as "sqrt(2)"')
    if isinstance(value, (tuple, list)):
        return "(" + ", ".join(map(source, value)) + ")"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(source, value))) + "}"
    module = str(type(value).__module__).partition(".")[0]
    if module == "flint" and type(value).__name__ in ("fmpq", "fmpz"):
        return str(value)
    if hasattr(value, "to_rows") and hasattr(value, "shape"):
        return _table(value.to_rows())
    if "sympy" in sys.modules and hasattr(value, "args") and hasattr(value, "func"):
        return _sympy(value, SUM)
    if "sympy" in sys.modules and hasattr(value, "tolist") and hasattr(value, "applyfunc"):
        return _table(value.tolist())
    raise TypeError(f"{value!r} cannot be written in the answer language")


def rows(value: Any) -> tuple[tuple[str, ...], ...]:
    """The entries of a matrix as texts, row by row: from exact.Matrix, a sympy matrix or nested lists."""
    if hasattr(value, "to_rows"):
        value = value.to_rows()
    elif hasattr(value, "tolist"):
        value = value.tolist()
    return tuple(tuple(map(source, row)) for row in value)


def entries(value: Any) -> tuple[str, ...]:
    """The coordinates of a vector as texts: from an n×1 or 1×n matrix or a flat list."""
    if hasattr(value, "to_rows") or hasattr(value, "tolist"):
        table = rows(value)
        if len(table) != 1 and any(len(row) != 1 for row in table):
            raise TypeError(f"{value!r} is not a vector")
        return tuple(x for row in table for x in row)
    return tuple(map(source, value))


def _table(table: Any) -> str:
    texts = [[source(x) for x in row] for row in table]
    if all(len(row) == 1 for row in texts):
        return "[" + ", ".join(row[0] for row in texts) + "]"
    return "[" + "; ".join(", ".join(row) for row in texts) + "]"


# --- sympy -------------------------------------------------------------------------------------------------

_FUNCTIONS = {
    "exp": "exp", "log": "ln", "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc",
    "asin": "asin", "acos": "acos", "atan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
    "asinh": "asinh", "acosh": "acosh", "atanh": "atanh", "Abs": "abs", "sign": "sign", "floor": "floor",
    "ceiling": "ceil", "Max": "max", "Min": "min", "gamma": "gamma", "factorial": "factorial", "binomial": "binom",
}  # fmt: skip
_CONSTANTS = {"Pi": "pi", "Exp1": "e", "Infinity": "inf", "NegativeInfinity": "-inf"}


def _sympy(value: Any, needed: int) -> str:
    """A sympy expression, in brackets where it binds less tightly than its place needs."""
    text, level = _printed(value)
    return f"({text})" if level < needed else text


def _printed(value: Any) -> tuple[str, int]:
    name = type(value).__name__
    if name in _CONSTANTS:
        return _CONSTANTS[name], ATOM if name != "NegativeInfinity" else SUM
    if getattr(value, "is_Rational", False):
        return _fraction(int(value.p), int(value.q))
    if getattr(value, "is_Symbol", False):
        return str(value.name), ATOM
    printer = _PRINTERS.get(name)
    if printer:
        return printer(value.args)
    if name in _FUNCTIONS:
        return f"{_FUNCTIONS[name]}({', '.join(_sympy(x, SUM) for x in value.args)})", ATOM
    if getattr(value, "is_Function", False) and hasattr(value.func, "name"):
        return f"{value.func.name}({', '.join(_sympy(x, SUM) for x in value.args)})", ATOM
    raise TypeError(f"sympy's {name} cannot be written in the answer language: {value}")


def _fraction(p: int, q: int) -> tuple[str, int]:
    text = str(p) if q == 1 else f"{p}/{q}"
    return text, SUM if p < 0 else ATOM if q == 1 else PRODUCT


def _sum(terms: tuple[Any, ...]) -> tuple[str, int]:
    """Terms with their signs; the first that is not negative leads, and plain numbers come last."""
    texts = [_sympy(term, PRODUCT) if not _is_negative(term) else _sympy(term, SUM) for term in _ordered(terms)]
    text = texts[0]
    for term in texts[1:]:
        text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
    return text, SUM


def _ordered(terms: tuple[Any, ...]) -> list[Any]:
    plain = [x for x in terms if getattr(x, "is_Rational", False)]
    others = sorted((x for x in terms if not getattr(x, "is_Rational", False)), key=_degree_first)
    every = [*others, *plain]
    lead = next((x for x in every if not _is_negative(x)), None)
    return every if lead is None else [lead, *(x for x in every if x is not lead)]


def _degree_first(term: Any) -> tuple[int, str]:
    """Higher powers first, as polynomials are written."""
    powers = [x for x in getattr(term, "args", ()) if type(x).__name__ == "Pow"] or [term]
    degrees = [x.args[1] for x in powers if type(x).__name__ == "Pow"]
    whole = [int(d) for d in degrees if getattr(d, "is_Integer", False)]
    return -max(whole, default=1 if getattr(term, "free_symbols", None) else 0), str(term)


def _is_negative(term: Any) -> bool:
    if getattr(term, "is_Rational", False):
        return bool(term.p < 0)
    if type(term).__name__ != "Mul" or not getattr(term.args[0], "is_Rational", False):
        return False
    return bool(term.args[0].p < 0)


def _product(factors: tuple[Any, ...]) -> tuple[str, int]:
    """Factors over their denominators, a sign in front."""
    sign, top, bottom = "", [], []
    for factor in factors:
        if getattr(factor, "is_Rational", False):
            p, q = int(factor.p), int(factor.q)
            sign = "-" if p < 0 else ""
            top += [str(abs(p))] if abs(p) != 1 else []
            bottom += [str(q)] if q != 1 else []
        elif _has_negative_power(factor):
            base, exponent = factor.args
            bottom.append(_power((base, -exponent))[0] if exponent != -1 else _sympy(base, POWER))
        else:
            top.append(_sympy(factor, POWER if type(factor).__name__ == "Add" else PRODUCT))
    over = "*".join(top) or "1"
    if bottom:
        over += "/" + (bottom[0] if len(bottom) == 1 else "(" + "*".join(bottom) + ")")
    return sign + over, SUM if sign else PRODUCT


def _has_negative_power(factor: Any) -> bool:
    if type(factor).__name__ != "Pow":
        return False
    exponent = factor.args[1]
    return getattr(exponent, "is_Rational", False) and bool(exponent.p < 0)


def _power(args: tuple[Any, ...]) -> tuple[str, int]:
    base, exponent = args
    if getattr(exponent, "is_Rational", False):
        if exponent.p < 0:
            below, level = _power((base, -exponent))
            return f"1/{below if level >= POWER else f'({below})'}", PRODUCT
        if (exponent.p, exponent.q) == (1, 1):
            return _printed(base)
        if (exponent.p, exponent.q) == (1, 2):
            return f"sqrt({_sympy(base, SUM)})", ATOM
    return f"{_sympy(base, ATOM)}^{_sympy(exponent, ATOM)}", POWER


def _matrix(args: tuple[Any, ...]) -> tuple[str, int]:
    rows_, columns, flat = (int(args[0]), int(args[1]), list(args[2]))
    return _table([flat[i * columns : (i + 1) * columns] for i in range(rows_)]), ATOM


_PRINTERS: dict[str, Callable[[tuple[Any, ...]], tuple[str, int]]] = {
    "Add": _sum,
    "Mul": _product,
    "Pow": _power,
    "ImmutableDenseMatrix": _matrix,
    "FiniteSet": lambda args: ("{" + ", ".join(sorted(_sympy(x, SUM) for x in args)) + "}", ATOM),
    "Tuple": lambda args: ("(" + ", ".join(_sympy(x, SUM) for x in args) + ")", ATOM),
}
