"""What the packer sees: a scanned tote or order, what is to be packed of it, or where it waits."""

import sqlalchemy as sa

from server.catalog.said import said
from server.catalog.tables import Barcode, Item
from server.door import Reading
from server.errors import not_found
from server.orders.addresses import address_of
from server.orders.find import lines_of
from server.orders.tables import OrderLine, SalesOrder
from server.orders.wire import OrderState
from server.places.tables import Location
from server.shipping.picked import picked
from server.shipping.wire import PackChoice, PackLine, PackView
from server.stock.tables import Balance, Container, Reservation, ReservationState
from server.words import counted


def to_pack(reading: Reading, code: str) -> PackChoice:
    """The orders that a tote holds, or the order of that number; 404 `not_found`."""
    orders = _orders(reading, code)
    if not orders:
        raise not_found("tote with picked goods, or order,", code)
    return PackChoice(code=code, orders=[_view(reading, order) for order in orders])


def _orders(reading: Reading, code: str) -> list[SalesOrder]:
    warehouse = reading.scope.id if reading.scope else None
    in_tote = (
        sa.select(OrderLine.order)
        .join(Reservation, Reservation.order_line == OrderLine.id)
        .join(Balance, Balance.id == Reservation.balance)
        .join(Container, Container.id == Balance.container)
        .where(Container.code == code, Reservation.state == ReservationState.OPEN)
    )
    query = (
        sa.select(SalesOrder)
        .where(
            SalesOrder.warehouse == warehouse,
            sa.or_(SalesOrder.number == code, SalesOrder.id.in_(in_tote)),
        )
        .order_by(SalesOrder.ship_by, SalesOrder.id)
    )
    return list(reading.session.scalars(query))


def _view(reading: Reading, order: SalesOrder) -> PackView:
    lines = lines_of(reading.session, order.id)
    rows = picked(reading.session, (line.id for line in lines))
    totes = sorted({row.tote for row in rows})
    lots = {
        line.id: sorted({r.lot_code for r in rows if r.order_line == line.id}) for line in lines
    }
    return PackView(
        order=order.number,
        version=order.version,
        ship_to=address_of(order),
        service=order.service,
        gift_note=order.gift_note,
        totes=totes,
        wait=_wait(reading, lines, {row.place for row in rows}),
        cancelled=order.state is OrderState.CANCELLED,
        lines=[_line(reading, line, lots[line.id]) for line in lines],
    )


def _line(reading: Reading, line: OrderLine, lots: list[str]) -> PackLine:
    item = reading.session.get_one(Item, line.item)
    barcodes = reading.session.scalars(sa.select(Barcode.text).where(Barcode.item == item.id))
    return PackLine(
        line=line.number,
        sku=item.sku,
        name=said(reading.session, item),
        tracking=item.tracking.value,
        barcodes=[item.sku, *barcodes],
        to_pack=max(line.picked - line.packed - line.to_put_back, 0),
        packed=line.packed,
        still_to_pick=max(line.ordered - line.cancelled + line.to_put_back - line.picked, 0),
        lots=[lot for lot in lots if lot != "-"],
    )


def _wait(reading: Reading, lines: list[OrderLine], places: set[str]) -> str:
    """Which shelves the rest of the order is still to be picked from; empty when all is here."""
    query = (
        sa.select(Location.code, sa.func.sum(Reservation.quantity))
        .join(Balance, Balance.id == Reservation.balance)
        .join(Location, Location.id == Balance.location)
        .where(
            Reservation.order_line.in_([line.id for line in lines]),
            Reservation.state == ReservationState.OPEN,
            Location.pickable,
        )
        .group_by(Location.code)
        .order_by(Location.code)
    )
    open_picks = reading.session.execute(query).all()
    if not open_picks:
        return ""
    units = sum(int(row[1]) for row in open_picks)
    at = ", ".join(row[0] for row in open_picks[:3])
    here = f"Leave the tote at {min(places)}: " if places else ""
    are = "is" if units == 1 else "are"
    return f"{here}{counted(units, 'piece')} {are} still to be picked at {at}."[:200]
