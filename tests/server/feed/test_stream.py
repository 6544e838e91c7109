"""The live stream: what happens comes at once, and a reader that was cut off goes on behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.program import ask, free_port, key_in, serving


@contextmanager
def stream(port: int, key: str, last: str | None = None) -> Iterator[Iterator[tuple[str, str]]]:
    """(id, data) of each event, as they come."""
    headers = {"Authorization": f"Bearer {key}"} | ({"Last-Event-ID": last} if last else {})
    url = f"http://127.0.0.1:{port}/api/v1/events/stream"
    with httpx.stream("GET", url, headers=headers, timeout=60) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer.iter_lines())


def events(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    number = ""
    for line in lines:
        if line.startswith("id: "):
            number = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield number, line.removeprefix("data: ")


def test_a_reader_gets_each_entry_once_and_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (_, said):
        key = key_in(said)
        for code in ("W1", "W2"):
            ask(port, "/warehouses", key, {"code": code, "name": code})
        with stream(port, key) as seen:
            first = [next(seen), next(seen)]
        ask(port, "/warehouses", key, {"code": "W3", "name": "W3"})
        with stream(port, key, last=first[-1][0]) as seen:
            number, data = next(seen)
        assert "warehouse.create" in data
        numbers = [int(number) for number, _ in first] + [int(number)]
        assert numbers == list(range(numbers[0], numbers[0] + 3))
        headers = {"Authorization": f"Bearer {key}", "Last-Event-ID": "soon"}
        url = f"http://127.0.0.1:{port}/api/v1/events/stream"
        refused = httpx.get(url, headers=headers, timeout=30)
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_position")
