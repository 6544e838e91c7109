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
from server.db import INSERTS, core, direct, insert_once, note_change
from server.errors import Refusal
from server.places.tables import LocationId
from server.stock.checks import (
    container_elsewhere,
    lots_belong,
    not_enough,
    serial_elsewhere,
    touched,
)
from server.stock.excess import held_places, note_excess
from server.stock.moves import KEY_COLUMNS, Key, Move, Place, key_of
from server.stock.reserve import promise_of, travel
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    Balance,
    BalanceId,
    Container,
    ContainerId,
    LotId,
    MoveId,
    MoveRow,
    Serial,
    SerialId,
)
from server.stock.wire import Origin

_MATCHES = sa.and_(*(column == sa.bindparam(f"k_{column.name}") for column in KEY_COLUMNS))

_B = core(Balance).c
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


def _adding(insert: Any) -> Any:
    """Adds to the row of a key, making it first where there is none."""
    new = insert(core(Balance))
    fifo = new.excluded.fifo_at
    return new.on_conflict_do_update(
        index_elements=KEY_COLUMNS,
        set_={
            "on_hand": _B.on_hand + new.excluded.on_hand,
            "reserved": _B.reserved + new.excluded.reserved,
            "weight_grams": _B.weight_grams + new.excluded.weight_grams,
            "fifo_at": sa.case(
                (sa.or_(_B.on_hand == 0, _B.fifo_at > fifo), fifo), else_=_B.fifo_at
            ),
        },
    ).returning(_B.id)


_GIVE = {dialect: _adding(insert) for dialect, insert in INSERTS.items()}

_C = core(Container).c
_STANDS = (
    sa.select(_C.id)
    .where(
        _C.id == sa.bindparam("held"),
        _C.location == sa.bindparam("here"),
        ~sa.exists().where(_B.container == _C.id, _B.location != _C.location),
    )
    .with_for_update(key_share=True)
)
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
_REHOME = (
    sa.update(core(Balance))
    .where(_B.id.in_(sa.bindparam("rows", expanding=True)))
    .values(location=sa.bindparam("target"))
)


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
    brought: dict[ContainerId, LocationId] = {}
    for move in moves:
        _post_one(act, move, virtual, brought)
    posted = record(act, moves)
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


def _post_one(
    act: Act, move: Move, virtual: set[LocationId], brought: dict[ContainerId, LocationId]
) -> None:
    """Changes what stands; `brought` is where containers were already seen to stand."""
    if move.source == move.target:
        raise Refusal(422, "same_place", "The goods stand there already: nothing would move.")
    source: Row[*tuple[Any, ...]] | None = None
    if move.source.location not in virtual:
        source = _take(act, move)
    fifo = source.fifo_at if source else (move.fifo_at or act.now)
    target = None
    if move.target.location not in virtual:
        _stands(act, move.target, brought)
        target = _give(act, move, fifo)
    if move.reservation is not None:
        travel(act.session, move, target)
    if move.serial is not None:
        _move_serial(act.session, move, source.id if source else None, target)


def _bound(key: Key) -> dict[str, Any]:
    return {f"k_{name}": value for name, value in zip(Key._fields, key, strict=True)}


def _stands(act: Act, place: Place, brought: dict[ContainerId, LocationId]) -> None:
    """Goods go into a container where it stands; an empty one is wherever it is used next."""
    held, here = place.container, place.location
    if held == NO_CONTAINER or brought.get(held) == here:
        return
    where = {"held": held, "here": here}
    if direct(act.session, _STANDS, where).first() is None:
        if direct(act.session, _BRING, where).first() is None:
            raise container_elsewhere(act.session, held)
        # Its emptied rows come along, so that all rows of a container are always at one location.
        direct(act.session, _BRING_ROWS, where)
    brought[held] = here


def _promised(move: Move) -> int:
    return move.quantity if move.reservation is not None else 0


def _take(act: Act, move: Move) -> Row[*tuple[Any, ...]]:
    key, promised = key_of(move, move.source), _promised(move)
    numbers = {
        "promised": promised,
        "free": move.quantity - promised,
        "grams": move.weight_grams or 0,
    }
    row = direct(act.session, _TAKE, _bound(key) | numbers).one_or_none()
    if row is None:
        if promised:
            promise_of(act.session, move)
        raise not_enough(act, move, key)
    return row


def _give(act: Act, move: Move, fifo: datetime) -> BalanceId:
    values = key_of(move, move.target)._asdict() | {
        "warehouse": act.warehouse,
        "on_hand": move.quantity,
        "reserved": _promised(move),
        "weight_grams": move.weight_grams or 0,
        "fifo_at": fifo,
    }
    give = _GIVE[act.session.get_bind().dialect.name]
    return BalanceId(direct(act.session, give, values).scalar_one())


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
        raise serial_elsewhere(session, move.serial)


def rehome(session: Session, rows: Sequence[BalanceId], target: LocationId) -> None:
    """Whole rows stand elsewhere from now on; only for whoever records their moves."""
    direct(session, _REHOME, {"rows": rows, "target": target})
    for row in rows:
        note_change(session, Balance, row, location=target)


def record(act: Act, moves: Sequence[Move]) -> list[MoveId]:
    """Writes the moves themselves; only for whoever changes the balances in the same breath."""
    if len(moves) == 1:
        return [MoveId(direct(act.session, _INSERT, _columns(act, moves[0])).scalar_one())]
    if not moves:
        return []
    rows = [_columns(act, move) for move in moves]
    return [MoveId(row) for row in direct(act.session, _INSERT_MANY, rows).scalars()]


def _columns(act: Act, move: Move) -> dict[str, Any]:
    return {
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


_INSERT = sa.insert(core(MoveRow)).returning(core(MoveRow).c.id)
_INSERT_MANY = sa.insert(core(MoveRow)).returning(core(MoveRow).c.id, sort_by_parameter_order=True)


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
