"""Texts of the answer language as LaTeX, and products and sums written without `1x`, `+ -3` or `x^1`.

Shared by the exercises on limits, Taylor polynomials, integrals with variable limits and variational problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from quizgen.answers.echo import tex
from quizgen.answers.replies import author
from quizgen.answers.syntax import Vocabulary
from quizgen.exact import Q


@lru_cache
def _vocabulary(names: tuple[str, ...]) -> Vocabulary:
    return Vocabulary(names=names)


def shown(text: str, *names: str) -> str:
    """A text of the answer language in these names as LaTeX, without dollars."""
    return tex(author(text, _vocabulary(names))).strip()


def scaled(c: Q | int, body: str) -> str:
    """A multiple as text: "x", "-x", "3x", "3/2 x"; "" as the body stands for 1."""
    c = Q(c)
    if not body:
        return str(c)
    if abs(c) == 1:
        return body if c == 1 else f"-{body}"
    gap = " " if c.q != 1 or not body[0].isalpha() else ""
    return f"{c}*{body}" if body[0].isdigit() else f"{c}{gap}{body}"


def total(*terms: tuple[Q | int, str]) -> str:
    """A sum of multiples: terms with factor 0 are left out, signs join; "0" where nothing is left."""
    out = ""
    for c, body in terms:
        c = Q(c)
        if c == 0:
            continue
        if out:
            out += f" {'-' if c < 0 else '+'} {scaled(abs(c), body)}"
        else:
            out = scaled(c, body)
    return out or "0"


def power(x: str, n: int) -> str:
    """x^n as text: "" for n = 0, "x" for n = 1."""
    return "" if n == 0 else x if n == 1 else f"{x}^{n}"


def polynomial_text(coefficients: Sequence[Q | int], x: str = "x") -> str:
    """The polynomial with these coefficients, from the highest power down."""
    n = len(coefficients) - 1
    return total(*((c, power(x, n - i)) for i, c in enumerate(coefficients)))
