"""Who buys at the demonstration shops, and what: orders drawn from words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from server.demo.goods import Product
from server.orders.wire import Address, OrderCreate, OrderLineCreate

FIRST = (
    *("Anna", "Jonas", "Chiara", "Luca", "Émile", "Zoë", "Pilar", "Mateo"),
    *("Ingrid", "Søren", "Aoife", "Liam", "Marta", "Jakub", "Elif", "Noah"),
)
LAST = (
    *("Weber", "Rossi", "Dubois", "García", "Jensen", "Nowak", "Murphy", "Novák"),
    *("Lindström", "Müller", "Janssens", "Silva", "O'Brien", "Kowalska", "Bauer", "Fischer"),
)
TOWNS = (
    ("DE", "10115", "Berlin", "Invalidenstraße"),
    ("DE", "50667", "Köln", "Hohe Straße"),
    ("AT", "1010", "Wien", "Kärntner Straße"),
    ("FR", "69002", "Lyon", "Rue de la République"),
    ("IT", "20121", "Milano", "Via Dante"),
    ("ES", "46002", "València", "Carrer de Colom"),
    ("NL", "3511 LX", "Utrecht", "Oudegracht"),
    ("DK", "8000", "Aarhus", "Søndergade"),
    ("PL", "31-042", "Kraków", "Rynek Główny"),
    ("IE", "D02 X285", "Dublin", "Dawson Street"),
)
GIFTS = ("", "", "", "", "Happy birthday!", "Thank you for your help.")


@dataclass(frozen=True, slots=True)
class Channel:
    """A shop, and how it numbers its orders."""

    code: str
    number: str


CHANNELS = (
    Channel("SHOPIFY", "#{}"),
    Channel("WOOCOMMERCE", "WC-{}"),
    Channel("BIGCOMMERCE", "{}"),
)


def orders(
    numbers: range, stock: dict[str, int], range_: Sequence[Product], now: datetime, dice: Random
) -> Iterator[OrderCreate]:
    """One order per number, of what `stock` holds; takes it out of `stock`, so all can be met."""
    for number in numbers:
        yield _order(number, list(_lines(stock, range_, dice)), now, dice)


def _order(number: int, lines: list[OrderLineCreate], now: datetime, dice: Random) -> OrderCreate:
    channel = CHANNELS[number % len(CHANNELS)]
    express = dice.random() < 0.2
    return OrderCreate(
        channel=channel.code,
        reference=channel.number.format(1000 + number),
        ship_to=buyer(dice),
        service="EXPRESS" if express else "STANDARD",
        priority=3 if express else 5,
        ship_by=now + timedelta(hours=4 if express else 9),
        gift_note=dice.choice(GIFTS),
        lines=lines,
    )


def buyer(dice: Random) -> Address:
    name, family = dice.choice(FIRST), dice.choice(LAST)
    country, postcode, city, street = dice.choice(TOWNS)
    return Address(
        name=f"{name} {family}",
        street=f"{street} {dice.randrange(1, 140)}",
        postcode=postcode,
        city=city,
        country=country,
        email=f"{name[0]}.{len(family)}{dice.randrange(100)}@example.com".lower(),
    )


def _lines(
    stock: dict[str, int], range_: Sequence[Product], dice: Random
) -> Iterator[OrderLineCreate]:
    """One to three different items."""
    there = [one for one in range_ if stock.get(one.sku, 0) > 0]
    for one in dice.sample(there, min(len(there), dice.choice((1, 2, 2, 3)))):
        quantity = min(dice.choice((1, 1, 2, 3)), stock[one.sku])
        stock[one.sku] -= quantity
        yield OrderLineCreate(sku=one.sku, quantity=quantity)


def wanted(
    product: Product, quantity: int, number: int, now: datetime, dice: Random
) -> OrderCreate:
    """An order of so many of `product` and nothing else."""
    line = OrderLineCreate(sku=product.sku, quantity=quantity)
    return _order(number, [line], now, dice)
