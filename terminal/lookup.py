"""Asks the server what a scan may stand for, where the prompt itself does not know."""

import time

from server.scans.wire import Candidate as FoundThere
from server.scans.wire import Candidates
from terminal.client import Client, Declined, Offline
from terminal.errors import of_problem
from terminal.flows.offers import Found, Lookup
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


def look_up(client: Client, warehouse: str, asked: Lookup) -> Found:
    """What was found, or the E- code that says why nothing was."""
    query = asked.query
    text = {"text": (query.aim or "") + query.text}
    wanted = text | ({"sku": query.item} if query.item else {})
    try:
        found = client.get(f"/warehouses/{warehouse}/scans", Candidates, **wanted)
    except Offline:
        return Found(asked.ask, failed="E-OFF", at=time.monotonic())
    except Declined as declined:
        failed = "E-UNK" if declined.status in {400, 404} else of_problem(declined.code)
        return Found(asked.ask, failed=failed, at=time.monotonic())
    candidates = tuple(_candidate(one) for one in found.candidates)
    return Found(asked.ask, candidates, at=time.monotonic())


def _candidate(found: FoundThere) -> Candidate:
    """The server's words for the floor's nouns are the ones that a worker reads."""
    return Candidate(found.code, Kind(found.kind.value), found.words, facts=found.values)
