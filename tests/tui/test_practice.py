"""Stories on the practice screen, told through keys and a fake session."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from quizgen.answers.base import Field, Verdict
from quizgen.answers.syntax import Vocabulary
from quizgen.grading import Grade
from quizgen.problem import Problem
from tests.tui.fake import CHOICE, CHOICES, CODE, INTEGRAL, INVERSE, ORDER, PARTS, TABLE, FakeDesk, FakeSession
from tests.tui.pictures import press, settled, text_of
from tui.app import QuizgenApp
from tui.screens.practice import PracticeScreen
from tui.screens.summary import SummaryScreen
from tui.widgets.code_editor import CodeEditor
from tui.widgets.form import Form
from tui.widgets.key_bar import KeyBar
from tui.widgets.matrix_grid import MatrixGrid

SINGULAR = Vocabulary(words=("singular",))


class Story:
    """The app with a fake session, and what one sees of it."""

    def __init__(self, pilot: Pilot[Any], session: FakeSession) -> None:
        self.pilot, self.session = pilot, session

    @property
    def app(self) -> QuizgenApp:
        app = self.pilot.app
        assert isinstance(app, QuizgenApp)
        return app

    @property
    def screen(self) -> PracticeScreen:
        screen = self.app.practice
        assert screen is not None
        return screen

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return text_of(self.app)

    @property
    def keys(self) -> str:
        return self.text.splitlines()[-1]

    def called(self, name: str) -> list[tuple[Any, ...]]:
        return [call[1:] for call in self.session.calls if call[0] == name]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await press(self.pilot, key)
            await settled(self.pilot)

    async def paste(self, text: str) -> None:
        focused = self.app.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await settled(self.pilot)


@asynccontextmanager
async def story(
    *problems: Problem,
    size: tuple[int, int] = (80, 24),
    app: Mapping[str, Any] | None = None,
    then: Sequence[FakeSession] = (),
    **session: Any,
) -> AsyncIterator[Story]:
    fake = FakeSession(problems, **session)
    quizgen = QuizgenApp(FakeDesk(fake, *then), **(app or {}))  # type: ignore[arg-type]
    async with quizgen.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield Story(pilot, fake)


async def test_nothing_is_asked_before_the_first_frame() -> None:
    class Slow(FakeDesk):
        def session(self, skills: frozenset[str] | None = None, **wanted: Any) -> FakeSession:
            time.sleep(0.3)
            return super().session(skills, **wanted)

    app = QuizgenApp(Slow(FakeSession([CHOICE])))  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        one = Story(pilot, FakeSession())
        assert "Preparing the first problem" in one.text
        await settled(pilot)
        assert "invertible" in one.text


async def test_a_right_answer_is_judged_explained_and_followed_by_the_next_problem() -> None:
    async with story(INTEGRAL, CHOICE) as s:
        await s.press("=3/4")
        assert "read as" in s.text
        await s.press("enter")
        assert "Correct." in s.text
        assert "Comes back in 4 days" in s.text
        assert "Solution" in s.text
        assert s.called("submit") == [({"answer": "3/4"},)]
        await s.press("enter")
        assert "invertible" in s.text


async def test_unreadable_costs_nothing_and_loses_nothing() -> None:
    async with story(INTEGRAL) as s:
        await s.press("=3/(4", "enter")
        assert "never closed" in s.text
        assert "▲" in s.text
        assert s.text.splitlines()[-5].index("▲") == s.text.splitlines()[-6].index("(")
        assert s.screen.state == "asking"
        await s.press("backspace", "end", "backspace", "backspace", "=/4", "enter")
        assert s.session.done <= 1


async def test_an_empty_reply_is_refused_with_a_sentence() -> None:
    async with story(INTEGRAL) as s:
        await s.press("enter")
        assert s.screen.state == "asking"
        assert s.session.done == 0


async def test_a_known_mistake_is_named_and_the_second_try_comes_before_the_solution() -> None:
    async with story(INTEGRAL, CHOICE, retry=True) as s:
        await s.press("=-3/4", "enter")
        assert "Not right." in s.text
        assert "Check the sign" in s.text
        assert "det A" not in s.text
        assert "1. With" not in s.text
        assert "Try again" in s.keys
        await s.press("s")
        assert "1. With" in s.text
        assert "Try again" not in s.keys
        assert "I was right" in s.keys


async def test_a_second_try_keeps_what_was_typed() -> None:
    async with story(INTEGRAL, retry=True) as s:
        await s.press("=-3/4", "enter", "enter")
        assert "-3/4" in s.text
        await s.press("home", "delete", "enter")
        assert "Correct, with help" in s.text
        assert s.called("submit")[-1] == ({"answer": "3/4"},)


async def test_a_second_try_that_is_typed_afresh_replaces_the_first() -> None:
    async with story(INTEGRAL, retry=True) as s:
        await s.press("=-3/4", "enter", "enter", "=3/4", "enter")
        assert s.called("submit")[-1] == ({"answer": "3/4"},)


async def test_hints_come_one_by_one_and_their_key_goes_when_there_are_no_more() -> None:
    async with story(INTEGRAL) as s:
        assert "Hint" in s.keys
        await s.press("f2")
        assert "Hint 1 of 2." in s.text
        assert "Hint 2" not in s.text
        await s.press("f2")
        assert "Hint 2 of 2." in s.text
        assert "Hint" not in s.keys
        await s.press("f2", "=3/4", "enter")
        assert len(s.called("hint")) == 2
        assert "counts as hard" in s.text


async def test_skip_and_solution() -> None:
    async with story(INTEGRAL, CHOICE, INVERSE) as s:
        await s.press("f3")
        assert "invertible" in s.text
        assert s.called("skip") == [()]
        await s.press("f4")
        assert "The solution." in s.text
        assert "option 2" in s.text
        assert "I was right" not in s.keys


async def test_choice_by_number_arrows_and_mouse() -> None:
    async with story(CHOICE) as s:
        await s.press("2")
        assert "(•) 2" in s.text
        await s.press("up")
        assert "(•) 1" in s.text
        await s.pilot.click("OptionRow", offset=(3, 0))
        await s.press("down", "9", "enter")
        assert s.called("submit") == [({"answer": "2"},)]
        assert "Correct." in s.text


async def test_several_choices_and_none() -> None:
    async with story(CHOICES) as s:
        await s.press("0")
        assert s.screen.form
        assert s.screen.form.response == {"answer": "none"}
        await s.press("1", "down", "down", "space")
        assert s.screen.form.response == {"answer": "1, 3"}
        await s.press("enter")
        assert "Correct." in s.text


async def test_ordering_by_moving_lines() -> None:
    async with story(ORDER) as s:
        await s.press("down", "down", "space")
        assert "left out" in s.text
        await s.press("up", "up", "J", "J")
        assert s.screen.form
        assert s.screen.form.response == {"answer": "2 4 1"}
        await s.press("K", "shift+down", "enter")
        assert s.called("submit") == [({"answer": "2 4 1"},)]
        assert "Correct." in s.text


async def test_a_line_left_out_comes_back() -> None:
    async with story(ORDER) as s:
        await s.press("space", "down", "down", "down")
        await s.press("space")
        assert s.screen.form
        assert sorted(s.screen.form.response["answer"].split()) == ["1", "2", "3", "4"]


async def test_a_matrix_is_typed_cell_by_cell() -> None:
    async with story(INVERSE) as s:
        await s.press("=3 ", "=-1", "semicolon", "=-5")
        assert "1 entry to go" in s.text
        assert "□" in s.text
        await s.press("enter")
        assert s.screen.state == "asking"
        await s.press("=2", "enter")
        assert s.called("submit") == [({"answer": "[3, -1; -5, 2]"},)]
        assert "Correct." in s.text


@pytest.mark.parametrize("key", ["enter", "f5"])
@pytest.mark.parametrize("text", ["[3, -1; -5, 2]", "[[3, -1], [-5, 2]]", "((3, -1), (-5, 2))", "[3 -1; -5 2]"])
async def test_a_matrix_typed_whole_into_one_cell_is_spread(text: str, key: str) -> None:
    async with story(INVERSE) as s:
        await s.press("=" + text, key)
        if not s.called("submit"):  # Enter shows first where the entries went
            await s.press("enter")
        assert s.called("submit") == [({"answer": "[3, -1; -5, 2]"},)]


async def test_a_matrix_of_another_shape_in_one_cell_is_not_spread() -> None:
    async with story(INVERSE) as s:
        await s.press("=[3, -1]", "f5")
        assert s.called("submit") == []
        assert s.screen.query_one(MatrixGrid).values == [["[3, -1]", ""], ["", ""]]


async def test_a_matrix_with_a_gap_is_not_judged_but_asked_for() -> None:
    async with story(INVERSE) as s:
        await s.press("=3", "tab", "tab", "=-5", "f5")
        assert s.called("submit") == []
        assert "Row 1, column 2 is still empty." in s.text
        await s.press("=-1", "tab", "tab", "=2", "f5")
        assert s.called("submit") == [({"answer": "[3, -1; -5, 2]"},)]


async def test_entries_typed_in_one_burst_go_to_their_cells() -> None:
    """All keys reach the terminal at once, as from a fast typist on a busy machine."""
    async with story(INVERSE) as s:
        for key, character in [
            *(("3", "3"), ("tab", "\t"), ("minus", "-"), ("1", "1"), ("space", " "), ("minus", "-"), ("5", "5")),
            *(("semicolon", ";"), ("comma", ","), ("2", "2")),
        ]:
            s.app.post_message(events.Key(key, character))
        for _ in range(5):
            await s.pilot.pause()
        assert s.screen.query_one(MatrixGrid).values == [["3", "-1"], ["-5", "2"]]


@pytest.mark.parametrize(
    "text", ["3 -1\r-5 2", "[[3,-1],[-5,2]]", "[3, -1; -5, 2]", r"\begin{pmatrix}3&-1\\-5&2\end{pmatrix}"]
)
async def test_a_matrix_is_pasted_in_any_notation(text: str) -> None:
    async with story(INVERSE) as s:
        await s.paste(text)
        await s.press("enter")
        assert s.called("submit") == [({"answer": "[3, -1; -5, 2]"},)]


async def test_a_fault_in_a_cell_names_the_cell() -> None:
    async with story(INVERSE) as s:
        await s.paste("1 2\n3 4")
        await s.press("=)", "enter")
        assert "Row 1, column 1" in s.text
        assert s.screen.state == "asking"


async def test_lines_pasted_into_one_line_are_kept() -> None:
    async with story(INTEGRAL) as s:
        await s.paste("1/2 +\r1/4")
        await s.press("enter")
        assert s.called("submit") == [({"answer": "1/2 + 1/4"},)]


async def test_code_is_indented_and_checked_by_f5() -> None:
    async with story(CODE) as s:
        await s.press("=if True:", "enter", "=return 1")
        editor = s.screen.query_one(CodeEditor)
        assert editor.text == "def sum_of_squares(x):\n    if True:\n        return 1"
        assert "Check" in s.keys
        await s.press("enter", "backspace", "tab", "=y")
        assert editor.text.endswith("\n        y")
        await s.press("f5")
        assert "Not right." in s.text
        assert "return 1" in s.text


async def test_a_table_goes_from_field_to_field_and_marks_each() -> None:
    async with story(TABLE) as s:
        assert "Next field" in s.keys
        await s.press("=9/1000", "enter", "=1/2", "tab", "=2/13", "enter")
        assert "Partly right" in s.text
        assert s.text.count("✓ right") == 2
        assert "✗ wrong" in s.text


async def test_parts_have_prompts_and_fields_of_their_own() -> None:
    async with story(PARTS) as s:
        await s.press("=-4", "enter", "=6")
        assert "(b) What is" in s.text
        await s.press("f5")
        assert s.called("submit") == [({"a.answer": "-4", "b.answer": "6"},)]


async def test_a_draft_and_hints_come_back() -> None:
    async with story(INTEGRAL, draft={"answer": "3/"}, hints=1) as s:
        assert "Hint 1 of 2." in s.text
        await s.press("=4", "enter")
        assert s.called("submit") == [({"answer": "3/4"},)]


async def test_quitting_saves_the_draft() -> None:
    async with story(INTEGRAL) as s:
        await s.press("=3/", "ctrl+q")
        await s.pilot.pause()
    assert s.called("save_draft")[-1] == ({"answer": "3/"},)
    assert s.session.closed


async def test_typing_is_saved_without_quitting() -> None:
    async with story(INTEGRAL) as s:
        await s.press("=3")
        await s.pilot.pause(0.9)
        await settled(s.pilot)
        assert s.called("save_draft") == [({"answer": "3"},)]


async def test_q_is_a_letter_in_a_field_and_quits_elsewhere() -> None:
    async with story(INTEGRAL) as s:
        await s.press("q")
        assert s.app.is_running
        await s.press("escape", "q")
        assert s.session.closed


async def test_the_learner_may_overrule() -> None:
    async with story(INTEGRAL) as s:
        await s.press("=5", "enter", "r")
        assert s.called("overrule") == [("good",)]
        assert "your word" in s.text
        await s.press("v")
        assert s.called("similar") == [()]
        assert s.screen.state == "asking"


async def test_easy_is_offered_after_a_right_answer_only() -> None:
    async with story(CHOICE, INTEGRAL) as s:
        await s.press("1", "enter", "e")
        assert s.called("overrule") == []
        await s.press("n", "=3/4", "enter", "e")
        assert s.called("overrule") == [("easy",)]


async def test_undecided_is_the_learners_to_judge() -> None:
    def judge(problem: Problem, response: Mapping[str, str]) -> Grade:
        return Grade("undecided", 0.0, "undecided", {"a": Verdict("undecided", 0.0, "undecided")})

    async with story(INTEGRAL, judge=judge) as s:
        await s.press("=pi", "enter")
        assert "could not decide" in s.text
        assert "With" in s.text
        assert "Next" not in s.keys
        await s.press("w")
        assert s.called("overrule") == [("again",)]
        assert "Next" in s.keys


@pytest.mark.parametrize("text", ["[x]", "A[/b]", "[b]x", "[@click=app.quit]x", "$x$ **b** \\foo"])
async def test_what_is_typed_is_never_markup(text: str) -> None:
    async with story(INTEGRAL, TABLE) as s:
        await s.press(f"={text}", "enter")
        assert text[:4] in s.text
        await s.press("f3")
        await s.press(f"={text}", "f5")
        assert s.app.is_running


async def test_code_is_never_markup() -> None:
    async with story(CODE) as s:
        await s.paste("return x[/b] + [x][0] # $y$ [red]")
        await s.press("f5")
        if s.screen.state == "review":
            assert "[red]" in s.text
        assert s.app.is_running


async def test_resizing_while_typing_loses_nothing() -> None:
    async with story(INTEGRAL) as s:
        await s.press("=3")
        for width, height in ((40, 15), (120, 40), (20, 8), (80, 24), (40, 15)):
            await s.pilot.resize_terminal(width, height)
            await settled(s.pilot)
        await s.press("=/4")
        assert "Answer 3/4" in s.text
        assert "Help" in s.keys
        await s.press("enter")
        assert "Correct" in s.text


@pytest.mark.parametrize("problem", [INTEGRAL, INVERSE, CHOICE, CHOICES, ORDER, CODE, TABLE, PARTS])
async def test_every_form_fits_a_small_terminal(problem: Problem) -> None:
    async with story(problem, size=(40, 15)) as s:
        assert "Help" in s.keys
        form = s.screen.form
        assert form is not None
        assert form.region.bottom <= 14
        focused = s.app.focused
        assert focused is not None
        assert focused.region.height > 0


async def test_help_shows_keys_and_syntax_and_closes() -> None:
    async with story(INVERSE) as s:
        await s.press("f1")
        assert "Keys now" in s.text
        assert "Type this" in s.text
        await s.press("escape")
        assert "Keys now" not in s.text


async def test_the_palette_holds_what_can_be_done_now() -> None:
    async with story(INVERSE) as s:
        titles = {command.title for command in s.app.get_system_commands(s.screen)}
        assert {"Hint", "Skip", "Solution", "Check", "Help", "Theme", "Quit"} <= titles
        assert "Next" not in titles
        await s.press("f4")
        titles = {command.title for command in s.app.get_system_commands(s.screen)}
        assert {"Next", "Similar one"} <= titles
        assert "Hint" not in titles


async def test_no_color_leaves_words_and_a_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(INTEGRAL, app={"ansi_color": True}) as s:
        await s.press("=3/4")
        strips = s.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        assert any(style.reverse for style in styles)
        await s.press("enter")
        assert "Correct." in s.text


async def test_ascii_mode_draws_ascii_only() -> None:
    async with story(INVERSE, CHOICE, app={"ascii_only": True}) as s:
        await s.press("=3 -1 -5 2")
        for key in ("enter", "enter", "2"):
            await s.press(key)
            for line in filtered(s.app):
                assert line.isascii(), line


def filtered(app: QuizgenApp) -> list[str]:
    from textual.color import Color

    lines = []
    for strip in app.screen._compositor.render_strips():
        segments = list(strip)
        for line_filter in app.get_line_filters():
            segments = line_filter.apply(segments, Color(0, 0, 0))
        lines.append("".join(segment.text for segment in segments))
    return lines


async def test_a_hung_exercise_is_named_and_passed_over() -> None:
    async with story(INTEGRAL, fail={"next": 1}) as s:
        assert "antiderivative" in s.text
        assert "la-hung" in s.text


async def test_when_every_exercise_fails_one_may_try_again() -> None:
    async with story(INTEGRAL, fail={"next": 3}) as s:
        assert "No problem could be made" in s.text
        await s.press("n")
        assert "antiderivative" in s.text


async def test_an_answer_outlives_a_judge_that_fails() -> None:
    async with story(INTEGRAL, fail={"submit": 1}) as s:
        await s.press("=3/4", "enter")
        assert s.called("save_draft") == [({"answer": "3/4"},)]
        assert s.screen.state == "asking"
        await s.press("enter")
        assert "Correct" in s.text


async def test_the_end_of_the_queue_sums_up_and_offers_to_go_ahead() -> None:
    async with story(INTEGRAL, then=[FakeSession([CHOICE])]) as s:
        await s.press("=3/4", "enter", "enter")
        assert isinstance(s.app.screen, SummaryScreen)
        assert "1 problem done, 1 right" in s.text
        assert "tomorrow" in s.text
        await s.press("a")
        assert "invertible" in s.text


async def test_the_summary_quits() -> None:
    async with story(INTEGRAL) as s:
        await s.press("=3/4", "enter", "enter")
        await s.press("q")
        assert not s.app.is_running


async def test_a_click_on_a_key_presses_it() -> None:
    async with story(INTEGRAL) as s:
        at = s.keys.index("Hint")
        await s.pilot.click(KeyBar, offset=(at, 0))
        await settled(s.pilot)
        assert "Hint 1 of 2." in s.text


async def test_a_grid_takes_drafts_and_words() -> None:
    async with story(INVERSE) as s:
        grid = s.screen.query_one(MatrixGrid)
        grid.fill("[1, ; 3, 4]")
        assert grid.values == [["1", ""], ["3", "4"]]
        grid.fill("[[1, 2], [3, 4]]")
        assert grid.text == "[1, 2; 3, 4]"
        grid.fill("")
        assert grid.text == ""
        grid.field = Field("answer", input="grid", expects="matrix", rows=2, columns=2, vocabulary=SINGULAR)
        grid.cells[0][0].value = "singular"
        assert grid.text == "singular"


async def test_focus_stays_reachable_by_tab() -> None:
    async with story(TABLE) as s:
        names = set()
        for _ in range(4):
            await s.press("tab")
            if isinstance(s.app.focused, Input):
                names.add(id(s.app.focused))
        assert len(names) == 3


async def test_a_wide_formula_is_whole_and_scrolls() -> None:
    row = " & ".join(str(10**9 + i) for i in range(14))
    wide = Problem.single(
        prompt=rf"Take $$\begin{{pmatrix}} {row} \end{{pmatrix}}$$ and go on.",
        answer=INTEGRAL.parts[0].answer,
        steps=INTEGRAL.steps,
    )
    async with story(wide) as s:
        assert "1000000013" not in s.text
        page = s.screen.query_one("#page")
        assert page.max_scroll_x > 80
        await s.press("escape", *["right"] * 3)
        page.scroll_end(x_axis=True, animate=False)
        page.scroll_to(x=page.max_scroll_x, animate=False)
        await settled(s.pilot)
        assert "1000000013" in s.text


@pytest.mark.parametrize("problem", [INTEGRAL, INVERSE])
async def test_a_key_repaints_its_field_and_the_preview_but_lays_nothing_out(problem: Problem) -> None:
    async with story(problem) as s:
        await s.press("=1")  # what is shown for an empty field may be of another height
        layouts: list[object] = []
        s.screen.screen_layout_refresh_signal.subscribe(s.screen, layouts.append, immediate=True)
        await s.press("=2")
        assert "12" in s.text.partition("read as")[2]
        assert layouts == []


async def test_the_form_that_waits_is_not_shown_with_another_problem() -> None:
    async with story(INTEGRAL, INVERSE) as s:
        await s.press("=3/4", "enter")
        assert [form.display for form in s.screen.query(Form)] == [True, False]
        await s.press("v")
        assert s.called("similar") == [()]
        assert len(s.screen.query(Form)) == 1
        assert not s.screen.query(MatrixGrid)
        await s.press("=3/4", "enter")
        assert "Correct." in s.text


async def test_the_form_of_the_next_problem_waits_while_the_verdict_is_read() -> None:
    async with story(INTEGRAL, INVERSE) as s:
        await s.press("=3/4", "enter")
        waiting = list(s.screen.query(Form))[1]
        await s.press("enter")
        assert list(s.screen.query(Form)) == [waiting]
        assert waiting.display
        await s.press("=5")
        assert waiting.response["answer"].startswith("[5")
