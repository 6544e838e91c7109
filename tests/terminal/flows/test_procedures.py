"""The procedures of the floor: straight through, each exception, undo, resumed at every prompt."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from labels.codes import Kind, Verb, command_code, house_code
from labels.gs1 import element_string
from server.counting.wire.counts import (
    CountLocation,
    CountReason,
    CountSnapshot,
    CountState,
    LeaveCount,
    OpenCount,
)
from server.exceptions.wire import ReportProblem
from server.inbound.wire.put_away import (
    ConfirmPutAway,
    Override,
    PutAwayState,
    PutAwayView,
    PutGoods,
    PutTarget,
    Rule,
)
from server.orders.wire import Address
from server.outbound.wire.lists import (
    LineState,
    PickLineView,
    PickListState,
    PickListView,
    PickSlotView,
)
from server.outbound.wire.picking import ConfirmPick, ShortPick, ShortReason, SkipLine
from server.outbound.wire.totes import AssignTote, DropTote
from server.printing.wire import PrintLocations
from server.shipping.wire import CloseCarton, ConfirmLabel, PackChoice, PackLine, PackView
from server.stock.wire import MoveContainer, MoveStock, NestContainer, Status
from server.wire import Command
from terminal.flows.count import count
from terminal.flows.move import move
from terminal.flows.offers import Colour
from terminal.flows.pack import Packing, pack
from terminal.flows.pick import pick
from terminal.flows.put_away import put_away
from terminal.scan.reading import Kind as Noun
from terminal.scan.wanted import Candidate
from tests.terminal.flows.replies import server
from tests.terminal.worker import Reverse, Worker

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BOLT, NUT = "4006381333931", "4006381333948"
TOTE_1, TOTE_2, TOTE_3 = (house_code(Kind.TOTE, f"{n:06}") for n in (1, 2, 3))
LPN = house_code(Kind.LPN, "0000000042")
CLOSE = command_code(Verb.CLOSE)


def at(code: str) -> str:
    """The label of a location."""
    return house_code(Kind.LOCATION, code.replace("-", ""))


BOOK = {
    at(code): [Candidate(code, Noun.LOC)]
    for code in ("A-01", "B-02", "STAGE-1", "BENCH-1", "LANE-1")
} | {
    BOLT: [Candidate("BOLT", Noun.ITEM)],
    NUT: [Candidate("NUT", Noun.ITEM)],
    LPN: [Candidate(LPN, Noun.LPN)],
}


def line(number: int, sku: str, place: str, quantity: int, **more: Any) -> PickLineView:
    facts: dict[str, Any] = {
        "state": LineState.OPEN,
        "slot": 1,
        "order": "SO1",
        "order_line": number,
        "check_colour": "",
        "check_hash": "",
        "name": f"{sku.title()} thing",
        "tracking": "none",
        "barcodes": [BOLT if sku == "BOLT" else NUT],
        "picked": 0,
        "container": None,
        "lot": None,
        "lot_demanded": False,
        "expires_on": None,
    }
    return PickLineView(line=number, sku=sku, location=place, quantity=quantity, **(facts | more))


def picks(*lines: PickLineView, slots: int = 1) -> PickListView:
    return PickListView(
        pick_list="PL1",
        wave=None,
        state=PickListState.READY,
        priority=5,
        due_at=NOW,
        version=1,
        why="",
        slots=[PickSlotView(slot=n, order=f"SO{n}", tote=None) for n in range(1, slots + 1)],
        lines=list(lines),
    )


TWO_DAYS = ("270107", "270108")
TWO_LINES = picks(line(1, "BOLT", "A-01", 2), line(2, "NUT", "B-02", 1))
STRAIGHT = [TOTE_1, at("A-01"), BOLT, at("B-02"), NUT, at("STAGE-1")]


def at_work(flow: Callable[[Any], Any], snapshot: Any, *scans: str, **more: Any) -> Worker:
    worker = Worker(flow, snapshot, server=server, book=BOOK, **more)
    for scan in scans:
        worker.scan(scan)
    return worker


def refusing(kind: type[Command], code: str, detail: str) -> Callable[[Command], Any]:
    """A server that does all but commands of this kind."""
    return lambda command: (code, detail) if isinstance(command, kind) else server(command)


def kinds(worker: Worker) -> list[type[Command]]:
    return [type(command) for command in worker.commands]


# --- pick -----------------------------------------------------------------------------------------


def test_two_lines_are_picked_with_two_scans_each() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT)
    assert worker.left is not None
    assert worker.left.result == "done"
    assert worker.commands == [
        AssignTote(pick_list="PL1", slot=1, tote=TOTE_1),
        ConfirmPick(pick_list="PL1", line=1, quantity=2, tote=TOTE_1),
        ConfirmPick(pick_list="PL1", line=2, quantity=1, tote=TOTE_1),
        DropTote(pick_list="PL1", tote=TOTE_1, location="STAGE-1"),
    ]


@pytest.mark.parametrize("done", range(len(STRAIGHT)))
def test_a_pick_is_resumed_at_every_prompt(done: int) -> None:
    before = at_work(pick, TWO_LINES, *STRAIGHT[:done])
    again = at_work(pick, TWO_LINES, log=before.log)
    assert again.prompt == before.prompt
    for scan in STRAIGHT[done:]:
        again.scan(scan)
    assert again.left is not None
    assert len(before.commands) + len(again.commands) == 4


def test_undo_of_a_pick_scans_the_bin_again() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:3])
    worker.key("f4").key("enter")
    assert kinds(worker)[-1] is Reverse
    assert worker.prompt == "SCAN LOCATION"
    assert worker.view.target == "A-01"


def test_a_shelf_that_holds_fewer_is_short() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2])
    worker.key("f2").type("1").type("1")
    assert worker.commands[-1] == ShortPick(
        pick_list="PL1", line=1, found=1, reason=ShortReason.EMPTY, tote=TOTE_1
    )
    assert worker.view.target == "B-02"


def test_as_many_as_are_wanted_are_no_short_however_they_are_typed() -> None:
    line = TWO_LINES.lines[0].quantity
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2])
    worker.key("f2", before=str(line)).type("1")
    assert worker.prompt == "HOW MANY ARE THERE?"
    worker.type(str(line))
    assert worker.fault == "E-QTY"
    assert ShortPick not in kinds(worker)


def test_an_empty_shelf_is_said_twice() -> None:
    worker = at_work(pick, TWO_LINES, TOTE_1)
    worker.key("f2").type("2")
    assert kinds(worker) == [AssignTote]
    worker.scan(command_code(Verb.NIL))
    assert worker.commands[-1] == ShortPick(pick_list="PL1", line=1, found=0, tote=None)


def test_fewer_typed_before_the_scan_asks_why() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2])
    worker.scan(BOLT, before="1")
    assert worker.prompt == "1 OF 2: WHY?"
    worker.type("2")
    assert worker.commands[-1] == ConfirmPick(pick_list="PL1", line=1, quantity=1, tote=TOTE_1)
    worker.scan(at("B-02")).scan(NUT).scan(at("A-01")).scan(BOLT)
    assert worker.commands[-1] == ConfirmPick(pick_list="PL1", line=1, quantity=1, tote=TOTE_1)


def test_a_full_tote_gives_way_to_another() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2])
    worker.key("f2").type("7").scan(TOTE_1)
    assert worker.fault == "E-DUP"
    worker.scan(TOTE_2)
    assert worker.commands[-1] == AssignTote(pick_list="PL1", slot=1, tote=TOTE_2)
    assert worker.view.target == "B-02"


def test_a_skipped_line_comes_back_at_the_end() -> None:
    worker = at_work(pick, TWO_LINES, TOTE_1)
    worker.key("f2").type("8")
    assert kinds(worker)[-1] is SkipLine
    worker.scan(at("B-02")).scan(NUT)
    assert worker.view.target == "A-01"


def with_digits(colour: str, digits: str) -> PickListView:
    hashed = sha256(f"PL1/1:{digits}".encode()).hexdigest()
    first = line(1, "BOLT", "A-01", 2, check_colour=colour, check_hash=hashed)
    return picks(first, line(2, "NUT", "B-02", 1))


def test_a_shelf_out_of_reach_is_told_by_its_digits() -> None:
    worker = at_work(pick, with_digits("orange", "417"), TOTE_1)
    assert worker.view.what[0] == "or its 3 ORANGE digits"
    assert worker.type("418").fault == "E-DIGITS"
    assert worker.type("417").prompt == "SCAN ITEM x2"
    assert at_work(pick, with_digits("blue", "417"), TOTE_1).view.what[0].endswith("BLUE digits")


def test_after_three_wrong_digits_the_shelf_is_scanned() -> None:
    worker = at_work(pick, with_digits("blue", "417"), TOTE_1)
    faults = [worker.type(digits).fault for digits in ("001", "002", "003", "417")]
    assert faults == ["E-DIGITS", "E-DIGITS", "E-DIGITS3", "E-DIGITS3"]
    assert worker.scan(at("A-01")).prompt == "SCAN ITEM x2"


def test_a_torn_label_is_told_and_the_digits_stand_for_it() -> None:
    worker = at_work(pick, with_digits("blue", "417"), TOTE_1).key("f2").type("9")
    assert (worker.prompt, worker.view.target) == ("TYPE 3 BLUE DIGITS", "A-01")
    assert worker.type("418").fault == "E-DIGITS"
    assert kinds(worker) == [AssignTote]
    worker.type("417")
    told = ReportProblem(document="PL1/1", sentence="The label of A-01 is torn or missing.")
    assert (worker.commands[1:], worker.prompt) == ([told], "SCAN ITEM x2")
    worker.scan(BOLT)
    assert worker.commands[-1] == ConfirmPick(pick_list="PL1", line=1, quantity=2, tote=TOTE_1)


def test_a_new_label_is_printed_and_scanned() -> None:
    worker = at_work(pick, TWO_LINES, TOTE_1, command_code(Verb.TORN))
    assert worker.prompt == "F7 PRINTS, THEN SCAN IT"
    worker.key("f7")
    assert worker.commands[-1] == PrintLocations(locations=["A-01"])
    worker.scan(at("A-01"))
    assert kinds(worker)[-1] is ReportProblem
    assert worker.prompt == "SCAN ITEM x2"
    why = "No printer takes labels of locations here."
    refused = Worker(
        pick, TWO_LINES, server=refusing(PrintLocations, "printer_missing", why), book=BOOK
    )
    refused.do(TOTE_1, command_code(Verb.TORN), "key:f7")
    assert (refused.band, refused.prompt) == ((why,), "SCAN LOCATION")


def test_the_wrong_item_changes_nothing() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2])
    worker.scan(NUT)
    assert worker.fault == "E-WRONG"
    assert kinds(worker) == [AssignTote]


def test_the_lot_on_the_piece_is_read_or_confirmed() -> None:
    tea = picks(line(1, "BOLT", "A-01", 2, tracking="lot", lot="B7"))
    worker = at_work(pick, tea, *STRAIGHT[:3])
    assert worker.prompt == "SCAN LOT [B7]"
    other = at_work(pick, tea, *STRAIGHT[:3], "C8")
    assert other.commands[-1] == ConfirmPick(
        pick_list="PL1", line=1, quantity=2, tote=TOTE_1, lot="C8"
    )
    worker.key("enter")
    assert worker.commands[-1] == ConfirmPick(
        pick_list="PL1", line=1, quantity=2, tote=TOTE_1, lot="B7"
    )


def test_goods_too_old_for_the_order_are_left_before_anything_is_stored() -> None:
    milk = picks(line(1, "BOLT", "A-01", 2, keeps_until=date(2027, 1, 8)))
    old = element_string([("01", f"0{BOLT}"), ("17", "270107")]).text
    worker = at_work(pick, milk, *STRAIGHT[:2], old)
    assert (worker.fault, worker.prompt) == ("E-EXP", "SCAN ITEM x2")
    assert kinds(worker) == [AssignTote]
    worker.scan(element_string([("01", f"0{BOLT}"), ("17", "270108")]).text)
    assert kinds(worker)[-1] is ConfirmPick


def test_a_lot_too_old_for_the_order_is_refused_at_its_own_scan() -> None:
    milk = picks(line(1, "BOLT", "A-01", 2, tracking="lot", lot="B7", keeps_until=date(2027, 1, 8)))
    old, young = (f"]C1{element_string([('17', day), ('10', 'C8')]).text}" for day in TWO_DAYS)
    worker = at_work(pick, milk, *STRAIGHT[:3], old)
    assert (worker.fault, worker.prompt) == ("E-EXP", "SCAN LOT [B7]")
    worker.scan(young)
    assert worker.commands[-1] == ConfirmPick(
        pick_list="PL1", line=1, quantity=2, tote=TOTE_1, lot="C8"
    )


@pytest.mark.parametrize("acts", [("key:f2", "type:0"), (command_code(Verb.STUCK),)])
def test_a_call_for_the_supervisor_tells_nothing_of_the_shelf(acts: tuple[str, ...]) -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2]).do(*acts)
    assert (worker.detours, kinds(worker)) == (["stuck"], [AssignTote])
    assert worker.prompt == "SCAN ITEM x2"


def test_what_weighs_what_it_weighs_is_weighed() -> None:
    cheese = picks(line(1, "BOLT", "A-01", 2, weighed=True), line(2, "NUT", "B-02", 1))
    worker = at_work(pick, cheese, *STRAIGHT[:3])
    assert worker.prompt == "WEIGHT?"
    worker.type("1,25")
    assert worker.commands[-1] == ConfirmPick(
        pick_list="PL1", line=1, quantity=2, tote=TOTE_1, weight_grams=1250
    )
    inside = element_string([("01", f"0{BOLT}"), ("3103", "001250")]).text
    told = at_work(pick, cheese, *STRAIGHT[:2], f"]C1{inside}").commands[-1]
    assert isinstance(told, ConfirmPick)
    assert told.weight_grams == 1250
    short = at_work(pick, cheese, *STRAIGHT[:2]).do("key:f2", "type:1", "type:1", "type:600 g")
    assert short.commands[-1] == ShortPick(
        pick_list="PL1", line=1, found=1, tote=TOTE_1, weight_grams=600
    )
    none = at_work(pick, cheese, *STRAIGHT[:2]).do("key:f2", "type:1", "type:0")
    assert none.commands[-1] == ShortPick(pick_list="PL1", line=1, found=0)


def test_another_lot_is_scanned_and_goes_with_the_pick() -> None:
    tea = picks(line(1, "BOLT", "A-01", 2, tracking="lot", lot="B7"))
    worker = at_work(pick, tea, *STRAIGHT[:2]).key("f2").type("5")
    assert worker.prompt == "SCAN OTHER LOT"
    assert worker.scan("B7").fault == "E-DUP"
    worker.scan("C8")
    assert (worker.prompt, worker.view.what[1]) == ("SCAN ITEM x2", "BOLT LOT C8")
    worker.scan(BOLT)
    assert worker.commands[-1] == ConfirmPick(
        pick_list="PL1", line=1, quantity=2, tote=TOTE_1, lot="C8"
    )


def test_a_lot_that_may_not_go_is_wrong_and_what_the_server_swapped_is_amber() -> None:
    tea = picks(line(1, "BOLT", "A-01", 2, tracking="lot", lot="B7"))
    acts = (*STRAIGHT[:2], "key:f2", "type:5", "C8", BOLT)
    why = "Lot C8 was read in A-01, B7 is asked for: SO1/1 demands lot B7."
    worker = Worker(pick, tea, server=refusing(ConfirmPick, "wrong_lot", why), book=BOOK)
    worker.do(*acts)
    assert (worker.fault, worker.band) == ("E-WRONG", (why,))
    said = "Lot C8 instead of B7: the promise was moved."

    def swaps(command: Command) -> Any:
        told = server(command)
        return {**told, "warning": said} if isinstance(command, ConfirmPick) else told

    worker = Worker(pick, tea, server=swaps, book=BOOK).do(*acts)
    assert (worker.view.band.colour, worker.band) == (Colour.AMBER, (said,))


def test_no_other_lot_is_offered_where_none_is_asked_for() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2]).key("f2").type("5")
    assert kinds(worker) == [AssignTote]
    assert worker.prompt == "WHAT IS WRONG?"


def test_another_item_on_the_shelf_is_named_and_the_line_is_short() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2]).key("f2").type("3")
    assert worker.prompt == "SCAN WHAT IS HERE"
    assert worker.scan(BOLT).fault == "E-DUP"
    worker.scan(NUT)
    assert worker.commands[-1] == ShortPick(pick_list="PL1", line=1, found=0, instead="NUT")
    assert worker.view.target == "B-02"
    unread = at_work(pick, TWO_LINES, *STRAIGHT[:2], command_code(Verb.DIFF))
    unread.scan(command_code(Verb.SKIP))
    assert unread.commands[-1] == ShortPick(pick_list="PL1", line=1, found=0)


@pytest.mark.parametrize(
    ("digit", "asks", "reason"),
    [
        ("1", "HOW MANY ARE THERE?", ShortReason.EMPTY),
        ("4", "HOW MANY ARE GOOD?", ShortReason.UNUSABLE),
        ("6", "HOW MANY CAN YOU TAKE?", ShortReason.OUT_OF_REACH),
    ],
)
def test_why_fewer_were_taken_is_told_with_how_many(
    digit: str, asks: str, reason: ShortReason
) -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:2])
    worker.key("f2").type(digit)
    assert worker.prompt == asks
    assert worker.type("2").fault == "E-QTY"
    worker.type("1")
    assert worker.commands[-1] == ShortPick(
        pick_list="PL1", line=1, found=1, reason=reason, tote=TOTE_1
    )
    assert worker.view.target == "B-02"


def test_serials_are_scanned_one_by_one() -> None:
    phones = picks(line(1, "BOLT", "A-01", 2, tracking="serial"))
    worker = at_work(pick, phones, *STRAIGHT[:3], "SN-1", "SN-1")
    assert worker.fault == "E-DUP"
    worker.scan("SN-2")
    assert worker.commands[-1] == ConfirmPick(
        pick_list="PL1", line=1, quantity=2, tote=TOTE_1, serials=("SN-1", "SN-2")
    )


def test_without_network_a_pick_goes_on() -> None:
    worker = at_work(pick, TWO_LINES, *STRAIGHT[:1])
    offline = Worker(pick, TWO_LINES, worker.log, server=lambda _: None, book=BOOK, online=False)
    offline.scan(at("A-01")).scan(BOLT)
    assert offline.view.band.lines == ("saved here, not sent",)
    assert offline.view.target == "B-02"


def test_what_the_server_refuses_goes_back_before_its_scans() -> None:
    why = "Location A-01 holds 1 of BOLT, 2 were asked for."
    refuses = refusing(ConfirmPick, "not_enough", why)
    worker = Worker(pick, TWO_LINES, server=refuses, book=BOOK)
    for scan in STRAIGHT[:3]:
        worker.scan(scan)
    assert worker.view.band.colour is Colour.RED
    assert worker.view.options == ("1 SHORT",)
    worker.key("enter").type("1")
    assert worker.commands[-1] == ShortPick(
        pick_list="PL1", line=1, found=1, reason=ShortReason.EMPTY, tote=TOTE_1
    )


# --- put away -------------------------------------------------------------------------------------


def errand(target: str | None = "A-01") -> PutAwayView:
    goods = PutGoods(
        sku="BOLT", name="Bolt", lot=None, expires_on=None, status=Status.AVAILABLE, quantity=20
    )
    place = PutTarget(
        location=target or "",
        rule=next(iter(Rule)),
        sku="BOLT",
        lot=None,
        quantity=20,
    )
    return PutAwayView(
        number="PA1",
        state=PutAwayState.OPEN,
        container=LPN,
        source="DOCK-1",
        goods=(goods,),
        targets=(place,) if target else (),
        puts=(),
        why=(),
    )


def test_an_lpn_is_put_where_it_is_told() -> None:
    worker = at_work(put_away, errand(), LPN, at("A-01"))
    assert worker.commands == [ConfirmPutAway(put_away="PA1", location="A-01")]


def test_a_place_that_is_full_asks_for_another_and_not_for_the_lpn() -> None:
    refuses = refusing(ConfirmPutAway, "over_capacity", "Location A-01 has room for 4 of BOLT.")
    worker = Worker(put_away, errand(), server=refuses, book=BOOK).scan(LPN).scan(at("A-01"))
    assert (worker.view.step, worker.fault) == ("place", "E-CAP")
    worker.scan(at("B-02")).type("1")
    assert worker.commands[-1] == ConfirmPutAway(
        put_away="PA1", location="B-02", reason=Override.FULL
    )


def test_another_place_wants_a_reason() -> None:
    worker = at_work(put_away, errand(), LPN, at("B-02"))
    assert worker.commands == []
    worker.type("2")
    assert worker.commands == [
        ConfirmPutAway(put_away="PA1", location="B-02", reason=Override.BLOCKED)
    ]


def test_without_room_the_worker_scans_a_place() -> None:
    worker = at_work(put_away, errand(None), LPN)
    assert worker.view.target == "NO ROOM"
    worker.scan(at("B-02"))
    assert worker.commands == [
        ConfirmPutAway(put_away="PA1", location="B-02", reason=Override.OTHER)
    ]


# --- pack -----------------------------------------------------------------------------------------


def packing(*orders: str) -> Packing:
    views = [
        PackView(
            order=order,
            version=1,
            ship_to=Address(name="Erika", street="Hauptstr. 1", city="Berlin", country="DE"),
            service="STANDARD",
            gift_note="",
            totes=[TOTE_1],
            wait="",
            cancelled=False,
            lines=[
                PackLine(
                    line=1,
                    sku="BOLT",
                    name="Bolt",
                    tracking="none",
                    barcodes=[BOLT],
                    to_pack=2,
                    packed=0,
                    still_to_pick=0,
                    lots=[],
                )
            ],
        )
        for order in orders
    ]
    return Packing(choice=PackChoice(code=TOTE_1, orders=views), bench="BENCH-1")


def test_each_piece_is_scanned_and_the_label_is_proved() -> None:
    worker = at_work(pack, packing("SO1"), BOLT, NUT)
    assert worker.fault == "E-WRONG"
    worker.scan(BOLT).scan(CLOSE).scan(LPN)
    assert kinds(worker) == [CloseCarton, ConfirmLabel]
    closed = worker.commands[0]
    assert isinstance(closed, CloseCarton)
    assert [(piece.line, piece.quantity) for piece in closed.pieces] == [(1, 2)]


def test_pieces_are_counted_up_in_the_band_and_the_end_is_told() -> None:
    worker = at_work(pack, packing("SO1"), BOLT)
    assert worker.band == ("1/2 (+1)", "Bolt")
    worker.scan(BOLT).scan(CLOSE).scan(LPN)
    assert (worker.view.emphasis, worker.prompt) == ("", "SCAN LANE, F8 LATER")
    worker.scan(at("LANE-1"))
    assert (worker.view.emphasis, worker.view.title) == ("done", "PACK SO1")


def test_a_tote_of_two_orders_asks_which() -> None:
    worker = at_work(pack, packing("SO1", "SO2"))
    assert worker.prompt == "WHICH ORDER?"
    worker.type("2").scan(BOLT).scan(BOLT).scan(CLOSE)
    closed = worker.commands[0]
    assert isinstance(closed, CloseCarton)
    assert closed.order == "SO2"


def test_a_carton_whose_weight_is_off_is_weighed_again_with_all_its_pieces() -> None:
    refuses = refusing(CloseCarton, "weight_off", "The carton weighs 900 g, 620 g are in it.")
    worker = Worker(pack, packing("SO1"), server=refuses, book=BOOK)
    worker.scan(BOLT).scan(BOLT).type("900")
    assert (worker.view.step, worker.fault) == ("weight", "E-WT")
    worker.type("620")
    told = worker.commands[-1]
    assert isinstance(told, CloseCarton)
    assert (told.weight_grams, [piece.quantity for piece in told.pieces]) == (620, [2])


def test_another_boxs_label_is_wrong() -> None:
    other = house_code(Kind.LPN, "0000000043")
    worker = at_work(pack, packing("SO1"), BOLT, BOLT, CLOSE, other)
    assert worker.fault == "E-WRONG"
    assert kinds(worker) == [CloseCarton]


# --- count ----------------------------------------------------------------------------------------

COUNT = CountSnapshot(
    count=7,
    version=1,
    location="A-01",
    reason=next(iter(CountReason)),
    state=next(iter(CountState)),
    round=1,
    sku=None,
    excluded=[],
    opened_by=None,
    opened_at=None,
)
COUNTED = [at("A-01"), BOLT, "type:12", NUT, "type:3", CLOSE]


def counting(scans: Sequence[str], **more: Any) -> Worker:
    worker = at_work(count, COUNT, **more)
    for scan in scans:
        if scan.startswith("type:"):
            worker.type(scan[5:])
        else:
            worker.scan(scan)
    return worker


def test_a_place_is_counted_blind() -> None:
    worker = counting(COUNTED)
    assert kinds(worker) == [OpenCount, CountLocation]
    told = worker.commands[1]
    assert isinstance(told, CountLocation)
    assert [(one.sku, one.quantity) for one in told.lines] == [("BOLT", 12), ("NUT", 3)]


def test_a_refused_count_keeps_what_was_counted() -> None:
    why = "Item NUT is kept by lot: which?"
    worker = Worker(count, COUNT, server=refusing(CountLocation, "lot_missing", why), book=BOOK)
    worker.scan(at("A-01")).scan(BOLT).type("12").scan(NUT).type("3").scan(CLOSE)
    assert (worker.prompt, worker.band) == ("SCAN ITEM, F8 NO MORE", (why,))
    assert (worker.view.digits, worker.view.what) == ("2", ("12 BOLT", "3 NUT"))
    again = Worker(count, COUNT, worker.log, server=server, book=BOOK)
    again.key("f4").type("4").scan(CLOSE)
    told = again.commands[-1]
    assert isinstance(told, CountLocation)
    assert [(one.sku, one.quantity) for one in told.lines] == [("BOLT", 12), ("NUT", 4)]


@pytest.mark.parametrize("done", range(len(COUNTED)))
def test_a_count_is_resumed_at_every_prompt(done: int) -> None:
    before = counting(COUNTED[:done])
    again = counting((), log=before.log)
    assert again.prompt == before.prompt
    assert again.view.what == before.view.what


def test_a_quantity_is_never_prefilled() -> None:
    worker = counting(COUNTED[:2])
    worker.key("enter")
    assert worker.prompt == "HOW MANY?"


def test_a_count_that_differs_is_done_again_by_the_same_then_by_another() -> None:
    rounds: list[dict[str, object]] = [{"state": "again"}, {"state": "again", "another": True}]
    figures = iter(rounds)

    def judge(command: Command) -> Any:
        told = dict(server(command))
        return told | next(figures) if isinstance(command, CountLocation) else told

    worker = Worker(count, None, server=judge, book=BOOK)
    worker.scan(at("A-01")).scan(BOLT).type("12").scan(CLOSE)
    assert (worker.view.title, worker.view.target) == ("COUNT AGAIN A-01", "A-01")
    assert worker.scan(at("B-02")).fault == "E-WRONG"
    worker.scan(at("A-01")).scan(BOLT).type("11").scan(CLOSE)
    assert kinds(worker) == [OpenCount, CountLocation, OpenCount, CountLocation]
    assert worker.left is not None
    assert worker.left.result == "A-01: another counts again"


def test_f9_leaves_a_count_only_when_it_is_meant() -> None:
    worker = counting(COUNTED[:3]).key("f9")
    assert worker.prompt == "LEAVE THE COUNT?"
    worker.type("2").scan(NUT).key("f9").key("f9")
    assert kinds(worker) == [OpenCount, LeaveCount]


# --- move -----------------------------------------------------------------------------------------


def test_an_lpn_moves_with_two_scans_and_loose_goods_with_three() -> None:
    whole = at_work(move, None, LPN, at("B-02"))
    assert whole.commands == [MoveContainer(container=LPN, target="B-02")]
    # Into a container or a place, also without network: the label's own text names it.
    loose = at_work(move, None, at("A-01"))
    loose.scan(BOLT, before="5").scan(at("B-02"))
    assert loose.commands == [MoveStock(sku="BOLT", quantity=5, source="A-01", target="B02")]


def test_several_lpns_are_emptied_into_one_or_stand_on_one() -> None:
    others = [house_code(Kind.LPN, f"{number:010d}") for number in (43, 44)]
    for digit, contents in (("1", True), ("2", False)):
        worker = at_work(move, None).key("f2").type(digit)
        worker.scan(LPN).scan(LPN)
        assert worker.fault == "E-DUP"
        worker.scan(others[0]).scan(others[1])
        assert (worker.view.target, worker.view.digits) == (LPN, "2")
        worker.scan(CLOSE)
        assert worker.commands == [
            NestContainer(container=other, parent=LPN, contents=contents) for other in others
        ]
        assert worker.left is not None
        assert worker.left.result == f"2 on {LPN}"


def test_a_place_that_is_full_takes_it_with_a_reason() -> None:
    def full(command: Command) -> Any:
        return server(command) if command == meant else ("over_capacity", "Location is full.")

    meant = MoveContainer(container=LPN, target="B-02", reason="for a short time")
    worker = Worker(move, None, server=full, book=BOOK).scan(LPN).scan(at("B-02"))
    assert worker.prompt == "THERE ALL THE SAME?"
    worker.key("enter").type("2").scan(at("B-02"))
    assert worker.commands[-1] == meant
    assert worker.left is not None
