"""Errors that speak to a person: every one is a sentence that says what is wrong, where, and what to do."""


class QuizgenError(Exception):
    """Base of everything quizgen raises on bad input from a learner, an author, an instructor or a file."""


class CannotDraw(QuizgenError):  # noqa: N818 - a sentence
    """A sampler found no instance within its bounded number of tries."""
