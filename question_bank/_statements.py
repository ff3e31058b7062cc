"""True or false, with a computed counterexample: the engine of every `*-facts` skill.

A `Pair` holds a true statement and a false one that reads almost the same: same opening, same objects, same
hints. An instance draws the names, the shapes and the numbers. Hypotheses and claim are conditions in the answer
language over the canonical names, and the counterexample of a false statement is evaluated when the problem is
built: what the solution shows is computed, and an example that proves nothing cannot be built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from question_bank._steps import listed
from quizgen.answers import values
from quizgen.answers.choice import Option
from quizgen.answers.echo import tex
from quizgen.answers.language import read
from quizgen.answers.syntax import Node, Vocabulary
from quizgen.answers.truth import TruthAnswer
from quizgen.answers.witness import Witness
from quizgen.draw import Draw
from quizgen.exact import Matrix, Q
from quizgen.markup.source import Tex, latex_of, text
from quizgen.problem import Problem, Step

Number = int | Q
Example = Mapping[str, "Matrix | Number"]
Numbers = Mapping[str, Any]
"""Drawn numbers by name: ints for the text; strings for the conditions alone, where they stand in braces."""
Shape = tuple[int | str, int | str] | None
"""Of a matrix; a string names a drawn number. None: the object is a number."""

OTHERS = 3
"""Further examples on which `verify` tries a statement that is said to be true."""

LETTERS: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = (
    (("A", "B", "C"), (("A", "B", "C"), ("M", "N", "L"), ("X", "Y", "Z"), ("F", "G", "H"), ("P", "Q", "S"))),
    (("u", "v", "w"), (("u", "v", "w"), ("p", "q", "r"), ("a", "b", "c"), ("r", "s", "t"))),
    (("x_", "y_", "z_", "b_", "d_"), (("x", "y", "z", "b", "c"), ("u", "v", "w", "b", "d"), ("p", "q", "r", "c", "d"))),
    (("f",), (("f",), ("g",), ("h",))),
    (("Phi", "Psi"), ((r"\Phi", r"\Psi"), (r"\varphi", r"\psi"), ("f", "g"), ("h", "k"))),
)
"""Canonical names and what an instance may call them. Names of one kind are changed together."""

ASKS = (
    ("True or false?", "If it is false, give {names} for which it fails."),
    ("Is the following statement true?", "If it is not, give a counterexample: {names}."),
    ("Decide whether this statement always holds.", "If it does not, show it by an example: {names}."),
    ("A student writes in an exam:", "Is the student right? If not, give {names} for which the statement fails."),
)
REASON_ASKS = (
    ("True or false?", "If it is false, say why."),
    ("Is the following statement true?", "If it is not, choose the reason."),
    ("Decide whether this statement holds.", "If it does not, choose what goes wrong."),
    ("A student writes in an exam:", "Is the student right? If not, choose what goes wrong."),
)
TRY_SMALL = "Before you try to prove a statement, test it: on small examples with many zeros, and on extreme ones."
CHECK_EACH = "Test what is claimed point by point, and look for the point that is hardest to satisfy."


class Statement(NamedTuple):
    """One statement: true or false is decided by its place in the `Pair`."""

    says: tuple[str, ...]
    """Phrasings, templates that continue the pair's opening: lower case, with a full stop."""
    why: tuple[str, ...]
    """Templates, one a step: the idea of the proof, or what the statement overlooks."""
    assume: tuple[str, ...] = ()
    """Hypotheses over the canonical names, such as "det(A) != 0"; "beside(A, b)" is a block matrix."""
    claim: str = ""
    example: Callable[[Draw, Numbers], Example] | None = None
    """Objects that meet the hypotheses: they break the claim of a false statement."""
    trap: str = ""
    """Template, what to say to someone who takes the statement for what it is not."""
    code: str = ""
    """The mal-rule that taking this false statement for true shows."""
    numbers: Callable[[Draw], Numbers] | None = None
    """In place of the pair's."""
    illustrated: bool = True
    """False for a true statement whose claim says nothing when it is computed for an example."""
    reason: int | None = None
    """For a pair with reasons: the index of the one that makes this statement false."""


