"""GS1 messages as Readings: every noun that one scan holds, sharing all its values (4.7)."""

from datetime import date

from labels.gs1 import Element, Message, gtin14, weight_grams
from labels.gs1 import Gs1Error as Fault
from terminal.scan.outcome import Reject
from terminal.scan.reading import Evidence, Kind, Reading

CODES = {"gs1_duplicate": "E-GS1DUP", "gs1_date": "E-DATE"}
NAMES = {"00": "sscc", "01": "gtin", "02": "gtin", "10": "lot", "21": "serial", "400": "order"}
DAYS = {"17": "expiry", "15": "best_before", "11": "production", "7003": "expiry"}
COUNTS = ("37", "30")
# Which noun answers which attribute; in the order in which a choice shows them.
NOUNS = {
    "sscc": (Kind.SSCC, Kind.LPN),
    "gtin": (Kind.ITEM,),
    "lot": (Kind.LOT,),
    "serial": (Kind.SERIAL,),
    "expiry": (Kind.DATE,),
    "weight_grams": (Kind.WEIGHT,),
    "quantity": (Kind.QTY,),
    "order": (Kind.ORDER,),
}


def reject(fault: Fault, text: str) -> Reject:
    """A broken element string as an error that names the field."""
    value = fault.sentence if fault.code == "gs1_date" else text
    return Reject(CODES.get(fault.code, "E-GS1"), {"ai": fault.ai or "?", "value": value})


def values(message: Message) -> dict[str, str]:
    """The attributes of a message; expiry (17) falls back on best before (15)."""
    found: dict[str, str] = {}
    for element in message.elements:
        found.update(_value(element))
    for ai in COUNTS:
        count = message.get(ai)
        if count is not None:
            found["quantity"] = str(int(count))
    if "best_before" in found:
        found.setdefault("expiry", found["best_before"])
    return found


def readings(message: Message, evidence: Evidence) -> tuple[Reading, ...]:
    said = values(message)
    warnings = ("W-37",) if message.warnings else ()
    return tuple(
        Reading(kind, said[attribute], evidence, said, warnings)
        for attribute, kinds in NOUNS.items()
        if attribute in said
        for kind in kinds
    )


def item(digits: str, evidence: Evidence, *, upc_e: bool = False) -> Reading | Fault:
    """A GTIN of 8, 12, 13 or 14 digits as an item."""
    key = gtin14(digits, upc_e=upc_e)
    if isinstance(key, Fault):
        return key
    return Reading(Kind.ITEM, key, evidence, {"gtin": key})


def is_restricted(key: str) -> bool:
    """A number that only its own shop knows: EAN-13 20-29, 02, 04; UPC-A system 2 (rule 7)."""
    return key.startswith("0") and (key[1] == "2" or key[1:3] in {"02", "04"})


def _value(element: Element) -> dict[str, str]:
    if element.ai in NAMES:
        return {NAMES[element.ai]: element.value}
    if element.ai in DAYS:
        day: date | None = element.day or (element.moment.date() if element.moment else None)
        return {DAYS[element.ai]: day.isoformat()} if day else {}
    grams = weight_grams(element) if element.ai[:2] in {"31", "32"} else None
    return {} if grams is None else {"weight_grams": str(grams)}
