"""Serial numbers: found by what is printed on the piece, within their item."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.errors import Refusal
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
