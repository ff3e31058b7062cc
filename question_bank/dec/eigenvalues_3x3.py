"""Find the eigenvalues, with multiplicities, of a 3x3 or sparse 4x4 matrix (MML 4.1, 4.2).

Levels: 1 triangular, or with a 2x2 block; 2 full 3x3 with different eigenvalues, one of them easy to see (equal row
sums, determinant 0, or a small root found by trial); 3 full 3x3 with a repeated eigenvalue, or a sparse 4x4 that falls
into two blocks. The solution expands the characteristic polynomial; it is checked without it: n numbers are the
eigenvalues of A exactly when their k-th powers add up to the trace of A^k for k = 1, ..., n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import isqrt
from typing import NamedTuple

from question_bank._draw import symmetric_eigensystem, with_eigenvalues
from question_bank._steps import factor, listed
from quizgen.answers.sets import SetAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, polynomial, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Problem, Step, step

LAMBDA = r"\lambda"
NAMES = ("lambda", "lambda_1", "lambda_2", "lambda_3", "lambda_4")
PHRASINGS = (
    "Find all eigenvalues of $$A = @a.$$",
    r"For which numbers $\lambda$ is there a vector $v \neq 0$ with $Av = \lambda v$, where $$A = @a?$$",
    "A linear recurrent layer maps its state $h$ to $Ah$ with $$A = @a.$$ Whether the states grow or die out is "
    "decided by the eigenvalues of $A$: find all of them.",
)
ASK = "List each of them as often as its algebraic multiplicity says."


class Given(NamedTuple):
    a: Matrix
    phrasing: int


@exercise("dec-eigenvalues-3x3", version=1, bounds=(200, 400, 1000))
def eigenvalues(draw: Draw, level: int) -> Given:
    """Integer eigenvalues are chosen first, then a matrix that has them."""
    phrasing = draw.below(len(PHRASINGS))
    if level == 1:
        return Given(_triangular(draw) if draw.flip() else _with_block(draw), phrasing)
    if level == 2:
        sampler = draw.choice((_equal_row_sums, _singular, _small_root))
        return Given(_full(draw, sampler), phrasing)
    return Given(_sparse(draw) if draw.flip() else _full(draw, _repeated), phrasing)


def _spectrum(draw: Draw, n: int, bound: int, *, avoid: Sequence[int] = ()) -> list[int]:
    """n different integers that are not the same set with all signs changed."""
    values = [draw.integer(1, bound, avoid=avoid) * draw.sign()]
    while len(values) < n:
        values.append(draw.integer(-bound, bound, avoid=[*values, -values[0], *avoid]))
    return values


def _triangular(draw: Draw) -> Matrix:
    first, second = _spectrum(draw, 2, 5)
    diagonal = draw.shuffled([first, first, second] if draw.weighted((True, False), (2, 1)) else _spectrum(draw, 3, 5))
    above = [draw.integer(-4, 4, nonzero=True) for _ in range(3)]
    above[1] *= draw.below(2)
    rows = [[diagonal[0], *above[:2]], [0, diagonal[1], above[2]], [0, 0, diagonal[2]]]
    return Matrix(rows) if draw.flip() else Matrix(rows).T


def _with_block(draw: Draw) -> Matrix:
    """A 2x2 block and a number k: the row or the column of k has nothing beside the diagonal."""
    first, second = _spectrum(draw, 2, 5)
    block = with_eigenvalues(draw, (first, second), 6, unimodular=False).A
    alone = first if draw.flip() else draw.integer(-5, 5, avoid=(-first, -second))
    side = [draw.integer(-3, 3) for _ in range(2)]
    return _assembled(block, alone, side, draw.below(3), by_row=draw.flip())


def _assembled(block: Matrix, alone: int, side: Sequence[int], at: int, *, by_row: bool) -> Matrix:
    others = [i for i in range(3) if i != at]
    rows = [[Q(0)] * 3 for _ in range(3)]
    rows[at][at] = Q(alone)
    for i, r in enumerate(others):
        for j, c in enumerate(others):
            rows[r][c] = block[i, j]
        if by_row:
            rows[r][at] = Q(side[i])
        else:
            rows[at][r] = Q(side[i])
    return Matrix(rows)


def _full(draw: Draw, sampler: Callable[[Draw], Matrix]) -> Matrix:
    """A matrix of the sampler that does not fall into blocks, or its transpose. Raises CannotDraw."""
    for attempt in range(30):
        try:
            a = sampler(draw.child("full", attempt))
        except CannotDraw:  # these eigenvalues in this order leave no small matrix: others do
            continue
        if len(parts(a)) == 1:
            return a if draw.flip() else a.T
    raise CannotDraw("no full 3×3 matrix was found in 30 tries")


def _equal_row_sums(draw: Draw) -> Matrix:
    """In the basis (1, 1, 1), e_2, e_3 it is block triangular: the row sum and a 2x2 block."""
    total, first, second = _spectrum(draw, 3, 4, avoid=(0,))
    block = with_eigenvalues(draw, (first, second), 5, unimodular=False).A
    x = [draw.integer(-3, 3), draw.integer(-3, 3)]
    head = [Q(total - x[0] - x[1]), *map(Q, x)]
    rows = [head, *([head[0] - b - c, x[0] + b, x[1] + c] for b, c in block.to_rows())]
    if max(abs(v) for row in rows for v in row) > 6:
        raise CannotDraw("these row sums need large entries")
    return Matrix(rows)


def _singular(draw: Draw) -> Matrix:
    return with_eigenvalues(draw, [0, *_spectrum(draw, 2, 5, avoid=(0,))], 5).A


def _small_root(draw: Draw) -> Matrix:
    small = draw.choice((-2, -1, 1, 2))
    others = _spectrum(draw, 2, 4, avoid=(0, small, -small))
    return with_eigenvalues(draw, [small, *others], 5).A


def _repeated(draw: Draw) -> Matrix:
    if draw.below(4) == 0:
        return symmetric_eigensystem(draw, 3, 5, repeated=True).A
    double, single = _spectrum(draw, 2, 4)
    return with_eigenvalues(draw, [double, double, single], 5, defective=draw.flip()).A


def _sparse(draw: Draw) -> Matrix:
    """Two 2x2 blocks, one of them joined to the other on one side, rows and columns in a mixed order."""
    first = _spectrum(draw, 2, 5)
    second = _spectrum(draw, 2, 5) if draw.flip() else [first[0], draw.integer(-5, 5, avoid=[*first, -first[0]])]
    top, bottom = (with_eigenvalues(draw, pair, 6, unimodular=False).A for pair in (first, second))
    joint = [[draw.integer(-3, 3) * draw.below(2) for _ in range(2)] for _ in range(2)]
    rows = top.hstack(Matrix(joint)).vstack(Matrix.zeros(2, 2).hstack(bottom)).to_rows()
    order = draw.choice(((0, 2, 1, 3), (0, 3, 1, 2), (1, 3, 0, 2), (1, 2, 0, 3), (2, 0, 3, 1)))
    return Matrix([[rows[order[i]][order[j]] for j in range(4)] for i in range(4)])


def parts(a: Matrix) -> list[tuple[int, ...]]:
    """The index sets of the diagonal blocks of A after a common reordering of rows and columns, smallest first.

    Two indices are in one block when each leads to the other through entries that are not 0.
    """
    n = a.rows
    reach = [[i == j or a[i, j] != 0 for j in range(n)] for i in range(n)]
    for k in range(n):
        reach = [[reach[i][j] or (reach[i][k] and reach[k][j]) for j in range(n)] for i in range(n)]
    classes = {tuple(j for j in range(n) if reach[i][j] and reach[j][i]) for i in range(n)}
    return sorted(classes, key=lambda c: (len(c), c))


def minor(a: Matrix, at: Sequence[int]) -> Matrix:
    """The principal submatrix with these rows and columns."""
    return Matrix([[a[i, j] for j in at] for i in at])


@eigenvalues.problem
def build(a: Matrix, phrasing: int) -> Problem:
    """The characteristic polynomial, block by block, and its roots."""
    blocks = [minor(a, at) for at in (_block_order(a) if a.rows > 3 else parts(a))]
    roots = sorted(root for block in blocks for root in roots_of(block))
    answer = SetAnswer.of([Q(r) for r in roots], multiplicity=True, names=NAMES)
    return Problem.single(
        prompt=text(f"{PHRASINGS[phrasing]} {ASK}", a=a),
        answer=answer,
        hints=_hints(a),
        steps=(*_steps(a, blocks), _closing(a, roots, answer)),
        misconceptions=_misconceptions(a, roots),
    )


def roots_of(block: Matrix) -> list[int]:
    """The integer eigenvalues of a block, by trial and the quadratic formula. Raises ValueError for others."""
    coefficients = [int(c.p) for c in block.charpoly()]
    found = []
    while len(coefficients) > 3:
        root = next(r for r, value in _trials(coefficients) if value == 0)
        found.append(root)
        coefficients = _divided(coefficients, root)
    return [*found, *_roots_of_quotient(coefficients)]


def _roots_of_quotient(coefficients: Sequence[int]) -> list[int]:
    if len(coefficients) == 2:
        return [-coefficients[1]]
    _, b, c = coefficients
    root = isqrt(max(b * b - 4 * c, 0))
    if root * root != b * b - 4 * c:
        raise ValueError("the eigenvalues are not integers")
    return [(-b - root) // 2, (-b + root) // 2]


def _trials(coefficients: Sequence[int]) -> Iterator[tuple[int, int]]:
    """0 if the constant is 0; else its divisors 1, -1, 2, -2, ... with the value there, until it is 0."""
    constant = abs(coefficients[-1])
    candidates = [0] if constant == 0 else [s * d for d in range(1, constant + 1) if constant % d == 0 for s in (1, -1)]
    for candidate in candidates:
        value = _horner(coefficients, candidate)[-1]
        yield candidate, value
        if value == 0:
            return
    raise ValueError("no eigenvalue is an integer")


def _horner(coefficients: Sequence[int], at: int) -> list[int]:
    values = [coefficients[0]]
    for c in coefficients[1:]:
        values.append(values[-1] * at + c)
    return values


def _divided(coefficients: Sequence[int], root: int) -> list[int]:
    return _horner(coefficients, root)[:-1]


# ------------------------------------------------------------------ text


def _hints(a: Matrix) -> tuple[str, ...]:
    first = r"Eigenvalues are the roots of the characteristic polynomial $\det(A - \lambda I)$."
    sizes = [len(at) for at in parts(a)]
    if max(sizes) == 1:
        return (first, "Look at where the zeros stand: what is the determinant of a triangular matrix?")
    if len(sizes) > 1:
        return (
            first,
            "Expand along a row or column with many zeros; or reorder rows and columns alike until blocks appear.",
            "The determinant is a product of two smaller ones: find the roots of each factor.",
        )
    return (
        first,
        r"The coefficients of the polynomial are the trace, the sum of the three principal $2 \times 2$ minors, and "
        "the determinant.",
        "An integer root divides the constant term. With a root known, divide by its factor and solve the quadratic.",
    )


def _steps(a: Matrix, blocks: list[Matrix]) -> tuple[Step, ...]:
    if all(block.rows == 1 for block in blocks):
        return _triangular_steps(a)
    if len(blocks) == 1:
        return tuple(_cubic_steps(a))
    return (_splitting(a), *(s for block in blocks if block.rows > 1 for s in _quadratic_steps(block)))


def _triangular_steps(a: Matrix) -> tuple[Step, ...]:
    lower = any(a[i, j] != 0 for i in range(a.rows) for j in range(i))
    product = Tex("".join(rf"({latex_of(a[i, i])} - \lambda)" for i in range(a.rows)))
    return (
        step(
            r"$A$ is "
            + ("lower" if lower else "upper")
            + r" triangular, and so is $A - \lambda I$. Its determinant is the "
            r"product of its diagonal entries: $$\det(A - \lambda I) = @product.$$",
            product=product,
        ),
        Step("A product is zero when a factor is zero: the eigenvalues are the diagonal entries."),
    )


def _splitting(a: Matrix) -> Step:
    if a.rows > 3:
        return _reordering(a)
    at = next(k for (k,) in (c for c in parts(a) if len(c) == 1))
    others = [i for i in range(3) if i != at]
    row_is_bare = all(a[at, j] == 0 for j in others)
    return step(
        (r"Row" if row_is_bare else "Column")
        + r" $@k$ has zeros beside the diagonal. Expand $\det(A - \lambda I)$ along it: "
        r"only its diagonal entry remains, so $$\det(A - \lambda I) = (@alone - \lambda)\, \det(B - \lambda I), \quad "
        r"B = @block.$$ This gives the eigenvalue $@alone$; the others are those of $B$.",
        k=at + 1,
        alone=a[at, at],
        block=minor(a, others),
    )


def _reordering(a: Matrix) -> Step:
    first, second = _block_order(a)
    order = [*first, *second]
    return step(
        "Rows @second have zeros in columns @first. Take rows and columns in the order @order: such a change of the "
        r"order, the same for both, is a similarity and keeps the eigenvalues. The "
        r"result is block triangular, $$@matrix,$$ so its characteristic polynomial is the product of those of the "
        r"two blocks $B = @b$ and $C = @c$.",
        first=listed([str(i + 1) for i in first]),
        second=listed([str(i + 1) for i in second]),
        order=", ".join(str(i + 1) for i in order),
        matrix=minor(a, order),
        b=minor(a, first),
        c=minor(a, second),
    )


def _block_order(a: Matrix) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The two blocks, in an order that leaves zeros at the lower left."""
    first, second = parts(a)
    if any(a[i, j] != 0 for i in second for j in first):
        first, second = second, first
    return first, second


