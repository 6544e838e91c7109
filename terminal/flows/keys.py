"""Keys and command barcodes: the same verb does the same, at every prompt (terminal 6.3, 4.10)."""

from abc import abstractmethod
from typing import NamedTuple

from msgspec import structs

from labels.codes import Verb
from terminal.flows import quantity, view
from terminal.flows import question as asking
from terminal.flows.ask import Answer, Ask, Rule
from terminal.flows.entered import BY_HAND
from terminal.flows.offers import Band, Colour, Detour, Key, Print, Sound, Tone
from terminal.flows.question import Question
from terminal.flows.reasons import STUCK, Exceptional
from terminal.flows.script import End
from terminal.flows.taking import AskBack, Taking, fill, prefilled, take
from terminal.flows.undoing import Undoing
from terminal.flows.words import named, say
from terminal.scan.commands import KEYS, TWICE_SECONDS
from terminal.scan.outcome import Accept, Reject
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Evidence, Kind, Reading

DETOURS = {
    Verb.INFO: "inquire",
    Verb.LOCK: "lock",
    Verb.STUCK: "stuck",
    Verb.LIST: "list",
    Verb.TEST: "test",
}
LEAVING = {Verb.STOP: "park", Verb.TOP: "park", Verb.LOGOUT: "logout"}
# Prompts of somebody who is at no work: the login's and home's.
RESTING = frozenset({"badge", "pin", "unlock", "home"})
# What still works while a command or a question to the server is out.
MEANWHILE = frozenset({*DETOURS, *LEAVING, Verb.HELP, Verb.TELL})


class Said(NamedTuple):
    """Where a verb came from: what was typed before it, the scan, the source."""

    before: str = ""
    scan: str = ""
    source: Source = Source.TYPED


