"""Draws the pictures of the guides with the program itself: python -m tests.pictures."""

import asyncio
import re
from pathlib import Path

import msgspec
from textual.app import App, ComposeResult

from labels.render import CATALOGUE, render
from terminal.flows.offers import Band, Colour, View
from terminal.widgets.frame import Frame

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


class Still(App[None]):
    """One screen of the terminal, still."""

    def compose(self) -> ComposeResult:
        self.frame = Frame()
        yield self.frame

    def on_mount(self) -> None:
        self.call_after_refresh(self.frame.paint, PICK)


async def screen(columns: int, rows: int) -> str:
    """The SVG of the pick screen at this size."""
    app = Still()
    async with app.run_test(size=(columns, rows)) as pilot:
        await pilot.pause(0.5)
        drawn = app.export_screenshot(title="tallyman terminal")
    # The fonts that it would fetch from elsewhere: a page of ours asks nobody.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def main() -> None:
    for columns, rows in ((26, 16), (80, 24)):
        path = PICTURES / f"terminal-pick-{columns}x{rows}.svg"
        path.write_text(asyncio.run(screen(columns, rows)))
    for name in ("carton", "location"):
        facts = msgspec.to_builtins(CATALOGUE[name, 1].example)
        (PICTURES / f"label-{name}.png").write_bytes(render(name, 1, facts, "png", 203))


if __name__ == "__main__":
    main()
