"""Returns: what came back is booked as it is; what differs from what was sold is flagged."""

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
