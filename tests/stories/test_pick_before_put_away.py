"""A picker finds goods on the shelf before the book does: their put-away is not confirmed yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.server.outbound.hands import Shop
from tests.site import Site

TODAY = date(2026, 11, 24)


@pytest.fixture
def shop(site: Site) -> Shop:
    """A-1 is the face of BOLT, MILK and RADIO one after the other; goods come in at DOCK."""
    shop = Shop(site)
    shop.furnish()
    shop.place_at("DOCK", "dock", 0, 0)
    shop.sells("MILK", tracking="lot", expires=True)
    shop.sells("RADIO", tracking="serial")
    return shop


def received(shop: Shop, sku: str, quantity: int, **facts: Any) -> dict[str, Any]:
    """Goods stand at the dock and are to be put in A-1, the face of the item."""
    shop.site.post("/warehouses/{warehouse}/pick-faces", {"location": "A-1", "sku": sku})
    body = {"dock": "DOCK", "sku": sku, "quantity": quantity} | facts
    made = shop.site.post("/warehouses/{warehouse}/receipts/receive", body)
    planned: dict[str, Any] = made["put_aways"][0]
    assert planned["target"] == "A-1"
    return planned


def confirm(shop: Shop, planned: dict[str, Any]) -> dict[str, Any]:
    body = {"put_away": planned["number"], "location": "A-1"}
    done: dict[str, Any] = shop.site.post("/warehouses/{warehouse}/put-aways/confirm", body)
    return done


def ordered(shop: Shop, sku: str, quantity: int) -> dict[str, Any]:
    return shop.waved(orders=[shop.order("WEB-1", (sku, quantity))["number"]])


def picks(shop: Shop, made: dict[str, Any], quantity: int, **facts: Any) -> dict[str, Any]:
    body = {"pick_list": made["pick_list"], "line": 1, "quantity": quantity} | facts
    picked: dict[str, Any] = shop.do_pick("", body)
    return picked


def test_the_lot_that_was_put_on_top_is_picked(shop: Shop) -> None:
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", TODAY + timedelta(days=40)))
    made = ordered(shop, "MILK", 4)
    planned = received(shop, "MILK", 6, lot="L2", expires_on=str(TODAY + timedelta(days=50)))
    picked = picks(shop, made, 4, lot="L2")
    assert picked["state"] == "picked"
    assert picked["warning"].startswith("Lot L2 instead of L1")
    assert shop.standing("MILK", "A-1") == (5, 0)
    assert shop.standing("MILK", "DOCK") == (2, 0)
    assert confirm(shop, planned)["done"] is True
    assert shop.standing("MILK", "A-1") == (7, 0)
    assert shop.standing("MILK", "DOCK") == (0, 0)


def emptied(shop: Shop) -> dict[str, Any]:
    """4 of the order's BOLT were counted away; then 10 came in, and were put without network."""
    shop.put("BOLT", "A-1", 4)
    made = ordered(shop, "BOLT", 4)
    gone = {"sku": "BOLT", "location": "A-1", "quantity": 0, "reason": "not there"}
    shop.site.post("/warehouses/{warehouse}/stock/adjust", gone)
    return made


@pytest.mark.parametrize("told", [{}, {"happened_at": "2026-11-24T07:30:00Z"}])
def test_goods_found_again_are_the_orders_told_now_or_late(
    shop: Shop, told: dict[str, Any]
) -> None:
    made = emptied(shop)
    planned = received(shop, "BOLT", 10)
    assert picks(shop, made, 4, **told)["state"] == "picked"
    assert shop.standing_in("BOLT", made["slots"][0]["tote"]) == (4, 4)
    assert shop.standing("BOLT", "DOCK") == (6, 0)
    assert confirm(shop, planned)["done"] is True
    assert shop.standing("BOLT", "A-1") == (6, 0)
    found = shop.site.get("/warehouses/{warehouse}/exceptions", kind="unreconciled")["items"]
    assert found == []


def test_without_goods_on_their_way_the_line_is_told_short(shop: Shop) -> None:
    made = emptied(shop)
    body = {"pick_list": made["pick_list"], "line": 1, "quantity": 4}
    assert shop.do_pick("", body, status=409)["code"] == "reservation_broken"


def test_what_a_late_pick_has_no_claim_to_comes_from_what_was_on_its_way(shop: Shop) -> None:
    made = emptied(shop)
    planned = received(shop, "BOLT", 10)
    shop.site.post(f"/orders/{made['slots'][0]['order']}/cancel", {})
    tote = made["slots"][0]["tote"]
    picks(shop, made, 4, tote=tote, happened_at="2026-11-24T07:30:00Z")
    assert shop.standing_in("BOLT", tote) == (4, 0)
    assert shop.standing("BOLT", "DOCK") == (6, 0)
    confirm(shop, planned)
    assert shop.standing("BOLT", "A-1") == (6, 0)


def test_a_piece_with_a_number_is_picked_before_its_put_away_is_confirmed(shop: Shop) -> None:
    shop.put_serials("RADIO", "A-1", ["S1", "S2"])
    made = ordered(shop, "RADIO", 2)
    planned = received(shop, "RADIO", 2, serials=["S3", "S4"])
    assert picks(shop, made, 2, serials=["S4", "S1"])["state"] == "picked"
    rows = shop.site.get("/warehouses/{warehouse}/stock", serial="S4")["items"]
    assert [row["location"] for row in rows] == ["CART"]
    assert shop.standing("RADIO", "A-1") == (1, 0)
    body = {
        "put_away": planned["number"],
        "location": "A-1",
        "serials": ["S3", "S4"],
        "quantity": 2,
    }
    shop.site.post("/warehouses/{warehouse}/put-aways/confirm", body)
    assert shop.standing("RADIO", "A-1") == (2, 0)
    assert shop.standing("RADIO", "DOCK") == (0, 0)
