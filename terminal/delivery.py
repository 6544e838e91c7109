"""Counts what goes out after a time without network, and tells it in one line when all is out."""

import time
from collections.abc import Callable

from terminal.client import Fate, Sent
from terminal.flows.offers import Delivered
from terminal.outbox import Outbox
from terminal.sending import TOO_EARLY


class Delivery:
    """Called on the sender's thread for each try."""

    def __init__(self, outbox: Outbox, tell: Callable[[Delivered], None]) -> None:
        self.outbox, self._tell = outbox, tell
        self._behind = outbox.unsent() > 0
        self._sent = self._refused = 0

    def heard(self, sent: Sent) -> None:
        if sent.fate is Fate.KEEP:
            self._behind = self._behind or sent.status != TOO_EARLY
        elif self._behind:
            self._count(sent.fate)

    def _count(self, fate: Fate) -> None:
        self._sent += fate is Fate.DONE
        self._refused += fate is Fate.REFUSED
        waiting = self.outbox.waiting()
        if waiting.unsent <= waiting.held and self._sent + self._refused:
            self._tell(Delivered(self._sent, self._refused, time.monotonic()))
            self._behind, self._sent, self._refused = False, 0, 0
