"""What the runner itself asks between two prompts: which, why, sure, again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec import Struct

from labels.codes import Verb
from terminal.flows.reasons import Exceptional, Reason
from terminal.flows.words import say
from terminal.scan import house
from terminal.scan.outcome import Choose


class Option(Struct, frozen=True):
    """One line of a list: its digit, the code it stands for, its words, a verb that says it."""

    digit: str
    code: str
    words: str
    verb: Verb | None = None


@dataclass(frozen=True)
class Question:
    """A numbered list, or one thing to confirm. Nothing is chosen by default.

    `enter` is the code that Enter and OK choose, `until` when it is withdrawn (monotonic
    seconds), `choose` what is done with the code.
    """

    words: str
    options: tuple[Option, ...]
    choose: Callable[[str], None]
    enter: str = ""
    until: float | None = None

    def by_verb(self, verb: Verb) -> str | None:
        if verb is Verb.OK:
            return self.enter or None
        return next((o.code for o in self.options if o.verb is verb), None)

    def by_text(self, text: str) -> str | None:
        """The option with this digit, this code, or the number on a number or reason card."""
        said = house.number(text) or text.strip().upper()
        return next((o.code for o in self.options if said in {o.digit, o.code.upper()}), None)


def numbered(reasons: Iterable[Reason]) -> tuple[Option, ...]:
    return tuple(Option(str(n), r.code, r.words) for n, r in enumerate(reasons, start=1))


def exceptions(offered: Iterable[Exceptional]) -> tuple[Option, ...]:
    return tuple(Option(e.digit, e.code, e.words, e.verb) for e in offered)


def meanings(choose: Choose) -> tuple[Option, ...]:
    """The choices of an ambiguous scan; each names its kind, and the lot that tells it apart."""
    lines = []
    for number, accept in enumerate(choose.choices, start=1):
        reading = accept.reading
        words = accept.candidate.words if accept.candidate else ""
        lot = reading.values.get("lot", "")
        given = {"kind": say(reading.kind.value), "value": reading.value, "words": words}
        said = say("{kind} {value} LOT {lot} {words}", **given, lot=lot) if lot else None
        said = said or say("{kind} {value} {words}" if words else "{kind} {value}", **given)
        lines.append(Option(str(number), str(number - 1), said))
    return tuple(lines)
