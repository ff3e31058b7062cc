"""Fitting to the log is adopted only where it foretells better."""

import pytest

from quizgen.errors import QuizgenError
from quizgen.practice.credit import Rehearsal
from quizgen.practice.event import Event
from quizgen.practice.fit import Trial, fit, fit_factor, fitted_weights, log_loss, moving_average, trials
from quizgen.practice.memory import DEFAULTS, Memory

COVERING = {"above": {"below": 0.5}, "below": {}}


def answers(*rows: tuple[str, int, int]) -> list[Event]:
    return [
        Event("review", id=f"{i:032x}", skill=skill, day=day, rating=rating, level=1, levels=1)
        for i, (skill, day, rating) in enumerate(rows)
    ]


def rehearsed(passing: float, number: int = 400) -> list[Trial]:
    """Skills long overdue and rehearsed since; so many of them are remembered."""
    memory = Memory("below", 3.0, 5.0, 1, 100, "", 103, 2, 2)
    told = (Rehearsal(160, "above", 3),)
    return [Trial(f"{i:032x}", 161, memory, told, (i * 37 % 100) < 100 * passing) for i in range(number)]


def test_too_few_reviews_are_not_fitted() -> None:
    with pytest.raises(QuizgenError, match="a fit needs 200"):
        fit(answers(("a", 1, 3), ("a", 3, 3)), {}, {}, DEFAULTS, 0.0)


def test_credit_is_adopted_where_rehearsal_helped_and_not_where_it_did_not() -> None:
    factor, judged = fit_factor(rehearsed(0.95), COVERING, DEFAULTS, 0.0)
    assert judged.adopted
    assert factor > 0
    assert judged.fitted < judged.now
    factor, judged = fit_factor(rehearsed(0.60), COVERING, DEFAULTS, 0.0)
    assert (factor, judged.adopted) == (0.0, False)
    factor, judged = fit_factor(rehearsed(0.60), COVERING, DEFAULTS, 2.0)  # and what was wrongly believed is given up
    assert (factor, judged.adopted) == (0.0, True)


def test_without_rehearsals_the_factor_stays() -> None:
    plain = [trial._replace(told=()) for trial in rehearsed(0.9)]
    assert fit_factor(plain, COVERING, DEFAULTS, 1.25)[0] == 1.25


def test_trials_know_what_was_rehearsed_since_the_last_own_answer() -> None:
    found = trials(
        answers(("below", 1, 3), ("above", 2, 3), ("below", 5, 1), ("below", 5, 3), ("below", 6, 3)), COVERING, {}
    )
    assert [(t.day, t.passed, [one.by for one in t.told]) for t in found] == [(5, False, ["above"]), (6, True, [])]


def test_log_loss_and_the_moving_average() -> None:
    assert log_loss([]) == 0
    assert log_loss([(0.5, True), (0.5, False)]) == pytest.approx(0.6931, abs=1e-4)
    assert log_loss([(1.0, False)]) < 10  # a wrong certainty does not end in infinity
    assert moving_average(rehearsed(1.0), 300) < moving_average(rehearsed(0.7), 300)


def test_weights_are_fitted_in_another_process_and_the_same_twice() -> None:
    rows = [(f"s{i}", 1 + i % 7 + gap, 1 if (i + gap) % 5 == 0 else 3) for i in range(60) for gap in (0, 2, 9, 30)]
    weights = fitted_weights(answers(*rows))
    assert len(weights) == 21
    assert weights == fitted_weights(answers(*rows))
