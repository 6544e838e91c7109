"""Content to bars or modules; zxing-cpp encodes, the dots are ours."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zxingcpp

from labels.design import Align, DoesNotFit, LabelError, Symbol, Symbology
from labels.gs1 import GS, Gs1Error, parse

FORMATS: dict[Symbology, tuple[Any, int]] = {  # and the quiet zone in modules
    Symbology.CODE_128: (zxingcpp.BarcodeFormat.Code128, 10),
    Symbology.GS1_128: (zxingcpp.BarcodeFormat.Code128, 10),
    Symbology.ITF_14: (zxingcpp.BarcodeFormat.ITF, 10),
    Symbology.DATA_MATRIX: (zxingcpp.BarcodeFormat.DataMatrix, 2),
    Symbology.GS1_DATA_MATRIX: (zxingcpp.BarcodeFormat.DataMatrix, 2),
    Symbology.QR: (zxingcpp.BarcodeFormat.QRCode, 4),
}
EAN_UPC = {
    8: (zxingcpp.BarcodeFormat.EAN8, 8),
    12: (zxingcpp.BarcodeFormat.UPCA, 10),
    13: (zxingcpp.BarcodeFormat.EAN13, 11),
}
GS1 = frozenset({Symbology.GS1_128, Symbology.GS1_DATA_MATRIX})
MATRIX = frozenset({Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX, Symbology.QR})

LINEAR = frozenset(Symbology) - MATRIX


class NotEncodable(LabelError):
    """Content that the symbology cannot carry."""

    code = "label_not_encodable"


@dataclass(frozen=True)
class Modules:
    """A symbol placed: whole dots. Each row of "1" and "0" is `tall` dots high, each module `dots`
    wide; a linear symbol is one tall row.
    """

    x: int
    y: int
    dots: int
    tall: int
    rows: tuple[str, ...]


def place(symbol: Symbol, dots_per_mm: float) -> Modules:
    """The symbol as large as its place allows; `DoesNotFit` says what it would have needed."""
    rows, quiet = encode(symbol.symbology, symbol.content)
    matrix = symbol.symbology in MATRIX
    across = len(rows[0]) + 2 * quiet
    room = symbol.width / across
    if matrix:
        room = min(room, symbol.height / (len(rows) + 2 * quiet))
    dots = int(min(room, symbol.largest) * dots_per_mm + 1e-6)
    if dots / dots_per_mm < symbol.smallest - 1e-6:
        raise DoesNotFit(
            f"The {symbol.symbology} of {symbol.content!r} needs "
            f"{across * symbol.smallest:.0f} mm, "
            f"its place is {symbol.width:.0f} x {symbol.height:.0f} mm."
        )
    height = round(symbol.height * dots_per_mm)
    left = symbol.x * dots_per_mm + quiet * dots
    if symbol.align is Align.CENTER:
        left = (symbol.x + symbol.width / 2) * dots_per_mm - len(rows[0]) * dots / 2
    return Modules(
        x=round(left),
        y=round(symbol.y * dots_per_mm) + ((height - len(rows) * dots) // 2 if matrix else 0),
        dots=dots,
        tall=dots if matrix else height,
        rows=rows,
    )


@lru_cache(maxsize=4096)
def encode(symbology: Symbology, content: str) -> tuple[tuple[str, ...], int]:
    """Rows of modules without quiet zone, and the quiet zone. GS1 content is an element string."""
    if symbology in LINEAR and not content.isascii():
        raise NotEncodable(f"A {symbology} carries ASCII only, got {content!r}.")
    if symbology is Symbology.ITF_14 and len(content) != 14:
        raise NotEncodable(f"An {symbology} carries 14 digits, got {content!r}.")
    try:
        form, quiet = EAN_UPC[len(content)] if symbology not in FORMATS else FORMATS[symbology]
        if symbology in GS1:
            made = zxingcpp.create_barcode(_bracketed(content), form, gs1=True)
        else:
            made = zxingcpp.create_barcode(content, form)
        image: Any = made.to_image(scale=1, add_quiet_zones=False)
    except (ValueError, KeyError, RuntimeError) as error:
        raise NotEncodable(f"A {symbology} cannot carry {content!r}.") from error
    grid: list[list[int]] = memoryview(image).tolist()  # type: ignore[assignment]
    rows = tuple("".join("0" if dot else "1" for dot in row) for row in grid)
    return (rows if symbology in MATRIX else rows[:1]), quiet


def _bracketed(content: str) -> str:
    message = parse(content)
    if isinstance(message, Gs1Error):
        raise NotEncodable(message.sentence)
    if set("()") & set(content):
        raise NotEncodable(f"A bracket in {content.replace(GS, ' ')!r} cannot be encoded.")
    return message.hri
