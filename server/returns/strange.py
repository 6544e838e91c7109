"""Serial numbers that come back and should not: in the building already, never seen, not theirs."""

import sqlalchemy as sa
from msgspec import structs

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.errors import Refusal
from server.inbound.known_serials import standing_here
from server.orders.tables import OrderId, SalesOrder
from server.returns.wire import ReturnLine
from server.shipping.tables import Carton, CartonLine
from server.stock.late import is_late
from server.stock.serials import has_serials
from server.stock.tables import Serial


def apart(act: Act, command: ReturnLine) -> list[ReturnLine]:
    """What came back, with the pieces set apart whose number stands in the building already.

    Told late they are there: nobody knows which of two they are, so they are kept as unknown.
    Refused when told now: 409 `serial_elsewhere`.
    """
    if command.sku is None or not command.serials:
        return [command]
    item = item_by_sku(act.session, command.sku)
    known = standing_here(act, item, command.serials) if has_serials(item) else []
    if not known:
        return [command]
    if not is_late(act, command.happened_at):
        code, place = known[0]
        raise Refusal(
            409,
            "serial_elsewhere",
            f"Serial number {code} of {item.sku} stands at {place} already: scan it again, or book"
            " the piece as unknown.",
        )
    twice = [code for code, _ in known]
    where = ", ".join(f"{code} (at {place})" for code, place in known)
    unknown = structs.replace(
        command,
        sku=None,
        lot=None,
        serials=[],
        disposition=None,
        quantity=len(twice),
        note=f"{item.sku}, numbers known already: {where}. {command.note}"[:200].strip(),
    )
    rest = [code for code in command.serials if code not in twice]
    fresh = structs.replace(command, serials=rest, quantity=max(len(rest), 1))
    return [fresh, unknown] if rest else [unknown]


def strange_serials(act: Act, order: OrderId | None, item: Item, command: ReturnLine) -> list[str]:
    """A sentence for each number that was never here, or was sold with another order."""
    known = set(
        act.session.scalars(
            sa.select(Serial.code).where(Serial.item == item.id, Serial.code.in_(command.serials))
        )
    )
    sold = _sold_with(act, item, command.serials)
    told = []
    for code in command.serials:
        if code not in known:
            told.append(f"Serial number {code} of {item.sku} was never seen here before.")
        elif code in sold and sold[code][0] != order:
            told.append(f"Serial number {code} of {item.sku} was sold with {sold[code][1]}.")
    return told


def _sold_with(act: Act, item: Item, codes: list[str]) -> dict[str, tuple[OrderId, str]]:
    """The order that each number left with last: its key and number."""
    query = (
        sa.select(Serial.code, SalesOrder.id, SalesOrder.number)
        .join(CartonLine, CartonLine.serial == Serial.id)
        .join(Carton, Carton.id == CartonLine.carton)
        .join(SalesOrder, SalesOrder.id == Carton.order)
        .where(Serial.item == item.id, Serial.code.in_(codes))
        .order_by(CartonLine.id)
    )
    return {row[0]: (OrderId(row[1]), row[2]) for row in act.session.execute(query)}
