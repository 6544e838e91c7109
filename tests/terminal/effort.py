"""Counts what hands do, for `docs/keys.md`: python -m tests.terminal.effort > docs/keys.md."""

import random
import sys
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from labels.codes import Verb, badge_code, command_code, number_code
from labels.gs1 import element_string
from server.catalog.wire import Tracking
from server.outbound.wire.lists import PickListView
from server.shipping.wire import PackChoice
from terminal.flows.count import count
from terminal.flows.login import Door, login
from terminal.flows.move import move
from terminal.flows.pack import Packing, pack
from terminal.flows.pick import pick
from terminal.flows.pick_exceptions import AT_PLACE
from terminal.flows.put_away import put_away
from terminal.flows.reasons import LOT, Exceptional
from terminal.flows.receive import Receiving, receive
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_move import moving
from tests.terminal.flows.test_procedures import (
    BOLT,
    COUNT,
    NUT,
    TOTE_1,
    TOTE_2,
    TOTE_3,
    TWO_LINES,
    at_work,
    errand,
    line,
    packing,
    picks,
)
from tests.terminal.flows.walks.receive import expected
from tests.terminal.flows.walks.walk import A01, B02, DOCK
from tests.terminal.worker import Worker

CASE = element_string([("01", f"0{BOLT}"), ("17", "271231"), ("10", "L7"), ("30", "12")]).text
BADGE = badge_code(random.Random(7).choice)


class Effort(NamedTuple):
    """What is scanned, and how many keys are pressed."""

    scans: int
    keys: int


class Measure(NamedTuple):
    """Work at one prompt (`start`) up to another, whose step is `ends` (`left`: it is over)."""

    what: str
    target: str
    most: Effort
    start: Callable[[], Worker]
    acts: tuple[str, ...]
    ends: str


def picking(picks_: PickListView, *scans: str) -> Callable[[], Worker]:
    return lambda: at_work(pick, picks_, TOTE_1, *scans)


def on_the_way(*scans: str) -> Callable[[], Worker]:
    """A cart with three orders: one line each of two items at one place, then all want one."""
    everybody = [line(n, "BOLT", "B-02", 1, slot=n - 2, order=f"SO{n - 2}") for n in (3, 4, 5)]
    there = (line(1, "BOLT", "A-01", 2), line(2, "NUT", "A-01", 1, slot=2, order="SO2"))
    walk = picks(*there, *everybody, slots=3)
    return lambda: at_work(pick, walk, command_code(Verb.SKIP), TOTE_1, TOTE_2, TOTE_3, *scans)


def receiving(known: Receiving) -> Callable[[], Worker]:
    return lambda: at_work(receive, known, DOCK)


def one_piece() -> Packing:
    view = packing("SO1").choice.orders[0]
    lines = [msgspec.structs.replace(view.lines[0], to_pack=1)]
    order = msgspec.structs.replace(view, lines=lines)
    return Packing(choice=PackChoice(code=TOTE_1, orders=[order]), bench="BENCH-1")


