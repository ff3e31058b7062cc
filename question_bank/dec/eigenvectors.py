"""Give a basis of each eigenspace (MML 4.2).

Levels: 1 2x2, with the eigenvalues given or to be found as well; 2 3x3 with three different eigenvalues; 3 3x3 with a
repeated eigenvalue whose eigenspace is a plane, or only a line (defective). The solution reduces A - λI; a reply is
checked by multiplying: A v = λ v for every vector, and as many independent ones as the rank of A - λI leaves, the rank
being found from minors.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import gcd, lcm
from typing import Any, NamedTuple

from question_bank._draw import symmetric_eigensystem, with_eigenvalues
from question_bank._steps import listed, names, operation
from quizgen.answers.basis import BasisAnswer
from quizgen.answers.sets import SetAnswer
from quizgen.answers.vector import VectorAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exact import Matrix, Q, Vector
from quizgen.exercise import exercise
from quizgen.markup.source import Tex, latex_of, linear, text
from quizgen.markup.typography import signed
from quizgen.problem import Misconception, Part, Problem, Step, step

FIND = (
    "Find the eigenvalues of $$A = @a$$ and a basis of each eigenspace.",
    "The states of a linear recurrent layer follow $h_{t+1} = A h_t$ with $$A = @a.$$ Find the eigenvalues of $A$ and "
    "a basis of each eigenspace.",
)
KNOWN = (
    "The matrix $$A = @a$$ has @values. Give a basis of @each.",
    "The states of a linear recurrent layer follow $h_{t+1} = A h_t$ with $$A = @a.$$ States that keep their direction "
    "are eigenvectors. The matrix has @values: give a basis of @each.",
    r"The matrix $$A = @a$$ has the characteristic polynomial $\det(A - \lambda I) = @polynomial$. Give a basis of "
    r"@each.",
)


class Given(NamedTuple):
    a: Matrix
    eigenvalues: tuple[int, ...]
    """All of them, with multiplicity."""
    find: bool
    """Whether the eigenvalues are asked for as well."""
    phrasing: int


@exercise("dec-eigenvectors", version=1, bounds=(200, 400, 1000))
def eigenvectors(draw: Draw, level: int) -> Given:
    """Integer eigenvalues and eigenvectors are chosen first, then the matrix that has them."""
    if level == 1:
        values = draw.sample(range(-4, 6), 2)
        a = with_eigenvalues(draw, values, 6, unimodular=False).A
        return _given(draw, a, values, find=draw.flip())
    if level == 2:
        return _simple(draw)
    if draw.below(6) == 0:
        made = symmetric_eigensystem(draw, 3, 4, repeated=True)
        return _given(draw, made.A, [int(made.D[i, i].p) for i in range(3)])
    defective = draw.flip()
    for attempt in range(10):
        d = draw.child("values", attempt)
        double = d.integer(-3, 3)
        single = d.choice([x for x in range(-4, 5) if 1 <= abs(x - double) <= 3])
        values = [double, double, d.weighted((single, double), (4, 1)) if defective else single]
        found = _three_by_three(d, values, defective=defective, tries=5)
        if found is not None:
            return _given(draw, found, values)
    raise CannotDraw("no 3×3 matrix with a double eigenvalue was found")


def _simple(draw: Draw) -> Given:
    """A 3x3 with three different eigenvalues."""
    for attempt in range(10):
        d = draw.child("values", attempt)
        values = d.sample(range(-3, 5), 3)
        a = _three_by_three(d, values, defective=False, tries=3)
        if a is not None:
            return _given(draw, a, values)
    raise CannotDraw("no 3×3 matrix with three different eigenvalues was found")


def _given(draw: Draw, a: Matrix, values: Sequence[int], *, find: bool = False) -> Given:
    return Given(a, tuple(sorted(values)), find, draw.below(len(FIND if find else KNOWN)))


def _three_by_three(draw: Draw, values: Sequence[int], *, defective: bool, tries: int) -> Matrix | None:
    """Not too many zeros, so that there is something to reduce; None when a few tries find no such matrix."""
    for attempt in range(tries):
        try:
            a = with_eigenvalues(draw.child("full", attempt), values, 6, defective=defective).A
        except CannotDraw:  # large eigenvalues leave few small matrices
            continue
        if sum(x == 0 for x in a.entries) <= 3:
            return a
    return None


class Space(NamedTuple):
    """An eigenspace and how it was found."""

    value: int
    multiplicity: int
    shifted: Matrix
    """A - λI."""
    basis: list[Matrix]
    """Integer vectors without common divisor."""


def eigenspace(a: Matrix, value: int, multiplicity: int) -> Space:
    """The kernel of A - λI."""
    shifted = a - Matrix.identity(a.rows) * value
    return Space(value, multiplicity, shifted, [whole(v) for v in shifted.kernel()])


def whole(v: Matrix) -> Matrix:
    """The multiple of a rational vector whose entries are integers without common divisor."""
    v = v * lcm(*(int(x.q) for x in v))
    return v / gcd(*(int(x.p) for x in v))


@eigenvectors.problem
def build(a: Matrix, eigenvalues: tuple[int, ...], find: bool, phrasing: int) -> Problem:
    """One part for each eigenspace."""
    spaces = [eigenspace(a, value, eigenvalues.count(value)) for value in sorted(set(eigenvalues))]
    parts = _parts(a, spaces, find)
    return Problem(
        prompt=_prompt(a, eigenvalues, find, phrasing),
        parts=parts,
        hints=_hints(eigenvalues, find),
        steps=(
            *(_finding(a, eigenvalues) if find else ()),
            *(s for space in spaces for s in _steps(a, space)),
            _closing(parts, spaces),
        ),
    )


def _prompt(a: Matrix, eigenvalues: tuple[int, ...], find: bool, phrasing: int) -> str:
    if find:
        return text(FIND[phrasing], a=a)
    different = sorted(set(eigenvalues))
    each = "each eigenspace" if len(different) > 1 else "its only eigenspace"
    template = KNOWN[phrasing].replace("@each", each)
    if "@polynomial" in template:
        return text(template, a=a, polynomial=_factored(eigenvalues))
    named = listed([f"${value}${REPEATED[eigenvalues.count(value)]}" for value in different])
    values = f"the eigenvalues {named}" if len(different) > 1 else f"the only eigenvalue {named}"
    return text(template.replace("@values", values), a=a)


REPEATED = {1: "", 2: " (double)", 3: " (triple)"}


def _factored(eigenvalues: Sequence[int]) -> Tex:
    r"""`-(\lambda - 2)^2(\lambda + 1)`."""
    shown = "-" if len(eigenvalues) % 2 else ""
    for value in sorted(set(eigenvalues), key=lambda x: x != 0):
        power = list(eigenvalues).count(value)
        base = r"\lambda" if value == 0 else rf"(\lambda{signed(str(-value))})"
        shown += base + (f"^{power}" if power > 1 else "")
    return Tex(shown)


def _hints(eigenvalues: tuple[int, ...], find: bool) -> tuple[str, ...]:
    hints = (
        r"An eigenvector satisfies $Av = \lambda v$, that is $(A - \lambda I)v = 0$ with $v \neq 0$.",
        r"For each eigenvalue subtract it from the diagonal, reduce, and let the free unknowns be parameters.",
    )
    if find:
        return (r"The eigenvalues are the roots of $\det(A - \lambda I)$: use trace and determinant.", *hints)
    if len(set(eigenvalues)) < len(eigenvalues):
        return (
            *hints,
            r"A root of multiplicity two can have one or two independent eigenvectors: the rank of $A - \lambda I$ "
            r"tells.",
        )
    return hints


# ------------------------------------------------------------------ the parts and typical mistakes


def _parts(a: Matrix, spaces: Sequence[Space], find: bool) -> tuple[Part, ...]:
    found = []
    if find:
        values = SetAnswer.of([Q(space.value) for space in spaces], names=("lambda", "lambda_1", "lambda_2"))
        found.append(Part("a", values, "The eigenvalues of $A$."))
    for k, space in enumerate(spaces):
        if find:
            prompt = f"A basis of the eigenspace of the {('smaller', 'larger')[k]} eigenvalue."
        else:
            prompt = rf"A basis of the eigenspace $E_{{{space.value}}}$ of $\lambda = {space.value}$."
        answer = BasisAnswer.of(space.basis)
        found.append(Part("abcd"[len(found)], answer, prompt, misconceptions=_misconceptions(a, space)))
    return tuple(found)


def _misconceptions(a: Matrix, space: Space) -> tuple[Misconception, ...]:
    n = a.rows
    found = [
        Misconception(
            "zero-vector",
            VectorAnswer.of([0] * n),
            r"The zero vector satisfies $A0 = \lambda 0$ for every number $\lambda$, so it says nothing: an "
            "eigenvector is never zero.",
        )
    ]
    met = [space.basis]
    for shift in (space.value, 0):
        wrong = a + Matrix.identity(n) * shift
        slip = _slip(wrong, len(space.basis))
        if slip is not None and not any(_same(slip, other) for other in met):
            met.append(slip)
            test = r"The eigenspace is the kernel of $A - \lambda I$: test your reply by $Av = \lambda v$."
            why = f"{_said(shift, wrong, slip)} {test}"
            found.append(Misconception("wrong-shift", BasisAnswer.of(slip), why))
    if len(space.basis) > 1:
        why = (
            r"That is one eigenvector. Count the free unknowns of $(A - \lambda I)v = 0$: a basis has one vector for "
            "each of them."
        )
        found += [Misconception("one-of-two", BasisAnswer.of([v]), why) for v in space.basis]
    return tuple(found)


def _said(shift: int, wrong: Matrix, slip: Sequence[Matrix]) -> str:
    """Where the reply to a wrong shift comes from: a whole eigenspace of A, or some rows of a wrong system."""
    if all((wrong @ v).is_zero for v in slip):
        if shift == 0:
            return "That comes from the kernel of $A$ itself, the eigenspace of the eigenvalue $0$."
        return (
            f"That belongs to the eigenvalue ${-shift}$, not to ${shift}$: two replies are exchanged, "
            r"or $\lambda$ was added to the diagonal."
        )
    rows = "row" if wrong.rows - len(slip) == 1 else "two rows"
    if shift:
        return rf"That solves the first {rows} of $(A + \lambda I)v = 0$: you added $\lambda$ to the diagonal."
    return rf"That solves the first {rows} of $Av = 0$: $\lambda$ was not subtracted from the diagonal."


def _slip(wrong: Matrix, dimension: int) -> list[Matrix] | None:
    """What comes of a wrong shift when no more equations are used than the right one leaves; None if not that many."""
    used = Matrix(wrong.to_rows()[: wrong.rows - dimension])
    kernel = used.kernel()
    return [whole(v) for v in kernel] if len(kernel) == dimension else None


def _same(basis: Sequence[Matrix], other: Sequence[Matrix]) -> bool:
    return Matrix.from_columns([*basis, *other]).rank() == len(basis)


# ------------------------------------------------------------------ the worked solution


def _finding(a: Matrix, eigenvalues: tuple[int, ...]) -> tuple[Step, ...]:
    low, high = eigenvalues
    values: dict[str, Any] = {"p": a[0, 0], "q": a[0, 1], "r": a[1, 0], "s": a[1, 1], "t": a.trace(), "d": a.det()}
    return (
        step(
            r"The trace is $@p @+s = @t$ and the determinant $@p \cdot @(s) - @(q) \cdot @(r) = @d$, so "
            r"$$\det(A - \lambda I) = @poly = @factored.$$ The eigenvalues are $@low$ and $@high$.",
            **values,
            poly=linear([Q(1), -a.trace(), a.det()], (r"\lambda^2", r"\lambda", "")),
            factored=_factored(eigenvalues),
            low=low,
            high=high,
        ),
    )


def _steps(a: Matrix, space: Space) -> tuple[Step, ...]:
    n = a.rows
    letters = names(n)
    reduced, pivots = space.shifted.rref()
    rows = [row for row in reduced.to_rows() if any(x != 0 for x in row)]
    free = [j for j in range(n) if j not in pivots]
    return (
        Step(_reduction(space, rows, letters)),
        Step(f"{_solution(rows, pivots, free, letters, space)} {_check(a, space)}"),
    )


def _difference(value: int) -> Tex:
    """A - 2I, A + I, A."""
    if value == 0:
        return Tex("A - 0I = A")
    size = "" if abs(value) == 1 else str(abs(value))
    return Tex(f"A {'-' if value > 0 else '+'} {size}I")


def _reduction(space: Space, reduced: list[list[Q]], letters: Sequence[str]) -> str:
    """From A - λI to the equations that remain, with every row operation."""
    value, name, matrix = space.value, _difference(space.value), space.shifted
    work = Echelon(matrix)
    equations = listed([f"${_equation(_primitive(row), letters)}$" for row in work.rows if any(x != 0 for x in row)])
    if len(reduced) == 1 or not work.done:
        why = "All rows are multiples of one" if len(reduced) == 1 else "The rows say it at once"
        opening = text(
            r"For $\lambda = @value$ the matrix is $$@name = @matrix.$$", value=value, name=name, matrix=matrix
        )
        return f"{opening} {why}: what remains is {equations}."
    how = "; then ".join(work.done)
    chain = r" \to ".join(map(latex_of, [matrix, *work.states]))
    return (
        rf"For $\lambda = {value}$ reduce ${'A' if value == 0 else name}$ with {how}: $${chain}.$$ "
        f"What remains is {equations}."
    )


class Echelon:
    """Forward elimination, told in sentences. Pivots that divide what is below them are preferred."""

    def __init__(self, matrix: Matrix) -> None:
        self.rows = matrix.to_rows()
        self.done: list[str] = []
        """The operations of each column, as markup."""
        self.states: list[Matrix] = []
        """What the matrix is after them."""
        at = 0
        for column in range(matrix.columns):
            at += self._column(at, column)

    def _column(self, at: int, column: int) -> bool:
        live = [i for i in range(at, len(self.rows)) if self.rows[i][column] != 0]
        if not live:
            return False
        said = []
        chosen = min(live, key=lambda i: (sum((self.rows[k][column] / self.rows[i][column]).q != 1 for k in live), i))
        if chosen != at:
            self.rows[at], self.rows[chosen] = self.rows[chosen], self.rows[at]
            said.append(rf"$R_{at + 1} \leftrightarrow R_{chosen + 1}$")
        for i in range(at + 1, len(self.rows)):
            factor = -self.rows[i][column] / self.rows[at][column]
            if factor != 0:
                self.rows[i] = [x + factor * y for x, y in zip(self.rows[i], self.rows[at], strict=True)]
                said.append(f"${operation(i, factor, at)}$")
        if said:
            self.done.append(listed(said))
            self.states.append(Matrix(self.rows))
        return True


def _primitive(row: Sequence[Q]) -> list[Q]:
    v = whole(Vector(row)).entries
    return [-x for x in v] if next(x for x in v if x != 0) < 0 else v


def _equation(row: Sequence[Q], letters: Sequence[str]) -> str:
    return f"{linear(row, letters)} = 0"


def _solution(
    rows: list[list[Q]], pivots: Sequence[int], free: Sequence[int], letters: Sequence[str], space: Space
) -> str:
    """The pivot unknowns by the free ones, and a vector for each free one."""
    solved = [
        f"${letters[p]} = {linear([-row[j] for j in free], [letters[j] for j in free])}$"
        for p, row in zip(pivots, rows, strict=True)
    ]
    chosen = []
    for k, v in enumerate(space.basis):
        point = ", ".join(f"{letters[j]} = {latex_of(v[j])}" for j in free)
        chosen.append(f"${point}$ gives $v{f'_{k + 1}' if len(free) > 1 else ''} = {latex_of(v)}$")
    verb = "is" if len(free) == 1 else "are"
    return f"Here {listed(solved)}, and {listed([f'${letters[j]}$' for j in free])} {verb} free: {listed(chosen)}."


def _check(a: Matrix, space: Space) -> str:
    count, multiplicity = len(space.basis), space.multiplicity
    said = text(
        r"Check: $A@v = @image = @value \cdot @v$.", v=space.basis[0], image=a @ space.basis[0], value=space.value
    )
    if multiplicity > count:
        root = {2: "double", 3: "triple"}[multiplicity]
        return f"{said} Although ${space.value}$ is a {root} root, only one unknown is free: the eigenspace is a line."
    return said


def _closing(parts: Sequence[Part], spaces: Sequence[Space]) -> Step:
    shown = [f"({part.id}) ${part.answer.tex()}$" for part in parts]
    if len(parts) == 1:
        shown = [f"A basis of the eigenspace is ${parts[0].answer.tex()}$"]
    why = "Any other basis of the same space is right as well."
    if all(len(space.basis) == 1 for space in spaces):
        why = "Any multiple of a basis vector, except zero, is right as well."
    return Step(f"{'; '.join(shown)}. {why}")


@eigenvectors.verify
def multiply(a: Matrix, eigenvalues: tuple[int, ...], find: bool, phrasing: int, answer: Any) -> bool:
    """A v = λ v for each vector; independent ones, as many as the minors of A - λI that vanish leave."""
    replies = list(answer.values()) if isinstance(answer, dict) else [answer]
    values = sorted(set(eigenvalues))
    if find:
        low, high = sorted(replies.pop(0))
        if low + high != a.trace() or low * high != a.det():
            return False
    return all(_is_basis(a, value, reply) for value, reply in zip(values, replies, strict=True))


def _is_basis(a: Matrix, value: int, vectors: Any) -> bool:
    if not isinstance(vectors, tuple) or any(not isinstance(v, Matrix) or v.shape != (a.rows, 1) for v in vectors):
        return False
    if any(a @ v != v * value for v in vectors):
        return False
    gram = Matrix([[v.dot(w) for w in vectors] for v in vectors])
    return gram.det() != 0 and len(vectors) == a.rows - _rank(a - Matrix.identity(a.rows) * value)


def _rank(m: Matrix) -> int:
    """The size of the largest minor that is not zero."""
    n = m.rows
    for size in range(n, 0, -1):
        for rows in combinations(range(n), size):
            for columns in combinations(range(n), size):
                if Matrix([[m[i, j] for j in columns] for i in rows]).det() != 0:
                    return size
    return 0
