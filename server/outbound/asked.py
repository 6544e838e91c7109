"""Reads one pick line with all that its pick has to be judged by, and locks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.db import core
from server.errors import Refusal, not_found
from server.orders.tables import OrderLine, OrderLineId, SalesOrder
from server.orders.wire import OrderState
from server.outbound.numbers import pick_list_id
from server.outbound.tables import PickLine, PickList, PickSlot
from server.outbound.wire import LineState, PickListState
from server.places.tables import Location
from server.places.wire import LocationStatus
from server.stock.moves import Place
from server.stock.read import free
from server.stock.tables import (
    Balance,
    BalanceId,
    Container,
    Lot,
    LotId,
    Reservation,
    ReservationState,
)

_ASKED = (
    sa.select(
        PickLine,
        PickList.state.label("list_state"),
        PickList.rides_on,
        OrderLine,
        SalesOrder.number.label("order"),
        SalesOrder.state.label("order_state"),
        Item.sku,
        Item.tracking,
        Item.expires,
        Item.catch_weight,
        Balance.location,
        Balance.container,
        Balance.owner,
        Balance.status,
        Location.code.label("place"),
        Location.status.label("place_status"),
        Lot.code.label("lot_code"),
        Lot.expires_on,
        PickSlot.tote,
        Container.code.label("tote_code"),
        free().label("free"),
    )
    .join(PickList, PickList.id == PickLine.pick_list)
    .join(OrderLine, OrderLine.id == PickLine.order_line)
    .join(SalesOrder, SalesOrder.id == OrderLine.order)
    .join(Item, Item.id == PickLine.item)
    .join(Balance, Balance.id == PickLine.balance)
    .join(Location, Location.id == Balance.location)
    .join(Lot, Lot.id == Balance.lot)
    .join(
        PickSlot,
        sa.and_(PickSlot.pick_list == PickLine.pick_list, PickSlot.slot == PickLine.slot),
    )
    .outerjoin(Container, Container.id == PickSlot.tote)
    .where(
        PickList.id == sa.bindparam("list"),
        PickLine.number == sa.bindparam("line"),
    )
    .with_for_update(of=PickLine)
    .execution_options(populate_existing=True)
)
_PROMISES = (
    sa.select(Reservation.id, Reservation.quantity, Reservation.due_at)
    .where(
        Reservation.order_line == sa.bindparam("order_line"),
        Reservation.balance == sa.bindparam("balance"),
        Reservation.state == ReservationState.OPEN,
    )
    .order_by(Reservation.id)
)


_TOUCH = (
    sa.update(core(PickList))
    .where(PickList.id == sa.bindparam("row"), PickList.warehouse == sa.bindparam("of_warehouse"))
    .values(
        version=PickList.version + 1,
        state=sa.case(
            (PickList.state == PickListState.READY, PickListState.PICKING.value),
            else_=PickList.state,
        ),
    )
    .returning(PickList.version)
)


@dataclass(slots=True)
class Asked:
    """A pick line, its order, its place and its tote; `row` as `_ASKED` selects it."""

    pick_list: str
    line: PickLine
    row: Any
    promises: Sequence[Any]
    lot: LotId
    """The lot that goes: the asked one, or the one that was read in its stead."""
    version: int

    @property
    def left(self) -> int:
        """What is still asked for, base units."""
        return self.line.asked - self.line.picked

    @property
    def promised(self) -> int:
        """What is promised to the line where it is to be taken."""
        return sum(one.quantity for one in self.promises)

    @property
    def source(self) -> Place:
        row = self.row
        return Place(row.location, row.container, row.owner, row.status)

    @property
    def document(self) -> str:
        return f"{self.row.order}/{self.row.OrderLine.number}"


def asked(act: Act, pick_list: str, line: int) -> Asked:
    """Counts the list's version on and locks it and the line. Refused: 404 `not_found`."""
    found = pick_list_id(pick_list)
    version = act.session.execute(
        _TOUCH, {"row": found, "of_warehouse": act.warehouse}
    ).scalar_one_or_none()
    row = act.session.execute(_ASKED, {"list": found, "line": line}).one_or_none()
    if version is None or row is None:
        raise not_found("pick line", f"{pick_list}/{line}")
    wanted = row.PickLine
    promised = promises(act, wanted.order_line, wanted.balance)
    return Asked(pick_list, wanted, row, promised, wanted.lot, version)


def promises(act: Act, line: OrderLineId, balance: BalanceId) -> Sequence[Any]:
    """The open promises of a balance to an order line, the oldest first."""
    keys = {"order_line": line, "balance": balance}
    return act.session.execute(_PROMISES, keys).all()


def require_pickable(found: Asked, quantity: int) -> None:
    """What a pick told now must meet.

    Refused: 409 `line_cancelled` (put back what was taken), `line_closed`, `order_held`, `held`,
    `location_locked`, `over_pick`, `reservation_broken`.
    """
    row, line = found.row, found.line
    if line.state is LineState.CANCELLED:
        raise Refusal(
            409, "line_cancelled", f"{found.document} was cancelled: put back what you took."
        )
    if line.state is not LineState.OPEN or row.list_state not in {
        PickListState.READY,
        PickListState.PICKING,
    }:
        raise Refusal(
            409, "line_closed", f"Line {line.number} of {found.pick_list} is {line.state} already."
        )
    if row.order_state is OrderState.HELD:
        raise Refusal(409, "order_held", f"Order {row.order} is on hold: leave it where it is.")
    if not row.free:
        raise Refusal(409, "held", f"{row.sku} in {row.place} is on hold and must not go out.")
    if row.place_status in {LocationStatus.BLOCKED_OUT, LocationStatus.LOCKED}:
        raise Refusal(409, "location_locked", f"Nothing may leave location {row.place} now.")
    require_left(found, quantity)


def require_left(found: Asked, quantity: int) -> None:
    """Refused: 409 `over_pick`, 409 `reservation_broken`."""
    row, line = found.row, found.line
    if quantity > found.left:
        raise Refusal(
            409,
            "over_pick",
            f"Line {line.number} asks for {found.left} of {row.sku}, {quantity} were picked."
            " Leave the rest on the shelf.",
        )
    if quantity > found.promised:
        raise Refusal(
            409,
            "reservation_broken",
            f"Only {found.promised} of {row.sku} in {row.place} are still meant for"
            f" {found.document}, {quantity} were picked. Tell it short.",
        )
