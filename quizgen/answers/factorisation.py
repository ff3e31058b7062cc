"""Factorisation: matrices whose product is the given one and which have the structure asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import BRIEF, CORRECT, Answer, Field, Outcome, Response, Verdict, incorrect
from quizgen.answers.replies import author, replied
from quizgen.answers.syntax import Node, Rows, Unreadable, Vocabulary, Word
from quizgen.answers.syntax import Sequence as Listed

if TYPE_CHECKING:
    from quizgen.answers.spaces import Precision, Table

Structure: TypeAlias = Literal[
    "orthogonal",
    "orthonormal-columns",
    "orthonormal-rows",
    "diagonal",
    "nonnegative-diagonal",
    "positive-diagonal",
    "descending-diagonal",
    "lower-triangular",
    "unit-lower-triangular",
    "upper-triangular",
    "symmetric",
    "permutation",
    "invertible",
]

SENTENCES: dict[str, str] = {
    "orthogonal": "is not orthogonal: its columns must have length 1 and be orthogonal to each other",
    "orthonormal-columns": "does not have orthonormal columns",
    "orthonormal-rows": "does not have orthonormal rows",
    "diagonal": "is not diagonal",
    "nonnegative-diagonal": "has a negative entry on its diagonal",
    "positive-diagonal": "has an entry on its diagonal that is not positive",
    "descending-diagonal": "has a diagonal that does not descend",
    "lower-triangular": "is not lower triangular",
    "unit-lower-triangular": "is not lower triangular with ones on its diagonal",
    "upper-triangular": "is not upper triangular",
    "symmetric": "is not symmetric",
    "permutation": "is not a permutation matrix",
    "invertible": "is not invertible",
}


CONVENTIONS = ("nonnegative-diagonal", "positive-diagonal", "descending-diagonal")
CONVENTION_SCORE = 0.5
"""Of a factorisation that holds, against a convention."""


class Factor(Struct, frozen=True, omit_defaults=True):
    """One matrix to give."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    """A right one, entries in the answer language."""
    structure: tuple[Structure, ...] = ()
    label: str = ""
    """Markup before the field; "$name =$" where empty."""

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self.rows), len(self.rows[0])

    @property
    def symbol(self) -> str:
        """The name as LaTeX: Sigma is a letter, not five."""
        from quizgen.answers.echo import tex
        from quizgen.answers.syntax import Name

        return tex(Name(self.name))


class FactorisationAnswer(Answer, frozen=True, tag="factorisation", omit_defaults=True):
    """Any matrices with the structure declared whose product is `target`.

    The shapes come first (code "shape"; with `free_shape` only the product has to fit, for full and thin forms),
    then the structure of each factor in turn (code "structure:orthogonal"), then the product ("product").
    Where only a convention fails (`CONVENTIONS`, or the ones on a triangular diagonal) the reply is partial and worth
    half. Anything else is incorrect: identity matrices have every structure, and the matrix itself times the identity
    has the right product. Rational entries are settled exactly, roots by balls; with `decimals`, numbers typed with
    a point may be rounded to so many places, and the rounding is carried through the product.
    """

    factors: tuple[Factor, ...]
    target: tuple[tuple[str, ...], ...]
    product: str = ""
    """How the factors make the target, in the answer language, such as "U*S*V^T" or "P*D*P^-1"; empty: their
    product in the order given."""
    decimals: int | None = None
    free_shape: bool = False

    @classmethod
    def of(
        cls,
        target: Iterable[Iterable[Any]],
        factors: Iterable[tuple[str, Any, Sequence[Structure]]],
        **options: Any,
    ) -> FactorisationAnswer:
        """From the matrix and (name, matrix, structure) for each factor. A matrix is an exact.Matrix or rows
        of ints, fractions or texts such as "sqrt(2)/2"."""
        made = tuple(Factor(name, _texts(rows), tuple(structure)) for name, rows, structure in factors)
        return cls(made, _texts(target), **options)

    def fields(self) -> tuple[Field, ...]:
        """One grid for each factor."""
        return tuple(map(self._field, self.factors))

    def _field(self, factor: Factor) -> Field:
        rows, columns = (0, 0) if self.free_shape else factor.shape
        example = "[1, 2; 3, 4]"
        return Field(
            factor.name,
            factor.label or f"${factor.symbol} =$",
            "grid",
            "matrix",
            rows,
            columns,
            example=example,
            labelled=True,
        )

    def judge(self, response: Response) -> Verdict:
        """See the class."""
        from quizgen.answers import spaces

        nodes = [self._read(factor, response) for factor in self.factors]
        misfit = self._misfit(nodes)
        if misfit is not None:
            return misfit
        conditions = self._conditions(nodes)
        if BRIEF.get():
            settled = (spaces.settle(test, self.decimals) for test in conditions.values())
            return CORRECT if all(settled) else incorrect()
        answers = {key: spaces.settle(test, self.decimals) for key, test in conditions.items()}
        if False in answers.values() and self._is_rounded(nodes):
            return incorrect("rounding", "Entries are rounded; exact numbers are asked for, such as sqrt(2)/2.")
        return self._verdict(answers, nodes)

    def _is_rounded(self, nodes: Sequence[Node]) -> bool:
        """Whether everything holds as nearly as the decimals that were typed can tell."""
        from quizgen.answers import spaces
        from quizgen.answers.closeness import most_decimals

        most = most_decimals(*nodes)
        if self.decimals is not None or most < 2:
            return False
        return all(spaces.settle(test, most) for test in replace(self, decimals=most)._conditions(nodes).values())

    def _is_convention(self, key: tuple[str, str], nodes: Sequence[Node]) -> bool:
        """Whether a condition that fails is only an agreement on signs, order or scale."""
        from quizgen.answers import spaces

        name, condition = key
        if condition == "unit-lower-triangular":
            node = next(node for factor, node in zip(self.factors, nodes, strict=True) if factor.name == name)
            return spaces.settle(self._structural("lower-triangular", node), self.decimals) is True
        return condition in CONVENTIONS

    def _read(self, factor: Factor, response: Response) -> Node:
        try:
            node = _lying(replied(response, self._field(factor)), factor.shape)
            if isinstance(node, Word):
                raise Unreadable("A matrix is asked for here, not words.", node.at, code="word")
            self._table(node, 128)
        except Unreadable as error:
            error.field = factor.name
            raise
        return node

    def _table(self, node: Node, bits: int) -> Table:
        from quizgen.answers import spaces, values

        try:
            return _tabulated(node, spaces.Precision(bits, self.decimals))
        except values.Undefined as error:
            raise error.unreadable() from None

    def _misfit(self, nodes: Sequence[Node]) -> Verdict | None:
        """The first factor of a wrong shape."""
        tables = [self._table(node, 128) for node in nodes]
        shapes = [(len(rows), len(rows[0])) for rows in tables]
        for factor, found in zip(self.factors, shapes, strict=True):
            if found != factor.shape and not self.free_shape:
                return incorrect(
                    "shape",
                    f"${factor.symbol}$ is {_by(found)}, and should be {_by(factor.shape)}.",
                    field=factor.name,
                    fields={factor.name: "incorrect"},
                )
        try:
            product = self._multiplied(tables, 128)
        except Unreadable as error:
            if error.code != "shape":
                raise
            return incorrect("shape", f"The shapes do not fit together: {error.message}")
        except _not_settled():
            return None
        if (len(product), len(product[0])) != (len(self.target), len(self.target[0])):
            return incorrect("shape", f"The product is {len(product)}×{len(product[0])}.")
        return None

    def _multiplied(self, tables: Sequence[Table], bits: int) -> Table:
        """The product of the factors, at the current precision."""
        from quizgen.answers import spaces, values

        names = tuple(factor.name for factor in self.factors)
        formula = author(self.product or "*".join(names), Vocabulary(names=names, matrices=names))
        matrices = (spaces.exact(rows) or spaces.balls(rows) for rows in tables)
        value = values.evaluate(formula, dict(zip(names, matrices, strict=True)), bits)
        if hasattr(value, "to_rows"):
            return [list(row) for row in value.to_rows()]
        return [list(row) for row in value.tolist()] if hasattr(value, "tolist") else [[value]]

    def _conditions(self, nodes: Sequence[Node]) -> dict[tuple[str, str], Callable[[Precision], bool | None]]:
        """A test for each structure of each factor, and for the product, by (factor, condition)."""
        tests: dict[tuple[str, str], Callable[[Precision], bool | None]] = {}
        for factor, node in zip(self.factors, nodes, strict=True):
            for structure in factor.structure:
                tests[factor.name, structure] = self._structural(structure, node)
        tests["", "product"] = lambda at: self._product_holds(nodes, at)
        return tests

    def _structural(self, structure: str, node: Node) -> Callable[[Precision], bool | None]:
        return lambda at: _PREDICATES[structure](self._table(node, at.bits), at)

    def _product_holds(self, nodes: Sequence[Node], at: Precision) -> bool | None:
        from quizgen.answers import spaces, values

        try:
            product = self._multiplied([self._table(node, at.bits) for node in nodes], at.bits)
        except values.Imprecise:
            raise
        except values.Undefined:
            return False  # a factor whose inverse is in the product has none
        target = [spaces.numbers(row, at) for row in self.target]
        pairs = zip(_flat(product), _flat(target), strict=True)
        return at.all_zero([x - y for x, y in pairs])

    def _verdict(self, answers: dict[tuple[str, str], bool | None], nodes: Sequence[Node]) -> Verdict:
        if all(answers.values()):
            return CORRECT
        fields: dict[str, Outcome] = {
            f.name: "incorrect"
            for f in self.factors
            if any(answer is False for (name, _), answer in answers.items() if name == f.name)
        }
        failed = [key for key, answer in answers.items() if answer is False]
        if not failed:
            return Verdict("undecided", 0.0, "undecided", "It could not be settled whether this holds.")
        (name, condition), product_fails = failed[0], answers["", "product"] is False
        lenient = all(self._is_convention(key, nodes) for key in failed)
        outcome: Outcome = "partial" if lenient else "incorrect"
        score = CONVENTION_SCORE if lenient else 0.0
        if not name:
            message = f"The product ${self._formula()}$ is not the matrix asked for."
            return Verdict(outcome, score, "product", message, fields=fields)
        more = " Besides, the product is not the matrix asked for." if product_fails else ""
        symbol = next(factor.symbol for factor in self.factors if factor.name == name)
        message = f"${symbol}$ {SENTENCES[condition]}.{more}"
        return Verdict(outcome, score, f"structure:{condition}", message, name, fields=fields)

    def _formula(self) -> str:
        from quizgen.answers.echo import tex
        from quizgen.answers.language import read

        names = tuple(factor.name for factor in self.factors)
        return tex(read(self.product or " ".join(names), Vocabulary(names=names, matrices=names)))

    def typed(self) -> dict[str, str]:
        """The stored factors."""
        return {f.name: "[" + "; ".join(", ".join(row) for row in f.rows) + "]" for f in self.factors}

    def notations(self) -> Iterator[dict[str, str]]:
        """MATLAB's way, Python's way, rows on lines."""
        yield self.typed()
        yield {f.name: "[" + ", ".join("[" + ", ".join(row) + "]" for row in f.rows) + "]" for f in self.factors}
        if all(" " not in x for f in self.factors for row in f.rows for x in row):
            yield {f.name: "\n".join(" ".join(row) for row in f.rows) for f in self.factors}

    def tex(self) -> str:
        """Each factor with its name."""
        pairs = zip(self.factors, self.pieces(), strict=True)
        return ",\\quad ".join(f"{factor.symbol} = {piece}" for factor, piece in pairs)

    def pieces(self) -> tuple[str, ...]:
        """The LaTeX of each factor alone."""
        from quizgen.answers import spaces
        from quizgen.answers.echo import tex

        return tuple(tex(spaces.shown(f.rows)) for f in self.factors)

    def value(self) -> dict[str, Any]:
        """By name: an exact.Matrix where all entries are rational, else rows of floats."""
        from quizgen.answers import spaces
        from quizgen.exact import Matrix

        numbers = {f.name: (spaces.rationals(f.rows), f.rows) for f in self.factors}
        return {name: spaces.floats(rows) if q is None else Matrix(q) for name, (q, rows) in numbers.items()}

    def perturbed(self) -> Iterator[FactorisationAnswer]:
        """In each factor: its first and last nonzero entry made one larger, a column doubled."""
        for k, factor in enumerate(self.factors):
            for rows in _changed(factor.rows):
                other = replace(factor, rows=rows)
                yield replace(self, factors=(*self.factors[:k], other, *self.factors[k + 1 :]))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        try:
            verdict = self.judge(self.typed())
        except Unreadable as error:
            return (f"the stored factors cannot be read: {error.message}",)
        return () if verdict.outcome == "correct" else (f"the stored factors are refused: {verdict.message}",)


@lru_cache(maxsize=64)
def _tabulated(node: Node, at: Precision) -> Table:
    """The numbers of a factor: each of its conditions asks for them."""
    from quizgen.answers import spaces

    return spaces.table(node, at)


def _by(shape: tuple[int, int]) -> str:
    return f"{shape[0]}×{shape[1]}"


def _lying(node: Node, shape: tuple[int, int]) -> Node:
    """A flat list is a column, but a row where a row is asked for."""
    if isinstance(node, Listed) and shape[0] == 1 and len(node.items) == shape[1]:
        return Rows((node.items,), node.at)
    return node


def _changed(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[tuple[str, ...], ...]]:
    from quizgen.answers import spaces

    places = [(i, j) for i, row in enumerate(rows) for j, x in enumerate(row) if x not in ("0", "")]
    for i, j in dict.fromkeys(places[:1] + places[-1:]):
        row = (*rows[i][:j], spaces.plus_one(rows[i][j]), *rows[i][j + 1 :])
        yield (*rows[:i], row, *rows[i + 1 :])
    yield tuple((spaces.times(row[0], 2), *row[1:]) for row in rows)


def _texts(rows: Any) -> tuple[tuple[str, ...], ...]:
    from quizgen.answers.spaces import plain

    listed = rows.to_rows() if hasattr(rows, "to_rows") else rows
    return tuple(tuple(map(plain, row)) for row in listed)


def _flat(rows: Table) -> list[Any]:
    return [x for row in rows for x in row]


def _not_settled() -> type[Exception]:
    from quizgen.answers.values import Undefined

    return Undefined


# --- the predicates: each says yes, no, or None where the precision is too small ---------------------------


def _orthonormal(vectors: Table, at: Precision) -> bool | None:
    from quizgen.answers.spaces import gram

    products = gram(vectors)
    return at.all_zero([x - int(i == j) for i, row in enumerate(products) for j, x in enumerate(row)])


def _columns(rows: Table) -> Table:
    return [list(column) for column in zip(*rows, strict=True)]


def _square(rows: Table) -> bool:
    return len(rows) == len(rows[0])


def _orthogonal(rows: Table, at: Precision) -> bool | None:
    return _square(rows) and _orthonormal(_columns(rows), at)


def _vanish(rows: Table, at: Precision, where: Callable[[int, int], bool]) -> bool | None:
    return at.all_zero([x for i, row in enumerate(rows) for j, x in enumerate(row) if where(i, j)])


def _diagonal_of(rows: Table) -> list[Any]:
    return [rows[i][i] for i in range(min(len(rows), len(rows[0])))]


def _at_least(xs: Sequence[Any], at: Precision) -> bool | None:
    """Are all of xs at least 0? A ball that contains 0 has to be settled as 0, or counts as rounded."""
    answers: list[bool | None] = []
    for x in xs:
        if x > 0 or x < 0:
            answers.append(bool(x > 0))
        else:
            answers.append(at.zero(x))
    return False if False in answers else None if None in answers else True


def _all_positive(xs: Sequence[Any], at: Precision) -> bool | None:
    answers = [True if x > 0 else False if x < 0 or at.zero(x) else None for x in xs]
    return False if False in answers else None if None in answers else True


def _both(*answers: bool | None) -> bool | None:
    return False if False in answers else None if None in answers else True


def _diagonal(rows: Table, at: Precision) -> bool | None:
    return _vanish(rows, at, lambda i, j: i != j)


def _lower(rows: Table, at: Precision) -> bool | None:
    return _vanish(rows, at, lambda i, j: i < j)


def _unit_lower(rows: Table, at: Precision) -> bool | None:
    return _both(_lower(rows, at), at.all_zero([x - 1 for x in _diagonal_of(rows)]))


def _descending(rows: Table, at: Precision) -> bool | None:
    entries = _diagonal_of(rows)
    return _at_least([x - y for x, y in pairwise(entries)], at)


def _symmetric(rows: Table, at: Precision) -> bool | None:
    if not _square(rows):
        return False
    size = range(len(rows))
    return at.all_zero([rows[i][j] - rows[j][i] for i in size for j in size if i < j])


def _permutation(rows: Table, at: Precision) -> bool | None:
    if not _square(rows) or any(x not in (0, 1) for x in _flat(rows)):
        return False
    return all(sum(int(x == 1) for x in line) == 1 for line in [*rows, *_columns(rows)])


def _invertible(rows: Table, at: Precision) -> bool | None:
    from quizgen.answers.spaces import independent

    return _square(rows) and independent(rows, at)


_PREDICATES: dict[str, Callable[[Table, Precision], bool | None]] = {
    "orthogonal": _orthogonal,
    "orthonormal-columns": lambda rows, at: _orthonormal(_columns(rows), at),
    "orthonormal-rows": _orthonormal,
    "diagonal": _diagonal,
    "nonnegative-diagonal": lambda rows, at: _at_least(_diagonal_of(rows), at),
    "positive-diagonal": lambda rows, at: _all_positive(_diagonal_of(rows), at),
    "descending-diagonal": _descending,
    "lower-triangular": _lower,
    "unit-lower-triangular": _unit_lower,
    "upper-triangular": lambda rows, at: _vanish(rows, at, lambda i, j: i > j),
    "symmetric": _symmetric,
    "permutation": _permutation,
    "invertible": _invertible,
}
