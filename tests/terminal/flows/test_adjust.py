"""Adjusting: before and after in words, and who would lose goods, before anything is sent."""

from collections.abc import Mapping

from server.counting.wire.adjust import AdjustStock
from server.stock.wire import SetHold
from server.wire import Command
from terminal.flows.adjust import adjust
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate
from tests.terminal.flows.replies import server
from tests.terminal.flows.test_procedures import BOLT, BOOK
from tests.terminal.flows.walks.walk import A01
from tests.terminal.worker import Worker

THERE = {
    "content": "20 BOLT",
    "waits": "12 SO1001/2",
    "stands/BOLT": "8",
    "holds/BOLT": "20",
    "waits/BOLT": "12 SO1001/2",
}
BOOKED = BOOK | {A01: [Candidate("A-01", Kind.LOC, facts=THERE)]}


def adjusting(what: str, amount: str, *, told: bool = True) -> Worker:
    worker = Worker(adjust, None, server=server, book=BOOKED if told else BOOK)
    return worker.scan(A01).scan(BOLT).type(what).type(amount)


def test_before_and_after_are_told_in_words() -> None:
    for what, amount, words in (
        ("1", "18", "20 -> 18: 2 FEWER"),
        ("5", "3", "20 -> 23: 3 MORE"),
        ("6", "4", "20 -> 16: 4 FEWER"),
        ("2", "1", "20 -> 19: 1 FEWER"),
    ):
        worker = adjusting(what, amount)
        assert (worker.prompt, worker.view.what[0]) == ("WHY?", words)


def test_nothing_is_made_up_of_what_the_server_does_not_tell() -> None:
    assert adjusting("1", "18", told=False).view.what == ("in A-01",)


def test_whoever_would_lose_their_goods_is_named_first() -> None:
    assert adjusting("1", "12").prompt == "WHY?"
    worker = adjusting("1", "11")
    assert worker.prompt == "ORDERS LOSE IT: SURE?"
    assert worker.view.what[:2] == ("PROMISED: 12 SO1001/2", "20 -> 11: 9 FEWER")
    refused = adjusting("1", "11").type("2")
    assert refused.left is not None
    assert (refused.left.result, refused.commands) == ("Nothing was changed.", [])
    worker.type("1").type("2").key("enter")
    assert worker.commands == [
        AdjustStock(sku="BOLT", location="A-01", quantity=11, reason="lost", waits=False)
    ]


def test_what_a_hold_of_the_place_covers_and_who_waits_for_it_is_told() -> None:
    worker = Worker(adjust, None, server=server, book=BOOKED).scan(A01)
    assert worker.view.what == ("20 BOLT", "PROMISED: 12 SO1001/2")
    holding = Worker(adjust, None, server=server, book=BOOKED).scan(A01).scan(BOLT).type("8")
    assert holding.prompt == "OF WHAT?"
    assert holding.view.what == ("in A-01", "20 BOLT", "PROMISED: 12 SO1001/2")


def test_what_a_change_is_worth_is_told_to_who_may_adjust() -> None:
    costs = {A01: [Candidate("A-01", Kind.LOC, facts=THERE | {"cost/BOLT": "1250/10/EUR"})]}
    for amount, words in (("3", "WORTH 3.75 EUR"), ("900", "WORTH 1125 EUR")):
        worker = Worker(adjust, None, server=server, book=BOOKED | costs)
        worker.scan(A01).scan(BOLT).type("5").type(amount)
        assert worker.view.what[1] == words


def test_what_a_hold_on_goods_everywhere_covers_is_read_before_going_on() -> None:
    def covers(command: Command) -> Mapping[str, object]:
        covered = {"units": 40, "places": 3, "picked": 5, "shipped": 12}
        held = {"numbers": [1], "broken": 7, "covered": covered}
        return held if isinstance(command, SetHold) else server(command)

    worker = Worker(adjust, None, server=covers, book=BOOKED).scan(A01).scan(BOLT)
    worker.type("8").type("2").type("2").key("enter")
    assert worker.prompt == "ON HOLD: ENTER"
    assert worker.view.what == (
        "40 here, places: 3",
        "5 picked already",
        "12 have left",
        "7 lose their order",
    )
    worker.key("enter")
    assert worker.left is not None
    assert worker.left.result == "BOLT: 7 lose their order"
