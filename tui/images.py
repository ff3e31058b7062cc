"""A picture written into a terminal that can show one: by kitty's protocol, by iTerm2's, or as sixels.

Only where the learner asked for it (QUIZGEN_IMAGES): a terminal that shows no pictures would show their bytes as text.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from quizgen.errors import QuizgenError

VARIABLE = "QUIZGEN_IMAGES"
CHUNK = 4096
"""Characters of one part of a picture in kitty's protocol."""
SHADES = 16
"""Of grey between paper and ink, in sixels."""
BAND = 6
"""Rows of pixels in one row of sixels."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
ASK = f"""Formulas can be shown typeset where the terminal shows pictures: start quizgen with {VARIABLE}=kitty (kitty, \
Ghostty, WezTerm, Konsole), {VARIABLE}=iterm (iTerm2, WezTerm, VS Code) or {VARIABLE}=sixel (foot, xterm -ti vt340, \
Windows Terminal)."""


def protocol(environ: Mapping[str, str]) -> str:
    """The protocol that was asked for, empty for none. Raises QuizgenError for one that there is not."""
    name = environ.get(VARIABLE, "").strip().lower()
    if name in ("", "0", "none", "off"):
        return ""
    if name not in PROTOCOLS:
        raise QuizgenError(f"{VARIABLE}={name} is not known: it is one of {', '.join(PROTOCOLS)}")
    return name


def kitty(png: bytes) -> str:
    """Kitty's graphics protocol: the PNG itself, shown at the cursor.

    Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/
    """
    data = base64.standard_b64encode(png).decode()
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    parts = []
    for number, chunk in enumerate(chunks):
        first = "a=T,f=100,q=2," if number == 0 else ""
        parts.append(f"\x1b_G{first}m={int(number < len(chunks) - 1)};{chunk}\x1b\\")
    return "".join(parts) + "\n"


def iterm(png: bytes) -> str:
    """iTerm2's inline images. Source: https://iterm2.com/documentation-images.html"""
    data = base64.standard_b64encode(png).decode()
    return f"\x1b]1337;File=inline=1;size={len(png)};preserveAspectRatio=1:{data}\x07\n"


def sixel(png: bytes) -> str:
    """Sixels of a picture of dark or light print on paper of one colour, in shades between the two.

    Source: the VT330/VT340 Programmer Reference Manual, volume 2, chapter 14.
    """
    width, height, rows = decoded(png)
    colours = {row[at : at + 3] for row in rows for at in range(0, 3 * width, 3)}
    paper = rows[0][:3]
    ink = max(sorted(colours), key=lambda colour: _apart(colour, paper))
    whole = _apart(ink, paper) or 1
    shades = {colour: round((SHADES - 1) * _apart(colour, paper) / whole) for colour in colours}
    out = [f'\x1bP0;1;0q"1;1;{width};{height}']
    for shade in range(SHADES):
        mixed = (round(100 * (p + (i - p) * shade / (SHADES - 1)) / 255) for p, i in zip(paper, ink, strict=True))
        out.append(f"#{shade};2;" + ";".join(map(str, mixed)))
    for top in range(0, height, BAND):
        bits: dict[int, list[int]] = {}
        for n, row in enumerate(rows[top : top + BAND]):
            for at in range(width):
                shade = shades[row[3 * at : 3 * at + 3]]
                if shade not in bits:
                    bits[shade] = [0] * width
                bits[shade][at] |= 1 << n
        lines = (f"#{shade}" + "".join(_runs(chr(63 + bit) for bit in bits[shade])) for shade in sorted(bits))
        out.append("$".join(lines) + "-")
    return "".join(out) + "\x1b\\\n"


PROTOCOLS: dict[str, Callable[[bytes], str]] = {"kitty": kitty, "iterm": iterm, "sixel": sixel}


def _apart(one: bytes, other: bytes) -> int:
    """How far two colours are apart."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def _runs(signs: Iterator[str]) -> Iterator[str]:
    """The signs, repeated ones written as !number sign."""
    last, number = next(signs, ""), 1
    for sign in signs:
        if sign == last:
            number += 1
            continue
        yield f"!{number}{last}" if number > 3 else last * number
        last, number = sign, 1
    yield f"!{number}{last}" if number > 3 else last * number


def decoded(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG as three bytes a pixel; for 8-bit colour without interlacing, as Typst writes it.

    Raises QuizgenError for any other. Source: the PNG specification, sections 5, 9 and 12.
    """
    if not png.startswith(SIGNATURE):
        raise QuizgenError("this is no PNG picture")
    at, data, head = len(SIGNATURE), b"", b""
    while at + 8 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        head = body if name == b"IHDR" else head
        data += body if name == b"IDAT" else b""
        at += 12 + length
    if len(head) != 13 or head[8:] not in (b"\x08\x02\0\0\0", b"\x08\x06\0\0\0"):
        raise QuizgenError("this kind of PNG picture cannot be read")
    width, height = struct.unpack(">II", head[:8])
    size = 3 if head[9] == 2 else 4
    raw, before, rows = zlib.decompress(data), bytes(width * size), []
    for line in range(height):
        start = line * (width * size + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * size], before, size)
        rows.append(b"".join(before[at : at + 3] for at in range(0, len(before), 4)) if size == 4 else before)
    return width, height, rows


def _unfiltered(kind: int, line: bytes, above: bytes, size: int) -> bytes:
    """A row of pixels with the filter of the PNG taken away."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((a + b) & 255 for a, b in zip(line, above, strict=True))
    out = bytearray(size) + line  # a pixel of nothing before the row
    over = bytes(size) + above
    for i in range(size, len(out)):
        left, up = out[i - size], over[i]
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up) >> 1
        else:
            corner = over[i - size]
            a, b = up - corner, left - corner  # how far the plain guess is from its left and upper neighbour
            a, b, c = abs(a), abs(b), abs(a + b)
            guess = left if a <= b and a <= c else up if b <= c else corner
        out[i] = (out[i] + guess) & 255
    return bytes(out[size:])
