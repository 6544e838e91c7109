"""Labels of goods and what carries them: item, LPN, tote, cart, cart slot."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from labels.catalogue.facts import AddressLines, Code, Count, Day, Design, Facts, Gtin, Name, Note
from labels.codes import HouseCode, Kind, house_code, read_house_code
from labels.design import Align, BadFacts, Box, Colour, Label, Symbol, Symbology, Text
from labels.gs1 import Gs1Error, check_digit_holds, element_string, gtin14


class Item(Facts, frozen=True):
    """With a GTIN and a lot, expiry or serial the symbol carries all of them, as GS1 DataMatrix."""

    sku: Code
    name: Name
    gtin: Gtin | None = None
    lot: Code | None = None
    expiry: Day | None = None
    serial: Code | None = None
    note: Note = ""


class Lpn(Facts, frozen=True):
    """`code` is an SSCC of 18 digits, or the text of a house code `LP...`."""

    code: Code
    kind: Code = "LPN"
    contents: AddressLines | None = None
    note: Note = ""


class Paint(StrEnum):
    BLUE = "blue"
    ORANGE = "orange"
    RED = "red"
    GREEN = "green"
    YELLOW = "yellow"
    VIOLET = "violet"
    BLACK = "black"


class Numbered(Facts, frozen=True):
    number: Count
    colour: Paint = Paint.BLACK
    note: Note = ""


class CartSlot(Facts, frozen=True):
    cart: Count
    slot: Code
    colour: Paint = Paint.BLACK


def _item(facts: Item) -> Sequence[Label]:
    key = gtin14(facts.gtin) if facts.gtin else None
    if isinstance(key, Gs1Error):
        raise BadFacts(key.sentence)
    details = [("10", facts.lot), ("17", _yymmdd(facts.expiry)), ("21", facts.serial)]
    fields = sorted((ai, value) for ai, value in details if value)
    fields.sort(key=lambda field: field[0] != "17")  # fixed lengths first: no separator needed
    top: tuple[Text, ...] = (
        Text(x=2, y=2.2, width=53, text=facts.name, size=3.6, smallest=2.6, lines=2, shorten=True),
        Text(x=2, y=10.6, width=53, text=facts.sku, size=5, smallest=2.6, bold=True),
    )
    if key and fields:
        return [Label(57, 32, (*top, *_traced(facts, element_string([("01", key), *fields]).text)))]
    return [Label(57, 32, (*top, *_plain(facts)))]


def _yymmdd(day: str | None) -> str | None:
    return date.fromisoformat(day).strftime("%y%m%d") if day else None


def _words(facts: Item) -> list[str]:
    said = [("Lot", facts.lot), ("Exp", facts.expiry), ("SN", facts.serial)]
    return [f"{word} {value}" for word, value in said if value]


def _traced(facts: Item, content: str) -> list[Text | Symbol]:
    lines = "\n".join([*_words(facts), f"GTIN {facts.gtin}"])
    return [
        Text(x=2, y=16.2, width=34, text=lines, size=2.7, smallest=1.8, lines=4),
        Text(x=2, y=29.2, width=34, text=facts.note, size=2.3, smallest=1.8, shorten=True),
        Symbol(
            x=37,
            y=14,
            width=18,
            height=17,
            symbology=Symbology.GS1_DATA_MATRIX,
            content=content,
        ),
    ]


def _plain(facts: Item) -> list[Text | Symbol]:
    content = facts.gtin or facts.sku
    kind = Symbology.CODE_128
    if facts.gtin:
        kind = Symbology.ITF_14 if len(facts.gtin) == 14 else Symbology.EAN_UPC
    return [
        Symbol(x=1, y=15.4, width=55, height=10, symbology=kind, content=content, largest=0.5),
        Text(x=2, y=26.2, width=53, text=content, size=2.8, align=Align.CENTER),
        Text(
            x=8,
            y=29.2,
            width=41,
            text="  ".join([*_words(facts), facts.note]),
            size=2.4,
            smallest=1.8,
            align=Align.CENTER,
            shorten=True,
        ),
    ]


def _lpn(facts: Lpn) -> Sequence[Label]:
    sscc = len(facts.code) == 18 and facts.code.isdecimal()
    if sscc and not check_digit_holds(facts.code):
        raise BadFacts(f"The check digit of SSCC {facts.code} is wrong.")
    read = read_house_code(facts.code)
    if not sscc and not (isinstance(read, HouseCode) and read.kind is Kind.LPN):
        raise BadFacts(f"{facts.code!r} is neither an SSCC nor the house code of an LPN.")
    last = facts.code[-4:] if sscc else facts.code[-5:-1]
    return [
        Label(
            100,
            75,
            (
                Text(x=4, y=4, width=34, text=facts.kind, size=5, smallest=3, bold=True),
                Text(
                    x=4,
                    y=11,
                    width=36,
                    text="\n".join(facts.contents or []),
                    size=3.2,
                    smallest=2.2,
                    lines=6,
                    shorten=True,
                ),
                Text(x=40, y=5, width=56, text=last, size=25, bold=True, align=Align.RIGHT),
                Text(x=4, y=30.5, width=92, text=facts.note, size=2.8, shorten=True),
                *_lpn_symbol(facts.code, sscc=sscc),
            ),
        )
    ]


def _lpn_symbol(code: str, *, sscc: bool) -> list[Text | Symbol]:
    return [
        Symbol(
            x=1,
            y=35,
            width=98,
            height=32,
            symbology=Symbology.GS1_128 if sscc else Symbology.CODE_128,
            content=f"00{code}" if sscc else code,
            smallest=0.495 if sscc else 0.25,
        ),
        Text(
            x=2,
            y=69,
            width=96,
            text=f"(00) {code}" if sscc else code,
            size=4.4,
            align=Align.CENTER,
        ),
    ]


def _sign(number: str, barcode: str, colour: Paint, note: str) -> Sequence[Label]:
    paint = Colour[colour.name]
    return [
        Label(
            100,
            50,
            (
                Box(x=0, y=0, width=12, height=50, colour=paint),
                Text(x=16, y=4, width=80, text=number, size=22, smallest=9, bold=True),
                Symbol(
                    x=13, y=24, width=86, height=16, symbology=Symbology.CODE_128, content=barcode
                ),
                Text(x=14, y=41.5, width=84, text=barcode, size=3.4, align=Align.CENTER),
                Text(
                    x=16,
                    y=46,
                    width=80,
                    text=f"{colour}  {note}".strip(),
                    size=2.8,
                    align=Align.CENTER,
                    shorten=True,
                ),
            ),
        )
    ]


def _tote(facts: Numbered) -> Sequence[Label]:
    code = house_code(Kind.TOTE, f"{facts.number:06}")
    return _sign(f"T {facts.number}", code, facts.colour, facts.note)


def _cart(facts: Numbered) -> Sequence[Label]:
    code = house_code(Kind.CART, f"{facts.number:04}")
    return _sign(f"K {facts.number}", code, facts.colour, facts.note)


def _cart_slot(facts: CartSlot) -> Sequence[Label]:
    barcode = house_code(Kind.CART_SLOT, f"{facts.cart:04}{facts.slot}")
    return [
        Label(
            57,
            32,
            (
                Box(x=0, y=0, width=57, height=2.6, colour=Colour[facts.colour.name]),
                Text(x=2, y=5, width=31, text=facts.slot, size=13, smallest=7, bold=True),
                Text(
                    x=33,
                    y=5.4,
                    width=22,
                    text=f"cart {facts.cart}\n{facts.colour}",
                    size=3.8,
                    smallest=2.4,
                    lines=2,
                    align=Align.RIGHT,
                ),
                Symbol(
                    x=1, y=16, width=55, height=11, symbology=Symbology.CODE_128, content=barcode
                ),
                Text(x=2, y=28.2, width=53, text=barcode, size=2.8, align=Align.CENTER),
            ),
        )
    ]


TRACED: dict[str, object] = {
    "sku": "OIL-500",
    "name": "Olive oil, cold pressed, 500 ml",
    "gtin": "9501101530003",
    "lot": "B7-2210",
    "expiry": "2027-02-28",
}
PALLET: dict[str, object] = {
    "code": "095011010000000421",
    "kind": "PALLET",
    "contents": ["OIL-500  Olive oil 500 ml", "144 pieces, lot B7-2210"],
}
DESIGNS = [
    Design("item", 1, "Item label", 57, 32, Item, _item, TRACED),
    Design("lpn", 1, "Licence plate: pallet, carton", 100, 75, Lpn, _lpn, PALLET),
    Design("tote", 1, "Tote", 100, 50, Numbered, _tote, {"number": 17, "colour": "blue"}),
    Design("cart", 1, "Cart or truck", 100, 50, Numbered, _cart, {"number": 4, "colour": "red"}),
    Design(
        "cart_slot",
        1,
        "Slot of a cart",
        57,
        32,
        CartSlot,
        _cart_slot,
        {"cart": 4, "slot": "A1", "colour": "orange"},
    ),
]
