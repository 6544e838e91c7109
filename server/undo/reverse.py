"""Undo: one door for the terminal's F4, whatever it was that the worker did last."""

from collections.abc import Callable
from uuid import UUID

import msgspec
import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.inbound.reverse import reverse_receive_line
from server.inbound.undo_put import reverse_put_away
from server.inbound.wire.put_away import PutAwayDone, ReversePutAway
from server.inbound.wire.receipts import Received, ReverseReceiveLine
from server.journal.tables import Entry, Operation
from server.outbound.reverse import reverse_pick
from server.outbound.wire import ReversePick
from server.shipping.lanes import reopen_carton
from server.shipping.wire import CartonClosed, ReopenCarton
from server.stock.reverse import reverse as reverse_stock
from server.stock.wire import ReverseMoves
from server.undo.wire import OWN, Reverse, Undone


def reverse(act: Act, command: Reverse) -> Undone:
    """One's own last half hour; older acts and others' by a supervisor.

    Refused: 404 `not_found`, 403 `forbidden`, 409 `not_reversible` and what the way back of that
    kind of operation refuses (goods that have moved on, a line that is closed).
    """
    done = act.session.execute(
        sa.select(Entry.kind, Entry.who, Entry.at, Operation.reply, Entry.operation)
        .join(Operation, Operation.id == Entry.operation)
        .where(
            Entry.operation == UUID(command.operation),
            Entry.warehouse == (act.scope.code if act.scope else None),
        )
    ).one_or_none()
    if done is None:
        raise not_found("operation", command.operation)
    if done.who != act.who.name or act.now - done.at > OWN:
        act.who.require("supervise")
    if done.kind not in WAYS_BACK:
        raise Refusal(
            409, "not_reversible", f"'{done.kind}' can't be taken back; say what is true now."
        )
    WAYS_BACK[done.kind](act, done.operation, done.reply or b"{}")
    return Undone(undone=done.kind)


def _stock(act: Act, operation: UUID, _reply: bytes) -> None:
    reverse_stock(act, ReverseMoves(operation=str(operation)))


def _receipt(act: Act, _operation: UUID, reply: bytes) -> None:
    received = msgspec.json.decode(reply, type=Received)
    line = received.lines[0].line
    reverse_receive_line(act, ReverseReceiveLine(receipt=received.receipt, line=line))


def _pick(act: Act, operation: UUID, _reply: bytes) -> None:
    reverse_pick(act, ReversePick(operation=str(operation)))


def _put(act: Act, _operation: UUID, reply: bytes) -> None:
    done = msgspec.json.decode(reply, type=PutAwayDone)
    reverse_put_away(act, ReversePutAway(put_away=done.put_away, put=done.put))


def _carton(act: Act, _operation: UUID, reply: bytes) -> None:
    closed = msgspec.json.decode(reply, type=CartonClosed)
    reopen_carton(act, ReopenCarton(carton=closed.carton, reason="taken back"))


WAYS_BACK: dict[str, Callable[[Act, UUID, bytes], None]] = {
    "pick.confirm": _pick,
    "put_away.confirm": _put,
    "carton.close": _carton,
    "receipt.receive_line": _receipt,
    "stock.move": _stock,
    "container.move": _stock,
    "stock.status": _stock,
}
"""The kinds of operations that have a way back, by the name that they have in the journal."""
