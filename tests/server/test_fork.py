"""Two commands with one place in a device's order: the second is refused, and nothing is done."""

from uuid import UUID, uuid4

import pytest
from httpx import Response

from tests.site import Site, Worker

OUTBOX = "70aa558169b0442586611d8ce70cb91d"


def call(worker: Worker, place: str, text: str, operation: UUID | None = None) -> Response:
    """A call for help; any fact of a device would do."""
    return worker.signed({**worker.credentials, "Tallyman-Sequence": place}).send(
        "POST",
        "/warehouses/{warehouse}/exceptions/report",
        {"document": "X", "sentence": text},
        operation=operation,
    )


def told(site: Site) -> list[str]:
    rows = site.get("/warehouses/{warehouse}/exceptions")["items"]
    return sorted(row["sentence"] for row in rows)


def test_a_second_command_in_one_place_is_refused_and_not_done(site: Site) -> None:
    worker, operation = site.person("worker"), uuid4()
    first = call(worker, f"{OUTBOX}:7", "One.", operation)
    assert first.status_code == 200
    fork = call(worker, f"{OUTBOX}:7", "Other.")
    assert (fork.status_code, fork.json()["code"]) == (409, "sequence_fork")
    assert "command 7 of this outbox: it was copied" in fork.json()["detail"]
    again = call(worker, f"{OUTBOX}:7", "One.", operation)
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert told(site) == ["One."]


def test_places_belong_to_one_device_and_one_outbox_in_any_order(site: Site) -> None:
    worker, other = site.person("worker"), site.person("worker")
    places = [f"{OUTBOX}:9", f"{OUTBOX}:8", f"{uuid4().hex}:8"]  # what was held comes later
    for n, place in enumerate(places):
        assert call(worker, place, f"A{n}").status_code == 200
    assert call(other, places[0], "B").status_code == 200
    assert told(site) == ["A0", "A1", "A2", "B"]


def test_a_refused_command_leaves_its_place_to_its_next_try(site: Site) -> None:
    worker, operation = site.person("worker"), uuid4()
    assert call(worker, f"{OUTBOX}:3", "x" * 2000, operation).status_code == 400
    assert call(worker, f"{OUTBOX}:3", "x", operation).status_code == 200


@pytest.mark.parametrize("place", ["", "7", ":7", f"{OUTBOX}:0", f"{OUTBOX}:-1", f"{OUTBOX}:x"])
def test_what_is_no_place_is_malformed(site: Site, place: str) -> None:
    refused = call(site.person("worker"), place, "x")
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
