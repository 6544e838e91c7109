"""Undo of each procedure's last command: what is reversed, where the worker stands, why not."""

from collections.abc import Callable
from typing import Any

import pytest

from labels.codes import Kind, house_code
from server.inbound.wire.receipts import ReceiveLine
from terminal.flows.ask import Saved
from terminal.flows.hand_over import hand_over
from terminal.flows.move import move
from terminal.flows.offers import Replied
from terminal.flows.pack import pack
from terminal.flows.pick import pick
from terminal.flows.put_away import put_away
from terminal.flows.receive import Receiving, receive
from tests.terminal.flows.replies import server
from tests.terminal.flows.test_procedures import (
    BOLT,
    BOOK,
    CLOSE,
    LPN,
    STRAIGHT,
    TWO_LINES,
    at,
    at_work,
    errand,
    packing,
)
from tests.terminal.worker import Reverse, Worker

ENDED: list[tuple[Callable[[Any], Any], Any, tuple[str, ...], str]] = [
    (put_away, errand(), (LPN, at("A-01")), "UNDO put 20 at A-01?"),
    (move, None, (LPN, at("B-02")), f"UNDO move {LPN} to B-02?"),
    (move, None, (at("A-01"), BOLT, at("B-02")), "UNDO move 1 x BOLT to B02?"),
    (pick, TWO_LINES, tuple(STRAIGHT), "UNDO drop TO000001U at STAGE-1?"),
]
STANDS: list[tuple[Callable[[Any], Any], Any, tuple[str, ...], str]] = [
    (hand_over, None, (at("STAGE-1"), CLOSE), "a carton that is still here is booked back"),
]


@pytest.mark.parametrize(("flow", "snapshot", "scans", "words"), ENDED)
def test_the_last_act_of_what_has_ended(
    flow: Callable[[Any], Any], snapshot: Any, scans: tuple[str, ...], words: str
) -> None:
    before = at_work(flow, snapshot, *scans)
    assert before.left is not None
    again = at_work(flow, snapshot, log=before.log, reopened=True)
    assert again.prompt == words
    again.key("enter")
    assert [type(command) for command in again.commands] == [Reverse]
    assert again.left is not None
    assert (again.left.to, again.left.result) == ("done", "again")
    kept = len(again.log)
    assert again.log == before.log[:kept]
    assert len([entry for entry in before.log[kept:] if isinstance(entry, Saved)]) == 1


@pytest.mark.parametrize(("flow", "snapshot", "scans", "words"), ENDED)
def test_a_no_and_a_refusal_leave_it_as_it_is(
    flow: Callable[[Any], Any], snapshot: Any, scans: tuple[str, ...], words: str
) -> None:
    log = at_work(flow, snapshot, *scans).log
    kept = at_work(flow, snapshot, log=log, reopened=True).key("escape")
    assert kept.left is not None
    assert (kept.left.to, kept.commands, kept.log) == ("home", [], log)
    why = ("not_reversible", "The goods have moved on.")
    refused = Worker(flow, snapshot, log, server=lambda _: why, book=BOOK, reopened=True)
    assert refused.prompt == words
    refused.key("enter")
    assert refused.left is not None
    assert (refused.left.to, refused.left.result) == ("home", "The goods have moved on.")
    assert refused.log == log


@pytest.mark.parametrize(("flow", "snapshot", "scans", "why"), STANDS)
def test_what_stands_says_why(
    flow: Callable[[Any], Any], snapshot: Any, scans: tuple[str, ...], why: str
) -> None:
    before = at_work(flow, snapshot, *scans)
    again = at_work(flow, snapshot, log=before.log, reopened=True)
    assert again.left is not None
    assert (again.left.to, again.left.result) == ("home", f"Can't be undone: {why}")
    assert again.commands == []


def test_a_received_line() -> None:
    worker = Worker(receive, Receiving(), server=server, book=BOOK)
    worker.scan(at("STAGE-1")).scan(BOLT).key("enter").type("6").scan(LPN)
    line = ReceiveLine(receipt="R1", sku="BOLT", quantity=6, container=LPN)
    assert worker.commands[1:] == [line]
    worker.key("f4")
    assert worker.prompt == "UNDO receive 6 x BOLT?"
    worker.key("enter")
    assert worker.commands[2:] == [Reverse(operation="operation-2")]
    assert (worker.view.step, worker.view.digits) == ("item", "0")
    worker.key("f4")
    assert worker.band == ("Can't be undone", "close the receipt instead")


def test_a_closed_carton_is_packed_again() -> None:
    worker = at_work(pack, packing("SO1"), BOLT, BOLT, CLOSE)
    assert worker.view.step == "label"
    worker.key("f4").key("enter")
    assert worker.commands[-1] == Reverse(operation="operation-1")
    assert (worker.view.step, worker.view.digits) == ("item", "0/2")


def test_a_carton_is_taken_out_of_its_lane_again() -> None:
    label = house_code(Kind.LPN, "0000000042")
    worker = at_work(pack, packing("SO1"), BOLT, BOLT, CLOSE, label, at("LANE-1"))
    assert worker.left is not None
    again = at_work(pack, packing("SO1"), log=worker.log, reopened=True)
    assert again.prompt == f"UNDO drop {label} at LANE-1?"
    again.key("enter")
    assert again.commands == [Reverse(operation="operation-3")]


def test_an_undo_that_was_cut_off_goes_on() -> None:
    silent = at_work(pick, TWO_LINES, *STRAIGHT[:3])
    cut = Worker(pick, TWO_LINES, silent.log, server=lambda _: None, book=BOOK)
    cut.key("f4").key("enter")
    assert len(cut.commands) == 1
    again = Worker(
        pick,
        TWO_LINES,
        cut.log,
        server=server,
        book=BOOK,
        unsent="operation-9",
        takes_back="operation-2",
    )
    assert again.run.pending is not None
    again.offer(Replied("operation-9", {}))
    assert (again.prompt, again.view.target) == ("SCAN LOCATION", "A-01")
    assert len(again.log) == 2


def test_without_network_what_is_unsent_is_taken_back_too() -> None:
    worker = at_work(pick, TWO_LINES, STRAIGHT[0])
    offline = Worker(pick, TWO_LINES, worker.log, server=lambda _: None, book=BOOK, online=False)
    offline.scan(at("A-01")).scan(BOLT).key("f4").key("enter")
    assert offline.commands[-1] == Reverse(operation="operation-1")
    assert (offline.prompt, offline.view.target) == ("SCAN LOCATION", "A-01")
