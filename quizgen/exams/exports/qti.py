"""A QTI 2.1 package: a zip with imsmanifest.xml, an item for each problem, and a test of all of them.

A number is marked by a pair of bounds (`gte`, `lte`): the `equal` of QTI with a tolerance is not understood
everywhere. The score is counted in whole numbers and turned into points at the end, so that right replies reach the
maximum exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from quizgen import __version__
from quizgen.answers.ordering import OrderingAnswer
from quizgen.exams.document import on_paper
from quizgen.exams.exports.archive import zipped
from quizgen.exams.exports.asked import (
    ORDERS,
    Asked,
    Cell,
    Numbers,
    Person,
    Pick,
    asked,
    right_orders,
)
from quizgen.exams.exports.collection import Collection, Progress, Question
from quizgen.exams.exports.figurefiles import files
from quizgen.exams.exports.notes import note, several
from quizgen.exams.exports.qtixml import blocks, inline_only, line
from quizgen.exams.exports.weights import weights
from quizgen.exams.words import WORDS, Language
from quizgen.page import answer as answer_markup
from quizgen.problem import Part

ITEM = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_WHERE = f'xsi:schemaLocation="{ITEM} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LINES = 12
"""Height of the field for a text."""


def qti(collection: Collection, progress: Progress = lambda done: None) -> bytes:
    """The collection as a QTI 2.1 package."""
    found: dict[str, bytes] = {}
    media: dict[str, bytes] = {}
    resources = []
    names = dict(_names(collection.questions))
    for question in collection.questions:
        name = names[question.id]
        own = files(question.problem)
        media |= own
        found[f"items/{name}.xml"] = item(question, name, collection.language).encode()
        resources.append((name, f"items/{name}.xml", [f"media/{m}" for m in own]))
        progress(1)
    test = _test(collection, names)
    listed = {"imsmanifest.xml": _manifest(resources).encode(), "test.xml": test.encode(), **found}
    return zipped(listed | {f"media/{name}": data for name, data in media.items()})


def _names(questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Id -> an identifier that XML allows."""
    for question in questions:
        yield question.id, "q-" + re.sub(r"[^A-Za-z0-9_.-]", "_", question.id)


# ------------------------------------------------------------------ one item


def item(question: Question, name: str, language: Language) -> str:
    """A problem as an assessment item."""
    return _Item(question, name, language).text()


