"""The sheet from which the scanner doctor learns what a scanner and its path change."""

from collections.abc import Sequence

from labels.catalogue.facts import Code, Design, Facts
from labels.codes import CALIBRATION_CODES
from labels.design import Align, Box, Label, Symbol, Symbology, Text

LEFT, WIDE, FIRST, APART = 15, 180, 62, 55
HELP = (
    "Start the scanner doctor: scan its card, or `tallyman terminal --doctor`.",
    "Then scan these codes from 1 to 4, each when the screen asks for it.",
)


class CalibrationSheet(Facts, frozen=True):
    title: Code = "Scanner calibration"


def _sheet(facts: CalibrationSheet) -> Sequence[Label]:
    """Four codes, for one of 96 characters would be 278 mm wide."""
    parts: list[Text | Symbol | Box] = [
        Text(x=LEFT, y=13, width=WIDE, text=facts.title, size=10, bold=True, align=Align.CENTER),
        Box(x=LEFT, y=25, width=WIDE, height=0.6),
    ]
    parts += [
        Text(x=LEFT, y=31 + 7 * n, width=WIDE, text=line, size=4.4) for n, line in enumerate(HELP)
    ]
    for n, content in enumerate(CALIBRATION_CODES):
        y = FIRST + APART * n
        parts += [
            Text(x=LEFT, y=y, width=WIDE, text=str(n + 1), size=9, bold=True, align=Align.CENTER),
            Symbol(
                x=LEFT, y=y + 12, width=WIDE, height=20, symbology=Symbology.CODE_128,
                content=content, largest=0.38,
            ),
        ]  # fmt: skip
    return [Label(210, 297, tuple(parts))]


DESIGNS = [
    Design(
        "calibration_sheet", 1, "Scanner calibration, A4", 210, 297, CalibrationSheet, _sheet, {}
    )
]
