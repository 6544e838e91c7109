"""Goods that are on their way to a place: what a hand finds there before the book knows it."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import ItemId
from server.places.tables import LocationId
from server.stock.ledger import post
from server.stock.moves import Place
from server.stock.portion import portion
from server.stock.serials import standing_in
from server.stock.tables import NO_CONTAINER, Balance, LotId, PlannedPut


def bring(
    act: Act,
    location: LocationId,
    item: ItemId,
    quantity: int,
    *,
    lot: LotId | None = None,
    serials: Sequence[str] = (),
) -> int:
    """Posts up to `quantity` base units of planned puts to `location` now, the oldest first.

    For a pick or count that finds goods whose put-away is not confirmed yet; the confirmation,
    when it comes, takes what was brought into account. Of an item kept by serial number the pieces
    of these `serials` come, wherever they are waiting. Answers how many units came.
    """
    brought = 0
    for plan in _plans(act, location, item, lot):
        row = _source(act, plan)
        here = min(quantity - brought, plan.quantity, row.on_hand - row.reserved if row else 0)
        if row is None or here <= 0:
            continue
        told = standing_in(act.session, row.id, serials)[:here]
        if serials and not told:
            continue
        here = len(told) or here
        target = Place(location, NO_CONTAINER, plan.owner, plan.status)
        post(act, portion(act, row, here, target, serials=told, document=plan.document))
        plan.quantity -= here
        plan.taken += here
        brought += here
    act.session.flush()
    return brought


def _plans(act: Act, location: LocationId, item: ItemId, lot: LotId | None) -> Sequence[PlannedPut]:
    query = sa.select(PlannedPut).where(
        PlannedPut.location == location, PlannedPut.item == item, PlannedPut.quantity > 0
    )
    if lot is not None:
        query = query.where(PlannedPut.lot == lot)
    return act.session.scalars(query.order_by(PlannedPut.id).with_for_update()).all()


def _source(act: Act, plan: PlannedPut) -> Balance | None:
    """The goods as they stand now: loose ones where they were received, else in their container."""
    query = sa.select(Balance).where(
        Balance.item == plan.item,
        Balance.lot == plan.lot,
        Balance.owner == plan.owner,
        Balance.status == plan.status,
        Balance.container == plan.container,
        Balance.location != plan.location,
    )
    if plan.container == NO_CONTAINER:
        query = query.where(Balance.location == plan.source_location)
    return act.session.scalar(query.with_for_update())
