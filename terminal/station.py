"""A device put together: profile, outbox, client, sender, desk and workplace."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from terminal.client import Client, Sent
from terminal.delivery import Delivery
from terminal.desk import Desk
from terminal.flows.offers import Link
from terminal.kept import Row, Waiting
from terminal.outbox import Outbox
from terminal.pile import Shell
from terminal.question import Beside
from terminal.sending import Sender
from terminal.settings import DeviceProfile, scan_profile
from terminal.store import Unsaved
from terminal.workplace import Workplace

HEARTBEAT_SECONDS = 5.0


class Station:
    """What a painted terminal and a robot have in common; the shell differs."""

    def __init__(self, folder: Path, profile: DeviceProfile, shell: Shell, beside: Beside) -> None:
        """Raises InUse when another terminal works on this device's outbox, Unsaved, OSError."""
        self.shell = shell
        self.profile = profile
        self.outbox = Outbox(folder / "outbox.sqlite")
        self.client = Client(profile.server, profile.secret)
        self.desk = Desk(
            self.outbox,
            self.client,
            shell,
            warehouse=profile.warehouse,
            profile=scan_profile(profile, os.environ),
        )
        self.delivery = Delivery(self.outbox, shell.post)
        self.sender = Sender(self.outbox, self.client, self._heard)
        self.desk.nudge = self.sender.nudge
        self.workplace = Workplace(self.outbox, self.client, self.desk, self._beside)
        self._shells_beside = beside
        self.workplace.bench = profile.bench
        self._waiting = Waiting()
        self._stop = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def open(self) -> None:
        self.sender.start()
        self._heart.start()
        self.workplace.open()

    def close(self) -> None:
        """Stops sending; what is unsent stays in the outbox for the next start."""
        self._stop.set()
        self.sender.stop()
        self._heart.join(timeout=15)
        self.client.close()
        self.outbox.close()

    def _heard(self, row: Row, sent: Sent) -> None:
        self.desk.heard(row, sent)
        self.delivery.heard(sent)

    def waiting(self) -> Waiting:
        """What is unsent, for the bar; as it was last seen where the disk can't be read."""
        with suppress(Unsaved):
            self._waiting = self.outbox.waiting()
        return self._waiting

    def _beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """What follows an answer may have to be written."""
        self._shells_beside(work, lambda answer: self.desk.saving.do(partial(then, answer)))

    def _beat(self) -> None:
        """Tells whether the server is there, what progress was made, lets the sender try again."""
        there = True
        while not self._stop.wait(HEARTBEAT_SECONDS):
            was, there = there, self.client.alive()
            if there != was:
                self.shell.post(Link(online=there, at=time.monotonic()))
            if there and not was:
                self.sender.nudge()
            if there:
                self.workplace.telling.send()
                self.workplace.detours.tell_unlocked()
                self.workplace.settling.listen()
                self.workplace.fetch_ahead()
                if self.workplace.signed_in is not None:
                    self.workplace.news.exchange()
