"""Taking back: the last answer, or the command that lies behind it (terminal 5.5)."""

from terminal.flows.ask import Entry, Saved
from terminal.flows.doing import Doing
from terminal.flows.offers import (
    Band,
    Colour,
    Sound,
    Write,
)
from terminal.flows.stage import Pending
from terminal.flows.words import say


class Undoing(Doing):
    """The part of a run that goes back."""

    def undo(self) -> None:
        """Drop what the last scan or key answered; reverse the command where one lies between."""
        entries = self.script.entries
        if not entries:
            self.reject("E-REV", {"value": "nothing to undo"})
            return
        saved = entries[-1]
        if not isinstance(saved, Saved):
            self.go_back(self.script.last_scan)
            self.say(Band(Colour.PLAIN, (say("undone"),)), Sound.GOOD)
            return
        do = self.script.dos[len(entries) - 1]
        if do.final:
            self.reject("E-REV", {"value": do.final})
            return
        words = do.says or do.command.kind
        self.confirm(say("UNDO {what}?", what=words), lambda _: self._take_back(saved))

    def undo_ended(self) -> None:
        """Take back the last command of a procedure that is over, or say at home why not."""
        self.undo()
        if self.question is None:
            self.leave("home", result=": ".join(self.band.lines))

    def go_on_undoing(self, operation: str, unsent: str) -> None:
        """A command that takes `operation` back was written before the terminal stopped."""
        at = next(n for n, e in enumerate(self.script.entries) if _is_saved(e, operation))
        back = self.script.segment_of(at)
        self.pending = Pending(self._reverse(operation), self.now, unsent, undo_to=back)

    def step_back(self) -> None:
        """Esc: one answer back, inside what isn't posted; out of the flow at its first prompt."""
        if len(self.script.entries) > self.script.segment:
            self.go_back(self.script.last_scan)
            self.say(Band(), None)
        elif not self.script.entries:
            self.leave("home")

    def _take_back(self, saved: Saved) -> None:
        command = self._reverse(saved.operation)
        if command.offline == "C" and not self.online:
            self.reject("E-OFF")
            return
        last = len(self.script.entries) - 1
        self.out.append(Write(last + 1, (), command))
        self.pending = Pending(command, self.now, undo_to=self.script.segment_of(last))


def _is_saved(entry: Entry, operation: str) -> bool:
    return isinstance(entry, Saved) and entry.operation == operation
