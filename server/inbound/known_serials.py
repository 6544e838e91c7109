"""Serial numbers that stand in the building already and are told to have come: twice the same."""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import structs

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.errors import Refusal
from server.inbound.wire.receipts import ReceiveLine
from server.places.tables import Location
from server.stock.late import is_late
from server.stock.serials import has_serials
from server.stock.tables import Balance, Serial


def apart(act: Act, command: ReceiveLine) -> list[ReceiveLine]:
    """What came, with the pieces set apart whose number stands in the building already.

    Told late they are there: nobody knows which of two they are, so they are kept unidentified
    under a tag. Refused when told now: 409 `serial_known`.
    """
    if command.sku is None or not command.serials:
        return [command]
    item = item_by_sku(act.session, command.sku)
    if not has_serials(item):
        return [command]
    known = standing_here(act, item, command.serials)
    if not known:
        return [command]
    code, place = known[0]
    if not is_late(act, command.happened_at):
        raise Refusal(
            409,
            "serial_known",
            f"Serial number {code} of {item.sku} stands at {place} already. Receive the piece as"
            " unidentified if it is here.",
        )
    return _split(command, known)


def _split(command: ReceiveLine, known: Sequence[tuple[str, str]]) -> list[ReceiveLine]:
    twice = [code for code, _ in known]
    fresh = tuple(code for code in command.serials if code not in twice)
    where = ", ".join(f"{code} (at {place})" for code, place in known)
    unknown = structs.replace(
        command,
        sku=None,
        line=None,
        lot=None,
        expires_on=None,
        weight_grams=None,
        serials=(),
        quantity=len(twice),
        description=f"{command.sku}, numbers known already: {where}"[:200],
    )
    if len(twice) >= command.quantity:
        return [unknown]
    rest = command.quantity - len(twice)
    return [structs.replace(command, serials=fresh, quantity=rest), unknown]


def standing_here(act: Act, item: Item, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Number and place of each that stands here, by number."""
    query = (
        sa.select(Serial.code, Location.code)
        .join(Balance, Balance.id == Serial.balance)
        .join(Location, Location.id == Balance.location)
        .where(Serial.item == item.id, Serial.code.in_(codes))
        .order_by(Serial.code)
    )
    return [(row[0], row[1]) for row in act.session.execute(query)]
