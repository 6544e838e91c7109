"""How far a stocktake is, in places."""

from typing import Any

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
ENDED = {CountState.POSTED, CountState.CLOSED}


def stocktakes(reading: Reading, wanted: StocktakeQuery) -> Page[StocktakeView]:
    """The oldest first."""
    query = sa.select(Stocktake, Stocktake.id).where(Stocktake.warehouse == reading.warehouse)
    if wanted.in_state is not None:
        query = query.where(Stocktake.state == wanted.in_state)
    sort = ((Stocktake.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([view(reading.session, row[0]) for row in rows], following)


def view(session: Session, row: Stocktake) -> StocktakeView:
    """The stocktake as the wire shows it."""
    states = by_state(session, row.id)

    def count(of: set[CountState]) -> int:
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
    query = (
        sa.select(StockCount.state, sa.func.count())
        .where(StockCount.stocktake == stocktake)
        .group_by(StockCount.state)
    )
    rows: Any = session.execute(query).all()
    return dict(rows)
