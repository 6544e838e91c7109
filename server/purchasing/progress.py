"""What has come of a purchase order: received totals of its lines and its way to closed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.errors import not_found
from server.guard import WarehouseId
from server.purchasing.states import PURCHASE_ORDER
from server.purchasing.tables import (
    PurchaseOrder,
    PurchaseOrderId,
    PurchaseOrderLine,
    PurchaseOrderLineId,
    Supplier,
)
from server.purchasing.wire import PurchaseOrderState

ENDED = (PurchaseOrderState.CLOSED, PurchaseOrderState.CANCELLED)


def order_by_number(session: Session, warehouse: WarehouseId, number: str) -> PurchaseOrder:
    """404 `not_found`."""
    query = sa.select(PurchaseOrder).where(
        PurchaseOrder.warehouse == warehouse, PurchaseOrder.number == number
    )
    if (row := session.scalar(query)) is None:
        raise not_found("purchase order", number)
    return row


def locked_order(act: Act, order: PurchaseOrderId) -> PurchaseOrder:
    """The order, held until the act ends: its totals are changed by one act at a time."""
    return act.session.get_one(PurchaseOrder, order, with_for_update=True, populate_existing=True)


def lines_of(session: Session, order: PurchaseOrderId) -> Sequence[PurchaseOrderLine]:
    """The lines in the order in which they are filled: the earliest expected first."""
    query = (
        sa.select(PurchaseOrderLine)
        .where(PurchaseOrderLine.purchase_order == order)
        .order_by(
            sa.case((PurchaseOrderLine.expected_on.is_(None), 1), else_=0),
            PurchaseOrderLine.expected_on,
            PurchaseOrderLine.number,
        )
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def over_percent(session: Session, order: PurchaseOrder) -> int:
    """How much above what was ordered this supplier may send without asking."""
    return session.execute(
        sa.select(Supplier.over_percent).where(Supplier.id == order.supplier)
    ).scalar_one()


def book_received(act: Act, line: PurchaseOrderLineId, quantity: int, over: int) -> None:
    """Adds what has come, or takes it back when negative; `over` is the part beyond tolerance."""
    act.session.execute(
        sa.update(PurchaseOrderLine)
        .where(PurchaseOrderLine.id == line)
        .values(received=PurchaseOrderLine.received + quantity, over=PurchaseOrderLine.over + over)
        .execution_options(synchronize_session=False)
    )


def goods_have_come(order: PurchaseOrder) -> None:
    """The first goods make an order `receiving`; one that has ended stays ended."""
    if order.state in PURCHASE_ORDER.sources_of(PurchaseOrderState.RECEIVING):
        order.state = PurchaseOrderState.RECEIVING


def end_order(act: Act, order: PurchaseOrder) -> None:
    """Nothing more is expected: what is open of each line is cancelled, the order closed."""
    order.state = PurchaseOrderState.CLOSED
    cancel_rest(act, order)


def cancel_rest(act: Act, order: PurchaseOrder) -> None:
    """What has not come of its lines is not expected any more."""
    for line in lines_of(act.session, order.id):
        line.cancelled += max(line.ordered - line.cancelled - line.received, 0)
    act.session.flush()
