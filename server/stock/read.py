"""Reading stock: what stands where, and who moved it."""

from typing import Any

import sqlalchemy as sa

from server.catalog.said import language_of, said_in
from server.catalog.tables import Item
from server.db import PAGE_LIMIT, decode_cursor, encode_cursor, page_of, paged
from server.door import Reading
from server.guard import WarehouseId
from server.journal.tables import Entry
from server.places.tables import Location, LocationId
from server.stock.blind import hidden_from
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    NO_OWNER,
    Balance,
    Container,
    Hold,
    Lot,
    MoveRow,
    Owner,
    Serial,
)
from server.stock.wire import MoveView, Standing, StockQuery, StockRow
from server.wire import Page


def stock(reading: Reading, query: StockQuery) -> Page[StockRow]:
    """What stands in the building, by location and key; zero rows are left out.

    Quantities of a place that the reader is counting are not told.
    """
    found = _filtered(_standing(_warehouse(reading), language_of(reading.session)), query)
    rows, following = paged(reading.session, found, ((Balance.id, int),), query.cursor, query.limit)
    hidden = hidden_from(reading.session, reading.who.name)
    return page_of([_stock_row(reading, row, hidden) for row in rows], following)


def history(reading: Reading, query: StockQuery) -> Page[MoveView]:
    """Moves, the latest first: who moved what from where to where, when, and for which line.

    Those of a place that the reader is counting are left out.
    """
    source, target = sa.orm.aliased(Location), sa.orm.aliased(Location)
    found = (
        sa.select(
            MoveRow,
            Entry,
            Item.sku,
            Lot.code.label("lot_code"),
            Serial.code.label("serial_code"),
            source.code.label("source_code"),
            target.code.label("target_code"),
        )
        .join(Entry, Entry.id == MoveRow.entry)
        .join(Item, Item.id == MoveRow.item)
        .join(Lot, Lot.id == MoveRow.lot)
        .outerjoin(Serial, Serial.id == MoveRow.serial)
        .join(source, source.id == MoveRow.source_location)
        .join(target, target.id == MoveRow.target_location)
        .where(MoveRow.warehouse == _warehouse(reading))
        .order_by(MoveRow.id.desc())
        .limit(min(query.limit, PAGE_LIMIT))
    )
    if query.sku:
        found = found.where(Item.sku == query.sku)
    if query.location:
        found = found.where(sa.or_(source.code == query.location, target.code == query.location))
    if query.lot:
        found = found.where(Lot.code == query.lot)
    if query.serial:
        found = found.where(Serial.code == query.serial)
    if query.container:
        held = sa.select(Container.id).where(Container.code == query.container).scalar_subquery()
        found = found.where(
            sa.or_(MoveRow.source_container == held, MoveRow.target_container == held)
        )
    if query.status:
        found = found.where(
            sa.or_(MoveRow.source_status == query.status, MoveRow.target_status == query.status)
        )
    if query.document:
        found = found.where(
            sa.or_(
                MoveRow.document == query.document,
                MoveRow.document.startswith(f"{query.document}/", autoescape=True),
            )
        )
    if query.cursor:
        found = found.where(MoveRow.id < decode_cursor(query.cursor, (int,))[0])
    if hidden := hidden_from(reading.session, reading.who.name):
        found = found.where(source.id.not_in(hidden), target.id.not_in(hidden))
    rows = reading.session.execute(found).all()
    more = len(rows) == min(query.limit, PAGE_LIMIT)
    last = encode_cursor((rows[-1].MoveRow.id,)) if more else None
    return page_of([_move_view(row) for row in rows], last)


def _warehouse(reading: Reading) -> WarehouseId:
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    return reading.scope.id


def _standing(warehouse: WarehouseId, language: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Location.code.label("location"),
            Item.sku,
            said_in(language).label("name"),
            Lot.code.label("lot"),
            Lot.expires_on,
            Container.code.label("container"),
            Owner.code.label("owner"),
            Balance.status,
            Balance.on_hand,
            Balance.reserved,
            Balance.fifo_at,
            Balance.lot.label("lot_id"),
            Balance.container.label("container_id"),
            Balance.owner.label("owner_id"),
            Balance.item.label("item_id"),
            Balance.location.label("location_id"),
            Balance.id,
        )
        .join(Location, Location.id == Balance.location)
        .join(Item, Item.id == Balance.item)
        .join(Lot, Lot.id == Balance.lot)
        .join(Container, Container.id == Balance.container)
        .join(Owner, Owner.id == Balance.owner)
        .where(Balance.warehouse == warehouse, Balance.on_hand > 0)
    )


def _filtered(found: sa.Select[*tuple[Any, ...]], query: StockQuery) -> sa.Select[*tuple[Any, ...]]:
    wanted = (
        (Item.sku, query.sku),
        (Location.code, query.location),
        (Lot.code, query.lot),
        (Container.code, query.container),
        (Balance.status, query.status),
    )
    for column, value in wanted:
        if value:
            found = found.where(column == value)
    if query.serial:
        at = sa.select(Serial.balance).where(Serial.code == query.serial)
        found = found.where(Balance.id.in_(at))
    return found


def covering(row: Any) -> sa.ColumnElement[bool]:
    """The holds that cover a balance: of its item, its lot, its location or its container."""
    return sa.and_(
        Hold.lifted_at.is_(None),
        sa.or_(
            sa.and_(Hold.item == row.item, sa.or_(Hold.lot.is_(None), Hold.lot == row.lot)),
            Hold.location == row.location,
            sa.and_(Hold.container == row.container, row.container != NO_CONTAINER),
        ),
    )


def free() -> sa.ColumnElement[bool]:
    """SQL: no hold covers this balance."""
    return ~sa.exists().where(covering(Balance)).correlate(Balance)


def _stock_row(reading: Reading, row: Any, hidden: set[LocationId]) -> StockRow:
    told = row.location_id not in hidden
    at = sa.select(Hold.reason).join(Balance, covering(Balance)).where(Balance.id == row.id)
    return StockRow(
        location=row.location,
        sku=row.sku,
        name=row.name,
        lot=row.lot if row.lot_id != NO_LOT else None,
        expires_on=row.expires_on,
        container=row.container if row.container_id != NO_CONTAINER else None,
        owner=row.owner if row.owner_id != NO_OWNER else None,
        status=row.status,
        on_hand=row.on_hand if told else None,
        reserved=row.reserved if told else None,
        held=sorted(set(reading.session.scalars(at))),
        fifo_at=row.fifo_at,
    )


def _move_view(row: Any) -> MoveView:
    move = row.MoveRow
    return MoveView(
        number=move.id,
        at=row.Entry.at,
        who=row.Entry.who,
        device=row.Entry.device,
        why=row.Entry.kind,
        document=move.document,
        sku=row.sku,
        lot=row.lot_code if move.lot != NO_LOT else None,
        serial=row.serial_code,
        quantity=move.quantity,
        source=Standing(location=row.source_code, status=move.source_status),
        target=Standing(location=row.target_code, status=move.target_status),
        reverses=move.reverses,
    )
