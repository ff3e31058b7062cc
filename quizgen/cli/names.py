"""What completes in a shell: names of skills, courses, units and topics, wherever a command asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

from quizgen import curriculum
from quizgen.errors import QuizgenError

KINDS = {
    "slug": "skill", "slugs": "skill", "skills": "skill", "course": "course", "unit": "unit", "topic": "topic",
    "topics": "topic", "changes": "setting",
}  # fmt: skip
"""Name of a parameter -> what it is the name of."""


class Named(click.ParamType):
    """A text that completes. Whether it is right is the command's business."""

    name = "text"

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so; after a comma the last of them is completed."""
        before, comma, last = incomplete.rpartition(",")
        return [
            CompletionItem(before + comma + name, help=about)
            for name, about in names(self._kind)
            if name.startswith(last)
        ]


def names(kind: str) -> Iterator[tuple[str, str]]:
    """Names of a kind, each with what it is. A curriculum that cannot be read completes nothing."""
    if kind == "setting":
        from quizgen.cli.settings import EASY
        from quizgen.cli.settings import KINDS as SETTINGS

        yield from ((f"{name}=", "") for name in (*SETTINGS, *EASY))
        return
    try:
        graph = curriculum.load()
        if kind == "skill":
            yield from ((skill.id, skill.statement) for skill in graph.skills.values())
        elif kind == "course":
            yield from ((name, course.title) for name, course in curriculum.courses(graph).items())
        elif kind == "unit":
            yield from ((unit.id, unit.title) for unit in graph.units.values())
        else:
            yield from ((topic.id, topic.title) for topic in graph.topics.values())
    except QuizgenError:
        return


def with_names(command: click.Command) -> click.Command:
    """The command, with parameters that complete; called while a shell asks, and only then."""
    for param in command.params:
        if param.name in KINDS and param.type is click.STRING:
            param.type = Named(KINDS[param.name])
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            with_names(inner)
    return command
