"""What items look like from outside: one with all of it, or a page of many."""

import sqlalchemy as sa
from msgspec import convert
from msgspec.structs import asdict
from sqlalchemy.orm import Session

from server.catalog.find import called, item_by_sku
from server.catalog.tables import Barcode, Item, ItemCost, PackLevel
from server.catalog.wire import (
    BarcodeView,
    CostView,
    ItemLine,
    ItemQuery,
    ItemView,
    LevelView,
)
from server.db import page_of, paged
from server.door import Reading
from server.wire import Page


def get_item(reading: Reading, sku: str) -> ItemView:
    """404 `not_found`."""
    return view(reading.session, item_by_sku(reading.session, sku))


def list_items(reading: Reading, wanted: ItemQuery) -> Page[ItemLine]:
    """Items by SKU; `search` is the start of a SKU or a part of a name."""
    query = sa.select(Item, Item.sku, Item.client)
    if search := wanted.search:
        query = query.where(called(search))
    sort = ((Item.sku, str), (Item.client, str))
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([convert(row.Item, ItemLine, from_attributes=True) for row in rows], following)


def list_costs(reading: Reading, sku: str) -> Page[CostView]:
    """What the item costs from which day on, newest first; 404 `not_found`."""
    item = item_by_sku(reading.session, sku)
    query = sa.select(ItemCost).where(ItemCost.item == item.id)
    rows = reading.session.scalars(query.order_by(ItemCost.valid_from.desc()).limit(200))
    return Page(
        items=[
            CostView(
                sku=sku,
                valid_from=row.valid_from,
                amount=row.amount,
                per=row.per,
                currency=row.currency,
            )
            for row in rows
        ]
    )


def view(session: Session, item: Item) -> ItemView:
    """The whole of an item, as its labels, scanners and people need it."""
    levels = session.scalars(
        sa.select(PackLevel)
        .where(PackLevel.item == item.id)
        .order_by(PackLevel.quantity, PackLevel.id)
    ).all()
    by_id = {level.id: level for level in levels}
    barcodes = session.scalars(
        sa.select(Barcode).where(Barcode.item == item.id).order_by(Barcode.text)
    )
    return ItemView(
        **asdict(convert(item, ItemLine, from_attributes=True)),
        levels=[convert(level, LevelView, from_attributes=True) for level in levels],
        barcodes=[_barcode(row, by_id[row.pack_level]) for row in barcodes],
    )


def _barcode(row: Barcode, level: PackLevel) -> BarcodeView:
    return BarcodeView(
        text=row.text,
        type=row.kind,
        level=level.name,
        quantity=level.quantity,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
