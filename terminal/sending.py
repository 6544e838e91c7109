"""The sender: a thread that drains the outbox in order, with the same ids, for ever."""

import random
import threading
import time
from collections.abc import Callable

from server.exceptions.wire import ReportProblem
from terminal.client import Client, Fate, Sent
from terminal.kept import Row, State
from terminal.outbox import Outbox
from terminal.store import DAMAGED, Unsaved

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
TOO_EARLY = 425

Heard = Callable[[Row, Sent], None]


class Sender:
    """Sends one command at a time; `heard` is told, on this thread, what became of each."""

    def __init__(self, outbox: Outbox, client: Client, heard: Heard) -> None:
        self.outbox, self.client, self.heard = outbox, client, heard
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._not_before = 0.0
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=15)

    def nudge(self) -> None:
        """There is something new, or the link is back: try now, or when the server allows it."""
        self._wake.set()

    def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stop.is_set():
            if self._took():
                pause = FIRST_PAUSE_SECONDS
                continue
            self._sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  (jitter, no secret)
            self._leave_alone()
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _took(self) -> bool:
        """Sends the next; False where it has to be tried again, for the link or for the disk."""
        try:
            row = self.outbox.next()
            if row is None:
                self._sleep(5.0)
                return True
            sent = self.send_one(row)
            self._not_before = time.monotonic() + sent.wait_seconds
            return sent.fate is not Fate.KEEP or sent.status == TOO_EARLY
        except Unsaved:
            return False

    def _sleep(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def _leave_alone(self) -> None:
        """As long as the server has asked for, whatever wakes us."""
        while not self._stop.is_set() and (left := self._not_before - time.monotonic()) > 0:
            self._sleep(left)

    def send_one(self, row: Row) -> Sent:
        """One try; the row is answered before anybody is told."""
        if not row.is_whole:
            return self._damaged(row)
        if not self.outbox.tried(row.seq):
            return Sent(Fate.DONE)
        before = self.outbox.before(row)
        after, alone = before.operation if before else "", self.outbox.is_alone(row)
        sent = self.client.send(row, after, self._place_of(row), alone=alone)
        if sent.fate is Fate.DONE:
            self.outbox.answered(row.seq, State.DONE, sent.status, sent.body)
        elif sent.fate is Fate.REFUSED:
            self.outbox.answered(row.seq, State.PROBLEM, sent.status, sent.body)
        elif sent.fate is Fate.SIGN_IN:
            self.outbox.turned_away(row.session)
        elif sent.status == TOO_EARLY and before is not None:
            self.outbox.forgotten(before.seq)
        self.heard(row, sent)
        return sent

    def _damaged(self, row: Row) -> Sent:
        sent = Sent(Fate.REFUSED, 422, DAMAGED)
        self.outbox.damaged(row)
        self.heard(row, sent)
        return sent

    def _place_of(self, row: Row) -> str:
        """In this outbox's order; a report has none, for it may tell of that order itself."""
        return "" if row.kind == ReportProblem.kind else f"{self.outbox.name}:{row.seq}"
