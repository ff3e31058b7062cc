"""How the reply is read, drawn as mathematics while it is typed, or a caret under what cannot be read."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from quizgen.answers.echo import where
from quizgen.answers.syntax import Unreadable
from quizgen.markup.terminal import formula
from tui.glyphs import plain_signs
from tui.reading import Fault, Nothing, Read, Reading
from tui.widgets.math_text import Lines, content, laid_out

LEAD = "read as  "


class Preview(Static):
    """Below the form. It keeps its height, so that nothing jumps while one types."""

    DEFAULT_CSS = """
    Preview { height: auto; min-height: 4; max-height: 6; padding: 0 2; overflow: auto; }
    Preview.-apart { margin-top: 1; }
    Preview.-quiet { min-height: 0; }
    Preview.-quiet.-empty { display: none; }
    """

    def __init__(self, *classes: str) -> None:
        """`classes`: "-apart" from the fields by a row; "-quiet", without rows of its own where it says nothing."""
        super().__init__(markup=False, classes=" ".join(("-empty", *classes)))
        self.shown: Reading = Nothing()

    def show(self, reading: Reading, *, judged: bool = False, at: int | None = None, note: str = "") -> None:
        """Draw a reading. `judged`: a fault stopped the checking. `at`: column of the screen for the caret."""
        self.shown = reading
        self.set_class(isinstance(reading, Nothing) and not note, "-empty")
        match reading:
            case Fault():
                self._put(self._fault(reading, judged, at))
            case Read():
                self._put(self._read(reading))
            case Nothing():
                self._put(Content.styled(note, "$foreground 75%"))

    def _put(self, drawn: Content) -> None:
        """Paint it. The screen is laid out anew only where the height changes: it would cost more than all else that a
        key does."""
        rows, size = self._rows(drawn), self.content_size
        self.update(drawn, layout=not size or rows != size.height)

    def _rows(self, drawn: Content) -> int:
        """The height that a text will have."""
        least, most = self.styles.min_height, self.styles.max_height
        rows = drawn.get_height({}, self.content_size.width) if self.content_size else 0
        rows = max(rows, round(least.value)) if least else rows
        return min(rows, round(most.value)) if most else rows

    def _read(self, reading: Read) -> Content:
        ascii_only = plain_signs(self)
        room = max(20, self.content_size.width - len(LEAD))
        box = formula(reading.latex, ascii=ascii_only)
        if box.width <= room:
            rows: Lines = [[(line, "maths")] for line in box.lines]
            baseline = box.baseline
        else:
            rows, baseline = laid_out(f"$${reading.latex}$$", room, ascii_only), 0
        what = (f"   {reading.what}", "$foreground 75%") if box.width + len(reading.what) + 3 <= room else ""
        parts: list[str | Content | tuple[str, str]] = []
        for number, row in enumerate(rows):
            parts.append("\n" if number else "")
            parts.append((LEAD, "$foreground 75%") if number == baseline else " " * len(LEAD))
            parts.append(content([row]))
            parts.append(what if number == baseline else "")
        return Content.assemble(*parts)

    def _fault(self, fault: Fault, judged: bool, at: int | None) -> Content:
        colour = "$text-error" if judged else "$text-warning"
        parts: list[str | Content | tuple[str, str]] = []
        if at is not None:
            parts += [(" " * max(0, at - self.content_region.x) + "▲", colour), "\n"]
        elif fault.column is not None and fault.text:
            line, caret = where(_unreadable(fault), fault.text)
            parts += [Content(line), "\n", (caret, colour), "\n"]
        place = f"{fault.place}: " if fault.place else ""
        message = place + fault.message
        parts.append((_sentence(message), colour))
        if fault.hint:
            parts += ["\n", (_sentence(fault.hint), "")]
        return Content.assemble(*parts)


def _unreadable(fault: Fault) -> Unreadable:
    return Unreadable(fault.message, fault.column)


def _sentence(text: str) -> str:
    """A fragment as a sentence."""
    text = text.strip()
    end = "" if not text or text[-1] in ".!?:" else "."
    return text[:1].upper() + text[1:] + end
