"""`quizgen completion`: what a shell has to read so that Tab completes commands, options, skills and courses."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from quizgen.errors import QuizgenError

VARIABLE = "_QUIZGEN_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", required=False, type=click.Choice(SHELLS))
def completion(shell: str | None) -> None:
    """Print the completion script of a SHELL: bash, zsh or fish; without one, of the shell you are in.

    \b
    bash   quizgen completion bash > ~/.local/share/bash-completion/completions/quizgen
    zsh    quizgen completion zsh > ~/.zfunc/_quizgen     (with fpath+=~/.zfunc before compinit)
    fish   quizgen completion fish > ~/.config/fish/completions/quizgen.fish
    """
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        raise QuizgenError(f"there is no completion for the shell {name!r}: quizgen completion bash, zsh or fish")
    click.echo(script(name))


def script(shell: str) -> str:
    """The script. It asks the program itself, so that it never goes out of date."""
    from quizgen.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None
    maker = kind(cli, {}, "quizgen", VARIABLE)
    # Not `source()`: that runs bash to look at its version, which need not be the shell it is meant for.
    return maker.source_template % maker.source_vars()
