"""The runner: answers, commands, exceptions, undo, resume, the queue."""

import pytest

from labels.codes import Kind as House
from labels.codes import Verb, command_code, house_code
from labels.gs1 import element_string
from server.wire import Code, Command, Count, Line, Quantity, Reply
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Manual, Raised, Rule, Saved, need
from terminal.flows.login import Door, login
from terminal.flows.offers import Colour, Delivered, Link, Replied, Scan, Sound, Tick
from terminal.flows.quantity import serials
from terminal.flows.reasons import Reason
from terminal.scan.raw import RawScan
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, only
from tests.terminal.worker import Reverse, Worker

EACH, CASE = "9501101530003", "19501101530000"
ITEM_1 = Candidate("W-100", words="Widget", aliases=(Alias(EACH), Alias(CASE, 12)))
ITEM_2 = Candidate("G-200", words="Gadget", aliases=(Alias("4006381333931"),))
BIN_1, BIN_2 = "LOA03122K", house_code(House.LOCATION, "A-04-01-1")
SCAN_1, SCAN_2 = f"]E0{EACH}", "]E04006381333931"


class Picked(Reply, frozen=True, kw_only=True):
    """What a pick did."""

    left: Count = 0


class Pick(Command, frozen=True, kw_only=True):
    """A pick."""

    kind = "pick"
    path = "/picks"
    offline = "A"

    location: Code
    item: Code
    quantity: Quantity
    reason: Line = ""


class Short(Command, frozen=True, kw_only=True):
    """A short pick."""

    kind = "short"
    path = "/shorts"
    offline = "A"

    item: Code
    found: Count


class Finish(Command, frozen=True, kw_only=True):
    """The list is done."""

    kind = "finish"
    path = "/finish"


LATER = (Reason("SHORT", "SHORT"), Reason("LATER", "LATER"), Reason("FULL", "TOTE FULL"))
PICK = (reasons.SHORT, reasons.NIL, reasons.SKIP)


def pick(lines: list[tuple[str, Candidate, int]]) -> Flow[int]:
    total = 0
    for place, item, open_ in lines:
        at = yield from Ask(Kind.LOC, one_of=only(place), exceptions=PICK)
        if isinstance(at, Raised):
            yield from Do(Short(item=item.value, found=at.quantity or 0))
            continue
        rule = Rule(open_, most=open_, fewer=LATER)
        goods = yield from need(Ask(Kind.ITEM, one_of=(item,), quantity=rule))
        command = Pick(
            location=at.value, item=goods.value, quantity=goods.quantity, reason=goods.reason
        )
        yield from Do(command, says=f"pick {goods.quantity} x {goods.value}", reply=Picked)
        total += goods.quantity
    yield from Do(Finish(), final="the list is closed")
    return total


LINES = [("A-03-12-2", ITEM_1, 12), ("A-04-01-1", ITEM_2, 3)]


def receive(_: object) -> Flow[dict[str, str]]:
    item = yield from need(Ask(Kind.ITEM, one_of=(ITEM_1, ITEM_2)))
    lot = yield from need(Ask(Kind.LOT, unseen=True))
    expiry = yield from need(Ask(Kind.DATE, prompt="EXPIRY?"))
    amount = yield from need(
        Ask(Kind.QTY, quantity=Rule(most=500, units={"c": 12}), prompt="QTY EA?")
    )
    lpn = yield from need(Ask(Kind.LPN, unseen=True, commands=(Verb.PRINT,)))
    return {
        "item": item.value,
        "lot": lot.value,
        "expiry": expiry.value,
        "quantity": amount.value,
        "lpn": lpn.value,
    }


# --- the straight way -----------------------------------------------------------------------------


def test_a_list_is_picked_with_two_scans_a_line() -> None:
    worker = Worker(pick, LINES)
    assert worker.prompt == "SCAN LOCATION"
    for text in (BIN_1, SCAN_1, BIN_2, SCAN_2):
        worker.scan(text)
    assert worker.commands == [
        Pick(location="A-03-12-2", item="W-100", quantity=12),
        Pick(location="A-04-01-1", item="G-200", quantity=3),
        Finish(),
    ]
    assert worker.left is not None
    assert (worker.left.to, worker.left.result) == ("done", 15)
    assert worker.sounds[-1] is Sound.DONE


