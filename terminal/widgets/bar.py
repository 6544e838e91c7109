"""The first row: task and line at the left, the state of the device at the right (terminal 6.1)."""

from msgspec import Struct
from rich.cells import cell_len

from terminal.flows.offers import View
from terminal.flows.words import say
from terminal.language import word
from terminal.widgets.row import Row, Span
from terminal.widgets.safe import cut, display_safe

ABBREVIATED = 3
AMBER_SECONDS, RED_SECONDS = 30 * 60, 2 * 60 * 60
LOW_PERCENT = 15
OFFLINE, OFF = "OFFLINE", "OFF"


class Status(Struct, frozen=True):
    """What the bar shows beside the task.

    Unsent commands, how many of them are held back, the age of the oldest; open problems; a missing
    scanner; the battery in percent, None where it is not known; the language that it is said in.
    """

    unsent: int = 0
    problems: int = 0
    scanner: bool = True
    held: int = 0
    oldest_seconds: float | None = None
    battery: int | None = None
    language: str = "en"


def bar(view: View, width: int, status: Status) -> Row:
    """The marks are never cut; they are said in words where there is room for them."""
    title = display_safe(view.title)
    words, short = (" ".join(_marks(view, status, words=each)) for each in (True, False))
    briefly = words.replace(word(OFFLINE, status.language), word(OFF, status.language))
    ways = (words, briefly, short, short.replace(" ", ""))
    over = cell_len(title) + 1 - width
    said = next((each for each in ways if cell_len(each) + over <= 0), ways[-1])
    room = max(0, width - cell_len(said) - 1)
    return (Span(cut(f"{cut(_short(title, room), room)} {said}", width), _style(view, status)),)


def _style(view: View, status: Status) -> str:
    """Red offline and after two hours unsent; amber after half an hour, and on low power."""
    age = status.oldest_seconds or 0
    if not view.online or age >= RED_SECONDS:
        return "offline"
    low = status.battery is not None and status.battery <= LOW_PERCENT
    return "late" if low or age >= AMBER_SECONDS else "bar"


def _marks(view: View, status: Status, *, words: bool) -> list[str]:
    link = "●" if view.online else "○"
    marks = [f"{link}{view.queued or ''}"]
    if words and not view.online:
        marks.append(word(OFFLINE, status.language))
    if status.unsent or words:
        marks.append(f"⇡{status.unsent}{_age(status.oldest_seconds or 0)}")
    if status.held:
        held = say("held {count}", count=status.held) if words else f"h{status.held}"
        marks.append(word(held, status.language))
    if status.problems:
        marks.append(f"!{status.problems}")
    if not status.scanner:
        marks.append(word("no scanner" if words else "NS", status.language))
    if status.battery is not None and (words or status.battery <= LOW_PERCENT):
        marks.append(f"▮{status.battery}%")
    return marks


def _age(seconds: float) -> str:
    """How long the oldest command has waited, once that is worth a word."""
    if seconds < AMBER_SECONDS:
        return ""
    return f"/{seconds // 60:.0f}m" if seconds < RED_SECONDS else f"/{seconds // 3600:.0f}h"


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
