"""Wrong and equal replies for an answer of any kind: (label, response)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from quizgen.answers.affine import AffineAnswer
from quizgen.answers.base import Answer
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.code import CodeAnswer
from quizgen.answers.echo import typed
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.language import read
from quizgen.answers.number import NumberAnswer
from quizgen.answers.ordering import OrderingAnswer
from quizgen.answers.replies import without_left_side
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Interval, Logic, Name, Node, QuizgenError, Relation, Sequence, Word
from quizgen.answers.table import TableAnswer
from quizgen.answers.trees import places
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.vector import DirectionAnswer
from tests.mutations import code, symbolic
from tests.mutations.evaluate import NoValueError, value
from tests.mutations.rewrites import rewrites, spellings
from tests.mutations.second import right, samples
from tests.mutations.slips import slips

Labelled = tuple[str, dict[str, str]]


# --- what is wrong -----------------------------------------------------------------------------------------


def wrong(answer: Answer) -> Iterator[Labelled]:
    """Replies with one slip. Some may happen to be right: see `is_right`."""
    match answer:
        case TableAnswer():
            for row in answer.rows:
                for label, reply in wrong(row.answer):
                    yield label, answer.typed() | {row.name: next(iter(reply.values()))}
        case ChoiceAnswer():
            yield from (("option", {"answer": text}) for text in _other_choices(answer))
        case OrderingAnswer():
            yield from (("order", {"answer": " ".join(map(str, order))}) for order in _orders(answer))
        case TruthAnswer():
            yield from _untruths(answer)
        case CodeAnswer():
            yield from (("code", {"code": source}) for source in code.slips(answer.reference))
        case _:
            yield from _slipped(answer)


def _slipped(answer: Answer) -> Iterator[Labelled]:
    right_reply = answer.typed()
    for name, tree in trees(answer, right_reply).items():
        if isinstance(tree, Word):
            yield "word", right_reply | {name: "0"}
            continue
        names = tuple(x.name for x in _names(answer, tree))
        for label, other in slips(tree, names):
            yield label, right_reply | {name: typed(other)}


def _names(answer: Answer, tree: Node) -> list[Name]:
    """Names of one shape, which could be confused."""
    if not isinstance(answer, ExpressionAnswer):
        return []
    return [Name(name) for name in answer.names]


def _other_choices(answer: ChoiceAnswer) -> Iterator[str]:
    marked = [option.correct for option in answer.options]
    for i in range(len(marked)):
        if answer.multiple:
            ticked = [j + 1 for j, m in enumerate(marked) if m != (i == j)]
            yield ", ".join(map(str, ticked)) or "none"
        elif not marked[i]:
            yield str(i + 1)


def _orders(answer: OrderingAnswer) -> Iterator[list[int]]:
    order = [int(word) for word in answer.typed()["answer"].split()]
    for i in range(len(order)):
        yield [*order[:i], *order[i + 1 :]]
        for j in range(i + 1, len(order)):
            yield [*order[:i], order[j], *order[i + 1 : j], order[i], *order[j + 1 :]]
    for line in range(1, len(answer.lines) + 1):
        if line not in order:
            yield [*order, line]
            yield [line, *order]


def _untruths(answer: TruthAnswer) -> Iterator[Labelled]:
    reply = answer.typed()
    if answer.truth:
        filled = {w.name: w.example or "1" for w in answer.witnesses} | ({"reason": "1"} if answer.reasons else {})
        yield "word", filled | {"verdict": "false"}
        return
    yield "word", reply | {"verdict": "true"}
    yield "nothing given", {"verdict": "false"} if len(reply) > 1 else {"verdict": "true"}
    for i, option in enumerate(answer.reasons):
        if not option.correct:
            yield "reason", reply | {"reason": str(i + 1)}
    for name, tree in trees(answer, reply).items():
        for label, other in slips(tree, ()):
            yield label, reply | {name: typed(other)}


# --- what is right -----------------------------------------------------------------------------------------


def equal(answer: Answer) -> Iterator[Labelled]:
    """The right reply written in other ways."""
    yield from (("notation", reply) for reply in answer.notations())
    match answer:
        case TableAnswer():
            for row in answer.rows:
                for label, reply in equal(row.answer):
                    yield label, answer.typed() | {row.name: next(iter(reply.values()))}
        case ChoiceAnswer():
            yield from (("spelling", {"answer": text}) for text in _choices(answer))
        case OrderingAnswer():
            yield from (("order", {"answer": ", ".join(map(str, order))}) for order in _right_orders(answer))
        case CodeAnswer():
            yield from (("code", {"code": source}) for source in code.rewrites(answer.reference, answer.function))
        case TruthAnswer():
            yield from _written(answer)
        case _:
            yield from _written(answer)
            yield from _by_kind(answer)


def _written(answer: Answer) -> Iterator[Labelled]:
    reply = answer.typed()
    for name, tree in trees(answer, reply).items():
        for label, text in spellings(reply[name], tree):
            yield label, reply | {name: text}
        if isinstance(tree, Word) or getattr(answer, "form", ""):
            continue
        if isinstance(answer, IntervalAnswer) and isinstance(tree, Sequence):
            tree = Interval(*tree.items, tree.open == "[", tree.open == "[")
        for label, other in rewrites(tree, lambda node: _is_number(answer, node)):
            yield label, reply | {name: typed(other)}


def _is_number(answer: Answer, node: Node) -> bool:
    """True where a tree is a number at a sample point (parameters of a set are numbers)."""
    env: Any = samples(answer)[0] if isinstance(answer, ExpressionAnswer) else dict.fromkeys("stuvwpqrabc", 2)
    try:
        return not hasattr(value(node, env), "shape")
    except NoValueError:
        return False


def _by_kind(answer: Answer) -> Iterator[Labelled]:
    match answer:
        case ExpressionAnswer() if not answer.shapes and not answer.form and answer.constant == "none":
            texts = symbolic.changed(answer.node, answer.names, answer.domain)
            yield from ((label, {"answer": text}) for label, text in texts)
        case DirectionAnswer(entries=entries) if not answer.unit:
            yield from _multiples(entries, (2, -3, 7) if answer.sign_free else (2, 7))
        case SetAnswer(items=items) if not answer.word and items:
            yield "order", {"answer": "{" + ", ".join(items[1:] + items[:1]) + "}"}
            if not answer.multiplicity:
                yield "repeated", {"answer": "{" + ", ".join(items + items) + "}"}
        case IntervalAnswer():
            yield from _split(answer)
        case BasisAnswer(orthonormal=False) if answer.vectors:
            yield from _bases(answer)
        case AffineAnswer(empty=False) if answer.directions:
            yield from _sets(answer)
        case FactorisationAnswer(product="U*Sigma*V^T"):
            yield from _flipped(answer)


def _multiples(entries: tuple[str, ...], factors: tuple[int, ...]) -> Iterator[Labelled]:
    for k in factors:
        yield f"{k} times", {"answer": "[" + ", ".join(f"{k}*({x})" for x in entries) + "]"}
        yield f"over {k}", {"answer": "[" + ", ".join(f"({x})/({k})" for x in entries) + "]"}


def _split(answer: IntervalAnswer) -> Iterator[Labelled]:
    """An interval as two that touch, which overlap."""
    for piece in answer.parts:
        if "inf" in piece.low + piece.high or piece.low == piece.high:
            continue
        middle = f"({piece.low} + {piece.high})/2"
        left, right_ = "[" if piece.low_closed else "(", "]" if piece.high_closed else ")"
        others = [p for p in answer.parts if p is not piece]
        rest = "".join(" U " + IntervalAnswer((p,)).typed()["answer"] for p in others)
        yield "split", {"answer": f"{left}{piece.low}, {middle}] U ({middle}, {piece.high}{right_}{rest}"}


def _bases(answer: BasisAnswer) -> Iterator[Labelled]:
    vectors = answer.vectors
    scaled = ["(" + ", ".join(f"-3*({x})" for x in v) + ")" for v in vectors]
    yield "scaled", {"answer": ", ".join(scaled)}
    yield "scaled", {"answer": ", ".join("1/2(" + ", ".join(v) + ")" for v in vectors)}
    if len(vectors) > 1:
        first = "(" + ", ".join(f"{x} + 2*({y})" for x, y in zip(vectors[0], vectors[1], strict=True)) + ")"
        rest = ["(" + ", ".join(v) + ")" for v in vectors[1:]]
        yield "combined", {"answer": ", ".join([*rest, first])}


def _sets(answer: AffineAnswer) -> Iterator[Labelled]:
    point, directions = answer.point, answer.directions
    letters = [c for c in "stuvwpqr" if c not in answer.names]

    def shown(start: tuple[str, ...], moves: list[tuple[str, ...]]) -> dict[str, str]:
        parts = ["(" + ", ".join(start) + ")"]
        parts += [f"{c}({', '.join(d)})" for c, d in zip(letters, moves, strict=False)]
        return {"answer": " + ".join(parts)}

    moved = tuple(f"{x} + 2*({y})" for x, y in zip(point, directions[0], strict=True))
    scaled = [tuple(f"-3*({x})" for x in d) for d in directions]
    yield "another point", shown(moved, list(directions))
    yield "scaled", shown(point, scaled)
    yield "reversed", shown(moved, list(directions[::-1]))
    if len(directions) > 1:
        first = tuple(f"{x} - ({y})" for x, y in zip(directions[0], directions[1], strict=True))
        yield "combined", shown(moved, [first, *directions[1:]])


def _flipped(answer: FactorisationAnswer) -> Iterator[Labelled]:
    """The sign of a singular vector on both sides."""
    rows = {f.name: f.rows for f in answer.factors}
    for k in range(min(len(rows["U"][0]), len(rows["V"][0]))):
        flipped = {
            name: "["
            + "; ".join(", ".join(f"-({x})" if j == k else x for j, x in enumerate(row)) for row in rows[name])
            + "]"
            for name in ("U", "V")
        }
        yield "flipped", answer.typed() | flipped


def _choices(answer: ChoiceAnswer) -> Iterator[str]:
    marked = [i + 1 for i, option in enumerate(answer.options) if option.correct]
    if answer.multiple:
        yield " and ".join(map(str, marked[::-1])) or "None"
        yield ";".join(map(str, marked)) or "none of these"
        return
    for i in marked:
        yield from (f"({i})", f"{i}.", f" {i} ", f"option {i}", chr(64 + i))


def _right_orders(answer: OrderingAnswer, count: int = 5) -> Iterator[list[int]]:
    """Orders that respect every pair, at random."""
    source = random.Random(str(answer.before))
    index = {line.id: i + 1 for i, line in enumerate(answer.lines)}
    pairs = [(index[a], index[b]) for a, b in answer.before]
    for _ in range(count):
        left, order = [index[line.id] for line in answer.lines if line.needed], []
        while left:
            order.append(source.choice([i for i in left if not any(b == i and a in left for a, b in pairs)]))
            left.remove(order[-1])
        yield order


# --- the second opinion ------------------------------------------------------------------------------------


CHOSEN = ("", "none", "true", "false")


def trees(answer: Answer, reply: dict[str, str]) -> dict[str, Node]:
    """The reply to each field that is read as mathematics. Raises Unreadable."""
    found = {}
    for field in answer.fields():
        if field.name in reply and field.input in ("line", "lines", "grid"):
            named = isinstance(answer, (NumberAnswer, ExpressionAnswer))
            text = without_left_side(reply[field.name]) if named else reply[field.name]
            found[field.name] = read(text, field.vocabulary, field.expects)
    return found


def is_right(answer: Answer, reply: dict[str, str]) -> bool | None:
    """The second opinion; None where there is none (the kind is not known here)."""
    chosen = [reply.get(field.name, "1") for field in answer.fields() if field.options]
    if any(x.strip("0123456789, ") not in CHOSEN for x in chosen) or reply.get("verdict") in ("1", "2"):
        return None  # options by letter or text are for the judge to read
    match answer:
        case TableAnswer():
            said = [is_right(row.answer, {row.answer.fields()[0].name: reply[row.name]}) for row in answer.rows]
            return None if None in said else all(said)
        case ChoiceAnswer():
            ticked = {int(n) - 1 for n in re.findall(r"\d+", reply["answer"])}
            marked = {i for i, option in enumerate(answer.options) if option.correct}
            return ticked == marked if answer.multiple else ticked <= marked
        case OrderingAnswer():
            return _in_order(answer, [int(n) - 1 for n in re.findall(r"\d+", reply["answer"])])
        case CodeAnswer():
            return code.is_right(answer, reply["code"])
    if isinstance(answer, TruthAnswer) and (
        answer.truth or answer.reasons or reply["verdict"] != "false" or len(reply) < 2
    ):
        return reply == answer.typed()
    try:
        found = trees(answer, reply)
        return None if any(map(_is_beyond, found.values())) else right(answer, found)
    except (NoValueError, QuizgenError):
        return False
    except KeyError:
        return None


def _is_beyond(tree: Node) -> bool:
    """Words, and values given by name ("x = 1, y = 2"), are not read by the second opinion."""
    return isinstance(tree, Word) or any(isinstance(x, (Relation, Logic)) for x in places(tree))


def _in_order(answer: OrderingAnswer, order: list[int]) -> bool:
    ids = [answer.lines[i].id for i in order]
    if sorted(ids) != sorted(line.id for line in answer.lines if line.needed):
        return False
    return all(ids.index(a) < ids.index(b) for a, b in answer.before)
