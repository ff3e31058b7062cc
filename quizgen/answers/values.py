"""What a syntax tree is worth: exact rationals and matrices first, balls (python-flint `arb`) where roots occur.

Real numbers only. Nothing here runs long: exponents, factorials and digits are bounded before computing.
This module imports flint: import it inside the functions of a kind, not at the top of the kind's module.

Three ways to fail: `Unreadable` (the reply makes no sense: shapes, 1/0, too large, an unknown name),
`Undefined` (no real value, such as sqrt(-1)), and `Imprecise` (the ball is too wide to tell; try more bits).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from flint import arb, arb_mat, ctx, fmpq

from quizgen.answers.angles import TRIGONOMETRIC, at_turns, turns
from quizgen.answers.balls import (
    LIMIT_BITS,
    ONE,
    SCALARS,
    STEPS,
    ZERO,
    Imprecise,
    Undefined,
    agree,
    divisor,
    has_names,
    integer_power,
    irrational_power,
    number,
    root_power,
    threshold,
    too_large,
)
from quizgen.answers.functions import FUNCTIONS, SCALAR_FUNCTIONS, SPECIAL, arity
from quizgen.answers.linear import (
    OPERATIONS,
    Identity,
    assembled,
    entry,
    entrywise,
    matrix_power,
    same_value,
    scalar,
    shape,
    table,
    three_valued,
)
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
    Word,
)
from quizgen.exact import Matrix

__all__ = [
    "FUNCTIONS", "LIMIT_BITS", "STEPS", "Identity", "Imprecise", "Undefined", "agree", "computed", "entries",
    "evaluate", "has_names", "holds", "infinite", "number", "rational", "rational_matrix", "real", "real_matrix",
    "same_value",
    "shape", "table", "threshold", "turns_of", "vectors",
]  # fmt: skip

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
        if isinstance(value, (Matrix, arb_mat)) and shape(value) == (1, 1) and not _written_as_matrix(node):
            value = entry(value)
        return _finite(value, node, env or {})


def computed(node: Node, env: Env, bits: int) -> Any:
    """Like evaluate, but an identity of unknown size comes back as Identity, and a 1×1 matrix as it is."""
    with ctx.workprec(bits):
        return _finite(_value(node, env), node, env)


def rational(node: Node) -> fmpq | None:
    """The exact value of a constant, or None when it is not rational (roots, pi, names, matrices).

    Raises Unreadable with code "division-by-zero", "undefined" or "too-large".
    """
    if isinstance(node, Num):
        return number(node.text, node.percent, node.at)
    try:
        with ctx.workprec(64):
            value = scalar(_value(node, {}), node)
    except Imprecise:
        return None
    except Undefined as error:
        raise error.unreadable() from None
    except Unreadable as error:
        if error.code in ("unknown-name", "not-a-value", "shape"):
            return None
        raise
    return value if isinstance(value, fmpq) else None


def turns_of(node: Node) -> fmpq | None:
    """The q of a constant angle q pi, None where it is not written as such."""
    try:
        return turns(node, lambda part: _value(part, {}))
    except (Undefined, Unreadable):
        return None


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
        return arb(scalar(value, node))


def entries(node: Node) -> list[list[Node]] | None:
    """The entries of a vector (n×1) or matrix as typed, row by row; None when it is neither.

    Looks through brackets and transposes and computes nothing: `2[1, 2]` is None (see `evaluate`).
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
        return [[arb(x) for x in row] for row in table(value)]


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
    return three_valued(
        (
            _link(op, a, b, env or {})
            for op, a, b in zip(node.operators, node.operands, node.operands[1:], strict=False)
        ),
        every=True,
    )


def infinite(node: Node) -> int:
    """1 for inf, -1 for -inf, 0 for anything else."""
    if isinstance(node, Group):
        return infinite(node.inner)
    if isinstance(node, Neg):
        return -infinite(node.argument)
    return 1 if isinstance(node, Const) and node.name == "inf" else 0


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
    return assembled([[scalar(_value(x, env), x) for x in row] for row in rows])


def _stacked(node: Sequence) -> list[list[Node]] | None:
    """A sequence of numbers as a column; of rows of one length as a matrix; None when the items do not fit."""
    if not any(isinstance(item, (Sequence, Rows)) for item in node.items):
        return [[item] for item in node.items]
    if not all(isinstance(item, Sequence) for item in node.items):
        return None
    rows = [list(item.items) for item in node.items if isinstance(item, Sequence)]
    return rows if len({len(row) for row in rows}) == 1 else None


