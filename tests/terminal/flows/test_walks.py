"""Each procedure of the floor walked from its first prompt to its end, by scans alone."""

from typing import Any

import msgspec
import pytest

from labels.codes import Kind, house_code
from server.catalog.wire import Tracking
from server.inbound.wire.receipts import ReceiveLine
from server.wire import Command
from terminal.flows.offers import Colour
from terminal.flows.receive import receive as receive_flow
from terminal.flows.receive import which
from terminal.scan.reading import Kind as Noun
from terminal.scan.wanted import Candidate
from tests.terminal.flows.replies import LPN, server
from tests.terminal.flows.test_procedures import BOLT, BOOK, at_work
from tests.terminal.flows.walks import (
    adjust,
    board,
    count,
    hand_over,
    move,
    pack,
    pick,
    put_away,
    put_back,
    receive,
    returns,
)
from tests.terminal.flows.walks.receive import LOT
from tests.terminal.flows.walks.walk import BLIND, DOCK, OK, PO, Walk
from tests.terminal.worker import Worker

WALKS: dict[str, Walk] = {
    **adjust.WALKS,
    **board.WALKS,
    **count.WALKS,
    **hand_over.WALKS,
    **move.WALKS,
    **pack.WALKS,
    **pick.WALKS,
    **put_away.WALKS,
    **put_back.WALKS,
    **receive.WALKS,
    **returns.WALKS,
}
KEPT = {count.MILK: "expiry", count.PILL: "lot", count.PHONE: "serial"}
TRACKED = {
    code: [Candidate(sku, Noun.ITEM, facts={"item": sku, "tracking": KEPT[code]})]
    for code, sku in ((count.MILK, "MILK"), (count.PILL, "PILL"), (count.PHONE, "PHONE"))
}
LPNS = {lpn: [Candidate(lpn, Noun.LPN)] for lpn in (LPN, move.OTHER, move.THIRD)}
SEEN = BOOK | TRACKED | LPNS | {LOT: BOOK[BOLT]}
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


def test_more_than_was_ordered_is_amber_and_a_refused_line_keeps_its_serials() -> None:
    said = "2 of 26 are more than ordered."

    def over(command: Command) -> Any:
        told = server(command)
        return {**told, "exceptions": [said]} if isinstance(command, ReceiveLine) else told

    def refuses(command: Command) -> Any:
        return ("tote_in_use", said) if isinstance(command, ReceiveLine) else server(command)

    worker = Worker(receive_flow, receive.expected(), server=over, book=BOOK).scan(DOCK).scan(BOLT)
    worker.type("26").scan(LPN)
    assert (worker.fault, worker.view.band.colour, worker.band) == ("W-SRV", Colour.AMBER, (said,))
    phones = receive.expected(tracking=Tracking.SERIAL)
    worker = Worker(receive_flow, phones, server=refuses, book=BOOK).scan(DOCK).scan(BOLT)
    worker.type("2").scan("SN-1").scan("SN-2").scan(LPN)
    assert (worker.view.step, worker.fault) == ("on", "E-DUP")
    worker.key("f7")
    told = worker.commands[-1]
    assert isinstance(told, ReceiveLine)
    assert told.serials == ("SN-1", "SN-2")


def test_which_order_has_come() -> None:
    for scan, value in ((PO, "4711"), (BLIND, "BLIND"), (OK, "OK")):
        worker = at_work(which, None, scan)
        assert worker.left is not None
        assert worker.left.result.value == value
