"""What is known of places, containers, items, lots and serials, in lines for a handheld.

Each line is data, or one whole sentence: a terminal says it in its worker's language.
"""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from msgspec import structs

from labels.codes import HouseCode, read_house_code
from server.catalog.find import item_by_sku
from server.catalog.tables import Barcode, Item, PackLevel
from server.catalog.wire import BarcodeKind
from server.counting.tables import StockCount
from server.counting.wire.counts import CountState
from server.door import Reading
from server.places.find import location as location_by_code
from server.places.local import local, zone_of
from server.places.tables import Location
from server.printing.wire import FactValue
from server.scans.find import warehouse_of
from server.scans.wire import Candidate, Inquiry, LabelOf
from server.stock import read
from server.stock.blind import hidden_from
from server.stock.tables import (
    NO_CONTAINER,
    Balance,
    Container,
    Hold,
    Lot,
    Reservation,
    ReservationState,
    Serial,
)
from server.stock.wire import ContainerKind, MoveView, StockQuery, StockRow
from server.words import counted

ROWS, EVENTS, MOVES = 50, 5, 30


def location(reading: Reading, one: Candidate) -> Inquiry:
    """Contents, promises, locks, holds and the last count; check digits never."""
    place = location_by_code(reading.session, warehouse_of(reading), one.code)
    rows = _stock(reading, StockQuery(location=place.code, limit=ROWS))
    status = _words(place.status.value)
    lines = [f"It is {status}: {place.reason}."] if place.reason else []
    lines += _holds(reading, Hold.location == place.id)
    lines += _row_lines(rows, with_place=False)
    if place.id not in hidden_from(reading.session, reading.who.name):
        lines.append(_last_count(reading, place))
    return _inquiry(one, _how_much(place.code, rows), lines, rows)


def container(reading: Reading, one: Candidate) -> Inquiry:
    """Where it stands, what is in it and for whom, and its last events."""
    held = reading.session.scalar(sa.select(Container).where(Container.code == one.code))
    if held is None:
        return _inquiry(one, f"{one.code}: {one.words}", [], [])
    rows = _stock(reading, StockQuery(container=held.code, limit=ROWS))
    place = reading.session.get(Location, held.location) if held.location else None
    kind, state = _words(held.kind.value), held.state.value
    lines = [f"{kind}, in {place.code}, {state}." if place else f"{kind}, in no place, {state}."]
    if held.parent is not None:
        lines.append(f"It stands in {reading.session.get_one(Container, held.parent).code}.")
    if held.document:
        lines.append(f"It is for {held.document}.")
    lines += _row_lines(rows, with_place=False)
    inside = sa.select(Container.code).where(Container.parent == held.id)
    lines += [f"In it stands {lpn}." for lpn in reading.session.scalars(inside)]
    lines += _events(reading, StockQuery(container=held.code, limit=EVENTS))
    verdict = _how_much(held.code, rows)
    label = LabelOf(design="lpn", facts={"code": held.code})
    if held.kind is ContainerKind.TOTE:
        house = read_house_code(held.code)
        body = house.body if isinstance(house, HouseCode) else ""
        label = LabelOf(design="tote", facts={"number": int(body)}) if body.isdigit() else label
    return structs.replace(_inquiry(one, verdict, lines, rows), label=label)


def item(reading: Reading, one: Candidate) -> Inquiry:
    """How many there are, where, and in which packs."""
    found = item_by_sku(reading.session, one.values.get("item", one.code))
    rows = _stock(reading, StockQuery(sku=found.sku, limit=ROWS))
    packs = sa.select(PackLevel).where(PackLevel.item == found.id, PackLevel.active)
    lines = _row_lines(rows, with_place=True)
    lines += [
        f"One {pack.name.value} holds {pack.quantity}."
        for pack in reading.session.scalars(packs.order_by(PackLevel.quantity))
    ]
    told = _inquiry(one, _how_many(f"{found.sku} {found.name}", rows), lines, rows)
    return structs.replace(told, label=_item_label(reading, found))


def lot(reading: Reading, one: Candidate) -> Inquiry:
    """When it expires, what of it is here, who holds it, where it came from and went."""
    found = item_by_sku(reading.session, one.values["item"])
    row = reading.session.scalars(
        sa.select(Lot).where(Lot.item == found.id, Lot.code == one.code)
    ).one()
    rows = _stock(reading, StockQuery(sku=found.sku, lot=row.code, limit=ROWS))
    lines = [f"It expires on {row.expires_on}."] if row.expires_on else []
    lines += _holds(reading, Hold.lot == row.id)
    lines += _row_lines(rows, with_place=True)
    lines += _events(reading, StockQuery(sku=found.sku, lot=row.code, limit=EVENTS))
    verdict = _how_many(f"{found.sku} {row.code}", rows)
    return _inquiry(one, verdict, lines, rows)


def serial(reading: Reading, one: Candidate) -> Inquiry:
    """Where it stands, or with what it left."""
    found = item_by_sku(reading.session, one.values["item"])
    row = reading.session.scalars(
        sa.select(Serial).where(Serial.item == found.id, Serial.code == one.code)
    ).one()
    query = StockQuery(sku=found.sku, serial=row.code, limit=EVENTS)
    rows = _stock(reading, query) if row.balance is not None else []
    piece = f"{found.sku} {row.code}"
    verdict = (
        f"The piece {piece} is in {rows[0].location}."
        if rows
        else f"The piece {piece} is not here."
    )
    return _inquiry(one, verdict, _events(reading, query), rows)


