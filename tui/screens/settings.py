"""Settings: how it looks (config file), how much a day (log), keys (config file). Everything takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import OptionList, Static

from quizgen.config import LATEST
from quizgen.errors import QuizgenError
from quizgen.practice.wishes import Wishes
from tui.calls import Calls
from tui.desk import Desk
from tui.keys import GROUPS, KEYS
from tui.messages import SessionFailed
from tui.screens.ask import AskKey, AskText
from tui.widgets.key_bar import KeyBar
from tui.widgets.setting_list import Setting, SettingList
from tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from tui.app import QuizgenApp

WRITE_SECONDS = 0.8
"""What was stepped through is written so long after the last step, as one change."""
STEPS = {"minutes": 5, "problems": 5, "new_per_day": 1, "retention": 0.01}
LIMITS: dict[str, tuple[float, float]] = {
    "minutes": (0, 1440), "problems": (0, 1000), "new_per_day": (0, 1000), "retention": (0.7, 0.97),
    "day_begins": (0, LATEST),
}  # fmt: skip
DEFAULTS: dict[str, Any] = {"minutes": 0, "problems": 0, "new_per_day": 20, "retention": 0.9, "focus": "all"}
IN_FILE = ("theme", "ascii", "motion", "day_begins")
"""What is written to the config file, besides the keys."""
EXAM_MINUTES = 40


class SettingsScreen(Screen[None]):
    """One list; what the row at the cursor means stands below it."""

    DEFAULT_CSS = """
    SettingsScreen > Vertical { height: 1fr; padding: 1 3 0 3; align: center top; }
    SettingsScreen SettingList { height: 1fr; max-width: 96; }
    SettingsScreen #about { height: 3; max-width: 96; color: $foreground 80%; border-top: solid $primary 60%; }
    SettingsScreen.-short > Vertical { padding: 0 1; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(self, desk: Desk, calls: Calls) -> None:
        super().__init__()
        self._desk, self._calls = desk, calls
        self.state = "loading"
        self._wishes: Wishes | None = None
        self._changed: dict[str, Any] = {}
        """Settings of the log that are shown already and not yet written."""
        self._timer: Timer | None = None

    @property
    def _quizgen(self) -> QuizgenApp:
        return cast("QuizgenApp", self.app)

    def compose(self) -> ComposeResult:
        """The list and the explanation."""
        yield TopBar("Settings")
        with Vertical():
            yield SettingList()
            yield Static("", id="about", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what is set."""
        self.query_one(SettingList).focus()
        self._ask()

    @work(group="settings")
    async def _ask(self) -> None:
        try:
            self._wishes = await self._calls.run(self._desk.wishes)
        except QuizgenError as error:
            self.post_message(SessionFailed(error))
            return
        self._draw()
        self.state = "ready"

    def _draw(self) -> None:
        self.query_one(SettingList).fill([*self._looks(), *self._day(), *self._keys()])
        self._explain()

    # -- rows ----------------------------------------------------------------------------------------------------

    @property
    def _file(self) -> str:
        where = str(self._quizgen.config_file) if self._quizgen.config_file else "nowhere"
        return f"In {where}, which you may edit by hand."

    def _looks(self) -> list[Setting]:
        app, config, file = self._quizgen, self._quizgen.config, self._file
        theme = Setting("theme", "Theme", app.theme, f"Colours. {file}", "choice", "How it looks")
        if app.ansi_color:
            theme = theme._replace(value="the terminal's own", kind="fixed", about="NO_COLOR is set: no colours.")
        return [
            theme,
            Setting("ascii", "Plain signs", _switch(app.ascii_only), f"For terminals without line drawing. {file}"),
            Setting("motion", "Motion", _switch(config.motion), f"Things slide, the cursor blinks. {file}"),
        ]

    def _day(self) -> list[Setting]:
        assert self._wishes is not None
        wishes = self._wishes
        title = next((f.title for f in wishes.choices if f.name == wishes.focus), wishes.focus)
        per_exam = " While an exam is planned for, its plan decides." if wishes.exam else ""
        exam = wishes.exam or "none"
        return [
            Setting(
                "focus", "Practise", title, "What is asked: a course, a unit, or everything.", "choice", "Every day"
            ),
            Setting(
                "minutes", "Minutes a day", _limit(wishes.minutes), f"By the time you usually take.{per_exam}", "number"
            ),
            Setting(
                "problems", "Problems a day", _limit(wishes.problems), "What is left waits for tomorrow.", "number"
            ),
            Setting("new_per_day", "New skills a day", str(wishes.new_per_day), f"At most.{per_exam}", "number"),
            Setting(
                "retention",
                "Remembered",
                f"{wishes.retention:.0%}",
                f"A skill comes back when your chance of remembering it falls to this. Higher is more work.{per_exam}",
                "number",
            ),
            Setting(
                "exam",
                "Exam",
                exam,
                "Enter sets the day, such as 2027-02-12: practice then follows a plan for it. Backspace calls it off.",
                "text",
            ),
            Setting(
                "day_begins",
                "A day begins",
                f"at {self._quizgen.config.day_begins}:00",
                f"What is done before that hour counts as the day before. {self._file}",
                "number",
            ),
        ]

    def _keys(self) -> list[Setting]:
        own = self._quizgen.config.keys
        rows = []
        for name, key in KEYS.items():
            about = f"{key.about or key.label}. Enter changes the key, Backspace brings {key.keys} back. "
            about += f'In the config file: {name} = "{own.get(name, key.keys)}".'
            label = key.label if not name.startswith("go_") else f"Go to {key.label}"
            rows.append(Setting(f"key:{name}", label, _spoken(own.get(name, key.keys)), about, "key"))
        heads = {next(iter(group)): heading for heading, group in GROUPS.items()}
        return [row._replace(section=_heading(heads.get(row.name.removeprefix("key:"), ""))) for row in rows]

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        current = self.query_one(SettingList).current
        self.query_one("#about", Static).update(Content(current.about if current else ""))

    # -- changes -------------------------------------------------------------------------------------------------

    @on(SettingList.Stepped)
    def _stepped(self, event: SettingList.Stepped) -> None:
        name = event.setting.name
        if name in IN_FILE and event.setting.kind != "fixed":
            self._step_in_file(name, event.by)
        elif name == "focus":
            self._step_focus(event.by)
        elif name in STEPS:
            self._step_number(name, event.by)

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        setting = self.query_one(SettingList).current
        if setting is None or setting.kind == "fixed":
            return
        if setting.kind == "choice":
            self._stepped(SettingList.Stepped(setting, 1))
        elif setting.kind == "key":
            self._ask_key(setting)
        else:
            self._ask_text(setting)

    @on(SettingList.Reset)
    def _reset(self, event: SettingList.Reset) -> None:
        name = event.setting.name
        if name in IN_FILE and event.setting.kind != "fixed":
            self._save(name, None)
        elif name.startswith("key:"):
            self._save(f"keys.{name.removeprefix('key:')}", None)
        elif name == "exam":
            self._set_exam("")
        elif name in DEFAULTS:
            self._wish(name, DEFAULTS[name])

    def _step_in_file(self, name: str, by: int) -> None:
        app = self._quizgen
        if name == "theme":
            themes = app.themes_to_choose()
            at = themes.index(app.theme) if app.theme in themes else 0
            self._save("theme", themes[(at + by) % len(themes)])
        elif name == "day_begins":
            self._save(name, min(LATEST, max(0, app.config.day_begins + by)))
        else:
            self._save(name, not (app.ascii_only if name == "ascii" else app.config.motion))

    @work(group="settings")
    async def _save(self, name: str, value: Any) -> None:
        """Into the config file, and into force."""
        try:
            await self._quizgen.configure({name: value})
        except QuizgenError as error:
            self._tell(error)
        self._draw()

    def _step_focus(self, by: int) -> None:
        assert self._wishes is not None
        names = [focus.name for focus in self._wishes.choices]
        at = names.index(self._wishes.focus) if self._wishes.focus in names else 0
        self._wish("focus", names[(at + by) % len(names)])

    def _step_number(self, name: str, by: int) -> None:
        assert self._wishes is not None
        now, step = getattr(self._wishes, name), STEPS[name]
        low, high = LIMITS[name]
        value = min(high, max(low, round(now / step) * step + by * step))
        self._wish(name, round(value, 4) if name == "retention" else int(value))

    def _wish(self, name: str, value: Any) -> None:
        """Show it now; write it when the learner has come to rest."""
        assert self._wishes is not None
        from msgspec.structs import replace

        self._wishes = replace(self._wishes, **{name: value})
        self._changed[name] = value
        self._draw()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(WRITE_SECONDS, self._write)

    @work(group="settings")
    async def _write(self) -> None:
        await self.save()

    async def save(self) -> None:
        """Write what was changed; called before the screen is left, too."""
        if self._timer is not None:
            self._timer.stop()
        changed, self._changed = self._changed, {}
        if changed:
            try:
                await self._calls.run(lambda: self._desk.wish(**changed))
            except QuizgenError as error:
                self._tell(error)
                self._wishes = await self._calls.run(self._desk.wishes)
                self._draw()

    def _ask_key(self, setting: Setting) -> None:
        def answered(key: str | None) -> None:
            if key is not None:
                self._save(f"keys.{setting.name.removeprefix('key:')}", key)

        self.app.push_screen(AskKey(setting.label, setting.value), answered)

    def _ask_text(self, setting: Setting) -> None:
        assert self._wishes is not None
        held = self._quizgen.config if setting.name in IN_FILE else self._wishes
        value = str(getattr(held, setting.name))

        def answered(text: str | None) -> None:
            if text is not None:
                self._take(setting, text)

        self.app.push_screen(AskText(setting.label, setting.about, value), answered)

    def _take(self, setting: Setting, text: str) -> None:
        """Take a typed value, or say why not."""
        if setting.name == "exam":
            self._set_exam(text)
            return
        parse: Callable[[str], Any] = _share if setting.name == "retention" else int
        try:
            number = parse(text)
        except ValueError:
            self._tell(QuizgenError(f"{setting.label} is a number, not {text!r}"))
            return
        low, high = LIMITS[setting.name]
        if not low <= number <= high:
            self._tell(QuizgenError(f"{setting.label} is from {low:g} to {high:g}, not {text}"))
            return
        if setting.name in IN_FILE:
            self._save(setting.name, number)
        else:
            self._wish(setting.name, number)

    @work(group="settings")
    async def _set_exam(self, date: str) -> None:
        assert self._wishes is not None
        wishes = self._wishes
        course = next((f.name for f in wishes.choices if f.name == wishes.focus and f.kind == "course"), "")
        minutes = wishes.minutes or EXAM_MINUTES
        try:
            if date:
                self.app.notify("Making the plan…", timeout=3, markup=False)
            told = await self._calls.run(self._desk.set_exam, date, course, minutes)
            self._wishes = await self._calls.run(self._desk.wishes)
        except QuizgenError as error:
            self._tell(error)
            return
        self._draw()
        self.app.notify(told, timeout=10, markup=False)

    def _tell(self, error: QuizgenError) -> None:
        text = str(error)
        sentence = text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
        self.app.notify(sentence, severity="warning", timeout=8, markup=False)


def _heading(place: str) -> str:
    return f"Keys: {place[:1].lower()}{place[1:]}" if place else ""


def _switch(on_: bool) -> str:
    return "on" if on_ else "off"


def _limit(number: int) -> str:
    return str(number) if number else "no limit"


def _spoken(keys: str) -> str:
    return ", ".join(keys.split(","))


def _share(text: str) -> float:
    """0.9, 90 or 90%."""
    number = float(text.strip().removesuffix("%"))
    return number / 100 if number > 1 else number
