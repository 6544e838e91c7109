"""A command that needs a second person: signed here, left to wait, or not done."""

import random
from collections.abc import Mapping

from labels.codes import Kind as House
from labels.codes import Verb, badge_code, command_code, house_code
from server.counting.wire.adjust import AdjustStock
from server.stock.wire import ChangeStatus, Status
from server.wire import Command
from terminal.flows.adjust import adjust
from terminal.flows.login import Signing, signature
from terminal.flows.offers import Colour, Link, Replied, Signed, Tick, Unsigned
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate
from tests.terminal.worker import Worker

A01, BOLT = house_code(House.LOCATION, "A01"), "4006381333931"
BOOK = {A01: [Candidate("A-01", Kind.LOC)], BOLT: [Candidate("BOLT", Kind.ITEM)]}
WHY = "30 pieces are above what one may lose alone: a supervisor has to sign it."
FEWER = AdjustStock(sku="BOLT", location="A-01", quantity=2, reason="lost", waits=False)
BADGE = badge_code(random.Random(7).choice)


def strict(command: Command) -> Mapping[str, object] | tuple[str, str]:
    """A server that wants a signature under everything that does not wait."""
    if isinstance(command, AdjustStock) and command.waits:
        return {"before": 32, "after": 32, "approval": 7}
    return ("approval_needed", WHY)


def adjusting(*, status: bool = False) -> Worker:
    worker = Worker(adjust, server=strict, book=BOOK)
    worker.scan(A01).scan(BOLT)
    if status:
        return worker.type("2").type("30").type("3")
    return worker.type("1").type("2").type("2").key("enter")


def test_the_same_command_goes_on_when_it_is_signed() -> None:
    worker = adjusting()
    assert (worker.commands, worker.detours) == ([FEWER], ["sign"])
    assert worker.run.pending is not None
    worker.offer(Tick(worker.at + 60)).offer(Link(online=False)).offer(Link(online=True))
    assert worker.run.pending.refusal is not None
    worker.offer(Signed("operation-1", "Sue"))
    assert worker.band == ("Signed: Sue",)
    worker.offer(Replied("operation-1", {"before": 32, "after": 2}))
    assert worker.commands == [FEWER]
    assert worker.left is not None
    assert worker.left.result == "BOLT in A-01: 32 -> 2"


def test_it_may_wait_for_a_decision_instead() -> None:
    worker = adjusting().offer(Unsigned("operation-1", waits=True))
    assert [getattr(command, "waits", None) for command in worker.commands] == [False, True]
    assert worker.left is not None
    assert worker.left.result == "Waits for approval 7."


def test_not_signed_it_is_refused_like_anything() -> None:
    worker = adjusting().offer(Unsigned("operation-1"))
    assert (worker.view.band.colour, worker.band[0]) == (Colour.RED, WHY)
    assert (worker.view.step, worker.commands, worker.log) == ("place", [FEWER], [])


def test_what_cannot_wait_is_signed_or_refused() -> None:
    worker = adjusting(status=True)
    told = ChangeStatus(
        sku="BOLT", quantity=30, location="A-01", target_status=Status.DAMAGED, reason="broken"
    )
    assert worker.commands == [told]
    worker.offer(Unsigned("operation-1", waits=True))
    assert worker.view.band.colour is Colour.RED
    assert worker.commands == [told]


def test_a_signature_for_something_else_changes_nothing() -> None:
    worker = adjusting().offer(Signed("operation-9", "Sue")).offer(Unsigned("operation-9"))
    assert worker.run.pending is not None
    assert worker.run.pending.refusal is not None


def test_the_second_person_scans_and_types_and_nothing_of_it_is_written() -> None:
    worker = Worker(signature, Signing(sentence=WHY, waits=True))
    assert worker.prompt == "2ND BADGE, F8 WAITS"
    worker.scan(BADGE)
    assert worker.prompt == "THEIR PIN"
    worker.type("123456")
    assert worker.left is not None
    assert worker.left.result == (BADGE, "123456")
    later = Worker(signature, Signing(sentence=WHY, waits=True)).scan(command_code(Verb.CLOSE))
    assert later.left is not None
    assert later.left.result == ("", "")
    now = Worker(signature, Signing(sentence=WHY)).scan(command_code(Verb.CLOSE))
    assert now.left is None
    assert now.fault == "E-KEY"
