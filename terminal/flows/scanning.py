"""What is scanned: against the open question, the prompt, or the server (terminal 4.12-4.15)."""

from msgspec.structs import replace

from labels.codes import Verb
from terminal.flows import entered, view
from terminal.flows import question as asking
from terminal.flows.ask import Answer, Ask, Manual
from terminal.flows.entered import LISTED
from terminal.flows.fresh import FRESH
from terminal.flows.keys import Keys, Said
from terminal.flows.offers import (
    Brought,
    Found,
    Lookup,
    Scan,
    Sound,
)
from terminal.flows.question import Question
from terminal.flows.script import Script
from terminal.flows.stage import Looking, Reverse
from terminal.flows.taking import Taking, by_digits, wanted
from terminal.flows.words import say
from terminal.scan import house
from terminal.scan.halves import Halves
from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept, Choose, Outcome, Query, Reject
from terminal.scan.profile import ScanProfile
from terminal.scan.raw import Clean, RawScan, Source
from terminal.scan.reading import Evidence, Kind, Reading
from terminal.scan.repeats import Repeats
from terminal.scan.resolve import (
    MOST_CHOICES,
    disagreement,
    judge,
    meaning,
    resolve,
    unasked,
)
from terminal.scan.resolve import found as found_there

MOST_QUEUED = 20
MOST_GUESSES = 3
THREE_WRONG = "E-DIGITS3"
# Cards that choose from a numbered list like its digit.
CARDS = frozenset({Kind.REASON, Kind.QTY})


