"""The whole way of a piece: from the supplier's truck to the carrier's, over the API alone."""

from typing import Any
from uuid import uuid4

import pytest

from tests.server.shipping.desk import Desk, piece
from tests.site import Site


@pytest.fixture
def desk(site: Site) -> Desk:
    desk = Desk(site)
    desk.furnish()
    desk.place_at("DOCK", "dock", 0, 0)
    site.post("/suppliers", {"code": "ACME", "name": "Acme"})
    return desk


def ordered(desk: Desk, quantity: int) -> str:
    body = {"supplier": "ACME", "lines": [{"number": 1, "sku": "BOLT", "quantity": quantity}]}
    made: dict[str, Any] = desk.site.post("/warehouses/{warehouse}/purchase-orders", body)
    return str(made["number"])


def received(desk: Desk, order: str, quantity: int) -> dict[str, Any]:
    body = {"purchase_order": order, "dock": "DOCK", "sku": "BOLT", "quantity": quantity}
    made: dict[str, Any] = desk.site.post("/warehouses/{warehouse}/receipts/receive", body)
    return made


def put(desk: Desk, planned: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"put_away": planned["number"], "location": planned["target"]} | more
    made: dict[str, Any] = desk.site.post("/warehouses/{warehouse}/put-aways/confirm", body)
    return made


def test_from_the_dock_to_the_carrier(desk: Desk) -> None:
    order = ordered(desk, 12)
    came = received(desk, order, 12)
    (planned,) = came["put_aways"]
    assert desk.standing("BOLT", "DOCK") == (12, 0)
    assert put(desk, planned)["done"] is True
    assert desk.standing("BOLT", planned["target"]) == (12, 0)

    sale = desk.picked("WEB-1", ("BOLT", 5))
    assert desk.standing("BOLT", planned["target"]) == (7, 0)
    assert desk.site.get("/availability", sku="BOLT")["items"][0]["available"] == 7

    closed = desk.close(sale, piece(1, 5))
    desk.drop(closed["carton"])
    desk.collect()
    assert desk.read(sale)["state"] == "done"
    assert desk.site.get("/availability", sku="BOLT")["items"][0]["sellable"] == 7
    moves = desk.site.get("/warehouses/{warehouse}/moves", sku="BOLT")["items"]
    assert [(move["source"]["location"], move["target"]["location"]) for move in moves][::-1] == [
        ("V-SUPPLIER", "DOCK"),
        ("DOCK", planned["target"]),
        (planned["target"], "CART"),
        ("CART", "BENCH"),
        ("BENCH", "BENCH"),
        ("BENCH", "LANE-1"),
        ("LANE-1", "V-CUSTOMER"),
    ]
    assert {move["who"].partition(":")[0] for move in moves} == {"key"}


def test_a_purchase_order_over_three_days(desk: Desk) -> None:
    order = ordered(desk, 10)
    for day, quantity in enumerate((4, 3, 3)):
        desk.site.clock.now = desk.site.clock.now.replace(day=24 + day)
        received(desk, order, quantity)
    view = desk.site.get(f"/warehouses/{{warehouse}}/purchase-orders/{order}")
    assert view["lines"][0]["received"] == 10
    assert desk.standing("BOLT", "DOCK") == (10, 0)


def test_more_than_was_ordered_is_kept_apart_and_told(desk: Desk) -> None:
    order = ordered(desk, 10)
    received(desk, order, 15)
    rows = desk.site.get("/warehouses/{warehouse}/stock", sku="BOLT")["items"]
    assert sorted((row["status"], row["on_hand"]) for row in rows) == [
        ("available", 10),
        ("overage", 5),
    ]
    told = desk.site.get("/warehouses/{warehouse}/exceptions", kind="over_receipt")["items"]
    assert len(told) == 1


def test_every_step_can_be_taken_back_by_its_operation(desk: Desk) -> None:
    undo = "/warehouses/{warehouse}/operations/reverse"
    order = ordered(desk, 6)
    (planned,) = received(desk, order, 6)["put_aways"]
    operation = uuid4()
    put(desk, planned)
    desk.site.post(undo, {"operation": str(operation)}, status=404)

    pick, made = uuid4(), None
    number = desk.order("WEB-1", ("BOLT", 2))["number"]
    made = desk.waved(orders=[number])
    body = {"pick_list": made["pick_list"], "line": 1, "quantity": 2}
    desk.do_pick("", body, operation=pick)
    assert desk.standing("BOLT", planned["target"]) == (4, 0)
    assert desk.site.post(undo, {"operation": str(pick)})["undone"] == "pick.confirm"
    assert desk.standing("BOLT", planned["target"]) == (6, 2)
    again = desk.site.post(undo, {"operation": str(pick)}, status=409)
    assert again["code"] in {"already_reversed", "not_reversible"}


def test_a_put_and_a_receipt_are_taken_back(desk: Desk) -> None:
    undo = "/warehouses/{warehouse}/operations/reverse"
    order, receipt, putting = ordered(desk, 6), uuid4(), uuid4()
    body = {"purchase_order": order, "dock": "DOCK", "sku": "BOLT", "quantity": 6}
    path = "/warehouses/{warehouse}/receipts/receive"
    (planned,) = desk.site.post(path, body, operation=receipt)["put_aways"]
    confirm = {"put_away": planned["number"], "location": planned["target"]}
    desk.site.post("/warehouses/{warehouse}/put-aways/confirm", confirm, operation=putting)
    assert desk.site.post(undo, {"operation": str(putting)})["undone"] == "put_away.confirm"
    assert desk.standing("BOLT", "DOCK") == (6, 0)
    assert desk.site.post(undo, {"operation": str(receipt)})["undone"] == "receipt.receive_line"
    assert desk.standing("BOLT", "DOCK") == (0, 0)
