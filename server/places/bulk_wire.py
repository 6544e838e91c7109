"""Messages about many locations at once: whole aisles are made, and named for their labels."""

from typing import Annotated

from msgspec import Meta

from server.places.wire import LocationRules, Ordinal, Side, Step
from server.wire import Code, Command, Event, Millimetres, Number, Reply

Aisles = Annotated[list[Code], Meta(min_length=1, max_length=100)]
Pattern = Annotated[
    str,
    Meta(
        pattern=r"\A([A-Z0-9._+#-]|\{(aisle|bay|level|position)(:[1-4])?\})+\Z",
        max_length=80,
        description="Letters with {aisle}, {bay}, {level}, {position}; {bay:2} has two digits.",
    ),
]


class LocationsCreate(LocationRules, Command, frozen=True, kw_only=True):
    """Aisles x bays x levels x positions, alike in their rules; at most 1,000 at once.

    The first bay of the first aisle stands at (x_mm, y_mm); aisles follow along x, bays along y.
    Without a `side`, odd bays are left and even ones right.
    """

    kind = "location.create_many"
    path = "/warehouses/{warehouse:str}/locations/bulk"

    aisles: Aisles
    first_bay: Ordinal = 1
    last_bay: Ordinal
    first_level: Ordinal = 1
    last_level: Ordinal = 1
    last_position: Ordinal = 1
    pattern: Pattern = "{aisle}-{bay:2}-{level:2}-{position}"
    side: Side | None = None
    x_mm: Millimetres = 0
    y_mm: Millimetres = 0
    aisle_pitch_mm: Millimetres = 4000
    bay_pitch_mm: Millimetres = 2800
    first_sequence: Step = 1


class LocationsTouched(Reply, frozen=True, kw_only=True):
    """The locations that were made or dealt new digits, in walk order: print their labels."""

    locations: Annotated[list[Code], Meta(max_length=10_000)]


class LocationsMade(Event, frozen=True, kw_only=True):
    """Many locations were made at once."""

    kind = "location.made"

    count: Number
    first: Code
    last: Code