class _Item:
    def __init__(self, question: Question, name: str, language: Language) -> None:
        self.question, self.name, self.language = question, name, language
        self.problem = question.problem
        self.declared: list[str] = []
        self.rules: list[str] = []
        self.asks = [asked(part) for part in self.problem.parts]
        sizes = [sum(_size(a, part) for a in asks) for asks, part in zip(self.asks, self.problem.parts, strict=True)]
        self.weights = weights(question.points, sizes)
        self.most = sum(w * size for w, size in zip(self.weights, sizes, strict=True))

    def text(self) -> str:
        body = "".join(self._body())
        title = f"{self.question.name}"
        points = f"{self.question.total:g}"
        outcomes = (
            _outcome("SCORE", "float", "0")
            + _outcome("MAXSCORE", "float", points)
            + _outcome("PLACES", "float", "0")
            + _outcome("FEEDBACK", "identifier", "")
        )
        total = (
            f'<setOutcomeValue identifier="SCORE"><divide><product><variable identifier="PLACES"/>{_float(points)}'
            f"</product>{_float(str(self.most))}</divide></setOutcomeValue>\n"
            '<setOutcomeValue identifier="FEEDBACK"><baseValue baseType="identifier">solution</baseValue>'
            "</setOutcomeValue>\n"
        )
        return (
            f'{_HEAD}<assessmentItem xmlns="{ITEM}" {_XSI} {_WHERE} identifier="{self.name}" title="{escape(title)}" '
            f'adaptive="false" timeDependent="false" xml:lang="{self.language}" toolName="quizgen" '
            f'toolVersion="{__version__}">\n'
            f"{''.join(self.declared)}{outcomes}<itemBody>\n{body}</itemBody>\n<responseProcessing>\n"
            f"{''.join(self.rules)}{total}</responseProcessing>\n"
            f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="solution" showHide="show">{self._solution()}'
            "</modalFeedback>\n</assessmentItem>\n"
        )

    def _body(self) -> Iterator[str]:
        yield blocks(on_paper(self.problem.prompt))
        for part, asks, weight in zip(self.problem.parts, self.asks, self.weights, strict=True):
            name = f"**({part.id})** " if len(self.problem.parts) > 1 else ""
            if name or part.prompt:
                yield blocks(on_paper(name + part.prompt))
            for found in asks:
                yield self._place(part, found, weight)
            for said in dict.fromkeys(filter(None, (note(a, self.language) for a in asks if isinstance(a, Numbers)))):
                yield f"<p><em>{escape(said, quote=False)}</em></p>\n"

    def _solution(self) -> str:
        words = WORDS[self.language]
        out = ""
        for part in self.problem.parts:
            name = f" ({part.id})" if len(self.problem.parts) > 1 else ""
            out += blocks(f"**{words.answer}{name}.** {answer_markup(part).strip()}")
        return out + "".join(blocks(f"**{n}.** {step.text}") for n, step in enumerate(self.problem.steps, 1))

    def _place(self, part: Part, found: Asked, weight: int) -> str:
        if isinstance(found, Numbers):
            return self._numbers(found, weight)
        if isinstance(found, Pick):
            return self._choice(found, weight)
        if isinstance(part.answer, OrderingAnswer) and right_orders(part.answer, ORDERS):
            return self._order(part.answer, weight)
        person = found if isinstance(found, Person) else Person()
        return self._text(part, person)

    def _declare(self, cardinality: str, kind: str, right: Sequence[str], mapping: str = "") -> str:
        name = f"R{len(self.declared) + 1}"
        values = "".join(f"<value>{escape(value, quote=False)}</value>" for value in right)
        correct = f"<correctResponse>{values}</correctResponse>" if right else ""
        self.declared.append(
            f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
            f"{correct}{mapping}</responseDeclaration>\n"
        )
        return name

    def _numbers(self, found: Numbers, weight: int) -> str:
        label = inline_only(found.label) if found.label else ""
        unit = f" {escape(found.unit, quote=False)}" if found.unit else ""
        rows = [[self._cell(cell, weight) for cell in row] for row in found.cells]
        if not found.bracketed:
            return f"<p>{label} {', '.join(cell for row in rows for cell in row)}{unit}</p>\n"
        table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        before = f"<p>{label}</p>" if label else ""
        return f'{before}<table class="matrix"><tbody>{table}</tbody></table>\n'

    def _cell(self, cell: Cell, weight: int) -> str:
        name = self._declare("single", "float", [cell.value])
        value, off = float(cell.value), float(cell.tolerance)
        low, high = (cell.value, cell.value) if not off else (repr(value - off), repr(value + off))
        variable = f'<variable identifier="{name}"/>'
        inside = f"<and><gte>{variable}{_float(low)}</gte><lte>{variable}{_float(high)}</lte></and>"
        self.rules.append(_when(inside, weight))
        return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="8"/>'

    def _choice(self, found: Pick, weight: int) -> str:
        right = [f"A{i}" for i, option in enumerate(found.options, 1) if option.correct]
        if found.multiple:
            entries = "".join(
                f'<mapEntry mapKey="A{i}" mappedValue="{1 if option.correct else -1}"/>'
                for i, option in enumerate(found.options, 1)
            )
            mapping = f'<mapping lowerBound="0" upperBound="{len(right)}" defaultValue="0">{entries}</mapping>'
            name = self._declare("multiple", "identifier", right, mapping)
            self.rules.append(_add(f'<product><mapResponse identifier="{name}"/>{_float(str(weight))}</product>'))
        else:
            name = self._declare("single", "identifier", right[:1])
            full = weight * (2 if any(found.half) else 1)
            variable = f'<variable identifier="{name}"/>'
            for i, option in enumerate(found.options, 1):
                worth = full if option.correct else weight if found.half and found.half[i - 1] else 0
                if worth:
                    same = f'<match>{variable}<baseValue baseType="identifier">A{i}</baseValue></match>'
                    self.rules.append(_when(same, worth))
        options = "".join(
            f'<simpleChoice identifier="A{i}">{line(on_paper(option.text))}</simpleChoice>'
            for i, option in enumerate(found.options, 1)
        )
        label = inline_only(found.label) if found.label else ""
        said = several(self.language) if found.multiple else ""
        prompt = f"<prompt>{label}{' ' if label and said else ''}{said}</prompt>" if label or said else ""
        return (
            f'<choiceInteraction responseIdentifier="{name}" shuffle="false" maxChoices="{0 if found.multiple else 1}">'
            f"{prompt}{options}</choiceInteraction>\n"
        )

    def _order(self, answer: OrderingAnswer, weight: int) -> str:
        orders = right_orders(answer, ORDERS)
        name = self._declare("ordered", "identifier", [f"A{i + 1}" for i in orders[0]])
        variable = f'<variable identifier="{name}"/>'
        tests = [
            f"<match>{variable}<ordered>"
            + "".join(f'<baseValue baseType="identifier">A{i + 1}</baseValue>' for i in order)
            + "</ordered></match>"
            for order in orders
        ]
        self.rules.append(_when(tests[0] if len(tests) == 1 else f"<or>{''.join(tests)}</or>", weight))
        lines = "".join(
            f'<simpleChoice identifier="A{i}">{line(one.text)}</simpleChoice>' for i, one in enumerate(answer.lines, 1)
        )
        return (
            f'<orderInteraction responseIdentifier="{name}" shuffle="false" minChoices="1" '
            f'maxChoices="{len(answer.lines)}">{lines}</orderInteraction>\n'
        )

    def _text(self, part: Part, person: Person) -> str:
        name = self._declare("single", "string", [])
        out = ""
        for field in part.answer.fields():
            if field.options:
                items = "".join(f"<li>{line(on_paper(option))}</li>" for option in field.options)
                out += f"{f'<p>{inline_only(field.label)}</p>' if field.label else ''}<ol>{items}</ol>"
        start = f"<pre>{escape(person.prefill.rstrip(), quote=False)}</pre>" if person.prefill else ""
        key = f'<rubricBlock view="scorer">{blocks(answer_markup(part).strip())}</rubricBlock>'
        kind = ' format="preFormatted"' if person.code else ""
        return (
            f'{out}{start}<extendedTextInteraction responseIdentifier="{name}" expectedLines="{LINES}"{kind}/>{key}\n'
        )


