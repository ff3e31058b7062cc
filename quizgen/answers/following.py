"""A right answer that follows from the learner's own reply to an earlier part: an error carried forward.

The reply is never computed with as text: its tree takes the place of the names in the author's expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer, Response
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.replies import author, replied
from quizgen.answers.sets import SetAnswer
from quizgen.answers.source import source
from quizgen.answers.syntax import Group, Node, Num, Rows, Unreadable, Vocabulary, Word, bare
from quizgen.answers.syntax import Sequence as Items
from quizgen.answers.vector import DirectionAnswer, VectorAnswer, as_column

SINGLE = (NumberAnswer, VectorAnswer, DirectionAnswer, MatrixAnswer, AffineAnswer)
"""Kinds whose reply is one value that something can follow from; of an affine set it is the point."""

CLOSE = "1/1000"
"""Relative deviation allowed for a number that is irrational only because of an earlier mistake."""


def following(
    answer: Answer, earlier: Answer, response: Response, names: Sequence[str], expression: str, guard: str
) -> Answer | None:
    """`answer` with the value that `expression` has at the reply to `earlier`.

    `names` stand for the entries of that reply, one name alone for the whole of it. None where nothing follows:
    the reply cannot be read or has another shape, `guard` does not hold for it, or the value cannot be computed.
    """
    from quizgen.answers.trees import substituted
    from quizgen.answers.values import Imprecise, Undefined

    try:
        given = _guarded(earlier, response, names, guard)
        words = vocabulary(earlier, names)
        extra = answer.names if isinstance(answer, ExpressionAnswer) else ()
        words = Vocabulary((*words.names, *extra), words.matrices)
        return with_value(answer, substituted(author(expression, words), given))
    except (Unreadable, Undefined, Imprecise):
        return None


def chosen(
    answer: ChoiceAnswer,
    earlier: Answer,
    response: Response,
    names: Sequence[str],
    conditions: Sequence[str],
    guard: str,
) -> ChoiceAnswer | None:
    """`answer` with those options right whose condition the reply to `earlier` meets; None as for `following`."""
    from quizgen.answers.values import Imprecise, Undefined

    if len(conditions) != len(answer.options):
        return None
    try:
        given = _guarded(earlier, response, names, guard)
        right = [_meets(given, vocabulary(earlier, names), condition) for condition in conditions]
    except (Unreadable, Undefined, Imprecise):
        return None
    if not any(right) and not answer.multiple:
        return None
    options = (replace(o, correct=holds) for o, holds in zip(answer.options, right, strict=True))
    return replace(answer, options=tuple(options))


def _guarded(earlier: Answer, response: Response, names: Sequence[str], guard: str) -> Mapping[str, Node]:
    """As `named`; raises Unreadable where the guard does not hold too."""
    given = named(earlier, response, names)
    if guard and not _meets(given, vocabulary(earlier, names), guard):
        raise Unreadable("Nothing follows from this reply.", code="not-a-value")
    return given


def _meets(given: Mapping[str, Node], words: Vocabulary, condition: str) -> bool:
    """Whether a condition holds. Raises Unreadable, Undefined and Imprecise."""
    from quizgen.answers.trees import substituted
    from quizgen.answers.values import holds

    return bool(holds(substituted(author(condition, words, "relation"), given)))


def vocabulary(earlier: Answer, names: Sequence[str]) -> Vocabulary:
    """The names as the expression may use them: one name for a whole vector or matrix does not commute."""
    whole = len(names) == 1 and not isinstance(earlier, NumberAnswer)
    return Vocabulary(tuple(names), tuple(names) if whole else ())


def named(earlier: Answer, response: Response, names: Sequence[str]) -> Mapping[str, Node]:
    """What the names stand for in a reply. Raises Unreadable where they do not fit it."""
    from quizgen.answers.values import entries

    node = value_of(earlier, response)
    if len(names) == 1:
        return {names[0]: node if isinstance(node, (Items, Rows)) else Group(node)}
    rows = entries(node) or []
    flat = [x for row in rows for x in row]
    if len(flat) != len(names):
        raise Unreadable("This has another shape.", node.at, code="shape")
    return {name: Group(short(x)) for name, x in zip(names, flat, strict=True)}


def value_of(earlier: Answer, response: Response) -> Node:
    """A reply as one number, vector or matrix. Raises Unreadable for what is none."""
    if not isinstance(earlier, SINGLE):
        raise Unreadable("Nothing follows from such a reply.", code="not-a-value")
    if isinstance(earlier, NumberAnswer):
        return short(earlier.reply(response))
    field = earlier.fields()[0]
    if isinstance(earlier, AffineAnswer):
        reply = earlier.read(replied(response, field))
        return exact(author(source(reply[""]))) if "" in reply else Items(())
    names = getattr(earlier, "names", ())
    node = bare(replied(response, field))
    if isinstance(node, Word):
        raise Unreadable("A word is no value.", node.at, code="word")
    return exact(as_column(node, names) if isinstance(earlier, (VectorAnswer, DirectionAnswer)) else node)


def exact(node: Node) -> Node:
    """A calculated matrix such as 1/2 [1, 3] with its entries written out, where they are rational."""
    from quizgen.answers.values import entries, rational_matrix

    if entries(node) is not None:
        return node
    matrix = rational_matrix(node)
    return node if matrix is None else author(source(matrix))


def short(node: Node) -> Node:
    """A rational as its plain fraction: it is repeated in the expression."""
    from quizgen.answers.values import rational

    value = rational(node)
    return node if value is None or isinstance(node, Num) else author(str(value))


def with_value(answer: Answer, node: Node) -> Answer | None:
    """The same answer with another right value; None for a kind, or a shape, that takes none."""
    from quizgen.answers.values import entries

    match answer:
        case NumberAnswer():
            return _roundable(answer, replace(answer, text=next(written([node]))))
        case ExpressionAnswer():
            return replace(answer, text=next(written([node])))
        case SetAnswer() if not answer.word:
            return replace(answer, items=tuple(written(getattr(bare(node), "items", ()))))
        case VectorAnswer() | DirectionAnswer() if not getattr(answer, "word", ""):
            rows = entries(exact(node)) or []
            flat = [x for row in rows for x in row]
            return replace(answer, entries=tuple(written(flat))) if len(flat) == len(answer.entries) else None
        case MatrixAnswer() if not answer.word:
            rows = entries(exact(node)) or []
            table = tuple(tuple(written(row)) for row in rows)
            return replace(answer, rows=table) if (len(rows), len(rows[0]) if rows else 0) == answer.shape else None
    return None


def _roundable(answer: NumberAnswer, following: NumberAnswer) -> NumberAnswer:
    """Where a rational number would have been right and a root or an angle follows, its decimals are right too."""
    from quizgen.answers.replies import exact as rational

    rounded = not following.rounding.exact or rational(answer.text) is None or rational(following.text) is not None
    return following if rounded else replace(following, relative=CLOSE)


def written(nodes: Sequence[Node]) -> Iterator[str]:
    """Each as text of the language, computed where it is rational."""
    from quizgen.answers.echo import typed
    from quizgen.answers.values import rational

    for node in nodes:
        value = rational(node)
        yield typed(node) if value is None else str(value)
