"""Opening a count: the book is written down as it is now, and hidden from whoever counts."""

import sqlalchemy as sa

from server.act import Act
from server.counting.ask import (
    counting,
    document,
    excluded,
    give_task,
    new_count,
    open_count_at,
)
from server.counting.progress import ENDED
from server.counting.tables import CountBook, CountBookSerial, CountRound, StockCount
from server.counting.wire.counts import Counting, CountReason, CountState, LeaveCount, OpenCount
from server.errors import Refusal, not_found
from server.places.tables import Location
from server.stock.blind import hide, show
from server.stock.moves import KEY_COLUMNS
from server.stock.spot import floor_location
from server.stock.tables import Balance, BalanceId, Serial
from server.work import tasks
from server.work.wire import TaskKind


def open_count(act: Act, command: OpenCount) -> Counting:
    """A round begins; the same person opening it again goes on with it.

    Refused: 404 `not_found`; 409 `other_location`, `being_counted` (by whom), `not_you` (whoever
    reported the short or counted before), `waits_for_decision`, `counted_already`, `count_ended`.
    """
    place = floor_location(act, command.location)
    count = _wanted(act, command, place)
    if count.state is CountState.OPEN and count.worker == act.who.name:
        return counting(act, count)
    _may_open(act, count, place)
    count.round += 1
    count.state, count.worker = CountState.OPEN, act.who.name
    begun = CountRound(count=count.id, round=count.round, who=act.who.name, opened_at=act.now)
    act.session.add(begun)
    act.session.flush()
    write_book(act, count)
    hide(act, place.id, document(count.id))
    return counting(act, count)


def leave_count(act: Act, command: LeaveCount) -> Counting:
    """Nothing was counted; one that nobody had asked for ends, any other is a new task.

    Refused: 404, 409 `not_open`.
    """
    count = count_of(act, command.count)
    if count.state is not CountState.OPEN or count.worker != act.who.name:
        raise Refusal(409, "not_open", f"You have not opened count {count.id}.")
    if count.reason is CountReason.ON_THE_SPOT and count.round == count.first_round == 1:
        count.state, count.worker = CountState.CLOSED, None
        count.ended_at = act.now
        show(act, document(count.id))
    else:
        count.state, count.worker = CountState.ASKED, None
        tasks.cancel(act, TaskKind.COUNT, document(count.id))
        give_task(act, count, next(iter(sorted(excluded(act, count.id))), None))
    return counting(act, count)


def count_of(act: Act, number: int) -> StockCount:
    """A count of this warehouse, locked; 404 `not_found`."""
    count = act.session.scalar(
        sa.select(StockCount)
        .where(StockCount.id == number, StockCount.warehouse == act.warehouse)
        .with_for_update()
    )
    if count is None:
        raise not_found("count", number)
    return count


def write_book(act: Act, count: StockCount) -> None:
    """The rows of the place as they are; locked, so that no move is half in it."""
    query = sa.select(Balance).where(Balance.location == count.location, Balance.on_hand > 0)
    if count.item is not None:
        query = query.where(Balance.item == count.item)
    rows = act.session.scalars(
        query.order_by(*KEY_COLUMNS).with_for_update().execution_options(populate_existing=True)
    ).all()
    for row in rows:
        act.session.add(
            CountBook(
                count=count.id,
                round=count.round,
                item=row.item,
                lot=row.lot,
                container=row.container,
                owner=row.owner,
                status=row.status,
                quantity=row.on_hand,
            )
        )
    by_row: dict[BalanceId | None, Balance] = {row.id: row for row in rows}
    known = sa.select(Serial.id, Serial.balance).where(Serial.balance.in_(by_row))
    for serial, balance in act.session.execute(known).all():
        row = by_row[balance]
        act.session.add(
            CountBookSerial(
                count=count.id,
                round=count.round,
                serial=serial,
                lot=row.lot,
                container=row.container,
            )
        )
    act.session.flush()


def _wanted(act: Act, command: OpenCount, place: Location) -> StockCount:
    if command.count is None:
        found = open_count_at(act, place.id)
        return found or new_count(act, place.id, CountReason.ON_THE_SPOT)
    count = count_of(act, command.count)
    if count.location != place.id:
        right = act.session.get_one(Location, count.location)
        raise Refusal(
            409, "other_location", f"Count {count.id} is of {right.code}, {place.code} was scanned."
        )
    return count


def _may_open(act: Act, count: StockCount, place: Location) -> None:
    if count.state is CountState.OPEN:
        raise Refusal(
            409, "being_counted", f"{count.worker} is counting {place.code}, count {count.id}."
        )
    if count.state is CountState.WAITING:
        raise Refusal(
            409, "waits_for_decision", f"Count {count.id} of {place.code} waits for a supervisor."
        )
    if count.state is CountState.COUNTED:
        raise Refusal(
            409,
            "counted_already",
            f"{place.code} was counted and is posted when its stocktake ends. A supervisor can have"
            " it counted again.",
        )
    if count.state in ENDED:
        raise Refusal(409, "count_ended", f"Count {count.id} of {place.code} has ended.")
    if act.who.name in excluded(act, count.id):
        raise Refusal(
            409,
            "not_you",
            f"Somebody else counts {place.code}: you reported it short, or counted it before.",
        )
