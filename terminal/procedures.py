"""All procedures by name: what each works from, and which scan or task starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.counting.wire.counts import CountSnapshot
from server.inbound.wire.expected import Expected
from server.inbound.wire.put_away import PutAwayView
from server.outbound.wire.lists import PickListView
from server.outbound.wire.put_back import PutBackView
from server.scans.wire import HeardList
from server.shipping.wire import PackChoice
from server.undo.wire import DoneLately
from terminal.board import fetch_board
from terminal.client import Client
from terminal.flows.adjust import adjust
from terminal.flows.ask import Answer
from terminal.flows.board import BoardView, board
from terminal.flows.count import count
from terminal.flows.hand_over import hand_over
from terminal.flows.lately import DoneBy, ScansOf, scans_of, undo_for
from terminal.flows.move import move
from terminal.flows.opening import Opening
from terminal.flows.pack import Packing, pack
from terminal.flows.pick import pick
from terminal.flows.put_away import put_away
from terminal.flows.put_back import put_back
from terminal.flows.receive import Receiving, receive, which
from terminal.flows.returns import Returning, returns
from terminal.procedure import Procedure

RECEIVE_WHICH = Procedure("receive", which)
RECEIVE = Procedure("receive_order", receive, Receiving)
PUT_AWAY = Procedure("put_away", put_away, PutAwayView)
PUT_BACK = Procedure("put_back", put_back, PutBackView)
COUNT = Procedure("count", count, CountSnapshot | None)
MOVE = Procedure("move", move)
PICK = Procedure("pick", pick, PickListView)
PACK = Procedure("pack", pack, Packing)
HAND_OVER = Procedure("hand_over", hand_over)
RETURNS = Procedure("returns", returns, Returning | None)
ADJUST = Procedure("adjust", adjust)
BOARD = Procedure("board", board, BoardView)
SCANS_OF = Procedure("scans_of", scans_of, ScansOf)
UNDO_FOR = Procedure("undo_for", undo_for, DoneBy)

ALL = (
    RECEIVE_WHICH,
    RECEIVE,
    PUT_AWAY,
    PUT_BACK,
    PICK,
    PACK,
    COUNT,
    MOVE,
    HAND_OVER,
    RETURNS,
    ADJUST,
    BOARD,
    SCANS_OF,
    UNDO_FOR,
)
PROCEDURES = {procedure.name: procedure for procedure in ALL}


def _as_it_is(fetched: Any, _bench: str) -> Any:
    return fetched


def _receiving(fetched: Any, _bench: str) -> Receiving:
    return Receiving(expected=fetched)


def _packing(fetched: Any, bench: str) -> Packing:
    return Packing(choice=fetched, bench=bench or None)


Fetch = Callable[[Client, str], Any]


@dataclass(frozen=True)
class Work:
    """A procedure to start: the document, how its snapshot is fetched, what is made of it."""

    procedure: Procedure
    document: str = ""
    fetch: Fetch | None = None
    made: Callable[[Any, str], Any] = _as_it_is


Start = Callable[[str], Work]


def _at(path: str, reply: type[Any]) -> Fetch:
    return lambda client, warehouse: client.get(f"/warehouses/{warehouse}{path}", reply)


def _pick(number: str) -> Work:
    return Work(PICK, number, _at(f"/pick-lists/{number}", PickListView))


def _pack(code: str) -> Work:
    return Work(PACK, code, _at(f"/packing/{code}", PackChoice), _packing)


def _receive(order: str) -> Work:
    return Work(RECEIVE, order, _at(f"/purchase-orders/{order}/expected", Expected), _receiving)


def blind() -> Work:
    """Goods that nobody announced."""
    return Work(RECEIVE, made=_receiving)


def put_away_of(number: str) -> Work:
    """A put-away by its number."""
    return Work(PUT_AWAY, number, _at(f"/put-aways/{number}", PutAwayView))


def _put_back(order: str) -> Work:
    return Work(PUT_BACK, order, _at(f"/put-backs/{order}", PutBackView))


def _return(reference: str) -> Work:
    """A parcel that came back, by what was scanned of it."""
    return Work(RETURNS, made=lambda _fetched, _bench: Returning(reference=reference))


def _count(document: str) -> Work:
    """From the number of a count, or the document of its task (`CN12`)."""
    number = document.removeprefix("CN")
    return Work(COUNT, number, _at(f"/counts/{number}", CountSnapshot))


# By the kind of a task, from its document.
BY_KIND: dict[str, Start] = {
    "put_away": put_away_of,
    "put_back": _put_back,
    "pick": _pick,
    "pack": _pack,
    "count": _count,
}

# By the name of a procedure that was cut off, from its document.
BY_NAME: dict[str, Start] = {**BY_KIND, RECEIVE.name: _receive}

# By the kind of what was scanned at home, from its code.
SCANS: dict[str, Start] = {
    "PO": _receive,
    "TOTE": _pack,
    "ORDER": _pack,
    "COUNT": _count,
    "RMA": _return,
    "SHIP": _return,
}


def by_scan(answer: Answer) -> Work:
    """What a scan at home starts; its kind is one of SCANS."""
    return SCANS[answer.kind.name](answer.value)


def by_name(name: str) -> Work:
    """What a line of home's menu starts that is no task."""
    return Work(BOARD, fetch=fetch_board) if name == BOARD.name else Work(PROCEDURES[name])


def opening(wanted: Opening) -> Work:
    """What a supervisor looks into."""
    about = wanted.about

    def scans(client: Client, warehouse: str) -> ScansOf:
        path = f"/warehouses/{warehouse}/scans/heard"
        heard = client.get(path, HeardList, person=about)
        return ScansOf(person=about, heard=heard, zone=client.zone)

    def done(client: Client, warehouse: str) -> DoneBy:
        path = f"/warehouses/{warehouse}/operations/done"
        done = client.get(path, DoneLately, person=about)
        return DoneBy(person=about, done=done, zone=client.zone)

    if wanted.what == "scans":
        return Work(SCANS_OF, fetch=scans)
    return Work(UNDO_FOR, fetch=done)


def cut_off(name: str, document: str) -> Work:
    """What goes on when a procedure is resumed."""
    if document and name in BY_NAME:
        return BY_NAME[name](document)
    return blind() if name == RECEIVE.name else by_name(name)
