"""Compute A x, A B or the outer product u v^T, or declare the product undefined (MML 2.2.1).

Levels: 1 factors of size two; 2 rectangular factors and three products, one of which is undefined; 3 a permutation,
a sparse right factor or blocks, best read as combinations of columns or rows. The solution works row by column (level
3: column by column); a reply C is checked through associativity: C t = A (B t) for a vector t of powers of 1000, which
settles every column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from question_bank._draw import signed_permutation, vector
from question_bank._draw.common import TRIES, exhausted, row
from question_bank._steps import inner_product, listed
from quizgen.answers.matrix import MatrixAnswer
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.problem import Misconception, Part, Problem, Step, step

WORD = "undefined"
PHRASINGS = {
    "square": (
        "Compute the product $AB$ of $$@factors$$",
        "A network first applies the linear layer $x \\mapsto Bx$, then the layer $y \\mapsto Ay$, with $$@factors$$ "
        "Which single matrix $AB$ does the same as both layers?",
    ),
    "apply": (
        "Compute the product $Ax$ of $$@factors$$",
        "A linear layer maps a feature vector $x$ to $Ax$. Find $Ax$ for $$@factors$$",
    ),
    "outer": (
        r"Compute the outer product $uv^\top$ of $$@factors$$",
        r"A weight matrix is updated by the rank-one matrix $uv^\top$. Find $uv^\top$ for $$@factors$$",
    ),
    "several": (
        "Let $$@factors$$ Compute each product, or type `undefined` where there is none.",
        "A colleague multiplies the arrays $$@factors$$ in several orders. Give each product, or type `undefined` "
        "where the shapes do not fit.",
    ),
    "columns": (
        "Compute $AB$, reading the columns of $B$ as instructions for the columns of $A$: $$@factors$$",
        "The columns of $A$ hold the measurements of three sensors; $B$ makes new columns out of them. Find $AB$ for "
        "$$@factors$$",
    ),
    "rows": (
        "Compute $AB$, reading the rows of $A$ as instructions for the rows of $B$: $$@factors$$",
        "The rows of $B$ are data points; multiplying by $A$ from the left changes their order and some signs. Find "
        "$AB$ for $$@factors$$",
    ),
    "blocks": (
        "Compute $AB$ block by block, in blocks of two rows: $$@factors$$",
        r"Find $AB$; use that $A$ has the block form $\begin{pmatrix} I & C \\ 0 & I \end{pmatrix}$: $$@factors$$",
    ),
}


class Given(NamedTuple):
    kind: str
    """A key of PHRASINGS."""
    factors: tuple[tuple[str, Matrix], ...]
    """Names and matrices; a vector is a column."""
    products: tuple[tuple[str, str], ...]
    """The products asked for, by names; the outer product is ("u", "v^T")."""
    phrasing: int


@exercise("la-matrix-product", version=1, bounds=(100, 100, 100))
def matrix_product(draw: Draw, level: int) -> Given:
    """Small integers; at level 2 the shapes are chosen so that one of three products does not exist."""
    phrasing = draw.below(2)
    if level == 1:
        return _small(draw, phrasing)
    if level == 2:
        return _several(draw, phrasing)
    kind = draw.choice(("columns", "rows", "blocks"))
    a, b = {"columns": _columns, "rows": _rows, "blocks": _blocks}[kind](draw)
    return Given(kind, (("A", a), ("B", b)), (("A", "B"),), phrasing)


def _full(draw: Draw, m: int, n: int, bound: int) -> Matrix:
    """Integers up to `bound`, at most one of them 0, rows and columns not alike."""
    for _ in range(TRIES):
        rows = [row(draw, n, bound) for _ in range(m)]
        if sum(r.count(0) for r in rows) <= 1 and all(any(r) for r in rows):
            return Matrix(rows)
    raise exhausted(f"{m}×{n} matrix", f"entries up to {bound}")


def _small(draw: Draw, phrasing: int) -> Given:
    kind = draw.weighted(("square", "apply", "outer"), (2, 1, 1))
    if kind == "outer":
        u, v = vector(draw, 2, 5), vector(draw, 2, 5)
        if u.rows == 2 and Matrix.from_columns([u, v]).rank() < 2:
            v = vector(draw, 2, 5, independent_of=u)
        return Given(kind, (("u", u), ("v", v)), (("u", r"v^\top"),), phrasing)
    a = _full(draw, 2, 2, 5)
    if kind == "apply":
        return Given(kind, (("A", a), ("x", vector(draw, 2, 5))), (("A", "x"),), phrasing)
    return Given(kind, (("A", a), ("B", _full(draw, 2, 2, 5))), (("A", "B"),), phrasing)


SHAPES = ((2, 3, 4), (3, 2, 4), (3, 2, 2), (2, 3, 3), (2, 2, 3), (3, 3, 2))


def _several(draw: Draw, phrasing: int) -> Given:
    """A is m×n, B n×k with m different from k, so that BA is undefined; and a third product."""
    m, n, k = draw.choice([s for s in SHAPES if s[0] != s[2]])
    a, b = _full(draw, m, n, 3), _full(draw, n, k, 3)
    third = draw.below(3)
    factors, products = [("A", a), ("B", b)], [("A", "B"), ("B", "A")]
    if third == 0:
        factors.append(("x", vector(draw, n, 3)))
        products.append(("A", "x"))
    elif third == 1:
        factors += [("u", vector(draw, 2, 3)), ("v", vector(draw, 2, 3))]
        products.append(("u", r"v^\top"))
    else:
        factors.append(("x", vector(draw, k, 3)))
        products.append(("B", "x"))
    return Given("several", tuple(factors), tuple(draw.shuffled(products)), phrasing)


def _columns(draw: Draw) -> tuple[Matrix, Matrix]:
    """B takes one column as it is, and makes two combinations of two columns."""
    first = draw.below(3)
    columns = [[int(i == first) for i in range(3)]]
    for pair in draw.sample(list(combinations(range(3), 2)), 2):
        column = [0, 0, 0]
        column[pair[0]], column[pair[1]] = draw.choice(((1, 1), (1, -1), (2, 1), (1, 2), (-1, 2), (2, -1)))
        columns.append(column)
    return _full(draw, 3, 3, 5), Matrix.from_columns([Vector(c) for c in draw.shuffled(columns)])


def _rows(draw: Draw) -> tuple[Matrix, Matrix]:
    """A is a permutation of the rows, not the identity, perhaps with signs."""
    for _ in range(TRIES):
        a = signed_permutation(draw, 3)
        if draw.flip():
            a = Matrix([[abs(x) for x in r] for r in a.to_rows()])
        if any(a[i, i] == 0 for i in range(3)):
            return a, _full(draw, 3, 3, 6)
    raise exhausted("permutation", "not the identity")


def _blocks(draw: Draw) -> tuple[Matrix, Matrix]:
    """A = [I C; 0 I] in blocks of two, B with two columns."""
    one, c = Matrix.identity(2), _full(draw, 2, 2, 2)
    a = one.hstack(c).vstack(Matrix.zeros(2, 2).hstack(one))
    return a, _full(draw, 4, 2, 4)


@matrix_product.problem
def build(
    kind: str, factors: tuple[tuple[str, Matrix], ...], products: tuple[tuple[str, str], ...], phrasing: int
) -> Problem:
    """One part for each product."""
    named = _named(factors)
    several = len(products) > 1
    parts = tuple(_part("abc"[i], named, product, several) for i, product in enumerate(products))
    shown = r",\quad ".join(f"{name} = {latex_of(m)}" for name, m in factors) + "."
    return Problem(
        prompt=text(PHRASINGS[kind][phrasing], factors=Tex(shown)),
        parts=parts,
        hints=_hints(kind),
        steps=(*_all_work(kind, named, products), _closing(products, parts)),
    )


def _named(factors: tuple[tuple[str, Matrix], ...]) -> dict[str, Matrix]:
    named = dict(factors)
    if "v" in named:
        named[r"v^\top"] = named["v"].T
    return named


def _part(name: str, named: Mapping[str, Matrix], product: tuple[str, str], several: bool) -> Part:
    left, right = (named[x] for x in product)
    words = (WORD,) if several else ()
    label = f"${product[0]}{product[1]} =$"
    if left.columns != right.rows:
        return Part(name, MatrixAnswer(word=WORD, words=words, label=label), f"${product[0]}{product[1]}$")
    answer = MatrixAnswer.of(left @ right, words=words, label=label)
    prompt = f"${product[0]}{product[1]}$" if several else ""
    return Part(name, answer, prompt, misconceptions=tuple(_misconceptions(left, right)))


def _misconceptions(left: Matrix, right: Matrix) -> list[Misconception]:
    product = left @ right
    found: list[tuple[str, Matrix, str]] = []
    if left.shape == right.shape:
        pairs = zip(left.to_rows(), right.to_rows(), strict=True)
        slip = Matrix([[x * y for x, y in zip(r, s, strict=True)] for r, s in pairs])
        why = "You multiplied entry by entry. An entry of a product is a row of the left times a column of the right."
        found.append(("elementwise", slip, why))
    elif right.columns == 1 and left.rows == left.columns:
        slip = Matrix([[x * y for x, y in zip(r, right, strict=True)] for r in left.to_rows()])
        why = "The products of each row still have to be added: a matrix times a vector is a vector."
        found.append(("elementwise", slip, why))
    if left.columns == 1 and right.rows == 1 and left.rows == right.columns:
        inner = (right @ left)[0, 0]
        why = (
            r"A number is the inner product $u^\top v$. A column times a row has an entry for every pair of a row and "
            "a column."
        )
        outer = [Misconception("inner-for-outer", NumberAnswer.of(inner), why)]
        swapped = product.T
        if swapped != product:
            why = r"That is $vu^\top$: the entries of the left factor go with the rows."
            outer.append(Misconception("reversed", MatrixAnswer.of(swapped), why))
        return outer
    if right.columns == left.rows and right.columns > 1:
        why = "You multiplied in the other order, and matrix products do depend on the order."
        found.append(("reversed", right @ left, why))
    return [Misconception(code, MatrixAnswer.of(m), why) for code, m, why in found if m != product]


HINTS = {
    "outer": (
        "A column times a row: which shape has the product?",
        r"Entry $(i, j)$ of $uv^\top$ is $u_i v_j$.",
    ),
    "several": (
        "An $m \\times n$ matrix times a $p \\times k$ matrix exists only if $n = p$. Write down all shapes first.",
        "The product then has the shape $m \\times k$; its entries are rows of the left times columns of the right.",
    ),
    "columns": (
        "Each column of $B$ gives one column of $AB$.",
        "A column of $B$ says how many of each column of $A$ to take: zeros leave columns out.",
    ),
    "rows": (
        "Each row of $A$ gives one row of $AB$.",
        "A row of $A$ with a single nonzero entry picks one row of $B$, with a sign.",
    ),
    "blocks": (
        "Blocks multiply like numbers, as long as the order of the factors is kept.",
        r"With $B$ cut into an upper block $D$ and a lower block $E$, what are $I D + C E$ and $0 D + I E$?",
    ),
}


def _hints(kind: str) -> tuple[str, ...]:
    first = "Compare the number of columns on the left with the number of rows on the right."
    return HINTS.get(kind, (first, "Each entry is a row of the left factor times a column of the right factor."))


# ------------------------------------------------------------------ the worked solution


def _all_work(kind: str, named: Mapping[str, Matrix], products: Sequence[tuple[str, str]]) -> Iterator[Step]:
    """Each product that exists has a letter of its own for its entries."""
    letters = iter("cde")
    for product in products:
        exists = named[product[0]].columns == named[product[1]].rows
        yield from _work(kind, named, product, next(letters) if exists else "")


def _work(kind: str, named: Mapping[str, Matrix], product: tuple[str, str], letter: str) -> tuple[Step, ...]:
    left, right = (named[x] for x in product)
    name = "".join(product)
    shapes = (
        rf"${product[0]}$ is ${left.rows} \times {left.columns}$ and ${product[1]}$ is "
        rf"${right.rows} \times {right.columns}$"
    )
    if left.columns != right.rows:
        why = rf"the inner numbers ${left.columns}$ and ${right.rows}$ differ, so ${name}$ is undefined."
        return (Step(f"{shapes}: {why}"),)
    if kind == "columns":
        return _by_columns(left, right)
    if kind == "rows":
        return _by_rows(left, right)
    if kind == "blocks":
        return _by_blocks(left, right)
    opening = rf"{shapes}, so ${name}$ is ${left.rows} \times {right.columns}$; call its entries ${letter}$."
    return (Step(f"{opening} {_rule(left, right)}: $${_entries(left, right, letter)}$$"),)


def _rule(left: Matrix, right: Matrix) -> str:
    if left.columns == 1:
        return "Each entry is an entry of the column times an entry of the row"
    return "Multiply rows by columns, entry by entry" if right.columns > 1 else "Multiply each row by the column"


def _entries(left: Matrix, right: Matrix, letter: str) -> str:
    """Row by row: every entry as the sum it comes from."""
    product = left @ right
    lines = []
    for i, r in enumerate(left.to_rows()):
        for j in range(right.columns):
            at = f"{letter}_{{{i + 1}{j + 1}}}" if right.columns > 1 else f"{letter}_{i + 1}"
            lines.append(f"{at} &= {inner_product(r, right.column(j).entries)} = {latex_of(product[i, j])}")
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def _by_columns(left: Matrix, right: Matrix) -> tuple[Step, ...]:
    n = left.columns
    letters = [f"a_{i + 1}" for i in range(n)]
    columns = r",\quad ".join(f"{a} = {latex_of(left.column(i))}" for i, a in enumerate(letters))
    lines = []
    for j in range(right.columns):
        taken = linear(right.column(j), letters)
        lines.append(rf"Ab_{j + 1} = {taken} = {latex_of(left @ right.column(j))}")
    return (
        Step(f"Call the columns of $A$ $${columns}.$$"),
        Step(
            "Column $j$ of $AB$ is $A$ times column $b_j$ of $B$, a combination of the columns of $A$ with the entries "
            rf"of $b_j$ as coefficients: $${r',$$ $$'.join(lines)}.$$"
        ),
    )


def _by_rows(left: Matrix, right: Matrix) -> tuple[Step, ...]:
    said = []
    for i, r in enumerate(left.to_rows()):
        j = next(j for j, x in enumerate(r) if x != 0)
        sign = "minus " if r[j] < 0 else ""
        said.append(f"row {i + 1} is {sign}row {j + 1} of $B$")
    return (
        Step(
            "Row $i$ of $AB$ is the combination of the rows of $B$ with the entries of row $i$ of $A$ as coefficients. "
            f"Each row of $A$ has a single nonzero entry, so {listed(said)}."
        ),
    )


def _by_blocks(left: Matrix, right: Matrix) -> tuple[Step, ...]:
    c = Matrix([r[2:] for r in left.to_rows()[:2]])
    d, e = Matrix(right.to_rows()[:2]), Matrix(right.to_rows()[2:])
    return (
        step(
            r"Cut into blocks of size two: $$A = \begin{pmatrix} I & C \\ 0 & I \end{pmatrix}, \quad C = @c, \quad "
            r"B = \begin{pmatrix} D \\ E \end{pmatrix}, \quad D = @d, \quad E = @e{}.$$".replace("{}", ""),
            c=c,
            d=d,
            e=e,
        ),
        step(
            r"Blocks multiply like numbers: $$AB = \begin{pmatrix} ID + CE \\ 0D + IE \end{pmatrix} = "
            r"\begin{pmatrix} D + CE \\ E \end{pmatrix}.$$"
        ),
        step(r"Here $$CE = @ce, \quad D + CE = @top.$$", ce=c @ e, top=d + c @ e),
    )


def _closing(products: tuple[tuple[str, str], ...], parts: tuple[Part, ...]) -> Step:
    shown = []
    for product, part in zip(products, parts, strict=True):
        equals = "" if part.answer.tex() == r"\text{undefined}" else "="
        name = f"({part.id}) " if len(parts) > 1 else ""
        verb = "is" if not equals else ""
        left = f"${''.join(product)} {equals} " if equals else f"${''.join(product)}$ {verb} $"
        shown.append(f"{name}{left}{part.answer.tex()}$")
    if len(parts) == 1:
        return Step(f"Together: $${''.join(products[0])} = {parts[0].answer.tex()}.$$")
    return Step("Together: " + "; ".join(shown) + ".")


@matrix_product.verify
def associativity(
    kind: str,
    factors: tuple[tuple[str, Matrix], ...],
    products: tuple[tuple[str, str], ...],
    phrasing: int,
    answer: object,
) -> bool:
    """(AB) t = A (B t) with t = (1, 1000, 1000000, ...); undefined exactly where the inner sizes differ."""
    replies = list(answer.values()) if isinstance(answer, dict) else [answer]
    named = _named(factors)
    return all(_is_product(named[a], named[b], reply) for (a, b), reply in zip(products, replies, strict=True))


def _is_product(left: Matrix, right: Matrix, reply: object) -> bool:
    if left.columns != right.rows or not isinstance(reply, Matrix):
        return left.columns != right.rows and reply == WORD
    t = Vector([Q(1000) ** j for j in range(right.columns)])
    return reply.shape == (left.rows, right.columns) and reply @ t == left @ (right @ t)
