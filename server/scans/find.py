"""Finds what a code names: places, containers, items, lots, serials and documents."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from labels.codes import Kind, house_code
from server.catalog.find import called, items_by_barcode
from server.catalog.said import language_of, said, said_in
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.counting.tables import StockCount
from server.door import Reading
from server.guard import WarehouseId
from server.inbound.tables import Receipt
from server.orders.tables import SalesOrder
from server.places.find import stripped
from server.places.tables import Location
from server.places.wire import LocationType
from server.purchasing.tables import PurchaseOrder
from server.scans.wire import Candidate, ScanEvidence, ScanKind
from server.stock.tables import NO_CONTAINER, NO_LOT, Container, Lot, Serial
from server.stock.wire import ContainerKind
from server.work.tables import Task

FEW = 10
SHORTEST = 3  # letters of a search by words
CHECK, ALIAS = ScanEvidence.CHECK, ScanEvidence.ALIAS
KINDS = {ContainerKind.TOTE: ScanKind.TOTE, ContainerKind.CART_SLOT: ScanKind.SLOT}


def warehouse_of(reading: Reading) -> WarehouseId:
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    return reading.scope.id


def with_check(kind: Kind, body: str) -> str:
    """The whole code, as it is stored of things that carry it."""
    return house_code(kind, body)


def exact(reading: Reading, text: str, sku: str | None) -> Iterator[Candidate]:
    """Whatever is called just so: SKU, place, container, lot, serial or document."""
    code = text.upper()
    item = reading.session.scalar(sa.select(Item).where(Item.sku == code))
    if item is not None:
        yield item_candidate(reading.session, item, ALIAS)
    yield from locations(reading, stripped(code), ALIAS)
    yield from containers(reading, code, ALIAS)
    yield from lots_and_serials(reading, text, sku)
    for finder in (orders, purchase_orders, receipts):
        yield from finder(reading, code, ALIAS)


def items_by_words(reading: Reading, text: str) -> list[Candidate]:
    """Items by the start of a SKU or a part of a name, few; one or two letters find nothing."""
    words = text.strip()
    if len(words) < SHORTEST:
        return []
    query = sa.select(Item).where(called(words)).order_by(Item.sku).limit(FEW)
    return [item_candidate(reading.session, item, ALIAS) for item in reading.session.scalars(query)]


def aliases(reading: Reading, text: str) -> Iterator[Candidate]:
    """Items whose package carries this barcode, GTINs included."""
    for item, quantity in items_by_barcode(reading.session, text):
        yield item_candidate(reading.session, item, ALIAS, quantity)


def item_candidate(
    session: Session, item: Item, evidence: ScanEvidence, quantity: int = 1
) -> Candidate:
    values = {"item": item.sku} | ({"pack": str(quantity)} if quantity > 1 else {})
    if item.tracking is not Tracking.NONE:
        values["tracking"] = item.tracking.value
    name = said(session, item)
    words = f"{name}, {quantity} in a pack" if quantity > 1 else name
    return Candidate(
        kind=ScanKind.ITEM, code=item.sku, words=words[:200], evidence=evidence, values=values
    )


def locations(reading: Reading, body: str, evidence: ScanEvidence = CHECK) -> Iterator[Candidate]:
    query = sa.select(Location).where(
        Location.warehouse == warehouse_of(reading),
        Location.stripped_code == body,
        Location.type != LocationType.VIRTUAL,
    )
    for row in reading.session.scalars(query if body else query.where(sa.false())):
        yield location_candidate(row, evidence)


def location_candidate(row: Location, evidence: ScanEvidence) -> Candidate:
    words = str(row.type.value).replace("_", " ")
    return Candidate(kind=ScanKind.LOCATION, code=row.code, words=words, evidence=evidence)


def containers(reading: Reading, code: str, evidence: ScanEvidence = CHECK) -> Iterator[Candidate]:
    """Containers of this building or of none; foreign ones are not there."""
    here = sa.or_(Container.location.is_(None), Location.warehouse == warehouse_of(reading))
    query = (
        sa.select(Container)
        .outerjoin(Location, Location.id == Container.location)
        .where(Container.code == code, Container.id != NO_CONTAINER, here)
    )
    for held in reading.session.scalars(query):
        words = f"{held.kind.value.replace('_', ' ')}, {held.state.value}"
        kind = KINDS.get(held.kind, ScanKind.LPN)
        yield Candidate(kind=kind, code=held.code, words=words, evidence=evidence)


def totes(reading: Reading, kind: Kind, body: str) -> Iterator[Candidate]:
    """A tote or slot is known by its label, even before its first use."""
    code = with_check(kind, body)
    known = [*containers(reading, code)]
    yield from known
    if not known:
        new = ScanKind.TOTE if kind is Kind.TOTE else ScanKind.SLOT
        yield Candidate(kind=new, code=code, words="never used yet", evidence=CHECK)


def carts(_reading: Reading, body: str) -> Iterator[Candidate]:
    code = with_check(Kind.CART, body)
    yield Candidate(kind=ScanKind.CART, code=code, words=f"cart {body}", evidence=CHECK)


def lots_and_serials(reading: Reading, text: str, sku: str | None) -> Iterator[Candidate]:
    """Within the item in hand; without one only what has no namesake can be told."""
    for kind, table in ((ScanKind.LOT, Lot), (ScanKind.SERIAL, Serial)):
        query = (
            sa.select(table.code, Item.sku, said_in(language_of(reading.session)).label("name"))
            .join(Item, Item.id == table.item)
            .where(table.code == text, table.id != NO_LOT)
            .order_by(Item.sku)
            .limit(FEW)
        )
        if sku is not None:
            query = query.where(Item.sku == sku)
        for row in reading.session.execute(query):
            yield Candidate(
                kind=kind,
                code=row.code,
                words=f"{kind.value.lower()} of {row.sku} {row.name}"[:200],
                evidence=ALIAS,
                values={"item": row.sku, kind.value.lower(): row.code},
            )


def orders(reading: Reading, body: str, evidence: ScanEvidence = CHECK) -> Iterator[Candidate]:
    query = sa.select(SalesOrder).where(
        _called(SalesOrder.number, body, evidence),
        sa.or_(SalesOrder.warehouse.is_(None), SalesOrder.warehouse == warehouse_of(reading)),
    )
    for row in reading.session.scalars(query.limit(FEW)):
        words = f"{row.state.value}, {row.ship_name}"[:200]
        yield Candidate(kind=ScanKind.ORDER, code=row.number, words=words, evidence=evidence)


def purchase_orders(
    reading: Reading, body: str, evidence: ScanEvidence = CHECK
) -> Iterator[Candidate]:
    yield from _documents(reading, PurchaseOrder, ScanKind.PO, body, evidence)


def receipts(reading: Reading, body: str, evidence: ScanEvidence = CHECK) -> Iterator[Candidate]:
    yield from _documents(reading, Receipt, ScanKind.RECEIPT, body, evidence)


def tasks(reading: Reading, body: str) -> Iterator[Candidate]:
    yield from _numbered(reading, Task, ScanKind.TASK, body)


def counts(reading: Reading, body: str) -> Iterator[Candidate]:
    yield from _numbered(reading, StockCount, ScanKind.COUNT, body)


def _documents(
    reading: Reading, table: Any, kind: ScanKind, body: str, evidence: ScanEvidence
) -> Iterator[Candidate]:
    query = sa.select(table).where(
        table.warehouse == warehouse_of(reading), _called(table.number, body, evidence)
    )
    for row in reading.session.scalars(query.limit(FEW)):
        yield Candidate(kind=kind, code=row.number, words=str(row.state.value), evidence=evidence)


def _numbered(reading: Reading, table: Any, kind: ScanKind, body: str) -> Iterator[Candidate]:
    if not (body.isascii() and body.isdigit() and len(body) <= 15):
        return
    query = sa.select(table).where(table.warehouse == warehouse_of(reading), table.id == int(body))
    for row in reading.session.scalars(query):
        words = str(row.state.value)
        yield Candidate(kind=kind, code=str(row.id), words=words, evidence=CHECK)


def _called(column: Any, text: str, evidence: ScanEvidence) -> sa.ColumnElement[bool]:
    """Only a house code leaves separators out; another unknown scan must not walk the table."""
    called: sa.ColumnElement[bool] = (bare(column) if evidence is CHECK else column) == text
    return called


def bare(column: Any) -> sa.ColumnElement[str]:
    """A document's number without what its barcode leaves out."""
    bare: sa.ColumnElement[str] = column
    for separator in " -./_":
        bare = sa.func.replace(bare, separator, "")
    return bare
