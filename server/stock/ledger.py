"""The ledger: the only writer of stock. What happened is a move, what stands is their fold."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.levels import mark_used
from server.catalog.tables import ItemId
from server.db import INSERTS, UtcTime, core, direct, hits, insert_once, note_change
from server.errors import Refusal
from server.places.tables import Location, LocationId
from server.stock.checks import (
    Touched,
    lots_belong,
    not_enough,
    serial_elsewhere,
    touched,
)
from server.stock.excess import held_places, note_excess
from server.stock.moves import KEY_COLUMNS, Key, Move, bound, key_of, row_at
from server.stock.reserve import promise_of, travel, whole_promise
from server.stock.standing import STANDS, bring, filled
from server.stock.tables import (
    NO_LOT,
    Balance,
    BalanceId,
    LotId,
    MoveId,
    MoveRow,
    Serial,
    SerialId,
)
from server.stock.wire import Origin

_B = core(Balance).c
_LOCK = (
    sa.select(_B.id)
    .where(sa.tuple_(*KEY_COLUMNS).in_(sa.bindparam("keys", expanding=True)))
    .order_by(*KEY_COLUMNS)
    .with_for_update()
    .execution_options(unread=True)
)
_TAKE = (
    sa.update(core(Balance))
    .where(
        row_at("source"),
        _B.on_hand - _B.reserved >= sa.bindparam("free"),
        _B.reserved >= sa.bindparam("promised"),
    )
    .values(
        on_hand=_B.on_hand - (sa.bindparam("free") + sa.bindparam("promised")),
        reserved=_B.reserved - sa.bindparam("promised"),
        weight_grams=_B.weight_grams - sa.bindparam("grams"),
    )
)
_SINCE = sa.select(_B.fifo_at).where(row_at("source")).scalar_subquery()


def _adding(insert: Any) -> Any:
    """Adds to the row of a key, making it first where there is none; goods keep their age."""
    new = insert(core(Balance)).values(
        fifo_at=sa.func.coalesce(_SINCE, sa.bindparam("fifo", type_=UtcTime))
    )
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
    )


_GIVE = {dialect: _adding(insert) for dialect, insert in INSERTS.items()}

_ROW = sa.select(_B.id).where(row_at("source"))

_BRING_ROWS = (
    sa.update(core(Balance))
    .where(_B.container == sa.bindparam("held"), _B.location != sa.bindparam("here"))
    .values(location=sa.bindparam("here"))
    .execution_options(unread=True)
)
_REHOME = (
    sa.update(core(Balance))
    .where(_B.id.in_(sa.bindparam("rows", expanding=True)))
    .values(location=sa.bindparam("target"))
    .execution_options(unread=True)
)


def post(act: Act, moves: Sequence[Move], *, known: Touched | None = None) -> None:
    """Posts moves in their order, all or none.

    Refused: 409 `not_enough` (free or promised goods do not suffice), 409 `serial_elsewhere`,
    409 `container_elsewhere`, 409 `reservation_resolved`, 422 `same_place`, 422 `wrong_lot`, 404
    for a location that is not of the act's warehouse. What comes to stand beyond the rules of its
    place becomes an `excess` exception. `known` is what `touched` would find, from whoever has
    read the places already.
    """
    places = _change(act, moves, known)
    record(act, moves)
    note_excess(act, places)


def post_numbered(act: Act, moves: Sequence[Move]) -> list[MoveId]:
    """As `post`; answers the moves' ids, for whoever tells or reverses them."""
    places = _change(act, moves, None)
    numbers = record_numbered(act, moves)
    note_excess(act, places)
    return numbers


def _change(act: Act, moves: Sequence[Move], known: Touched | None) -> Sequence[Location]:
    """Changes what stands; answers the ruled places that goods came into."""
    act.session.flush()
    virtual, ruled = known or touched(act, moves)
    places = held_places(act, ruled)
    taken, given = _keys(moves, virtual)
    _lock(act.session, taken | given)
    lots_belong(act.session, moves)
    for item in sorted({move.item for move in moves if move.source.location in virtual}):
        mark_used(act, item)
    if any(move.source == move.target for move in moves):
        raise Refusal(422, "same_place", "The goods stand there already: nothing would move.")
    # Goods that come and go on within one post are there only after the move that brings them.
    for part in [moves] if taken.isdisjoint(given) else ([move] for move in moves):
        _change_all(act, part, virtual)
    return places


def _keys(moves: Sequence[Move], virtual: set[LocationId]) -> tuple[set[Key], set[Key]]:
    """The rows that moves take from, and those that they add to."""
    taken = {key_of(move, move.source) for move in moves if move.source.location not in virtual}
    given = {key_of(move, move.target) for move in moves if move.target.location not in virtual}
    return taken, given


