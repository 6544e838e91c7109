"""Asks the server what a scan may stand for, where the prompt itself does not know."""

import time
from collections.abc import Callable, Iterable

from server.identity.wire.people import WhoseBadge
from server.scans.wire import Candidate as FoundThere
from server.scans.wire import Candidates, ScanEvidence, ScanKind
from terminal.client import Client, Declined, Offline
from terminal.errors import of_problem
from terminal.flows.offers import Found, Lookup
from terminal.scan.nouns import item_codes
from terminal.scan.outcome import Query
from terminal.scan.reading import Evidence, Kind, Reading
from terminal.scan.wanted import Candidate

# How many codes of one label are sent along, and what they may name.
MOST_CODES = 6
LONGEST_CODE = 200
NAMED = frozenset({Kind.ITEM, Kind.SHIP})
LOOKED_UP = frozenset(kind.value for kind in ScanKind)
EVIDENCE = {
    ScanEvidence.ALIAS: Evidence.ALIAS,
    ScanEvidence.STRUCT: Evidence.STRUCT,
    ScanEvidence.CHECK: Evidence.CHECK,
    ScanEvidence.AIM: Evidence.AIM,
}


Known = Callable[[Iterable[str]], Iterable[FoundThere]]


def nothing(_texts: Iterable[str]) -> Iterable[FoundThere]:
    """Known where nothing was fetched ahead."""
    return ()


def no_number(_warehouse: str, asked: Lookup) -> Found:
    """A device that has no LPN numbers."""
    return Found(asked.ask, failed="E-NONEW", at=time.monotonic())


def look_up(client: Client, warehouse: str, asked: Lookup, known: Known = nothing) -> Found:
    """What was found, or the E- code that says why nothing was.

    Where nobody answers, what is `known` here of the text and the codes in it has to do.
    """
    query = asked.query
    if asked.here:
        return _known(asked, known)
    if query.whose and not any(_is_place(reading) for reading in query.readings):
        return _person(client, asked)
    wanted: dict[str, str | list[str]] = {"text": (query.aim or "") + query.text}
    if query.item:
        wanted["sku"] = query.item
    wanted["kinds"] = list(dict.fromkeys(filter(None, map(noun, query.kinds))))
    wanted["codes"] = _codes(query)
    if query.content:
        wanted["content"] = "true"
    try:
        found = client.get(f"/warehouses/{warehouse}/scans", Candidates, **wanted)
    except Offline:
        return _known(asked, known)
    except Declined as declined:
        failed = "E-UNK" if declined.status in {400, 404} else of_problem(declined.code)
        return Found(asked.ask, failed=failed, at=time.monotonic())
    if found.more:
        return Found(asked.ask, failed="E-MANY", at=time.monotonic())
    candidates = tuple(_candidate(one) for one in found.candidates)
    return Found(asked.ask, candidates, at=time.monotonic())


def _is_place(reading: Reading) -> bool:
    return reading.kind in {Kind.LOC, Kind.SLOT} and reading.evidence is Evidence.CHECK


def _person(client: Client, asked: Lookup) -> Found:
    """Whose badge it is; the person's code takes its place, and the badge is kept nowhere."""
    try:
        whose = client.whose(WhoseBadge(badge=asked.query.text[:200]))
    except Offline:
        return Found(asked.ask, failed="E-OFF", at=time.monotonic())
    except Declined as declined:
        failed = "E-PERM" if declined.status == 403 else "E-UNK"
        return Found(asked.ask, failed=failed, at=time.monotonic())
    person = Candidate(whose.person, Kind.BADGE, whose.name, evidence=Evidence.CHECK)
    return Found(asked.ask, (person,), at=time.monotonic())


def _known(asked: Lookup, known: Known) -> Found:
    """What was fetched ahead knows of it, those of the kinds that are wanted before all others."""
    found = [_candidate(one) for one in known([asked.query.text, *_codes(asked.query)])]
    found = [one for one in found if one.kind in asked.query.kinds] or found
    failed = "" if found else "E-OFF"
    return Found(asked.ask, tuple(found), failed=failed, at=time.monotonic())


def noun(kind: Kind) -> str:
    """The server's word for `kind`, empty where it looks none up; an SSCC is an LPN."""
    name = Kind.LPN.value if kind is Kind.SSCC else kind.value
    return name if name in LOOKED_UP else ""


def _codes(query: Query) -> list[str]:
    """What the scan calls its item or parcel, where that is not its whole text."""
    said = [reading.value for reading in query.readings if reading.kind in NAMED]
    said += [code for reading in query.readings for code in item_codes(reading.values)]
    plain = [code for code in said if code.isprintable() and len(code) <= LONGEST_CODE]
    return [code for code in dict.fromkeys(plain) if code != query.text][:MOST_CODES]


def _candidate(found: FoundThere) -> Candidate:
    """The server's words for the floor's nouns are the ones that a worker reads."""
    kind, sure = Kind(found.kind.value), EVIDENCE[found.evidence]
    return Candidate(found.code, kind, found.words, facts=found.values, evidence=sure)
