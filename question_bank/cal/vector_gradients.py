"""Gradients and Hessians of scalar functions of a vector, in matrix form (MML 5.5).

Levels: 1 linear and quadratic forms; 2 least squares with a ridge term, also weighted or towards a prior guess;
3 norms, functions of a linear form and Hessians. Checked by difference quotients in every coordinate at random
rational matrices: exact for quadratics, with hundreds of bits for the others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from flint import ctx

from question_bank._steps import listed
from quizgen.answers.echo import tex
from quizgen.answers.expression import Expression, ExpressionAnswer
from quizgen.answers.replies import author
from quizgen.answers.samples import Stream, matrices
from quizgen.answers.syntax import Vocabulary
from quizgen.answers.values import evaluate
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.problem import Misconception, Problem, Step


class Letters(NamedTuple):
    """What matrix, variable and vectors are called."""

    A: str
    x: str
    b: str
    c: str


class Given(NamedTuple):
    kind: str
    letters: Letters
    m: int
    """Rows of the matrix where it need not be square."""
    n: int
    """Length of the variable."""
    alpha: Q
    """Factor of the first term."""
    beta: Q
    """Factor of the second term."""
    symbol: bool
    """The second factor comes with a lambda."""
    phrasing: int


class Case(NamedTuple):
    """A function with its derivative and everything told about it, in the answer language."""

    f: str
    answer: str
    steps: list[str]
    """Markup."""
    hints: tuple[str, ...]
    wrong: dict[str, str]
    """Mal-rule to reply."""
    uses: str
    """Which of A, b, c occur, and W for weights."""
    properties: str = ""
    """What is known of A."""
    hessian: bool = False


LETTERS = (
    Letters("A", "x", "b", "c"),
    Letters("B", "x", "a", "c"),
    Letters("M", "u", "b", "a"),
    Letters("X", "w", "y", "v"),
    Letters("Phi", "theta", "y", "b"),
    Letters("B", "z", "c", "a"),
)
SQUARE = tuple(x for x in LETTERS if x.A not in ("X", "Phi"))
LEVELS: dict[int, tuple[str, ...]] = {
    1: ("left", "right", "quadratic", "quadratic", "symmetric"),
    2: ("ridge", "ridge", "centred", "weighted"),
    3: (
        "distance",
        "residual",
        "function",
        "logistic",
        "exponential",
        "hessian-quadratic",
        "hessian-ridge",
        "hessian-function",
    ),
}
FACTORS = (Q(1), Q(1, 2), Q(2), Q(3), Q(4), Q(5))
SECOND = (1, 2, 3, 4, 5, 6, 7, 8)


@exercise("cal-vector-gradients", version=1)
def vector_gradients(draw: Draw, level: int) -> Given:
    """A kind of function, sizes, letters and factors."""
    kind = draw.choice(LEVELS[level])
    rectangular = kind in ("ridge", "centred", "weighted", "residual", "hessian-ridge")
    n = draw.integer(2, 4)
    m = n if not rectangular or draw.flip() else draw.integer(n + 1, n + 3)
    letters = draw.choice(LETTERS if rectangular else SQUARE)
    ridge = kind in ("ridge", "centred", "weighted", "logistic", "hessian-ridge")
    alpha, symbol = draw.choice(FACTORS), ridge and draw.flip()
    beta = Q(draw.choice(SECOND)) if not symbol else draw.choice((Q(1), Q(1, 2), Q(2), Q(3)))
    if not ridge:
        beta *= draw.sign()
    return Given(kind, letters, m, n, alpha, beta, symbol, draw.below(3))


# --- texts in the answer language --------------------------------------------------------------------------


def total(*terms: tuple[Q, str]) -> str:
    """A sum of multiples, in the answer language: factors 1 are left out, signs join."""
    out = ""
    for factor, body in terms:
        if factor == 0:
            continue
        size = abs(factor)
        shown = body if size == 1 else str(size) if not body else f"{size} {body}"
        if out:
            out += f" {'-' if factor < 0 else '+'} {shown}"
        else:
            out = f"-{shown}" if factor < 0 else shown
    return out


class Writer:
    """The texts of one problem as LaTeX."""

    def __init__(self, g: Given) -> None:
        self.names = (*g.letters, "W", "lambda")
        matrices_ = (*g.letters, "W", "r")
        self.vocabulary = Vocabulary(names=(*self.names, "r", "t"), matrices=matrices_)

    def __call__(self, typed: str) -> str:
        """A text in a formula of its own."""
        return f"${self.tex(typed)}$"

    def tex(self, typed: str) -> str:
        """LaTeX without dollars."""
        return tex(author(typed, self.vocabulary)).strip()  # "$x $" would be no formula


def _second(g: Given, body: str) -> str:
    """The body of the second term, with lambda where it has one."""
    return f"lambda {body}" if g.symbol else body


TOP = "'"
"""The transpose in the answer language."""


# --- level 1 -----------------------------------------------------------------------------------------------


def _linear_form(g: Given, w: Writer) -> Case:
    """alpha b'A x + beta c'x, or alpha x'A b + beta c'x."""
    A, x, b, c = g.letters
    left = g.kind == "left"
    form, gradient, wrong = f"{x}'{A} {b}", f"{A} {b}", f"{A}'{b}"
    if left:
        form, gradient, wrong = f"{b}'{A} {x}", f"{A}'{b}", f"{A} {b}"
    row = f"({gradient})' {x}"
    why = "Move the transpose" if left else "A number is its own transpose"
    return Case(
        f=total((g.alpha, form), (g.beta, f"{c}'{x}")),
        answer=total((g.alpha, gradient), (g.beta, c)),
        steps=[
            rf"Both terms are linear in {w(x)}. For a fixed vector $g$ the function $g^\top {w.tex(x)} = "
            rf"\sum_i g_i {w.tex(x)}_i$ has the partial derivatives $g_i$: its gradient is $g$.",
            f"Bring the first form into this shape. {why}: ${w.tex(form)} = {w.tex(row)}$, so its gradient is "
            f"{w(gradient)}.",
            f"The gradient of {w(c + TOP + x)} is {w(c)}.",
        ],
        hints=(
            rf"Each term is linear in {w(x)}: write it as a fixed row times {w(x)}.",
            r"The gradient of $g^\top x$ is the column $g$; here a transpose may be needed to find $g$.",
        ),
        wrong={"A-for-A^T": total((g.alpha, wrong), (g.beta, c))},
        uses="Abc",
    )


def _quadratic_form(g: Given, w: Writer) -> Case:
    """alpha x'A x + beta b'x, with a general or a symmetric A."""
    A, x, b, _ = g.letters
    symmetric = g.kind == "symmetric"
    form, doubled = f"{x}'{A} {x}", total((2 * g.alpha, f"{A} {x}"), (g.beta, b))
    general = f"({A} + {A}') {x}"
    wrong = {"missing-two": total((g.alpha, f"{A} {x}"), (g.beta, b))}
    if not symmetric:
        wrong["symmetric-assumed"] = doubled
    X, entry = w.tex(x), A.lower() if len(A) == 1 else r"\phi"
    known = rf", which is {w(f'2{A} {x}')} because {w(A)} is symmetric." if symmetric else "."
    return Case(
        f=total((g.alpha, form), (g.beta, f"{b}'{x}")),
        answer=doubled if symmetric else total((g.alpha, general), (g.beta, b)),
        steps=[
            rf"In coordinates ${w.tex(form)} = \sum_i \sum_j {entry}_{{ij}} {X}_i {X}_j$. The variable ${X}_k$ occurs "
            "as the first factor and as the second one.",
            rf"So the product rule gives the partial derivative $\sum_j {entry}_{{kj}} {X}_j + \sum_i {entry}_{{ik}} "
            rf"{X}_i$: row $k$ of {w(A)} times {w(x)}, and row $k$ of {w(A + TOP)} times {w(x)}.",
            f"All rows together: {w(form)} has the gradient {w(general)}{known}",
            f"The linear form {w(b + TOP + x)} has the gradient {w(b)}.",
        ],
        hints=(
            rf"In {w(form)} the variable occurs twice: differentiate once for each place.",
            rf"Write {w(form)} as a double sum, and take the derivative with respect to one coordinate. What do you "
            rf"know about {w(A)} and its transpose?",
        ),
        wrong=wrong,
        uses="Ab",
        properties="symmetric" if symmetric else "",
    )


# --- level 2 -----------------------------------------------------------------------------------------------


def _least_squares(g: Given, w: Writer) -> Case:
    """alpha |Ax - b|^2 + beta |x|^2, with weights W, or with |x - c|^2."""
    A, x, b, c = g.letters
    residual = f"{A} {x} - {b}"
    weighted = g.kind == "weighted"
    square = f"({residual})'W({residual})" if weighted else f"norm({residual})^2"
    weight = "W " if weighted else ""
    near, short = (f"{x} - {c}", f"({x} - {c})") if g.kind == "centred" else (x, x)
    penalty, pull = f"norm({near})^2", _second(g, short)
    back = f"{A}'{weight}({residual})"
    wrong = {"missing-two": total((g.alpha, back), (g.beta, pull))}
    if g.m == g.n:
        wrong["A-for-A^T"] = total((2 * g.alpha, f"{A} {weight}({residual})"), (2 * g.beta, pull))
    return Case(
        f=total((g.alpha, square), (g.beta, _second(g, penalty))),
        answer=total((2 * g.alpha, back), (2 * g.beta, pull)),
        steps=[*_residual_steps(g, w, weight), *_penalty_steps(w, penalty, short)],
        hints=(
            rf"Name the residual $r = {w.tex(residual)}$: the first term is $r^\top {weight}r$ times a number, a "
            "product in which the variable occurs twice.",
            "By the chain rule the inner derivative comes in as a transposed matrix: think of the shapes, the gradient "
            rf"must have {g.n} entries.",
        ),
        wrong=wrong,
        uses="Ab" + ("W" if weighted else "") + ("c" if g.kind == "centred" else ""),
    )


def _residual_steps(g: Given, w: Writer, weight: str) -> list[str]:
    A, x, b, _ = g.letters
    square, dx = f"r'{weight}r", f"d{w.tex(x)}"
    why = " and $W$ is symmetric, so that both places give the same" if weight else ""
    row, column = w.tex(f"r'{weight}{A}"), w.tex(f"{A}'{weight}r")
    return [
        rf"Call the residual $r = {w.tex(f'{A} {x} - {b}')}$. A small change ${dx}$ of the variable changes it by "
        rf"$dr = {w.tex(A)}\, {dx}$.",
        rf"In {w(square)} the residual occurs twice{why}: the change is $2\, {w.tex(f'r{TOP}{weight}'.strip())}\, dr = "
        rf"2\, {row}\, {dx}$.",
        rf"The gradient is the transpose of the row before ${dx}$: {w(square)} has the gradient $2\, {column}$.",
    ]


def _penalty_steps(w: Writer, penalty: str, short: str) -> list[str]:
    return [
        rf"In the same way {w(penalty)} has the gradient {w(total((Q(2), short)))}.",
        "Put the factors back: each term keeps its own.",
    ]


# --- level 3 -----------------------------------------------------------------------------------------------


def _norm(g: Given, w: Writer) -> Case:
    """alpha |x - c| or alpha |Ax - b|, with a linear term."""
    A, x, b, c = g.letters
    inside, back = (f"{x} - {b}", "") if g.kind == "distance" else (f"{A} {x} - {b}", f"{A}'")
    length = f"norm({inside})"
    over = f"{back}({inside})/{length}"
    wrong: dict[str, str] = {}
    if g.kind == "residual" and g.m == g.n:
        wrong["A-for-A^T"] = total((g.alpha, f"{A} ({inside})/{length}"), (g.beta, c))
    unit = ", a vector of length one." if g.kind == "distance" else "."
    return Case(
        f=total((g.alpha, length), (g.beta, f"{c}'{x}")),
        answer=total((g.alpha, over), (g.beta, c)),
        steps=[
            rf"Write the length as a root: ${w.tex(length)} = \sqrt{{t}}$ with $t = {w.tex(length + '^2')}$.",
            rf"The squared length has the gradient {w(f'2{back}({inside})')}, and "
            r"$\frac{d}{dt} \sqrt{t} = \frac{1}{2\sqrt{t}}$.",
            rf"Chain rule: the twos cancel, and {w(length)} has the gradient {w(over)}{unit}",
            rf"The linear term {w(c + TOP + x)} has the gradient {w(c)}.",
        ],
        hints=(
            "A norm is the root of a squared norm, whose gradient you know.",
            r"Chain rule with $\sqrt{t}$: its derivative $\frac{1}{2\sqrt{t}}$ brings the norm into the denominator.",
        ),
        wrong=wrong,
        uses="bc" if g.kind == "distance" else "Abc",
    )


class Outer(NamedTuple):
    """A function of a number, its derivative, and its second derivative with a sign apart."""

    value: str
    first: str
    second: str
    sign: int = 1


FUNCTIONS = (
    Outer("e^({})", "e^({})", "e^({})"),
    Outer("sin({})", "cos({})", "sin({})", -1),
    Outer("ln(1 + e^({}))", "sigmoid({})", "sigmoid({0})(1 - sigmoid({0}))"),
)


def _function_of_linear(g: Given, w: Writer) -> Case:
    """alpha g(beta b'x) for a function g of one variable; also its Hessian."""
    _, x, b, _ = g.letters
    inner, outer = total((g.beta, f"{b}'{x}")), FUNCTIONS[(g.phrasing + int(g.alpha.p)) % 3]
    factor = g.alpha * g.beta
    f = total((g.alpha, outer.value.format(inner)))
    gradient = total((factor, f"{outer.first.format(inner)} {b}"))
    steps = [
        f"The function is {w(total((g.alpha, outer.value.format('t'))))} of the number $t = {w.tex(inner)}$.",
        f"Its derivative with respect to $t$ is {w(total((g.alpha, outer.first.format('t'))))}, and $t$ has the "
        f"gradient {w(total((g.beta, b)))}.",
        "Chain rule: multiply the derivative of the outer function by the gradient of the inner one.",
    ]
    hints: tuple[str, ...] = (
        f"The inner function $t = {w.tex(inner)}$ is a number: differentiate the outer function by $t$ as usual.",
        f"Chain rule: multiply by the gradient of $t$, which is a multiple of {w(b)}.",
    )
    if g.kind == "function":
        return Case(f, gradient, steps, hints, {}, "b")
    bend = total((outer.sign * factor * g.beta, f"{outer.second.format(inner)} {b}'"))
    steps[2] = rf"Chain rule: the gradient is $\nabla f = {w.tex(gradient)}$, a number times the fixed vector {w(b)}."
    steps.append(
        f"Differentiate once more: a change of {w(x)} changes this number by the row {w(bend)} times the change. The "
        f"Hessian is the column {w(b)} times this row."
    )
    hints = (*hints, f"The Hessian is the derivative of the gradient: a column times a row, {w(f'{b} {b}{TOP}')}.")
    hessian = total((outer.sign * factor * g.beta, f"{outer.second.format(inner)} {b} {b}'"))
    return Case(f, hessian, steps, hints, {}, "b", hessian=True)


def _logistic_loss(g: Given, w: Writer) -> Case:
    """alpha ln(1 + e^(-b'x)) + beta |x|^2: the logistic loss of one example with a ridge term."""
    _, x, b, _ = g.letters
    margin, pull = f"{b}'{x}", _second(g, x)
    slope = f"sigmoid(-{margin}) {b}"
    return Case(
        f=total((g.alpha, f"ln(1 + e^(-{margin}))"), (g.beta, _second(g, f"norm({x})^2"))),
        answer=total((-g.alpha, slope), (2 * g.beta, pull)),
        steps=[
            f"The first term is a function of the number $t = {w.tex('-' + margin)}$, which has the gradient "
            f"{w('-' + b)}.",
            r"$\frac{d}{dt} \ln(1 + e^t) = \frac{e^t}{1 + e^t} = \operatorname{sigmoid}(t)$.",
            rf"Chain rule: $\ln(1 + e^t)$ has the gradient {w('-' + slope)}.",
            f"The ridge term: {w(f'norm({x})^2')} has the gradient {w('2 ' + x)}.",
            "Put the factors back: each term keeps its own.",
        ],
        hints=(
            f"The first term depends on {w(x)} through the number $t = {w.tex('-' + margin)}$ only.",
            r"$\ln(1 + e^t)$ has the logistic function as its derivative; the inner gradient brings a minus.",
        ),
        wrong={"missing-two": total((-g.alpha, slope), (g.beta, pull))},
        uses="b",
    )


def _exponential(g: Given, w: Writer) -> Case:
    """alpha e^(beta x'A x)."""
    A, x, _, _ = g.letters
    form, slope = f"{x}'{A} {x}", f"({A} + {A}') {x}"
    bell, factor = f"e^({total((g.beta, form))})", g.alpha * g.beta
    outer = total((g.alpha, "e^t"))
    return Case(
        f=total((g.alpha, bell)),
        answer=total((factor, f"{bell} {slope}")),
        steps=[
            f"The function is {w(outer)} with the number $t = {w.tex(total((g.beta, form)))}$.",
            f"The quadratic form {w(form)} has the gradient {w(slope)}: the variable occurs twice, and {w(A)} need not "
            "be symmetric.",
            f"So $t$ has the gradient {w(total((g.beta, slope)))}.",
            f"Chain rule: the derivative of {w(outer)} by $t$ is the function itself; it multiplies this gradient.",
        ],
        hints=(
            "The exponential function of a number $t$: chain rule.",
            f"The exponent is a quadratic form. Is {w(A)} symmetric?",
        ),
        wrong={
            "symmetric-assumed": total((2 * factor, f"{bell} {A} {x}")),
            "missing-two": total((factor, f"{bell} {A} {x}")),
        },
        uses="A",
    )


COLLECTS = (
    "The Hessian collects the derivatives of the entries of the gradient: a gradient $Hx + g$ has the Hessian $H$."
)


def _hessian_of_form(g: Given, w: Writer) -> Case:
    """The Hessian of a quadratic form with a linear term."""
    A, x, b, _ = g.letters
    inner = _quadratic_form(g._replace(kind="quadratic"), w)
    return inner._replace(
        answer=total((g.alpha, f"({A} + {A}')")),
        steps=[
            rf"First the gradient: the variable occurs twice in {w(f'{x}{TOP}{A} {x}')}, so "
            rf"$\nabla f = {w.tex(inner.answer)}$.",
            COLLECTS,
            f"The constant vector {w(total((g.beta, b)))} adds nothing.",
        ],
        hints=("Find the gradient first.", "The Hessian is the matrix of a linear gradient. It is always symmetric."),
        wrong={"symmetric-assumed": total((2 * g.alpha, A)), "missing-two": total((g.alpha, A))},
        hessian=True,
    )


def _hessian_of_squares(g: Given, w: Writer) -> Case:
    """The Hessian of least squares with a ridge term."""
    A, x, b, _ = g.letters
    inner, eye = _least_squares(g._replace(kind="ridge"), w), _second(g, "I")
    wrong = {"missing-two": total((g.alpha, f"{A}'{A}"), (g.beta, eye))}
    if g.m == g.n:
        wrong["A-for-A^T"] = total((2 * g.alpha, f"{A} {A}"), (2 * g.beta, eye))
    return inner._replace(
        answer=total((2 * g.alpha, f"{A}'{A}"), (2 * g.beta, eye)),
        steps=[
            rf"First the gradient: $\nabla f = {w.tex(inner.answer)}$.",
            COLLECTS,
            f"In the first term the matrix before {w(x)} is {w(total((2 * g.alpha, f'{A}{TOP}{A}')))}; the vector "
            f"{w(b)} does not count.",
            f"The second term is a number times {w(x)}: its matrix is that number times the identity.",
        ],
        hints=("Find the gradient first.", "A gradient $Hx + g$ has the Hessian $H$; the gradient $x$ belongs to $I$."),
        wrong=wrong,
        hessian=True,
    )


CASES: dict[str, Callable[[Given, Writer], Case]] = {
    "left": _linear_form,
    "right": _linear_form,
    "quadratic": _quadratic_form,
    "symmetric": _quadratic_form,
    "ridge": _least_squares,
    "centred": _least_squares,
    "weighted": _least_squares,
    "distance": _norm,
    "residual": _norm,
    "function": _function_of_linear,
    "logistic": _logistic_loss,
    "exponential": _exponential,
    "hessian-quadratic": _hessian_of_form,
    "hessian-ridge": _hessian_of_squares,
    "hessian-function": _function_of_linear,
}

FEEDBACK = {
    "symmetric-assumed": "That is right for a symmetric matrix only; nothing of the kind is given here.",
    "missing-two": "In a square or a quadratic form the variable occurs twice, and each place contributes: here one is "
    "missing.",
    "A-for-A^T": "Look at the order of the factors: a matrix that moves to the other side of a product is transposed.",
}


# --- the problem -------------------------------------------------------------------------------------------


@vector_gradients.problem
def build(kind: str, letters: Letters, m: int, n: int, alpha: Q, beta: Q, symbol: bool, phrasing: int) -> Problem:
    """The case of this kind, with its wrong replies."""
    g = Given(kind, letters, m, n, alpha, beta, symbol, phrasing)
    w = Writer(g)
    case = CASES[kind](g, w)
    answer = _answer(g, case, case.answer)
    what = r"H" if case.hessian else r"\nabla f"
    closing = f"So $${what}({w.tex(letters.x)}) = {answer.tex()}.$${_shape_check(g, case, w)}"
    return Problem.single(
        prompt=_prompt(g, case, w),
        answer=answer,
        hints=case.hints,
        steps=(*(Step(s) for s in case.steps), Step(closing)),
        misconceptions=tuple(
            Misconception(code, _answer(g, case, wrong), FEEDBACK[code])
            for code, wrong in case.wrong.items()
            if wrong != case.answer
        ),
    )


def shapes(g: Given, case: Case) -> dict[str, tuple[int, int]]:
    """Rows and columns of every vector and matrix that occurs."""
    A, x, b, c = g.letters
    rows = g.m if "A" in case.uses else g.n
    found = {x: (g.n, 1)}
    if "A" in case.uses:
        found[A] = (g.m, g.n)
    if "b" in case.uses:
        found[b] = (rows, 1)
    if "c" in case.uses:
        found[c] = (g.n, 1)
    if "W" in case.uses:
        found["W"] = (g.m, g.m)
    return found


def properties(g: Given, case: Case) -> dict[str, str]:
    """What is known of the matrices."""
    known = {g.letters.A: case.properties} if case.properties else {}
    return {**known, "W": "symmetric"} if "W" in case.uses else known


def _answer(g: Given, case: Case, typed: str) -> ExpressionAnswer:
    sizes = shapes(g, case)
    names = (*sizes, "lambda") if g.symbol else tuple(sizes)
    label = r"$H =$" if case.hessian else r"$\nabla f =$"
    domain = {"lambda": "positive"} if g.symbol else {}
    return ExpressionAnswer(typed, names, domain, sizes, properties(g, case), label=label)


def _prompt(g: Given, case: Case, w: Writer) -> str:
    x = w.tex(g.letters.x)
    f = f"f({x}) = {w.tex(case.f)}"
    gradient = (
        rf"Find the gradient $\nabla f({x})$ of $${f}.$$",
        rf"Differentiate $${f}$$ with respect to the vector ${x}$, and write the gradient in matrix form.",
        rf"{_setting(g, x, f)} Find the gradient $\nabla f({x})$.",
    )
    hessian = (
        f"Find the Hessian of $${f}.$$",
        f"Newton's method needs the Hessian of $${f}.$$ Find it.",
        f"Give the matrix $H$ of all second partial derivatives of $${f}.$$",
    )
    ask = (hessian if case.hessian else gradient)[g.phrasing]
    if "sigmoid" in case.answer:
        ask += r" The answer may use the logistic function $\operatorname{sigmoid}(t) = \frac{1}{1 + e^{-t}}$."
    return f"{ask}\n\n{_where(g, case, w)}"


def _setting(g: Given, x: str, f: str) -> str:
    stories = {
        "ridge": f"Ridge regression minimises $${f}$$ over the parameters ${x}$.",
        "centred": f"A regression with a prior guess for its parameters ${x}$ minimises $${f}.$$",
        "weighted": f"Sensors of different precision are weighted in the cost $${f}$$ of the parameters ${x}$.",
        "logistic": f"The regularised logistic loss of one training example is $${f}.$$",
    }
    return stories.get(g.kind, f"The cost of a model with parameter vector ${x}$ is $${f}.$$")


def _where(g: Given, case: Case, w: Writer) -> str:
    known = properties(g, case)
    told = []
    for name, (rows, columns) in shapes(g, case).items():
        if columns > 1:
            kind = "symmetric " if name in known else ""
            told.append(rf"${w.tex(name)}$ is a {kind}${rows} \times {columns}$ matrix")
        else:
            told.append(rf"${w.tex(name)} \in \mathbb{{R}}^{{{rows}}}$")
    if g.symbol:
        told.append(r"$\lambda > 0$")
    end = "The gradient is a column, of the shape of the variable."
    if case.hessian:
        end = "Write $I$ for the identity matrix." if case.answer.endswith("I") else ""
    return f"Here {listed(told)}. {end}".rstrip()


def _shape_check(g: Given, case: Case, w: Writer) -> str:
    if case.hessian:
        return f" Check: this is a symmetric ${g.n} \\times {g.n}$ matrix, as every Hessian of a smooth function is."
    if "A" in case.uses and g.m != g.n:
        return (
            rf" Check the shapes: ${w.tex(g.letters.A + TOP)}$ is ${g.n} \times {g.m}$ and the residual has {g.m} "
            rf"entries, so the gradient has {g.n} entries, as ${w.tex(g.letters.x)}$ has."
        )
    return rf" Check the shapes: every term is a column with {g.n} entries, as ${w.tex(g.letters.x)}$ is."


# --- verify ------------------------------------------------------------------------------------------------

BITS = 600
H = Q(1, 2**100)


@vector_gradients.verify
def differences_agree(
    kind: str, letters: Letters, m: int, n: int, alpha: Q, beta: Q, symbol: bool, phrasing: int, answer: Expression
) -> bool:
    """Difference quotients of the function itself, at two random choices of all matrices."""
    g = Given(kind, letters, m, n, alpha, beta, symbol, phrasing)
    return all(_close(answer.at(**env), wanted) for env, wanted in (_place(g, b"one"), _place(g, b"two")))


@lru_cache(maxsize=8)
def _place(g: Given, seed: bytes) -> tuple[dict[str, Any], list[list[float]]]:
    """Matrices drawn at random, with the differences of the function there."""
    w = Writer(g)
    case = CASES[g.kind](g, w)
    env: dict[str, Any] = dict(matrices(shapes(g, case), properties(g, case), Stream(seed)))
    env = {name: value * Q(1, 20) for name, value in env.items()}
    if g.symbol:
        env["lambda"] = Q(7, 5)
    env["I"] = Matrix.identity(g.n)
    return env, _differences(g, case, w, env)


def _differences(g: Given, case: Case, w: Writer, env: dict[str, Any]) -> list[list[float]]:
    """The gradient as a column, or the Hessian, from values of the function."""
    node, x = author(case.f, w.vocabulary), g.letters.x
    units = [Vector([int(i == j) for j in range(g.n)]) * H for i in range(g.n)]

    def f(shift: Matrix) -> Any:
        return evaluate(node, {**env, x: env[x] + shift}, BITS)

    with ctx.workprec(BITS):
        if not case.hessian:
            return [[float((f(u) - f(-u)) / (2 * H))] for u in units]
        mixed = [[f(u + v) - f(u - v) - f(v - u) + f(-u - v) for v in units] for u in units]
        return [[float(d / (4 * H * H)) for d in row] for row in mixed]


def _close(value: Any, wanted: list[list[float]]) -> bool:
    rows = value.to_rows() if isinstance(value, Matrix) else value
    if not isinstance(rows, list) or [len(r) for r in rows] != [len(r) for r in wanted]:
        return False
    pairs = [(float(a), b) for r, s in zip(rows, wanted, strict=True) for a, b in zip(r, s, strict=True)]
    scale = max(abs(b) for _, b in pairs)
    return all(abs(a - b) <= 1e-9 * scale for a, b in pairs)
