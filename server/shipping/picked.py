"""Where the picked goods of an order stand, and out of which promises a carton is filled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.wire import Tracking
from server.db import core, direct
from server.errors import Refusal
from server.orders.tables import OrderId, OrderLineId
from server.places.tables import Location
from server.shipping.packing import Line
from server.shipping.tables import Carton
from server.shipping.wire import PackedPiece
from server.stock.ledger import serial
from server.stock.moves import Move, Place
from server.stock.read import free
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

Promised = Row[*tuple[Any, ...]]

CARRIES_PICKED = (ContainerKind.TOTE, ContainerKind.CART_SLOT, ContainerKind.CARTON)


_R, _B, _BOX = core(Reservation).c, core(Balance).c, core(Container).c
GOODS = (
    _B.id.label("balance"),
    _B.item,
    _B.lot,
    _B.location,
    _B.container,
    _B.owner,
    _B.status,
)
"""SQL: what a promise is on, and where it stands: all that a move of it needs."""

_PICKED = (
    sa.select(
        _R.id.label("reservation"),
        _R.order_line,
        _R.quantity,
        _R.document,
        *GOODS,
        core(Lot).c.code.label("lot_code"),
        _BOX.code.label("tote"),
        core(Location).c.code.label("place"),
    )
    .join(core(Balance), _B.id == _R.balance)
    .join(core(Lot), core(Lot).c.id == _B.lot)
    .join(core(Container), _BOX.id == _B.container)
    .join(core(Location), core(Location).c.id == _B.location)
    .where(
        _R.order_line.in_(sa.bindparam("lines", expanding=True)),
        _R.state == ReservationState.OPEN,
        _BOX.kind.in_(CARRIES_PICKED),
        _BOX.state != ContainerState.CLOSED,
        core(Location).c.pickable.is_(False),
    )
    .order_by(_R.id)
)
_NEXT = sa.select(sa.func.count() + 1).where(core(Carton).c.order == sa.bindparam("of"))
_TO_PACK = _PICKED.add_columns(
    (~free()).label("held"), _NEXT.scalar_subquery().label("carton_number")
).with_for_update(of=core(Reservation))
_TO_PACK_FROM = _TO_PACK.where(_BOX.code.in_(sa.bindparam("totes", expanding=True)))


def picked(session: Session, lines: Iterable[OrderLineId]) -> Sequence[Promised]:
    """Open promises of these lines whose goods are in totes, cart slots or open cartons."""
    return direct(session, _PICKED, {"lines": [*lines]}).all()


def to_pack(
    session: Session, order: OrderId, lines: Iterable[OrderLineId], totes: Sequence[str]
) -> Sequence[Promised]:
    """The same of a locked order, locked; only what is in these totes where any are named.

    Each row tells as well whether its goods are held, and the number of the order's next carton.
    """
    asked = {"of": order, "lines": [*lines]}
    if totes:
        return direct(session, _TO_PACK_FROM, asked | {"totes": totes}).all()
    return direct(session, _TO_PACK, asked).all()


@dataclass(frozen=True, slots=True)
class Filling:
    """A move into the carton, which order line it is for, and the code of its lot."""

    line: Line
    lot: str
    move: Move


def fill(
    act: Act,
    line: Line,
    piece: PackedPiece,
    rows: Sequence[Promised],
    left: dict[ReservationId, int],
    target: Place,
) -> Iterator[Filling]:
    """The moves that put a piece's goods into the carton; `left` is what each promise still has.

    Refused: 409 `not_picked` when less of the line stands in its totes, 422 `serials_needed`,
    409 `serial_elsewhere`.
    """
    wanted = piece.quantity
    numbers = _serials(act, line, piece)
    for row in rows:
        if wanted == 0 or row.order_line != line.id or piece.lot not in {None, row.lot_code}:
            continue
        taken = min(wanted, left[row.reservation])
        if taken == 0:
            continue
        wanted -= taken
        left[row.reservation] -= taken
        for quantity, number in _split(act.session, line, row, taken, numbers):
            yield Filling(line, row.lot_code, _move(row, quantity, number, target))
    if wanted:
        of = f" of lot {piece.lot}" if piece.lot else ""
        raise Refusal(
            409,
            "not_picked",
            f"Line {piece.line} has {piece.quantity - wanted} of {line.sku}{of} in its totes,"
            f" {piece.quantity} were packed.",
        )


def _move(row: Promised, quantity: int, number: SerialId | None, target: Place) -> Move:
    return Move(
        item=row.item,
        quantity=quantity,
        lot=row.lot,
        serial=number,
        document=row.document,
        reservation=row.reservation,
        source=Place(row.location, row.container, row.owner, row.status),
        target=target._replace(owner=row.owner, status=row.status),
    )


def _serials(act: Act, line: Line, piece: PackedPiece) -> list[SerialId]:
    if line.tracking not in {Tracking.SERIAL, Tracking.SERIAL_OUT}:
        return []
    if len(set(piece.serials)) != piece.quantity:
        raise Refusal(
            422,
            "serials_needed",
            f"{piece.quantity} of {line.sku} need {piece.quantity} serial numbers,"
            f" {len(set(piece.serials))} were scanned.",
        )
    return [serial(act, line.item, code) for code in piece.serials]


def _split(
    session: Session, line: Line, row: Promised, taken: int, numbers: list[SerialId]
) -> Iterator[tuple[int, SerialId | None]]:
    """One move a piece where pieces have numbers that stand in the book; else one move."""
    if line.tracking is not Tracking.SERIAL:
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
            f"{taken} of {line.sku} are in {row.tote}, but only {len(here)} of the serial numbers"
            " scanned stand there.",
        )
    for number in [one for one in numbers if one in here][:taken]:
        numbers.remove(number)
        yield 1, number
