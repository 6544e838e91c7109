"""What the server answers to the commands of the floor, for workers who have none."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from labels.codes import Kind, house_code
from server.counting.wire.adjust import AdjustStock, ScrapStock
from server.counting.wire.counts import CountLocation, LeaveCount, OpenCount, ZeroCheck
from server.counting.wire.stocktake import PostStocktake, StartStocktake
from server.exceptions.wire import ReportProblem
from server.inbound.wire.put_away import ConfirmPutAway
from server.inbound.wire.receipts import CloseReceipt, OpenReceipt, ReceiveLine, TurnAway
from server.outbound.wire.carts import BreakSlot, TakeCart
from server.outbound.wire.cluster import PickTogether, PutToSlot
from server.outbound.wire.picking import ConfirmPick, ShortPick
from server.outbound.wire.put_back import ConfirmPutBack
from server.printing.wire import PrintLocations
from server.returns.wire import CloseReturn, OpenReturn, ReturnLine
from server.shipping.wire import CarrierCollected, CloseCarton, ConfirmLabel, DropCarton
from server.stock.wire import (
    ChangeStatus,
    LiftHold,
    MoveContainer,
    MoveStock,
    NestContainer,
    SetHold,
)
from server.wire import Command
from server.work.wire import AssignTask, ReleaseTask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LPN = house_code(Kind.LPN, "0000000042")


def shorted(command: ShortPick) -> Mapping[str, object]:
    told = {"pick_list": "PL1", "line": command.line, "picked": command.found, "missing": 1}
    return told | {"broken": 0, "new_lines": [], "waiting": 0, "version": 2}


def confirmed(command: ConfirmPick) -> Mapping[str, object]:
    taken = {"picked": command.quantity, "asked": command.quantity, "state": "picked"}
    told = {"pick_list": "PL1", "line": command.line, "order": "SO1", "sku": "BOLT"}
    return told | taken | {"tote": command.tote, "version": 2}


OPENED = {"count": 7, "location": "A-01", "state": "open", "round": 1}
PUT = {"put_away": "PA1", "put": 1, "done": True, "left": 0, "target": None}
MOVED: Mapping[str, object] = {"operation": "0", "moves": []}
CLOSED = {"carton": LPN, "number": 1, "left": 0, "weight_verified": False, "print_jobs": []}
LABELLED = {
    "carton": LPN,
    "order": "SO1",
    "number": 1,
    "state": "closed",
    "location": "BENCH-1",
    "service": "STANDARD",
    "tracking": None,
    "weight_grams": None,
    "weight_verified": False,
    "closed_at": NOW.isoformat(),
    "ship_by": NOW.isoformat(),
    "pieces": [],
}
RECEIPT: Mapping[str, object] = {
    "number": "R1",
    "state": "open",
    "dock": "DOCK-1",
    "purchase_order": None,
    "reference": "",
    "opened_at": NOW.isoformat(),
    "opened_by": "person:ANNA",
}
RETURN: Mapping[str, object] = {
    "return_number": "RN1",
    "state": "open",
    "order": "SO1",
    "reference": "SO1",
    "opened_at": NOW.isoformat(),
    "shipped": [
        {"line": 1, "sku": "BOLT", "name": "Bolt thing", "shipped": 3, "returned": 0},
    ],
    "lines": [],
    "proposals": [
        {"grade": "new", "disposition": "stock", "why": "as new: it is sold again"},
        {"grade": "damaged", "disposition": "scrap", "why": "damaged: not sold again"},
    ],
}
STOCKTAKE: Mapping[str, object] = {
    "stocktake": 3,
    "zone": "A",
    "state": "ended",
    "started_by": "person:SUE",
    "started_at": NOW.isoformat(),
    "places": 4,
    "to_count": 0,
    "again": 0,
    "waiting": 0,
    "counted": 0,
    "ended": 4,
}
ADJUSTED: Mapping[str, object] = {"before": 5, "after": 3, "approval": None}
TASK: Mapping[str, object] = {
    "task": 9,
    "kind": "pick",
    "document": "PL1",
    "state": "ready",
    "priority": 5,
}
SLOTS = list(range(1, 61))
REPLIES: dict[type[Command], Mapping[str, object]] = {
    OpenCount: OPENED,
    ReportProblem: {"sentence": "The label of A-01 is torn or missing."},
    PrintLocations: {"jobs": ["J1"]},
    ZeroCheck: {"count": 8, "location": "A-01", "state": "posted", "round": 1},
    CountLocation: OPENED,
    LeaveCount: OPENED,
    ConfirmPutAway: PUT,
    MoveContainer: MOVED,
    MoveStock: MOVED,
    NestContainer: MOVED,
    CloseCarton: CLOSED,
    ConfirmLabel: LABELLED,
    DropCarton: LABELLED,
    CarrierCollected: {"lane": "LANE-1", "cartons": [LPN], "orders": ["SO1"], "missing": []},
    OpenReceipt: RECEIPT,
    CloseReceipt: RECEIPT,
    TurnAway: RECEIPT,
    ReceiveLine: {"receipt": "R1", "lines": [], "location": "DOCK-1"},
    ConfirmPutBack: {"order": "SO1", "line": 1, "sku": "BOLT", "location": "A-01", "left": 0},
    AdjustStock: ADJUSTED,
    TakeCart: {"pick_list": "PL1", "cart": "CR00128", "slots": SLOTS, "moved": [], "version": 2},
    BreakSlot: {"cart": "CR00128", "slot": 1, "broken": True},
    ReleaseTask: TASK,
    AssignTask: TASK,
    ScrapStock: ADJUSTED,
    ChangeStatus: MOVED,
    SetHold: {"numbers": [1], "broken": 0},
    LiftHold: {"numbers": [1], "broken": 0},
    StartStocktake: STOCKTAKE,
    PostStocktake: STOCKTAKE,
    OpenReturn: RETURN,
    ReturnLine: RETURN,
    CloseReturn: RETURN,
}


def together(command: PickTogether) -> Mapping[str, object]:
    picked = msgspec.to_builtins(command.parts)
    return {"pick_list": "PL1", "picked": picked, "new_lines": [], "version": 2}


def put_in(command: PutToSlot) -> Mapping[str, object]:
    told = {"pick_list": "PL1", "line": command.line, "tote": command.tote}
    return told | {"left": 0, "version": 2}


def server(command: Command) -> Mapping[str, object]:
    """The replies that the procedures look at, as the server gives them."""
    if isinstance(command, ShortPick):
        return shorted(command)
    if isinstance(command, ConfirmPick):
        return confirmed(command)
    if isinstance(command, PickTogether):
        return together(command)
    if isinstance(command, PutToSlot):
        return put_in(command)
    return REPLIES.get(type(command), {})
