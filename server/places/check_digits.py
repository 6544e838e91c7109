"""Check digits of locations: three random digits in two colours, unlike those nearby."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import sqlalchemy as sa

from labels.codes import digits_hash
from server.act import Act
from server.errors import not_found
from server.places.bulk_wire import LocationsTouched
from server.places.tables import Location
from server.places.wire import CheckDigitsRotate, LocationType

NEAR = 20  # positions in the walk within which no two locations share digits
ALL = frozenset(f"{n:03}" for n in range(1000))

Choose = Callable[[Sequence[str]], str]

# Digits must not be guessed, so they come from the machine's secrets; they are not reproducible.
choose: Choose = secrets.SystemRandom().choice


def asked(visit: str, blue: str | None, orange: str | None) -> tuple[str, str]:
    """The colour asked at this visit (a pick list's line, a put-away) and what its digits give.

    The colour can't be learnt and stays the same however often the visit is shown; both are empty
    where the place has no digits. The hash is `labels.codes.digits_hash`.
    """
    colour = ("blue", "orange")[sha256(visit.encode()).digest()[0] % 2]
    digits = blue if colour == "blue" else orange
    return (colour, digits_hash(visit, digits)) if digits else ("", "")


def rotate(act: Act, command: CheckDigitsRotate) -> LocationsTouched:
    """Refused: 404 `not_found` for an aisle without locations."""
    query = sa.select(Location).where(
        Location.warehouse == act.warehouse, Location.aisle == command.aisle
    )
    rows = act.session.scalars(query.order_by(Location.sequence, Location.code)).all()
    if not rows:
        raise not_found("aisle", command.aisle)
    deal_for(act, rows)
    for row in rows:
        row.version += 1
    return LocationsTouched(locations=[row.code for row in rows])


def deal_for(act: Act, fresh: Iterable[Location]) -> None:
    """Deals digits to these locations, with the whole warehouse in view."""
    act.session.flush()
    query = sa.select(Location).where(
        Location.warehouse == act.warehouse, Location.type != LocationType.VIRTUAL
    )
    deal(act.session.scalars(query).all(), fresh, choose)
    act.session.flush()


def deal(every: Iterable[Location], fresh: Iterable[Location], choose: Choose) -> None:
    """Gives each fresh location two sets that differ from its own old ones and each other, from
    those of every location within 20 positions of the walk, and of the same place in the two
    neighbour aisles.
    """
    walk = sorted(every, key=lambda row: (row.sequence, row.code))
    index = {row.code: n for n, row in enumerate(walk)}
    aisles = sorted({row.aisle for row in walk if row.aisle})
    across = {(row.aisle, row.bay, row.level, row.position): row for row in walk}
    for row in fresh:
        n = index[row.code]
        near = walk[max(0, n - NEAR) : n + NEAR + 1] + [
            across[key] for key in _beside(row, aisles) if key in across
        ]
        taken = {digits for other in near for digits in (other.check_blue, other.check_orange)}
        row.check_blue = choose(sorted(ALL - taken))
        row.check_orange = choose(sorted(ALL - taken - {row.check_blue}))


def _beside(
    row: Location, aisles: list[str]
) -> list[tuple[str | None, int | None, int | None, int | None]]:
    if row.aisle is None:
        return []
    n = aisles.index(row.aisle)
    return [(aisle, row.bay, row.level, row.position) for aisle in aisles[max(0, n - 1) : n + 2]]
