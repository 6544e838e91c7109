"""Picking for several orders on one cart: all of an item first, then slot by slot (7.8)."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from msgspec import structs

from server.outbound.wire.cluster import PickedTogether, PickPart, PickTogether
from server.outbound.wire.lists import LineState, PickLineView, PickListView
from server.outbound.wire.picking import ShortReason, SkipLine
from terminal.flows import reasons
from terminal.flows.ask import Ask, Do, Flow, Raised, Rule, Show
from terminal.flows.cart import load as fill_cart
from terminal.flows.pick_exceptions import REST, how_many, reason_of, what_is_here
from terminal.flows.proof import proven
from terminal.flows.put_to_slot import Load, put_to_slot
from terminal.flows.stop import (
    Stop,
    at_goods,
    lot_read,
    other_lot,
    serials_read,
    weight_read,
)
from terminal.flows.torn import torn
from terminal.flows.totes import drop
from terminal.flows.words import counted, say
from terminal.flows.zero_check import zero_check
from terminal.scan.reading import Kind

CLUSTER = (
    reasons.SHORT,
    reasons.NIL,
    reasons.DIFF,
    reasons.BROKEN,
    reasons.REACH,
    reasons.SKIP,
    reasons.STUCK,
)
AT_PLACE = (*CLUSTER[:-1], reasons.TORN, CLUSTER[-1])
FEWER = (reasons.Reason("SHORT", "SHELF IS EMPTY NOW"), reasons.Reason("LATER", "LATER"))
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Together(Stop):
    """One place, and all lines of the walk that want the same goods of it; `line` sums them up."""

    lines: tuple[PickLineView, ...] = ()

    @property
    def show(self) -> Show:
        shown = super().show
        count = len({line.slot for line in self.lines})
        orders = counted(count, "for {count} order", "for {count} orders")
        return replace(shown, lines=(*shown.lines[:2], orders))


@dataclass(frozen=True)
class Taken:
    """What of a stop is left for later, and whether the list has to be fetched anew."""

    left: tuple[PickLineView, ...] = ()
    more: bool = False


def cluster(picks: PickListView) -> Flow[str]:
    """As `pick`; slots that were left without a tote are walked for afterwards."""
    picks, cart, carried = yield from fill_cart(picks)
    load = Load(picks, carried, cart)
    more = yield from _put_what_lies(load)
    lines = [line for line in picks.lines if line.state is LineState.OPEN]
    left_out = [line for line in lines if line.slot not in carried]
    waiting = deque(line for line in lines if line.slot in carried)
    place = ""
    while waiting:
        stop = _next(picks, waiting, left_out, place)
        place = stop.line.location
        taken = yield from _stop(stop, load)
        more = more or taken.more
        waiting.extend(taken.left)
    if more:
        return "again"
    last = ""
    for slot in picks.slots:
        if slot.slot in carried:
            last = yield from drop(picks, slot, carried[slot.slot], last)
    return "again" if left_out else "done"


def _put_what_lies(load: Load) -> Flow[bool]:
    """What an earlier walk has left loose on the cart goes into its slots first."""
    more = False
    for line in load.picks.lines:
        if line.to_put and line.slot in load.totes:
            more = not (yield from put_to_slot(load, line, line.to_put, ())) or more
    return more


def _next(
    picks: PickListView, waiting: deque[PickLineView], left_out: Sequence[PickLineView], place: str
) -> Together:
    """Takes the next line off the walk, and all that wants the same goods from the same place."""
    first = waiting.popleft()
    lines = (first, *(line for line in waiting if _together(first, line)))
    for line in lines[1:]:
        waiting.remove(line)
    total = structs.replace(first, quantity=sum(line.quantity for line in lines))
    ahead = tuple(f"{line.location}  {line.quantity} x {line.sku}" for line in waiting)
    others = (*waiting, *left_out)
    more = any((line.location, line.sku) == (first.location, first.sku) for line in others)
    return Together(
        picks,
        total,
        "",
        first.location == place,
        ahead[:5],
        first.empties and not more,
        lines=lines,
    )


def _together(first: PickLineView, line: PickLineView) -> bool:
    """Pieces with numbers or weights of their own are taken for each order by itself."""
    same = (line.location, line.sku, line.lot, line.container, line.keeps_until) == (
        first.location,
        first.sku,
        first.lot,
        first.container,
        first.keeps_until,
    )
    return same and first.tracking != "serial" and not first.weighed


def _stop(stop: Together, load: Load) -> Flow[Taken]:
    if stop.asks_place:
        at = yield from Ask(Kind.LOC, one_of=(stop.place,), exceptions=AT_PLACE, show=stop.show)
        if isinstance(at, Raised) and at.code == reasons.TORN.code:
            yield from torn(stop)
        elif isinstance(at, Raised):
            return (yield from _exception(stop, load, at))
    total = stop.line.quantity
    words = say("SCAN ITEM, PICK {count}", count=total)
    rule = Rule(total, most=total, fewer=FEWER)
    goods = yield from proven(stop, words, rule, at_goods(stop, CLUSTER))
    if isinstance(goods, Raised) and goods.code == reasons.LOT.code:
        other = yield from other_lot(stop)
        return (yield from _stop(replace(stop, here=True, lot=other), load))
    if isinstance(goods, Raised):
        return (yield from _exception(stop, load, goods))
    lot = yield from lot_read(stop)
    numbers = yield from serials_read(stop, goods.quantity, CLUSTER)
    if isinstance(numbers, Raised):
        return (yield from _exception(stop, load, numbers))
    short = ShortReason.EMPTY if goods.reason == "SHORT" else None
    told = _parts(stop, goods.quantity, short)
    taken = yield from _take(stop, load, told, goods.lot or lot, numbers)
    if stop.empties and not taken.left and short is None:
        yield from zero_check(stop.line.location, stop.line.sku, stop.asks_back)
    return taken


def _exception(stop: Together, load: Load, raised: Raised) -> Flow[Taken]:
    if raised.code == reasons.SKIP.code:
        yield from Do(
            SkipLine(pick_list=stop.picks.pick_list, line=stop.line.line, reason="skipped"),
            says=say("skip line {line}", line=stop.line.line),
        )
        return Taken(left=stop.lines)
    instead = yield from what_is_here(stop, raised)
    found = yield from how_many(stop, raised)
    told = replace(_parts(stop, found, reason_of(raised)), instead=instead)
    return (yield from _take(stop, load, told, None, ()))


def _parts(stop: Together, found: int, short: ShortReason | None) -> "Told":
    """Shares what was found: the most urgent order first, then by ship-by."""
    parts, left = [], found
    urgent = {one.slot: (one.priority, one.ship_by or NEVER) for one in stop.picks.slots}
    for line in sorted(stop.lines, key=lambda line: (*urgent[line.slot], line.slot)):
        got = min(line.quantity, left)
        left -= got
        if got or short:
            is_short = short is not None and got < line.quantity
            parts.append(PickPart(line=line.line, found=got, short=is_short))
    return Told(tuple(parts), short)


@dataclass(frozen=True)
class Told:
    """What of each line was taken, and why the rest was not."""

    parts: tuple[PickPart, ...]
    short: ShortReason | None
    instead: str | None = None


def _take(
    stop: Together, load: Load, told: Told, lot: str | None, numbers: Sequence[str]
) -> Flow[Taken]:
    """One command for all lines, then each slot its share."""
    found = sum(part.found for part in told.parts)
    total = stop.line.quantity
    says = (
        say("short: {found} of {count} x {item}", found=found, count=total, item=stop.line.sku)
        if told.short
        else say("pick {count} x {item}", count=found, item=stop.line.sku)
    )
    grams = yield from weight_read(stop, found)
    reply = yield from Do(
        PickTogether(
            pick_list=stop.picks.pick_list,
            parts=list(told.parts),
            reason=told.short or ShortReason.EMPTY,
            instead=told.instead,
            lot=lot,
            serials=tuple(numbers),
            weight_grams=grams,
        ),
        says=says,
        reply=PickedTogether,
        final=REST[told.short] if told.short else "",
    )
    more = bool(reply and reply.new_lines)
    for line, got in _shares(stop.lines, told.parts):
        more = not (yield from put_to_slot(load, line, got, numbers)) or more
    left = () if told.short else tuple(_left(stop.lines, told.parts))
    return Taken(left, more)


def _shares(
    lines: Iterable[PickLineView], parts: Iterable[PickPart]
) -> Iterator[tuple[PickLineView, int]]:
    """Slot by slot, as the cart stands."""
    got = {part.line: part.found for part in parts}
    for line in sorted(lines, key=lambda line: line.slot):
        if got.get(line.line):
            yield line, got[line.line]


def _left(lines: Iterable[PickLineView], parts: Iterable[PickPart]) -> Iterator[PickLineView]:
    got = {part.line: part.found for part in parts}
    for line in lines:
        if left := line.quantity - got.get(line.line, 0):
            yield structs.replace(line, quantity=left)
