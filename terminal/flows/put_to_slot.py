"""What lies on the cart goes into the tote of its slot: what a cart must get right."""

from collections.abc import Sequence
from dataclasses import dataclass

from labels.codes import HouseCode, Verb, house_code, read_house_code
from labels.codes import Kind as House
from server.outbound.wire.cluster import PutInSlot, PutToSlot
from server.outbound.wire.lists import PickLineView, PickListView
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show
from terminal.flows.quantity import serials
from terminal.flows.totes import another
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate

PUT = (reasons.FULL, reasons.STUCK)


@dataclass(frozen=True)
class Load:
    """A cart under way: its list, the tote that stands in each slot now, its code."""

    picks: PickListView
    totes: dict[int, str]
    cart: str = ""

    def show(self, line: PickLineView, quantity: int) -> Show:
        tote = self.totes[line.slot]
        return Show(
            title=say("PICK {number}", number=self.picks.pick_list),
            target=say("SLOT {slot}", slot=line.slot),
            digits=str(line.slot),
            lines=(
                line.name,
                say("{count} x {item}", count=quantity, item=line.sku),
                say("ORDER {order}  {tote}", order=line.order, tote=tote),
            ),
        )

    def slot(self, line: PickLineView) -> tuple[Candidate, ...]:
        """The tote by its label, the slot by its number, or by its label on the cart."""
        tote = Candidate(self.totes[line.slot], aliases=(Alias(str(line.slot)),))
        cart = read_house_code(self.cart)
        if not (isinstance(cart, HouseCode) and cart.kind is House.CART):
            return (tote,)
        label = house_code(House.CART_SLOT, f"{cart.body}{line.slot}")
        return (tote, Candidate(label, Kind.SLOT))


def put_to_slot(
    load: Load, line: PickLineView, quantity: int, numbers: Sequence[str]
) -> Flow[bool]:
    """Puts all of it, in parts where one tote is full; False where some is left on the cart."""
    if line.tracking == "serial" and not numbers:
        ask = Ask(Kind.SERIAL, prompt="SCAN SERIALS", unseen=True, show=load.show(line, quantity))
        read = yield from serials(ask, quantity)
        numbers = () if isinstance(read, Raised) else read
    left = quantity
    while left:
        answer = yield from _which(load, line, left, whole=bool(numbers))
        if isinstance(answer, Raised):
            yield from _next_tote(load, line, left)
            continue
        if answer.is_(Verb.SKIP):
            return False
        count = left if numbers else answer.quantity
        yield from Do(
            PutToSlot(
                pick_list=load.picks.pick_list,
                line=line.line,
                quantity=count,
                tote=load.totes[line.slot],
                serials=tuple(numbers),
            ),
            says=say("put {count} into slot {slot}", count=count, slot=line.slot),
            reply=PutInSlot,
        )
        left -= count
    return True


def _which(load: Load, line: PickLineView, left: int, *, whole: bool) -> Flow[Answer | Raised]:
    """Digits before the scan put fewer, where the tote takes no more; SKIP leaves them."""
    return (
        yield from Ask(
            Kind.TOTE,
            also=(Kind.SLOT,),
            prompt=say("PUT {count} -> SLOT {slot}", count=left, slot=line.slot),
            step="slot",
            one_of=load.slot(line),
            quantity=None if whole else Rule(left, most=left),
            commands=(Verb.SKIP,),
            exceptions=PUT,
            show=load.show(line, left),
        )
    )


def _next_tote(load: Load, line: PickLineView, left: int) -> Flow[None]:
    """The slot's tote is full: another stands there now, and both belong to the order."""
    old, show = load.totes[line.slot], load.show(line, left)
    already = tuple(load.totes.values())
    load.totes[line.slot] = yield from another(load.picks, line.slot, old, show, already)
