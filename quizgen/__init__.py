"""quizgen: fresh problems in the mathematics of machine learning, judged fairly and scheduled well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizgen.marking import Mark, mark

__all__ = ["Mark", "__version__", "mark"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`quizgen.mark` and `quizgen.Mark`, imported when they are first asked for."""
    if name in ("mark", "Mark"):
        from quizgen import marking

        return getattr(marking, name)
    raise AttributeError(f"module 'quizgen' has no attribute {name!r}")
