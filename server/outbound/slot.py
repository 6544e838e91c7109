"""Goods that lie loose on the cart go into the tote of their order's slot, and nowhere else."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.outbound.asked import Asked, asked
from server.outbound.pick import rides_on, tote_of
from server.outbound.wire.cluster import PutInSlot, PutToSlot
from server.stock.late import is_late
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.serials import by_serial
from server.stock.tables import NO_CONTAINER, Balance, Container, Reservation, ReservationState


def put_to_slot(act: Act, command: PutToSlot) -> PutInSlot:
    """Goods and their promise stand in the tote; what was cancelled meanwhile goes there too.

    Refused when told now: 409 `wrong_tote` (of another slot), `tote_elsewhere`, `tote_missing`,
    `not_on_cart` (fewer lie there for the line); 422 `serials_missing`; 404 `not_found`. Told
    late it is posted as far as goods lie there, with an exception for the rest.
    """
    found = asked(act, command.pick_list, command.line)
    tote, code = tote_of(act, found, command.tote)
    riding = rides_on(found)
    stands = act.session.get_one(Container, tote).location
    if stands != riding:
        raise Refusal(
            409,
            "tote_elsewhere",
            f"Tote {code} is not on {found.row.ride} any more: scan a new tote for slot"
            f" {found.line.slot}.",
        )
    rows = _loose(act, found)
    lying = sum(row.quantity for row in rows)
    if lying < command.quantity:
        _too_few(act, found, command, lying)
    target = Place(riding, tote, found.source.owner, found.source.status)
    moves = [*_moves(found, rows, min(command.quantity, lying), target)]
    if moves:
        item = act.session.get_one(Item, found.line.item)
        post(act, [*by_serial(act.session, item, moves, command.serials)])
    return PutInSlot(
        pick_list=command.pick_list,
        line=command.line,
        tote=code,
        left=max(lying - command.quantity, 0),
        version=found.version,
    )


def _loose(act: Act, found: Asked) -> Sequence[Any]:
    """What lies on the cart promised to the line, in no tote."""
    return act.session.execute(
        sa.select(
            Reservation.id,
            Reservation.quantity,
            Balance.id.label("balance"),
            Balance.lot,
            Balance.owner,
            Balance.status,
            Balance.on_hand,
            Balance.weight_grams,
        )
        .join(Balance, Balance.id == Reservation.balance)
        .where(
            Reservation.order_line == found.line.order_line,
            Reservation.state == ReservationState.OPEN,
            Balance.location == found.row.rides_on,
            Balance.container == NO_CONTAINER,
        )
        .order_by(Reservation.id)
        .with_for_update(of=(Reservation, Balance))
    ).all()


def _moves(found: Asked, rows: Sequence[Any], quantity: int, target: Place) -> Iterator[Move]:
    """One move per promise; of goods with weights of their own each piece takes its share."""
    lying = {row.balance: (row.on_hand, row.weight_grams) for row in rows}
    for row in rows:
        part = min(row.quantity, quantity)
        if not part:
            return
        quantity -= part
        on_hand, weight = lying[row.balance]
        grams = weight * part // on_hand
        lying[row.balance] = (on_hand - part, weight - grams)
        yield Move(
            item=found.line.item,
            quantity=part,
            lot=row.lot,
            weight_grams=grams or None,
            source=Place(target.location, NO_CONTAINER, row.owner, row.status),
            target=target._replace(owner=row.owner, status=row.status),
            document=found.document,
            reservation=row.id,
        )


def _too_few(act: Act, found: Asked, command: PutToSlot, lying: int) -> None:
    """Refused when told now; told late, somebody looks for the rest."""
    why = (
        f"{lying} of {found.row.sku} lie on {found.row.ride} for {found.document},"
        f" {command.quantity} were put into slot {found.line.slot}."
    )
    if not is_late(act, command.happened_at):
        raise Refusal(409, "not_on_cart", why)
    report(
        act,
        ExceptionKind.UNRECONCILED,
        found.document,
        why,
        location=rides_on(found),
        item=found.line.item,
        quantity=command.quantity - lying,
    )
