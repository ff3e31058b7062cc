"""Polynomials in several variables, and what e and ln make of them, as texts of the answer language.

Shared by the exercises on partial derivatives, gradients, Hessians and Jacobians.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from quizgen.answers.echo import tex
from quizgen.answers.replies import author
from quizgen.answers.syntax import Vocabulary
from quizgen.exact import Q

Powers = tuple[int, ...]
LETTERS = ("x", "y", "z")


class Poly:
    """A polynomial: coefficients by the powers of the variables, none zero."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Powers, Q | int]) -> None:
        self.terms = {p: Q(c) for p, c in terms.items() if c != 0}

    @property
    def is_zero(self) -> bool:
        """True for the zero polynomial."""
        return not self.terms

    def __add__(self, other: Poly) -> Poly:
        out = dict(self.terms)
        for p, c in other.terms.items():
            out[p] = out.get(p, Q(0)) + c
        return Poly(out)

    def __mul__(self, other: Poly | Q | int) -> Poly:
        if not isinstance(other, Poly):
            return Poly({p: c * other for p, c in self.terms.items()})
        out: dict[Powers, Q] = {}
        for p, c in self.terms.items():
            for q, d in other.terms.items():
                at = tuple(i + j for i, j in zip(p, q, strict=True))
                out[at] = out.get(at, Q(0)) + c * d
        return Poly(out)

    def __sub__(self, other: Poly) -> Poly:
        return self + other * -1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Poly) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def partial(self, i: int) -> Poly:
        """The derivative by variable i."""
        return Poly({_lowered(p, i): c * p[i] for p, c in self.terms.items() if p[i]})

    def at(self, point: Sequence[Q]) -> Q:
        """The value."""
        total = Q(0)
        for p, c in self.terms.items():
            for x, k in zip(point, p, strict=True):
                c = c * x**k
            total += c
        return total

    def value(self, point: Sequence[float]) -> float:
        """The value at floats."""
        total = 0.0
        for p, c in self.terms.items():
            term = int(c.p) / int(c.q)
            for x, k in zip(point, p, strict=True):
                term *= x**k
            total += term
        return total

    def typed(self) -> str:
        """As a learner would type it, highest degree first."""
        out = ""
        for p, c in sorted(self.terms.items(), key=lambda t: (-sum(t[0]), [-k for k in t[0]])):
            shown = _monomial(abs(c), p)
            out += (f" {'-' if c < 0 else '+'} " if out else "-" if c < 0 else "") + shown
        return out or "0"

    def factor(self) -> str:
        """As a factor: in brackets where it has several terms or a minus."""
        shown = self.typed()
        return f"({shown})" if len(self.terms) > 1 or shown.startswith("-") else shown


def _lowered(p: Powers, i: int) -> Powers:
    return (*p[:i], p[i] - 1, *p[i + 1 :])


def _monomial(c: Q, p: Powers) -> str:
    letters = " ".join(x if k == 1 else f"{x}^{k}" for x, k in zip(LETTERS, p, strict=False) if k)
    if not letters:
        return str(c)
    return letters if c == 1 else f"{c}{letters}" if c.q == 1 else f"{c} {letters}"


def exp_text(front: Poly, inner: Poly) -> str:
    """front * e^inner, in the answer language."""
    if front.is_zero:
        return "0"
    power = f"e^({inner.typed()})"
    one = Poly({(0,) * len(next(iter(front.terms))): 1})
    if front == one:
        return power
    if front == one * -1:
        return f"-{power}"
    shown = front.typed() if len(front.terms) == 1 else f"({front.typed()})"
    return f"{shown} {power}"


def joined(*parts: str) -> str:
    """A sum of texts; zeros are left out and signs join."""
    out = ""
    for part in parts:
        if part == "0":
            continue
        if not out:
            out = part
        elif part.startswith("-"):
            out += f" - {part[1:]}"
        else:
            out += f" + {part}"
    return out or "0"


def over(top: Poly, bottom: str) -> str:
    """top / bottom, the minus of a single term in front."""
    if top.is_zero:
        return "0"
    shown = top.typed()
    if len(top.terms) > 1:
        return f"({shown})/{bottom}"
    return f"-({shown[1:]})/{bottom}" if shown.startswith("-") else f"({shown})/{bottom}"


@lru_cache
def vocabulary(n: int) -> Vocabulary:
    """The names x, y, z."""
    return Vocabulary(names=LETTERS[:n])


def shown(text: str, n: int = 2) -> str:
    """A text of the answer language as LaTeX, without dollars."""
    return tex(author(text, vocabulary(n))).strip()
