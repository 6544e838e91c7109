"""How far a stocktake is, in places."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.counting.tables import StockCount, Stocktake, StocktakeId
from server.counting.wire.counts import CountState
from server.counting.wire.stocktake import StocktakeQuery, StocktakeView
from server.db import page_of, paged
from server.door import Reading
from server.places.tables import Zone
from server.wire import Page

TO_COUNT = {CountState.ASKED, CountState.OPEN, CountState.AGAIN, CountState.REOPENED}
ENDED = (CountState.POSTED, CountState.CLOSED)


def stocktakes(reading: Reading, wanted: StocktakeQuery) -> Page[StocktakeView]:
    """The oldest first."""
    query = sa.select(Stocktake, Stocktake.id).where(Stocktake.warehouse == reading.warehouse)
    if wanted.in_state is not None:
        query = query.where(Stocktake.state == wanted.in_state)
    sort = ((Stocktake.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    found = [row[0] for row in rows]
    states = _by_state(reading.session, [row.id for row in found])
    return page_of([_view(reading.session, row, states[row.id]) for row in found], following)


def view(session: Session, row: Stocktake) -> StocktakeView:
    """The stocktake as the wire shows it."""
    return _view(session, row, by_state(session, row.id))


def _view(session: Session, row: Stocktake, states: Mapping[CountState, int]) -> StocktakeView:

    def count(of: Collection[CountState]) -> int:
        return sum(number for state, number in states.items() if state in of)

    return StocktakeView(
        stocktake=row.id,
        zone=session.get_one(Zone, row.zone).code,
        state=row.state,
        started_by=row.started_by,
        started_at=row.started_at,
        places=sum(states.values()),
        to_count=count(TO_COUNT),
        again=count({CountState.AGAIN, CountState.REOPENED}),
        waiting=count({CountState.WAITING}),
        counted=count({CountState.COUNTED}),
        ended=count(ENDED),
    )


def by_state(session: Session, stocktake: StocktakeId) -> dict[CountState, int]:
    """How many of its counts stand where."""
    return _by_state(session, [stocktake])[stocktake]


def _by_state(
    session: Session, stocktakes: Sequence[StocktakeId]
) -> dict[StocktakeId, dict[CountState, int]]:
    query = (
        sa.select(StockCount.stocktake, StockCount.state, sa.func.count())
        .where(StockCount.stocktake.in_(stocktakes))
        .group_by(StockCount.stocktake, StockCount.state)
    )
    found: dict[StocktakeId, dict[CountState, int]] = {one: {} for one in stocktakes}
    for stocktake, state, number in session.execute(query):
        if stocktake is not None:
            found[stocktake][state] = number
    return found
