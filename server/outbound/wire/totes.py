"""Messages about totes: put into a slot, dropped."""

from server.outbound.wire.lists import Slot
from server.stock.wire import Moment
from server.wire import Code, Command


class AssignTote(Command, frozen=True, kw_only=True):
    """This tote stands in that slot; a second one goes on where the first is full."""

    kind = "pick.assign_tote"
    path = "/warehouses/{warehouse:str}/picks/assign-tote"
    offline = "A"
    fact = True

    pick_list: Code
    slot: Slot = 1
    tote: Code
    cart: Code | None = None
    """The location that it rides on; what workers carry, when none is named."""


class DropTote(Command, frozen=True, kw_only=True):
    """The tote stands there now, with all that is in it."""

    kind = "pick.drop_tote"
    path = "/warehouses/{warehouse:str}/picks/drop-tote"
    offline = "A"
    fact = True

    pick_list: Code
    tote: Code
    location: Code
    happened_at: Moment = None
