"""Affine solution sets: any point of the set, any vectors that span its directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import replied
from quizgen.answers.syntax import (
    Binary,
    Call,
    Group,
    Logic,
    Name,
    Neg,
    Node,
    Relation,
    Rows,
    SetOf,
    Unreadable,
    Vocabulary,
    Word,
    bare,
)
from quizgen.answers.syntax import Sequence as Listed

if TYPE_CHECKING:
    from quizgen.exact import Matrix

Linear: TypeAlias = "dict[str, Matrix]"
"""Something affine in its parameters: a matrix for each name, and for "" the part without parameters."""

_LETTERS = ("s", "t", "u", "v", "w", "p", "q", "r", "a", "b", "c")


class AffineAnswer(Answer, frozen=True, tag="affine-set", omit_defaults=True):
    """The set point + span(directions) in Q^n, or the empty set.

    Replies: `(1, 0, 2) + s(1, 1, 0) + t(0, 1, 1)`, `(1 + s, s + t, 2 + t)`, and where `names` are declared also
    `x = 1 + s, y = s, z = 2`, in which an unknown that others are given by is free (`x = 1 + z, y = 2`).
    Right when the point that all parameters 0 give lies in the set and the vectors of the parameters span its
    directions; more parameters than needed are right as long as they span no more. Codes: "shape",
    "particular-only" (no parameter, though the set has some), "point", "direction", "dimension", "not-empty",
    "is-empty". A right point or right directions alone score one half.
    """

    point: tuple[str, ...] = ()
    directions: tuple[tuple[str, ...], ...] = ()
    empty: bool = False
    names: tuple[str, ...] = ()
    """Names of the unknowns, in order, where a reply may give them one by one."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, point: Iterable[Any], directions: Iterable[Iterable[Any]] = (), **options: Any) -> AffineAnswer:
        """From rational vectors, such as exact.Vector."""
        return cls(tuple(map(str, point)), tuple(tuple(map(str, d)) for d in directions), **options)

    @classmethod
    def no_solution(cls, **options: Any) -> AffineAnswer:
        """The empty set."""
        return cls(empty=True, **options)

    def fields(self) -> tuple[Field, ...]:
        """One line; undeclared letters are parameters."""
        example = "(1, 2) + t(3, 4), or no solution"
        vocabulary = Vocabulary(names=self.names, parameters=True)
        return (Field("answer", self.label, "line", "solutions", example=example, vocabulary=vocabulary),)

    def judge(self, response: Response) -> Verdict:
        """See the class."""
        node = bare(replied(response, self.fields()[0]))
        if isinstance(node, SetOf) and not node.items:
            node = Word("none", node.at)
        if isinstance(node, Word):
            return self._judge_word(node)
        reply = self.read(node)
        if self.empty:
            return incorrect("is-empty", "There is no solution.", field="answer")
        return self._judge_set(reply)

    def _judge_word(self, node: Word) -> Verdict:
        if node.word == "none":
            return CORRECT if self.empty else incorrect("not-empty", "There is a solution.", field="answer")
        if node.word == "all" and not self.empty:
            whole = len(self.directions) == len(self.point)
            return CORRECT if whole else incorrect("direction", "Not every vector is a solution.", field="answer")
        raise Unreadable("Say which vectors these are.", node.at, hint="(1, 2) + t(3, 4), or no solution", code="which")

    def read(self, node: Node) -> Linear:
        """The set that a reply describes: n×1 matrices, for "" the point, for each parameter its vector."""
        node = bare(node)
        if isinstance(node, SetOf) and len(node.items) == 1:
            node = bare(node.items[0])
        relations = _relations(node)
        if not relations:
            return _as_column(linear(node), node)
        if len(relations) == 1:
            side = linear(_right_side(relations[0]))
            if not self.names or _shape(side) != (1, 1):
                return _as_column(side, node)
        return self._by_unknowns(relations)

    def _by_unknowns(self, relations: Sequence[Relation]) -> Linear:
        """A set given by one equation for each unknown."""
        from quizgen.exact import Vector

        given = {}
        for relation in relations:
            name = _name(relation.operands[0])
            if name not in self.names or relation.operators != ("=",):
                hint = f"such as {', '.join(f'{n} = ...' for n in self.names)}" if self.names else "(1, 2) + t(3, 4)"
                raise Unreadable(
                    "Give each unknown by an equation of its own.", relation.at, hint=hint, code="relation"
                )
            side = linear(relation.operands[1])
            if _shape(side) != (1, 1):
                raise Unreadable(f"{name} is a number.", relation.operands[1].at, code="shape")
            if set(side) - {""} != {name} or side[name][0] != 1 or side.get("", Vector([0]))[0] != 0:
                given[name] = (side, relation.at)
        used = {p for side, _ in given.values() for p in side}
        free = [n for n in self.names if n not in given and (n in used or _says_itself(n, relations))]
        self._require_all(given, free)
        columns: dict[str, list[Any]] = {}
        for i, name in enumerate(self.names):
            side = given[name][0] if name in given else {name: Vector([1])}
            for parameter, factor in side.items():
                columns.setdefault(parameter, [0] * len(self.names))[i] = factor[0]
        return {"": Vector([0] * len(self.names))} | {p: Vector(c) for p, c in columns.items()}

    def _require_all(self, given: dict[str, tuple[Linear, int]], free: Sequence[str]) -> None:
        for side, at in given.values():
            circle = next((n for n in side if n in given), None)
            if circle is not None:
                message = f"{circle} is itself given by an equation."
                raise Unreadable(message, at, hint="use only parameters and free unknowns", code="relation")
        missing = [n for n in self.names if n not in given and n not in free]
        if missing:
            hint = f"if {missing[0]} may be anything, write {missing[0]} = t"
            raise Unreadable(f"It is not said what {missing[0]} is.", hint=hint, code="missing")

    def _judge_set(self, reply: Linear) -> Verdict:
        point, directions = self._exact()
        length = _shape(reply)[0]
        if length == 1 != point.rows:
            raise Unreadable("A vector is expected here, not a number.", 0, hint="(1, 2) + t(3, 4)", code="shape")
        if length != point.rows:
            message = f"Your vectors have {length} coordinates, and the solutions have {point.rows}."
            return incorrect("shape", message, field="answer")
        got = reply.get("", point * 0)
        moves = {name: v for name, v in reply.items() if name and not v.is_zero}
        rank, size = _rank(directions), len(directions)
        on_it = _rank([*directions, got - point]) == rank
        strays = [name for name, v in moves.items() if _rank([*directions, v]) > rank]
        spans = not strays and _rank(list(moves.values())) == size
        if on_it and spans:
            return CORRECT
        code, message = self._fault(on_it, strays, moves, got)
        half = on_it or (spans and bool(moves))
        return Verdict("partial" if half else "incorrect", 0.5 if half else 0.0, code, message, "answer")

    def _fault(self, on_it: bool, strays: Sequence[str], moves: dict[str, Matrix], got: Matrix) -> tuple[str, str]:
        shown = "(" + ", ".join(map(str, got.entries)) + ")"
        if not on_it:
            start = f"With every parameter 0 your set gives {shown}, which" if moves else f"{shown}"
            return "point", f"{start} is not a solution."
        if not moves:
            return "particular-only", "That is one solution; there are more."
        if strays:
            from quizgen.answers.echo import tex

            stray = tex(Name(strays[0]))
            return "direction", f"The vector that belongs to ${stray}$ leads out of the set of solutions."
        return "dimension", "All of these are solutions, but they are not all solutions."

    def _exact(self) -> tuple[Matrix, list[Matrix]]:
        from quizgen.answers.spaces import rationals
        from quizgen.exact import Vector

        rows = rationals([self.point, *self.directions])
        if rows is None:
            raise ValueError("the entries of an affine set must be rational")
        point, *directions = map(Vector, rows)
        return point, directions

    def _parameters(self) -> list[str]:
        """t for one direction, s and t for two, then u, v, ..."""
        letters = [c for c in _LETTERS if c not in self.names]
        return [letters[1]] if len(self.directions) == 1 else letters[: len(self.directions)]

    def typed(self) -> dict[str, str]:
        """Point plus parameters times vectors, or "no solution"."""
        return {"answer": "no solution" if self.empty else self._sum("({})", ", ", "")}

    def _sum(self, brackets: str, between: str, times: str) -> str:
        parts = [brackets.format(between.join(self.point))]
        for letter, direction in zip(self._parameters(), self.directions, strict=True):
            parts.append(letter + times + brackets.format(between.join(direction)))
        return " + ".join(parts)

    def _coordinates(self) -> list[str]:
        letters = self._parameters()
        return [
            " + ".join([x, *(f"({d[i]})*{c}" for c, d in zip(letters, self.directions, strict=True))])
            for i, x in enumerate(self.point)
        ]

    def notations(self) -> Iterator[dict[str, str]]:
        """As a sum with round and square brackets, by coordinates, by unknowns."""
        yield self.typed()
        if self.empty:
            yield {"answer": "{}"}
            return
        yield {"answer": self._sum("[{}]", "; ", "*")}
        yield {"answer": self._sum("[{}]", ", ", " ")}
        yield {"answer": "(" + ", ".join(self._coordinates()) + ")"}
        if self.names:
            pairs = zip(self.names, self._coordinates(), strict=True)
            yield {"answer": ", ".join(f"{name} = {x}" for name, x in pairs)}

    def tex(self) -> str:
        r"""The point plus parameters times columns, or \emptyset."""
        from quizgen.answers import spaces
        from quizgen.answers.echo import tex

        if self.empty:
            return r"\emptyset"
        pairs = zip(self._parameters(), self.directions, strict=True)
        return " + ".join([tex(spaces.column(self.point)), *(f"{c} {tex(spaces.column(d))}" for c, d in pairs)])

    def value(self) -> tuple[Matrix, list[Matrix]] | None:
        """(point, directions) as exact n×1 matrices; None for the empty set."""
        return None if self.empty else self._exact()

    def perturbed(self) -> Iterator[AffineAnswer]:
        """The point off the set, a direction off the space, one direction less; empty or not."""
        from quizgen.answers import spaces

        if self.empty:
            yield replace(self, empty=False, point=("0",) * max(1, len(self.names)))
            return
        yield replace(self, empty=True, point=(), directions=())
        _, directions = self._exact()
        i = spaces.outside([d.entries for d in directions], len(self.point))
        if i is not None:
            yield replace(self, point=_moved(self.point, i))
        for k, d in enumerate(self.directions):
            others = (*self.directions[:k], *self.directions[k + 1 :])
            yield replace(self, directions=others)
            if i is not None:
                yield replace(self, directions=(*self.directions[:k], _moved(d, i), *self.directions[k + 1 :]))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        if self.empty:
            return ("the empty set has neither point nor directions",) if self.point or self.directions else ()
        if self.names and len(self.names) != len(self.point):
            return ("there must be as many names as coordinates",)
        if any(len(d) != len(self.point) for d in self.directions) or not self.point:
            return ("point and directions differ in length",)
        try:
            _, directions = self._exact()
        except (ValueError, Unreadable) as error:
            return (str(error),)
        return () if _rank(directions) == len(directions) else ("the directions are dependent",)


