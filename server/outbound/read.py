"""Reads pick lists: one as a terminal works from it, many in a list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import structs

from server.catalog.said import language_of, said_in
from server.catalog.tables import Barcode, Item
from server.db import direct, page_of, paged, total
from server.door import Reading
from server.errors import not_found
from server.identity.wire.site import Verify
from server.orders.tables import Customer, OrderLine, SalesOrder
from server.outbound.candidates import today
from server.outbound.empties import Emptied, emptied
from server.outbound.numbers import pick_list_id, pick_list_number, wave, wave_id, wave_number
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot
from server.outbound.verify import levels
from server.outbound.wire.lists import LineState, PickLineView, PickListView, PickSlotView
from server.outbound.wire.plan import PickListQuery, PickListSummary
from server.places.check_digits import asked
from server.places.tables import Location
from server.places.wire import LocationType
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    Balance,
    Container,
    Lot,
    Reservation,
    ReservationState,
)
from server.wire import Page

PROMISED_HERE = (
    sa.select(total(Reservation.quantity))
    .where(
        Reservation.order_line == PickLine.order_line,
        Reservation.balance == PickLine.balance,
        Reservation.state == ReservationState.OPEN,
    )
    .correlate(PickLine)
    .scalar_subquery()
)
"""SQL: what is still promised to a pick line where it is to be taken."""

_LYING = (
    sa.select(total(Reservation.quantity))
    .join(Balance, Balance.id == Reservation.balance)
    .where(
        Reservation.order_line == PickLine.order_line,
        Reservation.state == ReservationState.OPEN,
        Balance.location == PickList.rides_on,
        Balance.container == NO_CONTAINER,
    )
    .correlate(PickLine, PickList)
    .scalar_subquery()
)
"""SQL: what of a line's order line lies loose on the cart."""

BETWEEN = "\n"  # which no barcode has
_BARCODES = (
    sa.select(sa.func.aggregate_strings(Barcode.text, BETWEEN))
    .where(Barcode.item == Item.id, Barcode.valid_until.is_(None))
    .correlate(Item)
    .scalar_subquery()
)
_LINES = (
    sa.select(
        PickLine.id,
        PickLine.number,
        PickLine.state,
        PickLine.slot,
        PickLine.item,
        PickLine.location.label("place"),
        PickLine.lot.label("lot_id"),
        PickLine.asked,
        PickLine.picked,
        SalesOrder.number.label("order"),
        OrderLine.id.label("order_line_id"),
        OrderLine.number.label("order_line"),
        OrderLine.lot.label("demanded"),
        Location.code.label("location"),
        Location.check_blue,
        Location.check_orange,
        Item.sku,
        said_in(sa.bindparam("language", type_=sa.String)).label("name"),
        Item.tracking,
        Lot.code.label("lot"),
        Lot.expires_on,
        Item.expires,
        Item.catch_weight,
        OrderLine.minimum_days,
        Item.minimum_days_shipment,
        Customer.minimum_days.label("customer_days"),
        Container.id.label("container_id"),
        Container.code.label("container"),
        PROMISED_HERE.label("promised"),
        _LYING.label("lying"),
        _BARCODES.label("barcodes"),
    )
    .join(PickList, PickList.id == PickLine.pick_list)
    .join(OrderLine, OrderLine.id == PickLine.order_line)
    .join(SalesOrder, SalesOrder.id == OrderLine.order)
    .outerjoin(Customer, Customer.id == SalesOrder.customer)
    .join(Location, Location.id == PickLine.location)
    .join(Item, Item.id == PickLine.item)
    .join(Lot, Lot.id == PickLine.lot)
    .join(Balance, Balance.id == PickLine.balance)
    .join(Container, Container.id == Balance.container)
    .where(PickLine.pick_list == sa.bindparam("list"))
    .order_by(PickLine.sequence, PickLine.number)
)
_HEAD = (
    sa.select(
        PickList.id,
        PickList.wave,
        PickList.state,
        PickList.priority,
        PickList.due_at,
        PickList.version,
        PickList.why,
        PickSlot.slot,
        SalesOrder.number.label("order"),
        SalesOrder.priority.label("order_priority"),
        SalesOrder.ship_by,
        Container.code.label("tote"),
        Container.location.label("tote_stands"),
        PickList.rides_on,
        Location.code.label("ride"),
        Location.type.label("ride_type"),
    )
    .join(PickSlot, PickSlot.pick_list == PickList.id)
    .join(SalesOrder, SalesOrder.id == PickSlot.order)
    .outerjoin(Container, Container.id == PickSlot.tote)
    .outerjoin(Location, Location.id == PickList.rides_on)
    .where(PickList.id == sa.bindparam("list"), PickList.warehouse == sa.bindparam("of_warehouse"))
    .order_by(PickSlot.slot)
)


