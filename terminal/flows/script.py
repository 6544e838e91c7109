"""A flow and its log: where the procedure stands, and how it goes back by running again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from terminal.flows.ask import Answer, Ask, Do, Entry, Flow, Raised, Saved, Step
from terminal.scan.match import same
from terminal.scan.nouns import item_codes
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate


@dataclass(frozen=True)
class End:
    """The procedure has come to its end."""

    result: Any = None


class Script:
    """One run of `flow` over `snapshot`, at the step behind its `entries`.

    An old log that no longer fits the flow is followed as far as its last Do; what was entered
    behind that is in `lost`.
    """

    def __init__(
        self, flow: Callable[[Any], Flow[Any]], snapshot: Any, log: Iterable[Entry] = ()
    ) -> None:
        self._flow = flow
        self._snapshot = snapshot
        self.lost: tuple[Entry, ...] = ()
        self._begin()
        self._replay(tuple(log))

    def _begin(self) -> None:
        self._generator = self._flow(self._snapshot)
        self.entries: list[Entry] = []
        self.dos: dict[int, Do[Any]] = {}
        self.asks: dict[int, Ask] = {}
        self.step: Step | End = self._next(None)

    def _replay(self, log: tuple[Entry, ...]) -> None:
        for entry in log:
            if not fits(self.step, entry):
                whole = self.segment
                self.lost = log[whole:]
                self.rewind(whole)
                return
            self.feed(entry)

    def feed(self, entry: Entry) -> None:
        """Give the flow what it waits for."""
        at = len(self.entries)
        if isinstance(self.step, Do):
            self.dos[at] = self.step
        elif isinstance(self.step, Ask):
            self.asks[at] = self.step
        value = reply_of(self.step, entry)
        self.entries.append(entry)
        self.step = self._next(value)

    def rewind(self, keep: int) -> None:
        """Go back to where the log had `keep` entries, by running the flow again."""
        kept = self.entries[:keep]
        self._begin()
        for entry in kept:
            self.feed(entry)

    @property
    def segment(self) -> int:
        """How many entries lie before the answers that lead to the next Do."""
        return max((at + 1 for at, e in enumerate(self.entries) if isinstance(e, Saved)), default=0)

    def segment_of(self, saved: int) -> int:
        """The same for the Do whose result is entry `saved`."""
        before = self.entries[:saved]
        return max((at + 1 for at, e in enumerate(before) if isinstance(e, Saved)), default=0)

    def back(self, wrong: str = "") -> int:
        """How many entries remain when the Do that stands next is refused.

        `wrong` is the step whose answer is to blame, where that is known and it was asked.
        """
        steps = (wrong, self.step.back if isinstance(self.step, Do) else "")
        asked = range(len(self.entries) - 1, self.segment - 1, -1)
        found = (at for step in steps if step for at in asked if self.asks[at].name == step)
        return next(found, self.segment)

    @property
    def last_scan(self) -> int:
        """How many entries remain when all that the last scan or key answered is dropped."""
        keep = len(self.entries) - 1
        scans = _scans(self.entries[keep])
        while scans and keep > self.segment and _scans(self.entries[keep - 1]) == scans:
            keep -= 1
        return keep

    def chosen(self, scan: str) -> Answer | None:
        """The meaning that was chosen last for this scan, if it has been asked before."""
        answers = (entry for entry in reversed(self.entries) if isinstance(entry, Answer))
        return next((answer for answer in answers if answer.chosen == scan), None)

    def item(self) -> Candidate | None:
        """The item that was answered last before the next Do, with the codes it is known by."""
        for at in range(len(self.entries) - 1, self.segment - 1, -1):
            entry = self.entries[at]
            if isinstance(entry, Answer) and entry.kind is Kind.ITEM:
                known = (c for c in self.asks[at].one_of if same(c.value, entry.value))
                found = next(known, Candidate(entry.value))
                extra = tuple(Alias(code) for code in item_codes(entry.values))
                return msgspec.structs.replace(found, aliases=(*found.aliases, *extra))
        return None

    def _next(self, value: Any) -> Step | End:
        try:
            return self._generator.send(value)
        except StopIteration as end:
            return End(end.value)


def reply_of(step: Step | End, entry: Entry) -> Any:
    """What the flow is sent for `entry`: a Do's reply in its declared type, else the entry."""
    if not isinstance(entry, Saved):
        return entry
    if entry.reply is None or not isinstance(step, Do) or step.reply is None:
        return entry.reply
    return msgspec.convert(entry.reply, step.reply)


def fits(step: Step | End, entry: Entry) -> bool:
    """Whether `entry` can have answered `step`; a secret was never written, so it is asked anew."""
    match step, entry:
        case Ask(), Answer():
            return entry.step == step.name and not step.secret
        case Ask(), Raised():
            return entry.step == step.name and entry.code in {e.code for e in step.exceptions}
        case Do(), Saved():
            return entry.kind == step.command.kind and _reads(step, entry)
        case _:
            return False


def _reads(step: Do[Any], entry: Saved) -> bool:
    try:
        reply_of(step, entry)
    except msgspec.ValidationError:
        return False
    return True


def _scans(entry: Entry) -> tuple[str, ...]:
    return () if isinstance(entry, Saved) else tuple(filter(None, entry.scans))
