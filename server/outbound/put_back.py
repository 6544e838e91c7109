"""Goods of cancelled lines go from their tote back to a shelf: only this scan frees them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.errors import Refusal
from server.orders.lines import advance
from server.orders.settle import settle
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.outbound.wire.put_back import ConfirmPutBack, PutBack
from server.places.tables import Location
from server.stock.excess import accept
from server.stock.fits import Load, fit
from server.stock.late import is_late, told_late
from server.stock.ledger import post
from server.stock.lots import lot_by_code
from server.stock.moves import Move, Place
from server.stock.reserve import release
from server.stock.serials import serials_by_code
from server.stock.spot import container_here, floor_location, note_emptied
from server.stock.tables import (
    NO_CONTAINER,
    NO_OWNER,
    Balance,
    Container,
    Reservation,
    ReservationState,
    SerialId,
)
from server.work import tasks
from server.work.wire import TaskKind


def confirm_put_back(act: Act, command: ConfirmPutBack) -> PutBack:
    """So many of a cancelled line are free again at a location.

    Refused: 404 `not_found`, 409 `nothing_to_put_back` (less of it is to be put back than was
    told), 422 `serials_missing`, and the rules of the place without a `reason`.
    """
    tote = container_here(act, command.tote)
    target = floor_location(act, command.location)
    item = item_by_sku(act.session, command.sku)
    rows = _owed(act, tote, item, command)
    late = is_late(act, command.happened_at)
    told_late(act, command.happened_at, target)
    load = Load(item, command.quantity, rows[0].lot, NO_OWNER)
    breaches = fit(act.session, target, [load], NO_CONTAINER).breaches
    accept(act, target, breaches, command.reason, late=late)
    numbers = _serials(act, item, command)
    left = command.quantity
    for row in rows:
        part = min(left, row.quantity, row.to_put_back)
        if part:
            left -= part
            _one(act, row, target, part, numbers)
    if left:
        raise Refusal(
            409,
            "nothing_to_put_back",
            f"{command.quantity - left} of {item.sku} in {tote.code} are to be put back,"
            f" {command.quantity} were told.",
        )
    note_emptied(act, tote)
    for order in sorted({row.order for row in rows}):
        _finish(act, OrderId(order))
    return _reply(act, rows[0], command)


def _owed(act: Act, tote: Container, item: Item, command: ConfirmPutBack) -> Sequence[Any]:
    query = (
        sa.select(
            Reservation.id,
            Reservation.quantity,
            Reservation.document,
            OrderLine.id.label("line"),
            OrderLine.number.label("line_number"),
            OrderLine.order,
            OrderLine.to_put_back,
            SalesOrder.number.label("order_number"),
            Balance.item,
            Balance.location,
            Balance.container,
            Balance.owner,
            Balance.status,
            Balance.lot,
        )
        .join(Balance, Balance.id == Reservation.balance)
        .join(OrderLine, OrderLine.id == Reservation.order_line)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(
            Balance.container == tote.id,
            Balance.item == item.id,
            Reservation.state == ReservationState.OPEN,
            OrderLine.to_put_back > 0,
        )
        .order_by(Reservation.id)
        .with_for_update(of=OrderLine)
    )
    if command.lot is not None:
        query = query.where(Balance.lot == lot_by_code(act, item.id, command.lot))
    rows = act.session.execute(query).all()
    if not rows:
        raise Refusal(
            409, "nothing_to_put_back", f"No {item.sku} in {tote.code} is to be put back."
        )
    return rows


def _serials(act: Act, item: Item, command: ConfirmPutBack) -> list[SerialId]:
    if item.tracking is not Tracking.SERIAL:
        return []
    if len(set(command.serials)) != command.quantity:
        raise Refusal(
            422,
            "serials_missing",
            f"{command.quantity} of {item.sku} need {command.quantity} serial numbers,"
            f" {len(set(command.serials))} were scanned.",
        )
    return serials_by_code(act.session, item, command.serials)


def _one(act: Act, row: Any, target: Location, part: int, numbers: list[SerialId]) -> None:
    release(act, row.id, quantity=part, reason="put back")
    source = Place(row.location, row.container, row.owner, row.status)
    move = Move(
        item=row.item,
        quantity=part,
        lot=row.lot,
        source=source,
        target=Place(target.id, NO_CONTAINER, row.owner, row.status),
        document=row.document,
    )
    post(act, [*_pieces(move, numbers)])
    if advance(act.session, row.line, picked=-part, to_put_back=-part) is None:
        raise Refusal(
            409, "nothing_to_put_back", f"{row.document} has less than {part} to put back."
        )


def _pieces(move: Move, numbers: list[SerialId]) -> Sequence[Move]:
    if not numbers:
        return [move]
    own = [numbers.pop(0) for _ in range(move.quantity)]
    return [
        Move(
            item=move.item,
            quantity=1,
            lot=move.lot,
            serial=number,
            source=move.source,
            target=move.target,
            document=move.document,
        )
        for number in own
    ]


def _finish(act: Act, order: OrderId) -> None:
    left = act.session.scalar(
        sa.select(OrderLine.id).where(OrderLine.order == order, OrderLine.to_put_back > 0).limit(1)
    )
    if left is None:
        number = act.session.get_one(SalesOrder, order).number
        tasks.finish(act, TaskKind.PUT_BACK, number)
    settle(act, order)


def _reply(act: Act, row: Any, command: ConfirmPutBack) -> PutBack:
    left = act.session.execute(
        sa.select(OrderLine.to_put_back).where(OrderLine.id == row.line)
    ).scalar_one()
    return PutBack(
        order=row.order_number,
        line=row.line_number,
        sku=command.sku,
        location=command.location,
        left=left,
    )
