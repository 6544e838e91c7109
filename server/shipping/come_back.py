"""A carton found after departure: its goods-out is reversed, once, and it waits to leave again."""

from collections import Counter

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.orders.lines import advance
from server.orders.settle import reopen
from server.orders.tables import OrderLine, OrderLineId, SalesOrder
from server.places.find import location, virtual
from server.places.tables import LocationId
from server.places.wire import Virtual
from server.shipping.find import carton_by_code
from server.shipping.read import carton_view
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CartonCameBack, CartonReturned, CartonState, CartonView
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.reserve import reserve
from server.stock.tables import Balance, Container, LotId, MoveRow
from server.stock.wire import ContainerState


def carton_came_back(act: Act, command: CartonCameBack) -> CartonView:
    """Reverses what the carrier's collection posted; the promises stand again.

    Refused: 404 `not_found`, 409 `wrong_state` (it has not left).
    """
    carton, box = carton_by_code(act, command.carton)
    carton.state = CartonState.CLOSED
    here = location(act.session, act.warehouse, command.location)
    _reverse(act, box, here.id)
    box.state, box.location = ContainerState.CLOSED, here.id
    carton.shipped_at = None
    order = act.session.get_one(SalesOrder, carton.order, with_for_update=True)
    for (line, lot), quantity in sorted(_contents(act, carton).items()):
        _promise_again(act, box, order, line, lot, quantity)
    reopen(act, order)
    told = CartonReturned(carton=box.code, order=order.number, tracking=carton.tracking or "")
    act.record(told, order.number)
    return carton_view(act.session, carton)


def _reverse(act: Act, box: Container, here: LocationId) -> None:
    customer = virtual(act.session, act.warehouse, Virtual.CUSTOMER)
    taken_back = sa.select(MoveRow.reverses).where(MoveRow.reverses.is_not(None))
    rows = act.session.scalars(
        sa.select(MoveRow)
        .where(
            MoveRow.target_location == customer,
            MoveRow.target_container == box.id,
            MoveRow.id.not_in(taken_back),
        )
        .order_by(MoveRow.id)
    )
    moves = [
        Move(
            item=row.item,
            quantity=row.quantity,
            lot=row.lot,
            serial=row.serial,
            document=row.document,
            reverses=row.id,
            source=Place(customer, box.id, row.target_owner, row.target_status),
            target=Place(here, box.id, row.source_owner, row.source_status),
        )
        for row in rows
    ]
    box.location = None
    act.session.flush()
    post(act, moves)


def _contents(act: Act, carton: Carton) -> Counter[tuple[OrderLineId, LotId]]:
    found: Counter[tuple[OrderLineId, LotId]] = Counter()
    for row in act.session.scalars(sa.select(CartonLine).where(CartonLine.carton == carton.id)):
        found[row.order_line, row.lot] += row.quantity
    return found


def _promise_again(
    act: Act, box: Container, order: SalesOrder, line: OrderLineId, lot: LotId, quantity: int
) -> None:
    if advance(act.session, line, shipped=-quantity) is None:
        raise Refusal(
            409, "wrong_state", f"Less of order {order.number} was shipped than came back."
        )
    rows = act.session.execute(
        sa.select(Balance.id, Balance.on_hand, Balance.reserved)
        .join(CartonLine, sa.and_(CartonLine.item == Balance.item, CartonLine.lot == Balance.lot))
        .where(Balance.container == box.id, CartonLine.order_line == line, Balance.lot == lot)
        .distinct()
    )
    for row in rows:
        part = min(quantity, row.on_hand - row.reserved)
        if part:
            reserve(
                act,
                order_line=line,
                document=f"{order.number}/{_number(act, line)}",
                due_at=order.ship_by,
                balance=row.id,
                quantity=part,
            )
            quantity -= part


def _number(act: Act, line: OrderLineId) -> int:
    return act.session.execute(sa.select(OrderLine.number).where(OrderLine.id == line)).scalar_one()