def test_f1_tells_the_last_error_and_how_to_go_on() -> None:
    worker = Worker(pick, LINES).scan(BIN_2).key("f1")
    said = " ".join(worker.view.what)
    assert said.startswith("This is LOCATION A04011 Need LOCATION A-03-12-2 The right kind")
    assert worker.key("escape").view.what == Worker(pick, LINES).view.what


def test_a_wrong_scan_never_advances_and_stays_red() -> None:
    worker = Worker(pick, LINES).scan(BIN_2)
    assert (worker.prompt, worker.fault) == ("SCAN LOCATION", "E-WRONG")
    assert worker.band == ("This is LOCATION A04011", "Need LOCATION A-03-12-2")
    assert worker.sounds == [Sound.BAD]
    assert worker.offer(Tick(99.0)).fault == "E-WRONG"
    assert worker.key("escape").view.band.colour is Colour.PLAIN
    assert worker.scan(BIN_1).prompt == "SCAN ITEM"


def test_one_scan_answers_everything_it_holds() -> None:
    text = element_string([("01", "0" + EACH), ("17", "261231"), ("10", "L7"), ("30", "24")]).text
    worker = Worker(receive).scan(f"]C1{text}")
    assert (worker.view.step, len(worker.log)) == ("lpn", 4)
    worker.scan("LP0000000042Y")
    assert worker.left is not None
    assert worker.left.result == {
        "item": "W-100",
        "lot": "L7",
        "expiry": "2026-12-31",
        "quantity": "24",
        "lpn": "LP0000000042Y",
    }


def test_undo_drops_all_that_the_last_scan_answered() -> None:
    text = element_string([("01", "0" + EACH), ("10", "L7")]).text
    worker = Worker(receive).scan(f"]C1{text}")
    assert worker.view.step == "date"
    assert worker.key("f4").view.step == "item"
    assert worker.log == []


def test_a_conflict_takes_the_whole_scan_back() -> None:
    text = element_string([("01", "04006381333931"), ("17", "261231")]).text
    worker = Worker(receive).scan(SCAN_1)
    worker.scan(f"]C1{text}\x1d10L7")
    assert (worker.view.step, worker.fault, len(worker.log)) == ("lot", "E-CONFLICT", 1)


def test_a_value_that_a_later_ask_refuses_rejects_the_scan() -> None:
    def two(_: object) -> Flow[None]:
        yield from need(Ask(Kind.ITEM, one_of=(ITEM_1,)))
        yield from need(Ask(Kind.LOT, one_of=only("A3")))

    worker = Worker(two).scan(f"]C1010{EACH}10B7")
    assert (worker.view.step, worker.fault, worker.log) == ("item", "E-CONFLICT", [])


# --- quantities -----------------------------------------------------------------------------------


def test_digits_before_the_scan_are_fewer_and_ask_why() -> None:
    worker = Worker(pick, LINES).scan(BIN_1).scan(SCAN_1, before="5")
    assert worker.prompt == "5 OF 12: WHY?"
    assert worker.view.options == ("1 SHORT", "2 LATER", "3 TOTE FULL")
    worker.type("2")
    assert worker.commands == [Pick(location="A-03-12-2", item="W-100", quantity=5, reason="LATER")]


@pytest.mark.parametrize(("before", "fault"), [("13", "E-QTY"), ("0", "E-LOW")])
def test_more_than_allowed_or_nothing_is_refused(before: str, fault: str) -> None:
    worker = Worker(pick, LINES).scan(BIN_1).scan(SCAN_1, before=before)
    assert (worker.fault, worker.view.step, worker.commands) == (fault, "item", [])


def test_a_count_inside_the_scan_beats_what_is_expected() -> None:
    worker = Worker(pick, LINES).scan(BIN_1).scan(f"]C1010{EACH}305")
    assert worker.prompt == "5 OF 12: WHY?"


def test_ten_times_the_expected_is_asked_back() -> None:
    worker = Worker(pick, LINES).scan(BIN_1).scan(SCAN_1, before="120")
    assert worker.prompt == "120? expected 12"
    assert worker.key("escape").prompt == "SCAN ITEM"


