"""A made-up warehouse's own book: what things are and what is printed on them.

Written without the product's readers and check digits, so that a fault there cannot hide here:
the truth of a scan is what was printed, never what somebody read.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

GS, RS, EOT = "\x1d", "\x1e", "\x04"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHANUMERIC = DIGITS + LETTERS
MOD43 = ALPHANUMERIC + "-. $/+%"


def mod10(digits: str) -> str:
    """GS1: from the right, times three and one in turn."""
    weighed = [int(d) * (3 if n % 2 else 1) for n, d in enumerate(reversed(digits), start=1)]
    return str((10 - sum(weighed) % 10) % 10)


def mod37(text: str) -> str:
    """ISO/IEC 7064 MOD 37,36, as the standard tells it: P(j) from 36 on."""
    product = 36
    for character in text:
        total = product + ALPHANUMERIC.index(character)
        rest = total % 36
        product = (36 if rest == 0 else rest) * 2 % 37
    return next(c for c in ALPHANUMERIC if (product + ALPHANUMERIC.index(c)) % 36 == 1)


def mod43(text: str) -> str:
    return MOD43[sum(MOD43.index(character) for character in text) % 43]


def ups_check(body: str) -> str:
    """`body` is the 15 characters behind 1Z."""
    worth = dict(zip(LETTERS, (2, 3, 4, 5, 6, 7, 8, 9, 0, 1) * 3, strict=False))
    total = 0
    for place, character in enumerate(body, start=1):
        value = worth[character] if character in worth else int(character)
        total += value * (2 if place % 2 == 0 else 1)
    return str((10 - total % 10) % 10)


@dataclass(frozen=True)
class Goods:
    """An item: its name, its numbers, and how many are in a case."""

    sku: str
    ean: str
    case: str
    per_case: int
    device: str
    part: str
    lots: tuple[str, ...]
    serials: tuple[str, ...]
    expiry: date

    @property
    def primary(self) -> str:
        return f"+{self.device}{mod43('+' + self.device)}"


@dataclass
class Book:
    """All things, and by what is printed on them the one thing that it is."""

    goods: list[Goods] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    totes: list[str] = field(default_factory=list)
    pallets: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    parcels: list[str] = field(default_factory=list)

    def called(self, text: str) -> list[Goods]:
        """The items that a code stands for, as a catalogue knows it."""
        code = text.upper()
        key = code.zfill(14) if code.isdigit() else code
        return [
            goods
            for goods in self.goods
            if key in {goods.ean.zfill(14), goods.case}
            or code in {goods.sku, goods.device, goods.primary, goods.part}
        ]


def made(rng: Random, items: int = 40) -> Book:
    """A book in which things look alike: numbers next to each other, lots that several items have,
    lots that end like a field or look like a number.
    """
    book = Book()
    shared = ["A3", "B7", "1001", "10A", "2112345", "L2137", "95011015"]
    first = rng.randrange(10**6)
    for n in range(items):
        body = f"40{(first + n) % 10**6:06}{n:04}"
        ean = body + mod10(body)
        own = [f"{rng.choice(LETTERS)}{rng.randrange(10**5)}" for _ in range(3)]
        book.goods.append(
            Goods(
                sku=f"W-{1000 + n}",
                ean=ean,
                case=f"1{body}" + mod10(f"1{body}"),
                per_case=rng.choice((6, 12, 24)),
                device=f"A123{n:04}X{n % 9}1",
                part=f"AC-{47000 + n}",
                lots=(*rng.sample(shared, 3), *own),
                serials=tuple(f"S{n}{rng.randrange(10**6):06}" for _ in range(4)),
                expiry=date(2027, 1, 1) + timedelta(days=rng.randrange(900)),
            )
        )
    book.places = [
        f"{aisle}-{bay:02}-{level}" for aisle in "ABC" for bay in range(8) for level in "12"
    ]
    book.totes = [_house("TO", f"{n:06}") for n in range(200, 240)]
    book.pallets = [_house("LP", f"{n:010}") for n in range(4470, 4510)]
    for n in range(40):
        unit = f"0{4012345}{n:09}"
        book.units.append(unit + mod10(unit))
        parcel = f"{rng.choice(ALPHANUMERIC)}{rng.randrange(10**14):014}"
        book.parcels.append(f"1Z{parcel}{ups_check(parcel)}")
    return book


def place_label(place: str) -> str:
    return _house("LO", place.replace("-", ""))


def _house(kind: str, body: str) -> str:
    return kind + body + mod37(kind + body)
