"""Who waits for goods: the open promises on a balance, found and said in words."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.errors import Refusal
from server.stock.blind import hidden_from
from server.stock.moves import KEY_COLUMNS, Key
from server.stock.tables import Balance, BalanceId, Reservation, ReservationId, ReservationState

SHOWN = 6


def balance_at(session: Session, key: Key) -> Balance | None:
    """The row of a key, if goods ever stood there."""
    matches = (column == value for column, value in zip(KEY_COLUMNS, key, strict=True))
    return session.scalar(
        sa.select(Balance).where(*matches).execution_options(populate_existing=True)
    )


def promises(session: Session, balance: BalanceId) -> Sequence[Reservation]:
    """Open ones, the earliest ship-by first."""
    return session.scalars(
        sa.select(Reservation)
        .where(Reservation.balance == balance, Reservation.state == ReservationState.OPEN)
        .order_by(Reservation.due_at, Reservation.id)
        .execution_options(populate_existing=True)
    ).all()


def who_waits(session: Session, balance: BalanceId) -> str:
    """`SO1001/2 (12), SO1003/1 (8)`, the first few."""
    rows = promises(session, balance)
    words = ", ".join(f"{row.document} ({row.quantity})" for row in rows[:SHOWN])
    return f"{words} and {len(rows) - SHOWN} more" if len(rows) > SHOWN else words


def parts_of_line(
    session: Session, balance: Balance | None, document: str, quantity: int
) -> Iterator[tuple[ReservationId, int]]:
    """Which promises of an order line make up `quantity` of a balance, and how much of each.

    Refused: 409 `not_reserved` when less is promised to the line there.
    """
    rows = promises(session, balance.id) if balance else ()
    mine = [row for row in rows if row.document == document]
    if (promised := sum(row.quantity for row in mine)) < quantity:
        raise Refusal(
            409,
            "not_reserved",
            f"{promised} are reserved there for {document}, {quantity} were asked for.",
        )
    for row in mine:
        part = min(row.quantity, quantity)
        if part:
            yield row.id, part
        quantity -= part


def require_free(act: Act, balance: Balance | None, sku: str, where: str, quantity: int) -> None:
    """409 `reserved`, naming the lines, where enough stands but too much of it is promised."""
    if balance is None or balance.on_hand < quantity:
        return  # the ledger says how much there is
    if balance.location in hidden_from(act.session, act.who.name):
        return  # it says no to a counter without a figure
    free = balance.on_hand - balance.reserved
    if free < quantity:
        raise Refusal(
            409,
            "reserved",
            f"{balance.reserved} of the {balance.on_hand} {sku} in {where} are reserved:"
            f" {who_waits(act.session, balance.id)}. {free} are free, {quantity} were asked for."
            " Name the line to move its goods along.",
        )
