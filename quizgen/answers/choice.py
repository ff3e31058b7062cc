"""Choice: one or several of the options shown, which are numbered from 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from quizgen.answers.base import CORRECT, Answer, Field, Response, Verdict
from quizgen.answers.labels import plain as plain_label
from quizgen.answers.syntax import Unreadable

LONGEST = 400
"""Characters of a reply that are looked at; more is refused."""

_SEPARATORS = re.compile(r"\s*(?:->|→|=>|[,;>&+/]|\band\b|\s)\s*", re.IGNORECASE)
_NOUN = re.compile(r"\b(?:options?|steps?|lines?|numbers?|reason)\b(?=\s*[0-9a-z(]{1,3}\b)", re.IGNORECASE)
_NUMBER = re.compile(r"[(\[]?([0-9]{1,3})[)\].:]?")
_LETTER = re.compile(r"[(\[]?([a-z])[)\].:]?", re.IGNORECASE)
_NONE = {"none", "none of these", "none of them", "no option", "nothing", "{}", "∅"}
_NO_SOLUTION = {"no solution", "no solutions"}
_ALL = {"all", "all of them", "all of these", "every one", "each"}
_LONE = re.compile(r"[(\[]\s*[0-9]{1,3}\s*,\s*[)\]]")
_ARTICLE = re.compile(r"^\s*(?:an?|the)\s+(?=\S{3})", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:([0-9]{1,2})(?:[)\].:]\s*|\s+)|[(\[]?([A-Za-z])[)\].:]\s*)(.+)", re.DOTALL)
_SIGNS = {
    "\\leq": "≤", "\\le": "≤", "<=": "≤", "\\geq": "≥", "\\ge": "≥", ">=": "≥", "\\neq": "≠", "\\ne": "≠", "!=": "≠",
    "\\times": "×", "\\cap": "∩", "\\cup": "∪", "\\infty": "∞", "inf": "∞", "\\in": "∈", "\\to": "→", "->": "→",
    "\\sum": "∑", "\\sqrt": "√", "sqrt": "√", "\\quad": "", "\\,": "", "\\subseteq": "⊆", "\\notin": "∉",
}  # fmt: skip
_TEX = re.compile("|".join(rf"{re.escape(sign)}(?![a-z])" for sign in sorted(_SIGNS, key=len, reverse=True)))
_TIMES = re.compile(r"(?<=[0-9])\s*[x*]\s*(?=[0-9])")
_HYPHEN = re.compile(r"(?<=[A-Za-z]{3})-(?=[A-Za-z]{3})")
SOUND = ("Every line holds", "Every step holds")
"""How the option begins that no line is wrong, which is what "none" says."""
WIDE = 10_000
"""Columns for an option that is compared with what was typed."""
BEGINNING = 5
"""Letters of an option's beginning that name it."""
NAME, SHORT = 6, 4
"""Letters of a word that names one of the options, and words of such an option."""
LONG = 6
"""Letters of an option after which more may be typed: "infinitely many solutions"."""
_NEGATED = re.compile(r"\b(?:no|not|none|neither|nor|never|without)\b", re.IGNORECASE)


class Option(Struct, frozen=True, omit_defaults=True):
    """One option, in markup."""

    text: str
    correct: bool = False
    code: str = ""
    """The misconception that choosing this wrong option shows."""
    feedback: str = ""
    """What to say to someone who chose this wrong option."""


