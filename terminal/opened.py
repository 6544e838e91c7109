"""Opens work: what a procedure works from is fetched, or was fetched ahead."""

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

import msgspec

from server.identity.wire.devices import SignedIn
from server.identity.wire.people import Right
from server.scans.wire import Inquiry
from server.work.wire import TaskView
from terminal.client import Client, Declined, Offline
from terminal.desk import Desk
from terminal.kit import Kit
from terminal.numbers import Numbers
from terminal.outbox import Outbox
from terminal.procedures import COUNT, Work
from terminal.progress import Done, Telling
from terminal.question import NO_SERVER, Beside, asked
from terminal.store import Unsaved


class Opened(ABC):
    """The part of a workplace that knows what is open: whose, which task, which work."""

    def __init__(self, outbox: Outbox, client: Client, desk: Desk, beside: Beside) -> None:
        self.outbox, self.client, self.desk, self.beside = outbox, client, desk, beside
        self.telling = Telling(outbox, client)
        self.kit = Kit(outbox, client)
        self.numbers = Numbers(outbox, client)
        desk.known, desk.number = self.kit.candidates, self.numbers.take
        self.signed_in: SignedIn | None = None
        self.bench = ""
        self._task: TaskView | None = None
        self._work: Work | None = None

    @abstractmethod
    def home(self, message: str = "", parked: TaskView | None = None) -> None:
        """Stands at home again, with a line about what was done."""

    def take(self, task: TaskView, work: Work) -> None:
        """A task that is now this worker's."""
        self._task = task
        self.kit.begun(task.task)
        self.kit.at_once()
        self.outbox.remember("task", msgspec.json.encode(task).decode())
        self.start(work)

    def fetch_ahead(self) -> None:
        """What the next tasks need, and what scans mean, while there is a network."""
        if self.signed_in is not None:
            self.kit.refresh(self.desk.warehouse, self.bench, at_work=self._task is not None)
            self._fetch_numbers(self.signed_in)

    def _fetch_numbers(self, signed_in: SignedIn) -> None:
        if Right.RECEIVE in signed_in.rights:
            with suppress(Offline, Declined, Unsaved):  # at the next beat, then
                self.numbers.refill(self.desk.warehouse)

    def adopt(self, task: TaskView, work: Work, done: Done) -> None:
        """A task that is this worker's, from where another device has brought it."""
        self._task, self._work = task, work
        self.outbox.remember("task", msgspec.json.encode(task).decode())
        self.desk.adopt(work.procedure, work.document, bytes(done.snapshot), done.entries)

    def _wrote(self, run: int) -> None:
        if self._task is not None:
            self.telling.note(self.desk.warehouse, self._task.task, run)

    def start(self, work: Work) -> None:
        """Fetches what the procedure works from, and opens it."""
        self._work = work
        if work.fetch is None:
            self.desk.begin(work.procedure, work.document, work.made(None, self.bench))
            return
        client, warehouse, fetch = self.client, self.desk.warehouse, work.fetch

        def then(answer: Any) -> None:
            kept = self.kit.snapshot(work) if answer == NO_SERVER else None
            if kept is not None:
                self.desk.begin(work.procedure, work.document, work.procedure.decode(kept))
            elif isinstance(answer, str):
                self.home(answer)
            else:
                self.desk.begin(work.procedure, work.document, work.made(answer, self.bench))

        self.beside(lambda: asked(lambda: fetch(client, warehouse)), then)

    def _looked_up_before(self, code: str) -> tuple[Inquiry, int] | None:
        """Not while counting: the server hides what is counted, a cache does not know of it."""
        counts = self._work is not None and self._work.procedure is COUNT
        return None if counts else self.kit.inquiry(code)
