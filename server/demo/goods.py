"""What the demonstration site sells: a range drawn from words, with GTINs of a free prefix."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from labels.gs1 import check_digit, element_string
from server.catalog.csv_items import COLUMNS
from server.catalog.wire import Tracking
from server.table_file import write_table
from server.wire import Day

COMPANY = "9521234"
"""GS1 gives 952 to demonstrations and examples: no real product carries it."""


@dataclass(frozen=True, slots=True)
class Range:
    """A category: its products come in each of its variants, each a little heavier."""

    code: str
    products: tuple[str, ...]
    variants: tuple[str, ...]
    grams: int
    size_mm: tuple[int, int, int]
    case: int
    tracking: Tracking = Tracking.NONE
    shelf_life_days: int | None = None


RANGES = (
    Range(
        "TEA",
        ("Sencha", "Earl Grey", "Rooibos vanilla", "Peppermint", "Assam"),
        ("50 g", "100 g", "250 g", "500 g", "1 kg"),
        70,
        (90, 60, 140),
        12,
        Tracking.LOT,
        540,
    ),
    Range(
        "CARE",
        ("Hand cream", "Shower gel", "Body lotion", "Soap", "Shampoo"),
        ("lavender", "lemon", "almond", "rose", "unscented"),
        210,
        (60, 40, 170),
        6,
        Tracking.LOT,
        720,
    ),
    Range(
        "AUDIO",
        ("Headphones", "Speaker", "Earbuds", "Microphone", "Turntable"),
        ("black", "white", "blue", "red", "silver"),
        380,
        (190, 170, 85),
        4,
        Tracking.SERIAL,
    ),
    Range(
        "SHIRT",
        ("T-shirt", "Long-sleeve", "Hoodie", "Polo", "Tank top"),
        ("S", "M", "L", "XL", "XXL"),
        190,
        (300, 220, 25),
        10,
    ),
    Range(
        "MUG",
        ("Mug", "Espresso cup", "Teapot", "Milk jug", "Bowl"),
        ("cream", "sage", "terracotta", "slate", "sand"),
        340,
        (110, 90, 100),
        8,
    ),
    Range(
        "PAPER",
        ("Notebook", "Sketchbook", "Diary", "Letter pad", "Envelopes"),
        ("A6", "A5", "B5", "A4", "square"),
        160,
        (210, 148, 15),
        20,
    ),
    Range(
        "TOY",
        ("Wooden train", "Building blocks", "Puzzle", "Spinning top", "Yo-yo"),
        ("small", "medium", "large", "travel", "deluxe"),
        260,
        (180, 140, 60),
        6,
    ),
    Range(
        "GARDEN",
        ("Trowel", "Watering can", "Seed mix", "Plant pot", "Gloves"),
        ("mini", "standard", "long", "wide", "set"),
        290,
        (260, 90, 90),
        5,
    ),
)
PER_RANGE = len(RANGES[0].products) * len(RANGES[0].variants)
MOST = PER_RANGE * len(RANGES)


@dataclass(frozen=True, slots=True)
class Product:
    """One item of the range; measures are absent while nobody has taken them."""

    sku: str
    name: str
    gtin: str
    case_gtin: str
    case: int
    tracking: Tracking
    shelf_life_days: int | None
    grams: int | None
    size_mm: tuple[int, int, int] | None

    @property
    def lots(self) -> bool:
        return self.tracking is Tracking.LOT

    @property
    def serials(self) -> bool:
        return self.tracking is Tracking.SERIAL

    def scan(self, lot: str = "", expires_on: Day | None = None) -> str:
        """What its barcode says: the GTIN alone, or GS1-128 with lot and expiry where it has."""
        if not lot:
            return self.gtin
        fields = [("01", self.gtin.zfill(14))]
        if expires_on:
            fields.append(("17", expires_on.strftime("%y%m%d")))
        return f"]C1{element_string([*fields, ('10', lot)]).text}"

    def lot(self, dice: Random) -> str:
        return f"L{dice.randrange(1000, 9999)}" if self.lots else ""

    def serial_numbers(self, first: int, quantity: int) -> tuple[str, ...]:
        numbers = range(first, first + quantity) if self.serials else ()
        return tuple(f"SN{self.gtin[7:12]}{number:04}" for number in numbers)


def products(count: int, dice: Random) -> list[Product]:
    """The first `count` items (1 to 200), taken from all categories in turn."""
    rounds = (
        _product(one, index, number * len(RANGES) + at + 1, dice)
        for number, index in enumerate(_spread())
        for at, one in enumerate(RANGES)
    )
    return [made for made, _ in zip(rounds, range(count), strict=False)]


def _spread() -> Iterator[tuple[int, int]]:
    """Product and variant, so that few items already have different products."""
    width = len(RANGES[0].products)
    for turn in range(len(RANGES[0].variants)):
        for product in range(width):
            yield product, (product + turn) % len(RANGES[0].variants)


def _product(one: Range, index: tuple[int, int], number: int, dice: Random) -> Product:
    product, variant = index
    digits = f"{COMPANY}{number:05}"
    serials_too = one.tracking is not Tracking.SERIAL or product < 2
    known = dice.random() < 0.9
    grams = one.grams * (variant + 2) // 2 + 10 * product
    return Product(
        sku=f"{one.code}-{product + 1}{variant + 1:02}",
        name=f"{one.products[product]} {one.variants[variant]}",
        gtin=digits + check_digit(digits),
        case_gtin=f"1{digits}" + check_digit(f"1{digits}"),
        case=one.case,
        tracking=one.tracking if serials_too else Tracking.NONE,
        shelf_life_days=one.shelf_life_days,
        grams=grams if known else None,
        size_mm=one.size_mm if known else None,
    )


def items_csv(range_: list[Product]) -> bytes:
    """The range as the CSV file that a shop's own system would export."""
    return write_table(COLUMNS, (_cells(one) for one in range_)).encode()


def _cells(one: Product) -> list[object]:
    length, width, height = one.size_mm or (None, None, None)
    said = {
        "sku": one.sku,
        "name": one.name,
        "tracking": one.tracking,
        "expires": one.shelf_life_days is not None,
        "shelf_life_days": one.shelf_life_days,
        "minimum_days_shipment": 30 if one.shelf_life_days else None,
        "weight_grams": one.grams,
        "length_mm": length,
        "width_mm": width,
        "height_mm": height,
        "origin": "DE",
        "gtin": one.gtin,
        "case_quantity": one.case,
        "case_gtin": one.case_gtin,
    }
    return [said.get(name, _USUAL.get(name)) for name in COLUMNS]


_USUAL = {"base_unit": "piece", "active": True}
