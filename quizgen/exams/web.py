"""A document as one HTML page that holds everything it shows: MathML, pictures as data, a style sheet for print."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from quizgen.answers.base import Field
from quizgen.exams.document import Document, Item, on_paper, written
from quizgen.exams.pdf import written_date
from quizgen.exams.words import points_text
from quizgen.grading import form
from quizgen.markup.html import html
from quizgen.page import answer

STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 "Libertinus Serif", Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #111; background: #fff; }
body.large { font-size: 1.5rem; } body.two main { columns: 2; column-gap: 2rem; } body.two { max-width: 70rem; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; } h2 { font-size: 1.25rem; } h3, h2.problem { font-size: 1.05rem; }
h2 .points, h3 .points, .part .points { float: right; margin-left: .8rem; font-weight: normal; color: #444;
  font-size: .95rem; }
.facts { color: #444; margin-top: 0; } article { break-inside: avoid; margin-top: 1.6rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #777; padding: .3rem .6rem; text-align: left; }
.marks td, .marks th { text-align: center; } .cover td { min-width: 18rem; }
.space { border: 1px solid #999; border-radius: 2px; margin: .6rem 0; }
.lines { background: repeating-linear-gradient(#fff 0 8.4mm, #bbb 8.4mm 8.5mm); } .blank { border: 0; }
.solution { background: #f4f4f4; border-left: 3px solid #777; padding: .5rem .8rem; break-inside: auto; }
.choices { list-style: none; padding-left: .5rem; } .choices li { display: flex; gap: .5rem; }
.choices li p, .lined li p { margin: .2rem 0; } .line { border-bottom: 1px solid #777; margin: 1rem 0; }
pre { background: #f6f6f6; padding: .5rem; overflow-x: auto; }
math[display=block] { overflow: auto hidden; padding: .2rem 0; }
blockquote { margin: .5rem 1.5rem; } img.logo { float: right; height: 16mm; }
@page { size: PAPER; margin: 20mm; } @media print { body { margin: 0; max-width: none; } .key { break-before: page; } }
"""
_PAPERS = {"a4": "A4", "letter": "letter"}
_MEDIA = {"svg": "svg+xml", "jpg": "jpeg", "jpeg": "jpeg", "png": "png"}


