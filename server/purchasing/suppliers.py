"""Suppliers: make one, change it, list them."""

import sqlalchemy as sa
from msgspec import convert
from sqlalchemy.orm import Session

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import exists, not_found, require_version
from server.purchasing.tables import Supplier
from server.purchasing.wire import SupplierCreate, SupplierEdit, SupplierFacts, SupplierView
from server.wire import Page

_FACTS = SupplierFacts.__struct_fields__


def create_supplier(act: Act, command: SupplierCreate) -> SupplierView:
    """Refused: 409 `exists`."""
    if act.session.scalar(sa.select(Supplier.id).where(Supplier.code == command.code)):
        raise exists("supplier", command.code)
    row = Supplier(code=command.code, **{name: getattr(command, name) for name in _FACTS})
    act.session.add(row)
    act.session.flush()
    return convert(row, SupplierView, from_attributes=True)


def edit_supplier(act: Act, command: SupplierEdit, code: str) -> SupplierView:
    """Refused: 404 `not_found`, 409 `stale`."""
    row = supplier(act.session, code)
    act.session.refresh(row, with_for_update=True)
    require_version(f"Supplier {code}", command.version, row.version)
    for name in _FACTS:
        setattr(row, name, getattr(command, name))
    row.version += 1
    return convert(row, SupplierView, from_attributes=True)


def supplier(session: Session, code: str) -> Supplier:
    """404 `not_found`."""
    if (row := session.scalar(sa.select(Supplier).where(Supplier.code == code))) is None:
        raise not_found("supplier", code)
    return row


def get_supplier(reading: Reading, code: str) -> SupplierView:
    """404 `not_found`."""
    return convert(supplier(reading.session, code), SupplierView, from_attributes=True)


def list_suppliers(reading: Reading, cursor: str | None, limit: int) -> Page[SupplierView]:
    query = sa.select(Supplier, Supplier.code)
    rows, following = paged(reading.session, query, ((Supplier.code, str),), cursor, limit)
    views = [convert(row.Supplier, SupplierView, from_attributes=True) for row in rows]
    return page_of(views, following)
