"""Measuring: each item, lot and container of a round against the book as it was when it began."""

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.counting.difference import Group, Row, standing, within_tolerance
from server.counting.seen import Seen
from server.counting.tables import CountBook, CountId, CountResult, CountRound, StockCount
from server.stock.moves import KEY_COLUMNS
from server.stock.tables import Balance

Book = dict[Group, dict[Row, int]]


def book_of(session: Session, count: CountId, number: int) -> Book:
    """The book of a round, row by row."""
    rows = session.scalars(
        sa.select(CountBook).where(CountBook.count == count, CountBook.round == number)
    )
    book: Book = defaultdict(dict)
    for row in rows:
        group = Group(row.item, row.lot, row.container)
        book[group][Row(row.owner, row.status)] = row.quantity
    return book


def book_now(session: Session, count: StockCount) -> Book:
    """The place as it is now, its rows locked."""
    rows = session.scalars(
        sa.select(Balance)
        .where(Balance.location == count.location, Balance.on_hand > 0)
        .order_by(*KEY_COLUMNS)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    book: Book = defaultdict(dict)
    for row in rows:
        group = Group(row.item, row.lot, row.container)
        book[group][Row(row.owner, row.status)] = row.on_hand
    return book


def measure(
    session: Session, count: StockCount, begun: CountRound, seen: Seen
) -> tuple[list[CountResult], bool]:
    """The results of a round, and whether a move made it uncertain.

    Where goods moved since the round began and the count is right as the place is now, it was
    counted after that move: the later book is what it is measured against.
    """
    book, now = book_of(session, count.id, begun.round), book_now(session, count)
    results, uncertain = [], False
    for group in sorted({*book, *seen.quantities}):
        if group.container in seen.shut:
            continue
        counted, was, stands = seen.quantities.get(group, 0), book[group], now[group]
        if was != stands and counted != standing(was):
            if counted != standing(stands):
                uncertain = True
            else:
                _later_book(session, begun, group, stands)
                was = stands
        results.append(
            CountResult(
                count=count.id,
                round=begun.round,
                item=group.item,
                lot=group.lot,
                container=group.container,
                book=sum(was.values()),
                counted=counted,
            )
        )
    session.add_all(results)
    session.flush()
    return results, uncertain


def within(session: Session, begun: CountRound) -> bool:
    """Whether every difference of the round is small enough to be posted at once."""
    book = book_of(session, begun.count, begun.round)
    return all(
        within_tolerance(book[Group(row.item, row.lot, row.container)], row.counted)
        for row in results_of(session, begun.count, begun.round)
    )


def results_of(session: Session, count: CountId, number: int) -> list[CountResult]:
    query = (
        sa.select(CountResult)
        .where(CountResult.count == count, CountResult.round == number)
        .order_by(CountResult.item, CountResult.lot, CountResult.container)
    )
    return list(session.scalars(query))


def figures(session: Session, begun: CountRound) -> dict[Group, int]:
    """What a round saw, to be compared with another; what is zero is left out."""
    return dict(_seen(session, begun))


def _seen(session: Session, begun: CountRound) -> Iterator[tuple[Group, int]]:
    for row in results_of(session, begun.count, begun.round):
        if row.counted:
            yield Group(row.item, row.lot, row.container), row.counted


def _later_book(session: Session, begun: CountRound, group: Group, stands: dict[Row, int]) -> None:
    of_group = (
        CountBook.count == begun.count,
        CountBook.round == begun.round,
        CountBook.item == group.item,
        CountBook.lot == group.lot,
        CountBook.container == group.container,
    )
    session.execute(sa.delete(CountBook).where(*of_group))
    for row, quantity in stands.items():
        session.add(
            CountBook(
                count=begun.count,
                round=begun.round,
                **group._asdict(),
                **row._asdict(),
                quantity=quantity,
            )
        )
    session.flush()


def rounds_counted(session: Session, count: CountId) -> list[CountRound]:
    """All finished rounds of a count, in their order."""
    query = sa.select(CountRound).where(
        CountRound.count == count, CountRound.counted_at.is_not(None)
    )
    return list(session.scalars(query.order_by(CountRound.round)))
