"""Looking something up: scan or type anything, read what is known, and begin what it calls for."""

from enum import StrEnum

from labels.codes import Verb
from server.scans.wire import Inquiry, ScanKind
from server.wire import Count, Snapshot
from terminal.flows.ask import Answer, Ask, Flow, Show, need
from terminal.flows.home import ANYTHING
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


class Deed(StrEnum):
    """What may be begun with what was found, each at the same digit always."""

    MOVE = "move"
    COUNT = "count"
    LABEL = "label"
    ADJUST = "adjust"
    HISTORY = "history"


DEEDS = (
    Candidate(Deed.MOVE, words="MOVE"),
    Candidate(Deed.COUNT, words="COUNT"),
    Candidate(Deed.LABEL, words="LABEL"),
    Candidate(Deed.ADJUST, words="ADJUST, HOLD"),
    Candidate(Deed.HISTORY, words="WHO MOVED IT"),
)
GOODS = {ScanKind.LOCATION, ScanKind.LPN, ScanKind.TOTE, ScanKind.SLOT, ScanKind.ITEM}


class Looked(Snapshot, frozen=True, kw_only=True):
    """What the server knew of the last scan; nothing before the first."""

    inquiry: Inquiry | None = None
    minutes: Count | None = None
    """How old that is, where the server can't be asked."""
    usable: bool = False
    """Whether a task waits under it that what was found may answer: then nothing is begun here."""


def inquire(looked: Looked) -> Flow[Answer]:
    """Answers what was scanned next, which of several was meant (its place in the list), a deed,
    or OK: what was found is the task's answer. Esc: back.
    """
    found = looked.inquiry
    brings = looked.usable and found is not None and bool(found.code and found.kind)
    show = Show(title="LOOK UP", lines=("Esc: back",))
    age = () if looked.minutes is None else (say("OFFLINE, {count} MIN OLD", count=looked.minutes),)
    if found is not None:
        show = Show(
            title="LOOK UP",
            target=found.code or "",
            lines=(*age, found.verdict, *found.lines),
            details=found.lines,
            ahead=found.lines,
        )
    choices = _choices(looked)
    return (
        yield from need(
            Ask(
                Kind.CHOICE,
                also=(*ANYTHING, Kind.BADGE, Kind.TEXT),
                prompt=_prompt(brings=brings, several=found is not None and bool(found.candidates)),
                step="inquire",
                one_of=choices,
                open=True,
                commands=(Verb.OK,) if brings else (),
                show=show,
            )
        )
    )


def _prompt(*, brings: bool, several: bool) -> str:
    if several:
        return "WHICH ONE? ESC BACK"
    return "ENTER: USE IT, ESC BACK" if brings else "SCAN ANYTHING, ESC BACK"


def _choices(looked: Looked) -> tuple[Candidate, ...]:
    """The meanings to choose from, or what may be begun with the one that there is."""
    found = looked.inquiry
    if found is None:
        return ()
    if found.candidates:
        return tuple(
            Candidate(str(n), words=say("{code} {words}", code=one.code, words=one.words))
            for n, one in enumerate(found.candidates[:9])
        )
    return DEEDS if found.kind in GOODS and not looked.usable else ()
