"""This device's block of LPN numbers: fetched while there is a network, each given out once."""

import time

from server.inbound.wire.lpns import LpnsTaken, TakeLpns
from terminal.client import Client, Declined, Offline
from terminal.errors import of_problem
from terminal.flows.offers import Found, Lookup
from terminal.outbox import Outbox
from terminal.scan.reading import Evidence, Kind
from terminal.scan.wanted import Candidate

BLOCK, FEWEST = 50, 25
NUMBER = "number"


class Numbers:
    """What is given out is gone from the disk first, so that a kill leaves a gap and no double."""

    def __init__(self, outbox: Outbox, client: Client) -> None:
        self.outbox, self.client = outbox, client

    def left(self) -> list[str]:
        return [row.key for row in self.outbox.ahead(NUMBER)]

    def refill(self, warehouse: str) -> None:
        """Raises Offline or Declined."""
        left = len(self.left())
        if left < FEWEST:
            self._fetch(warehouse, BLOCK - left)

    def take(self, warehouse: str, asked: Lookup) -> Found:
        """The next number; from the server where none is left here."""
        code, failed = self.outbox.take_ahead(NUMBER), ""
        if not code:
            failed = "E-NONEW" if asked.here else self._asked(warehouse)
            code = "" if failed else self.outbox.take_ahead(NUMBER)
        found = (Candidate(code, Kind.LPN, evidence=Evidence.CHECK),) if code else ()
        return Found(asked.ask, found, failed=failed, at=time.monotonic())

    def _asked(self, warehouse: str) -> str:
        try:
            self._fetch(warehouse, 1)
        except Offline:
            return "E-NONEW"
        except Declined as declined:
            return of_problem(declined.code)
        return ""

    def _fetch(self, warehouse: str, count: int) -> None:
        told = self.client.act(TakeLpns(count=count), LpnsTaken, warehouse)
        self.outbox.fetched(NUMBER, [(code, b"") for code in told.containers])