class ChoiceAnswer(Answer, frozen=True, tag="choice", omit_defaults=True):
    """One option, or every right one where `multiple`. Options are shown in the order given.

    One: any option marked correct is right. Several: the score is
    max(0, (right ones ticked - wrong ones ticked) / number of right ones), so that ticking everything earns
    nothing where half are wrong; where none is right, "none" is the answer and anything else scores 0.
    """

    options: tuple[Option, ...]
    multiple: bool = False

    @classmethod
    def of(
        cls,
        options: Sequence[str | Option],
        right: int | Sequence[int] | None = None,
        *,
        multiple: bool = False,
    ) -> ChoiceAnswer:
        """From texts and the 0-based index, or indices, of the right ones; or from ready options alone."""
        made = tuple(o if isinstance(o, Option) else Option(o) for o in options)
        if right is not None:
            indices = {right} if isinstance(right, int) else set(right)
            made = tuple(replace(o, correct=i in indices) for i, o in enumerate(made))
        return cls(made, multiple)

    def fields(self) -> tuple[Field, ...]:
        """One field of the numbered options."""
        return (
            Field(
                "answer",
                input="choices" if self.multiple else "choice",
                options=tuple(option.text for option in self.options),
                example="1, 3" if self.multiple else "1",
            ),
        )

    def judge(self, response: Response) -> Verdict:
        """Right or not; a wrong option speaks with its own feedback."""
        ticked = self.read(response.get("answer", ""))
        if self.multiple:
            return self._judge_several(set(ticked))
        return CORRECT if self.options[ticked[0]].correct else self._wrong(ticked, 0.0)

    def read(self, text: str) -> list[int]:
        """The 0-based indices that a reply names. Raises Unreadable."""
        asked = "the numbers of all that are right, or none" if self.multiple else "the number of one option"
        ticked = indices(text, [option.text for option in self.options], asked)
        if not ticked and not self.multiple:  # no line is wrong
            ticked = [i for i, option in enumerate(self.options) if option.text.startswith(SOUND)]
        if not ticked and not self.multiple:
            raise Unreadable("One option has to be chosen.", hint=f"Type {asked}.", code="count", field="answer")
        if len(set(ticked)) > 1 and not self.multiple:
            raise Unreadable("Only one option can be chosen.", hint=f"Type {asked}.", code="count", field="answer")
        return list(dict.fromkeys(ticked))

    def _right(self) -> list[int]:
        return [i for i, option in enumerate(self.options) if option.correct]

    def _judge_several(self, ticked: set[int]) -> Verdict:
        right = set(self._right())
        if ticked == right:
            return CORRECT
        wrong = sorted(ticked - right)
        score = max(0.0, (len(ticked & right) - len(wrong)) / len(right)) if right else 0.0
        if wrong:
            return self._wrong(wrong, score)
        message = "What you chose is right, and more is." if ticked else "At least one of them is right."
        return Verdict("partial" if score else "incorrect", score, "missing", message)

    def _wrong(self, wrong: Sequence[int], score: float) -> Verdict:
        spoken = next((i for i in wrong if self.options[i].code or self.options[i].feedback), wrong[0])
        option = self.options[spoken]
        code = f"misconception:{option.code}" if option.code else "incorrect"
        several = self.multiple and not option.feedback
        message = f"Option {spoken + 1} is not right." if several else option.feedback
        return Verdict("partial" if score else "incorrect", score, code, message)

    def typed(self) -> dict[str, str]:
        """The right numbers; the first right one where one is asked for."""
        right = self._right() if self.multiple else self._right()[:1]
        return {"answer": ", ".join(str(i + 1) for i in right) or "none"}

    def notations(self) -> Iterator[dict[str, str]]:
        """By number, by letter, by text where one text is chosen."""
        yield self.typed()
        right = self._right() if self.multiple else self._right()[:1]
        if not right:
            yield {"answer": "None."}
            return
        if right[-1] < 26:
            yield {"answer": " ".join(chr(ord("a") + i) for i in right)}
            yield {"answer": ", ".join(f"{chr(ord('A') + i)})" for i in reversed(right))}
        yield {"answer": " and ".join(str(i + 1) for i in right)}
        for i in self._right() if not self.multiple else ():
            yield {"answer": str(i + 1)}

    def tex(self) -> str:
        r"""The right numbers, or \text{none}."""
        return r"\text{none}" if self.typed()["answer"] == "none" else self.typed()["answer"]

    def value(self) -> tuple[str, ...]:
        """The texts of the right options."""
        return tuple(self.options[i].text for i in self._right())

    def perturbed(self) -> Iterator[ChoiceAnswer]:
        """Another option in place of the right one; where several are asked for, one option changed."""
        for i, option in enumerate(self.options):
            if self.multiple:
                changed = (replace(o, correct=o.correct != (i == j)) for j, o in enumerate(self.options))
                yield replace(self, options=tuple(changed))
            elif not option.correct:
                yield replace(self, options=tuple(replace(o, correct=i == j) for j, o in enumerate(self.options)))

    def check(self) -> tuple[str, ...]:
        """The author's mistakes, as sentences."""
        texts = [option.text for option in self.options]
        right = self._right()
        faults = (
            ("there are fewer than two options", len(texts) < 2),
            ("two options have the same text", len(set(texts)) < len(texts)),
            ("no option is right", not right and not self.multiple),
            ("every option is right", len(right) == len(texts) and not self.multiple),
            ("a right option carries the code of a mistake", any(o.correct and o.code for o in self.options)),
        )
        return tuple(sentence for sentence, holds in faults if holds)


def first_wrong(
    lines: Sequence[str],
    wrong: int | None,
    feedback: str = "",
    *,
    sound: str = "",
    codes: Sequence[str] = (),
) -> ChoiceAnswer:
    """Which numbered line of an argument is the first wrong one?

    `wrong` is its 0-based index; None means that no line is wrong, and then `sound` must be given: the text
    of a last option such as "Every step is right". `feedback` is said to whoever chooses another line, after
    a sentence that says on which side of the mistake it stands; `codes` are the lines' misconceptions.
    """
    if wrong is None and not sound:
        raise ValueError("an argument without a wrong line needs the option `sound`")
    last = len(lines)
    right = last if wrong is None else wrong
    texts = [*lines, sound] if sound else list(lines)
    options = []
    for i, line in enumerate(texts):
        if i == right:
            options.append(Option(line, correct=True))
            continue
        side = _side(i, right, last)
        code = codes[i] if i < len(codes) else ""
        options.append(Option(line, code=code, feedback=f"{side} {feedback}".strip()))
    return ChoiceAnswer(tuple(options))


def _side(chosen: int, right: int, last: int) -> str:
    if chosen == last:
        return "One of the steps does not hold."
    if chosen < right:
        return "That step holds."
    return "There is a wrong step before that one."


