"""Keys one after the other, and none before there is something to type into.

Textual gives a key to the focused widget; one that is bound travels from there up to the app before it acts, and keys
that came in the same moment overtake it. An input method or a slow line that sends "34", backspace, "+" at once got
"34", as the backspace took the plus. Here a key waits until the one before it has done what it does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.events import Event, Key, Paste

LOST = 0.2
"""Seconds after which a widget on the way is taken to be gone."""


class KeysInOrder(App[ReturnType]):
    """An app that takes one key at a time."""

    def __init__(self, **options: Any) -> None:
        """As `App`."""
        super().__init__(**options)
        self._keys: deque[Event] = deque()
        self._taking = self._holding = False

    def hold_keys(self) -> None:
        """Take no keys until `release_keys`: they are kept."""
        self._holding = True

    async def release_keys(self) -> None:
        """Take the keys that were kept, and those to come."""
        self._holding = False
        await self._take()

    async def on_event(self, event: Event) -> None:
        """Handle it; a key when it is its turn."""
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            self._keys.append(event)
            await self._take()
        else:
            await super().on_event(event)

    async def _take(self) -> None:
        if self._keys and not self._taking and not self._holding:
            self._taking = True
            at = self.focused or self.screen
            await super().on_event(self._keys.popleft())
            self._settling = asyncio.create_task(self._settle(at))

    async def _settle(self, at: DOMNode) -> None:
        """Wait until all on the way from a widget up to the app, where a bound key acts, have had their turn."""
        for node in at.ancestors_with_self:
            turn = asyncio.Event()
            if node.call_later(turn.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(turn.wait(), LOST)
        self._taking = False
        self.call_later(self._take)
