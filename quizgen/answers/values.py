"""What a syntax tree is worth: exact rationals and matrices first, balls (python-flint `arb`) where roots occur.

Real numbers only. Nothing here runs long: exponents, factorials and digits are bounded before computing.
This module imports flint: import it inside the functions of a kind, not at the top of the kind's module.

Three ways to fail: `Unreadable` (the reply makes no sense: shapes, 1/0, too large, an unknown name),
`Undefined` (no real value, such as sqrt(-1)), and `Imprecise` (the ball is too wide to tell; try more bits).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat, fmpz

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
    Union,
    Unreadable,
    Word,
)
from quizgen.errors import QuizgenError
from quizgen.exact import Matrix

LIMIT_BITS = 20_000
"""Bits of the numerator and denominator of any exact number that a power, factorial or literal may make."""
STEPS = (128, 1152, 4096)
"""Rising precision. Equality of two irrational constants is settled at half the bits of a step (576 first)."""

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)


class Undefined(QuizgenError):
    """The expression has no real value (root of a negative number, log of zero, division by zero).

    `at` is the column of the part that has none, `code` is "undefined" or "division-by-zero".
    """

    def __init__(self, message: str, at: int = 0, code: str = "undefined") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.code = code

    def unreadable(self) -> Unreadable:
        """The same as a sentence to the learner."""
        return Unreadable(self.message, self.at, code=self.code)


class Imprecise(Undefined):
    """At this precision it cannot be told whether (or where) the expression is defined."""


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


Scalar: TypeAlias = "fmpq | arb"
Value: TypeAlias = "fmpq | arb | Matrix | arb_mat"
Env: TypeAlias = "Mapping[str, Any]"
"""Values of names: fmpq, arb, Matrix or arb_mat; under a function symbol a callable of scalars."""


# --- what others use ---------------------------------------------------------------------------------------


def evaluate(node: Node, env: Env | None = None, bits: int = 128) -> Value:
    """The value of `node` with names from `env`: fmpq, Matrix where everything is rational, else arb or arb_mat.

    A 1×1 product such as x^T y comes back as a scalar. Raises Unreadable (shapes named in code "shape",
    "unknown-name", "too-large"), Undefined (also for 1/0, with code "division-by-zero") or Imprecise.
    """
    with ctx.workprec(bits):
        value = _value(node, env or {})
        if isinstance(value, Identity):
            raise Unreadable("The size of I is not clear here.", node.at, code="shape", hint="write the matrix out")
        if isinstance(value, (Matrix, arb_mat)) and _shape(value) == (1, 1) and not _written_as_matrix(node):
            value = _entry(value)
        return _finite(value, node)


def rational(node: Node) -> fmpq | None:
    """The exact value of a constant, or None when it is not rational (roots, pi, names, matrices).

    Raises Unreadable with code "division-by-zero", "undefined" or "too-large".
    """
    if isinstance(node, Num):
        return number(node.text, node.percent, node.at)
    try:
        with ctx.workprec(64):
            value = _scalar(_value(node, {}), node)
    except Imprecise:
        return None
    except Undefined as error:
        raise error.unreadable() from None
    except Unreadable as error:
        if error.code in ("unknown-name", "not-a-value", "shape"):
            return None
        raise
    return value if isinstance(value, fmpq) else None


def real(node: Node, bits: int = 128) -> arb:
    """The value of a constant as a ball. Raises Unreadable for names, shapes and 1/0; Undefined outside the reals."""
    try:
        value = evaluate(node, {}, bits)
    except Imprecise:
        raise
    except Undefined as error:
        if error.code == "division-by-zero":
            raise error.unreadable() from None
        raise
    with ctx.workprec(bits):
        return arb(_scalar(value, node))


def entries(node: Node) -> list[list[Node]] | None:
    """The entries of a vector (n×1) or matrix as typed, row by row; None when it is neither.

    Looks through brackets, transposes and the inner products of nothing else: `2[1, 2]` is None (see evaluate).
    """
    if isinstance(node, Group):
        return entries(node.inner)
    if isinstance(node, Rows):
        return [list(row) for row in node.rows]
    if isinstance(node, Sequence):
        return _stacked(node)
    if isinstance(node, Call) and node.function == "transpose":
        inner = entries(node.arguments[0])
        return None if inner is None else [list(column) for column in zip(*inner, strict=True)]
    return None


def rational_matrix(node: Node) -> Matrix | None:
    """The exact matrix (vectors are n×1), None when it is not a matrix or not rational.

    Arithmetic such as `1/3 [1, 2]` is computed. Raises Unreadable like `rational`.
    """
    if not _matrix_like(node):
        return None
    try:
        with ctx.workprec(64):
            value = _value(node, {})
    except Imprecise:
        return None
    except Undefined as error:
        raise error.unreadable() from None
    except Unreadable as error:
        if error.code in ("unknown-name", "not-a-value"):
            return None
        raise
    return value if isinstance(value, Matrix) else None


def real_matrix(node: Node, bits: int = 128) -> list[list[arb]]:
    """The matrix as rows of balls (a scalar is 1×1). Raises like `real`."""
    try:
        value = evaluate(node, {}, bits)
    except Imprecise:
        raise
    except Undefined as error:
        if error.code == "division-by-zero":
            raise error.unreadable() from None
        raise
    with ctx.workprec(bits):
        if isinstance(value, (fmpq, arb)):
            return [[arb(value)]]
        return [[arb(x) for x in row] for row in _table(value)]


def vectors(node: Node) -> list[Node]:
    """The vectors of a list or set of vectors; one vector alone is a list of one.

    The columns of a matrix whose rows were typed as rows stay rows: `[[1, 2], [3, 4]]` is two vectors.
    """
    if isinstance(node, Group):
        return vectors(node.inner)
    if isinstance(node, Rows):
        return [Sequence(row, "[", row[0].at if row else node.at) for row in node.rows]
    if isinstance(node, (SetOf, Sequence)) and any(_matrix_like(item) for item in node.items):
        return list(node.items)
    if isinstance(node, SetOf) and not node.items:
        return []
    return [node]


def holds(node: Node, env: Env | None = None) -> bool | None:
    """The truth of a relation or of and/or of relations; None when undecided or undefined.

    Exact where rational; = and != compare matrices entry by entry (a shape that differs is unequal), and a
    matrix may be compared with the number 0. Raises Unreadable for shapes inside an operand.
    """
    if isinstance(node, Group):
        return holds(node.inner, env)
    if isinstance(node, Word) and node.word in ("true", "false"):
        return node.word == "true"
    if isinstance(node, Logic):
        return _logic(node, env or {})
    if not isinstance(node, Relation):
        raise Unreadable("An equation or inequality is expected here.", node.at, code="not-a-relation")
    return _three_valued(
        (_link(op, a, b, env or {}) for op, a, b in zip(node.operators, node.operands, node.operands[1:], strict=False)),
        every=True,
    )


def infinite(node: Node) -> int:
    """1 for inf, -1 for -inf, 0 for anything else."""
    if isinstance(node, Group):
        return infinite(node.inner)
    if isinstance(node, Neg):
        return -infinite(node.argument)
    return 1 if isinstance(node, Const) and node.name == "inf" else 0


def agree(x: Scalar, y: Scalar, bits: int) -> bool | None:
    """Are two scalars equal? False is proven. True: both exact, or balls that agree to bits/2. None: cannot tell."""
    if isinstance(x, fmpq) and isinstance(y, fmpq):
        return bool(x == y)
    a, b = arb(x), arb(y)
    if not a.overlaps(b):
        return False if a.is_finite() and b.is_finite() else None
    radius, bound = a.rad() + b.rad(), threshold(bits)
    if radius <= bound * abs(a).upper() or radius <= bound * abs(b).upper():
        return True
    return True if a.contains(0) and b.contains(0) and radius <= bound else None


@lru_cache(maxsize=32)
def threshold(bits: int) -> arb:
    """2^(-bits/2)."""
    return arb(fmpq(1, 2 ** (bits // 2)))


@lru_cache(maxsize=4096)
def number(text: str, percent: bool = False, at: int = 0) -> fmpq:
    """A literal as an exact rational: "12", "0.50", "1e-3". Raises Unreadable code "too-large"."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    if len(whole) + len(fraction) > LIMIT_BITS // 4 or len(exponent) > 6 or abs(int(exponent or 0)) > LIMIT_BITS // 4:
        raise _too_large(at)
    power = int(exponent or 0) - len(fraction) - (2 if percent else 0)
    digits = int((whole + fraction) or 0)
    return fmpq(digits * 10**power) if power >= 0 else fmpq(digits, 10**-power)


