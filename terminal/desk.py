"""The desk: where a run, the outbox and the server meet; painted or not, it is the same."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from labels.codes import Kind as HouseKind
from server.scans.wire import Candidate as FoundThere
from server.scans.wire import Candidates
from server.undo.wire import Reverse
from terminal.client import Client, Declined, Fate, Offline, Sent
from terminal.errors import of_problem
from terminal.flows.ask import Entry, Flow, Saved
from terminal.flows.offers import (
    Detour,
    Effect,
    Event,
    Found,
    Leave,
    Link,
    Lookup,
    Paint,
    Print,
    Refused,
    Replied,
    Scan,
    Sound,
    Tone,
    View,
    Write,
    Written,
)
from terminal.flows.run import Run
from terminal.outbox import Outbox, Resumed, Row
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


class Shell(Protocol):
    """What stands around a desk: a painted app, or a robot."""

    def paint(self, view: View) -> None: ...
    def sound(self, sound: Sound) -> None: ...
    def left(self, leave: Leave) -> None: ...
    def detour(self, to: str) -> None: ...
    def reprint(self) -> None: ...
    def post(self, event: Event) -> None:
        """Offers the event to the desk, later, on the shell's own thread."""

    def ask_server(self, work: Callable[[], None]) -> None:
        """Runs a question to the server beside the shell's own thread."""


@dataclass(frozen=True)
class Procedure:
    """A flow by name, and the snapshot that it works from (None: nothing to work from)."""

    name: str
    flow: Callable[[Any], Flow[Any]]
    snapshot: Any = None

    def encode(self, snapshot: Any) -> bytes:
        return msgspec.json.encode(snapshot)

    def decode(self, raw: bytes) -> Any:
        return msgspec.json.decode(raw, type=self.snapshot) if self.snapshot else None


