"""Each procedure of the floor walked from its first prompt to its end, by scans alone."""

from typing import Any

import msgspec
import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour
from terminal.flows.receive import which
from tests.terminal.flows.replies import server
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
from tests.terminal.flows.walks.walk import BLIND, OK, PO, Walk
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
