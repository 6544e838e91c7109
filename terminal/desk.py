"""The desk: where a run, the outbox and the server meet; painted or not, it is the same."""

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace

from labels.codes import Kind as HouseKind
from server.wire import Command
from terminal.client import Client, Fate, Sent
from terminal.flows.offers import (
    Band,
    Colour,
    Delivered,
    Detour,
    Effect,
    Event,
    Found,
    Key,
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
from terminal.kept import Row
from terminal.lookup import Known, look_up, no_number, nothing
from terminal.outbox import Outbox
from terminal.pile import Pile, Shell
from terminal.refusals import Refusals, answer_of
from terminal.saving import Saving
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.scan.raw import RawScan
from terminal.scan.reading import Kind
from terminal.store import Unsaved


class Desk(Pile):
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
        super().__init__(outbox, client, shell, warehouse=warehouse, profile=profile)
        self.nudge: Callable[[], None] = lambda: None
        self.sign_in_again: Callable[[], None] = lambda: None
        self.reached: Callable[[], None] = lambda: None
        self.wrote: Callable[[int], None] = lambda _run: None
        self.taken: Callable[[Row], None] = lambda _row: None
        self.known: Known = nothing
        self.number: Callable[[str, Lookup], Found] = no_number
        self.scanned: Callable[[Scan, str, View, Band], None] = lambda *_: None
        self._messages: deque[Told] = deque()
        self._unjudged: deque[tuple[Scan, View]] = deque()
        self.refusals = Refusals(self)
        self.saving = Saving(self._unsaved, self._saved_again)
        self.shown = View()

    # --- events and effects -----------------------------------------------------------------------

    def offer(self, event: Event) -> None:
        if self.client.turned_away:
            self.saving.do(self.sign_in_again)
        for each in self.saving.admitted(event):
            self._offer(each)

    def _offer(self, event: Event) -> None:
        if isinstance(event, Link):
            self.online = event.online
        tells = isinstance(event, Scan) and not self._is_secret(event.raw)
        if isinstance(event, Scan) and tells and not self.saving.kept(partial(self._keep, event)):
            return
        awaited = isinstance(event, Refused) and self.refusals.heard(event)
        if isinstance(event, Replied):
            self.saving.do(partial(self._remember_print_jobs, event.reply))
        if isinstance(event, Told) and self.run is None:
            self._unsaid = event
        before = self.shown
        if self.run is not None:
            effects = self.run.offer(event)
            if isinstance(event, Unsigned) or (awaited and isinstance(event, Refused)):
                self.saving.do(partial(self.refusals.settle, event.operation))
            self.perform(effects)
        if isinstance(event, Scan) and tells:
            self._unjudged.append((event, before))
        self._judged()
        self._tell_between()
        # A key ends a band.
        if self.online and isinstance(event, Link | Replied | Refused | Delivered | Key):
            self.saving.do(self.reached)

    def tell(self, message: Told) -> None:
        """From any thread: it is shown between two lines of work, never within one."""
        self._messages.append(message)

    def _tell_between(self) -> None:
        run = self.run
        if self._messages and run is not None and run.ask is not None and run.is_between:
            self.perform(run.offer(self._messages.popleft()))

    def _judged(self) -> None:
        """What came of a scan is known once the server has said what it is."""
        while self._unjudged and not (self.run is not None and self.run.looking):
            event, before = self._unjudged.popleft()
            self.scanned(event, _masked(event.raw.text), before, self.shown.band)

    def _unsaved(self, fault: Unsaved) -> None:
        """The prompt stays; what was scanned or pressed is not shown as taken."""
        self.shell.sound(Sound.BAD)
        band = Band(Colour.RED, (str(fault), "Make room, or call lead"), "E-SRV")
        self.shell.paint(replace(self.shown, band=band))

    def _saved_again(self) -> None:
        if self.run is not None:
            self._paint(self.run.view())

    def send(self, command: Command, session: str = "", about: int = 0) -> None:
        """Queues a command that belongs to no run; the problem `about` that it tells is told."""
        path = type(command).path.replace("{warehouse:str}", self.warehouse)
        session = session or self.client.session
        self.outbox.send(command, session=session, path=path, person=self.person, about=about)
        self.nudge()

    def _remember_print_jobs(self, reply: Any) -> None:
        """The last labels of this device, for F7."""
        told = reply if isinstance(reply, dict) else {}
        jobs = [*told.get("print_jobs", ()), *filter(None, (told.get("job"),))]
        if jobs:
            self.outbox.remember("print_jobs", " ".join(jobs))

    def perform(self, effects: list[Effect]) -> None:
        """In order; what has opened another run over this one is not painted over."""
        run = self.run
        for effect in effects:
            self.saving.do(partial(self._perform, run, effect))

    def _perform(self, run: Run | None, effect: Effect) -> None:
        match effect:
            case Paint():
                if self.run is run:
                    self._paint(effect.view)
            case Tone():
                self.shell.sound(effect.sound)
            case Write():
                self._write(effect)
            case Lookup():
                ask = partial(look_up, self.client, self.warehouse, effect, self.known)
                if effect.query.new:
                    ask = partial(self.number, self.warehouse, effect)
                self.shell.ask_server(lambda: self.shell.post(ask()))
            case Detour():
                self.shell.detour(effect.to)
            case Print():
                self.shell.reprint()
            case Leave():
                self._leave(effect)

    def again(self) -> None:
        """What is shown, once more: the language has changed."""
        self.shell.paint(self.shown)

    def _paint(self, view: View) -> None:
        self.shown = view
        self.shell.paint(view)

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
            person=self.person,
            path=path.replace("{warehouse:str}", self.warehouse),
        )
        self.wrote(self._row)
        if operation:
            self.shell.post(Written(operation, time.monotonic()))
            if (told := self.refusals.at_once(operation)) is not None:
                self.shell.post(told)
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

    def _is_secret(self, raw: RawScan) -> bool:
        """Whether nobody may read it: a PIN, also one that is typed where the badge comes first."""
        ask = self.run.ask if self.run else None
        early = ask is not None and ask.kind is Kind.BADGE and raw.text.strip().isdecimal()
        return early or (ask is not None and ask.secret)

    def _keep(self, event: Scan) -> None:
        for raw in event.raw.in_view:
            self.outbox.scanned(raw.id, _masked(raw.text), raw.source)

    # --- the server -------------------------------------------------------------------------------

    def heard(self, row: Row, sent: Sent) -> None:
        """What became of a command; called on the sender's thread."""
        if sent.fate in {Fate.DONE, Fate.REFUSED}:
            self.shell.post(Link(online=True, at=time.monotonic()))
            self.shell.post(answer_of(row, sent.status, sent.body))
            if sent.fate is Fate.DONE:
                self.taken(row)
        elif sent.status == 0:
            self.shell.post(Link(online=False, at=time.monotonic()))


def _masked(text: str) -> str:
    """Whose badge it was is nobody's to read."""
    return f"{text[:2]}***{text[-2:]}" if HouseKind.BADGE in text[:8].upper() else text
