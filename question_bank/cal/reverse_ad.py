"""Reverse-mode differentiation of a small program: adjoints of all variables, edges, cost and memory (MML 5.6.2).

Levels: 1 a chain; 2 one variable is used twice; 3 two outputs, with the number of sweeps of either mode and what a
reverse sweep has to remember. Checked by forward mode: dual numbers that start at each variable in turn.
"""

from __future__ import annotations

from typing import NamedTuple

from question_bank._steps import listed
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.answers.table import Row, TableAnswer
from quizgen.draw import Draw
from quizgen.errors import CannotDraw
from quizgen.exercise import exercise
from quizgen.markup.source import Tex
from quizgen.problem import Misconception, Problem, Step, step

LARGEST = (60, 90, 120)
"""Largest value and adjoint, by level."""
TRIES = 200


class Line(NamedTuple):
    """One assignment: `of` are the indices of the variables it uses (twice the same is allowed)."""

    op: str
    """"*" and "+" and "-" of two variables, "square", "times" and "plus" with the number `k`."""
    of: tuple[int, ...]
    k: int = 0


class Program(NamedTuple):
    """Inputs x_1, ..., then the variables v_1, ... that the lines compute; variables are numbered through."""

    inputs: tuple[int, ...]
    lines: tuple[Line, ...]
    outputs: tuple[int, ...]
    """Indices of the output variables."""


class Given(NamedTuple):
    program: Program
    sweep: int
    """Which output the adjoints belong to."""
    setting: int
    shift: int
    """Where the right option of the memory question stands."""


@exercise("cal-reverse-ad", version=1)
def reverse_ad(draw: Draw, level: int) -> Given:
    """A program with small values and adjoints, and with misconceptions that show."""
    for _ in range(TRIES):
        program = (_chain, _fan_out, _two_outputs)[level - 1](draw)
        sweep = draw.below(len(program.outputs))
        numbers = [abs(x) for x in (*values(program), *adjoints(program, sweep))]
        if level == 3 and not _remembers(program):
            continue
        if max(numbers) <= LARGEST[level - 1] and numbers.count(0) <= (level == 3) and _shows(program, sweep):
            return Given(program, sweep, draw.below(len(SETTINGS)), draw.below(4))
    raise CannotDraw("no program with small adjoints")


def _shows(program: Program, sweep: int) -> bool:
    """No misconception gives the right adjoints of what is asked."""
    asked, right = wanted(program), adjoints(program, sweep)
    wrong = [overwritten(program, sweep), forward(program), local(program, sweep)]
    replies = [tuple(w[i] for i in asked) for w in wrong if w is not None]
    return tuple(right[i] for i in asked) not in replies and len(set(replies)) == len(replies)


def _remembers(program: Program) -> bool:
    """Whether a partial derivative needs the value of an intermediate variable."""
    return any(line.op in ("*", "square") and max(line.of) >= len(program.inputs) for line in program.lines)


def _unary(draw: Draw, i: int) -> Line:
    op = draw.weighted(("times", "plus", "square"), (3, 2, 3))
    k = draw.integer(-4, 5, avoid=(-1, 0, 1)) if op == "times" else draw.integer(-5, 5, nonzero=True)
    return Line(op, (i,), 0 if op == "square" else k)


def _chain(draw: Draw) -> Program:
    lines: list[Line] = []
    for i in range(draw.integer(3, 4)):
        options = [_unary(draw, i) for _ in range(4)]
        fresh = [o for o in options if not lines or o.op != lines[-1].op]
        lines.append((fresh or options)[0])
    return Program((draw.integer(-3, 4, nonzero=True),), tuple(lines), (len(lines),))


def _fan_out(draw: Draw) -> Program:
    """v_1 is used twice: by two lines that the last one joins, or by a second line and the last one."""
    kind = draw.below(3)
    two = draw.flip() or kind == 0
    n = 2 if two else 1
    inputs = tuple(draw.integer(-3, 4, nonzero=True) for _ in range(n))
    # The second input goes into the first line or into the third one, so that v_1 alone is used twice.
    first = Line(draw.choice(("*", "+", "-")), (0, 1)) if two and kind else _unary(draw, 0)
    left = _unary(draw, n)
    if kind == 1:
        return Program(inputs, (first, left, Line(draw.choice(("*", "+", "-")), (n + 1, n))), (n + 2,))
    right = _unary(draw, n) if kind else Line(draw.choice(("*", "+")), (n, 1))
    last = Line(draw.choice(("*", "+", "-")), (n + 1, n + 2))
    return Program(inputs, (first, left, right, last), (n + 3,))


