"""Equation: an equation or a system of them, right up to rearrangement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.relations import Condition, slips, spellings, texts
from quizgen.answers.replies import UNDECIDED, author, faults, guarded, once, replied
from quizgen.answers.source import source
from quizgen.answers.syntax import Binary, Group, Logic, Node, Num, Relation, Unreadable, Vocabulary, Word, bare


class EquationAnswer(Answer, frozen=True, tag="equation", omit_defaults=True, rename={"text": "value"}):
    """An equation in `names`, or several ("x + y = 3, x - y = 1") that all hold.

    One equation is right up to rearrangement: sides exchanged, a nonzero constant factor, terms moved over,
    denominators cleared (where only single points are lost), and factors dropped that `domain` keeps from
    being zero. (x - 1)^2 = 0 is not x - 1 = 0: the factor must be constant. Systems of linear equations are
    right when they have the same solutions (rank), systems of polynomials when they generate the same ideal.

    Codes: "always-true" (0 = 0), "never-true" (1 = 0), "incomplete" (right, but equations are missing), "word",
    else "incorrect". What is no equation is unreadable ("not-an-equation").
    """

    text: str
    """The right equations, with commas or "and" between them ("value" in JSON)."""
    names: tuple[str, ...] = ("x", "y")
    domain: dict[str, str] = {}
    """Where names live, as in ExpressionAnswer."""
    label: str = ""
    """Markup before the field."""

    @classmethod
    def of(cls, value: Any, names: tuple[str, ...] | None = None, **options: Any) -> EquationAnswer:
        """From text, or from a sympy equation."""
        text = f"{source(value.lhs)} = {source(value.rhs)}" if hasattr(value, "lhs") else str(value)
        return cls(text, **options) if names is None else cls(text, tuple(names), **options)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the text may use."""
        return Vocabulary(names=self.names)

    @property
    def node(self) -> Node:
        """The right equations as a tree."""
        return bare(author(self.text, self.vocabulary, "relation"))

    def fields(self) -> tuple[Field, ...]:
        """One line; several where the answer has several equations."""
        from quizgen.answers.syntax import Sequence

        several = isinstance(self.node, (Sequence, Logic))
        first, last = (self.names or ("x",))[0], (self.names or ("x",))[-1]
        example = f"{first} + 2{last} = 3" if first != last else f"{first}^2 = 5"
        kind: Any = "lines" if several else "line"
        return (Field("answer", self.label, kind, "relation", example=example, vocabulary=self.vocabulary),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is no equation."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        return judged(replied(response, self.fields()[0]), self.node, self._domains())

    def _domains(self) -> dict[str, Any]:
        from quizgen.answers import compare

        return {name: compare.domain(text) for name, text in self.domain.items()}

    def typed(self) -> dict[str, str]:
        """The equations."""
        return {"answer": self.text}

    def notations(self) -> Iterator[dict[str, str]]:
        """Sides exchanged, everything on one side, multiples, LaTeX."""
        yield from texts(spellings(self.node, self.text))

    def tex(self) -> str:
        """The equations as LaTeX."""
        from quizgen.answers.echo import tex

        return tex(self.node)

    def value(self) -> Condition:
        """The condition, with `.holds(x=..., y=...)`."""
        return Condition(self.text, self.vocabulary)

    def perturbed(self) -> Iterator[EquationAnswer]:
        """One slip each."""
        for text in once(slips(self.node)):
            yield replace(self, text=text)

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        from quizgen.answers.equations import is_zero, listed
        from quizgen.answers.inequalities import is_equations

        if not is_equations(self.node):
            return ("this is no equation",)
        if any(is_zero(f, self._domains()) for f in listed(self.node)):
            return ("one of the equations is always true",)
        return faults(self)


def judged(node: Node, right: Node, domains: dict[str, Any]) -> Verdict:
    """The verdict on a reply of equations. Raises Unreadable and Undefined."""
    from quizgen.answers import equations
    from quizgen.answers.inequalities import is_equations

    node = _one_equation(bare(node))
    if isinstance(node, Word):
        return incorrect("word", "There is an equation to give here.")
    if not is_equations(node):
        message = "An equation is asked for here."
        raise Unreadable(message, node.at, code="not-an-equation", hint="such as y = 2x + 1")
    typed, wanted = equations.listed(node), equations.listed(right)
    found = equations.same(typed, wanted, domains)
    if found:
        return CORRECT
    if all(equations.is_zero(f, domains) for f in typed):
        return incorrect("always-true", "This is true for all values, and so says nothing.")
    if found is None:
        return UNDECIDED
    return _miss(typed, wanted, domains)


def _one_equation(node: Node) -> Node:
    """x = 2 or x = -2 as (x - 2)(x + 2) = 0; anything else as it is."""
    parts = node.parts if isinstance(node, Logic) and node.op == "or" else ()
    equations = [x for x in parts if isinstance(x, Relation) and x.operators == ("=",)]
    if not equations or len(equations) < len(parts):
        return node
    differences: list[Node] = [Group(Binary("-", x.operands[0], Group(x.operands[1]))) for x in equations]
    product = differences[0]
    for factor in differences[1:]:
        product = Binary("*", product, factor)
    return Relation((product, Num("0")), ("=",), node.at)


def _miss(typed: list[Node], wanted: list[Node], domains: dict[str, Any]) -> Verdict:
    """What is wrong, where it is certain."""
    from quizgen.answers import equations
    from quizgen.answers.compare import survey

    if any(not survey(f).names for f in typed):
        return incorrect("never-true", "This is true for no values.")
    hits = [any(equations.proportional(f, g, domains) for g in wanted) for f in typed]
    if len(typed) < len(wanted) and all(hits):
        share = len(typed) / len(wanted)
        return Verdict("partial", share, "incomplete", "These are right, but equations are missing.")
    return incorrect()
