"""A part of what stands under one key, as the moves that take it elsewhere."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.errors import Refusal
from server.stock.moves import Move, Place
from server.stock.tables import Balance, Serial, SerialId


def place_of(row: Balance) -> Place:
    """Where a balance stands, as one side of a move."""
    return Place(row.location, row.container, row.owner, row.status)


def portion(
    act: Act,
    row: Balance,
    quantity: int,
    target: Place,
    *,
    serials: Sequence[str] = (),
    document: str = "",
) -> list[Move]:
    """The moves of `quantity` base units of a balance to `target`, one per serial number.

    Weight goes in proportion. Refused: 422 `serials_missing` when only some of the pieces go and
    their numbers were not told; 404 `not_found` for a number that does not stand there.
    """
    item = act.session.get_one(Item, row.item)
    pieces = _serials(act, row, item, quantity, serials)
    grams = row.weight_grams * quantity // row.on_hand if row.on_hand else 0
    whole = Move(
        item=row.item,
        quantity=quantity,
        lot=row.lot,
        weight_grams=grams or None,
        source=place_of(row),
        target=target,
        document=document,
    )
    return [whole] if pieces is None else [*_one_each(whole, pieces)]


def _one_each(whole: Move, pieces: Sequence[SerialId]) -> list[Move]:
    each, rest = divmod(whole.weight_grams or 0, len(pieces))
    return [
        Move(
            item=whole.item,
            quantity=1,
            lot=whole.lot,
            serial=serial,
            weight_grams=each + (rest if n == 0 else 0) or None,
            source=whole.source,
            target=whole.target,
            document=whole.document,
        )
        for n, serial in enumerate(pieces)
    ]


def _serials(
    act: Act, row: Balance, item: Item, quantity: int, told: Sequence[str]
) -> list[SerialId] | None:
    if item.tracking is not Tracking.SERIAL:
        return None
    there = sa.select(Serial.code, Serial.id).where(Serial.balance == row.id)
    found = dict(act.session.execute(there.order_by(Serial.id)).all())
    if not told and quantity == len(found):
        return list(found.values())
    if len(set(told)) != quantity:
        raise Refusal(
            422,
            "serials_missing",
            f"{quantity} of {item.sku} go, {len(set(told))} serial numbers were told: scan"
            " one for each.",
        )
    for code in told:
        if code not in found:
            raise Refusal(
                404, "not_found", f"Serial number {code} of {item.sku} does not stand there."
            )
    return [found[code] for code in sorted(set(told))]
