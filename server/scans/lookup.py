"""What a scanned or typed text may stand for, in the caller's warehouse."""

from collections.abc import Callable, Iterator

from labels.codes import BadCheck, HouseCode, Kind, read_house_code
from labels.gs1 import Gs1Error, Message, check_digit_holds, gtin14, parse, parse_hri
from server.catalog.find import items_by_barcode
from server.door import Reading
from server.scans import find, named
from server.scans.content import with_content
from server.scans.wire import Candidate, Candidates, ScanEvidence, ScanKind, ScanQuery

MOST = 6
GS = "\x1d"
GS1_SYMBOLS = ("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1")

Finder = Callable[[Reading, str], Iterator[Candidate]]

HOUSE: dict[Kind, Finder] = {
    Kind.LOCATION: find.locations,
    Kind.LPN: lambda reading, body: find.containers(reading, find.with_check(Kind.LPN, body)),
    Kind.TOTE: lambda reading, body: find.totes(reading, Kind.TOTE, body),
    Kind.CART_SLOT: lambda reading, body: find.totes(reading, Kind.CART_SLOT, body),
    Kind.CART: find.carts,
    Kind.ORDER: find.orders,
    Kind.PURCHASE_ORDER: find.purchase_orders,
    Kind.RECEIPT: find.receipts,
    Kind.TASK: find.tasks,
    Kind.COUNT: find.counts,
    Kind.RETURN: named.returns,
    Kind.DOOR: named.doors,
    Kind.PRINTER: named.printers,
    Kind.STATION: named.stations,
}
# By what the terminal has understood of a label, an item or a parcel may be known.
HINTED: tuple[Finder, ...] = (
    find.aliases,
    named.items_called,
    lambda reading, code: named.supplier_parts(reading, code, ScanEvidence.STRUCT),
    lambda reading, code: named.parcels(reading, code, ScanEvidence.STRUCT),
)


def lookup(reading: Reading, query: ScanQuery) -> Candidates:
    """At most 6 candidates, the surest first; badges and commands are never looked up.

    Where there are some of the kinds that are wanted, there are no others in the answer.
    """
    text = query.text.strip()
    aim, bare = _aim(text)
    understood, found = _read(reading, aim, bare, query)
    found += [one for code in query.codes for finder in HINTED for one in finder(reading, code)]
    best = list({(one.kind, one.code): one for one in reversed(found)}.values())[::-1]
    best = [one for one in best if one.kind in query.kinds] or best
    best.sort(key=lambda one: -list(ScanEvidence).index(one.evidence))
    few = best[:MOST]
    if query.content:
        few = [with_content(reading, one) for one in few]
    return Candidates(candidates=few, more=len(best) > MOST, understood=understood)


def _aim(text: str) -> tuple[str, str]:
    if len(text) > 3 and text[0] == "]" and text[1].isalpha():
        return text[:3], text[3:]
    return "", text


def _read(reading: Reading, aim: str, text: str, query: ScanQuery) -> tuple[str, list[Candidate]]:
    exact = [*find.aliases(reading, text)]
    house = read_house_code(text)
    if isinstance(house, HouseCode):
        if house.kind is Kind.BADGE:
            return "a badge: nothing to look up", []
        finder = HOUSE.get(house.kind)
        words = f"house code, {house.kind.name.replace('_', ' ').lower()} {house.body}"
        return words, exact + ([*finder(reading, house.body)] if finder else [])
    if aim in GS1_SYMBOLS or GS in text or text.startswith("("):
        return _gs1(reading, aim, text, exact)
    if (sscc := _sscc(text)) is not None:
        parcels = named.parcels(reading, sscc, ScanEvidence.STRUCT)
        return f"SSCC {sscc}", [*exact, *find.containers(reading, sscc), *parcels]
    exact += find.exact(reading, text, query.sku)
    exact += named.supplier_parts(reading, text)
    exact += named.parcels(reading, text.upper())
    exact += named.returns(reading, text.upper(), ScanEvidence.ALIAS)
    if isinstance(house, BadCheck) and not exact:
        kind = house.kind.name.replace("_", " ").lower()
        return f"a {kind} code with a wrong check character: scan again", []
    gtin = gtin14(text)
    return ("plain text" if isinstance(gtin, Gs1Error) else f"GTIN {gtin}"), exact


def _sscc(text: str) -> str | None:
    digits = text[2:] if len(text) == 20 and text.startswith("00") else text
    sound = len(digits) == 18 and digits.isascii() and digits.isdigit()
    return digits if sound and check_digit_holds(digits) else None


def _gs1(
    reading: Reading, aim: str, text: str, exact: list[Candidate]
) -> tuple[str, list[Candidate]]:
    message = parse_hri(text) if text.startswith("(") else parse(text)
    if isinstance(message, Gs1Error):
        return f"GS1, broken: {message.sentence}"[:200], exact
    evidence = ScanEvidence.AIM if aim else ScanEvidence.STRUCT
    found = list(exact)
    if sscc := message.get("00"):
        found += find.containers(reading, sscc, evidence)
        found += named.parcels(reading, sscc, evidence)
    if gtin := message.get("01") or message.get("02"):
        for item, quantity in items_by_barcode(reading.session, gtin):
            candidate = find.item_candidate(reading.session, item, evidence, quantity)
            found.append(_with(candidate, _values(message)))
    return f"GS1 {message.hri}"[:200], found


def _with(candidate: Candidate, values: dict[str, str]) -> Candidate:
    return Candidate(
        kind=ScanKind.ITEM,
        code=candidate.code,
        words=candidate.words,
        evidence=candidate.evidence,
        values=candidate.values | values,
    )


def _values(message: Message) -> dict[str, str]:
    """What else the symbol says, by the names that a terminal's readings use."""
    values = {}
    for ai, name in (("10", "lot"), ("21", "serial"), ("37", "quantity"), ("30", "quantity")):
        if (value := message.get(ai)) is not None:
            values[name] = value
    for ai, name in (("15", "best_before"), ("17", "expiry")):
        element = message.element(ai)
        if element is not None and element.day is not None:
            values[name] = element.day.isoformat()
    return values