def _two_outputs(draw: Draw) -> Program:
    """Three inputs, shared variables, and two outputs: more columns than rows in the Jacobian."""
    n = 3
    inputs = tuple(draw.integer(-3, 4, nonzero=True) for _ in range(n))
    first = Line(draw.choice(("*", "+", "-")), (0, 1))
    second = Line(draw.choice(("*", "+")), (n, n - 1))
    one = draw.choice((Line("*", (n, n + 1)), Line("+", (n, n + 1)), Line("-", (n + 1, n))))
    other = draw.choice((_unary(draw, n + 1), Line("*", (n + 1, 0)), Line("-", (n + 1, 0))))
    return Program(inputs, (first, second, one, other), (n + 2, n + 3))


# --- what a program computes -------------------------------------------------------------------------------


def computed(line: Line, v: list[int]) -> int:
    """The value that a line assigns."""
    a, b = v[line.of[0]], v[line.of[-1]]
    match line.op:
        case "*":
            return a * b
        case "+":
            return a + b
        case "-":
            return a - b
        case "square":
            return a * a
        case "times":
            return line.k * a
    return a + line.k


def values(program: Program) -> list[int]:
    """The values of all variables."""
    v = list(program.inputs)
    for line in program.lines:
        v.append(computed(line, v))
    return v


def partials(line: Line, v: list[int]) -> list[tuple[int, int]]:
    """(variable, partial derivative of the line by it), one for each edge into this line's node."""
    i, j = line.of[0], line.of[-1]
    match line.op:
        case "*":
            return [(i, v[j]), (j, v[i])]
        case "+":
            return [(i, 1), (j, 1)]
        case "-":
            return [(i, 1), (j, -1)]
        case "square":
            return [(i, 2 * v[i])]
        case "times":
            return [(i, line.k)]
    return [(i, 1)]


def _swept(program: Program, sweep: int, *, accumulate: bool) -> list[int]:
    v, n = values(program), len(program.inputs)
    bar = [0] * len(v)
    bar[program.outputs[sweep]] = 1
    for at in range(len(v) - 1, n - 1, -1):
        for i, d in partials(program.lines[at - n], v):
            if accumulate:
                bar[i] += bar[at] * d
            elif bar[at]:
                bar[i] = bar[at] * d
    return bar


def adjoints(program: Program, sweep: int) -> list[int]:
    """The derivative of one output by every variable, by a reverse sweep."""
    return _swept(program, sweep, accumulate=True)


def overwritten(program: Program, sweep: int) -> list[int] | None:
    """The sweep that overwrites where it should add; None where nothing is used twice."""
    wrong = _swept(program, sweep, accumulate=False)
    return None if wrong == adjoints(program, sweep) else wrong


def forward(program: Program) -> list[int]:
    """What comes out when the table is filled from the inputs, each with 1, to the output."""
    v, n = values(program), len(program.inputs)
    dot = [1] * n + [0] * len(program.lines)
    for at, line in enumerate(program.lines, n):
        dot[at] = sum(dot[i] * d for i, d in partials(line, v))
    return dot


def local(program: Program, sweep: int) -> list[int]:
    """Only the derivative of the next variable, without the adjoint of that variable."""
    v, n = values(program), len(program.inputs)
    used = ancestors(program, program.outputs[sweep])
    bar = [0] * len(v)
    bar[program.outputs[sweep]] = 1
    for at in range(len(v) - 1, n - 1, -1):
        for i, d in partials(program.lines[at - n], v) if at in used else ():
            bar[i] += d
    return bar


