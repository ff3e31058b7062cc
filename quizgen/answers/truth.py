"""Truth: is a statement true? Who says that it is false gives a counterexample, and it is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.choice import Option, indices
from quizgen.answers.replies import author
from quizgen.answers.syntax import Node, Unreadable, Vocabulary
from quizgen.answers.witness import Witness

_TRUE = {"1", "a", "t", "true", "y", "yes", "right", "correct", "holds", "it holds", "valid", "(a)", "a)", "(1)", "1)"}
_FALSE = {
    *("2", "b", "f", "false", "n", "no", "wrong", "not true", "incorrect", "does not hold", "invalid"),
    *("(b)", "b)", "(2)", "2)"),
}


class TruthAnswer(Answer, frozen=True, tag="truth", omit_defaults=True):
    """True or false; and, said to be false, why.

    Witnesses: the reply "false" needs objects for which every hypothesis holds and the claim does not. The
    fields for them are always shown, so that the form does not give the answer away, and are not read when the
    reply is "true". Conditions are text in the answer language over the witnesses' names, such as "A*B = B*A"
    or "rank(A) = 2 and det(B) != 0". Reasons, instead of witnesses: the learner chooses what is wrong with the
    statement.

    Score: 1 for the right word with, if it is "false", a right counterexample or reason; 1/2 for "false" where
    it is right, without one; else 0. Codes: "hypothesis" (the example does not meet one), "not-a-counterexample",
    "witness-missing", "shape", "reason" or the reason's misconception; for the wrong word the misconception of
    `code`, or "true-statement" and "false-statement".
    """

    truth: bool
    witnesses: tuple[Witness, ...] = ()
    hypotheses: tuple[str, ...] = ()
    claim: str = ""
    examples: tuple[tuple[str, ...], ...] = ()
    """For a true statement: witnesses (one text for each) that meet the hypotheses, for which `check` tries it."""
    reasons: tuple[Option, ...] = ()
    code: str = ""
    """The misconception that the wrong word shows."""
    feedback: str = ""
    """What to say to the wrong word."""
    shown: dict[str, str] = {}
    """LaTeX for conditions that the answer language says clumsily: "rank(u*[1, 0]^T + v*[0, 1]^T) = 2"."""

    def fields(self) -> tuple[Field, ...]:
        """The word, and a field for each witness or for the reason."""
        word = Field("verdict", "The statement is", "choice", options=("true", "false"))
        if self.reasons:
            texts = tuple(option.text for option in self.reasons)
            return (word, Field("reason", "If it is false: why?", "choice", options=texts, example="1"))
        return (word, *(witness.field() for witness in self.witnesses))

    def judge(self, response: Response) -> Verdict:
        """See the class."""
        word = self.read_word(response.get("verdict", ""))
        if word:
            return CORRECT if self.truth else self._wrong_word("false-statement", "The statement is false.")
        if self.truth:
            return self._said_false_of_true(response)
        if self.reasons:
            return self._judge_reason(response.get("reason", ""))
        return self._judge_witnesses(response) if self.witnesses else CORRECT

    def read_word(self, text: str) -> bool:
        """True or false. Raises Unreadable."""
        word = " ".join(text.lower().split()).rstrip(".!")
        if word in _TRUE | _FALSE:
            return word in _TRUE
        code = "option" if word else "empty"
        message = "This is neither true nor false." if word else "Nothing was chosen yet."
        raise Unreadable(message, hint="Type true or false.", code=code, field="verdict")

    def _wrong_word(self, code: str, message: str) -> Verdict:
        if self.code:
            return incorrect(f"misconception:{self.code}", self.feedback or message, field="verdict")
        return incorrect(code, self.feedback or message, field="verdict")

    def _said_false_of_true(self, response: Response) -> Verdict:
        """The wrong word; what the learner's own example shows is said as well, if it can be read."""
        verdict = self._wrong_word("true-statement", "The statement is true.")
        if self._blank(response) or not self.witnesses or not self.claim:
            return verdict
        try:
            found = self.examine(self.read(response))
        except Unreadable:
            return verdict
        shown = "" if found is None else found[1]
        return replace(verdict, message=f"{verdict.message} {shown}".strip())

    def _blank(self, response: Response) -> bool:
        return not any(response.get(w.name, "").strip() for w in self.witnesses)

    def _judge_reason(self, text: str) -> Verdict:
        asked = "the number of one reason"
        if not text.strip():
            return _half("witness-missing", "It is false; say why as well.", "reason")
        chosen = indices(text, [o.text for o in self.reasons], asked, field="reason")
        if len(set(chosen)) != 1:
            raise Unreadable("One reason has to be chosen.", hint=f"Type {asked}.", code="count", field="reason")
        option = self.reasons[chosen[0]]
        if option.correct:
            return CORRECT
        code = f"misconception:{option.code}" if option.code else "reason"
        return _half(code, option.feedback or "It is false, but not for that reason.", "reason")

    def _judge_witnesses(self, response: Response) -> Verdict:
        if self._blank(response):
            return _half("witness-missing", "It is false; give an example that shows it.", self.witnesses[0].name)
        values = self.read(response)
        misfit = next((w for w in self.witnesses if not w.fits(values[w.name])), None)
        if misfit is not None:
            wanted = "a number" if misfit.shape is None else f"{misfit.shape[0]}×{misfit.shape[1]}"
            return _half("shape", f"${misfit.name}$ should be {wanted}.", misfit.name)
        found = self.examine(values)
        if found is None:
            return Verdict("undecided", 0.5, "undecided", "It could not be settled whether this is a counterexample.")
        code, message = found
        return CORRECT if code == "counterexample" else _half(code, message, self.witnesses[0].name)

    def read(self, response: Response) -> dict[str, Any]:
        """The witnesses of a reply by name: fmpq, arb, exact.Matrix or arb_mat. Raises Unreadable."""
        found = {}
        for witness in self.witnesses:
            try:
                found[witness.name] = witness.read(response.get(witness.name, ""))
            except Unreadable as error:
                error.field = witness.name
                raise
        return found

    def examine(self, values: dict[str, Any]) -> tuple[str, str] | None:
        """What values for the witnesses show: "counterexample", "hypothesis" or "not-a-counterexample", and a
        sentence; None when it cannot be settled."""
        for hypothesis in self.hypotheses:
            holds = self._holds(hypothesis, values)
            if holds is None:
                return None
            if not holds:
                return (
                    "hypothesis",
                    f"${self._shown(hypothesis)}$ does not hold for what you gave: that shows nothing.",
                )
        claim = self._holds(self.claim, values)
        if claim is None:
            return None
        if claim:
            return "not-a-counterexample", f"For your example ${self._shown(self.claim)}$ holds."
        return "counterexample", f"For your example ${self._shown(self.claim)}$ does not hold."

    def _condition(self, text: str) -> Node:
        return author(text, self._vocabulary(), "relation")

    def _vocabulary(self) -> Vocabulary:
        names = tuple(w.name for w in self.witnesses)
        return Vocabulary(names=names, matrices=tuple(w.name for w in self.witnesses if w.shape))

    def _holds(self, condition: str, env: dict[str, Any]) -> bool | None:
        from quizgen.answers import values

        return values.holds(self._condition(condition), env)

    def _shown(self, condition: str) -> str:
        from quizgen.answers.echo import tex

        return self.shown.get(condition) or tex(self._condition(condition))

    def typed(self) -> dict[str, str]:
        """The word, and the stored counterexample or reason where it is false."""
        if self.truth:
            return {"verdict": "true"}
        if self.reasons:
            return {"verdict": "false", "reason": str(1 + self._right_reason())}
        return {"verdict": "false"} | {w.name: w.example for w in self.witnesses}

    def _right_reason(self) -> int:
        return next((i for i, option in enumerate(self.reasons) if option.correct), 0)

    def notations(self) -> Iterator[dict[str, str]]:
        """The word in full, as a letter, as a number."""
        yield self.typed()
        for word in ("True", "t", "1", "a") if self.truth else ("False", "f", "2", "b"):
            yield self.typed() | {"verdict": word}

    def tex(self) -> str:
        """The word and the counterexample."""
        from quizgen.answers import spaces
        from quizgen.answers.echo import tex

        if self.truth:
            return r"\text{true}"
        if self.reasons:
            return rf"\text{{false, because of reason {1 + self._right_reason()}}}"
        shown = [f"{w.symbol} {tex(spaces.parsed(w.example))}" for w in self.witnesses]
        return ",\\quad ".join([r"\text{false}", *shown])

    def value(self) -> tuple[bool, dict[str, Any]]:
        """(truth, witnesses by name: flint rationals and exact matrices), or (truth, {"reason": its text}).

        Nothing beside the truth where the statement is true, or where no witness is stored.
        """
        if self.reasons and not self.truth:
            return False, {"reason": self.reasons[self._right_reason()].text}
        if self.truth or not all(w.example for w in self.witnesses):
            return self.truth, {}
        return False, self.read(self.typed())

    def codes(self) -> tuple[str, ...]:
        """The misconceptions that a reply can be recognised by."""
        return tuple(code for code in (self.code, *(option.code for option in self.reasons)) if code)

    def perturbed(self) -> Iterator[TruthAnswer]:
        """The other word; zeros and ones in place of a witness, where that is no counterexample."""
        yield replace(self, truth=not self.truth)
        if self.truth:
            return
        for i, option in enumerate(self.reasons):
            if not option.correct:
                marked = tuple(replace(o, correct=i == j) for j, o in enumerate(self.reasons))
                yield replace(self, reasons=marked)
        for k, witness in enumerate(self.witnesses if not self.reasons else ()):
            for fill in "01":
                other = replace(witness, example=witness.filled(fill))
                wrong = replace(self, witnesses=(*self.witnesses[:k], other, *self.witnesses[k + 1 :]))
                found = self.examine(self.read(wrong.typed()))
                if found is not None and found[0] != "counterexample":
                    yield wrong

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences: the stored examples are tried."""
        if self.reasons:
            right = sum(option.correct for option in self.reasons)
            return () if right == (not self.truth) else (f"{right} reasons are marked right",)
        if not self.witnesses:
            return ()
        tries = self.examples if self.truth else (tuple(w.example for w in self.witnesses),)
        faults = [] if tries else ["there is no example on which to try the statement"]
        for example in tries:
            faults += self._check_example(example)
        return tuple(faults)

    def _check_example(self, example: Sequence[str]) -> list[str]:
        wanted = "not-a-counterexample" if self.truth else "counterexample"
        names = [w.name for w in self.witnesses]
        try:
            values = self.read(dict(zip(names, example, strict=True)))
            found = self.examine(values)
        except (Unreadable, ValueError) as error:
            return [f"the example {example} cannot be used: {error}"]
        if not all(w.fits(values[w.name]) for w in self.witnesses):
            return [f"the example {example} does not have the declared shapes"]
        if found is None:
            return [f"the example {example} could not be decided"]
        return [] if found[0] == wanted else [f"the example {example} is wrong: {found[1]}"]


def _half(code: str, message: str, field: str) -> Verdict:
    """The right word, and something missing or wrong about the rest."""
    return Verdict("partial", 0.5, code, message, field, fields={"verdict": "correct", field: "incorrect"})
