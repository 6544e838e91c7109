"""The zero check: the picker who took the last piece says whether the place is empty of it now."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import ItemId
from server.counting.ask import ask_for_count, counting, document, new_count, open_count_at
from server.counting.tables import CountId, CountResult, CountRound, StockCount
from server.counting.wire.counts import Counting, CountReason, CountState, ZeroCheck
from server.errors import Refusal
from server.places.tables import LocationId
from server.stock.moves import KEY_COLUMNS
from server.stock.spot import floor_location
from server.stock.tables import NO_CONTAINER, NO_LOT, Balance, ContainerId, LotId
from server.stock.wire import Status
from server.work import tasks
from server.work.wire import TaskKind


def zero_check(act: Act, command: ZeroCheck) -> Counting:
    """What is left agrees with the book: a count that is posted. Else somebody else counts.

    Nothing is posted to stock here, however late it is told: it is held against the book as it
    is now. Goods that are booked as missing are not expected there. Refused: 404 `not_found`.
    """
    place = floor_location(act, command.location)
    item = item_by_sku(act.session, command.sku).id
    count = zero_checked(act, place.id, item, left=command.left)
    return counting(act, act.session.get_one(StockCount, count))


def zero_checked(act: Act, location: LocationId, item: ItemId, *, left: int) -> CountId:
    """Logs a count of `left` base units, or has the place counted by anybody but the caller.

    A count that is open for the place answers for it already where the book is right.
    """
    book = _book(act, location, item)
    if sum(row.on_hand for row in book) != left:
        return ask_for_count(
            act,
            location,
            item=item,
            reason=CountReason.ZERO_CHECK,
            excluded_person=act.who.name,
        )
    under_way = open_count_at(act, location)
    return under_way.id if under_way else _logged(act, location, item, book)


def take_back(act: Act, count: CountId, told_at: datetime) -> None:
    """The answer of that moment was a mistake: its count is closed without an effect.

    One that somebody had asked for before stays. Refused: 409 `not_reversible` when somebody
    counts by now.
    """
    row = act.session.get_one(StockCount, count, with_for_update=True, populate_existing=True)
    if row.reason is not CountReason.ZERO_CHECK or row.asked_at != told_at:
        return
    if row.state not in {CountState.ASKED, CountState.POSTED} or row.round > 1:
        raise Refusal(
            409, "not_reversible", f"Count {row.id} goes on from there already: it is {row.state}."
        )
    row.state, row.worker, row.ended_at = CountState.CLOSED, None, act.now
    tasks.cancel(act, TaskKind.COUNT, document(row.id))


def _book(act: Act, location: LocationId, item: ItemId) -> Sequence[Balance]:
    """What should stand there of the item; locked, so that no move is half in it."""
    return act.session.scalars(
        sa.select(Balance)
        .where(
            Balance.location == location,
            Balance.item == item,
            Balance.on_hand > 0,
            Balance.status != Status.MISSING,
        )
        .order_by(*KEY_COLUMNS)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _logged(act: Act, location: LocationId, item: ItemId, book: Sequence[Balance]) -> CountId:
    count = new_count(act, location, CountReason.ZERO_CHECK, item)
    count.state, count.round, count.ended_at = CountState.POSTED, 1, act.now
    done = CountRound(
        count=count.id,
        round=1,
        who=act.who.name,
        opened_at=act.now,
        counted_at=act.now,
        posted_at=act.now,
    )
    act.session.add(done)
    act.session.flush()
    act.session.add_all(_results(count.id, item, book))
    return count.id


def _results(count: CountId, item: ItemId, book: Sequence[Balance]) -> list[CountResult]:
    """One per lot and container that is left, all right; of an empty place one that says 0."""
    left: dict[tuple[LotId, ContainerId], int] = {}
    for row in book:
        left[row.lot, row.container] = left.get((row.lot, row.container), 0) + row.on_hand
    return [
        CountResult(
            count=count,
            round=1,
            item=item,
            lot=lot,
            container=container,
            book=quantity,
            counted=quantity,
        )
        for (lot, container), quantity in (left or {(NO_LOT, NO_CONTAINER): 0}).items()
    ]
