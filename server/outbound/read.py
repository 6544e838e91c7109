"""Reads pick lists: one as a terminal works from it, many in a list."""

import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Barcode, Item, ItemId
from server.db import page_of, paged, total
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
        PickLine,
        SalesOrder.number.label("order"),
        OrderLine.number.label("order_line"),
        OrderLine.lot.label("demanded"),
        Location.code.label("location"),
        Location.check_blue,
        Location.check_orange,
        Item,
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


def read_pick_list(reading: Reading, number: str) -> PickListView:
    """In walk order. 404 `not_found`."""
    return list_view(reading.session, pick_list(reading.session, reading.warehouse, number))


def list_view(session: Session, row: PickList) -> PickListView:
    lines = session.execute(_LINES, {"list": row.id}).all()
    codes = _barcodes(session, {line.Item.id for line in lines})
    return PickListView(
        pick_list=pick_list_number(row.id),
        wave=wave_number(row.wave) if row.wave else None,
        state=row.state,
        priority=row.priority,
        due_at=row.due_at,
        version=row.version,
        why=row.why,
        slots=_slots(session, row),
        lines=[_line_view(row, line, codes.get(line.Item.id, [])) for line in lines],
    )


def _slots(session: Session, row: PickList) -> list[PickSlotView]:
    query = (
        sa.select(PickSlot.slot, SalesOrder.number, Container.code)
        .join(SalesOrder, SalesOrder.id == PickSlot.order)
        .outerjoin(Container, Container.id == PickSlot.tote)
        .where(PickSlot.pick_list == row.id)
        .order_by(PickSlot.slot)
    )
    return [
        PickSlotView(slot=slot, order=order, tote=tote)
        for slot, order, tote in session.execute(query)
    ]


def _line_view(row: PickList, line: Any, barcodes: list[str]) -> PickLineView:
    asked: PickLine = line.PickLine
    left = min(asked.asked - asked.picked, line.promised)
    colour = ("blue", "orange")[(row.id + asked.id) % 2]
    digits = line.check_blue if colour == "blue" else line.check_orange
    return PickLineView(
        line=asked.number,
        state=asked.state,
        slot=asked.slot,
        order=line.order,
        order_line=line.order_line,
        location=line.location,
        check_colour=colour if digits else "",
        check_hash=_glance(row, asked, digits) if digits else "",
        sku=line.Item.sku,
        name=line.Item.name,
        tracking=line.Item.tracking.value,
        barcodes=barcodes,
        quantity=left if asked.state is LineState.OPEN else 0,
        picked=asked.picked,
        container=line.container if line.container_id != NO_CONTAINER else None,
        lot=line.lot if asked.lot != NO_LOT else None,
        lot_demanded=line.demanded is not None,
        expires_on=line.expires_on,
    )


def _glance(row: PickList, line: PickLine, digits: str) -> str:
    told = f"{pick_list_number(row.id)}/{line.number}:{digits}"
    return hashlib.sha256(told.encode()).hexdigest()


def _barcodes(session: Session, items: Iterable[ItemId]) -> dict[ItemId, list[str]]:
    query = (
        sa.select(Barcode.item, Barcode.text)
        .where(Barcode.item.in_(sorted(items)), Barcode.valid_until.is_(None))
        .order_by(Barcode.text)
    )
    found: dict[ItemId, list[str]] = {}
    for item, text in session.execute(query):
        found.setdefault(item, []).append(text)
    return found


def list_pick_lists(reading: Reading, query: PickListQuery) -> Page[PickListSummary]:
    """Pick lists, the oldest first."""
    lines = (
        sa.select(
            PickLine.pick_list,
            sa.func.count().label("lines"),
            total(sa.case((PickLine.state == LineState.OPEN, 1), else_=0)).label("open"),
        )
        .group_by(PickLine.pick_list)
        .subquery()
    )
    orders = (
        sa.select(sa.func.count())
        .where(PickSlot.pick_list == PickList.id)
        .correlate(PickList)
        .scalar_subquery()
    )
    found = (
        sa.select(PickList, lines.c.lines, lines.c.open, orders.label("orders"), PickList.id)
        .join(lines, lines.c.pick_list == PickList.id)
        .where(PickList.warehouse == reading.warehouse, *_conditions(reading, query))
    )
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
    found: PickList = row.PickList
    return PickListSummary(
        pick_list=pick_list_number(found.id),
        wave=wave_number(found.wave) if found.wave else None,
        state=found.state,
        priority=found.priority,
        due_at=found.due_at,
        orders=row.orders,
        lines=row.lines,
        lines_open=row.open,
    )
