"""Spots: where goods stand, as a person names it: a location, a container, or a container there."""

from dataclasses import dataclass

import sqlalchemy as sa

from labels.codes import HouseCode, Kind, read_house_code
from server.act import Act
from server.db import core, direct
from server.errors import Refusal, not_found
from server.places.find import Located, located, location
from server.places.tables import Location
from server.places.wire import Containers, LocationType
from server.stock.containers import first_scanned, is_empty
from server.stock.moves import Place
from server.stock.tables import NO_CONTAINER, NO_OWNER, Container, ContainerId, Owner, OwnerId
from server.stock.wire import ContainerKind, ContainerState, Status

OUT_OF_USE = {ContainerState.MISSING, ContainerState.SHIPPED, ContainerState.RETIRED}
KINDS = {Kind.TOTE: ContainerKind.TOTE, Kind.CART_SLOT: ContainerKind.CART_SLOT}

_BY_CODE = (
    sa.select(Container, Location.warehouse)
    .outerjoin(Location, Location.id == Container.location)
    .where(Container.code == sa.bindparam("code"))
    .with_for_update(of=Container)
)
_IS_HERE = sa.select(core(Location).c.id).where(
    core(Location).c.id == sa.bindparam("place"),
    core(Location).c.warehouse == sa.bindparam("of_warehouse"),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A location on the floor and the container in it, if any."""

    location: Location
    container: Container | None

    @property
    def container_id(self) -> ContainerId:
        return self.container.id if self.container else NO_CONTAINER

    def place(self, owner: OwnerId = NO_OWNER, status: Status = Status.AVAILABLE) -> Place:
        return Place(self.location.id, self.container_id, owner, status)

    def __str__(self) -> str:
        return (
            f"{self.container.code} in {self.location.code}"
            if self.container
            else (f"location {self.location.code}")
        )


def spot(act: Act, place: str | None, container: str | None) -> Spot:
    """Where goods are taken from: a container is where it stands, with or without its location.

    Refused: 404 `not_found`, 409 `container_elsewhere`, 422 `place_missing`.
    """
    held = container_here(act, container) if container else None
    if place is not None:
        found = floor_location(act, place)
    elif held is not None and held.location is not None:
        found = act.session.get_one(Location, held.location)
    else:
        raise Refusal(422, "place_missing", "Name the location or the container of the goods.")
    if held is not None and held.location not in {None, found.id}:
        at = act.session.get_one(Location, held.location)
        raise Refusal(
            409,
            "container_elsewhere",
            f"Container {held.code} stands in {at.code}, {found.code} was named.",
        )
    return Spot(found, held)


def target_spot(act: Act, place: str | None, container: str | None) -> Spot:
    """Where goods are put: in use again if the container was empty, loose where none is kept.

    Refused: as `spot`, and 409 `container_state` for one that is closed, shipped or missing.
    """
    found = spot(act, place, container)
    if found.location.lpn is Containers.DISSOLVE:
        return Spot(found.location, None)
    if (held := found.container) is not None:
        if held.state in OUT_OF_USE | {ContainerState.CLOSED}:
            raise Refusal(
                409,
                "container_state",
                f"Container {held.code} is {held.state.value.replace('_', ' ')}:"
                " nothing can be put into it.",
            )
        held.state = ContainerState.OPEN
    return found


def floor_location(act: Act, code: str) -> Location:
    """A location that goods can stand in; 404 `not_found`, also for those beyond the floor."""
    found = location(act.session, act.warehouse, code)
    if found.type is LocationType.VIRTUAL:
        raise not_found("location", code)
    return found


def floor_located(act: Act, code: str) -> Located:
    """As `floor_location`, with no more than most acts ask of it."""
    found = located(act.session, act.warehouse, code)
    if found.type is LocationType.VIRTUAL:
        raise not_found("location", code)
    return found


def container_here(act: Act, code: str) -> Container:
    """A container of this building, or of none yet; totes are known at their first scan."""
    row = act.session.execute(_BY_CODE, {"code": code}).one_or_none()
    if row is None:
        read = read_house_code(code)
        kind = KINDS.get(read.kind) if isinstance(read, HouseCode) else None
        if kind is None:
            raise not_found("container", code)
        return first_scanned(act, code, kind)
    found, warehouse = row
    if found.location is not None and warehouse != act.warehouse:
        where = {"place": found.location, "of_warehouse": act.warehouse}
        if direct(act.session, _IS_HERE, where).first() is None:
            raise not_found("container", code)
    return found


def owner_by_code(act: Act, code: str | None) -> OwnerId:
    """404 `not_found`; without a code the house's own goods are meant."""
    if code is None:
        return NO_OWNER
    found = act.session.scalar(sa.select(Owner.id).where(Owner.code == code))
    if found is None:
        raise not_found("owner", code)
    return found


def note_emptied(act: Act, container: Container | None) -> None:
    """A container from which the last piece was taken is empty, and free for the next use."""
    if container is not None and is_empty(act, container.id):
        container.state = ContainerState.EMPTY
