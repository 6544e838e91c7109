"""Messages about items, their pack levels and their barcodes."""

from enum import Enum


class Tracking(Enum):
    """What is known of each piece; `expiry` makes a lot from the date alone."""

    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"
    SERIAL_OUT = "serial_out"
    EXPIRY = "expiry"


class BaseUnit(Enum):
    """What a quantity of 1 is: a piece, or a millimetre or gram of cut and loose goods."""

    PIECE = "piece"
    MILLIMETRE = "mm"
    GRAM = "g"


class LevelName(Enum):
    EACH = "each"
    INNER = "inner"
    CASE = "case"
    LAYER = "layer"
    PALLET = "pallet"


class BarcodeKind(Enum):
    """A `gtin` is stored with 14 digits; an alias is whatever somebody printed on it."""

    GTIN = "gtin"
    ALIAS = "alias"
    SUPPLIER = "supplier"
