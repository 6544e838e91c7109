"""What a label is made of: frozen parts in millimetres, measured from the top left corner."""

from dataclasses import dataclass
from enum import StrEnum


class LabelError(ValueError):
    """A label that cannot be drawn; the message is a sentence, `code` is stable."""

    code = "label_refused"


class DoesNotFit(LabelError):
    """Text or a symbol is larger than its place allows, even at the smallest legible size."""

    code = "label_does_not_fit"


class NoGlyph(LabelError):
    """No installed font can write a letter of the text."""

    code = "label_no_glyph"


class BadFacts(LabelError):
    """The facts are not those that the design takes."""

    code = "label_facts"


class UnknownDesign(LabelError):
    """No design of this name and version."""

    code = "label_unknown_design"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Symbology(StrEnum):
    CODE_128 = "code 128"
    GS1_128 = "gs1-128"
    EAN_UPC = "ean/upc"
    ITF_14 = "itf-14"
    DATA_MATRIX = "data matrix"
    GS1_DATA_MATRIX = "gs1 data matrix"
    QR = "qr code"


class Colour(StrEnum):
    """A printer of one colour prints all but white as black."""

    BLACK = "#000000"
    WHITE = "#ffffff"
    GREY = "#c8c8c8"
    BLUE = "#0050c8"
    ORANGE = "#f07800"
    RED = "#d01820"
    GREEN = "#008540"
    YELLOW = "#ffd000"
    VIOLET = "#7a3a9a"


@dataclass(frozen=True, kw_only=True)
class Text:
    """`y` is the top of the first line's capitals; `size` is the em, capitals stand 0.69 of it.

    Set smaller, down to `smallest`, until it fits in `width`, `lines` and, where given, `height`.
    What still does not fit is refused, or cut with an ellipsis where `shorten` says that a part of
    it will do.
    """

    x: float
    y: float
    width: float
    text: str
    size: float
    smallest: float = 0
    height: float = 0
    lines: int = 1
    bold: bool = False
    align: Align = Align.LEFT
    shorten: bool = False
    colour: Colour = Colour.BLACK


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """A barcode, centred in its place or at its left, its quiet zones inside.

    Modules are whole dots of the printer, as large as the place allows, between `smallest` and
    `largest` millimetres.
    """

    x: float
    y: float
    width: float
    height: float
    symbology: Symbology
    content: str
    smallest: float = 0.25
    largest: float = 1.0
    align: Align = Align.CENTER


@dataclass(frozen=True, kw_only=True)
class Box:
    """A frame of `line` millimetres, or filled where `line` is 0."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0
    colour: Colour = Colour.BLACK


@dataclass(frozen=True)
class Label:
    width: float
    height: float
    parts: tuple[Text | Symbol | Box, ...]
