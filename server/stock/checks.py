"""What the ledger asks before it posts, and how it says no."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.tables import Item, ItemId
from server.db import direct
from server.errors import Refusal
from server.places.tables import Location, LocationId
from server.places.wire import LocationType
from server.stock.blind import hidden_from
from server.stock.excess import ruled
from server.stock.moves import KEY_COLUMNS, Key, Move
from server.stock.tables import (
    NO_LOT,
    Balance,
    Container,
    ContainerId,
    Lot,
    LotId,
    Serial,
    SerialId,
)

_TYPES = sa.select(Location.id, Location.type, ruled().label("ruled")).where(
    Location.warehouse == sa.bindparam("of_warehouse"),
    Location.id.in_(sa.bindparam("wanted", expanding=True)),
)
_LOT_ITEMS = sa.select(Lot.id, Lot.item).where(Lot.id.in_(sa.bindparam("wanted", expanding=True)))


class Touched(NamedTuple):
    """The virtual ones among the moves' locations, and those whose rules limit what comes in."""

    virtual: set[LocationId]
    ruled: set[LocationId]


def touched(act: Act, moves: Sequence[Move]) -> Touched:
    """What kind of places the moves are about; all must be of the act's warehouse."""
    wanted = {place.location for move in moves for place in (move.source, move.target)}
    asked = {"of_warehouse": act.warehouse, "wanted": sorted(wanted)}
    rows = direct(act.session, _TYPES, asked).all()
    if len(rows) != len(wanted):
        raise Refusal(404, "not_found", "A location of this move is not in this warehouse.")
    targets = {move.target.location for move in moves}
    return Touched(
        {row.id for row in rows if row.type == LocationType.VIRTUAL},
        {row.id for row in rows if row.ruled and row.id in targets},
    )


def lots_belong(session: Session, moves: Iterable[Move]) -> None:
    wanted = {(move.lot, move.item) for move in moves if move.lot != NO_LOT}
    if not wanted:
        return
    lots = {"wanted": sorted({lot for lot, _ in wanted})}
    owners = {row.id: row.item for row in direct(session, _LOT_ITEMS, lots)}
    for lot, item in wanted:
        if owners.get(lot) != item:
            raise _wrong_lot(session, lot, item)


def _wrong_lot(session: Session, lot: LotId, item: ItemId) -> Refusal:
    code = session.scalar(sa.select(Lot.code).where(Lot.id == lot))
    sku = session.scalar(sa.select(Item.sku).where(Item.id == item))
    return Refusal(
        422, "wrong_lot", f"Lot {code} is not a lot of {sku}: scan the lot on the goods again."
    )


def not_enough(act: Act, quantity: int, key: Key) -> Refusal:
    """409, with both values; without the book's to whoever is counting the place."""
    session = act.session
    found = session.execute(
        sa.select(Balance.on_hand, Balance.reserved).where(
            sa.and_(*(column == value for column, value in zip(KEY_COLUMNS, key, strict=True)))
        )
    ).one_or_none()
    where = session.scalar(sa.select(Location.code).where(Location.id == key.location))
    sku = session.scalar(sa.select(Item.sku).where(Item.id == key.item))
    on_hand, reserved = (found.on_hand, found.reserved) if found else (0, 0)
    holds = f"{on_hand} of {sku}" + (f" and {reserved} of them are reserved" if reserved else "")
    if key.location in hidden_from(session, act.who.name):
        holds = f"not so many of {sku} that are free"
    return Refusal(409, "not_enough", f"Location {where} holds {holds}, {quantity} were asked for.")


def serial_elsewhere(session: Session, serial: SerialId | None) -> Refusal:
    """409: names the piece, and where the book has it."""
    row = session.execute(
        sa.select(Serial.code, Location.code.label("place"))
        .outerjoin(Balance, Balance.id == Serial.balance)
        .outerjoin(Location, Location.id == Balance.location)
        .where(Serial.id == serial)
    ).one()
    where = f"stands in {row.place}" if row.place else "is not in the building"
    return Refusal(
        409,
        "serial_elsewhere",
        f"Serial number {row.code} {where} by the book, not where it was taken from. Scan it"
        " again; if it is right, have both places counted.",
    )


def container_elsewhere(session: Session, container: ContainerId) -> Refusal:
    """409: names the container and where it stands."""
    row = session.execute(
        sa.select(Container.code, Location.code.label("place"))
        .outerjoin(Location, Location.id == Container.location)
        .where(Container.id == container)
    ).one()
    return Refusal(
        409,
        "container_elsewhere",
        f"Container {row.code} stands in {row.place} with goods in it: move it here first, or take"
        " another.",
    )