class Pair(NamedTuple):
    """A true and a false statement that read almost the same."""

    name: str
    level: int
    opens: tuple[str, ...]
    """Templates. The statement follows in lower case, after a full stop in upper case."""
    hint: str
    """Template; said for both, so it must not tell which one this is."""
    true: Statement
    false: Statement
    things: Mapping[str, Shape] = {}
    """The objects of a counterexample by canonical name, with their shapes, in the order of the form."""
    numbers: Callable[[Draw], Numbers] = lambda draw: {}
    tex: Mapping[str, str] = {}
    """Templates of LaTeX for what the answer language says clumsily, by that side of a condition or by the whole
    condition: "(k/s + s)^2 >= 4 k" is told in the statement's own form."""
    whole: tuple[str, ...] = ()
    """Canonical names of the numbers that count something: only whole numbers are examples."""
    reasons: tuple[str, ...] = ()
    """Templates, in place of a counterexample: what could be wrong with the statement."""
    replies: tuple[str, ...] = ()
    """Templates, for each reason: what to say to someone who chose it wrongly."""
    check: Callable[..., Sequence[bool]] | None = None
    """For reasons: which of them apply to the statement, by definition: check(numbers, truth)."""

    def side(self, truth: bool) -> Statement:
        """The true or the false statement."""
        return self.true if truth else self.false


class Drawn(NamedTuple):
    """An instance of a statement: the given of a `*-facts` exercise."""

    pair: str
    truth: bool
    letters: tuple[tuple[str, str], ...]
    """(canonical name, drawn name)."""
    numbers: tuple[tuple[str, Any], ...]
    example: tuple[tuple[str, Any], ...]
    wording: tuple[int, int, int]
    """Indices of the opening, the phrasing and the question; taken modulo what there is."""


class Bank:
    """The pairs of a skill."""

    def __init__(self, *pairs: Pair) -> None:
        self.pairs = {pair.name: pair for pair in pairs}
        self.levels: dict[int, list[str]] = {}
        for pair in pairs:
            self.levels.setdefault(pair.level, []).append(pair.name)

    def draw(self, draw: Draw, level: int) -> Drawn:
        """A statement of the level, true or false evenly."""
        return self.instance(draw, draw.choice(self.levels[level]), draw.flip())

    def instance(self, draw: Draw, name: str, truth: bool) -> Drawn:
        """A drawn instance of one statement."""
        pair = self.pairs[name]
        statement = pair.side(truth)
        letters = _letters(draw)
        numbers = (statement.numbers or pair.numbers)(draw)
        example = statement.example(draw, numbers) if statement.example else {}
        wording = (draw.below(12), draw.below(12), draw.below(12))
        return Drawn(name, truth, letters, tuple(numbers.items()), tuple(example.items()), wording)

    def problem(self, *given: Any) -> Problem:
        """The problem of a `Drawn`. Raises ValueError when its example does not show what it should."""
        return _Writer(self.pairs[given[0]], Drawn(*given)).problem()

    def verify(self, *given: Any) -> bool:
        """By definition, with numpy: `verify(*drawn, answer)`, see `refuted`."""
        *fields, answer = given
        drawn = Drawn(*fields)
        pair = self.pairs[drawn.pair]
        truth, told = answer
        if pair.check is not None:
            applies = pair.check(dict(drawn.numbers), drawn.truth)
            reasons = _Writer(pair, drawn).reasons()
            return not any(applies) if truth else applies[reasons.index(told["reason"])] if told else False
        if not truth:
            return bool(told) and self.refuted(drawn, told)
        others = [self.instance(Draw("verify", drawn.pair, i), drawn.pair, drawn.truth) for i in range(OTHERS)]
        return not any(self.refuted(one, self.witnesses(one)) for one in (drawn, *others))

    def witnesses(self, drawn: Drawn) -> dict[str, Any]:
        """The stored example by drawn name."""
        names = dict(drawn.letters)
        return {names.get(name, name): value for name, value in drawn.example}

    def refuted(self, drawn: Drawn, witnesses: Mapping[str, Any]) -> bool:
        """True when the witnesses (by drawn name) meet every hypothesis and break the claim, in floating point."""
        from question_bank._numeric import holds

        writer = _Writer(self.pairs[drawn.pair], drawn)
        shapes = writer.shapes()
        if any(_shape(witnesses[writer.names[name]]) != shape for name, shape in shapes.items()):
            return False
        env = dict(witnesses)
        assumed = [*writer.counts(), *(writer.condition(h).expr for h in writer.statement.assume)]
        met = all(holds(writer.node(h), env) for h in assumed)
        return met and not holds(writer.node(writer.condition(writer.statement.claim).expr), env)


