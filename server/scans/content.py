"""What stands in what was scanned, and who waits for it, in a line for whoever moves it."""

import sqlalchemy as sa

from server.catalog.find import cost_on, item_by_sku
from server.catalog.tables import Item
from server.door import Reading
from server.identity.wire.people import Right
from server.places.tables import Location
from server.places.wire import LocationType
from server.scans.find import warehouse_of
from server.scans.wire import Candidate, ScanKind
from server.stock.blind import hidden_from
from server.stock.move_container import tree
from server.stock.tables import (
    NO_CONTAINER,
    Balance,
    Container,
    Reservation,
    ReservationState,
)
from server.stock.wire import Status

SHOWN, KNOWN, MOST_WAITING = 3, 9, 50
_LOOSE = Balance.container == NO_CONTAINER
HELD = {ScanKind.LPN, ScanKind.TOTE, ScanKind.SLOT}


def with_content(reading: Reading, one: Candidate) -> Candidate:
    """`one` with values `content` and `waits`, and for each item of it `stands/<sku>`, the base
    units that are free, `holds/<sku>`, those that are fit, `waits/<sku>`, who is promised of them;
    for who may adjust `cost/<sku>`, minor units for so many base units in a currency.

    Of a place those are loose ones. Of an item: `lies`, its place, where all that is loose and
    fit stands in one. Nothing of what the caller counts.
    """
    values: dict[str, str] = {}
    if one.kind in HELD:
        held = reading.session.scalar(sa.select(Container.id).where(Container.code == one.code))
        inside = tree(reading.session, held) if held else []
        values = _told(reading, Balance.container.in_(inside), loose=False)
    elif one.kind is ScanKind.LOCATION:
        values = _told(reading, _at(reading, one.code), loose=True)
    elif one.kind is ScanKind.ITEM:
        values = _lies(reading, one.code)
    if not values:
        return one
    return Candidate(
        kind=one.kind,
        code=one.code,
        words=one.words,
        evidence=one.evidence,
        values=one.values | values,
    )


def _at(reading: Reading, code: str) -> sa.ColumnElement[bool]:
    place = sa.select(Location.id).where(
        Location.warehouse == warehouse_of(reading), Location.code == code
    )
    return Balance.location == place.scalar_subquery()


def _told(reading: Reading, there: sa.ColumnElement[bool], *, loose: bool) -> dict[str, str]:
    is_fit = sa.and_(Balance.status == Status.AVAILABLE, _LOOSE if loose else sa.true())
    fit = sa.case((is_fit, Balance.on_hand), else_=0)
    free = sa.case((is_fit, Balance.on_hand - Balance.reserved), else_=0)
    query = (
        sa.select(
            Item.sku,
            sa.func.sum(Balance.on_hand).label("on_hand"),
            sa.func.sum(fit).label("fit"),
            sa.func.sum(free).label("free"),
        )
        .join(Item, Item.id == Balance.item)
        .where(there, Balance.on_hand > 0, ~_unseen(reading))
        .group_by(Item.sku)
        .order_by(sa.desc("on_hand"), Item.sku)
        .limit(KNOWN)
    )
    rows = reading.session.execute(query).all()
    if not rows:
        return {}
    more = ", ..." if len(rows) > SHOWN else ""
    content = ", ".join(f"{row.on_hand} {row.sku}" for row in rows[:SHOWN]) + more
    stands = {f"stands/{row.sku}": str(row.free) for row in rows if row.free}
    holds = {f"holds/{row.sku}": str(row.fit) for row in rows if row.fit}
    costs = _costs(reading, [row.sku for row in rows])
    return {"content": content, **_waits(reading, there), **stands, **holds, **costs}


def _costs(reading: Reading, skus: list[str]) -> dict[str, str]:
    """`1250/1/EUR` of each item whose cost anybody has said."""
    if not reading.who.may(Right.ADJUST):
        return {}
    items = [item_by_sku(reading.session, sku) for sku in skus]
    found = [(item, cost_on(reading.session, item.id, reading.now.date())) for item in items]
    return {
        f"cost/{item.sku}": f"{cost.amount}/{cost.per}/{cost.currency}"
        for item, cost in found
        if cost is not None
    }


def _waits(reading: Reading, there: sa.ColumnElement[bool]) -> dict[str, str]:
    """`12 SO1001/2, 8 SO1003/1`: the first that are promised something of all, and of each item."""
    query = (
        sa.select(Reservation.document, Reservation.quantity, Item.sku)
        .join(Balance, Balance.id == Reservation.balance)
        .join(Item, Item.id == Balance.item)
        .where(there, Reservation.state == ReservationState.OPEN, ~_unseen(reading))
        .order_by(Reservation.due_at, Reservation.id)
        .limit(MOST_WAITING)
    )
    found = [(row.sku, f"{row.quantity} {row.document}") for row in reading.session.execute(query)]
    if not found:
        return {}
    each = {sku: [words for of, words in found if of == sku] for sku, _ in found[:KNOWN]}
    all_of_it = {"waits": _first([words for _, words in found])}
    return all_of_it | {f"waits/{sku}": _first(words) for sku, words in each.items()}


def _first(words: list[str]) -> str:
    return ", ".join([*words[:SHOWN], *(["..."] if len(words) > SHOWN else [])])[:200]


def _lies(reading: Reading, sku: str) -> dict[str, str]:
    query = (
        sa.select(Location.code, sa.func.sum(Balance.on_hand - Balance.reserved).label("free"))
        .join(Location, Location.id == Balance.location)
        .join(Item, Item.id == Balance.item)
        .where(
            Item.sku == sku,
            Balance.warehouse == warehouse_of(reading),
            Location.type != LocationType.VIRTUAL,
            _LOOSE,
            Balance.status == Status.AVAILABLE,
            Balance.on_hand > 0,
            ~_unseen(reading),
        )
        .group_by(Location.code)
        .limit(2)
    )
    rows = reading.session.execute(query).all()
    if len(rows) != 1:
        return {}
    return {"lies": rows[0].code, f"stands/{sku}": str(rows[0].free)}


def _unseen(reading: Reading) -> sa.ColumnElement[bool]:
    """What the caller counts, which is told nowhere."""
    return Balance.location.in_(hidden_from(reading.session, reading.who.name))
