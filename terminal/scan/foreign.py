"""Labels that are neither GS1 nor the house's, as Readings: HIBC, ISO 15434, parcels (4.8)."""

from labels.gs1 import GS
from terminal.scan import carriers, hibc, iso15434, nouns
from terminal.scan.outcome import Reject
from terminal.scan.raw import Clean
from terminal.scan.reading import Evidence, Kind, Reading
from terminal.scan.wanted import Wanted

# Free text: whatever stands there is taken, so that a misread must not get as far.
SPOKEN = frozenset({Kind.LOT, Kind.SERIAL, Kind.TEXT})
# What a parcel label of GS1 symbology begins with: AI 420, or a range of AIs that carriers use.
SHIPPED = ("420", "9")
SHORTEST_IN_GS1 = 22
SHORTEST_LABEL = 6


def parcels(clean: Clean, wanted: Wanted) -> list[Reading]:
    """Parcel numbers, where one is asked for or nothing else looks like it."""
    asked = Kind.SHIP in (*wanted.kinds, *wanted.jumps)
    return list(carriers.readings(clean.text, wanted=asked))


def parcels_in_gs1(clean: Clean, wanted: Wanted) -> list[Reading]:
    """The same in a GS1 symbol; a logistic unit's number is a parcel's where only that is asked."""
    text = clean.text
    kinds = (*wanted.kinds, *wanted.jumps)
    if text.startswith(SHIPPED) and len(text) >= SHORTEST_IN_GS1:
        return parcels(clean, wanted)
    if len(text) == 20 and text.startswith("00") and Kind.SHIP in kinds:
        unit = {Kind.LPN, Kind.SSCC} & set(kinds)
        said = {Kind.SHIP.attribute: text, "sscc": text[2:]}
        return [] if unit else [Reading(Kind.SHIP, text, Evidence.AIM, said)]
    return []


def medical(clean: Clean, wanted: Wanted) -> Reject | list[Reading]:
    """HIBC: a primary, a secondary whose item is in context, or both in one symbol."""
    text = clean.symbol
    if not hibc.holds(text):
        long = len(text) >= SHORTEST_LABEL and not clean.raw.keyed
        misread = long and wanted.kind in SPOKEN
        return Reject("E-CHECK", {"value": text}) if misread else []
    said = hibc.parse(text)
    if isinstance(said, hibc.NoDate):
        return Reject("E-DATE", {"value": str(said)})
    if isinstance(said, hibc.Broken):
        return Reject("E-GS1", {"ai": "HIBC", "value": text})
    values = {**said.values, **({"part": said.primary} if said.primary else {"link": said.link})}
    if not said.primary and wanted.within is None and wanted.kind not in SPOKEN:
        return Reject("E-HALF", {"value": text})
    items = [said.identifier] if said.primary else []
    return list(nouns.readings(values, Evidence.CHECK, items=items))


def envelope(clean: Clean) -> Reject | tuple[list[Reading], str]:
    """ISO 15434: the readings of its data identifiers, and the element strings that came along."""
    said = iso15434.parse(clean.text)
    if isinstance(said, iso15434.Fault):
        return Reject(said.code, {"ai": said.identifier, "value": said.value})
    values = said.values
    names = [values[name] for name in ("part", "supplier_part") if name in values]
    inner = iso15434.pzn(values.get("part", ""))
    items = [*names, inner] if inner else names
    return list(nouns.readings(values, Evidence.CHECK, items=items)), said.elements.strip(GS)
