"""The one runner of all flows: events in, effects out; pure, and the same again on every replay.

    run = Run(put_away, task, log, reverse=lambda operation: Reverse(operation=operation))
    for effect in run.start(now): perform(effect)
    for effect in run.offer(Scan(raw, now)): perform(effect)

Files: `script.py` is the flow and its log, `taking.py` how one scan answers Asks, `doing.py` the
commands, `stage.py` the state. Events and effects are told in `offers.py`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from labels.codes import Verb
from terminal.flows import entered, view
from terminal.flows import question as asking
from terminal.flows.ask import Ask, Do, Entry, Flow
from terminal.flows.doing import NO_REPLY_SECONDS
from terminal.flows.entered import LISTED
from terminal.flows.keys import Keys, Said
from terminal.flows.offers import (
    Band,
    Brought,
    Colour,
    Effect,
    Event,
    Found,
    Key,
    Link,
    Lookup,
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
from terminal.flows.question import Question
from terminal.flows.script import Script
from terminal.flows.stage import Looking, Pending, Reverse
from terminal.flows.taking import Taking, wanted
from terminal.flows.words import say
from terminal.scan import house
from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept, Choose, Outcome, Query, Reject
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.scan.raw import Clean, RawScan, Source
from terminal.scan.reading import Kind
from terminal.scan.repeats import Repeats
from terminal.scan.resolve import disagreement, found, judge, resolve

MOST_QUEUED = 20
# Cards that choose from a numbered list like its digit.
CARDS = frozenset({Kind.REASON, Kind.QTY})


class Run(Keys):
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
        super().__init__(Script(flow, snapshot, log), reverse, online=online)
        self.profile = profile
        self._unsent, self._takes_back = unsent, takes_back
        self._repeats = Repeats()
        self._lookups = 0

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
            self.band = Band(Colour.PLAIN, ("Recovered",))
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
            self._scan(self.queue.popleft().raw)
        return self.paint()

    def _handle(self, event: Event) -> None:
        match event:
            case Scan():
                self._scanned(event)
            case Brought():
                self._brought(event)
            case Key():
                self.key(event)
            case Found():
                self._found(event)
            case Written() | Replied() | Refused() | Signed() | Unsigned():
                self.command_event(event)
            case Link():
                self._link(online=event.online)
            case Told():
                colour = Colour.MAGENTA if event.good else Colour.RED
                self.say(Band(colour, event.lines), Sound.CHIME if event.good else Sound.BAD)
            case Tick():
                self._tick(event.at)

    # --- scans ------------------------------------------------------------------------------------

    def _scanned(self, event: Scan) -> None:
        counting = self.ask is not None and self.ask.counting
        if self._repeats.bounced(event.raw, counting=counting):
            return
        if self.question is not None or not self.busy:
            self._scan(event.raw)
        elif len(self.queue) < MOST_QUEUED:
            self.queue.append(event)
        else:
            self.say(view.fault("E-BUSY"), Sound.BAD)

    def _scan(self, raw: RawScan) -> None:
        """One scan against the question that is open, or else against the Ask."""
        card = house.command(raw.text.strip())
        if self.question is not None:
            verb = Verb(card.value) if card and card.kind is Kind.CMD else None
            self.answer_question(verb, raw.text)
            return
        ask = self.ask
        if ask is None:
            return
        chosen = card is not None and card.kind in CARDS and ask.kind in LISTED
        by_hand = (raw.keyed and card is None) or chosen
        if ask.secret and card is None:  # keys that a slow line bunches together look like a scan
            raw, by_hand = replace(raw, source=Source.TYPED), True
        outcome = entered.read(raw.text, ask) if by_hand else None
        if outcome is None:
            outcome = resolve(normalise(raw, self.profile), wanted(self.script, ask))
        self._outcome(outcome, raw)

    def _brought(self, event: Brought) -> None:
        """What was looked up answers like a scan of it."""
        ask = self.ask
        if ask is None or self.busy or self.question is not None:
            return
        raw = RawScan(event.reading.value, event.source, last=event.at)
        outcome = judge(Clean(raw, raw.text), [event.reading], wanted(self.script, ask))
        self._outcome(outcome, raw)

    def _outcome(self, outcome: Outcome, raw: RawScan) -> None:
        match outcome:
            case Reject():
                self.reject(outcome.code, dict(outcome.arguments))
            case Query():
                self._look_up(outcome, raw)
            case Choose():
                self.put(
                    Question(
                        say("{scan}: WHICH?", scan=raw.text),
                        asking.meanings(outcome),
                        lambda n: self._meant(outcome.choices[int(n)], raw),
                    )
                )
            case Accept():
                self._accept(Taking(outcome, raw))

    def _meant(self, accept: Accept, raw: RawScan) -> None:
        """One of several meanings; one that disagrees with the task was shown all the same."""
        ask = self.ask
        fault = disagreement(accept.reading, wanted(self.script, ask)) if ask else None
        if fault is not None:
            self._outcome(fault, raw)
        else:
            self._accept(Taking(accept, raw))

    def _accept(self, taking: Taking) -> None:
        """A scan that means something here: a command, a way out, or an answer."""
        reading, ask = taking.accept.reading, self.ask
        if ask is None:
            return
        if reading.kind is Kind.CMD:
            self.verb(
                Verb(reading.value), Said(taking.raw.before, taking.raw.id, taking.raw.source)
            )
        elif taking.accept.jump or (reading.kind is Kind.BADGE and Kind.BADGE not in ask.kinds):
            self.leave("jump" if taking.accept.jump else "badge", reading=reading)
        else:
            self.take(ask, taking)

    # --- questions to the server ------------------------------------------------------------------

    def _look_up(self, query: Query, raw: RawScan) -> None:
        if not self.online:
            self.reject("E-OFF")
            return
        self._lookups += 1
        self.looking = Looking(self._lookups, query, raw, self.now)
        self.out.append(Lookup(self._lookups, query))

    def _found(self, event: Found) -> None:
        looking, ask = self.looking, self.ask
        if looking is None or ask is None or looking.number != event.ask:
            return
        self.looking = None
        if event.failed:
            self.reject(event.failed)
        else:
            outcome = found(looking.query, event.candidates, wanted(self.script, ask))
            self._outcome(outcome, looking.raw)

    # --- time and link ----------------------------------------------------------------------------

    def _link(self, *, online: bool) -> None:
        self.online = online
        if online:
            self.again()
        else:
            self.unsent()
            self._give_up_looking()

    def _tick(self, at: float) -> None:
        """Withdraw a question that waits for its second yes; go on without an answer after 8 s."""
        if self.question and self.question.until is not None and at > self.question.until:
            self.question = None
        if self.looking and at - self.looking.since > NO_REPLY_SECONDS:
            self._give_up_looking()
        if (
            self.pending
            and self.pending.refusal is None
            and at - self.pending.since > NO_REPLY_SECONDS
        ):
            self.online = False
            self.unsent()

    def _give_up_looking(self) -> None:
        if self.looking is not None:
            self.looking = None
            self.reject("E-OFF")