def test_a_pack_prefills_and_units_are_read() -> None:
    worker = Worker(receive).scan(f"]I1{CASE}").type("L1").type("31.12.26")
    assert (worker.prompt, worker.view.what) == ("QTY EA? [12]", ("12 EA = 1 CASE + 0",))
    worker.type("2c")
    assert worker.band == ("24 EA = 2 CASE + 0",)
    assert isinstance(worker.log[-1], Answer)
    assert worker.log[-1].value == "24"


@pytest.mark.parametrize(
    ("typed", "value", "band"),
    [
        ("5", "5", "5"),
        ("7e", "7", "7 EA = 1 INNER + 1"),
        ("3i", "18", "18 EA = 3 INNER + 0"),
        ("31", "31", "31 EA = 2 CASE + 7"),
        ("1l", "60", "60 EA = 1 LAYER + 0"),
        ("2P", "480", "480 EA = 2 PALLET + 0"),
    ],
)
def test_quantities_are_typed_in_any_pack(typed: str, value: str, band: str) -> None:
    def ask(_: object) -> Flow[str]:
        rule = Rule(most=1000, units={"i": 6, "c": 12, "l": 60, "p": 240})
        amount = yield from need(Ask(Kind.QTY, quantity=rule))
        yield from need(Ask(Kind.LOC))
        return amount.value

    worker = Worker(ask)
    assert worker.view.what == ("1i = 6 EA, 1c = 12 EA, 1l = 60 EA, 1p = 240 EA",)
    worker.type("2x")
    assert worker.fault == "E-NUMBER"
    worker.type(typed)
    assert worker.band == (band,)
    assert isinstance(worker.log[-1], Answer)
    assert worker.log[-1].value == value


def test_a_barcode_in_a_quantity_field_is_no_quantity() -> None:
    worker = Worker(receive).scan(SCAN_1).type("L1").type("311226").scan(SCAN_2)
    assert (worker.view.step, worker.fault) == ("qty", "E-KIND")
    assert worker.type("1,5").fault == "E-NUMBER"


def test_a_serial_is_never_taken_twice() -> None:
    def tick(_: object) -> Flow[object]:
        return (yield from serials(Ask(Kind.SERIAL, unseen=True), 2))

    worker = Worker(tick).scan("S1").scan("S1")
    assert worker.fault == "E-DUP"
    assert worker.scan("S2").left is not None


# --- exceptions, choices, reasons -----------------------------------------------------------------


def test_short_by_f2_and_digit() -> None:
    worker = Worker(pick, LINES).key("f2", before="4")
    assert worker.view.options == ("1 SHORT", "2 EMPTY", "8 SKIP", "0 CALL SUPERVISOR")
    assert worker.view.instant
    worker.type("1")
    assert worker.commands == [Short(item="W-100", found=4)]
    assert (worker.prompt, worker.view.band.lines) == ("SCAN LOCATION", ("SHORT",))


def test_an_exception_by_its_barcode_and_empty_twice() -> None:
    worker = Worker(pick, LINES).scan(command_code(Verb.NIL))
    assert worker.commands == []
    worker.offer(Tick(worker.at + 9))
    assert worker.prompt == "SCAN LOCATION"
    worker.scan(command_code(Verb.NIL)).scan(command_code(Verb.NIL))
    assert worker.commands == [Short(item="W-100", found=0)]


def test_a_scan_that_does_not_answer_the_question_changes_nothing() -> None:
    worker = Worker(pick, LINES).key("f2")
    shown = worker.view
    assert worker.scan(BIN_1).view == shown
    assert worker.sounds[-1] is Sound.BAD
    assert worker.key("escape").prompt == "SCAN LOCATION"


def test_another_place_passes_with_a_reason() -> None:
    def put(_: object) -> Flow[tuple[str, str]]:
        why = (Reason("full", "FULL"), Reason("blocked", "BLOCKED"))
        place = yield from need(Ask(Kind.LOC, one_of=only("A-03-12-2"), override=why))
        return place.value, place.reason

    book = {BIN_2: [Candidate("A-04-01-1")]}
    worker = Worker(put, book=book).scan(BIN_2)
    assert worker.view.options == ("1 FULL", "2 BLOCKED")
    worker.type("2")
    assert worker.left is not None
    assert worker.left.result == ("A-04-01-1", "blocked")


