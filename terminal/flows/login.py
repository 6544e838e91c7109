"""Signing in and unlocking: badge, then PIN; nothing of it is written anywhere."""

from server.wire import Line, Snapshot
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
    pin = yield from need(
        Ask(Kind.PIN, prompt="PIN", secret=True, manual=Manual.ALLOWED, show=shown)
    )
    return badge, pin.value


def locked(door: Door) -> Flow[str]:
    """Answers the badge that was shown at a locked screen."""
    shown = Show(title="LOCKED", lines=(door.message,))
    badge = yield from need(
        Ask(Kind.BADGE, step="unlock", unseen=True, manual=Manual.NEVER, show=shown)
    )
    return badge.value
