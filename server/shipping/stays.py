"""What must not leave though it stands in the lane: cartons of held orders, or with held goods."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from server.act import Act
from server.db import direct
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.orders.tables import SalesOrder
from server.orders.wire import OrderState
from server.places.tables import Location
from server.shipping.tables import Carton
from server.stock.read import covering
from server.stock.tables import Balance, Container, ContainerId, Hold

_BOXES = Container.id.in_(sa.bindparam("boxes", expanding=True))
_OF_HELD_ORDERS = (
    sa.select(Container.code, SalesOrder.number)
    .join(Carton, Carton.container == Container.id)
    .join(SalesOrder, SalesOrder.id == Carton.order)
    .where(_BOXES, SalesOrder.state == OrderState.HELD)
    .order_by(Container.id)
)
_WITH_HELD_GOODS = (
    sa.select(Container.code, SalesOrder.number, Hold.reason, Hold.note)
    .select_from(Balance)
    .join(Hold, covering(Balance))
    .join(Container, Container.id == Balance.container)
    .join(Carton, Carton.container == Container.id)
    .join(SalesOrder, SalesOrder.id == Carton.order)
    .where(_BOXES, Balance.on_hand > 0)
    .order_by(Container.id, Hold.id)
)


class Stay(NamedTuple):
    """A carton that must not leave: the code of the refusal, and why in words."""

    code: str
    carton: str
    order: str
    why: str


def require_may_leave(
    act: Act, lane: Location, boxes: Sequence[ContainerId], reason: str, *, late: bool
) -> None:
    """Eligibility at goods-out. Refused: 409 `order_held`, 409 `held`, each naming the carton.

    Gone is gone: with a reason, or told late, it is an exception for a person instead.
    """
    for stay in _staying(act, boxes):
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


def _staying(act: Act, boxes: Sequence[ContainerId]) -> Iterator[Stay]:
    asked = {"boxes": boxes}
    for row in direct(act.session, _OF_HELD_ORDERS, asked):
        yield Stay("order_held", row.code, row.number, "the order is on hold")
    told: set[str] = set()
    for row in direct(act.session, _WITH_HELD_GOODS, asked):
        if row.code not in told:
            told.add(row.code)
            why = f"what is in it is on hold ({row.reason.value}: {row.note})"
            yield Stay("held", row.code, row.number, why)
