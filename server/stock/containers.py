"""Containers (LPN): pallets, cartons, totes and cart slots, each with a code of its own."""

from uuid import uuid4

import sqlalchemy as sa

from labels.codes import Kind, house_code
from labels.gs1 import make_sscc
from server.act import Act
from server.errors import not_found
from server.identity.site import policy
from server.places.tables import LocationId
from server.stock.tables import Balance, Container, ContainerId
from server.stock.wire import ContainerKind, ContainerState


def new_container(
    act: Act,
    kind: ContainerKind,
    *,
    location: LocationId | None = None,
    state: ContainerState = ContainerState.OPEN,
    document: str = "",
) -> Container:
    """A container with the next LPN number, made from its row's identity (gaps are allowed).

    An SSCC-18 where the site has a GS1 prefix, else a house code.
    """
    row = Container(code=uuid4().hex, kind=kind, state=state, location=location, document=document)
    act.session.add(row)
    act.session.flush()
    row.code = _lpn(policy(act.session).gs1_prefix, row.id)
    act.session.flush()
    return row


def _lpn(prefix: str, row: ContainerId) -> str:
    return make_sscc(prefix, row) if prefix else house_code(Kind.LPN, f"{row:010d}")


def container_by_code(act: Act, code: str) -> Container:
    """404 `not_found` for a code that is on no container."""
    row = act.session.execute(
        sa.select(Container).where(Container.code == code).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise not_found("container", code)
    return row


def container_of(
    act: Act, code: str, kind: ContainerKind, location: LocationId | None = None
) -> Container:
    """The container of a code that stands on the thing itself (a tote), known at its first scan."""
    row = act.session.execute(
        sa.select(Container).where(Container.code == code).with_for_update()
    ).scalar_one_or_none()
    if row is None:
        row = Container(code=code, kind=kind, state=ContainerState.EMPTY, location=location)
        act.session.add(row)
        act.session.flush()
    return row


def is_empty(act: Act, container: ContainerId) -> bool:
    """Whether nothing stands in it."""
    held = sa.select(Balance.id).where(Balance.container == container, Balance.on_hand > 0)
    return act.session.scalar(held.limit(1)) is None


def use_at(act: Act, container: Container, location: LocationId, document: str) -> None:
    """An empty container is taken into use for `document`: it stands at `location` from now on.

    Its emptied rows come along with the first goods that are put into it.
    """
    container.location, container.document = location, document
    container.state = ContainerState.OPEN
    act.session.flush()
