"""Commands on their way: written, saved, refused, unsent, reversed (terminal 5.3, 5.5)."""

from typing import Any

from msgspec.structs import replace

from labels.codes import Verb
from terminal.errors import OFFERS, of_problem
from terminal.flows import view
from terminal.flows.ask import Answer, Ask, Do, Entry, Raised, Saved
from terminal.flows.offers import (
    Band,
    Colour,
    Detour,
    Paint,
    Refused,
    Replied,
    Signed,
    Sound,
    Unsigned,
    Write,
    Written,
)
from terminal.flows.question import Question, exceptions
from terminal.flows.script import End, Script
from terminal.flows.stage import Pending, Reverse, Stage
from terminal.flows.words import say

NO_REPLY_SECONDS = 8.0
# Refusals that a second person's badge and PIN on this device turn into a yes (5.8).
SIGNABLE = frozenset({"approval_needed"})

# Refusals that blame one answer: its prompt comes back, not the last one.
WRONG = {"no_such_lot": "lot"}


class Doing(Stage):
    """The part of a run that has to do with the outbox."""

    def __init__(self, script: Script, reverse: Reverse, *, online: bool) -> None:
        super().__init__(script, online=online)
        self._reverse = reverse

    def go_on(self, keep: int, band: Band, sound: Sound | None) -> bool:
        """Write what lies behind the first `keep` entries, and do what stands next.

        A command of class C isn't written while the link is known to be dead: E-OFF. The answers
        that led to it are taken back; behind another command there are none, and the run waits at
        the Do until the link is back or Enter is pressed.
        """
        step = self.script.step
        if isinstance(step, Do) and step.command.offline == "C" and not self.online:
            self._stall(keep)
            return False
        entries = self._writable(keep)
        if isinstance(step, Do):
            self.out.append(Write(keep, entries, step.command))
            self.pending = Pending(step.command, self.now)
        elif entries:
            self.out.append(Write(keep, entries))
        self.say(band, Sound.DONE if isinstance(step, End) else sound)
        if isinstance(step, End):
            last = view.finished(self.script, step.result, band)
            self.out += [] if last is None else [Paint(last)]
            self.leave("done", result=step.result)
        return True

    def again(self) -> None:
        """Try once more the Do that the run waits at."""
        if isinstance(self.script.step, Do) and self.pending is None:
            self.go_on(len(self.script.entries), Band(), None)

    def _stall(self, keep: int) -> None:
        entries = self._writable(keep)
        if any(isinstance(entry, Saved) for entry in entries):
            self.out.append(Write(keep, entries))
        else:
            self.script.rewind(keep)
        self.reject("E-OFF")

    def command_event(self, event: Written | Replied | Refused | Signed | Unsigned) -> None:
        """What has become of the command that is out."""
        match event:
            case Written():
                self.written(event)
            case Replied():
                self.replied(event)
            case Refused():
                self.refused(event)
            case Signed():
                self.signed(event)
            case Unsigned():
                self.unsigned(event)

    def written(self, event: Written) -> None:
        if self.pending is None or self.pending.operation:
            return
        self.pending = replace(self.pending, operation=event.operation)
        if not self.online:
            self.unsent()

    def replied(self, event: Replied) -> None:
        if not self._is_ours(event.operation):
            return
        warning = _warning(event.reply)
        if warning:
            band = view.warning("W-SRV", warning)
            self._saved(event.operation, event.reply, band, Sound.WARN)
        else:
            self._saved(event.operation, event.reply, Band(Colour.GREEN, self.band.lines))

    def unsent(self) -> None:
        """Go on without the server's answer, where the command's class allows it."""
        pending = self.pending
        if (
            pending
            and pending.refusal is None
            and pending.operation
            and pending.command.offline != "C"
        ):
            self._saved(pending.operation, None, Band(Colour.GREEN, ("saved here, not sent",)))

    def refused(self, event: Refused) -> None:
        """Back before the answers that led to the command; the reason, and the way that works."""
        pending = self.pending
        if pending is None or not self._is_ours(event.operation):
            return
        if event.code in SIGNABLE and pending.undo_to is None and pending.refusal is None:
            self.pending = replace(pending, refusal=event)
            self.say(Band(Colour.AMBER, ("A second person signs",)), None)
            self.out.append(Detour("sign"))
        else:
            self._turned_down(pending, event)

    def signed(self, event: Signed) -> None:
        """The same command goes out again under its id: its answer is waited for afresh."""
        if self.pending is not None and self._is_ours(event.operation):
            self.pending = replace(self.pending, since=self.now, refusal=None)
            self.say(Band(Colour.GREEN, (say("Signed: {name}", name=event.name),)), None)

    def unsigned(self, event: Unsigned) -> None:
        """What waits for a decision goes out in its place, or it is a refusal like any other."""
        pending, step = self.pending, self.script.step
        if pending is None or pending.refusal is None or not self._is_ours(event.operation):
            return
        if event.waits and isinstance(step, Do) and step.or_else is not None:
            self.out.append(Write(len(self.script.entries), (), step.or_else))
            self.pending = Pending(step.or_else, self.now)
        else:
            self._turned_down(pending, pending.refusal)

    def _turned_down(self, pending: Pending, event: Refused) -> None:
        self.pending = None
        if pending.undo_to is None:
            self.go_back(self.script.back(WRONG.get(event.code, "")))
        code = "E-REV" if pending.undo_to is not None else of_problem(event.code)
        self.reject(code)
        lines = (event.detail,) if event.detail else view.fault(code).lines
        self.band = Band(Colour.RED, lines, self.band.code)
        if isinstance(self.script.step, End):
            self.leave("home", result=event.detail)
        if pending.undo_to is None:
            self.offer_instead(OFFERS.get(event.code))

    def offer_instead(self, verb: Verb | None) -> None:
        """The exception that says truthfully what was refused, where the prompt has it."""
        offered = self.ask.exceptions if self.ask else ()
        named = next((e for e in offered if verb is not None and e.verb is verb), None)
        if named is not None:
            options = exceptions((named,))
            self.put(
                Question(
                    say("{what}?", what=say(named.words)), options, self.chosen, enter=named.code
                )
            )

    def chosen(self, code: str, quantity: int | None = None, scan: str = "") -> None:
        """An exception of the prompt: the flow gets it as a Raised."""
        keep, step = len(self.script.entries), self.script.step
        if isinstance(step, Ask):
            raised = Raised(step.name, code, quantity, (scan,))
            self.script.feed(raised)
            words = next((e.words for e in step.exceptions if e.code == code), "")
            self.go_on(keep, view.accepted(raised, words, {}), Sound.GOOD)

    def _saved(self, operation: str, reply: Any, band: Band, sound: Sound = Sound.STEP) -> None:
        pending, self.pending = self.pending, None
        if pending is None:
            return
        if pending.undo_to is not None:
            ended = isinstance(self.script.step, End)
            self.go_back(pending.undo_to)
            self.say(Band(Colour.PLAIN, (say("undone"),)), Sound.GOOD)
            if ended:
                self.leave("done", result="again")
            return
        keep = len(self.script.entries)
        self.script.feed(Saved(pending.command.kind, operation, reply))
        self.go_on(keep, band, sound)

    def go_back(self, keep: int) -> None:
        self.script.rewind(keep)
        self.out.append(Write(keep))

    def _is_ours(self, operation: str) -> bool:
        """Whether it is about what is out; a late answer to what was saved unsent is not."""
        if self.pending is None or self.pending.operation:
            return self.pending is not None and self.pending.operation == operation
        entries = self.script.entries
        return not any(isinstance(one, Saved) and one.operation == operation for one in entries)

    def _writable(self, keep: int) -> tuple[Entry, ...]:
        """The entries to write; a secret is never among them in clear."""
        return tuple(
            _masked(entry, self.script.asks.get(at))
            for at, entry in enumerate(self.script.entries)
            if at >= keep
        )


def _warning(reply: Any) -> str:
    """What the server did otherwise than asked or planned: another lot, more than was ordered."""
    if not isinstance(reply, dict):
        return ""
    return " ".join(filter(None, (reply.get("warning"), *reply.get("exceptions", ()))))


def _masked(entry: Entry, ask: Ask | None) -> Entry:
    if isinstance(entry, Answer) and ask is not None and ask.secret:
        return replace(entry, value="", values={}, scans=())
    return entry