def ancestors(program: Program, at: int) -> set[int]:
    """The variables that an output depends on, with itself."""
    n = len(program.inputs)
    found = {at}
    for i in range(at, n - 1, -1):
        if i in found:
            found |= set(program.lines[i - n].of)
    return found


def edges(program: Program) -> int:
    """Edges of the graph: one for each use of a variable by a line."""
    return sum(len(line.of) for line in program.lines)


def wanted(program: Program) -> list[int]:
    """Indices of the variables whose adjoints are asked for: all but the seed of 1, from the output back."""
    last = program.outputs[0] if len(program.outputs) == 1 else len(program.inputs) + len(program.lines) - 2
    return list(range(last - 1, -1, -1))


# --- the problem -------------------------------------------------------------------------------------------


SETTINGS = (
    "A program computes",
    "An automatic differentiation tool has recorded this computation:",
    "The forward pass of a small model runs through these assignments:",
)


def name(program: Program, i: int) -> str:
    """x_1, x_2, ... for inputs (x for one), y or y_1, y_2 for outputs, v_1, ... between."""
    n = len(program.inputs)
    if i < n:
        return "x" if n == 1 else f"x_{i + 1}"
    if i in program.outputs:
        return "y" if len(program.outputs) == 1 else f"y_{program.outputs.index(i) + 1}"
    return f"v_{i - n + 1}"


def written(program: Program, line: Line) -> str:
    """The right-hand side of an assignment."""
    a, b = (name(program, i) for i in (line.of[0], line.of[-1]))
    match line.op:
        case "*":
            return rf"{a} \cdot {b}"
        case "+" | "-":
            return f"{a} {line.op} {b}"
        case "square":
            return f"{a}^2"
        case "times":
            return f"{line.k}{a}"
    return f"{a} {'-' if line.k < 0 else '+'} {abs(line.k)}"


MEMORY = (
    Option("The values of the inputs and of the intermediate variables.", True),
    Option(
        "The values of the outputs, and nothing else.",
        feedback="The partial derivatives of a product or a square need the values that went into it: where do they "
        "come from on the way back?",
    ),
    Option(
        "The Jacobian of every intermediate variable by all inputs.",
        feedback="That is what forward mode with all inputs at once carries along; a reverse sweep multiplies rows.",
    ),
    Option(
        "The values of the inputs, where the sweep ends, and nothing else.",
        feedback="The partial derivatives of a line in the middle need the values that this line has used.",
    ),
)


@reverse_ad.problem
def build(program: Program, sweep: int, setting: int, shift: int) -> Problem:
    """Values forwards, adjoints backwards."""
    right = adjoints(program, sweep)
    answer = _table(program, sweep, right, shift)
    return Problem.single(
        prompt=_prompt(program, sweep, setting),
        answer=answer,
        hints=_hints(program),
        steps=_steps(program, sweep, right, shift),
        misconceptions=_misconceptions(program, sweep, shift),
    )


def _table(program: Program, sweep: int, bar: list[int], shift: int) -> TableAnswer:
    out = name(program, program.outputs[sweep])
    rows = [
        Row(
            f"d{name(program, i).replace('_', '')}",
            NumberAnswer.of(bar[i]),
            rf"$\frac{{\partial {out}}}{{\partial {name(program, i)}}} =$",
        )
        for i in wanted(program)
    ]
    if len(program.outputs) == 1:
        rows.append(Row("edges", NumberAnswer.of(edges(program)), "Edges of the graph:"))
        return TableAnswer(tuple(rows))
    rows += [
        Row("forward", NumberAnswer.of(len(program.inputs)), "Forward sweeps for the whole Jacobian:"),
        Row("reverse", NumberAnswer.of(len(program.outputs)), "Reverse sweeps for the whole Jacobian:"),
        Row("memory", ChoiceAnswer(_options(shift)), "What must the forward pass store for the reverse sweep?"),
    ]
    return TableAnswer(tuple(rows))


def _options(shift: int) -> tuple[Option, ...]:
    return MEMORY[-shift:] + MEMORY[:-shift] if shift else MEMORY


