"""Proofs of all units: what is not a proof is refused, gaps take what belongs there and nothing else."""

from __future__ import annotations

import pytest

from question_bank import _proofs
from question_bank._gaps import Gap, Wrong, hide, in_formula, mark, number, typed
from question_bank._proofs import SOUND, Drawn, Line, Proof, Proofs, Slip, _Writer, proved, reading_order
from question_bank.dec.proof_steps import PROOFS as DEC
from question_bank.geo.proof_steps import PROOFS as GEO
from question_bank.la.proof_steps import PROOFS as LA
from question_bank.pro.proof_steps import PROOFS as PRO
from question_bank.sta.proof_steps import PROOFS as STA
from quizgen import curriculum
from quizgen.answers.choice import ChoiceAnswer
from quizgen.answers.expression import ExpressionAnswer
from quizgen.answers.syntax import Unreadable
from quizgen.draw import Draw
from quizgen.grading import form, grade
from quizgen.problem import Problem

UNITS = {"la": LA, "geo": GEO, "dec": DEC, "pro": PRO, "sta": STA}
NEW = ("geo", "dec", "pro", "sta")
CASES = [(unit, name) for unit in UNITS for name in UNITS[unit].proofs]
FADED = [(unit, name) for unit in UNITS for name in UNITS[unit].faded]
GAPS = [(unit, name, i) for unit, name in FADED for i in range(len(UNITS[unit].proofs[name].gaps))]


def whole(unit: str, name: str, only: tuple[int, ...] | None = None) -> Drawn:
    """An instance with all gaps of a proof (or some), options in the author's order."""
    proofs = UNITS[unit]
    proof = proofs.proofs[name]
    base = proofs.faded_instance(Draw("faded", name), name)
    chosen = reading_order(proof) if only is None else only
    return base._replace(
        gaps=tuple((i, () if proof.gaps[i].answer else tuple(range(len(proof.gaps[i].wrong) + 1))) for i in chosen)
    )


def piece(writer: _Writer, gap: Gap) -> str:
    """What was left out, with the drawn letters, as it stands in the line."""
    if in_formula(writer.proof.line(gap.of).text, gap.cut):
        return writer.say(f"${gap.cut}$")[1:-1]
    return writer.say(gap.cut)


def extensions(proof: Proof, limit: int = 100) -> list[list[str]]:
    """Right orders of the lines, up to a limit."""
    found: list[list[str]] = []

    def grow(order: list[str]) -> None:
        if len(found) >= limit:
            return
        if len(order) == len(proof.lines):
            found.append(order)
        for line in proof.lines:
            if line.id not in order and set(line.uses) <= set(order):
                grow([*order, line.id])

    grow([])
    return found


# ------------------------------------------------------------------ what is refused


def test_a_piece_that_is_not_there_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="occurs 0 times"):
        hide("So $x = 0$.", "y", "a")
    with pytest.raises(ValueError, match="occurs 2 times"):
        hide("So $x = x + 0$.", "x", "a")


def toy(gap: Gap) -> Proofs:
    lines = (Line("one", r"Let $x = 1$."), Line("two", r"Then $x + x = 2 x$, as $x$ is a number.", ("one",)))
    slips = (Slip("two", "Then $x + x = x^2$.", "No.", "wrong"), Slip("one", "Let $x = 2$.", "No."))
    other = Gap("two", "as $x$ is a number", "It is.", wrong=(Wrong("as $x$ is a set", "It is not.", "wrong"),))
    return Proofs(Proof("toy", 3, "Two is two.", lines, slips, "Add.", (), (), (gap, other)))


def test_an_expression_of_another_value_is_refused_by_verify() -> None:
    right = Gap("two", "2 x", "Add.", "2 x", (number("x"),), lambda x: x + x)
    wrong = Gap("two", "2 x", "Add.", "x^2", (number("x"),), lambda x: x + x)
    for gap, holds in ((right, True), (wrong, False)):
        proofs = toy(gap)
        drawn = proofs.faded_instance(Draw("toy"), "toy")
        problem = proofs.problem(*drawn)
        values = {part.id: part.answer.value() for part in problem.parts}
        assert proofs.verify(*drawn, values) is holds
        assert not proofs.verify(*drawn, {**values, "b": ("as $x$ is a set",)})
        assert not proofs.verify(*drawn, {**values, "b": ()})