def linear(node: Node) -> Linear:
    """`node` as something affine in its names. Raises Unreadable code "parameter" when it is not."""
    from quizgen.answers import values
    from quizgen.exact import Matrix

    if isinstance(node, Group):
        return linear(node.inner)
    if isinstance(node, Name):
        return {node.name: Matrix([[1]])}
    if not _names(node):
        value = _constant(node, values)
        return {"": _upright(value) if isinstance(value, Matrix) else Matrix([[value]])}
    if isinstance(node, Neg):
        return {name: -part for name, part in linear(node.argument).items()}
    if isinstance(node, (Listed, Rows)):
        return _stacked(node)
    if isinstance(node, Binary):
        return _binary(node)
    if isinstance(node, Call) and node.function == "transpose":
        return {name: _upright(part.T) for name, part in linear(node.arguments[0]).items()}
    raise _not_linear(node)


def _upright(matrix: Matrix) -> Matrix:
    """A single row as a column: whether a vector stands or lies does not matter here."""
    return matrix.T if matrix.rows == 1 else matrix


def _constant(node: Node, values: Any) -> Any:
    """A value without names, which has to be rational."""
    from flint import fmpq

    from quizgen.exact import Matrix

    try:
        value = values.evaluate(node, {})
    except values.Imprecise:
        value = None
    except values.Undefined as error:
        raise error.unreadable() from None
    if isinstance(value, (Matrix, fmpq)):
        return value
    raise Unreadable("Only integers, fractions and decimals are read here.", node.at, code="irrational")


