"""The command line. Each group of commands is a file of its own, imported only when it is asked for."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import quizgen
from quizgen.errors import QuizgenError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "practice": ("quizgen.cli.practice", "Practise: what is due, then what is new."),
    "serve": ("quizgen.cli.serve", "Practise in a browser on this machine."),
    "problem": ("quizgen.cli.problem", "Print one problem in any format."),
    "sheet": ("quizgen.cli.sheet", "Make a sheet of problems: PDF, LaTeX, HTML, Markdown, JSON."),
    "exam": ("quizgen.cli.exam", "Exams: new, check, preview, build, mark, items, verify."),
    "export": ("quizgen.cli.export", "Question banks for Moodle, QTI, Anki, or as a page."),
    "mark": ("quizgen.cli.mark", "Mark replies in bulk: JSON lines in, JSON lines out."),
    "bank": ("quizgen.cli.bank", "List, show, check and start exercises."),
    "stats": ("quizgen.cli.stats", "What is due, learned and done."),
    "place": ("quizgen.cli.place", "Find out what you know already: at most 25 problems."),
    "exam-date": ("quizgen.cli.exam_date", "Plan for the day of an exam."),
    "settings": ("quizgen.cli.settings", "Desired retention, daily limits, easy days, credit."),
    "fit": ("quizgen.cli.fit", "Fit the memory to your own log."),
    "undo": ("quizgen.cli.undo", "Take back what was done last, to any depth."),
    "redo": ("quizgen.cli.undo", "Bring back what was taken back."),
    "suspend": ("quizgen.cli.suspend", "Leave a skill out."),
    "unsuspend": ("quizgen.cli.suspend", "Take a skill up again."),
    "sync": ("quizgen.cli.sync", "Bring the logs of two machines together."),
    "log": ("quizgen.cli.log", "Check, rebuild, backups, restore, export, import."),
    "locate": ("quizgen.cli.locate", "Where database, config and backups are."),
    "doctor": ("quizgen.cli.doctor", "Check terminal, database and worker; says what to do."),
    "completion": ("quizgen.cli.completion", "Tab completion for bash, zsh and fish."),
}
"""Name -> module with a click command of that name, and its line in the help."""


class Lazy(click.Group):
    """A group that imports a command's module when the command is run, so that start-up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The click command, imported now."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[name][0])
        command: click.Command = getattr(module, name.replace("-", "_"))
        if ctx.resilient_parsing:  # a shell asks how to complete
            from quizgen.cli.names import with_names

            return with_names(command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands with their lines, and the options, without importing any command."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=line) for name, (_, line) in COMMANDS.items() if name.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help page, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy, invoke_without_command=True)
@click.version_option(quizgen.__version__, prog_name="quizgen")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Fresh problems in the mathematics of machine learning, judged at once and brought back before they fade.

    Without a command: what is due today, and everything else from there.
    """
    if ctx.invoked_subcommand is None:
        from quizgen import paths
        from quizgen.cli.practice import run
        from tui.desk import Wanted

        sys.exit(run(paths.database(None, os.environ), Wanted(), start="home"))


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line. Exit code 0, 1 (the answer is no) or 2 (bad use); errors are one sentence on stderr."""
    try:
        code = cli.main(args, prog_name="quizgen", standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except QuizgenError as error:
        click.echo(f"quizgen: {error}", err=True)
        code = 2
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