def _prompt(program: Program, sweep: int, setting: int) -> str:
    n = len(program.inputs)
    lines = r" \\ ".join(f"{name(program, n + k)} &= {written(program, line)}" for k, line in enumerate(program.lines))
    inputs = listed([f"${name(program, i)} = {x}$" for i, x in enumerate(program.inputs)])
    out = name(program, program.outputs[sweep])
    ask = (
        f"Run reverse mode from ${out}$ and give the adjoint $\\bar v = \\partial {out} / \\partial v$ of each "
        "variable $v$ below."
    )
    if len(program.outputs) > 1:
        others = listed([f"${name(program, i)}$" for i in program.outputs])
        ask = f"The outputs are {others}. {ask} Then compare the two modes for the whole Jacobian of all outputs."
    else:
        ask += " In the computational graph, each use of a variable by an assignment is an edge: count them, too."
    return f"{SETTINGS[setting]} $$\\begin{{aligned}} {lines} \\end{{aligned}}$$ at {inputs}. {ask}"


def _hints(program: Program) -> tuple[str, ...]:
    hints = (
        "First compute the values of all variables, from the top down.",
        "Start with adjoint 1 at the output and go through the lines from the bottom up: each line passes its own "
        "adjoint, times its partial derivative, to the variables it uses.",
    )
    used = [i for line in program.lines for i in line.of]
    if len(set(used)) < len(used):
        return (*hints, "Where a variable is used more than once, the contributions of its uses are added.")
    return hints


def _steps(program: Program, sweep: int, bar: list[int], shift: int) -> tuple[Step, ...]:
    n, v = len(program.inputs), values(program)
    shown = ", ".join(f"${name(program, n + k)} = {v[n + k]}$" for k in range(len(program.lines)))
    starts = [rf"$\bar {_sub(name(program, i))} = {int(k == sweep)}$" for k, i in enumerate(program.outputs)]
    steps = [
        Step(f"Values, from the top down: {shown}."),
        Step(f"Start of the sweep: {listed(starts)}. From here the lines are read upwards."),
    ]
    for i in wanted(program):
        steps.append(_adjoint_step(program, name(program, program.outputs[sweep]), i, bar, v))
    return (*steps, *_check(program, sweep, bar), _closing(program, sweep, bar, shift))


def _sub(label: str) -> str:
    """A name under a bar: the index stays outside."""
    head, mark, index = label.partition("_")
    return f"{{{head}}}{mark}{index}"


def _adjoint_step(program: Program, out: str, i: int, bar: list[int], v: list[int]) -> Step:
    """The adjoint of variable i from the lines that use it and on which the output `out` depends."""
    n = len(program.inputs)
    symbols, numbers, used = [], [], []
    for at, line in enumerate(program.lines, n):
        for j, d in partials(line, v):
            if j == i and bar[at]:
                whole = name(program, at)
                symbols.append(rf"\bar {_sub(whole)} \cdot \frac{{\partial {whole}}}{{\partial {name(program, i)}}}")
                numbers.append(rf"{_in_brackets(bar[at])} \cdot {_in_brackets(d)}")
                used.append(f"${whole} = {written(program, line)}$")
    mine = rf"\bar {_sub(name(program, i))}"
    if not symbols:
        return Step(f"Every line that uses ${name(program, i)}$ has the adjoint 0: ${mine} = 0$.")
    uses = list(dict.fromkeys(used))
    times = ("once", "twice", "three times", "four times")[len(symbols) - 1]
    way = f"On the way to ${out}$ the variable " if len(program.outputs) > 1 else ""
    return Step(
        f"{way}${name(program, i)}$ is used {times}, in {listed(uses)}: "
        f"${mine} = {' + '.join(symbols)} = {' + '.join(numbers)} = {bar[i]}$."
    )


def _in_brackets(x: int) -> str:
    return f"({x})" if x < 0 else str(x)


