"""The cart of a walk for several orders: which, and a tote into each good slot that it carries."""

from collections.abc import Iterable

from msgspec import structs

from labels.codes import HouseCode, Verb, house_code, read_house_code
from labels.codes import Kind as House
from server.outbound.wire.carts import BreakSlot, CartTaken, SlotMoved, SlotTold, TakeCart
from server.outbound.wire.lists import PickListView
from terminal.flows import reasons
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.totes import fill, lacking, riding
from terminal.flows.words import counted, say
from terminal.scan.reading import Kind

BROKEN = reasons.Exceptional("4", "SLOT BROKEN", Verb.BROKEN)
ON_CART = (BROKEN, reasons.STUCK)


def load(picks: PickListView) -> Flow[tuple[PickListView, str, dict[int, str]]]:
    """The list with each order in the slot that it really has, the cart, the tote in each slot.

    The cart is empty where the totes go by hand. A slot that is told broken is left out, and
    another is found for its order, now or on the next round.
    """
    carried = riding(picks)
    cart = yield from _which(picks)
    by_hand = not cart or (cart == picks.rides_on and not picks.on_cart)
    while True:
        empty = lacking(picks, carried)
        if empty and not by_hand:
            taken = yield from Do(
                TakeCart(pick_list=picks.pick_list, cart=cart),
                says=say("cart {cart}", cart=cart),
                reply=CartTaken,
                back="cart",
            )
            if taken is not None:
                picks = _moved(picks, taken.moved)
                empty = tuple(one for one in lacking(picks, carried) if one.slot in taken.slots)
        broken = yield from fill(picks, carried, empty, cart or None, () if by_hand else ON_CART)
        if broken is None:
            return picks, cart, carried
        yield from Do(
            BreakSlot(cart=cart, slot=broken.slot),
            says=say("slot {slot} of {cart} is broken", slot=broken.slot, cart=cart),
            reply=SlotTold,
            final="a lead unlocks it when it is mended",
        )


def _which(picks: PickListView) -> Flow[str]:
    """Asked while no tote rides; Enter takes the one that it was, SKIP none: totes go by hand."""
    if picks.rides_on is not None and (riding(picks) or not picks.on_cart):
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
        Ask(
            Kind.CART,
            also=(Kind.LOC,),
            prompt="SCAN CART",
            default=picks.rides_on,
            commands=(Verb.SKIP,),
            show=show,
        )
    )
    return "" if cart.is_(Verb.SKIP) else cart.value


def _moved(picks: PickListView, moved: Iterable[SlotMoved]) -> PickListView:
    """The list as the server has it now: two slots have changed their orders."""
    places: dict[int, int] = {}
    for one in moved:
        places |= {one.source: one.target, one.target: one.source}
    slots = [structs.replace(one, slot=places.get(one.slot, one.slot)) for one in picks.slots]
    lines = [structs.replace(line, slot=places.get(line.slot, line.slot)) for line in picks.lines]
    return structs.replace(picks, slots=sorted(slots, key=lambda one: one.slot), lines=lines)


def slot_of(label: str) -> BreakSlot | None:
    """The slot that a label on a cart names, as mended; None where it is no such label."""
    read = read_house_code(label)
    if not isinstance(read, HouseCode) or read.kind is not House.CART_SLOT:
        return None
    cart, slot = read.body[:4], read.body[4:]
    if not slot.isdigit():
        return None
    return BreakSlot(cart=house_code(House.CART, cart), slot=int(slot), broken=False)
