"""The line between a device and its server: may be cut, and may be answered by somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import msgspec

from terminal.settings import DeviceProfile

KEPT = {"authorization", "content-type", "idempotency-key"}


class Line(ThreadingHTTPServer):
    """Passes requests on to the real server, whatever stands in `says` first.

    `cut`: nothing comes through. `deaf`: the server does it, and its answer is lost. `says`: what
    is answered in its place to acts, in this order. `passed` are the acts that the server has had,
    by path and operation id, `statuses` what it answered to each.
    """

    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Pass)
        self.url, self.cut, self.deaf = url, False, False
        self.says: list[tuple[int, str, Mapping[str, str]]] = []
        self.passed: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        self.http = httpx.Client(base_url=url, timeout=30)

    def profile(self, profile: DeviceProfile) -> DeviceProfile:
        """The same device, behind this line."""
        return msgspec.structs.replace(profile, server=f"http://127.0.0.1:{self.server_port}")


class _Pass(BaseHTTPRequestHandler):
    server: Line
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.server.cut:
            self.close_connection = True
            return
        key = self.headers.get("idempotency-key")
        if key and self.server.says:
            status, code, more = self.server.says.pop(0)
            told = {"type": "", "title": "", "status": status, "detail": code, "code": code}
            self._tell(status, json.dumps(told).encode(), more)
            return
        asked = {
            name: value
            for name, value in self.headers.items()
            if name.lower() in KEPT or name.lower().startswith("tallyman-")
        }
        answer = self.server.http.request(self.command, self.path, content=body, headers=asked)
        if key:
            self.server.passed.append((self.path, key))
            self.server.statuses.append(answer.status_code)
        if self.server.deaf:
            self.close_connection = True
            return
        self._tell(answer.status_code, answer.content, answer.headers)

    def _tell(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        for name in ("date", "retry-after", "content-type", "etag"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _pass  # noqa: N815  (the names of the standard library)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line that is there until the end of the block."""
    line = Line(url)
    thread = Thread(target=line.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        line.server_close()
        thread.join()
