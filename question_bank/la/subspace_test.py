"""Decide whether a set is a subspace, with a violating combination if it is not (MML 2.4.3).

Levels: 1 lines, half-planes and pairs of lines in the plane; 2 surfaces and parametrised sets in space; 3 sets of
polynomials or of 2x2 matrices. Checked by the description of the set itself (parameters are solved for, matrices
multiplied with numpy): every combination of its small elements is tried, and a learner's combination is tested.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

from question_bank._draw.common import TRIES, cross, exhausted
from question_bank._steps import factor, substituted
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.exercise import exercise
from quizgen.markup.source import latex_of, linear, polynomial, text, tuple_of
from quizgen.problem import Problem, Step, step

Ints = tuple[int, ...]


class Given(NamedTuple):
    kind: str
    """A name of `KINDS`."""
    numbers: Ints
    """The numbers in the description of the set."""
    u: Ints
    v: Ints
    """Two elements of the set; a matrix row by row, a polynomial from its constant term up."""
    s: int
    t: int
    """Numbers of a combination, which leaves the set where this is possible."""
    wording: int


class Kind(NamedTuple):
    """One way to describe a set."""

    level: int
    truth: bool
    code: str
    """The mal-rule of someone who takes the set for a subspace."""
    size: tuple[int, int]
    """Shape of an element."""


KINDS = {
    "line": Kind(1, True, "", (2, 1)),
    "shifted-line": Kind(1, False, "affine-ok", (2, 1)),
    "half-plane": Kind(1, False, "sign-blind", (2, 1)),
    "two-lines": Kind(1, False, "zero-suffices", (2, 1)),
    "points-line": Kind(1, True, "", (2, 1)),
    "points-shifted": Kind(1, False, "affine-ok", (2, 1)),
    "plane": Kind(2, True, "", (3, 1)),
    "shifted-plane": Kind(2, False, "affine-ok", (3, 1)),
    "half-space": Kind(2, False, "sign-blind", (3, 1)),
    "paraboloid": Kind(2, False, "zero-suffices", (3, 1)),
    "cone": Kind(2, False, "zero-suffices", (3, 1)),
    "square": Kind(2, True, "", (3, 1)),
    "parameters": Kind(2, True, "", (3, 1)),
    "parameters-shifted": Kind(2, False, "affine-ok", (3, 1)),
    "cubes": Kind(2, True, "", (3, 1)),
    "squares": Kind(2, False, "sign-blind", (3, 1)),
    "functional": Kind(3, True, "", (3, 1)),
    "functional-shifted": Kind(3, False, "affine-ok", (3, 1)),
    "functional-positive": Kind(3, False, "sign-blind", (3, 1)),
    "functional-product": Kind(3, False, "zero-suffices", (3, 1)),
    "eigenvector": Kind(3, True, "", (2, 2)),
    "commuting": Kind(3, True, "", (2, 2)),
    "fixed-point": Kind(3, False, "affine-ok", (2, 2)),
    "form-positive": Kind(3, False, "sign-blind", (2, 2)),
    "singular": Kind(3, False, "zero-suffices", (2, 2)),
}
NAMES = {n: tuple(k for k, kind in KINDS.items() if kind.level == n) for n in (1, 2, 3)}


@exercise("la-subspace-test", version=1)
def subspace_test(draw: Draw, level: int) -> Given:
    """The set, true or false evenly, then elements of it by search among small ones."""
    truth = draw.flip()
    kind = draw.choice([k for k in NAMES[level] if KINDS[k].truth == truth])
    for attempt in range(TRIES):
        d = draw.child("set", attempt)
        numbers = _numbers(d, kind)
        found = _elements(d, kind, numbers) if numbers is not None else None
        if numbers is not None and found is not None:
            return Given(kind, numbers, *found, d.below(12))
    raise exhausted(f"set of the kind {kind}", "two small elements")


def _numbers(draw: Draw, kind: str) -> Ints | None:
    def small(n: int, bound: int = 3) -> Ints:
        return tuple(draw.integer(-bound, bound, nonzero=True) for _ in range(n))

    match kind:
        case "line" | "half-plane" | "plane" | "half-space" | "square":
            return small(3 if KINDS[kind].level == 2 else 2, 4)
        case "shifted-line" | "shifted-plane":
            return (*small(KINDS[kind].size[0]), draw.integer(1, 6))
        case "two-lines":
            a, b, c, d = small(4)
            return None if a * d == b * c else (a, b, c, d)
        case "points-line":
            way, k = small(2), draw.choice((-2, -1, 2, 3))
            return (k * way[0], k * way[1], *way)
        case "points-shifted":
            at, way = small(2), small(2)
            return None if at[0] * way[1] == at[1] * way[0] else (*at, *way)
        case "paraboloid":
            return small(2)
        case "cone":
            return draw.choice(((1, 1), (1, 2), (2, 1), (2, 3), (3, 1), (3, 2), (1, 3), (2, 5), (4, 1), (1, 4), (5, 2)))
        case "parameters" | "parameters-shifted":
            return _parametrised(draw, shifted=kind == "parameters-shifted")
        case "cubes" | "squares":
            return small(2)
        case "functional" | "functional-shifted" | "functional-positive":
            c = draw.integer(1, 5) if kind == "functional-shifted" else 0
            return (draw.below(4 if kind == "functional" else 3), *draw.sample(range(-2, 4), 2), c)
        case "functional-product":
            return tuple(sorted(draw.sample(range(-2, 4), 2)))
        case "commuting":
            a, b, c, d = (draw.integer(-3, 3) for _ in range(4))
            return (a, b, c, d) if b * c != 0 or (a != d and (b or c)) else None
        case "eigenvector" | "fixed-point" | "form-positive":
            return small(2)
    m = (*small(2), *small(2))  # singular: det(AM) = 0 or det(A + ...) would hide it
    return m if m[0] * m[3] != m[1] * m[2] else None


def _parametrised(draw: Draw, *, shifted: bool) -> Ints | None:
    """p, a, b of {p + s a + t b}, a and b independent; p in their span unless `shifted`."""
    a, b = ([draw.integer(-2, 2) for _ in range(3)] for _ in range(2))
    normal = cross(a, b)
    if not any(normal) or any(x == y == 0 for x, y in zip(a, b, strict=True)) or max(map(abs, normal)) > 6:
        return None
    if shifted:
        p = [draw.integer(-2, 2) for _ in range(3)]
    else:
        j, k = draw.integer(-2, 2, nonzero=True), draw.integer(-1, 1)
        p = [j * x + k * y for x, y in zip(a, b, strict=True)]
    inside = sum(x * y for x, y in zip(p, normal, strict=True)) == 0
    if inside == shifted or max(map(abs, p)) > 4 or p.count(0) > 1:
        return None
    return (*p, *a, *b)


def _elements(draw: Draw, kind: str, numbers: Ints) -> tuple[Ints, Ints, int, int] | None:
    """Elements u and v, and s and t, with s u + t v outside where the set is no subspace."""
    reach = range(-3, 4) if KINDS[kind].size == (2, 1) else range(-2, 3)
    count = KINDS[kind].size[0] * KINDS[kind].size[1]
    members = [x for x in product(reach, repeat=count) if any(x) and meets(kind, numbers, x)]
    if len(members) < 2:
        return None
    for _ in range(20):
        u, v = draw.sample(members, 2)
        match KINDS[kind].code:
            case "sign-blind":
                s, t = -1, 0
            case "":
                s, t = draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3, nonzero=True)
            case _:
                s, t = 1, 1
        if KINDS[kind].truth != (not meets(kind, numbers, combined(u, v, s, t))):
            return u, v, s, t
    return None


def combined(u: Ints, v: Ints, s: int, t: int) -> Ints:
    """s u + t v."""
    return tuple(s * x + t * y for x, y in zip(u, v, strict=True))


# ------------------------------------------------------------------ what an element must meet


def _row(c: Sequence[Any]) -> str:
    return "[" + ", ".join(map(str, c)) + "]^T"


def _matrix(m: Sequence[int]) -> str:
    return f"[{m[0]}, {m[1]}; {m[2]}, {m[3]}]"


def normal_form(kind: str, numbers: Ints) -> tuple[list[Q], int]:
    """A linear form and the value it must have, for sets that one linear equation describes."""
    if kind.startswith("points"):
        p, d = numbers[:2], numbers[2:]
        return [Q(d[1]), Q(-d[0])], d[1] * p[0] - d[0] * p[1]
    if kind.startswith("parameters"):
        normal = cross(numbers[3:6], numbers[6:])
        return list(map(Q, normal)), sum(x * y for x, y in zip(normal, numbers[:3], strict=True))
    if kind.startswith("functional"):
        return functional(numbers)[1], numbers[3]
    if kind.startswith("shifted"):
        return list(map(Q, numbers[:-1])), numbers[-1]
    return list(map(Q, numbers)), 0


def functional(numbers: Ints) -> tuple[str, list[Q]]:
    """LaTeX of a linear functional of a polynomial @, and its coefficients."""
    which, j, k, _ = numbers
    value = [Q(1), Q(j), Q(j * j)]
    slope = [Q(0), Q(1), Q(2 * k)]
    match which:
        case 0:
            return f"@({j})", value
        case 1:
            return f"@({j}) + @'({k})", [x + y for x, y in zip(value, slope, strict=True)]
        case 2:
            low, high = sorted((j, k))
            return rf"\int_{{{low}}}^{{{high}}} @(x) \, dx", [
                Q(high ** (i + 1) - low ** (i + 1), i + 1) for i in range(3)
            ]
    return f"@({j}) - @({k})", [x - y for x, y in zip(value, (Q(1), Q(k), Q(k * k)), strict=True)]


def condition(kind: str, numbers: Ints, x: str) -> str:
    """What `x` must meet, in the answer language."""
    match kind:
        case "two-lines":
            return f"{_row(numbers[:2])}*{x} = 0 or {_row(numbers[2:])}*{x} = 0"
        case "half-plane" | "half-space" | "functional-positive":
            return f"{_row(normal_form(kind, numbers)[0])}*{x} >= 0"
        case "paraboloid":
            a, b = numbers
            return f"({a})*([1, 0, 0]^T*{x})^2 + ({b})*([0, 1, 0]^T*{x})^2 = [0, 0, 1]^T*{x}"
        case "cone":
            a, b = numbers
            return f"{a * a}*([1, 0, 0]^T*{x})^2 + {b * b}*([0, 1, 0]^T*{x})^2 = {b * b}*([0, 0, 1]^T*{x})^2"
        case "cubes":
            return f"{_row((*numbers, -1))}*{x} = 0"
        case "squares":
            return f"{_row((*numbers, -1))}*{x} = 0 and [1, 0, 0]^T*{x} >= 0"
        case "functional-product":
            return " or ".join(f"{_row((1, k, k * k))}*{x} = 0" for k in numbers)
        case "eigenvector":
            w, across = list(numbers), [-numbers[1], numbers[0]]
            return f"{_row(across)}*({x}*{w}) = 0"
        case "commuting":
            return f"{x}*{_matrix(numbers)} = {_matrix(numbers)}*{x}"
        case "fixed-point":
            return f"{x}*{list(numbers)} = {list(numbers)}"
        case "form-positive":
            return f"{_row(numbers)}*({x}*{list(numbers)}) >= 0"
        case "singular":
            return f"det({x}*{_matrix(numbers)}) = 0"
    form, value = normal_form(kind, numbers)
    return f"{_row(form)}*{x} = {value}"


def meets(kind: str, numbers: Ints, x: Ints) -> bool:
    """The same in integers, for drawing and for telling."""
    match kind:
        case "two-lines":
            a, b, c, d = numbers
            return (a * x[0] + b * x[1]) * (c * x[0] + d * x[1]) == 0
        case "half-plane" | "half-space":
            return sum(a * y for a, y in zip(numbers, x, strict=True)) >= 0
        case "functional-positive":
            return bool(measured(functional(numbers)[1], x) >= 0)
        case "paraboloid":
            return bool(numbers[0] * x[0] ** 2 + numbers[1] * x[1] ** 2 == x[2])
        case "cone":
            a, b = numbers
            return bool((a * x[0]) ** 2 + (b * x[1]) ** 2 == (b * x[2]) ** 2)
        case "cubes" | "squares":
            return numbers[0] * x[0] + numbers[1] * x[1] == x[2] and (kind == "cubes" or x[0] >= 0)
        case "functional-product":
            return any(x[0] + k * x[1] + k * k * x[2] == 0 for k in numbers)
        case "eigenvector" | "fixed-point" | "form-positive":
            p, q = numbers
            image = (x[0] * p + x[1] * q, x[2] * p + x[3] * q)
            if kind == "fixed-point":
                return image == (p, q)
            if kind == "form-positive":
                return image[0] * p + image[1] * q >= 0
            return image[0] * q == image[1] * p
        case "commuting":
            a, b, c, d = numbers
            e, f, g, h = x
            return f * c == b * g and e * b + f * d == a * f + b * h and g * a + h * c == c * e + d * g
        case "singular":
            return x[0] * x[3] == x[1] * x[2]
    form, value = normal_form(kind, numbers)
    return bool(measured(form, x) == value)


def measured(form: Sequence[Q], x: Ints) -> Q:
    """The value of a linear form."""
    return sum((c * y for c, y in zip(form, x, strict=True)), Q(0))


# ------------------------------------------------------------------ the problem

SPACES = {
    (2, 1): r"\mathbb{R}^2",
    (3, 1): r"\mathbb{R}^3",
    (2, 2): r"\mathbb{R}^{2 \times 2}",
}
POLYNOMIALS = "P_2"
ASKS = (
    ("True or false?", "If it is false, give a violating combination:"),
    ("Is the following statement true?", "If it is not, show it by a combination that leaves the set:"),
    ("Decide whether this statement holds.", "If it does not, give a counterexample:"),
    ("A student writes in an exam:", "Is the student right? If not, give a combination that leaves the set:"),
)
SETS = ("U", "W", "S")


def described(kind: str, numbers: Ints) -> str:
    """LaTeX of the set."""
    n = KINDS[kind].size[0]
    xyz = ("x", "y", "z")[:n]
    point = f"({', '.join(xyz)})"
    if kind.startswith("functional"):
        return rf"\{{p \in {POLYNOMIALS} : {_functional_condition(kind, numbers)}\}}"
    match kind:
        case "two-lines":
            a, b, c, d = numbers
            body = f"({linear([a, b], xyz)})({linear([c, d], xyz)}) = 0"
        case "half-plane" | "half-space":
            body = rf"{linear(numbers, xyz)} \ge 0"
        case "paraboloid":
            body = f"z = {linear(numbers, ('x^2', 'y^2'))}"
        case "cone":
            a, b = numbers
            body = f"{linear([a * a, b * b], ('x^2', 'y^2'))} = {linear([b * b], ['z^2'])}"
        case "square":
            body = f"({linear(numbers, xyz)})^2 = 0"
        case "points-line" | "points-shifted":
            return rf"\{{{column(numbers[:2])} + \lambda {column(numbers[2:])} : \lambda \in \mathbb{{R}}\}}"
        case "parameters" | "parameters-shifted":
            return rf"\{{{_entries(numbers)} : \lambda, \mu \in \mathbb{{R}}\}}"
        case "cubes" | "squares":
            power = 3 if kind == "cubes" else 2
            last = linear(numbers, (rf"\lambda^{power}", r"\mu"))
            return rf"\{{(\lambda^{power},\; \mu,\; {last}) : \lambda, \mu \in \mathbb{{R}}\}}"
        case "eigenvector":
            w = column(numbers)
            return rf"\{{A \in {SPACES[2, 2]} : A {w} = \lambda {w} \text{{ for some }} \lambda \in \mathbb{{R}}\}}"
        case "fixed-point":
            return rf"\{{A \in {SPACES[2, 2]} : A {column(numbers)} = {column(numbers)}\}}"
        case "form-positive":
            return rf"\{{A \in {SPACES[2, 2]} : w^\top A w \ge 0\}}, \quad w = {column(numbers)}"
        case "commuting" | "singular":
            m = latex_of(Matrix([list(numbers[:2]), list(numbers[2:])]))
            rule = "A M = M A" if kind == "commuting" else r"\det(AM) = 0"
            return rf"\{{A \in {SPACES[2, 2]} : {rule}\}}, \quad M = {m}"
        case _:
            form, value = normal_form(kind, numbers)
            body = f"{linear(form, xyz)} = {value}"
    return rf"\{{{point} \in {SPACES[n, 1]} : {body}\}}"


def column(x: Sequence[int]) -> str:
    """LaTeX of a column vector."""
    return latex_of(Matrix([[y] for y in x]))


def _entries(numbers: Ints) -> str:
    rows = [_affine(numbers[i], numbers[3 + i], numbers[6 + i]) for i in range(3)]
    return "(" + r",\; ".join(rows) + ")"


def _affine(c: int, a: int, b: int) -> str:
    """ "2 + \\lambda - 3\\mu"."""
    terms = linear([a, b], (r"\lambda", r"\mu"))
    if not c:
        return terms
    return f"{c} - {terms[1:]}" if terms.startswith("-") else f"{c} + {terms}"


def _functional_condition(kind: str, numbers: Ints) -> str:
    if kind == "functional-product":
        return rf"p({numbers[0]}) \, p({numbers[1]}) = 0"
    if kind == "functional" and numbers[0] == 3:
        return f"p({numbers[1]}) = p({numbers[2]})"
    name = functional(numbers)[0].replace("@", "p")
    return rf"{name} \ge 0" if kind == "functional-positive" else f"{name} = {numbers[3]}"


class Words(NamedTuple):
    """What the elements of the set are called."""

    u: str
    v: str
    U: str
    space: str


def words(kind: str, wording: int) -> Words:
    """Letters of an instance."""
    letter = SETS[wording % 3]
    if kind.startswith("functional"):
        return Words("p", "q", letter, POLYNOMIALS)
    if KINDS[kind].size == (2, 2):
        return Words("A", "B", letter, SPACES[2, 2])
    return Words("u", "v", letter, SPACES[KINDS[kind].size[0], 1])


@subspace_test.problem
def build(kind: str, numbers: Ints, u: Ints, v: Ints, s: int, t: int, wording: int) -> Problem:
    """The statement, with the reason or the combination."""
    about, w = KINDS[kind], words(kind, wording)
    before, after = ASKS[wording % 4]
    what = "polynomials" if w.u == "p" else "matrices" if w.u == "A" else "vectors"
    given = (
        r" Here $P_2$ is the vector space of the polynomials of degree at most 2; type $p = a_0 + a_1 x + a_2 x^2$ as "
        r"$(a_0, a_1, a_2)$."
        if w.u == "p"
        else ""
    )
    setup, _, where = described(kind, numbers).partition(r", \quad ")
    where = f", where ${where}$," if where else ""
    prompt = (
        f"{before}\n\n> ${w.U} = {setup}${where} is a subspace of ${w.space}$.\n\n{after} {what} "
        rf"${w.u}, {w.v} \in {w.U}$ and numbers $s, t$ with $s{w.u} + t{w.v} \notin {w.U}$.{given}"
    )
    answer = _answer(about, kind, numbers, w, (u, v, s, t))
    steps = _true_steps(kind, numbers, w) if about.truth else _false_steps(kind, numbers, w, u, v, s, t)
    return Problem.single(
        prompt=text(prompt.replace("@", "@@")),
        answer=answer,
        hints=(
            rf"A subspace is not empty, and contains $s{w.u} + t{w.v}$ for all of its elements ${w.u}$, ${w.v}$ and "
            r"all real numbers $s$, $t$: also for $s = t = 0$ and for negative ones.",
            "Try the zero element first, then the sum of two elements of different kind, then a negative multiple. If "
            "nothing fails, write the condition as a linear equation with right-hand side $0$.",
        ),
        steps=steps,
    )


def _answer(about: Kind, kind: str, numbers: Ints, w: Words, example: tuple[Ints, Ints, int, int]) -> TruthAnswer:
    u, v, s, t = example
    typed = (_typed(u, about.size), _typed(v, about.size), str(s), str(t))
    shapes = (about.size, about.size, None, None)
    names = (w.u, w.v, "s", "t")
    conditions = [condition(kind, numbers, x) for x in (w.u, w.v)]
    claim = condition(kind, numbers, f"(s*{w.u} + t*{w.v})")
    shown = {c: rf"{x} \in {w.U}" for c, x in zip(conditions, (w.u, w.v), strict=True)}
    return TruthAnswer(
        about.truth,
        tuple(
            Witness(n, shape, "" if about.truth else x, f"${n} =$")
            for n, shape, x in zip(names, shapes, typed, strict=True)
        ),
        hypotheses=tuple(conditions),
        claim=claim,
        examples=(typed,) if about.truth else (),
        code=about.code,
        feedback=_trap(kind),
        shown=shown | {claim: rf"s{w.u} + t{w.v} \in {w.U}"},
    )


def _typed(x: Ints, size: Ints) -> str:
    if size == (2, 2):
        return _matrix(x)
    return "[" + ", ".join(map(str, x)) + "]"


def _trap(kind: str) -> str:
    if kind == "half-plane":
        return "Sums and positive multiples stay in the set; a subspace must contain negative multiples as well."
    match KINDS[kind].code:
        case "zero-suffices":
            return "To contain zero is necessary, but not enough: add two elements of the set."
        case "affine-ok":
            return "The set is straight, but it has been moved: is zero an element of it?"
        case "sign-blind":
            return "Positive multiples stay in the set. What about the negative of an element?"
    if kind in ("square", "cubes"):
        return "The power looks nonlinear; which points does the description give in the end?"
    if kind in ("points-line", "parameters"):
        return "The description has a constant part, but is there a choice of parameters that gives the zero vector?"
    return "The condition can be written as linear equations with right-hand side zero."


# ------------------------------------------------------------------ the worked solution


def _element(x: Ints, w: Words) -> str:
    if w.u == "p":
        return polynomial([Q(y) for y in reversed(x)], "x")
    if w.u == "A":
        return latex_of(Matrix([list(x[:2]), list(x[2:])]))
    return tuple_of(x)


def _false_steps(kind: str, numbers: Ints, w: Words, u: Ints, v: Ints, s: int, t: int) -> tuple[Step, ...]:
    total = combined(u, v, s, t)
    zero = KINDS[kind].code == "affine-ok"
    first = (
        "The zero element does not meet the condition, so the set cannot be a subspace; a combination shows it as well."
        if zero
        else "The zero element is in the set, so look further: at sums of elements and at negative multiples."
    )
    if kind in ("points-shifted", "parameters-shifted"):
        form, value = normal_form(kind, numbers)
        parameters = "parameter" if len(form) == 2 else "parameters"
        first = (
            rf"Every element satisfies ${linear(form, ('x', 'y', 'z')[: len(form)])} = {value}$: eliminate the "
            rf"{parameters}. The zero vector does not, so the set cannot be a subspace."
        )
    names = [(w.u, u)] if t == 0 else [(w.u, u), (w.v, v)]
    members = [rf"${x} = {_element(value, w)}$ is in ${w.U}$: {told(kind, numbers, value, x)}." for x, value in names]
    if t == 0:
        members.append(rf"For ${w.v}$ take any element, such as ${w.v} = {_element(v, w)}$, with $t = 0$.")
    name = "r" if w.u == "p" else "C" if w.u == "A" else "w"
    shown = rf"{name} = s{w.u} + t{w.v} = {_element(total, w)}"
    return (
        Step(first),
        *map(Step, members),
        Step(
            rf"With $s = {s}$ and $t = {t}$ the combination is ${shown}$. It is not in ${w.U}$: "
            rf"{told(kind, numbers, total, name)}. "
            "So the statement is false."
        ),
    )


def told(kind: str, numbers: Ints, x: Ints, name: str) -> str:
    """Why an element is in the set, or why not: a computation as markup."""
    inside = meets(kind, numbers, x)
    sign = r"\ge" if inside else "<"
    values = list(map(Q, x))
    match kind:
        case "two-lines":
            first, second = (measured(list(map(Q, c)), x) for c in (numbers[:2], numbers[2:]))
            end = ", and the product is $0$" if inside else ", neither is $0$"
            return rf"the factors are ${first}$ and ${second}$" + end
        case "half-plane" | "half-space":
            value = measured(list(map(Q, numbers)), x)
            return rf"${substituted(list(map(Q, numbers)), values)} = {value} {sign} 0$"
        case "paraboloid":
            height = numbers[0] * x[0] ** 2 + numbers[1] * x[1] ** 2
            body = substituted(list(map(Q, numbers)), [values[0] ** 2, values[1] ** 2])
            return rf"${body} = {height}$" + (", its third coordinate" if inside else rf", but $z = {x[2]}$")
        case "cone":
            a, b = numbers
            left, right = (a * x[0]) ** 2 + (b * x[1]) ** 2, (b * x[2]) ** 2
            return rf"the left side is ${left}$, the right side " + (rf"is ${right}$ too" if inside else rf"${right}$")
        case "squares":
            if inside:
                root = {0: "0", 1: "1", 4: "2"}.get(x[0], rf"\sqrt{{{x[0]}}}")
                return rf"take $\lambda = {root}$ and $\mu = {x[1]}$"
            return rf"the first coordinate ${x[0]}$ is not the square of a real number"
        case "functional-product":
            p, q = (x[0] + k * x[1] + k * k * x[2] for k in numbers)
            end = "" if inside else ", and neither is $0$"
            return rf"${name}({numbers[0]}) = {p}$ and ${name}({numbers[1]}) = {q}$" + end
        case "fixed-point" | "form-positive":
            p, q = numbers
            image = (x[0] * p + x[1] * q, x[2] * p + x[3] * q)
            if kind == "fixed-point":
                end = "" if inside else rf" \ne {column(numbers)}"
                return rf"${name} {column(numbers)} = {column(image)}{end}$"
            number = image[0] * p + image[1] * q
            return rf"$w^\top {name} w = {number} {sign} 0$"
        case "singular":
            det = x[0] * x[3] - x[1] * x[2]
            m = numbers[0] * numbers[3] - numbers[1] * numbers[2]
            return rf"$\det({name}M) = \det({name}) \det(M) = {det} \cdot {factor(Q(m))} = {det * m}$"
        case "functional-shifted" | "functional-positive":
            said, form = functional(numbers)
            value = measured(form, x)
            end = {True: r" \ge 0", False: " < 0"}[inside] if kind == "functional-positive" else ""
            end = end or ("" if inside else rf" \ne {numbers[3]}")
            return rf"${said.replace('@', name)} = {latex_of(value)}{end}$"
    form, wanted = normal_form(kind, numbers)
    value = measured(form, x)
    end = "" if inside else rf" \ne {wanted}"
    return rf"${substituted(form, values)} = {latex_of(value)}{end}$"


def _true_steps(kind: str, numbers: Ints, w: Words) -> tuple[Step, ...]:
    xyz = ("x", "y", "z")[: KINDS[kind].size[0]]
    form = ""
    match kind:
        case "square":
            form = linear(numbers, xyz)
            first = rf"A square is $0$ exactly if what is squared is $0$: the set is the plane ${form} = 0$."
        case "points-line":
            k = numbers[0] // numbers[2]
            first = (
                rf"The point ${column(numbers[:2])} = {k} \cdot {column(numbers[2:])}$ is a multiple of the direction: "
                rf"with $\lambda = {-k}$ the line passes through $0$."
            )
        case "parameters":
            normal, _ = normal_form(kind, numbers)
            content = math.gcd(*(int(c.p) for c in normal)) * (-1 if next(c for c in normal if c) < 0 else 1)
            form = linear([c / content for c in normal], xyz)
            first = (
                rf"The constant part ${column(numbers[:3])}$ is a combination of the directions "
                rf"${column(numbers[3:6])}$ and ${column(numbers[6:])}$, so the set is their span, the plane "
                rf"${form} = 0$ through $0$."
            )
        case "cubes":
            a, b = numbers
            first = (
                r"Every real number is the cube of exactly one real number, so $\lambda^3$ takes all real values: the "
                rf"set is the plane of all $(x, y, z)$ with $z = {linear([a, b], ('x', 'y'))}$."
            )
        case "eigenvector":
            p, q = numbers
            first = (
                rf"Let ${w.u}$ and ${w.v}$ have this eigenvector with eigenvalues $\lambda$ and $\mu$. Zero is an "
                r"eigenvalue like any other, so the zero matrix is in the set."
            )
            return (
                Step(first),
                Step(
                    rf"With $z = {column((p, q))}$: $(s{w.u} + t{w.v})z = s{w.u}z + t{w.v}z = (s\lambda + t\mu)z$, "
                    "again a multiple of $z$."
                ),
                Step("Every combination stays in the set: the statement is true."),
            )
        case "commuting":
            return (
                Step(r"The zero matrix commutes with $M$. The condition says $AM - MA = 0$, which is linear in $A$."),
                Step(
                    rf"For two matrices of the set, $(s{w.u} + t{w.v})M = s{w.u}M + t{w.v}M = sM{w.u} + tM{w.v} = "
                    rf"M(s{w.u} + t{w.v})$."
                ),
                Step("Every combination stays in the set: the statement is true."),
            )
        case "functional":
            said, coefficients = functional(numbers)
            shown = linear(coefficients, ("a_0", "a_1", "a_2"))
            first = (
                rf"For $p = a_0 + a_1 x + a_2 x^2$ the condition is the homogeneous linear equation "
                rf"${said.replace('@', 'p')} = {shown} = 0$; the zero polynomial meets it."
            )
        case _:
            first = rf"The condition ${linear(numbers, xyz)} = 0$ is a homogeneous linear equation; zero meets it."
    if kind == "points-line":
        middle = (
            rf"So the set consists of all multiples of $d = {column(numbers[2:])}$. A combination of multiples, "
            r"$s \cdot \alpha d + t \cdot \beta d = (s\alpha + t\beta)d$, is a multiple again."
        )
    else:
        middle = (
            rf"Let $f$ be the left side of this equation minus the right side, as a function of the element. It is "
            rf"linear. So for two solutions "
            rf"$f(s{w.u} + t{w.v}) = s f({w.u}) + t f({w.v}) = s \cdot 0 + t \cdot 0 = 0$: "
            "a combination of solutions is a solution."
        )
    return (Step(first), Step(middle), step("Every combination stays in the set: the statement is true."))


# ------------------------------------------------------------------ the second method


@subspace_test.verify
def combinations_are_tried(
    kind: str, numbers: Ints, u: Ints, v: Ints, s: int, t: int, wording: int, answer: tuple[bool, dict[str, Any]]
) -> bool:
    """A counterexample is tested by the description; a subspace must hold all combinations of its small elements."""
    truth, found = answer
    w = words(kind, wording)
    if not truth:
        if not found:
            return False
        one, two = (tuple(found[name].entries) for name in (w.u, w.v))
        total = tuple(found["s"] * x + found["t"] * y for x, y in zip(one, two, strict=True))
        return contains(kind, numbers, one) and contains(kind, numbers, two) and not contains(kind, numbers, total)
    size = KINDS[kind].size[0] * KINDS[kind].size[1]
    grid = [tuple(map(Q, x)) for x in product(range(-1, 2), repeat=size)]
    elements = [x for x in (*grid, tuple(map(Q, u)), tuple(map(Q, v))) if contains(kind, numbers, x)]
    return len(elements) > 0 and all(
        contains(kind, numbers, tuple(a * x + b * y for x, y in zip(one, two, strict=True)))
        for one in elements[:12] + elements[-2:]
        for two in elements[-8:]
        for a, b in ((0, 0), (1, 1), (-1, 0), (2, -3))
    )


def contains(kind: str, numbers: Ints, x: tuple[Q, ...]) -> bool:
    """Membership straight from the description of the set."""
    if kind.startswith(("points", "parameters")):
        n = len(x)
        directions = [list(numbers[i : i + n]) for i in range(n, len(numbers), n)]
        rest = [a - b for a, b in zip(x, numbers[:n], strict=True)]
        return Matrix([*directions, rest]).rank() == Matrix(directions).rank()
    if kind in ("cubes", "squares"):
        return x[2] == numbers[0] * x[0] + numbers[1] * x[1] and (kind == "cubes" or x[0] >= 0)
    if kind.startswith("functional"):
        return _polynomial_in(kind, numbers, x)
    if KINDS[kind].size == (2, 2):
        return _matrix_in(kind, numbers, Matrix([list(x[:2]), list(x[2:])]))
    *_, z = x
    total = sum((a * y for a, y in zip(numbers, x, strict=False)), Q(0))
    match kind:
        case "half-plane" | "half-space":
            return bool(total >= 0)
        case "two-lines":
            return bool(total * (numbers[2] * x[0] + numbers[3] * x[1]) == 0)
        case "paraboloid":
            return bool(numbers[0] * x[0] * x[0] + numbers[1] * x[1] * x[1] == z)
        case "cone":
            a, b = numbers
            return bool(a * a * x[0] * x[0] + b * b * x[1] * x[1] - b * b * z * z == 0)
        case "square":
            return bool(total * total == 0)
    return bool(total == (numbers[-1] if kind.startswith("shifted") else 0))


def _polynomial_in(kind: str, numbers: Ints, x: tuple[Q, ...]) -> bool:
    """Values, slopes by a quotient that is exact for a quadratic, integrals by Simpson's rule, exact as well."""

    def p(at: Q | int) -> Q:
        return (x[2] * at + x[1]) * at + x[0]

    if kind == "functional-product":
        return bool(p(numbers[0]) * p(numbers[1]) == 0)
    which, j, k, c = numbers
    low, high = sorted((j, k))
    values = (
        p(j),
        p(j) + (p(k + 1) - p(k - 1)) / 2,
        (p(low) + 4 * p(Q(low + high, 2)) + p(high)) * Q(high - low, 6),
        p(j) - p(k),
    )
    return bool(values[which] >= 0) if kind == "functional-positive" else bool(values[which] == c)


def _matrix_in(kind: str, numbers: Ints, a: Matrix) -> bool:
    if kind in ("commuting", "singular"):
        m = Matrix([list(numbers[:2]), list(numbers[2:])])
        return a @ m == m @ a if kind == "commuting" else bool((a @ m).rank() < 2)
    w = Matrix([[x] for x in numbers])
    if kind == "eigenvector":
        return bool(w.hstack(a @ w).rank() == 1)
    return a @ w == w if kind == "fixed-point" else bool(w.dot(a @ w) >= 0)
