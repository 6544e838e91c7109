"""GS1 messages as Readings: every noun that one scan holds, sharing all its values (4.7)."""

from datetime import date

from labels.gs1 import Element, Message, gtin14, weight_grams
from labels.gs1 import Gs1Error as Fault
from terminal.scan import nouns
from terminal.scan.outcome import Reject
from terminal.scan.reading import Evidence, Kind, Reading

CODES = {"gs1_duplicate": "E-GS1DUP", "gs1_date": "E-DATE"}
NAMES = {
    "00": "sscc", "01": "gtin", "02": "gtin", "10": "lot", "20": "variant", "21": "serial",
    "240": "additional_part", "241": "customer_part", "250": "second_serial", "254": "extension",
    "400": "order", "401": "ship", "402": "ship", "403": "routing", "410": "ship_to",
    "412": "purchased_from", "414": "place", "420": "postal_code", "421": "postal_code",
    "422": "origin", "8020": "payment_slip", **{str(ai): f"company_{ai}" for ai in range(90, 100)},
}  # fmt: skip
DAYS = {
    "11": "production", "12": "due", "13": "packed", "15": "best_before", "16": "sell_by",
    "17": "expiry", "7003": "expiry", "7007": "harvest", "8008": "production",
}  # fmt: skip
COUNTS = ("37", "30")
GRAMS = {"310": "weight_grams", "320": "weight_grams", "330": "gross_grams", "340": "gross_grams"}
# Metres, square metres, litres and cubic metres, as whole millimetres, mm2 and millilitres.
MEASURES = {
    "311": ("length_mm", 1000), "312": ("width_mm", 1000), "313": ("height_mm", 1000),
    "314": ("area_mm2", 1_000_000), "315": ("volume_ml", 1000), "316": ("volume_ml", 1_000_000),
}  # fmt: skip
VARIABLE = "9"


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
    if "place" in found and "extension" in found:
        found["place"] += found.pop("extension")
    if "best_before" in found:
        found.setdefault("expiry", found["best_before"])
    return found


def unmeasured(message: Message) -> Fault | None:
    """A GTIN of variable measure (indicator 9) says how much it is: a weight, size or count."""
    measures = {*GRAMS, *MEASURES, "30"}
    for ai in ("01", "02"):
        gtin = message.get(ai) or ""
        told = any(element.ai[:3] in measures for element in message.elements)
        if gtin.startswith(VARIABLE) and not told:
            sentence = f"({ai}) {gtin} is of variable measure: its weight (310n) or count (30)."
            return Fault("gs1_pair", ai, sentence)
    return None


def readings(message: Message, evidence: Evidence) -> tuple[Reading, ...]:
    warnings = ("W-37",) if message.warnings else ()
    return tuple(nouns.readings(values(message), evidence, warnings))


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
    name = element.ai[:3]
    if element.ai in NAMES:
        return {NAMES[element.ai]: element.value}
    if element.ai in DAYS:
        day: date | None = element.day or (element.moment.date() if element.moment else None)
        return {DAYS[element.ai]: day.isoformat()} if day else {}
    if name in GRAMS and (grams := weight_grams(element)) is not None:
        return {GRAMS[name]: str(grams)}
    if name in MEASURES and element.amount is not None:
        attribute, unit = MEASURES[name]
        return {attribute: str(int((element.amount * unit).to_integral_value()))}
    return {}
