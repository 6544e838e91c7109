"""Finds what others have numbered (parcels, supplier parts), returns, and fixed equipment."""

from collections.abc import Iterator

import sqlalchemy as sa

from server.catalog.tables import Item
from server.door import Reading
from server.places.find import stripped
from server.places.tables import Location
from server.places.wire import LocationType
from server.printing.tables import Printer, PrinterRoute
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine
from server.purchasing.wire import PurchaseOrderState
from server.returns.tables import Return
from server.scans.find import CHECK, FEW, bare, item_candidate, warehouse_of
from server.scans.wire import Candidate, ScanEvidence, ScanKind
from server.shipping.tables import Carton
from server.stock.tables import Container

ALIAS, STRUCT = ScanEvidence.ALIAS, ScanEvidence.STRUCT
EXPECTED = (PurchaseOrderState.OPEN, PurchaseOrderState.RECEIVING)


def parcels(reading: Reading, number: str, evidence: ScanEvidence = ALIAS) -> Iterator[Candidate]:
    """Cartons of this building with that parcel number; AI 00 in front of a unit's is optional."""
    bare_number = number.removeprefix("00") if len(number) == 20 else number
    query = (
        sa.select(Carton, Container.code)
        .join(Container, Container.id == Carton.container)
        .where(
            Carton.warehouse == warehouse_of(reading),
            Carton.tracking.in_({number, bare_number, f"00{bare_number}"}),
        )
        .order_by(Carton.id.desc())
        .limit(FEW)
    )
    for carton, code in reading.session.execute(query):
        words = f"carton {carton.number} {carton.state.value}, {code}"
        yield Candidate(
            kind=ScanKind.TRACKING,
            code=carton.tracking or number,
            words=words,
            evidence=evidence,
            values={"lpn": code},
        )


def supplier_parts(
    reading: Reading, part: str, evidence: ScanEvidence = ALIAS
) -> Iterator[Candidate]:
    """Items that a supplier calls so on a purchase order of this building that is still open."""
    expected = (
        sa.select(PurchaseOrderLine.item)
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.purchase_order)
        .where(
            PurchaseOrder.warehouse == warehouse_of(reading),
            PurchaseOrder.state.in_(EXPECTED),
            sa.func.upper(PurchaseOrderLine.supplier_part) == part.upper(),
        )
    )
    query = sa.select(Item).where(Item.id.in_(expected)).order_by(Item.sku).limit(FEW)
    for item in reading.session.scalars(query if part else query.where(sa.false())):
        yield item_candidate(reading.session, item, evidence)


def items_called(reading: Reading, code: str) -> Iterator[Candidate]:
    """An item by our own SKU, where a label names its parts by it."""
    item = reading.session.scalar(sa.select(Item).where(Item.sku == code.upper()))
    if item is not None:
        yield item_candidate(reading.session, item, STRUCT)


def returns(reading: Reading, body: str, evidence: ScanEvidence = CHECK) -> Iterator[Candidate]:
    query = sa.select(Return).where(
        Return.warehouse == warehouse_of(reading), Return.number == body
    )
    for row in reading.session.scalars(query.limit(FEW)):
        words = f"return, {row.state.value}"
        yield Candidate(kind=ScanKind.RMA, code=row.number, words=words, evidence=evidence)


def doors(reading: Reading, body: str) -> Iterator[Candidate]:
    query = sa.select(Location.code).where(
        Location.warehouse == warehouse_of(reading),
        Location.stripped_code == body,
        Location.type == LocationType.DOOR,
    )
    for code in reading.session.scalars(query):
        yield Candidate(kind=ScanKind.DOOR, code=code, words="door", evidence=CHECK)


def printers(reading: Reading, body: str) -> Iterator[Candidate]:
    query = sa.select(Printer).where(
        Printer.warehouse == warehouse_of(reading), bare(Printer.code) == body
    )
    for row in reading.session.scalars(query.limit(FEW)):
        words = f"{row.name}, {row.state.value}"[:200]
        yield Candidate(kind=ScanKind.PRINTER, code=row.code, words=words, evidence=CHECK)


def stations(reading: Reading, body: str) -> Iterator[Candidate]:
    """Benches, and whatever else printers stand at or are chosen for."""
    here = warehouse_of(reading)
    benches = sa.select(Location.code).where(
        Location.warehouse == here, Location.type == LocationType.BENCH
    )
    at_printers = sa.select(Printer.station).where(Printer.warehouse == here)
    routed = sa.select(PrinterRoute.station).where(PrinterRoute.warehouse == here)
    for code in sorted(set(reading.session.scalars(sa.union(benches, at_printers, routed)))):
        if stripped(code) == body:
            yield Candidate(kind=ScanKind.STATION, code=code, words="station", evidence=CHECK)
