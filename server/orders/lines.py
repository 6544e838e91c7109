"""Counts an order line on: the only writer of how far a line's goods are (I-11)."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from server.db import core, direct, note_change
from server.orders.tables import OrderLine, OrderLineId

_STEPS = ("cancelled", "picked", "packed", "shipped", "to_put_back")
_L = core(OrderLine).c
_NEW = {name: _L[name] + sa.bindparam(f"by_{name}", type_=sa.BigInteger) for name in _STEPS}

_ADVANCE = (
    sa.update(core(OrderLine))
    .where(
        _L.id == sa.bindparam("line"),
        _NEW["cancelled"].between(0, _L.ordered),
        _NEW["shipped"] >= 0,
        _NEW["packed"] >= _NEW["shipped"],
        _NEW["picked"] >= _NEW["packed"],
        _NEW["to_put_back"].between(0, _NEW["picked"] - _NEW["shipped"]),
        _NEW["picked"] <= _L.ordered - _NEW["cancelled"] + _NEW["to_put_back"],
    )
    .values(_NEW)
    .returning(core(OrderLine))
)
_ADVANCE_EACH = {
    name: sa.update(core(OrderLine))
    .where(_L.id == sa.bindparam("line"))
    .values({name: _NEW[name]})
    .execution_options(unread=True)
    for name in _STEPS
}


def advance(session: Session, line: OrderLineId, **by: int) -> Row[Any] | None:
    """Adds to `cancelled`, `picked`, `packed`, `shipped`, `to_put_back` (below 0 takes back).

    Answers the line as it is then; None, with nothing changed, when I-11 would not hold.
    """
    values = {f"by_{name}": by.get(name, 0) for name in _STEPS}
    session.flush()
    row = direct(session, _ADVANCE, {"line": line, **values}).one_or_none()
    if row is not None:
        note_change(session, OrderLine, line, **{name: getattr(row, name) for name in _STEPS})
    return row


def advance_each(session: Session, by: Mapping[OrderLineId, int], step: str) -> None:
    """Counts lines on by one step each; for lines that the act has locked and found able to.

    What I-11 does not allow all the same, the CHECKs of the table refuse.
    """
    rows = [{"line": line, f"by_{step}": quantity} for line, quantity in sorted(by.items())]
    if rows:
        direct(session, _ADVANCE_EACH[step], rows)
