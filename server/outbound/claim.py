"""More at hand than the book promises: what was put there unconfirmed, or freed, is the line's."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.catalog.wire import Tracking
from server.orders.tables import OrderId
from server.outbound.allocate import hold_orders
from server.outbound.asked import Asked, promises
from server.outbound.candidates import lacks
from server.outbound.wire.lists import LineState
from server.stock.in_flight import bring
from server.stock.reserve import reserve
from server.stock.tables import NO_CONTAINER, Balance, BalanceId, Serial


def claim(act: Act, found: Asked, quantity: int, serials: Sequence[str]) -> None:
    """Promises free goods of the place to the line, up to `quantity` and to what its order lacks.

    Goods on their way there are posted there first: their put-away is not confirmed yet, but a
    hand has found them. Nothing is refused; without such goods nothing changes.
    """
    lacking = min(quantity, found.left) - found.promised
    if lacking <= 0 or found.line.state is not LineState.OPEN or not found.row.free:
        return
    bring_there(act, found, lacking, serials)
    order, balance = OrderId(found.row.order_id), BalanceId(found.line.balance)
    hold_orders(act.session, [order])
    for lack in lacks(act.session, act.warehouse, act.now, [order]):
        part = min(lacking, lack.demand.need, _free(act, balance))
        if lack.line == found.line.order_line and part > 0:
            reserve(
                act,
                order_line=lack.line,
                document=lack.document,
                due_at=lack.ship_by,
                balance=balance,
                quantity=part,
            )
            found.promises = promises(act, lack.line, balance)


def bring_there(act: Act, found: Asked, quantity: int, serials: Sequence[str]) -> None:
    """Posts goods that are on their way to the line's place, of its lot, loose as they are put.

    Of an item kept by serial number the scanned pieces that the book has elsewhere.
    """
    if found.source.container != NO_CONTAINER or quantity <= 0:
        return
    pieces: Sequence[str] = ()
    if found.row.tracking is Tracking.SERIAL:
        pieces = _elsewhere(act, found, serials)
        quantity = len(pieces)
    if quantity:
        place, item = found.line.location, found.line.item
        bring(act, place, item, quantity, lot=found.line.lot, serials=pieces)


def _elsewhere(act: Act, found: Asked, serials: Sequence[str]) -> Sequence[str]:
    return act.session.scalars(
        sa.select(Serial.code).where(
            Serial.item == found.line.item,
            Serial.code.in_(serials),
            Serial.balance != found.line.balance,
        )
    ).all()


def _free(act: Act, balance: BalanceId) -> int:
    query = sa.select(Balance.on_hand - Balance.reserved).where(Balance.id == balance)
    return act.session.execute(query).scalar_one()
