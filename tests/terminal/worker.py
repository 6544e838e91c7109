"""A worker at a run without a screen: scans and keys in, the log as the outbox would hold it."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from labels.codes import Kind as House
from labels.codes import house_code
from server.wire import Command, OperationId
from terminal.flows.ask import Entry, Flow
from terminal.flows.offers import (
    Detour,
    Effect,
    Event,
    Found,
    Key,
    Leave,
    Lookup,
    Paint,
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
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Evidence, Kind
from terminal.scan.wanted import Candidate

Answering = Callable[[Command], "Mapping[str, object] | tuple[str, str] | None"]


class Reverse(Command, frozen=True, kw_only=True):
    """Takes an operation back."""

    kind = "reverse"
    path = "/reversals"
    offline = "A"

    operation: OperationId


def done(_command: Command) -> Mapping[str, object]:
    """A server that does all it is told."""
    return {}


class Worker:
    """Drives a Run. `server` answers a command: a reply, (code, detail) of a refusal, or None
    (no answer comes). `book` is what a Lookup finds. `scans` and `keys` are what the worker's hands
    did: a typed line is its characters and Enter, a digit of a short list no Enter.
    """

    def __init__(
        self,
        flow: Callable[[Any], Flow[Any]],
        snapshot: Any = None,
        log: Sequence[Entry] = (),
        *,
        server: Answering = done,
        book: Mapping[str, Sequence[Candidate]] | None = None,
        online: bool = True,
        unsent: str = "",
        takes_back: str = "",
        reopened: bool = False,
    ) -> None:
        self.server, self.book = server, book or {}
        self.log: list[Entry] = list(log)
        self.commands: list[Command] = []
        self.sounds: list[Sound] = []
        self.detours: list[str] = []
        self.left: Leave | None = None
        self.view = View()
        self.at = 0.0
        self._count = self._numbers = 0
        self.scans = self.keys = 0
        self.run = Run(
            flow,
            snapshot,
            log,
            reverse=lambda operation: Reverse(operation=operation),
            online=online,
            unsent=unsent,
            takes_back=takes_back,
        )
        self._events: deque[Event] = deque()
        self._perform(self.run.start(reopened=reopened))
        self._settle()

    def scan(self, text: str, *, before: str = "", source: Source = Source.SCAN) -> "Worker":
        self.at += 1.0
        self._count += 1
        typed = source is Source.TYPED
        self.scans += not typed
        self.keys += len(before) + (len(text) + (not self.view.instant) if typed else 0)
        raw = RawScan(text, source, f"scan-{self._count}", last=self.at, before=before)
        return self.offer(Scan(raw, self.at))

    def type(self, text: str) -> "Worker":
        return self.scan(text, source=Source.TYPED)

    def key(self, name: str, before: str = "") -> "Worker":
        self.at += 1.0
        self.keys += len(before) + 1
        return self.offer(Key(name, before, self.at))

    def do(self, *acts: str) -> "Worker":
        """`key:f8` is a key, `type:12` is typed, all else is scanned."""
        for act in acts:
            how, _, what = act.partition(":")
            match how:
                case "key":
                    self.key(what)
                case "type":
                    self.type(what)
                case _:
                    self.scan(act)
        return self

    def offer(self, event: Event) -> "Worker":
        self._events.append(event)
        self._settle()
        return self

    @property
    def prompt(self) -> str:
        return self.view.ask

    @property
    def band(self) -> tuple[str, ...]:
        return self.view.band.lines

    @property
    def fault(self) -> str:
        return self.view.band.code

    def _settle(self) -> None:
        """Offer what has come, one event after the effects of the one before."""
        while self._events:
            event = self._events.popleft()
            self.at = max(self.at, event.at)
            self._perform(self.run.offer(event))

    def _perform(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Paint():
                    self.view = effect.view
                case Tone():
                    self.sounds.append(effect.sound)
                case Detour():
                    self.detours.append(effect.to)
                case Leave():
                    self.left = effect
                case Lookup() if effect.query.new:
                    self._numbers += 1
                    code = house_code(House.LPN, f"{self._numbers:010d}")
                    new = (Candidate(code, Kind.LPN, evidence=Evidence.CHECK),)
                    self._events.append(Found(effect.ask, new, at=self.at))
                case Lookup():
                    found = tuple(self.book.get(effect.query.text, ()))
                    failed = "E-OFF" if effect.here else ""
                    self._events.append(Found(effect.ask, found, failed=failed, at=self.at))
                case Write():
                    self._write(effect)
                case _:
                    pass

    def _write(self, write: Write) -> None:
        kept = msgspec.json.decode(msgspec.json.encode(write.entries), type=list[Entry])
        self.log = [*self.log[: write.keep], *kept]
        if write.command is None:
            return
        msgspec.json.encode(write.command)  # refuses words that are for the screen only
        self.commands.append(write.command)
        operation = f"operation-{len(self.commands)}"
        self._events.append(Written(operation, self.at))
        answer = self.server(write.command)
        if isinstance(answer, tuple):
            self._events.append(Refused(operation, *answer, at=self.at))
        elif answer is not None:
            self._events.append(Replied(operation, dict(answer), at=self.at))
