"""What must not leave though it stands in the lane: cartons of held orders, or with held goods."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Row

from server.act import Act
from server.db import direct
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.orders.wire import OrderState
from server.places.find import Located
from server.stock.read import covering
from server.stock.tables import Balance, Hold

Standing = Row[*tuple[Any, ...]]
"""A carton in a lane: its code, its container, and its order's number and state."""

_WITH_HELD_GOODS = (
    sa.select(Balance.container, Hold.reason, Hold.note)
    .join(Hold, covering(Balance))
    .where(Balance.container.in_(sa.bindparam("boxes", expanding=True)), Balance.on_hand > 0)
    .order_by(Balance.container, Hold.id)
)


class Stay(NamedTuple):
    """A carton that must not leave: the code of the refusal, and why in words."""

    code: str
    carton: str
    order: str
    why: str


def require_may_leave(
    act: Act, lane: Located, standing: Sequence[Standing], reason: str, *, late: bool
) -> None:
    """Eligibility at goods-out. Refused: 409 `order_held`, 409 `held`, each naming the carton.

    Gone is gone: with a reason, or told late, it is an exception for a person instead.
    """
    for stay in _staying(act, standing):
        if not late and not reason:
            raise Refusal(
                409, stay.code, f"Carton {stay.carton} of {stay.order} must not leave {lane.code}:"
                f" {stay.why}. Take it out of the lane and tell it as left behind; if the carrier"
                " has it already, tell the collection with a reason.",
            )  # fmt: skip
        words = (
            f"Carton {stay.carton} of {stay.order} left {lane.code} although {stay.why}"
            f" ({reason or 'told late'}). Call it back, or tell the customer."
        )
        report(act, ExceptionKind.LEFT_ON_HOLD, stay.order, words, location=lane.id)


def _staying(act: Act, standing: Sequence[Standing]) -> Iterator[Stay]:
    for carton in standing:
        if carton.order_state is OrderState.HELD:
            yield Stay("order_held", carton.code, carton.order_number, "the order is on hold")
    of = {carton.container: carton for carton in standing}
    for held in direct(act.session, _WITH_HELD_GOODS, {"boxes": [*of]}):
        if held.container in of:  # told once
            carton = of.pop(held.container)
            why = f"what is in it is on hold ({held.reason.value}: {held.note})"
            yield Stay("held", carton.code, carton.order_number, why)