def _size(found: Asked, part: Part) -> int:
    """Places of a question: what it is worth at most, in units of its part's weight."""
    if isinstance(found, Numbers):
        return sum(len(row) for row in found.cells)
    if isinstance(found, Pick):
        return sum(o.correct for o in found.options) if found.multiple else 2 if any(found.half) else 1
    return 1


def _outcome(name: str, kind: str, value: str) -> str:
    default = f"<defaultValue><value>{value}</value></defaultValue>" if value else ""
    attributes = f'identifier="{name}" cardinality="single" baseType="{kind}"'
    return f"<outcomeDeclaration {attributes}>{default}</outcomeDeclaration>\n"


def _float(value: str) -> str:
    return f'<baseValue baseType="float">{value}</baseValue>'


def _add(value: str) -> str:
    return f'<setOutcomeValue identifier="PLACES"><sum><variable identifier="PLACES"/>{value}</sum></setOutcomeValue>\n'


def _when(test: str, worth: int) -> str:
    then = _add(_float(str(worth)))
    return f"<responseCondition><responseIf>{test}{then}</responseIf></responseCondition>\n"


# ------------------------------------------------------------------ the package


def _test(collection: Collection, names: dict[str, str]) -> str:
    sections, at = "", ()  # type: str, tuple[str, ...]
    count = 0
    for question in collection.questions:
        if question.category != at:
            count += 1
            sections += "</assessmentSection>\n" if at else ""
            title = escape(" / ".join(question.category[1:]) or question.category[0])
            sections += f'<assessmentSection identifier="section-{count}" title="{title}" visible="true">\n'
            at = question.category
        name = names[question.id]
        sections += f'<assessmentItemRef identifier="{name}" href="items/{name}.xml"/>\n'
    return (
        f'{_HEAD}<assessmentTest xmlns="{ITEM}" {_XSI} {_WHERE} identifier="test" title="{escape(collection.title)}" '
        f'toolName="quizgen" toolVersion="{__version__}">\n'
        '<testPart identifier="part-1" navigationMode="nonlinear" submissionMode="individual">\n'
        f"{sections}</assessmentSection>\n</testPart>\n</assessmentTest>\n"
    )


def _manifest(resources: Sequence[tuple[str, str, list[str]]]) -> str:
    out = ""
    for name, href, media in resources:
        others = "".join(f'<file href="{file}"/>' for file in media)
        out += (
            f'<resource identifier="{name}" type="imsqti_item_xmlv2p1" href="{href}"><file href="{href}"/>{others}'
            "</resource>\n"
        )
    needs = "".join(f'<dependency identifierref="{name}"/>' for name, _, _ in resources)
    return (
        f'{_HEAD}<manifest xmlns="{PACKAGE}" {_XSI} xsi:schemaLocation="{PACKAGE} '
        'http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd" identifier="quizgen">\n'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n<organizations/>\n"
        f"<resources>\n{out}"
        f'<resource identifier="test" type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/>{needs}'
        "</resource>\n</resources>\n</manifest>\n"
    )
