"""Formulas that authors would otherwise print wrongly: polynomials, linear forms, systems, tuples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quizgen.markup.maths import parse_maths
from quizgen.markup.nodes import Fraction, Symbol, is_sum, items_of
from quizgen.markup.values import MatrixLike, Tex, latex_of, ratio


def shape_of(value: object, latex: str) -> str:
    """How a printed value joins its neighbours: `plain`, `number` (unsigned), `negative`, `fraction` or `sum`."""
    parts = ratio(value)
    if parts is not None:
        p, q = parts
        return "negative" if p < 0 else "fraction" if q != 1 else "number"
    if latex.startswith(r"\begin{pmatrix}") and not isinstance(value, Tex):
        return "plain"
    return shape_of_latex(latex)


def shape_of_latex(latex: str) -> str:
    """The shape of printed LaTeX, see `shape_of`."""
    node = parse_maths(latex)
    items = items_of(node)
    if is_sum(node):
        rest = items[1:] if items[0] == Symbol("-") else items
        operators = [item.name for item in rest if isinstance(item, Symbol) and item.entry.kind in ("bin", "rel")]
        if any(name not in (r"\cdot", r"\times") for name in operators):
            return "sum"
        return "negative" if rest != items else "plain"
    if items and isinstance(items[0], Fraction):
        return "fraction"
    return "number" if latex[:1].isdigit() else "plain"


def bracketed(latex: str) -> str:
    """The formula in round brackets of its own height."""
    return rf"\left({latex}\right)"


def coefficient(value: object) -> str:
    """`value` as it stands before a letter: 1 vanishes, -1 leaves its sign, a sum gets brackets."""
    parts = ratio(value)
    if parts == (1, 1):
        return ""
    if parts == (-1, 1):
        return "-"
    latex = latex_of(value)
    return bracketed(latex) if shape_of(value, latex) == "sum" else latex


def signed(latex: str) -> str:
    """A printed term as the continuation of a sum: ` + 3`, ` - 3`."""
    return " - " + latex[1:].lstrip() if latex.startswith("-") else " + " + latex


def linear(coefficients: Iterable[object], names: Sequence[str]) -> Tex:
    r"""A linear form such as `2x_1 - x_2 + \frac{1}{2}x_3`: terms with coefficient 0 are left out, none left is 0.

    `coefficients` and `names` (LaTeX, one for each) have the same length. A name "" is a constant term.
    """
    terms = [_term(c, name) for c, name in zip(list(coefficients), names, strict=True) if not _is_zero(c)]
    return Tex(_joined(terms))


def polynomial(coefficients: Iterable[object], variable: str = "x") -> Tex:
    """A polynomial, `coefficients` from the highest power down: `polynomial([1, 0, -3])` is `x^2 - 3`."""
    values = list(coefficients)
    powers = [_power(variable, n) for n in range(len(values) - 1, -1, -1)]
    return linear(values, powers)


def system(A: MatrixLike, b: Iterable[object], names: Sequence[str] | None = None) -> Tex:
    r"""The equations `A x = b`, aligned at the equals sign; `names` defaults to `x_1`, ..., `x_n`."""
    letters = _names(A.columns) if names is None else names
    lines = [
        f"{linear([A[i, j] for j in range(A.columns)], letters)} &= {latex_of(right)}"
        for i, right in zip(range(A.rows), b, strict=True)
    ]
    return Tex(r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}")


def augmented(A: MatrixLike, b: MatrixLike | Sequence[object]) -> Tex:
    """The matrix `A` with the columns of `b` (a matrix, or one column as a sequence) behind a vertical bar."""
    right = _rows(b)
    lines = [
        " & ".join(latex_of(x) for x in [*(A[i, j] for j in range(A.columns)), *entries])
        for i, entries in zip(range(A.rows), right, strict=True)
    ]
    spec = "r" * A.columns + "|" + "r" * len(right[0])
    return Tex(rf"\left(\begin{{array}}{{{spec}}} " + r" \\ ".join(lines) + r" \end{array}\right)")


def _rows(b: MatrixLike | Sequence[object]) -> list[list[Any]]:
    if isinstance(b, Sequence):
        return [[x] for x in b]
    return [[b[i, j] for j in range(b.columns)] for i in range(b.rows)]


def tuple_of(values: Iterable[object]) -> Tex:
    r"""`(1, -2, \frac{3}{4})`: a point, or a vector written in a line."""
    return Tex(_fenced("(", values, ")"))


row = tuple_of


def set_of(values: Iterable[object]) -> Tex:
    r"""`\{1, 2\}`, in the order given; the empty set is `\emptyset`."""
    values = list(values)
    return Tex(_fenced(r"\{", values, r"\}")) if values else Tex(r"\emptyset")


def _fenced(left: str, values: Iterable[object], right: str) -> str:
    inside = ", ".join(latex_of(value) for value in values)
    return rf"\left{left}{inside}\right{right}" if r"\frac" in inside else f"{left}{inside}{right}"


def _names(count: int) -> list[str]:
    return [f"x_{i}" if i < 10 else f"x_{{{i}}}" for i in range(1, count + 1)]


def _power(variable: str, n: int) -> str:
    if n == 0:
        return ""
    return variable if n == 1 else f"{variable}^{n}" if n < 10 else f"{variable}^{{{n}}}"


def _is_zero(value: object) -> bool:
    parts = ratio(value)
    return parts[0] == 0 if parts is not None else bool(value == 0)


def _term(value: object, name: str) -> str:
    if name:
        front = coefficient(value)
        # A coefficient that ends in a macro, such as `\lambda`, must not swallow the name.
        return front + " " * (front[-1:].isalpha() and "\\" in front) + name
    return latex_of(value)


def _joined(terms: list[str]) -> str:
    if not terms:
        return "0"
    return terms[0] + "".join(signed(term) for term in terms[1:])