def _closing(program: Program, sweep: int, bar: list[int], shift: int) -> Step:
    parts = [rf"$\bar {_sub(name(program, i))} = {bar[i]}$" for i in wanted(program)]
    told = f"So the adjoints are {listed(parts)}."
    n, m = len(program.inputs), len(program.outputs)
    if m == 1:
        nodes = n + len(program.lines)
        return Step(
            f"{told} The graph has ${nodes}$ nodes, one for each variable, and ${edges(program)}$ edges, one for each "
            "use."
        )
    right = next(o.text for o in _options(shift) if o.correct)
    return Step(
        rf"{told} The Jacobian is ${m} \times {n}$: a forward sweep gives one of its columns, so ${n}$ sweeps are "
        rf"needed; a reverse sweep gives one of its rows, so ${m}$ sweeps are needed. The partial "
        "derivatives on the way back are taken at values of the forward pass. To be stored: "
        f"{right[0].lower()}{right[1:]}"
    )


def _check(program: Program, sweep: int, bar: list[int]) -> tuple[Step, ...]:
    """A central difference in the first input, where it is exact and its numbers are small."""
    first, *rest = program.inputs
    high, low = (values(program._replace(inputs=(first + h, *rest)))[program.outputs[sweep]] for h in (1, -1))
    if high - low != 2 * bar[0] or max(abs(high), abs(low)) > 150:
        return ()
    return (
        step(
            "Check with a central difference: for $@x = @up$ and $@x = @down$ the program gives $@y = @high$ and "
            "$@y = @low$, and $(@high - @(low)) / 2 = @slope$.",
            y=Tex(name(program, program.outputs[sweep])),
            x=Tex(name(program, 0)),
            up=first + 1,
            down=first - 1,
            high=high,
            low=low,
            slope=bar[0],
        ),
    )


def _misconceptions(program: Program, sweep: int, shift: int) -> tuple[Misconception, ...]:
    replies = (
        (
            "overwrites",
            overwritten(program, sweep),
            "A variable that is used more than once gets a contribution from every use: add them, do not keep only the "
            "last one.",
        ),
        (
            "forward-order",
            forward(program),
            "These are derivatives by the inputs, filled in from the top: a reverse sweep starts with 1 at the output "
            "and goes back.",
        ),
        (
            "local-derivative-of-output",
            local(program, sweep),
            "Each line's partial derivative must still be multiplied by the adjoint of the variable that this line "
            "computes.",
        ),
    )
    return tuple(
        Misconception(code, _table(program, sweep, bar, shift), feedback) for code, bar, feedback in replies if bar
    )


# --- verify ------------------------------------------------------------------------------------------------


class Dual(NamedTuple):
    """A value with its derivative in one direction."""

    value: int
    slope: int


def forward_mode(program: Program, start: int) -> list[int]:
    """The derivative of every variable by variable `start`, which is given its value and not computed."""
    v: list[Dual] = [Dual(x, int(i == start)) for i, x in enumerate(program.inputs)]
    for at, line in enumerate(program.lines, len(program.inputs)):
        a, b = v[line.of[0]], v[line.of[-1]]
        match line.op:
            case "*":
                new = Dual(a.value * b.value, a.slope * b.value + a.value * b.slope)
            case "+":
                new = Dual(a.value + b.value, a.slope + b.slope)
            case "-":
                new = Dual(a.value - b.value, a.slope - b.slope)
            case "square":
                new = Dual(a.value**2, 2 * a.value * a.slope)
            case "times":
                new = Dual(line.k * a.value, line.k * a.slope)
            case _:
                new = Dual(a.value + line.k, a.slope)
        v.append(Dual(new.value, 1) if at == start else new)
    return [x.slope for x in v]


@reverse_ad.verify
def forward_mode_agrees(program: Program, sweep: int, setting: int, shift: int, answer: dict[str, object]) -> bool:
    """Dual numbers from every variable; edges and sweeps counted from the program; the one right option."""
    out = program.outputs[sweep]
    for i in wanted(program):
        if answer[f"d{name(program, i).replace('_', '')}"] != forward_mode(program, i)[out]:
            return False
    used = [i for line in program.lines for i in line.of]
    if answer.get("edges", len(used)) != len(used):
        return False
    if len(program.outputs) == 1:
        return True
    jacobian = [[forward_mode(program, i)[y] for i in range(len(program.inputs))] for y in program.outputs]
    counts = answer["forward"] == len(jacobian[0]) and answer["reverse"] == len(jacobian)
    return counts and answer["memory"] == (MEMORY[0].text,)
