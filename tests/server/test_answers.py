"""What comes back for a request that makes no sense: a sentence that a person can read."""

import logging
import re
from uuid import uuid4

import pytest
from litestar.routes import HTTPRoute

from server.act import Acts
from tests.site import Site

SUPPLIER = {"code": "LEAF", "name": "Leaf & Sons"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The request has no body; it needs one."),
        (b'{"code":"A","name":"\xff"}', "The request is malformed: it is not UTF-8."),
        (b"[" * 100_000, "The request is malformed: it is nested too deep."),
        (
            b'{"code":"A","name":""}',
            "The request is malformed: name: Expected `str` of length >= 1",
        ),
    ],
)
def test_a_body_that_cannot_be_read(site: Site, body: bytes, sentence: str) -> None:
    answer = site.post("/suppliers", body, status=400)
    assert (answer["code"], answer["detail"]) == ("malformed", sentence)


def test_a_question_out_of_bounds_is_told_its_bounds(site: Site) -> None:
    answer = site.get("/warehouses/{warehouse}/stock", limit=0, status=400)
    assert answer["detail"] == "The request is malformed: Expected `int` >= 1 - at `$.limit`"


def test_what_is_asked_wrongly_has_its_name_of_the_address(site: Site) -> None:
    answer = site.get("/warehouses/{warehouse}/tasks", state="zzz", status=400)
    assert [each["where"] for each in answer["errors"]] == ["state"]


def test_what_is_too_large_is_told_the_limit(site: Site) -> None:
    answer = site.post("/suppliers", b" " * (1 << 20) + b"{}", status=413)
    assert answer["detail"] == "The request is too large: 1 MiB is the most that is taken."


def test_only_what_is_wrong_is_listed(site: Site) -> None:
    answer = site.post("/warehouses/{warehouse}/tasks/take", {"task": -1}, status=400)
    assert answer["errors"] == [{"where": "task", "detail": "Expected `int` >= 0"}]


@pytest.mark.parametrize("name", ["a\u0000", "a\u009b2J", "a\u0085b", " ", "\u00a0 "])
def test_a_name_carries_no_control_character_and_is_not_blank(site: Site, name: str) -> None:
    site.post("/suppliers", {**SUPPLIER, "name": name}, status=400)
    assert site.get("/suppliers")["items"] == []


@pytest.mark.parametrize("noun", ["picks", "operations", "stock"])
@pytest.mark.parametrize("operation", ["-" * 36, "0" * 36, "0" * 31 + "-"])
def test_an_operation_that_is_no_uuid(site: Site, noun: str, operation: str) -> None:
    path = "/warehouses/{warehouse}/" + noun + "/reverse"
    assert site.post(path, {"operation": operation}, status=400)["code"] == "malformed"


def test_a_fault_of_ours_is_logged_whole_and_told_as_a_problem(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Acts, "perform", broken)
    with caplog.at_level(logging.ERROR, "tallyman.answers"):
        answer = site.post("/suppliers", SUPPLIER, status=500)
    assert (answer["code"], answer["title"]) == ("defect", "Internal Server Error")
    assert [record.exc_info is not None for record in caplog.records] == [True]


def test_a_parameter_that_nothing_asks_for_is_refused(site: Site) -> None:
    told = site.get("/orders", status=400, stat="new")
    assert told["code"] == "malformed"
    assert "'stat'" in told["detail"]
    assert "state" in told["detail"]
    assert site.get("/orders", state="new")["items"] == []


def test_no_route_passes_a_parameter_over_that_it_does_not_know(site: Site) -> None:
    routes = [
        (method, _filled(route.path))
        for route in site.app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith("/schema")
        for method in route.methods - {"OPTIONS"}
    ]
    assert len(routes) > 150
    for method, path in routes:
        answer = site.client.request(
            method,
            f"{path}?colour=red",
            headers={**site.credentials, "Idempotency-Key": str(uuid4())},
            json={},
        )
        assert answer.status_code == 400, (method, path, answer.text)
        assert "Nothing here is asked by 'colour': it can be " in answer.json()["detail"]


def _filled(path: str) -> str:
    """An address of this route: what it names need not be there."""
    return re.sub(r"\{(\w+):\w+\}", lambda part: "MAIN" if part[1] == "warehouse" else "1", path)


def test_who_may_not_ask_is_not_told_what_can_be_asked(site: Site) -> None:
    assert site.signed({}).get("/orders", status=401, colour="red")["code"] == "not_signed_in"


def test_a_parameter_is_a_list_by_coming_again(site: Site) -> None:
    path = "/warehouses/{warehouse}/tasks/next"
    assert site.get(path, kinds=["pick", "pack"])["task"] is None
    assert "`$.limit`" in site.get("/items", status=400, limit=201)["detail"]
