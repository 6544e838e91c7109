"""How many lines somebody has done in the last hour at this device, from what it has written."""

from datetime import timedelta

import msgspec

from server.counting.wire.counts import CountLocation
from server.inbound.wire.put_away import ConfirmPutAway
from server.inbound.wire.receipts import ReceiveLine
from server.outbound.wire.cluster import PickTogether
from server.outbound.wire.picking import ConfirmPick, ShortPick
from server.outbound.wire.put_back import ConfirmPutBack
from server.returns.wire import ReturnLine
from server.shipping.wire import CloseCarton
from server.stock.wire import MoveStock
from server.undo.wire import Reverse
from terminal.clock import utc_now
from terminal.kept import REFUSED, Row
from terminal.outbox import Outbox

HOUR = timedelta(hours=1)
LINES = {
    command.kind
    for command in (
        ReceiveLine,
        ConfirmPutAway,
        ConfirmPick,
        ShortPick,
        PickTogether,
        ConfirmPutBack,
        CloseCarton,
        CountLocation,
        MoveStock,
        ReturnLine,
    )
}


def lines_lately(outbox: Outbox, person: str) -> int:
    """Without those that were refused or taken back; each order's share of a cart is a line."""
    rows = outbox.since(person, utc_now() - HOUR)
    back = {_taken_back(row) for row in rows if row.kind == Reverse.kind}
    return sum(
        _lines(row)
        for row in rows
        if row.kind in LINES and row.state not in REFUSED and row.operation not in back
    )


def _taken_back(row: Row) -> str:
    return msgspec.json.decode(row.body, type=Reverse).operation


def _lines(row: Row) -> int:
    if row.kind != PickTogether.kind:
        return 1
    return len(msgspec.json.decode(row.body, type=PickTogether).parts)
