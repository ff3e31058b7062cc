"""Reading PDFs back."""

from __future__ import annotations

import io
from collections import Counter

import pikepdf
import pypdfium2


def text(data: bytes) -> str:
    """The text of all pages."""
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def tags(data: bytes) -> tuple[Counter[str], dict[str, list[str]]]:
    """How often each tag stands in the structure tree, and the alternative texts of formulas and figures."""
    counts: Counter[str] = Counter()
    alts: dict[str, list[str]] = {"/Formula": [], "/Figure": []}

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in node:  # type: ignore[attr-defined]
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            kind = str(node.get("/S", ""))
            if kind:
                counts[kind] += 1
            if kind in alts:
                alts[kind].append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk(pdf.Root.StructTreeRoot)
    return counts, alts
