"""The curriculum: units, topics and skills with their prerequisites, as a graph read from data, with no
exercise code. Courses are ordered lists of topics over the same skills."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert

from quizgen.errors import QuizgenError, nearest
from quizgen.kept import kept
from quizgen.resources import data_folder


class MalRule(Struct, frozen=True):
    """A typical mistake in a skill."""

    id: str
    rule: str
    use: str
    """compare, distractor or bug."""
    of: str = ""
    """The prerequisite that it is really a mistake in, where that is known: it is asked again first."""


class Unit(Struct, frozen=True):
    id: str
    title: str


class Topic(Struct, frozen=True):
    id: str
    unit: str
    title: str


class Skill(Struct, frozen=True):
    """What a card stands for."""

    id: str
    wave: int
    unit: str
    topic: str
    statement: str
    answer: str
    """Kind of answer."""
    form: str
    """compute, theory, proof or code."""
    prereqs: tuple[str, ...]
    mal_rules: tuple[MalRule, ...]
    levels: tuple[str, ...]
    """What level 1, 2, 3 ask, in words."""
    encompasses: dict[str, float] | None = None
    """How much of another skill is exercised in solving this one, 0 to 1; None: by the prerequisites, a little each
    (`quizgen.practice.credit`)."""

    def mistake(self, code: str) -> str:
        """A mistake in words: the rule, or the code as words where the exercise has one more; "" for none."""
        return next((rule.rule for rule in self.mal_rules if rule.id == code), code.replace("-", " "))


class CourseTopic(Struct, frozen=True):
    title: str
    skills: tuple[str, ...]
    week: int = 1
    """The week of the course in which it is taught, from 1."""


class Course(Struct, frozen=True):
    """An ordered list of topics and skills."""

    name: str
    title: str
    topic: tuple[CourseTopic, ...]

    @property
    def skills(self) -> tuple[str, ...]:
        """All skills of the course in its order, each once."""
        return tuple(dict.fromkeys(skill for topic in self.topic for skill in topic.skills))

    def of_week(self, week: int) -> tuple[str, ...]:
        """The skills of one week. Raises QuizgenError for a week that the course does not have."""
        found = tuple(dict.fromkeys(skill for topic in self.topic if topic.week == week for skill in topic.skills))
        if not found:
            last = max(topic.week for topic in self.topic)
            raise QuizgenError(f"the course {self.name} has weeks 1 to {last}, not {week}")
        return found


class Curriculum:
    """A checked graph of skills. `skills` is in teaching order: every prerequisite stands before what needs it."""

    def __init__(
        self, units: Iterable[Unit], topics: Iterable[Topic], skills: Iterable[Skill], first: Iterable[str] = ()
    ) -> None:
        self.units = _by_id("unit", units)
        self.topics = _by_id("topic", topics)
        listed = _by_id("skill", skills)
        for skill in listed.values():
            self._check(skill, listed)
        self.skills: dict[str, Skill] = {slug: listed[slug] for slug in _teaching_order(listed, first)}
        for skill in listed.values():
            self._check_within(skill)

    def _check(self, skill: Skill, listed: Mapping[str, Skill]) -> None:
        for slug in skill.prereqs:
            if slug not in listed:
                raise QuizgenError(f"skill {skill.id} names a prerequisite {slug!r} that is not in the curriculum")
        if skill.topic not in self.topics:
            raise QuizgenError(f"skill {skill.id} names a topic {skill.topic!r} that is not in the curriculum")
        if self.topics[skill.topic].unit != skill.unit or skill.unit not in self.units:
            raise QuizgenError(f"skill {skill.id}: its unit {skill.unit!r} is not the unit of its topic")

    def _check_within(self, skill: Skill) -> None:
        named = [rule.of for rule in skill.mal_rules if rule.of]
        if not (skill.encompasses or named):
            return
        before = self.ancestors(skill.id)
        for slug in (*(skill.encompasses or ()), *named):
            if slug not in before:
                raise QuizgenError(
                    f"skill {skill.id} builds on {slug!r}, which is none of its prerequisites, direct or not"
                )
        for slug, weight in (skill.encompasses or {}).items():
            if not 0 <= weight <= 1:
                raise QuizgenError(f"skill {skill.id} encompasses {slug} by {weight}: the weight is from 0 to 1")

    def __getitem__(self, slug: str) -> Skill:
        """The skill. Raises QuizgenError with the nearest name when there is none."""
        if slug not in self.skills:
            raise QuizgenError(f"there is no skill {slug!r}{nearest(slug, self.skills)}")
        return self.skills[slug]

    def title(self, slug: str) -> str:
        """Unit and topic of a skill, for a heading."""
        skill = self[slug]
        return f"{self.units[skill.unit].title} › {self.topics[skill.topic].title}"

    @cached_property
    def unlocks(self) -> dict[str, tuple[str, ...]]:
        """For each skill those that name it as a prerequisite."""
        found: dict[str, list[str]] = {slug: [] for slug in self.skills}
        for skill in self.skills.values():
            for slug in skill.prereqs:
                found[slug].append(skill.id)
        return {slug: tuple(after) for slug, after in found.items()}

    def ancestors(self, slug: str) -> frozenset[str]:
        """All direct and indirect prerequisites of a skill."""
        seen: set[str] = set()
        todo = list(self[slug].prereqs)
        while todo:
            at = todo.pop()
            if at not in seen:
                seen.add(at)
                todo.extend(self.skills[at].prereqs)
        return frozenset(seen)


def load(path: Path | None = None) -> Curriculum:
    """The curriculum of `data/curriculum.toml`, or of another file. Raises QuizgenError naming file and fault."""
    ours = data_folder() / "curriculum.toml"
    path = path or ours
    raw = _toml(path, keep=path == ours)
    try:
        units = convert(raw["unit"], tuple[Unit, ...])
        topics = convert(raw["topic"], tuple[Topic, ...])
        skills = convert(raw["skill"], tuple[Skill, ...])
        return Curriculum(units, topics, skills, raw.get("build_first", {}).get("skills", ()))
    except KeyError as error:
        raise QuizgenError(f"{path.name} has no [[{error.args[0]}]] table") from None
    except (ValidationError, QuizgenError) as error:
        raise QuizgenError(f"{path.name}: {error}") from None


def courses(curriculum: Curriculum, folder: Path | None = None) -> dict[str, Course]:
    """All courses by name (the file's stem), checked against the curriculum."""
    folder = folder or data_folder() / "courses"
    return {path.stem: _course(curriculum, path) for path in sorted(folder.glob("*.toml"))}


def _course(curriculum: Curriculum, path: Path) -> Course:
    try:
        course = convert({"name": path.stem, **_toml(path)}, Course)
        for slug in course.skills:
            curriculum[slug]
    except (ValidationError, QuizgenError) as error:
        raise QuizgenError(f"courses/{path.name}: {error}") from None
    return course


def _toml(path: Path, *, keep: bool = False) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        # Python's own reader takes 50 ms for the curriculum, the checks of this module 3.
        read = partial(tomllib.loads, text)
        return kept("curriculum", text.encode(), dict[str, Any], read) if keep else read()
    except (OSError, UnicodeError) as error:
        raise QuizgenError(f"{path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise QuizgenError(f"{path.name} is not valid TOML: {error}") from None


def _by_id(what: str, items: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if item.id in found:
            raise QuizgenError(f"{what} {item.id!r} is listed twice")
        found[item.id] = item
    return found


def _teaching_order(skills: Mapping[str, Skill], first: Iterable[str]) -> list[str]:
    """Prerequisites before what needs them; hubs (`first`) before the rest, then the order of the file."""
    done: dict[str, None] = {}
    for slug in (*first, *skills):
        if slug not in skills:
            raise QuizgenError(f"build_first names a skill {slug!r} that is not in the curriculum")
        _visit(slug, skills, done, ())
    return list(done)


def _visit(slug: str, skills: Mapping[str, Skill], done: dict[str, None], path: tuple[str, ...]) -> None:
    if slug in path:
        raise QuizgenError("prerequisites go in a circle: " + " -> ".join((*path[path.index(slug) :], slug)))
    if slug not in done:
        for before in skills[slug].prereqs:
            _visit(before, skills, done, (*path, slug))
        done[slug] = None
