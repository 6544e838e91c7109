"""Signing in, signing another's act, unlocking: badge, then PIN; nothing of it is written."""

from labels.codes import Verb
from server.wire import Line, Note, Snapshot
from terminal.flows.ask import Ask, Flow, Manual, Show, need
from terminal.scan.reading import Kind


class Door(Snapshot, frozen=True, kw_only=True):
    """Why the last try failed or who is away, and a badge that was scanned already."""

    message: Line = "Scan your badge"
    badge: Line = ""


def login(door: Door) -> Flow[tuple[str, str]]:
    """Answers badge and PIN for the server to judge."""
    shown = Show(title="TALLYMAN", lines=(door.message, "F1 help"))
    badge = door.badge
    if not badge:
        badge = (
            yield from need(Ask(Kind.BADGE, unseen=True, manual=Manual.NEVER, show=shown))
        ).value
        shown = Show(title="TALLYMAN", lines=("Type your PIN, then Enter", "F1 help"))
    pin = yield from need(
        Ask(Kind.PIN, prompt="PIN", secret=True, manual=Manual.ALLOWED, show=shown)
    )
    return badge, pin.value


class Signing(Snapshot, frozen=True, kw_only=True):
    """Why the act needs a second person, and whether it may wait for a decision instead."""

    sentence: Note
    waits: bool = False


def signature(signing: Signing) -> Flow[tuple[str, str]]:
    """Answers badge and PIN of the second person, both empty where it is to wait."""
    words = "2ND BADGE, F8 WAITS" if signing.waits else "SCAN SECOND BADGE"
    shown = Show(title="SECOND PERSON", lines=(signing.sentence, "Esc: not done"))
    badge = yield from need(
        Ask(
            Kind.BADGE,
            prompt=words,
            step="second",
            unseen=True,
            manual=Manual.NEVER,
            commands=(Verb.CLOSE,) if signing.waits else (),
            show=shown,
        )
    )
    if badge.is_(Verb.CLOSE):
        return "", ""
    pin = yield from need(
        Ask(Kind.PIN, prompt="THEIR PIN", step="second_pin", secret=True, show=shown)
    )
    return badge.value, pin.value


def locked(door: Door) -> Flow[str]:
    """Answers the badge that was shown at a locked screen."""
    shown = Show(title="LOCKED", lines=(door.message,))
    badge = yield from need(
        Ask(Kind.BADGE, step="unlock", unseen=True, manual=Manual.NEVER, show=shown)
    )
    return badge.value