TOGETHER = picks(line(1, "BOLT", "A-01", 2), line(2, "NUT", "A-01", 1), line(3, "BOLT", "B-02", 1))
EMPTIED = picks(line(1, "BOLT", "A-01", 2, empties=True), line(2, "NUT", "B-02", 1))
BY_LOT = expected(tracking=Tracking.LOT, expires=True)
MEASURES = (
    Measure(
        "pick a line",
        "2 scans",
        Effort(2, 0),
        picking(TWO_LINES),
        (A01, BOLT),
        "loc",
    ),
    Measure(
        "pick the next line at the same place",
        "1 scan",
        Effort(1, 0),
        picking(TOGETHER, A01),
        (BOLT,),
        "item",
    ),
    Measure(
        "pick a line for one order of a cart",
        "3 scans",
        Effort(3, 0),
        on_the_way(),
        (A01, BOLT, TOTE_1),
        "item",
    ),
    Measure(
        "the same at the same place",
        "2 scans",
        Effort(2, 0),
        on_the_way(A01, BOLT, TOTE_1),
        (NUT, TOTE_2),
        "loc",
    ),
    Measure(
        "pick for three orders of a cart, each its share",
        "2 scans and one for each",
        Effort(5, 0),
        on_the_way(A01, BOLT, TOTE_1, NUT, TOTE_2),
        (B02, BOLT, TOTE_1, TOTE_2, TOTE_3),
        "drop",
    ),
    Measure(
        "the wrong slot, and the right one",
        "2 scans",
        Effort(2, 0),
        on_the_way(A01, BOLT),
        (TOTE_2, TOTE_1),
        "item",
    ),
    Measure(
        "say that a place is empty now",
        "1 key",
        Effort(0, 1),
        picking(EMPTIED, A01, BOLT),
        ("key:enter",),
        "loc",
    ),
    Measure(
        "short pick, to the next prompt",
        "4 keys",
        Effort(0, 4),
        picking(TWO_LINES, A01),
        ("key:f2", "type:1", "type:1"),
        "loc",
    ),
    Measure(
        "take back the last pick",
        "2 keys",
        Effort(0, 2),
        picking(TWO_LINES, A01, BOLT),
        ("key:f4", "key:enter"),
        "loc",
    ),
    Measure(
        "receive a case whose code tells lot, day and count",
        "1 scan and the LPN",
        Effort(2, 0),
        receiving(BY_LOT),
        (f"]C1{CASE}", LPN),
        "item",
    ),
    Measure(
        "receive what tells nothing but the item",
        "1 scan, digits, Enter and the LPN",
        Effort(2, 3),
        receiving(expected()),
        (BOLT, "type:12", LPN),
        "item",
    ),
    Measure(
        "put an LPN away",
        "2 scans",
        Effort(2, 0),
        lambda: at_work(put_away, errand()),
        (LPN, A01),
        "left",
    ),
    Measure(
        "move an LPN",
        "2 scans",
        Effort(2, 0),
        lambda: at_work(move, None),
        (LPN, B02),
        "left",
    ),
    Measure(
        "move loose goods",
        "3 scans",
        Effort(3, 0),
        moving,
        (A01, NUT, B02),
        "left",
    ),
    Measure(
        "count a line",
        "1 scan, digits, Enter",
        Effort(1, 3),
        lambda: at_work(count, COUNT, A01),
        (BOLT, "type:12"),
        "item",
    ),
    Measure(
        "pack an order of one piece, to its label",
        "2 scans",
        Effort(2, 0),
        lambda: at_work(pack, one_piece()),
        (BOLT, "key:f8", LPN),
        "lane",
    ),
    Measure(
        "sign in",
        "1 scan and the PIN",
        Effort(1, 7),
        lambda: at_work(login, Door()),
        (BADGE, "type:271828"),
        "left",
    ),
)

HEAD = """# Scans and keys

What a worker's hands do for one line of work, counted by driving the procedures themselves. A
typed line is its characters and Enter; a digit of a short list needs no Enter. Where it takes more
than the target, the line says so. Written by the program, checked by a test.

| work | target | scans | keys | |
|---|---|---|---|---|
"""

EXCEPTIONS = """
## What is wrong at a pick (F2)

One number each, the same at every prompt, on the keys and on the cards; what a prompt has no use
for is left out. Behind OTHER LOT the lot at hand is scanned, behind OTHER ITEM HERE what stands
there, behind LABEL TORN the place's check digits are typed or a new label is printed (F7). CANNOT
REACH has 6, as for goods behind another pallet.

| F2 | | card |
|---|---|---|
"""
OFFERED = (*AT_PLACE[:4], LOT, *AT_PLACE[4:])


def measured(measure: Measure) -> Effort:
    """What the acts take; AssertionError where they do not lead to the measure's end."""
    worker = measure.start()
    scans, keys = worker.scans, worker.keys
    worker.do(*measure.acts)
    stands = "left" if worker.left else worker.view.step
    assert stands == measure.ends, (measure.what, stands, worker.view)
    return Effort(worker.scans - scans, worker.keys - keys)


def within(measure: Measure, effort: Effort) -> bool:
    return effort.scans <= measure.most.scans and effort.keys <= measure.most.keys


def table() -> str:
    rows = []
    for measure in MEASURES:
        took = measured(measure)
        mark = "" if within(measure, took) else "more"
        rows.append(
            f"| {measure.what} | {measure.target} | {took.scans} | {took.keys} | {mark} |\n"
        )
    return HEAD + "".join(rows) + EXCEPTIONS + "".join(map(_exception, OFFERED))


def _exception(offered: Exceptional) -> str:
    card = command_code(offered.verb) if offered.verb else number_code(int(offered.digit))
    return f"| {offered.digit} | {offered.words} | `{card}` |\n"


if __name__ == "__main__":
    sys.stdout.write(table())
