"""Diagonalise a matrix as P D P^-1, or see that it is defective (MML 4.4).

Levels: 1 2x2; 2 3x3 with three different eigenvalues; 3 two 3x3 matrices with the same repeated eigenvalue, one of
which is diagonalisable and one is not. Checked by multiplying, A p = d p column by column, by numpy's eigenvalues, and
by the rank that numpy's singular values give A - λI.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, NamedTuple

from question_bank._draw import with_eigenvalues
from question_bank._steps import listed
from question_bank.dec.eigenvectors import whole
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.factorisation import FactorisationAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, polynomial, text
from quizgen.problem import Misconception, Part, Problem, Step, step

FIND = (
    r"Diagonalise $$A = @a.$$ Give an invertible matrix $P$ and a diagonal matrix $D$ with $A = P D P^{-1}$.",
    r"A linear recurrent layer multiplies its state by $$A = @a$$ in every step. So that powers of $A$ are easy to "
    r"compute, find an invertible matrix $P$ and a diagonal matrix $D$ with $A = P D P^{-1}$.",
)
KNOWN = (
    r"The matrix $$A = @a$$ has the eigenvalues @values. Find an invertible matrix $P$ and a diagonal matrix $D$ with "
    r"$A = P D P^{-1}$.",
    r"A linear recurrent layer multiplies its state by $$A = @a$$ in every step. The characteristic polynomial is "
    r"$\det(A - \lambda I) = @poly$. So that powers of $A$ are easy to compute, find an invertible matrix $P$ and a "
    r"diagonal matrix $D$ with $A = P D P^{-1}$.",
)
PAIR = (
    r"The matrices $$A = @a, \quad B = @b$$ have the same characteristic polynomial "
    r"$\det(A - \lambda I) = \det(B - \lambda I) = @poly$.",
    r"Two linear recurrent layers multiply their states by $$A = @a, \quad B = @b$$ in every step. Both matrices have "
    r"the same characteristic polynomial $\det(A - \lambda I) = \det(B - \lambda I) = @poly$.",
)
ORDER = "Any order of the eigenvalues and any length of the eigenvectors is right."


class Given(NamedTuple):
    a: Matrix
    b: Matrix | None
    """The second matrix of level 3."""
    eigenvalues: tuple[int, ...]
    """All of them, with multiplicity, in ascending order."""
    phrasing: int


@exercise("dec-diagonalise", version=1, bounds=(200, 400, 1000))
def diagonalise(draw: Draw, level: int) -> Given:
    """Integer eigenvalues and eigenvectors are chosen first, then the matrix that has them."""
    phrasing = draw.below(2)
    if level == 1:
        values = draw.sample(range(-4, 6), 2)
        return Given(with_eigenvalues(draw, values, 6, unimodular=False).A, None, tuple(sorted(values)), phrasing)
    for attempt in range(20):
        d = draw.child("values", attempt)
        if level == 2:
            values = d.sample(range(-3, 5), 3)
            a = _full(d, values, defective=False)
            if a is not None:
                return Given(a, None, tuple(sorted(values)), phrasing)
            continue
        double = d.integer(-3, 3)
        single = d.choice([x for x in range(-4, 5) if 1 <= abs(x - double) <= 3])
        values = [double, double, single]
        defective = d.child("both").integer(1, 5) > 1
        pair = [_full(d.child("right"), values, defective=False), _full(d.child("wrong"), values, defective=defective)]
        one, two = d.shuffled(pair)
        if one is not None and two is not None and one != two:
            return Given(one, two, tuple(sorted(values)), phrasing)
    raise CannotDraw("no matrix with such eigenvalues was found")


def _full(draw: Draw, values: Sequence[int], *, defective: bool) -> Matrix | None:
    """A 3x3 matrix with at most three zeros."""
    for attempt in range(4):
        try:
            a = with_eigenvalues(draw.child("full", attempt), values, 6, defective=defective).A
        except CannotDraw:  # large eigenvalues leave few small matrices
            continue
        if sum(x == 0 for x in a.entries) <= 3:
            return a
    return None


class Spaces(NamedTuple):
    """Eigenvalues with bases of their eigenspaces."""

    values: tuple[int, ...]
    bases: tuple[tuple[Matrix, ...], ...]

    @property
    def columns(self) -> list[tuple[int, Matrix]]:
        """(eigenvalue, eigenvector), eigenspace by eigenspace."""
        return [(value, v) for value, basis in zip(self.values, self.bases, strict=True) for v in basis]


def spaces(a: Matrix, eigenvalues: Sequence[int]) -> Spaces:
    """The eigenspaces, by ascending eigenvalue."""
    values = tuple(sorted(set(eigenvalues)))
    return Spaces(values, tuple(tuple(map(whole, _shifted(a, value).kernel())) for value in values))


def _shifted(a: Matrix, value: int) -> Matrix:
    return a - Matrix.identity(a.rows) * value


def factors(found: Spaces) -> tuple[Matrix, Matrix]:
    """(P, D)."""
    columns = found.columns
    return Matrix.from_columns([v for _, v in columns]), Matrix.diagonal([value for value, _ in columns])


def diagonal_answer(target: Matrix, p: Matrix, d: Matrix, formula: str = "P*D*P^-1") -> FactorisationAnswer:
    """P and D with that product."""
    return FactorisationAnswer.of(target.to_rows(), [("P", p, ["invertible"]), ("D", d, ["diagonal"])], product=formula)


@diagonalise.problem
def build(a: Matrix, b: Matrix | None, eigenvalues: tuple[int, ...], phrasing: int) -> Problem:
    """Eigenvalues, eigenvectors, the matrices; or the dimensions of the eigenspaces first."""
    if b is not None:
        return _pair(a, b, eigenvalues, phrasing)
    found = spaces(a, eigenvalues)
    p, d = factors(found)
    answer = diagonal_answer(a, p, d)
    if a.rows == 2:
        prompt = text(FIND[phrasing], a=a)
        opening: tuple[Step, ...] = (_finding(a, eigenvalues),)
    else:
        values = listed([f"${value}$" for value in eigenvalues])
        if phrasing == 0:
            prompt = text(KNOWN[0].replace("@values", "VALUES"), a=a).replace("VALUES", values)
        else:
            prompt = text(KNOWN[1], a=a, poly=_factored(eigenvalues))
        opening = (Step(f"The eigenvalues are {values}; for each of them an eigenvector is needed."),)
    return Problem.single(
        prompt=f"{prompt} {ORDER}",
        answer=answer,
        hints=(
            "The diagonal of $D$ holds the eigenvalues, the columns of $P$ are eigenvectors.",
            r"For each eigenvalue solve $(A - \lambda I)x = 0$; any nonzero solution will do.",
            r"$A = P D P^{-1}$ says $AP = PD$: column $i$ of $P$ belongs to entry $i$ of the diagonal of $D$.",
        ),
        steps=(*opening, *_vectors("A", a, found), _closing("A", a, p, d, answer)),
        misconceptions=tuple(_slips(a, p, d)),
    )


def _factored(eigenvalues: tuple[int, ...]) -> Tex:
    r"""det(A - λI) in factors: `-(\lambda - 1)^2 (\lambda + 2)`."""
    parts = []
    for value in sorted(set(eigenvalues), key=lambda x: (x != 0, x)):
        body = r"\lambda" if value == 0 else rf"(\lambda {'-' if value > 0 else '+'} {abs(value)})"
        count = eigenvalues.count(value)
        parts.append(body + (f"^{count}" if count > 1 else ""))
    return Tex(("-" if len(eigenvalues) % 2 else "") + r"\,".join(parts))


def _finding(a: Matrix, eigenvalues: tuple[int, ...]) -> Step:
    low, high = eigenvalues
    return step(
        r"The trace is $@t$ and the determinant $@det$, so the characteristic polynomial is $$@poly = @factored.$$ The "
        r"eigenvalues are $\lambda_1 = @low$ and $\lambda_2 = @high$. They are different, so $A$ can be diagonalised.",
        t=a.trace(),
        det=a.det(),
        poly=polynomial([1, -a.trace(), a.det()], r"\lambda"),
        factored=_factored(eigenvalues),
        low=low,
        high=high,
    )


def _vectors(name: str, a: Matrix, found: Spaces) -> Iterator[Step]:
    """For each eigenvalue the matrix, what is left of the equations, and the solutions."""
    unknowns = ("x_1", "x_2", "x_3")[: a.rows]
    for value, basis in zip(found.values, found.bases, strict=True):
        shifted = _shifted(a, value)
        reduced, pivots = shifted.rref()
        rows = [reduced.row(i).entries for i in range(len(pivots))]
        equations = listed([f"${linear(row, unknowns)} = 0$" for row in rows])
        sign = "+" if value < 0 else "-"
        size = "" if abs(value) == 1 else str(abs(value))
        left = name if value == 0 else rf"{name} {sign} {size}I"
        vectors = listed([f"${latex_of(v)}$" for v in basis])
        count = f"an eigenvector is {vectors}" if len(basis) == 1 else f"two independent eigenvectors are {vectors}"
        system = f"{name}x" if value == 0 else f"({left})x"
        yield Step(
            rf"For $\lambda = {value}$: $${left} = {latex_of(shifted)}.$$ The equations ${system} = 0$ come down to "
            rf"{equations}; {count}."
        )


def _closing(name: str, a: Matrix, p: Matrix, d: Matrix, answer: FactorisationAnswer, before: str = "") -> Step:
    shown_p, shown_d = answer.pieces()
    return Step(
        rf"{before}Write the eigenvectors side by side, and their eigenvalues in the same order: $$P = {shown_p},$$ "
        rf"$$D = {shown_d}.$$ Check: $\det P = {latex_of(p.det())} \neq 0$, and $${name}P = {latex_of(a @ p)} = PD.$$"
    )


FEEDBACK = {
    "mismatch": "The eigenvalues and the eigenvectors are right, but not in the same order: column $i$ of $P$ has to "
    "belong to entry $i$ of the diagonal of $D$.",
    "P-inverse-side": r"Your matrices satisfy $@name = P^{-1} D P$. In $@name = P D P^{-1}$, that is $@{name}P = PD$, "
    "the eigenvectors are the columns of $P$ itself.",
}


def _slips(a: Matrix, p: Matrix, d: Matrix, name: str = "A") -> Iterator[Misconception]:
    """Wrong factors of the matrix a, called `name` in the problem."""
    values = [d[i, i] for i in range(d.rows)]
    seen = [a]
    inverse = p.inv()
    for order in permutations(range(d.rows)):
        if sum(i != k for i, k in enumerate(order)) != 2:
            continue
        wrong = Matrix.diagonal([values[k] for k in order])
        target = p @ wrong @ inverse
        if target not in seen:
            seen.append(target)
            yield Misconception("mismatch", diagonal_answer(target, p, wrong), FEEDBACK["mismatch"])
    if inverse @ d @ p not in seen:
        why = text(FEEDBACK["P-inverse-side"], name=Tex(name))
        yield Misconception("P-inverse-side", diagonal_answer(a, inverse, d, "P^-1*D*P"), why)


# ------------------------------------------------------------------ one of two


def _pair(a: Matrix, b: Matrix, eigenvalues: tuple[int, ...], phrasing: int) -> Problem:
    found = {name: spaces(m, eigenvalues) for name, m in (("A", a), ("B", b))}
    good, *others = [name for name, s in found.items() if len(s.columns) == 3]
    other = "B" if good == "A" else "A"
    matrix = a if good == "A" else b
    p, d = factors(found[good])
    answer = diagonal_answer(matrix, p, d)
    double = next(x for x in eigenvalues if eigenvalues.count(x) == 2)
    prompt = text(PAIR[phrasing], a=a, b=b, poly=_factored(eigenvalues))
    index = found[good].values.index(double)
    return Problem(
        prompt=prompt,
        parts=(
            Part("a", _which("both" if others else f"only ${good}$"), "Which of the two matrices can be diagonalised?"),
            Part(
                "b",
                answer,
                "For the matrix that can be diagonalised ($A$, if both can) give an invertible $P$ and a diagonal $D$ "
                rf"such that it equals $P D P^{{-1}}$. {ORDER} If neither of them can, type `0` for both.",
                points=2,
                misconceptions=tuple(_slips(matrix, p, d, good)),
            ),
        ),
        hints=(
            "The characteristic polynomial alone does not settle it: look for eigenvectors.",
            rf"For the double eigenvalue ${double}$ compare how many independent eigenvectors $A$ and $B$ have: this "
            rf"is $3$ minus the rank of ${_less('A', double)}$, and of ${_less('B', double)}$.",
            "A matrix with three rows can be diagonalised exactly if it has three independent eigenvectors.",
        ),
        steps=(
            Step(
                rf"A simple eigenvalue has exactly one eigenvector, up to multiples. So everything depends on the "
                rf"double eigenvalue ${double}$: are there two independent eigenvectors?"
            ),
            _dimension(other, b if good == "A" else a, double, found[other].bases[index]),
            *_vectors(good, matrix, found[good]),
            _closing(
                good,
                matrix,
                p,
                d,
                answer,
                "(a) Each of them has three independent eigenvectors: both. (b) "
                if others
                else rf"(a) ${other}$ has only two independent eigenvectors and is defective; ${good}$ has three: only "
                rf"${good}$. (b) ",
            ),
        ),
    )


def _less(name: str, value: int) -> str:
    """A - 2I, A + I, A."""
    if value == 0:
        return name
    return f"{name} {'+' if value < 0 else '-'} {'' if abs(value) == 1 else abs(value)}I"


def _which(right: str) -> ChoiceAnswer:
    repeated = (
        "A repeated eigenvalue does not make a matrix defective by itself: its eigenspace may have dimension two. "
        "The identity matrix is an example."
    )
    same = "The characteristic polynomial does not tell how many eigenvectors there are: compute the eigenspaces."
    other = "Look again at the eigenspace of the double eigenvalue for each of the matrices."
    feedback = {"only $A$": other, "only $B$": other, "both": same}
    return ChoiceAnswer(
        (
            *(
                Option(name, correct=name == right, feedback="" if name == right else feedback[name])
                for name in feedback
            ),
            Option("neither of them", code="repeated-means-defective", feedback=repeated),
        )
    )


def _dimension(name: str, a: Matrix, value: int, basis: Sequence[Matrix]) -> Step:
    shifted = _shifted(a, value)
    left = _less(name, value)
    spanned = " and ".join(f"${latex_of(v)}$" for v in basis)
    if len(basis) == 1:
        so = rf"It is spanned by {spanned} alone: ${name}$ is defective."
    else:
        so = rf"It is spanned by {spanned}: together with one of the simple eigenvalue ${name}$ has three."
    return Step(
        rf"For ${name}$: $${left} = {latex_of(shifted)}$$ has rank ${shifted.rank()}$, so the eigenspace has dimension "
        rf"$3 - {shifted.rank()} = {len(basis)}$. {so}"
    )


# ------------------------------------------------------------------ the second method


@diagonalise.verify
def multiply_columns(a: Matrix, b: Matrix | None, eigenvalues: tuple[int, ...], phrasing: int, answer: Any) -> bool:
    """A p = d p for every column, p's independent, d's as numpy finds them; ranks by singular values."""
    import numpy as np

    matrix = a
    if b is not None:
        double = next(x for x in eigenvalues if eigenvalues.count(x) == 2)
        ranks = [
            np.sum(np.linalg.svd(np.array(m.to_floats()) - double * np.eye(3), compute_uv=False) > 1e-9) for m in (a, b)
        ]
        good = [m for m, rank in zip((a, b), ranks, strict=True) if rank == 1]
        said = {(True, False): "only $A$", (False, True): "only $B$", (True, True): "both"}.get(
            (ranks[0] == 1, ranks[1] == 1), "neither of them"
        )
        if answer["a"] != (said,) or not good:
            return False
        matrix, answer = good[0], answer["b"]
    p, d = (np.array(answer[name].to_floats()) for name in ("P", "D"))
    target = np.array(matrix.to_floats())
    if p.shape != target.shape or d.shape != target.shape or np.any(d - np.diag(np.diag(d))):
        return False
    columns = all(np.allclose(target @ p[:, i], d[i, i] * p[:, i], atol=1e-9) for i in range(len(p)))
    expected = sorted(np.linalg.eigvals(target).real)
    return bool(columns and np.linalg.matrix_rank(p) == len(p) and np.allclose(sorted(np.diag(d)), expected, atol=1e-5))
