"""What a scan may mean: its kind, its values and how far that is to be believed."""

from enum import IntEnum, StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """The nouns of the floor; the member's value is also the word that a worker reads."""

    CMD = "COMMAND"
    BADGE = "BADGE"
    REASON = "REASON"
    LOC = "LOCATION"
    LPN = "LPN"
    SSCC = "SSCC"
    TOTE = "TOTE"
    SLOT = "SLOT"
    CART = "CART"
    ITEM = "ITEM"
    LOT = "LOT"
    SERIAL = "SERIAL"
    ORDER = "ORDER"
    TASK = "TASK"
    PO = "PO"
    ASN = "ASN"
    SHIP = "TRACKING"
    LOAD = "LOAD"
    DOOR = "DOOR"
    COUNT = "COUNT"
    PRINTER = "PRINTER"
    STATION = "STATION"
    CONTTYPE = "CARTON TYPE"
    RMA = "RMA"
    QTY = "QUANTITY"
    URL = "WEB ADDRESS"
    TEXT = "TEXT"
    # Answered with keys or a date, a weight or a choice inside a scan.
    DATE = "DATE"
    WEIGHT = "WEIGHT"
    PIN = "PIN"
    CHOICE = "CHOICE"

    @property
    def attribute(self) -> str:
        """The name under which a scan's values carry this kind."""
        return ATTRIBUTES.get(self, self.name.lower())


ATTRIBUTES = {Kind.QTY: "quantity", Kind.DATE: "expiry", Kind.WEIGHT: "weight_grams"}


class Evidence(IntEnum):
    """How far a reading is to be believed (terminal 4.12 rule 4); higher wins."""

    ALIAS = 1
    STRUCT = 2
    CANDIDATE = 3
    CHECK = 4
    AIM = 5


class Reading(Struct, frozen=True):
    """One meaning of a scan.

    `values` holds every attribute the scan carries, by name: item, gtin, lot, serial, expiry
    (ISO date), best_before, quantity (base units), pack (units per scan), weight_grams, sscc, ...
    `doubt`: one of several ways to read a label whose separators may have been lost.
    """

    kind: Kind
    value: str
    evidence: Evidence
    values: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    doubt: bool = False
