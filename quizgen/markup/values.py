"""Values as LaTeX: exact numbers, matrices and, when they are met, sympy expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

from quizgen.markup.maths import MarkupError, parse_maths


class Tex(str):
    """Raw LaTeX maths, for a value that is already written: `Tex(r"\\lambda_1")`."""

    __slots__ = ()


class MatrixLike(Protocol):
    """What `quizgen.exact.Matrix` has: `rows` × `columns` exact entries, `matrix[i, j]`."""

    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> int: ...
    def __getitem__(self, at: tuple[int, int], /) -> Any: ...


def latex_of(value: object) -> str:
    r"""`value` as LaTeX maths.

    Takes int, Fraction, flint's fmpz and fmpq, `quizgen.exact.Matrix` (a pmatrix), answers, sympy expressions
    and `Tex`.
    Raises TypeError, with the remedy, for anything else: str, float, bool, tuples.
    """
    printer = _PRINTERS.get(type(value))
    if printer is None:
        printer = _PRINTERS[type(value)] = _printer(type(value))
    return printer(value)


def ratio(value: Any) -> tuple[int, int] | None:
    """Numerator and denominator (> 0) of an exact number, None for any other value."""
    reader = _RATIOS.get(type(value))
    if reader is None:
        reader = _RATIOS[type(value)] = _ratio_reader(type(value))
    return reader(value)


def decimal(x: object, places: int) -> Tex:
    """An exact number (or float) rounded half to even to `places` decimal places, trailing zeros kept, never -0.00.

    Raises TypeError when `x` is not a number and ValueError when it is not finite.
    """
    if isinstance(x, float):
        exact = Decimal(x)
    else:
        parts = ratio(x)
        if parts is None:
            return decimal(_as_float(x), places)
        with localcontext() as context:
            context.prec = len(str(parts[0])) + len(str(parts[1])) + places + 20
            exact = Decimal(parts[0]) / Decimal(parts[1])
    if not exact.is_finite():
        raise ValueError(f"{x!r} cannot be printed as a decimal: it is not finite")
    with localcontext() as context:
        context.prec = max(28, abs(exact.adjusted()) + places + 5)
        rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return Tex(f"{abs(rounded) if rounded.is_zero() else rounded:f}")


def _as_float(x: Any) -> float:
    if isinstance(x, str) or not hasattr(x, "__float__"):
        raise TypeError(f"{x!r} is not a number: decimal(x, places) prints numbers")
    return float(x)


def number(p: int, q: int) -> str:
    r"""p/q as LaTeX: `3`, `-3`, `\frac{3}{4}`, `-\frac{3}{4}`."""
    if q == 1:
        return str(p)
    return f"-\\frac{{{-p}}}{{{q}}}" if p < 0 else f"\\frac{{{p}}}{{{q}}}"


def _printer(kind: type) -> Callable[[Any], str]:
    """The function that prints values of a type met for the first time."""
    if issubclass(kind, Tex):
        return _checked
    if issubclass(kind, str):
        return _refuse("{!r} is a str: in maths print a value, or Tex(r'...') for raw LaTeX")
    if issubclass(kind, float):
        return _refuse("{!r} is a float, which is not exact: print decimals with decimal(x, places)")
    if _is_rational(kind):
        return _print_number
    if kind.__module__.split(".")[0] == "sympy":
        return _print_sympy
    if hasattr(kind, "tex"):  # an answer shows itself
        return lambda value: _checked(value.tex())
    if hasattr(kind, "rows") and hasattr(kind, "columns") and hasattr(kind, "__getitem__"):
        return _print_matrix
    remedy = "use tuple_of(...) or set_of(...)" if kind in (tuple, list, set) else "print int, Fraction, Matrix, Tex"
    return _refuse(f"{{!r}} of type {kind.__name__} has no LaTeX form: {remedy}")


def _refuse(message: str) -> Callable[[Any], str]:
    def refuse(value: Any) -> str:
        raise TypeError(message.format(value))

    return refuse


def _is_rational(kind: type) -> bool:
    return kind is int or issubclass(kind, Fraction) or kind.__name__ in ("fmpz", "fmpq") or _is_sympy_rational(kind)


def _is_sympy_rational(kind: type) -> bool:
    """sympy's Integer, Rational and their singletons, told by name so that sympy is not imported."""
    return any(base.__module__ == "sympy.core.numbers" and base.__name__ == "Rational" for base in kind.__mro__)


def _ratio_reader(kind: type) -> Callable[[Any], tuple[int, int] | None]:
    if kind is int:
        return lambda value: (value, 1)
    if issubclass(kind, Fraction):
        return lambda value: (value.numerator, value.denominator)
    if kind.__name__ == "fmpz":
        return lambda value: (int(value), 1)
    if kind.__name__ == "fmpq" or _is_sympy_rational(kind):
        return lambda value: (int(value.p), int(value.q))
    return lambda value: None


def _print_number(value: Any) -> str:
    p, q = ratio(value)  # type: ignore[misc]  # only rational types come here
    return number(p, q)


def _print_matrix(value: MatrixLike) -> str:
    flint = getattr(value, "mat", None)
    if flint is not None:
        # The common case, fast: one call into flint and one into `%`.
        entries, denominator = flint.numer_denom()
        if denominator == 1:
            return _integer_matrix(entries.nrows(), entries.ncols()) % tuple(map(int, entries.entries()))
    lines = [[latex_of(value[i, j]) for j in range(value.columns)] for i in range(value.rows)]
    return _pmatrix(lines)


@lru_cache(maxsize=64)
def _integer_matrix(rows: int, columns: int) -> str:
    return _pmatrix([["%d"] * columns] * rows)


def _pmatrix(lines: list[list[str]]) -> str:
    return "\\begin{pmatrix} " + " \\\\ ".join(map(" & ".join, lines)) + " \\end{pmatrix}"


def _print_sympy(value: Any) -> str:
    # By its own method, so that sympy is never imported here: "$\displaystyle x^{2}$".
    return _checked(value._repr_latex_().strip("$").removeprefix("\\displaystyle "))


_DIGIT = re.compile(r"[2-9]")


def _checked(value: str) -> str:
    try:
        # Which digits stand in a formula does not decide whether it can be read: few shapes have to be.
        parse_maths(_DIGIT.sub("1", value))
    except MarkupError:
        parse_maths(value)
    return str(value)


_PRINTERS: dict[type, Callable[[Any], str]] = {}
_RATIOS: dict[type, Callable[[Any], tuple[int, int] | None]] = {}
