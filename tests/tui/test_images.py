"""Pictures in a terminal: never unasked for, refusals first, then every protocol read back by a reader of its own."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.cli.typeset import png
from quizgen.errors import QuizgenError
from tests.tui.fake import ALL
from tests.tui.test_skills import story
from tui.images import PROTOCOLS, decoded, iterm, kitty, protocol, sixel

INK, PAPER = "#e6e6e6", "#14171b"


def encoded(rows: list[bytes], filters: list[int], size: int = 3, depth: int = 8, interlaced: int = 0) -> bytes:
    """A PNG of rows of pixels, each with its filter; written by the specification, not by the reader."""
    width, before, raw = len(rows[0]) // size, bytes(len(rows[0])), b""
    for row, kind in zip(rows, filters, strict=True):
        line = bytearray()
        for i, byte in enumerate(row):
            a = row[i - size] if i >= size else 0
            b = before[i]
            c = before[i - size] if i >= size else 0
            nearest = sorted((abs(a + b - c - x), order, x) for order, x in enumerate((a, b, c)))[0][2]
            line.append((byte - (0, a, b, (a + b) // 2, nearest)[kind]) % 256)
        raw += bytes([kind]) + bytes(line)
        before = row
    head = struct.pack(">IIBBBBB", width, len(rows), depth, 2 if size == 3 else 6, 0, 0, interlaced)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(raw)[:20]), (b"IDAT", zlib.compress(raw)[20:]), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def painted(text: str) -> tuple[int, int, list[list[int]]]:
    """Width, height and the shade of every pixel, -1 where none was painted, of a text of sixels."""
    match = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)(.*)\x1b\\\n', text, re.DOTALL)
    assert match
    width, height = int(match[1]), int(match[2])
    pixels = [[-1] * width for _ in range(height + 6)]
    x = top = shade = 0
    for token in re.findall(r"#\d+;2;\d+;\d+;\d+|#\d+|!\d+.|[$-]|[?-~]", match[3]):
        if ";" in token:
            continue
        if token[0] == "#":
            shade = int(token[1:])
        elif token == "$":
            x = 0
        elif token == "-":
            x, top = 0, top + 6
        else:
            number, sign = (int(token[1:-1]), token[-1]) if token[0] == "!" else (1, token)
            for at in range(x, x + number):
                for n in range(6):
                    if (ord(sign) - 63) >> n & 1:
                        assert pixels[top + n][at] == -1
                        pixels[top + n][at] = shade
            x += number
    assert all(pixel == -1 for row in pixels[height:] for pixel in row)
    return width, height, pixels[:height]


# -- refusals


def test_nothing_is_shown_unasked_and_no_unknown_way_is_guessed() -> None:
    for value in ("", "0", "none", "off"):
        assert protocol({"QUIZGEN_IMAGES": value}) == ""
    assert protocol({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "iTerm.app"}) == ""
    with pytest.raises(QuizgenError, match="one of kitty, iterm, sixel"):
        protocol({"QUIZGEN_IMAGES": "jpeg"})
    assert [protocol({"QUIZGEN_IMAGES": name.upper()}) for name in PROTOCOLS] == ["kitty", "iterm", "sixel"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", b"\x89PNG\r\n\x1a\n",
        encoded([b"abc"], [0], depth=16), encoded([b"abc"], [0], interlaced=1),
    ],
)  # fmt: skip
def test_what_is_no_such_picture_is_refused(data: bytes) -> None:
    with pytest.raises(QuizgenError):
        decoded(data)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", '#123456") #panic("', ""])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(QuizgenError, match="no colour"):
        png("x", colour, PAPER)
    with pytest.raises(QuizgenError, match="no colour"):
        png("x", INK, colour)


async def test_f7_says_how_to_ask_for_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUIZGEN_IMAGES", raising=False)
    async with story(tmp_path) as s:
        await s.press("f7")  # no problem is at hand
        assert "QUIZGEN_IMAGES" not in s.text
        await s.press("e", "f7")
        assert "QUIZGEN_IMAGES=kitty" in s.text
        assert s.called("typeset") == []


async def test_an_unknown_way_and_a_screen_that_is_none_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(tmp_path) as s:
        await s.press("e")
        monkeypatch.setenv("QUIZGEN_IMAGES", "jpeg")
        await s.press("f7")
        assert "QUIZGEN_IMAGES=jpeg is not known" in s.text
        monkeypatch.setenv("QUIZGEN_IMAGES", "kitty")
        await s.press("f7")
        assert "There is no terminal here to show pictures in." in " ".join(s.text.split()).replace(" ▌ ", " ")
        ((source, ink, paper),) = s.called("typeset")
        assert "holds for every invertible matrix" in source
        assert "**Solution.**" in source
        assert (ink.lower(), paper.lower()) == (INK, PAPER)


# -- what is shown


@given(
    st.integers(1, 9).flatmap(
        lambda width: st.lists(
            st.tuples(st.binary(min_size=4 * width, max_size=4 * width), st.integers(0, 4)), min_size=1, max_size=6
        )
    ),
    st.booleans(),
)
def test_a_picture_is_read_back_whatever_its_filters(lines: list[tuple[bytes, int]], alpha: bool) -> None:
    size = 4 if alpha else 3
    rows = [row[: len(row) // 4 * size] for row, _ in lines]
    width, height, pixels = decoded(encoded(rows, [kind for _, kind in lines], size))
    assert (width, height) == (len(rows[0]) // size, len(rows))
    whole = [bytes(b for i, b in enumerate(row) if i % size < 3) for row in rows]
    assert pixels == whole


def test_every_problem_is_typeset_in_the_colours_asked_for() -> None:
    for problem in ALL:
        picture = png(problem.prompt, INK, PAPER)
        width, height, rows = decoded(picture)
        assert (width, height > 20) == (709, True)
        assert rows[0][:3] == bytes.fromhex(PAPER[1:])
        brightest = max(byte for row in rows for byte in row)
        assert abs(brightest - int(INK[1:3], 16)) < 10  # thin strokes are a little fainter than their ink
        assert png(problem.prompt, INK, PAPER) == picture


def test_kitty_gets_the_picture_in_parts() -> None:
    picture = png(ALL[0].prompt, INK, PAPER)
    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty(picture))
    assert base64.b64decode("".join(data for _, data in parts)) == picture
    assert parts[0][0] == "a=T,f=100,q=2,m=1"
    assert {keys for keys, _ in parts[1:-1]} <= {"m=1"}
    assert parts[-1][0] == "m=0"
    assert all(len(data) <= 4096 for _, data in parts)
    assert re.findall(r"\x1b_G([^;]*);", kitty(b"small")) == ["a=T,f=100,q=2,m=0"]


def test_iterm_gets_the_picture_whole() -> None:
    picture = png(ALL[0].prompt, INK, PAPER)
    match = re.fullmatch(r"\x1b\]1337;File=inline=1;size=(\d+);preserveAspectRatio=1:([\w+/=]+)\x07\n", iterm(picture))
    assert match
    assert (int(match[1]), base64.b64decode(match[2])) == (len(picture), picture)


def test_sixels_paint_every_pixel_once_in_its_shade() -> None:
    picture = png(ALL[0].prompt, INK, PAPER)
    width, height, rows = decoded(picture)
    found_width, found_height, shades = painted(sixel(picture))
    assert (found_width, found_height) == (width, height)
    ink, paper = int(INK[1:3], 16), int(PAPER[1:3], 16)
    for row, shade_row in zip(rows, shades, strict=True):
        for at, shade in enumerate(shade_row):
            red = paper + (ink - paper) * shade / 15
            assert abs(red - row[3 * at]) <= (ink - paper) / 30 + 2


def test_a_picture_of_paper_alone_is_painted_too() -> None:
    width, height, shades = painted(sixel(encoded([bytes(30)] * 7, [0] * 7)))
    assert (width, height) == (10, 7)
    assert {shade for row in shades for shade in row} == {0}
