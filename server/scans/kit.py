"""What a terminal keeps to read scans without network: barcodes of items, codes of places."""

import sqlalchemy as sa

from server.catalog.tables import Barcode, Item, PackLevel
from server.db import page_of, paged
from server.door import Reading
from server.places.tables import Location
from server.places.wire import LocationType
from server.scans.find import item_candidate, location_candidate
from server.scans.wire import KitCode, ScanEvidence
from server.wire import Page, PageQuery


def item_codes(reading: Reading, wanted: PageQuery) -> Page[KitCode]:
    """The barcodes that items have today, GTINs with their 14 digits; one row each."""
    query = (
        sa.select(Item, PackLevel.quantity, Barcode.text, Barcode.id)
        .join(Barcode, Barcode.item == Item.id)
        .join(PackLevel, PackLevel.id == Barcode.pack_level)
        .where(Barcode.valid_until.is_(None))
    )
    rows, following = paged(
        reading.session, query, ((Barcode.id, int),), wanted.cursor, wanted.limit
    )
    found = [
        KitCode(
            text=text, candidate=item_candidate(reading.session, item, ScanEvidence.ALIAS, quantity)
        )
        for item, quantity, text, _ in rows
    ]
    return page_of(found, following)


def place_codes(reading: Reading, wanted: PageQuery) -> Page[KitCode]:
    """The places of the warehouse by their codes; check digits never."""
    query = sa.select(Location, Location.id).where(
        Location.warehouse == reading.warehouse, Location.type != LocationType.VIRTUAL
    )
    rows, following = paged(
        reading.session, query, ((Location.id, int),), wanted.cursor, wanted.limit
    )
    found = [
        KitCode(text=place.code, candidate=location_candidate(place, ScanEvidence.ALIAS))
        for place, _ in rows
    ]
    return page_of(found, following)