def _shape(value: Any) -> tuple[int, int] | None:
    return value.shape if isinstance(value, Matrix) else None


def _letters(draw: Draw) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for canonical, choices in LETTERS:
        found += zip(canonical, draw.choice(choices), strict=True)
    return tuple(found)


# ------------------------------------------------------------------ conditions

_RELATION = re.compile(r" (=|!=|<=|>=|<|>) ")
_WORD = re.compile(r"[A-Za-z_]\w*")
_BLOCK = re.compile(r"(beside|above)\(([^()]*)\)")
_LITERAL = re.compile(r"-?\d+(?:/\d+)?|I")
_SIGN = {"=": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}
_OPPOSITE = {"=": "!=", "!=": "=", "<=": ">", ">=": "<", "<": ">=", ">": "<="}


class Side(NamedTuple):
    """One side of a relation."""

    expr: str
    """In the answer language, over the drawn names."""
    latex: str
    plain: bool
    """True for a name or a literal, whose value need not be shown."""
    clumsy: bool
    """True where `latex` is not what the answer language's own printer would write."""


class Relation(NamedTuple):
    """left op right."""

    left: Side
    op: str
    right: Side


class Condition(NamedTuple):
    """Relations: all of the outer, any of the inner."""

    expr: str
    parts: tuple[tuple[Relation, ...], ...]
    latex: str
    clumsy: bool


def expanded(expr: str, shapes: Mapping[str, tuple[int, int] | None]) -> str:
    """The expression with block matrices written in the answer language, by sums of padded blocks.

    `beside(u, A B)` has as many columns as its last factors, `above(A, B A)` as many rows as its first ones.
    """
    return _BLOCK.sub(lambda match: _blocks(match[1], [part.strip() for part in match[2].split(",")], shapes), expr)


def _blocks(how: str, parts: Sequence[str], shapes: Mapping[str, tuple[int, int] | None]) -> str:
    sizes = []
    for part in parts:
        shape = shapes[_WORD.findall(part)[-1 if how == "beside" else 0]]
        assert shape is not None
        sizes.append(shape[1] if how == "beside" else shape[0])
    starts = [0, *accumulate(sizes)]
    blocks = [_selector(size, start, starts[-1]) for size, start in zip(sizes, starts, strict=False)]
    if how == "beside":
        return "(" + " + ".join(f"{part}*{block}" for part, block in zip(parts, blocks, strict=True)) + ")"
    return "(" + " + ".join(f"transpose({block})*{part}" for part, block in zip(parts, blocks, strict=True)) + ")"


def _selector(size: int, start: int, total: int) -> str:
    """The size×total matrix with an identity from column `start` on, in the answer language."""
    rows = [", ".join("1" if j == start + i else "0" for j in range(total)) for i in range(size)]
    return f"transpose([{rows[0]}])" if size == 1 else f"[{'; '.join(rows)}]"


