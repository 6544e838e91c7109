"""Totes of a pick list: put into its slots, and dropped where the next one finds them."""

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.outbound.numbers import pick_list as list_by_number
from server.outbound.numbers import pick_list_number
from server.outbound.plan_wire import ToteDropped
from server.outbound.relist import LIVE, lines_open, settle_list
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot
from server.outbound.wire import AssignTote, DropTote, LineState, ListTouched, SkipLine
from server.places.locations import make_location
from server.places.tables import Location, LocationId
from server.places.wire import LocationFacts, LocationType
from server.stock.carry import move_container
from server.stock.containers import is_empty, use_at
from server.stock.late import told_late
from server.stock.spot import container_here, floor_location
from server.stock.tables import Balance, Container, Reservation, ReservationState
from server.stock.wire import ContainerKind
from server.work import tasks
from server.work.wire import TaskKind

HANDS = "HANDS"
CARRIES = (ContainerKind.TOTE, ContainerKind.CART_SLOT, ContainerKind.CARTON)
ON_THE_WAY = (LocationType.CART, LocationType.HANDS, LocationType.TOTE_SLOT, LocationType.FORKLIFT)


def assign_tote(act: Act, command: AssignTote) -> ListTouched:
    """The tote stands in the slot; a tote that was there before stays the order's.

    Refused: 404 `not_found`, 409 `pick_list_closed`, 409 `tote_in_use`, 422 `not_a_tote`,
    422 `not_a_cart`.
    """
    row = _live(act, command.pick_list)
    slot = act.session.get(PickSlot, (row.id, command.slot))
    if slot is None:
        raise Refusal(404, "not_found", f"There is no slot {command.slot} on {command.pick_list}.")
    order = act.session.get_one(SalesOrder, slot.order)
    tote = container_here(act, command.tote)
    if tote.kind not in CARRIES:
        raise Refusal(422, "not_a_tote", f"{tote.code} is a {tote.kind}, not a tote or carton.")
    if row.rides_on is None:
        row.rides_on = _ride(act, command.cart)
    if tote.id != slot.tote:
        _require_free(act, tote, order.number)
        use_at(act, tote, row.rides_on, order.number)
        slot.tote = tote.id
        row.version += 1
    act.session.flush()
    return _touched(act, row)


def _live(act: Act, number: str) -> PickList:
    row = list_by_number(act.session, act.warehouse, number, lock=True)
    if row.state not in LIVE:
        raise Refusal(409, "pick_list_closed", f"Pick list {number} is {row.state} already.")
    return row


def _require_free(act: Act, tote: Container, order: str) -> None:
    if not is_empty(act, tote.id):
        raise Refusal(
            409, "tote_in_use", f"Tote {tote.code} is not empty: it holds {tote.document}."
        )
    taken = act.session.execute(
        sa.select(PickList.id, SalesOrder.number)
        .join(PickSlot, PickSlot.pick_list == PickList.id)
        .join(SalesOrder, SalesOrder.id == PickSlot.order)
        .where(PickSlot.tote == tote.id, PickList.state.in_(LIVE))
    ).first()
    if taken is not None:
        raise Refusal(
            409,
            "tote_in_use",
            f"Tote {tote.code} is in {pick_list_number(taken.id)} for {taken.number},"
            f" not for {order}.",
        )


def _ride(act: Act, cart: str | None) -> LocationId:
    """The cart that was scanned, or what workers carry in their hands; never a shelf."""
    if cart is not None:
        found = floor_location(act, cart)
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


def drop_tote(act: Act, command: DropTote) -> ListTouched:
    """The tote stands there with all that is in it; the list ends with its last tote.

    Orders of which nothing is left to pick get their pack task. Lines that are still open stay.
    Refused: 404 `not_found`, 409 `wrong_tote` (not of this list), 422 `not_a_drop` (a shelf).
    """
    row = list_by_number(act.session, act.warehouse, command.pick_list, lock=True)
    tote = container_here(act, command.tote)
    target = floor_location(act, command.location)
    told_late(act, command.happened_at, target)
    if target.pickable:
        raise Refusal(
            422, "not_a_drop", f"{target.code} is a {target.type.value}: totes are dropped at a"
            " stage, bench or lane.",
        )  # fmt: skip
    orders = _orders_in(act, row.id, tote)
    move_container(act, tote.id, target.id)
    if is_empty(act, tote.id):
        use_at(act, tote, target.id, tote.document)
    settle_list(act, row.id)
    told = ToteDropped(tote=tote.code, location=target.code, pick_list=command.pick_list)
    act.record(told, tote.code)
    for order in orders:
        ask_to_pack(act, order, target.id)
    return _touched(act, row)


def _touched(act: Act, row: PickList) -> ListTouched:
    return ListTouched(
        pick_list=pick_list_number(row.id),
        state=row.state,
        lines_open=lines_open(act, row.id),
        version=row.version,
    )


def _orders_in(act: Act, pick_list: PickListId, tote: Container) -> list[OrderId]:
    """Orders of the list that have goods in the tote, or whose slot it stands in."""
    of_list = sa.select(PickSlot.order).where(PickSlot.pick_list == pick_list)
    inside = (
        sa.select(OrderLine.order)
        .join(Reservation, Reservation.order_line == OrderLine.id)
        .join(Balance, Balance.id == Reservation.balance)
        .where(
            Balance.container == tote.id,
            Reservation.state == ReservationState.OPEN,
            OrderLine.order.in_(of_list),
        )
        .distinct()
    )
    found = list(act.session.scalars(inside))
    in_slot = sa.select(PickSlot.order).where(
        PickSlot.pick_list == pick_list, PickSlot.tote == tote.id
    )
    if not found and act.session.scalar(in_slot) is None:
        raise Refusal(
            409,
            "wrong_tote",
            f"Tote {tote.code} is not of pick list {pick_list_number(pick_list)}.",
        )
    return sorted(found)


def ask_to_pack(act: Act, order: OrderId, location: LocationId) -> None:
    """A pack task for an order of which no line is left to pick."""
    left = act.session.scalar(
        sa.select(PickLine.id)
        .join(OrderLine, OrderLine.id == PickLine.order_line)
        .where(OrderLine.order == order, PickLine.state == LineState.OPEN)
        .limit(1)
    )
    if left is None:
        row = act.session.get_one(SalesOrder, order)
        tasks.add(
            act,
            TaskKind.PACK,
            row.number,
            location=location,
            priority=row.priority,
            due=row.ship_by,
        )


def skip_line(act: Act, command: SkipLine) -> ListTouched:
    """The line goes to the end of the walk. Refused: 404, 409 `pick_list_closed`,
    409 `line_closed`, 422 `reason_missing` from the third time on.
    """
    row = _live(act, command.pick_list)
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
    line.sequence = act.session.execute(last).scalar_one() + 1
    line.reason, row.version = command.reason[:40], row.version + 1
    act.session.flush()
    return _touched(act, row)