def read_pick_list(reading: Reading, number: str) -> PickListView:
    """In walk order. 404 `not_found`, also for another warehouse's."""
    asked = {"list": pick_list_id(number), "of_warehouse": reading.warehouse}
    slots = direct(reading.session, _HEAD, asked).all()
    if not slots:
        raise not_found("pick list", number)
    row = slots[0]
    of_list = {"list": row.id, "language": language_of(reading.session)}
    lines = direct(reading.session, _LINES, of_list).all()
    expiring = any(line.expires for line in lines)
    day = today(reading.session, reading.warehouse, reading.now) if expiring else None
    gone = emptied(reading, lines)
    return PickListView(
        pick_list=pick_list_number(row.id),
        wave=wave_number(row.wave) if row.wave else None,
        state=row.state,
        priority=row.priority,
        due_at=row.due_at,
        version=row.version,
        why=row.why,
        rides_on=row.ride,
        on_cart=row.ride_type not in {None, LocationType.HANDS},
        slots=[_slot_view(one) for one in slots],
        lines=[*_line_views(row.id, lines, day, gone, levels(reading, lines))],
    )


def _slot_view(row: Any) -> PickSlotView:
    return PickSlotView(
        slot=row.slot,
        order=row.order,
        tote=row.tote,
        dropped=row.tote is not None and row.tote_stands != row.rides_on,
        priority=row.order_priority,
        ship_by=row.ship_by,
    )


def _line_views(
    pick_list: PickListId,
    lines: Sequence[Any],
    day: date | None,
    gone: set[Emptied],
    proofs: Mapping[int, Verify],
) -> Iterator[PickLineView]:
    """What lies loose for an order line is told once, at the pick lines that took it."""
    lying = {line.order_line_id: line.lying for line in lines}
    for line in lines:
        view = _line_view(pick_list, line, day, gone)
        if line.number in proofs:
            view = structs.replace(view, verify=proofs[line.number])
        to_put = min(lying[line.order_line_id], line.picked)
        lying[line.order_line_id] -= to_put
        yield structs.replace(view, to_put=to_put) if to_put else view


def _line_view(
    pick_list: PickListId, line: Any, day: date | None, gone: set[Emptied]
) -> PickLineView:
    left = min(line.asked - line.picked, line.promised)
    visit = f"{pick_list_number(pick_list)}/{line.number}"
    colour, hashed = asked(visit, line.check_blue, line.check_orange)
    return PickLineView(
        line=line.number,
        state=line.state,
        slot=line.slot,
        order=line.order,
        order_line=line.order_line,
        location=line.location,
        check_colour=colour,
        check_hash=hashed,
        sku=line.sku,
        name=line.name,
        tracking=line.tracking.value,
        barcodes=sorted(line.barcodes.split(BETWEEN)) if line.barcodes else [],
        quantity=left if line.state is LineState.OPEN else 0,
        picked=line.picked,
        container=line.container if line.container_id != NO_CONTAINER else None,
        lot=line.lot if line.lot_id != NO_LOT else None,
        lot_demanded=line.demanded is not None,
        expires_on=line.expires_on,
        weighed=line.catch_weight,
        empties=line.state is LineState.OPEN and (line.place, line.item) in gone,
        keeps_until=_keeps_until(line, day) if day and line.expires else None,
    )


def _keeps_until(line: Any, day: date) -> date:
    """As `swap.demand_of` judges the pick: the longest life that anybody demands."""
    demanded = (line.minimum_days, line.customer_days, line.minimum_days_shipment)
    return day + timedelta(days=max(days or 0 for days in demanded))


_OF_LIST = PickLine.pick_list == PickList.id
_SUMMARIES = sa.select(
    PickList.wave,
    PickList.state,
    PickList.priority,
    PickList.due_at,
    *(
        sa.select(sa.func.count()).where(*which).correlate(PickList).scalar_subquery().label(name)
        for name, which in (
            ("orders", (PickSlot.pick_list == PickList.id,)),
            ("lines", (_OF_LIST,)),
            ("open", (_OF_LIST, PickLine.state == LineState.OPEN)),
        )
    ),
    PickList.id,
)


def list_pick_lists(reading: Reading, query: PickListQuery) -> Page[PickListSummary]:
    """Pick lists, the oldest first. 404 `not_found` for a wave that is not there."""
    found = _SUMMARIES.where(PickList.warehouse == reading.warehouse, *_conditions(query))
    rows, following = paged(
        reading.session, found, ((PickList.id, int),), query.cursor, query.limit
    )
    if query.wave and not rows:
        wave(reading.session, reading.warehouse, query.wave)
    return page_of([_summary(row) for row in rows], following)


def _conditions(query: PickListQuery) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if query.in_state:
        wanted.append(PickList.state == query.in_state)
    if query.wave:
        wanted.append(PickList.wave == wave_id(query.wave))
    if query.order:
        of_order = (
            sa.select(PickSlot.pick_list)
            .join(SalesOrder, SalesOrder.id == PickSlot.order)
            .where(SalesOrder.number == query.order)
        )
        wanted.append(PickList.id.in_(of_order))
    return wanted


def _summary(row: Any) -> PickListSummary:
    return PickListSummary(
        pick_list=pick_list_number(row.id),
        wave=wave_number(row.wave) if row.wave else None,
        state=row.state,
        priority=row.priority,
        due_at=row.due_at,
        orders=row.orders,
        lines=row.lines,
        lines_open=row.open,
    )
