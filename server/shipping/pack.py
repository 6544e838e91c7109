"""Packing: verified pieces go from totes into a carton, which closes and gets its papers."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal
from server.orders.find import lines_of, order_by_number
from server.orders.lines import advance
from server.orders.tables import OrderLine, SalesOrder
from server.orders.wire import OrderState
from server.places.find import location
from server.shipping.papers import print_papers
from server.shipping.picked import Filling, fill, picked
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import (
    CartonClosed,
    CartonState,
    CartonWasClosed,
    CloseCarton,
    PackedPiece,
)
from server.stock.containers import is_empty, new_container
from server.stock.hold import refuse_held
from server.stock.ledger import post, serial
from server.stock.moves import Place
from server.stock.tables import Container, ContainerId, Reservation
from server.stock.wire import ContainerKind, ContainerState
from server.work import tasks
from server.work.wire import TaskKind


def close_carton(act: Act, command: CloseCarton) -> CartonClosed:
    """Packs, closes, and prints label and slip.

    Refused: 404 `not_found`, 409 `order_held`, 409 `not_picked`, 409 `held`,
    422 `serials_needed`, 409 `serial_elsewhere`, 409 `weight_off`, 409 `tracking_taken`.
    """
    order = order_by_number(act.session, command.order, lock=True)
    if order.warehouse != act.warehouse:
        raise Refusal(404, "not_found", f"There is no order {command.order} in this warehouse.")
    if order.state is OrderState.HELD:
        raise Refusal(
            409, "order_held", f"Order {order.number} is on hold: leave its goods in the tote and"
            " set it aside until the hold is lifted.",
        )  # fmt: skip
    lines = {line.number: line for line in lines_of(act.session, order.id, lock=True)}
    verified = _weigh(act.session, lines, command)
    carton = _new_carton(act, order, command, weight_verified=verified)
    fillings = _fill(act, lines, command, carton.container)
    post(act, [filling.move for filling in fillings])
    _count_on(act, lines, command)
    _keep(act, carton, lines, command, fillings)
    _empty(act, [filling.move.source.container for filling in fillings])
    box = act.session.get_one(Container, carton.container)
    box.state = ContainerState.CLOSED
    act.session.flush()
    left = left_to_pack(act.session, order)
    if left == 0:
        tasks.finish(act, TaskKind.PACK, order.number)
    told = CartonWasClosed(carton=box.code, order=order.number, weight_grams=command.weight_grams)
    act.record(told, order.number)
    jobs = print_papers(act, carton, order, printer=command.printer)
    return CartonClosed(
        carton=box.code,
        number=carton.number,
        left=left,
        weight_verified=verified,
        print_jobs=jobs,
    )


def _new_carton(
    act: Act, order: SalesOrder, command: CloseCarton, *, weight_verified: bool
) -> Carton:
    bench = location(act.session, act.warehouse, command.bench)
    refuse_taken_tracking(act.session, command.tracking)
    box = new_container(act, ContainerKind.CARTON, location=bench.id, document=order.number)
    count = sa.select(sa.func.count()).where(Carton.order == order.id)
    carton = Carton(
        warehouse=act.warehouse,
        container=box.id,
        order=order.id,
        number=(act.session.scalar(count) or 0) + 1,
        state=CartonState.CLOSED,
        service=order.service,
        tracking=command.tracking,
        weight_grams=command.weight_grams,
        weight_verified=weight_verified,
        closed_at=act.now,
    )
    act.session.add(carton)
    act.session.flush()
    return carton


def refuse_taken_tracking(session: Session, tracking: str | None) -> None:
    """409 `tracking_taken`: a parcel number sticks on one carton."""
    if tracking is None:
        return
    query = (
        sa.select(Container.code)
        .join(Carton, Carton.container == Container.id)
        .where(Carton.tracking == tracking)
    )
    if (other := session.scalar(query)) is not None:
        raise Refusal(
            409, "tracking_taken", f"Parcel number {tracking} sticks on carton {other} already."
        )


def _line(lines: dict[int, OrderLine], piece: PackedPiece, order: str) -> OrderLine:
    if piece.line not in lines:
        raise Refusal(404, "not_found", f"Order {order} has no line {piece.line}.")
    return lines[piece.line]


def _fill(
    act: Act, lines: dict[int, OrderLine], command: CloseCarton, box: ContainerId
) -> list[Filling]:
    bench = location(act.session, act.warehouse, command.bench)
    query = picked(line.id for line in lines.values())
    if command.totes:
        query = query.where(Container.code.in_(command.totes))
    rows = act.session.execute(query.with_for_update(of=Reservation)).all()
    left = {row.reservation: row.quantity for row in rows}
    fillings = [
        filling
        for piece in command.pieces
        for filling in fill(
            act, _line(lines, piece, command.order), piece, rows, left, Place(bench.id, box)
        )
    ]
    packed = {filling.move.reservation for filling in fillings}
    refuse_held(act, [row.balance for row in rows if row.reservation in packed])
    return fillings


def _count_on(act: Act, lines: dict[int, OrderLine], command: CloseCarton) -> None:
    for piece in sorted(command.pieces, key=lambda piece: piece.line):
        if advance(act.session, lines[piece.line].id, packed=piece.quantity) is None:
            raise Refusal(
                409,
                "not_picked",
                f"Line {piece.line} of {command.order} has fewer picked and unpacked pieces than"
                f" the {piece.quantity} that were packed.",
            )


def _keep(
    act: Act,
    carton: Carton,
    lines: dict[int, OrderLine],
    command: CloseCarton,
    fillings: list[Filling],
) -> None:
    """What is in the carton; numbers asked only at goods-out are kept here, one row a piece."""
    only_here = {
        lines[piece.line].id: [serial(act, lines[piece.line].item, code) for code in piece.serials]
        for piece in command.pieces
    }
    for filling in fillings:
        move = filling.move
        numbers = [move.serial]
        if move.serial is None and only_here[filling.line]:
            numbers = [only_here[filling.line].pop() for _ in range(move.quantity)]
        for number in numbers:
            act.session.add(
                CartonLine(
                    carton=carton.id,
                    order_line=filling.line,
                    item=move.item,
                    lot=move.lot,
                    serial=number,
                    quantity=move.quantity if len(numbers) == 1 else 1,
                )
            )


def _empty(act: Act, totes: list[ContainerId]) -> None:
    for tote in sorted(set(totes)):
        if is_empty(act, tote):
            row = act.session.get_one(Container, tote)
            row.state, row.document = ContainerState.EMPTY, ""


def left_to_pack(session: Session, order: SalesOrder) -> int:
    """Picked base units that are in no carton and are not to be put back."""
    query = sa.select(
        sa.func.sum(OrderLine.picked - OrderLine.packed - OrderLine.to_put_back)
    ).where(OrderLine.order == order.id)
    return int(session.scalar(query) or 0)


def _weigh(session: Session, lines: dict[int, OrderLine], command: CloseCarton) -> bool:
    """Whether the weight proves the content: within min(3 %, half the lightest piece).

    A piece of unknown weight makes that impossible: the carton is then not weight-verified.
    Refused: 409 `weight_off`, unless a reason is told.
    """
    if command.weight_grams is None:
        return False
    expected, lightest = 0, None
    for piece in command.pieces:
        grams = session.scalar(
            sa.select(Item.weight_grams).where(Item.id == _line(lines, piece, command.order).item)
        )
        if not grams:
            return False
        expected += grams * piece.quantity
        lightest = min(grams, lightest or grams)
    tolerance = min(expected * 3 // 100, (lightest or 0) // 2)
    off = command.weight_grams - expected
    if abs(off) <= tolerance:
        return True
    if not command.weight_reason:
        raise Refusal(
            409,
            "weight_off",
            f"The carton weighs {command.weight_grams} g, its pieces {expected} g: recheck,"
            f" {off:+d} g is more than {tolerance} g off. Tell a reason if it is right.",
        )
    return False
