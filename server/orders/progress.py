"""How far an order is, derived from its lines; pure."""

from collections.abc import Iterable
from typing import Any, Protocol

from server.orders.wire import OrderState, Progress

_RANK = (
    Progress.BACKORDER,
    Progress.ALLOCATED,
    Progress.PICKED,
    Progress.PACKED,
    Progress.SHIPPED,
)


class Counted(Protocol):
    """What a line counts, base units."""

    picked: Any
    packed: Any
    shipped: Any


def line_progress(state: OrderState, wanted: int, line: Counted, allocated: int) -> Progress:
    """Of one line; `wanted` is ordered - cancelled, all in base units."""
    if wanted == 0:
        return Progress.CANCELLED
    if line.shipped >= wanted:
        return Progress.SHIPPED
    if state in {OrderState.NEW, OrderState.HELD}:
        return Progress(state.value)
    reached = ((line.packed, Progress.PACKED), (line.picked, Progress.PICKED))
    for counted, progress in reached:
        if counted >= wanted:
            return progress
    if allocated < wanted:
        return Progress.BACKORDER
    return Progress.PICKING if line.picked else Progress.ALLOCATED


def order_progress(state: OrderState, lines: Iterable[Progress]) -> Progress:
    """The least of its lines, `picking` when they are unequally far; cancelled ones don't count."""
    if state is OrderState.CANCELLED:
        return Progress.CANCELLED
    left = {line for line in lines if line is not Progress.CANCELLED}
    if not left:
        return Progress.CANCELLED
    if len(left) == 1:
        return left.pop()
    if Progress.BACKORDER in left:
        return Progress.BACKORDER
    begun = left - {Progress.ALLOCATED}
    if Progress.ALLOCATED in left or Progress.PICKING in left:
        return Progress.PICKING if begun else Progress.ALLOCATED
    return min(left, key=_RANK.index)
