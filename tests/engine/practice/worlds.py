"""A small curriculum for practice tests: two units, four topics, eight skills."""

from quizgen.curriculum import Curriculum, Skill, Topic, Unit

UNITS = [Unit("la", "Linear algebra"), Unit("geo", "Geometry")]
TOPICS = [
    Topic("la.vec", "la", "Vectors"),
    Topic("la.sys", "la", "Systems"),
    Topic("geo.norm", "geo", "Norms"),
    Topic("geo.proj", "geo", "Projections"),
]


def skill(slug: str, topic: str, *prereqs: str) -> Skill:
    """A skill with three levels."""
    levels = ("two numbers", "three numbers", "the surprising case")
    unit = topic.partition(".")[0]
    return Skill(slug, 1, unit, topic, f"Do {slug} by hand.", "number", "compute", prereqs, (), levels)


SKILLS = [
    skill("la-add", "la.vec"),
    skill("la-scale", "la.vec"),
    skill("la-combine", "la.vec", "la-add", "la-scale"),
    skill("la-solve", "la.sys", "la-combine"),
    skill("la-inverse", "la.sys", "la-solve"),
    skill("geo-norm", "geo.norm", "la-add"),
    skill("geo-angle", "geo.norm", "geo-norm"),
    skill("geo-project", "geo.proj", "geo-angle", "la-scale"),
]
CURRICULUM = Curriculum(UNITS, TOPICS, SKILLS)
ALL = dict.fromkeys(CURRICULUM.skills, 3)
