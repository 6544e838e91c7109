"""The packing slip, on A4 or on the label roll: head, lines, page numbers."""

from collections.abc import Sequence
from itertools import islice
from typing import Annotated

import msgspec

from labels.catalogue.carton import SENDER, TO
from labels.catalogue.facts import AddressLines, Code, Count, Day, Design, Facts, Name, Note
from labels.codes import Kind, house_code
from labels.design import Align, Box, Label, Symbol, Symbology, Text


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
            shorten = value is line.name
            small = row * 0.55
            parts.append(
                Text(x=x, y=y, width=across, text=value, size=small, smallest=1.6, shorten=shorten)
            )
        parts.append(Box(x=margin, y=top + n * row + row * 0.7, width=inner, height=0.1))
    return parts


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
    Design("packing_slip", 1, "Packing slip, A4", 210, 297, Slip, _slip_a4, SLIP),
    Design("packing_slip_roll", 1, "Packing slip, label roll", 100, 150, Slip, _slip_roll, SLIP),
]
