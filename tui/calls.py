"""Session calls, one after the other in a thread of their own: they wait for disk and worker, the screen must not.

A thread of a pool would be joined when Python ends, so that a hung exercise could hold a closed terminal open;
this one is a daemon.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Calls:
    """A queue of calls and the thread that makes them."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """The result of the call, or its exception. Giving up waiting does not stop the call."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put((lambda: function(*arguments), loop, future))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="quizgen-session", daemon=True)
            self._thread.start()
        return await future

    def stop(self) -> None:
        """End the thread after the calls that wait already."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            function, loop, future = job
            try:
                result = function()
            except BaseException as error:
                _tell(loop, _fail, future, error)
            else:
                _tell(loop, _succeed, future, result)


def _tell(loop: asyncio.AbstractEventLoop, settle: Callable[..., None], *arguments: Any) -> None:
    try:
        loop.call_soon_threadsafe(settle, *arguments)
    except RuntimeError:
        return  # the loop is closed: nobody waits any more


def _succeed(future: asyncio.Future[Any], result: object) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
