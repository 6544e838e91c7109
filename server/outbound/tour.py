"""The shortest tour through parallel aisles with a front and a back cross aisle; pure and exact.

Ratliff and Rosenthal, "Order-picking in a rectangular warehouse: a solvable case of the traveling
salesman problem", Operations Research 31 (1983): aisles are added from left to right, and of all
partial tours only the shortest of each of seven classes can belong to the best tour.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Aisle(NamedTuple):
    """A walk line at `x`: the heights of its stops, ascending; millimetres."""

    x: int
    stops: tuple[int, ...]


class Block(NamedTuple):
    """Where the two cross aisles run, millimetres."""

    front: int
    back: int


class State(NamedTuple):
    """How a partial tour meets the newest aisle's two ends.

    `front` and `back` are 0 (not met), 1 (an odd number of times), 2 (an even number);
    `parts` is how many pieces it is in: of two, each has one end.
    """

    front: int
    back: int
    parts: int


class Pass(NamedTuple):
    """One way to work an aisle: how often it meets each end, whether it joins them."""

    name: str
    front: int
    back: int
    joins: bool


THROUGH = Pass("through", 1, 1, joins=True)
TWICE = Pass("twice", 2, 2, joins=True)
FROM_FRONT = Pass("from front", 2, 0, joins=False)
FROM_BACK = Pass("from back", 0, 2, joins=False)
GAP = Pass("gap", 2, 2, joins=False)
SKIP = Pass("skip", 0, 0, joins=False)
PASSES = (THROUGH, TWICE, FROM_FRONT, FROM_BACK, GAP, SKIP)

EMPTY = State(0, 0, 0)
CLOSED = State(0, 0, 1)


def _met(a: int, b: int) -> int:
    return (a + b) % 2 or min(a + b, 2)


def _worked(state: State, way: Pass) -> State | None:
    """The class after an aisle was worked this way; None where the tour could not be closed."""
    if way is SKIP:
        return state
    if state == CLOSED:
        return None
    front, back = _met(state.front, way.front), _met(state.back, way.back)
    touches = bool(way.front and state.front) + bool(way.back and state.back)
    if way.joins:
        return State(front, back, 1)
    pieces = bool(way.front) + bool(way.back)
    return State(front, back, state.parts + pieces - touches)


def _crossings(state: State) -> tuple[tuple[int, int, State], ...]:
    """How often each cross aisle may be walked to the next aisle, and the class there."""
    if state in {EMPTY, CLOSED}:
        return ((0, 0, state),)
    if state.front == 1:
        return ((1, 1, state),)
    ways = [
        (front, back)
        for front in ((0, 2) if state.front else (0,))
        for back in ((0, 2) if state.back else (0,))
    ]
    if state.parts == 2:
        return ((2, 2, state),)
    return tuple((front, back, State(front, back, 1)) for front, back in ways)


def _reachable() -> list[State]:
    found, new = [EMPTY], [EMPTY]
    while new:
        state = new.pop()
        after = [worked for way in PASSES if (worked := _worked(state, way))]
        after += [crossed for _, _, crossed in _crossings(state)]
        for one in after:
            if one not in found:
                found.append(one)
                new.append(one)
    return found


STATES = _reachable()
WORKED = {(state, way): _worked(state, way) for state in STATES for way in PASSES}
CROSSED = {state: _crossings(state) for state in STATES}


class Leg(NamedTuple):
    """How one aisle is worked, and how often each cross aisle is walked on to the next."""

    way: Pass
    front: int
    back: int


def shortest(aisles: Sequence[Aisle], block: Block) -> tuple[int, list[Leg]]:
    """The length in millimetres and the legs of the shortest closed tour of all stops.

    Aisles ascend by `x`. A stop of height `block.front` is the aisle's front end itself.
    """
    best: dict[State, tuple[int, tuple[Leg, ...]]] = {EMPTY: (0, ())}
    for n, aisle in enumerate(aisles):
        best = _through(best, _costs(aisle, block))
        if n + 1 < len(aisles):
            best = _across(best, aisles[n + 1].x - aisle.x)
    ends = [
        found
        for state, found in best.items()
        if state.parts <= 1 and state.front != 1  # nothing is left to be joined or paired
    ]
    length, legs = min(ends, key=lambda found: found[0])
    return length, list(legs)


Best = dict[State, tuple[int, tuple[Leg, ...]]]


def _through(best: Best, costs: dict[Pass, int]) -> Best:
    after: Best = {}
    for state, (length, legs) in best.items():
        for way, cost in costs.items():
            worked = WORKED[state, way]
            if worked is None:
                continue
            found = after.get(worked)
            if found is None or length + cost < found[0]:
                after[worked] = (length + cost, (*legs, Leg(way, 0, 0)))
    return after


def _across(best: Best, width: int) -> Best:
    after: Best = {}
    for state, (length, legs) in best.items():
        way = legs[-1].way
        for front, back, crossed in CROSSED[state]:
            cost = length + (front + back) * width
            found = after.get(crossed)
            if found is None or cost < found[0]:
                after[crossed] = (cost, (*legs[:-1], Leg(way, front, back)))
    return after


def _costs(aisle: Aisle, block: Block) -> dict[Pass, int]:
    """What each way that visits all stops costs, millimetres."""
    depth = block.back - block.front
    costs = {THROUGH: depth, TWICE: 2 * depth}
    if not aisle.stops:
        return costs | {SKIP: 0}
    costs[FROM_FRONT] = 2 * (aisle.stops[-1] - block.front)
    costs[FROM_BACK] = 2 * (block.back - aisle.stops[0])
    if len(aisle.stops) > 1:
        costs[GAP] = 2 * (depth - widest_gap(aisle.stops)[0])
    return costs


def widest_gap(stops: Sequence[int]) -> tuple[int, int]:
    """The widest gap between two neighbours and the index of the upper one."""
    return max((stops[n] - stops[n - 1], n) for n in range(1, len(stops)))
