"""The ledger: the only writer of stock. What happened is a move, what stands is their fold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.levels import mark_used
from server.catalog.tables import ItemId
from server.db import core, direct, insert_once
from server.errors import Refusal
from server.places.tables import LocationId
from server.stock.checks import lots_belong, not_enough, touched
from server.stock.excess import held_places, note_excess
from server.stock.moves import KEY_COLUMNS, Key, Move, Place, key_of
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    Balance,
    BalanceId,
    Container,
    LotId,
    MoveId,
    MoveRow,
    Reservation,
    ReservationState,
    Serial,
    SerialId,
)
from server.stock.wire import Origin

_MATCHES = sa.and_(*(column == sa.bindparam(f"k_{column.name}") for column in KEY_COLUMNS))

_B, _R = core(Balance).c, core(Reservation).c
_TAKE = (
    sa.update(core(Balance))
    .where(
        _MATCHES,
        _B.on_hand - _B.reserved >= sa.bindparam("free"),
        _B.reserved >= sa.bindparam("promised"),
    )
    .values(
        on_hand=_B.on_hand - (sa.bindparam("free") + sa.bindparam("promised")),
        reserved=_B.reserved - sa.bindparam("promised"),
        weight_grams=_B.weight_grams - sa.bindparam("grams"),
    )
    .returning(_B.id, _B.fifo_at)
)
_GIVE = (
    sa.update(core(Balance))
    .where(_MATCHES)
    .values(
        on_hand=_B.on_hand + sa.bindparam("quantity"),
        reserved=_B.reserved + sa.bindparam("promised"),
        weight_grams=_B.weight_grams + sa.bindparam("grams"),
        fifo_at=sa.case(
            (_B.on_hand == 0, sa.bindparam("fifo")),
            (_B.fifo_at > sa.bindparam("fifo"), sa.bindparam("fifo")),
            else_=_B.fifo_at,
        ),
    )
    .returning(_B.id)
)

_C = core(Container).c
_FULL = sa.exists().where(_B.container == sa.bindparam("held"), _B.on_hand > 0)
_BRING = (
    sa.update(core(Container))
    .where(
        _C.id == sa.bindparam("held"),
        sa.or_(
            _C.location.is_(None),
            _C.location == sa.bindparam("here"),
            sa.not_(_FULL),
        ),
    )
    .values(location=sa.bindparam("here"))
    .returning(_C.id)
)
_BRING_ROWS = (
    sa.update(core(Balance))
    .where(_B.container == sa.bindparam("held"), _B.location != sa.bindparam("here"))
    .values(location=sa.bindparam("here"))
)
_PROMISED = sa.select(core(Reservation)).where(_R.id == sa.bindparam("row")).with_for_update()
_ONE_PROMISE = sa.update(core(Reservation)).where(_R.id == sa.bindparam("row"))
_STAYS = _ONE_PROMISE.values(quantity=_R.quantity - sa.bindparam("by"))
_GOES = _ONE_PROMISE.values(balance=sa.bindparam("target"))
_POSTED = _ONE_PROMISE.values(state=ReservationState.POSTED)
_PART = sa.insert(core(Reservation))


def post(act: Act, moves: Sequence[Move]) -> list[MoveId]:
    """Posts moves in their order, all or none, and answers their ids.

    Refused: 409 `not_enough` (free or promised goods do not suffice), 409 `serial_elsewhere`,
    409 `reservation_resolved`, 422 `same_place`, 422 `wrong_lot`, 404 for a location that is not
    of the act's warehouse. What comes to stand beyond the rules of its place becomes an `excess`
    exception.
    """
    act.session.flush()
    virtual, ruled = touched(act, moves)
    places = held_places(act, ruled)
    _lock(act.session, moves, virtual)
    lots_belong(act.session, moves)
    for item in sorted({move.item for move in moves if move.source.location in virtual}):
        mark_used(act, item)
    posted = [_post_one(act, move, virtual) for move in moves]
    note_excess(act, places)
    return posted


def _lock(session: Session, moves: Sequence[Move], virtual: set[LocationId]) -> None:
    """Locks all rows that will change in one order, so that two acts never wait in a ring."""
    keys = {
        key_of(move, place)
        for move in moves
        for place in (move.source, move.target)
        if place.location not in virtual
    }
    if len(keys) > 1 and session.get_bind().dialect.name == "postgresql":
        session.execute(
            sa.select(Balance.id)
            .where(sa.tuple_(*KEY_COLUMNS).in_(sorted(keys)))
            .order_by(*KEY_COLUMNS)
            .with_for_update()
        )


def _post_one(act: Act, move: Move, virtual: set[LocationId]) -> MoveId:
    if move.source == move.target:
        raise Refusal(422, "same_place", "The goods stand there already: nothing would move.")
    reservation = _promise(act.session, move)
    source: Row[*tuple[Any, ...]] | None = None
    if move.source.location not in virtual:
        source = _take(act, move)
    fifo = source.fifo_at if source else (move.fifo_at or act.now)
    target = None
    if move.target.location not in virtual:
        _stands(act, move.target)
        target = _give(act, move, fifo)
    if reservation is not None:
        _travel(act.session, move, reservation, target)
    if move.serial is not None:
        _move_serial(act.session, move, source.id if source else None, target)
    return record(act, move)


def _promise(session: Session, move: Move) -> Row[*tuple[Any, ...]] | None:
    if move.reservation is None:
        return None
    row = direct(session, _PROMISED, {"row": move.reservation}).one_or_none()
    if row is None or row.state is not ReservationState.OPEN or row.quantity < move.quantity:
        left = row.quantity if row and row.state is ReservationState.OPEN else 0
        raise Refusal(
            409,
            "reservation_resolved",
            f"{left} are reserved here for {row.document if row else 'this line'},"
            f" {move.quantity} were asked for.",
        )
    return row


def _numbers(move: Move) -> dict[str, Any]:
    promised = move.quantity if move.reservation is not None else 0
    return {
        "quantity": move.quantity,
        "promised": promised,
        "free": move.quantity - promised,
        "grams": move.weight_grams or 0,
    }


def _bound(key: Key) -> dict[str, Any]:
    return {f"k_{name}": value for name, value in zip(Key._fields, key, strict=True)}


def _stands(act: Act, place: Place) -> None:
    """Goods go into a container where it stands; an empty one is wherever it is used next."""
    if place.container == NO_CONTAINER:
        return
    where = {"held": place.container, "here": place.location}
    found = direct(act.session, _BRING, where).scalar_one_or_none()
    if found is None:
        raise Refusal(
            409, "container_elsewhere", "That container stands somewhere else, with goods in it."
        )
    # Its emptied rows come along, so that all rows of a container are always at one location.
    direct(act.session, _BRING_ROWS, where)


def _take(act: Act, move: Move) -> Row[*tuple[Any, ...]]:
    numbers = _numbers(move)
    del numbers["quantity"]
    key = key_of(move, move.source)
    row = direct(act.session, _TAKE, _bound(key) | numbers).one_or_none()
    if row is None:
        raise not_enough(act, move, key)
    return row


def _give(act: Act, move: Move, fifo: datetime) -> BalanceId:
    """Adds to the row of the target key, making it first where there is none."""
    numbers = _numbers(move) | {"fifo": fifo}
    del numbers["free"]
    key = key_of(move, move.target)
    found = direct(act.session, _GIVE, _bound(key) | numbers).scalar_one_or_none()
    if found is None:
        empty = key._asdict() | {
            "warehouse": act.warehouse,
            "on_hand": 0,
            "reserved": 0,
            "weight_grams": 0,
            "fifo_at": fifo,
        }
        act.session.execute(insert_once(act.session, Balance), empty)
        found = direct(act.session, _GIVE, _bound(key) | numbers).scalar_one()
    return BalanceId(found)


def _travel(
    session: Session, move: Move, promise: Row[*tuple[Any, ...]], target: BalanceId | None
) -> None:
    """The promise follows the goods; what stays behind keeps its row, the part gets its own."""
    if promise.quantity > move.quantity:
        direct(session, _STAYS, {"row": promise.id, "by": move.quantity})
        state = ReservationState.OPEN if target else ReservationState.POSTED
        going = {"quantity": move.quantity, "balance": target or promise.balance, "state": state}
        line = {"order_line": promise.order_line, "due_at": promise.due_at, "reason": ""}
        direct(session, _PART, line | going | {"document": promise.document})
    elif target is None:
        direct(session, _POSTED, {"row": promise.id})
    else:
        direct(session, _GOES, {"row": promise.id, "target": target})


def _move_serial(
    session: Session, move: Move, source: BalanceId | None, target: BalanceId | None
) -> None:
    moved = session.execute(
        sa.update(Serial)
        .where(
            Serial.id == move.serial,
            Serial.item == move.item,
            Serial.balance.is_(None) if source is None else Serial.balance == source,
        )
        .values(balance=target)
        .returning(Serial.id)
    ).one_or_none()
    if moved is None:
        raise Refusal(
            409, "serial_elsewhere", "That serial number does not stand where it was taken from."
        )


def record(act: Act, move: Move) -> MoveId:
    """Writes the move itself; only for whoever changes the balances in the same breath."""
    values = {
        "entry": act.entry,
        "warehouse": act.warehouse,
        "item": move.item,
        "lot": move.lot,
        "serial": move.serial,
        "quantity": move.quantity,
        "weight_grams": move.weight_grams,
        "document": move.document,
        "reverses": move.reverses,
        **{f"source_{name}": value for name, value in move.source._asdict().items()},
        **{f"target_{name}": value for name, value in move.target._asdict().items()},
    }
    return MoveId(direct(act.session, _INSERT, values).scalar_one())


_INSERT = sa.insert(core(MoveRow)).returning(MoveRow.id)


def serial(
    act: Act, item: ItemId, code: str, *, lot: LotId = NO_LOT, origin: Origin = Origin.RECEIVED
) -> SerialId:
    """The serial of that code, made as out of the building when it is new."""
    values = {"item": item, "code": code, "lot": lot, "origin": origin}
    act.session.execute(insert_once(act.session, Serial), values)
    return SerialId(
        act.session.execute(
            sa.select(Serial.id).where(Serial.item == item, Serial.code == code)
        ).scalar_one()
    )
