"""Routes of scans and of asking about anything."""

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.query import asks
from server.scans import heard, kit
from server.scans.inquire import inquire
from server.scans.lookup import lookup
from server.scans.recall import recall
from server.scans.wire import (
    Candidates,
    HeardList,
    HeardQuery,
    Inquiry,
    InquiryQuery,
    KitCode,
    Recall,
    RecallQuery,
    ScanQuery,
    ScansHeard,
)
from server.wire import Page, PageQuery


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
    "/warehouses/{warehouse:str}/scans/items",
    opt={"right": "inquire"},
    dependencies=asks(PageQuery),
    summary="All barcodes of items, for a terminal to keep",
)
async def item_codes(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[KitCode]:
    return await door.read(kit.item_codes, wanted)


@get(
    "/warehouses/{warehouse:str}/scans/places",
    opt={"right": "inquire"},
    dependencies=asks(PageQuery),
    summary="All codes of places, for a terminal to keep",
)
async def place_codes(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[KitCode]:
    return await door.read(kit.place_codes, wanted)


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


@put(ScansHeard.path, opt={"right": "anyone"}, summary="Keep what a terminal has scanned")
async def keep_heard(door: NamedDependency[Door], data: JSONBody[ScansHeard]) -> HeardList:
    """Needs no operation id: a scan that was told before changes nothing."""
    return await door.upkeep(heard.keep, data)


@get(
    ScansHeard.path,
    opt={"right": "supervise"},
    dependencies=asks(HeardQuery),
    summary="The last 50 scans of a device or person",
)
async def last_heard(door: NamedDependency[Door], wanted: NamedDependency[HeardQuery]) -> HeardList:
    return await door.read(heard.last, wanted)


router = Router(
    path="/",
    route_handlers=[scans, item_codes, place_codes, keep_heard, last_heard, inquiry, recalled],
    tags=["scans"],
)
