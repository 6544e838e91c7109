"""What leaves with the goods: carton and shipping label, packing slip."""

from collections.abc import Sequence
from itertools import islice
from typing import Annotated

import msgspec

from labels.catalogue.facts import (
    AddressLines,
    Code,
    Count,
    Day,
    Design,
    Facts,
    Grams,
    Name,
    Note,
    Sscc,
)
from labels.codes import Kind, house_code
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


class SlipLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sku: Code
    name: Name
    quantity: Count
    lot: Note = ""


class Slip(Facts, frozen=True):
    sender: AddressLines
    to: AddressLines
    order: Code
    date: Day
    lines: Annotated[list[SlipLine], msgspec.Meta(min_length=1, max_length=2000)]
    carton: Note = ""
    note: Note = ""


def _carton(facts: Carton) -> Sequence[Label]:
    if facts.sscc and not check_digit_holds(facts.sscc):
        raise BadFacts(f"The check digit of SSCC {facts.sscc} is wrong.")
    parts: list[Text | Symbol | Box] = [
        Text(x=4, y=4, width=2 + 40, text="FROM", size=2.4, bold=True),
        Text(x=4, y=7, width=44, text="\n".join(facts.sender), size=3, smallest=1.8, lines=6),
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
            lines=_lines_at(facts.to),
            bold=True,
        ),
        Box(x=0, y=66, width=100, height=0.5),
        *_row(facts),
        Box(x=0, y=77, width=100, height=0.5),
        *_middle(facts, tall=16 if facts.sscc else 42),
    ]
    return [Label(100, 150, (*parts, *_lower(facts)))]


def _lines_at(lines: Sequence[str]) -> int:
    """Room of 31 mm: few lines stand large and may turn, eight stand small."""
    return max(len(lines), 4) if len(lines) < 4 else len(lines)


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
                Text(x=x, y=71.6, width=width, text=value, size=4, smallest=2, bold=True),
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


# --- packing slip ---------------------------------------------------------------------------------


def _slip_a4(facts: Slip) -> Sequence[Label]:
    return _slip(facts, width=210, height=297, margin=15, row=6.2)


def _slip_roll(facts: Slip) -> Sequence[Label]:
    return _slip(facts, width=100, height=150, margin=4, row=5)


def _slip(facts: Slip, *, width: float, height: float, margin: float, row: float) -> list[Label]:
    """The first page has the head, every page its number and as many lines as fit."""
    head = _head(facts, width, margin, row)
    top = max(part.y for part in head) + row * 1.6
    rest = iter(facts.lines)
    pages: list[list[Text | Symbol | Box]] = []
    while lines := list(islice(rest, int((height - 2.6 * row - top) / row) - 1)):
        table = _table(lines, top, width, margin, row)
        pages.append([*([] if pages else head), *table])
        top = margin + row
    for n, page in enumerate(pages, 1):
        foot = f"{facts.order}   page {n} of {len(pages)}"
        place = height - margin / 2 - row * 0.8
        page += [
            Text(
                x=margin,
                y=place,
                width=(width - 2 * margin) * 0.55,
                text=facts.note,
                size=row * 0.5,
                shorten=True,
            ),
            Text(
                x=width * 0.55,
                y=place,
                width=width * 0.45 - margin,
                text=foot,
                size=row * 0.5,
                smallest=1.6,
                align=Align.RIGHT,
            ),
        ]
    return [Label(width, height, tuple(page)) for page in pages]


def _head(facts: Slip, width: float, margin: float, row: float) -> list[Text | Symbol | Box]:
    inner = width - 2 * margin
    half = inner / 2 - 2
    y = margin + row * 4.6
    said = [f"Order {facts.order}", f"Date {facts.date}"]
    said += [f"Carton {facts.carton}"] if facts.carton else []
    block = row * 0.62
    most = max(len(facts.sender), len(facts.to), 4)
    return [
        Text(x=margin, y=margin, width=half - 4, text="Packing slip", size=row * 1.4, bold=True),
        Text(
            x=margin,
            y=margin + row * 1.6,
            width=half - 4,
            text="\n".join(said),
            size=block,
            smallest=1.6,
            lines=3,
        ),
        Symbol(
            x=width / 2 - 3.8,  # so that its bars stand above the address
            y=margin,
            width=inner / 2 + 3.8,
            height=row * 2.2,
            symbology=Symbology.CODE_128,
            content=house_code(Kind.ORDER, facts.order),
            largest=0.38,
            align=Align.LEFT,
        ),
        Text(
            x=margin,
            y=y,
            width=half,
            text="\n".join(facts.sender),
            size=block,
            smallest=1.6,
            lines=most,
        ),
        Text(
            x=width / 2,
            y=y,
            width=half,
            text="\n".join(facts.to),
            size=block,
            smallest=1.6,
            lines=most,
            bold=True,
        ),
        Box(x=margin, y=y + block * (most * 1.25 + 0.6), width=inner, height=0.3),
    ]


def _table(
    lines: Sequence[SlipLine], top: float, width: float, margin: float, row: float
) -> list[Text | Symbol | Box]:
    inner = width - 2 * margin
    columns = [
        ("Qty", margin, inner * 0.1),
        ("SKU", margin + inner * 0.13, inner * 0.23),
        ("Item", margin + inner * 0.38, inner * 0.42),
        ("Lot", margin + inner * 0.82, inner * 0.18),
    ]
    parts: list[Text | Symbol | Box] = [
        Text(x=x, y=top, width=across, text=title, size=row * 0.5, bold=True)
        for title, x, across in columns
    ]
    parts.append(Box(x=margin, y=top + row * 0.62, width=inner, height=0.3))
    for n, line in enumerate(lines, 1):
        values = (f"{line.quantity} x", line.sku, line.name, line.lot)
        for value, (_, x, across) in zip(values, columns, strict=True):
            y = top + n * row
            shorten = value == line.name
            small = row * 0.55
            parts.append(
                Text(x=x, y=y, width=across, text=value, size=small, smallest=1.6, shorten=shorten)
            )
        parts.append(Box(x=margin, y=top + n * row + row * 0.7, width=inner, height=0.1))
    return parts


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
SLIP: dict[str, object] = {
    "sender": SENDER,
    "to": TO,
    "order": "WEB-10023",
    "date": "2026-11-24",
    "lines": [
        {"sku": "OIL-500", "name": "Olive oil, cold pressed, 500 ml", "quantity": 2, "lot": "B7"},
        {"sku": "TEA-GRN-100", "name": "Green tea, loose, 100 g", "quantity": 1},
        {"sku": "MUG-BLUE", "name": "Mug, blue glaze, 0.3 l", "quantity": 4},
    ],
    "note": "Thank you for your order.",
}
DESIGNS = [
    Design("carton", 1, "Carton and shipping label", 100, 150, Carton, _carton, PARCEL),
    Design("packing_slip", 1, "Packing slip, A4", 210, 297, Slip, _slip_a4, SLIP),
    Design("packing_slip_roll", 1, "Packing slip, label roll", 100, 150, Slip, _slip_roll, SLIP),
]
