"""The difference between a count and the book, row by row: pure arithmetic, proved by itself."""

from collections.abc import Mapping
from typing import NamedTuple

from server.catalog.tables import ItemId
from server.stock.tables import NO_OWNER, ContainerId, LotId, OwnerId
from server.stock.wire import Status

TOLERANCE_UNITS = 1
TOLERANCE_PERCENT = 2


class Group(NamedTuple):
    """What a counter can tell apart; whose it is and what it is fit for, they cannot."""

    item: ItemId
    lot: LotId
    container: ContainerId


class Row(NamedTuple):
    """What the book tells apart within a group."""

    owner: OwnerId
    status: Status


class Shift(NamedTuple):
    """`quantity` goes from a row to a row; None is the adjustment account."""

    source: Row | None
    target: Row | None
    quantity: int


FOUND = Row(NO_OWNER, Status.AVAILABLE)


def standing(book: Mapping[Row, int]) -> int:
    """What should be seen: goods booked as missing are not there to be counted."""
    return sum(quantity for row, quantity in book.items() if row.status is not Status.MISSING)


def within_tolerance(book: Mapping[Row, int], counted: int) -> bool:
    """Whether the difference may be posted without counting again: 1 unit, or 2 %."""
    expected = standing(book)
    allowed = max(TOLERANCE_UNITS, expected * TOLERANCE_PERCENT // 100)
    return abs(counted - expected) <= allowed


def shifts(book: Mapping[Row, int], counted: int) -> list[Shift]:
    """What has to move so that `book` becomes `counted`.

    More than was booked: first those that were missing are found, the rest are new. Fewer: the
    available ones have gone first. What is still missing after a count is written off.
    """
    gone = {row: n for row, n in book.items() if row.status is Status.MISSING and n}
    here = {row: n for row, n in book.items() if row.status is not Status.MISSING and n}
    difference = counted - sum(here.values())
    made = []
    for row in sorted(gone):
        found = min(gone[row], max(difference, 0))
        made.append(Shift(row, Row(row.owner, Status.AVAILABLE), found))
        made.append(Shift(row, None, gone[row] - found))
        difference -= found
    if difference > 0:
        made.append(Shift(None, _home(here), difference))
    for row in sorted(here, key=_lost_first):
        lost = min(here[row], max(-difference, 0))
        made.append(Shift(row, None, lost))
        difference += lost
    return [shift for shift in made if shift.quantity]


def _home(here: Mapping[Row, int]) -> Row:
    """Found goods join what stands there for the same owner, if it is one owner's."""
    owners = {row.owner for row in here}
    return Row(owners.pop(), Status.AVAILABLE) if len(owners) == 1 else FOUND


def _lost_first(row: Row) -> tuple[bool, Row]:
    return row.status is not Status.AVAILABLE, row
