"""Vectors and matrices of scalars: exact (`Matrix`) as long as all entries are, else `arb_mat`.

Shapes are checked before anything is computed, and an error names both. A 1×1 matrix counts as a number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb, arb_mat, fmpq, fmpq_mat

from quizgen.answers.balls import (
    LIMIT_BITS,
    NOWHERE,
    ONE,
    SCALARS,
    ZERO,
    Imprecise,
    Scalar,
    Undefined,
    agree,
    divisor,
    integer_power,
    nth_root,
    too_large,
)
from quizgen.answers.syntax import Binary, Call, Const, Node, Num, Unreadable
from quizgen.exact import Matrix


class Identity:
    """`scale` times an identity matrix whose size the context decides."""

    __slots__ = ("scale",)

    def __init__(self, scale: Scalar = ONE) -> None:
        self.scale = scale

    def sized(self, n: int) -> Matrix | arb_mat:
        """The n×n matrix."""
        if isinstance(self.scale, fmpq):
            return Matrix.diagonal([self.scale] * n)
        return arb_mat([[self.scale if i == j else arb(0) for j in range(n)] for i in range(n)])


def shape(value: Any) -> tuple[int, int]:
    if isinstance(value, Matrix):
        return value.shape
    return (int(value.nrows()), int(value.ncols())) if isinstance(value, arb_mat) else (1, 1)


def named(value: Any) -> str:
    rows, columns = shape(value)
    return f"a {rows}×{columns}"


def table(value: Any) -> list[list[Any]]:
    """The entries of a matrix (or of a scalar, as 1×1), row by row."""
    if type(value) in SCALARS:
        return [[value]]
    return value.to_rows() if isinstance(value, Matrix) else [list(row) for row in value.tolist()]


def entry(value: Matrix | arb_mat) -> Scalar:
    return value[0, 0]


def scalar(value: Any, node: Node) -> Any:
    """A scalar, also from a 1×1 matrix. Raises Unreadable code "shape" for any other matrix."""
    if type(value) in SCALARS:
        return value
    if isinstance(value, Identity):
        raise Unreadable("A number is expected here, not the matrix I.", node.at, code="shape")
    if shape(value) == (1, 1):
        return entry(value)
    raise Unreadable(f"A number is expected here, not {named(value)} matrix.", node.at, code="shape")


def mat(value: Matrix | arb_mat) -> arb_mat:
    return value if isinstance(value, arb_mat) else arb_mat(value.mat)


def assembled(rows: list[list[Any]]) -> Matrix | arb_mat:
    """A matrix from its entries, exact where all of them are."""
    if all(isinstance(x, fmpq) for row in rows for x in row):
        return Matrix(rows)
    return arb_mat([[arb(x) for x in row] for row in rows])


def flat(value: Matrix | arb_mat) -> list[Scalar]:
    return [x for row in table(value) for x in row]


def entrywise(function: Callable[..., Any], x: Matrix | arb_mat, node: Call) -> Matrix | arb_mat:
    """A function of numbers on each entry of a vector (as sigmoid(z)); of a matrix it would be ambiguous."""
    if 1 not in shape(x):
        raise Unreadable(f"{node.function} takes a number, not {named(x)} matrix.", node.at, code="shape")
    return assembled([[function(y, node) for y in row] for row in table(x)])


# --- arithmetic -----------------------------------------------------------------------------------------------


def _sum(left: Any, right: Any, node: Binary) -> Any:
    if isinstance(left, Identity) and isinstance(right, Identity):
        return Identity(left.scale + right.scale)
    left, right = _same_size(left, right), _same_size(right, left)
    if shape(left) == shape(right) == (1, 1):
        return scalar(left, node) + scalar(right, node)
    if type(left) in SCALARS or type(right) in SCALARS or shape(left) != shape(right):
        raise _cannot("add" if node.op == "+" else "subtract", left, right, node)
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        return left + right
    return mat(left) + mat(right)


def _same_size(value: Any, other: Any) -> Any:
    """An identity gets the size of what it is added to."""
    if not isinstance(value, Identity):
        return value
    rows, columns = shape(other)
    return value.sized(rows) if rows == columns and type(other) not in SCALARS else value.sized(1)


def _difference(left: Any, right: Any, node: Binary) -> Any:
    return _sum(left, Identity(-right.scale) if isinstance(right, Identity) else _scaled(right, fmpq(-1)), node)


def _product(left: Any, right: Any, node: Binary) -> Any:
    if isinstance(left, Identity) or isinstance(right, Identity):
        return _identity_product(left, right, node)
    if type(left) in SCALARS:
        return _scaled(right, left)
    if type(right) in SCALARS:
        return _scaled(left, right)
    if shape(left)[1] == shape(right)[0]:
        if isinstance(left, Matrix) and isinstance(right, Matrix):
            return left @ right
        return mat(left) * mat(right)
    if shape(left) == (1, 1):
        return _scaled(right, entry(left))
    if shape(right) == (1, 1):
        return _scaled(left, entry(right))
    raise _cannot("multiply", left, right, node)


def _identity_product(left: Any, right: Any, node: Binary) -> Any:
    scale, other = (left.scale, right) if isinstance(left, Identity) else (right.scale, left)
    if isinstance(other, Identity):
        return Identity(scale * other.scale)
    if type(other) in SCALARS:
        return Identity(scale * other)
    return _scaled(other, scale)


def _quotient(left: Any, right: Any, node: Binary) -> Any:
    factor = 1 / divisor(scalar(right, node.right), node.right)
    if isinstance(left, Identity):
        return Identity(left.scale * factor)
    return _scaled(left, factor)


def _scaled(value: Any, factor: Scalar) -> Any:
    if type(value) in SCALARS:
        return value * factor
    if isinstance(value, Matrix) and isinstance(factor, fmpq):
        return value * factor
    return mat(value) * arb(factor)


def _cannot(verb: str, left: Any, right: Any, node: Binary) -> Unreadable:
    one, two = ("a number" if type(x) in SCALARS else named(x) for x in (left, right))
    order = {"add": f"{two} to {one}", "subtract": f"{two} from {one}"}.get(verb, f"{one} by {two}")
    message = f"The shapes do not fit: one cannot {verb} {order}."
    hint = "write a multiple of I" if "a number" in (one, two) else ""
    return Unreadable(message, node.at, code="shape", hint=hint)


OPERATIONS: dict[str, Callable[[Any, Any, Binary], Any]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
}


def matrix_power(base: Any, exponent: Scalar, node: Binary) -> Any:
    if not isinstance(exponent, fmpq) or exponent.q != 1:
        raise Unreadable("The power of a matrix is a whole number.", node.at, code="shape")
    n = int(exponent.p)
    if isinstance(base, Identity):
        return Identity(integer_power(base.scale, n, node, False))
    size = square(base, node)
    if n < 0:
        base, n = _inverse(base, node), -n
    height = max((x.height_bits() for x in base.entries), default=1) if isinstance(base, Matrix) else 1
    if n > 1000 or (height + size) * n > LIMIT_BITS:
        raise too_large(node.at)
    result: Any = Matrix.identity(size)
    while n:
        if n % 2:
            result = (
                result @ base if isinstance(base, Matrix) and isinstance(result, Matrix) else mat(result) * mat(base)
            )
        n //= 2
        if n:
            base = base @ base if isinstance(base, Matrix) else base * base
    return result


def square(value: Any, node: Node) -> int:
    rows, columns = shape(value)
    if rows != columns:
        raise Unreadable(f"A square matrix is expected here, not {named(value)} one.", node.at, code="shape")
    return rows


def _inverse(value: Any, node: Node) -> Any:
    if type(value) in SCALARS:
        return 1 / divisor(value, node)
    if isinstance(value, Identity):
        return Identity(1 / divisor(value.scale, node))
    square(value, node)
    try:
        return value.inv()
    except ZeroDivisionError:
        if isinstance(value, Matrix):
            raise Undefined("A singular matrix has no inverse.", node.at, "division-by-zero") from None
        raise Imprecise("This matrix may be singular.", node.at, "division-by-zero") from None


# --- functions ------------------------------------------------------------------------------------------------


def _inv(arguments: list[Any], node: Call) -> Any:
    return _inverse(arguments[0], node)


def _transpose(arguments: list[Any], node: Call) -> Any:
    x = arguments[0]
    if isinstance(x, Matrix):
        return x.T
    return x.transpose() if isinstance(x, arb_mat) else x


def _det(arguments: list[Any], node: Call) -> Any:
    x = arguments[0]
    if type(x) in SCALARS:
        return x
    if isinstance(x, Identity):
        if x.scale == 1:
            return ONE
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    square(x, node)
    return x.det()


def _trace(arguments: list[Any], node: Call) -> Any:
    x = arguments[0]
    if type(x) in SCALARS:
        return x
    if isinstance(x, Identity):
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    square(x, node)
    return x.trace()


def _rank(arguments: list[Any], node: Call) -> fmpq:
    x = arguments[0]
    if isinstance(x, Matrix):
        return fmpq(x.rank())
    if isinstance(x, fmpq):
        return fmpq(int(x != 0))
    if isinstance(x, arb) and not x.contains(0):
        return ONE
    raise Imprecise("The rank cannot be told.", node.at)


def _norm(arguments: list[Any], node: Call) -> Scalar:
    """The Euclidean norm of a vector, Frobenius norm of a matrix; norm(x, 1) of a vector."""
    x = arguments[0]
    if isinstance(x, Identity):
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    if type(x) in SCALARS:
        return absolute(x)
    values = [y for row in table(x) for y in row]
    if len(arguments) == 2:
        return _other_norm(node, values, 1 in shape(x))
    return nth_root(sum((y * y for y in values), ZERO), 2)


def _other_norm(node: Call, values: list[Any], is_vector: bool) -> Scalar:
    """The norms 1, 2 and inf of a vector. (norm(x, inf) has no second value: `values` leaves it to the node.)"""
    order = node.arguments[1]
    kind = order.text if isinstance(order, Num) else order.name if isinstance(order, Const) else ""
    if kind not in ("1", "2", "inf") or not is_vector:
        message = "Only the norms 1, 2 and infinity of vectors are read here."
        raise Unreadable(message, node.at, code="arguments")
    sizes = [absolute(y) for y in values]
    if kind == "1":
        return sum(sizes, ZERO)
    if kind == "2":
        return nth_root(sum((y * y for y in values), ZERO), 2)
    best = sizes[0]
    for size in sizes[1:]:
        best = size if size >= best else best if best >= size else arb(best).max(arb(size))
    return best


def _hadamard(arguments: list[Any], node: Call) -> Any:
    """The product entry by entry of two vectors or matrices of one shape."""
    if len(arguments) != 2:
        raise Unreadable("The product of entries takes two matrices.", node.at, code="arguments")
    x, y = arguments
    if isinstance(x, Identity) or isinstance(y, Identity):
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    if type(x) in SCALARS and type(y) in SCALARS:
        return x * y
    if shape(x) != shape(y):
        message = f"The shapes do not fit: one cannot multiply the entries of {named(x)} by those of {named(y)}."
        raise Unreadable(message, node.at, code="shape")
    pairs = zip(table(x), table(y), strict=True)
    return assembled([[a * b for a, b in zip(*rows, strict=True)] for rows in pairs])


def _abs(arguments: list[Any], node: Call) -> Scalar:
    """|x|: of a vector its norm, of a square matrix its determinant."""
    x = arguments[0]
    if type(x) in SCALARS:
        return absolute(x)
    if isinstance(x, Identity):
        return ONE if x.scale == 1 else _det(arguments, node)
    return _norm(arguments, node) if 1 in shape(x) else _det(arguments, node)


def absolute(x: Scalar) -> Scalar:
    """|x|, exact where x is."""
    if isinstance(x, arb):
        return abs(x)
    return x if x >= 0 else -x


MATRIX_FUNCTIONS: dict[str, Callable[[list[Any], Call], Any]] = {
    "abs": _abs,
    "norm": _norm,
    "det": _det,
    "tr": _trace,
    "rank": _rank,
    "transpose": _transpose,
    "inv": _inv,
    "hadamard": _hadamard,
}


# --- equality -------------------------------------------------------------------------------------------------


def same_value(x: Any, y: Any, bits: int, constant: bool = True) -> bool | None:
    """Are two values equal, entry by entry? Irrational constants are called equal only from 1152 bits on."""
    if type(x) in SCALARS and type(y) in SCALARS:
        same = agree(x, y, bits)
        exact = isinstance(x, fmpq) and isinstance(y, fmpq)
        return None if same and constant and not exact and bits <= 128 else same
    if isinstance(x, Identity) and isinstance(y, Identity):
        return same_value(x.scale, y.scale, bits, constant)
    x, y = (_fitted(x, y), _fitted(y, x))
    if shape(x) != shape(y):
        return False
    if shape(x) == (1, 1):
        return same_value(scalar(x, NOWHERE), scalar(y, NOWHERE), bits, constant)
    pairs = zip(flat(x), flat(y), strict=True)
    return three_valued((same_value(a, b, bits, constant) for a, b in pairs), every=True)


def _fitted(x: Any, other: Any) -> Any:
    """An identity or the number 0 in the shape of the other side."""
    rows, columns = shape(other)
    if isinstance(x, Identity):
        return x.sized(rows)
    if isinstance(x, fmpq) and x == 0:
        return Matrix.wrap(fmpq_mat(rows, columns))
    return x


def three_valued(parts: Any, every: bool) -> bool | None:
    """and (every) / or over True, False and None, stopping at the first that decides."""
    unknown = False
    for part in parts:
        if part is None:
            unknown = True
        elif part is not every:
            return not every
    return None if unknown else every
