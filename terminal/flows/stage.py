"""What a run knows between two events, and what it says: state, band, tones, effects."""

from collections import deque
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from labels.codes import Verb
from server.wire import Command
from terminal.errors import CATALOGUE
from terminal.flows import question as asking
from terminal.flows import view
from terminal.flows.ask import Ask, Saved
from terminal.flows.offers import (
    Band,
    Colour,
    Effect,
    Leave,
    Paint,
    Refused,
    Scan,
    Sound,
    Tone,
    View,
)
from terminal.flows.question import Question
from terminal.flows.script import Script
from terminal.scan.outcome import Query
from terminal.scan.raw import RawScan

Reverse = Callable[[str], Command]


class Pending(Struct, frozen=True):
    """A command that is out: since when, its class, and to which log length it takes back.

    `refusal` is what the server said while a second person is asked to sign it.
    """

    command: Command
    since: float
    operation: str = ""
    undo_to: int | None = None
    refusal: Refused | None = None


class Looking(Struct, frozen=True):
    """A question to the server that is out, and the scan that raised it."""

    number: int
    query: Query
    raw: RawScan
    since: float


class Stage:
    """The state of a run. `step` of the script is where the worker stands."""

    def __init__(self, script: Script, *, online: bool) -> None:
        self.script = script
        self.online = online
        self.left = False
        self.now = 0.0
        self.band = Band()
        self.question: Question | None = None
        self.pending: Pending | None = None
        self.looking: Looking | None = None
        self.queue: deque[Scan] = deque()
        self.details = self.help = False
        self.out: list[Effect] = []
        self.painted: View | None = None

    @property
    def busy(self) -> bool:
        """Whether a scan has to wait: for a reply, for the server's answer, or for the link."""
        return self.looking is not None or not isinstance(self.script.step, Ask)

    @property
    def is_between(self) -> bool:
        """Between two lines of work, with nothing asked back and nothing wrong to be read."""
        entries = self.script.entries
        begun = bool(entries) and not isinstance(entries[-1], Saved)
        occupied = self.busy or self.question is not None or self.pending is not None
        return not (begun or occupied or self.band.colour is Colour.RED)

    @property
    def ask(self) -> Ask | None:
        """The Ask that the worker stands at, for robots and tests; None while a command is out."""
        step = self.script.step
        return step if isinstance(step, Ask) else None

    def view(self) -> View:
        shown = view.asked(
            self.script, self.question, details=self.details, help_=self.help, fault=self.band
        )
        return replace(shown, band=self._band(), queued=len(self.queue), online=self.online)

    def say(self, band: Band, sound: Sound | None) -> None:
        self.band = band
        if sound is not None:
            self.out.append(Tone(sound))

    def reject(self, code: str, arguments: dict[str, str] | None = None) -> None:
        """Red, with the bad tone; whatever waits is dropped, so that it can't land elsewhere."""
        band = view.fault(code, arguments)
        if self.queue:
            count, words = len(self.queue), self.ask.words if self.ask else ""
            self.queue.clear()
            dropped = view.fault("E-FLUSH", {"value": str(count), "need": words})
            band = Band(Colour.RED, (*band.lines[:1], *dropped.lines), "E-FLUSH")
        warned = code in CATALOGUE and CATALOGUE[code].tone == "warn"
        self.say(band, Sound.WARN if warned else Sound.BAD)

    def put(self, question: Question) -> None:
        """Ask back. What waits in the queue was scanned without knowing of this."""
        if self.queue:
            dropped = view.fault("E-FLUSH", {"value": str(len(self.queue)), "need": question.words})
            self.queue.clear()
            self.band = dropped
        self.question = question
        self.out.append(Tone(Sound.ASK))

    def confirm(self, words: str, choose: Callable[[str], None], again: Verb | None = None) -> None:
        """Ask for one Enter, or for the same verb `again`."""
        yes = asking.Option("1", "yes", "YES", again)
        self.put(Question(words, (yes,), choose, enter="yes"))

    def leave(self, to: str, **what: Any) -> None:
        self.left = True
        self.queue.clear()
        self.out.append(Leave(to, **what))

    def paint(self) -> list[Effect]:
        """The effects of this event, and the screen if it has changed."""
        shown = self.view()
        if not self.left and shown != self.painted:
            self.painted = shown
            self.out.append(Paint(shown))
        out, self.out = self.out, []
        return out

    def _band(self) -> Band:
        out = self.pending or self.looking
        words = view.waiting(self.now - out.since, len(self.queue)) if out else ()
        return (
            Band(Colour.AMBER, words) if words and self.band.colour is not Colour.RED else self.band
        )
