"""Random and mutated replies, read and judged: no error other than Unreadable, no hang, memory bounded.

    python -m tests.fuzz --inputs 200000 [--seed 1]

Not part of `make test`, which runs a small number of them (tests/engine/answers/test_fuzz.py).
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import traceback
from collections import Counter
from typing import Any, NamedTuple

from quizgen import mark
from quizgen.answers.base import Answer
from quizgen.answers.echo import describe, tex, typed, where
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.grammar import LISTS, SHAPED
from quizgen.answers.interval import IntervalAnswer
from quizgen.answers.language import read
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.syntax import Rows, Sequence, Unreadable, Vocabulary
from quizgen.answers.tokens import LONGEST
from quizgen.answers.vector import DirectionAnswer, VectorAnswer
from tests.engine.answers import table, table_hard

SLOW = 1.0
"""Seconds that one input may take."""
_PIECES = r"""
x y z n A B i e pi inf 0 1 2 3 10 0.5 1e3 1e-300 9^9^9 sin cos( ln sqrt( √ |x| || ‖ ‖_1 ! ! ' ^T ^-1 ^2 ^ * / + - ±
( ) [ ] { } , ; & = != < <= > >= and or in U ∪ ∩ ∖ \ without ℝ R ⁺ ² ₁ ½ ° deg choose binom( log_2 log_ max( root(3,
\frac \frac{1}{2} \sqrt[3]{ \begin{pmatrix} \end{pmatrix} \left( \right) \{ \} $ % @ .* ⊙ ∘ ]0,1[ [1,2;3,4]
[[1,2],[3,4]] (1,2) {1,2} none all true conj Re( arg( λ lambda x_1 f'(x)= __import__ х ＋ ‘ … 🙂 NaN // ** .. 1,5
1.2.3 0x1F
"""
PIECES = (*_PIECES.split(), "\n", "\t", "\x00", "\x1b[31m", "\u202e")
VOCABULARIES = (
    Vocabulary(),
    Vocabulary(names=("x", "y", "z", "lambda", "x_1"), functions=("f",)),
    Vocabulary(names=("A", "B", "x"), matrices=("A", "B", "x")),
    Vocabulary(parameters=True),
    Vocabulary(names=("x",), words=("true", "false", "singular")),
)
EXPECTS = ("value", "vector", "vectors", "matrix", "set", "interval", "relation", "solutions")
ANSWERS: tuple[Answer, ...] = (
    NumberAnswer("1/3"), NumberAnswer("sqrt(2)"), NumberAnswer("2+3i"), NumberAnswer("pi", decimals=3),
    NumberAnswer("9.81", tolerance="0.01"), ExpressionAnswer("x^2*sin(y)", ("x", "y", "z")),
    ExpressionAnswer("ln(x)+1/x", ("x",), domain={"x": "positive"}), ExpressionAnswer("e^(i*x)", ("x",)),
    ExpressionAnswer("x^3/3", ("x",), constant="optional"), ExpressionAnswer("[2*x, 2*y]", ("x", "y")),
    ExpressionAnswer("2*A*x", ("A", "B", "x"), shapes={"A": (2, 2), "B": (2, 2), "x": (2, 1)}),
    VectorAnswer(("1", "2", "sqrt(3)")), VectorAnswer(("1", "i")), DirectionAnswer(("1", "2")),
    MatrixAnswer((("1", "2"), ("3", "4"))), MatrixAnswer((("i", "0"), ("0", "1"))),
    SetAnswer(("1", "2", "sqrt(2)")), SetAnswer(("1+i", "1-i")), SetAnswer(("(1, 2)", "(3, 4)")),
    IntervalAnswer.of("(0, 1] U [2, inf)"), IntervalAnswer.of("|x| < 2"),
)  # fmt: skip


class Report(NamedTuple):
    """What came out."""

    outcomes: Counter[str]
    slowest: tuple[float, str]
    errors: list[tuple[str, str]]
    """The input, and the traceback."""
    megabytes: float

    @property
    def fine(self) -> bool:
        """No error, no hang."""
        return not self.errors and self.slowest[0] < SLOW


class Seed(NamedTuple):
    """A reply of the tables and what judges it: an answer of a kind, or the answer's text for `mark`."""

    text: str
    answer: Answer | None
    right: str = ""
    options: dict[str, Any] = {}


def seeds() -> list[Seed]:
    """Replies of the tables, to be mutated."""
    found = [Seed(row.reply, row.answer) for row in table.ROWS]
    found += [Seed(row.response, None, row.answer, row.options) for row in table_hard.ROWS]
    return found


def made(rng: random.Random, pool: list[Seed]) -> tuple[str, Seed]:
    """One input: pieces strewn together, a reply of the tables with a few changes, or two of them joined."""
    way, seed = rng.random(), rng.choice(pool)
    if way < 0.3:
        return rng.choice(("", " ")).join(rng.choice(PIECES) for _ in range(rng.randint(1, 14))), seed
    text = seed.text
    if way > 0.9:
        text += rng.choice(("", " ", "+", ", ", "^")) + rng.choice(pool).text
    for _ in range(rng.randint(0, 3)):
        text = _mutated(text, rng)
    return (text if rng.random() > 0.002 else (text or "x") * rng.randint(2, 300)), seed


def _mutated(text: str, rng: random.Random) -> str:
    at = rng.randint(0, len(text))
    end = min(len(text), at + rng.randint(1, 4))
    return rng.choice(
        (
            text[:at] + rng.choice(PIECES) + text[at:],
            text[:at] + text[end:],
            text[:at] + text[at:end] * 2 + text[end:],
            text[:at] + text[at:end][::-1] + text[end:],
            text[:at]
            + chr(rng.choice((rng.randint(1, 126), rng.randint(160, 1100), rng.randint(0x2000, 0x2FFF))))
            + text[end:],
            f"({text})",
            f"{text}{rng.choice(PIECES)}",
        )
    )


def tried(text: str, seed: Seed, rng: random.Random) -> str:
    """Read and judge one input: "unreadable", or the outcome. Anything but Unreadable is an error."""
    answer = seed.answer if seed.answer is not None and rng.random() < 0.7 else rng.choice(ANSWERS)
    field = answer.fields()[0]
    vocabulary, expects = field.vocabulary, field.expects
    if rng.random() < 0.3:
        vocabulary, expects = rng.choice(VOCABULARIES), rng.choice(EXPECTS)
    _read(text, vocabulary, expects)
    if seed.right and rng.random() < 0.7:
        return str(mark(seed.right, text, **seed.options).outcome)
    try:
        return answer.judge({"answer": text}).outcome
    except Unreadable:
        return "unreadable"


def _read(text: str, vocabulary: Vocabulary, expects: str) -> None:
    """Read, show in every way, and read what is shown."""
    try:
        node = read(text, vocabulary, expects)
    except Unreadable as error:
        where(error, text)
        return
    tex(node)
    describe(node)
    again = typed(node)
    if len(again) >= LONGEST or len(text) > 300 or (expects in SHAPED and not isinstance(node, Sequence | Rows)):
        return  # a product "x y" would be two entries of a vector
    if expects in LISTS and isinstance(node, Rows) and len(node.rows) == 1:
        return  # [[1, 2]] is a list of one vector
    try:
        back = read(again, vocabulary, expects)
    except Unreadable as error:
        raise AssertionError(f"{again!r} cannot be read back: {error}") from None
    assert typed(back) == again, f"{again!r} is read back as {typed(back)!r}"


def run(inputs: int, seed: int = 1, progress: bool = False) -> Report:
    """Try so many inputs; the same for the same seed."""
    rng = random.Random(seed)
    pool = seeds()
    outcomes: Counter[str] = Counter()
    errors: list[tuple[str, str]] = []
    slowest = (0.0, "")
    for number in range(inputs):
        text, of = made(rng, pool)
        start = time.process_time()
        try:
            outcomes[tried(text, of, rng)] += 1
        except Exception:
            outcomes["error"] += 1
            errors.append((text, traceback.format_exc(limit=-3)))
        slowest = max(slowest, (time.process_time() - start, text))
        if progress and number % 10_000 == 9_999:
            print(
                f"{number + 1:,} {dict(outcomes)} slowest {slowest[0] * 1000:.0f} ms, {megabytes():.0f} MB", flush=True
            )
    return Report(outcomes, slowest, errors, megabytes())


def megabytes() -> float:
    """The most memory this process has taken."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> int:
    """Run and report; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    report = run(given.inputs, given.seed, progress=True)
    for text, error in report.errors[:20]:
        print(f"{text!r}\n{error}")
    print(f"{given.inputs:,} inputs: {dict(report.outcomes)}; {len(report.errors)} errors")
    print(f"slowest {report.slowest[0] * 1000:.0f} ms: {report.slowest[1][:200]!r}; {report.megabytes:.0f} MB")
    return 0 if report.fine else 1


if __name__ == "__main__":
    sys.exit(main())
