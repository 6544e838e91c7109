"""Carrying a container: it moves with all that is in it, and promises ride along."""

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.places.tables import LocationId
from server.stock.excess import held_places, note_excess
from server.stock.ledger import record
from server.stock.moves import KEY_COLUMNS, Key, Move, Place, key_of
from server.stock.tables import Balance, Container, ContainerId, MoveId


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
    places = held_places(act, [target])
    inside = [container, *_nested(act.session, container)]
    rows = act.session.execute(
        sa.select(Balance)
        .where(Balance.container.in_(inside), Balance.location != target)
        .order_by(*KEY_COLUMNS)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalars()
    moved = []
    for row in rows:
        source = Place(row.location, row.container, row.owner, row.status)
        if row.on_hand:
            move = Move(
                item=row.item,
                quantity=row.on_hand,
                lot=row.lot,
                weight_grams=row.weight_grams or None,
                source=source,
                target=source._replace(location=target),
            )
            taken_back = (undoes or {}).get(key_of(move, source))
            moved.append(record(act, replace(move, reverses=taken_back)))
        row.location = target
    act.session.execute(
        sa.update(Container).where(Container.id.in_(inside)).values(location=target)
    )
    act.session.flush()
    note_excess(act, places)
    return moved


def _nested(session: Session, container: ContainerId) -> list[ContainerId]:
    below = session.scalars(sa.select(Container.id).where(Container.parent == container))
    return [inner for child in below for inner in (child, *_nested(session, child))]
