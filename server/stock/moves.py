"""What a move is, before it is posted: pure data in the words of the floor."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from server.catalog.tables import ItemId
from server.places.tables import LocationId
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    NO_OWNER,
    Balance,
    ContainerId,
    LotId,
    MoveId,
    OwnerId,
    ReservationId,
    SerialId,
)
from server.stock.wire import Status


class Place(NamedTuple):
    """Where goods stand and as what: one side of a move."""

    location: LocationId
    container: ContainerId = NO_CONTAINER
    owner: OwnerId = NO_OWNER
    status: Status = Status.AVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """`quantity` base units of an item that go from `source` to `target`.

    With `reservation` the goods are those promised to its order line: the promise travels with
    them, is split when only a part goes, and is posted when they leave the building. `document`
    names the line that caused it (`PO1012/3`). `fifo_at` is told only for goods that come in.
    """

    item: ItemId
    quantity: int
    source: Place
    target: Place
    lot: LotId = NO_LOT
    serial: SerialId | None = None
    weight_grams: int | None = None
    document: str = ""
    reverses: MoveId | None = None
    reservation: ReservationId | None = None
    fifo_at: datetime | None = None


class Key(NamedTuple):
    """The key of a balance, in the order in which rows are locked."""

    location: LocationId
    item: ItemId
    lot: LotId
    container: ContainerId
    owner: OwnerId
    status: Status


KEY_COLUMNS = tuple(Balance.__table__.c[name] for name in Key._fields)


def row_at(side: str) -> sa.ColumnElement[bool]:
    """SQL: a balance row is the one whose key is bound under the names of `bound`."""
    return sa.and_(*(column == sa.bindparam(f"{side}_{column.name}") for column in KEY_COLUMNS))


def bound(side: str, key: Key) -> dict[str, Any]:
    """A key as values of `row_at`: `source_location` and so on."""
    return {f"{side}_{name}": value for name, value in key._asdict().items()}


def key_of(move: Move, place: Place) -> Key:
    """The balance that one side of a move touches."""
    return Key(place.location, move.item, move.lot, place.container, place.owner, place.status)


def reversed_of(move: Move, original: MoveId) -> Move:
    """The move that takes `move` back; each can be reversed once (`reverses` is unique)."""
    return replace(move, source=move.target, target=move.source, reverses=original)
