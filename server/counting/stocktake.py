"""A stocktake: all places of a zone are counted, and what was counted is posted at the end."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.counting.ask import document, end_count
from server.counting.count_location import post_and_end
from server.counting.progress import ENDED, view
from server.counting.tables import CountRound, StockCount, Stocktake
from server.counting.wire.counts import CountReason, CountState
from server.counting.wire.stocktake import (
    PostStocktake,
    StartStocktake,
    StocktakeEnded,
    StocktakeStarted,
    StocktakeState,
    StocktakeView,
)
from server.db import core, direct
from server.errors import Refusal, not_found
from server.places.find import zone
from server.places.tables import Location, LocationId, Zone, ZoneId
from server.places.wire import LocationType
from server.work import tasks
from server.work.tasks import NewTask
from server.work.wire import TaskKind

AT_ONCE = 50
"""Places that one act posts."""
SHOWN = 6

_MAKE = sa.insert(core(StockCount)).returning(core(StockCount).c.id, core(StockCount).c.location)


def start_stocktake(act: Act, command: StartStocktake) -> StocktakeView:
    """A count and a task for each place; one that is to be counted anyway is taken in.

    Refused: 404 `not_found`, 409 `stocktake_open`, 422 `zone_empty`.
    """
    where = zone(act.session, act.warehouse, command.zone)
    places = _places(act, where.id)
    if not places:
        raise Refusal(422, "zone_empty", f"Zone {where.code} has no place to count.")
    open_one = sa.select(Stocktake.id).where(
        Stocktake.zone == where.id, Stocktake.state == StocktakeState.OPEN
    )
    if (other := act.session.scalar(open_one)) is not None:
        raise Refusal(
            409, "stocktake_open", f"Zone {where.code} is being counted already, stocktake {other}."
        )
    row = Stocktake(
        warehouse=act.warehouse, zone=where.id, started_by=act.who.name, started_at=act.now
    )
    act.session.add(row)
    act.session.flush()
    _have_counted(act, row, places)
    act.record(StocktakeStarted(zone=where.code, places=len(places)), where.code)
    return view(act.session, row)


def post_stocktake(act: Act, command: PostStocktake) -> StocktakeView:
    """Posts the next places, and ends it with the last.

    A place of which goods have left that were counted there is counted again first. Refused: 404
    `not_found`; 409 `stocktake_ended`, `not_counted` unless the rest is left as it is.
    """
    row = _locked(act, command.stocktake)
    rest = _counts(act, row, StockCount.state.not_in((*ENDED, CountState.COUNTED)))
    if rest and not command.leave_rest:
        raise _not_counted(act, row, rest)
    for count in rest:
        tasks.cancel(act, TaskKind.COUNT, document(count.id))
        end_count(act, count, CountState.CLOSED)
    for count in _counts(act, row, StockCount.state == CountState.COUNTED)[:AT_ONCE]:
        begun = act.session.get_one(CountRound, (count.id, count.accepted))
        post_and_end(act, count, begun)
    act.session.flush()
    if not _counts(act, row, StockCount.state.not_in(ENDED)):
        row.state, row.ended_at = StocktakeState.ENDED, act.now
        told = view(act.session, row)
        act.record(StocktakeEnded(zone=told.zone, places=told.places), told.zone)
    return view(act.session, row)


def _places(act: Act, where: ZoneId) -> Sequence[LocationId]:
    query = sa.select(Location.id).where(
        Location.warehouse == act.warehouse,
        Location.zone == where,
        Location.type != LocationType.VIRTUAL,
    )
    return act.session.scalars(query.order_by(Location.sequence, Location.id)).all()


def _have_counted(act: Act, row: Stocktake, places: Sequence[LocationId]) -> None:
    """The counts that are open already become part of it, whole; all other places get one."""
    known = act.session.scalars(
        sa.select(StockCount)
        .where(StockCount.location.in_(places), StockCount.state.not_in(ENDED))
        .with_for_update()
    ).all()
    for count in known:
        count.stocktake, count.item = row.id, None
    common = {
        "warehouse": act.warehouse,
        "reason": CountReason.PLAN,
        "state": CountState.ASKED,
        "asked_by": act.who.name,
        "asked_at": act.now,
        "round": 0,
        "first_round": 1,
        "stocktake": row.id,
    }
    have = {count.location for count in known}
    act.session.flush()
    missing = [common | {"location": place} for place in places if place not in have]
    if not missing:
        return
    made = direct(act.session, _MAKE, missing).all()
    new = [NewTask(document=document(one.id), location=one.location) for one in made]
    tasks.add_new(act, TaskKind.COUNT, new)


def _locked(act: Act, number: int) -> Stocktake:
    row = act.session.get(Stocktake, number, with_for_update=True)
    if row is None or row.warehouse != act.warehouse:
        raise not_found("stocktake", number)
    if row.state is StocktakeState.ENDED:
        raise Refusal(409, "stocktake_ended", f"Stocktake {number} has ended.")
    return row


def _counts(act: Act, row: Stocktake, which: sa.ColumnElement[bool]) -> Sequence[StockCount]:
    query = sa.select(StockCount).where(StockCount.stocktake == row.id, which)
    return act.session.scalars(query.order_by(StockCount.id).with_for_update()).all()


def _not_counted(act: Act, row: Stocktake, rest: Sequence[StockCount]) -> Refusal:
    query = sa.select(Location.code).where(Location.id.in_([one.location for one in rest]))
    codes = act.session.scalars(query.order_by(Location.code)).all()
    words = ", ".join(codes[:SHOWN]) + (", ..." if len(codes) > SHOWN else "")
    where = act.session.get_one(Zone, row.zone).code
    return Refusal(
        409,
        "not_counted",
        f"Not counted yet in zone {where}: {words}. Count them, or leave the rest as it is.",
    )
