"""How a sentence about an unknown name ends."""

from quizgen.errors import nearest


def test_a_name_like_no_other_suggests_none() -> None:
    assert nearest("xyz", ["la-rank", "la-inverse"]) == ""
    assert nearest("xyz", [], listed=True) == ""


def test_a_short_list_is_told_where_no_name_is_near() -> None:
    assert nearest("xyz", iter(["easy", "hard"]), listed=True) == "; there are easy, hard"


def test_a_mistyped_name_suggests_the_nearest_one_only() -> None:
    assert nearest("la-invers", ["la-rank", "la-inverse", "dec-svd"], listed=True) == "; did you mean la-inverse?"
