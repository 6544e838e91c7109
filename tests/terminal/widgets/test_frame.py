"""The frame in a real screen: pages are turned, and a new list begins with its first."""

from collections.abc import AsyncIterator

import pytest
from textual.app import App, ComposeResult

from terminal.flows.offers import View
from terminal.widgets.frame import Frame

LIST = View(step="reason", ask="WHAT IS WRONG?", options=tuple(f"{n} REASON" for n in range(10)))


class Still(App[None]):
    """Nothing but the frame."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = Frame()

    def compose(self) -> ComposeResult:
        yield self.frame


@pytest.fixture
async def frame() -> AsyncIterator[Frame]:
    app = Still()
    async with app.run_test(size=(16, 8)) as pilot:
        app.frame.paint(LIST)
        await pilot.pause()
        yield app.frame


def shown(frame: Frame) -> str:
    return "\n".join(frame.render_line(y).text for y in range(frame.size.height))


async def test_pages_turn_round_and_a_new_list_begins_with_its_first(frame: Frame) -> None:
    first = shown(frame)
    assert "0 REASON" in first
    assert "9 REASON" not in first
    frame.turn(-1)
    assert "9 REASON" in shown(frame)
    frame.turn(1)
    assert shown(frame) == first
    frame.turn(1)
    frame.paint(View(step="other", options=LIST.options, ask=LIST.ask))
    assert shown(frame) == first