def _quadratic_steps(block: Matrix) -> Iterator[Step]:
    trace, det = block.trace(), block.det()
    low, high = sorted(roots_of(block))
    yield step(
        r"The block $@block$ has trace $@p @+s = @trace$ and determinant $@p \cdot @(s) - @(q) \cdot @(r) = @det$. Its "
        r"characteristic polynomial is $$@poly = @factored,$$ with the roots $@low$ and $@high$.",
        block=block,
        p=block[0, 0],
        q=block[0, 1],
        r=block[1, 0],
        s=block[1, 1],
        trace=trace,
        det=det,
        poly=polynomial([1, -trace, det], LAMBDA),
        factored=factors([low, high]),
        low=low,
        high=high,
    )


def _cubic_steps(a: Matrix) -> Iterator[Step]:
    """Every coefficient of -λ³ + tr λ² - m λ + det, then a root by trial, division, the quadratic."""
    minors = [minor(a, at) for at in combinations(range(3), 2)]
    total = sum((m.det() for m in minors), Q(0))
    yield step(
        r"For a $3 \times 3$ matrix $\det(A - \lambda I) = -\lambda^3 + t\lambda^2 - m\lambda + d$, where $t$ is the "
        r"trace, $m$ the sum of the principal $2 \times 2$ minors and $d$ the determinant. Here $t = @p @+q @+r = @t$.",
        p=a[0, 0],
        q=a[1, 1],
        r=a[2, 2],
        t=a.trace(),
    )
    yield step(
        r"A principal minor keeps two rows and the columns of the same numbers: $$@minors$$ Their sum is "
        r"$m = @x @+y @+z = @m$.",
        minors=_aligned([_two_by_two(m, at) for m, at in zip(minors, ("12", "13", "23"), strict=True)]),
        x=minors[0].det(),
        y=minors[1].det(),
        z=minors[2].det(),
        m=total,
    )
    yield _determinant_step(a)
    coefficients = [-int(c.p) for c in a.charpoly()]
    yield from _root_steps(a, coefficients)


