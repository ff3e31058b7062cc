"""pro-named-discrete against textbook numbers."""

from question_bank.pro.named_discrete import build, trial_by_trial
from quizgen.exact import Q
from quizgen.grading import grade


def test_one_probability() -> None:
    binomial = ("binomial", "named", 0, Q(1, 2), 4, 2)
    assert grade(build(*binomial), {"answer": "6/16"}).outcome == "correct"
    assert grade(build(*binomial), {"answer": "1/16"}).code == "misconception:no-binomial-coefficient"
    geometric = ("geometric", "story", 0, Q(1, 3), 0, 3)
    assert grade(build(*geometric), {"answer": "4/27"}).outcome == "correct"
    assert grade(build(*geometric), {"answer": "8/81"}).code == "misconception:geometric-shift"
    assert not trial_by_trial(*geometric, Q(8, 81))


def test_poisson_and_thinning() -> None:
    assert grade(build("poisson", "named", 0, Q(1), 2, 0), {"answer": "0.135"}).outcome == "correct"
    thinning = ("thinning", "story", 0, Q(1, 5), 10, 2)  # Poisson with parameter 2
    assert grade(build(*thinning), {"answer": "2e^(-2)"}).outcome == "correct"
    assert grade(build(*thinning), {"answer": "0.002"}).outcome == "incorrect"


def test_moments() -> None:
    given = ("binomial-moments", "story", 0, Q(1, 4), 16, 0)
    assert grade(build(*given), {"a.answer": "4", "b.answer": "3"}).outcome == "correct"
    assert grade(build(*given), {"a.answer": "4", "b.answer": "4"}).parts["b"].code == "misconception:np-as-variance"
    assert trial_by_trial(*given, {"a": Q(4), "b": Q(3)})
    assert trial_by_trial("geometric-moments", "story", 0, Q(1, 2), 0, 0, {"a": Q(2), "b": Q(2)})