class Scanning(Keys):
    """The part of a run that has to do with scans."""

    def __init__(
        self, script: Script, reverse: Reverse, *, online: bool, profile: ScanProfile
    ) -> None:
        super().__init__(script, reverse, online=online)
        self.profile = profile
        self._repeats, self._halves = Repeats(), Halves()
        self._lookups = 0
        self._guesses = (0, 0)

    def scanned(self, event: Scan) -> None:
        counting = self.ask is not None and self.ask.counting
        if self._repeats.bounced(event.raw, counting=counting) and not event.raw.beside:
            return
        if self.question is not None or not self.busy:
            self.scan(event.raw)
        elif len(self.queue) < MOST_QUEUED:
            self.queue.append(event)
        else:
            self.say(view.fault("E-BUSY"), Sound.BAD)

    def scan(self, raw: RawScan) -> None:
        """One scan against the question that is open, or else against the Ask."""
        card = house.command(raw.text.strip())
        if self.question is not None:
            verb = Verb(card.value) if card and card.kind is Kind.CMD else None
            self.answer_question(verb, raw.text)
            return
        ask = self.ask
        if ask is None:
            return
        if raw.beside:
            self._in_view(ask, raw)
            return
        chosen = card is not None and card.kind in CARDS and ask.kind in LISTED
        by_hand = (raw.keyed and card is None) or chosen
        if ask.secret and card is None:  # keys that a slow line bunches together look like a scan
            raw, by_hand = replace(raw, source=Source.TYPED), True
        first = self.profile.month_first
        outcome = entered.read(raw.text, ask, month_first=first) if by_hand else None
        if outcome is None:
            clean = self._halves.joined(normalise(raw, self.profile), self.now)
            outcome = resolve(clean, wanted(self.script, ask))
            self._halves.note(clean, outcome, self.now)
        self._outcome(outcome, raw)

    def _in_view(self, ask: Ask, raw: RawScan) -> None:
        """Of several symbols in view those count that answer here; of two such one is chosen."""
        told = wanted(self.script, ask)
        judged = [(one, resolve(normalise(one, self.profile), told)) for one in raw.in_view]
        answers = {
            meaning(accept): (accept, one)
            for one, outcome in judged
            for accept in (outcome.choices if isinstance(outcome, Choose) else (outcome,))
            if isinstance(accept, Accept)
        }
        if len(answers) > 1:
            found = [*answers.values()][:MOST_CHOICES]
            listed = asking.meanings(Choose(tuple(accept for accept, _ in found)))
            words = say("WHICH OF THESE?")
            self.put(Question(words, listed, lambda n: self._meant(*found[int(n)])))
            return
        unknown = [one for one, outcome in judged if isinstance(outcome, Query)]
        self.scan([*(one for _, one in answers.values()), *unknown, raw.in_view[0]][0])

    def brought(self, event: Brought) -> None:
        """What was looked up answers like a scan of it."""
        ask = self.ask
        if ask is None or self.busy or self.question is not None:
            return
        raw = RawScan(event.reading.value, event.source, last=event.at)
        outcome = judge(Clean(raw, raw.text), [event.reading], wanted(self.script, ask))
        self._outcome(outcome, raw)

    def _outcome(self, outcome: Outcome, raw: RawScan) -> None:
        match outcome:
            case Reject(code="E-DIGITS"):
                self._guessed_wrong(outcome)
            case Reject():
                self.reject(outcome.code, dict(outcome.arguments))
            case Query() if raw.keyed and self.ask and self.ask.manual is Manual.NEVER:
                self.reject("E-TYPED")
            case Query():
                self._look_up(outcome, raw)
            case Choose():
                self._choose(outcome, raw)
            case Accept():
                self._accept(Taking(outcome, raw))

    def _choose(self, choose: Choose, raw: RawScan) -> None:
        """Two meanings are shown, once in a run: what was chosen is what the scan means in it."""
        before = self.script.chosen(raw.text)
        for accept in choose.choices:
            if before is not None and _means(accept.reading, before):
                self._meant(accept, raw)
                return
        self.put(
            Question(
                say("{scan}: WHICH?", scan=raw.text),
                asking.meanings(choose),
                lambda n: self._meant(choose.choices[int(n)], raw),
            )
        )

    def _meant(self, accept: Accept, raw: RawScan) -> None:
        """One of several meanings; one that disagrees with the task was shown all the same."""
        ask = self.ask
        fault = disagreement(accept.reading, wanted(self.script, ask)) if ask else None
        if fault is not None:
            self._outcome(fault, raw)
        else:
            self._accept(Taking(accept, raw, chosen=True))

    def _guessed_wrong(self, rejected: Reject) -> None:
        stands, tries = len(self.script.entries), self._guesses[1]
        self._guesses = (stands, tries + 1 if self._guesses[0] == stands else 1)
        self.reject(THREE_WRONG if self._guessed_out() else rejected.code, rejected.arguments)

    def _guessed_out(self) -> bool:
        """Whether this place has to be scanned now, for its digits were wrong three times."""
        stood, tries = self._guesses
        return stood == len(self.script.entries) and tries >= MOST_GUESSES

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
        elif by_digits(taking) and self._guessed_out():
            self.reject(THREE_WRONG)
        else:
            self.take(ask, taking)

    # --- questions to the server ------------------------------------------------------------------

    def _look_up(self, query: Query, raw: RawScan) -> None:
        self._lookups += 1
        self.looking = Looking(self._lookups, query, raw, self.now)
        self.out.append(Lookup(self._lookups, query, here=not self.online))

    def new_number(self, said: Said) -> None:
        raw = RawScan("", said.source, said.scan, before=said.before)
        self._look_up(Query("F7", None, (Kind.LPN,), new=True), raw)

    def found(self, event: Found) -> None:
        looking, ask = self.looking, self.ask
        if looking is None or ask is None or looking.number != event.ask:
            return
        self.looking = None
        if event.failed:
            self._unasked(looking.query, looking.raw, event.failed)
        elif looking.query.new:
            code = event.candidates[0].value
            values = {Kind.LPN.attribute: code, FRESH: "yes"}
            reading = Reading(Kind.LPN, code, Evidence.CHECK, values)
            self._accept(Taking(Accept(reading), looking.raw))
        else:
            outcome = found_there(looking.query, event.candidates, wanted(self.script, ask))
            self._outcome(outcome, looking.raw)

    def give_up_looking(self) -> None:
        """The server does not answer: what was fetched ahead has to do."""
        if self.looking is not None:
            self._lookups += 1
            self.looking = replace(self.looking, number=self._lookups, since=self.now)
            self.out.append(Lookup(self._lookups, self.looking.query, here=True))

    def _unasked(self, query: Query, raw: RawScan, why: str) -> None:
        ask = self.ask
        accept = unasked(query, wanted(self.script, ask)) if ask and why == "E-OFF" else None
        if accept is None and why == "E-OFF" and not query.whose:
            self.reject("E-AWAY", {"value": query.text})
        elif accept is None:
            self.reject(why)
        else:
            self._outcome(accept, raw)


def _means(reading: Reading, answer: Answer) -> bool:
    """Whether `answer` was given by the same meaning of the same scan."""
    said, given = reading.values, answer.values
    marks = ("lot", "serial", "expiry")
    return (reading.kind, reading.value) == (answer.kind, answer.value) and all(
        said.get(mark) == given.get(mark) for mark in marks
    )
