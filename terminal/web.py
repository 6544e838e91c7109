"""The terminal in a browser: a page of our own over textual-serve, one page at a time (3.6)."""

import asyncio
import json
import shlex
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server, to_int

from terminal.sounds import TUNES

PAGE = Path(__file__).parent / "page"
HEARTBEAT_SECONDS = 15
TAKEN_OVER = 4000
"""WebSocket close code: the device is shown by another page now."""
# Nothing from elsewhere, though xterm.js writes its styles into the page.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:"


class Shown(AppService):
    """The process behind one page; the page hears when it ends."""

    def __init__(self, command: str, socket: web.WebSocketResponse, files: DownloadManager) -> None:
        async def close() -> None:
            await socket.close()

        super().__init__(
            command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=files,
        )

    async def run(self) -> None:
        await super().run()
        await self.remote_close()


class PageServer(Server):
    """Serves one enrolled device; who opens the page is at that device.

    A second page takes over from the first, since one process at a time has the outbox; the
    prompt is where it was.
    """

    def __init__(self, folder: Path, device: str, host: str, port: int) -> None:
        run = "import sys; from terminal.cli import main; sys.exit(main(sys.argv[1:]))"
        command = shlex.join([sys.executable, "-c", run, "--home", str(folder.absolute())])
        super().__init__(command, host, port, device, statics_path=PAGE, templates_path=PAGE)
        self._turn = asyncio.Lock()
        self._shown: tuple[Shown, web.WebSocketResponse] | None = None

    def initialize_logging(self) -> None:
        """Nothing: the stock one writes the values of variables, secrets too, at a fault."""

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002 - its signature
        sys.stdout.write(f"{self.title} is shown at {self.public_url}\n")
        sys.stdout.flush()

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - its signature
        await self._end_shown(WSCloseCode.GOING_AWAY)

    async def handle_index(self, request: web.Request) -> web.Response:
        given = {"title": self.title, "tunes": json.dumps(TUNES)}
        page = aiohttp_jinja2.render_template("index.html", request, given)
        page.headers["Content-Security-Policy"] = POLICY
        page.headers["Cache-Control"] = "no-store"
        return page

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Refused: 403 for a page of another origin, which could type here in a worker's name."""
        if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
            raise web.HTTPForbidden(text="This device is used through its own page only.")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await socket.prepare(request)
        shown = Shown(self.command, socket, self.download_manager)
        async with self._turn:
            await self._end_shown(TAKEN_OVER)
            self._shown = shown, socket
            width, height = (to_int(request.query.get(name, ""), 0) for name in ("width", "height"))
            await shown.start(width or 80, height or 24)
        try:
            await self._process_messages(socket, shown)
        finally:
            await shown.stop()
        return socket

    async def _end_shown(self, code: int) -> None:
        """Waits until the process behind the page has let go of the outbox."""
        if self._shown is None:
            return
        before, socket = self._shown
        self._shown = None
        closing = asyncio.create_task(socket.close(code=code))
        await before.stop()
        closing.cancel()

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        async for message in websocket:
            if message.type is WSMsgType.TEXT:
                await _pass_on(app_service, message.json())


async def _pass_on(shown: AppService, said: Any) -> None:
    """What the page said; what it can't have said is passed over."""
    match said:
        case ["stdin", str(text)]:
            await shown.send_bytes(text.encode(errors="replace"))
        case ["resize", {"width": int(width), "height": int(height)}]:
            await shown.set_terminal_size(width, height)
        case ["battery", int(percent)]:
            await shown.send_meta({"type": "battery", "percent": percent})


def serve(folder: Path, device: str, address: str) -> None:
    """Until it is stopped; raises ValueError for no address.

    `address` is PORT, for this machine only, or HOST:PORT.
    """
    host, _, port = address.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise ValueError(
            f"'{address}' is no address: PORT, or HOST:PORT to be reached from outside."
        )
    PageServer(folder, device, host or "127.0.0.1", int(port)).serve()
