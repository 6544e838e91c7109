"""Behind the pick that should have emptied a place: Enter, or how many are left."""

from labels.codes import Verb, command_code, number_code
from server.counting.wire.counts import ZeroCheck
from server.outbound.wire.picking import ConfirmPick, ShortPick
from terminal.flows.pick import pick
from terminal.robot import Robot
from tests.terminal.flows.test_procedures import BOLT, TOTE_1, at, at_work, kinds, line, picks
from tests.terminal.worker import Reverse, Worker

LAST = picks(line(1, "BOLT", "A-01", 2, empties=True), line(2, "NUT", "B-02", 1))
TAKEN = (TOTE_1, at("A-01"), BOLT)
EMPTY = ZeroCheck(location="A-01", sku="BOLT", left=0)


def test_enter_says_that_it_is_empty() -> None:
    worker = at_work(pick, LAST, *TAKEN)
    assert (worker.prompt, worker.view.target) == ("EMPTY? [0]", "A-01")
    worker.key("enter")
    assert worker.commands[-1] == EMPTY
    assert (worker.prompt, worker.view.target) == ("SCAN LOCATION", "B-02")


def test_digits_say_what_is_left() -> None:
    assert at_work(pick, LAST, *TAKEN).type("3").commands[-1] == ZeroCheck(
        location="A-01", sku="BOLT", left=3
    )
    carded = at_work(pick, LAST, *TAKEN, number_code(3))
    assert carded.commands[-1] == ZeroCheck(location="A-01", sku="BOLT", left=3)


def test_a_card_and_a_robot_say_so_too() -> None:
    assert at_work(pick, LAST, *TAKEN, command_code(Verb.OK)).commands[-1] == EMPTY
    worker = at_work(pick, LAST, *TAKEN)
    assert worker.run.ask is not None
    assert Robot().answer(worker.run.ask) == "key:enter"


def test_a_next_thing_scanned_is_no_answer() -> None:
    worker = at_work(pick, LAST, *TAKEN, at("B-02"))
    assert worker.prompt == "EMPTY? [0]"
    assert ZeroCheck not in kinds(worker)


def test_a_mistake_is_taken_back_and_asked_again() -> None:
    worker = at_work(pick, LAST, *TAKEN).key("enter").key("f4").key("enter")
    assert Reverse(operation="operation-3") in worker.commands
    assert worker.prompt == "EMPTY? [0]"
    worker.type("2")
    assert worker.commands[-1] == ZeroCheck(location="A-01", sku="BOLT", left=2)
    worker.key("f4").key("enter").key("f4").key("enter")
    assert Reverse(operation="operation-2") in worker.commands
    assert worker.prompt == "SCAN LOCATION"


def test_it_is_asked_behind_the_last_line_of_the_goods_alone() -> None:
    goods = {"empties": True}
    twice = picks(line(1, "BOLT", "A-01", 2, **goods), line(2, "BOLT", "A-01", 1, **goods))
    worker = at_work(pick, twice, *TAKEN)
    assert worker.prompt == "SCAN ITEM x1"
    assert worker.scan(BOLT).prompt == "EMPTY? [0]"
    skipped = at_work(pick, twice, *TAKEN[:2], command_code(Verb.SKIP), BOLT)
    assert skipped.prompt == "SCAN ITEM x2"
    assert skipped.scan(BOLT).prompt == "EMPTY? [0]"


def test_a_short_has_said_it_and_what_waits_is_not_empty() -> None:
    short = at_work(pick, LAST, *TAKEN[:2]).key("f2").type("1").type("1")
    assert (kinds(short)[-1], short.view.target) == (ShortPick, "B-02")
    later = at_work(pick, LAST, *TAKEN[:2]).scan(BOLT, before="1").type("2")
    assert (kinds(later)[-1], later.view.target) == (ConfirmPick, "B-02")


def test_without_network_it_waits_with_the_pick() -> None:
    start = at_work(pick, LAST, TOTE_1)
    worker = Worker(pick, LAST, start.log, server=lambda _: None, online=False)
    worker.scan(at("A-01")).scan(BOLT).key("enter")
    assert worker.commands[-1] == EMPTY
    assert worker.view.target == "B-02"
