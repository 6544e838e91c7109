"""What goods are fit for, told where they stand: damaged, fit, inspected, on hold, free again."""

from dataclasses import replace

from labels.codes import Verb
from server.stock.wire import (
    ChangeStatus,
    Covered,
    Held,
    HoldReason,
    LiftHold,
    Moved,
    SetHold,
    Status,
)
from terminal.flows.ask import Answer, Ask, Do, Flow, Show, need
from terminal.flows.kept import numbers_of
from terminal.flows.words import named, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

BETWEEN = {
    "damaged": (Status.AVAILABLE, Status.DAMAGED),
    "fit": (Status.DAMAGED, Status.AVAILABLE),
    "inspect": (Status.AVAILABLE, Status.INSPECTION),
}
HOLDS = ("hold", "release")
REASONS = tuple(
    Candidate(reason.value, words=named(reason.value))
    for reason in (HoldReason.QUALITY, HoldReason.RECALL, HoldReason.CUSTOMS, HoldReason.OTHER)
)


def change(
    show: Show, place: Answer, goods: Answer, lot: str | None, what: str, amount: int, why: str
) -> Flow[str]:
    """Another status for so many of them; what is damaged counts as a loss, a second signs."""
    source, target = BETWEEN[what]
    numbers = yield from numbers_of(goods, amount, show, follows=False)
    told = say(
        "{count} x {item} {status}", count=amount, item=goods.value, status=named(target.value)
    )
    yield from Do(
        ChangeStatus(
            sku=goods.value,
            quantity=amount,
            location=location(place),
            container=container(place),
            lot=lot,
            serials=numbers,
            source_status=source,
            target_status=target,
            reason=why,
        ),
        says=told,
        reply=Moved,
    )
    return told


def hold(show: Show, place: Answer, goods: Answer, lot: str | None, what: str) -> Flow[str]:
    """On hold or free again: this place or LPN, the lot everywhere, or the item everywhere."""
    where = "place" if place.kind is Kind.LOC else "lpn"
    choices = (
        Candidate(where, words=say("ALL IN {place}", place=place.value)),
        *((Candidate("lot", words=say("LOT {lot} EVERYWHERE", lot=lot)),) if lot else ()),
        Candidate("item", words=say("{item} EVERYWHERE", item=goods.value)),
    )
    scope = yield from need(
        Ask(Kind.CHOICE, prompt="OF WHAT?", step="scope", one_of=choices, show=show)
    )
    everywhere = scope.value in {"lot", "item"}
    on = LiftHold(
        sku=goods.value if everywhere else None,
        lot=lot if scope.value == "lot" else None,
        location=None if everywhere else location(place),
        container=None if everywhere else container(place),
    )
    named = lot if scope.value == "lot" else goods.value if everywhere else place.value
    if what == "release":
        says = say("{what} is free", what=named)
        yield from Do(on, says=says, reply=Held, final="hold it again")
        return says
    reason = yield from need(
        Ask(Kind.CHOICE, prompt="WHY ON HOLD?", step="reason", one_of=REASONS, show=show)
    )
    note = yield from need(
        Ask(Kind.TEXT, prompt="NOTE? ENTER: NONE", step="note", unseen=True, default="", show=show)
    )
    says = say("{what} is on hold", what=named)
    command = SetHold(
        sku=on.sku,
        lot=on.lot,
        location=on.location,
        container=on.container,
        reason=HoldReason(reason.value),
        note=note.value,
    )
    held = yield from Do(command, says=says, reply=Held, final="release it again")
    if held is None:
        return says
    if everywhere and held.covered is not None:
        yield from _seen(replace(show, target=named or "", digits=""), held, held.covered)
    if held.broken:
        return say("{what}: {count} lose their order", what=named, count=held.broken)
    return says


def _seen(show: Show, held: Held, covered: Covered) -> Flow[None]:
    """What a hold on goods everywhere covers, here and gone, read before the next thing is done."""
    lines = (
        say("{count} here, places: {places}", count=covered.units, places=covered.places),
        *((say("{count} picked already", count=covered.picked),) if covered.picked else ()),
        *((say("{count} have left", count=covered.shipped),) if covered.shipped else ()),
        *((say("{count} lose their order", count=held.broken),) if held.broken else ()),
    )
    seen = Ask(
        Kind.CHOICE,
        prompt="ON HOLD: ENTER",
        step="covered",
        one_of=(Candidate("ok", words="GO ON"),),
        commands=(Verb.OK,),
        show=replace(show, lines=lines[:4], details=lines),
    )
    yield from need(seen)


def location(place: Answer) -> str | None:
    """The place, where one was scanned."""
    return place.value if place.kind is Kind.LOC else None


def container(place: Answer) -> str | None:
    """The LPN, where one was scanned."""
    return None if place.kind is Kind.LOC else place.value
