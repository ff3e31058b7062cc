"""The server behind `quizgen serve`: textual-serve, made safe for a machine on which a browser also visits strangers.

textual-serve as it comes lets any web page that is open in the browser drive the app (its socket accepts every origin),
and takes fonts from the network. Here:

- it listens on 127.0.0.1 alone, and answers only requests that name it so (`Host`): a stranger's name that resolves to
  127.0.0.1 is refused;
- every path begins with a random token; it is compared in constant time, and never sent on (no referrer, no cookie);
- a request with an `Origin` must come from this very page, and the socket must have one;
- a policy (`Content-Security-Policy`) keeps the page to its own scripts, styles, fonts and socket;
- one window at a time: a new one takes over, and the one before is closed with everything written down.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import signal
import string
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import textual_serve.server
from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
"""What the machine may be called in `Host` and `Origin`."""
STOP_SECONDS = 8.0
"""A window that does not end in this time is killed."""
LARGEST_MESSAGE = 1 << 20
"""Bytes of one message from the page: a large paste."""
COLUMNS, ROWS = (20, 500), (5, 300)
"""A window has at least and at most so many."""
OWN = Path(__file__).with_name("served")
STATIC = Path(textual_serve.server.__file__).with_name("static")
REFUSED = "This address needs the link that quizgen serve printed. Copy it whole.\n"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src {socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

log = logging.getLogger("quizgen.serve")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Window(AppService):
    """One run of the app, started without a shell and ended as by a closed terminal: what is typed is written down."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        super().__init__("", **options)
        self._words = tuple(words)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width=width, height=height),
        )
        self._stdin = self._process.stdin
        return self._process

    async def stop(self) -> None:
        """End the app, and wait until it has ended."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGHUP)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        await task


class Place:
    """Where the server is: its port and its token, and what requests must say."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token

    @property
    def url(self) -> str:
        """The link to open."""
        return f"http://{HOST}:{self.port}/{self.token}/"

    def refuses(self, path: str, headers: Mapping[str, str]) -> bool:
        """True for a request that is not from the page that was opened by the link."""
        host = headers.get("Host", "")
        if host not in {f"{name}:{self.port}" for name in NAMES}:
            return True
        origin = headers.get("Origin")
        if origin is not None and origin != f"http://{host}":
            return True
        token = path.split("/")[1] if path.startswith("/") else ""
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
            return True
        return origin is None and path.rstrip("/").endswith("/ws")


class Serving:
    """The pages, and the window that is open."""

    def __init__(self, words: Sequence[str], place: Place) -> None:
        """`words`: the command that runs the app in a window."""
        self._words, self._place = tuple(words), place
        self._open: web.WebSocketResponse | None = None
        self._turn = asyncio.Lock()

    def application(self) -> web.Application:
        """Everything that is served, behind the guard."""
        guarded = web.Application(middlewares=[self._guard], client_max_size=LARGEST_MESSAGE)
        pages = web.Application()
        pages.add_routes([web.get("/", self._page), web.get("/ws", self._window)])
        pages.router.add_static("/static", STATIC, show_index=False)
        pages.router.add_static("/own", OWN, show_index=False)
        guarded.add_subapp(f"/{self._place.token}", pages)
        guarded.on_shutdown.append(self._close)
        return guarded

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._place.refuses(request.path, request.headers):
            raise web.HTTPForbidden(text=REFUSED)
        response = await handler(request)
        if not response.prepared:
            headers = response.headers
            headers["Content-Security-Policy"] = POLICY.format(socket=f"ws://{request.host}")
            headers["Referrer-Policy"] = "no-referrer"
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers["Cache-Control"] = "no-store"
        return response

    async def _page(self, request: web.Request) -> web.Response:
        page = string.Template((OWN / "page.html").read_text(encoding="utf-8"))
        size = _bounded(request.query.get("fontsize", ""), 16, (8, 40))
        socket = f"ws://{request.host}/{self._place.token}/ws"
        return web.Response(text=page.substitute(websocket=socket, font_size=size), content_type="text/html")

    async def _window(self, request: web.Request) -> web.WebSocketResponse:
        """Run the app for a page; the page before it is closed first, since one learner writes one log."""
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_MESSAGE)
        await socket.prepare(request)
        before, self._open = self._open, socket
        if before is not None:
            await before.close()
        async with self._turn:  # until the window before has written everything down
            if socket.closed or self._open is not socket:
                return socket
            window = Window(
                self._words,
                write_bytes=socket.send_bytes,
                write_str=socket.send_str,
                close=socket.close,
                download_manager=_NoDownloads(),
            )
            width = _bounded(request.query.get("width", ""), 80, COLUMNS)
            height = _bounded(request.query.get("height", ""), 24, ROWS)
            try:
                await window.start(width, height)
                await self._messages(socket, window)
            except ConnectionError:
                pass  # the page is gone
            finally:
                await asyncio.shield(window.stop())
                if self._open is socket:
                    self._open = None
        return socket

    async def _messages(self, socket: web.WebSocketResponse, window: Window) -> None:
        """Hand on what the page says; what it cannot say is passed over."""
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            try:
                match json.loads(message.data):
                    case ["stdin", str(text)]:
                        await window.send_bytes(text.encode("utf-8", "replace"))
                    case ["resize", {"width": int(width), "height": int(height)}]:
                        await window.set_terminal_size(_within(width, COLUMNS), _within(height, ROWS))
                    case ["ping", data]:
                        await socket.send_json(["pong", data])
                    case ["blur", *_]:
                        await window.blur()
                    case ["focus", *_]:
                        await window.focus()
            except (ValueError, RecursionError):
                log.warning("a message from the page could not be read and was passed over")

    async def _close(self, application: web.Application) -> None:
        if self._open is not None:
            await self._open.close()


class _NoDownloads:
    """Nothing is downloaded: files are written on this very machine."""

    async def cancel_app_downloads(self, app_service_id: str) -> None:
        """There are none."""

    async def create_download(self, **_: Any) -> None:
        """Refused."""
        raise KeyError("downloads")

    async def chunk_received(self, *_: Any) -> None:
        """Nothing was asked for."""


def _bounded(text: str, default: int, bounds: tuple[int, int]) -> int:
    return _within(int(text), bounds) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _within(number: int, bounds: tuple[int, int]) -> int:
    return min(bounds[1], max(bounds[0], number))


async def serve(words: Sequence[str], place: Place, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM. `ready` is told the link. A port of 0 becomes a free one.

    Raises OSError where the port is taken.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), stop.set)
    runner = web.AppRunner(Serving(words, place).application(), access_log=None, shutdown_timeout=STOP_SECONDS + 2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, place.port)
        await site.start()
        place.port = runner.addresses[0][1]
        ready(place.url)
        await stop.wait()
    finally:
        await runner.cleanup()
