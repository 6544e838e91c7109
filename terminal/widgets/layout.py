"""A view as rows of styled text for one screen size; pure (terminal 6.1, 6.2).

What is asked, the place, the digits and the result are whole at every size; they take the rows that
they need. What stands between has the rest, in pages where that is too little.
"""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len

from terminal.flows.offers import Band, Colour, Entering, View
from terminal.language import word
from terminal.widgets.bar import Status, bar
from terminal.widgets.figures import figures
from terminal.widgets.listing import pages
from terminal.widgets.row import Row, Span
from terminal.widgets.safe import cut, fold, wrap
from terminal.widgets.themes import SYMBOLS

WIDE, PANE = 76, 28
TALL, SHORT, HIGH = 15, 11, 20
MOST_ASKED, LONGEST, MIDDLE = 3, 7, 2
"""Rows: of a question, of a result, and what a result leaves for what stands between."""
NEXT = 6


class Shape(NamedTuple):
    """A screen's size, and what it keeps free: a row of the question's and the band's, the keys."""

    width: int
    height: int
    padded: bool = True
    keys: bool = True

    @property
    def asked(self) -> int:
        return 2 if self.padded and self.height >= SHORT else 1

    @property
    def band(self) -> int:
        if not self.padded or self.height < SHORT:
            return 1
        return 3 if self.height >= HIGH else 2

    @property
    def pane(self) -> int:
        return max(PANE, self.width // 3) if self.width >= WIDE else 0


class Screen(Struct, frozen=True):
    """The rows of one page, and how many pages there are."""

    rows: list[Row]
    pages: int


def lay_out(
    view: View,
    width: int,
    height: int,
    *,
    status: Status | None = None,
    typed: str = "",
    page: int = 0,
    symbols: Mapping[Colour, str] = SYMBOLS,
) -> Screen:
    """Exactly `height` rows of `width` cells; what is small drops keys, then big digits.

    Empty rows and keys also go where that saves turning a page. Where the work is done the whole
    screen is green.
    """
    roomy = Shape(width, height, keys=height >= TALL)
    tight = roomy._replace(padded=False)
    said = _said(view.band, symbols)
    view = replace(view, ahead=(word("NEXT", (status or Status()).language), *view.ahead[:NEXT]))
    for shape in (roomy, tight, tight._replace(keys=False)):
        made, body = _body(view, shape, said, typed, page)
        if made == 1:
            break
    if view.emphasis == "done":
        body = [tuple(span._replace(style=Colour.GREEN) for span in row) for row in body]
    return Screen([bar(view, width, status or Status()), *body][:height], made)


def _body(
    view: View, shape: Shape, said: list[str], typed: str, page: int
) -> tuple[int, list[Row]]:
    """How many pages there are, and all below the bar of this one."""
    width, height, pane = shape.width, shape.height, shape.pane
    room = width - pane - (1 if pane else 0)
    top = _top(view, shape, room)
    bottom = _bottom(view, shape, said, height - 1 - len(top))
    middle = max(0, height - 1 - len(top) - len(bottom))
    made, shown = _middle(view, room, middle, typed, page)
    body = [*top, *shown]
    if pane:
        body = _beside(body, view.ahead, pane)
    return made, [*body, *bottom]


def _top(view: View, shape: Shape, width: int) -> list[Row]:
    asked = min(max(len(fold(view.ask, width)), shape.asked), MOST_ASKED)
    rows: list[Row] = [(Span(line, "ask"),) for line in wrap(view.ask, width, asked)]
    big = figures(view.digits) if view.digits and shape.height >= TALL else []
    if any(cell_len(line) > width for line in big):
        big = []
    target = view.target if big else f"{view.target}  {view.digits}".strip()
    if cell_len(target) > width:
        rows += [(Span(cut(line, width), "target"),) for line in fold(target, width)[:2]]
    elif target:
        rows.append((Span(cut(target, width), "target"),))
    return rows + [(Span(cut(line, width), "digits"),) for line in big]


def _middle(view: View, width: int, rows: int, typed: str, page: int) -> tuple[int, list[Row]]:
    """How many pages there are, and this one; the entry line stands last while it is used."""
    entry = [f"> {_entered(view, typed)}_"] if typed else []
    room = max(0, rows - len(entry))
    made = pages(view.what, view.options, width, room)
    shown = made[page % len(made)]
    lines = [*shown, *[""] * (room - len(shown)), *entry][:rows]
    return len(made), [(Span(cut(line, width), "what"),) for line in lines]


def _entered(view: View, typed: str) -> str:
    return "•" * len(typed) if view.entry is Entering.DOTS else typed


def _bottom(view: View, shape: Shape, said: list[str], left: int) -> list[Row]:
    """The band and the keys. A long sentence leaves rows for what it speaks of, it is behind F1."""
    left -= shape.keys
    kept = min(MIDDLE, len(view.what) + len(view.options))
    lines = _band(said, view.band.colour, shape, left - kept)
    rows: list[Row] = [(Span(line, view.band.colour),) for line in lines]
    if shape.keys:
        rows.append((Span(_keys(view.keys, shape.width), "keys"),))
    return rows


def _keys(keys: tuple[str, ...], width: int) -> str:
    """Every key by its name: only the longest gives up letters of what it does."""
    longest = max(keys, key=cell_len, default="")
    left = width - cell_len(" ".join(keys)) + cell_len(longest)
    shorter = cut(longest, left) if 2 < left < cell_len(longest) else longest
    return cut(" ".join(shorter if key == longest else key for key in keys), width)


def _said(band: Band, symbols: Mapping[Colour, str]) -> list[str]:
    """The band's lines, the first behind its symbol."""
    symbol = symbols.get(band.colour, "")
    return [f"{symbol} {line}".strip() if n == 0 else line for n, line in enumerate(band.lines)]


def _band(said: list[str], colour: Colour, shape: Shape, left: int) -> list[str]:
    """As high as its words need; a good result says more than its first line if there is room."""
    most = max(1, min(left, LONGEST if colour is not Colour.GREEN else max(2, shape.band)))
    rows = [row for line in said for row in fold(line, shape.width)]
    if len(rows) > most:
        rows[most - 1 :] = [" ".join(rows[most - 1 :])]
    return [cut(row, shape.width) for row in [*rows, *[""] * (min(shape.band, most) - len(rows))]]


def _beside(body: list[Row], ahead: tuple[str, ...], pane: int) -> list[Row]:
    lines = [*ahead, *[""] * len(body)]
    return [
        (*row, Span("│", "what"), Span(cut(line, pane), "ahead"))
        for row, line in zip(body, lines, strict=False)
    ]