@lru_cache(maxsize=4096)
def _node(expr: str, names: tuple[str, ...], matrices: tuple[str, ...]) -> Node:
    relation = "relation" if _RELATION.search(expr) else "value"
    return read(expr, Vocabulary(names=names, matrices=matrices), relation)


# ------------------------------------------------------------------ the problem


class _Writer:
    """Writes the problem of one drawn statement."""

    def __init__(self, pair: Pair, drawn: Drawn) -> None:
        self.pair = pair
        self.drawn = drawn
        self.statement = pair.side(drawn.truth)
        # Numbers with names of their own, such as a, are not redrawn.
        self.names = {name: name for name in pair.things} | dict(drawn.letters)
        self.numbers = dict(drawn.numbers)
        self.example = dict(drawn.example)
        self.words = {name: Tex(letter) for name, letter in self.names.items()} | self.numbers
        self.env = {self.names[name]: _exact(value) for name, value in self.example.items()}

    # --- words

    def say(self, template: str) -> str:
        """The template with the drawn names and numbers it uses."""
        return text(template, **{name: self.words[name] for name in _placeholders(template)})

    def sentence(self) -> str:
        """The statement as a whole."""
        at, phrasing, _ = self.drawn.wording
        opening = self.say(self.pair.opens[at % len(self.pair.opens)])
        says = self.say(self.statement.says[phrasing % len(self.statement.says)])
        return f"{opening} {says[0].upper() + says[1:] if opening.endswith('.') else says}".strip()

    def prompt(self) -> str:
        """The question."""
        asks = REASON_ASKS if self.pair.reasons else ASKS
        before, after = asks[self.drawn.wording[2] % len(asks)]
        shown = listed([f"${self.names[name]}$" for name in self.pair.things]) if self.pair.things else ""
        return f"{before}\n\n> {self.sentence()}\n\n{after.format(names=shown)}"

    def reasons(self) -> list[str]:
        """The reasons to choose from."""
        return [self.say(reason) for reason in self.pair.reasons]

    # --- conditions

    def shapes(self) -> dict[str, tuple[int, int] | None]:
        """Shapes by canonical name."""
        return {name: _sized(shape, self.numbers) for name, shape in self.pair.things.items()}

    def node(self, expr: str) -> Node:
        """The tree of a condition or a side over the drawn names."""
        names = tuple(self.names[name] for name in self.pair.things)
        matrices = tuple(self.names[name] for name, shape in self.pair.things.items() if shape)
        return _node(expr, names, matrices)

    def condition(self, template: str) -> Condition:
        """A condition over the canonical names as one over the drawn names."""
        # Braces hold drawn numbers; sets do not occur in conditions.
        numbers = {k: f"({v})" if isinstance(v, int) and v < 0 else v for k, v in self.numbers.items()}
        special = {key.format_map(numbers): latex for key, latex in self.pair.tex.items()}
        own = special.get(template.format_map(numbers))
        parts = tuple(
            tuple(self._relation(relation, special) for relation in alternatives.split(" or "))
            for alternatives in template.format_map(numbers).split(" and ")
        )
        return Condition(
            " and ".join(" or ".join(f"{r.left.expr} {r.op} {r.right.expr}" for r in part) for part in parts),
            parts,
            self.say(f"${own}$")[1:-1]
            if own
            else r" \text{ and } ".join(r" \text{ or } ".join(_plain(r) for r in part) for part in parts),
            bool(own) or any(side.clumsy for part in parts for r in part for side in (r.left, r.right)),
        )

    def counts(self) -> dict[str, str]:
        """LaTeX by condition: what counts something is a whole number."""
        names = (self.names[name] for name in self.pair.whole)
        return {f"floor({name}) = {name}": rf"{name} \in \mathbb{{Z}}" for name in names}

    def _relation(self, plain: str, special: Mapping[str, str]) -> Relation:
        left, op, right = _RELATION.split(plain)
        return Relation(self._side(left, special), op, self._side(right, special))

    def _side(self, plain: str, special: Mapping[str, str]) -> Side:
        expr = self._expr(plain)
        simple = bool(_LITERAL.fullmatch(plain)) or plain in self.pair.things
        if plain in special:
            return Side(expr, self.say(f"${special[plain]}$")[1:-1], simple, True)
        return Side(expr, _tightened(tex(self.node(expr))), simple, False)

    def _expr(self, plain: str) -> str:
        return _WORD.sub(lambda m: self.names.get(m[0], m[0]), expanded(plain, self.shapes()))

    # --- values

    def value(self, side: Side, other: Side | None = None) -> Any:
        """The value of a side for the example; I is sized by the other side."""
        if side.expr == "I" and other is not None:
            size = self.value(other)
            return Matrix.identity(size.rows) if isinstance(size, Matrix) else Q(1)
        return values.evaluate(self.node(side.expr), self.env)

    def holds(self, relation: Relation) -> bool:
        """The truth of a relation for the example, exactly."""
        left, right = self.value(relation.left, relation.right), self.value(relation.right, relation.left)
        return _compare(relation.op, left, right)

    def told(self, relation: Relation, holds: bool) -> str:
        """The relation, or its opposite, with the values of its sides: "$\\det(A) = 3 \\ne 0$"."""
        left, right = relation.left, relation.right
        op = relation.op if holds else _OPPOSITE[relation.op]
        first, second = (latex_of(self.value(side, other)) for side, other in ((left, right), (right, left)))
        if right.plain:
            if left.plain:
                return f"${left.latex} {_SIGN[op]} {right.latex}$"
            if op == "=" and first == right.latex:
                return f"${left.latex} = {first}$"
            return f"${left.latex} = {first} {_SIGN[op]} {right.latex}$"
        if left.plain:
            return f"${left.latex} {_SIGN[op]} {second} = {right.latex}$"
        if op == "!=":
            return f"${left.latex} = {first}$, whereas ${right.latex} = {second}$"
        if op == "=":
            return f"${left.latex} = {first} = {right.latex}$"
        return f"${left.latex} = {first} {_SIGN[op]} {second} = {right.latex}$"

    def shown(self, condition: Condition, holds: bool) -> list[str]:
        """What shows that a condition holds, or that it does not. Raises ValueError when it is not so."""
        found: list[str] = []
        for part in condition.parts:
            truths = [self.holds(relation) for relation in part]
            if holds and not any(truths):
                raise ValueError(f"{self.drawn.pair}: the example {self.example} does not meet {condition.expr}")
            if holds:
                found.append(next(self.told(r, True) for r, true in zip(part, truths, strict=True) if true))
            elif not any(truths):
                found += [self.told(r, False) for r in part]
        if not found:
            raise ValueError(f"{self.drawn.pair}: the example {self.example} does not break {condition.expr}")
        return found

    # --- parts

    def answer(self) -> TruthAnswer:
        """The answer with what a wrong word is told."""
        statement, truth = self.statement, self.drawn.truth
        feedback = self.say(statement.trap) if statement.trap else ""
        if self.pair.reasons:
            options = tuple(
                Option(reason, correct=not truth and i == statement.reason, feedback=self.say(reply))
                for i, (reason, reply) in enumerate(zip(self.reasons(), self.pair.replies, strict=True))
            )
            return TruthAnswer(truth, reasons=options, code=statement.code, feedback=feedback)
        conditions = [self.condition(h) for h in statement.assume]
        claim = self.condition(statement.claim)
        typed = {name: _typed(value) for name, value in self.example.items()}
        witnesses = tuple(
            Witness(self.names[name], shape, "" if truth else typed[name], f"${self.names[name]} =$")
            for name, shape in self.shapes().items()
        )
        return TruthAnswer(
            truth,
            witnesses,
            (*self.counts(), *(c.expr for c in conditions)),
            claim.expr,
            (tuple(typed[name] for name in self.pair.things),) if truth else (),
            code=statement.code,
            feedback=feedback,
            shown=self.counts() | {c.expr: c.latex for c in (*conditions, claim) if c.clumsy},
        )

    def steps(self) -> tuple[Step, ...]:
        """Why; then the example with its numbers."""
        why = [Step(self.say(template)) for template in self.statement.why]
        verdict = "So the statement is **true**." if self.drawn.truth else "So the statement is **false**."
        if self.pair.reasons:
            if not self.drawn.truth:
                assert self.statement.reason is not None
                verdict = f"So the statement is **false**: {_lower(self.reasons()[self.statement.reason])}"
            return (*why, Step(verdict))
        take = Step(f"{self._announce()} $${self._objects()}$$")
        met = [line for h in self.statement.assume for line in self.shown(self.condition(h), True)]
        claim = self.condition(self.statement.claim)
        if self.drawn.truth:
            lines = list(dict.fromkeys([*met, *self.shown(claim, True)]))
            told = any(not (r.left.plain and r.right.plain) for part in claim.parts for r in part)
            if not (told and self.statement.illustrated):
                return (*why, Step(verdict))
            return (*why, Step(f"{take.text}\n\nHere {listed(lines)}."), Step(verdict))
        meets = "They meet" if len(self.example) > 1 else "It meets"
        assumed = [Step(f"{meets} what is assumed: {listed(met)}.")] if met else []
        lead = "But" if met else "Here"
        return (*why, take, *assumed, Step(f"{lead} {listed(self.shown(claim, False))}. {verdict}"))

    def _announce(self) -> str:
        return "For illustration (an example is not a proof):" if self.drawn.truth else "A counterexample:"

    def _objects(self) -> str:
        return r",\qquad ".join(f"{self.names[name]} = {latex_of(self.example[name])}" for name in self.pair.things)

    def problem(self) -> Problem:
        """The whole problem."""
        return Problem.single(
            prompt=self.prompt(),
            answer=self.answer(),
            hints=(self.say(self.pair.hint), CHECK_EACH if self.pair.reasons else TRY_SMALL),
            steps=self.steps(),
        )


