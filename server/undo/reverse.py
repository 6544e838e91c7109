"""Undo: one door for the terminal's F4, whatever it was that the worker did last."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from server.act import Act
from server.counting.tables import CountId
from server.counting.wire.counts import Counting
from server.counting.zero_check import take_back
from server.errors import Refusal, not_found
from server.inbound.reverse import reverse_receive_line
from server.inbound.undo_put import reverse_put_away
from server.inbound.wire.put_away import PutAwayDone, ReversePutAway
from server.inbound.wire.receipts import Received, ReverseReceiveLine
from server.journal.tables import Entry, Operation
from server.outbound.cart import put_cart_back
from server.outbound.reverse import reverse_pick
from server.outbound.tote_back import lift_tote, take_tote_off, unskip_line
from server.outbound.wire.carts import TakeCart
from server.outbound.wire.picking import ReversePick, SkipLine
from server.outbound.wire.totes import AssignTote, DropTote
from server.shipping.lanes import reopen_carton
from server.shipping.wire import CartonClosed, ReopenCarton
from server.stock.reverse import reverse as reverse_stock
from server.stock.reverse import reverse_moves
from server.stock.unnest import lift_out
from server.stock.wire import NestContainer, ReverseMoves
from server.undo.wire import OWN, Reverse, Undone

T = TypeVar("T", bound=msgspec.Struct)


def reverse(act: Act, command: Reverse) -> Undone:
    """One's own last half hour; older acts and others' by a supervisor.

    Refused: 404 `not_found`, 403 `forbidden`, 409 `not_reversible` and what the way back of that
    kind of operation refuses (goods that have moved on, a line that is closed).
    """
    done = act.session.execute(
        sa.select(Entry.kind, Entry.who, Entry.at, Entry.body, Operation.reply, Entry.operation)
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
    WAYS_BACK[done.kind](act, done)
    return Undone(undone=done.kind)


def _stock(act: Act, done: Any) -> None:
    reverse_stock(act, ReverseMoves(operation=str(done.operation)))


def _receipt(act: Act, done: Any) -> None:
    received = _told(done.reply, Received)
    line = received.lines[0].line
    reverse_receive_line(act, ReverseReceiveLine(receipt=received.receipt, line=line))


def _pick(act: Act, done: Any) -> None:
    reverse_pick(act, ReversePick(operation=str(done.operation)))


def _put(act: Act, done: Any) -> None:
    told = _told(done.reply, PutAwayDone)
    reverse_put_away(act, ReversePutAway(put_away=told.put_away, put=told.put))


def _cart(act: Act, done: Any) -> None:
    put_cart_back(act, _told(done.body, TakeCart))


def _tote(act: Act, done: Any) -> None:
    take_tote_off(act, _told(done.body, AssignTote))


def _drop(act: Act, done: Any) -> None:
    lift_tote(act, done.operation, _told(done.body, DropTote))


def _skip(act: Act, done: Any) -> None:
    unskip_line(act, _told(done.body, SkipLine))


def _zero(act: Act, done: Any) -> None:
    take_back(act, CountId(_told(done.reply, Counting).count), done.at)


def _carton(act: Act, done: Any) -> None:
    closed = _told(done.reply, CartonClosed)
    reopen_carton(act, ReopenCarton(carton=closed.carton, reason="taken back"))


def _nest(act: Act, done: Any) -> None:
    """It stands alone again, where it was; what was poured out of it is in it again."""
    told = _told(done.body, NestContainer)
    if told.parent is None:
        raise Refusal(409, "not_reversible", "It was taken out: put it back in where it was.")
    lift_out(act, done.operation, told)


def _lane(act: Act, done: Any) -> None:
    reverse_moves(act, done.operation)


def _told(stored: bytes | None, kind: type[T]) -> T:
    """What was asked or answered then; 409 `reply_pruned` when it is kept no more."""
    if stored is None:
        raise Refusal(409, "reply_pruned", "That was done, and its details are no longer kept.")
    return msgspec.json.decode(stored, type=kind)


WAYS_BACK: dict[str, Callable[[Act, Any], None]] = {
    "pick.take_cart": _cart,
    "pick.assign_tote": _tote,
    "pick.confirm": _pick,
    "pick.together": _pick,
    "pick.put_to_slot": _lane,
    "pick.drop_tote": _drop,
    "pick.skip": _skip,
    "count.zero_check": _zero,
    "put_away.confirm": _put,
    "carton.close": _carton,
    "carton.drop": _lane,
    "receipt.receive_line": _receipt,
    "stock.move": _stock,
    "container.move": _stock,
    "container.nest": _nest,
    "stock.status": _stock,
}
"""The kinds of operations that have a way back, by the name that they have in the journal."""
