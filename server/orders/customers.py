"""Customers: make or change one, list them."""

import sqlalchemy as sa

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, not_found, stale
from server.orders.tables import Customer
from server.orders.wire import CustomerPut, CustomerView
from server.wire import Page


def put_customer(act: Act, command: CustomerPut) -> CustomerView:
    """Refused: 409 `exists` (version 0 of one that is there), 409 `stale`, 404 `not_found`."""
    row = act.session.scalar(
        sa.select(Customer).where(Customer.code == command.code).with_for_update()
    )
    if row is None:
        if command.version:
            raise not_found("customer", command.code)
        row = Customer(code=command.code, name=command.name, minimum_days=command.minimum_days)
        act.session.add(row)
        return _view(row)
    if command.version == 0:
        raise Refusal(409, "exists", f"There is a customer {command.code} already: {row.name}.")
    if row.version != command.version:
        raise stale(f"Customer {row.code}", command.version, row.version)
    row.name, row.minimum_days, row.version = command.name, command.minimum_days, row.version + 1
    return _view(row)


def list_customers(reading: Reading, cursor: str | None, limit: int) -> Page[CustomerView]:
    query = sa.select(Customer.name, Customer.minimum_days, Customer.version, Customer.code)
    rows, following = paged(reading.session, query, ((Customer.code, str),), cursor, limit)
    return page_of([_view(row) for row in rows], following)


def _view(row: Customer | sa.Row[tuple[str, int | None, int, str]]) -> CustomerView:
    return CustomerView(
        code=row.code, name=row.name, minimum_days=row.minimum_days, version=row.version
    )
