"""The label of a carton: addresses, service, tracking or carton number, SSCC."""

from collections.abc import Sequence

from labels.catalogue.facts import (
    AddressLines,
    Code,
    Count,
    Day,
    Design,
    Facts,
    Grams,
    Note,
    Sscc,
)
from labels.design import Align, BadFacts, Box, Colour, Label, Symbol, Symbology, Text
from labels.gs1 import check_digit_holds


class Carton(Facts, frozen=True):
    """The middle symbol is the tracking number, or the carton number where there is none yet."""

    sender: AddressLines
    to: AddressLines
    order: Code
    carton: Code
    number: Count = 1
    of: Count = 1
    carrier: Note = ""
    service: Note = ""
    tracking: Code | None = None
    sscc: Sscc | None = None
    weight_grams: Grams | None = None
    ship_by: Day | None = None
    note: Note = ""


def _carton(facts: Carton) -> Sequence[Label]:
    if facts.sscc and not check_digit_holds(facts.sscc):
        raise BadFacts(f"The check digit of SSCC {facts.sscc} is wrong.")
    parts: list[Text | Symbol | Box] = [
        Text(x=4, y=4, width=2 + 40, text="FROM", size=2.4, bold=True),
        Text(
            x=4,
            y=7,
            width=44,
            text="\n".join(facts.sender),
            size=3,
            smallest=1.6,
            height=17.5,
            lines=8,
        ),
        *_service(facts),
        Box(x=0, y=26, width=100, height=0.5),
        Text(x=4, y=28.5, width=40, text="TO", size=3, bold=True),
        Text(
            x=10,
            y=32.5,
            width=86,
            text="\n".join(facts.to),
            size=6.6,
            smallest=2.8,
            height=31,
            lines=8,
            bold=True,
        ),
        Box(x=0, y=66, width=100, height=0.5),
        *_row(facts),
        Box(x=0, y=77, width=100, height=0.5),
        *_middle(facts, tall=16 if facts.sscc else 42),
    ]
    return [Label(100, 150, (*parts, *_lower(facts)))]


def _service(facts: Carton) -> list[Text | Box]:
    said = facts.service or facts.carrier
    if not said:
        return []
    return [
        Box(x=52, y=3, width=45, height=20.5),
        Text(x=54, y=6, width=41, text=facts.carrier, size=4.2, smallest=2.4, colour=Colour.WHITE),
        Text(
            x=54,
            y=11,
            width=41,
            text=facts.service,
            size=5.4,
            smallest=3.2,
            lines=2,
            bold=True,
            colour=Colour.WHITE,
        ),
    ]


def _row(facts: Carton) -> list[Text]:
    weight = f"{facts.weight_grams / 1000:.2f} kg" if facts.weight_grams else ""
    cells = [
        ("ORDER", facts.order, 4, 40),
        ("CARTON", f"{facts.number} of {facts.of}", 46, 17),
        ("WEIGHT", weight, 64, 15),
        ("SHIP BY", facts.ship_by or "", 80, 18),
    ]
    texts: list[Text] = []
    for caption, value, x, width in cells:
        if value:
            texts += [
                Text(x=x, y=68, width=width, text=caption, size=2.2, bold=True),
                Text(x=x, y=71.6, width=width, text=value, size=4, smallest=1.6, bold=True),
            ]
    return texts


def _middle(facts: Carton, tall: float) -> list[Text | Symbol]:
    content = facts.tracking or facts.carton
    caption = "TRACKING" if facts.tracking else "CARTON"
    return [
        Text(x=4, y=79.2, width=40, text=caption, size=2.2, bold=True),
        Symbol(x=1, y=82, width=98, height=tall, symbology=Symbology.CODE_128, content=content),
        Text(
            x=2,
            y=83.2 + tall,
            width=96,
            text=content,
            size=4.4,
            smallest=2,
            bold=True,
            align=Align.CENTER,
        ),
    ]


def _lower(facts: Carton) -> list[Text | Symbol | Box]:
    note = Text(x=4, y=146.2, width=72, text=facts.note, size=2.8, shorten=True)
    if not facts.sscc:
        return [note]
    return [
        Box(x=0, y=104, width=100, height=0.5),
        Text(x=4, y=106, width=40, text="SSCC", size=2.2, bold=True),
        Symbol(
            x=1,
            y=108.6,
            width=98,
            height=31.8,  # General Specifications 5.4: logistic units want 31.75 mm
            symbology=Symbology.GS1_128,
            content=f"00{facts.sscc}",
            smallest=0.495,
        ),
        Text(x=2, y=141.6, width=96, text=f"(00) {facts.sscc}", size=4, align=Align.CENTER),
        note,
    ]


SENDER = ["Tallyman Demo Store", "Dock Street 4", "20457 Hamburg", "Germany"]
TO = ["Zoë Łukaszewicz", "ul. Świętojańska 12/4", "81-368 Gdynia", "POLAND"]
PARCEL: dict[str, object] = {
    "sender": SENDER,
    "to": TO,
    "order": "WEB-10023",
    "carton": "LP0000000042Y",
    "of": 2,
    "carrier": "Parcel Express",
    "service": "NEXT DAY 12:00",
    "tracking": "TE0009501104217",
    "sscc": "095011010000000421",
    "weight_grams": 2340,
    "ship_by": "2026-11-24",
    "note": "Leave at the door",
}
DESIGNS = [
    Design("carton", 1, "Carton and shipping label", 100, 150, Carton, _carton, PARCEL),
]
