"""What is to be put back of an order: from which tote, and to where more of the same stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from server.catalog.said import said
from server.catalog.tables import Barcode, Item
from server.db import total
from server.door import Reading
from server.orders.find import order_by_number
from server.orders.tables import OrderLine
from server.outbound.wire.put_back import PutBackStop, PutBackView
from server.places.tables import Location
from server.places.wire import LocationStatus
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    Balance,
    Container,
    Lot,
    Reservation,
    ReservationState,
)
from server.stock.wire import Status

OPEN = (LocationStatus.OPEN, LocationStatus.BLOCKED_OUT)


def to_put_back(reading: Reading, order: str) -> PutBackView:
    """Tote by tote; nothing when all of it stands on shelves. 404 `not_found`."""
    row = order_by_number(reading.session, order)
    line, quantity = OrderLine, total(Reservation.quantity)
    found = reading.session.execute(
        sa.select(
            line.id.label("line"),
            line.to_put_back,
            Container.code,
            Item,
            Balance.lot,
            Lot.code.label("lot_code"),
            quantity.label("there"),
        )
        .select_from(Reservation)
        .join(line, line.id == Reservation.order_line)
        .join(Balance, Balance.id == Reservation.balance)
        .join(Container, Container.id == Balance.container)
        .join(Item, Item.id == Balance.item)
        .join(Lot, Lot.id == Balance.lot)
        .join(Location, Location.id == Balance.location)
        .where(
            line.order == row.id,
            line.to_put_back > 0,
            Reservation.state == ReservationState.OPEN,
            ~Location.pickable,
            Location.warehouse == reading.warehouse,
        )
        .group_by(line.id, line.to_put_back, Container.code, Item.id, Balance.lot, Lot.code)
        .order_by(Container.code, line.number, Lot.code)
    )
    stops = [_stop(reading, one, part) for one, part in _shares(found)]
    return PutBackView(order=row.number, stops=stops)


def _shares(rows: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """How much of each: a line that owes less than its totes hold keeps the rest in the last."""
    taken: Counter[int] = Counter()
    for row in rows:
        part = min(row.there, row.to_put_back - taken[row.line])
        taken[row.line] += part
        if part:
            yield row, part


def _stop(reading: Reading, row: Any, quantity: int) -> PutBackStop:
    item: Item = row.Item
    codes = reading.session.scalars(sa.select(Barcode.text).where(Barcode.item == item.id))
    return PutBackStop(
        tote=row.code,
        sku=item.sku,
        name=said(reading.session, item),
        tracking=item.tracking.value,
        barcodes=[item.sku, *codes],
        lot=row.lot_code if row.lot != NO_LOT else None,
        quantity=quantity,
        location=_shelf(reading, item, row.lot),
    )


def _shelf(reading: Reading, item: Item, lot: int) -> str | None:
    """An open shelf where the same item and lot stands loose, the first on the walk."""
    return reading.session.scalar(
        sa.select(Location.code)
        .join(Balance, Balance.location == Location.id)
        .where(
            Location.warehouse == reading.warehouse,
            Location.pickable,
            Location.status.in_(OPEN),
            Balance.item == item.id,
            Balance.lot == lot,
            Balance.container == NO_CONTAINER,
            Balance.status == Status.AVAILABLE,
            Balance.on_hand > 0,
        )
        .order_by(Location.sequence, Location.code)
        .limit(1)
    )
