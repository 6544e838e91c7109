"""Hands for shipping tests: orders whose goods stand picked in totes at the bench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.orders.lines import advance
from server.orders.tables import OrderLine, OrderLineId, SalesOrder
from server.stock.containers import container_of
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.tables import Balance, Reservation, ReservationState
from server.stock.wire import ContainerKind
from tests.server.outbound.hands import Shop

TOTE = "TO000001"


@dataclass
class Desk(Shop):
    """A shop with a bench and two lanes."""

    def furnish(self) -> None:
        super().furnish()
        self.place_at("LANE-1", "lane")
        self.place_at("LANE-2", "lane")
        self.place_at("RET", "returns")

    def picked(self, reference: str, *lines: tuple[str, int], tote: str = TOTE) -> str:
        """The number of an order that was allocated and whose goods stand in a tote."""
        number = str(self.order(reference, *lines)["number"])
        self.act(lambda act: self._pick(act, number, tote))
        return number

    def _pick(self, act: Act, number: str, tote: str) -> None:
        box = container_of(act, tote, ContainerKind.TOTE)
        rows = act.session.execute(
            sa.select(Reservation, Balance)
            .join(Balance, Balance.id == Reservation.balance)
            .join(OrderLine, OrderLine.id == Reservation.order_line)
            .join(SalesOrder, SalesOrder.id == OrderLine.order)
            .where(SalesOrder.number == number, Reservation.state == ReservationState.OPEN)
        ).all()
        for promise, balance in rows:
            move = Move(
                item=balance.item,
                quantity=promise.quantity,
                lot=balance.lot,
                reservation=promise.id,
                document=promise.document,
                source=Place(balance.location),
                target=Place(self.place("BENCH"), box.id),
            )
            line, quantity = OrderLineId(promise.order_line), promise.quantity
            post(act, [move])
            assert advance(act.session, line, picked=quantity) is not None

    def close(self, order: str, *pieces: dict[str, Any], status: int = 200, **more: Any) -> Any:
        body = {"order": order, "bench": "BENCH", "pieces": list(pieces)} | more
        return self.site.post("/warehouses/{warehouse}/cartons", body, status=status)

    def drop(self, carton: str, lane: str = "LANE-1") -> Any:
        body = {"carton": carton, "lane": lane}
        return self.site.post("/warehouses/{warehouse}/cartons/drop", body)

    def collect(self, lane: str = "LANE-1", **more: Any) -> Any:
        return self.site.post("/warehouses/{warehouse}/lanes/collected", {"lane": lane} | more)


def piece(line: int, quantity: int, **more: Any) -> dict[str, Any]:
    return {"line": line, "quantity": quantity} | more
