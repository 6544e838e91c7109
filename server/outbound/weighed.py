"""What is taken of goods whose pieces weigh what they weigh: the scale is right, not the book."""

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct
from server.outbound.asked import Asked
from server.places.find import virtual
from server.places.wire import Virtual
from server.stock.ledger import post
from server.stock.moves import Key, Move, Place, bound, row_at
from server.stock.tables import NO_CONTAINER, Balance

_B = core(Balance).c
_THERE = sa.select(_B.on_hand, _B.weight_grams).where(row_at("source"))


def weighed(act: Act, found: Asked, quantity: int, told: int | None) -> int | None:
    """How many grams `quantity` pieces take along: what the scale told, else their share.

    What stays never weighs less than nothing, and a shelf that is emptied weighs nothing: where
    the book knew less, or more, the difference is adjusted first.
    """
    if not found.row.catch_weight:
        return None
    stands = found.source
    key = Key(
        stands.location, found.line.item, found.lot, stands.container, stands.owner, stands.status
    )
    there = direct(act.session, _THERE, bound("source", key)).one_or_none()
    if there is None or there.on_hand < quantity:
        return told
    left = there.weight_grams * (there.on_hand - quantity) // there.on_hand
    if told is None:
        return int(there.weight_grams - left)
    if there.on_hand == quantity or told >= there.weight_grams:
        _adjust(act, found, stands, told + left - there.weight_grams)
    return told


def _adjust(act: Act, found: Asked, stands: Place, grams: int) -> None:
    """A piece comes and another goes, and they differ by that weight: none has to be free."""
    if not grams:
        return
    beyond = virtual(act.session, act.warehouse, Virtual.ADJUSTMENT)
    nowhere = stands._replace(location=beyond, container=NO_CONTAINER)
    comes = Move(
        item=found.line.item,
        quantity=1,
        lot=found.lot,
        weight_grams=max(grams, 0) or None,
        source=nowhere,
        target=stands,
        document=found.document,
    )
    goes = Move(
        item=found.line.item,
        quantity=1,
        lot=found.lot,
        weight_grams=max(-grams, 0) or None,
        source=stands,
        target=nowhere,
        document=found.document,
    )
    post(act, [comes, goes])