def indices(text: str, options: Sequence[str], asked: str, *, field: str = "answer") -> list[int]:
    """The 0-based indices named by a reply: numbers, letters, or the very text of one option.

    "none" gives an empty list. Raises Unreadable for anything else; `asked` says what to type.
    """
    plain = text.strip()
    if not plain:
        raise Unreadable("Nothing was chosen yet.", hint=f"Type {asked}.", code="empty", field=field)
    if len(plain) > LONGEST:
        raise Unreadable("That is too long for a choice.", hint=f"Type {asked}.", code="too-long", field=field)
    if _folded(plain) in _NONE and _folded(plain) not in map(_folded, options):
        return []
    if _folded(plain) in _NO_SOLUTION and "none" in map(_folded, options):
        plain = "none"
    if _folded(plain) in _ALL and _folded(plain) not in map(_folded, options):
        return list(range(len(options)))
    if not _NUMBER.fullmatch(plain) and not _LETTER.fullmatch(plain):
        for meant in (_meant, _copied, _named):
            if len(same := meant(plain, options)) == 1:
                return same
        if _LONE.fullmatch(plain):  # (5,) is no option 5 where options are shapes
            raise Unreadable("This is none of the options.", hint=f"Type {asked}.", code="option", field=field)
    spaced = _NOUN.sub(lambda noun: " " * len(noun[0]), text)
    return [_index(word, at, len(options), asked, field) for word, at in _words(spaced)]


def _meant(text: str, options: Sequence[str]) -> list[int]:
    """The options whose text this is, as it is written or seen on the screen, or whose beginning it is."""
    wanted, written = _bare(text), [_bare(option) for option in options]
    same = [i for i, option in enumerate(written) if option == wanted]
    if same or not wanted:
        return same
    seen = [_bare(_shown(option)) for option in options]
    same = [i for i, option in enumerate(seen) if option == wanted]
    if same or sum(map(str.isalpha, wanted)) < BEGINNING or wanted[-1].isdigit():
        return same
    begun = [i for i in range(len(options)) if written[i].startswith(wanted) or seen[i].startswith(wanted)]
    return begun or [i for i, option in enumerate(seen) if len(option) > LONG and wanted.startswith(option)]


def _named(text: str, options: Sequence[str]) -> list[int]:
    """The short options in which this word stands: "minimum" for "a local minimum"."""
    word = text.lower().rstrip(".!")
    word = {"min": "minimum", "max": "maximum"}.get(word, word)
    if len(word) < NAME:
        return []
    found = [i for i, option in enumerate(options) if word in option.lower().rstrip(".").split()]
    short = [i for i in found if len(options[i].split()) <= SHORT and not _NEGATED.search(options[i])]
    return short if len(short) == len(found) else []


def _copied(text: str, options: Sequence[str]) -> list[int]:
    """The option whose number stands before its text, as both are printed."""
    match = _NUMBERED.match(text)
    if match is None:
        return []
    number = int(match[1]) - 1 if match[1] else ord(match[2].lower()) - ord("a")
    return [i for i in _meant(match[3], options) if i == number]


def _bare(text: str) -> str:
    """Without signs of markup, articles, spaces and the full stop at the end."""
    text = _HYPHEN.sub(" ", _ARTICLE.sub("", text.replace("`", "").replace("’", "'")))
    text = _TIMES.sub("×", text)
    return plain_label(_TEX.sub(lambda m: _SIGNS[m[0]], text)).lower().rstrip(".!")


@lru_cache(maxsize=512)
def _shown(option: str) -> str:
    """The option as it is printed on one line."""
    from quizgen.markup.terminal import terminal

    return terminal(option, width=WIDE) if "$" in option else option


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".!")


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The words between separators, with their columns; brackets around the whole reply fall away."""
    bare = text.strip()
    start = text.index(bare)
    if len(bare) > 1 and bare[0] + bare[-1] in ("()", "[]", "{}") and _SEPARATORS.search(bare[1:-1]):
        bare, start = bare[1:-1], start + 1
    at = 0
    for gap in [*_SEPARATORS.finditer(bare), None]:
        end = gap.start() if gap else len(bare)
        if bare[at:end]:
            yield bare[at:end], start + at
        at = gap.end() if gap else end


def _index(word: str, at: int, count: int, asked: str, field: str) -> int:
    number, letter = _NUMBER.fullmatch(word), _LETTER.fullmatch(word)
    if number:
        index = int(number[1]) - 1
    elif letter:
        index = ord(letter[1].lower()) - ord("a")
    else:
        shown = word if len(word) <= 20 and word.isprintable() else "this"
        raise Unreadable(
            f"“{shown}” is not the number of an option." if shown != "this" else "This is not a number.",
            at,
            hint=f"Type {asked}.",
            code="option",
            field=field,
        )
    if not 0 <= index < count:
        raise Unreadable(
            f"There is no option {word}: they go from 1 to {count}.",
            at,
            hint=f"Type {asked}.",
            code="range",
            field=field,
        )
    return index
