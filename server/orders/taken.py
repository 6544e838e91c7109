"""What is answered to a new order: made of what the act has just written, nothing is read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from server.orders.create import Taken, TakenLine
from server.orders.progress import line_progress, order_progress
from server.orders.tables import OrderLineId
from server.orders.wire import OrderLineView, OrderState, OrderView


@dataclass(slots=True)
class _Done:
    """What is done for a line so far: nothing."""

    picked: int = 0
    packed: int = 0
    shipped: int = 0


def taken_view(
    order: Taken, promised: Mapping[OrderLineId, int], created_at: datetime
) -> OrderView:
    """As `order_view` would read it; `promised` are base units by line."""
    told = order.told
    lines = [_line_view(order.state, line, promised.get(line.id, 0)) for line in order.lines]
    return OrderView(
        number=order.number,
        channel=told.channel,
        reference=told.reference,
        customer=told.customer,
        ship_to=told.ship_to,
        service=told.service,
        ship_by=told.ship_by.astimezone(UTC),
        priority=told.priority,
        partial=told.partial,
        gift_note=told.gift_note,
        warehouse=order.home.code if order.home else told.warehouse,
        state=order.state,
        hold=told.hold,
        progress=order_progress(order.state, [line.progress for line in lines]),
        created_at=created_at,
        version=order.version,
        lines=lines,
    )


def _line_view(state: OrderState, line: TakenLine, promised: int) -> OrderLineView:
    told = line.told
    return OrderLineView(
        line=line.number,
        sku=told.sku,
        name=line.item.name,
        ordered=told.quantity,
        cancelled=0,
        allocated=promised,
        picked=0,
        packed=0,
        shipped=0,
        to_put_back=0,
        lot=told.lot,
        minimum_days=told.minimum_days,
        progress=line_progress(state, told.quantity, _Done(), promised),
    )
