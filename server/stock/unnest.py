"""Taking back that a container was put on another, or that its goods were."""

from uuid import UUID

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.journal.tables import Entry
from server.stock.containers import is_empty
from server.stock.reverse import reverse_moves
from server.stock.spot import container_here
from server.stock.tables import MoveRow
from server.stock.wire import ContainerState, NestContainer


def lift_out(act: Act, operation: UUID, told: NestContainer) -> None:
    """What `told` has put on another stands alone again, where it was before.

    Refused: 409 `not_reversible` where it is on that one no more or was opened since, 409
    `already_reversed`.
    """
    held = container_here(act, told.container)
    if told.contents:
        held.state = ContainerState.OPEN
        act.session.flush()
        reverse_moves(act, operation)
        _note_emptied(act, told.parent or "")
        return
    parent = container_here(act, told.parent or "")
    if held.parent != parent.id:
        raise Refusal(409, "not_reversible", f"{held.code} is on {parent.code} no more.")
    held.parent = None
    act.session.flush()
    moved = sa.select(MoveRow.id).join(Entry, Entry.id == MoveRow.entry)
    if act.session.scalar(moved.where(Entry.operation == operation).limit(1)) is not None:
        reverse_moves(act, operation)


def _note_emptied(act: Act, code: str) -> None:
    held = container_here(act, code)
    if is_empty(act, held.id):
        held.state = ContainerState.EMPTY
