"""The desk: where a run, the outbox and the server meet; painted or not, it is the same."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import msgspec

from labels.codes import Kind as HouseKind
from server.undo.wire import Reverse
from server.wire import Command
from terminal.client import Client, Fate, Sent
from terminal.flows.ask import Entry, Saved
from terminal.flows.offers import (
    Detour,
    Effect,
    Event,
    Leave,
    Link,
    Lookup,
    Paint,
    Print,
    Refused,
    Replied,
    Scan,
    Sound,
    Told,
    Tone,
    Unsigned,
    View,
    Write,
    Written,
)
from terminal.flows.run import Run
from terminal.kept import Resumed, Row
from terminal.lookup import look_up
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.refusals import Refusals, answer_of, is_held
from terminal.scan.profile import PLAIN, ScanProfile

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
        self.wrote: Callable[[int], None] = lambda _run: None
        self.person = ""
        self._row: int | None = None
        self._under: list[tuple[Run, int | None, Then]] = []
        self.refusals = Refusals(self)
        self._unsaid: Told | None = None

    # --- runs -------------------------------------------------------------------------------------

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
        self.shell.paint(self.run.view())
        self.offer(Link(self.online, time.monotonic()))

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
        if kept.flow not in procedures:
            self.outbox.end(kept.run)
            return None
        procedure = procedures[kept.flow]
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
        self._perform_all(run.start(time.monotonic(), reopened=reopened))
        if self._unsaid is not None and self.run is run:
            said, self._unsaid = self._unsaid, None
            self.offer(said)
        if unsent is not None and unsent.result is not None:
            self.shell.post(answer_of(unsent, unsent.status or 0, unsent.result))

    # --- events and effects -----------------------------------------------------------------------

    def offer(self, event: Event) -> None:
        """Total: an event that nobody waits for changes nothing."""
        if isinstance(event, Link):
            self.online = event.online
        if isinstance(event, Scan) and not (self.run and self.run.ask and self.run.ask.secret):
            self._keep(event)
        awaited = isinstance(event, Refused) and self.refusals.heard(event)
        if isinstance(event, Replied):
            self._remember_print_jobs(event.reply)
        if isinstance(event, Told) and self.run is None:
            self._unsaid = event
        if self.run is not None:
            effects = self.run.offer(event)
            if isinstance(event, Unsigned) or (awaited and isinstance(event, Refused)):
                self.refusals.settle(event.operation)
            self._perform_all(effects)

    def send(self, command: Command, session: str = "") -> None:
        """Queues a command that belongs to no run."""
        path = type(command).path.replace("{warehouse:str}", self.warehouse)
        self.outbox.send(command, session=session or self.client.session, path=path)
        self.nudge()

    def _remember_print_jobs(self, reply: Any) -> None:
        """The last labels of this device, for F7."""
        told = reply if isinstance(reply, dict) else {}
        jobs = [*told.get("print_jobs", ()), *filter(None, (told.get("job"),))]
        if jobs:
            self.outbox.remember("print_jobs", " ".join(jobs))

    def _perform_all(self, effects: list[Effect]) -> None:
        """In order; what has opened another run over this one is not painted over."""
        run = self.run
        for effect in effects:
            if self.run is run or not isinstance(effect, Paint):
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
                ask = partial(look_up, self.client, self.warehouse, effect)
                self.shell.ask_server(lambda: self.shell.post(ask()))
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
        path = type(effect.command).path if effect.command else ""
        operation = self.outbox.write(
            self._row,
            effect.keep,
            effect.entries,
            effect.command,
            session=self.client.session,
            path=path.replace("{warehouse:str}", self.warehouse),
        )
        self.wrote(self._row)
        if operation:
            self.shell.post(Written(operation, time.monotonic()))
            self.nudge()

    def _leave(self, effect: Leave) -> None:
        if self._under:
            self.run = None
            self._under[-1][2](effect.result if effect.to == "done" else None)
            return
        if self._row is not None and effect.to != "badge":
            self.outbox.end(self._row, parked=effect.to not in {"done", "home"})
        self.run, self._row = None, None
        self.shell.left(effect)

    def _keep(self, event: Scan) -> None:
        text = event.raw.text
        if HouseKind.BADGE in text[:8]:
            text = f"{text[:2]}***{text[-2:]}"
        self.outbox.scanned(event.raw.id, text, event.raw.source)

    # --- the server -------------------------------------------------------------------------------

    def heard(self, row: Row, sent: Sent) -> None:
        """What became of a command; called on the sender's thread."""
        if sent.fate in {Fate.DONE, Fate.REFUSED}:
            self.shell.post(Link(online=True, at=time.monotonic()))
            self.shell.post(answer_of(row, sent.status, sent.body))
        elif sent.status == 0:
            self.shell.post(Link(online=False, at=time.monotonic()))


def _saved(entries: tuple[Entry, ...], operation: str) -> bool:
    return any(isinstance(e, Saved) and e.operation == operation for e in entries)


def _takes_back(unsent: Row | None, entries: tuple[Entry, ...]) -> str:
    """The operation of the log that an unsent command reverses, if it does."""
    if unsent is None or unsent.kind != Reverse.kind:
        return ""
    operation = msgspec.json.decode(unsent.body, type=Reverse).operation
    return operation if _saved(entries, operation) else ""
