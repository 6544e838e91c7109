"""What a hold covers: on shelves, picked already, and of an item or lot what has left."""

import sqlalchemy as sa

from server.act import Act
from server.db import total
from server.places.find import virtual
from server.places.tables import Location
from server.places.wire import LocationType, Virtual
from server.stock.read import covering
from server.stock.tables import Balance, Container, Hold, MoveRow
from server.stock.wire import ContainerKind, Covered

IN_WORK = (
    LocationType.BENCH,
    LocationType.CART,
    LocationType.DOOR,
    LocationType.FORKLIFT,
    LocationType.HANDS,
    LocationType.LANE,
    LocationType.PUT_WALL_SLOT,
    LocationType.STAGE,
    LocationType.TOTE_SLOT,
)
"""Goods there were picked for somebody: they stay theirs, pack and goods-out refuse them."""


def in_work() -> sa.ColumnElement[bool]:
    """SQL, over balances with their location and container: picked for somebody already."""
    totes = Container.kind.in_([ContainerKind.TOTE, ContainerKind.CART_SLOT])
    return sa.or_(Location.type.in_(IN_WORK), totes)


def covered(act: Act, hold: Hold) -> Covered:
    """What stands in the caller's building under the hold, and what of its item or lot left it."""
    picked = sa.case((in_work(), Balance.on_hand), else_=0)
    row = act.session.execute(
        sa.select(
            total(Balance.on_hand).label("units"),
            sa.func.count(sa.distinct(Balance.location)).label("places"),
            total(picked).label("picked"),
        )
        .join(Hold, covering(Balance))
        .join(Location, Location.id == Balance.location)
        .join(Container, Container.id == Balance.container)
        .where(Hold.id == hold.id, Balance.warehouse == act.warehouse, Balance.on_hand > 0)
    ).one()
    return Covered(
        units=row.units, places=row.places, picked=row.picked, shipped=_shipped(act, hold)
    )


def _shipped(act: Act, hold: Hold) -> int:
    """Base units that went to customers, less what came back from them."""
    if hold.item is None:
        return 0
    customer = virtual(act.session, act.warehouse, Virtual.CUSTOMER)
    out = sa.case((MoveRow.target_location == customer, MoveRow.quantity), else_=-MoveRow.quantity)
    query = sa.select(total(out)).where(
        MoveRow.item == hold.item,
        sa.or_(MoveRow.target_location == customer, MoveRow.source_location == customer),
    )
    if hold.lot is not None:
        query = query.where(MoveRow.lot == hold.lot)
    return max(int(act.session.execute(query).scalar_one()), 0)
