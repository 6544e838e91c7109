"""Totes of a pick list: put into its slots, and dropped where the next one finds them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from labels.codes import HouseCode, Kind, read_house_code
from server.act import Act
from server.db import core, direct, note_change
from server.errors import Refusal, not_found
from server.orders.tables import OrderLine, SalesOrder
from server.outbound.numbers import pick_list_id, pick_list_number
from server.outbound.relist import LIVE, Listed, lines_open, settle_list, touch
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot
from server.outbound.wire.lists import LineState, ListTouched
from server.outbound.wire.picking import SkipLine
from server.outbound.wire.plan import ToteDropped
from server.outbound.wire.totes import AssignTote, DropTote
from server.places.locations import make_location
from server.places.tables import Location, LocationId
from server.places.wire import LocationFacts, LocationType
from server.stock.carry import move_container
from server.stock.containers import is_empty, use_at
from server.stock.late import told_late
from server.stock.spot import container_here, floor_located
from server.stock.tables import Balance, Container, Reservation, ReservationState
from server.stock.wire import ContainerKind
from server.work import tasks
from server.work.wire import TaskKind

HANDS = "HANDS"
CARRIES = (ContainerKind.TOTE, ContainerKind.CART_SLOT, ContainerKind.CARTON)
ON_THE_WAY = (LocationType.CART, LocationType.HANDS, LocationType.TOTE_SLOT, LocationType.FORKLIFT)

_TABLES = (PickList, PickSlot, PickLine, SalesOrder, OrderLine, Reservation, Balance)
_L, _S, _P, _O, _OL, _R, _B = (core(table).c for table in _TABLES)
_THIS = sa.and_(_L.id == sa.bindparam("list"), _L.warehouse == sa.bindparam("of_warehouse"))
_HOLD = sa.select(_L.id).where(_THIS).with_for_update().execution_options(unread=True)
_LIVE = (
    sa.select(_L.id, _L.state, _L.rides_on, _L.version, _S.slot, _S.tote, _O.number.label("order"))
    .select_from(core(PickList))
    .outerjoin(core(PickSlot), sa.and_(_S.pick_list == _L.id, _S.slot == sa.bindparam("n")))
    .outerjoin(core(SalesOrder), _O.id == _S.order)
    .where(_THIS)
)
_OF_LIST = _S.pick_list == sa.bindparam("list")
_STANDS_IN = (
    sa.update(core(PickSlot))
    .where(_OF_LIST, _S.slot == sa.bindparam("n"))
    .values(tote=sa.bindparam("stands"))
    .execution_options(unread=True)
)
_LINES_OPEN = sa.select(sa.func.count()).where(_P.pick_list == _L.id, _P.state == LineState.OPEN)
_RIDES_ON = (
    sa.update(core(PickList))
    .where(_L.id == sa.bindparam("row"))
    .returning(_LINES_OPEN.correlate(core(PickList)).scalar_subquery())
)
_FULL = sa.exists().where(_B.container == sa.bindparam("stands"), _B.on_hand > 0)
_TAKEN = (
    sa.select(_L.id, _O.number)
    .where(
        _S.tote == sa.bindparam("stands"),
        _L.id == _S.pick_list,
        _L.state.in_(LIVE),
        _O.id == _S.order,
    )
    .limit(1)
    .subquery()
)
_IN_USE = (
    sa.select(_FULL.label("full"), _TAKEN.c.id.label("pick_list"), _TAKEN.c.number.label("order"))
    .select_from(sa.select(sa.literal(1)).subquery())
    .outerjoin(_TAKEN, sa.true())
)
_IN_SLOT = sa.select(_S.order).where(_OF_LIST, _S.tote == sa.bindparam("stands"))
_LEFT_TO_PICK = sa.exists().where(
    _OL.order == _O.id, _P.order_line == _OL.id, _P.state == LineState.OPEN
)
_HAS_GOODS_IN = _O.id.in_(
    sa.select(_OL.order).where(
        _B.container == sa.bindparam("stands"),
        _R.balance == _B.id,
        _R.state == ReservationState.OPEN,
        _OL.id == _R.order_line,
        _OL.order.in_(sa.select(_S.order).where(_OF_LIST)),
    )
)
_ORDERS_IN = (
    sa.select(_O.number, _O.priority, _O.ship_by, _LEFT_TO_PICK.label("left_to_pick"))
    .where(_HAS_GOODS_IN)
    .order_by(_O.id)
)


def assign_tote(act: Act, command: AssignTote) -> ListTouched:
    """The tote stands in the slot; a tote that was there before stays the order's.

    Refused: 404 `not_found`, 409 `pick_list_closed`, 409 `tote_in_use`, 422 `not_a_tote`,
    422 `not_a_cart`.
    """
    row, slot = _live(act, command.pick_list, command.slot)
    if slot.slot is None:
        told = f"There is no slot {command.slot} on {pick_list_number(row.id)}."
        raise Refusal(404, "not_found", told)
    tote = container_here(act, command.tote)
    if tote.kind not in CARRIES:
        raise Refusal(422, "not_a_tote", f"{tote.code} is a {tote.kind}, not a tote or carton.")
    riding = riding_on(act, command.cart) if row.rides_on is None else row.rides_on
    if tote.id != slot.tote:
        _require_free(act, tote, slot.order)
        use_at(act, tote, riding, slot.order)
        row = row._replace(version=row.version + 1)
        direct(act.session, _STANDS_IN, {"list": row.id, "n": command.slot, "stands": tote.id})
    new = {"version": row.version, "rides_on": riding}
    left = direct(act.session, _RIDES_ON, {"row": row.id, **new}).scalar_one()
    note_change(act.session, PickList, row.id, **new)
    return _touched(row, left)


def _live(act: Act, number: str, slot: int | None = None) -> tuple[Listed, Any]:
    """Holds the list; answers it and the slot: its order's number and the tote in it."""
    asked = {"list": pick_list_id(number), "of_warehouse": act.warehouse, "n": slot}
    direct(act.session, _HOLD, asked)
    found = direct(act.session, _LIVE, asked).one_or_none()
    if found is None:
        raise not_found("pick list", number)
    row = Listed(found.id, found.state, found.rides_on, found.version)
    if row.state not in LIVE:
        raise Refusal(409, "pick_list_closed", f"Pick list {number} is {row.state} already.")
    return row, found


