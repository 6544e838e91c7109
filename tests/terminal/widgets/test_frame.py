"""The frame in a real screen: pages are turned, and a new list begins with its first."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from textual.app import App, ComposeResult

from terminal.flows.offers import View
from terminal.widgets.frame import DONE_SECONDS, Frame

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


DONE = View(ask="DONE", emphasis="done")
HOME = View(step="home", ask="SCAN ANYTHING")


async def test_finished_work_stands_in_green_for_a_moment(frame: Frame) -> None:
    frame.paint(DONE)
    frame.paint(HOME)
    assert "DONE" in shown(frame)
    rows = [frame.render_line(y) for y in range(1, frame.size.height)]
    grounds = {segment.style.bgcolor for row in rows for segment in row if segment.style}
    assert len(grounds) == 1
    await asyncio.sleep(2 * DONE_SECONDS)
    assert "SCAN ANYTHING" in shown(frame)


@pytest.mark.parametrize("hurry", ["typed", "painted"])
async def test_who_goes_on_at_once_does_not_wait(frame: Frame, hurry: str) -> None:
    frame.paint(DONE)
    frame.paint(HOME)
    if hurry == "typed":
        frame.typed("3")
        assert "> 3" in shown(frame)
    else:
        frame.paint(LIST)
        assert "0 REASON" in shown(frame)
    assert "DONE" not in shown(frame)