class Keys(Undoing):
    """The part of a run that has to do with commands."""

    def key(self, event: Key) -> None:
        said = Said(event.before)
        if event.name == "f2":
            self._list(said)
        elif event.name in KEYS:
            self.verb(KEYS[event.name], said)

    def verb(self, verb: Verb, said: Said) -> None:
        """What is open first, then what the prompt itself takes, then what holds everywhere."""
        ask = self.ask
        if self.question is not None:
            self.answer_question(verb, "")
        elif (self.busy or ask is None) and verb not in MEANWHILE:
            if verb is Verb.OK:
                self.again()
        elif ask is not None and verb in ask.commands:
            self._command(ask, verb, said)
        elif ask is not None and (exception := _of_verb(ask, verb)):
            self._raise(exception, said)
        else:
            self._everywhere(verb, said)

    def answer_question(self, verb: Verb | None, text: str) -> None:
        """A key, a command or typed text against the open question; all else changes nothing."""
        question = self.question
        if question is None:
            return
        code = question.by_verb(verb) if verb else question.by_text(text)
        if code is not None:
            self.question = None
            question.choose(code)
        elif verb in {Verb.NO, Verb.PREV, Verb.UNDO}:
            self.question = None
            if isinstance(self.script.step, End):
                self.leave("home")
        else:
            self.out.append(Tone(Sound.BAD))

    def _everywhere(self, verb: Verb, said: Said) -> None:
        to = LEAVING.get(verb)
        if to == "park" and self.ask is not None and self.ask.name in RESTING:
            self.say(Band(Colour.AMBER, ("Nothing to park here",)), Sound.WARN)
        elif to is not None:
            self.confirm(say("{what}?", what=named(to)), lambda _: self.leave(to), again=verb)
        elif verb in DETOURS:
            self.out.append(Detour(DETOURS[verb]))
        elif verb is Verb.OK:
            self._enter(said)
        elif verb is Verb.UNDO:
            self.undo()
        elif verb in {Verb.PREV, Verb.NO}:
            self._escape()
        elif verb is Verb.TELL:
            self.details, self.help = not self.details, False
        elif verb is Verb.HELP:
            self.help, self.details = not self.help, False
        elif verb is Verb.PRINT:
            self.out.append(Print())
        else:
            self.reject("E-KEY", {"need": self.ask.words if self.ask else ""})

    def _enter(self, said: Said) -> None:
        """Enter takes the default; without one it does nothing, for scanners send it too."""
        ask = self.ask
        if ask is None:
            return
        value = prefilled(self.script, ask)
        if value is not None:
            chosen = next((c for c in ask.one_of if c.value == value), None)
            kind = ask.kind if chosen is None else ask.kind_of(chosen)
            values = {**(chosen.facts if chosen else {}), kind.attribute: value}
            source = said.source if kind in BY_HAND else Source.SCAN
            accept = Accept(Reading(kind, value, Evidence.CHECK, values), chosen)
            self.take(ask, Taking(accept, RawScan("", source, said.scan, before=said.before)))

    def _escape(self) -> None:
        if self.help or self.details:
            self.help = self.details = False
        elif self.band.colour is Colour.RED:
            self.band = Band()
        else:
            self.step_back()

    def _command(self, ask: Ask, verb: Verb, said: Said) -> None:
        if ask.fresh and verb is Verb.PRINT:
            self.new_number(said)
            return
        amount = quantity.quantity(said.before, self._units())
        values = {} if amount is None else {"quantity": str(amount)}
        answer = Answer(ask.name, Kind.CMD, verb.value, values, (said.scan,), said.source)
        self.answer(answer, "")

    @abstractmethod
    def new_number(self, said: Said) -> None:
        """The answer is a new LPN number of this device's."""

    # --- answers ----------------------------------------------------------------------------------

    def take(self, ask: Ask, taking: Taking) -> None:
        """A scan that the prompt accepts: ask back what it leaves open, then answer."""
        taken = take(ask, taking)
        match taken:
            case Reject():
                self.reject(taken.code, dict(taken.arguments))
            case AskBack():
                self.put(
                    Question(
                        taken.words,
                        asking.numbered(taken.options),
                        lambda code: self.take(ask, _with(taking, taken.field, code)),
                    )
                )
            case Answer():
                words = taking.accept.candidate.words if taking.accept.candidate else ""
                self.answer(taken, words, taking.accept.reading.warnings)

    def answer(self, answer: Answer, words: str, warnings: tuple[str, ...] = ()) -> None:
        """`answer`, and all else that the same scan answers; one conflict takes all back."""
        keep = len(self.script.entries)
        ask, units = self.ask, self._units()
        fault = fill(self.script, answer)
        if fault is not None:
            self.reject(fault.code, dict(fault.arguments))
            return
        if warnings:
            self.go_on(keep, view.warning(warnings[0], answer.value), Sound.WARN)
        elif ask is not None and ask.secret:
            self.go_on(keep, Band(Colour.GREEN, (say("ok"),)), Sound.GOOD)
        else:
            counted = view.counted(ask, self.script.step, answer, words)
            self.go_on(keep, counted or view.accepted(answer, words, units), Sound.GOOD)

    # --- exceptions (F2) --------------------------------------------------------------------------

    def _list(self, said: Said) -> None:
        ask = self.ask
        if ask is None or self.busy:
            return
        offered = (*ask.exceptions, *([] if _has(ask, STUCK) else [STUCK]))
        by_code = {e.code: e for e in offered}
        options = asking.exceptions(offered)
        self.put(Question("WHAT IS WRONG?", options, lambda code: self._raise(by_code[code], said)))

    def _raise(self, exception: Exceptional, said: Said) -> None:
        if exception.verb in DETOURS:  # also where a flow lists it: it is no answer
            self.out.append(Detour(DETOURS[exception.verb]))
            return
        if exception.twice:
            once = Question(
                say("{what}? AGAIN", what=say(exception.words)),
                asking.exceptions((exception,)),
                lambda _: self._chosen(exception, said),
                until=self.now + TWICE_SECONDS,
            )
            self.put(once)
        else:
            self._chosen(exception, said)

    def _chosen(self, exception: Exceptional, said: Said) -> None:
        amount = quantity.quantity(said.before, self._units())
        self.chosen(exception.code, amount, said.scan)

    def _units(self) -> dict[str, int]:
        return (self.ask.quantity or Rule()).units if self.ask else {}


def _with(taking: Taking, field: str, code: str) -> Taking:
    said: bool | str = True if field == "sure" else code
    return structs.replace(taking, **{field: said})


def _of_verb(ask: Ask, verb: Verb) -> Exceptional | None:
    return next((e for e in ask.exceptions if e.verb is verb), None)


def _has(ask: Ask, exception: Exceptional) -> bool:
    return any(e.code == exception.code for e in ask.exceptions)
