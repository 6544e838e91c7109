"""The sender: a thread that drains the outbox in order, with the same ids, for ever."""

import random
import threading
from collections.abc import Callable

from terminal.client import Client, Fate, Sent
from terminal.kept import Row, State
from terminal.outbox import Outbox
from terminal.store import Unsaved

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
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=15)

    def nudge(self) -> None:
        """There is something new, or the link is back: try now."""
        self._wake.set()

    def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stop.is_set():
            if self._took():
                pause = FIRST_PAUSE_SECONDS
                continue
            self._sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  (jitter, no secret)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _took(self) -> bool:
        """Sends the next; False where it has to be tried again, for the link or for the disk."""
        try:
            row = self.outbox.next()
            if row is None:
                self._sleep(5.0)
                return True
            sent = self.send_one(row)
            return sent.fate is not Fate.KEEP or sent.status == TOO_EARLY
        except Unsaved:
            return False

    def _sleep(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def send_one(self, row: Row) -> Sent:
        """One try; the row is answered before anybody is told."""
        if not self.outbox.tried(row.seq):
            return Sent(Fate.DONE)
        before = self.outbox.before(row)
        sent = self.client.send(row, before.operation if before else "")
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
