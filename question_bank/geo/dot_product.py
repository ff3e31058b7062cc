"""Compute a dot product and the Euclidean length (MML 3.1 and 3.2.1).

Levels: 1 in R^2; 2 in R^4 with signs; 3 an entry is unknown and fixed by the value of the dot product. A dot product is
checked by the polarisation identity 4 u^T v = |u + v|^2 - |u - v|^2, a length by squaring it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from question_bank._draw import vector
from question_bank._steps import base, inner_product, root, root_tex, root_text
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

LETTERS = (("u", "v"), ("w", "x"), ("d", "q"))
PHRASINGS = (
    "Let $$@vectors$$",
    r"A linear classifier gives an input $x$ the score $w^\top x$. Its weights and one input are $$@vectors$$",
    r"A search engine compares a document $d$ with a query $q$ by the dot product $d^\top q$ of their feature vectors "
    "$$@vectors$$",
)
UNKNOWN = (
    r"The vectors $$@vectors$$ have the dot product $@product = @value$.",
    r"A linear classifier has the weights $w$, one of which was lost. For the input $x$ its score was $@product = "
    "@value$: $$@vectors$$",
    r"A document $d$ and a query $q$ have the similarity $@product = @value$; one feature of the document is missing: "
    "$$@vectors$$",
)


class Given(NamedTuple):
    u: Matrix
    v: Matrix
    unknown: int | None
    """Index of the entry of u that the learner is not told."""
    phrasing: int


@exercise("geo-dot-product", version=1, bounds=(150, 150, 150))
def dot_product(draw: Draw, level: int) -> Given:
    """Small integer vectors that are not orthogonal."""
    phrasing = draw.below(len(PHRASINGS))
    n, bound = (2, 6) if level == 1 else (4, 5)
    if level == 3:
        n = draw.integer(3, 4)
    u = vector(draw, n, bound, unit=False)
    v = vector(draw, n, bound, unit=False, not_orthogonal_to=u)
    if level < 3:
        return Given(u, v, None, phrasing)
    unknown = draw.choice([i for i in range(n) if v[i] != 0 and u[i] != 0])
    return Given(u, v, unknown, phrasing)


@dot_product.problem
def build(u: Matrix, v: Matrix, unknown: int | None, phrasing: int) -> Problem:
    """Two parts: the dot product (or the unknown entry), then the length of the first vector."""
    first, second = LETTERS[phrasing]
    square = int(sum((x * x for x in u), Q(0)).p)
    length = NumberAnswer.of(root_text(square), label=rf"$\|{first}\| =$")
    product = Tex(rf"{first}^\top {second}")
    ends = "" if unknown is not None and phrasing == 0 else "."
    shown = Tex(rf"{first} = {_column(u, unknown)},\quad {second} = {latex_of(v)}{ends}")
    slip = Misconception(
        "no-root",
        NumberAnswer.of(square),
        rf"That is $\|{first}\|^2 = {first}^\top {first}$. The length is its square root.",
    )
    if unknown is None:
        prompt = text(PHRASINGS[phrasing], vectors=shown)
        one = _product_part(u, v, first, second)
        two = Part("b", length, rf"The Euclidean length $\|{first}\|$, exactly.", misconceptions=(slip,))
        steps: tuple[Step, ...] = _product_steps(u, v, product)
    else:
        prompt = text(UNKNOWN[phrasing], vectors=shown, product=product, value=u.dot(v))
        entry = NumberAnswer.of(u[unknown], label="$t =$")
        one = Part("a", entry, "The unknown entry $t$.", misconceptions=_slips(u, v, unknown))
        follows = _follow(u, unknown)
        two = Part(
            "b", length, rf"The Euclidean length $\|{first}\|$, exactly.", misconceptions=(slip,), follows=follows
        )
        steps = _unknown_steps(u, v, unknown, product)
    return Problem(
        prompt=prompt,
        parts=(one, two),
        hints=_hints(unknown),
        steps=(*steps, _length_step(u, first, square), _closing(one, two, product, first, unknown)),
    )


def _column(u: Matrix, unknown: int | None) -> str:
    entries = ["t" if i == unknown else latex_of(x) for i, x in enumerate(u)]
    return r"\begin{pmatrix} " + r" \\ ".join(entries) + r" \end{pmatrix}"


def _product_part(u: Matrix, v: Matrix, first: str, second: str) -> Part:
    name = rf"{first}^\top {second}"
    elementwise = VectorAnswer.of([x * y for x, y in zip(u, v, strict=True)])
    crossed = sum(u, Q(0)) * sum(v, Q(0))
    slips = [
        Misconception(
            "elementwise-vector",
            elementwise,
            "Those are the products of matching entries. A dot product is one number: add them up.",
        )
    ]
    if crossed != u.dot(v):
        slips.append(
            Misconception(
                "cross-terms",
                NumberAnswer.of(crossed),
                "You multiplied entries of different places as well. Only entries of the same place are multiplied.",
            )
        )
    answer = ExpressionAnswer.of(u.dot(v), (), label=f"${name} =$")
    return Part("a", answer, f"The dot product ${name}$.", misconceptions=tuple(slips))


def _slips(u: Matrix, v: Matrix, unknown: int) -> tuple[Misconception, ...]:
    """The unknown entry from (sum of u)(sum of v) = value, where that can be solved."""
    total = sum(v, Q(0))
    if total == 0:
        return ()
    wrong = u.dot(v) / total - (sum(u, Q(0)) - u[unknown])
    if wrong == u[unknown]:
        return ()
    why = "In a dot product only entries of the same place are multiplied: the unknown one meets one entry only."
    return (Misconception("cross-terms", NumberAnswer.of(wrong), why),)


def _follow(u: Matrix, unknown: int) -> Follow:
    rest = sum((x * x for i, x in enumerate(u) if i != unknown), Q(0))
    return Follow("a", ("t",), f"sqrt({rest} + t^2)", "t != 0")


def _hints(unknown: int | None) -> tuple[str, ...]:
    length = "The length of a vector is the square root of its dot product with itself."
    if unknown is None:
        return ("Multiply entries of the same place and add the products; the result is one number.", length)
    return (
        "Write the dot product out: products of entries of the same place, added.",
        "That gives an equation with one unknown.",
        length,
    )


def _product_steps(u: Matrix, v: Matrix, product: Tex) -> tuple[Step, ...]:
    return (
        step(
            "Multiply entries of the same place and add: $$@product = @work = @value.$$",
            product=product,
            work=inner_product(u.entries, v.entries),
            value=u.dot(v),
        ),
    )


def _unknown_steps(u: Matrix, v: Matrix, unknown: int, product: Tex) -> tuple[Step, ...]:
    at, value = v[unknown], u.dot(v)
    others = [i for i in range(len(u)) if i != unknown]
    rest = sum((u[i] * v[i] for i in others), Q(0))
    left = linear([at, rest], ("t", ""))
    return (
        step(
            "The known entries contribute $@work = @rest$, and the unknown one $@term$. So "
            "$$@product = @left = @value.$$",
            work=inner_product([u[i] for i in others], [v[i] for i in others]),
            rest=rest,
            term=linear([at], ("t",)),
            product=product,
            left=left,
            value=value,
        ),
        step(
            "This is solved by $t = @t$. Check: $@again = @value$.",
            t=u[unknown],
            again=inner_product(u.entries, v.entries),
            value=value,
        ),
    )


def _length_step(u: Matrix, first: str, square: int) -> Step:
    squares = " + ".join(f"{base(x)}^2" for x in u)
    simpler = "" if root(square)[0] == 1 else f" = {root_tex(square)}"
    return Step(rf"The length: $$\|{first}\| = \sqrt{{{squares}}} = \sqrt{{{square}}}{simpler}.$$")


def _closing(one: Part, two: Part, product: Tex, first: str, unknown: int | None) -> Step:
    name = product if unknown is None else Tex("t")
    return step(r"(a) $@name = @one$; (b) $\|@{x}\| = @two$.", name=name, one=one.answer, two=two.answer, x=Tex(first))


@dot_product.verify
def polarisation(u: Matrix, v: Matrix, unknown: int | None, phrasing: int, answer: dict[str, Any]) -> bool:
    """4 u^T v = |u + v|^2 - |u - v|^2, also with the entry found; the length squared is the sum of squares."""
    value: Q | None = u.dot(v)
    if unknown is not None:
        entries = [answer["a"] if i == unknown else x for i, x in enumerate(u)]
        u = Matrix([[x] for x in entries])
    else:
        value = _number(answer["a"])
    if value is None or _square(u + v) - _square(u - v) != 4 * value:
        return False
    length = float(str(answer["b"])) if not isinstance(answer["b"], Q) else int(answer["b"].p) / int(answer["b"].q)
    return length > 0 and abs(length * length - int(_square(u).p)) < 1e-9


def _number(value: Any) -> Q | None:
    """The reply as an exact number; None for a vector."""
    if isinstance(value, Matrix):
        return None
    return value if isinstance(value, Q) else Q(*value.at().as_integer_ratio())


def _square(v: Matrix) -> Q:
    return (v.T @ v)[0, 0]
