"""Reads pick lists: one as a terminal works from it, many in a list."""

import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Barcode, Item, ItemId
from server.db import direct, page_of, paged, total
from server.door import Reading
from server.orders.tables import OrderLine, SalesOrder
from server.outbound.numbers import pick_list, pick_list_number, wave, wave_number
from server.outbound.plan_wire import PickListQuery, PickListSummary
from server.outbound.tables import PickLine, PickList, PickSlot
from server.outbound.wire import LineState, PickLineView, PickListView, PickSlotView
from server.places.tables import Location
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

_LINES = (
    sa.select(
        PickLine.id,
        PickLine.number,
        PickLine.state,
        PickLine.slot,
        PickLine.item,
        PickLine.lot.label("lot_id"),
        PickLine.asked,
        PickLine.picked,
        SalesOrder.number.label("order"),
        OrderLine.number.label("order_line"),
        OrderLine.lot.label("demanded"),
        Location.code.label("location"),
        Location.check_blue,
        Location.check_orange,
        Item.sku,
        Item.name,
        Item.tracking,
        Lot.code.label("lot"),
        Lot.expires_on,
        Container.id.label("container_id"),
        Container.code.label("container"),
        PROMISED_HERE.label("promised"),
    )
    .join(OrderLine, OrderLine.id == PickLine.order_line)
    .join(SalesOrder, SalesOrder.id == OrderLine.order)
    .join(Location, Location.id == PickLine.location)
    .join(Item, Item.id == PickLine.item)
    .join(Lot, Lot.id == PickLine.lot)
    .join(Balance, Balance.id == PickLine.balance)
    .join(Container, Container.id == Balance.container)
    .where(PickLine.pick_list == sa.bindparam("list"))
    .order_by(PickLine.sequence)
)
_SLOTS = (
    sa.select(PickSlot.slot, SalesOrder.number, Container.code)
    .join(SalesOrder, SalesOrder.id == PickSlot.order)
    .outerjoin(Container, Container.id == PickSlot.tote)
    .where(PickSlot.pick_list == sa.bindparam("list"))
    .order_by(PickSlot.slot)
)
_BARCODES = (
    sa.select(Barcode.item, Barcode.text)
    .where(Barcode.item.in_(sa.bindparam("items", expanding=True)), Barcode.valid_until.is_(None))
    .order_by(Barcode.text)
)


def read_pick_list(reading: Reading, number: str) -> PickListView:
    """In walk order. 404 `not_found`."""
    return list_view(reading.session, pick_list(reading.session, reading.warehouse, number))


def list_view(session: Session, row: PickList) -> PickListView:
    session.flush()
    lines = direct(session, _LINES, {"list": row.id}).all()
    codes = _barcodes(session, {line.item for line in lines})
    return PickListView(
        pick_list=pick_list_number(row.id),
        wave=wave_number(row.wave) if row.wave else None,
        state=row.state,
        priority=row.priority,
        due_at=row.due_at,
        version=row.version,
        why=row.why,
        slots=_slots(session, row),
        lines=[_line_view(row, line, codes.get(line.item, [])) for line in lines],
    )


def _slots(session: Session, row: PickList) -> list[PickSlotView]:
    return [
        PickSlotView(slot=one.slot, order=one.number, tote=one.code)
        for one in direct(session, _SLOTS, {"list": row.id})
    ]


def _line_view(row: PickList, line: Any, barcodes: list[str]) -> PickLineView:
    left = min(line.asked - line.picked, line.promised)
    colour = ("blue", "orange")[(row.id + line.id) % 2]
    digits = line.check_blue if colour == "blue" else line.check_orange
    return PickLineView(
        line=line.number,
        state=line.state,
        slot=line.slot,
        order=line.order,
        order_line=line.order_line,
        location=line.location,
        check_colour=colour if digits else "",
        check_hash=_glance(row, line, digits) if digits else "",
        sku=line.sku,
        name=line.name,
        tracking=line.tracking.value,
        barcodes=barcodes,
        quantity=left if line.state is LineState.OPEN else 0,
        picked=line.picked,
        container=line.container if line.container_id != NO_CONTAINER else None,
        lot=line.lot if line.lot_id != NO_LOT else None,
        lot_demanded=line.demanded is not None,
        expires_on=line.expires_on,
    )


def _glance(row: PickList, line: Any, digits: str) -> str:
    told = f"{pick_list_number(row.id)}/{line.number}:{digits}"
    return hashlib.sha256(told.encode()).hexdigest()


def _barcodes(session: Session, items: Iterable[ItemId]) -> dict[ItemId, list[str]]:
    found: dict[ItemId, list[str]] = {}
    for row in direct(session, _BARCODES, {"items": sorted(items)}):
        found.setdefault(row.item, []).append(row.text)
    return found


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
    """Pick lists, the oldest first."""
    found = _SUMMARIES.where(PickList.warehouse == reading.warehouse, *_conditions(reading, query))
    rows, following = paged(
        reading.session, found, ((PickList.id, int),), query.cursor, query.limit
    )
    return page_of([_summary(row) for row in rows], following)


def _conditions(reading: Reading, query: PickListQuery) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if query.in_state:
        wanted.append(PickList.state == query.in_state)
    if query.wave:
        row = wave(reading.session, reading.warehouse, query.wave)
        wanted.append(PickList.wave == row.id)
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
