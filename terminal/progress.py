"""Tells the server how far a task has come here, so that it goes on at another device."""

import json
import threading
from typing import Any

import msgspec

from server.work.wire import Progress, ProgressView
from terminal.client import Client, Declined, Offline
from terminal.flows.ask import Entry
from terminal.outbox import Outbox
from terminal.store import Unsaved

MOST_CHARACTERS = 32_768  # what the server keeps; a longer log begins anew elsewhere
SERIAL = "progress"


class Done(msgspec.Struct, frozen=True):
    """A procedure's snapshot and its log, as `Progress.body` carries them."""

    flow: str
    snapshot: msgspec.Raw
    entries: tuple[Entry, ...]


class Telling:
    """One device's progress; `note` is cheap, `send` is called now and then, the newest wins."""

    def __init__(self, outbox: Outbox, client: Client) -> None:
        self.outbox, self.client = outbox, client
        self._mutex = threading.Lock()
        self._noted: tuple[str, int, int] | None = None

    def note(self, warehouse: str, task: int, run: int) -> None:
        """The log of that run has changed."""
        with self._mutex:
            self._noted = (warehouse, task, run)

    def send(self) -> None:
        """Tells what was noted since; it waits for the next time where nobody answers."""
        with self._mutex:
            noted, self._noted = self._noted, None
        if noted is None:
            return
        try:
            self._tell(*noted)
        except (Offline, Unsaved):
            self._later(noted)
        except Declined:
            return  # somebody else's by now, or ended

    def _tell(self, warehouse: str, task: int, run: int) -> None:
        serial = int(self.outbox.fact(SERIAL) or "0") + 1
        self.outbox.remember(SERIAL, str(serial))
        body = self._body(run)
        if len(body) <= MOST_CHARACTERS:
            path = _path(warehouse, task)
            self.client.put(path, Progress(serial=serial, body=body), ProgressView)

    def _later(self, noted: tuple[str, int, int]) -> None:
        with self._mutex:
            if self._noted is None:
                self._noted = noted

    def fetch(self, warehouse: str, task: int) -> Done | None:
        """What was told last of a task, by whatever device; None where nothing fits."""
        try:
            found = self.client.get(_path(warehouse, task), ProgressView)
            done = msgspec.json.decode(found.body, type=Done)
            known = int(self.outbox.fact(SERIAL) or "0")
            self.outbox.remember(SERIAL, str(max(known, found.serial)))
        except (Declined, Offline, Unsaved, msgspec.MsgspecError):
            return None
        return done

    def _body(self, run: int) -> str:
        """The log as printable ASCII."""
        kept = self.outbox.run(run)
        done = Done(kept.flow, msgspec.Raw(kept.snapshot), kept.entries)
        plain: Any = json.loads(msgspec.json.encode(done))
        return json.dumps(plain, ensure_ascii=True, separators=(",", ":"))


def _path(warehouse: str, task: int) -> str:
    return Progress.path.replace("{warehouse:str}", warehouse).replace("{task:int}", str(task))
