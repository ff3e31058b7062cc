"""cal-reverse-ad against a graph worked by hand and the sweep of a larger one checked in forward mode."""

from __future__ import annotations

from question_bank.cal.reverse_ad import Line, Program, adjoints, build, forward_mode, forward_mode_agrees
from quizgen.grading import grade

# a = x^2, b = a - 3, y = a b at x = 2: a = 4, b = 1, y = x^4 - 3x^2, dy/dx = 4x^3 - 6x = 20.
FAN_OUT = Program((2,), (Line("square", (0,)), Line("plus", (1,), -3), Line("*", (1, 2))), (3,))


def test_a_fan_out_worked_by_hand() -> None:
    problem = build(FAN_OUT, 0, 0, 0)
    right = {"dv2": "4", "dv1": "5", "dx": "20", "edges": "4"}
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, {**right, "dv1": "1", "dx": "4"}).outcome == "partial"
    # The line y = a b is read before b = a - 3: overwriting keeps the contribution of b only.
    assert grade(problem, {**right, "dv1": "4", "dx": "16"}).code == "misconception:overwrites"
    assert forward_mode_agrees(FAN_OUT, 0, 0, 0, problem.parts[0].answer.value())


def test_two_outputs_count_sweeps() -> None:
    # v1 = x1 x2, v2 = v1 + x3, y1 = v1 v2, y2 = v2 - x1 at (2, 3, 1): y1 = x1 x2 (x1 x2 + x3), its gradient by hand:
    # (x2 (2 x1 x2 + x3), x1 (2 x1 x2 + x3), x1 x2) = (39, 26, 6).
    lines = (Line("*", (0, 1)), Line("+", (3, 2)), Line("*", (3, 4)), Line("-", (4, 0)))
    program = Program((2, 3, 1), lines, (5, 6))
    assert adjoints(program, 0)[:5] == [39, 26, 6, 13, 6]
    assert [forward_mode(program, i)[5] for i in range(5)] == [39, 26, 6, 13, 6]
    problem = build(program, 0, 0, 0)
    right = {
        "dv2": "6",
        "dv1": "13",
        "dx3": "6",
        "dx2": "26",
        "dx1": "39",
        "forward": "3",
        "reverse": "2",
        "memory": "1",
    }
    assert grade(problem, right).outcome == "correct"
    assert grade(problem, {**right, "forward": "2", "reverse": "3"}).outcome == "partial"
