"""The gallery is made from the code and must not be stale."""

from tests.gallery import PAGE, page


def test_the_gallery_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make gallery"
