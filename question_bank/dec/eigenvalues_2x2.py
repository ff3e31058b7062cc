"""Find the eigenvalues of a 2x2 matrix via its characteristic polynomial (MML 4.2).

Levels: 1 triangular or symmetric; 2 a general matrix with real eigenvalues (whole numbers, fractions or roots);
3 a double eigenvalue, or a pair of complex ones. Checked by power sums: two numbers are the eigenvalues of A exactly
when they add up to the trace of A and their squares to the trace of A^2.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from question_bank._draw import with_eigenvalues
from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, root, root_tex
from quizgen.answers.number import NumberAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.table import TableAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, polynomial, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step

LAMBDA = r"\lambda"
NAMES = ("lambda", "lambda_1", "lambda_2")
PHRASINGS = (
    "Find the eigenvalues of $$A = @a.$$",
    r"For which numbers $\lambda$ is $A - \lambda I$ singular, where $$A = @a?$$",
    "A state $h$ of two numbers is updated by $h \\leftarrow Ah$ with $$A = @a.$$ Whether it grows or dies out is "
    "decided by the eigenvalues of $A$: find them.",
)
ASK = "Give exact values, and list each eigenvalue as often as its algebraic multiplicity says."
ASK_COMPLEX = (
    r"They are not real: write them as $\alpha \pm i\beta$ with $\beta > 0$, and give $\alpha$ and $\beta$ exactly."
)


class Given(NamedTuple):
    a: Matrix
    phrasing: int


@exercise("dec-eigenvalues-2x2", version=1, bounds=(200, 400, 600))
def eigenvalues(draw: Draw, level: int) -> Given:
    """The eigenvalues are chosen first, then the matrix."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        return Given(_triangular(draw) if draw.flip() else _symmetric(draw), phrasing)
    if level == 2:
        return Given(_real(draw), phrasing)
    return Given(_double(draw) if draw.flip() else _complex(draw), phrasing)


def _triangular(draw: Draw) -> Matrix:
    first, second = draw.integer(-9, 9, nonzero=True), draw.integer(-9, 9, nonzero=True)
    if first + second == 0 or (first == 1 and second == 1):
        second = first + draw.choice((2, 3))
    a = Matrix([[first, draw.integer(-6, 6, nonzero=True)], [0, second or 5]])
    return a if draw.flip() else a.T


