"""Containers stand where goods are put into them; an empty one is wherever it is used next."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import core, direct
from server.places.tables import LocationId
from server.stock.checks import container_elsewhere
from server.stock.moves import Move
from server.stock.tables import NO_CONTAINER, Balance, Container, ContainerId

_B, _C = core(Balance).c, core(Container).c
STANDS = (
    sa.select(_C.id)
    .where(
        _C.id == sa.bindparam("held"),
        _C.location == sa.bindparam("here"),
        ~sa.exists().where(_B.container == _C.id, _B.location != _C.location),
    )
    .with_for_update(key_share=True)
)
"""Finds and holds a container that stands there with all its rows; for `filled`'s answers."""

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


def filled(session: Session, coming: Sequence[Move]) -> list[dict[str, Any]]:
    """The containers that goods go into and where, each once; 409 `container_elsewhere` for one
    that would be in two places.
    """
    into: dict[ContainerId, LocationId] = {}
    for move in coming:
        held, here = move.target.container, move.target.location
        if held != NO_CONTAINER and into.setdefault(held, here) != here:
            raise container_elsewhere(session, held)
    return [{"held": held, "here": here} for held, here in into.items()]


def bring(session: Session, where: dict[str, Any]) -> None:
    """An empty container comes to where it is filled; 409 `container_elsewhere` for a full one."""
    if direct(session, _BRING, where).first() is None:
        raise container_elsewhere(session, where["held"])