def _two_by_two(m: Matrix, at: str) -> str:
    p, q, r, s = m.entries
    product = rf"{latex_of(p)} \cdot {factor(s)} - {factor(q)} \cdot {factor(r)}"
    return f"M_{{{at}}} &= {product} = {latex_of(m.det())}"


def _aligned(lines: Sequence[str]) -> Tex:
    return Tex(r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}")


def _determinant_step(a: Matrix) -> Step:
    """Laplace along the first row."""
    terms = []
    for j in range(3):
        cofactor = Matrix([[a[i, c] for c in range(3) if c != j] for i in (1, 2)]).det()
        first = latex_of(a[0, j]) if j == 0 else factor(a[0, j])
        terms.append(rf"{first} \cdot {factor(cofactor)}")
    return step(
        r"The determinant, expanded along the first row with its $2 \times 2$ minors: $$d = @terms = @det.$$",
        terms=Tex(f"{terms[0]} - {terms[1]} + {terms[2]}"),
        det=a.det(),
    )


def _root_steps(a: Matrix, coefficients: Sequence[int]) -> Iterator[Step]:
    root, why = _first_root(a, coefficients)
    quotient = [-c for c in _divided(coefficients, root)]
    shown = polynomial(coefficients, LAMBDA)
    yield Step(rf"So $$p(\lambda) = \det(A - \lambda I) = {shown}.$$ {why}")
    yield step(
        r"Divide by $@linear$: $$p(\lambda) = -@bracket\left(@quotient\right).$$",
        linear=Tex(_linear_factor(root, bare=True)),
        bracket=factors([root]),
        quotient=polynomial(quotient, LAMBDA),
    )
    yield _quadratic_formula(quotient)


