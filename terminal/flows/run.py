"""The one runner of all flows: events in, effects out; pure, and the same again on every replay.

    run = Run(put_away, task, log, reverse=lambda operation: Reverse(operation=operation))
    for effect in run.start(now): perform(effect)
    for effect in run.offer(Scan(raw, now)): perform(effect)

Files: `script.py` is the flow and its log, `scanning.py` what is scanned, `taking.py` how one scan
answers Asks, `keys.py` the verbs, `doing.py` and `undoing.py` the commands, `stage.py` the state.
Events and effects are told in `offers.py`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from terminal.flows.ask import Ask, Do, Entry, Flow
from terminal.flows.doing import NO_REPLY_SECONDS
from terminal.flows.offers import (
    Band,
    Brought,
    Colour,
    Delivered,
    Effect,
    Event,
    Found,
    Key,
    Link,
    Refused,
    Replied,
    Scan,
    Signed,
    Sound,
    Tick,
    Told,
    Unsigned,
    Write,
    Written,
)
from terminal.flows.scanning import Scanning
from terminal.flows.script import Script
from terminal.flows.stage import Pending, Reverse
from terminal.flows.words import say
from terminal.scan.profile import PLAIN, ScanProfile


class Run(Scanning):
    """One procedure under way.

    `log` is what the outbox holds of it (entries of earlier Writes), `unsent` the operation id of
    a command behind that log which has no reply yet; `takes_back`: it reverses that operation of
    the log. `reverse` makes the command that takes an operation back. `ask` tells where the worker
    stands.
    """

    def __init__(  # noqa: PLR0913  (a run is told whole)
        self,
        flow: Callable[[Any], Flow[Any]],
        snapshot: Any,
        log: Iterable[Entry] = (),
        *,
        reverse: Reverse,
        online: bool = True,
        unsent: str = "",
        takes_back: str = "",
        profile: ScanProfile = PLAIN,
    ) -> None:
        super().__init__(Script(flow, snapshot, log), reverse, online=online, profile=profile)
        self._unsent, self._takes_back = unsent, takes_back

    def start(self, at: float = 0.0, *, reopened: bool = False) -> list[Effect]:
        """The first screen; what of an old log no longer fits is cut off first.

        `reopened`: it had ended, and its last command is to be taken back.
        """
        self.now = at
        keep = len(self.script.entries)
        if self.script.lost:
            self.out.append(Write(keep))
            self.band = Band(Colour.AMBER, ("Start this line again",))
        elif keep:
            self.band = Band(Colour.PLAIN, (say("Recovered"),))
        step = self.script.step
        if self._takes_back:
            self.go_on_undoing(self._takes_back, self._unsent)
        elif reopened:
            self.undo_ended()
        elif isinstance(step, Do) and self._unsent:
            self.pending = Pending(step.command, at, self._unsent)
            if not self.online:
                self.unsent()
        elif not isinstance(step, Ask):
            self.go_on(keep, self.band, None)
        return self.paint()

    def offer(self, event: Event) -> list[Effect]:
        """What `event` leads to. Total: every event at every moment has an answer."""
        if self.left:
            return []
        self.now = event.at
        self._handle(event)
        while self.queue and not (self.busy or self.question or self.left):
            self.scan(self.queue.popleft().raw)
        return self.paint()

    def _handle(self, event: Event) -> None:
        match event:
            case Scan():
                self.scanned(event)
            case Brought():
                self.brought(event)
            case Key():
                self.key(event)
            case Found():
                self.found(event)
            case Written() | Replied() | Refused() | Signed() | Unsigned():
                self.command_event(event)
            case Link():
                self._link(online=event.online)
            case Told():
                colour = Colour.MAGENTA if event.good else Colour.RED
                self.say(Band(colour, event.lines), Sound.CHIME if event.good else Sound.BAD)
            case Delivered():
                self._delivered(event)
            case Tick():
                self._tick(event.at)

    # --- time and link ----------------------------------------------------------------------------

    def _link(self, *, online: bool) -> None:
        self.online = online
        if online:
            self.again()
        else:
            self.unsent()
            self.give_up_looking()

    def _delivered(self, event: Delivered) -> None:
        """One line, over nothing that has still to be read."""
        if self.band.colour in {Colour.PLAIN, Colour.GREEN}:
            words = say(
                "sent {count}, {refused} refused", count=event.count, refused=event.problems
            )
            self.say(Band(Colour.GREEN, (words,)), Sound.GOOD)

    def _tick(self, at: float) -> None:
        """Withdraw a question that waits for its second yes; go on without an answer after 8 s."""
        if self.question and self.question.until is not None and at > self.question.until:
            self.question = None
        if self.looking and at - self.looking.since > NO_REPLY_SECONDS:
            self.give_up_looking()
        if (
            self.pending
            and self.pending.refusal is None
            and at - self.pending.since > NO_REPLY_SECONDS
        ):
            self.online = False
            self.unsent()
