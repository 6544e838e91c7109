"""Another lot was read than was asked for: where it fits as well, the promises swap."""

from datetime import date, timedelta

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal
from server.orders.tables import Customer, OrderId, OrderLine, OrderLineId, SalesOrder
from server.outbound.asked import Asked, promises
from server.outbound.candidates import today
from server.outbound.choose import Demand, fits
from server.outbound.relist import relist
from server.stock.in_flight import bring
from server.stock.lots import lot_by_code
from server.stock.read import free
from server.stock.reserve import release, reserve
from server.stock.tables import (
    NO_CONTAINER,
    Balance,
    BalanceId,
    Lot,
    LotId,
    Reservation,
    ReservationState,
)

TOLERANCE = timedelta(days=30)
"""How much later than the asked lot the read one may expire (first expired, first out)."""


def swapped(act: Act, found: Asked, read: str | None, quantity: int) -> str:
    """Moves the line's promise to the lot that was read, and answers a sentence for the worker.

    Whoever had that lot promised gets the asked one in its stead, if that meets their demand. Goods
    of it whose put-away is not confirmed yet stand there: physical fact beats plan.
    Refused: 409 `expired`, `short_life`, or `wrong_lot` where demand, tolerance or quantity do not
    allow it.
    """
    if read is None or read == found.row.lot_code:
        return ""
    other = _standing(act, found, read)
    lacking = quantity - (other.on_hand - other.reserved if other else 0)
    if lacking > 0 and _brought(act, found, read, lacking):
        other = _standing(act, found, read)
    if other is None or other.on_hand < quantity:
        there = other.on_hand if other else 0
        raise _wrong(found, read, f"{there} of it stand there")
    _require_fit(act, found, read, other.expires_on)
    document, due_at, left = found.document, found.promises[0].due_at, quantity
    for one in found.promises:
        if left:
            part = min(left, one.promised)
            left -= release(act, one.promise, quantity=part, reason="lot swapped")
    touched = _make_room(act, found, other.id, quantity - (other.on_hand - other.reserved))
    balance = BalanceId(other.id)
    mine = reserve(
        act,
        order_line=found.line.order_line,
        document=document,
        due_at=due_at,
        balance=balance,
        quantity=quantity,
    )
    if mine is None:
        raise _wrong(found, read, "it is promised to orders that cannot take the other")
    relist(act, touched)
    found.lot = LotId(other.lot)
    found.promises = promises(act, found.line.order_line, balance)
    return f"Lot {read} instead of {found.row.lot_code}: the promise was moved."


def _standing(act: Act, found: Asked, read: str) -> sa.Row[*tuple[object, ...]] | None:
    """The same goods of the read lot in the same place, held by nothing."""
    source = found.source
    return act.session.execute(
        sa.select(Balance.id, Balance.lot, Balance.on_hand, Balance.reserved, Lot.expires_on)
        .join(Lot, Lot.id == Balance.lot)
        .where(
            Balance.location == source.location,
            Balance.item == found.line.item,
            Balance.lot == lot_by_code(act, found.line.item, read),
            Balance.container == source.container,
            Balance.owner == source.owner,
            Balance.status == source.status,
            free(),
        )
        .with_for_update(of=Balance)
    ).one_or_none()


def _brought(act: Act, found: Asked, read: str, quantity: int) -> int:
    """What of the read lot is on its way there was put there already: a hand holds it."""
    if found.source.container != NO_CONTAINER:
        return 0
    item = found.line.item
    return bring(act, found.line.location, item, quantity, lot=lot_by_code(act, item, read))


def _require_fit(act: Act, found: Asked, read: str, expires_on: date | None) -> None:
    demand = demand_of(act, found.line.order_line, expires=found.row.expires)
    if demand.lot not in {None, read}:
        raise _wrong(found, read, f"{found.document} demands lot {demand.lot}")
    _require_days(found, read, expires_on, demand)
    first = found.row.expires_on
    if found.row.expires and first and (expires_on is None or expires_on > first + TOLERANCE):
        raise _wrong(found, read, f"that expires on {first} and has to go first")


def require_life(act: Act, found: Asked) -> None:
    """What is asked for lasts as long as its customer and item demand; only asked of what expires.

    Refused: 409 `expired`, 409 `short_life`.
    """
    demand = demand_of(act, found.line.order_line, expires=True)
    _require_days(found, found.row.lot_code, found.row.expires_on, demand)


def _require_days(found: Asked, lot: str, expires_on: date | None, demand: Demand) -> None:
    if not demand.expires or expires_on is None:
        return
    goods = f"Lot {lot} of {found.row.sku} in {found.row.place}"
    if expires_on < demand.today:
        raise Refusal(
            409, "expired", f"{goods} expired on {expires_on}: it must not go out."
            " Scan another lot, or tell the line short as out of reach.",
        )  # fmt: skip
    needed = demand.today + timedelta(days=demand.minimum_days)
    if expires_on < needed:
        raise Refusal(
            409, "short_life", f"{goods} expires on {expires_on}; for {found.document} it must last"
            f" until {needed} at least. Scan another lot, or tell the line short as out of reach.",
        )  # fmt: skip


def demand_of(act: Act, line: OrderLineId, *, expires: bool) -> Demand:
    """What goods for an order line must meet."""
    row = act.session.execute(
        sa.select(
            OrderLine.lot,
            OrderLine.minimum_days,
            Customer.minimum_days.label("customer"),
            Item.minimum_days_shipment,
        )
        .join(Item, Item.id == OrderLine.item)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .outerjoin(Customer, Customer.id == SalesOrder.customer)
        .where(OrderLine.id == line)
    ).one()
    return Demand(
        need=0,
        expires=expires,
        today=today(act.session, act.warehouse, act.now),
        lot=row.lot,
        minimum_days=max(row.minimum_days or 0, row.customer or 0, row.minimum_days_shipment or 0),
    )


def _make_room(act: Act, found: Asked, read: int, needed: int) -> set[OrderId]:
    """Others' promises on the read lot go over to the asked one; answers whose they were."""
    touched: set[OrderId] = set()
    rows = act.session.execute(
        sa.select(Reservation, OrderLine.order)
        .join(OrderLine, OrderLine.id == Reservation.order_line)
        .where(
            Reservation.balance == read,
            Reservation.state == ReservationState.OPEN,
            Reservation.order_line != found.line.order_line,
        )
        .order_by(Reservation.due_at.desc(), Reservation.id.desc())
    ).all()
    for theirs, order in rows:
        demand = demand_of(act, OrderLineId(theirs.order_line), expires=found.row.expires)
        if needed <= 0 or not fits(found.row.lot_code, found.row.expires_on, demand):
            continue
        part = release(act, theirs.id, quantity=min(theirs.quantity, needed), reason="lot swapped")
        reserve(
            act,
            order_line=theirs.order_line,
            document=theirs.document,
            due_at=theirs.due_at,
            balance=found.line.balance,
            quantity=part,
        )
        needed -= part
        touched.add(order)
    return touched


def _wrong(found: Asked, read: str, because: str) -> Refusal:
    return Refusal(
        409,
        "wrong_lot",
        f"Lot {read} was read in {found.row.place}, {found.row.lot_code} is asked for: {because}."
        f" Take lot {found.row.lot_code}, or tell the line short as out of reach.",
    )
