"""Walking distances on a floor of parallel aisles, checked against the shortest path."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.db import reading
from server.places.find import location
from server.places.tables import Warehouse
from server.places.walk import CROSS_AISLE_MM, Aisle, Aisles, Spot, aisles, distance, nearest
from tests.site import Site

FLOOR = Aisles(tuple(Aisle(code, n * 4) for n, code in enumerate("ABC")), front_mm=0, back_mm=20)
spots = st.one_of(
    st.builds(lambda n, y: Spot(n * 4, y, "ABC"[n]), st.integers(0, 2), st.integers(1, 19)),
    st.builds(lambda x, y: Spot(x, -y), st.integers(0, 8), st.integers(0, 9)),
)


def shortest(floor: Aisles, start: Spot, end: Spot) -> int:
    """Dijkstra over the millimetre grid of aisles, cross aisles and the yard before them."""
    lines = {aisle.x_mm for aisle in floor.aisles}

    def walkable(x: int, y: int) -> bool:
        inside = 0 <= x <= 8 and -9 <= y <= floor.back_mm
        return inside and (y <= floor.front_mm or y == floor.back_mm or x in lines)

    queue, seen = [(0, start.x_mm, start.y_mm)], set()
    while queue:
        far, x, y = heapq.heappop(queue)
        if (x, y) == (end.x_mm, end.y_mm):
            return far
        if (x, y) in seen:
            continue
        seen.add((x, y))
        for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if walkable(nx, ny):
                heapq.heappush(queue, (far + 1, nx, ny))
    raise AssertionError("no way")


@given(spots, spots)
def test_the_distance_is_that_of_the_shortest_path(a: Spot, b: Spot) -> None:
    assert FLOOR.distance(a, b) == FLOOR.distance(b, a) == shortest(FLOOR, a, b)


@pytest.mark.parametrize(
    ("a", "b", "millimetres"),
    [
        (Spot(0, 5, "A"), Spot(0, 15, "A"), 10),
        (Spot(0, 5, "A"), Spot(4, 6, "B"), 4 + 11),  # round by the front
        (Spot(0, 15, "A"), Spot(4, 16, "B"), 4 + 9),  # round by the back
        (Spot(8, -3), Spot(0, 5, "A"), 8 + 8),
    ],
)
def test_racks_are_walked_round(a: Spot, b: Spot, millimetres: int) -> None:
    assert FLOOR.distance(a, b) == millimetres


def test_a_floor_is_read_from_its_locations(site: Site) -> None:
    places = "/warehouses/{warehouse}/locations"
    bulk = {"type": "reserve", "aisles": ["A", "B"], "last_bay": 8, "x_mm": 2000, "y_mm": 6000}
    site.post(places + "/bulk", bulk)
    site.post(places, {"code": "DOCK", "type": "dock", "x_mm": 2000, "y_mm": 0})
    site.post(places, {"code": "LOST", "type": "reserve"})
    with reading(site.engine) as session:
        warehouse = session.query(Warehouse.id).scalar()
        floor = aisles(session, warehouse)
        assert floor == Aisles(
            (Aisle("A", 2000), Aisle("B", 6000)),
            front_mm=6000 - CROSS_AISLE_MM,
            back_mm=6000 + 3 * 2800 + CROSS_AISLE_MM,
        )
        dock, lost, near, far = (
            location(session, warehouse, code)
            for code in ("DOCK", "LOST", "A-01-01-1", "B-08-01-1")
        )
        assert distance(floor, dock, near) == 6000
        assert distance(floor, dock, far) == 4000 + 6000 + 3 * 2800
        assert distance(floor, dock, lost) is None
        assert nearest(floor, dock, [lost, far, near]) == [near, far, lost]
