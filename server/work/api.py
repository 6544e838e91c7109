"""Routes of work."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.query import asks
from server.wire import Page
from server.work import ahead, broadcast, progress, read, supervise, take
from server.work.wire import (
    AssignTask,
    BeginTask,
    Broadcast,
    BroadcastQuery,
    Broadcasts,
    BroadcastView,
    HoldAhead,
    LeaveAhead,
    NextQuery,
    ParkTask,
    Progress,
    ProgressView,
    ReleaseTask,
    ReprioritiseTask,
    TakeNext,
    TakeTask,
    TaskChoice,
    TaskCounts,
    TaskQuery,
    TasksAhead,
    TaskView,
)

BASE = "/warehouses/{warehouse:str}/tasks"


@get(
    BASE,
    opt={"right": "anyone"},
    dependencies=asks(TaskQuery),
    summary="Tasks, open ones if no state is named",
)
async def list_tasks(
    door: NamedDependency[Door], wanted: NamedDependency[TaskQuery]
) -> Page[TaskView]:
    return await door.read(read.list_tasks, wanted)


@get(BASE + "/counts", opt={"right": "anyone"}, summary="How many open tasks of each kind")
async def count_tasks(door: NamedDependency[Door]) -> TaskCounts:
    return await door.read(read.counts)


@get(
    BASE + "/next",
    opt={"right": "anyone"},
    dependencies=asks(NextQuery),
    summary="The best task for the caller, not taken",
)
async def next_task(door: NamedDependency[Door], wanted: NamedDependency[NextQuery]) -> TaskChoice:
    return await door.read(read.next_task, wanted)


@get(BASE + "/ahead", opt={"right": "anyone"}, summary="Tasks that are kept for the caller")
async def tasks_ahead(door: NamedDependency[Door]) -> TasksAhead:
    return await door.read(read.tasks_ahead)


@get(BASE + "/{task:int}", opt={"right": "anyone"}, summary="One task")
async def one_task(door: NamedDependency[Door], task: FromPath[int]) -> TaskView:
    return await door.read(read.one_task, task)


@get(Progress.path, opt={"right": "anyone"}, summary="How far a terminal has come")
async def read_progress(door: NamedDependency[Door], task: FromPath[int]) -> ProgressView:
    return await door.read(read.progress, task)


@put(Progress.path, opt={"right": "anyone"}, summary="Keep how far a terminal has come")
async def save_progress(
    door: NamedDependency[Door], task: FromPath[int], data: JSONBody[Progress]
) -> ProgressView:
    """Needs no operation id: the higher serial wins, whatever the order of arrival."""
    return await door.upkeep(progress.save_progress, task, data)


@post(TakeNext.path, opt={"right": "anyone"}, summary="Take the best task for the caller")
async def take_next(door: NamedDependency[Door], data: JSONBody[TakeNext]) -> Response[TaskChoice]:
    return await door.act(take.take_next, data)


@post(TakeTask.path, opt={"right": "anyone"}, summary="Take this task, from another if said so")
async def take_task(door: NamedDependency[Door], data: JSONBody[TakeTask]) -> Response[TaskView]:
    return await door.act(take.take_task, data)


@post(ReleaseTask.path, opt={"right": "anyone"}, summary="Give a task back to the queue")
async def release_task(
    door: NamedDependency[Door], data: JSONBody[ReleaseTask]
) -> Response[TaskView]:
    return await door.act(take.release_task, data)


@post(ParkTask.path, opt={"right": "anyone"}, summary="Stop here, to go on later")
async def park_task(door: NamedDependency[Door], data: JSONBody[ParkTask]) -> Response[TaskView]:
    return await door.act(take.park_task, data)


@post(HoldAhead.path, opt={"right": "anyone"}, summary="Keep the next tasks for the caller")
async def hold_ahead(
    door: NamedDependency[Door], data: JSONBody[HoldAhead]
) -> Response[TasksAhead]:
    return await door.act(ahead.hold_ahead, data)


@post(LeaveAhead.path, opt={"right": "anyone"}, summary="Give back what was kept and not begun")
async def leave_ahead(
    door: NamedDependency[Door], data: JSONBody[LeaveAhead]
) -> Response[TasksAhead]:
    return await door.act(ahead.leave_ahead, data)


@post(BeginTask.path, opt={"right": "anyone"}, summary="Say that a task that was kept is begun")
async def begin_task(
    door: NamedDependency[Door], data: JSONBody[BeginTask]
) -> Response[TasksAhead]:
    return await door.act(ahead.begin_task, data)


@post(AssignTask.path, opt={"right": "supervise"}, summary="Say who does a task")
async def assign_task(
    door: NamedDependency[Door], data: JSONBody[AssignTask]
) -> Response[TaskView]:
    return await door.act(supervise.assign_task, data)


@post(ReprioritiseTask.path, opt={"right": "supervise"}, summary="Say how urgent a task is")
async def reprioritise_task(
    door: NamedDependency[Door], data: JSONBody[ReprioritiseTask]
) -> Response[TaskView]:
    return await door.act(supervise.reprioritise_task, data)


@post(Broadcast.path, opt={"right": "supervise"}, summary="Tell all who are at work something")
async def tell(door: NamedDependency[Door], data: JSONBody[Broadcast]) -> Response[BroadcastView]:
    return await door.act(broadcast.broadcast, data)


@get(
    Broadcast.path,
    opt={"right": "anyone"},
    dependencies=asks(BroadcastQuery),
    summary="What was told to the caller",
)
async def told(door: NamedDependency[Door], wanted: NamedDependency[BroadcastQuery]) -> Broadcasts:
    return await door.read(broadcast.broadcasts, wanted.after)


router = Router(
    path="/",
    route_handlers=[
        list_tasks,
        count_tasks,
        next_task,
        tasks_ahead,
        hold_ahead,
        leave_ahead,
        begin_task,
        tell,
        told,
        one_task,
        read_progress,
        save_progress,
        take_next,
        take_task,
        release_task,
        park_task,
        assign_task,
        reprioritise_task,
    ],
    tags=["tasks"],
)
