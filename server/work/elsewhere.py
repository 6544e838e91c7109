"""What waits that is not handed out to this worker here and now, and why it is not."""

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from server.act import Act
from server.door import Reading
from server.guard import Principal
from server.work.rights import RIGHT, may_do
from server.work.tables import Task
from server.work.wire import TaskKind, TaskState

_SEEN = (TaskState.READY, TaskState.WAITING, TaskState.PARKED)


def elsewhere(asked: Reading | Act, kinds: Iterable[TaskKind]) -> list[str]:
    """Where nothing of `kinds` is there for the caller: how much of what waits, and why so."""
    allowed = may_do(asked.who, kinds)
    excluded = (Task.excluded == asked.who.name).label("excluded")
    rows = asked.session.execute(
        sa.select(Task.kind, Task.state, excluded, sa.func.count())
        .where(Task.warehouse == asked.warehouse, Task.state.in_(_SEEN))
        .group_by(Task.kind, Task.state, excluded)
    )
    waits: Counter[tuple[TaskKind, str]] = Counter()
    for kind, state, is_excluded, count in rows:
        waits[kind, _because(asked.who, kind, state, allowed, excluded=bool(is_excluded))] += count
    order = list(TaskKind)
    found = sorted(waits.items(), key=lambda one: (order.index(one[0][0]), one[0][1]))
    return [_said(count, kind, because) for (kind, because), count in found]


def _because(
    who: Principal, kind: TaskKind, state: TaskState, allowed: list[TaskKind], *, excluded: bool
) -> str:
    if not who.may(RIGHT[kind]):
        return "right"
    if excluded:
        return "excluded"
    if state is not TaskState.READY:
        return str(state.value)
    return "" if kind not in allowed else "taken"


def _said(count: int, kind: TaskKind, because: str) -> str:
    errand = kind.value.replace("_", " ")
    return {
        "right": f"In {errand}: {count} (no right).",
        "excluded": f"In {errand}: {count} (for another person).",
        "waiting": f"In {errand}: {count} (they wait for something).",
        "parked": f"In {errand}: {count} (parked by others).",
        "taken": f"In {errand}: {count} (taken just now).",
        "": f"In {errand} there are {count}.",
    }[because]
