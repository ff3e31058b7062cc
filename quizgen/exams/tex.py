r"""A document as LaTeX with the `exam` class: what an instructor edits. It compiles with a plain TeX Live, twice.

Solutions stand in the file and are switched by `\printanswers`; a comment names each item with slug, version, level
and seed. There are no macros of our own but the letters of the choices.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.answers.base import Field
from quizgen.exams.document import Document, Item, on_paper, written
from quizgen.exams.pdf import written_date
from quizgen.exams.words import points_text
from quizgen.grading import form
from quizgen.markup.figures.pdf import pdfs
from quizgen.markup.latex import PACKAGES, escape, latex
from quizgen.page import answer
from quizgen.problem import Problem

GRADED = 10
"""Problems in a row of the table of points."""
_PAPERS = {"a4": "a4paper", "letter": "letterpaper"}


def tex(document: Document) -> str:
    """The document as a file for pdflatex. Its figures and logo are files of `files`, to lie beside it."""
    return "\n".join([*_preamble(document), *_body(document), r"\end{document}", ""])


def files(document: Document) -> dict[str, bytes]:
    """The pictures that the file includes, by name."""
    found: dict[str, bytes] = {}
    for item in document.items:
        problem = item.problem
        texts = [problem.prompt, *(part.prompt for part in problem.parts), *(step.text for step in problem.steps)]
        for text in (*texts, *problem.hints):
            if "```figure" in text:
                found |= pdfs(text)
    if document.logo and not document.logo_name.lower().endswith(".svg"):
        found[_logo_name(document)] = document.logo
    return found


def _logo_name(document: Document) -> str:
    return "logo." + document.logo_name.rpartition(".")[2].lower()


def _preamble(document: Document) -> Iterator[str]:
    words = document.words
    options = ["12pt" if document.large else "11pt", _PAPERS[document.paper]]
    if document.shows_points:
        options.append("addpoints")
    yield "% Made by quizgen. Edit it freely; compile it twice."
    yield rf"\documentclass[{','.join(options)}]{{exam}}"
    yield r"\usepackage[T1]{fontenc}"
    yield r"\usepackage[utf8]{inputenc}"
    yield r"\usepackage{lmodern}"
    # A part of TeX Live may lack a language: then only the hyphens are English.
    yield rf"\IfFileExists{{{words.babel}.ldf}}{{\usepackage[{words.babel}]{{babel}}}}{{}}"
    yield rf"\usepackage{{{','.join((*PACKAGES, 'array', 'multicol', 'needspace'))}}}"
    if document.large:
        yield r"\AtBeginDocument{\fontsize{18}{24}\selectfont\everymath{\displaystyle}}"
        yield r"\renewcommand{\normalsize}{\fontsize{18}{24}\selectfont}"
    if document.solutions == "none":
        yield r"%\printanswers"
    else:
        yield r"\printanswers"
    yield r"\pagestyle{headandfoot}"
    running = escape(" · ".join(filter(None, [document.course, document.title])))
    who = escape(" · ".join(filter(None, [document.name, document.student])))
    code = escape(f"{words.variant} {document.code}") if document.code else ""
    yield rf"\firstpageheader{{}}{{}}{{{who}}}\runningheader{{{running}}}{{}}{{{who}}}"
    yield rf"\footer{{{code}}}{{}}{{{words.page} \thepage\ {words.of} \numpages}}"
    yield r"\pointsinrightmargin\bracketedpoints"
    yield rf"\pointpoints{{{words.point}}}{{{words.points}}}\marginpointname{{}}"
    yield rf"\hqword{{{words.problem}:}}\hpword{{{words.points.capitalize()}:}}"
    yield rf"\hsword{{{words.marks}:}}\htword{{{words.total}}}"
    yield rf"\renewcommand{{\solutiontitle}}{{\noindent\textbf{{{words.solution}.}}\enspace}}"
    yield r"\renewcommand{\thechoice}{\arabic{choice}}\renewcommand{\choicelabel}{$\square$~\thechoice.}"
    yield rf"\title{{{escape(document.title)}}}\author{{{escape(document.author)}}}"
    yield r"\begin{document}"


def _body(document: Document) -> Iterator[str]:
    words = document.words
    if document.logo and not document.logo_name.lower().endswith(".svg"):
        yield rf"\noindent\hfill\includegraphics[height=16mm]{{{_logo_name(document)}}}\par"
    minutes = f"{document.minutes} {words.minutes}" if document.minutes else ""
    facts = filter(None, [document.course, document.author, written_date(document), minutes])
    heading = rf"{{\Large\bfseries {escape(document.title)}}}"
    yield rf"\begin{{center}}{heading}\\[1ex]{escape(' · '.join(facts))}\end{{center}}"
    if document.cover:
        yield r"\begin{center}\renewcommand{\arraystretch}{1.5}\begin{tabular}{|l|p{9cm}|}\hline"
        rows = [(words.name, document.name), (words.student_id, document.student), (words.seat, document.seat)]
        for label, value in [*rows, *([(words.variant, document.code)] if document.code else [])]:
            yield rf"{escape(label)} & {escape(value)} \\ \hline"
        yield r"\end{tabular}\end{center}"
        if document.shows_points:
            lines = -(-len(document.items) // GRADED)
            yield rf"\begin{{center}}\multirowgradetable{{{lines}}}[questions]\end{{center}}"
    if document.instructions:
        yield latex(document.instructions)
    if document.columns == 2:
        yield r"\begin{multicols}{2}"
    yield r"\begin{questions}"
    number = 0
    for section in document.sections:
        if section.title:
            yield rf"\fullwidth{{\section*{{{escape(section.title)}}}}}"
        if section.text:
            yield rf"\fullwidth{{{latex(section.text)}}}"
        for item in section.items:
            number += 1
            yield from _question(document, item)
    yield r"\end{questions}"
    if document.columns == 2:
        yield r"\end{multicols}"
    if document.formulas:
        yield rf"\clearpage\section*{{{words.formulas}}}"
        yield latex(document.formulas)
    if document.key:
        yield from _key(document)


def named(problem: Problem) -> str:
    """Where a problem comes from, for a comment."""
    return f"{problem.slug} version={problem.version} level={problem.level} seed={problem.seed}"


def _points(points: float) -> str:
    whole, rest = divmod(points, 1)
    return f"[{int(whole) or ''}{chr(92)}half]" if rest == 0.5 else f"[{points:g}]"


def _question(document: Document, item: Item) -> Iterator[str]:
    problem = item.problem
    several = len(problem.parts) > 1
    points = _points(item.total) if item.points and not several else ""
    name = f"{item.id}: " if item.id else ""
    yield ""
    yield r"\needspace{8\baselineskip}"
    yield rf"\question{points} % {name}{named(problem)}"
    yield latex(on_paper(problem.prompt))
    works = sum(map(written, problem.parts))
    if several:
        yield r"\begin{parts}"
    for at, (part, fields) in enumerate(form(problem)):
        if several:
            yield rf"\part{_points(item.points[at]) if item.points else ''} {latex(on_paper(part.prompt))}"
        elif part.prompt:
            yield latex(on_paper(part.prompt))
        yield from _fields(fields, part.answer.typed())
        last = at == len(problem.parts) - 1
        if last and document.hints:
            yield from _hints(document, problem)
        room = item.space / works if works and written(part) and document.space != "none" else 0
        yield from _solution(document, item, at, room, steps=last)
    if several:
        yield r"\end{parts}"


def _hints(document: Document, problem: Problem) -> Iterator[str]:
    yield ""
    for n, hint in enumerate(problem.hints, 1):
        yield rf"\textbf{{{document.words.hint} {n}.}} {latex(on_paper(hint))}\par"


def _fields(fields: tuple[Field, ...], typed: dict[str, str]) -> Iterator[str]:
    for field in fields:
        if field.input == "code":
            yield latex("```python\n" + field.prefill.rstrip() + "\n```")
        elif field.options:
            if field.label:
                yield "\n" + latex(field.label)
            right = {word.strip() for word in typed.get(field.name.rpartition(".")[2], "").split(",")}
            if field.input == "order":
                yield r"\begin{enumerate}"
                yield from (rf"\item {_guarded(option)}" for option in field.options)
                yield r"\end{enumerate}"
                continue
            yield r"\begin{choices}"
            for n, option in enumerate(field.options, 1):
                macro = r"\CorrectChoice" if {str(n), option} & right else r"\choice"
                yield rf"{macro} {_guarded(option)}"
            yield r"\end{choices}"
        elif len(fields) > 1:
            yield "\n" + latex(field.label + " …") + r"\par"


def _guarded(option: str) -> str:
    # An option may begin with a bracket, which would be taken for an argument.
    return "{}" + latex(on_paper(option))


def _solution(document: Document, item: Item, at: int, room: float, *, steps: bool) -> Iterator[str]:
    part, words = item.problem.parts[at], document.words
    environment = "solution"
    if room:
        environment = "solutionorlines" if document.space == "lines" else "solutionorbox"
        if document.space == "blank":
            environment = "solution"
    size = f"[{room:.4g}mm]" if room else ""
    yield rf"\begin{{{environment}}}{size}"
    yield rf"\textbf{{{words.answer}.}} {latex(answer(part).strip())}\par"
    if steps:
        yield r"\begin{enumerate}"
        for n, step in enumerate(item.problem.steps):
            worth = ""
            if document.scheme and item.scheme and item.scheme[n]:
                worth = rf"\hfill\mbox{{[{escape(points_text(item.scheme[n], words))}]}}"
            yield rf"\item {{}}{latex(step.text)}{worth}"
        yield r"\end{enumerate}"
    yield rf"\end{{{environment}}}"


def _key(document: Document) -> Iterator[str]:
    words = document.words
    yield rf"\clearpage\section*{{{words.key}}}"
    yield r"\begin{description}"
    for number, item in enumerate(document.items, 1):
        for part in item.problem.parts:
            name = f"{number}" + (f" ({part.id})" if len(item.problem.parts) > 1 else "")
            yield rf"\item[{escape(name)}] {latex(answer(part).strip())}"
    yield r"\end{description}"