def moves(reading: Reading, one: Candidate, query: StockQuery) -> Inquiry:
    """Who moved it: its latest moves, those of places that the asker is counting left out."""
    found = read.history(reading, structs.replace(query, limit=MOVES)).items
    zone = zone_of(reading.session, warehouse_of(reading))
    lines = [f"{_move_line(move, zone)} {move.who.partition(':')[2]}" for move in found]
    code = one.code
    verdict = f"{code} was moved by these." if lines else f"{code} was never moved."
    return _inquiry(one, verdict, lines, [])


def _item_label(reading: Reading, found: Item) -> LabelOf:
    """By the GTIN of one piece; its SKU where it has none."""
    gtins = (
        sa.select(Barcode.text)
        .join(PackLevel, PackLevel.id == Barcode.pack_level)
        .where(
            Barcode.item == found.id,
            Barcode.kind == BarcodeKind.GTIN,
            Barcode.valid_until.is_(None),
            PackLevel.quantity == 1,
        )
    )
    gtin = reading.session.scalar(gtins.order_by(Barcode.id).limit(1))
    facts: dict[str, FactValue] = {"sku": found.sku, "name": found.name}
    return LabelOf(design="item", facts=facts | ({"gtin": gtin} if gtin else {}))


def promised_to(reading: Reading, order: str) -> list[str]:
    """Where the goods that are promised to an order stand, line by line."""
    query = (
        sa.select(
            Reservation.document,
            Reservation.quantity,
            Location.code.label("place"),
            sa.case((Container.id != NO_CONTAINER, " " + Container.code), else_="").label("held"),
        )
        .join(Balance, Balance.id == Reservation.balance)
        .join(Location, Location.id == Balance.location)
        .join(Container, Container.id == Balance.container)
        .where(
            Reservation.state == ReservationState.OPEN,
            Reservation.document.startswith(f"{order}/", autoescape=True),
            Balance.warehouse == warehouse_of(reading),
        )
        .order_by(Reservation.document)
        .limit(ROWS)
    )
    return [
        f"{row.document}: {row.quantity} in {row.place}{row.held}."
        for row in reading.session.execute(query)
    ]


def _holds(reading: Reading, covers: sa.ColumnElement[bool]) -> list[str]:
    query = sa.select(Hold).where(covers, Hold.lifted_at.is_(None)).order_by(Hold.id)
    return [
        f"It is on hold, {hold.reason.value}: {hold.note}."
        for hold in reading.session.scalars(query)
    ]


def _stock(reading: Reading, query: StockQuery) -> Sequence[StockRow]:
    return read.stock(reading, query).items


def _events(reading: Reading, query: StockQuery) -> list[str]:
    zone = zone_of(reading.session, warehouse_of(reading))
    return [_move_line(move, zone) for move in read.history(reading, query).items]


def _move_line(move: MoveView, zone: ZoneInfo) -> str:
    what = f"{move.quantity} {move.source.location} -> {move.target.location}"
    return f"{move.at.astimezone(zone):%d.%m. %H:%M} {what} {move.document}".rstrip()


def _row_lines(rows: Sequence[StockRow], *, with_place: bool) -> list[str]:
    return [line for row in rows for line in _row(row, with_place=with_place)]


def _row(row: StockRow, *, with_place: bool) -> Iterator[str]:
    """How much of what and where; below it what keeps it from being had."""
    quantity = "?" if row.on_hand is None else str(row.on_hand)
    words = [row.location, quantity] if with_place else [quantity, row.sku]
    words += [part for part in (row.lot, row.container if with_place else None) if part]
    yield " ".join(words)
    if row.status.value != "available":
        yield f"Its status is {row.status.value}."
    if row.reserved:
        yield f"Reserved of it: {row.reserved}."
    for reason in row.held:
        yield f"It is on hold: {reason.value}."


def _how_much(code: str, rows: Sequence[StockRow]) -> str:
    if not rows:
        return f"{code} is empty."
    if any(row.on_hand is None for row in rows):
        return f"{code}: you are counting it."
    items = counted(len({row.sku for row in rows}), "item")
    pieces = counted(sum(row.on_hand or 0 for row in rows), "piece")
    return f"{code} holds {items}, {pieces}."


def _how_many(goods: str, rows: Sequence[StockRow]) -> str:
    if not rows:
        return f"{goods}: there is none here."
    if any(row.on_hand is None for row in rows):
        return f"{goods}: you are counting some of it."
    on_hand = sum(row.on_hand or 0 for row in rows)
    fit = [row for row in rows if row.status.value == "available" and not row.held]
    free = sum((row.on_hand or 0) - (row.reserved or 0) for row in fit)
    return f"{goods}: there are {on_hand}, and {free} free."


def _last_count(reading: Reading, place: Location) -> str:
    last = reading.session.scalar(
        sa.select(sa.func.max(StockCount.ended_at)).where(
            StockCount.location == place.id, StockCount.state == CountState.POSTED
        )
    )
    if last is None:
        return "It was never counted."
    counted_on = local(reading.session, place.warehouse, last).date()
    return f"It was counted on {counted_on}."


def _words(value: str) -> str:
    return value.replace("_", " ")


def _inquiry(
    one: Candidate, verdict: str, lines: Iterable[str], rows: Sequence[StockRow]
) -> Inquiry:
    told = tuple(line[:200] for line in lines)
    return Inquiry(
        verdict=verdict[:200], kind=one.kind, code=one.code, lines=told, stock=tuple(rows)
    )
