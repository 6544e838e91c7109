"""Lots: batches of one item, with their expiry."""

from datetime import date

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import ItemId
from server.db import insert_once
from server.errors import Refusal
from server.stock.tables import NO_LOT, Lot, LotId


def lot(act: Act, item: ItemId, code: str | None, expires_on: date | None = None) -> LotId:
    """The lot of that code, made when it is new; without a code, one is made from the date.

    Refused: 409 `other_expiry` when the lot is known with another expiry date.
    """
    if code is None and expires_on is None:
        return NO_LOT
    code = code or f"EXP{expires_on:%Y%m%d}"
    values = {"item": item, "code": code, "expires_on": expires_on}
    act.session.execute(insert_once(act.session, Lot), values)
    row = act.session.execute(
        sa.select(Lot.id, Lot.expires_on).where(Lot.item == item, Lot.code == code)
    ).one()
    if expires_on is not None and row.expires_on not in {None, expires_on}:
        raise Refusal(
            409,
            "other_expiry",
            f"Lot {code} is known to expire on {row.expires_on}, {expires_on} was told.",
        )
    if expires_on is not None and row.expires_on is None:
        act.session.execute(sa.update(Lot).where(Lot.id == row.id).values(expires_on=expires_on))
    return LotId(row.id)


def lot_by_code(act: Act, item: ItemId, code: str | None) -> LotId:
    """A lot that must be known already: 404 `no_such_lot`."""
    if code is None:
        return NO_LOT
    found = act.session.scalar(sa.select(Lot.id).where(Lot.item == item, Lot.code == code))
    if found is None:
        raise Refusal(404, "no_such_lot", f"There is no lot {code} of this item.")
    return found


def known_expiry(act: Act, item: ItemId, code: str | None) -> date | None:
    """The expiry of a lot that is known already; None when the lot or its date is not."""
    if code is None:
        return None
    query = sa.select(Lot.expires_on).where(Lot.item == item, Lot.code == code)
    return act.session.scalar(query)
