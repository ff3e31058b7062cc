"""A scripted session over a real database, for the kill test: says on stdout what it has been told is done.

Run as `kill_child.py DATABASE ROUND`; it goes on until it is killed.
"""

import os
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from quizgen.practice.log import Log
from quizgen.practice.session import Feedback, Session
from tests.engine.practice.fakes import RIGHT, WRONG, Clock, FakeBank, FakeExercise, FakeWorker
from tests.engine.practice.worlds import CURRICULUM


def say(*words: object) -> None:
    """One line, handed to the kernel at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def told(feedback: Feedback) -> None:
    """Acknowledge an answer: the feedback has been returned."""
    say("done", feedback.event, feedback.rating)


def practise(session: Session, clock: Clock, chance: random.Random) -> None:
    """Answer one problem in one of the ways there are."""
    question = session.next()
    if question is None:
        clock.move(days=1)
        return
    say("asked", question.skill, question.problem.seed, question.tries)
    if chance.random() < 0.2:
        session.hint()
    if chance.random() < 0.2:
        session.save_draft({"answer": "1 2"})
    if chance.random() < 0.1:
        say("leaving")
        session.skip()
        return
    if chance.random() < 0.1:
        told(session.reveal())
        return
    feedback = session.submit({"answer": WRONG if chance.random() < 0.4 else RIGHT})
    told(feedback)
    if feedback.retry_offered and chance.random() < 0.7:
        say("again")
        told(session.submit({"answer": WRONG if chance.random() < 0.3 else RIGHT}))
    elif feedback.retry_offered:
        say("leaving")
    if chance.random() < 0.1:
        told(session.overrule(chance.choice(["again", "hard", "good", "easy"])))


def main() -> None:
    """Practise until killed."""
    path, number = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(number)
    start = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    clock = Clock(start + timedelta(days=30 * number))
    worker = FakeWorker(FakeBank(*(FakeExercise(slug) for slug in CURRICULUM.skills)))
    say("up")
    log = Log.open(path, now=clock())
    while True:
        session = Session(log, worker, CURRICULUM, clock=clock)
        for _ in range(20):
            clock.move(minutes=4)
            practise(session, clock, chance)


if __name__ == "__main__":
    main()
