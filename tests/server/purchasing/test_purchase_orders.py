"""Suppliers and purchase orders, as a buyer meets them."""

from typing import Any

import pytest
import sqlalchemy as sa

from server.db import reading
from server.purchasing.states import PURCHASE_ORDER
from server.purchasing.tables import PurchaseOrderLine
from server.purchasing.wire import PurchaseOrderState
from tests.site import Site

ORDERS = "/warehouses/{warehouse}/purchase-orders"
ORDER = {
    "number": "4500017",
    "supplier": "LEAF",
    "expected_on": "2026-12-01",
    "lines": [
        {"number": 1, "sku": "TEA", "quantity": 120, "level": "case", "price": 1999},
        {"number": 2, "sku": "MUG", "quantity": 30, "supplier_part": "Mug blue 0.3 l"},
    ],
}

MUG = {"number": 1, "sku": "MUG", "quantity": 1}


@pytest.fixture
def buyer(site: Site) -> Site:
    tea_case = {"name": "case", "quantity": 12}
    site.post("/items", {"sku": "TEA", "name": "Green tea", "levels": [tea_case]})
    site.post("/items", {"sku": "MUG", "name": "Mug"})
    site.post("/suppliers", {"code": "LEAF", "name": "Leaf & Sons", "lead_time_days": 7})
    return site


def edited(order: dict[str, Any], **changes: object) -> dict[str, Any]:
    facts = ("supplier", "currency", "expected_on", "reference", "note", "version")
    columns = ("number", "sku", "quantity", "level", "price", "price_per", "supplier_part")
    lines = [{name: line[name] for name in columns} for line in order["lines"]]
    return {**{name: order[name] for name in facts}, "lines": lines, **changes}


def come(site: Site, quantity: int) -> dict[str, Any]:
    """So many of the tea come in; answers the order as it is then."""
    site.post("/warehouses/{warehouse}/locations", {"code": "DOCK", "type": "dock"})
    goods = {"purchase_order": "4500017", "dock": "DOCK", "sku": "TEA", "quantity": quantity}
    site.post("/warehouses/{warehouse}/receipts/receive", goods)
    order: dict[str, Any] = site.get(ORDERS + "/4500017")
    return order


def test_an_order_is_made_whole_and_read_back(buyer: Site) -> None:
    made = buyer.post(ORDERS, ORDER)
    assert made == buyer.get(ORDERS + "/4500017")
    assert (made["state"], made["first_promised_on"], made["version"]) == ("open", "2026-12-01", 1)
    tea, mug = made["lines"]
    assert (tea["name"], tea["quantity"], tea["level"], tea["pack_quantity"]) == (
        "Green tea",
        120,
        "case",
        12,
    )
    assert (mug["level"], mug["pack_quantity"], mug["received"], mug["cancelled"]) == (
        None,
        1,
        0,
        0,
    )
    assert buyer.post(ORDERS, ORDER, status=409)["code"] == "exists"


def test_an_order_without_a_number_gets_one_that_nobody_else_may_give(buyer: Site) -> None:
    number = buyer.post(ORDERS, {**ORDER, "number": None})["number"]
    assert number.startswith("PO")
    assert number[2:].isdigit()
    assert buyer.get(ORDERS + f"/{number}")["supplier"] == "LEAF"
    taken = buyer.post(ORDERS, {**ORDER, "number": "PO9999"}, status=422)
    assert taken["code"] == "number_reserved"


def test_a_document_freezes_what_its_package_held(buyer: Site) -> None:
    made = buyer.post(ORDERS, ORDER)
    fixed = buyer.put("/items/TEA/levels/case/12", {"quantity": 10}, status=409)
    assert fixed["code"] == "level_used"
    buyer.post("/items/TEA/levels", {"name": "case", "quantity": 10})
    again = buyer.put(ORDERS + "/4500017", edited(made, note="Ring twice"))
    assert again["lines"][0]["pack_quantity"] == 12
    new = buyer.post(ORDERS, {**ORDER, "number": "4500018"})
    assert new["lines"][0]["pack_quantity"] == 10


def test_an_ordered_item_keeps_how_it_is_tracked(buyer: Site) -> None:
    item = buyer.get("/items/MUG")
    facts = {"name": "Mug", "version": item["version"], "tracking": "serial"}
    buyer.post(ORDERS, ORDER)
    refused = buyer.put("/items/MUG", facts, status=409)
    assert refused["code"] == "item_used"
    assert "tracking of MUG" in refused["detail"]
    assert buyer.put("/items/MUG", {**facts, "tracking": "none", "name": "Cup"})["name"] == "Cup"


def test_an_edit_replaces_the_whole_and_a_stale_one_is_refused(buyer: Site) -> None:
    made = buyer.post(ORDERS, ORDER)
    tea = {"number": 1, "sku": "TEA", "quantity": 60}
    third = {"number": 3, "sku": "MUG", "quantity": 5}
    edit = edited(made, expected_on="2026-12-08", lines=[tea, third])
    second = buyer.put(ORDERS + "/4500017", edit)
    assert [(line["number"], line["quantity"], line["cancelled"]) for line in second["lines"]] == [
        (1, 60, 0),
        (2, 30, 30),
        (3, 5, 0),
    ]
    # Being on time is measured against what was promised first.
    assert (second["expected_on"], second["first_promised_on"]) == ("2026-12-08", "2026-12-01")
    assert buyer.put(ORDERS + "/4500017", edit, status=409)["code"] == "stale"
    same = buyer.put(ORDERS + "/4500017", {**edit, "version": 2})
    assert same["version"] == 2


