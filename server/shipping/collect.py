"""The carrier collected: a lane is posted out, whatever any other system says."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import core, direct
from server.errors import Refusal
from server.orders.lines import advance_each
from server.orders.settle import settle_all
from server.orders.tables import OrderLine, SalesOrder
from server.places.find import located, virtual
from server.places.wire import Virtual
from server.shipping.lanes import require_lane
from server.shipping.picked import GOODS
from server.shipping.states import CARTON
from server.shipping.stays import Standing, require_may_leave
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CarrierCollected, CartonShipped, CartonState, Collected
from server.stock.containers import left_the_building
from server.stock.late import told_late
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.tables import (
    Balance,
    BalanceId,
    Container,
    Reservation,
    ReservationState,
    Serial,
    SerialId,
)

MOST = 200
AT_ONCE = 1000
"""How many moves are posted in one go: each of them is six values of one statement."""

_C, _BOX, _B = core(Carton).c, core(Container).c, core(Balance).c
_BOXES = _B.container.in_(sa.bindparam("boxes", expanding=True))
_STANDING = (
    sa.select(
        _C.id,
        _C.order,
        _C.service,
        _C.tracking,
        _C.container,
        _BOX.code,
        core(SalesOrder).c.number.label("order_number"),
        core(SalesOrder).c.state.label("order_state"),
    )
    .join(core(Container), _BOX.id == _C.container)
    .join(core(SalesOrder), core(SalesOrder).c.id == _C.order)
    .where(
        _C.warehouse == sa.bindparam("here"),
        _C.state == CartonState.CLOSED,
        _BOX.location == sa.bindparam("lane"),
        _BOX.code.not_in(sa.bindparam("left_behind", expanding=True)),
    )
    .order_by(_C.id)
    .limit(MOST)
    .with_for_update(of=[core(Carton), core(Container)])
)
_PROMISED = (
    sa.select(
        core(Reservation).c.id,
        core(Reservation).c.quantity,
        core(Reservation).c.document,
        *GOODS,
        sa.exists().where(core(Serial).c.balance == _B.id).label("numbered"),
    )
    .join(core(Balance), _B.id == core(Reservation).c.balance)
    .where(_BOXES, core(Reservation).c.state == ReservationState.OPEN)
    .order_by(_B.container, core(Reservation).c.id)
)
_NUMBERS = (
    sa.select(core(Serial).c.id, core(Serial).c.balance)
    .join(core(Balance), _B.id == core(Serial).c.balance)
    .where(_BOXES)
    .order_by(core(Serial).c.id)
)
_L, _CONTENT = core(OrderLine).c, core(CartonLine).c
_PACKED = (
    sa.select(
        _CONTENT.carton,
        _CONTENT.quantity,
        _L.id,
        _L.picked,
        _L.packed,
        _L.shipped,
        _L.to_put_back,
    )
    .join(core(OrderLine), _L.id == _CONTENT.order_line)
    .where(_CONTENT.carton.in_(sa.bindparam("cartons", expanding=True)))
    .order_by(_L.id, _CONTENT.carton)
    .with_for_update(of=core(OrderLine))
)
_GOES = (
    sa.update(core(Carton))
    .where(
        _C.id.in_(sa.bindparam("cartons", expanding=True)),
        _C.state.in_(CARTON.sources_of(CartonState.SHIPPED)),
    )
    .values(state=CartonState.SHIPPED, shipped_at=sa.bindparam("now"))
    .execution_options(unread=True)  # they are locked, and closed
)
_MISSING = (
    sa.select(_BOX.code)
    .join(core(Carton), _C.container == _BOX.id)
    .where(
        _C.warehouse == sa.bindparam("here"),
        _C.state == CartonState.CLOSED,
        _C.service.in_(sa.bindparam("services", expanding=True)),
        _BOX.code.not_in(sa.bindparam("gone", expanding=True)),
    )
    .order_by(_BOX.code)
)


def carrier_collected(act: Act, command: CarrierCollected) -> Collected:
    """Posts out every closed carton that stands in the lane, but for those left behind.

    `missing` are closed cartons of the same services that stand elsewhere. At most 200 cartons
    leave in one act; the rest of a fuller lane takes another. Refused: 404 `not_found`; 422
    `not_a_lane`; 409 `order_held`, `held` for a carton that must not leave, unless a reason is
    told, or it is told late: then it has left, with an exception.
    """
    lane = located(act.session, act.warehouse, command.lane)
    require_lane(lane.code, lane.type)
    late = told_late(act, command.happened_at, lane)
    asked = {"here": act.warehouse, "lane": lane.id, "left_behind": command.left_behind}
    standing = direct(act.session, _STANDING, asked).all()
    if standing:
        require_may_leave(act, lane, standing, command.reason, late=late)
        _ship(act, standing)
    gone = [carton.code for carton in standing]
    services = {carton.service for carton in standing}
    elsewhere = {"here": act.warehouse, "services": [*services], "gone": gone}
    return Collected(
        lane=lane.code,
        cartons=gone,
        orders=sorted({carton.order_number for carton in standing}),
        missing=[*direct(act.session, _MISSING, elsewhere).scalars()],
    )


def _ship(act: Act, standing: Sequence[Standing]) -> None:
    """Posts cartons out: goods leave, promises are kept, lines count on, orders end."""
    boxes = [carton.container for carton in standing]
    moves = [*_leaving(act, boxes)]
    for start in range(0, len(moves), AT_ONCE):
        post(act, moves[start : start + AT_ONCE])
    _count_on(act.session, standing)
    cartons = [carton.id for carton in standing]
    direct(act.session, _GOES, {"cartons": cartons, "now": act.now})
    left_the_building(act, boxes)
    for carton in standing:
        told = CartonShipped(
            carton=carton.code,
            order=carton.order_number,
            service=carton.service,
            tracking=carton.tracking or "",
        )
        act.record(told, carton.order_number)
    settle_all(act, {carton.order for carton in standing})


def _leaving(act: Act, boxes: Sequence[int]) -> Iterator[Move]:
    """What is promised in the boxes; where pieces have numbers, one move a piece."""
    customer = virtual(act.session, act.warehouse, Virtual.CUSTOMER)
    promised = direct(act.session, _PROMISED, {"boxes": boxes}).all()
    numbers: defaultdict[BalanceId, list[SerialId]] = defaultdict(list)
    if any(row.numbered for row in promised):
        for number in direct(act.session, _NUMBERS, {"boxes": boxes}):
            numbers[number.balance].append(number.id)
    for row in promised:
        whole = Move(
            item=row.item,
            quantity=row.quantity,
            lot=row.lot,
            document=row.document,
            reservation=row.id,
            source=Place(row.location, row.container, row.owner, row.status),
            target=Place(customer, row.container, row.owner, row.status),
        )
        here = numbers[row.balance]
        mine = [here.pop() for _ in range(row.quantity) if here]
        yield from [replace(whole, quantity=1, serial=one) for one in mine] or [whole]


def _count_on(session: Session, standing: Sequence[Standing]) -> None:
    codes = {carton.id: carton.code for carton in standing}
    shipped: Counter[Any] = Counter()
    for row in direct(session, _PACKED, {"cartons": [*codes]}):
        shipped[row.id] += row.quantity
        if shipped[row.id] > min(row.packed, row.picked - row.to_put_back) - row.shipped:
            raise Refusal(
                409,
                "wrong_state",
                f"Carton {codes[row.carton]} holds more of an order line than was packed of it.",
            )
    advance_each(session, shipped, "shipped")
