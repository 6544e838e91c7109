"""The one text widget: paints a view, without markup, only the rows that have changed."""

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from terminal.flows.offers import View
from terminal.widgets.bar import Status
from terminal.widgets.layout import lay_out
from terminal.widgets.row import Row
from terminal.widgets.themes import Looks, looks

DONE_SECONDS = 0.4
"""How long finished work is shown (6.3)."""


class Frame(Widget):
    """The whole screen of a task. `paint`, `typed` and `status` each repaint what changed."""

    DEFAULT_CSS = "Frame { width: 100%; height: 100%; overflow: hidden; scrollbar-size: 0 0; }"

    def __init__(self, how: Looks | None = None) -> None:
        super().__init__(markup=False)
        self._looks = how or looks("dark", "truecolor", "unicode", {})
        self._view = View()
        self._typed = ""
        self._status = Status()
        self._rows: list[Row] = []
        self._page = 0
        self._held: View | None = None
        self._timer: Timer | None = None

    def paint(self, view: View) -> None:
        """Work that is done stands for a moment, unless more than one screen follows it."""
        if self._view.emphasis == "done" and self._held is None and self.is_running:
            self._held = view
            self._timer = self.set_timer(DONE_SECONDS, self._go_on)
        else:
            self._held = view
            self._go_on()

    def _go_on(self) -> None:
        """Shows what waits behind finished work; a worker who types does not wait for it."""
        view, self._held = self._held, None
        if self._timer is not None:
            self._timer.stop()
        if view is not None:
            self._show(view)

    def _show(self, view: View) -> None:
        if (view.step, view.what, view.options) != self._listed():
            self._page = 0
        self._view = view
        self._typed = ""
        self._lay_out()

    def typed(self, text: str) -> None:
        self._go_on()
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
        styles, shown = self._looks.styles, self._looks.shown
        return Strip(
            [Segment(shown(each.text), styles[each.style]) for each in row], self.size.width
        )

    def on_resize(self, _event: events.Resize) -> None:
        self._rows = []
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.size
        if not width or not height:
            return
        screen = lay_out(
            self._view,
            width,
            height,
            status=self._status,
            typed=self._typed,
            page=self._page,
            symbols=self._looks.symbols,
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
