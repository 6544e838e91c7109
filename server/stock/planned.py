"""Room that is kept for goods on their way: kept by a document, given back as they are put."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.places.tables import Location, LocationId
from server.stock.tables import Balance, ContainerId, PlannedPut


def keep_room(
    act: Act,
    document: str,
    place: Location,
    goods: Balance,
    quantity: int,
    *,
    container: ContainerId,
    rule: str,
) -> PlannedPut:
    """Keeps room at `place` for `quantity` base units of what stands under a balance.

    `container` is the one that will stand there with them, or 0.
    """
    row = PlannedPut(
        warehouse=act.warehouse,
        document=document,
        location=place.id,
        item=goods.item,
        lot=goods.lot,
        owner=goods.owner,
        status=goods.status,
        source_location=goods.location,
        container=goods.container,
        keeps_container=container,
        rule=rule,
        quantity=quantity,
    )
    act.session.add(row)
    act.session.flush()
    return row


def plans_of(session: Session, document: str) -> Sequence[PlannedPut]:
    """What a document keeps room for, in the order in which it was planned."""
    return session.scalars(
        sa.select(PlannedPut)
        .where(PlannedPut.document == document)
        .order_by(PlannedPut.id)
        .execution_options(populate_existing=True)
    ).all()


def free_room(act: Act, document: str, *, all_of_it: bool = False) -> None:
    """Gives back what a document keeps. What was brought already stays noted until it ends."""
    rows = sa.delete(PlannedPut).where(PlannedPut.document == document)
    if not all_of_it:
        rows = rows.where(PlannedPut.taken == 0)
    act.session.execute(rows)
    act.session.execute(
        sa.update(PlannedPut).where(PlannedPut.document == document).values(quantity=0)
    )


def brought_there(
    act: Act, document: str, goods: Balance, location: LocationId, quantity: int
) -> int:
    """How many of `quantity` base units put at `location` had been found there before.

    They are taken into account once.
    """
    found = 0
    for plan in _matching(act, document, goods):
        if plan.location == location:
            part = min(plan.taken, quantity - found)
            plan.taken -= part
            found += part
    act.session.flush()
    return found


def put_of_plan(
    act: Act, document: str, goods: Balance, location: LocationId, quantity: int
) -> None:
    """Goods were put: room is given back where they went, then wherever else it was kept."""
    left = quantity
    plans = _matching(act, document, goods)
    for plan in sorted(plans, key=lambda row: (row.location != location, row.id)):
        part = min(plan.quantity, left)
        plan.quantity -= part
        left -= part
    act.session.flush()


def _matching(act: Act, document: str, goods: Balance) -> Sequence[PlannedPut]:
    return act.session.scalars(
        sa.select(PlannedPut)
        .where(
            PlannedPut.document == document,
            PlannedPut.item == goods.item,
            PlannedPut.lot == goods.lot,
            PlannedPut.owner == goods.owner,
            PlannedPut.status == goods.status,
        )
        .order_by(PlannedPut.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
