"""A view as rows of styled text for one screen size; pure (terminal 6.1, 6.2)."""

from itertools import zip_longest
from typing import NamedTuple

from msgspec import Struct
from rich.cells import cell_len
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD

from terminal.flows.offers import Band, Colour, Entering, View
from terminal.widgets.safe import cut, wrap

SYMBOLS = {Colour.GREEN: "✔", Colour.AMBER: "!", Colour.RED: "✘", Colour.MAGENTA: "»"}
WIDE, PANE = 76, 28
TALL, SHORT = 15, 11


class Status(Struct, frozen=True):
    """What the bar shows beside the task: unsent commands, open problems, a missing scanner."""

    unsent: int = 0
    problems: int = 0
    scanner: bool = True


class Span(NamedTuple):
    """Some cells of a row and the name of their style."""

    text: str
    style: str


Row = tuple[Span, ...]


def lay_out(
    view: View, width: int, height: int, *, status: Status | None = None, typed: str = ""
) -> list[Row]:
    """Exactly `height` rows of `width` cells; what is small drops keys, digits, details."""
    status = status or Status()
    pane = PANE if width >= WIDE else 0
    room = width - pane - (1 if pane else 0)
    top = _top(view, room, height)
    bottom = _bottom(view, width, height)
    middle = max(0, height - 1 - len(top) - len(bottom))
    body = [*top, *_what(view, room, middle, typed)]
    if pane:
        body = _beside(body, ("NEXT", *view.ahead), pane)
    rows = [_bar(view, width, status), *((*row,) for row in body), *bottom]
    return rows[:height]


def _bar(view: View, width: int, status: Status) -> Row:
    """Task, online, queue, unsent; the marks at the right are never cut."""
    link = "●" if view.online else "○"
    marks = [f"{link}{view.queued or ''}", f"⇡{status.unsent}"]
    if status.problems:
        marks.append(f"!{status.problems}")
    if not status.scanner:
        marks.append("no scanner")
    right = " ".join(marks)
    title = cut(view.title, max(0, width - len(right) - 1))
    style = "bar" if view.online else "offline"
    return (Span(cut(f"{title} {right}", width), style),)


def _top(view: View, width: int, height: int) -> list[Row]:
    small = height < SHORT
    rows: list[Row] = [(Span(line, "ask"),) for line in wrap(view.ask, width, 1 if small else 2)]
    digits = view.digits if height >= TALL else ""
    target = view.target
    if view.digits and not digits:
        target = f"{target}  {view.digits}".strip()
    if target:
        rows.append((Span(cut(target, width), "target"),))
    if digits:
        rows += [(Span(cut(line, width), "digits"),) for line in figures(digits)]
    return rows


def _what(view: View, width: int, rows: int, typed: str) -> list[Row]:
    """The groups and the list to choose from; the entry line stands last while it is used."""
    lines = list(view.options) or list(view.what)
    entry = [f"> {_entered(view, typed)}_"] if typed else []
    room = rows - len(entry)
    told = _over_options(view, width, room)
    fitting = room - len(told)
    if len(lines) > fitting and width >= 20:
        lines = _columns(lines, width, fitting)
    else:
        lines = _unfolded(lines, width, fitting)
    lines, fitting = [*told, *lines], room
    shown = [*lines[:fitting], *[""] * (fitting - len(lines)), *entry]
    return [(Span(cut(line, width), "what"),) for line in shown[:rows]]


def _over_options(view: View, width: int, room: int) -> list[str]:
    """What stands over a list to choose from, which goes into two columns to make room for it."""
    if not view.options:
        return []
    one, two = len(view.options), -(-len(view.options) // 2)
    left = max(0, room - (one if one + len(view.what) <= room else two))
    return _unfolded(list(view.what[:left]), width, left)


def _unfolded(lines: list[str], width: int, rows: int) -> list[str]:
    """Long lines take the rows that are left over; the first lines first."""
    spare, out = rows - len(lines), []
    for line in lines:
        folded = _folded(line, width, spare + 1)
        spare -= len(folded) - 1
        out += folded
    return out


def _folded(line: str, width: int, most: int) -> list[str]:
    """`line` in as few rows as hold it, `most` at the most."""
    if cell_len(line) <= width or most <= 1:
        return [line]
    rows = [row for row in wrap(line, width, most) if row.strip()]
    return rows or [line]


def _columns(lines: list[str], width: int, rows: int) -> list[str]:
    """Two columns, read down the left one first; the left takes what the right can spare."""
    left, right = lines[:rows], lines[rows : 2 * rows]
    spare = width - max(map(cell_len, right), default=0)
    at = max(width // 2, min(spare, max(map(cell_len, left), default=0) + 1))
    return [cut(a, at) + cut(b, width - at) for a, b in zip_longest(left, right, fillvalue="")]


def _entered(view: View, typed: str) -> str:
    return "•" * len(typed) if view.entry is Entering.DOTS else typed


def _bottom(view: View, width: int, height: int) -> list[Row]:
    rows: list[Row] = [(Span(line, view.band.colour),) for line in _band(view.band, width, height)]
    if height >= TALL:
        rows.append((Span(cut(" ".join(view.keys), width), "keys"),))
    return rows


def _band(band: Band, width: int, height: int) -> list[str]:
    size = 3 if height >= 20 else 2
    symbol = SYMBOLS.get(band.colour, "")
    lines = [f"{symbol} {line}".strip() if n == 0 else line for n, line in enumerate(band.lines)]
    if len(lines) == 1:
        return wrap(lines[0], width, size)
    return [cut(line, width) for line in [*lines, *[""] * size][:size]]


def _beside(body: list[Row], ahead: tuple[str, ...], pane: int) -> list[Row]:
    lines = [*ahead[:6], *[""] * len(body)]
    return [
        (*row, Span("│", "what"), Span(cut(line, pane), "ahead"))
        for row, line in zip(body, lines, strict=False)
    ]


def figures(text: str) -> list[str]:
    """`text` in figures of three rows; what has no figure stands small."""
    rows = ["", "", ""]
    for character in text:
        at = DIGITS.find(character) * 3
        for n in range(3):
            piece = DIGITS3X3_BOLD[at + n].ljust(3) if at >= 0 else (character if n == 2 else " ")
            rows[n] += piece
    return rows