def test_what_has_come_can_not_be_ordered_away(buyer: Site) -> None:
    buyer.post(ORDERS, ORDER)
    made = come(buyer, 50)
    for line in (
        {"number": 1, "sku": "TEA", "quantity": 49},
        {"number": 1, "sku": "MUG", "quantity": 120},
    ):
        refused = buyer.put(ORDERS + "/4500017", edited(made, lines=[line]), status=409)
        assert refused["code"] == "received_more"
        assert "50 have come for line 1" in refused["detail"]
    kept = buyer.put(
        ORDERS + "/4500017", edited(made, lines=[{"number": 1, "sku": "TEA", "quantity": 50}])
    )
    assert [(line["quantity"], line["received"], line["cancelled"]) for line in kept["lines"]] == [
        (50, 50, 0),
        (30, 0, 30),
    ]


def test_closing_cancels_what_is_open_and_ends_the_order(buyer: Site) -> None:
    buyer.post(ORDERS, ORDER)
    made = come(buyer, 50)
    move = {"number": "4500017", "state": "cancelled"}
    refused = buyer.post(ORDERS + "/move", move, status=409)
    assert refused["code"] == "wrong_state"
    assert "it can become closed" in refused["detail"]
    closed = buyer.post(ORDERS + "/move", {**move, "state": "closed"})
    assert [(line["received"], line["cancelled"]) for line in closed["lines"]] == [
        (50, 70),
        (0, 30),
    ]
    late = edited(made, version=closed["version"], note="late")
    assert buyer.put(ORDERS + "/4500017", late, status=409)["code"] == "wrong_state"


@pytest.mark.parametrize("start", [PurchaseOrderState.DRAFT, PurchaseOrderState.OPEN])
@pytest.mark.parametrize("end", list(PurchaseOrderState))
def test_an_order_moves_along_its_graph_only(
    buyer: Site, start: PurchaseOrderState, end: PurchaseOrderState
) -> None:
    buyer.post(ORDERS, {**ORDER, "draft": start is PurchaseOrderState.DRAFT})
    answer = buyer.send("POST", ORDERS + "/move", {"number": "4500017", "state": end.value})
    if end is PurchaseOrderState.RECEIVING:
        assert answer.json()["code"] == "by_receipt"
    elif end in PURCHASE_ORDER.edges[start]:
        assert answer.json()["state"] == end.value
    else:
        assert answer.json()["code"] == "wrong_state"


def test_opening_a_draft_makes_the_promise(buyer: Site) -> None:
    draft = buyer.post(ORDERS, {**ORDER, "draft": True})
    assert (draft["state"], draft["first_promised_on"]) == ("draft", None)
    opened = buyer.post(ORDERS + "/move", {"number": "4500017", "state": "open"})
    assert opened["first_promised_on"] == "2026-12-01"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"supplier": "NOBODY"}, 404, "not_found"),
        ({"lines": [{**MUG, "sku": "NONE"}]}, 404, "not_found"),
        (
            {"lines": [{"number": 1, "sku": "MUG", "quantity": 1, "level": "case"}]},
            404,
            "not_found",
        ),
        ({"lines": [MUG, MUG]}, 422, "line_twice"),
        ({"lines": []}, 400, "malformed"),
        ({"lines": [{**MUG, "number": 0}]}, 400, "malformed"),
        ({"lines": [{**MUG, "quantity": 0}]}, 400, "malformed"),
        ({"lines": [{**MUG, "colour": 1}]}, 400, "malformed"),
        ({"expected_on": "2026-13-01"}, 400, "malformed"),
        ({"currency": "eur"}, 400, "malformed"),
    ],
)
def test_a_bad_order_is_refused_and_nothing_is_stored(
    buyer: Site, changes: dict[str, object], status: int, code: str
) -> None:
    assert buyer.post(ORDERS, {**ORDER, **changes}, status=status)["code"] == code
    assert buyer.get(ORDERS)["items"] == []
    with reading(buyer.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PurchaseOrderLine)) == 0


def test_nothing_new_is_ordered_of_an_item_no_longer_carried(buyer: Site) -> None:
    buyer.put("/items/MUG", {"name": "Mug", "active": False, "version": 1})
    assert buyer.post(ORDERS, ORDER, status=409)["code"] == "item_inactive"


def test_orders_are_listed_by_state_and_prices_kept_from_workers(buyer: Site) -> None:
    buyer.post(ORDERS, ORDER)
    buyer.post(ORDERS, {**ORDER, "number": "4500018", "draft": True})
    assert [order["number"] for order in buyer.get(ORDERS)["items"]] == ["4500017", "4500018"]
    drafts = buyer.get(ORDERS, state="draft")["items"]
    assert [order["number"] for order in drafts] == ["4500018"]
    assert "price" not in buyer.as_key("inquire").send("GET", ORDERS).text
    assert buyer.as_key("inquire").get(ORDERS + "/4500017", status=403)["code"] == "forbidden"


def test_suppliers_are_made_changed_and_listed(buyer: Site) -> None:
    assert buyer.post("/suppliers", {"code": "LEAF", "name": "x"}, status=409)["code"] == "exists"
    edit = {"name": "Leaf & Daughters", "over_percent": 5, "version": 1}
    changed = buyer.put("/suppliers/LEAF", edit)
    assert (changed["name"], changed["over_percent"], changed["lead_time_days"]) == (
        "Leaf & Daughters",
        5,
        None,
    )
    assert buyer.put("/suppliers/LEAF", edit, status=409)["code"] == "stale"
    assert buyer.get("/suppliers")["items"] == [changed] == [buyer.get("/suppliers/LEAF")]
    assert buyer.get("/suppliers/NOBODY", status=404)["code"] == "not_found"
