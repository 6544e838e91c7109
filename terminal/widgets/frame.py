"""The one text widget: paints a view, without markup, only the rows that have changed."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from terminal.flows.offers import Colour, View
from terminal.widgets.bar import Status
from terminal.widgets.layout import lay_out
from terminal.widgets.row import Row

STYLES = {
    "bar": Style.parse("bold white on blue"),
    "offline": Style.parse("bold white on red"),
    "ask": Style.parse("bold black on yellow"),
    "target": Style.parse("bold reverse"),
    "digits": Style.parse("bold"),
    "what": Style(),
    "ahead": Style.parse("dim"),
    "keys": Style.parse("dim"),
    Colour.PLAIN: Style(),
    Colour.GREEN: Style.parse("bold black on green"),
    Colour.AMBER: Style.parse("bold black on bright_yellow"),
    Colour.RED: Style.parse("bold white on red"),
    Colour.MAGENTA: Style.parse("bold white on magenta"),
}


class Frame(Widget):
    """The whole screen of a task. `paint`, `typed` and `status` each repaint what changed."""

    DEFAULT_CSS = "Frame { width: 100%; height: 100%; overflow: hidden; scrollbar-size: 0 0; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._view = View()
        self._typed = ""
        self._status = Status()
        self._rows: list[Row] = []
        self._page = 0

    def paint(self, view: View) -> None:
        if (view.step, view.what, view.options) != self._listed():
            self._page = 0
        self._view = view
        self._typed = ""
        self._lay_out()

    def typed(self, text: str) -> None:
        self._typed = text
        self._lay_out()

    def turn(self, pages: int) -> None:
        """So many pages on; behind the last stands the first."""
        self._page += pages
        self._lay_out()

    def status(self, status: Status) -> None:
        self._status = status
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        row = self._rows[y] if y < len(self._rows) else ()
        return Strip([Segment(span.text, STYLES[span.style]) for span in row], self.size.width)

    def on_resize(self, _event: events.Resize) -> None:
        self._rows = []
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.size
        if not width or not height:
            return
        screen = lay_out(
            self._view, width, height, status=self._status, typed=self._typed, page=self._page
        )
        rows = screen.rows
        self._page %= screen.pages
        before, self._rows = self._rows, rows
        changed = [
            Region(0, y, width, 1)
            for y, row in enumerate(rows)
            if y >= len(before) or before[y] != row
        ]
        if changed:
            self.refresh(*changed)

    def _listed(self) -> tuple[object, ...]:
        return (self._view.step, self._view.what, self._view.options)
