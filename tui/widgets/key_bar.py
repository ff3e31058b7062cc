"""The line at the bottom: the keys that do something now, as many as fit, and always the key for help."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

HELP = ("help", "app.help")
GAP = 2


class KeyBar(Widget):
    """Keys of the focused widget and the screen, the most particular first; a click presses the key."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; padding: 0 1; text-wrap: nowrap; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)

    def _keys_changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def live(self) -> list[Binding]:
        """What is live now, in order, the key for help last."""
        seen: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled and active.binding.key != self.app.COMMAND_PALETTE_BINDING:
                seen.setdefault(active.binding.description, active.binding)
        found = list(seen.values())
        return [key for key in found if key.action not in HELP] + [key for key in found if key.action in HELP]

    def render(self) -> Content:
        """As many keys as fit."""
        keys = self.live()
        shown = self._fitting(keys, self.content_size.width)
        parts: list[str | tuple[str, str]] = []
        self._places = []
        at = 1
        for binding in shown:
            display = self.app.get_key_display(binding)
            parts += [(display, "bold $text-accent"), " " + binding.description, " " * GAP]
            length = cell_len(display) + 1 + cell_len(binding.description)
            self._places.append((at, at + length, binding.key))
            at += length + GAP
        return Content.assemble(*parts)

    def _fitting(self, keys: list[Binding], width: int) -> list[Binding]:
        """The keys that fit: the last one (help) is kept, those before it fall from the end."""
        last = keys[-1:] if keys and keys[-1].action in HELP else []
        room = width - sum(self._length(key) for key in last)
        shown = []
        for key in keys[: len(keys) - len(last)]:
            room -= self._length(key) + GAP
            if room < 0:
                break
            shown.append(key)
        return shown + last

    def _length(self, binding: Binding) -> int:
        return cell_len(self.app.get_key_display(binding)) + 1 + cell_len(binding.description)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key)
