"""The folder of results: marks, grades, what needs a person, changes, a class report, item analysis and feedback."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Literal

import msgspec

from quizgen.exams.build import csv_text, whole
from quizgen.exams.feedback import feedback_html, feedback_pdf
from quizgen.exams.items import Analysis, analysis, histogram, items_page
from quizgen.exams.manifest import Manifest
from quizgen.exams.marking import Change, Response, Result
from quizgen.exams.report import STYLE
from quizgen.exams.web import page
from quizgen.markup.figures.svg import svg


def write(
    manifest: Manifest,
    results: Sequence[Result],
    responses: dict[tuple[str, str], Response],
    changed: Sequence[Change],
    folder: Path,
    *,
    feedback: Literal["html", "pdf", "none"] = "html",
    names: bool = True,
    sources: dict[str, bytes] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Analysis:
    """Write all results into a new folder, whole or not at all; `sources` are hashed into results.json."""
    if not names:
        results = [msgspec.structs.replace(result, name="") for result in results]
    found = analysis(manifest, results)
    with whole(folder) as partial:
        _tables(results, changed, partial)
        (partial / "report.html").write_text(report(manifest, results, changed, found), encoding="utf-8")
        (partial / "items.html").write_text(items_page(manifest, results, found), encoding="utf-8")
        (partial / "results.json").write_bytes(_json(manifest, results, changed, found, sources or {}))
        if feedback != "none":
            (partial / "feedback").mkdir()
            for paper, result in zip(manifest.papers, results, strict=True):
                if not result.absent:
                    file = partial / "feedback" / f"{paper.student}.{feedback}"
                    if feedback == "pdf":
                        file.write_bytes(feedback_pdf(manifest, paper, result, responses))
                    else:
                        file.write_text(feedback_html(manifest, paper, result, responses), encoding="utf-8")
                progress(1)
    return found


def _tables(results: Sequence[Result], changed: Sequence[Change], folder: Path) -> None:
    def put(name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        (folder / name).write_text(csv_text(header, rows), encoding="utf-8")

    put(
        "grades.csv",
        ("student", "name", "form", "points", "of", "percent", "grade"),
        [(r.student, r.name, r.form, f"{r.total:g}", f"{r.of:g}", f"{r.percent:g}", r.grade) for r in results],
    )
    marks = [mark for result in results for mark in result.marks]
    put(
        "marks.csv",
        ("student", "item", "number", "part", "outcome", "code", "points", "of", "by", "reason"),
        [
            (m.student, m.item, str(m.number), m.part, m.outcome, m.code, f"{m.points:g}", f"{m.of:g}", m.by, m.reason)
            for m in marks
        ],
    )
    put(
        "attention.csv",
        ("student", "item", "part", "why", "of", "points"),
        [(m.student, m.item, m.part, m.attention, f"{m.of:g}", "") for m in marks if m.attention],
    )
    if changed:
        put(
            "changes.csv",
            ("student", "points before", "points after", "grade before", "grade after", "why"),
            [(c.student, f"{c.before:g}", f"{c.after:g}", c.grade_before, c.grade_after, c.why) for c in changed],
        )


def report(manifest: Manifest, results: Sequence[Result], changed: Sequence[Change], found: Analysis) -> str:
    """The class report: distribution of points and grades, items, changes by amendments."""
    title = f"{manifest.blueprint.title}: class report"
    there = [result for result in results if not result.absent]
    out = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{found.students} wrote, {found.absent} were absent. Mean {found.mean:.1f} percent, standard deviation "
        f"{found.deviation:.1f}.</p>",
    ]
    if there:
        out.append(f"<figure>{svg(histogram([r.percent for r in there]), alone=True)}</figure>")
    grades = manifest.blueprint.marking.grades
    if grades:
        counts = Counter(result.grade for result in there)
        order = [*sorted(grades, key=lambda name: -grades[name]), manifest.blueprint.marking.lowest]
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td class="n">{f"{grades[name]:g}" if name in grades else ""}</td>'
            f'<td class="n">{counts[name]}</td></tr>'
            for name in order
        )
        out.append(
            '<h2>Grades</h2><table><tr><th scope="col">grade</th><th scope="col">from percent</th>'
            f'<th scope="col">students</th></tr>{rows}</table>'
        )
    rows = "".join(
        f'<tr><th scope="row">{escape(item.item)}</th><td class="n">{item.facility:.0%}</td>'
        f"<td>{escape(', '.join(f'{code} ({count})' for code, count in item.misconceptions[:3]))}</td></tr>"
        for item in found.items
    )
    out.append(
        '<h2>Items</h2><table><tr><th scope="col">item</th><th scope="col">mean of the points</th>'
        f'<th scope="col">frequent misconceptions</th></tr>{rows}</table><p><a href="items.html">Item analysis</a></p>'
    )
    waiting = sum(bool(mark.attention) for result in results for mark in result.marks)
    if waiting:
        out.append(f"<p><strong>{waiting} parts wait for a person: see attention.csv.</strong></p>")
    if changed:
        rows = "".join(
            f'<tr><th scope="row">{escape(c.student)}</th><td class="n">{c.before:g}</td><td class="n">{c.after:g}</td>'
            f"<td>{escape(c.grade_before)}</td><td>{escape(c.grade_after)}</td><td>{escape(c.why)}</td></tr>"
            for c in changed
        )
        out.append(
            '<h2>Changed by amendments</h2><table><tr><th scope="col">student</th><th scope="col">before</th>'
            '<th scope="col">after</th><th scope="col">grade before</th><th scope="col">grade after</th>'
            f'<th scope="col">why</th></tr>{rows}</table>'
        )
    return page(title, "en", "\n".join(out), style=STYLE)


def _json(
    manifest: Manifest,
    results: Sequence[Result],
    changed: Sequence[Change],
    found: Analysis,
    sources: dict[str, bytes],
) -> bytes:
    whole_result = {
        "manifest": manifest.hash,
        "sources": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(sources.items())},
        "results": list(results),
        "changes": list(changed),
        "analysis": found,
    }
    return msgspec.json.format(msgspec.json.encode(whole_result), indent=1) + b"\n"