@pytest.mark.parametrize(("unit", "name"), CASES, ids=str)
def test_wrong_orders_slips_and_missing_lines_are_refused(unit: str, name: str) -> None:
    proof = UNITS[unit].proofs[name]
    drawn = UNITS[unit].instance(Draw("orders", name), name, "order")
    answer = UNITS[unit].problem(*drawn).parts[0].answer
    number_of = {line.id: str(i + 1) for i, line in enumerate(answer.lines)}
    right = extensions(proof)
    assert right[0] == [line.id for line in proof.lines] or proved(proof, [line.id for line in proof.lines])
    draw = Draw("wrong orders", name)
    for _ in range(30):
        order = draw.shuffled([line.id for line in proof.lines])
        assert answer.matches({"answer": " ".join(number_of[x] for x in order)}) == proved(proof, order)
    for line in answer.lines:
        if not line.needed:
            order = [*right[0], line.id]
            verdict = answer.judge({"answer": " ".join(number_of[x] for x in order)})
            assert verdict.outcome != "correct"
            assert verdict.message
    for missing in right[0]:
        rest = [x for x in right[0] if x != missing]
        assert not answer.matches({"answer": " ".join(number_of[x] for x in rest)})
    for order in right:
        assert answer.matches({"answer": " ".join(number_of[x] for x in order)})
        assert UNITS[unit].verify(*drawn, tuple(order))


@pytest.mark.parametrize(("unit", "name"), CASES, ids=str)
def test_only_the_first_wrong_line_is_right(unit: str, name: str) -> None:
    proof = UNITS[unit].proofs[name]
    names = [line.id for line in proof.lines]
    base = UNITS[unit].instance(Draw("reading", name), name, "first-wrong")
    for i, slip in [*enumerate(proof.slips), (-1, None)]:
        drawn = base._replace(slips=() if slip is None else (i,))
        answer = UNITS[unit].problem(*drawn).parts[0].answer
        right = len(names) if slip is None else names.index(slip.of)
        assert [k for k in range(len(names) + 1) if answer.matches({"answer": str(k + 1)})] == [right]
        assert UNITS[unit].verify(*drawn, answer.value())
        assert (answer.value() == (SOUND,)) == (slip is None)


@pytest.mark.parametrize(("unit", "name", "i"), GAPS, ids=str)
def test_a_gap_takes_what_belongs_there_and_nothing_else(unit: str, name: str, i: int) -> None:
    proof = UNITS[unit].proofs[name]
    gap = proof.gaps[i]
    drawn = whole(unit, name)
    problem = UNITS[unit].problem(*drawn)
    part = problem.parts[reading_order(proof).index(i)]
    values = {p.id: p.answer.value() for p in problem.parts}
    assert UNITS[unit].verify(*drawn, values)
    assert part.answer.check() == ()
    if isinstance(part.answer, ChoiceAnswer):
        assert [k for k in range(len(gap.wrong) + 1) if part.answer.matches({"answer": str(k + 1)})] == [0]
        for k, wrong in enumerate(gap.wrong):
            verdict = part.answer.judge({"answer": str(k + 2)})
            assert verdict.code == (f"misconception:{wrong.code}" if wrong.code else "incorrect")
            assert verdict.message, "a wrong option is explained"
            option = part.answer.options[k + 1].text
            assert not UNITS[unit].verify(*drawn, {**values, part.id: (option,)})
    else:
        assert isinstance(part.answer, ExpressionAnswer)
        wrong_ones = [*part.answer.perturbed(), *(m.answer for m in part.misconceptions)]
        assert wrong_ones
        for other in wrong_ones:
            assert not part.answer.matches(other.typed())
            assert not UNITS[unit].verify(*drawn, {**values, part.id: other.value()})


@pytest.mark.parametrize(("unit", "name", "i"), GAPS, ids=str)
def test_what_fills_a_gap_is_not_shown_elsewhere(unit: str, name: str, i: int) -> None:
    """Drawn alone, a long piece is nowhere else in the prompt."""
    proof = UNITS[unit].proofs[name]
    gap = proof.gaps[i]
    drawn = whole(unit, name, (i,))
    writer = _Writer(proof, drawn)
    shown = [writer.say(template) for template in writer.templates()]
    if len(gap.cut) >= 12 and not gap.answer:
        assert not any(piece(writer, gap) in line for line in shown)
    same = [also for also in gap.also if not also.instead]
    assert all(also.cut == gap.cut for also in same), "one mark stands for one piece"
    assert sum(mark("a") in line for line in shown) == 1 + len({also.of for also in same} - {gap.of})


# ------------------------------------------------------------------ what the author says twice agrees


@pytest.mark.parametrize(("unit", "name", "i"), GAPS, ids=str)
def test_the_piece_itself_typed_as_latex_is_right(unit: str, name: str, i: int) -> None:
    """Where all letters of the piece may be typed, its own LaTeX is graded correct."""
    gap = UNITS[unit].proofs[name].gaps[i]
    if not gap.answer or "=" in gap.cut or "Write" in gap.asks or "type" in gap.asks:
        return
    drawn = whole(unit, name)
    writer = _Writer(UNITS[unit].proofs[name], drawn)
    answer = UNITS[unit].problem(*drawn).parts[reading_order(writer.proof).index(i)].answer
    assert in_formula(UNITS[unit].proofs[name].line(gap.of).text, gap.cut)
    latex = piece(writer, gap).replace(r"\,", " ")
    try:
        verdict = answer.judge({"answer": latex})
    except Unreadable as error:
        pytest.fail(f"{latex} cannot be read: {error}")
    assert verdict.outcome == "correct", latex


