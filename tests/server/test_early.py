"""What comes after something is done once that is known, in whatever order both arrive."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.site import Site


def create(site: Site, code: str, after: str, operation: UUID) -> Any:
    body = {"code": code, "name": code, "time_zone": "Europe/Berlin"}
    headers = {**site.credentials, "Tallyman-After": after, "Idempotency-Key": str(operation)}
    return site.client.post("/api/v1/warehouses", json=body, headers=headers)


def test_it_waits_for_what_comes_first_and_is_then_done_once(site: Site) -> None:
    first, second = uuid4(), uuid4()
    early = create(site, "SECOND", str(first), second)
    assert (early.status_code, early.json()["code"]) == (425, "too_early")
    assert str(first) in early.json()["detail"]
    site.post("/warehouses", {"code": "FIRST", "name": "First"}, operation=first)
    done = create(site, "SECOND", str(first), second)
    assert done.status_code == 200
    again = create(site, "SECOND", str(first), second)
    assert (again.content, again.headers["idempotent-replayed"]) == (done.content, "true")


def test_a_refused_operation_is_not_known(site: Site) -> None:
    first = uuid4()
    site.post("/warehouses", {"code": "FIRST", "time_zone": "Mars"}, operation=first, status=400)
    assert create(site, "SECOND", str(first), uuid4()).status_code == 425


@pytest.mark.parametrize("after", ["", "x", "1234"])
def test_what_names_no_operation_is_malformed(site: Site, after: str) -> None:
    told = create(site, "SECOND", after, uuid4())
    assert (told.status_code, told.json()["code"]) == (400, "malformed")
