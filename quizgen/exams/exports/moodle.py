r"""Moodle XML, by the rules that Moodle's own import was seen to follow (Moodle 4.5).

- Fractions are those of Moodle's list, to the last digit; any other stops the import.
- Numbers are decimals: "1/3" would be read as 1 without a word.
- In a cloze answer `}` and `#` are escaped, and entities are decoded once: `<` is written twice over.
- Identifiers are unique in a category: the second of two equal ones would be dropped without a word.
- `/` in a category's name is doubled, and `&` is escaped even there.
- Formulas stand between \( \) and \[ \], with `<` as an entity.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from quizgen.exams.document import on_paper
from quizgen.exams.exports.asked import LEFT_OUT, Asked, Cell, Numbers, Person, Pick, Places, Words, asked
from quizgen.exams.exports.collection import Collection, Progress, Question
from quizgen.exams.exports.figurefiles import files
from quizgen.exams.exports.notes import here, note, several
from quizgen.exams.exports.texhtml import inline, labelled, texhtml
from quizgen.exams.exports.weights import weights
from quizgen.exams.words import WORDS, Language
from quizgen.page import answer as answer_markup
from quizgen.problem import Part, Problem

FRACTIONS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571"}
FRACTIONS |= {8: "12.5", 9: "11.11111", 10: "10"}
"""Moodle's fraction for each of so many right options."""
FOLDER = "@@PLUGINFILE@@/"
LINES = 15
"""Height of the editor of an essay."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PLACE = re.compile(r"\{(?=[0-9]*:)")
_SHOWN = re.compile(re.escape(FOLDER) + r"(figure-[0-9a-f]+\.svg)")


def moodle(collection: Collection, progress: Progress = lambda done: None) -> bytes:
    """The collection as one Moodle XML file."""
    return "".join(pieces(collection, progress)).encode()


def pieces(collection: Collection, progress: Progress = lambda done: None) -> Iterator[str]:
    """The file piece by piece. A category is named whenever it changes."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    at: tuple[str, ...] = ()
    for question in collection.questions:
        for category, text in questions(question, collection.language):
            if category != at:
                yield _category(category)
                at = category
            yield text
        progress(1)
    yield "</quiz>\n"


def _category(names: tuple[str, ...]) -> str:
    path = "/".join(["$course$", "top", *(name.replace("/", "//") for name in names)])
    return f'<question type="category"><category><text>{escape(path, quote=False)}</text></category></question>\n'


# ------------------------------------------------------------------ which questions


def questions(question: Question, language: Language) -> Iterator[tuple[tuple[str, ...], str]]:
    """(category, question) for a problem: one, or one for each part where Moodle can mark only some of them."""
    parts = question.problem.parts
    found = [asked(part) for part in parts]
    everything = range(len(parts))
    if len(parts) == 1 or all(map(_for_person, found)) or all(map(_for_cloze, found)):
        yield question.category, _Writer(question, everything, found, language).text()
        return
    for i, part in enumerate(parts):
        category = (*question.category, f"part {part.id}")
        yield category, _Writer(question, range(i, i + 1), [found[i]], language).text()


def _for_person(found: Sequence[Asked]) -> bool:
    return all(isinstance(a, Person) or (isinstance(a, Pick) and not _fraction(a)) for a in found)


def _for_cloze(found: Sequence[Asked]) -> bool:
    return all(isinstance(a, Numbers | Words) or (isinstance(a, Pick) and not a.multiple) for a in found)


def _fraction(pick: Pick) -> str:
    return FRACTIONS.get(sum(option.correct for option in pick.options) if pick.multiple else 1, "")


