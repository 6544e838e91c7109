"""Where the picked goods of an order stand, and out of which promises a carton is filled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.errors import Refusal
from server.orders.tables import OrderLine, OrderLineId
from server.places.tables import Location
from server.shipping.wire import PackedPiece
from server.stock.ledger import serial
from server.stock.moves import Move, Place
from server.stock.tables import (
    Balance,
    Container,
    Lot,
    Reservation,
    ReservationId,
    ReservationState,
    Serial,
    SerialId,
)
from server.stock.wire import ContainerKind, ContainerState

CARRIES_PICKED = (ContainerKind.TOTE, ContainerKind.CART_SLOT, ContainerKind.CARTON)


def picked(lines: Iterable[OrderLineId]) -> sa.Select[*tuple[Any, ...]]:
    """Open promises of these lines whose goods are in totes, cart slots or open cartons."""
    return (
        sa.select(
            Reservation.id.label("reservation"),
            Reservation.order_line,
            Reservation.quantity,
            Reservation.document,
            Balance.id.label("balance"),
            Balance.item,
            Balance.lot,
            Balance.location,
            Balance.container,
            Balance.owner,
            Balance.status,
            Lot.code.label("lot_code"),
            Container.code.label("tote"),
            Location.code.label("place"),
        )
        .join(Balance, Balance.id == Reservation.balance)
        .join(Lot, Lot.id == Balance.lot)
        .join(Container, Container.id == Balance.container)
        .join(Location, Location.id == Balance.location)
        .where(
            Reservation.order_line.in_(list(lines)),
            Reservation.state == ReservationState.OPEN,
            Container.kind.in_(CARRIES_PICKED),
            Container.state != ContainerState.CLOSED,
            Location.pickable.is_(False),
        )
        .order_by(Reservation.id)
    )


@dataclass(frozen=True, slots=True)
class Filling:
    """A move into the carton, and which order line it is for."""

    line: OrderLineId
    move: Move


def fill(
    act: Act,
    line: OrderLine,
    piece: PackedPiece,
    rows: Sequence[Row[*tuple[Any, ...]]],
    left: dict[ReservationId, int],
    target: Place,
) -> Iterator[Filling]:
    """The moves that put a piece's goods into the carton; `left` is what each promise still has.

    Refused: 409 `not_picked` when less of the line stands in its totes, 422 `serials_needed`,
    409 `serial_elsewhere`.
    """
    wanted = piece.quantity
    item = act.session.get_one(Item, line.item)
    numbers = _serials(act, item, piece)
    for row in rows:
        if wanted == 0 or row.order_line != line.id or piece.lot not in {None, row.lot_code}:
            continue
        taken = min(wanted, left[row.reservation])
        if taken == 0:
            continue
        wanted -= taken
        left[row.reservation] -= taken
        for quantity, number in _split(act.session, item, row, taken, numbers):
            yield Filling(
                line.id,
                Move(
                    item=line.item,
                    quantity=quantity,
                    lot=row.lot,
                    serial=number,
                    document=row.document,
                    reservation=row.reservation,
                    source=Place(row.location, row.container, row.owner, row.status),
                    target=target._replace(owner=row.owner, status=row.status),
                ),
            )
    if wanted:
        of = f" of lot {piece.lot}" if piece.lot else ""
        raise Refusal(
            409,
            "not_picked",
            f"Line {piece.line} has {piece.quantity - wanted} of {item.sku}{of} in its totes,"
            f" {piece.quantity} were packed.",
        )


def _serials(act: Act, item: Item, piece: PackedPiece) -> list[SerialId]:
    if item.tracking not in {Tracking.SERIAL, Tracking.SERIAL_OUT}:
        return []
    if len(set(piece.serials)) != piece.quantity:
        raise Refusal(
            422,
            "serials_needed",
            f"{piece.quantity} of {item.sku} need {piece.quantity} serial numbers,"
            f" {len(set(piece.serials))} were scanned.",
        )
    return [serial(act, item.id, code) for code in piece.serials]


def _split(
    session: Session, item: Item, row: Row[*tuple[Any, ...]], taken: int, numbers: list[SerialId]
) -> Iterator[tuple[int, SerialId | None]]:
    """One move a piece where pieces have numbers that stand in the book; else one move."""
    if item.tracking is not Tracking.SERIAL:
        yield taken, None
        return
    here = set(
        session.scalars(
            sa.select(Serial.id).where(Serial.balance == row.balance, Serial.id.in_(numbers))
        )
    )
    if len(here) < taken:
        raise Refusal(
            409,
            "serial_elsewhere",
            f"{taken} of {item.sku} are in {row.tote}, but only {len(here)} of the serial numbers"
            " scanned stand there.",
        )
    for number in [one for one in numbers if one in here][:taken]:
        numbers.remove(number)
        yield 1, number
