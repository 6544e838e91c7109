"""How far it is to walk: parallel aisles between a front and a back cross aisle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import direct
from server.guard import WarehouseId
from server.places.tables import Location

CROSS_AISLE_MM = 1500  # from the outermost bays to the middle of a cross aisle


@dataclass(frozen=True, slots=True)
class Spot:
    """A floor point; `aisle` is None for places beside the aisles (docks, benches, lanes)."""

    x_mm: int
    y_mm: int
    aisle: str | None = None


@dataclass(frozen=True, slots=True)
class Aisle:
    """One aisle and the x of the line on which it is walked."""

    code: str
    x_mm: int


@dataclass(frozen=True, slots=True)
class Aisles:
    """The walkable floor: aisles by x, and the y of the two cross aisles that join them."""

    aisles: tuple[Aisle, ...]
    front_mm: int
    back_mm: int

    def distance(self, a: Spot, b: Spot) -> int:
        """Millimetres from a to b along aisles and cross aisles; racks are not walked through.

        Within one aisle it is straight; between aisles it goes round by the front or the back,
        whichever is shorter; beside the aisles it goes along both axes.
        """
        if (a.aisle is None and b.aisle is None) or a.aisle == b.aisle:
            return abs(a.x_mm - b.x_mm) + abs(a.y_mm - b.y_mm)
        return abs(a.x_mm - b.x_mm) + min(
            abs(a.y_mm - cross) + abs(cross - b.y_mm) for cross in (self.front_mm, self.back_mm)
        )


_AISLES = (
    sa.select(
        Location.aisle,
        sa.func.min(Location.x_mm),
        sa.func.max(Location.x_mm),
        sa.func.min(Location.y_mm),
        sa.func.max(Location.y_mm),
    )
    .where(
        Location.warehouse == sa.bindparam("of_warehouse"),
        Location.aisle.is_not(None),
        Location.x_mm.is_not(None),
        Location.y_mm.is_not(None),
    )
    .group_by(Location.aisle)
)


def aisles(session: Session, warehouse: WarehouseId) -> Aisles:
    """The walkable floor of a warehouse, from the coordinates of its locations.

    An aisle's line is the middle of its locations' x; the cross aisles lie just beyond the
    outermost bays of all aisles.
    """
    rows: Sequence[Any] = direct(session, _AISLES, {"of_warehouse": warehouse}).all()
    lines = sorted(
        (Aisle(row[0], (row[1] + row[2]) // 2) for row in rows), key=lambda aisle: aisle.x_mm
    )
    front = min((row[3] for row in rows), default=0)
    back = max((row[4] for row in rows), default=0)
    return Aisles(tuple(lines), front - CROSS_AISLE_MM, back + CROSS_AISLE_MM)


def spot(location: Location) -> Spot | None:
    """Where one stands to work it; None while nobody has said where it is."""
    if location.x_mm is None or location.y_mm is None:
        return None
    return Spot(location.x_mm, location.y_mm, location.aisle)


def distance(floor: Aisles, a: Location, b: Location) -> int | None:
    """Millimetres of walking between two locations; None when a coordinate is unknown."""
    start, end = spot(a), spot(b)
    return None if start is None or end is None else floor.distance(start, end)


def nearest(floor: Aisles, start: Location, candidates: Sequence[Location]) -> list[Location]:
    """The candidates by walking distance, then by their place in the walk; unknown ones last."""

    def key(row: Location) -> tuple[bool, int, int, str]:
        far = distance(floor, start, row)
        return (far is None, far or 0, row.sequence, row.code)

    return sorted(candidates, key=key)
