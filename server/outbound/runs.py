"""What outbound does by itself: releases imported orders, serves those that wait, works waves."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4, uuid5

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act, Acts, Call, digest_of
from server.db import reading
from server.feed.lease import GIVE_WAY_SECONDS, Held
from server.guard import WarehouseId, system
from server.identity.site import policy
from server.orders.find import order_by_number
from server.orders.read import PROMISED
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.orders.wire import OrderState
from server.outbound.allocate import allocate, plan
from server.outbound.candidates import Lack, lacks
from server.outbound.intake import release
from server.outbound.numbers import wave_number
from server.outbound.relist import relist
from server.outbound.tables import Wave, WaveOrder
from server.outbound.wave import create_wave, work_wave
from server.outbound.wire.plan import (
    OrdersWorked,
    WaveCreate,
    WaveState,
    WorkOrders,
    WorkWave,
)
from server.places.tables import Warehouse
from server.stock.tables import Reservation, ReservationState
from server.wire import Command, Reply

C = TypeVar("C", bound=Command)
R = TypeVar("R", bound=Reply)

NAMESPACE = UUID("5f0b36a2-58a5-5b13-9d0c-1b8c2c6f0d41")
SLICE = 20
"""Orders per act."""
MOST = 10 * SLICE
"""Orders per look, so that the lease is renewed in time."""
WAVE = 60
"""Orders of a wave that nobody planned."""


def work(acts: Acts, _held: Held) -> bool:
    """Looks without writing; one act per slice of work. True when there may be more."""
    with reading(acts.engine) as session:
        rows = session.execute(sa.select(Warehouse.code, Warehouse.id)).all()
    homes = {row.code: WarehouseId(row.id) for row in rows}
    worked = False
    for code, home in homes.items():
        for look in (_new_orders, _waiting_orders, _unplanned, _waves):
            worked |= look(acts, homes, code, home)
    return worked


def release_new(act: Act, command: WorkOrders) -> OrdersWorked:
    """Releases those of the orders that are still new."""
    done = 0
    for number in command.orders:
        order = order_by_number(act.session, number, lock=True)
        if order.state is OrderState.NEW:
            release(act, order)
            done += 1
    return OrdersWorked(orders=done)


def serve_waiting(act: Act, command: WorkOrders) -> OrdersWorked:
    """Gives goods that have come in to orders that waited for them."""
    orders = [order_by_number(act.session, number).id for number in command.orders]
    allocate(act, orders)
    relist(act, orders)
    return OrdersWorked(orders=len(orders))


def _new_orders(acts: Acts, homes: dict[str, WarehouseId], code: str, home: WarehouseId) -> bool:
    here = SalesOrder.warehouse == home
    if len(homes) == 1:
        here = sa.or_(here, SalesOrder.warehouse.is_(None))
    query = (
        sa.select(SalesOrder.number)
        .where(SalesOrder.state == OrderState.NEW, SalesOrder.auto_release, here)
        .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id)
        .limit(SLICE)
    )
    with reading(acts.engine) as session:
        numbers = tuple(session.scalars(query))
    return bool(numbers) and _act(acts, code, home, release_new, WorkOrders(orders=numbers))


def _waiting_orders(
    acts: Acts, _homes: dict[str, WarehouseId], code: str, home: WarehouseId
) -> bool:
    """Planned once for many; what a wave has served meanwhile is not served again."""
    with reading(acts.engine) as session:
        found = _servable(session, home, acts.clock())
    for first in range(0, len(found), SLICE):
        with reading(acts.engine) as session:
            lacking = _lacking(session, home, acts.clock(), found[first : first + SLICE])
        if lacking:
            numbers = tuple(dict.fromkeys(lack.number for lack in lacking))
            _act(acts, code, home, serve_waiting, WorkOrders(orders=numbers))
            time.sleep(GIVE_WAY_SECONDS)
    return bool(found)


def _servable(session: Session, home: WarehouseId, now: datetime) -> list[OrderId]:
    """Orders that wait for goods, of which some would find some now; the first `MOST` of them.

    Those of a wave that is being worked get theirs from it: both would plan the same.
    """
    owed = OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped + OrderLine.to_put_back
    in_work = sa.exists().where(
        WaveOrder.order == SalesOrder.id,
        WaveOrder.wave == Wave.id,
        Wave.state == WaveState.PLANNED,
    )
    waiting = session.scalars(
        sa.select(SalesOrder.id)
        .join(OrderLine, OrderLine.order == SalesOrder.id)
        .where(
            SalesOrder.state == OrderState.RELEASED,
            SalesOrder.warehouse == home,
            owed > PROMISED,
            ~in_work,
        )
        .distinct()
    ).all()
    if not waiting:
        return []
    planned = plan(session, home, _lacking(session, home, now, waiting))
    return list(dict.fromkeys(lack.order for lack, choice in planned if choice.parts))[:MOST]


def _lacking(
    session: Session, home: WarehouseId, now: datetime, orders: Sequence[OrderId]
) -> list[Lack]:
    return [lack for lack in lacks(session, home, now, orders) if lack.demand.need]


def _unplanned(acts: Acts, _homes: dict[str, WarehouseId], code: str, home: WarehouseId) -> bool:
    """Orders with goods that no wave has: a picker never waits for somebody to plan."""
    with reading(acts.engine) as session:
        rules = policy(session)
        if not rules.automatic_waves:
            return False
        settled = acts.clock() - timedelta(minutes=rules.wave_after_minutes)
        promised = (
            sa.select(Reservation.id)
            .join(OrderLine, OrderLine.id == Reservation.order_line)
            .where(OrderLine.order == SalesOrder.id, Reservation.state == ReservationState.OPEN)
        )
        numbers = session.scalars(
            sa.select(SalesOrder.number)
            .where(
                SalesOrder.state == OrderState.RELEASED,
                SalesOrder.warehouse == home,
                SalesOrder.released_at < settled,
                ~sa.exists().where(WaveOrder.order == SalesOrder.id),
                promised.exists(),
            )
            .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id)
            .limit(WAVE)
        ).all()
    command = WaveCreate(orders=list(numbers), cart_slots=rules.wave_cart_slots)
    return bool(numbers) and _act(acts, code, home, create_wave, command)


def _waves(acts: Acts, _homes: dict[str, WarehouseId], code: str, home: WarehouseId) -> bool:
    query = sa.select(Wave.id, Wave.slices_done).where(
        Wave.warehouse == home, Wave.state == WaveState.PLANNED
    )
    with reading(acts.engine) as session:
        rows = session.execute(query.order_by(Wave.id)).all()
    for row in rows:
        command = WorkWave(wave=wave_number(row.id))
        _act(acts, code, home, work_wave, command, f"{command.wave}/{row.slices_done}")
    return bool(rows)


def _act(
    acts: Acts,
    code: str,
    home: WarehouseId,
    operation: Callable[[Act, C], R],
    command: C,
    slice_name: str = "",
) -> bool:
    """One act of the system; a slice that is done already answers as it did then."""
    who = system("outbound", {code: home})
    body = msgspec.json.encode(command)
    # Orders come back when there is new work for them: each time is an operation of its own.
    named = uuid5(NAMESPACE, f"{command.kind}/{slice_name}") if slice_name else uuid4()
    call = Call(named, digest_of("RUN", command.kind, body), body, lambda _: who, warehouse=code)
    acts.perform(operation, command, call)
    return True
