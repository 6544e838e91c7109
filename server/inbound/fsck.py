"""Checks of inbound: totals of orders, put-aways with their tasks and room, excess on the list."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.exceptions.tables import FloorException
from server.exceptions.wire import ExceptionKind
from server.inbound.tables import PutAway, PutRow, Receipt, ReceiptLine
from server.inbound.wire.put_away import PutAwayState
from server.places.tables import Location
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine
from server.stock.excess import ruled
from server.stock.fits import broken
from server.stock.tables import MoveRow, PlannedPut
from server.work.fsck import documents
from server.work.wire import TaskKind


def _put_aways(*, is_open: bool) -> sa.Select[Any, Any]:
    state = PutAway.state == PutAwayState.OPEN
    return sa.select(PutAway.warehouse, PutAway.number).where(state if is_open else ~state)


documents(
    [TaskKind.PUT_AWAY],
    closed=_put_aways(is_open=False),
    unfinished=_put_aways(is_open=True),
)


def order_totals(session: Session) -> Iterator[str]:
    """I-11: what an order's line says has come is what its receipt lines say."""
    held = ReceiptLine.reversed_at.is_(None)
    came = sa.func.coalesce(sa.func.sum(sa.case((held, ReceiptLine.quantity), else_=0)), 0)
    over = sa.func.coalesce(sa.func.sum(sa.case((held, ReceiptLine.over), else_=0)), 0)
    query = (
        sa.select(PurchaseOrder.number, PurchaseOrderLine, came, over)
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.purchase_order)
        .outerjoin(ReceiptLine, ReceiptLine.purchase_order_line == PurchaseOrderLine.id)
        .group_by(PurchaseOrder.number, PurchaseOrderLine.id)
        .having(sa.or_(came != PurchaseOrderLine.received, over != PurchaseOrderLine.over))
    )
    for number, line, quantity, beyond in session.execute(query):
        yield (
            f"{number}/{line.number} says {line.received} came, {line.over} over;"
            f" its receipts say {quantity}, {beyond} over."
        )


def line_moves(session: Session) -> Iterator[str]:
    """I-01: each receipt line brought in what it says."""
    moved = sa.func.coalesce(sa.func.sum(MoveRow.quantity), 0)
    document = Receipt.number + "/" + sa.cast(ReceiptLine.number, sa.String)
    query = (
        sa.select(document, ReceiptLine.quantity, moved)
        .join(Receipt, Receipt.id == ReceiptLine.receipt)
        .outerjoin(MoveRow, sa.and_(MoveRow.document == document, MoveRow.reverses.is_(None)))
        .group_by(ReceiptLine.id, Receipt.number, ReceiptLine.number, ReceiptLine.quantity)
        .having(moved != ReceiptLine.quantity)
    )
    for name, quantity, total in session.execute(query):
        yield f"Receipt line {name} says {quantity} came, its moves say {total}."


def kept_room(session: Session) -> Iterator[str]:
    """I-18: room is kept for open put-aways only, of loose goods never for more than is left."""
    kept = sa.func.sum(PlannedPut.quantity + PlannedPut.taken)
    query = (
        sa.select(PlannedPut.document, PutAway.state, PutAway.item, PutAway.quantity, kept)
        .outerjoin(
            PutAway,
            sa.and_(
                PutAway.number == PlannedPut.document, PutAway.warehouse == PlannedPut.warehouse
            ),
        )
        .group_by(PlannedPut.document, PutAway.id)
    )
    for document, state, item, left, total in session.execute(query):
        if state is not PutAwayState.OPEN:
            yield f"Room for {total} is kept for {document}, which is not open."
        elif item is not None and total > left:
            yield f"Room for {total} is kept for {document}, {left} are left of it."


def excess(session: Session) -> Iterator[str]:
    """I-18: capacity and mixing hold, or the excess is on the list of exceptions."""
    told = sa.exists().where(
        FloorException.location == Location.id, FloorException.kind == ExceptionKind.EXCESS
    )
    query = sa.select(Location).where(ruled(), ~told)
    for place in session.scalars(query.order_by(Location.id)):
        for breach in broken(session, place):
            yield f"{breach.sentence} No exception tells of it."


def puts(session: Session) -> Iterator[str]:
    """I-12: a put belongs to its put-away once; what was reversed is not counted as put."""
    query = (
        sa.select(PutAway.number, PutAway.state, sa.func.count(PutRow.id))
        .join(PutRow, PutRow.put_away == PutAway.id)
        .where(PutAway.state == PutAwayState.DONE)
        .group_by(PutAway.id, PutAway.number, PutAway.state)
        .having(sa.func.count(sa.case((PutRow.reversed_at.is_(None), 1))) == 0)
    )
    for number, state, count in session.execute(query):
        yield f"Put-away {number} is {state.value}, but its {count} puts were all taken back."


CHECKS = [
    ("I-11", order_totals),
    ("I-01", line_moves),
    ("I-12", puts),
    ("I-18", kept_room),
    ("I-18", excess),
]
