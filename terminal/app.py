"""The painted terminal: keys in through the wedge, views out through the frame."""

import os
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from terminal.battery import percent
from terminal.clinic import Clinic, wedge_of
from terminal.driver import (
    Battery,
    ScanWebDriver,
    driver_class,
)  # before any App is made: see there
from terminal.flows.offers import Event, Key, Leave, Scan, Sound, Tick, View
from terminal.hand import event_of
from terminal.language import painted
from terminal.robot import Robot
from terminal.scan.assemble import Assembled, Pressed, Typing
from terminal.scan.raw import RawScan
from terminal.settings import DeviceProfile, practice
from terminal.sounds import Backend, Sounds, Told, backend
from terminal.sources.wedge import WedgedApp
from terminal.speech import Reader, speech
from terminal.station import Station
from terminal.uuid7 import uuid7
from terminal.widgets.bar import Status
from terminal.widgets.frame import Frame
from terminal.widgets.themes import looks

if TYPE_CHECKING:
    from terminal.sources.camera import Camera
    from terminal.sources.evdev import EvdevScanner
    from terminal.sources.serial import SerialScanner

TICK_SECONDS = 0.25
BATTERY_SECONDS = 30.0
PAGES = {"pagedown": 1, "pageup": -1}


class Terminal(WedgedApp):
    """One device, painted; the shell of its desk."""

    CSS = "Screen { overflow: hidden; scrollbar-size: 0 0; }"

    def __init__(self, folder: Path, profile: DeviceProfile, *, doctor: bool = False) -> None:
        super().__init__(wedge_of(profile), driver_class())
        self.profile = profile
        colours = self.console.color_system
        self._battery = percent()
        self.frame = Frame(looks(profile.theme, colours, profile.symbols, os.environ))
        self.reader = Reader(speech(profile.speech))
        self.clinic, self._doctor_first = Clinic(self, folder), doctor
        self.station = Station(folder, profile, self, self.beside)
        self.robot = Robot(practice(folder))
        self.camera = self._camera(profile.camera)
        self.scanner = self._serial(profile.serial, profile.baud)
        grabbed = self._evdev(profile.evdev)
        self.sources = [s for s in (self.camera, self.scanner, grabbed) if s is not None]
        self.sounds = Sounds(self._heard())

    def compose(self) -> ComposeResult:
        yield self.frame

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(TICK_SECONDS, self._beat)
        self.set_interval(BATTERY_SECONDS, self._look_at_battery)
        self.station.open()
        for source in self.sources:
            source.start()
        if self._doctor_first:
            self.clinic.open()

    def on_unmount(self) -> None:
        for source in self.sources:
            source.stop()
        self.reader.stop()
        self.station.close()

    def _camera(self, source: str) -> "Camera | None":
        if not source:
            return None
        camera = import_module("terminal.sources.camera")  # loads OpenCV: only where there is one
        made: Camera = camera.Camera(source, self._seen, lambda: str(uuid7()))
        return made

    def _serial(self, port: str, baud: int) -> "SerialScanner | None":
        if not port:
            return None
        lines = import_module("terminal.sources.serial")  # only where there is one
        made: SerialScanner = lines.SerialScanner(port, baud, self._seen, lambda: str(uuid7()))
        return made

    def _evdev(self, path: str) -> "EvdevScanner | None":
        if not path:
            return None
        devices = import_module("terminal.sources.evdev")  # only where there is one
        made: EvdevScanner = devices.EvdevScanner(path, self._seen, lambda: str(uuid7()))
        return made

    def _heard(self) -> Backend:
        """The scanner's own beeper for what is wrong, where the profile says that it has one."""
        here = backend(self.profile.sound, self.bell)
        if driver_class() is ScanWebDriver and self.profile.sound != "none":
            here = Told(self._tell_page)
        if self.scanner is None or self.profile.beeper == "none" or self.profile.sound == "none":
            return here
        lines = import_module("terminal.sources.serial")
        beeper: Backend = lines.HostBeeper(self.scanner, self.profile.beeper, here)
        return beeper

    def _tell_page(self, sequence: str) -> None:
        """Written by the screen's thread alone: what two write at once is torn."""
        driver = self._driver
        if driver is not None:
            self._from_anywhere(lambda: driver.write(sequence))

    # --- in ---------------------------------------------------------------------------------------

    def assembled(self, out: list[Assembled]) -> None:
        for each in out:
            if isinstance(each, RawScan):
                self.station.desk.offer(Scan(each, time.monotonic()))
            elif isinstance(each, Pressed):
                self._key(each)
            elif isinstance(each, Typing):
                self.frame.typed(each.text)

    def _key(self, pressed: Pressed) -> None:
        if pressed.name == "f12" and self.profile.practice:
            self._scan_what_is_asked()
        elif pressed.name == "f1" and self.station.workplace.signed_in is None:
            self.clinic.open()
        elif pressed.name in PAGES:
            self.frame.turn(PAGES[pressed.name])
        else:
            self.station.desk.offer(Key(pressed.name, pressed.before, time.monotonic()))

    def _scan_what_is_asked(self) -> None:
        """F12 of demonstrations: what a robot would do here; nothing where only a person knows."""
        run = self.station.desk.run
        if run is None or run.ask is None:
            return
        text = "key:enter" if run.question is not None else self.robot.answer(run.ask)
        if text is not None:
            self.station.desk.offer(event_of(text))

    def _seen(self, raw: RawScan) -> None:
        """What the camera or the serial line read, on the screen's thread."""
        self._from_anywhere(lambda: self._read(raw))

    def _read(self, raw: RawScan) -> None:
        if not self.clinic.seen(raw):
            self.station.desk.offer(Scan(raw, time.monotonic()))

    def _beat(self) -> None:
        self.station.desk.offer(Tick(time.monotonic()))
        waiting = self.station.waiting()
        seeing = all(source.is_alive for source in self.sources)
        status = Status(
            unsent=waiting.unsent,
            problems=waiting.problems,
            scanner=seeing,
            held=waiting.held,
            oldest_seconds=waiting.oldest_seconds,
            battery=self._battery,
            language=self.station.workplace.language,
        )
        self.frame.status(status)

    def _look_at_battery(self) -> None:
        if driver_class() is not ScanWebDriver:
            self._battery = percent()

    def on_battery(self, message: Battery) -> None:
        """Of the handheld whose browser shows the page."""
        self._battery = message.percent

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, view: View) -> None:
        if self.clinic.covers(view):
            return
        self.station.workplace.greet(view)
        view = painted(view, self.station.workplace.language)
        self.wedge.instant = view.instant
        self.frame.paint(view)
        self.reader.paint(view, self.station.workplace.language)

    def sound(self, sound: Sound) -> None:
        self.sounds.play(sound)

    def left(self, leave: Leave) -> None:
        self.call_later(self.station.workplace.left, leave)

    def detour(self, to: str) -> None:
        if to == "test":
            self.clinic.open()
        else:
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
