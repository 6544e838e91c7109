"""The demonstration's own desk: what it asks of the server, over HTTP as any program would."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import msgspec

from server.console import Stop
from server.table_file import parts
from server.wire import PREFIX, Command

SECONDS = 60.0


class Office:
    """Requests with one API key, about one warehouse. A refusal ends the demonstration."""

    def __init__(self, url: str, key: str, warehouse: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx.Client(base_url=url + PREFIX, headers=headers, timeout=SECONDS)
        self.warehouse = warehouse

    def do(self, command: Command, **named: object) -> Any:
        """Posts a command to the address that it declares; `named` fills its other places."""
        return self.send("POST", self._path(type(command).path, named), command)

    def put(self, command: Command) -> Any:
        """The same for a command that says how something shall be."""
        return self.send("PUT", self._path(type(command).path, {}), command)

    def csv(self, path: str, content: bytes, key: str) -> int:
        """A CSV file in acts of about 100 rows; answers how many rows or documents were new."""
        made = 0
        for _, part in parts(content, key):
            report = self._asked("POST", self._path(path, {}), part, "text/csv")
            made += report["created"]
        return made

    def get(self, path: str, **params: object) -> Any:
        return self.send("GET", self._path(path, {}), params=params)

    def pages(self, path: str, **params: object) -> Iterator[Any]:
        """All of a list, page by page."""
        cursor: dict[str, object] = {}
        while True:
            page = self.get(path, limit=200, **params, **cursor)
            yield from page["items"]
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    def send(self, method: str, path: str, body: object = None, **options: Any) -> Any:
        content = None if body is None else msgspec.json.encode(body)
        return self._asked(method, path, content, "application/json", **options)

    def _path(self, path: str, named: dict[str, object]) -> str:
        told = {"warehouse": self.warehouse, **named}
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: str(told[found[1]]), path)

    def _asked(
        self, method: str, path: str, content: bytes | None, media: str, **options: Any
    ) -> Any:
        headers = {"Idempotency-Key": str(uuid4()), "Content-Type": media}
        try:
            answer = self.http.request(method, path, content=content, headers=headers, **options)
        except httpx.HTTPError as error:
            raise Stop(f"The server did not answer {method} {path}: {error!r}.") from error
        if answer.status_code != httpx.codes.OK:
            raise Stop(f"{method} {path} was answered {answer.status_code}: {answer.text[:600]}")
        return answer.json()
