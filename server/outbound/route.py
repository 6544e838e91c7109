"""The order in which a picker walks to the stops of a pick list, and why; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.outbound.tour import (
    FROM_BACK,
    FROM_FRONT,
    GAP,
    THROUGH,
    TWICE,
    Aisle,
    Block,
    Leg,
    shortest,
    widest_gap,
)

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where goods are taken from: a floor point in millimetres, or None where nobody measured."""

    code: str
    sequence: int
    x: int | None = None
    y: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Indexes of the stops as walked, the length of the closed tour, and what decided."""

    order: tuple[int, ...]
    length_mm: int | None
    why: str


def route(stops: Sequence[Stop], block: Block, depot: Point) -> Route:
    """The shortest closed tour from the depot, exact for one block of parallel aisles.

    Where a stop has no coordinates the walk sequence of the locations is used, and `why` says so.
    """
    unknown = [stop.code for stop in stops if stop.x is None or stop.y is None]
    if unknown:
        by_walk = sorted(range(len(stops)), key=lambda n: (stops[n].sequence, stops[n].code))
        why = f"By walk sequence: location {unknown[0]} has no coordinates."
        return Route(tuple(by_walk), None, why)
    points = [(stop.x or 0, stop.y or 0) for stop in stops]
    gate = (depot[0], _nearer(depot[1], block))
    aisles = _aisles([*points, gate])
    length, legs = shortest(aisles, block)
    length += 2 * abs(depot[1] - gate[1])
    order = tuple(_in_order(points, _walk(aisles, legs, block, gate)))
    tour = f"The shortest tour of {len({stop.code for stop in stops})} places in"
    return Route(order, length, f"{tour} {len(aisles)} aisles: {length / 1000:.0f} m.")


def _nearer(y: int, block: Block) -> int:
    return block.front if y - block.front <= block.back - y else block.back


def _aisles(points: Sequence[Point]) -> list[Aisle]:
    heights: dict[int, set[int]] = {}
    for x, y in points:
        heights.setdefault(x, set()).add(y)
    return [Aisle(x, tuple(sorted(heights[x]))) for x in sorted(heights)]


def _in_order(points: Sequence[Point], walk: Sequence[Point]) -> list[int]:
    """Each stop where the walk first passes it."""
    first: dict[Point, int] = {}
    for n, point in enumerate(walk):
        first.setdefault(point, n)
    return sorted(range(len(points)), key=lambda n: (first[points[n]], n))


def _walk(aisles: Sequence[Aisle], legs: Sequence[Leg], block: Block, gate: Point) -> list[Point]:
    """A closed walk over all edges of the tour from the gate (Hierholzer)."""
    ways: dict[Point, list[Point]] = {}
    for a, b in _edges(aisles, legs, block):
        if a != b:
            ways.setdefault(a, []).append(b)
            ways.setdefault(b, []).append(a)
    path, walked = [gate], []
    while path:
        here = path[-1]
        if ways.get(here):
            there = ways[here].pop()
            ways[there].remove(here)
            path.append(there)
        else:
            walked.append(path.pop())
    return walked


def _edges(aisles: Sequence[Aisle], legs: Sequence[Leg], block: Block) -> list[tuple[Point, Point]]:
    edges: list[tuple[Point, Point]] = []
    for n, (aisle, leg) in enumerate(zip(aisles, legs, strict=True)):
        edges += _inside(aisle, leg, block)
        for times, height in ((leg.front, block.front), (leg.back, block.back)):
            if times:
                edges += [((aisle.x, height), (aisles[n + 1].x, height))] * times
    return edges


def _inside(aisle: Aisle, leg: Leg, block: Block) -> list[tuple[Point, Point]]:
    """The edges of one aisle, cut at its stops."""
    stops = list(aisle.stops)
    whole = [block.front, *stops, block.back]
    gap = widest_gap(stops)[1] if leg.way is GAP else 0
    chains = {
        THROUGH: [(whole, 1)],
        TWICE: [(whole, 2)],
        FROM_FRONT: [(whole[:-1], 2)],
        FROM_BACK: [(whole[1:], 2)],
        GAP: [([block.front, *stops[:gap]], 2), ([*stops[gap:], block.back], 2)],
    }.get(leg.way, [])
    return [
        ((aisle.x, low), (aisle.x, high))
        for chain, times in chains
        for low, high in pairwise(chain)
        for _ in range(times)
    ]
