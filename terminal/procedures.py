"""All procedures by name: what each works from, and which scan or task starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.counting.wire import CountSnapshot
from server.inbound.wire.put_away import PutAwayView
from server.inbound.wire.receipts import Expected
from server.outbound.wire import PickListView
from server.shipping.wire import PackChoice
from terminal.desk import Procedure
from terminal.flows.count import count
from terminal.flows.hand_over import hand_over
from terminal.flows.move import move
from terminal.flows.pack import Packing, pack
from terminal.flows.pick import pick
from terminal.flows.put_away import put_away
from terminal.flows.receive import Receiving, receive, which
from terminal.flows.returns import returns

RECEIVE_WHICH = Procedure("receive", which)
RECEIVE = Procedure("receive_order", receive, Receiving)
PUT_AWAY = Procedure("put_away", put_away, PutAwayView)
COUNT = Procedure("count", count, CountSnapshot | None)
MOVE = Procedure("move", move)
PICK = Procedure("pick", pick, PickListView)
PACK = Procedure("pack", pack, Packing)
HAND_OVER = Procedure("hand_over", hand_over)
RETURNS = Procedure("returns", returns)

ALL = (RECEIVE_WHICH, RECEIVE, PUT_AWAY, PICK, PACK, COUNT, MOVE, HAND_OVER, RETURNS)
PROCEDURES = {procedure.name: procedure for procedure in ALL}


def _as_it_is(fetched: Any, _bench: str) -> Any:
    return fetched


def _receiving(fetched: Any, _bench: str) -> Receiving:
    return Receiving(expected=fetched)


def _packing(fetched: Any, bench: str) -> Packing:
    return Packing(choice=fetched, bench=bench or None)


@dataclass(frozen=True)
class Work:
    """A procedure to start: the document, where its snapshot is fetched, what is made of it."""

    procedure: Procedure
    document: str = ""
    path: str = ""
    fetched: Any = None
    made: Callable[[Any, str], Any] = _as_it_is


Start = Callable[[str], Work]


def _pick(number: str) -> Work:
    return Work(PICK, number, f"/pick-lists/{number}", PickListView)


def _pack(code: str) -> Work:
    return Work(PACK, code, f"/packing/{code}", PackChoice, _packing)


def _receive(order: str) -> Work:
    return Work(RECEIVE, order, f"/purchase-orders/{order}/expected", Expected, _receiving)


def blind() -> Work:
    """Goods that nobody announced."""
    return Work(RECEIVE, made=_receiving)


def _put_away(number: str) -> Work:
    return Work(PUT_AWAY, number, f"/put-aways/{number}", PutAwayView)


def _count(number: str) -> Work:
    return Work(COUNT, number, f"/counts/{number}", CountSnapshot)


# By the kind of a task, from its document.
BY_KIND: dict[str, Start] = {
    "put_away": _put_away,
    "pick": _pick,
    "pack": _pack,
    "count": _count,
}

# By the name of a procedure that was cut off, from its document.
BY_NAME: dict[str, Start] = {**BY_KIND, RECEIVE.name: _receive}


def cut_off(name: str, document: str) -> Work:
    """What goes on when a procedure is resumed."""
    if document and name in BY_NAME:
        return BY_NAME[name](document)
    return blind() if name == RECEIVE.name else Work(PROCEDURES[name], document)


# By the kind of what was scanned at home, from its code.
BY_SCAN: dict[str, Start] = {"PO": _receive, "TOTE": _pack, "ORDER": _pack}