def _require_free(act: Act, tote: Container, order: str) -> None:
    act.session.flush()
    held = direct(act.session, _IN_USE, {"stands": tote.id}).one()
    if held.full:
        raise Refusal(
            409, "tote_in_use", f"Tote {tote.code} is not empty: it holds {tote.document}."
        )
    if held.pick_list is not None:
        raise Refusal(
            409,
            "tote_in_use",
            f"Tote {tote.code} is in {pick_list_number(held.pick_list)} for {held.order},"
            f" not for {order}.",
        )


def riding_on(act: Act, cart: str | None) -> LocationId:
    """The cart that was scanned, or what workers carry in their hands; never a shelf."""
    if cart is not None:
        found = floor_located(act, _cart_at(act, cart))
        if found.type not in ON_THE_WAY:
            raise Refusal(422, "not_a_cart", f"Location {cart} is a {found.type.value}, no cart.")
        return found.id
    hands = act.session.scalar(
        sa.select(Location.id)
        .where(Location.warehouse == act.warehouse, Location.type == LocationType.HANDS)
        .order_by(Location.code)
        .limit(1)
    )
    return hands or make_location(act, HANDS, LocationFacts(type=LocationType.HANDS)).id


def _cart_at(act: Act, cart: str) -> str:
    """A cart with a label of its own is known at its first scan, as totes are."""
    known = sa.select(Location.id).where(Location.warehouse == act.warehouse, Location.code == cart)
    read = read_house_code(cart)
    is_label = isinstance(read, HouseCode) and read.kind is Kind.CART
    if is_label and act.session.scalar(known) is None:
        make_location(act, cart, LocationFacts(type=LocationType.CART))
    return cart


