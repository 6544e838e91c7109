"""The floor of a warehouse as the route sees it: stops, cross aisles, and where a walk begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import direct
from server.guard import WarehouseId
from server.outbound.route import Point, Route, Stop, route
from server.outbound.tour import Block
from server.places.tables import Location
from server.places.walk import aisles
from server.places.wire import LocationType

BEGIN = (LocationType.BENCH, LocationType.STAGE, LocationType.LANE, LocationType.DOCK)

_EARLIER = sa.case(*((Location.type == kind, n) for n, kind in enumerate(BEGIN)))
_BEGINS = (
    sa.select(Location.code, Location.x_mm, Location.y_mm)
    .where(
        Location.warehouse == sa.bindparam("of_warehouse"),
        Location.type.in_(BEGIN),
        Location.x_mm.is_not(None),
        Location.y_mm.is_not(None),
    )
    .order_by(_EARLIER, Location.code)
    .limit(1)
)


class Standing(Protocol):
    """What the walk asks of a place."""

    code: str
    sequence: int
    aisle: str | None
    x_mm: int | None
    y_mm: int | None


@dataclass(frozen=True, slots=True)
class Floor:
    """What all pick lists of one act share: read once."""

    block: Block
    lines: dict[str, int]
    depot: Point
    depot_code: str

    def route(self, places: Sequence[Standing]) -> Route:
        """The walk from the depot past all places and back; aisles are walked on their line."""
        stops = [Stop(row.code, row.sequence, self._line(row), self._height(row)) for row in places]
        found = route(stops, self.block, self.depot)
        return Route(found.order, found.length_mm, f"{found.why} From {self.depot_code}.")

    def _line(self, row: Standing) -> int | None:
        return self.lines.get(row.aisle, row.x_mm) if row.aisle else row.x_mm

    def _height(self, row: Standing) -> int | None:
        if row.y_mm is None:
            return None
        return max(self.block.front, min(self.block.back, row.y_mm))


def floor(session: Session, warehouse: WarehouseId) -> Floor:
    """Walks begin and end at the first bench, stage, lane or dock that has coordinates."""
    graph = aisles(session, warehouse)
    block = Block(graph.front_mm, graph.back_mm)
    lines = {aisle.code: aisle.x_mm for aisle in graph.aisles}
    first = direct(session, _BEGINS, {"of_warehouse": warehouse}).one_or_none()
    if first is None:
        return Floor(block, lines, (0, block.front), "the front of the first aisle")
    return Floor(block, lines, (first.x_mm, first.y_mm), first.code)
