"""Exercises in which a short numpy function is written: the parts that they share.

An argument is a number, nested tuples (an array: float64 with any float in it, else int64), or text: an expression
with `np`, for functions, generators and inputs too large to list. A case is a tuple of arguments.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from question_bank import _steps
from quizgen.answers.code import Bug, Case, CodeAnswer
from quizgen.draw import Draw
from quizgen.problem import Problem, Step

Arguments = tuple[Any, ...]

WIDE = 72
"""Columns that a line of the example may have."""


class Given(NamedTuple):
    task: str
    """A key of the exercise's TASKS."""
    options: tuple[Any, ...]
    """What the task's own function takes: the name of the function to write first."""
    example: Arguments
    """Arguments of the example in the prompt, also the first input of the judge."""
    cases: tuple[Arguments, ...]
    """Further hidden inputs."""


class Wrong(NamedTuple):
    """A known wrong body."""

    code: str
    """The id of the mal-rule in the curriculum."""
    feedback: str
    body: tuple[str, ...]


class Made(NamedTuple):
    """A task with all its details chosen."""

    statement: str
    """What to compute; markup."""
    properties: tuple[str, ...]
    """What a right function keeps, beyond the example; markup."""
    parameters: str
    body: tuple[str, ...]
    """Lines of the reference, without indentation."""
    steps: tuple[str, ...]
    """How it comes about; markup."""
    hints: tuple[str, ...]
    oracle: Callable[..., Any]
    """The same by another method, of numpy arrays."""
    wrong: tuple[Wrong, ...] = ()
    forbidden: tuple[str, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    peak_mb: float = 0.0
    """With a bound above 0: what a call may allocate. One of the inputs is then so large that it tells."""


class Task(NamedTuple):
    draw: Callable[[Draw], Given]
    make: Callable[..., Made]
    """Takes the arguments of the example, as numpy arrays, then the options after the name."""


class Tasks(NamedTuple):
    """The tasks of one exercise: what it draws, poses and checks."""

    tasks: Mapping[str, Task]
    levels: Mapping[int, tuple[str, ...]]
    """The names of the tasks of each level."""

    def drawn(self, draw: Draw, level: int) -> Given:
        """A task of the level with its details drawn, an example and hidden inputs."""
        return self.tasks[draw.choice(self.levels[level])].draw(draw)

    def problem(self, task: str, options: tuple[Any, ...], example: Arguments, cases: tuple[Arguments, ...]) -> Problem:
        """The prompt with signature, example and properties; the reference, its bugs and the hidden inputs."""
        return posed(options[0], self._made(task, options, example), example, cases)

    def verify(
        self,
        task: str,
        options: tuple[Any, ...],
        example: Arguments,
        cases: tuple[Arguments, ...],
        answer: Callable[..., Any],
    ) -> bool:
        """The task's oracle gives the same on every hidden input, and no argument is changed."""
        return agrees(self._made(task, options, example), example, cases, answer)

    def _made(self, task: str, options: tuple[Any, ...], example: Arguments) -> Made:
        return self.tasks[task].make(*evaluated(example), *options[1:])


# ------------------------------------------------------------------ the problem


def posed(name: str, made: Made, example: Arguments, cases: Sequence[Arguments]) -> Problem:
    """The prompt with signature, example and properties; the reference, its bugs and the hidden inputs."""
    signature = f"def {name}({made.parameters}):"
    answer = CodeAnswer.of(
        signature,
        source(signature, made.body),
        [case(arguments) for arguments in (example, *cases)],
        bugs=tuple(Bug(wrong.code, source(signature, wrong.body), wrong.feedback) for wrong in made.wrong),
        forbidden=made.forbidden,
        mutation="incorrect",
        rtol=made.rtol,
        atol=made.atol,
        peak_mb=made.peak_mb,
    )
    result = made.oracle(*evaluated(example))
    code = f"```python\n{_call(name, made.parameters, example)}\n{gives(result)}\n```"
    properties = (*made.properties, *_untouched(made, example))
    listed = "\n".join(f"- {line}" for line in properties)
    return Problem.single(
        prompt=f"Write a function `{name}({made.parameters})` with numpy. {made.statement}\n\nFor "
        f"example\n\n{code}\n\n{listed}",
        answer=answer,
        hints=made.hints,
        steps=(
            *map(Step, made.steps),
            Step(f"Check with the example: the function has to return{as_shown(result)} `{shown(result)}`."),
            Step(f"Together:\n\n```python\n{answer.reference.rstrip()}\n```"),
        ),
    )


def _untouched(made: Made, example: Arguments) -> list[str]:
    """That the arrays have to stay as they are, for those of which the task does not say so itself."""
    pairs = zip(made.parameters.split(", "), evaluated(example), strict=True)
    return untouched(made.properties, [f"`{name}`" for name, value in pairs if isinstance(value, np.ndarray)])


def untouched(properties: Sequence[str], arrays: Sequence[str]) -> list[str]:
    """A sentence about the arrays, given by their names in code, that no property says to stay as they are."""
    told = " ".join(line for line in properties if "changed" in line)
    rest = [name for name in arrays if name not in told and "no argument" not in told]
    if len(rest) <= 1:
        return [f"{name} itself is not changed." for name in rest]
    return [f"{_steps.listed(rest)} are not changed."]


def agrees(made: Made, example: Arguments, cases: Sequence[Arguments], answer: Callable[..., Any]) -> bool:
    """The oracle gives the same on every input, no argument is changed, and no call takes too much memory."""
    for arguments in (example, *cases):
        mine, untouched = evaluated(arguments), evaluated(arguments)
        if not alike(_called(answer, mine), made.oracle(*evaluated(arguments)), made.rtol, made.atol):
            return False
        arrays = [(x, y) for x, y in zip(mine, untouched, strict=True) if isinstance(x, np.ndarray)]
        if not all(np.array_equal(x, y) for x, y in arrays):
            return False
        if made.peak_mb and peak(answer, mine) > made.peak_mb * 2**20:
            return False
    return True


def source(signature: str, body: Sequence[str]) -> str:
    """The function as text."""
    return "\n".join([signature, *(f"    {line}" if line else "" for line in body)]) + "\n"


def case(arguments: Arguments) -> Case:
    """A hidden input: as data where no argument is an expression."""
    if any(isinstance(x, str) for x in arguments):
        return Case(setup="(" + "".join(f"{expression(x)}, " for x in arguments) + ")")
    return Case(tuple(map(thawed, arguments)))


def evaluated(arguments: Arguments) -> list[Any]:
    """The arguments as the function gets them."""
    return [_value(x) for x in arguments]


def _value(x: Any) -> Any:
    if isinstance(x, str):
        return eval(x, {"np": np})
    return np.array(thawed(x)) if isinstance(x, tuple) else x


def thawed(x: Any) -> Any:
    """Nested tuples as nested lists."""
    return [thawed(y) for y in x] if isinstance(x, (list, tuple)) else x


def expression(x: Any) -> str:
    """An argument as it is written in Python."""
    if isinstance(x, str):
        return x
    return f"np.array({listed(x)})" if isinstance(x, tuple) else repr(x)


def listed(x: Any) -> str:
    """An array as Python writes a list, numbers in full."""
    return "[" + ", ".join(map(listed, x)) + "]" if isinstance(x, tuple) else repr(x)


def alike(got: Any, expected: Any, rtol: float, atol: float) -> bool:
    """Two results agree in structure, shape, kind and value."""
    if isinstance(expected, tuple):
        same = isinstance(got, (tuple, list)) and len(got) == len(expected)
        return same and all(alike(x, y, rtol, atol) for x, y in zip(got, expected, strict=True))
    if got is None or isinstance(got, (tuple, list)) or np.shape(got) != np.shape(expected):
        return False
    if (np.asarray(got).dtype.kind == "b") != (np.asarray(expected).dtype.kind == "b"):
        return False
    return bool(np.allclose(got, expected, rtol=rtol, atol=atol, equal_nan=True))


def peak(function: Callable[..., Any], arguments: Sequence[Any]) -> int:
    """Bytes that a call allocates at most at one time."""
    tracemalloc.start()
    try:
        _called(function, arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _called(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        with np.errstate(all="ignore"):
            return function(*arguments)
    except Exception:  # whatever a wrong function raises, it is wrong
        return None


# ------------------------------------------------------------------ showing values


def shown(x: Any) -> str:
    """A result as Python shows it; floats with at most four decimals."""
    if isinstance(x, tuple):
        return "(" + ", ".join(map(shown, x)) + ")"
    if hasattr(x, "tolist"):
        x = x.tolist()
    if isinstance(x, list):
        return "[" + ", ".join(map(shown, x)) + "]"
    return str(rounded(x)) if isinstance(x, float) else str(x)


def rounded(x: float) -> float:
    """At most four decimals, from ten, so that the last bits of x do not matter; never -0.0."""
    return round(round(x, 10), 4) + 0.0


def _leaves(x: Any) -> Iterator[Any]:
    if isinstance(x, (tuple, list)):
        for y in x:
            yield from _leaves(y)
    else:
        yield from np.ravel(np.asarray(x)).tolist()


def printed(x: Any) -> str:
    """A result in the comment below the example: an array is told from a list."""
    if isinstance(x, tuple):
        return "(" + ", ".join(map(printed, x)) + ")"
    return f"np.array({shown(x)})" if np.ndim(x) else shown(x)


def as_shown(result: Any) -> str:
    """What to say before the result where it is shown rounded."""
    exact = all(not isinstance(x, float) or abs(x - rounded(x)) < 1e-8 for x in _leaves(result))
    return "" if exact else ", rounded,"


def gives(result: Any) -> str:
    """The result as a comment; a wide matrix row by row."""
    word = "gives" + as_shown(result)
    line = f"# {word} {printed(result)}"
    if len(line) <= WIDE:
        return line
    if isinstance(result, tuple):
        return f"# {word}\n# (" + ",\n#  ".join(map(printed, result)) + ")"
    rows = list(result)
    if np.ndim(result) == 1:
        pieces = [", ".join(map(shown, rows[i : i + 6])) for i in range(0, len(rows), 6)]
        return f"# {word}\n# np.array([" + ",\n#           ".join(pieces) + "])"
    return f"# {word}\n# np.array([" + ",\n#           ".join(map(shown, rows)) + "])"


def _call(name: str, parameters: str, arguments: Arguments) -> str:
    """The call of the example; with an assignment for each argument where one line would be long."""
    call = f"{name}({', '.join(map(expression, arguments))})"
    if len(call) <= WIDE and "lambda" not in call:
        return call
    lines = []
    for parameter, x in zip(parameters.split(", "), arguments, strict=True):
        line = f"{parameter} = {expression(x)}"
        if len(line) > WIDE and isinstance(x, tuple) and isinstance(x[0], tuple):
            indent = " " * (len(parameter) + len(" = np.array(["))
            line = f"{parameter} = np.array([" + f",\n{indent}".join(map(listed, x)) + "])"
        lines.append(line)
    return "\n".join([*lines, f"{name}({parameters})"])


# ------------------------------------------------------------------ drawing


def matrix(draw: Draw, n: int, m: int, bound: int = 4) -> Arguments:
    """An n×m array of small integers."""
    return tuple(tuple(draw.integer(-bound, bound) for _ in range(m)) for _ in range(n))


def vector(draw: Draw, n: int, bound: int = 6) -> tuple[int, ...]:
    """n small integers."""
    return tuple(draw.integer(-bound, bound) for _ in range(n))


def full_rank(draw: Draw, n: int, m: int, bound: int = 4, *, ones: bool = False) -> Arguments:
    """An n×m array of small integers of full column rank (n >= m); with `ones`, its first column is all 1s."""
    for _ in range(50):
        rows = tuple((1, *row[1:]) if ones else row for row in matrix(draw, n, m, bound))
        values = np.array(rows, dtype=float)
        if abs(np.linalg.det(values.T @ values)) > 0.5:
            return rows
    raise AssertionError("unreachable: more than one array in three has full rank")


def uniforms(draw: Draw, *shape: int, places: int = 3) -> Any:
    """Numbers of [0, 1) with few decimals, as nested tuples."""
    if not shape:
        return draw.below(10**places) / 10**places
    return tuple(uniforms(draw, *shape[1:], places=places) for _ in range(shape[0]))
