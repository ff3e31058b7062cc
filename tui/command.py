"""Other programs run beside the screen, which goes on meanwhile: `quizgen sheet`, `quizgen exam`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from quizgen.errors import QuizgenError

SECONDS = 120.0
"""The longest that a program may take."""


class Done(NamedTuple):
    """A program that has ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Its last line of error as a sentence, without the name of the program; else its first line of output."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        if self.code and lines:
            text = lines[-1].removeprefix("quizgen:").removeprefix("Error:").strip()
        else:
            text = next(iter(self.out.strip().splitlines()), "")
        return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) or not text else ".")


async def run(words: Sequence[str], *, seconds: float = SECONDS) -> Done:
    """Run a program to its end. Given up (`asyncio.CancelledError`), it is killed.

    Raises QuizgenError when it cannot be started or takes too long.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *words, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
    except OSError as error:
        raise QuizgenError(f"{words[0]} cannot be started: {error.strerror}") from None
    try:
        out, err = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        raise QuizgenError(f"this took longer than {seconds:g} seconds and was stopped") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    assert process.returncode is not None
    return Done(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))
