"""What widgets tell the screen, in the past tense."""

from __future__ import annotations

from textual.message import Message

from quizgen.errors import QuizgenError
from tui.desk import Wanted


class FieldMessage(Message):
    """Something happened in a field of the form."""

    def __init__(self, name: str) -> None:
        """`name` is the field's key in the response."""
        super().__init__()
        self.name = name


class FieldEdited(FieldMessage):
    """The text of a field changed."""


class FieldEntered(FieldMessage):
    """The learner pressed Enter in a field that is filled in."""


class FieldFocused(FieldMessage):
    """The cursor came into a field."""


class FormSubmitted(Message):
    """The learner wants the whole response judged."""

    def __init__(self, response: dict[str, str]) -> None:
        """`response` is what was typed, by field name."""
        super().__init__()
        self.response = response


class FormEdited(Message):
    """Something in the form changed: worth saving as a draft."""


class SessionOpened(Message):
    """The session was opened, and what it asks first is on the screen."""


class SessionFailed(Message):
    """The session could not be opened."""

    def __init__(self, error: QuizgenError) -> None:
        """`error` is told to the person after the screen is gone."""
        super().__init__()
        self.error = error


class PracticeChosen(Message):
    """The learner wants to practise."""

    def __init__(self, wanted: Wanted) -> None:
        """`wanted`: what."""
        super().__init__()
        self.wanted = wanted