# --- the walk over the tree --------------------------------------------------------------------------------


def _value(node: Node, env: Env) -> Any:
    """The value at the current precision: Scalar, Matrix, arb_mat or Identity."""
    return _HANDLERS[type(node)](node, env)


def _num(node: Num, env: Env) -> fmpq:
    return number(node.text, node.percent)


def _name(node: Name, env: Env) -> Any:
    try:
        return env[node.name]
    except KeyError:
        raise Unreadable(f"The value of {node.name} is not known here.", node.at, code="unknown-name") from None


def _const(node: Const, env: Env) -> Any:
    if node.name == "pi":
        return arb.pi()
    if node.name == "e":
        return arb.const_e()
    if node.name == "I":
        return env.get("I") or Identity()
    if node.name == "i":
        raise Undefined("This is not a real number.", node.at)
    raise Undefined("Infinity is not a number to calculate with.", node.at, "infinite")


def _neg(node: Neg, env: Env) -> Any:
    value = _value(node.argument, env)
    if isinstance(value, Identity):
        return Identity(-value.scale)
    return value * fmpq(-1) if isinstance(value, arb_mat) else -value


def _group(node: Group, env: Env) -> Any:
    return _value(node.inner, env)


def _sequence(node: Sequence, env: Env) -> Any:
    rows = _stacked(node)
    if rows is None:
        raise Unreadable("These do not fit into one column.", node.at, code="shape")
    return _assemble(rows, env)


