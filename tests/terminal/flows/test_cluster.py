"""A cart with several orders: the total first, then slot by slot; never into the wrong one."""

import pytest
from msgspec import structs

from labels.codes import Kind, Verb, command_code, house_code
from server.counting.wire.counts import ZeroCheck
from server.identity.wire.site import Verify
from server.outbound.wire.cluster import PickPart, PickTogether, PutToSlot
from server.outbound.wire.lists import PickListView
from server.outbound.wire.picking import ShortReason, SkipLine
from server.outbound.wire.totes import AssignTote, DropTote
from server.wire import Command
from terminal.flows.offers import Colour
from terminal.flows.pick import pick
from terminal.scan.reading import Kind as Noun
from terminal.scan.wanted import Candidate
from tests.terminal.flows.replies import server
from tests.terminal.flows.test_procedures import (
    BOLT,
    BOOK,
    NUT,
    TOTE_1,
    TOTE_2,
    TOTE_3,
    at,
    kinds,
    line,
    picks,
)
from tests.terminal.worker import Reverse, Worker

CART = house_code(Kind.CART, "0012")
SEEN = BOOK | {CART: [Candidate(CART, Noun.CART)]}
BOLTS = (
    line(1, "BOLT", "A-01", 2),
    line(2, "BOLT", "A-01", 3, slot=2, order="SO2"),
    line(3, "BOLT", "A-01", 4, slot=3, order="SO3"),
)
NUTS = line(4, "NUT", "A-01", 1, slot=2, order="SO2")
FAR = line(5, "NUT", "B-02", 1, slot=3, order="SO3")
THREE = picks(*BOLTS, NUTS, FAR, slots=3)
START = (CART, TOTE_1, TOTE_2, TOTE_3)


def at_cart(*scans: str, view: PickListView = THREE) -> Worker:
    worker = Worker(pick, view, server=server, book=SEEN)
    return worker.do(*scans)


def last(worker: Worker) -> Command:
    return worker.commands[-1]


def together(*parts: tuple[int, int], **more: object) -> PickTogether:
    told = [PickPart(line=number, found=found) for number, found in parts]
    return PickTogether(pick_list="PL1", parts=told, **more)  # type: ignore[arg-type]


def put(number: int, quantity: int, tote: str) -> PutToSlot:
    return PutToSlot(pick_list="PL1", line=number, quantity=quantity, tote=tote)


def test_the_cart_then_its_slots_then_all_of_an_item_at_once() -> None:
    worker = at_cart(CART)
    assert worker.prompt == "SLOT 1: SCAN TOTE"
    worker.do(TOTE_1, TOTE_2, TOTE_3, at("A-01"))
    assert (worker.prompt, worker.view.digits) == ("SCAN ITEM, PICK 9", "9")
    worker.scan(BOLT)
    assert last(worker) == together((1, 2), (2, 3), (3, 4))
    for count, slot, tote in ((2, 1, TOTE_1), (3, 2, TOTE_2), (4, 3, TOTE_3)):
        assert (worker.prompt, worker.view.digits) == (f"PUT {count} -> SLOT {slot}", str(slot))
        worker.scan(tote)
        assert last(worker) == put(slot, count, tote)
    assert worker.prompt == "SCAN ITEM, PICK 1"  # the nuts of the same place: no location scan
    worker.do(NUT, TOTE_2, at("B-02"), NUT, TOTE_3)
    worker.do(at("STAGE-1"), "key:enter", at("BENCH-1"))
    assert worker.left is not None
    assert worker.left.result == "done"
    assert [c for c in worker.commands if isinstance(c, AssignTote)] == [
        AssignTote(pick_list="PL1", slot=slot, tote=tote, cart=CART)
        for slot, tote in enumerate((TOTE_1, TOTE_2, TOTE_3), start=1)
    ]
    assert worker.commands[-3:] == [
        DropTote(pick_list="PL1", tote=TOTE_1, location="STAGE-1"),
        DropTote(pick_list="PL1", tote=TOTE_2, location="STAGE-1"),
        DropTote(pick_list="PL1", tote=TOTE_3, location="BENCH-1"),
    ]


