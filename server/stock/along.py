"""Promised goods that are moved by hand: the promises go along, and whoever picks is told."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from server.act import Act
from server.errors import Refusal
from server.places.tables import Location
from server.stock.events_wire import PromiseMoved
from server.stock.moves import Move
from server.stock.promised import promises
from server.stock.tables import Balance


def taken_along(act: Act, move: Move, balance: Balance | None, target: Location) -> Iterator[Move]:
    """What stands there of a move in parts: what is free, then each promise with its line, the
    latest first.

    Refused: 409 `reserved` where nobody picks at the target.
    """
    free = min(balance.on_hand - balance.reserved, move.quantity) if balance else 0
    left = move.quantity - free
    held = [] if balance is None or not left else [*reversed(promises(act.session, balance.id))]
    if held and not target.pickable:
        raise Refusal(
            409,
            "reserved",
            f"{left} of them are promised to {held[0].document}, and nobody picks at"
            f" {target.code}: move them to a place that is picked from.",
        )
    if free:
        yield replace(move, quantity=free)
    for promise in held:
        part = min(promise.quantity, left)
        if part:
            yield replace(move, quantity=part, reservation=promise.id, document=promise.document)
        left -= part


def tell_moved(act: Act, documents: Iterable[str], place: Location) -> None:
    """For each order line whose promised goods stand in another place now."""
    for line in sorted(set(documents)):
        act.record(PromiseMoved(line=line, location=place.code), line.partition("/")[0])