def _rows(node: Rows, env: Env) -> Any:
    return _assemble([list(row) for row in node.rows], env)


def _assemble(rows: list[list[Node]], env: Env) -> Matrix | arb_mat:
    values = [[_scalar(_value(x, env), x) for x in row] for row in rows]
    if all(isinstance(x, fmpq) for row in values for x in row):
        return Matrix(values)
    return arb_mat([[arb(x) for x in row] for row in values])


def _stacked(node: Sequence) -> list[list[Node]] | None:
    """A sequence of numbers as a column; of rows of one length as a matrix; None when the items do not fit."""
    if not any(isinstance(item, (Sequence, Rows)) for item in node.items):
        return [[item] for item in node.items]
    if not all(isinstance(item, Sequence) for item in node.items):
        return None
    rows = [list(item.items) for item in node.items if isinstance(item, Sequence)]
    return rows if len({len(row) for row in rows}) == 1 else None


def _other(node: Node, env: Env) -> Any:
    kind = {SetOf: "a set", Interval: "an interval", Union: "a union", Relation: "an equation or inequality"}
    what = kind.get(type(node), "words")
    raise Unreadable(f"A value is expected here, not {what}.", node.at, code="not-a-value")


def _binary(node: Binary, env: Env) -> Any:
    op = node.op
    if op == "^":
        return _power(node, env)
    left, right = _value(node.left, env), _value(node.right, env)
    if type(left) in _SCALARS and type(right) in _SCALARS:
        if op == "*":
            return left * right
        if op == "+":
            return left + right
        if op == "-":
            return left - right
        return left / _divisor(right, node.right)
    return _MATRIX_OPS[op](left, right, node)


_SCALARS = frozenset((fmpq, arb))


def _divisor(value: Scalar, node: Node) -> Scalar:
    """`value` if it can be divided by."""
    if isinstance(value, fmpq):
        if value == 0:
            raise Undefined("Division by zero.", node.at, "division-by-zero")
    elif value.contains(0):
        if value.is_zero():
            raise Undefined("Division by zero.", node.at, "division-by-zero")
        raise Imprecise("This may be a division by zero.", node.at, "division-by-zero")
    return value


# --- powers ------------------------------------------------------------------------------------------------


def _power(node: Binary, env: Env) -> Any:
    exponent = _value(node.right, env)
    if isinstance(node.left, Const) and node.left.name == "e":
        return _FUNCTIONS["exp"](_scalar(exponent, node.right), node)
    base = _value(node.left, env)
    exponent = _scalar(exponent, node.right)
    if isinstance(base, (Matrix, arb_mat, Identity)) and (isinstance(base, Identity) or _shape(base) != (1, 1)):
        return _matrix_power(base, exponent, node)
    base = _scalar(base, node.left)
    if isinstance(exponent, arb):
        return _irrational_power(base, exponent, node)
    if exponent.q == 1:
        return _integer_power(base, int(exponent.p), node, bool(env))
    return _root_power(base, exponent, node)


def _integer_power(base: Scalar, n: int, node: Binary, ball: bool) -> Scalar:
    if n < 0:
        _divisor(base, node.left)
    if isinstance(base, arb):
        return base**n
    if base in (0, 1, -1):
        return base ** (n if n in (0, 1) else 2 - n % 2) if n >= 0 else base ** (2 - n % 2)
    if base.height_bits() * abs(n) > LIMIT_BITS:
        if not ball:
            raise _too_large(node.at)
        return arb(base) ** n
    return base**n


def _root_power(base: Scalar, exponent: fmpq, node: Binary) -> Scalar:
    """base^(p/q). A negative base has a real value only when q is odd and the exponent is a constant."""
    if _negative(base, node.left):
        if exponent.q % 2 == 0 or _has_names(node.right):
            raise Undefined("A root of a negative number is not real.", node.at)
        root = _root_power(-base, exponent, node)
        return -root if exponent.p % 2 else root
    p, q = int(exponent.p), int(exponent.q)
    if p < 0:
        _divisor(base, node.left)
    root = nth_root(base, q)
    if isinstance(root, fmpq) and root.height_bits() * abs(p) > LIMIT_BITS:
        root = arb(root)
    return root**p


def _irrational_power(base: Scalar, exponent: arb, node: Binary) -> Scalar:
    if isinstance(base, fmpq) and base == 0:
        if exponent > 0:
            return ZERO
        raise Undefined("Zero has no such power.", node.at, "division-by-zero")
    if isinstance(base, fmpq) and base == 1:
        return ONE
    if base < 0:
        raise Undefined("A negative number has no such power.", node.at)
    if not base > 0:
        raise Imprecise("The sign of the base cannot be told.", node.at)
    return (exponent * arb(base).log()).exp()


def nth_root(x: Scalar, q: int) -> Scalar:
    """The q-th root of x >= 0, exact where it is rational. Balls that touch zero are cut at zero."""
    if isinstance(x, arb):
        return x.nonnegative_part().root(q) if q != 2 else x.nonnegative_part().sqrt()
    if q <= 64:
        top, bottom = _exact_root(x.p, q), _exact_root(x.q, q)
        if top is not None and bottom is not None:
            return fmpq(top, bottom)
    return arb(x).root(q) if q < 2**30 else (arb(x).log() / q).exp()


