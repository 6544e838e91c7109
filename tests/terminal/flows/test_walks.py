"""Each procedure of the floor walked from its first prompt to its end, by scans alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import pytest

from labels.codes import Kind, Verb, command_code, house_code, number_code, reason_code
from labels.gs1 import element_string
from server.catalog.wire import LevelName, Tracking
from server.counting.wire import AdjustStock, CountedLine, CountLocation, OpenCount
from server.inbound.wire.put_away import ConfirmPutAway, Override
from server.inbound.wire.receipts import (
    CloseReceipt,
    Condition,
    Expected,
    ExpectedBarcode,
    ExpectedLine,
    OpenReceipt,
    ReceiveLine,
)
from server.outbound.wire import (
    AssignTote,
    ConfirmPick,
    ConfirmPutBack,
    DropTote,
    PutBackStop,
    PutBackView,
)
from server.returns.wire import CloseReturn, Grade, OpenReturn, ReturnLine
from server.shipping.wire import (
    CarrierCollected,
    CloseCarton,
    ConfirmLabel,
    DropCarton,
    PackedPiece,
)
from server.stock.wire import ContainerKind, MoveContainer, MoveStock
from server.wire import Command
from server.work.wire import ReleaseTask, TaskKind, TaskState, TaskView
from terminal.flows.adjust import adjust
from terminal.flows.board import BoardView, board
from terminal.flows.count import count
from terminal.flows.hand_over import hand_over
from terminal.flows.move import move
from terminal.flows.offers import Colour
from terminal.flows.pack import pack
from terminal.flows.pick import pick
from terminal.flows.put_away import put_away
from terminal.flows.put_back import put_back
from terminal.flows.receive import Receiving, receive, which
from terminal.flows.returns import returns
from tests.terminal.flows.replies import LPN, server
from tests.terminal.flows.test_procedures import (
    BOLT,
    BOOK,
    CLOSE,
    COUNT,
    NUT,
    STRAIGHT,
    TOTE_1,
    TWO_LINES,
    at,
    at_work,
    errand,
    packing,
)
from tests.terminal.worker import Worker

BLIND, OK, PRINT = (command_code(verb) for verb in (Verb.BLIND, Verb.OK, Verb.PRINT))
LOT = element_string([("01", f"0{BOLT}"), ("17", "271231"), ("10", "L7")]).text
DAY = date(2027, 12, 31)
DOCK, A01, B02, LANE = (at(code) for code in ("STAGE-1", "A-01", "B-02", "LANE-1"))
RMA, PO = house_code(Kind.RETURN, "77"), house_code(Kind.PURCHASE_ORDER, "4711")


def expected(**needs: Any) -> Receiving:
    """An order of 24 BOLT whose item has these needs."""
    facts: dict[str, Any] = {"tracking": Tracking.NONE, "expires": False, "ordered": 24, "open": 24}
    line = ExpectedLine(
        line=1,
        sku="BOLT",
        name="Bolt thing",
        pack_quantity=12,
        barcodes=[ExpectedBarcode(text=BOLT, level=LevelName.EACH, quantity=1)],
        **(facts | needs),
    )
    order = Expected(
        purchase_order="4711",
        supplier="ACME",
        supplier_name="Acme",
        state="open",
        expected_on=None,
        early=False,
        lines=[line],
    )
    return Receiving(expected=order)


def received(**more: Any) -> ReceiveLine:
    facts: dict[str, Any] = {"receipt": "R1", "sku": "BOLT", "quantity": 12}
    return ReceiveLine(**(facts | more))


def returned(**more: Any) -> ReturnLine:
    facts: dict[str, Any] = {"return_number": "RN1", "sku": "BOLT", "quantity": 1}
    return ReturnLine(**(facts | {"location": "B-02"} | more))


STOP = PutBackStop(
    tote=TOTE_1,
    sku="BOLT",
    name="Bolt",
    tracking="none",
    barcodes=[BOLT],
    lot=None,
    quantity=2,
    location="A-01",
)
TO_DOCK = OpenReceipt(dock="STAGE-1", purchase_order="4711")
UNKNOWN = OpenReceipt(dock="STAGE-1")
CLOSED = CloseReceipt(receipt="R1")
PIECES = [PackedPiece(line=1, quantity=2)]
BOX = CloseCarton(order="SO1", bench="BENCH-1", pieces=PIECES)
PROVED = ConfirmLabel(carton=LPN, tracking=LPN)
TWELVE, THREE, ONE, FIVE = (number_code(value) for value in (12, 3, 1, 5))


TASK = TaskView(
    task=9, kind=TaskKind.PICK, document="PL1", state=TaskState.ACTIVE, priority=5, worker="ANNA"
)
FEWER = AdjustStock(sku="BOLT", location="A-01", quantity=3, reason="lost", waits=False)


@dataclass
class Walk:
    """What is scanned one after the other, and what is written for it."""

    flow: Callable[[Any], Any]
    snapshot: Any
    scans: tuple[str, ...]
    commands: list[Command]


WALKS = {
    "receive an order onto a new LPN, twice": Walk(
        receive,
        expected(),
        (DOCK, BOLT, TWELVE, PRINT, BOLT, TWELVE, LPN, CLOSE),
        [
            TO_DOCK,
            received(new_container=ContainerKind.PALLET, print_label=True),
            received(container=LPN),
            CLOSED,
        ],
    ),
    "receive an order loose": Walk(
        receive,
        expected(),
        (DOCK, BOLT, TWELVE, DOCK, CLOSE),
        [TO_DOCK, received(location="STAGE1"), CLOSED],
    ),
    "receive lot and expiry in one scan, straight to the shelf": Walk(
        receive,
        expected(tracking=Tracking.LOT, expires=True),
        (DOCK, f"]C1{LOT}", TWELVE, A01, CLOSE),
        [TO_DOCK, received(lot="L7", expires_on=DAY, location="A01"), CLOSED],
    ),
    "receive serials": Walk(
        receive,
        expected(tracking=Tracking.SERIAL),
        (DOCK, BOLT, number_code(2), "SN-1", "SN-2", LPN, CLOSE),
        [TO_DOCK, received(quantity=2, serials=("SN-1", "SN-2"), container=LPN), CLOSED],
    ),
    "receive damaged goods": Walk(
        receive,
        expected(),
        (DOCK, command_code(Verb.BROKEN), THREE, BOLT, LPN, CLOSE),
        [
            TO_DOCK,
            received(
                quantity=3,
                container=LPN,
                condition=Condition.DAMAGED,
                reason="damaged on arrival",
            ),
            CLOSED,
        ],
    ),
    "receive blind": Walk(
        receive,
        Receiving(),
        (DOCK, NUT, OK, THREE, LPN, CLOSE),
        [UNKNOWN, received(sku="NUT", quantity=3, container=LPN), CLOSED],
    ),
    "receive blind what has a lot": Walk(
        receive,
        Receiving(),
        (DOCK, f"]C1{LOT}", THREE, LPN, CLOSE),
        [UNKNOWN, received(quantity=3, lot="L7", expires_on=DAY, container=LPN), CLOSED],
    ),
    "receive a thing without a name": Walk(
        receive,
        Receiving(),
        (DOCK, command_code(Verb.DIFF), ONE, "BLUE BOX", DOCK, CLOSE),
        [
            UNKNOWN,
            received(sku=None, description="BLUE BOX", quantity=1, location="STAGE1"),
            CLOSED,
        ],
    ),
    "put away": Walk(
        put_away, errand(), (LPN, A01), [ConfirmPutAway(put_away="PA1", location="A-01")]
    ),
    "put away elsewhere": Walk(
        put_away,
        errand(),
        (LPN, B02, reason_code("BD")),
        [ConfirmPutAway(put_away="PA1", location="B-02", reason=Override.BLOCKED)],
    ),
    "put back": Walk(
        put_back,
        PutBackView(order="SO1", stops=[STOP]),
        (TOTE_1, BOLT, A01),
        [ConfirmPutBack(tote=TOTE_1, sku="BOLT", quantity=2, location="A-01")],
    ),
    "pick": Walk(
        pick,
        TWO_LINES,
        tuple(STRAIGHT),
        [
            AssignTote(pick_list="PL1", slot=1, tote=TOTE_1),
            ConfirmPick(pick_list="PL1", line=1, quantity=2, tote=TOTE_1),
            ConfirmPick(pick_list="PL1", line=2, quantity=1, tote=TOTE_1),
            DropTote(pick_list="PL1", tote=TOTE_1, location="STAGE-1"),
        ],
    ),
    "pack": Walk(
        pack,
        packing("SO1"),
        (BOLT, BOLT, CLOSE, LPN, LANE),
        [BOX, PROVED, DropCarton(carton=LPN, lane="LANE-1")],
    ),
    "pack one of two orders": Walk(
        pack,
        packing("SO2", "SO1"),
        (number_code(2), BOLT, BOLT, CLOSE, LPN, CLOSE),
        [BOX, PROVED],
    ),
    "count": Walk(
        count,
        COUNT,
        (A01, BOLT, TWELVE, NUT, THREE, CLOSE),
        [
            OpenCount(location="A-01", count=7),
            CountLocation(
                count=7,
                round=1,
                lines=[CountedLine(sku="BOLT", quantity=12), CountedLine(sku="NUT", quantity=3)],
            ),
        ],
    ),
    "adjust, left to wait": Walk(
        adjust,
        None,
        (A01, BOLT, ONE, THREE, number_code(2), OK),
        [FEWER],
    ),
    "board: give a task to all": Walk(
        board,
        BoardView(tasks=[TASK]),
        (THREE, ONE, ONE),
        [ReleaseTask(task=9)],
    ),
    "move an LPN": Walk(move, None, (LPN, B02), [MoveContainer(container=LPN, target="B-02")]),
    "move loose goods": Walk(
        move,
        None,
        (A01, BOLT, B02),
        [MoveStock(sku="BOLT", quantity=1, source="A01", target="B02")],
    ),
    "move loose goods onto an LPN": Walk(
        move,
        None,
        (A01, BOLT, LPN),
        [MoveStock(sku="BOLT", quantity=1, source="A01", target_container=LPN)],
    ),
    "hand over": Walk(
        hand_over, None, (LANE, CLOSE), [CarrierCollected(lane="LANE-1", left_behind=[])]
    ),
    "hand over all but one": Walk(
        hand_over,
        None,
        (LANE, LPN, CLOSE),
        [CarrierCollected(lane="LANE-1", left_behind=[LPN])],
    ),
    "return with its papers": Walk(
        returns,
        None,
        (RMA, BOLT, number_code(1), B02, BOLT, number_code(3), B02, CLOSE),
        [
            OpenReturn(reference="77"),
            returned(grade=Grade.NEW),
            returned(grade=Grade.DAMAGED),
            CloseReturn(return_number="RN1"),
        ],
    ),
    "return that nobody knows": Walk(
        returns,
        None,
        (BLIND, BLIND, FIVE, "OLD SHOE", B02, CLOSE),
        [
            OpenReturn(reference=""),
            returned(sku=None, grade=Grade.NOT_OURS, note="OLD SHOE"),
            CloseReturn(return_number="RN1"),
        ],
    ),
}
SEEN = BOOK | {LOT: BOOK[BOLT]}
PROMPTS = [(name, n) for name, walk in WALKS.items() for n in range(len(walk.scans))]


def walked(walk: Walk, scans: tuple[str, ...], **more: Any) -> Worker:
    worker = Worker(walk.flow, walk.snapshot, server=server, book=SEEN, **more)
    for scan in scans:
        worker.scan(scan)
    return worker


@pytest.mark.parametrize("name", WALKS)
def test_by_scans_alone(name: str) -> None:
    walk = WALKS[name]
    worker = walked(walk, walk.scans)
    assert worker.left is not None, (worker.view, worker.commands)
    assert worker.left.to == "done"
    assert worker.commands == walk.commands


@pytest.mark.parametrize(("name", "done"), PROMPTS)
def test_resumed_at_every_prompt(name: str, done: int) -> None:
    walk = WALKS[name]
    before = walked(walk, walk.scans[:done])
    again = walked(walk, (), log=before.log)
    asked_back = before.run.question is not None  # the scan that it is about comes again
    if not asked_back:
        assert msgspec.structs.replace(again.view, band=before.view.band) == before.view
    for scan in walk.scans[done - asked_back :]:
        again.scan(scan)
    assert again.left is not None
    assert [*before.commands, *again.commands] == walk.commands


@pytest.mark.parametrize(("name", "done"), PROMPTS)
def test_a_wrong_kind_of_thing_changes_nothing_anywhere(name: str, done: int) -> None:
    walk = WALKS[name]
    worker = walked(walk, walk.scans[:done])
    stands, log, commands = worker.view.step, list(worker.log), list(worker.commands)
    worker.scan(house_code(Kind.PRINTER, "9"))
    assert (worker.view.step, worker.log, worker.commands) == (stands, log, commands)
    assert worker.view.band.colour is Colour.RED or worker.run.question is not None


def test_which_order_has_come() -> None:
    for scan, value in ((PO, "4711"), (BLIND, "BLIND"), (OK, "OK")):
        worker = at_work(which, None, scan)
        assert worker.left is not None
        assert worker.left.result.value == value