def _binary(node: Binary) -> Linear:
    left, right = linear(node.left), linear(node.right)
    if node.op in "+-":
        return _sum(left, right if node.op == "+" else {n: -x for n, x in right.items()}, node)
    if node.op == "/" and set(right) == {""} and _shape(right) == (1, 1):
        divisor = right[""][0, 0]
        if divisor == 0:
            raise Unreadable("Division by zero.", node.right.at, code="division-by-zero")
        return {name: part / divisor for name, part in left.items()}
    if node.op == "*" and (set(left) == {""} or set(right) == {""}):
        return {name or other: _times(x, y, node) for name, x in left.items() for other, y in right.items()}
    raise _not_linear(node)


def _sum(left: Linear, right: Linear, node: Node) -> Linear:
    if _shape(left) != _shape(right):
        message = "The shapes do not fit: a vector and a number, or vectors of different length, are added."
        raise Unreadable(message, node.at, code="shape")
    return {**right, **{name: part + right[name] if name in right else part for name, part in left.items()}}


def _times(x: Matrix, y: Matrix, node: Node) -> Matrix:
    if x.shape == (1, 1):
        return y * x[0, 0]
    if y.shape == (1, 1):
        return x * y[0, 0]
    if x.columns == y.rows:
        return x @ y
    raise Unreadable("The shapes do not fit: these cannot be multiplied.", node.at, code="shape")


