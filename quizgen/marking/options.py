"""The options of `mark`, checked before anything is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from quizgen.marking import MarkError


class Options(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What may be declared beside answer, kind, variables and domain."""

    implicit: bool | None = None
    """Do adjacent letters that are not declared multiply? true: always (xy is x*y). false: never (xy is one name).
    Not given: they multiply where every letter also stands alone, and in runs of up to three."""
    assume: tuple[str, ...] | str = ()
    """Conditions on the names: "a > 0", "0 < p < 1", "n integer", "x != 0", "a > b"."""
    form: str = ""
    """A form that is asked for as well: see quizgen.answers.forms."""
    absolute: float | str = ""
    """Largest deviation."""
    relative: float | str = ""
    """Largest deviation in proportion to the answer."""
    significant: int = 0
    """Significant figures that are asked for."""
    decimals: int | None = None
    """Decimal places that are asked for."""
    constant: Literal["required", "optional", "none"] | None = None
    """Of integration; given, the kind auto is antiderivative. Not given, it is required where the answer has one."""
    multiplicity: bool = False
    """Repeats in a set or list count."""
    ordered: bool = False
    """The order of a list without brackets counts."""
    reading_only: bool = False
    """Only: can the response be read?"""
    functions: tuple[str, ...] = ()
    """Function symbols, such as f: f(x) is then a call and not a product."""
    words: tuple[str, ...] = ()
    """Words that may be replied, besides none, all and infinitely many."""
    shapes: dict[str, tuple[int, int]] = {}
    """Rows and columns of names that stand for matrices or vectors."""
    properties: dict[str, str] = {}
    """Properties of those: symmetric, invertible, orthogonal, positive definite, ..."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """`assume` as a tuple."""
        return (self.assume,) if isinstance(self.assume, str) else self.assume

    def bound(self, which: Literal["absolute", "relative"]) -> str:
        """A tolerance as text of the answer language."""
        value = getattr(self, which)
        return value if isinstance(value, str) else format(value, ".17g")


def options(given: Mapping[str, Any]) -> Options:
    """The options of a call. Raises MarkError for unknown names and wrong types."""
    if not given:
        return _NONE
    cleaned = {name: value for name, value in given.items() if value is not None}
    try:
        made = msgspec.convert(cleaned, Options, strict=True)
    except msgspec.ValidationError as error:
        raise MarkError(f"the options cannot be used: {error}", "option") from None
    if made.significant < 0 or made.significant > 50 or not -1 < (made.decimals or 0) < 51:
        raise MarkError("significant and decimals go from 0 to 50", "option")
    return made


_NONE = Options()
