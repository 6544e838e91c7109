"""Late facts: what happened before a posted count and became known after it reopens the count."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from server.act import Act
from server.counting.ask import give_task, open_count_at
from server.counting.tables import CountRound, StockCount
from server.counting.wire.counts import CountReason, CountReopened, CountState
from server.feed.follow import Done, Followed, Follower
from server.places.find import location
from server.places.tables import Location
from server.stock.events_wire import ToldLate


def reopen(
    act: Act, place: Location, happened_at: datetime, reason: str, *, told_at: datetime
) -> bool:
    """Has a place counted again when its last count was posted, or ended in a stocktake that is to
    be posted, after the moment of the fact.

    Moves since a count are kept, but this one the counter had seen already: only a new count can
    tell. False when no count is that young, when its book has the fact (it was told before the
    round was opened), or one is open anyway.
    """
    count = open_count_at(act, place.id)
    if count is not None and count.state is not CountState.COUNTED:
        return False
    count = count or _last_posted(act, place)
    if count is None:
        return False
    begun = act.session.get_one(CountRound, (count.id, count.accepted or count.round))
    ended_at = count.ended_at or begun.counted_at
    if ended_at is None or ended_at < happened_at or told_at <= begun.opened_at:
        return False
    count.state, count.worker, count.accepted = CountState.REOPENED, None, None
    count.ended_at = None
    count.reason, count.first_round = CountReason.LATE_FACT, count.round + 1
    count.item = None
    act.session.flush()
    give_task(act, count)
    act.record(CountReopened(location=place.code, reason=reason), place.code)
    return True


def _last_posted(act: Act, place: Location) -> StockCount | None:
    return act.session.scalars(
        sa.select(StockCount)
        .where(StockCount.location == place.id, StockCount.state == CountState.POSTED)
        .order_by(StockCount.ended_at.desc(), StockCount.id.desc())
        .limit(1)
        .with_for_update()
    ).first()


def _does(act: Act, command: Followed) -> Done:
    for event in command.item.events:
        if event.kind == ToldLate.kind:
            told = msgspec.convert(event.detail, ToldLate)
            place = location(act.session, act.warehouse, told.location)
            reason = f"{command.item.kind} of {command.item.who}"
            reopen(act, place, told.happened_at, reason, told_at=command.item.at)
    return Done()


FOLLOWER = Follower("counting.late", frozenset({ToldLate.kind}), _does)
