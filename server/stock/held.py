"""Goods on hold that are moved, adjusted or told another status: whoever does it is warned."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.stock.moves import Key, Move, key_of
from server.stock.promised import balance_at
from server.stock.read import covering
from server.stock.tables import Balance, ContainerId, Hold, Lot


def stays_held(act: Act, move: Move) -> str:
    """The sentence for whoever has moved goods that a hold on their item or lot covers."""
    act.session.flush()
    return key_held(act, key_of(move, move.target))


def key_held(act: Act, key: Key) -> str:
    """As `stays_held`, of what stands under a key; empty where no hold covers it."""
    row = balance_at(act.session, key)
    return _words(act, Balance.id == row.id) if row is not None else ""


def inside_held(act: Act, containers: Sequence[ContainerId]) -> str:
    """As `stays_held`, of the first such goods in any of the containers."""
    act.session.flush()
    return _words(act, Balance.container.in_(containers))


def _words(act: Act, which: sa.ColumnElement[bool]) -> str:
    query = (
        sa.select(Item.sku, Lot.code, Hold.reason, Hold.lot)
        .select_from(Balance)
        .join(Hold, covering(Balance))
        .join(Item, Item.id == Balance.item)
        .join(Lot, Lot.id == Balance.lot)
        .where(which, Balance.on_hand > 0, Hold.item.is_not(None))
        .order_by(Balance.id, Hold.id)
        .limit(1)
    )
    row = act.session.execute(query).one_or_none()
    if row is None:
        return ""
    if row.lot is None:
        return f"{row.sku} is on hold ({row.reason.value}) and stays so."
    return f"Lot {row.code} of {row.sku} is on hold ({row.reason.value}) and stays so."
