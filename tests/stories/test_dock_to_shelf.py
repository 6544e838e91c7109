"""From a purchase order to the shelf, told with nothing but the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from server.catalog.wire import BarcodeLink, ItemCreate, LevelName, LevelNew, Tracking
from server.exceptions.wire import ResolveException
from server.inbound.wire.put_away import ConfirmPutAway, Override, PlanPutAway
from server.inbound.wire.receipts import CloseReceipt, Condition, OpenReceipt, ReceiveLine
from server.places.wire import LocationCreate, LocationType, Mixing
from server.purchasing.wire import PurchaseLine, PurchaseOrderCreate, SupplierCreate
from server.stock.wire import ContainerKind
from server.work.wire import TakeNext, TaskKind
from tests.site import Site

CASE = "04012345000016"


@dataclass
class Warehouse:
    """A small site: a dock, a quarantine cage and six bins of one item each."""

    site: Site

    @classmethod
    def opened(cls, site: Site) -> Warehouse:
        places: list[tuple[str, LocationType, dict[str, Any]]] = [
            ("DOCK-1", LocationType.DOCK, {"x_mm": 0, "y_mm": 0}),
            ("QUARANTINE", LocationType.QUARANTINE, {}),
        ]
        for bay in range(1, 7):
            where = {"aisle": "A", "x_mm": 3000, "y_mm": 3000 * bay, "bay": bay}
            rules = {"mixing": Mixing.ONE_ITEM, "capacity_quantity": 50}
            places.append((f"A-{bay:02}", LocationType.PICK_FACE, where | rules))
        for code, kind, columns in places:
            site.do(LocationCreate(code=code, type=kind, **columns))
        case = LevelNew(name=LevelName.CASE, quantity=12, gtin=CASE)
        site.do(ItemCreate(sku="MUG", name="Mug", levels=[case]))
        site.do(ItemCreate(sku="TEA", name="Tea", tracking=Tracking.LOT, expires=True))
        site.do(ItemCreate(sku="RADIO", name="Radio", tracking=Tracking.SERIAL))
        site.do(SupplierCreate(code="ACME", name="Acme", over_percent=10))
        return cls(site)

    def order(self, *lines: tuple[str, int]) -> str:
        made = self.site.do(
            PurchaseOrderCreate(
                supplier="ACME",
                lines=[
                    PurchaseLine(number=n, sku=sku, quantity=quantity)
                    for n, (sku, quantity) in enumerate(lines, start=1)
                ],
            )
        )
        return str(made["number"])

    def receive(self, order: str | None, sku: str, quantity: int, **facts: Any) -> Any:
        command = ReceiveLine(
            purchase_order=order, dock="DOCK-1", sku=sku, quantity=quantity, **facts
        )
        return self.site.do(command)

    def order_line(self, number: str, line: int = 1) -> tuple[str, int, int, int]:
        """The order's state, and received, over and cancelled of a line."""
        seen = self.site.get(f"/warehouses/{{warehouse}}/purchase-orders/{number}")
        row = seen["lines"][line - 1]
        return seen["state"], row["received"], row["over"], row["cancelled"]

    def stands(self, **asked: Any) -> list[tuple[str, str, str, int]]:
        rows = self.site.get("/warehouses/{warehouse}/stock", **asked)["items"]
        return sorted((r["sku"], r["location"], r["status"], r["on_hand"]) for r in rows)

    def waiting(self) -> list[tuple[int, str]]:
        """Number and kind of what waits for a person."""
        found = self.site.get("/warehouses/{warehouse}/exceptions")["items"]
        return [(row["number"], row["kind"]) for row in found]

    def put_next(self, **facts: Any) -> Any:
        """Takes the next put-away and does what it says."""
        task = self.site.do(TakeNext(kinds=(TaskKind.PUT_AWAY,)))["task"]
        seen = self.site.get(f"/warehouses/{{warehouse}}/put-aways/{task['document']}")
        target = seen["targets"][0]
        return self.site.do(
            ConfirmPutAway(
                put_away=seen["number"],
                location=target["location"],
                sku=target["sku"],
                quantity=None if facts.get("serials") else target["quantity"],
                **facts,
            )
        )


@pytest.fixture
def warehouse(site: Site) -> Warehouse:
    return Warehouse.opened(site)


def test_a_purchase_order_comes_to_the_shelf(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 60), ("TEA", 20))
    path = f"/warehouses/{{warehouse}}/purchase-orders/{order}/expected"
    mug = warehouse.site.get(path)["lines"][0]
    assert mug["barcodes"] == [{"text": CASE, "level": "case", "quantity": 12}]
    receipt = warehouse.site.do(OpenReceipt(dock="DOCK-1", purchase_order=order))["number"]
    warehouse.receive(order, "MUG", 60)
    warehouse.receive(order, "TEA", 20, lot="L7", expires_on=date(2027, 11, 1))
    closed = warehouse.site.do(CloseReceipt(receipt=receipt))
    assert closed["short"] == []
    assert warehouse.order_line(order) == ("closed", 60, 0, 0)
    assert [warehouse.put_next()["done"] for _ in range(3)] == [False, True, True]
    assert warehouse.stands() == [
        ("MUG", "A-01", "available", 50),
        ("MUG", "A-02", "available", 10),
        ("TEA", "A-03", "available", 20),
    ]
    assert warehouse.site.do(TakeNext(kinds=(TaskKind.PUT_AWAY,)))["task"] is None