def _exact_root(n: fmpz, q: int) -> fmpz | None:
    if n in (0, 1):
        return n
    root = n.isqrt() if q == 2 else n.root(q)
    return root if root**q == n else None


def _negative(x: Scalar, node: Node) -> bool:
    """x < 0; a ball around zero counts as not negative when it is narrow enough to be zero, else Imprecise."""
    if x < 0:
        return True
    if isinstance(x, fmpq) or x >= 0:
        return False
    if x.is_finite() and x.rad() <= threshold(ctx.prec):
        return False
    raise Imprecise("The sign cannot be told.", node.at)


def _has_names(node: Node) -> bool:
    if isinstance(node, Name):
        return True
    if isinstance(node, Binary):
        return _has_names(node.left) or _has_names(node.right)
    if isinstance(node, Neg):
        return _has_names(node.argument)
    if isinstance(node, Group):
        return _has_names(node.inner)
    return isinstance(node, Call) and any(_has_names(x) for x in node.arguments)


# --- functions ---------------------------------------------------------------------------------------------


def _call(node: Call, env: Env) -> Any:
    arguments = [_value(x, env) for x in node.arguments]
    special = _SEVERAL.get(node.function)
    if special:
        return special(arguments, node)
    function = _FUNCTIONS.get(node.function) or _symbol(node, env)
    if len(arguments) != 1:
        if node.function in _FUNCTIONS:
            raise _arity(node, "one value")
        return function(*(_scalar(x, node) for x in arguments))
    x = arguments[0]
    if isinstance(x, (Matrix, arb_mat)) and _shape(x) != (1, 1):
        return _entrywise(function, x, node)
    return function(_scalar(x, node.arguments[0]), node) if node.function in _FUNCTIONS else function(x)


def _symbol(node: Call, env: Env) -> Callable[..., Any]:
    function = env.get(node.function)
    if not callable(function):
        raise Unreadable(f"The function {node.function} is not known here.", node.at, code="unknown-name")
    return function  # type: ignore[no-any-return]


def _arity(node: Call, wanted: str) -> Unreadable:
    return Unreadable(f"{node.function} takes {wanted}, not {len(node.arguments)}.", node.at, code="arguments")


def _entrywise(function: Callable[..., Any], x: Matrix | arb_mat, node: Call) -> Matrix | arb_mat:
    """A function of numbers on each entry of a vector (as sigmoid(z)); of a matrix it would be ambiguous."""
    if 1 not in _shape(x):
        raise Unreadable(f"{node.function} takes a number, not {_named(x)} matrix.", node.at, code="shape")
    table = [[function(y, node) for y in row] for row in _table(x)]
    if all(isinstance(y, fmpq) for row in table for y in row):
        return Matrix(table)
    return arb_mat([[arb(y) for y in row] for row in table])


def _sqrt(x: Scalar, node: Node) -> Scalar:
    if _negative(x, node):
        raise Undefined("The square root of a negative number is not real.", node.at)
    return nth_root(x, 2)


def _odd_or_even_root(x: Scalar, q: int, node: Node) -> Scalar:
    if _negative(x, node):
        if q % 2 == 0:
            raise Undefined("An even root of a negative number is not real.", node.at)
        return -nth_root(-x, q)
    if isinstance(x, arb) and x.contains(0) and q % 2:
        return x.nonnegative_part().root(q).union(-(-x).nonnegative_part().root(q))
    return nth_root(x, q)


def _log(x: Scalar, node: Node) -> Scalar:
    if x <= 0:
        raise Undefined("The logarithm is defined for positive numbers only.", node.at)
    if isinstance(x, fmpq):
        return ZERO if x == 1 else arb(x).log()
    if not x > 0:
        raise Imprecise("The sign under the logarithm cannot be told.", node.at)
    return x.log()


def _log_base(base: int) -> Callable[[Scalar, Node], Scalar]:
    def log(x: Scalar, node: Node) -> Scalar:
        if isinstance(x, fmpq) and x > 0 and 1 in (x.p, x.q):
            power = x.p if x.q == 1 else x.q
            n = round(power.bit_length() - 1) if base == 2 else len(power.str()) - 1
            if fmpz(base) ** n == power:
                return fmpq(n if x.q == 1 else -n)
        return _log(x, node) / arb(base).log()

    return log


def _exp(x: Scalar, node: Node) -> Scalar:
    return ONE if isinstance(x, fmpq) and x == 0 else arb(x).exp()


def _odd(method: str) -> Callable[[Scalar, Node], Scalar]:
    """An entire function with f(0) = 0."""

    def function(x: Scalar, node: Node) -> Scalar:
        return ZERO if isinstance(x, fmpq) and x == 0 else getattr(arb(x), method)()

    return function


def _even(method: str) -> Callable[[Scalar, Node], Scalar]:
    """A function with f(0) = 1."""

    def function(x: Scalar, node: Node) -> Scalar:
        return ONE if isinstance(x, fmpq) and x == 0 else _settled(getattr(arb(x), method)(), node)

    return function


