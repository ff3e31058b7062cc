"""Satisfies: any values that meet conditions, such as a vector in a null space or a point on a curve."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from quizgen.answers.base import BRIEF, CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import author, guarded, typed
from quizgen.answers.syntax import Node, Relation, Unreadable, Vocabulary
from quizgen.answers.witness import Witness, given


class SatisfiesAnswer(Answer, frozen=True, tag="satisfies", omit_defaults=True):
    """Values for one name or several that meet every condition: "A*v = 3*v" and "v != 0" for a field v.

    Conditions are relations in the answer language over the names, exact where values are rational, else by balls
    of rising precision; `given` are names with fixed values. Every value that meets them is right, not only the
    stored example. Score: the share of conditions met, but 0 while the first one fails (put the condition that
    means something first, then the guard against the trivial value).

    Codes: "shape", "condition" (with the condition that fails), "undecided".
    """

    witnesses: tuple[Witness, ...]
    """What is asked for; `example` is a right value."""
    conditions: tuple[str, ...]
    given: dict[str, str] = {}
    """Values of other names in the conditions, in the answer language: {"A": "[1, 2; 3, 4]"}."""
    shown: dict[str, str] = {}
    """LaTeX for conditions that the answer language says clumsily."""

    @classmethod
    def of(cls, *witnesses: Witness, conditions: tuple[str, ...], **options: Any) -> SatisfiesAnswer:
        """From witnesses and conditions."""
        return cls(tuple(witnesses), tuple(conditions), **options)

    def fields(self) -> tuple[Field, ...]:
        """A field for each name."""
        found = tuple(witness.field() for witness in self.witnesses)
        return (replace(found[0], name="answer"),) if len(found) == 1 else found

    def _field(self, witness: Witness) -> str:
        return "answer" if len(self.witnesses) == 1 else witness.name

    def judge(self, response: Response) -> Verdict:
        """See the class."""
        return guarded(self._judge, response, self._field(self.witnesses[0]))

    def _judge(self, response: Response) -> Verdict:
        env = self._read(response)
        for witness in self.witnesses:
            if not witness.fits(env[witness.name]):
                rows, columns = witness.shape or (1, 1)
                wanted = "a number" if witness.shape is None else f"{rows}×{columns}"
                message = f"${witness.name}$ should be {wanted}."
                return Verdict("incorrect", 0.0, "shape", message, self._field(witness))
        met = [self._holds(condition, env) for condition in self.conditions]
        if False in met and not BRIEF.get() and self._is_rounded(response, env):
            return incorrect("rounding", "Numbers are rounded; exact ones are asked for, such as sqrt(2)/2.")
        return self._verdict(met)

    def _is_rounded(self, response: Response, env: dict[str, Any]) -> bool:
        """Whether every condition is an equation that holds as nearly as the decimals that were typed can tell."""
        from quizgen.answers.closeness import most_decimals

        fields = {field.name: field for field in self.fields()}
        most = most_decimals(*(typed(fields[name], text) for name, text in response.items() if name in fields))
        if most < 2:
            return False
        conditions = map(self._condition, self.conditions)
        return all(isinstance(x, Relation) and _nearly(x, env, 3 * 10.0**-most) for x in conditions)

    def _read(self, response: Response) -> dict[str, Any]:
        env = {name: given(text) for name, text in self.given.items()}
        for witness in self.witnesses:
            field = self._field(witness)
            try:
                env[witness.name] = witness.read(response.get(field, ""))
            except Unreadable as error:
                error.field = field
                raise
        return env

    def _verdict(self, met: list[bool | None]) -> Verdict:
        if all(met):
            return CORRECT
        field = self._field(self.witnesses[0])
        if False not in met:
            return Verdict("undecided", 0.0, "undecided", "It could not be settled whether this is right.", field)
        failed = self.conditions[met.index(False)]
        share = met.count(True) / len(met) if met[0] else 0.0
        message = f"${self._shown(failed)}$ does not hold."
        return Verdict("partial" if share else "incorrect", share, "condition", message, field)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the conditions may use."""
        names = (*(w.name for w in self.witnesses), *self.given)
        matrices = [w.name for w in self.witnesses if w.shape]
        matrices += [name for name, text in self.given.items() if text.lstrip().startswith(("[", "("))]
        return Vocabulary(names=names, matrices=tuple(matrices))

    def _condition(self, text: str) -> Node:
        return author(text, self.vocabulary, "relation")

    def _holds(self, condition: str, env: dict[str, Any]) -> bool | None:
        from quizgen.answers import values

        return values.holds(self._condition(condition), env)

    def _shown(self, condition: str) -> str:
        from quizgen.answers.echo import tex

        return self.shown.get(condition) or tex(self._condition(condition))

    def typed(self) -> dict[str, str]:
        """The stored example."""
        return {self._field(w): w.example for w in self.witnesses}

    def tex(self) -> str:
        """The stored example."""
        from quizgen.answers import spaces
        from quizgen.answers.echo import tex

        return ",\\quad ".join(f"{w.name} = {tex(spaces.parsed(w.example))}" for w in self.witnesses)

    def value(self) -> dict[str, Any]:
        """The stored example by name: flint rationals (or balls) and exact matrices."""
        env = self._read(self.typed())
        return {w.name: env[w.name] for w in self.witnesses}

    def perturbed(self) -> Iterator[SatisfiesAnswer]:
        """Zeros, ones and sevens in place of a value, where that is wrong."""
        for k, witness in enumerate(self.witnesses):
            for fill in "017":
                other = replace(witness, example=witness.filled(fill))
                yield replace(self, witnesses=(*self.witnesses[:k], other, *self.witnesses[k + 1 :]))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        if not self.conditions or not self.witnesses:
            return ("there is nothing to meet",)
        verdict = self.judge(self.typed())
        return () if verdict.outcome == "correct" else (f"the stored example is refused: {verdict.message}",)


def _nearly(relation: Relation, env: dict[str, Any], gap: float) -> bool:
    """Whether the sides of an equation differ by no more than `gap` in any entry."""
    from flint import arb

    from quizgen.answers.values import Undefined, evaluate, table

    if set(relation.operators) != {"="}:
        return False
    try:
        tables = [table(evaluate(operand, env, 64)) for operand in relation.operands]
    except (Undefined, Unreadable):
        return False
    sides = [[float(arb(x).mid()) for row in rows for x in row] for rows in tables]
    return all(
        len(one) == len(other) and all(abs(x - y) <= gap for x, y in zip(one, other, strict=True))
        for one, other in pairwise(sides)
    )
