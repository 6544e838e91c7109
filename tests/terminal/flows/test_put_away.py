"""Putting away in parts, several LPNs on one truck, serials of a part, handing over."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import structs

from server.catalog.wire import Tracking
from server.inbound.wire.put_away import ConfirmPutAway, Override, PlanPutAway, PutAwayView
from server.wire import Command
from terminal.flows.put_away import put_away
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate
from tests.terminal.flows.replies import LPN, PUT
from tests.terminal.flows.test_procedures import BOOK, CLOSE, errand
from tests.terminal.flows.walks.move import OTHER, THIRD
from tests.terminal.flows.walks.walk import A01, B02
from tests.terminal.worker import Worker

SEEN = BOOK | {lpn: [Candidate(lpn, Kind.LPN)] for lpn in (LPN, OTHER, THIRD)}


def split(**goods: Any) -> PutAwayView:
    """20 pieces: 12 fit at A-01, the rest goes to B-02."""
    view = errand()
    first = structs.replace(view.targets[0], quantity=12)
    second = structs.replace(view.targets[0], location="B-02", quantity=8)
    return structs.replace(
        view, targets=(first, second), goods=(structs.replace(view.goods[0], **goods),)
    )


def puts(*left: tuple[int, str | None]) -> Callable[[Command], Mapping[str, object]]:
    """A server that tells after each put how much is left, and where that goes."""
    figures = iter(left)

    def server(command: Command) -> Mapping[str, object]:
        if not isinstance(command, ConfirmPutAway):
            return {}
        rest, target = next(figures)
        return {**PUT, "left": rest, "done": rest == 0, "target": target}

    return server


def test_what_does_not_fit_is_asked_first_and_its_second_place_follows() -> None:
    worker = Worker(put_away, split(), server=puts((8, "B-02"), (0, None)), book=SEEN).scan(LPN)
    assert worker.prompt == "QTY 20, FITS 12 [12]"
    worker.key("enter").scan(A01)
    assert (worker.prompt, worker.view.target, worker.view.digits) == ("SCAN LOCATION", "B-02", "8")
    worker.scan(B02)
    assert worker.commands == [
        ConfirmPutAway(put_away="PA1", location="A-01", quantity=12),
        ConfirmPutAway(put_away="PA1", location="B-02"),
    ]
    assert worker.left is not None
    assert worker.left.result == "done"


def test_fewer_than_fit_leave_the_same_place_for_the_rest() -> None:
    worker = Worker(put_away, split(), server=puts((15, "A-01")), book=SEEN).scan(LPN)
    worker.type("5").scan(A01)
    assert worker.prompt == "QTY 15, FITS 7 [7]"
    assert worker.commands == [ConfirmPutAway(put_away="PA1", location="A-01", quantity=5)]


def test_a_rest_that_goes_elsewhere_than_was_planned_is_told_anew() -> None:
    worker = Worker(put_away, split(), server=puts((8, "C-03")), book=SEEN).scan(LPN)
    worker.key("enter").scan(B02).type("1")
    assert worker.commands[-1] == ConfirmPutAway(
        put_away="PA1", location="B-02", quantity=12, reason=Override.FULL
    )
    assert worker.left is not None
    assert worker.left.result == "again"


def test_the_numbers_of_a_part_are_scanned() -> None:
    radios = split(tracking=Tracking.SERIAL)
    worker = Worker(put_away, radios, server=puts((18, "A-01")), book=SEEN).scan(LPN)
    worker.type("2").scan(A01).scan("SN-1").scan("SN-2")
    assert worker.commands == [
        ConfirmPutAway(put_away="PA1", location="A-01", quantity=2, serials=("SN-1", "SN-2"))
    ]


def on_truck(command: Command) -> Mapping[str, object]:
    """Each LPN has a put-away; the one of THIRD is met first in the walk, that of OTHER last."""
    if isinstance(command, ConfirmPutAway):
        return PUT
    if not isinstance(command, PlanPutAway):
        return {}
    number, sequence = {LPN: ("PA1", 20), OTHER: ("PA2", 30), THIRD: ("PA3", 10)}[
        command.container or ""
    ]
    view = errand()
    target = structs.replace(view.targets[0], sequence=sequence)
    told = structs.replace(view, number=number, container=command.container, targets=(target,))
    return dict(msgspec.to_builtins(told))


def test_several_lpns_are_put_in_the_order_of_the_walk_and_one_may_wait() -> None:
    worker = Worker(put_away, errand(), server=on_truck, book=SEEN).key("f2").type("1")
    worker.scan(LPN).scan(OTHER).scan(LPN)
    assert worker.fault == "E-DUP"
    worker.scan(THIRD).scan(CLOSE)
    assert (worker.view.title, worker.view.what[0]) == ("PUT AWAY, 2 MORE", THIRD)
    worker.key("f3")
    assert worker.view.what[0] == LPN
    worker.scan(A01).scan(A01).scan(A01)
    assert [c.put_away for c in worker.commands if isinstance(c, ConfirmPutAway)] == [
        "PA1",
        "PA2",
        "PA3",
    ]
    assert worker.left is not None


def test_an_lpn_is_handed_over_at_a_place_between() -> None:
    worker = Worker(put_away, errand(), server=lambda _: PUT, book=SEEN).scan(LPN)
    worker.key("f2").type("1").scan(B02)
    assert worker.commands == [ConfirmPutAway(put_away="PA1", location="B-02")]
