"""Results of code as plain data: how two differ, and how they are shown in a sentence.

The data come from `sandbox_child`: {"type": "array", "shape": [2], "kind": "f", "data": [1.0, 2.0]} (a number has
shape []), {"type": "items", "name": "tuple", "items": [...]}, {"type": "text", "data": ...}, {"type": "nothing"},
or {"type": name} for what cannot be compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

SHOWN = 120
"""Inputs and results are shown in a message up to this many characters."""


def difference(
    expected: dict[str, Any], got: dict[str, Any], rtol: float, atol: float, *, strict: bool = False
) -> tuple[str, str] | None:
    """How a result differs from the one expected (code and sentence), or None."""
    if got["type"] == "nothing" and expected["type"] != "nothing":
        return "nothing", "your function returned nothing: is there a `return`?"
    if got["type"] != expected["type"]:
        return "type", f"your result is {_kind(got)}, expected {_kind(expected)}."
    if got["type"] == "items":
        return _items_difference(expected["items"], got["items"], rtol, atol, strict)
    if got["type"] == "array":
        return _array_difference(expected, got, rtol, atol, strict)
    if got.get("data") != expected.get("data"):
        return "value", f"your result is {_result(got)}, expected {_result(expected)}."
    return None


def _items_difference(
    expected: Sequence[dict[str, Any]], got: Sequence[dict[str, Any]], rtol: float, atol: float, strict: bool
) -> tuple[str, str] | None:
    if len(got) != len(expected):
        return "shape", f"your result has {len(got)} items, expected {len(expected)}."
    for number, (x, y) in enumerate(zip(expected, got, strict=True), 1):
        found = difference(x, y, rtol, atol, strict=strict)
        if found is not None:
            return found[0], f"item {number} of what you return: {found[1]}"
    return None


def _array_difference(
    expected: dict[str, Any], got: dict[str, Any], rtol: float, atol: float, strict: bool
) -> tuple[str, str] | None:
    if got["shape"] != expected["shape"]:
        return "shape", f"your result has shape {_shape(got)}, expected {_shape(expected)}."
    if not _kinds_agree(expected["kind"], got["kind"], strict):
        return "dtype", f"your result holds {_KINDS[got['kind']]}, expected {_KINDS[expected['kind']]}."
    if got["data"] is None or expected["data"] is None:
        return "value", "your result is too large to compare."
    pairs = list(zip(expected["data"], got["data"], strict=True))
    if all(_close(x, y, rtol, atol) for x, y in pairs):
        return None
    if _result(got) != _result(expected):
        return "value", f"your result is {_result(got)}, expected {_result(expected)}."
    if all(_close(x, y, NEAR, atol) for x, y in pairs):
        return "value", f"your result is close, but not within the tolerance ({rtol:g} relative)."
    first = next(i for i, (x, y) in enumerate(pairs) if not _close(x, y, rtol, atol))
    x, y = (verbatim(as_text(value)) for value in pairs[first])
    return "value", f"entry {_index(first, expected['shape'])} of your result is {y}, expected {x}."


def _index(place: int, shape: Sequence[int]) -> str:
    """Where the entry stands that comes at this place of all, as Python writes it: [0, 2]."""
    indices: list[int] = []
    for size in reversed(shape):
        place, index = divmod(place, size)
        indices.insert(0, index)
    return str(indices)


NEAR = 1e-3
"""Relative deviation of what is called close."""
NOISE = 1e-13
"""Of the largest entry: what is smaller is not shown."""

_KINDS = {"b": "truth values", "i": "integers", "f": "floats", "c": "complex numbers", "U": "text"}


def _kinds_agree(expected: str, got: str, strict: bool) -> bool:
    return expected == got or (not strict and {expected, got} == {"i", "f"})


def _close(x: Any, y: Any, rtol: float, atol: float) -> bool:
    if isinstance(x, list):
        return all(_close(a, b, rtol, atol) for a, b in zip(x, y, strict=True))
    if isinstance(x, (str, bool)) or x == y:
        return bool(x == y)
    if math.isnan(x) or math.isnan(y):
        return math.isnan(x) and math.isnan(y)
    if math.isinf(x) or math.isinf(y):
        return False
    return abs(x - y) <= atol + rtol * abs(x)


def _kind(encoded: dict[str, Any]) -> str:
    """What a result is, for a sentence."""
    if encoded["type"] == "array":
        return f"an array of shape {_shape(encoded)}" if encoded["shape"] else "a number"
    if encoded["type"] == "items":
        return f"a {encoded['name']} of {len(encoded['items'])} items"
    return {"nothing": "nothing", "text": "text"}.get(encoded["type"], f"of the type {encoded['type']}")


def _shape(encoded: dict[str, Any]) -> str:
    return str(tuple(encoded["shape"]))


def _result(encoded: dict[str, Any]) -> str:
    """A result in full where it is short, else by its shape."""
    if encoded["type"] == "text":
        return verbatim(shortened(repr(encoded["data"]), SHOWN))
    shown = as_text(_nested(_without_noise(encoded["data"]), encoded["shape"]))
    return verbatim(shown) if len(shown) <= SHOWN else "another array"


def _without_noise(data: list[Any]) -> list[Any]:
    """Floats that are 0 but for rounding, beside the largest, as 0."""
    sizes = [abs(x) for x in data if isinstance(x, float) and math.isfinite(x)]
    least = NOISE * max(sizes, default=0.0)
    return [0.0 if isinstance(x, float) and abs(x) < least else x for x in data]


def _nested(data: list[Any], shape: Sequence[int]) -> Any:
    if not shape:
        return data[0]
    step = len(data) // shape[0] if shape[0] else 0
    return [_nested(data[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def as_text(x: Any) -> str:
    """A number or nested list, with six digits."""
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join(map(as_text, x)) + "]"
    if isinstance(x, float):
        short = f"{x:.6g}"
        return short if any(c in short for c in ".en") else short + "."
    return repr(x)


def code_of(outcome: dict[str, Any]) -> str:
    if outcome["error"] == "MemoryError":
        return "memory"
    return "not-allowed" if outcome["text"].startswith("a reply must not") else "exception"


def sentence(outcome: dict[str, Any]) -> str:
    """An error in one line, with the line of the learner's code."""
    where = f"line {outcome['line']}: " if outcome["line"] else ""
    if outcome["error"] == "MemoryError":
        return f"{where}your code asked for more memory than it may use."
    if outcome["error"] == "SystemExit":
        return f"{where}your code ended the program instead of returning a result."
    text = f"{outcome['error']}: {outcome['text']}" if outcome["text"] else outcome["error"]
    return f"{where}{verbatim(shortened(text, 200))}."


def verbatim(text: str) -> str:
    """`text` as inline code in markup: never interpreted, without control characters, on one line."""
    clean = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    longest = max((len(run) for run in _runs(clean)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if clean[:1] == "`" or clean[-1:] == "`" or not clean else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def _runs(text: str) -> Iterator[str]:
    """The runs of backticks."""
    run = ""
    for c in text:
        if c == "`":
            run += c
        elif run:
            yield run
            run = ""
    if run:
        yield run


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