@pytest.mark.parametrize("wrong", [TOTE_2, TOTE_3, "type:2", "type:12", at("A-01"), BOLT])
def test_a_wrong_slot_posts_nothing(wrong: str) -> None:
    worker = at_cart(*START, at("A-01"), BOLT)
    before = list(worker.commands)
    worker.do(wrong)
    assert worker.view.band.colour is Colour.RED
    assert (worker.commands, worker.prompt) == (before, "PUT 2 -> SLOT 1")
    assert at_cart(*START, at("A-01"), BOLT, TOTE_2).fault == "E-WRONG"


def test_a_slot_is_told_by_its_number_or_its_label_too() -> None:
    worker = at_cart(*START, at("A-01"), BOLT, "type:1")
    assert last(worker) == put(1, 2, TOTE_1)
    worker.scan(house_code(Kind.CART_SLOT, "00122"))
    assert last(worker) == put(2, 3, TOTE_2)
    worker.scan(house_code(Kind.CART_SLOT, "00122"))
    assert worker.fault == "E-WRONG"


def test_a_full_tote_takes_what_fits_and_another_the_rest() -> None:
    worker = at_cart(*START, at("A-01"), BOLT)
    worker.scan(TOTE_1, before="1")
    assert (last(worker), worker.prompt) == (put(1, 1, TOTE_1), "PUT 1 -> SLOT 1")
    other = house_code(Kind.TOTE, "000009")
    worker.key("f2").type("7").scan(TOTE_2)
    assert worker.fault == "E-DUP"
    worker.scan(other)
    assert last(worker) == AssignTote(pick_list="PL1", slot=1, tote=other)
    worker.scan(other)
    assert (last(worker), worker.prompt) == (put(1, 1, other), "PUT 3 -> SLOT 2")


def test_each_put_is_taken_back_for_itself_and_then_the_pick() -> None:
    worker = at_cart(*START, at("A-01"), BOLT, TOTE_1, TOTE_2)
    worker.do("key:f4", "key:enter")
    assert (kinds(worker)[-1], worker.prompt) == (Reverse, "PUT 3 -> SLOT 2")
    worker.do("key:f4", "key:enter")
    assert worker.prompt == "PUT 2 -> SLOT 1"
    worker.do("key:f4", "key:enter")
    assert worker.prompt == "SCAN LOCATION"
    assert kinds(worker)[-3:] == [Reverse] * 3
    worker.do(at("A-01"), BOLT)
    assert last(worker) == together((1, 2), (2, 3), (3, 4))


def test_too_few_go_to_the_most_urgent() -> None:
    slots = [
        structs.replace(one, priority=priority)
        for one, priority in zip(THREE.slots, (5, 9, 1), strict=True)
    ]
    urgent = structs.replace(THREE, slots=slots)
    worker = at_cart(*START, at("A-01"), "key:f2", "type:1", "type:5", view=urgent)
    assert last(worker) == PickTogether(
        pick_list="PL1",
        parts=[
            PickPart(line=3, found=4),
            PickPart(line=1, found=1, short=True),
            PickPart(line=2, found=0, short=True),
        ],
    )
    assert worker.prompt == "PUT 1 -> SLOT 1"
    worker.do("key:f4")
    assert worker.fault == "E-REV"
    worker.do(TOTE_1, TOTE_3)
    assert worker.prompt == "SCAN ITEM, PICK 1"


def test_all_that_is_wanted_is_no_short() -> None:
    worker = at_cart(*START, at("A-01"))
    worker.key("f2", before="99").type("1")
    assert worker.prompt == "HOW MANY ARE THERE?"
    assert not isinstance(last(worker), PickTogether)


def test_a_shelf_without_any_is_told_for_all() -> None:
    worker = at_cart(*START, at("A-01"), command_code(Verb.NIL), command_code(Verb.NIL))
    none = [PickPart(line=number, found=0, short=True) for number in (1, 2, 3)]
    assert last(worker) == PickTogether(pick_list="PL1", parts=none)
    assert worker.prompt == "SCAN ITEM, PICK 1"


