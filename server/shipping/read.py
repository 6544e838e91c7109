"""Reading cartons: what is in them, where they stand, which are late."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.db import core, direct, page_of, paged
from server.door import Reading
from server.orders.tables import OrderLine, SalesOrder
from server.places.tables import Location
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CartonPiece, CartonQuery, CartonState, CartonView
from server.stock.tables import NO_LOT, Container, Lot, Serial
from server.wire import Page

_C, _BOX, _ORDER = core(Carton).c, core(Container).c, core(SalesOrder).c
SHOWN = (
    sa.select(
        _C.id,
        _C.container,
        _C.number,
        _C.state,
        _C.service,
        _C.tracking,
        _C.weight_grams,
        _C.weight_verified,
        _C.closed_at,
        _BOX.code,
        _ORDER.number.label("order_number"),
        _ORDER.ship_by,
        core(Location).c.code.label("place"),
    )
    .join(core(Container), _BOX.id == _C.container)
    .join(core(SalesOrder), _ORDER.id == _C.order)
    .outerjoin(core(Location), core(Location).c.id == _BOX.location)
)
"""SQL: cartons as they are shown, but for what is in them."""

_CONTENT = core(CartonLine).c
_PIECE = (
    _CONTENT.carton,
    core(OrderLine).c.number.label("line"),
    core(Item).c.sku,
    core(Item).c.name,
    _CONTENT.lot,
    core(Lot).c.code.label("lot_code"),
    core(Serial).c.code.label("serial"),
    _CONTENT.quantity,
)


def _in_words(pieces: sa.Select[Any]) -> sa.Select[Any]:
    """Joins what `_PIECE` names to a query of `carton_line`, in the order of the lines."""
    return (
        pieces.join(core(OrderLine), core(OrderLine).c.id == _CONTENT.order_line)
        .join(core(Item), core(Item).c.id == _CONTENT.item)
        .join(core(Lot), core(Lot).c.id == _CONTENT.lot)
        .outerjoin(core(Serial), core(Serial).c.id == _CONTENT.serial)
        .order_by(_CONTENT.carton, core(OrderLine).c.number, _CONTENT.id)
    )


WHOLE = _in_words(SHOWN.add_columns(*_PIECE).join(core(CartonLine), _CONTENT.carton == _C.id))
"""SQL: the same, one row a piece: no carton is empty."""

_ONE = WHOLE.where(_C.id == sa.bindparam("carton"))
_PIECES = _in_words(sa.select(*_PIECE).select_from(core(CartonLine))).where(
    _CONTENT.carton.in_(sa.bindparam("cartons", expanding=True))
)


def list_cartons(reading: Reading, wanted: CartonQuery) -> Page[CartonView]:
    """Cartons in the order in which they were closed."""
    query = SHOWN.where(_C.warehouse == (reading.scope.id if reading.scope else None))
    named = (
        (_C.state, wanted.in_state),
        (core(Location).c.code, wanted.lane),
        (_ORDER.number, wanted.order),
        (_C.tracking, wanted.tracking),
        (_BOX.code, wanted.carton),
    )
    for column, value in named:
        if value is not None:
            query = query.where(column == value)
    if wanted.late:
        query = query.where(_C.state == CartonState.CLOSED, _ORDER.ship_by < reading.now)
    rows, following = paged(
        reading.session, query.add_columns(_C.id), ((_C.id, int),), wanted.cursor, wanted.limit
    )
    inside = _inside(reading.session, [row.id for row in rows])
    return page_of([_view(row, row.place, inside[row.id]) for row in rows], following)


def carton_view(session: Session, carton: Carton) -> CartonView:
    """The carton as it is now, with its pieces by order line."""
    session.flush()
    rows = direct(session, _ONE, {"carton": carton.id}).all()
    return view_of(rows, rows[0].place)


def view_of(rows: Sequence[Row[*tuple[Any, ...]]], place: str | None) -> CartonView:
    """The rows of `WHOLE` of one carton, at `place`."""
    return _view(rows[0], place, [_piece(row) for row in rows])


def _inside(session: Session, cartons: Sequence[int]) -> Mapping[int, list[CartonPiece]]:
    found: defaultdict[int, list[CartonPiece]] = defaultdict(list)
    for row in direct(session, _PIECES, {"cartons": cartons}):
        found[row.carton].append(_piece(row))
    return found


def _view(row: Row[*tuple[Any, ...]], place: str | None, pieces: list[CartonPiece]) -> CartonView:
    return CartonView(
        carton=row.code,
        order=row.order_number,
        number=row.number,
        state=row.state,
        location=place,
        service=row.service,
        tracking=row.tracking,
        weight_grams=row.weight_grams,
        weight_verified=row.weight_verified,
        closed_at=row.closed_at,
        ship_by=row.ship_by,
        pieces=pieces,
    )


def _piece(row: Any) -> CartonPiece:
    return CartonPiece(
        line=row.line,
        sku=row.sku,
        name=row.name,
        lot=row.lot_code if row.lot != NO_LOT else None,
        serial=row.serial,
        quantity=row.quantity,
    )
