"""Picking: goods and promise go into the tote; what must not be is refused and named."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.server.outbound.hands import Shop


def pick(made: dict[str, Any], quantity: int, line: int = 1, **options: Any) -> dict[str, Any]:
    return {"pick_list": made["pick_list"], "line": line, "quantity": quantity} | options


@pytest.fixture
def made(shop: Shop) -> dict[str, Any]:
    """A pick list of 4 BOLT of order `1`, whose tote is on the cart."""
    shop.put("BOLT", "A-1", 10)
    shop.order("1", ("BOLT", 4))
    return shop.waved()


def test_a_pick_moves_goods_and_promise_into_the_tote(shop: Shop, made: dict[str, Any]) -> None:
    tote = made["slots"][0]["tote"]
    picked = shop.do_pick("", pick(made, 3, tote=tote))
    assert (picked["picked"], picked["asked"], picked["state"], picked["tote"]) == (
        3, 4, "open", tote,
    )  # fmt: skip
    assert shop.standing("BOLT", "A-1") == (7, 1)
    assert shop.standing_in("BOLT", tote) == (3, 3)
    assert shop.do_pick("", pick(made, 1))["state"] == "picked"
    assert shop.standing_in("BOLT", tote) == (4, 4)
    assert shop.read(made["slots"][0]["order"])["progress"] == "picked"


def test_picked_goods_are_not_sellable(shop: Shop, made: dict[str, Any]) -> None:
    shop.do_pick("", pick(made, 4))
    (row,) = shop.site.get("/availability", sku="BOLT")["items"]
    assert (row["sellable"], row["reserved"], row["available"]) == (10, 4, 6)
    assert shop.order("2", ("BOLT", 7))["progress"] == "backorder"
    assert shop.order("3", ("BOLT", 6))["progress"] == "allocated"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"quantity": 5}, 409, "over_pick"),
        ({"line": 2}, 404, "not_found"),
        ({"pick_list": "PL99"}, 404, "not_found"),
        ({"pick_list": "X"}, 404, "not_found"),
        ({"tote": "NONE"}, 404, "not_found"),
        ({"quantity": 0}, 400, "malformed"),
        ({"lot": "L9"}, 404, "no_such_lot"),
    ],
)
def test_what_cannot_be_is_refused_and_moves_nothing(
    shop: Shop, made: dict[str, Any], body: dict[str, Any], status: int, code: str
) -> None:
    refused = shop.do_pick("", pick(made, 1) | body, status=status)
    assert refused["code"] == code
    assert shop.standing("BOLT", "A-1") == (10, 4)
    assert shop.read_list(made["pick_list"])["version"] == made["version"]


def test_a_tote_of_another_order_is_refused(shop: Shop, made: dict[str, Any]) -> None:
    shop.order("2", ("BOLT", 1))
    other = shop.waved()
    refused = shop.do_pick("", pick(made, 1, tote=other["slots"][0]["tote"]), status=409)
    assert refused["code"] == "wrong_tote"
    taken = {"pick_list": other["pick_list"], "tote": made["slots"][0]["tote"]}
    assert shop.do_pick("/assign-tote", taken, status=409)["code"] == "tote_in_use"


def test_without_a_tote_nothing_is_picked(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    shop.order("1", ("BOLT", 4))
    made = shop.waved(totes=0)
    assert shop.do_pick("", pick(made, 1), status=409)["code"] == "tote_missing"
    wrong = {"pick_list": made["pick_list"], "tote": shop.new_tote(), "cart": "A-1"}
    assert shop.do_pick("/assign-tote", wrong, status=422)["code"] == "not_a_cart"


def test_a_full_tote_is_followed_by_another(shop: Shop, made: dict[str, Any]) -> None:
    first = made["slots"][0]["tote"]
    shop.do_pick("", pick(made, 3))
    second = shop.give_tote(made["pick_list"])
    assert shop.do_pick("", pick(made, 1))["tote"] == second
    assert shop.standing_in("BOLT", first) == (3, 3)
    assert shop.standing_in("BOLT", second) == (1, 1)
    body = {"pick_list": made["pick_list"], "location": "STAGE"}
    assert shop.do_pick("/drop-tote", body | {"tote": first})["state"] == "picking"
    assert shop.do_pick("/drop-tote", body | {"tote": second})["state"] == "done"


def test_the_last_drop_ends_the_list_and_asks_to_pack(shop: Shop, made: dict[str, Any]) -> None:
    shop.do_pick("", pick(made, 4))
    tote = made["slots"][0]["tote"]
    body = {"pick_list": made["pick_list"], "tote": tote, "location": "A-2"}
    assert shop.do_pick("/drop-tote", body, status=422)["code"] == "not_a_drop"
    dropped = shop.do_pick("/drop-tote", body | {"location": "STAGE"})
    assert (dropped["state"], dropped["lines_open"]) == ("done", 0)
    assert shop.standing("BOLT", "STAGE") == (4, 4)
    tasks = shop.site.get("/warehouses/{warehouse}/tasks")["items"]
    assert [(task["kind"], task["document"]) for task in tasks] == [
        ("pack", made["slots"][0]["order"])
    ]


def test_a_held_order_is_left_on_the_shelf(shop: Shop, made: dict[str, Any]) -> None:
    order = made["slots"][0]["order"]
    shop.site.post(f"/orders/{order}/hold", {"reason": "payment"})
    assert shop.do_pick("", pick(made, 1), status=409)["code"] == "order_held"
    shop.site.post(f"/orders/{order}/lift-hold", {})
    assert shop.do_pick("", pick(made, 4))["state"] == "picked"


def test_a_skipped_line_goes_to_the_end_and_the_third_time_needs_a_reason(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    shop.put("NUT", "A-2", 10)
    shop.order("1", ("BOLT", 1), ("NUT", 1))
    made = shop.waved()
    first = made["lines"][0]["line"]
    skip = {"pick_list": made["pick_list"], "line": first}
    shop.do_pick("/skip", skip)
    assert shop.read_list(made["pick_list"])["lines"][-1]["line"] == first
    shop.do_pick("/skip", skip)
    assert shop.do_pick("/skip", skip, status=422)["code"] == "reason_missing"
    shop.do_pick("/skip", skip | {"reason": "Ladder in the way"})


def test_a_pick_is_taken_back_once(shop: Shop, made: dict[str, Any]) -> None:
    operation = uuid4()
    shop.do_pick("", pick(made, 3), operation=operation)
    back = shop.do_pick("/reverse", {"operation": str(operation)})
    assert (back["sku"], back["quantity"], back["location"]) == ("BOLT", 3, "A-1")
    assert shop.standing("BOLT", "A-1") == (10, 4)
    again = shop.do_pick("/reverse", {"operation": str(operation)}, status=409)
    assert again["code"] == "already_reversed"
    (line,) = shop.read_list(made["pick_list"])["lines"]
    assert (line["state"], line["quantity"], line["picked"]) == ("open", 4, 0)
    shop.do_pick("", pick(made, 4))
    assert shop.standing("BOLT", "A-1") == (6, 0)


def test_what_has_moved_on_is_not_taken_back(shop: Shop, made: dict[str, Any]) -> None:
    operation = uuid4()
    shop.do_pick("", pick(made, 4), operation=operation)
    shop.drop_all(made)
    refused = shop.do_pick("/reverse", {"operation": str(operation)}, status=409)
    assert refused["code"] == "not_reversible"
    unknown = shop.do_pick("/reverse", {"operation": str(uuid4())}, status=404)
    assert unknown["code"] == "not_found"


def test_serial_numbers_are_told_piece_by_piece(shop: Shop) -> None:
    shop.sells("RADIO", tracking="serial")
    shop.put_serials("RADIO", "A-3", ["S1", "S2", "S3"])
    shop.order("1", ("RADIO", 2))
    made = shop.waved()
    assert shop.do_pick("", pick(made, 2), status=422)["code"] == "serials_missing"
    unknown = shop.do_pick("", pick(made, 2, serials=["S1", "S9"]), status=404)
    assert unknown["code"] == "not_found"
    shop.do_pick("", pick(made, 2, serials=["S3", "S1"]))
    assert shop.standing("RADIO", "A-3") == (1, 0)


@pytest.fixture
def milk(shop: Shop) -> dict[str, Any]:
    """Two lots of one place: L1 expires first and is promised to order `1`."""
    shop.sells("MILK", tracking="lot", expires=True)
    today = date(2026, 11, 24)
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", today + timedelta(days=40)))
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L2", today + timedelta(days=60)))
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L3", today + timedelta(days=90)))
    shop.order("1", ("MILK", 4))
    return shop.waved()


def test_another_lot_that_fits_is_swapped_by_the_scan(shop: Shop, milk: dict[str, Any]) -> None:
    assert milk["lines"][0]["lot"] == "L1"
    picked = shop.do_pick("", pick(milk, 4, lot="L2"))
    assert "Lot L2 instead of L1" in picked["warning"]
    assert picked["state"] == "picked"
    stock = shop.site.get("/warehouses/{warehouse}/stock", location="A-1")["items"]
    assert [(row["lot"], row["on_hand"], row["reserved"]) for row in stock] == [
        ("L1", 5, 0),
        ("L2", 1, 0),
        ("L3", 5, 0),
    ]


def test_a_lot_far_beyond_the_first_to_expire_is_refused(shop: Shop, milk: dict[str, Any]) -> None:
    refused = shop.do_pick("", pick(milk, 4, lot="L3"), status=409)
    assert refused["code"] == "wrong_lot"
    assert "L1 is asked for: that expires on" in refused["detail"]


def test_a_swap_gives_the_asked_lot_to_whoever_had_the_read_one(
    shop: Shop, milk: dict[str, Any]
) -> None:
    other = shop.order("2", ("MILK", 6))
    second = shop.waved()
    assert [(line["lot"], line["quantity"]) for line in second["lines"]] == [("L1", 1), ("L2", 5)]
    shop.do_pick("", pick(milk, 4, lot="L2"))
    lines = shop.read_list(second["pick_list"])["lines"]
    assert {(line["lot"], line["quantity"]) for line in lines if line["quantity"]} == {
        ("L1", 5),
        ("L2", 1),
    }
    assert shop.read(other["number"])["lines"][0]["allocated"] == 6
    shop.pick_all(shop.read_list(second["pick_list"]))
    assert shop.read(other["number"])["progress"] == "picked"


def test_a_swapped_lot_lasts_as_long_as_customer_and_item_demand(shop: Shop) -> None:
    """L2 would do for anybody, but the item must leave with 45 days of life."""
    today = date(2026, 11, 24)
    shop.sells("MILK", tracking="lot", expires=True, minimum_days_shipment=45)
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", today + timedelta(days=50)))
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L2", today + timedelta(days=40)))
    shop.order("1", ("MILK", 4))
    made = shop.waved()
    refused = shop.do_pick("", pick(made, 4, lot="L2"), status=409)
    assert refused["code"] == "short_life"
    assert "Lot L2 of MILK in A-1 expires on 2027-01-03" in refused["detail"]
    assert "it must last until 2027-01-08 at least. Scan another lot" in refused["detail"]
    assert shop.standing("MILK", "A-1") == (10, 4)


def test_a_list_tells_how_long_its_goods_must_keep(shop: Shop) -> None:
    """What the terminal refuses at the scan is what the server would refuse at the pick."""
    today = date(2026, 11, 24)
    shop.sells("MILK", tracking="lot", expires=True, minimum_days_shipment=45)
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", today + timedelta(days=46)))
    shop.put("BOLT", "B-1", 5)
    shop.order("1", ("MILK", 4), ("BOLT", 1))
    made = shop.waved()
    told = {line["sku"]: line["keeps_until"] for line in made["lines"]}
    assert told == {"MILK": "2027-01-08", "BOLT": None}
    shop.site.clock.now += timedelta(days=2)
    again = shop.read_list(made["pick_list"])["lines"]
    assert {line["keeps_until"] for line in again} == {"2027-01-10", None}
    assert "2027-01-10" in shop.do_pick("", pick(made, 4), status=409)["detail"]


def test_an_order_line_may_demand_more_life_than_its_item(shop: Shop) -> None:
    shop.sells("MILK", tracking="lot", expires=True, minimum_days_shipment=10)
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", date(2027, 6, 1)))
    shop.order("1", lines=[{"sku": "MILK", "quantity": 2, "minimum_days": 60}])
    (line,) = shop.waved()["lines"]
    assert line["keeps_until"] == "2027-01-23"


def test_what_grew_too_old_since_it_was_promised_is_left_on_the_shelf(shop: Shop) -> None:
    today = date(2026, 11, 24)
    shop.sells("MILK", tracking="lot", expires=True, minimum_days_shipment=45)
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", today + timedelta(days=46)))
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L2", today + timedelta(days=60)))
    shop.order("1", ("MILK", 4))
    made = shop.waved()
    shop.site.clock.now += timedelta(days=2)
    assert shop.do_pick("", pick(made, 4), status=409)["code"] == "short_life"
    shop.site.clock.now += timedelta(days=60)
    assert shop.do_pick("", pick(made, 4), status=409)["code"] == "expired"
    shop.site.clock.now -= timedelta(days=60)
    assert shop.do_pick("", pick(made, 4, lot="L2"))["state"] == "picked"


def test_a_demanded_lot_is_never_swapped(shop: Shop) -> None:
    shop.sells("PAINT", tracking="lot")
    shop.put("PAINT", "A-1", 5, shop.lot("PAINT", "L1"))
    shop.put("PAINT", "A-1", 5, shop.lot("PAINT", "L2"))
    body = [{"sku": "PAINT", "quantity": 2, "lot": "L2"}]
    shop.order("1", lines=body)
    made = shop.waved()
    assert (made["lines"][0]["lot"], made["lines"][0]["lot_demanded"]) == ("L2", True)
    assert shop.do_pick("", pick(made, 2, lot="L1"), status=409)["code"] == "wrong_lot"
    shop.do_pick("", pick(made, 2, lot="L2"))


def test_a_late_pick_of_a_cancelled_line_is_posted_as_an_exception(
    shop: Shop, made: dict[str, Any]
) -> None:
    order = made["slots"][0]["order"]
    shop.site.post(f"/orders/{order}/cancel", {})
    assert shop.do_pick("", pick(made, 4), status=409)["code"] == "line_cancelled"
    before = "2026-11-24T07:30:00Z"
    shop.do_pick("", pick(made, 4, happened_at=before))
    assert shop.standing("BOLT", "A-1") == (6, 0)
    assert shop.standing_in("BOLT", made["slots"][0]["tote"]) == (4, 0)
    (found,) = shop.site.get("/warehouses/{warehouse}/exceptions")["items"]
    assert (found["kind"], found["sku"], found["quantity"]) == ("unreconciled", "BOLT", 4)
