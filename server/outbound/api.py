"""Routes of outbound: orders on their way to the floor, waves, pick lists, picking."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.orders.wire import OrderCreate, OrderView
from server.outbound import (
    cancel,
    cart,
    intake,
    pick,
    put_back,
    read,
    reverse,
    short,
    slot,
    together,
    tote,
    wave,
)
from server.outbound.put_back_read import to_put_back
from server.outbound.wire.carts import BreakSlot, CartTaken, SlotTold, TakeCart
from server.outbound.wire.cluster import PickedTogether, PickTogether, PutInSlot, PutToSlot
from server.outbound.wire.lists import ListTouched, PickListView
from server.outbound.wire.picking import (
    ConfirmPick,
    Picked,
    Reversed,
    ReversePick,
    Shorted,
    ShortPick,
    SkipLine,
)
from server.outbound.wire.plan import (
    AllocateOrder,
    AllocationView,
    CancelOrder,
    PickListQuery,
    PickListSummary,
    ReleaseOrder,
    WaveCreate,
    WaveView,
    WorkWave,
)
from server.outbound.wire.put_back import ConfirmPutBack, PutBack, PutBackView
from server.outbound.wire.totes import AssignTote, DropTote
from server.query import asks
from server.wire import Page

PICK_LISTS = "/warehouses/{warehouse:str}/pick-lists"


@post(OrderCreate.path, opt={"right": "orders.write"}, summary="Take an order in")
async def take_order(
    door: NamedDependency[Door], data: JSONBody[OrderCreate]
) -> Response[OrderView]:
    return await door.act(intake.take_order, data)


@post(ReleaseOrder.path, opt={"right": "orders.write"}, summary="Release an order to the floor")
async def release_order(
    door: NamedDependency[Door], data: JSONBody[ReleaseOrder]
) -> Response[AllocationView]:
    return await door.act(intake.release_order, data)


@post(AllocateOrder.path, opt={"right": "orders.write"}, summary="Look for goods again")
async def allocate_order(
    door: NamedDependency[Door], data: JSONBody[AllocateOrder]
) -> Response[AllocationView]:
    return await door.act(intake.allocate_order, data)


@post(WaveCreate.path, opt={"right": "supervise"}, summary="Plan a wave")
async def create_wave(
    door: NamedDependency[Door], data: JSONBody[WaveCreate]
) -> Response[WaveView]:
    return await door.act(wave.create_wave, data)


@post(WorkWave.path, opt={"right": "supervise"}, summary="Work the next slice of a wave")
async def work_wave(door: NamedDependency[Door], data: JSONBody[WorkWave]) -> Response[WaveView]:
    return await door.act(wave.work_wave, data)


@get(WaveCreate.path + "/{number:str}", opt={"right": "inquire"}, summary="How far a wave is")
async def read_wave(door: NamedDependency[Door], number: FromPath[str]) -> WaveView:
    return await door.read(wave.read_wave, number)


@get(PICK_LISTS, opt={"right": "inquire"}, dependencies=asks(PickListQuery), summary="Pick lists")
async def list_pick_lists(
    door: NamedDependency[Door], wanted: NamedDependency[PickListQuery]
) -> Page[PickListSummary]:
    return await door.read(read.list_pick_lists, wanted)


@get(PICK_LISTS + "/{number:str}", opt={"right": "inquire"}, summary="A pick list in walk order")
async def read_pick_list(door: NamedDependency[Door], number: FromPath[str]) -> PickListView:
    return await door.read(read.read_pick_list, number)


@post(CancelOrder.path, opt={"right": "orders.write"}, summary="Cancel an order or a part of it")
async def cancel_order(
    door: NamedDependency[Door], order: FromPath[str], data: JSONBody[CancelOrder]
) -> Response[OrderView]:
    return await door.act(cancel.cancel_order, data, order)


@post(TakeCart.path, opt={"right": "pick"}, summary="Take a cart for a walk")
async def take_cart(door: NamedDependency[Door], data: JSONBody[TakeCart]) -> Response[CartTaken]:
    return await door.act(cart.take_cart, data)


@post(BreakSlot.path, opt={"right": "pick"}, summary="A slot of a cart is off, or mended")
async def break_slot(door: NamedDependency[Door], data: JSONBody[BreakSlot]) -> Response[SlotTold]:
    return await door.act(cart.break_slot, data)


@post(AssignTote.path, opt={"right": "pick"}, summary="Put a tote into a slot")
async def assign_tote(
    door: NamedDependency[Door], data: JSONBody[AssignTote]
) -> Response[ListTouched]:
    return await door.act(tote.assign_tote, data)


@post(ConfirmPick.path, opt={"right": "pick"}, summary="Confirm a pick")
async def confirm_pick(
    door: NamedDependency[Door], data: JSONBody[ConfirmPick]
) -> Response[Picked]:
    return await door.act(pick.confirm_pick, data)


@post(PickTogether.path, opt={"right": "pick"}, summary="Confirm picks onto a cart")
async def pick_together(
    door: NamedDependency[Door], data: JSONBody[PickTogether]
) -> Response[PickedTogether]:
    return await door.act(together.pick_together, data)


@post(PutToSlot.path, opt={"right": "pick"}, summary="Put picked goods into their slot")
async def put_to_slot(
    door: NamedDependency[Door], data: JSONBody[PutToSlot]
) -> Response[PutInSlot]:
    return await door.act(slot.put_to_slot, data)


@post(ShortPick.path, opt={"right": "pick"}, summary="Tell a short pick")
async def short_pick(door: NamedDependency[Door], data: JSONBody[ShortPick]) -> Response[Shorted]:
    return await door.act(short.short_pick, data)


@post(SkipLine.path, opt={"right": "pick"}, summary="Do a line later")
async def skip_line(door: NamedDependency[Door], data: JSONBody[SkipLine]) -> Response[ListTouched]:
    return await door.act(tote.skip_line, data)


@post(DropTote.path, opt={"right": "pick"}, summary="Drop a tote")
async def drop_tote(door: NamedDependency[Door], data: JSONBody[DropTote]) -> Response[ListTouched]:
    return await door.act(tote.drop_tote, data)


@post(ReversePick.path, opt={"right": "pick"}, summary="Take a pick back")
async def reverse_pick(
    door: NamedDependency[Door], data: JSONBody[ReversePick]
) -> Response[Reversed]:
    return await door.act(reverse.reverse_pick, data)


@post(ConfirmPutBack.path, opt={"right": "put_away"}, summary="Put cancelled goods back")
async def confirm_put_back(
    door: NamedDependency[Door], data: JSONBody[ConfirmPutBack]
) -> Response[PutBack]:
    return await door.act(put_back.confirm_put_back, data)


@get(
    "/warehouses/{warehouse:str}/put-backs/{order:str}",
    opt={"right": "put_away"},
    summary="What of an order is to be put back",
)
async def read_put_back(door: NamedDependency[Door], order: FromPath[str]) -> PutBackView:
    return await door.read(to_put_back, order)


router = Router(
    path="/",
    route_handlers=[
        take_order,
        release_order,
        allocate_order,
        create_wave,
        work_wave,
        read_wave,
        list_pick_lists,
        read_pick_list,
        cancel_order,
        take_cart,
        break_slot,
        assign_tote,
        confirm_pick,
        pick_together,
        put_to_slot,
        short_pick,
        skip_line,
        drop_tote,
        reverse_pick,
        confirm_put_back,
        read_put_back,
    ],
    tags=["outbound"],
)