def page(title: str, language: str, body: str, *, style: str = STYLE, classes: str = "") -> str:
    """A whole HTML page around a body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{style}</style>\n</head>\n<body{f' class={chr(34)}{classes}{chr(34)}' if classes else ''}>\n"
        f"{body}\n</body>\n</html>\n"
    )


def web(document: Document) -> str:
    """The document as an HTML page."""
    classes = " ".join(name for name, on in (("large", document.large), ("two", document.columns == 2)) if on)
    style = STYLE.replace("PAPER", _PAPERS[document.paper])
    return page(document.title, document.language, "\n".join(_body(document)), style=style, classes=classes)


def _body(document: Document) -> Iterator[str]:
    words = document.words
    if document.logo:
        kind = _MEDIA.get(document.logo_name.rpartition(".")[2].lower(), "png")
        data = b64encode(document.logo).decode()
        yield f'<img class="logo" alt="Logo {escape(document.course)}" src="data:image/{kind};base64,{data}">'
    yield f"<h1>{escape(document.title)}</h1>"
    minutes = f"{document.minutes} {words.minutes}" if document.minutes else ""
    points = points_text(sum(i.total for i in document.items), words) if document.shows_points else ""
    facts = [document.course, document.author, written_date(document), minutes, points]
    yield f'<p class="facts">{escape(" · ".join(filter(None, facts)))}</p>'
    if document.cover:
        rows = [(words.name, document.name), (words.student_id, document.student), (words.seat, document.seat)]
        rows += [(words.variant, document.code)] if document.code else []
        cells = "".join(f'<tr><th scope="row">{escape(a)}</th><td>{escape(b)}</td></tr>' for a, b in rows)
        yield f'<table class="cover">{cells}</table>'
    if document.instructions:
        yield html(document.instructions)
    yield "<main>"
    number = 0
    for section in document.sections:
        if section.title:
            yield f"<h2>{escape(section.title)}</h2>"
        if section.text:
            yield html(section.text)
        for item in section.items:
            number += 1
            yield _problem(document, item, number, 3 if section.title else 2)
    yield "</main>"
    if document.solutions == "end":
        yield f'<section class="key"><h2>{words.solutions}</h2>'
        for number, item in enumerate(document.items, 1):
            yield f"<h3>{words.problem} {number}</h3>{_solution(document, item)}"
        yield "</section>"
    if document.formulas:
        yield f'<section class="key"><h2>{words.formulas}</h2>{html(document.formulas)}</section>'
    if document.key:
        yield f'<section class="key"><h2>{words.key}</h2><table>'
        yield f'<tr><th scope="col">{words.problem}</th><th scope="col">{words.answer}</th></tr>'
        for number, item in enumerate(document.items, 1):
            for part in item.problem.parts:
                name = f"{number}" + (f" ({part.id})" if len(item.problem.parts) > 1 else "")
                yield f"<tr><td>{escape(name)}</td><td>{html(answer(part).strip())}</td></tr>"
        yield "</table></section>"


def _problem(document: Document, item: Item, number: int, level: int) -> str:
    words = document.words
    points = f'<span class="points">{points_text(item.total, words)}</span>' if item.points else ""
    out = [f'<article><h{level} class="problem">{points}{words.problem} {number}</h{level}>']
    out.append(html(on_paper(item.problem.prompt)))
    several = len(item.problem.parts) > 1
    works = sum(map(written, item.problem.parts))
    for at, (part, fields) in enumerate(form(item.problem)):
        if several or part.prompt:
            name = f"**({part.id})** " if several else ""
            worth = ""
            if several and item.points:
                worth = f'<span class="points">{points_text(item.points[at], words)}</span>'
            out.append(f'<div class="part">{worth}{html(on_paper(name + part.prompt))}</div>')
        out += _fields(document, fields)
        if document.space != "none" and written(part) and item.space:
            kind = {"lines": "space lines", "blank": "space blank"}.get(document.space, "space")
            out.append(f'<div class="{kind}" style="height:{item.space / works:.4g}mm"></div>')
    if document.hints:
        out += [html(f"**{words.hint} {n}.** {on_paper(hint)}") for n, hint in enumerate(item.problem.hints, 1)]
    if document.solutions == "inline":
        out.append(_solution(document, item))
    return "\n".join([*out, "</article>"])


def _fields(document: Document, fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        if field.input == "code":
            yield f"<pre><code>{escape(field.prefill.rstrip())}</code></pre>"
        elif field.options and field.input == "order":
            yield '<ol class="lined">' + "".join(f"<li>{html(on_paper(o))}</li>" for o in field.options) + "</ol>"
        elif field.options:
            yield html(field.label) if field.label else ""
            items = "".join(
                f"<li><span>☐ {n}.</span><div>{html(on_paper(o))}</div></li>" for n, o in enumerate(field.options, 1)
            )
            yield f'<ul class="choices">{items}</ul>'
        elif len(fields) > 1:
            yield html(field.label + " …")


def _solution(document: Document, item: Item) -> str:
    words = document.words
    several = len(item.problem.parts) > 1
    out = []
    for part in item.problem.parts:
        name = f" ({part.id})" if several else ""
        out.append(html(f"**{words.answer}{name}.** {answer(part).strip()}"))
    steps = ""
    for n, step in enumerate(item.problem.steps):
        worth = ""
        if document.scheme and item.scheme and item.scheme[n]:
            worth = f'<span class="points">[{points_text(item.scheme[n], words)}]</span>'
        steps += f'<li class="part">{worth}{html(step.text)}</li>'
    return f'<div class="solution">{"".join(out)}<ol>{steps}</ol></div>'
