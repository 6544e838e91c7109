"""Packing: verified pieces go from totes into a carton, which closes and gets its papers."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import core, direct
from server.errors import Refusal
from server.orders.lines import advance_each
from server.shipping.packing import Line, Lines, left_to_pack, packing, weigh
from server.shipping.papers import print_papers
from server.shipping.picked import Filling, Promised, fill, to_pack
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CartonClosed, CartonState, CartonWasClosed, CloseCarton
from server.stock.containers import Lpn, new_container, set_free
from server.stock.hold import refuse_held
from server.stock.ledger import post, serial
from server.stock.moves import Place
from server.stock.tables import Container, SerialId
from server.stock.wire import ContainerKind, ContainerState
from server.work import tasks
from server.work.wire import TaskKind

_CLOSE = sa.insert(core(Carton)).inline().values(state=CartonState.CLOSED)
_THIS = sa.select(core(Carton).c.id).where(core(Carton).c.container == sa.bindparam("box"))
_KEEP = sa.insert(core(CartonLine)).inline().values(carton=_THIS.scalar_subquery())


def close_carton(act: Act, command: CloseCarton) -> CartonClosed:
    """Packs, closes, and prints label and slip.

    Refused: 404 `not_found`, 409 `order_held`, 409 `not_picked`, 409 `held`,
    422 `serials_needed`, 409 `serial_elsewhere`, 409 `weight_off`, 409 `tracking_taken`.
    """
    order, lines = packing(act, command)
    verified = weigh(lines, command)
    refuse_taken_tracking(act.session, command.tracking)
    rows = to_pack(act.session, order.order_id, [line.id for line in lines.values()], command.totes)
    box = new_container(
        act,
        ContainerKind.CARTON,
        location=order.bench,
        state=ContainerState.CLOSED,
        document=order.order_number,
    )
    fillings = _fill(act, lines, command, rows, Place(order.bench, box.id))
    number = rows[0].carton_number
    _close(act, order, box, number, command, weight_verified=verified)
    post(act, [filling.move for filling in fillings])
    _count_on(act, lines, command)
    _keep(act, box, lines, command, fillings)
    set_free(act, [filling.move.source.container for filling in fillings])
    left = left_to_pack(lines, command)
    if left == 0:
        tasks.finish(act, TaskKind.PACK, order.order_number)
    told = CartonWasClosed(
        carton=box.code, order=order.order_number, weight_grams=command.weight_grams
    )
    act.record(told, order.order_number)
    return CartonClosed(
        carton=box.code,
        number=number,
        left=left,
        weight_verified=verified,
        print_jobs=print_papers(act, order, box.code, number, command, fillings),
    )


def _close(
    act: Act,
    order: Line,
    box: Lpn,
    number: int,
    command: CloseCarton,
    *,
    weight_verified: bool,
) -> None:
    row = {
        "warehouse": act.warehouse,
        "container": box.id,
        "order": order.order_id,
        "number": number,
        "service": order.service,
        "tracking": command.tracking,
        "weight_grams": command.weight_grams,
        "weight_verified": weight_verified,
        "closed_at": act.now,
    }
    direct(act.session, _CLOSE, row)


def refuse_taken_tracking(session: Session, tracking: str | None) -> None:
    """409 `tracking_taken`: a parcel number sticks on one carton, and is no carton's own code."""
    if tracking is None:
        return
    own = sa.select(Container.id).where(Container.code == tracking).scalar_subquery()
    query = (
        sa.select(Container.code)
        .join(Carton, Carton.container == Container.id)
        .where(sa.or_(Carton.tracking == tracking, Carton.container == own))
    )
    if (other := session.scalar(query)) is not None:
        raise Refusal(
            409,
            "tracking_taken",
            f"Parcel number {tracking} sticks on carton {other} already: scan the label of"
            " this one.",
        )


def _fill(
    act: Act, lines: Lines, command: CloseCarton, rows: Sequence[Promised], target: Place
) -> list[Filling]:
    left = {row.reservation: row.quantity for row in rows}
    fillings = [
        filling
        for piece in command.pieces
        for filling in fill(act, lines[piece.line], piece, rows, left, target)
    ]
    packed = {filling.move.reservation for filling in fillings}
    if held := [row.balance for row in rows if row.held and row.reservation in packed]:
        refuse_held(act, held)
    return fillings


def _count_on(act: Act, lines: Lines, command: CloseCarton) -> None:
    packed: Counter[int] = Counter()
    for piece in sorted(command.pieces, key=lambda piece: piece.line):
        packed[piece.line] += piece.quantity
        line = lines[piece.line]
        if packed[piece.line] > line.picked - line.packed:
            raise Refusal(
                409,
                "not_picked",
                f"Line {piece.line} of {command.order} has fewer picked and unpacked pieces"
                " than"
                f" the {piece.quantity} that were packed.",
            )
    advance_each(act.session, {lines[n].id: quantity for n, quantity in packed.items()}, "packed")


def _keep(act: Act, box: Lpn, lines: Lines, command: CloseCarton, fillings: list[Filling]) -> None:
    """What is in the carton; numbers asked only at goods-out are kept here, one row a piece."""
    only_here = {
        piece.line: [serial(act, lines[piece.line].item, code) for code in piece.serials]
        for piece in command.pieces
    }
    rows = [
        {
            "box": box.id,
            "order_line": filling.line.id,
            "item": filling.move.item,
            "lot": filling.move.lot,
            "serial": number,
            "quantity": quantity,
        }
        for filling in fillings
        for number, quantity in _numbered(filling, only_here[filling.line.number])
    ]
    direct(act.session, _KEEP, rows)


def _numbered(filling: Filling, only_here: list[SerialId]) -> list[tuple[SerialId | None, int]]:
    """The pieces of a filling with their numbers, and how many have each."""
    move = filling.move
    if move.serial is None and only_here:
        return [(only_here.pop(), 1) for _ in range(move.quantity)]
    return [(move.serial, move.quantity)]
