"""Checks of counting: what a count posted is counted minus book, to the unit (I-19)."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.counting.tables import CountResult, CountRound, StockCount, Stocktake
from server.counting.wire.counts import CountState
from server.counting.wire.stocktake import StocktakeState
from server.stock.tables import Blind, MoveRow
from server.work.tables import OPEN, Task
from server.work.wire import TaskKind


def posted(session: Session) -> Iterator[str]:
    """I-19: the moves of a round sum up to counted - book, and no other round moved anything."""
    for row in session.execute(_posted_and_moved()):
        if row.posted != row.moved:
            yield (
                f"Round {row.round} of count {row.count}, item {row.item}: it says {row.posted}"
                f" were posted, its moves say {row.moved}."
            )
    off = (
        sa.select(CountResult)
        .join(CountRound, _same_round())
        .where(
            CountRound.posted_at.is_not(None),
            CountResult.posted + CountResult.brought + CountResult.remaining
            != CountResult.counted - CountResult.book,
        )
    )
    for result in session.scalars(off):
        yield (
            f"Round {result.round} of count {result.count}, item {result.item}: counted"
            f" {result.counted} of {result.book}, posted {result.posted}."
        )


def _posted_and_moved() -> sa.Select[*tuple[Any, ...]]:
    """Per round and item: what its results say and what its moves did at the place."""
    name = (
        sa.literal("CN")
        + sa.cast(CountRound.count, sa.String)
        + sa.literal("/")
        + sa.cast(CountRound.round, sa.String)
    )
    came = sa.case((MoveRow.target_location == StockCount.location, MoveRow.quantity), else_=0)
    went = sa.case((MoveRow.source_location == StockCount.location, MoveRow.quantity), else_=0)
    moved = (
        sa.select(sa.func.coalesce(sa.func.sum(came - went), 0))
        .where(
            MoveRow.document == name,
            MoveRow.warehouse == StockCount.warehouse,
            MoveRow.item == CountResult.item,
        )
        .correlate(CountRound, StockCount, CountResult)
        .scalar_subquery()
    )
    return (
        sa.select(
            CountResult.count,
            CountResult.round,
            CountResult.item,
            sa.func.sum(CountResult.posted).label("posted"),
            moved.label("moved"),
        )
        .join(CountRound, _same_round())
        .join(StockCount, StockCount.id == CountResult.count)
        .group_by(
            CountResult.count,
            CountResult.round,
            CountResult.item,
            CountRound.count,
            CountRound.round,
            StockCount.location,
            StockCount.warehouse,
        )
    )


def _same_round() -> sa.ColumnElement[bool]:
    return sa.and_(CountRound.count == CountResult.count, CountRound.round == CountResult.round)


def states(session: Session) -> Iterator[str]:
    """I-12: a count that somebody is to do has its task; one that has ended hides nothing."""
    name = sa.literal("CN") + sa.cast(StockCount.id, sa.String)
    task = sa.exists().where(
        Task.warehouse == StockCount.warehouse,
        Task.kind == TaskKind.COUNT,
        Task.document == name,
        Task.state.in_(OPEN),
    )
    to_do = (CountState.ASKED, CountState.AGAIN, CountState.REOPENED)
    for number in session.scalars(
        sa.select(StockCount.id).where(StockCount.state.in_(to_do), ~task)
    ):
        yield f"Count {number} waits to be counted and no task says so."
    ended = (CountState.POSTED, CountState.CLOSED)
    hidden = sa.exists().where(Blind.document == name)
    for number in session.scalars(
        sa.select(StockCount.id).where(StockCount.state.in_(ended), sa.or_(task, hidden))
    ):
        yield f"Count {number} has ended; its task is open, or it hides its place from somebody."


def stocktakes(session: Session) -> Iterator[str]:
    """I-12: what is counted waits for its stocktake alone, and that ends with its last count."""
    open_ones = StockCount.state.not_in((CountState.POSTED, CountState.CLOSED))
    runs = Stocktake.state == StocktakeState.OPEN
    query = (
        sa.select(StockCount.id, StockCount.state)
        .outerjoin(Stocktake, Stocktake.id == StockCount.stocktake)
        .where(StockCount.state == CountState.COUNTED, sa.or_(Stocktake.id.is_(None), ~runs))
    )
    for row in session.execute(query):
        yield f"Count {row.id} waits to be posted and no open stocktake will do that."
    idle = sa.select(Stocktake.id).where(
        runs, ~sa.exists().where(StockCount.stocktake == Stocktake.id, open_ones)
    )
    for number in session.scalars(idle):
        yield f"Stocktake {number} is open and none of its counts is."


CHECKS = [("I-19", posted), ("I-12", states), ("I-12", stocktakes)]
