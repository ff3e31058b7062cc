"""Pages that report: how variants were balanced."""

from __future__ import annotations

from html import escape

from quizgen.exams.balance import BANDS, LOTS, UNEQUAL_P, UNEQUAL_SPREAD, Balanced
from quizgen.exams.variants import Plan
from quizgen.exams.web import page

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; } th, td { border: 1px solid #999; padding: .25rem .6rem; }
th { text-align: left; background: #f4f4f4; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
.flag { font-weight: bold; color: #a30000; } .quiet { color: #555; } svg { max-width: 100%; height: auto; }
figure { margin: 1rem 0; } math { font-size: 1.05em; }
"""


def balance_page(plan: Plan) -> str:
    """How the instances of each item were chosen."""
    blueprint = plan.blueprint
    flagged = [item for item in plan.balanced if item.flagged]
    out = [
        f"<h1>{escape(blueprint.title)}: balance of the variants</h1>",
        "<p>For each item a pool of instances was drawn. Kept are those of the most frequent case, whose features all "
        "lie in one band. The band is the middle half of the pool; it is widened (to 70, 90 and 100 percent) until "
        "there are enough instances. <em>Spread</em> is the standard deviation of the load (the mean of the features, "
        "each divided by its mean in the pool, or by what can be noticed of it where that is more) in percent of its "
        "mean. <em>p</em> is the part of "
        f"{LOTS} choices by lot from the pool that are as even as the one made.</p>",
        f"<p>An item is flagged where p is above {UNEQUAL_P:g} (no more even than by lot) and the spread above "
        f"{UNEQUAL_SPREAD:.0%}.</p>",
        f"<p><strong>{len(flagged)} of {len(plan.balanced)} items are flagged"
        + (": " + ", ".join(escape(item.item) for item in flagged) if flagged else "")
        + ".</strong></p>",
        '<table><tr><th scope="col">item</th><th scope="col">skill, level</th><th scope="col">instances</th>'
        '<th scope="col">pool</th><th scope="col">cases</th><th scope="col">band</th><th scope="col">spread</th>'
        '<th scope="col">p</th><th scope="col"></th></tr>',
    ]
    for item in plan.balanced:
        low, high = BANDS[item.widened]
        flag = '<span class="flag">unequal</span>' if item.flagged else "even"
        out.append(
            f'<tr><th scope="row">{escape(item.item)}</th><td>{escape(item.slug)}, {item.level}</td>'
            f'<td class="n">{len(item.candidates)}</td><td class="n">{item.different}</td>'
            f'<td class="n">{item.cases}</td><td>{high - low:.0%}</td><td class="n">{item.spread:.1%}</td>'
            f'<td class="n">{item.p:.3f}</td><td>{flag}</td></tr>'
        )
    out.append("</table>")
    for item in plan.balanced:
        out += _item(item)
    return page(f"{blueprint.title}: balance", "en", "\n".join(out), style=STYLE)


def _item(item: Balanced) -> list[str]:
    rows = "".join(
        f'<tr><th scope="row">{band.feature}</th><td class="n">{band.low:g} to {band.high:g}</td>'
        f'<td class="n">{band.pool_low:g} to {band.pool_high:g}</td></tr>'
        for band in item.bands
    )
    return [
        f"<h2>{escape(item.item)}: {escape(item.slug)}</h2>",
        f'<p class="quiet">Case: {escape(item.case)}</p>',
        '<table><tr><th scope="col">feature</th><th scope="col">chosen</th><th scope="col">whole pool</th></tr>'
        f"{rows}</table>",
    ]
