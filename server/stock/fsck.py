"""Checks of stock: the book equals the sum of its moves, row for row (I-01 to I-06, I-09)."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.places.tables import Location
from server.places.wire import LocationType
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    Balance,
    Container,
    Lot,
    MoveRow,
    Reservation,
    ReservationState,
    Serial,
)

_KEY = ("location", "item", "lot", "container", "owner", "status")
Sum = sa.Select[Any]


def _side(side: str, sign: int) -> Sum:
    """One side of every move at a physical place, signed."""
    move, place = MoveRow.__table__.c, Location.__table__
    column = {name: move[f"{side}_{name}"] for name in ("location", "container", "owner", "status")}
    return (
        sa.select(
            column["location"].label("location"),
            move.item.label("item"),
            move.lot.label("lot"),
            column["container"].label("container"),
            column["owner"].label("owner"),
            sa.cast(column["status"], sa.String).label("status"),
            (sign * move.quantity).label("quantity"),
            (sign * sa.func.coalesce(move.weight_grams, 0)).label("grams"),
        )
        .join(place, place.c.id == column["location"])
        .where(place.c.type != LocationType.VIRTUAL)
    )


def _book() -> Sum:
    row = Balance.__table__.c
    names = [row[name].label(name) for name in _KEY[:-1]]
    status = sa.cast(row.status, sa.String).label("status")
    return sa.select(
        *names, status, (-row.on_hand).label("quantity"), (-row.weight_grams).label("grams")
    )


def fold(session: Session) -> Iterator[str]:
    """I-03: every balance is the fold of its moves."""
    lines = sa.union_all(_side("target", 1), _side("source", -1), _book()).subquery()
    off, grams = sa.func.sum(lines.c.quantity), sa.func.sum(lines.c.grams)
    key = [lines.c[name] for name in _KEY]
    for row in session.execute(
        sa.select(*key, off, grams).group_by(*key).having(sa.or_(off != 0, grams != 0))
    ):
        yield (
            f"Location {row[0]}, item {row[1]}, lot {row[2]}, container {row[3]}, owner {row[4]},"
            f" {row[5]}: the moves say {row[6]} more than the book, {row[7]} g more."
        )


def conserved(session: Session) -> Iterator[str]:
    """I-01: per item and lot, what stands in the building came in and has not left."""
    lines = sa.union_all(_side("target", 1), _side("source", -1), _book()).subquery()
    off = sa.func.sum(lines.c.quantity)
    key = (lines.c.item, lines.c.lot)
    for row in session.execute(sa.select(*key, off).group_by(*key).having(off != 0)):
        yield f"Item {row[0]}, lot {row[1]}: {row[2]} units are not accounted for."


def reserved(session: Session) -> Iterator[str]:
    """I-03: reserved is the sum of open reservations."""
    promised = (
        sa.select(sa.func.coalesce(sa.func.sum(Reservation.quantity), 0))
        .where(Reservation.balance == Balance.id, Reservation.state == ReservationState.OPEN)
        .scalar_subquery()
    )
    query = sa.select(Balance.id, Balance.reserved, promised).where(Balance.reserved != promised)
    for row in session.execute(query):
        yield f"Balance {row[0]} says {row[1]} are reserved, its reservations say {row[2]}."


def bounds(session: Session) -> Iterator[str]:
    """I-04: nothing negative, never more reserved than there is; what is gone weighs nothing."""
    query = sa.select(Balance.id, Balance.on_hand, Balance.reserved, Balance.weight_grams).where(
        sa.or_(
            Balance.on_hand < 0,
            Balance.reserved < 0,
            Balance.reserved > Balance.on_hand,
            Balance.weight_grams < 0,
            sa.and_(Balance.on_hand == 0, Balance.weight_grams != 0),
        )
    )
    for row in session.execute(query):
        yield f"Balance {row[0]} holds {row[1]} of {row[3]} g, {row[2]} of them reserved."


def one_row(session: Session) -> Iterator[str]:
    """I-05: one balance per key."""
    key = [Balance.__table__.c[name] for name in _KEY]
    for row in session.execute(sa.select(*key).group_by(*key).having(sa.func.count() > 1)):
        yield f"More than one balance stands for {tuple(row)}."


def serials(session: Session) -> Iterator[str]:
    """I-06: as many serials stand at a row as it holds, for items tracked by serial."""
    counted = (
        sa.select(sa.func.count())
        .where(Serial.balance == Balance.id)
        .correlate(Balance)
        .scalar_subquery()
    )
    query = (
        sa.select(Balance.id, Balance.on_hand, counted)
        .join(Item, Item.id == Balance.item)
        .where(Item.tracking == Tracking.SERIAL, Balance.on_hand != counted)
    )
    for row in session.execute(query):
        yield f"Balance {row[0]} holds {row[1]} pieces and {row[2]} serial numbers."


def identities(session: Session) -> Iterator[str]:
    """I-02: lots belong to their item, containers stand where their goods stand."""
    lots = (
        sa.select(Balance.id)
        .join(Lot, Lot.id == Balance.lot)
        .where(Balance.lot != NO_LOT, Lot.item != Balance.item)
    )
    for balance in session.scalars(lots):
        yield f"Balance {balance} holds a lot of another item."
    elsewhere = (
        sa.select(Balance.id, Container.code)
        .join(Container, Container.id == Balance.container)
        .where(
            Balance.container != NO_CONTAINER,
            Balance.on_hand > 0,
            sa.or_(Container.location.is_(None), Container.location != Balance.location),
        )
    )
    for row in session.execute(elsewhere):
        yield f"Container {row.code} does not stand where balance {row.id} says."


CHECKS = [
    ("I-01", conserved),
    ("I-02", identities),
    ("I-03", fold),
    ("I-03", reserved),
    ("I-04", bounds),
    ("I-05", one_row),
    ("I-06", serials),
]