def _pole(method: str) -> Callable[[Scalar, Node], Scalar]:
    """A trigonometric function with poles; `csc` and `cot` have one at 0, `tan` is 0 there."""

    def function(x: Scalar, node: Node) -> Scalar:
        if isinstance(x, fmpq) and x == 0:
            if method == "tan":
                return ZERO
            raise Undefined(f"{method} is not defined at 0.", node.at, "division-by-zero")
        return _settled(getattr(arb(x), method)(), node)

    return function


def _settled(x: arb, node: Node) -> arb:
    if not x.is_finite():
        raise Imprecise("This may be a pole.", node.at)
    return x


def _asin(x: Scalar, node: Node) -> Scalar:
    return ZERO if isinstance(x, fmpq) and x == 0 else _clamped(x, node, "asin").asin()


def _acos(x: Scalar, node: Node) -> Scalar:
    return ZERO if isinstance(x, fmpq) and x == 1 else _clamped(x, node, "acos").acos()


def _clamped(x: Scalar, node: Node, name: str) -> arb:
    """x cut to [-1, 1] when it only touches the border."""
    if x > 1 or x < -1:
        raise Undefined(f"{name} is defined from -1 to 1 only.", node.at)
    ball = arb(x)
    if ball >= -1 and ball <= 1:
        return ball
    if not ball.is_finite() or ball.rad() > threshold(ctx.prec):
        raise Imprecise("The argument may lie outside -1 to 1.", node.at)
    return ball.intersection(arb(0, 1))


def _acosh(x: Scalar, node: Node) -> Scalar:
    if x < 1:
        raise Undefined("acosh is defined from 1 on only.", node.at)
    if isinstance(x, fmpq) and x == 1:
        return ZERO
    return _settled(arb(x).max(arb(1)).acosh(), node)


def _atanh(x: Scalar, node: Node) -> Scalar:
    if x >= 1 or x <= -1:
        raise Undefined("atanh is defined between -1 and 1 only.", node.at)
    return ZERO if isinstance(x, fmpq) and x == 0 else _settled(arb(x).atanh(), node)


def _sign(x: Scalar, node: Node) -> Scalar:
    if x > 0:
        return ONE
    if x < 0:
        return -ONE
    if isinstance(x, fmpq):
        return ZERO
    raise Imprecise("The sign cannot be told.", node.at)


def _rounded(method: str) -> Callable[[Scalar, Node], Scalar]:
    def function(x: Scalar, node: Node) -> Scalar:
        if isinstance(x, fmpq):
            return fmpq(getattr(x, method)())
        whole = getattr(x, method)().unique_fmpz()
        if whole is None:
            raise Imprecise("The whole part cannot be told.", node.at)
        return fmpq(whole)

    return function


def _sigmoid(x: Scalar, node: Node) -> Scalar:
    return HALF if isinstance(x, fmpq) and x == 0 else 1 / (1 + (-arb(x)).exp())


def _relu(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq):
        return x if x > 0 else ZERO
    return x.max(arb(0))


def _phi(x: Scalar, node: Node) -> Scalar:
    """The standard normal distribution function."""
    return HALF if isinstance(x, fmpq) and x == 0 else (-arb(x) / arb(2).sqrt()).erfc() / 2


def _gamma(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq) and x.q == 1:
        if x <= 0:
            raise Undefined("gamma is not defined at zero and negative integers.", node.at)
        if x < 1500:
            return fmpq(fmpz.fac_ui(int(x.p) - 1))
    return _settled(arb(x).gamma(), node)


def _factorial(x: Scalar, node: Node) -> Scalar:
    if isinstance(x, fmpq) and x.q == 1 and x > 1500 and not _has_names(node):
        raise _too_large(node.at)
    if isinstance(x, fmpq) and x.q == 1 and x < 0:
        raise Undefined("The factorial of a negative integer is not defined.", node.at)
    return _gamma(x + 1, node)


