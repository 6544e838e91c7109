"""Routes of receipts."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.inbound.expected import expected
from server.inbound.lpns import take_lpns
from server.inbound.read import list_receipts, one_receipt
from server.inbound.receipts import close_receipt, open_receipt, turn_away
from server.inbound.receive import receive_line
from server.inbound.reverse import reverse_receive_line
from server.inbound.wire.expected import Expected, ExpectedQuery
from server.inbound.wire.lpns import LpnsTaken, TakeLpns
from server.inbound.wire.receipts import (
    CloseReceipt,
    OpenReceipt,
    ReceiptQuery,
    ReceiptSummary,
    ReceiptView,
    Received,
    ReceiveLine,
    ReverseReceiveLine,
    TurnAway,
)
from server.query import asks
from server.wire import Code, Page


@get(
    "/warehouses/{warehouse:str}/purchase-orders/{number:str}/expected",
    opt={"right": "receive"},
    dependencies=asks(ExpectedQuery),
    summary="What a purchase order expects",
)
async def what_is_expected(
    door: NamedDependency[Door], number: FromPath[Code], wanted: NamedDependency[ExpectedQuery]
) -> Expected:
    """Its lines with barcodes and tracking; `blind=true` hides the quantities."""
    return await door.read(expected, number, wanted)


@get(
    "/warehouses/{warehouse:str}/receipts",
    opt={"right": "inquire"},
    dependencies=asks(ReceiptQuery),
    summary="Receipts",
)
async def receipts(
    door: NamedDependency[Door], wanted: NamedDependency[ReceiptQuery]
) -> Page[ReceiptSummary]:
    return await door.read(list_receipts, wanted)


@get(
    "/warehouses/{warehouse:str}/receipts/{number:str}",
    opt={"right": "inquire"},
    summary="One receipt with its lines",
)
async def receipt(door: NamedDependency[Door], number: FromPath[Code]) -> ReceiptView:
    return await door.read(one_receipt, number)


@post(OpenReceipt.path, opt={"right": "receive"}, summary="Goods are coming in at a dock")
async def post_open(
    door: NamedDependency[Door], data: JSONBody[OpenReceipt]
) -> Response[ReceiptView]:
    return await door.act(open_receipt, data)


@post(ReceiveLine.path, opt={"right": "receive"}, summary="This many of one item have come")
async def post_receive(
    door: NamedDependency[Door], data: JSONBody[ReceiveLine]
) -> Response[Received]:
    return await door.act(receive_line, data)


@post(TurnAway.path, opt={"right": "receive"}, summary="This many were not taken in")
async def post_turn_away(
    door: NamedDependency[Door], data: JSONBody[TurnAway]
) -> Response[ReceiptView]:
    return await door.act(turn_away, data)


@post(CloseReceipt.path, opt={"right": "receive"}, summary="All of it has come")
async def post_close(
    door: NamedDependency[Door], data: JSONBody[CloseReceipt]
) -> Response[ReceiptView]:
    return await door.act(close_receipt, data)


@post(ReverseReceiveLine.path, opt={"right": "receive"}, summary="Take a received line back")
async def post_reverse(
    door: NamedDependency[Door], data: JSONBody[ReverseReceiveLine]
) -> Response[ReceiptView]:
    return await door.act(reverse_receive_line, data)


@post(TakeLpns.path, opt={"right": "receive"}, summary="LPN numbers for a device")
async def post_lpns(door: NamedDependency[Door], data: JSONBody[TakeLpns]) -> Response[LpnsTaken]:
    return await door.act(take_lpns, data)


router = Router(
    path="/",
    route_handlers=[
        what_is_expected,
        receipts,
        receipt,
        post_open,
        post_receive,
        post_turn_away,
        post_close,
        post_reverse,
        post_lpns,
    ],
    tags=["inbound"],
)