class _Writer:
    """One question of Moodle for some parts of a problem."""

    def __init__(
        self, question: Question, chosen: Sequence[int], found: Sequence[tuple[Asked, ...]], language: Language
    ) -> None:
        self.question = question
        self.problem: Problem = question.problem
        self.language: Language = language
        self.parts = [self.problem.parts[i] for i in chosen]
        self.points = [question.points[i] for i in chosen]
        self.found = found
        self.several = len(self.problem.parts) > 1
        self.alone = self.several and len(self.parts) == 1
        self.files = files(self.problem)

    def text(self) -> str:
        ending = self.parts[0].id if self.alone else ""
        name = self.question.name + (f" ({ending})" if ending else "")
        number = self.question.id + (f"-{ending}" if ending else "")
        kind, shown, rest = self._body()
        hints = "" if kind == "essay" else "".join(self._rich("hint", texhtml(h, FOLDER)) for h in self.problem.hints)
        tags = "".join(
            f"<tag><text>{_plain(t)}</text></tag>" for t in (self.problem.slug, f"level {self.problem.level}")
        )
        return (
            f'<question type="{kind}">\n<name><text>{_plain(name)}</text></name>\n'
            f"{self._rich('questiontext', shown)}\n{self._rich('generalfeedback', self._solution())}\n"
            f"<defaultgrade>{sum(self.points):g}</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>"
            f"<idnumber>{_plain(number)}</idnumber>\n{rest}{hints}<tags>{tags}</tags>\n</question>\n"
        )

    def _body(self) -> tuple[str, str, str]:
        """Type, text and the elements that only this type has."""
        first = self.found[0][0]
        if all(map(_for_person, self.found)):
            return "essay", self._prompt() + self._part_prompts(), self._essay()
        single = len(self.found) == 1 and len(self.found[0]) == 1
        if isinstance(first, Numbers) and single and len(first.cells) == len(first.cells[0]) == 1:
            return "numerical", self._shown(first), self._numerical(first.cells[0][0])
        if isinstance(first, Pick) and single:
            return "multichoice", self._shown(first), self._multichoice(first)
        if isinstance(first, Places) and single:
            return "matching", self._shown(first), self._matching(first)
        if isinstance(first, Words) and single:
            return "shortanswer", self._shown(first), self._shortanswer(first)
        return "cloze", _quiet(self._prompt()) + self._cloze(), ""

    # -------------------------------------------------------------- text

    def _rich(self, tag: str, html: str) -> str:
        """An element of HTML with the figures that it shows."""
        data = ""
        if FOLDER in html:
            for name in dict.fromkeys(_SHOWN.findall(html)):
                code = b64encode(self.files[name]).decode()
                data += f'<file name="{name}" path="/" encoding="base64">{code}</file>'
        return f'<{tag} format="html"><text>{_cdata(html)}</text>{data}</{tag}>'

    def _prompt(self) -> str:
        """The problem's text; where one part is asked alone, the other parts as well, to be read."""
        out = texhtml(on_paper(self.problem.prompt), FOLDER)
        if self.alone:
            for part in self.problem.parts:
                out += labelled(f"({part.id})", texhtml(on_paper(part.prompt), FOLDER))
            out += f"<p><em>{here(self.parts[0].id, self.language)}</em></p>"
        return out

    def _part_prompt(self, part: Part) -> str:
        if self.alone:
            return ""
        text = texhtml(on_paper(part.prompt), FOLDER)
        return labelled(f"({part.id})", text) if self.several else text

    def _part_prompts(self) -> str:
        """The parts for a person, with what there is to refer to."""
        out = ""
        for part in self.parts:
            out += self._part_prompt(part)
            fields = part.answer.fields()
            for field in fields:
                if field.options:
                    items = "".join(f"<li>{inline(on_paper(o), FOLDER)}</li>" for o in field.options)
                    out += f"{texhtml(field.label, FOLDER) if field.label else ''}<ol>{items}</ol>"
                elif len(fields) > 1 and field.label:
                    out += texhtml(f"{field.label} …", FOLDER)
        return out

    def _shown(self, found: Asked) -> str:
        """The text of a question of one kind: prompt, label, note."""
        part = self.parts[0]
        out = self._prompt() + self._part_prompt(part)
        label = "" if isinstance(found, Places | Person) else found.label
        unit = f" … {_plain(found.unit)}" if isinstance(found, Numbers) and found.unit else ""
        if label or unit:
            out += f"<p>{inline(label, FOLDER) if label else ''}{unit}</p>"
        if isinstance(found, Words):
            lines = part.answer.fields()[0].options
            out += f"<ol>{''.join(f'<li>{inline(line, FOLDER)}</li>' for line in lines)}</ol>{texhtml(found.note)}"
        said = several(self.language) if isinstance(found, Pick) and found.multiple else note(found, self.language)
        return out + (f"<p><em>{said}</em></p>" if said else "")

    def _solution(self) -> str:
        words = WORDS[self.language]
        out = ""
        for part in self.problem.parts:
            name = f" ({part.id})" if self.several else ""
            out += labelled(f"{words.answer}{name}.", texhtml(answer_markup(part).strip(), FOLDER))
        steps = enumerate(self.problem.steps, 1)
        return out + "".join(labelled(f"{n}.", texhtml(step.text, FOLDER)) for n, step in steps)

    # -------------------------------------------------------------- types

    def _numerical(self, cell: Cell) -> str:
        answers = [(cell.value, "100", ""), *((value, "0", feedback) for value, feedback in cell.wrong)]
        return (
            "".join(
                f'<answer fraction="{fraction}" format="moodle_auto_format"><text>{value}</text>'
                f"<tolerance>{cell.tolerance}</tolerance>{self._feedback(feedback)}</answer>\n"
                for value, fraction, feedback in answers
            )
            + "<unitgradingtype>0</unitgradingtype><unitpenalty>0</unitpenalty><showunits>3</showunits>"
            "<unitsleft>0</unitsleft>\n"
        )

    def _feedback(self, markup: str) -> str:
        return self._rich("feedback", texhtml(markup, FOLDER) if markup else "")

    def _multichoice(self, pick: Pick) -> str:
        share = _fraction(pick)
        out = (
            f"<single>{'false' if pick.multiple else 'true'}</single><shuffleanswers>0</shuffleanswers>"
            "<answernumbering>123</answernumbering><showstandardinstruction>0</showstandardinstruction>\n"
        )
        for i, option in enumerate(pick.options):
            half = bool(pick.half) and pick.half[i]
            fraction = share if option.correct else f"-{share}" if pick.multiple else "50" if half else "0"
            html = inline(on_paper(option.text), FOLDER)
            text = self._rich("answer", html).replace("<answer", f'<answer fraction="{fraction}"', 1)
            out += text.removesuffix("</answer>") + self._feedback(option.feedback) + "</answer>\n"
        return out

    def _matching(self, places: Places) -> str:
        at = {line: str(n) for n, line in enumerate(places.order, 1)}
        out = "<shuffleanswers>false</shuffleanswers>\n"
        for i, line in enumerate(places.lines):
            text = self._rich("subquestion", inline(line, FOLDER)).removesuffix("</subquestion>")
            out += f"{text}<answer><text>{at.get(i, LEFT_OUT)}</text></answer></subquestion>\n"
        return out

    def _shortanswer(self, words: Words) -> str:
        # A star would stand for any text.
        accepted = (_plain(text.replace("*", "\\*")) for text in words.accepted)
        return "<usecase>0</usecase>\n" + "".join(
            f'<answer fraction="100" format="moodle_auto_format"><text>{text}</text>{self._feedback("")}</answer>\n'
            for text in accepted
        )

    def _essay(self) -> str:
        person = next((a for asks in self.found for a in asks if isinstance(a, Person)), Person())
        answers = ""
        for part in self.parts:
            text = texhtml(answer_markup(part).strip(), FOLDER)
            answers += labelled(f"({part.id})", text) if self.several else text
        return (
            f"<responseformat>{'monospaced' if person.code else 'editor'}</responseformat>"
            f"<responserequired>1</responserequired><responsefieldlines>{LINES}</responsefieldlines>"
            "<attachments>3</attachments><attachmentsrequired>0</attachmentsrequired>\n"
            f"{self._rich('graderinfo', answers)}\n"
            f'<responsetemplate format="html"><text>{_cdata(person.prefill)}</text></responsetemplate>\n'
        )

    # -------------------------------------------------------------- cloze

    def _cloze(self) -> str:
        places = [sum(map(_size, asks)) for asks in self.found]
        out = ""
        for part, asks, weight in zip(self.parts, self.found, weights(self.points, places), strict=True):
            out += _quiet(self._part_prompt(part)) + "".join(self._place(found, weight) for found in asks)
            said = dict.fromkeys(filter(None, (note(a, self.language) for a in asks)))
            out += "".join(f"<p><em>{text}</em></p>" for text in said)
        return out

    def _place(self, found: Asked, weight: int) -> str:
        if isinstance(found, Numbers):
            return _numbers(found, weight)
        label = inline(found.label, FOLDER) if isinstance(found, Pick | Words) and found.label else ""
        if isinstance(found, Pick):
            options = "~".join(
                _option(o.text, o.correct, bool(found.half) and found.half[i], o.feedback)
                for i, o in enumerate(found.options)
            )
            return f"{f'<p>{label}</p>' if label else ''}<p>{{{weight}:MULTICHOICE_V:{options}}}</p>"
        assert isinstance(found, Words)
        accepted = "~".join(f"={_guarded(text)}" for text in found.accepted)
        return f"<p>{label} {{{weight}:SHORTANSWER:{accepted}}}</p>"