def drop_tote(act: Act, command: DropTote) -> ListTouched:
    """The tote stands there with all that is in it; the list ends with its last tote.

    Orders of which nothing is left to pick get their pack task. Lines that are still open stay.
    Refused: 404 `not_found`, 409 `wrong_tote` (not of this list), 422 `not_a_drop` (a shelf).
    """
    row = touch(act, pick_list_id(command.pick_list))
    tote = container_here(act, command.tote)
    target = floor_located(act, command.location)
    told_late(act, command.happened_at, target)
    if target.pickable:
        raise Refusal(
            422, "not_a_drop", f"{target.code} is a {target.type.value}: totes are dropped at a"
            " stage, bench or lane.",
        )  # fmt: skip
    orders = orders_in(act, row.id, tote)
    if not move_container(act, tote.id, target.id) and is_empty(act, tote.id):
        use_at(act, tote, target.id, tote.document)
    row, left = settle_list(act, row)
    told = ToteDropped(tote=tote.code, location=target.code, pick_list=command.pick_list)
    act.record(told, tote.code)
    _ask_to_pack(act, orders, target.id)
    return _touched(row, left)


def _touched(row: Listed, left: int) -> ListTouched:
    return ListTouched(
        pick_list=pick_list_number(row.id),
        state=row.state,
        lines_open=left,
        version=row.version,
    )


def orders_in(act: Act, pick_list: PickListId, tote: Container) -> Sequence[Any]:
    """Orders of the list that have goods in the tote; or its slot is one of the list's."""
    act.session.flush()
    asked = {"list": pick_list, "stands": tote.id}
    found = direct(act.session, _ORDERS_IN, asked).all()
    if not found and direct(act.session, _IN_SLOT, asked).first() is None:
        raise Refusal(
            409,
            "wrong_tote",
            f"Tote {tote.code} is not of pick list {pick_list_number(pick_list)}.",
        )
    return found


def _ask_to_pack(act: Act, orders: Sequence[Any], location: LocationId) -> None:
    """A pack task for each order of which no line is left to pick."""
    for row in orders:
        if not row.left_to_pick:
            tasks.add(
                act,
                TaskKind.PACK,
                row.number,
                location=location,
                priority=row.priority,
                due=row.ship_by,
            )


def skip_line(act: Act, command: SkipLine) -> ListTouched:
    """The line goes to the end of the walk, with all that is taken along with it.

    Refused: 404, 409 `pick_list_closed`, 409 `line_closed`, 422 `reason_missing` from the third
    time on.
    """
    row, _ = _live(act, command.pick_list)
    line = act.session.scalar(
        sa.select(PickLine).where(PickLine.pick_list == row.id, PickLine.number == command.line)
    )
    if line is None or line.state is not LineState.OPEN:
        raise Refusal(
            409, "line_closed", f"Line {command.line} of {command.pick_list} is not open."
        )
    line.skipped += 1
    if line.skipped >= 3 and not command.reason:
        raise Refusal(
            422, "reason_missing", f"Line {command.line} was skipped twice: say why it is again."
        )
    last = sa.select(sa.func.max(PickLine.sequence)).where(PickLine.pick_list == row.id)
    move_along(act, line, act.session.execute(last).scalar_one() + 1)
    line.reason = command.reason[:40]
    row = touch(act, row.id)
    return _touched(row, lines_open(act, row.id))


def move_along(act: Act, line: PickLine, sequence: int) -> None:
    """Open lines of the same goods at the same place stay together in the walk."""
    act.session.execute(
        sa.update(PickLine)
        .where(
            PickLine.pick_list == line.pick_list,
            PickLine.location == line.location,
            PickLine.item == line.item,
            PickLine.state == LineState.OPEN,
        )
        .values(sequence=sequence)
    )
