"""`quizgen serve`: who is refused, then what is served, then the app itself behind it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
from click.testing import CliRunner

from quizgen.cli import serving
from quizgen.cli.serve import serve as serve_command
from quizgen.cli.serving import Place
from quizgen.errors import QuizgenError
from tests.tui.learner import LearnerDesk
from tests.tui.pictures import settled
from tui.browser import BrowserApp, FailureScreen
from tui.messages import SessionFailed

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "the-right-token"
HOST = "127.0.0.1:8317"
PAGE = f"/{TOKEN}/"
SOCKET = f"/{TOKEN}/ws"

CHILD = """
import json, os, pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[1])
(folder / f"begun-{os.getpid()}").touch()
def ended(*_):
    (folder / f"ended-{os.getpid()}").touch()
    os._exit(0)
signal.signal(signal.SIGHUP, signal.SIG_IGN if (folder / "hangs").exists() else ended)
def write(kind, data):
    os.write(1, kind + len(data).to_bytes(4, "big") + data)
os.write(1, b"__GANGLION__\\n")
write(b"D", f"size {os.environ['COLUMNS']}x{os.environ['ROWS']}".encode())
while head := os.read(0, 1):
    data = os.read(0, int.from_bytes(os.read(0, 4), "big"))
    write(b"D", head + b":" + data)
