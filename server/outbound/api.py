"""Routes of outbound: orders on their way to the floor, waves, pick lists, picking."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door, asks
from server.orders.wire import OrderCreate, OrderView
from server.outbound import intake, read, wave
from server.outbound.plan_wire import (
    AllocateOrder,
    AllocationView,
    PickListQuery,
    PickListSummary,
    ReleaseOrder,
    WaveCreate,
    WaveView,
    WorkWave,
)
from server.outbound.wire import PickListView
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
    ],
    tags=["outbound"],
)
