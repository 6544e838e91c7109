"""Asking for a count: by a plan, by a supervisor, or because a shelf was not as the book says."""

from collections import Counter

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import ItemId
from server.counting.progress import ENDED, TO_COUNT, by_state
from server.counting.tables import (
    CountExcluded,
    CountId,
    StockCount,
)
from server.counting.wire.counts import AskCount, Counting, CountReason, CountState
from server.db import insert_once
from server.places.tables import Location, LocationId
from server.stock.blind import show
from server.stock.spot import floor_location
from server.work import tasks
from server.work.wire import TaskKind

SOON, USUAL = 3, 5


def ask(act: Act, command: AskCount) -> Counting:
    """Makes a count and its task, or widens the one that is open for the place. Refused: 404."""
    place = floor_location(act, command.location)
    item = item_by_sku(act.session, command.sku).id if command.sku else None
    number = ask_for_count(act, place.id, item=item, reason=command.reason)
    return counting(act, act.session.get_one(StockCount, number))


def ask_for_count(
    act: Act,
    location: LocationId,
    *,
    item: ItemId | None = None,
    reason: CountReason,
    excluded_person: str | None = None,
) -> CountId:
    """Has a place counted, by anybody but `excluded_person` (a principal, `person:ANNA`).

    The count that is open for the place already answers for it, of all items if they differ.
    """
    count = open_count_at(act, location)
    if count is None:
        count = new_count(act, location, reason, item)
    else:
        count.item = item if count.item == item else None
        if count.reason is CountReason.ON_THE_SPOT:  # asked for by now: leaving does not end it
            count.reason = reason
    if excluded_person is not None:
        exclude(act, count.id, excluded_person)
    if count.state is CountState.COUNTED:  # what was counted there is in doubt now
        count.state, count.accepted, count.first_round = CountState.ASKED, None, count.round + 1
    if count.state is not CountState.WAITING:
        give_task(act, count, excluded_person)
    return count.id


def end_count(act: Act, count: StockCount, state: CountState) -> None:
    """It is posted or closed: its task is done, and whoever counted may see again."""
    count.state, count.worker = state, None
    count.ended_at = act.now
    tasks.finish(act, TaskKind.COUNT, document(count.id))
    show(act, document(count.id))


def new_count(
    act: Act, location: LocationId, reason: CountReason, item: ItemId | None = None
) -> StockCount:
    count = StockCount(
        warehouse=act.warehouse,
        location=location,
        item=item,
        reason=reason,
        state=CountState.ASKED,
        asked_by=act.who.name,
        asked_at=act.now,
    )
    act.session.add(count)
    act.session.flush()
    return count


def open_count_at(act: Act, location: LocationId) -> StockCount | None:
    """The count that has not ended for a place; there is at most one."""
    return act.session.scalar(
        sa.select(StockCount)
        .where(StockCount.location == location, StockCount.state.not_in(ENDED))
        .with_for_update()
    )


def exclude(act: Act, count: CountId, who: str) -> None:
    act.session.execute(insert_once(act.session, CountExcluded), {"count": count, "who": who})


def excluded(act: Act, count: CountId) -> set[str]:
    """Who must not count it."""
    query = sa.select(CountExcluded.who).where(CountExcluded.count == count)
    return set(act.session.scalars(query))


def give_task(act: Act, count: StockCount, excluded_person: str | None = None) -> None:
    urgent = count.reason in {CountReason.AFTER_SHORT, CountReason.LATE_FACT}
    tasks.add(
        act,
        TaskKind.COUNT,
        document(count.id),
        location=count.location,
        priority=SOON if urgent else USUAL,
        excluded_person=excluded_person,
    )


def document(count: CountId, round_: int | None = None) -> str:
    """`CN12` of a count, `CN12/2` of what one of its rounds posts."""
    return f"CN{count}" if round_ is None else f"CN{count}/{round_}"


def counting(act: Act, count: StockCount) -> Counting:
    """How a count stands, blind."""
    place = act.session.get_one(Location, count.location)
    act.session.flush()
    states = Counter(by_state(act.session, count.stocktake) if count.stocktake else {})
    return Counting(
        count=count.id,
        location=place.code,
        capacity=place.capacity_quantity,
        state=count.state,
        round=count.round,
        another=count.state is CountState.AGAIN and act.who.name in excluded(act, count.id),
        done=states.total() - sum(states[state] for state in TO_COUNT) if states else None,
        places=states.total() if states else None,
    )