def _size(found: Asked) -> int:
    return sum(len(row) for row in found.cells) if isinstance(found, Numbers) else 1


_BRACKETS = "border-left:2px solid;border-right:2px solid;border-radius:6px;display:inline-table;vertical-align:middle"


def _numbers(found: Numbers, weight: int) -> str:
    label = inline(found.label, FOLDER) if found.label else ""
    unit = f" {_plain(found.unit)}" if found.unit else ""
    cells = [[_cell(cell, weight) for cell in row] for row in found.cells]
    if not found.bracketed:
        return f"<p>{label} {', '.join(cell for row in cells for cell in row)}{unit}</p>"
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    return f'<div>{label} <table style="{_BRACKETS}"><tbody>{rows}</tbody></table>{unit}</div>'


def _cell(cell: Cell, weight: int) -> str:
    wrong = "".join(f"~%0%{value}:{cell.tolerance}#{_guarded(inline(said))}" for value, said in cell.wrong)
    return f"{{{weight}:NUMERICAL:={cell.value}:{cell.tolerance}{wrong}}}"


def _option(text: str, right: bool, half: bool, feedback: str) -> str:
    said = f"#{_guarded(inline(feedback, FOLDER))}" if feedback else ""
    return f"{'=' if right else '%50%' if half else ''}{_guarded(inline(on_paper(text), FOLDER))}{said}"


def _guarded(html: str) -> str:
    """HTML inside a cloze answer: Moodle decodes entities once, and ends the answer at a bare `}`, `~` or `#`."""
    text = html.replace("&", "&amp;").replace("~", "&#126;").replace("}", "\\}").replace("#", "\\#")
    # The number of an entity keeps its sign: Moodle does not take a # behind an ampersand for the start of feedback.
    text = text.replace("&\\#126;", "&#126;")
    # An answer that begins like a share of the points would be read as one.
    return f"&#{ord(text[0])};{text[1:]}" if text[:1] in ("=", "%") else text


def _quiet(html: str) -> str:
    """HTML in which nothing looks like the start of a place to fill in."""
    return _PLACE.sub("&#123;", html)


def _plain(text: str) -> str:
    return escape(_ILLEGAL.sub("", text), quote=False)


def _cdata(text: str) -> str:
    clean = _ILLEGAL.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{clean}]]>"