def test_typing_is_refused_or_wants_its_reason() -> None:
    def scan(manual: Manual) -> Flow[str]:
        place = yield from need(Ask(Kind.LOC, one_of=only("A-03-12-2"), manual=manual))
        return place.why_typed

    assert Worker(scan, Manual.NEVER).type("A-03-12-2").fault == "E-TYPED"
    worker = Worker(scan, Manual.REASON).type("A-03-12-2")
    assert worker.prompt == "WHY TYPED?"
    worker.type("1")
    assert worker.left is not None
    assert worker.left.result == "torn"


def test_two_meanings_are_shown_and_none_is_taken_by_itself() -> None:
    both = (
        Candidate("W-100", kind=Kind.ITEM, aliases=(Alias(EACH),)),
        Candidate("SO-7", kind=Kind.ORDER, aliases=(Alias(EACH),)),
    )

    def which(_: object) -> Flow[tuple[Kind, str]]:
        answer = yield from need(Ask(Kind.ITEM, also=(Kind.ORDER,), one_of=both))
        return answer.kind, answer.value

    worker = Worker(which).scan(EACH)
    assert worker.view.options == ("1 ITEM W-100", "2 ORDER SO-7")
    assert worker.key("enter").left is None
    worker.type("2")
    assert worker.left is not None
    assert worker.left.result == (Kind.ORDER, "SO-7")


def test_what_was_chosen_is_meant_for_the_rest_of_the_run() -> None:
    both = (
        Candidate("W-100", kind=Kind.ITEM, aliases=(Alias(EACH),)),
        Candidate("SO-7", kind=Kind.ORDER, aliases=(Alias(EACH),)),
    )

    def twice(_: object) -> Flow[tuple[str, str]]:
        first = yield from need(Ask(Kind.ITEM, also=(Kind.ORDER,), one_of=both, step="first"))
        second = yield from need(Ask(Kind.ITEM, also=(Kind.ORDER,), one_of=both, step="second"))
        return first.value, second.value

    worker = Worker(twice).scan(EACH)
    worker.type("2")
    resumed = Worker(twice, log=worker.log)
    for one in (worker, resumed):
        one.scan(EACH)
        assert one.left is not None
        assert one.left.result == ("SO-7", "SO-7")
    undone = Worker(twice, log=worker.log[:1]).key("f4").scan(EACH)
    assert undone.view.options == ("1 ITEM W-100", "2 ORDER SO-7")


def test_a_choice_is_made_by_its_digit() -> None:
    def grade(_: object) -> Flow[str]:
        options = (Candidate("new", words="NEW"), Candidate("damaged", words="DAMAGED"))
        return (yield from need(Ask(Kind.CHOICE, one_of=options, prompt="CONDITION?"))).value

    worker = Worker(grade)
    assert (worker.view.options, worker.view.instant) == (("1 NEW", "2 DAMAGED"), True)
    worker.type("2")
    assert worker.left is not None
    assert worker.left.result == "damaged"


def test_a_command_of_the_prompt_answers_it() -> None:
    worker = Worker(receive).scan(SCAN_1).type("L1").type("311226").type("5").key("f7")
    assert worker.left is not None
    assert worker.left.result["lpn"] == "PRINT"


def test_enter_takes_the_default_and_nothing_without_one() -> None:
    worker = Worker(receive).key("enter").scan(SCAN_1).type("L1").type("DEC26")
    assert worker.view.step == "qty"
    assert worker.key("enter").view.step == "qty"
    case = Worker(receive).scan(f"]I1{CASE}").type("L1").type("DEC26").key("enter")
    assert (case.view.step, case.band) == ("lpn", ("12 EA = 1 CASE + 0",))


def test_nothing_is_parked_where_nobody_is_at_work() -> None:
    worker = Worker(login, Door()).key("f9")
    assert (worker.left, worker.band) == (None, ("Nothing to park here",))


def test_a_pin_where_the_badge_comes_first_is_no_question_of_rights() -> None:
    worker = Worker(login, Door()).type("1234")
    assert worker.fault == "E-TYPED"


def test_a_badge_and_leaving_twice() -> None:
    badge = house_code(House.BADGE, "BCDEFGHIJKLNOPRSTUVX")
    worker = Worker(pick, LINES).scan(badge)
    assert worker.left is not None
    assert worker.left.to == "badge"
    worker = Worker(pick, LINES).key("f9")
    assert worker.left is None
    assert worker.key("f9").left is not None


