"""Places that goods could be put, by one rule each, nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from server.act import Act
from server.catalog.unknown import UNKNOWN
from server.inbound.arrival import STORES
from server.inbound.waiting_goods import Part
from server.places.tables import Location
from server.places.walk import Aisles, nearest
from server.places.wire import Containers, LocationStatus, LocationType, Mixing
from server.replenish.faces import faces_of
from server.replenish.tables import PickFace
from server.stock.tables import NO_CONTAINER, Balance, ContainerId, PlannedPut
from server.stock.wire import Status

LOOKED_AT = 25
"""Places that a rule hands on, the nearest by floor point; these are sorted by walking distance."""


@dataclass(frozen=True, slots=True)
class Search:
    """From where places are looked for, and what must not be offered."""

    act: Act
    source: Location
    container: ContainerId
    floor: Aisles
    avoiding: frozenset[str] = frozenset()


def own_faces(search: Search, part: Part) -> list[tuple[Location, int | None]]:
    """The item's fixed pick faces, each with the most that it is to hold."""
    found = faces_of(search.act.session, search.act.warehouse, part.row.item)
    return [
        (place, most)
        for place, most in found
        if place.code not in search.avoiding and place.status in _OPEN
    ]


def same_goods(search: Search, part: Part) -> list[Location]:
    """Where the same item and lot stands or is on its way."""
    row = part.row
    there = sa.exists().where(
        Balance.location == Location.id,
        Balance.item == row.item,
        Balance.lot == row.lot,
        Balance.status == Status.AVAILABLE,
        Balance.on_hand > 0,
    )
    coming = sa.exists().where(
        PlannedPut.location == Location.id,
        PlannedPut.item == row.item,
        PlannedPut.lot == row.lot,
        PlannedPut.quantity > 0,
    )
    return _near(search, part, _stores(search, part).where(sa.or_(there, coming)))


def empty_places(search: Search, part: Part) -> list[Location]:
    """Where nothing stands and nothing is on its way."""
    return _near(search, part, _stores(search, part).where(~_used()))


def shared_places(search: Search, part: Part) -> list[Location]:
    """Where other goods stand and may be joined."""
    query = _stores(search, part).where(_used(), Location.mixing == Mixing.ANY)
    return _near(search, part, query)


def places_apart(search: Search, part: Part) -> list[Location]:
    """For what is not for sale: quarantine; for what nobody knows, the problem shelf first."""
    problem = part.item.sku == UNKNOWN
    kinds = (
        [LocationType.PROBLEM, LocationType.QUARANTINE] if problem else [LocationType.QUARANTINE]
    )
    query = _open(search).where(Location.type.in_(kinds))
    found = _near(search, part, query)
    return sorted(found, key=lambda place: kinds.index(place.type))


_OPEN = (LocationStatus.OPEN, LocationStatus.BLOCKED_OUT)


def _open(search: Search) -> sa.Select[Location]:
    return sa.select(Location).where(
        Location.warehouse == search.act.warehouse,
        Location.status.in_(_OPEN),
        Location.code.not_in(search.avoiding),
        Location.id != search.source.id,
    )


def _stores(search: Search, part: Part) -> sa.Select[Location]:
    """Places where goods stay, but the fixed faces of other items."""
    others = sa.exists().where(PickFace.location == Location.id, PickFace.item != part.row.item)
    query = _open(search).where(Location.type.in_(STORES), ~others)
    if search.container == NO_CONTAINER:
        query = query.where(Location.lpn != Containers.REQUIRED)
    return query


def _used() -> sa.ColumnElement[bool]:
    stands = sa.exists().where(
        Balance.location == Location.id,
        Balance.on_hand > 0,
        Balance.status != Status.MISSING,
    )
    coming = sa.exists().where(PlannedPut.location == Location.id, PlannedPut.quantity > 0)
    return sa.or_(stands, coming)


def _near(search: Search, part: Part, query: sa.Select[Location]) -> list[Location]:
    """Own class first; loose goods to pick faces, containers to where they are kept; then near."""
    loose = search.container == NO_CONTAINER
    fitting = (
        Location.type == LocationType.PICK_FACE if loose else Location.lpn != Containers.DISSOLVE
    )
    classed = Location.storage_class.is_not_distinct_from(part.item.storage_class)
    rows: Sequence[Location] = search.act.session.scalars(
        query.order_by(
            sa.case((classed, 0), else_=1),
            sa.case((fitting, 0), else_=1),
            *_by_floor_point(search.source),
            Location.sequence,
            Location.code,
        ).limit(LOOKED_AT)
    ).all()

    def kind(place: Location) -> tuple[bool, bool]:
        apt = (
            place.type is LocationType.PICK_FACE if loose else place.lpn is not Containers.DISSOLVE
        )
        return (place.storage_class != part.item.storage_class, not apt)

    return sorted(nearest(search.floor, search.source, rows), key=kind)


def _by_floor_point(source: Location) -> list[sa.ColumnElement[int]]:
    if source.x_mm is None or source.y_mm is None:
        return []
    known = sa.case((sa.and_(Location.x_mm.is_not(None), Location.y_mm.is_not(None)), 0), else_=1)
    away = sa.func.abs(Location.x_mm - source.x_mm) + sa.func.abs(Location.y_mm - source.y_mm)
    return [known, away]
