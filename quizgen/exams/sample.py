"""A blueprint to begin with."""

from __future__ import annotations

from quizgen import bank as banks
from quizgen import curriculum as curricula
from quizgen.errors import QuizgenError
from quizgen.exams.choose import course_skills, with_exercise

SKILLS = ("la-solve-unique", "la-inverse", "geo-project-line", "cal-gradient")
MOST = 6


def sample(title: str, course: str | None) -> str:
    """A blueprint in TOML with comments; its items come from the course, or are common ones."""
    graph, bank = curricula.load(), banks.discover()
    found = SKILLS if course is None else course_skills(curricula.courses(graph), course, None)
    slugs = with_exercise(bank, list(found), f"course {course}")[:MOST]
    if '"' in title or "\\" in title or "\n" in title:
        raise QuizgenError("a title to begin with has no quotation marks: write them into the file")
    items = "\n".join(
        f'[[section.item]]\nid = "q{n}"\nskill = "{slug}"\nlevel = {min(2, bank[slug].levels)}\npoints = 4\n'
        for n, slug in enumerate(slugs, 1)
    )
    return f'''# A blueprint of quizgen: `quizgen exam check` this file, look at it with `preview`, then `build` it.

title = "{title}"
course = ""
author = ""
date = "2027-02-01"
minutes = 90
language = "en"            # of the labels: en, de
paper = "a4"               # or letter
space = "boxes"            # to write in: none, blank, lines, boxes
instructions = "Show your work."
formulas = ""              # Markdown with LaTeX, printed on a page of its own at the end

[marking]
part = "half"              # rounding of the points of a part: none, half, whole
total = "half"
direction = "nearest"      # or up, down
lowest = "fail"

[marking.grades]           # the least percentage for each grade
A = 90
B = 75
C = 60
D = 50

[[section]]
title = "Problems"
order = "fixed"            # or shuffled

# An item names a skill, or a topic, or a pool of which `count` are taken:
#   topic = "geo.proj"     count = 2
#   pool = ["cal-gradient", "cal-hessian", "cal-jacobian"]     count = 1     vary = true (a choice for each student)

{items}'''
