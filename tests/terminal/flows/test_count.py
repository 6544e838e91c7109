"""Counting: pieces one by one, and a number that can't be is asked about."""

from collections.abc import Mapping

from server.counting.wire.counts import CountLocation, OpenCount
from server.wire import Command
from terminal.flows.count import count
from tests.terminal.flows.replies import server
from tests.terminal.flows.test_procedures import BOLT, BOOK, CLOSE, NUT
from tests.terminal.flows.walks.walk import A01
from tests.terminal.worker import Worker


def small(command: Command) -> Mapping[str, object]:
    told = server(command)
    return {**told, "capacity": 20} if isinstance(command, OpenCount) else told


def counting() -> Worker:
    return Worker(count, None, server=small, book=BOOK).scan(A01).scan(BOLT)


def counted(worker: Worker) -> list[tuple[str | None, int]]:
    told = worker.commands[-1]
    assert isinstance(told, CountLocation)
    return [(line.sku, line.quantity) for line in told.lines]


def test_ten_times_what_the_place_takes_is_asked_about() -> None:
    worker = counting().type("200")
    assert (worker.prompt, worker.view.options) == ("200?", ("1 YES, 200",))
    worker.key("escape").type("199").scan(CLOSE)
    assert counted(worker) == [("BOLT", 199)]


def test_pieces_are_counted_by_scanning_each() -> None:
    worker = counting().key("f2").type("1")
    assert (worker.prompt, worker.view.digits) == ("SCAN EACH, F8 DONE", "1")
    worker.scan(BOLT).scan(BOLT)
    assert worker.view.digits == "3"
    assert worker.scan(NUT).fault == "E-WRONG"
    worker.scan(CLOSE).scan(CLOSE)
    assert counted(worker) == [("BOLT", 3)]
