"""`make gallery`: docs/gallery.html, all exercises on one page, and the pictures of the screens.

The page shows level 2, seed 0 of every exercise with its solution, typeset by MathML. A test fails when it is stale.
"""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import Path

from quizgen import curriculum
from quizgen.bank import discover
from quizgen.markup.html import html
from quizgen.page import question_blocks, solution_blocks

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "gallery.html"
LEVEL, SEED = 2, 0
STYLE = """
body { font: 17px/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1, h2, h3 { font-family: Helvetica, Arial, sans-serif; line-height: 1.2; }
h3 { margin-top: 2.5rem; } h3 small { font-weight: normal; color: #666; }
nav ul { columns: 2; }
code, pre { font: 14px/1.4 monospace; } pre { background: #f5f5f2; padding: .7rem; overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; }
td, th { border: 1px solid #bbb; padding: .2rem .6rem; text-align: center; }
figure { margin: 1rem 0; } svg { display: block; }
details { border-left: 3px solid #cfcfc8; padding-left: 1rem; } summary { cursor: pointer; color: #555; }
math { font-size: 1.05em; } math[display=block] { overflow: auto hidden; margin: .6rem 0; padding: .3rem 0; }
"""


def page() -> str:
    """The whole page."""
    bank, graph = discover(), curriculum.load()
    units = [unit for unit in graph.units.values() if any(graph[slug].unit == unit.id for slug in bank)]
    contents, body = [], []
    for unit in units:
        slugs = [slug for slug in bank if graph[slug].unit == unit.id]
        links = "".join(f'<li><a href="#{slug}">{slug}</a></li>' for slug in slugs)
        contents.append(f"<h3>{escape(unit.title)} ({len(slugs)})</h3><ul>{links}</ul>")
        body.append(f"<h2>{escape(unit.title)}</h2>")
        body += [_entry(slug, graph) for slug in slugs]
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>quizgen: gallery</title>\n'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>Gallery of exercises</h1>\n"
        f"<p>{len(bank)} exercises, each at level {LEVEL}, seed {SEED}. Made by <code>make gallery</code>.</p>\n"
        f"<nav>{''.join(contents)}</nav>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _entry(slug: str, graph: curriculum.Curriculum) -> str:
    problem = discover()[slug].generate(LEVEL, SEED)
    question = html("\n\n".join([problem.prompt, *question_blocks(problem)]))
    solution = html("\n\n".join(solution_blocks(problem)))
    return (
        f'<h3 id="{slug}">{slug} <small>{escape(graph[slug].statement)}</small></h3>\n{question}\n'
        f"<details open><summary>Answer, hints, solution</summary>\n{solution}\n</details>"
    )


def main() -> None:
    """Write the page and the pictures."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
    from tests.tui.pictures import draw
    from tests.tui.pictures_of_a_log import draw as draw_log

    drawn = asyncio.run(draw(DOCS / "pictures", ["80x24"], ["dark"]))
    for name in [*drawn, *asyncio.run(draw_log(DOCS / "pictures", ["80x24"], ["dark"]))]:
        print(f"wrote pictures/{name}")


if __name__ == "__main__":
    main()