def test_what_cannot_be_reached_is_told_as_that() -> None:
    worker = at_cart(*START, at("A-01"), "key:f2", "type:6", "type:2")
    told = last(worker)
    assert isinstance(told, PickTogether)
    assert told.reason is ShortReason.OUT_OF_REACH
    assert [(part.found, part.short) for part in told.parts] == [(2, False), (0, True), (0, True)]


def test_another_item_there_is_named_once_for_all() -> None:
    worker = at_cart(*START, at("A-01"), "key:f2", "type:3", NUT)
    none = [PickPart(line=number, found=0, short=True) for number in (1, 2, 3)]
    assert last(worker) == PickTogether(pick_list="PL1", parts=none, instead="NUT")
    assert worker.prompt == "SCAN ITEM, PICK 1"


def test_another_lot_goes_to_all_of_them() -> None:
    lots = [structs.replace(one, lot="B7") for one in BOLTS]
    worker = at_cart(*START, at("A-01"), view=picks(*lots, slots=3))
    worker.do("key:f2", "type:5", "C8", BOLT)
    assert last(worker) == together((1, 2), (2, 3), (3, 4), lot="C8")


def test_fewer_now_and_the_rest_later() -> None:
    worker = at_cart(*START, at("A-01"))
    worker.scan(BOLT, before="4").type("2")
    assert last(worker) == together((1, 2), (2, 2))
    worker.do(TOTE_1, TOTE_2, NUT, TOTE_2, at("B-02"), NUT, TOTE_3)
    assert worker.view.target == "A-01"
    worker.do(at("A-01"), BOLT)
    assert last(worker) == together((2, 1), (3, 4))


def test_a_place_that_is_skipped_comes_back_whole() -> None:
    worker = at_cart(*START, at("A-01"), command_code(Verb.SKIP))
    assert last(worker) == SkipLine(pick_list="PL1", line=1, reason="skipped")
    worker.do(NUT, TOTE_2, at("B-02"), NUT, TOTE_3, at("A-01"))
    assert worker.prompt == "SCAN ITEM, PICK 9"


def test_a_slot_may_stay_empty_and_is_walked_for_afterwards() -> None:
    worker = at_cart(CART, TOTE_1, command_code(Verb.SKIP), TOTE_3, at("A-01"))
    assert worker.prompt == "SCAN ITEM, PICK 6"
    worker.do(BOLT, TOTE_1, TOTE_3, at("B-02"), NUT, TOTE_3, at("STAGE-1"), at("STAGE-1"))
    assert worker.left is not None
    assert worker.left.result == "again"
    early = at_cart(CART, "key:f8")
    assert early.fault == "E-KEY"
    assert early.do(TOTE_1, "key:f8", at("A-01")).prompt == "SCAN ITEM, PICK 2"


def test_the_last_of_a_place_is_asked_about_once_behind_the_last_slot() -> None:
    lines = [structs.replace(one, empties=True) for one in BOLTS]
    worker = at_cart(*START, at("A-01"), BOLT, TOTE_1, TOTE_2, view=picks(*lines, slots=3))
    assert worker.prompt == "PUT 4 -> SLOT 3"
    worker.scan(TOTE_3)
    assert worker.prompt == "EMPTY? [0]"
    worker.key("enter")
    assert last(worker) == ZeroCheck(location="A-01", sku="BOLT", left=0)
    early = at_cart(CART, TOTE_1, "key:f8", at("A-01"), BOLT, TOTE_1, view=picks(*lines, slots=3))
    assert early.prompt == "SCAN DROP LOCATION"


