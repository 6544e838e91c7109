"""Draws the pictures of the guides with the program itself: python -m tests.pictures."""

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import structs
from textual.app import App, ComposeResult

from labels.codes import Kind, house_code
from labels.render import CATALOGUE, render
from terminal.flows.board import board
from terminal.flows.home import Standing, home
from terminal.flows.offers import Band, Colour, View
from terminal.widgets.bar import Status
from terminal.widgets.frame import Frame
from terminal.widgets.themes import looks
from tests.terminal.flows.test_walks import WALKS, walked
from tests.terminal.widgets.test_sweep import BOARD
from tests.terminal.worker import Worker

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"

PICK = View(
    title="PICK PL15 3/9",
    ask="SCAN ITEM x12",
    target="A-03-12-2",
    digits="12",
    what=("Peppermint 1 kg", "TEA-405  LOT L6915", "SLOT 3  TO9000035"),
    ahead=("A-04-01-1  2 x MUG-110", "A-04-07-3  1 x TEA-401", "B-01-02-1  6 x HON-204"),
    band=Band(Colour.GREEN, ("A-03-12-2",)),
    keys=("F1?", "F2 short", "F4undo", "F9"),
)


HOME = Standing(
    name="Anna",
    warehouse="MAIN",
    counts={"receive": 2, "put_away": 12, "pick": 31, "pack": 9, "count": 4},
    problems=1,
    parked="PL000123",
)


class Shot(NamedTuple):
    """A screen to be drawn, and what its bar says."""

    view: View
    width: int
    height: int
    theme: str = "dark"
    status: Status = Status()


class Still(App[None]):
    """One screen of the terminal, still."""

    def __init__(self, shot: Shot) -> None:
        super().__init__(ansi_color=True)
        self.frame = Frame(looks(shot.theme, "truecolor", "unicode", {}))
        self._shot = shot

    def compose(self) -> ComposeResult:
        yield self.frame

    def on_mount(self) -> None:
        self.call_after_refresh(self.frame.paint, self._shot.view)
        self.frame.status(self._shot.status)


def shots() -> dict[str, Shot]:
    """The main screens, each as its procedure asks, by the name of its picture."""
    standing = Worker(home, HOME).view
    pick = walked(WALKS["pick"], WALKS["pick"].scans[:1])
    wrong = walked(WALKS["pick"], WALKS["pick"].scans[:1]).scan(house_code(Kind.LOCATION, "B07"))
    short = walked(WALKS["pick"], WALKS["pick"].scans[:2]).key("f2")
    receive = walked(WALKS["receive serials"], WALKS["receive serials"].scans[:3])
    count = walked(WALKS["count"], WALKS["count"].scans[:1])
    away = structs.replace(walked(WALKS["put away"], ()).view, online=False)
    waiting = Status(unsent=7, oldest_seconds=45 * 60)
    return {
        "pick-26x16": Shot(PICK, 26, 16),
        "pick-80x24": Shot(PICK, 80, 24),
        "pick-16x10": Shot(pick.view, 16, 10),
        "home-26x16": Shot(standing, 26, 16, "light"),
        "wrong-26x16": Shot(wrong.view, 26, 16),
        "short-26x16": Shot(short.view, 26, 16),
        "receive-40x12": Shot(receive.view, 40, 12, "light"),
        "count-26x16": Shot(count.view, 26, 16, status=waiting),
        "offline-26x16": Shot(away, 26, 16, status=waiting),
        "board-53x20": Shot(Worker(board, BOARD).view, 53, 20),
    }


async def screen(shot: Shot) -> str:
    """The SVG of a screen."""
    app = Still(shot)
    async with app.run_test(size=(shot.width, shot.height)) as pilot:
        await pilot.pause(0.5)
        drawn = app.export_screenshot(title="tallyman terminal")
    # The fonts that it would fetch from elsewhere: a page of ours asks nobody.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def main() -> None:
    for name, shot in shots().items():
        (PICTURES / f"terminal-{name}.svg").write_text(asyncio.run(screen(shot)))
    for name in ("carton", "location"):
        facts = msgspec.to_builtins(CATALOGUE[name, 1].example)
        (PICTURES / f"label-{name}.png").write_bytes(render(name, 1, facts, "png", 203))


if __name__ == "__main__":
    main()
