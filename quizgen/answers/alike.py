"""Are two values alike, whatever they are: numbers, expressions, points, sets, intervals, equations?

One recursive comparison for tuples and sets of anything, with names on a domain, rounding where it is declared,
and complex numbers. This module imports flint: import it inside functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flint import ctx

from quizgen.answers import compare, complexes, values
from quizgen.answers.closeness import Rounding, settled
from quizgen.answers.samples import Domain, Stream, points
from quizgen.answers.syntax import Interval, Logic, Node, Relation, Rows, SetOf, SetOperation, Union, Word, bare
from quizgen.answers.syntax import Sequence as Items
from quizgen.answers.trees import places

MOST = 60
"""Items of a set or list that are compared."""


class Scope(NamedTuple):
    """What the names mean and what deviation is allowed."""

    domain: Mapping[str, Domain] = {}
    rounding: Rounding = Rounding()


def every(parts: Sequence[bool | None]) -> bool | None:
    """and over True, False and None."""
    return False if False in parts else None if None in parts else True


def alike(a: Node, b: Node, scope: Scope = Scope()) -> bool | None:  # noqa: B008 (immutable)
    """Are `a` (a reply) and `b` (the right one) the same? None: undecided.

    Raises Unreadable for what makes no sense. Sets ignore order and repeats, tuples do not; brackets of tuples and
    vectors do not matter; relations are compared as relations.
    """
    a, b = bare(a), bare(b)
    if isinstance(a, Word) or isinstance(b, Word):
        return _word(a) == _word(b) != ""
    if values.infinite(a) or values.infinite(b):
        return values.infinite(a) == values.infinite(b)
    if isinstance(a, (Relation, Logic)) or isinstance(b, (Relation, Logic)):
        return _relations(a, b, scope)
    if isinstance(a, SetOf) or isinstance(b, SetOf):
        return same_sets(a.items, b.items, scope) if isinstance(a, SetOf) and isinstance(b, SetOf) else False
    if isinstance(a, (Interval, Union, SetOperation)) or isinstance(b, (Interval, Union, SetOperation)):
        return _intervals(a, b, scope)
    if isinstance(a, (Items, Rows)) and isinstance(b, (Items, Rows)):
        return _entries(a, b, scope)
    return scalars(a, b, scope)


def _word(node: Node) -> str:
    if isinstance(node, SetOf) and not node.items:
        return "none"
    return node.word if isinstance(node, Word) else ""


def _relations(a: Node, b: Node, scope: Scope) -> bool | None:
    from quizgen.answers.inequalities import same_conditions

    if not isinstance(a, (Relation, Logic)) or not isinstance(b, (Relation, Logic)):
        return False
    return same_conditions(a, b, scope.domain)


def _intervals(a: Node, b: Node, scope: Scope) -> bool | None:
    if isinstance(a, SetOperation) or isinstance(b, SetOperation):
        from quizgen.answers.solutions import same_sets as same

        return None if compare.survey(a).names or compare.survey(b).names else same(a, b, "x")
    parts_a, parts_b = _pieces(a), _pieces(b)
    if parts_a is None or parts_b is None:
        return False
    if not any(compare.survey(x).names for x in (*_ends(parts_a), *_ends(parts_b))):
        from quizgen.answers.solutions import same_sets as same

        return same(a, b, "x")
    if len(parts_a) != len(parts_b):
        return False
    return matched(parts_a, parts_b, lambda x, y: _interval(x, y, scope))


def _pieces(node: Node) -> list[Interval] | None:
    """The intervals of a union; a pair in ( ) or [ ] is an open or closed one."""
    if isinstance(node, Interval):
        return [node]
    if isinstance(node, Items) and len(node.items) == 2 and node.open:
        closed = node.open == "["
        return [Interval(node.items[0], node.items[1], closed, closed, node.at)]
    if isinstance(node, Union):
        parts = [_pieces(x) for x in node.parts]
        return None if None in parts else [piece for part in parts for piece in part or ()]
    return None


def _ends(pieces: Sequence[Interval]) -> list[Node]:
    return [end for piece in pieces for end in (piece.low, piece.high)]


def _interval(a: Interval, b: Interval, scope: Scope) -> bool | None:
    if (a.low_closed, a.high_closed) != (b.low_closed, b.high_closed):
        return False
    return every([alike(a.low, b.low, scope), alike(a.high, b.high, scope)])


def _entries(a: Node, b: Node, scope: Scope) -> bool | None:
    """Entry by entry; a matrix and a list of its rows are the same, rows and columns of one line too."""
    if isinstance(a, Items) and isinstance(b, Items) and any(map(_is_collection, (*a.items, *b.items))):
        if len(a.items) != len(b.items):
            return False
        return every([alike(x, y, scope) for x, y in zip(a.items, b.items, strict=True)])
    rows_a, rows_b = values.entries(a), values.entries(b)
    if rows_a is None or rows_b is None:
        return False
    if len(rows_b) != len(rows_a) and (len(rows_a) == 1 or len(rows_b) == 1) and not _both_matrices(a, b):
        rows_a, rows_b = _line(rows_a), _line(rows_b)
    if [len(row) for row in rows_a] != [len(row) for row in rows_b]:
        return False
    pairs = [pair for rows in zip(rows_a, rows_b, strict=True) for pair in zip(*rows, strict=True)]
    return every([alike(x, y, scope) for x, y in pairs])


def _both_matrices(a: Node, b: Node) -> bool:
    return isinstance(a, Rows) and isinstance(b, Rows)


def _line(rows: list[list[Node]]) -> list[list[Node]]:
    return [[x] for row in rows for x in row] if len(rows) == 1 else rows


def _is_collection(node: Node) -> bool:
    return isinstance(bare(node), (SetOf, Interval, Union, Relation, Logic, Word, Items, Rows))


def same_sets(a: Sequence[Node], b: Sequence[Node], scope: Scope, multiplicity: bool = False) -> bool | None:
    """The same items in any order; repeats count only with `multiplicity`."""
    if max(len(a), len(b)) > MOST:
        return None
    if multiplicity:
        return matched(a, b, lambda x, y: alike(x, y, scope)) if len(a) == len(b) else False
    table = [[alike(x, y, scope) for y in b] for x in a]
    rows = [_any(row) for row in table]
    columns = [_any([row[j] for row in table]) for j in range(len(b))]
    return every([*rows, *columns])


def _any(parts: Sequence[bool | None]) -> bool | None:
    return True if True in parts else None if None in parts else False


def matched(a: Sequence[Node], b: Sequence[Node], same: Callable[..., bool | None]) -> bool | None:
    """Is there a pairing of equals? (Equality is transitive: the first partner that is free will do.)"""
    free, unknown = list(b), False
    for x in a:
        for i, y in enumerate(free):
            found = same(x, y)
            unknown = unknown or found is None
            if found:
                del free[i]
                break
        else:
            return None if unknown else False
    return True if not free else None if unknown else False


# --- scalars -----------------------------------------------------------------------------------------------


def scalars(a: Node, b: Node, scope: Scope) -> bool | None:
    """Two numbers or expressions (or computed vectors)."""
    names = sorted(compare.survey(a).names | compare.survey(b).names)
    if complexes.mentions_i(a) or complexes.mentions_i(b):
        return complexes.equal(a, b, names, scope.domain)
    if not compare.survey(b).names and not _is_real(b):
        return complexes.equal(a, b, names, scope.domain)
    if not scope.rounding.exact:
        return settled(a, b, scope.rounding) if not names else _roughly(a, b, names, scope)
    found_ = compare.equal(a, b, scope.domain)
    return None if found_ == "undecided" else found_ == "equal"


def _is_real(node: Node) -> bool:
    """False where the right constant has no real value: then sqrt(-4) means 2i."""
    if not any(getattr(x, "op", "") == "^" or hasattr(x, "function") for x in places(node)):
        return True
    try:
        values.computed(node, {}, 128)
    except values.Imprecise:
        return True
    except values.Undefined as error:
        return error.code == "division-by-zero"
    return True


def _roughly(a: Node, b: Node, names: list[str], scope: Scope) -> bool | None:
    """Expressions whose values are as close as allowed, at every sample point."""
    agreed = 0
    for env in points(names, scope.domain, [], Stream(b"rough")):
        try:
            pair = values.computed(a, env, 256), values.computed(b, env, 256)
        except values.Undefined:
            continue
        if values.shape(pair[0]) != (1, 1) or values.shape(pair[1]) != (1, 1):
            return False if values.shape(pair[0]) != values.shape(pair[1]) else None
        with ctx.workprec(256):
            typed, right = values.scalar(pair[0], a), values.scalar(pair[1], b)  # a 1×1 matrix is its entry
            gap, most = abs(typed - right), scope.rounding.allowed(right)
        if not gap <= most:
            return False if gap > most else None
        agreed += 1
    return True if agreed >= compare.ENOUGH else None
