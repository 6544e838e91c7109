"""Signing in: badge, then PIN; nothing of it is written anywhere."""

from terminal.flows.ask import Ask, Flow, Manual, Show, need
from terminal.scan.reading import Kind

SHOW = Show(title="TALLYMAN", lines=("Scan your badge", "F1 help"))


def login(message: str | None) -> Flow[tuple[str, str]]:
    """Answers badge and PIN for the server to judge; `message` is why the last try failed."""
    shown = Show(title="TALLYMAN", lines=(message,)) if message else SHOW
    badge = yield from need(Ask(Kind.BADGE, unseen=True, manual=Manual.NEVER, show=shown))
    pin = yield from need(
        Ask(Kind.PIN, prompt="PIN", secret=True, manual=Manual.ALLOWED, show=shown)
    )
    return badge.value, pin.value
