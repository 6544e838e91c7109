"""Goods picked without network that the order has no claim to: they stand in its tote."""

from collections.abc import Iterator
from dataclasses import replace

from server.act import Act
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.outbound.asked import Asked
from server.outbound.claim import bring_there
from server.outbound.weighed import weighed
from server.places.find import virtual
from server.places.wire import Virtual
from server.stock.ledger import post
from server.stock.moves import Move, Place, key_of
from server.stock.promised import balance_at
from server.stock.tables import NO_CONTAINER


def surplus(act: Act, found: Asked, quantity: int, target: Place, tote: str) -> None:
    """Posts what was taken beyond the claim: free goods of the shelf, then those that are on their
    way there, and the rest from nowhere known.

    Nothing is refused; the exception says who has to put it back.
    """
    if quantity <= 0:
        return
    move = Move(
        item=found.line.item,
        quantity=quantity,
        lot=found.line.lot,
        source=found.source,
        target=target,
        document=found.document,
    )
    bring_there(act, found, quantity - _free(act, move), ())
    post(act, [*_from_where(act, found, move)])
    report(
        act,
        ExceptionKind.UNRECONCILED,
        found.document,
        f"{quantity} of {found.row.sku} stand in tote {tote} that {found.document} has no claim"
        f" to: they were taken from {found.row.place} without network. Put them back.",
        location=found.line.location,
        item=found.line.item,
        quantity=quantity,
    )


def _free(act: Act, move: Move) -> int:
    balance = balance_at(act.session, key_of(move, move.source))
    return balance.on_hand - balance.reserved if balance else 0


def _from_where(act: Act, found: Asked, move: Move) -> Iterator[Move]:
    free = min(_free(act, move), move.quantity)
    if free:
        yield replace(move, quantity=free, weight_grams=weighed(act, found, free, None))
    if rest := move.quantity - free:
        nowhere = virtual(act.session, act.warehouse, Virtual.UNRECONCILED)
        origin = move.source._replace(location=nowhere, container=NO_CONTAINER)
        yield replace(move, quantity=rest, source=origin)
