"""The painted terminal: keys in through the wedge, views out through the frame."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.driver import Driver

from terminal.driver import ScanDriver, ScanWebDriver  # before any App is made: see there
from terminal.flows.offers import Event, Key, Leave, Scan, Sound, Tick, View
from terminal.robot import Robot
from terminal.scan.assemble import Assembled, Pressed, TooLong, Typing
from terminal.scan.raw import RawScan
from terminal.settings import DeviceProfile
from terminal.sounds import Sounds, backend
from terminal.sources.wedge import Wedge, WedgedApp
from terminal.station import Station
from terminal.uuid7 import uuid7
from terminal.widgets.frame import Frame
from terminal.widgets.layout import Status

TICK_SECONDS = 0.25


def driver() -> type[Driver] | None:
    """Ours where there is one: in a browser, on POSIX; stock elsewhere."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return ScanWebDriver
    return None if sys.platform == "win32" else ScanDriver


class Terminal(WedgedApp):
    """One device, painted; the shell of its desk."""

    CSS = "Screen { overflow: hidden; scrollbar-size: 0 0; }"

    def __init__(self, folder: Path, profile: DeviceProfile) -> None:
        super().__init__(Wedge(mint=lambda: str(uuid7())), driver())
        self.profile = profile
        self.frame = Frame()
        self.sounds = Sounds(backend(profile.sound, self.bell))
        self.station = Station(folder, profile, self, self.beside)
        self.robot = Robot()

    def compose(self) -> ComposeResult:
        yield self.frame

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(TICK_SECONDS, self._beat)
        self.station.open()

    def on_unmount(self) -> None:
        self.station.close()

    # --- in ---------------------------------------------------------------------------------------

    def assembled(self, out: list[Assembled]) -> None:
        for each in out:
            if isinstance(each, RawScan):
                self.station.desk.offer(Scan(each, time.monotonic()))
            elif isinstance(each, Pressed):
                self._key(each)
            elif isinstance(each, Typing):
                self.frame.typed(each.text)
            elif isinstance(each, TooLong):
                self.sounds.play(Sound.BAD)

    def _key(self, pressed: Pressed) -> None:
        if pressed.name == "f12" and self.profile.practice:
            self._scan_what_is_asked()
        else:
            self.station.desk.offer(Key(pressed.name, pressed.before, time.monotonic()))

    def _scan_what_is_asked(self) -> None:
        run = self.station.desk.run
        if run is None or run.ask is None:
            return
        text = self.robot.answer(run.ask)
        if text is None:
            return
        now = time.monotonic()
        if text.startswith("key:"):
            self.station.desk.offer(Key(text.removeprefix("key:"), at=now))
        else:
            self.station.desk.offer(Scan(RawScan(text, id=str(uuid7()), last=now), now))

    def _beat(self) -> None:
        self.station.desk.offer(Tick(time.monotonic()))
        self.frame.status(Status(unsent=self.station.outbox.unsent()))

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, view: View) -> None:
        self.wedge.instant = view.instant
        self.frame.paint(view)

    def sound(self, sound: Sound) -> None:
        self.sounds.play(sound)

    def left(self, leave: Leave) -> None:
        self.call_later(self.station.workplace.left, leave)

    def detour(self, to: str) -> None:
        self.station.workplace.detour(to)

    def reprint(self) -> None:
        self.station.workplace.reprint()

    def post(self, event: Event) -> None:
        self._from_anywhere(lambda: self.station.desk.offer(event))

    def ask_server(self, work: Callable[[], None]) -> None:
        self.run_worker(work, thread=True)

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def do() -> None:
            answer = work()
            self._from_anywhere(lambda: then(answer))

        self.run_worker(do, thread=True)

    def _from_anywhere(self, work: Callable[[], None]) -> None:
        """On the screen's thread, soon, whatever thread this is."""
        self.call_later(work)