def test_inquiry_and_lock_lie_over_the_task() -> None:
    worker = Worker(pick, LINES).key("f5").key("f10")
    assert (worker.detours, worker.prompt) == (["inquire", "lock"], "SCAN LOCATION")


# --- commands -------------------------------------------------------------------------------------


def test_a_refusal_goes_back_before_the_answers_and_offers_what_is_true() -> None:
    def server(command: Command) -> tuple[str, str] | dict[str, object]:
        if isinstance(command, Pick):
            return "not_enough", "Location A-03-12-2 holds 4 of W-100, 12 were asked for."
        return {}

    worker = Worker(pick, LINES, server=server).scan(BIN_1).scan(SCAN_1)
    assert worker.band[0] == "Location A-03-12-2 holds 4 of W-100, 12 were asked for."
    assert (worker.prompt, worker.view.options, worker.log) == ("SHORT?", ("1 SHORT",), [])
    worker.key("enter")
    assert worker.commands[-1] == Short(item="W-100", found=0)


def test_what_the_server_did_otherwise_is_amber_and_behind_f1() -> None:
    said = "Lot B7 instead of A3: the promise was moved, and the customer takes it."
    worker = Worker(pick, LINES, server=lambda _: {"warning": said}).scan(BIN_1).scan(SCAN_1)
    assert (worker.prompt, worker.fault, worker.band) == ("SCAN LOCATION", "W-SRV", (said,))
    assert (worker.view.band.colour, worker.sounds[-1]) == (Colour.AMBER, Sound.WARN)
    assert worker.key("f1").view.what[0] == said
    assert worker.scan(BIN_2).view.band.colour is Colour.GREEN


def test_without_network_class_a_goes_on_and_class_c_waits() -> None:
    worker = Worker(pick, LINES, server=lambda _: None, online=False)
    for text in (BIN_1, SCAN_1, BIN_2, SCAN_2):
        worker.scan(text)
    assert [command.kind for command in worker.commands] == ["pick", "pick"]
    assert worker.fault == "E-OFF"
    worker.offer(Link(online=True, at=worker.at))
    assert [command.kind for command in worker.commands] == ["pick", "pick", "finish"]
    worker.offer(Replied("operation-3", {}, worker.at))
    assert worker.left is not None


def test_no_reply_in_eight_seconds_goes_on_as_unsent() -> None:
    worker = Worker(pick, LINES, server=lambda _: None).scan(BIN_1).scan(SCAN_1)
    worker.offer(Tick(worker.at + 1))
    assert worker.band == ("waiting",)
    worker.offer(Tick(worker.at + 4))
    assert worker.band == ("slow network",)
    worker.offer(Tick(worker.at + 5))
    assert (worker.prompt, worker.view.online) == ("SCAN LOCATION", False)
    assert worker.log[-1] == Saved("pick", "operation-1", None)


def test_scans_wait_for_the_reply_in_order() -> None:
    worker = Worker(pick, LINES, server=lambda _: None).scan(BIN_1).scan(SCAN_1)
    worker.scan(BIN_2).scan(SCAN_2)
    assert (worker.view.queued, len(worker.commands)) == (2, 1)
    worker.offer(Replied("operation-1", {"left": 0}, worker.at))
    assert [command.kind for command in worker.commands] == ["pick", "pick"]


def test_a_reject_drops_what_waits() -> None:
    worker = Worker(pick, LINES, server=lambda _: None).scan(BIN_1).scan(SCAN_1)
    worker.scan(SCAN_2).scan(BIN_2).scan(SCAN_2)
    worker.offer(Replied("operation-1", {}, worker.at))
    assert (worker.fault, worker.view.queued, worker.prompt) == ("E-FLUSH", 0, "SCAN LOCATION")
    assert worker.band[1:] == ("2 scans dropped", "Start again: SCAN LOCATION")


def test_the_twenty_first_scan_is_refused_aloud() -> None:
    worker = Worker(pick, LINES, server=lambda _: None).scan(BIN_1).scan(SCAN_1)
    for number in range(21):
        worker.scan(f"X{number}")
    assert (worker.view.queued, worker.fault) == (20, "E-BUSY")


