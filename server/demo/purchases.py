"""What the demonstration site has bought, and what will really stand on the truck."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from server.demo.goods import RANGES, Product
from server.purchasing.csv_purchase_orders import COLUMNS
from server.purchasing.wire import SupplierCreate
from server.table_file import write_table
from server.wire import Day

SUPPLIERS = {
    one.code: SupplierCreate(code=f"S-{one.code}", name=name, lead_time_days=7)
    for one, name in zip(
        RANGES,
        (
            "Blattwerk Teekontor GmbH",
            "Savonnerie du Parc",
            "Nordton Audio ApS",
            "Malha & Filhos",
            "Töpferei Lindgrün",
            "Papyrus & Söhne",
            "Holzwurm Spielwaren",
            "Groen & Dochters",
        ),
        strict=True,
    )
}


@dataclass(frozen=True, slots=True)
class Arriving:
    """One line of a purchase order: `over` and `damaged` pieces come that nobody announced."""

    product: Product
    quantity: int
    lot: str
    expires_on: Day | None
    serials: tuple[str, ...]
    over: int = 0
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A purchase order and what comes of it."""

    number: str
    supplier: str
    lines: tuple[Arriving, ...]


def deliveries(range_: Sequence[Product], today: Day, dice: Random) -> list[Delivery]:
    """One per category; of the first one line is over by two, of the last one piece is broken."""
    made = []
    for code, supplier in SUPPLIERS.items():
        ordered = [one for one in range_ if one.sku.startswith(f"{code}-")]
        if ordered:
            lines = tuple(_arriving(one, today, dice) for one in ordered)
            made.append(Delivery(f"{code}{today:%y%m}", supplier.code, lines))
    if made:
        made[0] = _changed(made[0], over=2)
        made[-1] = _changed(made[-1], damaged=1)
    return made


def _arriving(product: Product, today: Day, dice: Random) -> Arriving:
    quantity = product.case if product.serials else product.case * dice.choice((1, 2, 2, 3))
    return Arriving(
        product,
        quantity,
        product.lot(dice),
        expiry(product, today),
        product.serial_numbers(1, quantity),
    )


def expiry(product: Product, today: Day) -> Day | None:
    """Two thirds of its life are left when it comes."""
    life = product.shelf_life_days
    return today + timedelta(days=life * 2 // 3) if life else None


def _changed(delivery: Delivery, *, over: int = 0, damaged: int = 0) -> Delivery:
    """Its last line without serial numbers, with what goes wrong there."""
    plain = [n for n, line in enumerate(delivery.lines) if not line.serials]
    if not plain:
        return delivery
    at = plain[-1]
    lines = list(delivery.lines)
    lines[at] = replace(lines[at], over=over, damaged=damaged)
    return replace(delivery, lines=tuple(lines))


def orders_csv(made: Sequence[Delivery], today: Day) -> bytes:
    """The purchase orders as the CSV file that a buyer would upload."""
    return write_table(COLUMNS, _rows(made, today)).encode()


def _rows(made: Sequence[Delivery], today: Day) -> Iterator[list[object]]:
    for delivery in made:
        for number, line in enumerate(delivery.lines, start=1):
            said = {
                "number": delivery.number,
                "line": number,
                "sku": line.product.sku,
                "quantity": line.quantity,
                "level": "case",
                "price": 20 * (line.product.grams or 300) // 10,
                "price_per": 1,
                "supplier": delivery.supplier,
                "currency": "EUR",
                "expected_on": today.isoformat(),
            }
            yield [said.get(column) for column in COLUMNS]
