"""Returns: what came back is booked as it is; what differs from what was sold is flagged."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site

LINES = "/warehouses/{warehouse}/returns/lines"


@pytest.fixture
def desk(site: Site) -> Desk:
    return stocked(site)


@pytest.fixture
def order(desk: Desk) -> str:
    number = desk.picked("WEB-1", ("BOLT", 3))
    desk.drop(desk.close(number, piece(1, 3), tracking="JJD1")["carton"])
    desk.collect()
    return number


def opened(desk: Desk, reference: str) -> dict[str, object]:
    made: dict[str, object] = desk.site.post(
        "/warehouses/{warehouse}/returns", {"reference": reference}
    )
    return made


def test_a_parcel_number_finds_the_order(desk: Desk, order: str) -> None:
    for reference in ("JJD1", order, "WEB-1"):
        assert opened(desk, reference)["order"] == order
    assert opened(desk, "")["order"] is None


def test_the_number_of_an_open_return_goes_on_with_it(desk: Desk, order: str) -> None:
    first = opened(desk, order)
    number = str(first["return_number"])
    assert opened(desk, number) == first
    desk.site.post("/warehouses/{warehouse}/returns/close", {"return_number": number})
    later = opened(desk, number)
    assert (later["order"], later["return_number"] == number) == (order, False)


def test_good_goods_at_the_bench_are_put_away_the_others_wait_there(desk: Desk, order: str) -> None:
    number = opened(desk, order)["return_number"]
    line = {"return_number": number, "sku": "BOLT", "location": "RET"}
    for grade in ("new", "opened", "damaged"):
        desk.site.post(LINES, line | {"grade": grade})
    unknown = {"return_number": number, "grade": "new", "location": "RET", "note": "a cable"}
    desk.site.post(LINES, unknown)
    (task,) = desk.site.get("/warehouses/{warehouse}/tasks", kind="put_away")["items"]
    assert task["location"] == "RET"
    planned = desk.site.get(f"/warehouses/{{warehouse}}/put-aways/{task['document']}")
    assert [(goods["sku"], goods["quantity"]) for goods in planned["goods"]] == [("BOLT", 1)]
    confirm = {"put_away": task["document"], "location": planned["targets"][0]["location"]}
    desk.site.post("/warehouses/{warehouse}/put-aways/confirm", confirm)
    assert desk.standing("BOLT", "A-1") == (18, 0)
    assert desk.standing("BOLT", "RET") == (2, 0)
    assert desk.site.get("/warehouses/{warehouse}/tasks", kind="put_away")["items"] == []


def test_good_goods_are_sold_again_damaged_ones_are_not(desk: Desk, order: str) -> None:
    number = opened(desk, order)["return_number"]
    new = {"return_number": number, "sku": "BOLT", "grade": "new", "location": "A-1"}
    desk.site.post(LINES, new)
    view = desk.site.post(LINES, new | {"grade": "damaged", "location": "RET"})
    assert [line["flags"] for line in view["lines"]] == [[], []]
    assert view["shipped"][0]["returned"] == 2
    assert desk.standing("BOLT", "A-1") == (18, 0)
    rows = desk.site.get("/warehouses/{warehouse}/stock", sku="BOLT", location="RET")["items"]
    assert [(row["status"], row["on_hand"]) for row in rows] == [("damaged", 1)]


def test_more_than_was_shipped_is_recorded_and_flagged(desk: Desk, order: str) -> None:
    number = opened(desk, order)["return_number"]
    body = {"return_number": number, "sku": "BOLT", "grade": "new", "location": "A-1"}
    view = desk.site.post(LINES, body | {"quantity": 4})
    assert view["lines"][0]["flags"] == ["4 of BOLT came back, 3 of those shipped were still out."]
    open_ = desk.site.get("/warehouses/{warehouse}/exceptions", kind="return_differs")["items"]
    assert len(open_) == 1
    assert desk.standing("BOLT", "A-1") == (21, 0)


def test_what_is_not_ours_is_kept_apart_under_its_return(desk: Desk, order: str) -> None:
    number = opened(desk, order)["return_number"]
    body = {"return_number": number, "grade": "not_ours", "location": "RET", "note": "a shoe"}
    view = desk.site.post(LINES, body)
    assert view["lines"][0]["sku"] == "UNKNOWN"
    rows = desk.site.get("/warehouses/{warehouse}/stock", sku="UNKNOWN")["items"]
    assert [(row["lot"], row["status"]) for row in rows] == [(number, "quarantine")]


def test_a_serial_sold_before_go_live_comes_back(desk: Desk) -> None:
    desk.sells("RADIO", tracking="serial")
    number = opened(desk, "")["return_number"]
    body = {"return_number": number, "sku": "RADIO", "grade": "opened", "location": "RET"}
    assert desk.site.post(LINES, body, status=422)["code"] == "serials_needed"
    view = desk.site.post(LINES, body | {"serials": ["OLD-7"]})
    assert "never seen here before" in view["lines"][0]["flags"][-1]
    again = desk.site.post(LINES, body | {"serials": ["OLD-7"]}, status=409)
    assert again["code"] == "serial_elsewhere"


def test_a_closed_return_takes_nothing_more(desk: Desk, order: str) -> None:
    number = opened(desk, order)["return_number"]
    close = "/warehouses/{warehouse}/returns/close"
    assert desk.site.post(close, {"return_number": number})["state"] == "closed"
    body = {"return_number": number, "sku": "BOLT", "grade": "new", "location": "A-1"}
    assert desk.site.post(LINES, body, status=409)["code"] == "return_closed"


def test_what_becomes_of_it_is_proposed_by_its_condition_and_may_be_decided(
    desk: Desk, order: str
) -> None:
    made = opened(desk, order)
    proposals = {one["grade"]: one["disposition"] for one in made["proposals"]}  # type: ignore[attr-defined]
    assert proposals == {
        "new": "stock",
        "opened": "refurbish",
        "damaged": "scrap",
        "wrong": "quarantine",
        "not_ours": "quarantine",
        "other": "quarantine",
    }
    line = {"return_number": made["return_number"], "sku": "BOLT", "location": "RET"}
    for grade, disposition, status in (
        ("new", "vendor", "quarantine"),
        ("opened", None, "returned"),
        ("other", "scrap", "damaged"),
    ):
        told = desk.site.post(LINES, line | {"grade": grade, "disposition": disposition})
        assert told["lines"][-1]["disposition"] == (disposition or proposals[grade])
        rows = desk.site.get("/warehouses/{warehouse}/stock", location="RET")["items"]
        assert status in [row["status"] for row in rows]


def test_back_to_stock_against_the_proposal_takes_a_signature(desk: Desk, order: str) -> None:
    site = desk.site
    ann, boss = site.person("worker"), site.person("supervisor")
    line = {
        "return_number": opened(desk, order)["return_number"],
        "sku": "BOLT",
        "location": "RET",
        "grade": "damaged",
        "disposition": "stock",
    }
    operation = uuid4()
    refused = ann.post(LINES, line, operation=operation, status=409)
    assert refused["code"] == "approval_needed"
    signs = {"operation": str(operation), "badge": boss.badge, "pin": boss.pin}
    ann.post("/approvals/sign", signs)
    told = ann.post(LINES, line, operation=operation)
    assert told["lines"][0]["flags"] == [
        f"Goods that came back damaged go to stock: {boss.name} says so."
    ]
    long_ago = (site.clock.now - timedelta(hours=2)).isoformat()
    late = ann.post(LINES, line | {"happened_at": long_ago})
    assert (late["lines"][1]["disposition"], len(late["lines"][1]["flags"])) == ("scrap", 1)


def test_any_other_disposition_than_is_proposed_takes_the_right(desk: Desk, order: str) -> None:
    ann = desk.site.person("worker")
    number = opened(desk, order)["return_number"]
    line = {"return_number": number, "sku": "BOLT", "location": "RET", "grade": "new"}
    refused = ann.post(LINES, line | {"disposition": "scrap"}, status=409)
    assert (refused["code"], refused["detail"]) == (
        "approval_needed",
        "Goods that came back new go to scrap: a supervisor has to sign that.",
    )
    assert ann.post(LINES, line | {"disposition": "stock"})["lines"][0]["flags"] == []


def test_a_serial_that_was_sold_to_somebody_else_is_flagged(desk: Desk, order: str) -> None:
    desk.sells("RADIO", tracking="serial_out")
    desk.put("RADIO", "A-2", 2)
    others = desk.picked("WEB-2", ("RADIO", 1))
    desk.drop(desk.close(others, piece(1, 1, serials=["R-1"]), tracking="JJD2")["carton"])
    desk.collect()
    line = {"sku": "RADIO", "location": "RET", "grade": "new", "serials": ["R-1"]}
    number = opened(desk, order)["return_number"]
    told = desk.site.post(LINES, line | {"return_number": number})
    assert told["lines"][0]["flags"] == [
        "RADIO was not on the order that came back.",
        f"Serial number R-1 of RADIO was sold with {others}.",
    ]


def test_a_serial_that_is_here_already_is_refused_and_kept_as_unknown_when_told_late(
    desk: Desk,
) -> None:
    desk.sells("RADIO", tracking="serial")
    number = opened(desk, "")["return_number"]
    body = {"return_number": number, "sku": "RADIO", "grade": "opened", "location": "RET"}
    desk.site.post(LINES, body | {"serials": ["OLD-7"]})
    refused = desk.site.post(LINES, body | {"serials": ["OLD-7"]}, status=409)
    assert refused["detail"] == (
        "Serial number OLD-7 of RADIO stands at RET already: scan it again, or book the piece as"
        " unknown."
    )
    long_ago = (desk.site.clock.now - timedelta(hours=2)).isoformat()
    late = {"serials": ["OLD-7", "OLD-8"], "quantity": 2, "happened_at": long_ago}
    told = desk.site.post(LINES, body | late)["lines"]
    assert [(line["sku"], line["quantity"], line["note"]) for line in told[1:]] == [
        ("RADIO", 1, ""),
        ("UNKNOWN", 1, "RADIO, numbers known already: OLD-7 (at RET)."),
    ]


def test_goods_stand_on_a_new_lpn_with_its_label_and_are_not_mixed_there(
    desk: Desk, order: str
) -> None:
    number = opened(desk, order)["return_number"]
    body = {"return_number": number, "sku": "BOLT", "location": "RET"}
    new = {"grade": "damaged", "new_container": "carton", "print_label": True}
    lpn = desk.site.post(LINES, body | new)["container"]
    jobs = desk.site.get("/warehouses/{warehouse}/print-jobs")["items"]
    assert lpn in [job["cause"] for job in jobs]
    on_it = body | {"container": lpn}
    assert desk.site.post(LINES, on_it | {"grade": "damaged"})["container"] is None
    refused = desk.site.post(LINES, on_it | {"grade": "new"}, status=409)
    assert (refused["code"], refused["detail"]) == (
        "mixing",
        f"{lpn} holds damaged goods and these are available: take another LPN.",
    )
    rows = desk.site.get("/warehouses/{warehouse}/stock", container=lpn)["items"]
    assert [(row["status"], row["on_hand"]) for row in rows] == [("damaged", 2)]
