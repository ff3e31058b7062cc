"""Write a quadratic form as x^T A x with symmetric A, or expand it (MML 3.2.3, 5.3).

Levels: 1 two variables; 2 three variables; 3 two variables with linear terms and the gradient at a point, or with the
square completed. Checked by values: a symmetric matrix is right when it takes the values of the form at all e_i and
e_i + e_j; an expansion is compared with v^T A v at rational points, a gradient with central differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from question_bank._steps import base, factor, forms, listed, names, stacked, substituted
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.markup.typography import signed
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

FORM = (
    r"Write the quadratic form $$q(@point) = @q$$ as $v^\top A v$ with $v = @column$ and a **symmetric** matrix $A$.",
    r"In the energy of a model the interactions of @letters make up the quadratic form $$q(@point) = @q.$$ Which "
    r"symmetric matrix $A$ gives $q = v^\top A v$ with $v = @column$?",
    r"Near a stationary point the loss of a model differs from its value there by about $$q(@point) = @q.$$ Find the "
    r"symmetric matrix $A$ with $q = v^\top A v$, where $v = @column$.",
)
FUNCTION = (
    r"Write $$f(@point) = @q$$ as $f = v^\top A v + b^\top v$ with $v = @column$ and a **symmetric** matrix $A$.",
    r"Near some point the loss of a model, as a function of small changes @letters of its parameters, is about "
    r"$$f(@point) = @q.$$ Bring it into the form $v^\top A v + b^\top v$ with $v = @column$ and a **symmetric** "
    r"matrix $A$.",
)
EXPAND = (
    r"Expand the quadratic form $v^\top A v$ with $v = @column$ and $$A = @a.$$",
    r"The energy of a model is $v^\top A v$ with $$A = @a, \quad v = @column.$$ Write it as a polynomial in @letters.",
)


class Given(NamedTuple):
    kind: str
    """"matrix", "expand", "gradient" or "square"."""
    upper: Matrix
    """The coefficient of x_i x_j at i <= j; zeros below the diagonal."""
    b: Matrix
    """Coefficients of the linear terms; zero where there are none."""
    point: Matrix
    """Where the gradient is asked for."""
    phrasing: int


@exercise("dec-quadratic-form-matrix", version=1, bounds=(200, 300, 400))
def quadratic_form(draw: Draw, level: int) -> Given:
    """Integer coefficients; products of different variables always occur."""
    n = 3 if level == 2 else 2
    kind = draw.choice(("gradient", "square")) if level == 3 else draw.weighted(("matrix", "expand"), (3, 1))
    point = Vector([draw.integer(-3, 3, nonzero=True) for _ in range(n)])
    upper = [[Q(draw.integer(-6, 6, nonzero=i == j)) if i <= j else Q(0) for j in range(n)] for i in range(n)]
    upper[0][n - 1] = Q(draw.integer(-7, 7, nonzero=True))
    if n == 3 and upper[0][1] == 0:
        upper[1][2] = Q(draw.integer(-7, 7, nonzero=True))
    if kind == "square":
        upper[0][0] = Q(draw.choice((1, 2, 3, 4)) * draw.sign())
        upper[0][1] = 2 * upper[0][0] * draw.integer(1, 3) * draw.sign() / draw.choice((1, 2))
    if kind == "expand":
        upper = [[c * 2 if i < j and draw.below(4) else c for j, c in enumerate(row)] for i, row in enumerate(upper)]
    lines = kind == "gradient" or (kind == "matrix" and draw.below(3) == 0)
    b = [draw.integer(-6, 6, nonzero=True) if lines else 0 for _ in range(n)]
    return Given(kind, Matrix(upper), Vector(b), point, draw.below(6))


def symmetrised(upper: Matrix) -> Matrix:
    """Half of each mixed coefficient on either side."""
    return (upper + upper.T) / 2


def terms(upper: Matrix) -> list[tuple[Q, str]]:
    """Coefficients and monomials: squares first."""
    letters, n = names(upper.rows), upper.rows
    squares = [(upper[i, i], f"{letters[i]}^2") for i in range(n)]
    return squares + [(upper[i, j], letters[i] + letters[j]) for i in range(n) for j in range(i + 1, n)]


def written(upper: Matrix, b: Matrix) -> Tex:
    """The polynomial, with products as an answer shows them."""
    both = [*((c, _product(name)) for c, name in terms(upper)), *zip(b, names(b.rows), strict=True)]
    return linear([c for c, _ in both], [name for _, name in both])


def _product(name: str) -> str:
    r"""`xy` as `x\,y`, with a thin space; a power as it is."""
    return name if "^" in name else r"\,".join(name)


def typed(pairs: Sequence[tuple[Q, str]]) -> str:
    """A sum of monomials in the answer language."""
    out = ""
    for c, name in pairs:
        if c != 0:
            size = "" if abs(c) == 1 else f"{abs(c)}*" if abs(c).q != 1 else str(abs(c))
            body = size + name
            out += (f" {'-' if c < 0 else '+'} " if out else "-" if c < 0 else "") + body
    return out or "0"


def column(n: int) -> Tex:
    """(x, y)^T."""
    return Tex(f"({', '.join(names(n))})^\\top")


@quadratic_form.problem
def build(kind: str, upper: Matrix, b: Matrix, point: Matrix, phrasing: int) -> Problem:
    """The coefficients spread over the matrix; follow-ups by its entries."""
    if kind == "expand":
        return _expansion(upper, phrasing)
    a = symmetrised(upper)
    answer = MatrixAnswer.of(a, label="$A =$")
    prompt = _prompt(upper, b, phrasing)
    hints = (
        r"Compare coefficients: multiply out $v^\top A v$ with unknown entries $a_{ij} = a_{ji}$.",
        r"The entry $a_{ii}$ belongs to the square of a variable; each product of two different variables is made by "
        "two entries of $A$.",
    )
    if kind == "matrix":
        return Problem.single(
            prompt=prompt if b.is_zero else prompt + " Give $A$.",
            answer=answer,
            hints=hints,
            steps=(*_steps(upper, b, a), step(r"So $A = @answer$.", answer=answer)),
            misconceptions=_misconceptions(upper, b, a),
        )
    first = Part("a", answer, "The matrix $A$.", misconceptions=_misconceptions(upper, b, a))
    later, steps, hint = (_gradient if kind == "gradient" else _square)(upper, b, a, point)
    last = "; ".join(f"({p.id}) ${p.answer.tex()}$" for p in (first, *later))
    return Problem(prompt, (first, *later), (*_steps(upper, b, a), *steps, Step(f"{last}.")), (*hints, hint))


def _prompt(upper: Matrix, b: Matrix, phrasing: int) -> str:
    n = upper.rows
    template = FORM[phrasing % 3] if b.is_zero else FUNCTION[phrasing % 2]
    template = template.replace("@letters", listed([f"${x}$" for x in names(n)]))
    return text(template, point=Tex(", ".join(names(n))), q=written(upper, b), column=column(n))


def _steps(upper: Matrix, b: Matrix, a: Matrix) -> tuple[Step, ...]:
    letters, n = names(upper.rows), upper.rows
    squares = [f"$a_{{{i + 1}{i + 1}}} = {a[i, i]}$" for i in range(n)]
    mixed = [
        rf"${_product(letters[i] + letters[j])}$: $a_{{{i + 1}{j + 1}}} = a_{{{j + 1}{i + 1}}} = \frac{{1}}{{2}} \cdot "
        rf"{factor(upper[i, j])} = {latex_of(a[i, j])}$"
        for i in range(n)
        for j in range(i + 1, n)
    ]
    apart = (
        ()
        if b.is_zero
        else (
            step(
                r"The linear terms belong to $b^\top v$ with $b = @b$, not to the matrix: $v^\top A v$ has terms of "
                "degree two only.",
                b=b,
            ),
        )
    )
    ones = Vector([1] * n)
    return (
        *apart,
        Step(f"The squares give the diagonal: {listed(squares)}."),
        Step(
            r"A mixed product comes twice in $v^\top A v$, once from $a_{ij}$ and once from $a_{ji}$. For a symmetric "
            "$A$ each gets half of the coefficient. " + "; ".join(mixed) + "."
        ),
        step(
            r"Together $$A = @a.$$ Check at $v = @ones$: the sum of all entries of $A$ is $@value$, and so is the "
            r"sum of the coefficients of degree two.",
            a=a,
            ones=Tex(f"({', '.join('1' for _ in range(n))})^\\top"),
            value=ones.dot(a @ ones),
        ),
    )


def _misconceptions(upper: Matrix, b: Matrix, a: Matrix) -> tuple[Misconception, ...]:
    full = upper + upper.T - Matrix.diagonal([upper[i, i] for i in range(upper.rows)])
    found = [
        Misconception(
            "no-halving",
            MatrixAnswer.of(full),
            r"Multiply $v^\top A v$ out: each mixed product now comes twice as often as it should.",
        ),
        Misconception(
            "nonsymmetric",
            MatrixAnswer.of(upper),
            "This matrix gives the right values, but it is not symmetric: share each mixed coefficient fairly.",
        ),
    ]
    if not b.is_zero:
        found.append(
            Misconception(
                "linear-terms-included",
                MatrixAnswer.of(a + Matrix.diagonal(b.entries)),
                r"The linear terms do not belong in the matrix: $v^\top A v$ has terms of degree two only.",
            )
        )
    return tuple(found)


# ------------------------------------------------------------------ expansion


def _expansion(upper: Matrix, phrasing: int) -> Problem:
    a, letters = symmetrised(upper), names(upper.rows)
    answer = ExpressionAnswer(typed(terms(upper)), letters)
    template = EXPAND[phrasing % 2]
    said = template.replace("@letters", listed([f"${x}$" for x in letters]))
    half = Matrix([[upper[i, j] / 2 if i < j else upper[i, j] for j in range(a.rows)] for i in range(a.rows)])
    rows = [linear(a.row(i).entries, letters) for i in range(a.rows)]
    return Problem.single(
        prompt=text(said, a=a, column=column(a.rows)),
        answer=answer,
        hints=(
            r"Multiply from the right: first $Av$, then the dot product of $v$ with it.",
            "The entries $a_{ij}$ and $a_{ji}$ belong to the same product of variables: add them.",
        ),
        steps=(
            step(r"First $$Av = @column.$$", column=stacked(rows)),
            Step(
                r"The dot product with $v$ is $$v^\top A v = "
                + " + ".join(f"{x}{_bracket(row)}" for x, row in zip(letters, rows, strict=True))
                + ".$$"
            ),
            step(
                r"Each mixed product comes twice, from $a_{ij}$ and from $a_{ji}$: adding them gives $@answer$.",
                answer=answer,
            ),
        ),
        misconceptions=(
            Misconception(
                "no-halving",
                ExpressionAnswer(typed(terms(half)), letters),
                "Each mixed product comes from two entries of the matrix, above and below the diagonal: add both.",
            ),
        ),
    )


def _bracket(row: str) -> str:
    return f"({row})"


# ------------------------------------------------------------------ follow-ups

Later = tuple[tuple[Part, ...], tuple[Step, ...], str]
ENTRIES = ("p", "q", "r", "s")


def _gradient(upper: Matrix, b: Matrix, a: Matrix, point: Matrix) -> Later:
    slope = (a @ point) * 2 + b
    answer = VectorAnswer.of(slope)
    x, y = (f"({c})" for c in point)
    expression = f"[2*p*{x} + (q + r)*{y} + ({b[0]}), (q + r)*{x} + 2*s*{y} + ({b[1]})]"
    part = Part(
        "b",
        answer,
        rf"The gradient $\nabla f$ at $v = {latex_of(point)}$, as a column.",
        misconceptions=tuple(
            Misconception(code, VectorAnswer.of(reply), said)
            for code, reply, said in (
                ("no-halving", a @ point + b, r"The gradient of $v^\top A v$ is $2Av$ for a symmetric $A$."),
            )
            if reply != slope
        ),
        follows=Follow("a", ENTRIES, expression, "q + r != 0"),
    )
    work = [rf"{substituted([2 * c for c in a.row(i).entries], list(point))}{signed(latex_of(b[i]))}" for i in range(2)]
    steps = (
        step(
            r"For a symmetric $A$ the gradient of $v^\top A v$ is $2Av$, and that of $b^\top v$ is $b$: "
            r"$\nabla f = 2Av + b$ with $2A = @twice$.",
            twice=a * 2,
        ),
        step(
            r"At the point: $$\nabla f = @work = @answer.$$",
            work=stacked(work),
            answer=answer,
        ),
    )
    return (part,), steps, r"What is the gradient of $v^\top A v + b^\top v$ for a symmetric $A$?"


def _square(upper: Matrix, b: Matrix, a: Matrix, point: Matrix) -> Later:
    lead, shift = a[0, 0], a[0, 1] / a[0, 0]
    rest = a[1, 1] - a[0, 1] * shift
    front = Tex("-" if lead == -1 else "" if lead == 1 else latex_of(lead))
    ask = rf"Complete the square: $q(x, y) = {front}(x + sy)^2 + m\,y^2$. Give"
    ell, m = NumberAnswer.of(shift, label="$s =$"), NumberAnswer.of(rest, label="$m =$")
    parts = (
        Part("b", ell, f"{ask} $s$.", follows=Follow("a", ENTRIES, "(q + r)/(2p)", "p*(q + r) != 0")),
        Part("c", m, "Give $m$.", follows=Follow("a", ENTRIES, "s - (q + r)^2/(4p)", "p*(q + r) != 0")),
    )
    steps = (
        step(
            r"Multiply out: $$@{front}(x + sy)^2 = @{square} @+{twice}s\,x\,y @+*lead s^2\,y^2.$$ The coefficient of "
            r"$x\,y$ must be $@mixed$, so $s = @quotient$.",
            front=front,
            square=Tex(f"{front}x^2"),
            lead=lead,
            twice=2 * lead,
            mixed=upper[0, 1],
            quotient=forms(Tex(rf"\frac{{{latex_of(upper[0, 1])}}}{{{latex_of(2 * lead)}}}"), shift),
        ),
        step(
            r"The square brings $@{squared}\, y^2 = @*used y^2$ along, and $@*all y^2$ is there: "
            r"$m = @all - @(used) = @m$.",
            squared=Tex(front + ("" if abs(lead) == 1 else r" \cdot ") + f"{base(shift)}^2"),
            used=lead * shift * shift,
            all=a[1, 1],
            m=rest,
        ),
        step(
            r"Check: $@lead \cdot @(m) = @product$ is the determinant of $A$, as it must be. The signs of the "
            r"coefficients $@lead$ and $@m$ of the squares tell the definiteness: $A$ is @kind.",
            lead=lead,
            m=rest,
            product=lead * rest,
            kind=_kind(lead, rest),
        ),
    )
    hint = "Choose $s$ so that the square takes care of all terms that contain $x$; then see what is left of $y^2$."
    return parts, steps, hint


def _kind(first: Q, second: Q) -> str:
    if second == 0:
        return "positive semidefinite" if first > 0 else "negative semidefinite"
    if (first > 0) != (second > 0):
        return "indefinite"
    return "positive definite" if first > 0 else "negative definite"


# ------------------------------------------------------------------ the second method


@quadratic_form.verify
def same_values(kind: str, upper: Matrix, b: Matrix, point: Matrix, phrasing: int, answer: Any) -> bool:
    """Values of the polynomial itself, added up term by term."""

    def q(v: Sequence[Q]) -> Q:
        n = len(v)
        return sum((upper[i, j] * v[i] * v[j] for i in range(n) for j in range(i, n)), Q(0))

    n = upper.rows
    if kind == "expand":
        return _agrees(upper, answer)
    matrix = answer["a"] if isinstance(answer, dict) else answer
    units = [Vector([int(i == j) for j in range(n)]) for i in range(n)]
    probes = [*units, *(units[i] + units[j] for i in range(n) for j in range(i))]
    if matrix != matrix.T or any(v.dot(matrix @ v) != q(v.entries) for v in probes):
        return False
    if kind == "gradient":
        slopes = [(q((point + u).entries) - q((point - u).entries)) / 2 + b.dot(u) for u in units]
        return bool(answer["b"] == Vector(slopes))
    if kind == "square":
        s, m, lead = answer["b"], answer["c"], upper[0, 0]
        return all(lead * (x + s * y) ** 2 + m * y * y == q([Q(x), Q(y)]) for x, y in ((0, 1), (1, 1), (1, -1), (2, 1)))
    return True


def _agrees(upper: Matrix, answer: Expression) -> bool:
    a, letters = symmetrised(upper), names(upper.rows)
    for k in range(8):
        v = Vector([Q(3 * k + 5 * i * i - 7, 2 + i) for i in range(upper.rows)])
        value = v.dot(a @ v)
        if abs(answer.at(**dict(zip(letters, v.entries, strict=True))) - int(value.p) / int(value.q)) > 1e-6:
            return False
    return True
