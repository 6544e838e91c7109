"""Reservations: goods promised to an order line, which travel with the goods until they resolve."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.tables import Item
from server.db import core, direct
from server.errors import Refusal
from server.stock.events_wire import ReservationBroken
from server.stock.moves import KEY_COLUMNS, Key, Move, bound, row_at
from server.stock.tables import (
    Balance,
    BalanceId,
    Reservation,
    ReservationId,
    ReservationState,
)

_RESERVE = (
    sa.update(core(Balance))
    .where(
        Balance.id == sa.bindparam("row"),
        Balance.on_hand - Balance.reserved >= sa.bindparam("quantity"),
    )
    .values(reserved=Balance.reserved + sa.bindparam("quantity"))
    .returning(Balance.id)
)
_B = core(Balance).c
_FREE = (
    sa.select(_B.id, (_B.on_hand - _B.reserved).label("free"))
    .where(_B.id.in_(sa.bindparam("rows", expanding=True)))
    .order_by(*KEY_COLUMNS)
    .with_for_update()
)
_RESERVE_MANY = (
    sa.update(core(Balance))
    .where(_B.id == sa.bindparam("row"))
    .values(reserved=_B.reserved + sa.bindparam("quantity"))
    .execution_options(unread=True)  # what is free was read, and is locked
)
_PROMISE_MANY = sa.insert(core(Reservation))
_UNRESERVE = (
    sa.update(core(Balance))
    .where(Balance.id == sa.bindparam("row"), Balance.reserved >= sa.bindparam("quantity"))
    .values(reserved=Balance.reserved - sa.bindparam("quantity"))
    .returning(Balance.id)
)

_R = core(Reservation).c
_PROMISED = sa.select(core(Reservation)).where(_R.id == sa.bindparam("row")).with_for_update()
_ONE_PROMISE = sa.update(core(Reservation)).where(_R.id == sa.bindparam("row"))
_STAYS = _ONE_PROMISE.values(quantity=_R.quantity - sa.bindparam("by"))
_WHOLE_PROMISE = _ONE_PROMISE.where(
    _R.state == ReservationState.OPEN, _R.quantity == sa.bindparam("all")
)
_TARGET = sa.select(_B.id).where(row_at("target"))
_GOES = _WHOLE_PROMISE.values(balance=_TARGET.scalar_subquery())
_POSTED = _WHOLE_PROMISE.values(state=ReservationState.POSTED)
_PART = sa.insert(core(Reservation))


def reserve(
    act: Act, *, order_line: int, document: str, due_at: datetime, balance: BalanceId, quantity: int
) -> ReservationId | None:
    """Promises `quantity` base units of a balance; None when that much is no longer free.

    `document` is order number and line (`SO1001/2`), `due_at` its ship-by: who must give way
    first when goods vanish.
    """
    taken = act.session.execute(_RESERVE, {"row": balance, "quantity": quantity}).scalar()
    if taken is None:
        return None
    row = Reservation(
        order_line=order_line,
        document=document,
        due_at=due_at,
        balance=balance,
        quantity=quantity,
        state=ReservationState.OPEN,
    )
    act.session.add(row)
    act.session.flush()
    return row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One promise to be made; fields as in `reserve`."""

    order_line: int
    document: str
    due_at: datetime
    balance: BalanceId
    quantity: int


def reserve_all(act: Act, wishes: Sequence[Wish]) -> set[BalanceId]:
    """Makes all these promises, or none: answers the balances that hold too little free goods.

    Locks the rows in one order and writes them in bulk: for waves, which promise thousands.
    """
    sums: Counter[BalanceId] = Counter()
    for wish in wishes:
        sums[wish.balance] += wish.quantity
    if not sums:
        return set()
    act.session.flush()
    rows = direct(act.session, _FREE, {"rows": sorted(sums)})
    free = {row.id: row.free for row in rows}
    if lacking := {balance for balance in sums if free.get(balance, 0) < sums[balance]}:
        return lacking
    more = [{"row": row, "quantity": sums[row]} for row in sorted(sums)]
    direct(act.session, _RESERVE_MANY, more)
    direct(act.session, _PROMISE_MANY, [_open_row(wish) for wish in wishes])
    return set()


def _open_row(wish: Wish) -> dict[str, Any]:
    return {
        "order_line": wish.order_line,
        "document": wish.document,
        "due_at": wish.due_at,
        "balance": wish.balance,
        "quantity": wish.quantity,
        "state": ReservationState.OPEN,
        "reason": "",
    }


