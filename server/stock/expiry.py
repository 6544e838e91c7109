"""Expiry: each night, what has passed its date by the warehouse's calendar is held."""

from datetime import date

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.guard import WarehouseId
from server.identity.approval import day_of
from server.stock.hold import break_covered, told
from server.stock.tables import NO_LOT, Balance, Hold, Lot
from server.stock.wire import Held, HoldReason
from server.wire import Command


class HoldExpired(Command, frozen=True, kw_only=True):
    """What has expired is held."""

    kind = "hold.expired"


def hold_expired(act: Act, _command: HoldExpired) -> Held:
    """Holds each lot that stands here past its date; promises on it are broken.

    A lot is held for this once: whoever lifts that hold has looked at it.
    """
    numbers: list[int] = []
    broken = 0
    for row in act.session.execute(_expired(act.warehouse, day_of(act))).all():
        note = f"expired on {row.expires_on}"
        hold = Hold(reason=HoldReason.EXPIRED, note=note, set_at=act.now, item=row.item, lot=row.id)
        act.session.add(hold)
        act.session.flush()
        broken += break_covered(act, hold)
        numbers.append(told(act, hold, f"{row.sku}/{row.code}"))
    return Held(numbers=numbers, broken=broken)


def _expired(warehouse: WarehouseId, today: date) -> sa.Select[*tuple[object, ...]]:
    known = sa.exists().where(Hold.lot == Lot.id, Hold.reason == HoldReason.EXPIRED)
    standing = sa.exists().where(
        Balance.lot == Lot.id, Balance.on_hand > 0, Balance.warehouse == warehouse
    )
    return (
        sa.select(Lot.id, Lot.item, Lot.code, Lot.expires_on, Item.sku)
        .join(Item, Item.id == Lot.item)
        .where(Lot.id != NO_LOT, Lot.expires_on < today, ~known, standing)
        .order_by(Lot.id)
    )
