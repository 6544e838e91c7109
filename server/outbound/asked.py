"""Reads one pick line with all that its pick has to be judged by, and locks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item, ItemId
from server.db import core, direct
from server.errors import Refusal, not_found
from server.orders.tables import OrderLine, OrderLineId, SalesOrder
from server.orders.wire import OrderState
from server.outbound.numbers import pick_list_id
from server.outbound.states import PICK_LIST
from server.outbound.tables import PickLine, PickLineId, PickList, PickListId, PickSlot
from server.outbound.wire.lists import LineState, PickListState
from server.places.tables import Location, LocationId
from server.places.wire import LocationStatus
from server.stock.checks import Touched
from server.stock.excess import ruled
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

_TABLES = (PickLine, PickList, PickSlot, OrderLine, SalesOrder, Item, Balance, Location, Lot)
_P, _L, _S, _OL, _O, _I, _B, _PLACE, _LOT = (core(table).c for table in _TABLES)
_TOTE, _R, _RIDE = core(Container).c, core(Reservation).c, core(Location).alias("ride")

_LINE = (
    _P.id, _P.pick_list, _P.number, _P.slot, _P.order_line, _P.item, _P.balance, _P.location,
    _P.lot, _P.asked, _P.picked, _P.state,
)  # fmt: skip
_ASKED = (
    sa.select(
        *_LINE,
        _L.state.label("list_state"),
        _L.rides_on,
        _L.version,
        ruled(_RIDE.c).label("ride_ruled"),
        _RIDE.c.code.label("ride"),
        _OL.number.label("order_line_number"),
        _O.id.label("order_id"),
        _O.number.label("order"),
        _O.state.label("order_state"),
        _I.sku,
        _I.tracking,
        _I.expires,
        _I.catch_weight,
        _B.location.label("stands_in"),
        _B.container,
        _B.owner,
        _B.status,
        _PLACE.code.label("place"),
        _PLACE.status.label("place_status"),
        _LOT.code.label("lot_code"),
        _LOT.expires_on,
        _S.tote,
        _TOTE.code.label("tote_code"),
        free().label("free"),
        _R.id.label("promise"),
        _R.quantity.label("promised"),
        _R.due_at,
    )
    .select_from(core(PickLine))
    .join(core(PickList), _L.id == _P.pick_list)
    .join(core(OrderLine), _OL.id == _P.order_line)
    .join(core(SalesOrder), _O.id == _OL.order)
    .join(core(Item), _I.id == _P.item)
    .join(core(Balance), _B.id == _P.balance)
    .join(core(Location), _PLACE.id == _B.location)
    .join(core(Lot), _LOT.id == _B.lot)
    .join(core(PickSlot), sa.and_(_S.pick_list == _P.pick_list, _S.slot == _P.slot))
    .outerjoin(core(Container), _TOTE.id == _S.tote)
    .outerjoin(_RIDE, _RIDE.c.id == _L.rides_on)
    .outerjoin(
        core(Reservation),
        sa.and_(
            _R.order_line == _P.order_line,
            _R.balance == _P.balance,
            _R.state == ReservationState.OPEN,
        ),
    )
    .where(
        _L.id == sa.bindparam("list"),
        _L.warehouse == sa.bindparam("of_warehouse"),
        _P.number == sa.bindparam("line"),
    )
    .order_by(_R.id)
    .with_for_update(of=core(PickLine))
)
"""A row for each open promise to the line, the oldest first; one without, if there is none."""

_PROMISES = (
    sa.select(_R.id.label("promise"), _R.quantity.label("promised"), _R.due_at)
    .where(
        _R.order_line == sa.bindparam("order_line"),
        _R.balance == sa.bindparam("balance"),
        _R.state == ReservationState.OPEN,
    )
    .order_by(_R.id)
)
_MAY_BEGIN = PICK_LIST.sources_of(PickListState.PICKING)
_TOUCH = (
    sa.update(core(PickList))
    .where(_L.id == sa.bindparam("row"), _L.warehouse == sa.bindparam("of_warehouse"))
    .values(
        version=_L.version + 1,
        state=sa.case((_L.state.in_(_MAY_BEGIN), PickListState.PICKING.value), else_=_L.state),
    )
    .execution_options(unread=True)  # its row is read, and missed, by `_ASKED`
)


@dataclass(slots=True)
class Line:
    """A pick line as this act holds it: the columns of its row that a pick is about."""

    id: PickLineId
    pick_list: PickListId
    number: int
    slot: int
    order_line: OrderLineId
    item: ItemId
    balance: BalanceId
    location: LocationId
    lot: LotId
    asked: int
    picked: int
    state: LineState


@dataclass(slots=True)
class Asked:
    """A pick line, its order, its place and its tote; `row` as `_ASKED` selects it."""

    pick_list: str
    line: Line
    row: Any
    promises: Sequence[Any]
    lot: LotId
    """The lot that goes: the asked one, or the one that was read in its stead."""

    @property
    def version(self) -> int:
        """The list's version, which this act has counted on."""
        return int(self.row.version)

    @property
    def left(self) -> int:
        """What is still asked for, base units."""
        return self.line.asked - self.line.picked

    @property
    def promised(self) -> int:
        """What is promised to the line where it is to be taken."""
        return sum(one.promised for one in self.promises)

    @property
    def source(self) -> Place:
        row = self.row
        return Place(row.stands_in, row.container, row.owner, row.status)

    @property
    def places(self) -> Touched:
        """What the ledger asks of shelf and cart; both stand on the floor of the list's house."""
        return Touched(set(), {self.row.rides_on} if self.row.ride_ruled else set())

    @property
    def document(self) -> str:
        return f"{self.row.order}/{self.row.order_line_number}"


def asked(act: Act, pick_list: str, line: int) -> Asked:
    """Counts the list's version on and locks it and the line. Refused: 404 `not_found`."""
    found = pick_list_id(pick_list)
    direct(act.session, _TOUCH, {"row": found, "of_warehouse": act.warehouse})
    wanted = {"list": found, "of_warehouse": act.warehouse, "line": line}
    rows = direct(act.session, _ASKED, wanted).all()
    if not rows:
        raise not_found("pick line", f"{pick_list}/{line}")
    row = Line(*rows[0][: len(_LINE)])
    return Asked(pick_list, row, rows[0], [one for one in rows if one.promise], row.lot)


def promises(act: Act, line: OrderLineId, balance: BalanceId) -> Sequence[Any]:
    """The open promises of a balance to an order line, the oldest first."""
    act.session.flush()
    return direct(act.session, _PROMISES, {"order_line": line, "balance": balance}).all()


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
            409,
            "line_closed",
            f"Line {line.number} of {found.pick_list} is {line.state} already:"
            " put back what you took and go on with the next line.",
        )
    if row.order_state is OrderState.HELD:
        raise Refusal(
            409,
            "order_held",
            f"Order {row.order} is on hold: leave its goods and go on with the next line.",
        )
    if not row.free:
        raise Refusal(
            409,
            "held",
            f"{row.sku} in {row.place} is on hold and must not go out. Leave it and tell the"
            " line short as out of reach: other goods are looked for.",
        )
    if row.place_status in {LocationStatus.BLOCKED_OUT, LocationStatus.LOCKED}:
        words = row.place_status.value.replace("_", " ")
        raise Refusal(
            409,
            "location_locked",
            f"Location {row.place} is {words}: nothing may leave it now. Skip the line, or"
            " tell it short as out of reach.",
        )
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
            f" {found.document}, {quantity} were picked. Take those, and tell the line short:"
            " other goods are looked for.",
        )
