"""Where in a TOML file a value stands, so that an error can name the line.

`tomllib` gives no positions; the file has been read by it already, so a light scan for headers and keys is enough.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*\[(\[?)\s*([A-Za-z0-9_.\"' -]+?)\s*\]?\]\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")


class Lines:
    """The lines of a TOML text by path, such as `section[0].item[2].skill`."""

    def __init__(self, text: str) -> None:
        self._text = text.split("\n")
        self._at: dict[str, int] = {"": 1}
        counts: dict[str, int] = {}
        prefix, quote = "", ""
        for number, line in enumerate(self._text, 1):
            if quote:
                quote = "" if line.count(quote) % 2 else quote
                continue
            if header := _HEADER.match(line):
                prefix = self._path(header[2].split("."), bool(header[1]), counts)
                self._at.setdefault(prefix, number)
            elif key := _KEY.match(line):
                name = key[1].strip("\"'")
                self._at.setdefault(f"{prefix}.{name}" if prefix else name, number)
            quote = next((q for q in ('"""', "'''") if line.count(q) % 2), "")

    @staticmethod
    def _path(names: list[str], array: bool, counts: dict[str, int]) -> str:
        """The path of a header; every table of an array but the last name is the one opened last."""
        path = ""
        for i, name in enumerate(names):
            path = f"{path}.{name.strip()}" if path else name.strip()
            if i == len(names) - 1 and array:
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = f"{path}[{counts[path]}]"
        return path

    def of(self, path: str, value: str = "") -> int:
        """The line of a path, or of the nearest table around it; of a quoted value in it where one is given."""
        at = path
        while at and at not in self._at:
            at = re.sub(r"(\[\d+\]|\.?[^.\[]+)$", "", at)
        line = self._at.get(at, 1)
        if value:
            for number in range(line, min(len(self._text), line + 60) + 1):
                if re.search(rf"[\"']{re.escape(value)}[\"']", self._text[number - 1]):
                    return number
        return line

    def key(self, path: str, name: str) -> int:
        """The line of a key of a table."""
        return self._at.get(f"{path}.{name}" if path else name, self.of(path))
