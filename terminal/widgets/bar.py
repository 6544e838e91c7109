"""The first row: task and line at the left, the state of the device at the right (terminal 6.1)."""

from msgspec import Struct
from rich.cells import cell_len

from terminal.flows.offers import View
from terminal.widgets.row import Row, Span
from terminal.widgets.safe import cut, display_safe

ABBREVIATED = 3


class Status(Struct, frozen=True):
    """What the bar shows beside the task: unsent commands, open problems, a missing scanner."""

    unsent: int = 0
    problems: int = 0
    scanner: bool = True


def bar(view: View, width: int, status: Status) -> Row:
    """The marks are never cut; they are said in words where there is room for them."""
    title = display_safe(view.title)
    said = " ".join(_marks(view, status, words=True))
    if cell_len(title) + 1 + cell_len(said) > width:
        said = " ".join(_marks(view, status, words=False))
    if cell_len(title) + 1 + cell_len(said) > width:
        said = said.replace(" ", "")
    room = max(0, width - cell_len(said) - 1)
    style = "bar" if view.online else "offline"
    return (Span(cut(f"{cut(_short(title, room), room)} {said}", width), style),)


def _marks(view: View, status: Status, *, words: bool) -> list[str]:
    link = "●" if view.online else "○"
    marks = [f"{link}{view.queued or ''}"]
    if words and not view.online:
        marks.append("OFFLINE")
    if status.unsent or words:
        marks.append(f"⇡{status.unsent}")
    if status.problems:
        marks.append(f"!{status.problems}")
    if not status.scanner:
        marks.append("no scanner" if words else "NS")
    return marks


def _short(title: str, room: int) -> str:
    """Numbers of document and line stay whole as long as they can; words without one go first."""
    over = cell_len(title) - room
    words = title.split()
    plain = next((n for n, word in enumerate(words) if not any(map(str.isdigit, word))), None)
    if over <= 0 or plain is None or len(words) == 1:
        return title
    left = len(words[plain]) - over - 1
    words[plain : plain + 1] = [f"{words[plain][:left]}."] if left >= ABBREVIATED else []
    return _short(" ".join(words), room)
