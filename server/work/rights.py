"""What a worker must have the right to for each kind of task."""

from collections.abc import Iterable

from server.guard import Principal
from server.work.wire import TaskKind

RIGHT = {
    TaskKind.RECEIVE: "receive",
    TaskKind.INSPECT: "receive",
    TaskKind.PUT_AWAY: "put_away",
    TaskKind.REPLENISH: "move",
    TaskKind.PICK: "pick",
    TaskKind.CONSOLIDATE: "pick",
    TaskKind.PACK: "pack",
    TaskKind.LOAD: "ship",
    TaskKind.COUNT: "count",
    TaskKind.MOVE: "move",
    TaskKind.PUT_BACK: "put_away",
    TaskKind.MEASURE: "receive",
    TaskKind.QUARANTINE: "move",
}


def may_do(who: Principal, kinds: Iterable[TaskKind]) -> list[TaskKind]:
    """Those of the kinds (of all, where none is named) that somebody has the right to."""
    return [kind for kind in list(kinds) or TaskKind if who.may(RIGHT[kind])]