def _lock(session: Session, keys: set[Key]) -> None:
    """Locks all rows that will change in one order, so that two acts never wait in a ring."""
    if len(keys) > 1 and session.get_bind().dialect.name == "postgresql":
        direct(session, _LOCK, {"keys": sorted(keys)})


def _change_all(act: Act, moves: Sequence[Move], virtual: set[LocationId]) -> None:
    """Changes the rows of moves of which none takes what another one brings."""
    coming = [move for move in moves if move.target.location not in virtual]
    _take(act, [move for move in moves if move.source.location not in virtual], coming)
    if coming:
        give = _GIVE[act.session.get_bind().dialect.name]
        direct(act.session, give, [_given(act, move) for move in coming])
    promised = [move for move in moves if move.reservation is not None]
    travels = [whole_promise(move, _target(move, virtual)) for move in promised]
    for move, gone in zip(promised, hits(act.session, travels), strict=True):
        if not gone:
            travel(act.session, move, _target(move, virtual))
    for move in moves:
        if move.serial is not None:
            _move_serial(act.session, move, virtual)


def _take(act: Act, leaving: Sequence[Move], coming: Sequence[Move]) -> None:
    """Takes goods from where they stand, and has the containers that others go into stand ready."""
    rows: dict[Key, list[Move]] = defaultdict(list)
    for move in leaving:
        rows[key_of(move, move.source)].append(move)
    takes = [(_TAKE, _taken(key, together)) for key, together in rows.items()]
    into = filled(act.session, coming)
    hit = hits(act.session, takes + [(STANDS, where) for where in into])
    for (key, together), taken in zip(rows.items(), hit, strict=False):
        if not taken:
            raise _lacking(act, key, together)
    for where, stands in zip(into, hit[len(takes) :], strict=True):
        if not stands:
            bring(act.session, where)
            # Its emptied rows come along: all rows of a container are always at one location.
            direct(act.session, _BRING_ROWS, where)


def _target(move: Move, virtual: set[LocationId]) -> Key | None:
    """The row to which a move's goods go, None beyond the building."""
    return None if move.target.location in virtual else key_of(move, move.target)


def _promised(move: Move) -> int:
    return move.quantity if move.reservation is not None else 0


def _taken(key: Key, moves: Sequence[Move]) -> dict[str, Any]:
    promised = sum(map(_promised, moves))
    return bound("source", key) | {
        "promised": promised,
        "free": sum(move.quantity for move in moves) - promised,
        "grams": sum(move.weight_grams or 0 for move in moves),
    }


def _lacking(act: Act, key: Key, moves: Sequence[Move]) -> Refusal:
    for move in moves:
        if move.reservation is not None:
            promise_of(act.session, move)
    return not_enough(act, sum(move.quantity for move in moves), key)


def _given(act: Act, move: Move) -> dict[str, Any]:
    values = {
        "warehouse": act.warehouse,
        "on_hand": move.quantity,
        "reserved": _promised(move),
        "weight_grams": move.weight_grams or 0,
        "fifo": move.fifo_at or act.now,
    }
    source = bound("source", key_of(move, move.source))
    return values | source | key_of(move, move.target)._asdict()


def _move_serial(session: Session, move: Move, virtual: set[LocationId]) -> None:
    source, target = key_of(move, move.source), _target(move, virtual)
    beyond = source.location in virtual
    moved = session.execute(
        sa.update(Serial)
        .where(
            Serial.id == move.serial,
            Serial.item == move.item,
            Serial.balance.is_(None) if beyond else Serial.balance == _row(session, source),
        )
        .values(balance=_row(session, target) if target else None)
        .returning(Serial.id)
    ).one_or_none()
    if moved is None:
        raise serial_elsewhere(session, move.serial)


def _row(session: Session, key: Key) -> BalanceId:
    return BalanceId(direct(session, _ROW, bound("source", key)).scalar_one())


def rehome(session: Session, rows: Sequence[BalanceId], target: LocationId) -> None:
    """Whole rows stand elsewhere from now on; only for whoever records their moves."""
    direct(session, _REHOME, {"rows": rows, "target": target})
    for row in rows:
        note_change(session, Balance, row, location=target)


def record(act: Act, moves: Sequence[Move]) -> None:
    """Writes the moves themselves; only for whoever changes the balances in the same breath."""
    if moves:
        direct(act.session, _INSERT, [_columns(act, move) for move in moves])


def record_numbered(act: Act, moves: Sequence[Move]) -> list[MoveId]:
    """As `record`; answers the moves' ids."""
    if not moves:
        return []
    rows = [_columns(act, move) for move in moves]
    return [MoveId(row) for row in direct(act.session, _INSERT_NUMBERED, rows).scalars()]


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


_INSERT = sa.insert(core(MoveRow))
_INSERT_NUMBERED = _INSERT.returning(core(MoveRow).c.id, sort_by_parameter_order=True)


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
