"""Serial numbers: found by what is printed on the piece, within their item."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.errors import Refusal
from server.stock.moves import Move
from server.stock.tables import BalanceId, Serial, SerialId


def serials_by_code(session: Session, item: Item, codes: Iterable[str]) -> list[SerialId]:
    """The known serials of these numbers, in number order; 404 `not_found` names the first not."""
    wanted = sorted(set(codes))
    rows = session.execute(
        sa.select(Serial.code, Serial.id).where(Serial.item == item.id, Serial.code.in_(wanted))
    ).all()
    found = {row.code: row.id for row in rows}
    if missing := [code for code in wanted if code not in found]:
        raise Refusal(404, "not_found", f"There is no serial number {missing[0]} of {item.sku}.")
    return [found[code] for code in wanted]


def serials_at(session: Session, balance: BalanceId) -> Sequence[Serial]:
    """What stands in a row, by number."""
    query = sa.select(Serial).where(Serial.balance == balance).order_by(Serial.code)
    return session.scalars(query).all()


def standing_in(session: Session, balance: BalanceId, codes: Sequence[str]) -> list[str]:
    """Those of these numbers that stand in a row."""
    return [one.code for one in serials_at(session, balance) if one.code in codes] if codes else []


def has_serials(item: Item) -> bool:
    """Whether its pieces are told apart while they stand here (not at goods-out only)."""
    return item.tracking is Tracking.SERIAL


def by_serial(
    session: Session, item: Item, parts: Sequence[Move], codes: Sequence[str]
) -> Iterator[Move]:
    """The moves, one per piece where the item is kept by serial number.

    Refused: 422 `serials_missing` unless as many different numbers as pieces were told, 404.
    """
    if not has_serials(item):
        yield from parts
        return
    quantity, told = sum(part.quantity for part in parts), len(set(codes))
    if quantity != told:
        raise Refusal(
            422,
            "serials_missing",
            f"{item.sku} is kept by serial number: it is about {quantity}, {told} were told.",
        )
    numbers = iter(serials_by_code(session, item, codes))
    for part in parts:
        for _ in range(part.quantity):
            yield replace(part, quantity=1, serial=next(numbers))
