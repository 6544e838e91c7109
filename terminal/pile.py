"""What stands on a desk: the run that is open, and those that wait under it."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from server.undo.wire import Reverse
from terminal.client import Client
from terminal.flows.ask import Entry, Saved
from terminal.flows.offers import Effect, Event, Leave, Link, Sound, Told, View
from terminal.flows.run import Run
from terminal.kept import Resumed, Row
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.refusals import answer_of, is_held
from terminal.scan.profile import ScanProfile

Then = Callable[[Any], None]


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


class Pile(ABC):
    """Opens runs, puts one over another, and goes on with those that were cut off."""

    def __init__(
        self, outbox: Outbox, client: Client, shell: Shell, *, warehouse: str, profile: ScanProfile
    ) -> None:
        self.outbox, self.client, self.shell = outbox, client, shell
        self.warehouse, self.profile = warehouse, profile
        self.online = True
        self.run: Run | None = None
        self.person = ""
        self._row: int | None = None
        self._under: list[tuple[Run, int | None, Then]] = []
        self._unsaid: Told | None = None

    def scans_as(self, profile: ScanProfile) -> None:
        """From now on, also in what is open."""
        self.profile = profile
        for run in (self.run, *(under for under, _, _ in self._under)):
            if run is not None:
                run.profile = profile

    @abstractmethod
    def offer(self, event: Event) -> None:
        """Total: an event that nobody waits for changes nothing."""

    @abstractmethod
    def perform(self, effects: list[Effect]) -> None:
        """Does what the run that is open wants done, in order."""

    @abstractmethod
    def _paint(self, view: View) -> None: ...

    def begin(self, procedure: Procedure, task: str, snapshot: Any) -> None:
        """Opens a run and paints its first prompt, or the one where it was parked."""
        raw = procedure.encode(snapshot)
        kept = self.outbox.begin(procedure.name, task, self.warehouse, raw, self.person)
        self._row = kept.run
        self._start(procedure, snapshot, kept.entries)

    def adopt(
        self, procedure: Procedure, task: str, raw: bytes, entries: tuple[Entry, ...]
    ) -> None:
        """Goes on with a run that another device has brought so far."""
        self._row = self.outbox.begin(procedure.name, task, self.warehouse, raw, self.person).run
        self.outbox.write(self._row, 0, entries)
        self._start(procedure, procedure.decode(raw), entries)

    def aside(self, procedure: Procedure, snapshot: Any) -> None:
        """Opens a run that is never written: what it asks (a PIN) must not reach the disk."""
        self._row = None
        self._start(procedure, snapshot, ())

    def over(self, procedure: Procedure, snapshot: Any, then: Then) -> bool:
        """Opens a run over the one that is open, which waits; False while that can't wait.

        `then` hears the result, or None when the worker stepped out of it; it calls `back`, or
        opens something else `aside`.
        """
        if self.run is None or (self.run.pending is not None and not is_held(self.run)):
            return False
        self._under.append((self.run, self._row, then))
        self.aside(procedure, snapshot)
        return True

    def runs(self) -> list[Run]:
        """The run that is open, and those that wait under it."""
        return [run for run in (self.run, *(under[0] for under in self._under)) if run is not None]

    def back(self) -> None:
        """The run that waited under another goes on at its prompt."""
        self.run, self._row, _ = self._under.pop()
        self._paint(self.run.view())
        self.offer(Link(self.online, time.monotonic()))

    def clear(self) -> None:
        """Nothing is open here; what was written of it can be resumed."""
        self.run, self._row, self._under = None, None, []

    def resume(self, procedures: dict[str, Procedure]) -> Resumed | None:
        """Stands at the prompt where the terminal stopped; None when nothing was open."""
        kept = self.outbox.resumed(self.person)
        return None if kept is None else self._again(kept, procedures)

    def reopen(self, procedures: dict[str, Procedure]) -> Resumed | None:
        """Asks whether the last command of the last procedure is to be taken back; None: none."""
        kept = self.outbox.reopen(self.person)
        return None if kept is None else self._again(kept, procedures, reopened=True)

    def _again(
        self, kept: Resumed, procedures: dict[str, Procedure], *, reopened: bool = False
    ) -> Resumed | None:
        procedure = procedures.get(kept.flow)
        if procedure is None or not _fits(procedure, kept.snapshot):
            self.outbox.end(kept.run)
            return None
        self._row, self.warehouse = kept.run, kept.warehouse
        last = self.outbox.last_of(kept.run)
        if last and (_saved(kept.entries, last.operation) or (reopened and last.result)):
            last = None
        snapshot = procedure.decode(kept.snapshot)
        self._start(procedure, snapshot, kept.entries, last, reopened=reopened)
        return kept

    def _start(
        self,
        procedure: Procedure,
        snapshot: Any,
        entries: tuple[Entry, ...],
        unsent: Row | None = None,
        *,
        reopened: bool = False,
    ) -> None:
        run = Run(
            procedure.flow,
            snapshot,
            entries,
            reverse=lambda operation: Reverse(operation=operation),
            online=self.online,
            unsent=unsent.operation if unsent else "",
            takes_back=_takes_back(unsent, entries),
            profile=self.profile,
        )
        self.run = run
        self.perform(run.start(time.monotonic(), reopened=reopened))
        if self._unsaid is not None and self.run is run:
            said, self._unsaid = self._unsaid, None
            self.offer(said)
        if unsent is not None and unsent.result is not None:
            self.shell.post(answer_of(unsent, unsent.status or 0, unsent.result))


def _fits(procedure: Procedure, raw: bytes) -> bool:
    """Whether this version can read the snapshot that another one kept."""
    try:
        procedure.decode(raw)
    except msgspec.MsgspecError:
        return False
    return True


def _saved(entries: tuple[Entry, ...], operation: str) -> bool:
    return any(isinstance(e, Saved) and e.operation == operation for e in entries)


def _takes_back(unsent: Row | None, entries: tuple[Entry, ...]) -> str:
    """The operation of the log that an unsent command reverses, if it does."""
    if unsent is None or unsent.kind != Reverse.kind:
        return ""
    operation = msgspec.json.decode(unsent.body, type=Reverse).operation
    return operation if _saved(entries, operation) else ""
