"""Which lines of a purchase order goods fill, and what is beyond them: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.purchasing.tables import PurchaseOrderLineId


@dataclass(frozen=True, slots=True)
class Wanting:
    """A line that wants goods: `open` base units of its order, `spare` more within tolerance."""

    line: PurchaseOrderLineId
    open: int
    spare: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what came: for which line, if any, and whether it is beyond what that takes."""

    line: PurchaseOrderLineId | None
    quantity: int
    over: bool = False


def wanting(line: PurchaseOrderLineId, ordered: int, received: int, over_percent: int) -> Wanting:
    """What a line still takes of `ordered` (less cancelled) base units, a tolerance above it."""
    limit = ordered * (100 + over_percent) // 100
    missing = max(ordered - received, 0)
    return Wanting(line, missing, max(limit - received, 0) - missing)


def shares(lines: Sequence[Wanting], quantity: int) -> list[Share]:
    """Fills what is open in the lines' order, then their tolerance; the rest is over the last.

    Without lines all of it is over, for none.
    """
    taken = dict.fromkeys((line.line for line in lines), 0)
    left = quantity
    for room in ({line.line: line.open for line in lines}, {x.line: x.spare for x in lines}):
        for line in lines:
            part = min(left, room[line.line])
            taken[line.line] += part
            left -= part
    found = [Share(line, part) for line, part in taken.items() if part]
    if left:
        found.append(Share(lines[-1].line if lines else None, left, over=True))
    return found
