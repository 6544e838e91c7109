"""The carrier collected: a lane is posted out, whatever any other system says."""

from dataclasses import replace

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.orders.lines import advance
from server.orders.states import settle
from server.orders.tables import SalesOrder
from server.places.find import location, virtual
from server.places.wire import Virtual
from server.shipping.states import move_to
from server.shipping.stays import require_may_leave
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CarrierCollected, CartonShipped, CartonState, Collected
from server.stock.late import told_late
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.tables import Balance, Container, Reservation, ReservationState, Serial
from server.stock.wire import ContainerState

MOST = 200


def carrier_collected(act: Act, command: CarrierCollected) -> Collected:
    """Posts out every closed carton that stands in the lane, but for those left behind.

    `missing` are closed cartons of the same services that stand elsewhere. At most 200 cartons
    leave in one act; the rest of a fuller lane takes another. Refused: 404 `not_found`; 409
    `order_held`, `held` for a carton that must not leave, unless a reason is told, or it is told
    late: then it has left, with an exception.
    """
    lane = location(act.session, act.warehouse, command.lane)
    late = told_late(act, command.happened_at, lane)
    standing = act.session.execute(
        sa.select(Carton, Container)
        .join(Container, Container.id == Carton.container)
        .where(
            Carton.warehouse == act.warehouse,
            Carton.state == CartonState.CLOSED,
            Container.location == lane.id,
            Container.code.not_in(command.left_behind),
        )
        .order_by(Carton.id)
        .limit(MOST)
        .with_for_update()
    ).all()
    boxes = [box.id for _, box in standing]
    require_may_leave(act, lane, boxes, command.reason, late=late)
    gone = [box.code for _, box in standing]
    orders = [ship(act, carton, box) for carton, box in standing]
    for order in sorted({order.id for order in orders}):
        settle(act, order)
    return Collected(
        lane=lane.code,
        cartons=gone,
        orders=sorted({order.number for order in orders}),
        missing=_missing(act, {carton.service for carton, _ in standing}, gone),
    )


def _missing(act: Act, services: set[str], gone: list[str]) -> list[str]:
    query = (
        sa.select(Container.code)
        .join(Carton, Carton.container == Container.id)
        .where(
            Carton.warehouse == act.warehouse,
            Carton.state == CartonState.CLOSED,
            Carton.service.in_(services),
            Container.code.not_in(gone),
        )
        .order_by(Container.code)
    )
    return list(act.session.scalars(query))


def ship(act: Act, carton: Carton, box: Container) -> SalesOrder:
    """Posts one carton out: goods leave, promises are kept, lines count on."""
    customer = virtual(act.session, act.warehouse, Virtual.CUSTOMER)
    post(act, _leaving(act, box, Place(customer, box.id)))
    shipped = act.session.execute(
        sa.select(CartonLine.order_line, sa.func.sum(CartonLine.quantity))
        .where(CartonLine.carton == carton.id)
        .group_by(CartonLine.order_line)
        .order_by(CartonLine.order_line)
    )
    for line, quantity in shipped:
        if advance(act.session, line, shipped=int(quantity)) is None:
            raise Refusal(
                409,
                "wrong_state",
                f"Carton {box.code} holds more of an order line than was packed of it.",
            )
    move_to(carton, box, CartonState.SHIPPED)
    carton.shipped_at = act.now
    box.state, box.location = ContainerState.SHIPPED, None
    order = act.session.get_one(SalesOrder, carton.order)
    told = CartonShipped(
        carton=box.code,
        order=order.number,
        service=carton.service,
        tracking=carton.tracking or "",
    )
    act.record(told, order.number)
    return order


def _leaving(act: Act, box: Container, out: Place) -> list[Move]:
    rows = act.session.execute(
        sa.select(Reservation, Balance)
        .join(Balance, Balance.id == Reservation.balance)
        .where(Balance.container == box.id, Reservation.state == ReservationState.OPEN)
        .order_by(Reservation.id)
    ).all()
    moves = []
    numbers = {
        balance.id: list(
            act.session.scalars(sa.select(Serial.id).where(Serial.balance == balance.id))
        )
        for _, balance in rows
    }
    for promise, balance in rows:
        whole = Move(
            item=balance.item,
            quantity=promise.quantity,
            lot=balance.lot,
            document=promise.document,
            reservation=promise.id,
            source=Place(balance.location, box.id, balance.owner, balance.status),
            target=out._replace(owner=balance.owner, status=balance.status),
        )
        mine = [numbers[balance.id].pop() for _ in range(promise.quantity) if numbers[balance.id]]
        moves += [replace(whole, quantity=1, serial=one) for one in mine] or [whole]
    return moves