def _binomial(arguments: list[Any], node: Call) -> Scalar:
    if len(arguments) != 2:
        raise _arity(node, "two values")
    n, k = (_scalar(x, node) for x in arguments)
    if isinstance(n, fmpq) and isinstance(k, fmpq) and k.q == 1:
        if n.q == 1 and 0 <= k <= n:
            k = min(k, n - k)
        if k < 0:
            return ZERO
        if k * n.height_bits() <= LIMIT_BITS:
            product = ONE
            for i in range(int(k.p)):
                product = product * (n - i) / (i + 1)
            return product
        if not _has_names(node):
            raise _too_large(node.at)
    n, k = arb(n), arb(k)
    return _settled((n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma(), node)


def _extreme(pick_greater: bool) -> Callable[[list[Any], Call], Scalar]:
    def function(arguments: list[Any], node: Call) -> Scalar:
        values: list[Scalar] = []
        for x in arguments:
            values += [y for row in _table(x) for y in row] if isinstance(x, (Matrix, arb_mat)) else [_scalar(x, node)]
        if not values:
            raise _arity(node, "at least one value")
        best = values[0]
        for x in values[1:]:
            best = _greater(best, x) if pick_greater else -_greater(-best, -x)
        return best

    return function


def _greater(x: Scalar, y: Scalar) -> Scalar:
    if x >= y:
        return x
    return y if y >= x else arb(x).max(arb(y))


def _nth(arguments: list[Any], node: Call) -> Scalar:
    if len(arguments) != 2:
        raise _arity(node, "two values")
    n, x = (_scalar(value, node) for value in arguments)
    if not isinstance(n, fmpq) or n.q != 1 or not 0 < n < 10_000:
        raise Unreadable("The degree of a root is a positive whole number.", node.at, code="arguments")
    return _odd_or_even_root(x, int(n.p), node)


def _logarithm(arguments: list[Any], node: Call) -> Any:
    if len(arguments) == 2:
        x, base = (_scalar(value, node) for value in arguments)
        return _log(x, node) / _divisor(_log(base, node), node)
    if len(arguments) != 1:
        raise _arity(node, "one value")
    x = arguments[0]
    if isinstance(x, (Matrix, arb_mat)) and _shape(x) != (1, 1):
        return _entrywise(_log, x, node)
    return _log(_scalar(x, node), node)


_FUNCTIONS: dict[str, Callable[[Scalar, Node], Scalar]] = {
    "exp": _exp,
    "sqrt": _sqrt,
    "cbrt": lambda x, node: _odd_or_even_root(x, 3, node),
    "log2": _log_base(2),
    "log10": _log_base(10),
    "sin": _odd("sin"),
    "cos": _even("cos"),
    "tan": _pole("tan"),
    "sec": _even("sec"),
    "csc": _pole("csc"),
    "cot": _pole("cot"),
    "asin": _asin,
    "acos": _acos,
    "atan": _odd("atan"),
    "sinh": _odd("sinh"),
    "cosh": _even("cosh"),
    "tanh": _odd("tanh"),
    "asinh": _odd("asinh"),
    "acosh": _acosh,
    "atanh": _atanh,
    "sign": _sign,
    "floor": _rounded("floor"),
    "ceil": _rounded("ceil"),
    "factorial": _factorial,
    "gamma": _gamma,
    "sigmoid": _sigmoid,
    "relu": _relu,
    "Phi": _phi,
}


# --- matrices ----------------------------------------------------------------------------------------------


def _shape(value: Any) -> tuple[int, int]:
    if isinstance(value, Matrix):
        return value.shape
    return (int(value.nrows()), int(value.ncols())) if isinstance(value, arb_mat) else (1, 1)


def _named(value: Any) -> str:
    rows, columns = _shape(value)
    return f"a {rows}×{columns}"


def _table(value: Matrix | arb_mat) -> list[list[Scalar]]:
    return value.to_rows() if isinstance(value, Matrix) else [list(row) for row in value.tolist()]


def _entry(value: Matrix | arb_mat) -> Scalar:
    return value[0, 0]


def _scalar(value: Any, node: Node) -> Any:
    """A scalar, also from a 1×1 matrix. Raises Unreadable code "shape" for any other matrix."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Identity):
        raise Unreadable("A number is expected here, not the matrix I.", node.at, code="shape")
    if _shape(value) == (1, 1):
        return _entry(value)
    raise Unreadable(f"A number is expected here, not {_named(value)} matrix.", node.at, code="shape")


def _written_as_matrix(node: Node) -> bool:
    return isinstance(node, (Sequence, Rows)) or (isinstance(node, Group) and _written_as_matrix(node.inner))


def _matrix_like(node: Node) -> bool:
    """True when a vector or matrix is written somewhere outside an argument that makes it a number."""
    if isinstance(node, (Sequence, Rows)):
        return True
    if isinstance(node, Binary):
        return _matrix_like(node.left) or _matrix_like(node.right)
    if isinstance(node, Neg):
        return _matrix_like(node.argument)
    if isinstance(node, Group):
        return _matrix_like(node.inner)
    return isinstance(node, Call) and node.function in ("transpose", "inv") and _matrix_like(node.arguments[0])


def _mat(value: Matrix | arb_mat) -> arb_mat:
    return value if isinstance(value, arb_mat) else arb_mat(value.mat)


def _sum(left: Any, right: Any, node: Binary) -> Any:
    if isinstance(left, Identity) and isinstance(right, Identity):
        return Identity(left.scale + right.scale)
    left, right = _same_size(left, right), _same_size(right, left)
    if _shape(left) == _shape(right) == (1, 1):
        return _scalar(left, node) + _scalar(right, node)
    if type(left) in _SCALARS or type(right) in _SCALARS or _shape(left) != _shape(right):
        raise _cannot("add" if node.op == "+" else "subtract", left, right, node)
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        return left + right
    return _mat(left) + _mat(right)


def _same_size(value: Any, other: Any) -> Any:
    """An identity gets the size of what it is added to."""
    if not isinstance(value, Identity):
        return value
    rows, columns = _shape(other)
    return value.sized(rows) if rows == columns and not type(other) in _SCALARS else value.sized(1)


def _difference(left: Any, right: Any, node: Binary) -> Any:
    return _sum(left, Identity(-right.scale) if isinstance(right, Identity) else _scaled(right, fmpq(-1)), node)


def _product(left: Any, right: Any, node: Binary) -> Any:
    if isinstance(left, Identity) or isinstance(right, Identity):
        return _identity_product(left, right, node)
    if type(left) in _SCALARS:
        return _scaled(right, left)
    if type(right) in _SCALARS:
        return _scaled(left, right)
    if _shape(left)[1] == _shape(right)[0]:
        if isinstance(left, Matrix) and isinstance(right, Matrix):
            return left @ right
        return _mat(left) * _mat(right)
    if _shape(left) == (1, 1):
        return _scaled(right, _entry(left))
    if _shape(right) == (1, 1):
        return _scaled(left, _entry(right))
    raise _cannot("multiply", left, right, node)


def _identity_product(left: Any, right: Any, node: Binary) -> Any:
    scale, other = (left.scale, right) if isinstance(left, Identity) else (right.scale, left)
    if isinstance(other, Identity):
        return Identity(scale * other.scale)
    if type(other) in _SCALARS:
        return Identity(scale * other)
    return _scaled(other, scale)


def _quotient(left: Any, right: Any, node: Binary) -> Any:
    divisor = _divisor(_scalar(right, node.right), node.right)
    if isinstance(left, Identity):
        return Identity(left.scale / divisor)
    return _scaled(left, 1 / divisor)


def _scaled(value: Any, factor: Scalar) -> Any:
    if type(value) in _SCALARS:
        return value * factor
    if isinstance(value, Matrix) and isinstance(factor, fmpq):
        return value * factor
    return _mat(value) * arb(factor)


def _cannot(verb: str, left: Any, right: Any, node: Binary) -> Unreadable:
    one, two = ("a number" if type(x) in _SCALARS else _named(x) for x in (left, right))
    order = {"add": f"{two} to {one}", "subtract": f"{two} from {one}"}.get(verb, f"{one} by {two}")
    message = f"The shapes do not fit: one cannot {verb} {order}."
    hint = "write a multiple of I" if "a number" in (one, two) else ""
    return Unreadable(message, node.at, code="shape", hint=hint)


_MATRIX_OPS: dict[str, Callable[[Any, Any, Binary], Any]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
}


def _matrix_power(base: Any, exponent: Scalar, node: Binary) -> Any:
    if not isinstance(exponent, fmpq) or exponent.q != 1:
        raise Unreadable("The power of a matrix is a whole number.", node.at, code="shape")
    n = int(exponent.p)
    if isinstance(base, Identity):
        return Identity(_integer_power(base.scale, n, node, False))
    size = _square(base, node)
    if n < 0:
        base, n = _inverse(base, node), -n
    height = max((x.height_bits() for x in base.entries), default=1) if isinstance(base, Matrix) else 1
    if n > 1000 or (height + size) * n > LIMIT_BITS:
        raise _too_large(node.at)
    result: Any = Matrix.identity(size)
    while n:
        if n % 2:
            result = result @ base if isinstance(base, Matrix) and isinstance(result, Matrix) else _mat(result) * _mat(base)
        n //= 2
        if n:
            base = base @ base if isinstance(base, Matrix) else base * base
    return result


def _square(value: Any, node: Node) -> int:
    rows, columns = _shape(value)
    if rows != columns:
        raise Unreadable(f"A square matrix is expected here, not {_named(value)} one.", node.at, code="shape")
    return rows


def _inverse(value: Any, node: Node) -> Any:
    if type(value) in _SCALARS:
        return 1 / _divisor(value, node)
    if isinstance(value, Identity):
        return Identity(1 / _divisor(value.scale, node))
    _square(value, node)
    try:
        return value.inv()
    except ZeroDivisionError:
        if isinstance(value, Matrix):
            raise Undefined("A singular matrix has no inverse.", node.at, "division-by-zero") from None
        raise Imprecise("This matrix may be singular.", node.at, "division-by-zero") from None


def _inv(arguments: list[Any], node: Call) -> Any:
    return _inverse(arguments[0], node)


def _transpose(arguments: list[Any], node: Call) -> Any:
    x = arguments[0]
    if isinstance(x, Matrix):
        return x.T
    return x.transpose() if isinstance(x, arb_mat) else x


def _det(arguments: list[Any], node: Call) -> Any:
    x = arguments[0]
    if type(x) in _SCALARS:
        return x
    if isinstance(x, Identity):
        if x.scale == 1:
            return ONE
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    _square(x, node)
    return x.det()


def _trace(arguments: list[Any], node: Call) -> Any:
    x = arguments[0]
    if type(x) in _SCALARS:
        return x
    if isinstance(x, Identity):
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    _square(x, node)
    return x.trace()


def _rank(arguments: list[Any], node: Call) -> fmpq:
    x = arguments[0]
    if isinstance(x, Matrix):
        return fmpq(x.rank())
    if isinstance(x, fmpq):
        return fmpq(int(x != 0))
    raise Imprecise("The rank cannot be told.", node.at)


def _norm(arguments: list[Any], node: Call) -> Scalar:
    """The Euclidean norm of a vector, Frobenius norm of a matrix; norm(x, 1) and norm(x, inf) for vectors."""
    x = arguments[0]
    if isinstance(x, Identity):
        raise Unreadable("The size of I is not clear here.", node.at, code="shape")
    if type(x) in _SCALARS:
        return _absolute(x)
    values = [y for row in _table(x) for y in row]
    if len(arguments) == 2:
        if arguments[1] != 1 or 1 not in _shape(x):
            raise Unreadable("Only the norms 1 and 2 of vectors are read here.", node.at, code="arguments")
        return sum((_absolute(y) for y in values), ZERO)
    return nth_root(sum((y * y for y in values), ZERO), 2)


def _abs(arguments: list[Any], node: Call) -> Scalar:
    """|x|: of a vector its norm, of a square matrix its determinant."""
    x = arguments[0]
    if type(x) in _SCALARS:
        return _absolute(x)
    return _norm(arguments, node) if 1 in _shape(x) else _det(arguments, node)


def _absolute(x: Scalar) -> Scalar:
    return abs(x) if isinstance(x, arb) or x >= 0 else -x


_SEVERAL: dict[str, Callable[[list[Any], Call], Any]] = {
    "abs": _abs,
    "norm": _norm,
    "det": _det,
    "tr": _trace,
    "rank": _rank,
    "transpose": _transpose,
    "inv": _inv,
    "min": _extreme(False),
    "max": _extreme(True),
    "binom": _binomial,
    "root": _nth,
    "ln": _logarithm,
    "log": _logarithm,
}

_HANDLERS: dict[type, Callable[[Any, Env], Any]] = {
    Num: _num,
    Name: _name,
    Const: _const,
    Neg: _neg,
    Binary: _binary,
    Call: _call,
    Group: _group,
    Sequence: _sequence,
    Rows: _rows,
    SetOf: _other,
    Interval: _other,
    Union: _other,
    Relation: _other,
    Logic: _other,
    Word: _other,
}


# --- relations ---------------------------------------------------------------------------------------------


def _logic(node: Logic, env: Env) -> bool | None:
    return _three_valued((holds(part, env) for part in node.parts), every=node.op == "and")


def _three_valued(parts: Any, every: bool) -> bool | None:
    """and (every) / or over True, False and None, stopping at the first that decides."""
    unknown = False
    for part in parts:
        if part is None:
            unknown = True
        elif part is not every:
            return not every
    return None if unknown else every


def _link(op: str, left: Node, right: Node, env: Env) -> bool | None:
    """The truth of one comparison, at rising precision."""
    for bits in STEPS:
        try:
            with ctx.workprec(bits):
                answer = _compared(op, _value(left, env), _value(right, env), bits, left)
        except Imprecise:
            continue
        except Undefined:
            return None
        if answer is not None:
            return answer
    return None


def _compared(op: str, x: Any, y: Any, bits: int, node: Node) -> bool | None:
    if op in ("=", "!="):
        same = same_value(x, y, bits)
        return same if same is None or op == "=" else not same
    x, y = _scalar(x, node), _scalar(y, node)
    same = agree(x, y, bits) if bits > 128 or isinstance(x, fmpq) and isinstance(y, fmpq) else None
    if same:
        return op in ("<=", ">=")
    if x < y:
        return op in ("<", "<=")
    return op in (">", ">=") if x > y else None


def same_value(x: Any, y: Any, bits: int) -> bool | None:
    """Are two values equal, entry by entry? Irrational ones are called equal only from 1152 bits on."""
    if type(x) in _SCALARS and type(y) in _SCALARS:
        same = agree(x, y, bits)
        exact = isinstance(x, fmpq) and isinstance(y, fmpq)
        return None if same and not exact and bits <= 128 else same
    if isinstance(x, Identity) and isinstance(y, Identity):
        return same_value(x.scale, y.scale, bits)
    x, y = (_fitted(x, y), _fitted(y, x))
    if _shape(x) != _shape(y):
        return False
    if _shape(x) == (1, 1):
        return same_value(_scalar(x, _NOWHERE), _scalar(y, _NOWHERE), bits)
    pairs = zip(_flat(x), _flat(y), strict=True)
    return _three_valued((same_value(a, b, bits) for a, b in pairs), every=True)


def _fitted(x: Any, other: Any) -> Any:
    """An identity or the number 0 in the shape of the other side."""
    rows, columns = _shape(other)
    if isinstance(x, Identity):
        return x.sized(rows)
    if isinstance(x, fmpq) and x == 0:
        return Matrix.wrap(fmpq_mat(rows, columns))
    return x


def _flat(value: Matrix | arb_mat) -> list[Scalar]:
    return [x for row in _table(value) for x in row]


_NOWHERE = Num("0")


def _finite(value: Any, node: Node) -> Any:
    if isinstance(value, arb) and not value.is_finite():
        raise Imprecise("This number is too large to compute with.", node.at)
    return value


def _too_large(at: int) -> Unreadable:
    return Unreadable("This number is too large to compute with.", at, code="too-large", hint="a smaller number")
