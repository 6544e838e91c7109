"""Looking something up: scan anything, read what is known of it; nothing is changed."""

from labels.codes import Verb
from server.scans.wire import Inquiry
from server.wire import Count, Snapshot
from terminal.flows.ask import Answer, Ask, Flow, Show, need
from terminal.flows.home import ANYTHING
from terminal.flows.words import say
from terminal.scan.reading import Kind


class Looked(Snapshot, frozen=True, kw_only=True):
    """What the server knew of the last scan; nothing before the first."""

    inquiry: Inquiry | None = None
    minutes: Count | None = None
    """How old that is, where the server can't be asked."""
    usable: bool = False
    """Whether a task waits under it that what was found may answer."""


def inquire(looked: Looked) -> Flow[Answer]:
    """Answers what was scanned next, or OK: what was found is the task's answer. Esc: back."""
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
    first, *others = ANYTHING
    return (
        yield from need(
            Ask(
                first,
                also=(*others, Kind.BADGE),
                prompt="ENTER: USE IT, ESC BACK" if brings else "SCAN ANYTHING, ESC BACK",
                step="inquire",
                open=True,
                commands=(Verb.OK,) if brings else (),
                show=show,
            )
        )
    )