@pytest.mark.parametrize(("unit", "name"), CASES, ids=str)
def test_a_proof_is_an_order_without_cycles(unit: str, name: str) -> None:
    proof = UNITS[unit].proofs[name]
    names = [line.id for line in proof.lines]
    assert len(set(names)) == len(names)
    assert all(first in names for first, _ in proof.edges())
    assert proved(proof, names), "the stated order is right, so there is no cycle"
    used = {first for first, _ in proof.edges()}
    assert len([x for x in names if x not in used]) <= 2, "every line serves the end of a direction"
    assert names[-1] not in used
    assert all(slip.of in names for slip in proof.slips)
    assert len(proof.slips) >= 3
    texts = [line.text for line in proof.lines] + [slip.text for slip in proof.slips]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("unit", "name"), FADED, ids=str)
def test_a_faded_proof_can_be_completed(unit: str, name: str) -> None:
    drawn = whole(unit, name)
    problem = UNITS[unit].problem(*drawn)
    assert len(problem.parts) >= 3
    at = [problem.prompt.index(mark(part.id)) for part in problem.parts]
    assert at == sorted(at), "the letters of the gaps follow the text"
    response = {
        field.name: part.answer.typed()[plain.name]
        for part, fields in form(problem)
        for field, plain in zip(fields, part.answer.fields(), strict=True)
    }
    assert grade(problem, response).outcome == "correct"
    told = " ".join(step.text for step in problem.steps)
    writer = _Writer(UNITS[unit].proofs[name], drawn)
    for part in problem.parts:
        assert mark(part.id) in problem.prompt
        assert f"Gap {part.id}" in told
    for _, gap, _ in writer.gaps:
        assert writer.say(UNITS[unit].proofs[name].line(gap.of).text) in told, "the whole line is told"


# ------------------------------------------------------------------ there is enough of it


@pytest.mark.parametrize("unit", NEW)
def test_there_are_enough_proofs(unit: str) -> None:
    proofs = UNITS[unit]
    skill = next(s for s in curriculum.load().skills.values() if s.id == f"{unit}-proof-steps")
    rules = {rule.id for rule in skill.mal_rules}
    assert len(proofs.proofs) >= 6
    assert sorted(proofs.levels) == [1, 2, 3]
    assert len(proofs.faded) >= 6
    for names in proofs.levels.values():
        assert len(names) >= 2
    slips = {slip.code for p in proofs.proofs.values() for slip in p.slips} - {""}
    gaps = {w.code for p in proofs.proofs.values() for gap in p.gaps for w in gap.wrong} - {""}
    assert slips == rules
    assert gaps == rules
    kinds = {bool(gap.answer) for p in proofs.proofs.values() for gap in p.gaps}
    assert kinds == {True, False}, "expressions and choices"


@pytest.mark.parametrize("unit", UNITS)
def test_most_instances_of_level_3_are_faded_and_none_below(unit: str) -> None:
    def kinds(level: int) -> list[str]:
        return [UNITS[unit].draw(Draw("kinds", unit, level, seed), level).kind for seed in range(200)]

    assert kinds(3).count("faded") >= 130
    assert {"order", "first-wrong"} <= set(kinds(3))
    for level in (1, 2):
        assert set(kinds(level)) == {"order", "first-wrong"}


@pytest.mark.parametrize("unit", UNITS)
def test_prompts_read_well(unit: str) -> None:
    for name in UNITS[unit].proofs:
        for kind in ("order", "first-wrong"):
            check_text(UNITS[unit].problem(*UNITS[unit].instance(Draw("text", name), name, kind)))
    for name in UNITS[unit].faded:
        check_text(UNITS[unit].problem(*whole(unit, name)))


def check_text(problem: Problem) -> None:
    for source in (problem.prompt, *(s.text for s in problem.steps), *problem.hints):
        assert "@" not in source
        assert "+ -" not in source
        assert "$$" not in source


@pytest.mark.parametrize("unit", NEW)
def test_no_explanation_starts_with_a_formula(unit: str) -> None:
    for proof in UNITS[unit].proofs.values():
        whys = [slip.why for slip in proof.slips] + [gap.why for gap in proof.gaps]
        whys += [wrong.why for gap in proof.gaps for wrong in gap.wrong]
        for why in whys:
            assert not why.startswith("$"), why
            assert why.endswith((".", "?")), why


def test_letters_of_a_formula() -> None:
    words = {"lam": _proofs.Tex(r"\mu"), "A": _proofs.Tex("M")}
    assert typed("@lam x^T @A y", words) == "mu x^T M y"
    assert typed("@{A}^-1 @z", words) == "M^-1 z"
