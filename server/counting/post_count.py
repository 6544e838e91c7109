"""Posting a count: the difference to the book as it was; what moved since stays as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.counting.ask import document
from server.counting.difference import FOUND, Group, Row, Shift, shifts
from server.counting.measure import Book, book_now, book_of, results_of
from server.counting.tables import (
    CountBookSerial,
    CountLine,
    CountLineSerial,
    CountResult,
    CountRound,
    StockCount,
)
from server.counting.wire.counts import CountPosted
from server.places.find import virtual
from server.places.tables import Location, LocationId
from server.places.wire import Virtual
from server.stock.containers import is_empty
from server.stock.in_flight import bring
from server.stock.ledger import post, serial
from server.stock.moves import Move, Place
from server.stock.serials import has_serials
from server.stock.tables import NO_CONTAINER, Balance, Container, Serial
from server.stock.take import take_anyway
from server.stock.wire import ContainerState, Origin, Status


@dataclass(frozen=True, slots=True)
class _Posting:
    """One group of a round being posted."""

    act: Act
    count: StockCount
    begun: CountRound
    item: Item
    group: Group
    elsewhere: LocationId

    @property
    def document(self) -> str:
        return document(self.count.id, self.begun.round)

    def place(self, row: Row | None) -> Place:
        if row is None:
            return Place(self.elsewhere)
        return Place(self.count.location, self.group.container, row.owner, row.status)


def post_round(act: Act, count: StockCount, begun: CountRound) -> bool:
    """Posts counted minus book for each group; False when some of it could not be posted.

    Goods that left since the count can't be taken twice: what remains is kept with the result,
    and the place is counted again.
    """
    book, now = book_of(act.session, count.id, begun.round), book_now(act.session, count)
    elsewhere = virtual(act.session, act.warehouse, Virtual.ADJUSTMENT)
    results = results_of(act.session, count.id, begun.round)
    for row in results:
        item = act.session.get_one(Item, row.item)
        group = Group(row.item, row.lot, row.container)
        posting = _Posting(act, count, begun, item, group, elsewhere)
        row.posted = _serials(posting) if has_serials(item) else _pieces(posting, row, book, now)
        row.remaining = row.counted - row.book - row.posted - row.brought
    begun.posted_at = act.now
    act.session.flush()
    _note_missing(act, results)
    _tell(act, count, results)
    return all(row.remaining == 0 for row in results)


def _pieces(posting: _Posting, result: CountResult, book: Book, now: Book) -> int:
    """Posts a group of uncounted identity; answers the net quantity that came in."""
    net = 0
    there = dict(now[posting.group])
    for shift in shifts(book[posting.group], result.counted):
        quantity = shift.quantity
        if shift.source is not None:
            quantity = min(quantity, there.get(shift.source, 0))
            there[shift.source] = there.get(shift.source, 0) - quantity
        elif posting.group.container == NO_CONTAINER:
            result.brought = _bring(posting, quantity)
            quantity -= result.brought
        if quantity:
            _shift(posting, shift, quantity)
            net += quantity * ((shift.target is not None) - (shift.source is not None))
    return net


def _bring(posting: _Posting, quantity: int) -> int:
    """Found goods are first those that were on their way there."""
    lot, item = posting.group.lot, posting.item.id
    return bring(posting.act, posting.count.location, item, quantity, lot=lot)


def _shift(posting: _Posting, shift: Shift, quantity: int) -> None:
    move = Move(
        item=posting.item.id,
        lot=posting.group.lot,
        quantity=quantity,
        source=posting.place(shift.source),
        target=posting.place(shift.target),
        document=posting.document,
    )
    if shift.source is None:
        post(posting.act, [move])
    else:
        take_anyway(posting.act, posting.item, move, f"counted away, {posting.document}")


def _serials(posting: _Posting) -> int:
    """Posts a group by serial numbers: what was not seen is gone, what was seen stands here."""
    seen = set(_seen_codes(posting))
    booked = {one.code: one for one in _booked(posting)}
    net = 0
    for code in sorted(booked.keys() - seen):
        net -= _gone(posting, booked[code])
    for code in sorted(seen):
        net += _here(posting, code, known=code in booked)
    return net


def _gone(posting: _Posting, one: Serial) -> int:
    stands = _stands(posting.act, one)
    if stands is None or not _in_group(posting, stands):
        return 0
    _take(posting, one, stands, posting.place(None))
    return 1


def _here(posting: _Posting, code: str, *, known: bool) -> int:
    act = posting.act
    number = serial(act, posting.item.id, code, lot=posting.group.lot, origin=Origin.COUNTED)
    one = act.session.get_one(Serial, number, populate_existing=True)
    stands = _stands(act, one)
    if known and (stands is None or not _in_group(posting, stands)):
        return 0  # it left after the round began, and that move is kept
    if stands is None:
        source = posting.place(None)
        post(act, [_one(posting, one, source, posting.place(FOUND))])
        return 1
    if _in_group(posting, stands):
        if stands.status is Status.MISSING:
            _take(posting, one, stands, posting.place(Row(stands.owner, Status.AVAILABLE)))
        return 0
    _take(posting, one, stands, posting.place(Row(stands.owner, Status.AVAILABLE)))
    return 1


def _take(posting: _Posting, one: Serial, stands: Balance, target: Place) -> None:
    source = Place(stands.location, stands.container, stands.owner, stands.status)
    reason = f"counted away, {posting.document}"
    move = _one(posting, one, source, target)
    take_anyway(posting.act, posting.item, move, reason, [one.code])


def _one(posting: _Posting, one: Serial, source: Place, target: Place) -> Move:
    return Move(
        item=posting.item.id,
        lot=posting.group.lot,
        quantity=1,
        serial=one.id,
        source=source,
        target=target,
        document=posting.document,
    )


def _stands(act: Act, one: Serial) -> Balance | None:
    if one.balance is None:
        return None
    return act.session.get_one(Balance, one.balance, populate_existing=True)


def _in_group(posting: _Posting, stands: Balance) -> bool:
    here = (stands.location, stands.lot, stands.container)
    return here == (posting.count.location, posting.group.lot, posting.group.container)


def _booked(posting: _Posting) -> Sequence[Serial]:
    """Those that the book had in this group when the round began."""
    query = (
        sa.select(Serial)
        .join(CountBookSerial, CountBookSerial.serial == Serial.id)
        .where(
            CountBookSerial.count == posting.count.id,
            CountBookSerial.round == posting.begun.round,
            CountBookSerial.lot == posting.group.lot,
            CountBookSerial.container == posting.group.container,
            Serial.item == posting.item.id,
        )
        .execution_options(populate_existing=True)
    )
    return posting.act.session.scalars(query).all()


def _seen_codes(posting: _Posting) -> Iterator[str]:
    line, code = CountLine, CountLineSerial
    yield from posting.act.session.scalars(
        sa.select(code.code)
        .join(line, sa.and_(line.count == code.count, line.round == code.round, line.n == code.n))
        .where(
            line.count == posting.count.id,
            line.round == posting.begun.round,
            line.item == posting.item.id,
            line.lot == posting.group.lot,
            line.container == posting.group.container,
        )
    )


def _note_missing(act: Act, results: Sequence[CountResult]) -> None:
    """A container of which nothing was seen is missing, until it is found and counted in."""
    seen = {row.container for row in results if row.counted}
    for container in {row.container for row in results} - {NO_CONTAINER}:
        held = act.session.get_one(Container, container)
        if container not in seen and is_empty(act, container):
            held.state = ContainerState.MISSING
        elif held.state in {ContainerState.MISSING, ContainerState.EMPTY}:
            held.state = ContainerState.OPEN


def _tell(act: Act, count: StockCount, results: Sequence[CountResult]) -> None:
    code = act.session.get_one(Location, count.location).code
    told = CountPosted(
        location=code,
        reason=count.reason,
        lines=len(results),
        right=sum(row.counted == row.book for row in results),
        gained=sum(max(row.posted, 0) for row in results),
        lost=sum(max(-row.posted, 0) for row in results),
    )
    act.record(told, code)