def _first_root(a: Matrix, coefficients: Sequence[int]) -> tuple[int, str]:
    """The root that is seen, or found by trial, and how."""
    if coefficients[-1] == 0:
        return 0, r"There is no constant term, since $\det A = 0$: one root is $0$."
    for name, rows in (("rows", a.to_rows()), ("columns", a.T.to_rows())):
        sums = {sum(row, Q(0)) for row in rows}
        if len(sums) == 1:
            root = int(sums.pop().p)
            seen = rf"One root is easy to see: the entries of all {name} of $A$ add up to ${root}$, so "
            seen += (
                rf"$(1, 1, 1)^\top$ is an eigenvector of $A$ for the eigenvalue ${root}$."
                if name == "rows"
                else rf"$(1, 1, 1)^\top$ is an eigenvector of $A^\top$ for the eigenvalue ${root}$. As $A$ and "
                rf"$A^\top$ have the same eigenvalues, $\lambda = {root}$ is a root."
            )
            return root, seen
    tries = list(_trials(coefficients))
    evaluated = [rf"$p({r}) = {_evaluated(coefficients, r)}$" for r, _ in tries]
    constant, root = abs(coefficients[-1]), tries[-1][0]
    return (
        root,
        rf"An integer root divides ${constant}$. Try one after the other: {listed(evaluated)}. So ${root}$ is a root.",
    )


