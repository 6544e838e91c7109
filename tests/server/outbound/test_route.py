"""Walk order: never longer than the best that trying everything finds."""

import random
from itertools import pairwise, permutations

import pytest

from server.outbound.route import Point, Stop, route
from server.outbound.tour import CROSSED, STATES, Block

BLOCK = Block(0, 20_000)


def distance(a: Point, b: Point) -> int:
    """Between two floor points: within an aisle straight, else through the nearer cross aisle."""
    if a[0] == b[0]:
        return abs(a[1] - b[1])
    front = a[1] + b[1] - 2 * BLOCK.front
    back = 2 * BLOCK.back - a[1] - b[1]
    return abs(a[0] - b[0]) + min(front, back)


def length(depot: Point, points: list[Point]) -> int:
    return sum(distance(a, b) for a, b in pairwise([depot, *points, depot]))


def stops_of(points: list[Point]) -> list[Stop]:
    return [Stop(f"L{n}", n, *point) for n, point in enumerate(points)]


def instance(seed: int, count: int, aisles: int) -> tuple[Point, list[Point]]:
    draw = random.Random(seed)
    points = [(draw.randrange(aisles) * 3000, draw.randrange(0, 21) * 1000) for _ in range(count)]
    depot = (draw.randrange(-1, 2 * aisles) * 1500, draw.choice([0, 0, 20_000]))
    return depot, points


@pytest.mark.parametrize("seed", range(150))
def test_the_tour_is_as_short_as_the_best_of_all_orders(seed: int) -> None:
    depot, points = instance(seed, 1 + seed % 6, 1 + seed % 5)
    best = min(length(depot, list(order)) for order in permutations(points))
    found = route(stops_of(points), BLOCK, depot)
    assert sorted(found.order) == list(range(len(points)))
    assert found.length_mm == best
    assert length(depot, [points[n] for n in found.order]) == best


@pytest.mark.parametrize("seed", range(20))
def test_a_long_tour_is_walked_as_long_as_it_says(seed: int) -> None:
    depot, points = instance(seed, 30, 10)
    found = route(stops_of(points), BLOCK, depot)
    assert sorted(found.order) == list(range(30))
    walked = length(depot, [points[n] for n in found.order])
    assert found.length_mm is not None
    assert walked == found.length_mm


def test_the_classes_are_the_seven_of_the_paper() -> None:
    assert {tuple(state) for state in STATES} == {
        (0, 0, 0), (0, 0, 1), (1, 1, 1), (2, 0, 1), (0, 2, 1), (2, 2, 1), (2, 2, 2),
    }  # fmt: skip
    assert all(CROSSED[state] for state in STATES)


def test_without_coordinates_the_walk_sequence_decides_and_says_so() -> None:
    stops = [Stop("B", 2, 0, 0), Stop("A", 1), Stop("C", 3, 0, 5)]
    found = route(stops, BLOCK, (0, 0))
    assert found.order == (1, 0, 2)
    assert found.length_mm is None
    assert "location A has no coordinates" in found.why
