"""Tells the server how far a task has come here, so that it goes on at another device."""

import json
import threading
from typing import Any

import msgspec

from server.work.wire import Progress, ProgressView
from terminal.client import Client, Declined, Offline
from terminal.flows.ask import Entry
from terminal.outbox import Outbox

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
        warehouse, task, run = noted
        serial = int(self.outbox.fact(SERIAL) or "0") + 1
        self.outbox.remember(SERIAL, str(serial))
        body = self._body(run)
        if len(body) > MOST_CHARACTERS:
            return
        path = Progress.path.replace("{warehouse:str}", warehouse).replace("{task:int}", str(task))
        try:
            self.client.put(path, Progress(serial=serial, body=body), ProgressView)
        except Offline:
            self._later(noted)
        except Declined:
            return  # somebody else's by now, or ended

    def _later(self, noted: tuple[str, int, int]) -> None:
        with self._mutex:
            if self._noted is None:
                self._noted = noted

    def fetch(self, warehouse: str, task: int) -> Done | None:
        """What was told last of a task, by whatever device; None where nothing fits."""
        path = Progress.path.replace("{warehouse:str}", warehouse).replace("{task:int}", str(task))
        try:
            found = self.client.get(path, ProgressView)
            done = msgspec.json.decode(found.body, type=Done)
        except (Declined, Offline, msgspec.MsgspecError):
            return None
        known = int(self.outbox.fact(SERIAL) or "0")
        self.outbox.remember(SERIAL, str(max(known, found.serial)))
        return done

    def _body(self, run: int) -> str:
        """The log as printable ASCII."""
        kept = self.outbox.run(run)
        done = Done(kept.flow, msgspec.Raw(kept.snapshot), kept.entries)
        plain: Any = json.loads(msgspec.json.encode(done))
        return json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
