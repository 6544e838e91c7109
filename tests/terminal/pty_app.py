"""The smallest terminal that shows what arrives: the driver, the wedge and the frame, for a pty."""

import itertools
import os

from textual.app import ComposeResult

from terminal.driver import driver_class
from terminal.flows.offers import Band, Colour, View
from terminal.scan.assemble import Assembled, Pressed, Typing
from terminal.scan.raw import RawScan
from terminal.sources.wedge import Wedge, WedgedApp
from terminal.widgets.frame import Frame
from terminal.widgets.themes import looks


class Shown(WedgedApp):
    """Counts what came and shows the last of it."""

    def __init__(self) -> None:
        numbers = itertools.count(1)
        super().__init__(Wedge(lambda: str(next(numbers))), driver_class())
        self.frame = Frame(looks("dark", self.console.color_system, "auto", os.environ))
        self.scans: list[str] = []
        self.keys: list[str] = []

    def compose(self) -> ComposeResult:
        self.frame.paint(View(ask="SCAN ANYTHING"))
        yield self.frame

    def assembled(self, out: list[Assembled]) -> None:
        for each in out:
            match each:
                case RawScan():
                    self.scans.append(each.text)
                case Pressed():
                    self.keys.append(each.name)
                case Typing():
                    self.frame.typed(each.text)
        if all(isinstance(each, Typing) for each in out):
            return
        last = self.scans[-1:]
        self.frame.paint(
            View(
                title=f"n={len(self.scans)}",
                ask="SCAN ANYTHING",
                target=last[0] if last else "-",
                what=tuple(self.scans[-6:]),
                band=Band(Colour.GREEN, (f"{len(self.scans)} scans",)),
                keys=tuple(self.keys[-3:]),
            )
        )


if __name__ == "__main__":
    os.environ.setdefault("TERM", "xterm-256color")
    Shown().run()
