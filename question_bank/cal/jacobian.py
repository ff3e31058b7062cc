"""Jacobian matrices of vector functions (MML 5.3; the row i holds the partial derivatives of output i).

Levels: 1 from the plane to the plane, and the determinant at a point; 2 other sizes, and the first-order change for a
small step; 3 changes of coordinates with their determinant, softmax, and activations entry by entry. Checked by central
difference quotients of the functions themselves, those of a part (b) along the step itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, exp, log, sin
from typing import Any, NamedTuple, TypeVar

from question_bank._draw.common import TRIES, exhausted
from question_bank._steps import factor, inner_product, listed, stacked
from question_bank.cal._several import LETTERS, Poly, exp_text, over
from question_bank.cal._several import shown as shown_xyz
from question_bank.cal._shown import scaled, shown
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, text, tuple_of
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step


class Component(NamedTuple):
    """An output: the polynomial `inner` itself, or front times e^inner, ln(inner), sin(inner) or cos(inner)."""

    kind: str
    inner: Poly
    front: int = 1

    def typed(self) -> str:
        """The output as text."""
        match self.kind:
            case "poly":
                return self.inner.typed()
            case "exp":
                return exp_text(Poly({(0,) * self.n: self.front}), self.inner)
        return scaled(self.front, f"{self.kind}({self.inner.typed()})")

    @property
    def n(self) -> int:
        """Number of variables."""
        return len(next(iter(self.inner.terms)))

    def partial(self, i: int) -> str:
        """The partial derivative by variable i as text."""
        slope = self.inner.partial(i)
        if self.kind == "poly" or slope.is_zero:
            return slope.typed()
        slope = slope * self.front
        match self.kind:
            case "exp":
                return exp_text(slope, self.inner)
            case "ln":
                return over(slope, f"({self.inner.typed()})")
        outer, sign = ("cos", 1) if self.kind == "sin" else ("sin", -1)
        slope = slope * sign
        body = f"{outer}({self.inner.typed()})"
        if len(slope.terms) > 1:
            return f"({slope.typed()}) {body}"
        ((powers, c),) = slope.terms.items()
        if not any(powers):
            return scaled(c, body)
        return f"{slope.typed()} {body}"

    def slope_at(self, i: int, point: Sequence[Q]) -> Q:
        """The partial derivative at a point where it is rational: inner is 0 for e, sin and cos there."""
        slope, value = self.inner.partial(i).at(point), self.inner.at(point)
        factors = {"poly": Q(1), "exp": Q(self.front), "sin": Q(self.front), "cos": Q(0)}
        return slope * (self.front / value if self.kind == "ln" else factors[self.kind])

    def value(self, point: Sequence[float]) -> float:
        """The output in floats."""
        u = self.inner.value(point)
        outer: dict[str, Callable[[float], float]] = {"exp": exp, "ln": log, "sin": sin, "cos": cos}
        return u if self.kind == "poly" else self.front * outer[self.kind](u)


class Given(NamedTuple):
    kind: str
    """"general" with outputs and a point, "polar", "log-polar", "parabolic", "cylinder", "softmax", "logistic",
    "relu"."""
    outputs: tuple[Component, ...]
    point: tuple[int, ...]
    """general: the point. softmax and logistic: the numbers of which the inputs are logarithms. relu: the inputs."""
    numbers: tuple[int, ...]
    """general: the small step; changes of coordinates: their factors."""
    phrasing: int


COORDINATES = ("polar", "log-polar", "parabolic", "cylinder")


@exercise("cal-jacobian", version=1, bounds=(500, 500, 1000))
def jacobian(draw: Draw, level: int) -> Given:
    """Outputs that are clean at the point; no two rows are the same, and the matrix is not its own transpose."""
    phrasing = draw.below(3)
    if level < 3:
        for attempt in range(TRIES):
            given = _general(draw.child("try", attempt), level, phrasing)
            if given is not None:
                return given
        raise exhausted("outputs", "small and different rows of the Jacobian")
    kind = draw.choice(("polar", "log-polar", "parabolic", "cylinder", "softmax", "softmax", "softmax", "logistic"))
    if kind in COORDINATES:
        return Given(kind, (), (), (draw.integer(1, 5), draw.integer(1, 5)), phrasing)
    if kind == "softmax":
        return Given(kind, (), tuple(draw.integer(1, 6) for _ in range(draw.integer(2, 3))), (), phrasing)
    return Given(kind, (), tuple(draw.sample((1, 2, 3, 4, 5, 7, 9), 3)), (), phrasing)


def _general(draw: Draw, level: int, phrasing: int) -> Given | None:
    n, m = (2, 2) if level == 1 else draw.choice(((2, 3), (2, 3), (3, 2)))
    point = tuple(draw.integer(-2, 3, nonzero=True) for _ in range(n))
    kinds = ["poly", draw.choice(("poly", "exp", "sin", "ln"))] if level == 1 else ["poly", "exp", "ln", "sin", "poly"]
    outputs = tuple(_component(draw, kind, n, point) for kind in draw.sample(kinds, m))
    at = [Q(x) for x in point]
    table = [[f.slope_at(i, at) for i in range(n)] for f in outputs]
    flat = [x for row in table for x in row]
    if any(abs(x.p) > 20 or x.q > 12 for x in flat) or sum(x != 0 for x in flat) < len(flat) - 1:
        return None
    if any(f.kind == "ln" and not 1 <= f.inner.at(at) <= 20 for f in outputs):
        return None
    if len({tuple(row) for row in table}) < m or (m == n and table[0][1] == table[1][0]):
        return None
    small = tuple(draw.integer(-3, 3, nonzero=True) for _ in range(n))
    return Given("general", outputs, point, small, phrasing)


def _unit(n: int, i: int, k: int = 1) -> tuple[int, ...]:
    return tuple(k * (j == i) for j in range(n))


def _component(draw: Draw, kind: str, n: int, point: Sequence[int]) -> Component:
    front = draw.integer(1, 3) * (draw.sign() if kind != "poly" else 1)
    i, j = draw.sample(range(n), 2)
    both = tuple(a + b for a, b in zip(_unit(n, i), _unit(n, j), strict=True))
    if kind == "poly":
        terms = {both: draw.integer(-3, 3, nonzero=True), _unit(n, i, draw.integer(2, 3)): draw.integer(1, 3)}
        terms[_unit(n, j, draw.integer(1, 2))] = draw.integer(-4, 4, nonzero=True)
        if n == 3:
            terms[_unit(n, 3 - i - j, draw.integer(1, 2))] = draw.integer(-3, 3, nonzero=True)
        return Component("poly", Poly(terms))
    if kind == "ln":
        squares: dict[tuple[int, ...], int] = {_unit(n, k, 2): draw.integer(1, 2) for k in range(n)}
        return Component("ln", Poly({**squares, (0,) * n: draw.integer(1, 3)}), front)
    inner: dict[tuple[int, ...], int] = {_unit(n, k): draw.integer(-3, 3, nonzero=True) for k in range(n)}
    if draw.flip():
        inner = {both: draw.integer(1, 2), _unit(n, j): draw.integer(-3, 3, nonzero=True)}
        if n == 3:
            inner[_unit(n, 3 - i - j)] = draw.integer(-2, 2, nonzero=True)
    value = Poly(inner).at([Q(x) for x in point])
    return Component(kind, Poly({**inner, (0,) * n: -int(value.p)}), front)


# ------------------------------------------------------------------ levels 1 and 2

ASK = (
    r"Let $$f(@letters) = @f.$$ Find its Jacobian matrix $J$.",
    r"A layer maps its input to $$f(@letters) = @f.$$ The backward pass needs its Jacobian matrix $J$.",
    r"Compute the Jacobian matrix $J$ of the function $$f(@letters) = @f.$$",
)
T = TypeVar("T")
CONVENTION = "Row $i$ of $J$ holds the partial derivatives of output $i$."


def typed_matrix(rows: Sequence[Sequence[str]]) -> str:
    """Rows of texts as a matrix of the answer language."""
    return "[" + "; ".join(", ".join(row) for row in rows) + "]"


@jacobian.problem
def build(
    kind: str, outputs: tuple[Component, ...], point: tuple[int, ...], numbers: tuple[int, ...], phrasing: int
) -> Problem:
    """Row by row."""
    g = Given(kind, outputs, point, numbers, phrasing)
    if kind == "general":
        return _outputs(g)
    return _coordinates(g) if kind in COORDINATES else _softmax(g) if kind == "softmax" else _entrywise(g)


SLIPS = {
    "transposed": "This is the transpose: here outputs belong to rows and variables to columns.",
    "row-of-wrong-output": "The rows stand in the order of the outputs: compare each one with its output.",
    "square-assumed": "A Jacobian has one row for each output and one column for each variable; it need not be square.",
}


def _slips(rows: Sequence[Sequence[T]]) -> dict[str, list[list[T]]]:
    """The transpose, the first two rows exchanged, and the square that is left when the rest is cut off."""
    m, n = len(rows), len(rows[0])
    found = {
        "transposed": [list(c) for c in zip(*rows, strict=True)],
        "row-of-wrong-output": [list(rows[1]), list(rows[0]), *map(list, rows[2:])],
    }
    if m != n:
        k = min(m, n)
        found["square-assumed"] = [list(row[:k]) for row in rows[:k]]
    return found


def _expression_part(
    rows: Sequence[Sequence[str]], names: tuple[str, ...], domain: dict[str, str], prompt: str
) -> Part:
    answer = ExpressionAnswer(typed_matrix(rows), names, domain, label="$J =$")
    slips = tuple(
        Misconception(code, ExpressionAnswer(typed_matrix(wrong), names, domain, label="$J =$"), SLIPS[code])
        for code, wrong in _slips(rows).items()
    )
    return Part("a", answer, prompt, misconceptions=slips)


def _outputs(g: Given) -> Problem:
    m, n = len(g.outputs), len(g.point)
    at = [Q(x) for x in g.point]
    here = Matrix([[f.slope_at(i, at) for i in range(n)] for f in g.outputs])
    letters = ", ".join(LETTERS[:n])
    first = MatrixAnswer.of(here, label="$J(p) =$")
    slips = tuple(
        Misconception(code, MatrixAnswer.of(Matrix(x)), SLIPS[code]) for code, x in _slips(here.to_rows()).items()
    )
    part = Part("a", first, text("Give $J(p)$ for $p = @p$.", p=tuple_of(g.point)), misconceptions=slips)
    prompt = ASK[g.phrasing].replace("@letters", letters)
    prompt = prompt.replace("@f", stacked([shown_xyz(f.typed(), n) for f in g.outputs]))
    second, work = _determinant(g, here) if m == n else _change(g, here)
    steps = [
        Step(
            f"The Jacobian has one row for each output and one column for each variable: here it is ${m} \\times {n}$. "
            + CONVENTION
        ),
        *(_row_step(g, k) for k in range(m)),
        step(r"At $p = @p$ the numbers are $$J(p) = @here.$$", p=tuple_of(g.point), here=here),
        Step(work),
        step(r"(a) $J(p) = @first$. (b) $@second$.", first=first, second=second.answer),
    ]
    return Problem(
        prompt=f"{prompt} {CONVENTION}",
        parts=(part, second),
        hints=(
            "How many rows and how many columns must the matrix have?",
            "Take the outputs one by one: differentiate with respect to each variable with the others fixed. "
            "Put the point in only after that.",
        ),
        steps=tuple(steps),
    )


RULES = {
    "poly": "",
    "exp": " (chain rule: the exponential comes back, times the derivative of the exponent)",
    "ln": " (chain rule: the derivative of the inside, divided by the inside)",
    "sin": " (chain rule: the cosine, times the derivative of the inside)",
}


def _row_step(g: Given, k: int) -> Step:
    f, n = g.outputs[k], len(g.point)
    shown_parts = ", ".join(
        rf"$\frac{{\partial f_{k + 1}}}{{\partial {LETTERS[i]}}} = {shown_xyz(f.partial(i), n)}$" for i in range(n)
    )
    return Step(rf"Row {k + 1}, for $f_{k + 1} = {shown_xyz(f.typed(), n)}${RULES[f.kind]}: {shown_parts}.")


def _determinant(g: Given, here: Matrix) -> tuple[Part, str]:
    det = here.det()
    a, b, c, d = here.entries
    part = Part(
        "b",
        NumberAnswer.of(det, label=r"$\det J(p) =$"),
        r"By which factor, with its sign, does $f$ change small areas near $p$? Give $\det J(p)$.",
        follows=Follow("a", ("a1", "b1", "a2", "b2"), "a1*b2 - b1*a2", guard="b1*a2 != 0"),
    )
    work = (
        rf"Near $p$ the function is linear to first order, and a linear map changes areas by its determinant: "
        rf"${latex_of(a)} \cdot {factor(d)} - {factor(b)} \cdot {factor(c)} = {latex_of(det)}$."
    )
    return part, work


def _change(g: Given, here: Matrix) -> tuple[Part, str]:
    d = Vector(g.numbers)
    names = [[f"a{i}{j}" for j in range(here.columns)] for i in range(here.rows)]
    rows = (" + ".join(f"({x})*{name}" for x, name in zip(g.numbers, row, strict=True)) for row in names)
    change = here @ d
    part = Part(
        "b",
        VectorAnswer.of(change, label="$J(p)\\, d =$"),
        text(
            r"To first order $f(p + td) \approx f(p) + t\,v$ for small $t$, with $d = @d$. Give the vector $v$.",
            d=tuple_of(g.numbers),
        ),
        follows=Follow("a", tuple(x for row in names for x in row), f"[{', '.join(rows)}]", guard="a01*a10 != 0"),
    )
    lines = [
        rf"${inner_product(row, list(d))} = {latex_of(x)}$" for row, x in zip(here.to_rows(), list(change), strict=True)
    ]
    return part, "By Taylor's theorem $v = J(p)\\, d$: row by row " + ", ".join(lines) + "."


# ------------------------------------------------------------------ changes of coordinates


class Coordinates(NamedTuple):
    """A change of coordinates in the answer language."""

    names: tuple[str, ...]
    domain: dict[str, str]
    outputs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    det: str
    intro: str
    work: str
    """How the determinant simplifies, as LaTeX."""


def coordinates(kind: str, numbers: Sequence[int]) -> Coordinates:
    """The change of coordinates of this kind."""
    a, b = numbers
    if kind in ("polar", "cylinder"):
        x, y = scaled(a, "r cos(phi)"), scaled(b, "r sin(phi)")
        rows = (
            (scaled(a, "cos(phi)"), scaled(-a, "r sin(phi)")),
            (scaled(b, "sin(phi)"), scaled(b, "r cos(phi)")),
        )
        name = "polar" if a == b == 1 else "stretched polar"
        work = rf"{_number(a * b)}r\cos^2\phi + {_number(a * b)}r\sin^2\phi = {_number(a * b)}r"
        if kind == "polar":
            return Coordinates(
                ("r", "phi"), {"r": "positive"}, (x, y), rows, scaled(a * b, "r"), f"In {name} coordinates", work
            )
        return Coordinates(
            ("r", "phi", "z"),
            {"r": "positive"},
            (x, y, "z"),
            ((*rows[0], "0"), (*rows[1], "0"), ("0", "0", "1")),
            scaled(a * b, "r"),
            f"In {name.replace('polar', 'cylinder')} coordinates",
            work,
        )
    if kind == "log-polar":
        e = f"e^({scaled(a, 'u')})"
        return Coordinates(
            ("u", "v"),
            {},
            (f"{e} cos({scaled(b, 'v')})", f"{e} sin({scaled(b, 'v')})"),
            (
                (scaled(a, f"{e} cos({scaled(b, 'v')})"), scaled(-b, f"{e} sin({scaled(b, 'v')})")),
                (scaled(a, f"{e} sin({scaled(b, 'v')})"), scaled(b, f"{e} cos({scaled(b, 'v')})")),
            ),
            scaled(a * b, f"e^({2 * a}u)"),
            "In log-polar coordinates, as image registration uses them,",
            rf"{_number(a * b)}e^{{{2 * a}u}}\left(\cos^2({_number(b)}v) + \sin^2({_number(b)}v)\right) = "
            rf"{_number(a * b)}e^{{{2 * a}u}}",
        )
    return Coordinates(
        ("u", "v"),
        {},
        (f"{scaled(a, 'u^2')} - {scaled(a, 'v^2')}", scaled(2 * b, "u v")),
        ((scaled(2 * a, "u"), scaled(-2 * a, "v")), (scaled(2 * b, "v"), scaled(2 * b, "u"))),
        f"{scaled(4 * a * b, 'u^2')} + {scaled(4 * a * b, 'v^2')}",
        "In parabolic coordinates",
        rf"{2 * a}u \cdot {2 * b}u + {2 * a}v \cdot {2 * b}v = {4 * a * b}\left(u^2 + v^2\right)",
    )


def _number(x: int) -> str:
    return "" if x == 1 else str(x)


def _where_diagonal(g: Given) -> str:
    """A check of the determinant where the matrix is diagonal."""
    a, b = g.numbers if len(g.numbers) == 2 else (1, 1)
    e = f"e^({scaled(a, 'u')})"
    polar = (str(a), scaled(b, "r"))
    angle, diagonal, det = {
        "polar": ("phi", polar, scaled(a * b, "r")),
        "cylinder": ("phi", (*polar, "1"), scaled(a * b, "r")),
        "log-polar": ("v", (scaled(a, e), scaled(b, e)), scaled(a * b, f"e^({2 * a}u)")),
        "parabolic": ("v", (scaled(2 * a, "u"), scaled(2 * b, "u")), scaled(4 * a * b, "u^2")),
    }[g.kind]

    def tex(typed: str) -> str:
        return shown(typed, "r", "phi", "u", "v")

    return (
        rf"Check where ${tex(angle)} = 0$: there $J$ is diagonal with {listed([f'${tex(x)}$' for x in diagonal])}, and "
        rf"the product ${tex(det)}$ is what the determinant is there."
    )


COORDINATE_ASK = (
    r"@intro a point is given by $$f(@names) = @f.$$ Find the Jacobian $J$.",
    r"@intro a point has the position $$f(@names) = @f.$$ A change of variables in an integral needs the Jacobian "
    r"$J$ of "
    r"$f$.",
    r"Compute the Jacobian $J$ of $$f(@names) = @f.$$",
)


def _coordinates(g: Given) -> Problem:
    case = coordinates(g.kind, g.numbers)
    names = ", ".join(shown(name, *case.names) for name in case.names)

    def tex(typed: str) -> str:
        return shown(typed, *case.names)

    first = _expression_part(case.rows, case.names, case.domain, "Give $J$.")
    det = ExpressionAnswer(case.det, case.names, case.domain, label=r"$\det J =$")
    prompt = COORDINATE_ASK[g.phrasing].replace("@intro", case.intro).replace("@names", names)
    order = f"The columns belong to ${names.replace(', ', '$, $')}$ in this order."
    rows = [
        rf"Row {k + 1}, for $f_{k + 1} = {tex(case.outputs[k])}$: "
        + ", ".join(
            rf"$\frac{{\partial f_{k + 1}}}{{\partial {tex(name)}}} = {tex(x)}$"
            for name, x in zip(case.names, row, strict=True)
        )
        + "."
        for k, row in enumerate(case.rows)
    ]
    domain = " Here $r > 0$." if "r" in case.names else ""
    three = " Expand along the last row, which has a single entry that is not $0$." if g.kind == "cylinder" else ""
    return Problem(
        prompt=f"{prompt.replace('@f', stacked([tex(x) for x in case.outputs]))}{domain} {CONVENTION} {order}",
        parts=(first, Part("b", det, r"Give $\det J$, simplified.")),
        hints=(
            "Go through the outputs one by one; for each partial derivative the other variables are constants.",
            r"For the determinant remember $\cos^2\phi + \sin^2\phi = 1$."
            if g.kind != "parabolic"
            else "The determinant of a $2 \\times 2$ matrix is the product of the diagonal minus the other product.",
        ),
        steps=(
            *map(Step, rows),
            Step(rf"The determinant: $\det J = {case.work}$.{three}"),
            Step(_where_diagonal(g)),
            step(r"(a) $J = @first$. (b) $\det J = @det$.", first=first.answer, det=det),
        ),
    )


# ------------------------------------------------------------------ softmax, and activations entry by entry


def softmax_at(numbers: Sequence[int]) -> list[Q]:
    """Softmax at the logarithms of the numbers."""
    total = sum(numbers)
    return [Q(x, total) for x in numbers]


SOFTMAX = (
    r"The softmax function has the outputs $s_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$. It is used at $z = @z$.",
    r"The last layer of a classifier turns the scores $z = @z$ into probabilities $s_i = \frac{e^{z_i}}{\sum_j "
    r"e^{z_j}}$.",
    r"Let $s(z)$ be the softmax of $z$, so that $s_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$, and let $z = @z$.",
)


def _logs(numbers: Sequence[int]) -> str:
    return str(stacked([rf"\ln {x}" if x > 1 else "0" for x in numbers]))


def _softmax(g: Given) -> Problem:
    s = softmax_at(g.point)
    n = len(s)
    rows = [[s[i] * ((i == j) - s[j]) for j in range(n)] for i in range(n)]
    right = Matrix(rows)
    order = [*range(1, n), 0]
    swapped = Matrix([rows[i] for i in order])
    names = tuple(f"s{i + 1}" for i in range(n))
    entries = [[f"{a}*(1 - {a})" if i == j else f"-{a}*{b}" for j, b in enumerate(names)] for i, a in enumerate(names)]
    first = VectorAnswer.of(Vector(s), label="$s =$")
    second = MatrixAnswer.of(right, label="$J =$")
    slips = []
    if swapped != right:
        slips.append(Misconception("row-of-wrong-output", MatrixAnswer.of(swapped), SLIPS["row-of-wrong-output"]))
    column = Matrix([[row[i]] for i, row in enumerate(rows)])
    slips.append(
        Misconception(
            "square-assumed",
            MatrixAnswer.of(column),
            "Each output depends on every score, through the sum in the denominator: the Jacobian has an entry for "
            "each "
            "pair of output and score.",
        )
    )
    total = sum(g.point)
    quotient = r"\frac{\partial s_i}{\partial z_i} = s_i (1 - s_i), \qquad \frac{\partial s_i}{\partial z_j} = -s_i s_j"
    return Problem(
        prompt=SOFTMAX[g.phrasing].replace("@z", _logs(g.point)),
        parts=(
            Part("a", first, "Give $s$ as fractions."),
            Part(
                "b",
                second,
                r"Give the Jacobian $J$ with the entries $\frac{\partial s_i}{\partial z_j}$ (row $i$, column $j$) "
                r"at this "
                r"$z$, as fractions.",
                misconceptions=tuple(slips),
                follows=Follow("a", names, typed_matrix(entries), guard=" and ".join(f"{x} != 0" for x in names)),
            ),
        ),
        hints=(
            r"$e^{\ln a} = a$: the exponentials of the scores are whole numbers.",
            r"Quotient rule: the score $z_i$ stands in the numerator and in the denominator of $s_i$, every other "
            r"score in "
            r"the denominator only. Write the result with $s_i$ and $s_j$.",
        ),
        steps=(
            Step(
                rf"The exponentials are ${', '.join(map(str, g.point))}$ with the sum ${total}$, so $s = "
                rf"{first.tex()}$."
            ),
            Step(
                r"The numerator and the denominator of $s_i$ contain $z_i$, the denominator contains every $z_j$. By "
                r"the "
                rf"quotient rule $${quotient} \quad (j \neq i),$$ in short $J = \operatorname{{diag}}(s) - s s^\top$."
            ),
            Step(
                rf"For example $s_1(1 - s_1) = {latex_of(s[0])} \cdot {latex_of(1 - s[0])} = {latex_of(rows[0][0])}$ "
                rf"and "
                rf"$-s_1 s_2 = -{latex_of(s[0])} \cdot {latex_of(s[1])} = {latex_of(rows[0][1])}$."
            ),
            Step(
                "Check: the outputs always add up to $1$, so the changes add up to $0$: every column of $J$ has the "
                "sum $0$. "
                "$J$ is symmetric as well."
            ),
            step(r"(a) $s = @first$. (b) $J = @second$.", first=first, second=second),
        ),
    )


ENTRYWISE = (
    r"The logistic function $\sigma(t) = \frac{1}{1 + e^{-t}}$ is applied to each entry: $f_i(z) = \sigma(z_i)$. The "
    r"input is "
    r"$z = @z$.",
    r"A hidden layer applies $\sigma(t) = \frac{1}{1 + e^{-t}}$ entry by entry, $f_i(z) = \sigma(z_i)$. In the "
    r"forward pass "
    r"$z = @z$.",
    r"Let $f(z)$ have the entries $\sigma(z_i)$ with $\sigma(t) = \frac{1}{1 + e^{-t}}$, and let $z = @z$.",
)


def _entrywise(g: Given) -> Problem:
    outputs = [Q(a, a + 1) for a in g.point]
    slopes = [y * (1 - y) for y in outputs]
    right = Matrix.diagonal(slopes)
    n = len(slopes)
    names = tuple(f"s{i + 1}" for i in range(n))
    entries = [[f"{a}*(1 - {a})" if i == j else "0" for j in range(n)] for i, a in enumerate(names)]
    first = VectorAnswer.of(Vector(outputs), label="$f(z) =$")
    second = MatrixAnswer.of(right, label="$J =$")
    reversed_ = Matrix(right.to_rows()[::-1])
    column = Matrix([[x] for x in slopes])
    return Problem(
        prompt=ENTRYWISE[g.phrasing].replace("@z", _logs(g.point)),
        parts=(
            Part("a", first, "Give $f(z)$ as fractions."),
            Part(
                "b",
                second,
                r"Give the Jacobian $J$ of $f$ at this $z$ (row $i$ for output $i$), as fractions.",
                misconceptions=(
                    Misconception("row-of-wrong-output", MatrixAnswer.of(reversed_), SLIPS["row-of-wrong-output"]),
                    Misconception(
                        "square-assumed",
                        MatrixAnswer.of(column),
                        "A Jacobian has one column for each input, also where most of its entries are $0$.",
                    ),
                ),
                follows=Follow("a", names, typed_matrix(entries), guard=" and ".join(f"{x} != 0" for x in names)),
            ),
        ),
        hints=(
            r"$e^{-\ln a} = \frac{1}{a}$.",
            r"$\sigma'(t) = \sigma(t)(1 - \sigma(t))$. And on how many inputs does output $i$ depend?",
        ),
        steps=(
            Step(
                r"Where the input is $\ln a$, the output is $\sigma(\ln a) = \frac{1}{1 + 1/a} = \frac{a}{a + 1}$. So "
                rf"$f(z) = {first.tex()}$."
            ),
            Step(
                r"Output $i$ depends on $z_i$ alone: $\frac{\partial f_i}{\partial z_j} = 0$ for $j \neq i$, and the "
                r"Jacobian "
                r"is diagonal."
            ),
            Step(
                r"On the diagonal $\sigma'(z_i) = \sigma(z_i)(1 - \sigma(z_i))$: "
                + ", ".join(
                    rf"${latex_of(y)} \cdot {latex_of(1 - y)} = {latex_of(d)}$"
                    for y, d in zip(outputs, slopes, strict=True)
                )
                + "."
            ),
            Step(r"Check: no slope of the logistic function exceeds $\frac{1}{4}$, which it has at $t = 0$."),
            step(r"(a) $f(z) = @first$. (b) $J = @second$.", first=first, second=second),
        ),
    )


# ------------------------------------------------------------------ the second method

Function = Callable[[Sequence[float]], list[float]]


def _function(g: Given) -> Function:
    """The vector function in floats."""
    a, b = g.numbers if len(g.numbers) == 2 else (1, 1)
    match g.kind:
        case "general":
            return lambda x: [f.value(x) for f in g.outputs]
        case "polar":
            return lambda x: [a * x[0] * cos(x[1]), b * x[0] * sin(x[1])]
        case "cylinder":
            return lambda x: [a * x[0] * cos(x[1]), b * x[0] * sin(x[1]), x[2]]
        case "log-polar":
            return lambda x: [exp(a * x[0]) * cos(b * x[1]), exp(a * x[0]) * sin(b * x[1])]
        case "parabolic":
            return lambda x: [a * (x[0] ** 2 - x[1] ** 2), 2 * b * x[0] * x[1]]
        case "softmax":
            return lambda x: [exp(t) / sum(exp(u) for u in x) for t in x]
    return lambda x: [1 / (1 + exp(-t)) for t in x]


def _along(f: Function, x: Sequence[float], d: Sequence[float]) -> list[float]:
    """The derivative of f at x in direction d, by central differences of two widths."""

    def slope(h: float) -> list[float]:
        up, down = (f([t + s * e for t, e in zip(x, d, strict=True)]) for s in (h, -h))
        return [(u - v) / (2 * h) for u, v in zip(up, down, strict=True)]

    return [(4 * p - q) / 3 for p, q in zip(slope(5e-4), slope(1e-3), strict=True)]


@lru_cache(maxsize=16)
def _differences(g: Given, x: tuple[float, ...]) -> list[list[float]]:
    f = _function(g)
    columns = [_along(f, x, _unit(len(x), i)) for i in range(len(x))]
    return [list(row) for row in zip(*columns, strict=True)]


def _agree(found: Any, wanted: Any) -> bool:
    rows = found.to_floats() if isinstance(found, Matrix) else found
    if not isinstance(rows, list) or [len(r) for r in rows] != [len(r) for r in wanted]:
        return False
    pairs = [(a, b) for r, s in zip(rows, wanted, strict=True) for a, b in zip(r, s, strict=True)]
    return all(abs(a - b) <= 1e-5 * (1 + abs(b)) for a, b in pairs)


@lru_cache(maxsize=64)
def _gives(jacobian: Expression, g: Given, x: tuple[float, ...]) -> bool:
    """The reply holds at a place: asked again with every reply to the other part."""
    names = coordinates(g.kind, g.numbers).names
    return _agree(jacobian.at(**dict(zip(names, x, strict=True))), _differences(g, x))


def _det(a: list[list[float]]) -> float:
    if len(a) == 2:
        return a[0][0] * a[1][1] - a[0][1] * a[1][0]
    return sum((-1) ** j * a[0][j] * _det([r[:j] + r[j + 1 :] for r in a[1:]]) for j in range(len(a)))


@jacobian.verify
def differences_agree(
    kind: str,
    outputs: tuple[Component, ...],
    point: tuple[int, ...],
    numbers: tuple[int, ...],
    phrasing: int,
    answer: dict[str, Any],
) -> bool:
    """Central differences of the outputs by every variable, at three places or at the place itself."""
    g = Given(kind, outputs, point, numbers, phrasing)
    f = _function(g)
    first, second = answer["a"], answer["b"]
    if kind in ("softmax", "logistic"):
        z = [log(x) for x in point]
        return _agree(first, [[y] for y in f(z)]) and _agree(second, _differences(g, tuple(z)))
    if kind == "general":
        if not _agree(first, _differences(g, point)):
            return False
        if isinstance(second, Matrix):
            return _agree(second, [[v] for v in _along(f, point, numbers)])
        wanted_det = _det(_differences(g, point))
        return abs(int(second.p) / int(second.q) - wanted_det) < 1e-4 * (1 + abs(wanted_det))
    names = coordinates(kind, numbers).names
    assert isinstance(first, Expression)
    for place in ((0.83, 0.47, 1.21), (1.31, -0.58, 0.36), (0.45, 1.12, -0.7)):
        x = place[: len(names)]
        wanted = _differences(g, x)
        values = dict(zip(names, x, strict=True))
        if not _gives(first, g, x):
            return False
        if not abs(second.at(**values) - _det(wanted)) < 1e-4 * (1 + abs(_det(wanted))):
            return False
    return True
