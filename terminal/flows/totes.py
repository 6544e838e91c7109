"""The totes of a walk: one into each slot before it, each to its place after it."""

from labels.codes import Verb
from server.outbound.wire.lists import LineState, PickListView, PickSlotView
from server.outbound.wire.totes import AssignTote, DropTote
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.words import counted, say
from terminal.scan.reading import Kind

ON = {False: (Verb.SKIP,), True: (Verb.SKIP, Verb.CLOSE)}
"""A slot of a cart may stay empty; with the first tote on it, all that follow may."""


def totes(picks: PickListView, cart: str | None = None) -> Flow[dict[int, str]]:
    """The tote in each slot of which something is left to pick or to put.

    A walk for one order has one; on a cart slots may be left without.
    """
    carried = {one.slot: one.tote for one in picks.slots if one.tote and not one.dropped}
    needed = {line.slot for line in picks.lines if line.state is LineState.OPEN or line.to_put}
    empty = [one for one in picks.slots if one.slot in needed and one.slot not in carried]
    for slot in empty:
        tote = yield from _tote(picks, slot, carried)
        if tote is None:
            break
        if not tote:
            continue
        yield from Do(
            AssignTote(pick_list=picks.pick_list, slot=slot.slot, tote=tote, cart=cart),
            says=say("tote {tote}", tote=tote),
        )
        carried[slot.slot] = tote
    return carried


def which_cart(picks: PickListView) -> Flow[str | None]:
    """Asked once for a walk of several orders; skipped, its totes go by hand."""
    if picks.rides_on is not None:
        return picks.rides_on
    show = Show(
        title=say("PICK {number}", number=picks.pick_list),
        digits=str(len(picks.slots)),
        lines=(
            counted(len(picks.slots), "{count} order", "{count} orders"),
            counted(len(picks.lines), "{count} line", "{count} lines"),
        ),
    )
    cart = yield from need(
        Ask(Kind.CART, also=(Kind.LOC,), prompt="SCAN CART", commands=(Verb.SKIP,), show=show)
    )
    return None if cart.is_(Verb.SKIP) else cart.value


def _tote(picks: PickListView, slot: PickSlotView, carried: dict[int, str]) -> Flow[str | None]:
    """The tote for a slot; empty where it is left without one, None where all others are."""
    several = len(picks.slots) > 1
    show = Show(
        title=say("PICK {number}", number=picks.pick_list),
        digits=str(slot.slot) if several else "",
        lines=(
            say("ORDER {order}", order=slot.order),
            counted(len(picks.lines), "{count} line", "{count} lines"),
        ),
    )
    words = say("SLOT {slot}: SCAN TOTE", slot=slot.slot) if several else say("SCAN TOTE")
    tote = yield from need(
        Ask(
            Kind.TOTE,
            prompt=words,
            unseen=True,
            step="tote",
            already=tuple(carried.values()),
            commands=ON[bool(carried)] if several else (),
            show=show,
        )
    )
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
