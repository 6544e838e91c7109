"""Takes back what was done with a tote or a line of a walk, while nobody has built on it."""

from uuid import UUID

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.outbound.numbers import pick_list_id, pick_list_number
from server.outbound.relist import LIVE, Listed, touch
from server.outbound.states import PICK_LIST
from server.outbound.tables import PickLine, PickList, PickSlot
from server.outbound.tote import move_along, orders_in
from server.outbound.wire.lists import LineState, PickListState
from server.outbound.wire.picking import SkipLine
from server.outbound.wire.plan import ToteLifted
from server.outbound.wire.totes import AssignTote, DropTote
from server.stock.containers import is_empty, set_free, use_at
from server.stock.reverse import reverse_moves
from server.stock.spot import container_here
from server.stock.wire import ContainerState
from server.work import tasks
from server.work.tables import IS_OPEN, Task
from server.work.wire import TaskKind, TaskState


def take_tote_off(act: Act, command: AssignTote) -> None:
    """The slot is free again, and the tote too.

    Refused: 409 `not_reversible` when goods are in the tote, or it stands there no more.
    """
    row = touch(act, pick_list_id(command.pick_list))
    tote = container_here(act, command.tote)
    slot = act.session.get(PickSlot, (row.id, command.slot))
    if slot is None or slot.tote != tote.id:
        raise _built_on(f"Tote {tote.code} is not in slot {command.slot} of {command.pick_list}.")
    if not is_empty(act, tote.id):
        raise _built_on(f"There are goods in tote {tote.code}: put them back first.")
    slot.tote = None
    act.session.flush()
    set_free(act, [tote.id])


def lift_tote(act: Act, operation: UUID, command: DropTote) -> None:
    """The tote rides on the cart again, with all that is in it; its list goes on.

    Refused: 409 `not_reversible` when somebody packs from it already, or goods have moved on.
    """
    row = touch(act, pick_list_id(command.pick_list))
    tote = container_here(act, command.tote)
    orders = [found.number for found in orders_in(act, row.id, tote)]
    _require_nobody_packs(act, orders)
    if tote.state is ContainerState.EMPTY:
        raise _built_on(f"Tote {tote.code} has been emptied since.")
    if not is_empty(act, tote.id):
        reverse_moves(act, operation)
    elif row.rides_on is not None:
        use_at(act, tote, row.rides_on, tote.document)
    tasks.cancel(act, TaskKind.PACK, *orders)
    if row.state not in LIVE:
        _walk_again(act, row)
    act.record(ToteLifted(tote=tote.code, pick_list=command.pick_list), tote.code)


def unskip_line(act: Act, command: SkipLine) -> None:
    """The line is the next of the walk again. Refused: 409 `not_reversible` when it has ended."""
    row = touch(act, pick_list_id(command.pick_list))
    line = act.session.scalar(
        sa.select(PickLine).where(PickLine.pick_list == row.id, PickLine.number == command.line)
    )
    if line is None or line.state is not LineState.OPEN or not line.skipped:
        raise _built_on(f"Line {command.line} of {command.pick_list} is not open any more.")
    first = sa.select(sa.func.min(PickLine.sequence)).where(
        PickLine.pick_list == row.id, PickLine.state == LineState.OPEN
    )
    move_along(act, line, act.session.execute(first).scalar_one() - 1)
    line.skipped -= 1
    line.reason = ""


def _walk_again(act: Act, row: Listed) -> None:
    """A list that its last drop had ended: whoever took the drop back, or the next one, ends it."""
    number = pick_list_number(row.id)
    PICK_LIST.require(f"Pick list {number}", row.state, PickListState.PICKING)
    act.session.get_one(PickList, row.id).state = PickListState.PICKING
    tasks.add(act, TaskKind.PICK, number, location=row.rides_on)


def _require_nobody_packs(act: Act, orders: list[str]) -> None:
    taken = act.session.execute(
        sa.select(Task.document, Task.worker).where(
            Task.warehouse == act.warehouse,
            Task.kind == TaskKind.PACK,
            Task.document.in_(orders),
            Task.state.not_in((TaskState.READY, TaskState.WAITING)),
            IS_OPEN,
        )
    ).first()
    if taken is not None:
        raise _built_on(f"{taken.worker or 'Somebody'} packs order {taken.document} already.")


def _built_on(sentence: str) -> Refusal:
    return Refusal(409, "not_reversible", sentence)
