"""Messages about tasks: take one, give it back, say who does what when."""

from enum import Enum
from typing import Annotated

from msgspec import Meta, field

from server.wire import (
    NO_CONTROL,
    Code,
    Command,
    Count,
    Event,
    Instant,
    Line,
    Number,
    PageQuery,
    Priority,
    Query,
    Reply,
)

Opaque = Annotated[
    str,
    Meta(
        pattern=r"\A[ -~]*\Z",
        max_length=32_768,
        description="Printable ASCII that only its writer understands.",
    ),
]


class TaskKind(Enum):
    """What there is to do."""

    RECEIVE = "receive"
    INSPECT = "inspect"
    PUT_AWAY = "put_away"
    REPLENISH = "replenish"
    PICK = "pick"
    CONSOLIDATE = "consolidate"
    PACK = "pack"
    LOAD = "load"
    COUNT = "count"
    MOVE = "move"
    PUT_BACK = "put_back"
    MEASURE = "measure"
    QUARANTINE = "quarantine"


class TaskState(Enum):
    """ready -> (assigned ->) active -> done; waiting and parked lie beside, cancelled ends."""

    READY = "ready"
    WAITING = "waiting"
    ASSIGNED = "assigned"
    ACTIVE = "active"
    PARKED = "parked"
    DONE = "done"
    CANCELLED = "cancelled"


class TakeNext(Command, frozen=True, kw_only=True):
    """Give me the best task for me here and now; my own unfinished one comes first."""

    kind = "task.take_next"
    path = "/warehouses/{warehouse:str}/tasks/take-next"

    kinds: Annotated[tuple[TaskKind, ...], Meta(max_length=13)] = ()
    near: Code | None = None
    """The location that the worker scanned last; else the one of the last task done."""


class TakeTask(Command, frozen=True, kw_only=True):
    """I do this one; `take_over` takes it from whoever has it."""

    kind = "task.take"
    path = "/warehouses/{warehouse:str}/tasks/take"

    task: Number
    take_over: bool = False


class ReleaseTask(Command, frozen=True, kw_only=True):
    """Back into the queue, for anybody; `reason` also says where goods of it stand."""

    kind = "task.release"
    path = "/warehouses/{warehouse:str}/tasks/release"

    task: Number
    reason: Line = ""


class ParkTask(Command, frozen=True, kw_only=True):
    """I stop here and somebody goes on later; it is not handed out by itself meanwhile."""

    kind = "task.park"
    path = "/warehouses/{warehouse:str}/tasks/park"
    offline = "A"
    fact = True

    task: Number
    reason: Line = ""


class HoldAhead(Command, frozen=True, kw_only=True):
    """Keep the best tasks of these kinds for me, at most `most` with those that I hold already.

    A terminal fetches them ahead, to go on where there is no network.
    """

    kind = "task.hold_ahead"
    path = "/warehouses/{warehouse:str}/tasks/hold-ahead"

    kinds: Annotated[tuple[TaskKind, ...], Meta(max_length=13)] = ()
    most: Annotated[int, Meta(ge=0, le=5, description="How many at most.")] = 2


class LeaveAhead(Command, frozen=True, kw_only=True):
    """What was kept for me and not begun is for anybody: one task, or all of them."""

    kind = "task.leave_ahead"
    path = "/warehouses/{warehouse:str}/tasks/leave-ahead"
    offline = "A"
    fact = True

    task: Number | None = None


class BeginTask(Command, frozen=True, kw_only=True):
    """I have begun one that was kept for me, where the server could not be asked."""

    kind = "task.begin"
    path = "/warehouses/{warehouse:str}/tasks/begin"
    offline = "A"
    fact = True

    task: Number


class AssignTask(Command, frozen=True, kw_only=True):
    """A supervisor says who does it."""

    kind = "task.assign"
    path = "/warehouses/{warehouse:str}/tasks/assign"

    task: Number
    person: Code


class ReprioritiseTask(Command, frozen=True, kw_only=True):
    """A supervisor says how urgent it is; without `due_at` the time stays as it was."""

    kind = "task.reprioritise"
    path = "/warehouses/{warehouse:str}/tasks/reprioritise"

    task: Number
    priority: Priority
    due_at: Instant | None = None


class Broadcast(Command, frozen=True, kw_only=True):
    """Something to be read by all who are at work, or by those in a zone."""

    kind = "broadcast.send"
    path = "/warehouses/{warehouse:str}/broadcasts"

    text: Annotated[str, Meta(pattern=NO_CONTROL, min_length=1, max_length=200)]
    zone: Code | None = None


class BroadcastView(Reply, frozen=True, kw_only=True):
    """What was told, by whom."""

    number: Number
    text: Line
    at: Instant
    by: Line


class BroadcastQuery(Query, frozen=True, kw_only=True):
    """What was told since that number, to the caller."""

    after: Number = 0


class Broadcasts(Reply, frozen=True, kw_only=True):
    """The oldest first; `last` is what to ask after the next time."""

    told: list[BroadcastView]
    last: Number


class TaskQuery(PageQuery, frozen=True, kw_only=True):
    """Which tasks to show; the open ones unless a state is named."""

    kind: TaskKind | None = None
    in_state: TaskState | None = field(default=None, name="state")


class NextQuery(Query, frozen=True, kw_only=True):
    """Of which kinds (all when none is named) the next task may be, and near which location."""

    kinds: tuple[TaskKind, ...] = ()
    near: Line | None = None


class TaskView(Reply, frozen=True, kw_only=True):
    """One task as it stands; `reason`: what it waits for, why it was parked or given back."""

    task: Number
    kind: TaskKind
    document: Line
    state: TaskState
    priority: Priority
    due_at: Instant | None = None
    location: Code | None = None
    zone: Code | None = None
    worker: Line | None = None
    taken_at: Instant | None = None
    reason: Line = ""
    ahead: bool = False
    """Kept for its worker, who has not begun it."""
    wanted: bool = False
    """Somebody without work would take it: give it back unless it is begun."""


class TasksAhead(Reply, frozen=True, kw_only=True):
    """What is kept for the caller, the next first."""

    tasks: list[TaskView]


class TaskChoice(Reply, frozen=True, kw_only=True):
    """The task that was chosen, if any, and why: what was looked at, in order."""

    task: TaskView | None
    why: list[Line]
    waits: list[Line] = field(default_factory=list)
    """Where there is none: how much waits of each kind, and why it is not handed out."""


class KindCount(Reply, frozen=True, kw_only=True):
    """How much there is of one kind: for anybody, in work, waiting or parked; how much is late."""

    kind: TaskKind
    ready: Count
    active: Count
    stopped: Count
    late: Count


class TaskCounts(Reply, frozen=True, kw_only=True):
    """One line per kind that has open tasks."""

    kinds: list[KindCount]


class Progress(Command, frozen=True, kw_only=True):
    """How far the terminal is; a lower `serial` than the stored one changes nothing."""

    kind = "task.progress"
    path = "/warehouses/{warehouse:str}/tasks/{task:int}/progress"

    serial: Number
    body: Opaque


class ProgressView(Reply, frozen=True, kw_only=True):
    """What was stored last: whose, when, and the bytes as the terminal wrote them."""

    serial: Number
    worker: Line
    at: Instant
    body: Opaque


class TaskTakenOver(Event, frozen=True, kw_only=True):
    """Somebody goes on with what another had begun."""

    kind = "task.taken_over"

    task: Number
    source: Line
    target: Line