def release(
    act: Act,
    reservation: ReservationId,
    *,
    quantity: int | None = None,
    state: ReservationState = ReservationState.VOIDED,
    reason: str = "",
) -> int:
    """Ends a promise, or `quantity` of it, and frees the goods where they stand.

    Answers how many base units were freed. Refused: 409 `reservation_resolved`.
    """
    row = act.session.get(Reservation, reservation, with_for_update=True, populate_existing=True)
    if row is None or row.state is not ReservationState.OPEN:
        raise Refusal(409, "reservation_resolved", "That reservation is resolved already.")
    freed = min(quantity or row.quantity, row.quantity)
    ended = row
    if freed < row.quantity:
        row.quantity -= freed
        ended = Reservation(
            order_line=row.order_line,
            document=row.document,
            due_at=row.due_at,
            balance=row.balance,
            quantity=freed,
            state=ReservationState.OPEN,
        )
        act.session.add(ended)
    ended.state, ended.reason = state, reason
    act.session.flush()
    act.session.execute(_UNRESERVE, {"row": row.balance, "quantity": freed}).scalar_one()
    return freed


def whole_promise(move: Move, target: Key | None) -> tuple[sa.Executable, dict[str, Any]]:
    """The statement by which all of a promise goes with its goods; it misses where a part goes."""
    whole = {"row": move.reservation, "all": move.quantity}
    return (_POSTED, whole) if target is None else (_GOES, whole | bound("target", target))


def travel(session: Session, move: Move, target: Key | None) -> None:
    """The promise follows the goods; what stays behind keeps its row, the part gets its own."""
    if direct(session, *whole_promise(move, target)).rowcount:
        return
    promise = promise_of(session, move)
    direct(session, _STAYS, {"row": promise.id, "by": move.quantity})
    going = {"quantity": move.quantity, "balance": promise.balance, "reason": ""}
    going["state"] = ReservationState.OPEN if target else ReservationState.POSTED
    if target is not None:
        going["balance"] = direct(session, _TARGET, bound("target", target)).scalar_one()
    line = {"order_line": promise.order_line, "due_at": promise.due_at}
    direct(session, _PART, line | going | {"document": promise.document})


def promise_of(session: Session, move: Move) -> Row[*tuple[Any, ...]]:
    """The promise of a move, locked; 409 `reservation_resolved` when it holds too little."""
    row = direct(session, _PROMISED, {"row": move.reservation}).one_or_none()
    if row is None or row.state is not ReservationState.OPEN or row.quantity < move.quantity:
        left = row.quantity if row and row.state is ReservationState.OPEN else 0
        raise Refusal(
            409,
            "reservation_resolved",
            f"{left} are reserved here for {row.document if row else 'this line'},"
            f" {move.quantity} were asked for.",
        )
    return row


def break_over(
    act: Act,
    balance: BalanceId,
    quantity: int,
    reason: str,
    *,
    sparing: ReservationId | None = None,
) -> int:
    """Frees enough of a balance that `quantity` can be taken, latest ship-by first.

    For goods that have vanished, were damaged or held: each promise that gives way is broken
    with `reason` and recorded as `reservation.broken`. Answers how many units were broken.
    """
    row = act.session.execute(
        sa.select(Balance.on_hand, Balance.reserved, Item.sku)
        .join(Item, Item.id == Balance.item)
        .where(Balance.id == balance)
        .with_for_update(of=Balance)
    ).one()
    missing = quantity - (row.on_hand - row.reserved)
    broken = 0
    for open_one in _latest_first(act, balance):
        if broken >= missing:
            break
        if open_one.id == sparing:
            continue
        part = min(open_one.quantity, missing - broken)
        broken += release(
            act, open_one.id, quantity=part, state=ReservationState.BROKEN, reason=reason
        )
        told = ReservationBroken(
            line=open_one.document, sku=row.sku, quantity=part, reason=reason[:200]
        )
        act.record(told, open_one.document.partition("/")[0])
    return broken


def _latest_first(act: Act, balance: BalanceId) -> list[Reservation]:
    query = (
        sa.select(Reservation)
        .where(Reservation.balance == balance, Reservation.state == ReservationState.OPEN)
        .order_by(Reservation.due_at.desc(), Reservation.id.desc())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(act.session.scalars(query))
