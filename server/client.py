"""A small HTTP client of the API for programs at a shell: one key, whole replies, retries."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

from server.console import Stop
from server.settings import Settings
from server.wire import PREFIX

TIMEOUT_SECONDS = 60
TRIES = 4
AGAIN = {429, 503}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and whether it is the stored reply of what was done before."""

    body: bytes
    replayed: bool


@dataclass(frozen=True, slots=True)
class Api:
    """The server that the settings name, asked with their key and about their warehouse."""

    site: Settings

    def get(self, path: str, **query: object) -> Any:
        """The decoded reply; `{warehouse}` in the path is the settings'."""
        told = {name: value for name, value in query.items() if value is not None}
        return json.loads(self.send("GET", path, told))

    def all(self, path: str, **query: object) -> list[Any]:
        """Every item of a paged list."""
        items: list[Any] = []
        cursor = None
        while True:
            page = self.get(path, **query, cursor=cursor, limit=200)
            items += page["items"]
            cursor = page["next"]
            if cursor is None:
                return items

    def post(self, path: str, body: object) -> Any:
        return json.loads(self.send("POST", path, {}, json.dumps(body).encode()))

    def send(self, method: str, path: str, query: dict[str, object], body: bytes = b"") -> bytes:
        """The reply's bytes; see `sent`."""
        return self.sent(method, path, query, body, uuid4()).body

    def sent(
        self, method: str, path: str, query: dict[str, object], body: bytes, operation: UUID
    ) -> Answer:
        """Stops with the server's sentence when it refuses, or when it is not there.

        A change is sent again with the same operation id when no answer came, so that it happens
        once. An `https` address is verified; nothing but http and https is opened.
        """
        if not self.site.server_url().startswith(("http://", "https://")):
            raise Stop(f"'{self.site.server_url()}' is not the address of a server.")
        request = Request(  # noqa: S310  (the scheme was checked)
            self._url(path, query), data=body if method != "GET" else None, method=method
        )
        request.add_header("Authorization", f"Bearer {self.site.key}")
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", str(operation))
        for attempt in range(1, TRIES + 1):
            if (answer := _try(request, last=attempt == TRIES)) is not None:
                return answer
            time.sleep(0.5 * attempt)
        raise AssertionError("unreachable: the last try answers or stops")

    def _url(self, path: str, query: dict[str, object]) -> str:
        where = path.replace("{warehouse}", quote(self.site.warehouse, safe=""))
        asked = "?" + urlencode(query, doseq=True) if query else ""
        return f"{self.site.server_url()}{PREFIX}{where}{asked}"


def _try(request: Request, *, last: bool) -> Answer | None:
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  (as above)
            return _answer(answer)
    except HTTPError as error:
        if error.code in AGAIN and not last:
            return None
        raise Stop(_sentence(error)) from error
    except (URLError, HTTPException, OSError) as error:
        if last:
            reason = getattr(error, "reason", error)
            raise Stop(f"No server answers at {request.host}: {reason}.") from error
        return None


def _answer(answer: HTTPResponse) -> Answer:
    return Answer(answer.read(), replayed=answer.headers.get("Idempotent-Replayed") == "true")


def _sentence(error: HTTPError) -> str:
    """What the server said, with a line for each thing that was wrong."""
    raw = error.read()
    try:
        problem = json.loads(raw)
        lines = [f"  {found['where']}: {found['detail']}" for found in problem.get("errors", [])]
        return "\n".join([f"{problem['detail']} ({problem['code']})", *lines])
    except (ValueError, KeyError, TypeError):
        return f"The server answered {error.code}."
