"""Shapes, printed values and wrong lines: examples of the numpy manual, and mistakes told by hand."""

from __future__ import annotations

import pytest

from question_bank.code import find_bug, read_output
from question_bank.code._programs import PROGRAMS
from question_bank.code._shapes import Rules, predicted, reasons
from question_bank.code._trace import exact, printed, run
from question_bank.code.broadcast_shapes import build, printed_shape, shapes_by_rule
from quizgen.draw import Draw
from quizgen.exact import Q

# numpy user guide, "Broadcasting", general rules.
MANUAL = [
    ((256, 256, 3), (3,), (256, 256, 3)),
    ((8, 1, 6, 1), (7, 1, 5), (8, 7, 6, 5)),
    ((5, 4), (1,), (5, 4)),
    ((15, 3, 5), (15, 1, 5), (15, 3, 5)),
    ((15, 3, 5), (3, 5), (15, 3, 5)),
    ((15, 3, 5), (3, 1), (15, 3, 5)),
    ((3,), (4,), None),
    ((2, 1), (8, 4, 3), None),
]


@pytest.mark.parametrize(("a", "b", "result"), MANUAL)
def test_broadcasting_as_in_the_manual(a: tuple[int, ...], b: tuple[int, ...], result: tuple[int, ...] | None) -> None:
    inputs, lines = (("A", a), ("B", b)), ("A + B",)
    assert predicted(inputs, lines) == result
    assert printed_shape(inputs, lines) == result


def test_wrong_rules_give_the_wrong_shapes() -> None:
    rows = (("X", (5, 3)),)
    assert predicted(rows, ("X.sum(axis=0)",)) == (3,)
    assert predicted(rows, ("X.sum(axis=0)",), Rules(swap=True)) == (5,)
    assert predicted(rows, ("X.sum(axis=0)",), Rules(keep=True)) == (1, 3)
    assert predicted((("u", (4,)), ("v", (4,))), ("u * v",), Rules(outer=True)) == (4, 4)
    assert predicted(rows, ("mu = X.mean(axis=1)", "Z = X - mu")) is None
    assert "ValueError" in reasons(rows, ("mu = X.mean(axis=1)", "Z = X - mu"))[-1]


def test_a_shape_problem_is_judged() -> None:
    given = ((("X", (5, 3)), ("Y", (4, 3))), ("D = X[:, None, :] - Y[None, :, :]",), "", (0, 1, 2, 3), 0)
    problem = build(*given)
    answer = problem.parts[0].answer
    assert answer.value() == ("`(5, 4, 3)`",)
    assert shapes_by_rule(*given, ("`(5, 4, 3)`",))
    assert not shapes_by_rule(*given, ("`(5, 3)`",))


def test_a_snippet_is_run_and_traced() -> None:
    source = "a = np.array([1, 2, 3, 4])\nb = a[1:3]\nb[:] = 0\nprint(a.sum())"
    done = run(source)
    assert exact(done.value) == exact(printed(source)) == Q(5)
    assert dict(done.moments[2].changed) == {"a": "[1, 0, 0, 4]", "b": "[0, 0]"}
    with pytest.raises(ValueError, match="denominator"):
        exact(printed("print(np.sqrt(2))"))


@pytest.mark.parametrize(
    ("kind", "values", "value", "codes"),
    [
        ("view", ((1, 2, 3, 4, 5, 6), 1, 3, "set", 9, "sum"), 34, {"view-as-copy": 21, "end-included": 39}),
        ("star", (((1, 2), (3, 4)), ((5, 6), (7, 8)), "sum", 0, 0, False), 70, {"star-as-matmul": 134}),
        ("floor", ((-7, 7, 5, 1, 2, 3), 2, 0, 3), 1, {"integer-division": Q(5, 2)}),
        ("newton", (100, 3), 11, {"one-round": 18}),
        ("norm", (((3, 0), (4, 0)), (1, 1), False), 5, {"no-root": 25}),
        ("det", (((1, 2), (3, 4)), 1, False), -2, {"diagonal": 4}),
    ],
)
def test_printed_values(kind: str, values: tuple, value: int, codes: dict) -> None:  # type: ignore[type-arg]
    problem = read_output.build(kind, values, 0)
    part = problem.parts[0]
    assert part.answer.value() == Q(value)
    found = {m.code: m.answer.value() for m in part.misconceptions}
    assert all(found[code] == wrong for code, wrong in codes.items())
    assert read_output.plain_python_agrees(kind, values, 0, Q(value))
    assert not any(read_output.plain_python_agrees(kind, values, 0, wrong) for wrong in found.values())


@pytest.mark.parametrize("name", PROGRAMS)
def test_right_programs_work_and_wrong_lines_show(name: str) -> None:
    program = PROGRAMS[name]
    draw, tried = Draw("programs", name), 0
    shows = [0] * len(program.bugs)
    for _ in range(40):
        arguments = program.draw(draw)
        if not find_bug._finite(program, arguments):
            continue
        tried += 1
        assert find_bug.works(program, program.lines, [arguments])
        for i, bug in enumerate(program.bugs):
            wrong = find_bug.replaced(program.lines, bug.line, bug.wrong)
            found = find_bug.outcome(program, wrong, arguments)
            assert (program.level == 1) >= bool(found.error), "only level 1 stops with an error"
            shows[i] += not find_bug.works(program, wrong, [arguments])
    assert tried >= 20
    assert all(count >= tried // 4 for count in shows)
    for bug in program.bugs:
        texts = [program.lines[bug.line].strip(), bug.wrong, *bug.repairs]
        assert len(set(texts)) == len(texts)


def test_the_line_that_stops_is_not_always_the_wrong_one() -> None:
    symptoms = 0
    for seed in range(60):
        problem = find_bug.find_bug.generate(1, seed)
        codes = [option.code for option in problem.parts[0].answer.options]
        symptoms += "symptom-line" in codes
    assert symptoms >= 10
