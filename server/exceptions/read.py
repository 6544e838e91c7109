"""Reading exceptions: the list that a supervisor works off."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.db import page_of, paged
from server.door import Reading
from server.exceptions.tables import FloorException
from server.exceptions.wire import ExceptionQuery, ExceptionView
from server.places.tables import Location
from server.wire import Page


def list_exceptions(reading: Reading, wanted: ExceptionQuery) -> Page[ExceptionView]:
    """The oldest first."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    query = sa.select(FloorException, FloorException.id).where(
        FloorException.warehouse == reading.scope.id,
        FloorException.state == wanted.in_state,
    )
    if wanted.kind:
        query = query.where(FloorException.kind == wanted.kind)
    sort = ((FloorException.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([view(reading.session, row[0]) for row in rows], following)


def view(session: Session, row: FloorException) -> ExceptionView:
    """The exception as the wire shows it."""
    sku = session.scalar(sa.select(Item.sku).where(Item.id == row.item))
    location = session.scalar(sa.select(Location.code).where(Location.id == row.location))
    return ExceptionView(
        number=row.id,
        kind=row.kind,
        state=row.state,
        document=row.document,
        sentence=row.sentence,
        location=location,
        sku=sku,
        quantity=row.quantity,
        raised_at=row.raised_at,
        raised_by=row.raised_by,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        note=row.note,
        operation=str(row.operation) if row.operation else None,
        device=row.device,
        advice=row.advice,
    )
