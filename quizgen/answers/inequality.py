"""Inequality: a condition with <, <=, >, >= and and / or, right when it has the same solutions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.relations import Condition, slips, spellings, texts
from quizgen.answers.replies import UNDECIDED, author, faults, guarded, once, replied
from quizgen.answers.syntax import (
    Interval,
    Logic,
    Node,
    Relation,
    Sequence,
    SetOf,
    Union,
    Unreadable,
    Vocabulary,
    Word,
    bare,
)


class InequalityAnswer(Answer, frozen=True, tag="inequality", omit_defaults=True, rename={"text": "value"}):
    """Inequalities and chains, joined by and / or, in one real variable or in several.

    One variable: judged as a solution set, exactly, whether solved or not ("x^2 < 4", "-2 < x < 2", "(-2, 2)",
    "|x| < 2" are the same), with rational and algebraic ends; which ends belong to it matters. Several
    variables: the same comparisons in any order, each up to a positive constant factor (or a negative one
    with the sign turned round). With `solved`, one-variable replies must be solved for it.

    Codes: "end-type" (right but for ends that belong or do not belong), "complement", "reversed", "strictness",
    "always-true", "word", "not-solved", else "incorrect". What is no condition is unreadable ("not-an-interval",
    "not-an-inequality").
    """

    text: str
    """The right condition in the answer language ("value" in JSON)."""
    names: tuple[str, ...] = ("x",)
    domain: dict[str, str] = {}
    solved: bool = False
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, names: tuple[str, ...] | None = None, **options: Any) -> InequalityAnswer:
        """From text."""
        return cls(str(value), **options) if names is None else cls(str(value), tuple(names), **options)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the text may use."""
        return Vocabulary(names=self.names)

    @property
    def node(self) -> Node:
        """The right condition as a tree."""
        return bare(author(self.text, self.vocabulary, "relation"))

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        several = len(self.names) > 1
        example = f"{self.names[0]} + 2{self.names[1]} < 3" if several else f"1 < {(self.names or ('x',))[0]} <= 2"
        return (Field("answer", self.label, "line", "relation", example=example, vocabulary=self.vocabulary),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no condition."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        from quizgen.answers import compare

        node = replied(response, self.fields()[0])
        domains = {name: compare.domain(text) for name, text in self.domain.items()}
        verdict = judged(node, self.node, domains)
        if verdict is CORRECT and self.solved and not is_solved(node):
            return Verdict("partial", 0.5, "not-solved", "This is right; solve it for the variable.")
        return verdict

    def typed(self) -> dict[str, str]:
        """The condition."""
        return {"answer": self.text}

    def notations(self) -> Iterator[dict[str, str]]:
        """Sides exchanged, multiples (turned round for negative ones), LaTeX."""
        found = list(texts(spellings(self.node, self.text)))
        yield from found[: 5 if self.solved else None]

    def tex(self) -> str:
        """The condition as LaTeX."""
        from quizgen.answers.echo import tex

        return tex(self.node)

    def value(self) -> Condition:
        """The condition, with `.holds(x=...)`."""
        return Condition(self.text, self.vocabulary)

    def perturbed(self) -> Iterator[InequalityAnswer]:
        """One slip each: numbers, strictness, direction, and for or."""
        for text in once(slips(self.node)):
            yield replace(self, text=text)

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        return faults(self)


def judged(node: Node, right: Node, domains: dict[str, Any]) -> Verdict:
    """The verdict on a reply of conditions. Raises Unreadable and Undefined."""
    from quizgen.answers import compare

    node = bare(node)
    names = sorted(compare.survey(node).names | compare.survey(right).names)
    if len(names) <= 1:
        return _on_the_line(node, right, names[0] if names else "x")
    return _in_several(node, right, domains)


def _on_the_line(node: Node, right: Node, name: str) -> Verdict:
    from quizgen.answers import solutions

    if not isinstance(node, (Relation, Logic, Interval, Union, SetOf, Sequence, Word)):
        raise Unreadable("An inequality is asked for here.", node.at, code="not-an-inequality", hint=f"{name} < 2")
    if isinstance(node, Word) and node.word not in ("all", "none"):
        return incorrect("word")
    try:
        found = solutions.compared(node, right, name)
    except solutions.Unsolved:
        same = solutions.sampled(node, right, name)
        return UNDECIDED if same is None else incorrect()
    if found == "same":
        return CORRECT
    if found == "undecided":
        return UNDECIDED
    if found == "end-type":
        return incorrect("end-type", "The ends are right, but not which of them belong to the solutions.")
    if found == "complement":
        return incorrect("complement", "This is everything else: the complement.")
    return incorrect()


def _in_several(node: Node, right: Node, domains: dict[str, Any]) -> Verdict:
    from quizgen.answers import inequalities

    if isinstance(node, Word):
        return incorrect("word")
    if isinstance(node, Sequence):
        node = Logic("and", node.items, node.at)
    if isinstance(right, Sequence):
        right = Logic("and", right.items, right.at)
    if not isinstance(node, (Relation, Logic)):
        raise Unreadable(
            "An inequality is asked for here.", node.at, code="not-an-inequality", hint="such as x + y < 2"
        )
    same = inequalities.same_conditions(node, right, domains)
    if same:
        return CORRECT
    if same is None:
        return UNDECIDED
    return _slip(node, right, domains)


def _slip(node: Node, right: Node, domains: dict[str, Any]) -> Verdict:
    """A single comparison the wrong way round, or strict for not strict."""
    from quizgen.answers.inequalities import same_conditions

    if isinstance(node, Relation) and len(node.operators) == 1:
        turned: dict[str, Any] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        loosened: dict[str, Any] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
        op = node.operators[0]
        if op in turned and same_conditions(replace(node, operators=(turned[op],)), right, domains):
            return incorrect("reversed", "This is the wrong way round.")
        if op in loosened and same_conditions(replace(node, operators=(loosened[op],)), right, domains):
            return incorrect("strictness", "Look again at whether equality is allowed.")
    return incorrect()


def is_solved(node: Node) -> bool:
    """True for intervals, and for comparisons of a lone name with constants."""
    from quizgen.answers.compare import survey
    from quizgen.answers.syntax import Name

    node = bare(node)
    if isinstance(node, Logic):
        return all(map(is_solved, node.parts))
    if isinstance(node, Sequence) and any(isinstance(bare(x), Relation) for x in node.items):
        return all(map(is_solved, node.items))
    if isinstance(node, Relation):
        return all(isinstance(bare(x), Name) or not survey(x).names for x in node.operands)
    return True
