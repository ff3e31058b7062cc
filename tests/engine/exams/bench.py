"""Speed of exams: CPU milliseconds and memory for each variant of a 5-question exam with solutions."""

from __future__ import annotations

import os
import resource
import time

import msgspec

from quizgen import bank, curriculum
from quizgen.errors import QuizgenError
from quizgen.exams import blueprint, roster, variants
from quizgen.exams.exports.collection import Collection, Question, from_bank
from quizgen.exams.exports.write import rendered
from quizgen.exams.pdf import compiled, pdf
from quizgen.resources import data_folder

BARE = '#set document(title: "T", date: datetime(year: 2027, month: 1, day: 1))\n#set text(lang: "en")\n= T\nPage {}.\n'


def cpu(count: int, work) -> float:  # type: ignore[no-untyped-def]
    """Milliseconds of CPU for one of `count` calls of `work(i)`."""
    start = time.process_time()
    for i in range(count):
        work(i)
    return (time.process_time() - start) / count * 1000


def main() -> None:
    """Print the table. QUIZGEN_BENCH_VARIANTS sets the number of variants (1000)."""
    count = int(os.environ.get("QUIZGEN_BENCH_VARIANTS", "1000"))
    graph, known = curriculum.load(), bank.discover()
    made = blueprint.read(data_folder() / "exams" / "quiz-30-minutes.toml", graph, known)
    students = roster.numbered(count)
    start = time.process_time()
    plan = variants.plan(made, 0, count)
    planning = (time.process_time() - start) / count * 1000
    start = time.process_time()
    picks = variants.distinct(plan, students)
    drawing = (time.process_time() - start) / count * 1000
    booklets = [variants.booklet_of(plan, student, picks[student.id], "") for student in students]
    pages = [msgspec.structs.replace(variants.document(plan, b), solutions="inline") for b in booklets]
    bare = cpu(50, lambda i: compiled(BARE.format(i)))
    printing = cpu(count, lambda i: pdf(pages[i]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"exams: {count} variants of a 5-question exam with solutions (aim: 10 ms of CPU a variant, 400 MB)")
    print(f"  balancing {planning:.1f} ms, drawing {drawing:.1f} ms, PDF {printing:.1f} ms a variant")
    print(
        f"  a page with one line {bare:.1f} ms: a booklet costs {printing / bare:.1f} of them; memory {memory:.0f} MB"
    )
    exports(plan.slots)


def exports(slots: tuple[blueprint.Slot, ...], variants_wanted: int = 200) -> None:
    """Milliseconds for as many problems as an exam has items, all different, in each format of `quizgen export`."""
    graph, known = curriculum.load(), bank.discover()
    found: list[Question] = []
    for slot in slots:
        for count in (variants_wanted, 20):
            try:
                found += from_bank(graph, known, [slot.slug], [slot.level], count, 0).questions
                break
            except QuizgenError:  # an exercise of a few facts has not so many different problems
                continue
    per = len(slots) / len(found) * 1000
    collection = Collection("Bench", tuple(found))
    words = []
    for name in ("moodle", "qti", "anki"):
        start = time.process_time()
        rendered(collection, name)
        words.append(f"{name} {(time.process_time() - start) * per:.1f} ms")
    print(f"  exports, a variant: {', '.join(words)} (aim for Moodle: 2 ms)")


if __name__ == "__main__":
    main()