def _other(node: Node, env: Env) -> Any:
    kind = {
        SetOf: "a set",
        Interval: "an interval",
        Union: "a union",
        SetOperation: "a set",
        Relation: "an equation or inequality",
    }
    what = kind.get(type(node), "words")
    raise Unreadable(f"A value is expected here, not {what}.", node.at, code="not-a-value")


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


def _binary(node: Binary, env: Env) -> Any:
    op = node.op
    if op == "^":
        return _power(node, env)
    left, right = _value(node.left, env), _value(node.right, env)
    if type(left) in SCALARS and type(right) in SCALARS:
        if op == "*":
            return _times(left, right)
        if op == "+":
            return left + right
        if op == "-":
            return left - right
        return left / divisor(right, node.right)
    return OPERATIONS[op](left, right, node)


def _times(left: Any, right: Any) -> Any:
    """The product; an exact zero makes it exact."""
    if type(left) is not type(right) and (left == 0 if isinstance(left, fmpq) else right == 0):
        return ZERO
    return left * right


def _power(node: Binary, env: Env) -> Any:
    exponent = _value(node.right, env)
    if isinstance(node.left, Const) and node.left.name == "e":
        return SCALAR_FUNCTIONS["exp"](scalar(exponent, node.right), node)
    base = _value(node.left, env)
    exponent = scalar(exponent, node.right)
    if isinstance(base, (Matrix, arb_mat, Identity)) and (isinstance(base, Identity) or shape(base) != (1, 1)):
        return matrix_power(base, exponent, node)
    base = scalar(base, node.left)
    if isinstance(exponent, arb):
        return irrational_power(base, exponent, node)
    if exponent.q == 1:
        return integer_power(base, int(exponent.p), node, bool(env))
    return root_power(base, exponent, node)


def _call(node: Call, env: Env) -> Any:
    if node.function in TRIGONOMETRIC and len(node.arguments) == 1:
        q = turns(node.arguments[0], lambda part: _value(part, env))
        found = None if q is None else at_turns(node.function, q, node)
        if found is not None:
            return found
    # norm(x, inf): infinity is no value.
    count = 1 if node.function == "norm" else len(node.arguments)
    arguments = [_value(x, env) for x in node.arguments[:count]] + [ONE] * (len(node.arguments) - count)
    special = SPECIAL.get(node.function)
    if special:
        return special(arguments, node)
    function = SCALAR_FUNCTIONS.get(node.function)
    if function is None:
        return _symbol(node, env)(*(scalar(x, node) for x in arguments))
    if len(arguments) != 1:
        raise arity(node, "one value")
    x = arguments[0]
    if isinstance(x, (Matrix, arb_mat)) and shape(x) != (1, 1):
        return entrywise(function, x, node)
    return function(scalar(x, node.arguments[0]), node)


def _symbol(node: Call, env: Env) -> Callable[..., Any]:
    function = env.get(node.function)
    if not callable(function):
        raise Unreadable(f"The function {node.function} is not known here.", node.at, code="unknown-name")
    return function


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
    SetOperation: _other,
    Relation: _other,
    Logic: _other,
    Word: _other,
}


# --- relations ---------------------------------------------------------------------------------------------


def _logic(node: Logic, env: Env) -> bool | None:
    return three_valued((holds(part, env) for part in node.parts), every=node.op == "and")


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
    x, y = scalar(x, node), scalar(y, node)
    same = agree(x, y, bits) if bits > 128 or (isinstance(x, fmpq) and isinstance(y, fmpq)) else None
    if same:
        return op in ("<=", ">=")
    if x < y:
        return op in ("<", "<=")
    return op in (">", ">=") if x > y else None


def _finite(value: Any, node: Node, env: Env) -> Any:
    """`value`, unless it has overflowed: too large to read for a constant, not to be told at a sample point."""
    if type(value) in SCALARS or isinstance(value, (Matrix, Identity)):
        finite = not isinstance(value, arb) or value.is_finite()
    else:
        finite = all(x.is_finite() for x in value.entries())
    if finite:
        return value
    if env:
        raise Imprecise("This number is too large to compute with.", node.at)
    raise too_large(node.at)