def _evaluated(coefficients: Sequence[int], at: int) -> str:
    degree = len(coefficients) - 1
    terms = [c * at ** (degree - k) for k, c in enumerate(coefficients) if c]
    return str(terms[0]) + "".join(signed(str(t)) for t in terms[1:]) + f" = {sum(terms)}"


def _quadratic_formula(quotient: Sequence[int]) -> Step:
    _, b, c = quotient
    low, high = _roots_of_quotient(quotient)
    inside = rf"{factor(Q(b))}^2 - 4 \cdot {factor(Q(c))}" if b >= 0 else rf"({b})^2 - 4 \cdot {factor(Q(c))}"
    values = {"minus": -b, "inside": Tex(inside), "root": high - low, "poly": polynomial(quotient, LAMBDA)}
    if low == high:
        return step(
            r"The quadratic $@poly = @square$ has the double root $@low$.",
            poly=values["poly"],
            square=factors([low, low]),
            low=low,
        )
    return step(
        r"The quadratic $@poly = 0$ has the roots $$\lambda = \frac{@minus \pm \sqrt{@inside}}{2} = "
        r"\frac{@minus \pm @root}{2},$$ that is $@low$ and $@high$.",
        **values,
        low=low,
        high=high,
    )


def _linear_factor(root: int, *, bare: bool = False) -> str:
    if root == 0:
        return r"\lambda"
    inner = r"\lambda" + signed(str(-root))
    return inner if bare else f"({inner})"