def test_what_lies_on_the_cart_goes_into_its_slots_first() -> None:
    slots = [
        structs.replace(one, tote=tote)
        for one, tote in zip(THREE.slots, (TOTE_1, TOTE_2, TOTE_3), strict=True)
    ]
    lying = structs.replace(BOLTS[1], quantity=0, picked=3, to_put=3, state="picked")
    view = structs.replace(THREE, slots=slots, rides_on=CART, lines=[lying, NUTS])
    worker = at_cart(view=view)
    assert worker.prompt == "PUT 3 -> SLOT 2"
    worker.scan(TOTE_2)
    assert worker.commands == [put(2, 3, TOTE_2)]
    assert worker.prompt == "SCAN LOCATION"


def test_pieces_with_numbers_are_taken_order_by_order() -> None:
    phones = [structs.replace(one, tracking="serial", quantity=1) for one in BOLTS[:2]]
    worker = at_cart(CART, TOTE_1, TOTE_2, at("A-01"), view=picks(*phones, slots=2))
    assert worker.prompt == "SCAN ITEM, PICK 1"
    worker.do(BOLT, "SN-1", TOTE_1)
    assert worker.commands[-2:] == [
        together((1, 1), serials=("SN-1",)),
        structs.replace(put(1, 1, TOTE_1), serials=("SN-1",)),
    ]


def test_pieces_with_weights_are_weighed_order_by_order() -> None:
    cheese = [structs.replace(one, weighed=True) for one in BOLTS]
    worker = at_cart(*START, at("A-01"), BOLT, "type:2.5", view=picks(*cheese, slots=3))
    assert last(worker) == together((1, 2), weight_grams=2500)
    assert worker.scan(TOTE_1).prompt == "SCAN ITEM, PICK 3"


def test_a_call_for_the_supervisor_changes_no_tote() -> None:
    worker = at_cart(*START, at("A-01"), BOLT, "key:f2", "type:0")
    assert (worker.detours, worker.prompt) == (["stuck"], "PUT 2 -> SLOT 1")


def test_a_tote_that_was_dropped_is_not_picked_into() -> None:
    slots = [
        structs.replace(one, tote=tote, dropped=one.slot == 1)
        for one, tote in zip(THREE.slots, (TOTE_1, TOTE_2, TOTE_3), strict=True)
    ]
    view = structs.replace(THREE, slots=slots, rides_on=CART)
    assert at_cart(view=view).prompt == "SLOT 1: SCAN TOTE"
    late = structs.replace(view, lines=[NUTS])
    worker = at_cart(at("A-01"), NUT, TOTE_2, view=late)
    assert (worker.prompt, worker.view.target) == ("SCAN DROP LOCATION", TOTE_2)


def test_without_network_the_cart_goes_on() -> None:
    start = at_cart(*START)
    worker = Worker(pick, THREE, start.log, server=lambda _: None, book=SEEN, online=False)
    worker.do(at("A-01"), BOLT, TOTE_1)
    assert worker.commands == [together((1, 2), (2, 3), (3, 4)), put(1, 2, TOTE_1)]
    assert worker.prompt == "PUT 3 -> SLOT 2"


def test_a_place_that_is_enough_gives_all_its_goods_by_one_scan() -> None:
    alone = [structs.replace(one, verify=Verify.LOC) for one in BOLTS]
    worker = at_cart(*START, view=picks(*alone, slots=3))
    assert (worker.prompt, worker.view.digits) == ("SCAN LOCATION x9", "9")
    worker.scan(at("A-01"))
    assert last(worker) == together((1, 2), (2, 3), (3, 4))
    assert worker.prompt == "PUT 2 -> SLOT 1"


def test_an_lpn_that_stands_there_is_place_and_goods() -> None:
    lpn = house_code(Kind.LPN, "0000000077")
    kept = [structs.replace(one, verify=Verify.LPN, container=lpn) for one in BOLTS]
    worker = at_cart(*START, view=picks(*kept, slots=3))
    assert worker.prompt == "SCAN LPN x9"
    worker.scan(house_code(Kind.LPN, "0000000078"))
    assert worker.fault == "E-WRONG"
    worker.scan(lpn)
    assert last(worker) == together((1, 2), (2, 3), (3, 4))
