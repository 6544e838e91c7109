"""What somebody has scanned and done lately, for who supervises: looked at, or taken back."""

from labels.codes import Verb
from server.scans.wire import HeardList, HeardView
from server.undo.wire import DoneLately, Reverse, Undone
from server.wire import Line, Snapshot
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.day import TO_THE_SECOND, clock
from terminal.flows.listed import which, yes_or_no
from terminal.flows.words import say
from terminal.scan.reading import Kind


class ScansOf(Snapshot, frozen=True, kw_only=True):
    """The last scans of a person, the latest first."""

    person: Line
    heard: HeardList
    zone: Line = "UTC"


class DoneBy(Snapshot, frozen=True, kw_only=True):
    """What a person has done lately, the latest first."""

    person: Line
    done: DoneLately
    zone: Line = "UTC"


def scans_of(view: ScansOf) -> Flow[str]:
    """Time, what it was read as, what came of it; one that is chosen shows its raw bytes."""
    scans = {one.scan: one for one in view.heard.scans}
    said = {scan: _line(one, view.zone) for scan, one in scans.items()}
    while (chosen := (yield from which("LAST SCANS", said))) is not None:
        one = scans[chosen]
        show = Show(
            title=say("SCAN AT {device}", device=one.device),
            lines=(_line(one, view.zone), one.prompt, _spaced(one.raw)),
            details=(one.source, _spaced(one.raw)),
        )
        ask = Ask(Kind.CHOICE, prompt="F8: BACK", step="scan", commands=(Verb.CLOSE,), show=show)
        yield from need(ask)
    return "" if said else say("Nothing was scanned.")


def _line(one: HeardView, zone: str) -> str:
    text = bytes.fromhex(one.raw).decode(errors="replace")
    shown = "".join(sign if sign.isprintable() else "?" for sign in text)
    return f"{clock(one.at, zone, TO_THE_SECOND)} {one.result or 'OK'} {one.reading or shown}"[:200]


def _spaced(raw: str) -> str:
    return " ".join(raw[n : n + 2] for n in range(0, len(raw), 2))[:600]


def undo_for(view: DoneBy) -> Flow[str]:
    """One of the last acts is taken back, where its goods have not moved on."""
    said = {
        one.operation: f"{clock(one.at, view.zone)} {one.what} {one.told}" for one in view.done.acts
    }
    operation = yield from which("UNDO FOR", said)
    if operation is None:
        return "" if said else say("Nothing to undo here.")
    if not (yield from yes_or_no("UNDO IT?", said[operation], yes="UNDO", no="LEAVE IT")):
        return ""
    undone = yield from Do(
        Reverse(operation=operation),
        says=say("undo for {person}", person=view.person),
        reply=Undone,
        final="say what is true now",
    )
    return say("undone: {what}", what=undone.undone) if undone else ""
