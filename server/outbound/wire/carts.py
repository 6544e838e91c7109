"""Messages about a cart for several orders: it is taken for a walk, one of its slots is off."""

from server.outbound.wire.lists import Slot
from server.stock.wire import Moment
from server.wire import Code, Command, Number, Reply


class TakeCart(Command, frozen=True, kw_only=True):
    """The walk rides on this cart; answered by which slots get a tote now."""

    kind = "pick.take_cart"
    path = "/warehouses/{warehouse:str}/picks/take-cart"
    offline = "A"
    fact = True

    pick_list: Code
    cart: Code
    happened_at: Moment = None


class SlotMoved(Reply, frozen=True, kw_only=True):
    """An order stands in another slot than the list had planned; who stood there changes too."""

    source: Slot
    target: Slot


class CartTaken(Reply, frozen=True, kw_only=True):
    """The slots to fill; what the cart has no good slot or no strength for is walked afterwards."""

    pick_list: Code
    cart: Code
    slots: list[Slot]
    moved: list[SlotMoved]
    version: Number


class BreakSlot(Command, frozen=True, kw_only=True):
    """A slot of a cart takes no tote any more, or is mended (by who supervises)."""

    kind = "cart.break_slot"
    path = "/warehouses/{warehouse:str}/carts/break-slot"
    offline = "A"
    fact = True

    cart: Code
    slot: Slot
    broken: bool = True


class SlotTold(Reply, frozen=True, kw_only=True):
    """How the slot stands now."""

    cart: Code
    slot: Slot
    broken: bool