def _symmetric(draw: Draw) -> Matrix:
    """From the eigenvectors (p, q), (-q, p): whole eigenvalues that differ by a multiple of p^2 + q^2."""
    p, q = draw.choice(((1, 1), (1, -1), (1, 2), (2, 1), (2, -1), (1, -2)))
    size = p * p + q * q
    low = draw.integer(-6, 6)
    gap = size * draw.integer(1, 3 if size == 2 else 2)
    if 2 * low + gap == 0:
        low += 1
    high = low + gap
    entries = [p * p * high + q * q * low, p * q * (high - low), q * q * high + p * p * low]
    x, y, z = (e // size for e in entries)
    return Matrix([[x, y], [y, z]])


def _real(draw: Draw) -> Matrix:
    kind = draw.below(4)
    if kind:
        for _ in range(TRIES):
            values = draw.sample(range(-7, 9), 2)
            if sum(values) != 0:
                break
        a = with_eigenvalues(draw, values, 9, unimodular=False).A
        return a * Q(1, draw.choice((2, 5, 10))) if kind == 3 and draw.flip() else a
    return _with_discriminant(draw, [4 * m * k * k for m in (2, 3, 5, 6, 7) for k in (1, 2)])


def _double(draw: Draw) -> Matrix:
    value = draw.integer(-6, 6, nonzero=True)
    return with_eigenvalues(draw, (value, value), 12, defective=True).A


def _complex(draw: Draw) -> Matrix:
    return _with_discriminant(draw, [-4 * k * k for k in (1, 2, 3, 4, 5)])


def _with_discriminant(draw: Draw, values: list[int]) -> Matrix:
    """A full matrix of integers with even trace, not zero, whose (trace)^2 - 4 det is one of `values`."""
    for _ in range(TRIES):
        half, off = draw.integer(-4, 4, nonzero=True), draw.integer(-3, 3)
        target = draw.choice(values) // 4 - off * off
        divisors = [d for d in range(1, 9) if target and target % d == 0 and abs(target // d) <= 12]
        if divisors and half + off and half - off:
            b = draw.choice(divisors) * draw.sign()
            return Matrix([[half + off, b], [target // b, half - off]])
    raise exhausted("2×2 matrix", "entries up to 12")


class Roots(NamedTuple):
    """The roots of λ² - tλ + d: (t ± sqrt(D)) / 2."""

    t: Q
    d: Q

    @property
    def discriminant(self) -> Q:
        """t² - 4d."""
        return self.t * self.t - 4 * self.d

    @property
    def complex(self) -> bool:
        """No real roots."""
        return self.discriminant < 0

    def split(self) -> tuple[Q, Q, int]:
        """(α, β, m): the roots are α ± β sqrt(m), or α ± iβ sqrt(m)."""
        size = abs(self.discriminant)
        below = int(size.q)
        k, m = root(int(size.p) * below) if size != 0 else (0, 1)
        return self.t / 2, Q(k, 2 * below), m

    def values(self) -> tuple[Q, ...]:
        """Rational roots, the smaller first; empty where they are not rational."""
        centre, half, m = self.split()
        return (centre - half, centre + half) if m == 1 and not self.complex else ()

    def answer(self) -> SetAnswer | TableAnswer:
        """What is to be typed."""
        centre, half, m = self.split()
        if self.complex:
            beta = str(half) if m == 1 else f"{half}sqrt({m})"
            return TableAnswer.of(
                ("alpha", r"$\alpha =$", NumberAnswer.of(centre)), ("beta", r"$\beta =$", NumberAnswer.of(beta))
            )
        if m == 1:
            return SetAnswer.of(list(self.values()), names=NAMES, multiplicity=True)
        times = "" if half == 1 else f"{half}*" if half.q != 1 else f"{half}"
        texts = [f"{centre} {sign} {times}sqrt({m})" if centre != 0 else f"{sign}{times}sqrt({m})" for sign in "-+"]
        return SetAnswer.of([t.removeprefix("+") for t in texts], names=NAMES, multiplicity=True)

    def tex(self) -> Tex:
        r"""`2 \pm \sqrt{3}` or `2 \pm 3i`."""
        centre, half, m = self.split()
        radical = "" if m == 1 else str(root_tex(m))
        size = latex_of(half) + radical if half != 1 or not (radical or self.complex) else radical
        front = "" if centre == 0 else latex_of(centre) + " "
        return Tex(rf"{front}\pm {size}{'i' if self.complex else ''}")


def is_triangular(a: Matrix) -> bool:
    """A zero beside the diagonal."""
    return bool(a[0, 1] == 0 or a[1, 0] == 0)


@eigenvalues.problem
def build(a: Matrix, phrasing: int) -> Problem:
    """Trace and determinant, the quadratic, its roots."""
    roots = Roots(a.trace(), a.det())
    answer = roots.answer()
    return Problem.single(
        prompt=f"{text(PHRASINGS[phrasing], a=a)}\n\n{ASK_COMPLEX if roots.complex else ASK}",
        answer=answer,
        hints=_hints(roots),
        steps=_triangular_steps(a, roots, answer) if is_triangular(a) else _steps(a, roots, answer),
        misconceptions=_misconceptions(a, roots),
    )


def _hints(roots: Roots) -> tuple[str, ...]:
    last = (
        r"Complete the square or use the formula for quadratic equations; the root of a negative number is "
        r"$\sqrt{-s} = i\sqrt{s}$."
        if roots.complex
        else "The eigenvalues are the roots: factor the quadratic, complete the square or use the formula."
    )
    return (
        r"$\lambda$ is an eigenvalue exactly when $\det(A - \lambda I) = 0$: subtract $\lambda$ on the diagonal.",
        r"For a $2 \times 2$ matrix the determinant is a quadratic in $\lambda$ made of the trace and the "
        "determinant of $A$.",
        last,
    )


# ------------------------------------------------------------------ the worked solution


def _minus(x: Q) -> str:
    """`3 - \\lambda`."""
    return rf"({latex_of(x)} - \lambda)" if x != 0 else r"(-\lambda)"


def _triangular_steps(a: Matrix, roots: Roots, answer: SetAnswer | TableAnswer) -> tuple[Step, ...]:
    p, _, r, s = a.entries
    side = "below" if r == 0 else "above"
    roots_told = (
        text(r"the only root is $@p$, which stands on the diagonal twice: a double root counts twice.", p=p)
        if p == s
        else text(r"the roots are the diagonal entries $@p$ and $@s$.", p=p, s=s)
    )
    return (
        step(r"The entry @side the diagonal is $0$: $A$ is triangular, and so is $A - \lambda I$.", side=side),
        Step(
            r"The determinant of a triangular matrix is the product of its diagonal, so $$\det(A - \lambda I) = "
            rf"{_minus(p)}{_minus(s)}.$$"
        ),
        Step(f"A product is $0$ when one of its factors is: {roots_told}"),
        step(r"The eigenvalues, with multiplicity, are $@answer$.", answer=answer),
    )


def _steps(a: Matrix, roots: Roots, answer: SetAnswer | TableAnswer) -> tuple[Step, ...]:
    p, q, r, s = a.entries
    poly = polynomial([1, -roots.t, roots.d], LAMBDA)
    return (
        step(
            r"The trace is $@p @+s = @t$ and the determinant is $@p \cdot @(s) - @(q) \cdot @(r) = @d$.",
            p=p,
            q=q,
            r=r,
            s=s,
            t=roots.t,
            d=roots.d,
        ),
        Step(
            r"The characteristic polynomial is $$\begin{aligned} \det(A - \lambda I) &= "
            rf"{_minus(p)}{_minus(s)} - {factor(q)} \cdot {factor(r)} \\ &= {poly}, \end{{aligned}}$$ "
            r"that is $\lambda^2 - (\text{trace})\,\lambda + \text{determinant}$."
        ),
        *_root_steps(a, roots, answer),
    )


def _root_steps(a: Matrix, roots: Roots, answer: SetAnswer | TableAnswer) -> tuple[Step, ...]:
    centre, half, m = roots.split()
    if isinstance(answer, TableAnswer):
        return (
            _formula(roots),
            step(
                r"The discriminant is negative, so the eigenvalues are complex conjugates: $\lambda = @roots$. "
                r"Check: their sum is $2\alpha = @t$, and their product $\alpha^2 + \beta^2 = @d$.",
                roots=roots.tex(),
                t=roots.t,
                d=roots.d,
            ),
            step(
                r"So $\alpha = @x$ and $\beta = @y$.",
                x=answer.rows[0].answer,
                y=answer.rows[1].answer,
            ),
        )
    if m == 1 and half == 0:
        return (
            Step(rf"It is a square: ${polynomial([1, -roots.t, roots.d], LAMBDA)} = {_square(centre)}$."),
            step(
                r"So there is one eigenvalue, $@x$, of algebraic multiplicity two. Check: $2 \cdot @(x) = @t$ is the "
                r"trace, and $@x^2 = @d$ the determinant.",
                x=centre,
                t=roots.t,
                d=roots.d,
            ),
            step(r"The eigenvalues, with multiplicity, are $@answer$.", answer=answer),
        )
    if m == 1:
        low, high = roots.values()
        how = (
            Step(
                r"Two numbers with this sum and this product are the roots: the polynomial factors as "
                rf"${_linear_factor(low)}{_linear_factor(high)}$."
            )
            if low.q == high.q == 1
            else _formula(roots)
        )
        reality = " The eigenvalues are real, as for every symmetric matrix." if a[0, 1] == a[1, 0] else ""
        return (
            how,
            step(
                r"Check: $@low @+high = @t$ is the trace, and $@(low) \cdot @(high) = @d$ the determinant." + reality,
                low=low,
                high=high,
                t=roots.t,
                d=roots.d,
            ),
            step(r"The eigenvalues are $@answer$.", answer=answer),
        )
    return (
        _formula(roots),
        step(
            r"So $\lambda = @roots$. Check: the sum of the two is the trace $@t$, and their product is "
            r"$@square - @rest = @d$.",
            roots=roots.tex(),
            t=roots.t,
            square=centre * centre,
            rest=half * half * m,
            d=roots.d,
        ),
        step(r"The eigenvalues are $@answer$.", answer=answer),
    )


def _formula(roots: Roots) -> Step:
    return step(
        r"By the formula for quadratic equations $$\lambda = \frac{@t \pm \sqrt{@tt^2 - 4 \cdot @(d)}}{2} "
        r"= \frac{@t \pm \sqrt{@s}}{2}.$$",
        t=roots.t,
        tt=roots.t,
        d=roots.d,
        s=roots.discriminant,
    )


def _linear_factor(x: Q) -> str:
    return r"\lambda" if x == 0 else rf"(\lambda{signed(latex_of(-x))})"


def _square(x: Q) -> str:
    return rf"{_linear_factor(x)}^2"


# ------------------------------------------------------------------ typical mistakes


def _misconceptions(a: Matrix, roots: Roots) -> tuple[Misconception, ...]:
    found: dict[str, Misconception] = {}
    right = str(sorted(roots.answer().typed().items()))
    replies: list[tuple[str, Any, str]] = []
    if roots.t != 0:
        said = (
            r"Compare your polynomial with $\lambda^2 - (\text{trace})\,\lambda + \text{determinant}$: mind the sign."
        )
        replies.append(("trace-sign", Roots(-roots.t, roots.d).answer(), said))
    if not roots.complex:
        replies += _set_replies(a)
    for code, answer, said in replies:
        key = str(sorted(answer.typed().items()))
        if key != right and key not in found:
            found[key] = Misconception(code, answer, said)
    return tuple(found.values())


def _set_replies(a: Matrix) -> list[tuple[str, SetAnswer, str]]:
    p, q, r, s = a.entries
    replies = []
    if not is_triangular(a):
        said = "The diagonal entries are the eigenvalues of a triangular matrix only; this one is not triangular."
        replies.append(("diagonal-entries", [p, s], said))
    reduced = "Row operations change the eigenvalues: set up the characteristic polynomial of the given matrix itself."
    if not is_triangular(a) and p != 0:
        replies.append(("of-rref", [p, s - q * r / p], reduced))
    if a.det() != 0:
        replies.append(("of-rref", [Q(1), Q(1)], reduced))
    return [
        (code, SetAnswer.of(sorted(values), names=NAMES, multiplicity=True), said) for code, values, said in replies
    ]


@eigenvalues.verify
def power_sums(a: Matrix, phrasing: int, answer: Any) -> bool:
    """Sum and sum of squares are the traces of A and of its square."""
    first, second = a.trace(), (a @ a).trace()
    if isinstance(answer, dict):
        alpha, beta = answer["alpha"], answer["beta"]
        return bool(beta > 0 and _close(2 * alpha, first) and _close(2 * (alpha * alpha - beta * beta), second))
    return len(answer) == 2 and _close(sum(answer), first) and _close(sum(x * x for x in answer), second)


def _close(x: Q | float, y: Q) -> bool:
    if not isinstance(x, float):
        return bool(x == y)
    return abs(x - int(y.p) / int(y.q)) < 1e-9
