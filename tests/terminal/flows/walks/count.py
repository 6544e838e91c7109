"""Counting, walked by scans alone."""

from typing import Any

from labels.codes import Verb, command_code
from labels.gs1 import element_string
from server.counting.wire.counts import CountedLine, CountLocation, LeaveCount, OpenCount
from server.wire import Command, Day
from terminal.flows.count import count
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOLT, CLOSE, COUNT, NUT
from tests.terminal.flows.walks.walk import A01, ONE, THREE, TWELVE, Walk

NIL, OPEN, UNKNOWN, STOP = (
    command_code(verb) for verb in (Verb.NIL, Verb.OPEN, Verb.BLIND, Verb.STOP)
)
MILK, PILL, PHONE = "4006381333955", "4006381333962", "4006381333979"
BEST = f"]C1{element_string([('17', '270228')]).text}"
OPENED = OpenCount(location="A-01", count=7)


def told(*lines: CountedLine) -> list[Command]:
    return [OPENED, CountLocation(count=7, round=1, lines=list(lines))]


def line(**facts: Any) -> CountedLine:
    return CountedLine(**facts)


WALKS = {
    "count an empty place": Walk(count, COUNT, (A01, NIL, NIL), told()),
    "count nothing": Walk(count, COUNT, (A01, CLOSE, ONE), told()),
    "count what is kept by lot, day and number": Walk(
        count,
        COUNT,
        (A01, PILL, "L7", THREE, MILK, BEST, TWELVE, PHONE, "SN-1", "SN-2", CLOSE, CLOSE),
        told(
            line(sku="PILL", quantity=3, lot="L7"),
            line(sku="MILK", quantity=12, expires_on=Day(2027, 2, 28)),
            line(sku="PHONE", quantity=2, serials=("SN-1", "SN-2")),
        ),
    ),
    "count an LPN shut, and one opened": Walk(
        count,
        COUNT,
        (A01, LPN, OPEN, LPN, BOLT, THREE, CLOSE, CLOSE),
        told(line(container=LPN), line(sku="BOLT", container=LPN, quantity=3)),
    ),
    "count what nobody knows": Walk(
        count, COUNT, (A01, UNKNOWN, "OLD SHOE", CLOSE), told(line(note="OLD SHOE"))
    ),
    "leave a count": Walk(count, COUNT, (A01, BOLT, STOP, ONE), [OPENED, LeaveCount(count=7)]),
    "count": Walk(
        count,
        COUNT,
        (A01, BOLT, TWELVE, NUT, THREE, CLOSE),
        [
            OpenCount(location="A-01", count=7),
            CountLocation(
                count=7,
                round=1,
                lines=[CountedLine(sku="BOLT", quantity=12), CountedLine(sku="NUT", quantity=3)],
            ),
        ],
    ),
}
