"""A dock for tests: a furnished floor, a supplier, purchase orders, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import reading
from server.inbound.wire.receipts import OpenReceipt, ReceiveLine
from server.places.wire import LocationType
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine, Supplier
from server.purchasing.wire import PurchaseOrderState
from tests.server.stock.furnished import furnished
from tests.server.stock.hands import Floor
from tests.site import Site

DOCK = {"type": LocationType.DOCK, "pickable": False}


@dataclass
class Dock:
    """A site where goods come in at D1."""

    site: Site
    floor: Floor

    @classmethod
    def of(cls, site: Site, **places: dict[str, Any]) -> Dock:
        quarantine = {"type": LocationType.QUARANTINE, "pickable": False, "sellable": False}
        floor = furnished(site, D1=DOCK, D2=DOCK, Q1=quarantine, **places)

        def supplier(act: Act) -> None:
            act.session.add(Supplier(code="ACME", name="Acme", over_percent=10))

        floor.act(supplier)
        return cls(site, floor)

    def order(self, number: str, *lines: tuple[str, int], expected_on: date | None = None) -> None:
        """A purchase order of ACME over these items and quantities."""

        def make(act: Act) -> None:
            order = PurchaseOrder(
                warehouse=act.warehouse,
                number=number,
                supplier=act.session.scalars(sa.select(Supplier.id)).one(),
                state=PurchaseOrderState.OPEN,
                expected_on=expected_on,
                created_at=act.now,
            )
            act.session.add(order)
            act.session.flush()
            for n, (sku, quantity) in enumerate(lines, start=1):
                act.session.add(
                    PurchaseOrderLine(
                        warehouse=act.warehouse,
                        purchase_order=order.id,
                        number=n,
                        item=self.floor.item(sku),
                        ordered=quantity,
                    )
                )

        self.floor.act(make)

    def open(self, purchase_order: str | None = "PO1", dock: str = "D1") -> str:
        """The number of the receipt."""
        opened = self.site.do(OpenReceipt(dock=dock, purchase_order=purchase_order))
        return str(opened["number"])

    def receive(self, sku: str | None, quantity: int, *, status: int = 200, **facts: Any) -> Any:
        """What the server answers to goods of PO1 at D1, unless told otherwise."""
        where = {} if "receipt" in facts else {"purchase_order": "PO1", "dock": "D1"}
        command = ReceiveLine(**{"sku": sku, "quantity": quantity, **where, **facts})
        return self.site.do(command, status=status)

    def totals(self, number: str = "PO1") -> list[tuple[int, int, int]]:
        """Received, over and cancelled of each line of an order."""
        query = (
            sa.select(
                PurchaseOrderLine.received, PurchaseOrderLine.over, PurchaseOrderLine.cancelled
            )
            .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.purchase_order)
            .where(PurchaseOrder.number == number)
            .order_by(PurchaseOrderLine.number)
        )
        with reading(self.site.engine) as session:
            return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]

    def state(self, number: str = "PO1") -> str:
        query = sa.select(PurchaseOrder.state).where(PurchaseOrder.number == number)
        return str(self.floor.one(query).value)

    def stock(self, **asked: Any) -> list[tuple[str, str, str, int]]:
        """(sku, location, status, on hand) of what stands, in that order."""
        rows = self.site.get("/warehouses/{warehouse}/stock", **asked)["items"]
        return sorted((r["sku"], r["location"], r["status"], r["on_hand"]) for r in rows)

    def exceptions(self, state: str = "open") -> list[str]:
        """The kinds of the exceptions on the list, oldest first."""
        found = self.site.get("/warehouses/{warehouse}/exceptions", state=state)["items"]
        return [row["kind"] for row in found]
