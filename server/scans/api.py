"""Routes of scans and of asking about anything."""

from litestar import Router, get
from litestar.di import NamedDependency

from server.door import Door
from server.query import asks
from server.scans.inquire import inquire
from server.scans.lookup import lookup
from server.scans.recall import recall
from server.scans.wire import (
    Candidates,
    Inquiry,
    InquiryQuery,
    Recall,
    RecallQuery,
    ScanQuery,
)


@get(
    "/warehouses/{warehouse:str}/scans",
    opt={"right": "inquire"},
    dependencies=asks(ScanQuery),
    summary="What a scan may stand for",
)
async def scans(door: NamedDependency[Door], wanted: NamedDependency[ScanQuery]) -> Candidates:
    """Natural codes with words, the surest first; nothing is changed."""
    return await door.read(lookup, wanted)


@get(
    "/warehouses/{warehouse:str}/inquiry",
    opt={"right": "inquire"},
    dependencies=asks(InquiryQuery),
    summary="What is known of anything that can be scanned",
)
async def inquiry(door: NamedDependency[Door], wanted: NamedDependency[InquiryQuery]) -> Inquiry:
    """First a verdict, then details."""
    return await door.read(inquire, wanted)


@get(
    "/recall",
    opt={"right": "hold"},
    dependencies=asks(RecallQuery),
    summary="Everything of a lot, anywhere",
)
async def recalled(door: NamedDependency[Door], wanted: NamedDependency[RecallQuery]) -> Recall:
    """Shelves, totes, parcels, order lines that wait, customers who got it, and its receipts."""
    return await door.read(recall, wanted)


router = Router(path="/", route_handlers=[scans, inquiry, recalled], tags=["scans"])
