"""The nouns that one symbol holds: a reading each, all sharing the symbol's values."""

from collections.abc import Iterator, Mapping, Sequence

from terminal.scan.reading import Evidence, Kind, Reading

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
    "ship": (Kind.SHIP,),
    "place": (Kind.LOC,),
}
# Attributes by which an item is known outside the house.
ITEM_CODES = ("gtin", "part", "supplier_part")


def readings(
    values: dict[str, str],
    evidence: Evidence,
    warnings: tuple[str, ...] = (),
    items: Sequence[str] = (),
) -> Iterator[Reading]:
    """Every noun in `values`; `items` are the item's names where it has no GTIN."""
    for name in items:
        yield Reading(Kind.ITEM, name, evidence, values, warnings)
    for attribute, kinds in NOUNS.items():
        if attribute in values:
            for kind in kinds:
                yield Reading(kind, values[attribute], evidence, values, warnings)


def item_codes(values: Mapping[str, str]) -> tuple[str, ...]:
    """What the scan calls its item, whatever else it was scanned for."""
    return tuple(values[name] for name in ITEM_CODES if name in values)
