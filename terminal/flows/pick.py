"""Picking a list: its tote, then line by line location and item; several orders: pick_cluster."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from server.outbound.wire.lists import LineState, PickLineView, PickListView
from server.outbound.wire.picking import ConfirmPick, Picked
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule
from terminal.flows.pick_cluster import cluster
from terminal.flows.pick_exceptions import AT_PLACE, PICK, Outcome, pick_exception, take_fewer
from terminal.flows.proof import proven
from terminal.flows.stop import (
    Stop,
    at_goods,
    lot_read,
    other_lot,
    serials_read,
    weight_read,
)
from terminal.flows.torn import torn
from terminal.flows.totes import drop, totes
from terminal.flows.words import say
from terminal.flows.zero_check import zero_check
from terminal.scan.reading import Kind

FEWER = (
    reasons.Reason("SHORT", "SHELF IS EMPTY NOW"),
    reasons.Reason("LATER", "LATER"),
    reasons.Reason("FULL", "TOTE FULL"),
)


def pick(picks: PickListView) -> Flow[str]:
    """Answers `done`, or `again` when lines were added or are left: fetch the list anew."""
    if len(picks.slots) > 1:
        return (yield from cluster(picks))
    carried = yield from totes(picks)
    waiting = deque(line for line in picks.lines if line.state is LineState.OPEN)
    again, place = False, ""
    while waiting:
        line = waiting.popleft()
        ahead = tuple(f"{next_.location}  {next_.quantity} x {next_.sku}" for next_ in waiting)
        empties = line.empties and not any(_same_goods(line, other) for other in waiting)
        stop = Stop(picks, line, carried[line.slot], line.location == place, ahead[:5], empties)
        outcome = yield from _line(stop)
        carried[line.slot] = outcome.tote or carried[line.slot]
        again = again or outcome.more
        place = line.location
        if outcome.left:
            waiting.append(structs.replace(line, quantity=outcome.left))
    if again:
        return "again"
    for slot in picks.slots:
        if slot.slot in carried:
            yield from drop(picks, slot, carried[slot.slot], "")
    return "done"


def _same_goods(line: PickLineView, other: PickLineView) -> bool:
    return (line.location, line.sku) == (other.location, other.sku)


def _line(stop: Stop) -> Flow[Outcome]:
    if stop.asks_place:
        at = yield from Ask(Kind.LOC, one_of=(stop.place,), exceptions=AT_PLACE, show=stop.show)
        if isinstance(at, Raised) and at.code == reasons.TORN.code:
            yield from torn(stop)
        elif isinstance(at, Raised):
            return (yield from pick_exception(stop, at))
    return (yield from _goods(stop))


def _goods(stop: Stop) -> Flow[Outcome]:
    count = stop.line.quantity
    rule = Rule(count, most=count, fewer=FEWER)
    words = say("SCAN ITEM x{count}", count=count)
    goods = yield from proven(stop, words, rule, at_goods(stop, PICK))
    if isinstance(goods, Raised) and goods.code == reasons.LOT.code:
        lot = yield from other_lot(stop)
        return (yield from _goods(replace(stop, lot=lot)))
    if isinstance(goods, Raised):
        return (yield from pick_exception(stop, goods))
    read = yield from lot_read(stop)
    numbers = yield from serials_read(stop, goods.quantity, PICK)
    if isinstance(numbers, Raised):
        return (yield from pick_exception(stop, numbers))
    if goods.reason == "SHORT":
        return (yield from take_fewer(stop, goods.quantity, read, numbers))
    yield from _confirm(stop, goods, read, numbers)
    left = stop.line.quantity - goods.quantity
    if goods.reason == "FULL":
        full = Raised("item", reasons.FULL.code)
        outcome = yield from pick_exception(stop, full)
        return replace(outcome, left=left)
    if stop.empties and not left:
        yield from zero_check(stop.line.location, stop.line.sku, stop.asks_back)
    return Outcome(left=left)


def _confirm(
    stop: Stop, goods: Answer, lot: str | None, numbers: Sequence[str]
) -> Flow[Picked | None]:
    grams = yield from weight_read(stop, goods.quantity)
    return (
        yield from Do(
            ConfirmPick(
                pick_list=stop.picks.pick_list,
                line=stop.line.line,
                quantity=goods.quantity,
                tote=stop.tote,
                lot=goods.lot or lot,
                serials=tuple(numbers),
                weight_grams=grams,
            ),
            says=say("pick {count} x {item}", count=goods.quantity, item=stop.line.sku),
            reply=Picked,
        )
    )