def factors(roots: Sequence[int]) -> Tex:
    r"""`(\lambda - 2)^2(\lambda + 1)`."""
    shown = []
    for root in sorted(dict.fromkeys(roots), key=lambda r: r != 0):
        power = list(roots).count(root)
        shown.append(_linear_factor(root) + (f"^{power}" if power > 1 else ""))
    return Tex("".join(shown))


def _closing(a: Matrix, roots: Sequence[int], answer: SetAnswer) -> Step:
    total = Tex(str(roots[0]) + "".join(signed(str(r)) for r in roots[1:]))
    product = Tex(r" \cdot ".join(f"({r})" if r < 0 and i else str(r) for i, r in enumerate(roots)))
    return step(
        r"Check: the sum $@total = @trace$ is the trace of $A$, the product $@product = @det$ its determinant. The "
        r"eigenvalues, each as often as its algebraic multiplicity, are $@answer$.",
        total=total,
        trace=a.trace(),
        product=product,
        det=a.det(),
        answer=Tex(answer.tex()),
    )


# ------------------------------------------------------------------ mistakes

FEEDBACK = {
    "multiplicity-lost": "The values are right, but a root counts as often as it occurs in the characteristic "
    "polynomial: how many eigenvalues has a matrix of this size?",
    "det-sign": r"Check the signs: a factor $a - \lambda$ is zero for $\lambda = a$. The sum "
    "of the eigenvalues must be the trace.",
    "block-missed": "These are the diagonal entries. They are the eigenvalues of a triangular matrix only; here other "
    "entries take part in the determinant.",
}


def _misconceptions(a: Matrix, roots: Sequence[int]) -> tuple[Misconception, ...]:
    replies = {
        "multiplicity-lost": sorted(set(roots)),
        "det-sign": sorted(-r for r in roots),
        "block-missed": sorted(int(a[i, i].p) for i in range(a.rows)),
    }
    # A slip that changes nothing here (no double root, a diagonal that happens to be right) is no mistake.
    met = [list(roots)]
    found = []
    for code, reply in replies.items():
        if reply not in met:
            met.append(reply)
            wrong = SetAnswer.of([Q(r) for r in reply], multiplicity=True, names=NAMES)
            found.append(Misconception(code, wrong, FEEDBACK[code]))
    return tuple(found)


@eigenvalues.verify
def power_sums(a: Matrix, phrasing: int, answer: tuple[Q, ...]) -> bool:
    """n numbers with the power sums of the eigenvalues, tr A, tr A^2, ..., tr A^n, are the eigenvalues (Newton)."""
    if len(answer) != a.rows:
        return False
    power = Matrix.identity(a.rows)
    for k in range(1, a.rows + 1):
        power = power @ a
        if sum((x**k for x in answer), Q(0)) != power.trace():
            return False
    return True
