"""The totes of a walk: one into each slot before it, each to its place after it."""

from collections.abc import Sequence
from dataclasses import replace

from labels.codes import Verb
from server.outbound.wire.lists import LineState, PickListView, PickSlotView
from server.outbound.wire.totes import AssignTote, DropTote
from server.stock.wire import Moved, NestContainer
from terminal.flows.ask import Ask, Do, Flow, Raised, Show, need
from terminal.flows.reasons import STUCK, Exceptional
from terminal.flows.words import counted, say
from terminal.scan.reading import Kind

TOTE_BROKEN = Exceptional("4", "OLD TOTE BROKEN", Verb.BROKEN)
ON = {False: (Verb.SKIP,), True: (Verb.SKIP, Verb.CLOSE)}
"""A slot of a cart may stay empty; with the first tote on it, all that follow may."""


def riding(picks: PickListView) -> dict[int, str]:
    """The tote in each slot that has one with it on the way."""
    return {one.slot: one.tote for one in picks.slots if one.tote and not one.dropped}


def totes(picks: PickListView) -> Flow[dict[int, str]]:
    """The tote of a walk for one order."""
    carried = riding(picks)
    yield from fill(picks, carried, lacking(picks, carried))
    return carried


def lacking(picks: PickListView, carried: dict[int, str]) -> tuple[PickSlotView, ...]:
    """The slots without a tote of which something is left to pick or to put."""
    needed = {line.slot for line in picks.lines if line.state is LineState.OPEN or line.to_put}
    return tuple(one for one in picks.slots if one.slot in needed and one.slot not in carried)


def fill(
    picks: PickListView,
    carried: dict[int, str],
    empty: Sequence[PickSlotView],
    cart: str | None = None,
    exceptions: tuple[Exceptional, ...] = (),
) -> Flow[PickSlotView | None]:
    """A tote into each of the `empty` slots, told in `carried`; on a cart they may stay without.

    Answers the slot at which one of the `exceptions` was raised.
    """
    for slot in empty:
        tote = yield from _tote(picks, slot, carried, exceptions)
        if isinstance(tote, Raised):
            return slot
        if tote is None:
            break
        if not tote:
            continue
        yield from Do(
            AssignTote(pick_list=picks.pick_list, slot=slot.slot, tote=tote, cart=cart),
            says=say("tote {tote}", tote=tote),
        )
        carried[slot.slot] = tote
    return None


def _tote(
    picks: PickListView,
    slot: PickSlotView,
    carried: dict[int, str],
    exceptions: tuple[Exceptional, ...],
) -> Flow[str | Raised | None]:
    """The tote for a slot; empty where it is left without one, None where all others are."""
    several = len(picks.slots) > 1
    show = Show(
        title=say("PICK {number}", number=picks.pick_list),
        digits=str(slot.slot) if several else "",
        lines=(
            say("ORDER {order}", order=slot.order),
            counted(
                sum(line.slot == slot.slot for line in picks.lines), "{count} line", "{count} lines"
            ),
        ),
    )
    words = say("SLOT {slot}: SCAN TOTE", slot=slot.slot) if several else say("SCAN TOTE")
    tote = yield from Ask(
        Kind.TOTE,
        prompt=words,
        unseen=True,
        step="tote",
        already=tuple(carried.values()),
        commands=ON[bool(carried)] if several else (),
        exceptions=exceptions,
        show=show,
    )
    if isinstance(tote, Raised):
        return tote
    if tote.is_(Verb.CLOSE):
        return None
    return "" if tote.is_(Verb.SKIP) else tote.value


def drop(picks: PickListView, slot: PickSlotView, tote: str, last: str) -> Flow[str]:
    """The tote is dropped, by Enter where the `last` one was; answers where."""
    show = Show(
        title=say("PICK {number}", number=picks.pick_list),
        target=tote,
        lines=(say("ORDER {order}", order=slot.order),),
    )
    at = yield from need(
        Ask(
            Kind.LOC,
            prompt="SCAN DROP LOCATION",
            step="drop",
            commands=(Verb.SKIP,),
            default=last or None,
            show=show,
        )
    )
    if at.is_(Verb.SKIP):
        return last
    yield from Do(
        DropTote(pick_list=picks.pick_list, tote=tote, location=at.value),
        says=say("drop {what} at {place}", what=tote, place=at.value),
    )
    return at.value


def another(
    picks: PickListView, slot: int, old: str, show: Show, already: tuple[str, ...]
) -> Flow[str]:
    """The tote that follows a full one, and both belong to the order; into that which follows a
    broken one all goes that was in it.
    """
    ask = Ask(
        Kind.TOTE,
        prompt="SCAN NEW TOTE",
        step="new_tote",
        unseen=True,
        already=already,
        exceptions=(TOTE_BROKEN, STUCK),
        show=show,
    )
    tote = yield from ask
    broken = isinstance(tote, Raised)
    if isinstance(tote, Raised):
        prompt = "NEW TOTE FOR ALL OF IT"
        tote = yield from need(replace(ask, prompt=prompt, step="for_all", exceptions=()))
    yield from Do(
        AssignTote(pick_list=picks.pick_list, slot=slot, tote=tote.value),
        says=say("tote {tote}", tote=tote.value),
        final="both totes belong to the order",
    )
    if broken:
        yield from Do(
            NestContainer(container=old, parent=tote.value, contents=True),
            says=say("empty {lpn} into {into}", lpn=old, into=tote.value),
            reply=Moved,
        )
    return tote.value
