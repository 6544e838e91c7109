"""Carrying a container: it moves with all that is in it, and promises ride along."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct
from server.places.tables import LocationId
from server.stock.excess import held_places, note_excess
from server.stock.ledger import record, record_numbered, rehome
from server.stock.moves import KEY_COLUMNS, Key, Move, Place
from server.stock.tables import Balance, Container, ContainerId, MoveId

_B, _C = core(Balance).c, core(Container).c

_TREE = sa.select(sa.bindparam("container", type_=sa.BigInteger).label("id")).cte(recursive=True)
_TREE = _TREE.union_all(sa.select(_C.id).where(_C.parent == _TREE.c.id))
_INSIDE = sa.select(_TREE.c.id)
"""SQL: the container and all that stands in it, down to the last."""

_ROWS = (
    sa.select(core(Balance))
    .where(_B.container.in_(_INSIDE), _B.location != sa.bindparam("target"))
    .order_by(*KEY_COLUMNS)
    .with_for_update(of=core(Balance))
)
_BRING = (
    sa.update(core(Container))
    .where(_C.id.in_(_INSIDE))
    .values(location=sa.bindparam("target"))
    .execution_options(unread=True)
)


def move_container(act: Act, container: ContainerId, target: LocationId) -> bool:
    """Moves a container with all that is in it, nested ones too: rows keep their ids.

    Reservations ride along, one move per row that holds goods. Answers whether any does.
    """
    places = held_places(act, [target])
    moves = _carry(act, container, target, {})
    record(act, moves)
    note_excess(act, places)
    return bool(moves)


def move_numbered(
    act: Act,
    container: ContainerId,
    target: LocationId,
    *,
    undoes: Mapping[Key, MoveId] | None = None,
) -> list[MoveId]:
    """As `move_container`; answers the moves' ids, for whoever tells them.

    `undoes` names, by the key where the goods stand now, the moves that this takes back.
    """
    places = held_places(act, [target])
    moved = record_numbered(act, _carry(act, container, target, undoes or {}))
    note_excess(act, places)
    return moved


def _carry(
    act: Act, container: ContainerId, target: LocationId, undoes: Mapping[Key, MoveId]
) -> list[Move]:
    """Changes where they stand; answers the moves that are to be recorded."""
    act.session.flush()
    going = {"container": container, "target": target}
    rows = direct(act.session, _ROWS, going).all()
    if rows:
        rehome(act.session, [row.id for row in rows], target)
    direct(act.session, _BRING, going)
    for loaded in act.session.identity_map.values():
        if isinstance(loaded, Container):  # which of them stood in it is seen when somebody asks
            act.session.expire(loaded, ["location"])
    return [_move(row, target, undoes) for row in rows if row.on_hand]


def _move(row: Any, target: LocationId, undoes: Mapping[Key, MoveId]) -> Move:
    source = Place(row.location, row.container, row.owner, row.status)
    key = Key(row.location, row.item, row.lot, row.container, row.owner, row.status)
    return Move(
        item=row.item,
        quantity=row.on_hand,
        lot=row.lot,
        weight_grams=row.weight_grams or None,
        source=source,
        target=source._replace(location=target),
        reverses=undoes.get(key),
    )
