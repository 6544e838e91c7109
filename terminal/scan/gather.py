"""Everything a clean scan may mean, by its identifier and the order of 4.12 rule 3."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from labels.codes import BadCheck
from labels.gs1 import (
    GS,
    MOST_READINGS,
    Message,
    check_digit_holds,
    other_readings,
    parse,
    parse_hri,
    unpaired,
)
from labels.gs1 import Gs1Error as Fault
from terminal.scan import foreign, gs1, house, link
from terminal.scan.aim import MAY_HOLD_HRI, Grammar, grammar
from terminal.scan.foreign import SPOKEN
from terminal.scan.iso15434 import HEAD
from terminal.scan.match import GTIN_LENGTHS, kinds_named, names
from terminal.scan.normalise import begins_gs1
from terminal.scan.outcome import Reject
from terminal.scan.raw import Clean
from terminal.scan.reading import Evidence, Kind, Reading
from terminal.scan.wanted import Wanted

# Kinds that are what they say; no book is asked whether they exist.
FREE = frozenset(
    {Kind.LOT, Kind.SERIAL, Kind.DATE, Kind.WEIGHT, Kind.QTY, Kind.TEXT, Kind.REASON, Kind.PIN}
    | {Kind.CHOICE, Kind.CMD}
)

MOST_GUESSED = 5
# Element strings begin so, whether their check digit holds or not.
ELEMENTS = re.compile(r"00[0-9]{18}|0[12][0-9]{14}")
# The line under the bars begins so: `(01)`.
READABLE = re.compile(r"\([0-9]{2,4}\)")


def gather(clean: Clean, wanted: Wanted) -> Reject | list[Reading]:
    """The readings of `clean`; a Reject where its identifier leaves no doubt that it is broken."""
    exact = [
        Reading(kind, clean.text, Evidence.CANDIDATE)
        for kind in dict.fromkeys(kind for kind, _ in kinds_named(wanted, clean.text))
    ]
    match grammar(clean.aim):
        case Grammar.GS1:
            found = foreign.parcels_in_gs1(clean, wanted) or _elements(
                clean.text, wanted, Evidence.AIM
            )
        case Grammar.EAN | Grammar.ITF:
            found = _trade_item(clean)
        case _:
            found = _plain(clean, wanted)
    if isinstance(found, Reject):
        return exact or found
    return exact + found


def _elements(text: str, wanted: Wanted, evidence: Evidence) -> Reject | list[Reading]:
    if link.ADDRESS.match(text):
        return _linked(text, wanted, evidence)
    return _judged(parse(text), text, wanted, evidence)


def _linked(text: str, wanted: Wanted, evidence: Evidence) -> Reject | list[Reading]:
    said = link.read(text)
    return said if isinstance(said, Reject) else _judged(said, text, wanted, evidence, cut=True)


def _judged(
    message: Message | Fault, text: str, wanted: Wanted, evidence: Evidence, *, cut: bool = False
) -> Reject | list[Reading]:
    """`cut`: every field stood apart from the next, so that no separator can have been lost.

    A scanner loses all separators or none: one that has arrived speaks for the others.
    """
    if isinstance(message, Fault):
        return gs1.reject(message, text)
    item_known = wanted.within is not None or wanted.kind in FREE
    fault = unpaired(message, item_known=item_known) or gs1.unmeasured(message)
    if fault is not None:
        return gs1.reject(fault, text)
    if cut or GS in text:
        return list(gs1.readings(message, evidence))
    return list(_separated(message, wanted, evidence))


def _separated(message: Message, wanted: Wanted, evidence: Evidence) -> Iterator[Reading]:
    """The message, or what it says where a separator was lost in its last field (4.7 rule 8)."""
    # A date is as long as it is; nothing was swallowed by it.
    others = () if message.elements[-1].day else other_readings(message)
    known = _known(wanted)
    if not others or _marks(message) & known:
        yield from gs1.readings(message, evidence)
        return
    all_told = len(others) < MOST_READINGS
    fitting = tuple(other for other in others if all_told and _marks(other) & known)
    if len(fitting) == 1:
        for reading in gs1.readings(fitting[0], evidence):
            yield replace(reading, warnings=(*reading.warnings, "W-GS"))
        return
    # What is merely guessed never answers a prompt that the label as it stands does not.
    fits = any(r.kind in wanted.kinds for r in gs1.readings(message, evidence))
    guessed = fitting or (others if fits else ())
    for reading_of in (message, *guessed[:MOST_GUESSED]):
        for reading in gs1.readings(reading_of, evidence):
            yield replace(reading, doubt=True)


def _known(wanted: Wanted) -> set[str]:
    """The lots and serials that this prompt knows."""
    marks = {wanted.agree.get("lot"), wanted.agree.get("serial")}
    for candidate in wanted.one_of:
        marks |= {candidate.facts.get("lot"), candidate.facts.get("serial")}
        if wanted.kind_of(candidate) in {Kind.LOT, Kind.SERIAL}:
            marks.add(candidate.value)
    return {mark for mark in marks if mark}


def _marks(message: Message) -> set[str]:
    return {mark for mark in (message.get("10"), message.get("21")) if mark}


def _trade_item(clean: Clean) -> Reject | list[Reading]:
    """EAN, UPC (a periodical's add-on cut off) and ITF-14; a shop's own number is nobody's GTIN."""
    text = clean.text[:13] if clean.aim == "]E3" else clean.text
    itf = grammar(clean.aim) is Grammar.ITF
    found = gs1.item(text, Evidence.AIM)
    if isinstance(found, Fault) or (itf and len(text) != 14):
        return Reject("E-GS1", {"ai": "01", "value": text})
    return [] if not itf and gs1.is_restricted(found.value) else [found]


def _plain(clean: Clean, wanted: Wanted) -> Reject | list[Reading]:
    text = clean.text
    code = house.read(text)
    misread = isinstance(code, BadCheck) and not clean.raw.keyed
    if misread and not list(kinds_named(wanted, text)):
        return [] if _may_be_a_name(wanted) else Reject("E-CHECK", {"value": text})
    card = house.command(text)
    found = [reading for reading in (card, code) if isinstance(reading, Reading)]
    structured = _structured(clean, wanted) if not found else []
    if isinstance(structured, Reject):
        return structured
    return found + structured + _spoken(clean, wanted, found + structured)


def _may_be_a_name(wanted: Wanted) -> bool:
    """Whether the server may know what begins like a house code: a place STAGE, an order PO17."""
    asked = not FREE.issuperset(wanted.kinds) and SPOKEN.isdisjoint(wanted.kinds)
    return asked and (not wanted.one_of or wanted.others)


def _structured(clean: Clean, wanted: Wanted) -> Reject | list[Reading]:
    """What carries its own grammar, told by how it begins (4.12 rule 3c, d)."""
    text = clean.text
    if link.ADDRESS.match(text):
        return _linked(text, wanted, Evidence.CHECK)
    if text.startswith(HEAD):
        return _envelope(clean, wanted)
    if text.startswith("+"):
        return foreign.medical(clean, wanted)
    if READABLE.match(text) and (clean.raw.keyed or clean.aim in MAY_HOLD_HRI):
        return _judged(parse_hri(text), text, wanted, Evidence.STRUCT, cut=True)
    return _unmarked(clean, wanted)


def _envelope(clean: Clean, wanted: Wanted) -> Reject | list[Reading]:
    said = foreign.envelope(clean)
    if isinstance(said, Reject):
        return said
    found, elements = said
    more = _elements(elements, wanted, Evidence.CHECK) if elements else []
    return more if isinstance(more, Reject) else found + more


def _unmarked(clean: Clean, wanted: Wanted) -> Reject | list[Reading]:
    """A parcel's number; without identifier also element strings, or what bare digits may be."""
    text = clean.text
    parcels = foreign.parcels(clean, wanted)
    if grammar(clean.aim) is not Grammar.UNKNOWN:
        return parcels
    if GS in text and not parcels:
        return _elements(text, wanted, Evidence.CHECK)
    digits = _digits(text, wanted)
    if digits and not clean.raw.keyed:  # a GTIN that happens to pass a carrier's check
        parcels = [parcel for parcel in parcels if parcel.evidence >= Evidence.CHECK]
    return parcels + digits


def _digits(text: str, wanted: Wanted) -> list[Reading]:
    """What bare digits may be: a GTIN, an SSCC, or whole element strings that begin with one."""
    found: list[Reading] = []
    if len(text) in GTIN_LENGTHS:
        reading = gs1.item(text, Evidence.STRUCT)
        if isinstance(reading, Reading) and not gs1.is_restricted(reading.value):
            found.append(reading)
    if len(text) == 18 and check_digit_holds(text):
        said = {"sscc": text}
        found += [Reading(kind, text, Evidence.STRUCT, said) for kind in (Kind.SSCC, Kind.LPN)]
    if len(text) >= 16 and begins_gs1(text):
        message = _elements(text, wanted, Evidence.STRUCT)
        found += [] if isinstance(message, Reject) else message
    return found


def _spoken(clean: Clean, wanted: Wanted, read: list[Reading]) -> list[Reading]:
    """A lot, serial or text is whatever stands there, where it is what is asked first.

    That leaves out what is something else: the barcode or name of the item in hand, element
    strings, and of what is scanned all that has an own check, such as the shelf's label.
    """
    if wanted.kind not in SPOKEN:
        return []
    text = clean.text
    of_item = wanted.within is not None and names(wanted.within, text)
    sure = any(reading.evidence >= Evidence.CHECK for reading in read) or ELEMENTS.match(text)
    if of_item or READABLE.match(text) or (sure and not clean.raw.keyed):
        return []
    return [Reading(wanted.kind, text, Evidence.ALIAS, {wanted.kind.attribute: text})]


def code_of(reading: Reading) -> str:
    """The code under which a reading's candidate is known: a GTIN, not the name it answers to."""
    return reading.values.get("gtin", reading.value) if reading.kind is Kind.ITEM else reading.value
