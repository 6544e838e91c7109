"""Containers (LPN): pallets, cartons, totes and cart slots, each with a code of its own."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from labels.codes import Kind, house_code
from labels.gs1 import make_sscc
from server.act import Act
from server.db import core, direct, note_change
from server.errors import not_found
from server.identity.site import policy
from server.places.tables import LocationId
from server.stock.tables import Balance, Container, ContainerId
from server.stock.wire import ContainerKind, ContainerState


class Lpn(NamedTuple):
    """A container by its key and by the code on it."""

    id: ContainerId
    code: str


_BY_CODE = sa.select(Container).where(Container.code == sa.bindparam("code")).with_for_update()
_USE = (
    sa.update(core(Container))
    .where(core(Container).c.id == sa.bindparam("held"))
    .execution_options(unread=True)
)
_MAKE = sa.insert(core(Container)).returning(core(Container).c.id)
_NAME = (
    sa.update(core(Container))
    .where(core(Container).c.id == sa.bindparam("made"))
    .values(code=sa.bindparam("lpn"))
    .execution_options(unread=True)
)
_HOLDS = (
    sa.select(core(Balance).c.id)
    .where(core(Balance).c.container == sa.bindparam("held"), core(Balance).c.on_hand > 0)
    .limit(1)
)
_EMPTY = (
    sa.update(core(Container))
    .where(
        core(Container).c.id == sa.bindparam("held"),
        ~sa.exists().where(
            core(Balance).c.container == core(Container).c.id, core(Balance).c.on_hand > 0
        ),
    )
    .values(state=ContainerState.EMPTY, document="")
    .execution_options(unread=True)
)
_SHIPPED = (
    sa.update(core(Container))
    .where(core(Container).c.id.in_(sa.bindparam("gone", expanding=True)))
    .values(state=ContainerState.SHIPPED, location=None)
    .execution_options(unread=True)
)


def new_container(
    act: Act,
    kind: ContainerKind,
    *,
    location: LocationId | None = None,
    state: ContainerState = ContainerState.OPEN,
    document: str = "",
) -> Lpn:
    """A container with the next LPN number, made from its row's identity (gaps are allowed).

    An SSCC-18 where the site has a GS1 prefix, else a house code.
    """
    row = {"code": uuid4().hex, "kind": kind, "state": state, "location": location}
    made = direct(act.session, _MAKE, row | {"document": document}).scalar_one()
    code = _lpn(policy(act.session).gs1_prefix, made)
    direct(act.session, _NAME, {"made": made, "lpn": code})
    return Lpn(made, code)


def _lpn(prefix: str, row: ContainerId) -> str:
    return make_sscc(prefix, row) if prefix else house_code(Kind.LPN, f"{row:010d}")


def container_by_code(act: Act, code: str) -> Container:
    """404 `not_found` for a code that is on no container."""
    row = act.session.scalar(_BY_CODE, {"code": code})
    if row is None:
        raise not_found("container", code)
    return row


def container_of(
    act: Act, code: str, kind: ContainerKind, location: LocationId | None = None
) -> Container:
    """The container of a code that stands on the thing itself (a tote), known at its first scan."""
    row = act.session.scalar(_BY_CODE, {"code": code})
    return row or first_scanned(act, code, kind, location)


def first_scanned(
    act: Act, code: str, kind: ContainerKind, location: LocationId | None = None
) -> Container:
    """The row of a container that was not known until now."""
    row = Container(code=code, kind=kind, state=ContainerState.EMPTY, location=location)
    act.session.add(row)
    act.session.flush()
    return row


def is_empty(act: Act, container: ContainerId) -> bool:
    """Whether nothing stands in it."""
    act.session.flush()
    return direct(act.session, _HOLDS, {"held": container}).scalar() is None


def set_free(act: Act, containers: Iterable[ContainerId]) -> None:
    """Those in which nothing stands any more are empty and of no document, in key order."""
    if wanted := sorted(set(containers)):
        direct(act.session, _EMPTY, [{"held": container} for container in wanted])


def left_the_building(act: Act, containers: Iterable[ContainerId]) -> None:
    """They are shipped and stand nowhere; for containers that the act has locked."""
    direct(act.session, _SHIPPED, {"gone": [*containers]})


def use_at(act: Act, container: Container, location: LocationId, document: str) -> None:
    """An empty container is taken into use for `document`: it stands at `location` from now on.

    Its emptied rows come along with the first goods that are put into it.
    """
    new = {"location": location, "document": document, "state": ContainerState.OPEN}
    act.session.flush()
    direct(act.session, _USE, {"held": container.id, **new})
    note_change(act.session, Container, container.id, **new)
