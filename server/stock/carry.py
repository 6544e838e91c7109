"""Carrying a container: it moves with all that is in it, and promises ride along."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.places.tables import LocationId
from server.stock.ledger import record
from server.stock.moves import KEY_COLUMNS, Move, Place
from server.stock.tables import Balance, Container, ContainerId, MoveId


def move_container(act: Act, container: ContainerId, target: LocationId) -> list[MoveId]:
    """Moves a container with all that is in it, nested ones too: rows keep their ids.

    Reservations ride along, one move per row that holds goods.
    """
    inside = [container, *_nested(act.session, container)]
    rows = act.session.execute(
        sa.select(Balance)
        .where(Balance.container.in_(inside), Balance.location != target)
        .order_by(*KEY_COLUMNS)
        .with_for_update()
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
            moved.append(record(act, move))
        row.location = target
    act.session.execute(
        sa.update(Container).where(Container.id.in_(inside)).values(location=target)
    )
    act.session.flush()
    return moved


def _nested(session: Session, container: ContainerId) -> list[ContainerId]:
    below = session.scalars(sa.select(Container.id).where(Container.parent == container))
    return [inner for child in below for inner in (child, *_nested(session, child))]