def test_the_same_scan_within_a_blink_is_a_bounce() -> None:
    worker = Worker(pick, LINES)
    worker.offer(Scan(RawScan(BIN_1, id="1", last=5.0), 5.0))
    worker.offer(Scan(RawScan(BIN_1, id="2", last=5.2), 5.2))
    assert (worker.prompt, worker.fault) == ("SCAN ITEM", "")


# --- undo and resume ------------------------------------------------------------------------------


def test_undo_over_a_command_reverses_it_and_scans_the_bin_again() -> None:
    worker = Worker(pick, LINES).scan(BIN_1).scan(SCAN_1).key("f4")
    assert worker.prompt == "UNDO pick 12 x W-100?"
    worker.key("enter")
    assert worker.commands[-1] == Reverse(operation="operation-1")
    assert (worker.prompt, worker.log) == ("SCAN LOCATION", [])
    assert worker.scan(BIN_1).fault == ""


def test_a_reversal_that_is_refused_leaves_all_as_it_is() -> None:
    def server(command: Command) -> tuple[str, str] | dict[str, object]:
        if isinstance(command, Reverse):
            return "not_reversible", "The carton has left."
        return {}

    worker = Worker(pick, LINES, server=server).scan(BIN_1).scan(SCAN_1)
    before = list(worker.log)
    worker.key("f4").key("enter")
    assert (worker.fault, worker.band[0], worker.log) == ("E-REV", "The carton has left.", before)
    assert worker.scan(BIN_2).prompt == "SCAN ITEM"


def test_what_is_final_is_not_undone() -> None:
    def two(_: object) -> Flow[None]:
        yield from Do(Finish(), final="the list is closed")
        yield from need(Ask(Kind.LOC, unseen=True))

    worker = Worker(two).key("f4")
    assert (worker.fault, worker.band[1]) == ("E-REV", "the list is closed")


def test_escape_steps_back_only_inside_what_is_not_posted() -> None:
    worker = Worker(pick, LINES).scan(BIN_1).scan(SCAN_1).scan(BIN_2)
    assert worker.key("escape").prompt == "SCAN LOCATION"
    before = list(worker.log)
    assert worker.key("escape").log == before
    assert worker.left is None
    fresh = Worker(pick, LINES).key("escape")
    assert fresh.left is not None
    assert fresh.left.to == "home"


def test_a_pin_is_never_written_and_asked_again_on_resume() -> None:
    def login(_: object) -> Flow[str]:
        pin = yield from need(Ask(Kind.PIN, secret=True, prompt="PIN"))
        yield from need(Ask(Kind.CART, unseen=True))
        return pin.value

    worker = Worker(login).type("1234")
    assert "1234" not in str(worker.log) + str(worker.view)
    again = Worker(login, log=worker.log)
    assert (again.view.step, again.log) == ("pin", [])


def test_resume_waits_for_the_reply_of_the_command_that_was_out() -> None:
    first = Worker(pick, LINES, server=lambda _: None).scan(BIN_1).scan(SCAN_1)
    second = Worker(pick, LINES, first.log, unsent="operation-9")
    assert second.commands == []
    second.offer(Replied("operation-9", {}))
    assert (second.prompt, len(second.log)) == ("SCAN LOCATION", 3)


def test_a_log_of_an_older_flow_is_followed_as_far_as_its_last_command() -> None:
    first = Worker(pick, LINES).scan(BIN_1).scan(SCAN_1).scan(BIN_2)
    changed = [*first.log[:-1], Answer("gone", Kind.LOC, "A-04-01-1")]
    second = Worker(pick, LINES, changed)
    assert (second.prompt, second.log) == ("SCAN LOCATION", first.log[:3])
    assert second.band == ("Start this line again",)


def test_what_was_saved_unsent_is_told_when_it_is_sent_and_nothing_red_is_covered() -> None:
    worker = Worker(pick, LINES, server=lambda _: None, online=False).scan(BIN_1).scan(SCAN_1)
    assert worker.band == ("saved here, not sent",)
    worker.offer(Link(online=True, at=worker.at)).offer(Delivered(1, 0, worker.at))
    assert (worker.band, worker.view.band.colour) == (("sent 1, 0 refused",), Colour.GREEN)
    worker.scan("LOA03123J")
    red = worker.band
    assert worker.offer(Delivered(2, 1, worker.at)).band == red