class Desk:
    """One worker's place: the run that is open, and the queue that takes what it writes."""

    def __init__(
        self,
        outbox: Outbox,
        client: Client,
        shell: Shell,
        *,
        warehouse: str,
        profile: ScanProfile = PLAIN,
    ) -> None:
        self.outbox, self.client, self.shell = outbox, client, shell
        self.warehouse, self.profile = warehouse, profile
        self.online = True
        self.run: Run | None = None
        self.nudge: Callable[[], None] = lambda: None
        self._row: int | None = None

    # --- runs -------------------------------------------------------------------------------------

    def begin(self, procedure: Procedure, task: str, snapshot: Any) -> None:
        """Opens a run and paints its first prompt."""
        raw = procedure.encode(snapshot)
        self._row = self.outbox.begin(procedure.name, task, self.warehouse, raw)
        self._start(procedure, snapshot, ())

    def aside(self, procedure: Procedure, snapshot: Any) -> None:
        """Opens a run that is never written: what it asks (a PIN) must not reach the disk."""
        self._row = None
        self._start(procedure, snapshot, ())

    def resume(self, procedures: dict[str, Procedure]) -> Resumed | None:
        """Stands at the prompt where the terminal stopped; None when nothing was open."""
        kept = self.outbox.resumed()
        if kept is None:
            return None
        if kept.flow not in procedures:
            self.outbox.end(kept.run)
            return None
        procedure = procedures[kept.flow]
        self._row, self.warehouse = kept.run, kept.warehouse
        last = self.outbox.last_of(kept.run)
        if last and any(
            isinstance(e, Saved) and e.operation == last.operation for e in kept.entries
        ):
            last = None
        self._start(procedure, procedure.decode(kept.snapshot), kept.entries, last)
        return kept

    def _start(
        self,
        procedure: Procedure,
        snapshot: Any,
        entries: tuple[Entry, ...],
        unsent: Row | None = None,
    ) -> None:
        run = Run(
            procedure.flow,
            snapshot,
            entries,
            reverse=lambda operation: Reverse(operation=operation),
            online=self.online,
            unsent=unsent.operation if unsent else "",
            profile=self.profile,
        )
        self.run = run
        self._perform_all(run.start(time.monotonic()))
        if unsent is not None and unsent.result is not None:
            self.shell.post(_heard(unsent, unsent.status or 0, unsent.result))

    # --- events and effects -----------------------------------------------------------------------

    def offer(self, event: Event) -> None:
        """Total: an event that nobody waits for changes nothing."""
        if isinstance(event, Link):
            self.online = event.online
        if isinstance(event, Scan):
            self._keep(event)
        if self.run is not None:
            self._perform_all(self.run.offer(event))

    def _perform_all(self, effects: list[Effect]) -> None:
        for effect in effects:
            self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Paint():
                self.shell.paint(effect.view)
            case Tone():
                self.shell.sound(effect.sound)
            case Write():
                self._write(effect)
            case Lookup():
                self.shell.ask_server(lambda: self._look_up(effect))
            case Detour():
                self.shell.detour(effect.to)
            case Print():
                self.shell.reprint()
            case Leave():
                self._leave(effect)

    def _write(self, effect: Write) -> None:
        """On disk before anything behind it is performed: the green band comes after."""
        if self._row is None:
            return
        path = (
            type(effect.command).path.replace("{warehouse:str}", self.warehouse)
            if effect.command
            else ""
        )
        operation = self.outbox.write(
            self._row,
            effect.keep,
            effect.entries,
            effect.command,
            session=self.client.session,
            path=path.replace("{warehouse:str}", self.warehouse),
        )
        if operation:
            self.shell.post(Written(operation, time.monotonic()))
            self.nudge()

    def _leave(self, effect: Leave) -> None:
        if self._row is not None and effect.to != "park":
            self.outbox.end(self._row)
        self.run, self._row = None, None
        self.shell.left(effect)

    def _keep(self, event: Scan) -> None:
        text = event.raw.text
        if HouseKind.BADGE in text[:8]:
            text = f"{text[:2]}***{text[-2:]}"
        self.outbox.scanned(event.raw.id, text, event.raw.source)

    # --- the server -------------------------------------------------------------------------------

    def _look_up(self, effect: Lookup) -> None:
        query, now = effect.query, time.monotonic
        asked = {"text": (query.aim or "") + query.text} | (
            {"sku": query.item} if query.item else {}
        )
        try:
            found = self.client.get(f"/warehouses/{self.warehouse}/scans", Candidates, **asked)
        except Offline:
            self.shell.post(Found(effect.ask, failed="E-OFF", at=now()))
        except Declined as declined:
            failed = "E-UNK" if declined.status in {400, 404} else of_problem(declined.code)
            self.shell.post(Found(effect.ask, failed=failed, at=now()))
        else:
            candidates = tuple(_candidate(one) for one in found.candidates)
            self.shell.post(Found(effect.ask, candidates, at=now()))

    def heard(self, row: Row, sent: Sent) -> None:
        """What became of a command; called on the sender's thread."""
        if sent.fate in {Fate.DONE, Fate.REFUSED}:
            self.shell.post(Link(online=True, at=time.monotonic()))
            self.shell.post(_heard(row, sent.status, sent.body))
        elif sent.status == 0:
            self.shell.post(Link(online=False, at=time.monotonic()))


def _candidate(found: FoundThere) -> Candidate:
    """The server's words for the floor's nouns are the ones that a worker reads."""
    return Candidate(found.code, Kind(found.kind.value), found.words, facts=found.values)


class _Told(msgspec.Struct, frozen=True):
    code: str = ""
    detail: str = ""


def _heard(row: Row, status: int, body: bytes) -> Event:
    now = time.monotonic()
    if status < 400:
        return Replied(row.operation, msgspec.json.decode(body), now)
    told = msgspec.json.decode(body, type=_Told)
    return Refused(row.operation, told.code, told.detail, now)
