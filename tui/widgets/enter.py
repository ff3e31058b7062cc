"""What Enter does in a field: check the answer in the last field, go to the next one in the others."""

from __future__ import annotations

from tui.keys import bind

ENTER = [bind("enter", "check"), bind("enter", "go_on", label="Next field")]


class EnterField:
    """Mixin of the widgets of fields. `last` is set by the form; two names of one action give two labels."""

    last: bool = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One of the two labels."""
        if action in ("check", "go_on"):
            return self.last == (action == "check")
        return True

    def entered(self) -> None:
        """Tell the form."""
        raise NotImplementedError

    def action_check(self) -> None:
        """Go on."""
        self.entered()

    def action_go_on(self) -> None:
        """Go on."""
        self.entered()
