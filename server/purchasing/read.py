"""What purchase orders look like from outside."""

from typing import Any

import sqlalchemy as sa
from msgspec import convert
from sqlalchemy.orm import Session

from server.catalog.tables import Item, PackLevel
from server.db import page_of, paged
from server.door import Reading
from server.purchasing.progress import order_by_number
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine, Supplier
from server.purchasing.wire import (
    PurchaseLineView,
    PurchaseOrderHead,
    PurchaseOrderQuery,
    PurchaseOrderView,
)
from server.wire import Page

_HEAD = tuple(name for name in PurchaseOrderHead.__struct_fields__ if name != "supplier")
_LINE = tuple(set(PurchaseLineView.__struct_fields__) - {"sku", "name", "level", "quantity"})


def get_purchase_order(reading: Reading, number: str) -> PurchaseOrderView:
    """404 `not_found`."""
    return view(reading.session, order_by_number(reading.session, reading.warehouse, number))


def list_purchase_orders(reading: Reading, wanted: PurchaseOrderQuery) -> Page[PurchaseOrderHead]:
    """Orders by number, of one state when named."""
    query = (
        sa.select(PurchaseOrder, Supplier.code.label("supplier"), PurchaseOrder.number)
        .join(Supplier, Supplier.id == PurchaseOrder.supplier)
        .where(PurchaseOrder.warehouse == reading.warehouse)
    )
    if wanted.in_state:
        query = query.where(PurchaseOrder.state == wanted.in_state)
    sort = ((PurchaseOrder.number, str),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    heads = [convert(_head(row.PurchaseOrder, row.supplier), PurchaseOrderHead) for row in rows]
    return page_of(heads, following)


def view(session: Session, order: PurchaseOrder) -> PurchaseOrderView:
    """An order with its lines, by number."""
    supplier = session.get_one(Supplier, order.supplier).code
    rows = session.execute(
        sa.select(PurchaseOrderLine, Item.sku, Item.name, PackLevel.name)
        .join(Item, Item.id == PurchaseOrderLine.item)
        .outerjoin(PackLevel, PackLevel.id == PurchaseOrderLine.pack_level)
        .where(PurchaseOrderLine.purchase_order == order.id)
        .order_by(PurchaseOrderLine.number)
        .execution_options(populate_existing=True)
    )
    lines = [
        convert(
            {name: getattr(line, name) for name in _LINE}
            | {"sku": sku, "name": name, "level": level, "quantity": line.ordered},
            PurchaseLineView,
        )
        for line, sku, name, level in rows
    ]
    return convert(_head(order, supplier) | {"lines": lines}, PurchaseOrderView)


def _head(order: PurchaseOrder, supplier: str) -> dict[str, Any]:
    return {name: getattr(order, name) for name in _HEAD} | {"supplier": supplier}
