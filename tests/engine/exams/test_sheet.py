"""Sheets: what is refused, what the formats hold, PDFs that can be read without seeing them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from quizgen.bank import discover
from quizgen.cli.sheet import sheet
from quizgen.errors import QuizgenError
from quizgen.exams.choose import problem_face
from quizgen.exams.document import Document, Item, Section, default_space, on_paper, part_points, share, step_points
from quizgen.exams.output import rendered, write
from quizgen.exams.pdf import pdf
from quizgen.exams.tex import tex
from quizgen.exams.web import web
from tests.engine.exams import pdfs

SKILLS = ("la-inverse", "geo-project-line", "la-facts", "ml-mlp-forward", "code-read-output", "geo-proof-steps")


def item(slug: str, points: float = 4) -> Item:
    problem = discover()[slug].generate(2, 5)
    return Item(problem, part_points(problem, points), default_space(problem), slug, step_points(problem, points))


@pytest.fixture(scope="module")
def document() -> Document:
    return Document(
        title="Sheet 1",
        sections=(Section(tuple(map(item, SKILLS))),),
        course="MML & friends",
        date="2027-02-01",
        key=True,
    )


def run(*args: str) -> str:
    """The error of a call that must fail."""
    result = CliRunner().invoke(sheet, args)
    assert result.exit_code != 0
    return str(result.exception) + result.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--skill", "la-inverze"], "did you mean la-inverse?"),
        (["--topic", "geo.prog"], "did you mean geo.proj?"),
        (["--course", "essentails"], "did you mean essentials?"),
        (["--course", "essentials", "--week", "99"], "weeks 1 to"),
        (["--week", "2"], "give --course"),
        ([], "which problems?"),
        (["--skill", "la-inverse", "--points", "1.3"], "in halves"),
        (["--skill", "la-inverse", "--logo", "nothing.png"], "cannot be read"),
        (["--skill", "la-inverse", "--logo", "logo.bmp"], "logo.bmp is not"),
        (["--due", "--db", "/nonexistent-folder-of-a-test.db"], "nothing is due"),
    ],
)
def test_bad_calls_end_in_one_sentence(args: list[str], words: str, tmp_path: Path) -> None:
    if "--due" in args:
        args = ["--due", "--db", str(tmp_path / "none.db")]
    assert words in run(*args, "-o", str(tmp_path / "out.pdf"))
    assert not (tmp_path / "out.pdf").exists()


def test_another_ending_and_a_missing_folder_are_refused(document: Document, tmp_path: Path) -> None:
    with pytest.raises(QuizgenError, match="ending says the format"):
        rendered(document, ".docx")
    with pytest.raises(QuizgenError, match="cannot be written: No such file"):
        write(document, tmp_path / "no" / "a.md")


def test_a_logo_that_is_no_picture_is_refused(document: Document) -> None:
    with pytest.raises(QuizgenError, match="the PDF cannot be made"):
        pdf(replace(document, logo=b"not a picture", logo_name="logo.png"))


def test_author_text_is_never_evaluated(document: Document) -> None:
    evil = '#read("/etc/hostname") $x$ \\`#eval("1+1")'
    made = pdfs.text(pdf(replace(document, title=evil, course=evil, instructions="", sections=document.sections[:1])))
    assert '#read("/etc/hostname")' in made
    assert '#eval("1+1")' in made


def test_pdf_is_accessible_and_archivable(document: Document) -> None:
    data = pdf(replace(document, solutions="inline"))
    with pikepdf.open(io.BytesIO(data)) as made:
        meta = made.open_metadata()
        assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "2", "A")
        assert str(made.Root.Lang) == "en"
        assert bool(made.Root.MarkInfo.Marked)
        assert bool(made.Root.ViewerPreferences.DisplayDocTitle)
        assert str(made.docinfo["/Title"]) == "Sheet 1"
    counts, alts = pdfs.tags(data)
    assert counts["/H1"] == 1
    assert counts["/H2"] >= len(SKILLS)
    assert alts["/Formula"]
    assert alts["/Figure"]
    assert all(alts["/Formula"])
    assert all(alts["/Figure"])
    assert any("3 by 3 matrix with rows" in alt for alt in alts["/Formula"])


def test_pdf_says_what_is_asked(document: Document) -> None:
    made = pdfs.text(pdf(document))
    assert "Problem 6" in made
    assert "4 points" in made
    assert "np.array" in made
    assert "Answer key" in made
    assert "Worked" not in made
    german = pdfs.text(pdf(replace(document, language="de", space="boxes", cover=True)))
    assert "Aufgabe 6" in german
    assert "Matrikelnummer" in german
    assert "1. Februar 2027" in german


def test_same_input_same_bytes_and_another_input_others(document: Document) -> None:
    assert pdf(document) == pdf(document)
    assert pdf(document) != pdf(replace(document, large=True))


@pytest.mark.parametrize(
    "change", [{"large": True}, {"columns": 2, "solutions": "end", "paper": "letter"}, {"hints": True}]
)
def test_looks_compile(document: Document, change: dict) -> None:  # type: ignore[type-arg]
    assert pdf(replace(document, **change)).startswith(b"%PDF")


def test_large_print_is_large(document: Document) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf(replace(document, large=True, space="none")))[0]
    sizes = {round(obj.get_font_size()) for obj in page.get_objects() if hasattr(obj, "get_font_size")}
    assert 18 in sizes
    assert pypdfium2.PdfDocument(pdf(replace(document, paper="letter")))[0].get_size() == (612, 792)


def test_solutions_are_where_they_were_asked_for(document: Document) -> None:
    answer = document.items[0].problem.steps[-1].text.split("$")[0].split(":")[0]
    assert answer.split()[0] not in tex(replace(document, solutions="none")).split(r"\begin{questions}")[0]
    assert r"%\printanswers" in tex(document)
    assert "\n\\printanswers" in tex(replace(document, solutions="inline"))
    none, inline, end = (web(replace(document, solutions=s, key=False)) for s in ("none", "inline", "end"))
    assert 'class="solution"' not in none
    assert inline.index('class="solution"') < inline.index("Problem 2") < end.index('class="solution"')


def test_tex_names_skill_and_seed_and_points(document: Document) -> None:
    made = tex(document)
    assert r"\question[4] % la-inverse: la-inverse version=" in made
    assert "level=2 seed=5" in made
    assert r"\part[2]" in made
    assert r"MML \& friends" in made
    assert r"\CorrectChoice" in made


def compiles(document: Document, folder: Path) -> str:
    """What pdflatex says; empty where all is well."""
    write(document, folder / "a.tex")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    return done.stdout if done.returncode else ""


NO_TEX = "there is no TeX Live here; it was compiled by hand with TeX Live 2022"


@pytest.mark.skipif(not shutil.which("pdflatex"), reason=NO_TEX)
@pytest.mark.parametrize("change", [{"cover": True, "space": "boxes"}, {"large": True, "columns": 2, "space": "lines"}])
def test_tex_compiles(document: Document, tmp_path: Path, change: dict) -> None:  # type: ignore[type-arg]
    solved = replace(document, solutions="inline", scheme=True, instructions="Write *clearly*.")
    assert compiles(replace(solved, **change), tmp_path)[-1500:] == ""


@pytest.mark.skipif(not shutil.which("pdflatex"), reason=NO_TEX)
def test_german_tex_compiles(document: Document, tmp_path: Path) -> None:
    said = compiles(replace(document, language="de", cover=True), tmp_path)
    assert said[-1500:] == ""


def test_html_and_markdown_hold_everything(document: Document) -> None:
    made = web(replace(document, solutions="end"))
    assert "<math" in made
    assert "<svg" in made
    assert "MML &amp; friends" in made
    assert 'src="http' not in made
    assert "href=" not in made
    plain = rendered(document, ".md").decode()
    assert plain.startswith("# Sheet 1\n")
    assert "## Problem 6 (4 points)" in plain


def test_sheets_by_topic_week_and_seed(tmp_path: Path) -> None:
    import json

    def made(name: str, *args: str) -> list[dict]:  # type: ignore[type-arg]
        result = CliRunner().invoke(sheet, [*args, "-o", str(tmp_path / name)], catch_exceptions=False)
        assert result.exit_code == 0
        return [i["problem"] for s in json.loads((tmp_path / name).read_text())["sections"] for i in s["items"]]

    one = made("a.json", "--topic", "geo.proj", "--count", "4", "--seed", "3")
    assert one == made("b.json", "--topic", "geo.proj", "--count", "4", "--seed", "3")
    assert one != made("c.json", "--topic", "geo.proj", "--count", "4", "--seed", "4")
    assert {p["slug"] for p in one} <= {"geo-project-line", "geo-project-subspace"}
    assert len({p["seed"] for p in one}) == 4
    week = made("d.json", "--course", "essentials", "--week", "1", "--count", "3")
    assert {p["slug"].partition("-")[0] for p in week} <= {"la", "dec", "code"}


def test_separate_solutions_are_a_second_file(tmp_path: Path) -> None:
    args = ["--skill", "la-inverse", "--solutions", "separate", "-o", str(tmp_path / "s.md")]
    assert CliRunner().invoke(sheet, args).exit_code == 0
    assert "Solution" not in (tmp_path / "s.md").read_text().partition("\n")[2]
    assert "**Answer.**" in (tmp_path / "s-solutions.md").read_text()


def test_points_are_shared_without_loss() -> None:
    assert share(5, (1, 1, 1)) == (2, 1.5, 1.5)
    assert share(4, (3, 1)) == (3, 1)
    assert share(0.5, (1, 1)) == (0.5, 0)
    assert share(2.5, ()) == ()


def test_a_choice_earns_nothing_by_steps_and_work_earns_half() -> None:
    problem = discover()["la-inverse"].generate(2, 1)
    points = step_points(problem, 5)
    assert sum(points) == 2.5
    assert points[-1] == 0
    choice = discover()["code-broadcast-shapes"].generate(1, 1)
    assert sum(step_points(choice, 3)) == 0


def test_what_is_typed_is_written_on_paper() -> None:
    assert on_paper("Find $x$. Type $x$, or type 0. `Type`") == "Find $x$. Write $x$, or write 0. `Type`"
    assert on_paper("The Type of this type is `type`.") == "The Type of this type is `type`."


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Give $Q$. Roots are typed as in `1/sqrt(2)`.", "Give $Q$."),
        ("Find $A$. Roots are typed as in `1/sqrt(2)`; signs may be changed.", "Find $A$. Signs may be changed."),
        ("Give it exactly; roots are typed as in `sqrt(2)`.", "Give it exactly."),
        ("Give $L$ (type theta for $\\theta$) here.", "Give $L$ here."),
        ("Fill in. Type `A^T` for a transpose, `A^-1` for an inverse.", "Fill in."),
        ("The polynomial $a + bx$ is typed as $(a, b)$.", "The polynomial $a + bx$ is written as $(a, b)$."),
        ("Give it; or write `none` if there is none.", "Give it; or write `none` if there is none."),
        ("Roots of prototypes are typed in `bold`.", "Roots of prototypes are typed in `bold`."),
    ],
)
def test_advice_on_the_keyboard_is_not_printed(typed: str, written: str) -> None:
    assert on_paper(typed) == written


def test_faces_ignore_the_seed() -> None:
    problem = discover()["la-inverse"].generate(2, 1)
    assert problem_face(problem) == problem_face(replace(problem, seed=9))
    assert problem_face(problem) != problem_face(discover()["la-inverse"].generate(2, 2))


def test_a_learners_own_sheet_asks_what_is_due_at_the_level_reached(tmp_path: Path) -> None:
    import json
    from datetime import timedelta

    from quizgen.practice.day import local_now
    from quizgen.practice.log import Log
    from tests.engine.practice.histories import review

    now = local_now()
    log = Log.open(tmp_path / "log.db", now=now)
    # Two right answers in a row bring the next level.
    log.record(review("la-vector-ops", 3, 1, version=1), now - timedelta(days=32))
    log.record(review("la-vector-ops", 3, 1, version=1), now - timedelta(days=30))
    log.record(review("la-inverse", 3, 1, version=1), now)
    log.close()
    args = ["--due", "--db", str(tmp_path / "log.db"), "-o", str(tmp_path / "due.json")]
    result = CliRunner().invoke(sheet, args, catch_exceptions=False)
    assert result.exit_code == 0
    items = json.loads((tmp_path / "due.json").read_text())["sections"][0]["items"]
    assert [(i["problem"]["slug"], i["problem"]["level"]) for i in items] == [("la-vector-ops", 2)]