"""
"""Speaks as the app does: says its size, then echoes what it is told."""


class Served(NamedTuple):
    """A server with a child that echoes."""

    http: aiohttp.ClientSession
    place: Place
    folder: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.place.port}"

    async def status(self, path: str, **headers: str) -> int:
        async with self.http.get(self.origin + path, headers=headers, allow_redirects=False) as response:
            return response.status

    def window(self, query: str = "", **headers: str) -> aiohttp.client._WSRequestContextManager:
        url = f"{self.origin}/{TOKEN}/ws{query}"
        return self.http.ws_connect(url, headers=headers or {"Origin": self.origin})

    def signs(self, name: str) -> int:
        return len([*self.folder.glob(f"{name}-*")])


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    (folder / "child.py").write_text(CHILD)
    place, ready = Place(0, TOKEN), asyncio.Event()
    words = (sys.executable, str(folder / "child.py"), str(folder))
    task = asyncio.create_task(serving.serve(words, place, lambda _: ready.set()))
    await asyncio.wait_for(ready.wait(), 10)
    async with aiohttp.ClientSession() as http:
        try:
            yield Served(http, place, folder)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def said(window: aiohttp.ClientWebSocketResponse) -> str:
    message = await window.receive(timeout=10)
    return message.data.decode() if message.type == aiohttp.WSMsgType.BINARY else f"<{message.type.name}>"


# -- refusals


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"Host": HOST}),
        ("", {"Host": HOST}),
        ("/the-wrong-token/", {"Host": HOST}),
        ("/the-right-toke/", {"Host": HOST}),
        ("/the-right-token2/", {"Host": HOST}),
        ("//the-right-token/", {"Host": HOST}),
        ("/\u00fc\udcff/", {"Host": HOST}),
        ("/static/js/textual.js", {"Host": HOST}),
        ("/ws", {"Host": HOST, "Origin": f"http://{HOST}"}),
        (PAGE, {}),
        (PAGE, {"Host": "evil.example:8317"}),
        (PAGE, {"Host": "127.0.0.1"}),
        (PAGE, {"Host": "127.0.0.1:80"}),
        (PAGE, {"Host": HOST, "Origin": "http://evil.example"}),
        (PAGE, {"Host": HOST, "Origin": "null"}),
        (PAGE, {"Host": HOST, "Origin": f"https://{HOST}"}),
        (PAGE, {"Host": HOST, "Origin": "http://127.0.0.1:8318"}),
        (PAGE, {"Host": HOST, "Origin": "http://localhost:8317"}),
        (SOCKET, {"Host": HOST, "Origin": "http://evil.example"}),
        (SOCKET, {"Host": HOST, "Origin": ""}),
        (SOCKET, {"Host": HOST}),
        (SOCKET + "/", {"Host": HOST}),
    ],
)
def test_who_is_refused(path: str, headers: dict[str, str]) -> None:
    assert Place(8317, TOKEN).refuses(path, headers)


@pytest.mark.parametrize("name", ["127.0.0.1:8317", "localhost:8317"])
def test_who_is_let_in(name: str) -> None:
    place = Place(8317, TOKEN)
    assert not place.refuses(PAGE, {"Host": name})
    assert not place.refuses(PAGE, {"Host": name, "Origin": f"http://{name}"})
    assert not place.refuses(SOCKET, {"Host": name, "Origin": f"http://{name}"})


async def test_strangers_get_nothing_and_start_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as s:
        for path in ("/", "/wrong/", "/wrong/ws", "/static/js/textual.js", "/own/page.js", "/download/x"):
            assert await s.status(path) == 403, path
            assert await s.status(path, Origin=s.origin) == 403, path
        assert await s.status(PAGE, Host="evil.example") == 403
        assert await s.status(PAGE, Origin="http://evil.example") == 403
        for origin in ("http://evil.example", "null", f"http://localhost:{s.place.port}"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await s.window(Origin=origin)
            assert refused.value.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await s.window(Cookie="a=b")  # no origin at all
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await s.http.ws_connect(f"{s.origin}/wrong/ws", headers={"Origin": s.origin})
        assert s.signs("begun") == 0


async def test_folders_are_not_listed_and_nothing_outside_them_is_had(tmp_path: Path) -> None:
    async with served(tmp_path) as s:
        for path in ("static/", "static/js/", "own/", "own/../serve.py", "own/%2e%2e/serve.py", "download/x", "x"):
            assert await s.status(PAGE + path) in (403, 404), path


async def test_what_the_page_cannot_say_is_passed_over(tmp_path: Path) -> None:
    async with served(tmp_path) as s, s.window() as window:
        assert await said(window) == "size 80x24"
        for text in (
            "",
            "no json",
            "[]",
            "{}",
            "7",
            '["stdin"]',
            '["stdin", 7]',
            '["resize", {"width": "x"}]',
            "[" * 5000,
        ):
            await window.send_str(text)
        await window.send_bytes(b"\xff")
        await window.send_json(["stdin", "x"])
        assert await said(window) == "D:x"


async def test_a_message_without_end_closes_the_window(tmp_path: Path) -> None:
    async with served(tmp_path) as s, s.window() as window:
        assert await said(window) == "size 80x24"
        await window.send_json(["stdin", "x" * (2 << 20)])
        assert await said(window) == "<CLOSE>"


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("", "80x24"),
        ("?width=100&height=30", "100x30"),
        ("?width=99999&height=1", "500x5"),
        ("?width=-5&height=x", "80x24"),
    ],
)
async def test_a_window_has_a_size_that_can_be(tmp_path: Path, query: str, size: str) -> None:
    async with served(tmp_path) as s, s.window(query) as window:
        assert await said(window) == f"size {size}"
        await window.send_json(["resize", {"width": 10**9, "height": 0}])
        meta = json.loads((await said(window)).removeprefix("M:"))
        assert (meta["width"], meta["height"]) == (500, 5)


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(QuizgenError, match=rf"port {port} cannot be used .* --port"):
            serve_command.main(["--port", str(port), "--db", str(tmp_path / "q.db")], standalone_mode=False)


def test_without_textual_serve_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "quizgen.cli.serving", None)
    monkeypatch.delattr("quizgen.cli.serving")
    result = CliRunner().invoke(serve_command, ["--db", str(tmp_path / "q.db")])
    assert "pip install 'quizgen[serve]'" in str(result.exception)


def test_a_window_without_a_server_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    result = CliRunner().invoke(serve_command, ["--window", "--db", str(tmp_path / "q.db")])
    assert "for the server alone" in str(result.exception)


# -- what is served


async def test_the_page_and_all_it_needs_come_from_here(tmp_path: Path) -> None:
    async with served(tmp_path) as s:
        async with s.http.get(s.origin + PAGE) as response:
            page, headers = await response.text(), response.headers
        assert f'"ws://127.0.0.1:{s.place.port}/{TOKEN}/ws"' in page
        assert not re.findall(r"https?://", page)
        assert "$" not in page
        for name in ("default-src 'none'", "frame-ancestors 'none'", f"connect-src ws://127.0.0.1:{s.place.port};"):
            assert name in headers["Content-Security-Policy"]
        assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert "Set-Cookie" not in headers
        needed = re.findall(r'(?:src|href)="([^"]+)"', page)
        async with s.http.get(f"{s.origin}{PAGE}own/page.css") as response:
            style = await response.text()
        assert "http" not in style
        needed += [f"own/{url}" for url in re.findall(r'url\("([^"]+)"\)', style)]
        local = [url for url in needed if not url.startswith("data:")]
        assert len(local) == 6
        for url in local:
            assert await s.status(PAGE + url) == 200, url


async def test_keys_go_to_the_app_and_its_screen_comes_back(tmp_path: Path) -> None:
    async with served(tmp_path) as s, s.window() as window:
        assert await said(window) == "size 80x24"
        await window.send_json(["stdin", "π\r"])
        assert await said(window) == "D:π\r"
        await window.send_json(["ping", 7])
        assert (await window.receive(timeout=10)).data == '["pong", 7]'


async def test_a_closed_page_ends_the_app_as_a_closed_terminal_does(tmp_path: Path) -> None:
    async with served(tmp_path) as s:
        async with s.window() as window:
            await said(window)
        for _ in range(100):
            if s.signs("ended"):
                break
            await asyncio.sleep(0.05)
        assert (s.signs("begun"), s.signs("ended")) == (1, 1)


async def test_a_second_page_takes_over_when_the_first_has_written_everything(tmp_path: Path) -> None:
    async with served(tmp_path) as s, s.window() as first:
        assert await said(first) == "size 80x24"
        async with s.window("?width=90&height=30") as second:
            assert await said(first) == "<CLOSE>"
            assert await said(second) == "size 90x30"
            assert (s.signs("begun"), s.signs("ended")) == (2, 1)


async def test_an_app_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "STOP_SECONDS", 0.3)
    (tmp_path / "hangs").touch()
    async with served(tmp_path) as s, s.window() as first:
        await said(first)
        process = int(next(tmp_path.glob("begun-*")).name.partition("-")[2])
        os.kill(process, 0)  # it lives
        async with s.window() as second:
            assert await said(second) == "size 80x24"
            with pytest.raises(ProcessLookupError):
                os.kill(process, 0)
        assert s.signs("ended") == 0


async def test_the_end_of_the_server_ends_the_app(tmp_path: Path) -> None:
    async with served(tmp_path) as s:
        window = await s.window()
        await said(window)
    assert s.signs("ended") == 1


# -- the app itself


@contextmanager
def quizgen_serve(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environ = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TEXTUAL_DRIVER", "TEXTUAL_THEME")}
    words = [sys.executable, "-m", "quizgen", "serve", "--port", "0", "--db", str(folder / "q.db")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()


async def test_the_app_is_shown_and_ends_with_the_server(tmp_path: Path) -> None:
    with quizgen_serve(tmp_path) as (process, url):
        match = re.fullmatch(r"(http://127\.0\.0\.1:\d+)/[\w-]{32}/", url)
        assert match
        link, headers = url.replace("http", "ws", 1) + "ws", {"Origin": match[1]}
        async with aiohttp.ClientSession() as http, http.ws_connect(link, headers=headers) as window:
            seen = b""
            while b"What do you want to learn" not in seen:
                message = await window.receive(timeout=30)
                assert message.type == aiohttp.WSMsgType.BINARY, (message, seen[-500:])
                seen += message.data
            await window.send_json(["stdin", "q"])
            while (await window.receive(timeout=15)).type == aiohttp.WSMsgType.BINARY:
                pass
            assert window.closed
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0


async def test_what_keeps_the_app_from_starting_is_shown_in_the_page(tmp_path: Path) -> None:
    app = BrowserApp(LearnerDesk(tmp_path), start="progress")  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await settled(pilot)
        app.post_message(SessionFailed(QuizgenError("you are practising [x] already")))
        await settled(pilot)
        assert isinstance(app.screen, FailureScreen)
        strips = app.screen._compositor.render_strips()
        assert "You are practising [x] already." in "".join(s.text for strip in strips for s in strip)
        await pilot.press("q")
    assert app.return_code == 0


async def test_an_app_without_its_server_ends(tmp_path: Path) -> None:
    app = BrowserApp(LearnerDesk(tmp_path), start="progress")  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await settled(pilot)
        app._look()
        await pilot.pause()
        assert app.is_running
        app._server += 1
        app._look()
        for _ in range(50):
            if not app._running:
                break
            await asyncio.sleep(0.05)
        assert not app._running


async def test_the_screenshot_is_not_offered(tmp_path: Path) -> None:
    app = BrowserApp(LearnerDesk(tmp_path), start="progress")  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await settled(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Theme" in titles
        assert "Screenshot" not in titles
