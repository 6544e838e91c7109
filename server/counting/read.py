"""Reading counts: blind for whoever counts, with all figures for whoever decides."""

from typing import Any

import sqlalchemy as sa

from server.catalog.tables import Item
from server.counting.tables import (
    CountExcluded,
    CountId,
    CountLine,
    CountResult,
    CountRound,
    StockCount,
)
from server.counting.wire.counts import CountFigures, CountQuery, CountSnapshot, CountState, Figure
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, not_found
from server.places.tables import Location
from server.stock.blind import hidden_from
from server.stock.tables import NO_CONTAINER, NO_LOT, Container, Lot
from server.wire import Page


def counts(reading: Reading, query: CountQuery) -> Page[CountSnapshot]:
    """The counts of a warehouse, blind."""
    found = _counts(reading)
    if query.in_state is not None:
        found = found.where(StockCount.state == query.in_state)
    rows, following = paged(
        reading.session, found, ((StockCount.id, int),), query.cursor, query.limit
    )
    return page_of([_snapshot(reading, row) for row in rows], following)


def count(reading: Reading, number: int) -> CountSnapshot:
    """One count for a terminal to work from, blind; 404 `not_found`."""
    row = reading.session.execute(_counts(reading).where(StockCount.id == number)).one_or_none()
    if row is None:
        raise not_found("count", number)
    return _snapshot(reading, row)


def figures(reading: Reading, number: int) -> CountFigures:
    """Every round with book and count. Refused: 404; 409 `still_counting` while one counts it."""
    row = reading.session.execute(_counts(reading).where(StockCount.id == number)).one_or_none()
    if row is None:
        raise not_found("count", number)
    counted = row.StockCount
    blind = counted.location in hidden_from(reading.session, reading.who.name)
    if blind and counted.state in {CountState.OPEN, CountState.AGAIN}:
        raise Refusal(
            409, "still_counting", f"You count {row.location}: its figures are shown afterwards."
        )
    return CountFigures(
        count=counted.id,
        location=row.location,
        state=counted.state,
        figures=[_figure(line) for line in reading.session.execute(_figures(counted.id))],
        unknown=list(
            reading.session.scalars(
                sa.select(CountLine.note).where(
                    CountLine.count == counted.id,
                    CountLine.item.is_(None),
                    CountLine.container == NO_CONTAINER,
                )
            )
        ),
    )


def _counts(reading: Reading) -> sa.Select[*tuple[Any, ...]]:
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    return (
        sa.select(StockCount, Location.code.label("location"), Item.sku, StockCount.id)
        .join(Location, Location.id == StockCount.location)
        .outerjoin(Item, Item.id == StockCount.item)
        .where(StockCount.warehouse == reading.scope.id)
    )


def _snapshot(reading: Reading, row: Any) -> CountSnapshot:
    counted = row.StockCount
    begun = reading.session.get(CountRound, (counted.id, counted.round))
    excluded = sa.select(CountExcluded.who).where(CountExcluded.count == counted.id)
    return CountSnapshot(
        count=counted.id,
        version=counted.round,
        location=row.location,
        reason=counted.reason,
        state=counted.state,
        round=counted.round,
        sku=row.sku,
        excluded=sorted(reading.session.scalars(excluded)),
        opened_by=counted.worker,
        opened_at=begun.opened_at if begun and counted.worker else None,
    )


def _figures(number: CountId) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            CountResult,
            CountRound.who,
            Item.sku,
            Lot.code.label("lot"),
            Container.code.label("container"),
        )
        .join(
            CountRound,
            sa.and_(CountRound.count == CountResult.count, CountRound.round == CountResult.round),
        )
        .join(Item, Item.id == CountResult.item)
        .join(Lot, Lot.id == CountResult.lot)
        .join(Container, Container.id == CountResult.container)
        .where(CountResult.count == number)
        .order_by(CountResult.round, Item.sku, Lot.code, Container.code)
    )


def _figure(row: Any) -> Figure:
    result = row.CountResult
    return Figure(
        round=result.round,
        counted_by=row.who,
        sku=row.sku,
        lot=row.lot if result.lot != NO_LOT else None,
        container=row.container if result.container != NO_CONTAINER else None,
        book=result.book,
        counted=result.counted,
        posted=result.posted,
    )