def _stacked(node: Listed | Rows) -> Linear:
    """A vector or matrix with affine entries."""
    from quizgen.exact import Matrix

    rows = node.rows if isinstance(node, Rows) else tuple((item,) for item in node.items)
    cells = [[linear(x) for x in row] for row in rows]
    if any(_shape(cell) != (1, 1) for row in cells for cell in row):
        raise Unreadable("Each entry has to be a number.", node.at, code="shape")
    names = dict.fromkeys(name for row in cells for cell in row for name in cell)
    return {
        name: Matrix([[cell[name][0, 0] if name in cell else 0 for cell in row] for row in cells])
        for name in ["", *(n for n in names if n)]
    }


def _as_column(side: Linear, node: Node) -> Linear:
    """The same as columns; a single row is turned."""
    upright = {name: _upright(part) for name, part in side.items()}
    if _shape(upright)[1] == 1:
        return upright
    raise Unreadable("A vector is expected here, not a matrix.", node.at, hint="(1, 2) + t(3, 4)", code="shape")


def _relations(node: Node) -> list[Relation]:
    """The equations of a reply; empty when it is not made of equations."""
    node = bare(node)
    if isinstance(node, Relation):
        return [node]
    if isinstance(node, Logic) and node.op == "and":
        parts = node.parts
    elif isinstance(node, (Listed, SetOf)):
        parts = node.items
    else:
        return []
    relations = [part for part in map(bare, parts) if isinstance(part, Relation)]
    if relations and len(relations) < len(parts):
        raise Unreadable("Equations and vectors are mixed here.", node.at, hint="(1, 2) + t(3, 4)", code="relation")
    return relations


def _right_side(relation: Relation) -> Node:
    if any(op != "=" for op in relation.operators):
        raise Unreadable("An equation is expected here.", relation.at, hint="(1, 2) + t(3, 4)", code="relation")
    return relation.operands[-1]


def _says_itself(name: str, relations: Sequence[Relation]) -> bool:
    return any(_name(r.operands[0]) == name and _name(r.operands[-1]) == name for r in relations)


def _name(node: Node) -> str:
    node = bare(node)
    return node.name if isinstance(node, Name) else ""


def _names(node: Node) -> bool:
    """True when a name occurs."""
    if isinstance(node, Name):
        return True
    return any(_names(part) for field in node.__struct_fields__ for part in _nodes(getattr(node, field)))


def _nodes(x: object) -> list[Node]:
    if isinstance(x, tuple):
        return [part for y in x for part in _nodes(y)]
    return [x] if hasattr(x, "__struct_fields__") else []  # type: ignore[list-item]


def _shape(side: Linear) -> tuple[int, int]:
    return next(iter(side.values())).shape


def _rank(vectors: Sequence[Matrix]) -> int:
    from quizgen.exact import Matrix

    return Matrix.from_columns(list(vectors)).rank() if vectors else 0


def _moved(texts: Sequence[str], i: int) -> tuple[str, ...]:
    from quizgen.answers.spaces import plus_one

    return (*texts[:i], plus_one(texts[i]), *texts[i + 1 :])


def _not_linear(node: Node) -> Unreadable:
    return Unreadable(
        "A parameter may only be multiplied by numbers and vectors.",
        node.at,
        hint="(1, 2) + t(3, 4)",
        code="parameter",
    )