_PLACEHOLDER = re.compile(r"@(?:\+\*|\+|\*)?[({]?([A-Za-z_]\w*)")


@lru_cache(maxsize=4096)
def _placeholders(template: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(template.replace("@@", "")))


def _sized(shape: Shape, numbers: Numbers) -> tuple[int, int] | None:
    if shape is None:
        return None
    rows, columns = (numbers[size] if isinstance(size, str) else size for size in shape)
    return rows, columns


def _tightened(latex: str) -> str:
    """Printed by the answer language, as one writes it by hand: A B with plain brackets."""
    return latex.replace(r"\left(", "(").replace(r"\right)", ")").replace(r"\,", " ")


def _exact(value: Any) -> Any:
    return value if isinstance(value, Matrix) else Q(value)


def _typed(value: Any) -> str:
    if not isinstance(value, Matrix):
        return str(value)
    return "[" + "; ".join(", ".join(map(str, row)) for row in value.to_rows()) + "]"


def _plain(relation: Relation) -> str:
    return f"{relation.left.latex} {_SIGN[relation.op]} {relation.right.latex}"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _compare(op: str, left: Any, right: Any) -> bool:
    if isinstance(left, Matrix) != isinstance(right, Matrix):
        # A matrix may be compared with the number 0 alone.
        matrix, number = (left, right) if isinstance(left, Matrix) else (right, left)
        if number != 0:
            raise ValueError(f"a matrix is compared with {number}")
        equal = matrix.is_zero
    else:
        equal = left == right
    if op in ("=", "!="):
        return equal if op == "=" else not equal
    return equal if op in ("<=", ">=") and equal else bool(left < right) == (op in ("<=", "<")) and not equal
