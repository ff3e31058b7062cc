"""The curriculum graph: faults are refused by name, the shipped one is sound."""

from pathlib import Path

import pytest

from quizgen.bank import discover
from quizgen.curriculum import courses, load
from quizgen.errors import QuizgenError

HEAD = '[[unit]]\nid = "u"\ntitle = "U"\n[[topic]]\nid = "u.t"\nunit = "u"\ntitle = "T"\n'


def skill(slug: str, *prereqs: str, topic: str = "u.t", unit: str = "u") -> str:
    names = ", ".join(f'"{p}"' for p in prereqs)
    return (
        f'[[skill]]\nid = "{slug}"\nwave = 1\nunit = "{unit}"\ntopic = "{topic}"\nstatement = "S"\n'
        f'answer = "number"\nform = "compute"\nprereqs = [{names}]\nmal_rules = []\nlevels = ["1", "2", "3"]\n'
    )


def load_text(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "curriculum.toml"
    path.write_text(text, encoding="utf-8")
    return list(load(path).skills)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + skill("a") + skill("a"), "'a' is listed twice"),
        (HEAD + skill("a", "b"), "prerequisite 'b' that is not in the curriculum"),
        (HEAD + skill("a", "b") + skill("b", "c") + skill("c", "a"), "circle: a -> b -> c -> a"),
        (HEAD + skill("a", "a"), "circle: a -> a"),
        (HEAD + skill("a", topic="u.x"), "topic 'u.x'"),
        (HEAD + skill("a", unit="v"), "unit 'v'"),
        (HEAD + '[build_first]\nskills = ["zz"]\n' + skill("a"), "build_first names a skill 'zz'"),
        ("[[unit]]\n", "missing required field"),
        ("[[unit]\n", "not valid TOML"),
        ("x = 1\n", "has no [[unit]] table"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(QuizgenError, match=r"curriculum\.toml") as caught:
        load_text(tmp_path, text)
    assert words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuizgenError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_prerequisites_stand_before_what_needs_them(tmp_path: Path) -> None:
    assert load_text(tmp_path, HEAD + skill("c", "b") + skill("b", "a") + skill("a")) == ["a", "b", "c"]


def test_a_misspelt_skill_is_answered_with_the_nearest() -> None:
    with pytest.raises(QuizgenError, match="did you mean la-inverse"):
        load()["la-invers"]


def test_the_shipped_curriculum_is_in_teaching_order() -> None:
    curriculum = load()
    order = {slug: n for n, slug in enumerate(curriculum.skills)}
    assert all(order[p] < order[s.id] for s in curriculum.skills.values() for p in s.prereqs)
    assert len(order) == 260


def test_ancestors_and_unlocks_agree() -> None:
    curriculum = load()
    assert "la-row-reduce" in curriculum.ancestors("la-inverse")
    assert all(slug in curriculum[after].prereqs for slug in curriculum.skills for after in curriculum.unlocks[slug])


def test_a_course_with_an_unknown_skill_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('title = "C"\n[[topic]]\ntitle = "T"\nskills = ["la-nothing"]\n')
    with pytest.raises(QuizgenError, match=r"courses/c.toml: there is no skill 'la-nothing'"):
        courses(load(), tmp_path)


def test_a_week_that_a_course_does_not_have_is_refused() -> None:
    course = courses(load())["foundations"]
    with pytest.raises(QuizgenError, match="has weeks 1 to 14, not 15"):
        course.of_week(15)
    assert "la-solve-unique" in course.of_week(1)


def test_every_topic_of_a_course_has_a_week_in_order_and_an_exercise() -> None:
    bank = discover()
    for course in courses(load()).values():
        weeks = [topic.week for topic in course.topic]
        assert weeks == sorted(weeks)
        assert set(weeks) == set(range(1, weeks[-1] + 1))
        for topic in course.topic:
            assert any(slug in bank for slug in topic.skills), (course.name, topic.title)


def test_the_shipped_courses_name_known_skills() -> None:
    found = courses(load())
    assert len(found) == 5
    assert all(len(course.skills) > 100 for course in found.values())


def test_a_mistake_in_words() -> None:
    skill = load()["ml-losses"]
    assert skill.mistake("mse-for-rmse") == "root not taken"
    assert skill.mistake("sum-for-mean") == "sum for mean"
    assert skill.mistake("") == ""
