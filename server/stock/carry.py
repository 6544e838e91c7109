"""Carrying a container: it moves with all that is in it, and promises ride along."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct, note_change
from server.places.tables import LocationId
from server.stock.excess import held_places, note_excess
from server.stock.ledger import record_numbered, rehome
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
    .returning(_C.id)
)


def move_container(
    act: Act,
    container: ContainerId,
    target: LocationId,
    *,
    undoes: Mapping[Key, MoveId] | None = None,
) -> list[MoveId]:
    """Moves a container with all that is in it, nested ones too: rows keep their ids.

    Reservations ride along, one move per row that holds goods. `undoes` names, by the key where
    the goods stand now, the moves that this takes back.
    """
    act.session.flush()
    places = held_places(act, [target])
    going = {"container": container, "target": target}
    rows = direct(act.session, _ROWS, going).all()
    moved = record_numbered(act, [_move(row, target, undoes or {}) for row in rows if row.on_hand])
    if rows:
        rehome(act.session, [row.id for row in rows], target)
    for held in direct(act.session, _BRING, going).scalars():
        note_change(act.session, Container, held, location=target)
    note_excess(act, places)
    return moved


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
