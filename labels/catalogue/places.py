"""Labels of places: shelf and small bin with check digits, signs of doors, stations, printers."""

from collections.abc import Sequence

from labels.catalogue.facts import Code, Design, Digits3, Facts, Note
from labels.codes import Kind, house_code
from labels.design import Align, Box, Colour, Label, Symbol, Symbology, Text


class Location(Facts, frozen=True):
    """`blue` and `orange` are the two sets of check digits; the terminal says which it asks."""

    code: Code
    blue: Digits3 | None = None
    orange: Digits3 | None = None
    note: Note = ""


class Sign(Facts, frozen=True):
    """`kind` is the first letters of the house code: DR door, ST station, PR printer, CT ..."""

    kind: Kind
    code: Code
    title: Code
    note: Note = ""


def _check(x: float, y: float, size: float, digits: str, colour: Colour) -> list[Box | Text]:
    """Blue is a filled box and orange a frame, so that a black printer tells them apart too."""
    wide, high = size * 3.1, size * 1.25
    filled = colour is Colour.BLUE
    ink = Colour.WHITE if filled else Colour.BLACK
    word = size * 0.25
    return [
        Box(x=x, y=y, width=wide, height=high, line=0 if filled else size * 0.12, colour=colour),
        Text(
            x=x + size * 0.26,
            y=y + (high - word * 0.69) / 2,
            width=size * 1.1,
            text="BLUE" if filled else "ORANGE",
            size=word,
            bold=True,
            colour=ink,
        ),
        Text(
            x=x + size * 1.25,
            y=y + (high - size * 0.69) / 2,
            width=size * 1.75,
            text=digits,
            size=size,
            bold=True,
            align=Align.CENTER,
            colour=ink,
        ),
    ]


def _location(facts: Location) -> Sequence[Label]:
    barcode = house_code(Kind.LOCATION, facts.code)
    wide = 62 if facts.blue or facts.orange else 96
    # What is too long for bars beside the boxes stands as modules.
    bars = len(barcode) <= (14 if wide == 62 else 28)
    kind = Symbology.CODE_128 if bars else Symbology.DATA_MATRIX
    parts: list[Text | Symbol | Box] = [
        Text(x=4, y=4, width=92, text=facts.code, size=17, smallest=3.4, bold=True),
        Symbol(x=2, y=19.5, width=wide, height=20.5, symbology=kind, content=barcode),
        Text(x=2, y=41.5, width=wide, text=barcode, size=3.6, smallest=1.8, align=Align.CENTER),
        Text(x=4, y=46.2, width=92, text=facts.note, size=2.6, shorten=True),
    ]
    if facts.blue:
        parts += _check(66, 20, 9.6, facts.blue, Colour.BLUE)
    if facts.orange:
        parts += _check(66, 33.5, 9.6, facts.orange, Colour.ORANGE)
    return [Label(100, 50, tuple(parts))]


def _bin(facts: Location) -> Sequence[Label]:
    barcode = house_code(Kind.LOCATION, facts.code)
    parts: list[Text | Symbol | Box] = [
        Symbol(x=1, y=2.5, width=20, height=20, symbology=Symbology.DATA_MATRIX, content=barcode),
        Text(x=22, y=3, width=34, text=facts.code, size=8, smallest=2, bold=True),
        Text(x=22, y=20.4, width=34, text=facts.note or barcode, size=2.6, shorten=True),
    ]
    if facts.blue:
        parts += _check(22, 10.5, 5.4, facts.blue, Colour.BLUE)
    if facts.orange:
        parts += _check(39.5, 10.5, 5.4, facts.orange, Colour.ORANGE)
    return [Label(57, 25, tuple(parts))]


def _sign(facts: Sign) -> Sequence[Label]:
    barcode = house_code(facts.kind, facts.code)
    return [
        Label(
            100,
            50,
            (
                Text(x=4, y=4, width=92, text=facts.title, size=17, smallest=3.4, bold=True),
                Symbol(
                    x=2, y=20, width=96, height=20, symbology=Symbology.CODE_128, content=barcode
                ),
                Text(x=2, y=41.5, width=96, text=barcode, size=3.6, align=Align.CENTER),
                Text(x=4, y=46.2, width=92, text=facts.note, size=2.6, shorten=True),
            ),
        )
    ]


EXAMPLE: dict[str, object] = {"code": "A-03-12-2", "blue": "482", "orange": "917"}
DESIGNS = [
    Design("location", 1, "Shelf label with check digits", 100, 50, Location, _location, EXAMPLE),
    Design("bin", 1, "Small bin label, DataMatrix", 57, 25, Location, _bin, EXAMPLE),
    Design(
        "sign",
        1,
        "Door, station, printer or other house code",
        100,
        50,
        Sign,
        _sign,
        {"kind": "DR", "code": "07", "title": "Door 07", "note": "Parcels, collection 17:30"},
    ),
]
