"""Number: one real number, exact, or rounded where the problem declares digits or a tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from quizgen.answers.base import BRIEF, CORRECT, Answer, Field, Response, Verdict, incorrect
from quizgen.answers.replies import (
    UNDECIDED,
    author,
    changed,
    counted,
    decimal,
    exact,
    faults,
    guarded,
    is_complex,
    latex,
    once,
    plain_value,
    replied,
    rounded,
    unicode_minus,
    unreduced,
)
from quizgen.answers.source import source
from quizgen.answers.syntax import Binary, Call, Neg, Node, Num, Sequence, Unreadable, Vocabulary, Word, bare
from quizgen.answers.worked import worked_number

if TYPE_CHECKING:
    from quizgen.answers.closeness import Rounding


_TWICE = re.compile(r"\s*[-−+]?[\d./]+%?\s+[(\[]\s*[=≈~]?\s*[-−+]?[\d./]+%?\s*[)\]]\s*")
"""0.1 (10%), 0.745 (41/55): not a product."""


class NumberAnswer(Answer, frozen=True, tag="number", omit_defaults=True, rename={"text": "value"}):
    """One number, or inf, -inf or a word such as "none". Replies are judged as complex numbers where the right one is.

    Exact unless something else is declared: decimals typed are exact rationals, so 0.33 is not 1/3. With
    `decimals`, `significant`, `tolerance` or `relative` a reply is right when it equals the value or comes as
    close as declared (half a unit of the last digit; the larger bound where several are given).

    With `decimals`, fewer places than asked are refused unless the number is exactly right (0.5 for 1/2). With
    `significant`, a decimal or whole number needs at least so many figures, as in a lab manual: 2.5 is not
    2.50. Exact forms (fractions, roots) need no digits.

    Codes of wrong replies: "rounding" (the value, cut off or with too few digits), "sign", "reciprocal",
    "percent" (off by 100), "undefined" (no real value), "conjugate", "factor", "angle-unit", "log-base",
    "rounded-early", "word", else "incorrect".
    """

    text: str
    """The value in the answer language: "3/4", "sqrt(2)", "-inf", or one of `words` ("value" in JSON)."""
    tolerance: str = ""
    """Absolute, an exact number such as "0.01"."""
    relative: str = ""
    """Relative to the value."""
    significant: int = 0
    decimals: int | None = None
    percent: bool = False
    """The field asks for a percentage: `text` is the number itself (1/4), and 25 and 25% are both right."""
    words: tuple[str, ...] = ()
    """Words that the field takes as replies besides none, all and infinitely many."""
    label: str = ""
    """Markup before the field."""
    unit: str = ""
    """A unit that may be typed behind the number."""

    @classmethod
    def of(cls, value: Any, **options: Any) -> NumberAnswer:
        """From an int, Fraction, flint rational, sympy number or text. Raises TypeError for floats."""
        return cls(source(value), **options)

    def fields(self) -> tuple[Field, ...]:
        """One line."""
        example = "12%" if self.percent else "1." + "2345678901234"[: self.decimals] if self.decimals else "3/4"
        return (Field("answer", self.label, example=example, vocabulary=Vocabulary(words=self.words), labelled=True),)

    def judge(self, response: Response) -> Verdict:
        """See the class. Raises Unreadable for what is not one number."""
        return guarded(self._judge, response)

    def _judge(self, response: Response) -> Verdict:
        from quizgen.answers.closeness import settled
        from quizgen.answers.complexes import mentions_i
        from quizgen.answers.values import Undefined, infinite

        node = self._read(response)
        right = self._node()
        if isinstance(node, Word) or isinstance(right, Word):
            return self._judge_word(node, right)
        sizes = infinite(node), infinite(right)
        if any(sizes):
            if sizes[0] == sizes[1]:
                return CORRECT
            return incorrect("sign", "Check the sign.") if sizes[0] == -sizes[1] else incorrect()
        node = self._as_share(node)
        if is_complex(self.text):
            return self._judge_complex(node, right)
        try:
            near = settled(node, right, self.rounding)
        except Undefined:
            if not mentions_i(node):
                raise
            return self._judge_complex(node, right)
        if near is None:
            return UNDECIDED
        if not near:
            return incorrect() if BRIEF.get() else self._miss(node, right)
        return self._digits(node, right)

    def _judge_complex(self, node: Node, right: Node) -> Verdict:
        from quizgen.answers.complex_verdicts import judge_number

        return judge_number(node, right, self.rounding)

    def reply(self, response: Response) -> Node:
        """What a reply gives as a number: without its unit, a percentage as a share. Raises Unreadable."""
        node = self._read(response)
        if isinstance(node, Word):
            raise Unreadable("A word is no number.", node.at, code="word")
        return self._as_share(node)

    def _read(self, response: Response) -> Node:
        """One number, inf or a word. Raises Unreadable."""
        text = response.get("answer", "")
        if self.unit and text.rstrip().endswith(self.unit):
            response = {"answer": text.rstrip()[: -len(self.unit)]}
        if _TWICE.fullmatch(text):
            raise Unreadable("Two numbers stand here.", code="count", hint="type one of the two")
        node = bare(replied(response, self.fields()[0]))
        if isinstance(node, Sequence) and len(node.items) != 1:
            raise Unreadable("One number is asked for, not several.", node.at, code="count", hint="type one number")
        if self.unit == "°" and isinstance(node, Call) and node.function == "deg":
            node = node.arguments[0]  # 30 degrees
        return worked_number(node)

    def _node(self) -> Node:
        return author(self.text, Vocabulary(words=self.words))

    @property
    def rounding(self) -> Rounding:
        """What deviation is allowed."""
        from quizgen.answers.closeness import rounding

        places = None if self.decimals is None else self.decimals + 2 * self.percent
        return rounding(self.tolerance, self.relative, places, self.significant)

    def _as_share(self, node: Node) -> Node:
        """Where a percentage is asked for, a number without % is read as one."""
        from quizgen.answers.closeness import has_percent

        if not self.percent or has_percent(node):
            return node
        return Binary("/", node, Num("100"))

    def _judge_word(self, node: Node, right: Node) -> Verdict:
        if isinstance(node, Word) and isinstance(right, Word):
            return CORRECT if node.word == right.word else incorrect("word")
        if isinstance(node, Word):
            return incorrect("word", "There is a number to give here.")
        return incorrect("word")

    def _digits(self, node: Node, right: Node) -> Verdict:
        """Enough digits for a number that is close enough?"""
        from quizgen.answers.closeness import Rounding, decimals_typed, figures_typed, literal, settled

        number = literal(node)
        if number is None or not (self.decimals or self.significant):
            return CORRECT
        if self.significant and figures_typed(number) < self.significant:
            return incorrect("rounding", f"Give {self.significant} significant figures.")
        if self.decimals and decimals_typed(number) < self.decimals and not settled(node, right, Rounding()):
            return incorrect("rounding", f"Give {counted(self.decimals, 'decimal place')}.")
        return CORRECT

    def _miss(self, node: Node, right: Node) -> Verdict:
        """A wrong number, named where it is certain how it came about."""
        from quizgen.answers.closeness import rounding_slip, settled
        from quizgen.answers.near import number_miss

        allowed = self.rounding
        if settled(Neg(node), right, allowed):
            return incorrect("sign", "Check the sign.")
        slip = rounding_slip(node, right)
        if slip and (allowed.exact or slip == "cut"):
            return incorrect("rounding", self._too_rough(allowed))
        if slip and (self.decimals or self.significant):
            return incorrect("rounding", self._too_rough(allowed))
        if self._is_hundredfold(node, right):
            return incorrect("percent", "This is off by a factor of 100: check the percent sign.")
        if self._is_unsigned_percentage(node, right):
            return incorrect("percent", "A percentage needs its sign, as in 25%.")
        if self._is_reciprocal(node, right):
            return incorrect("reciprocal", "This is the reciprocal.")
        near = number_miss(node, right, allowed)
        return incorrect(*near) if near else incorrect()

    def _too_rough(self, allowed: Rounding) -> str:
        if allowed.exact:
            return "This is rounded; the exact number is asked for."
        if self.decimals:
            return f"Give {counted(self.decimals, 'decimal place')}, correctly rounded."
        return "This is rounded too roughly."

    def _is_hundredfold(self, node: Node, right: Node) -> bool:
        from quizgen.answers.closeness import has_percent, settled

        if not (self.percent or has_percent(node) or has_percent(right)):
            return False
        factors = Binary("/", node, Num("100")), Binary("*", node, Num("100"))
        return any(settled(x, right, self.rounding) for x in factors)

    def _is_unsigned_percentage(self, node: Node, right: Node) -> bool:
        from quizgen.answers.closeness import Rounding, settled

        share = Binary("/", node, Num("100"))
        return 0 < float(plain_value(self.text)) < 1 and bool(settled(share, right, Rounding()))

    def _is_reciprocal(self, node: Node, right: Node) -> bool:
        from quizgen.answers.closeness import Rounding, settled

        small = {"2", "1/2", "-2", "-1/2"}  # says nothing: 2 for 1/2 comes about in many ways
        return self.text not in small and settled(Binary("*", node, right), Num("1"), Rounding()) is True

    def typed(self) -> dict[str, str]:
        """The value; rounded where digits are asked for and it has more of them."""
        return {"answer": self._written()}

    def _written(self) -> str:
        if isinstance(self._node(), Word) or "inf" in self.text:
            return self.text
        places = self._places()
        if places is None:
            return f"{decimal(f'100*({self.text})') or f'100*({self.text})'}%" if self.percent else self.text
        if self.percent:
            return rounded(f"100*({self.text})", places) + "%"
        return rounded(self.text, places)

    def _places(self) -> int | None:
        """Decimal places to write; None where the exact form is written."""
        from quizgen.answers.closeness import places
        from quizgen.answers.values import real

        if self.decimals is not None:
            return self.decimals
        if not self.significant or is_complex(self.text):
            return None
        found = places(real(self._node()), self.significant) - 2 * self.percent
        return found if found >= 0 else None

    def notations(self) -> Iterator[dict[str, str]]:
        """Fraction, decimal where it ends, LaTeX, brackets, the minus of typography, "x = ..."."""
        yield from ({"answer": text} for text in once(self._spellings()))

    def _spellings(self) -> Iterator[str]:
        first = self._written()
        yield first
        if isinstance(self._node(), Word):
            return
        yield unicode_minus(first)
        yield f"({first})"
        yield f"x = {first}"
        yield f" {first} "
        if "inf" in self.text or self.percent:
            return
        yield self.text
        yield latex(self.text)
        yield from filter(None, (unreduced(self.text), None if self.significant else decimal(self.text)))

    def tex(self) -> str:
        """The exact value, with its rounding behind it where one is asked for."""
        from quizgen.answers.echo import written

        shown = written(self._node())
        digits = self._written()
        if isinstance(self._node(), Word) or self._places() is None or self.percent:
            return latex(digits) if self.percent else shown
        if digits == self.text or not self._is_rounded(digits):
            return shown if digits == self.text or "/" not in self.text else rf"{shown} = {latex(digits)}"
        return rf"{shown} \approx {latex(digits)}"

    def _is_rounded(self, written: str) -> bool:
        """Whether the digits asked for are fewer than the value has."""
        value = exact(self.text)
        return value is None or exact(written) != value

    def value(self) -> Any:
        """An exact rational (fmpq), else the nearest float or complex number; inf as a float, a word as text."""
        from quizgen.answers.values import infinite

        node = self._node()
        if isinstance(node, Word):
            return node.word
        if infinite(node):
            return infinite(node) * float("inf")
        return plain_value(self.text)

    def perturbed(self) -> Iterator[NumberAnswer]:
        """The sign changed, one more, one less, the reciprocal, double, half."""
        if isinstance(self._node(), Word):
            yield replace(self, text="0")
            return
        texts = ["0", "-inf" if self.text == "inf" else "inf"] if "inf" in self.text else changed(self.text)
        for text in once(texts):
            yield replace(self, text=text)

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        return faults(self)