def test_an_order_comes_over_three_days(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 100))
    receipts = []
    for quantity in (30, 30, 45):
        receipt = warehouse.receive(order, "MUG", quantity)["receipt"]
        receipts.append(receipt)
        left = warehouse.site.do(CloseReceipt(receipt=receipt))["short"]
        warehouse.site.clock.now += timedelta(days=1)
    assert len(set(receipts)) == 3
    assert left == []
    assert warehouse.order_line(order) == ("closed", 105, 0, 0)
    assert warehouse.waiting() == []


def test_too_much_comes_and_a_supervisor_looks(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 40))
    told = warehouse.receive(order, "MUG", 50)
    assert [(row["quantity"], row["status"]) for row in told["lines"]] == [
        (44, "available"),
        (6, "overage"),
    ]
    assert warehouse.order_line(order) == ("receiving", 50, 6, 0)
    assert [warehouse.put_next()["done"] for _ in range(2)] == [True, True]
    assert warehouse.stands() == [
        ("MUG", "A-01", "available", 44),
        ("MUG", "QUARANTINE", "overage", 6),
    ]
    [(number, kind)] = warehouse.waiting()
    assert kind == "over_receipt"
    warehouse.site.do(ResolveException(number=number, accept=True, note="kept for the fair"))
    assert warehouse.waiting() == []


def test_short_is_told_when_nothing_more_is_expected(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 40))
    receipt = warehouse.receive(order, "MUG", 30)["receipt"]
    view = warehouse.site.do(CloseReceipt(receipt=receipt, close_order=True, reason="sold out"))
    assert [line["kind"] for line in warehouse.site.get("/warehouses/{warehouse}/exceptions")[
        "items"
    ]] == ["short_receipt"]  # fmt: skip
    assert view["state"] == "closed"
    assert warehouse.order_line(order) == ("closed", 30, 0, 10)


def test_damaged_lot_and_serials_on_one_truck(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 10), ("TEA", 10), ("RADIO", 2))
    warehouse.receive(order, "MUG", 1, condition=Condition.DAMAGED, reason="broken")
    warehouse.receive(order, "TEA", 10, lot="OLD", expires_on=date(2026, 11, 1))
    warehouse.receive(order, "RADIO", 2, serials=("R1", "R2"))
    for _ in range(3):
        assert warehouse.put_next()["done"]
    assert warehouse.stands() == [
        ("MUG", "QUARANTINE", "damaged", 1),
        ("RADIO", "A-01", "available", 2),
        ("TEA", "QUARANTINE", "quarantine", 10),
    ]
    assert warehouse.stands(serial="R2") == [("RADIO", "A-01", "available", 2)]
    assert [kind for _, kind in warehouse.waiting()] == ["damaged", "short_life"]


def test_blind_with_a_barcode_that_nobody_knew(warehouse: Warehouse) -> None:
    warehouse.site.do(BarcodeLink(sku="MUG", text="NO-NAME-77"))
    told = warehouse.receive(None, "MUG", 3)
    assert told["lines"][0]["purchase_order_line"] is None
    warehouse.put_next()
    assert warehouse.stands() == [("MUG", "A-01", "available", 3)]


def test_straight_to_the_shelf(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 10))
    assert warehouse.receive(order, "MUG", 10, location="A-05")["put_aways"] == []
    assert warehouse.stands() == [("MUG", "A-05", "available", 10)]


def test_the_shelf_was_full_so_it_went_elsewhere_and_is_counted(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 10))
    number = warehouse.receive(order, "MUG", 10)["put_aways"][0]["number"]
    put = ConfirmPutAway(put_away=number, location="A-04", reason=Override.FULL)
    assert warehouse.site.do(put)["done"]
    assert warehouse.stands() == [("MUG", "A-04", "available", 10)]
    counts = warehouse.site.get("/warehouses/{warehouse}/tasks", kind="count")["items"]
    assert [row["location"] for row in counts] == ["A-01"]
    assert [kind for _, kind in warehouse.waiting()] == ["other_place"]


def test_a_tote_of_many_things_is_worked_off_item_by_item(warehouse: Warehouse) -> None:
    order = warehouse.order(("MUG", 10), ("RADIO", 2))
    tote = warehouse.receive(order, "MUG", 10, new_container=ContainerKind.TOTE)["container"]
    warehouse.receive(order, "RADIO", 2, serials=("R1", "R2"), container=tote)
    assert warehouse.put_next()["left"] == 2
    done = warehouse.put_next()
    assert done["done"]
    assert warehouse.stands() == [
        ("MUG", "A-01", "available", 10),
        ("RADIO", "A-02", "available", 2),
    ]
    assert warehouse.stands(container=tote) == []


def test_goods_that_came_by_another_way_are_asked_a_place_too(warehouse: Warehouse) -> None:
    warehouse.receive(None, "MUG", 5, location="QUARANTINE")
    seen = warehouse.site.do(PlanPutAway(location="QUARANTINE", sku="MUG"))
    assert [(t["location"], t["rule"], t["quantity"]) for t in seen["targets"]] == [
        ("A-01", "empty", 5)
    ]
    warehouse.put_next()
    assert warehouse.stands() == [("MUG", "A-01", "available", 5)]
