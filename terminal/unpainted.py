"""A terminal without a screen: the real runner, outbox and client, driven by a robot."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from terminal.flows.offers import Event, Key, Leave, Scan, Sound, Tick, View
from terminal.robot import Robot, Script
from terminal.scan.raw import RawScan, Source
from terminal.settings import DeviceProfile
from terminal.station import Station
from terminal.uuid7 import uuid7

TICK_SECONDS = 0.05

Told = Callable[[str], None]


class Unpainted:
    """Works until nothing is left of the kinds it was told, then signs out.

    `badge` and `pin` are scanned and typed as a worker would; `kinds` are home's words (`pick`),
    done in their order. `tell` hears one line per task and per refusal.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (a worker is told whole)
        self,
        folder: Path,
        profile: DeviceProfile,
        badge: str,
        pin: str,
        kinds: Iterable[str],
        script: Script | None = None,
        tell: Told = print,
        read: Callable[[str], str] | None = None,
    ) -> None:
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.station = Station(folder, profile, self, self.beside)
        self.badge, self.pin = badge, pin
        self.kinds = list(kinds)
        self.robot = Robot(script)
        self.tell = tell
        self.read = read or (lambda text: text)
        self.view = View()
        self.tasks = 0
        self._asked: object = None
        self._stuck = 0

    def work(self, seconds: float) -> int:
        """Answers how many tasks were done; stops after `seconds` whatever is left."""
        until = time.monotonic() + seconds
        self.station.open()
        try:
            while self.kinds and time.monotonic() < until:
                self._turn()
            self._drain(until)
        finally:
            self.station.close()
        return self.tasks

    def _turn(self) -> None:
        try:
            self._inbox.get(timeout=TICK_SECONDS)()
        except queue.Empty:
            self.station.desk.offer(Tick(time.monotonic()))
            self._answer()

    def _drain(self, until: float) -> None:
        """What was written is sent before the robot goes home."""
        self.station.sender.nudge()
        while self.station.outbox.unsent() and time.monotonic() < until:
            self._turn()

    # --- answering --------------------------------------------------------------------------------

    def _answer(self) -> None:
        run = self.station.desk.run
        if run is None:
            return
        if run.question is not None:
            self._key("enter" if run.question.enter else "1")
            return
        ask = run.ask
        if ask is None:
            return
        if ask.name == "home":
            self._choose()
        elif ask.name == "badge":
            self._scan(self.badge)
        elif ask.name == "pin":
            self._type(self.pin)
        else:
            self._do_what_is_asked(ask)

    def _choose(self) -> None:
        """Home comes up again when a kind has no more work: then the next kind."""
        if "No work" in " ".join(self.view.what) or self._asked == self.kinds[0]:
            self.kinds.pop(0)
            self._asked = None
            if not self.kinds:
                return
        self._asked = self.kinds[0]
        menu = [candidate.value for candidate in self.station.desk.run.ask.one_of]  # type: ignore[union-attr]
        self._key(str(menu.index(self.kinds[0]) + 1))

    def _do_what_is_asked(self, ask: Any) -> None:
        text = self.robot.answer(ask)
        if text is None:
            self._stuck += 1
            if self._stuck > 40:
                self.tell(f"stuck at {ask.words}")
                self._key("f9")
            return
        self._stuck = 0
        self._asked = None
        if text.startswith("key:"):
            self._key(text.removeprefix("key:"))
        elif text.startswith("type:"):
            self._type(text.removeprefix("type:"))
        else:
            self._scan(self.read(text))

    def _key(self, name: str) -> None:
        if name.isdigit():
            self._type(name)
        else:
            self.station.desk.offer(Key(name, at=time.monotonic()))

    def _scan(self, text: str) -> None:
        now = time.monotonic()
        self.station.desk.offer(Scan(RawScan(text, id=str(uuid7()), first=now, last=now), now))

    def _type(self, text: str) -> None:
        now = time.monotonic()
        raw = RawScan(text, Source.TYPED, str(uuid7()), first=now, last=now)
        self.station.desk.offer(Scan(raw, now))

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, view: View) -> None:
        if view.band.code and view.band != self.view.band:
            self.tell(f"{view.title}: {view.band.code} {' '.join(view.band.lines)}")
        self.view = view

    def sound(self, sound: Sound) -> None:
        """A robot hears nothing."""

    def left(self, leave: Leave) -> None:
        run_was_work = leave.to == "done" and self.station.workplace.at_work
        if run_was_work:
            self.tasks += 1
            self.tell(f"done: {self.view.title}")
        self._inbox.put(lambda: self.station.workplace.left(leave))

    def detour(self, to: str) -> None:
        self.station.workplace.detour(to)

    def reprint(self) -> None:
        self.station.workplace.reprint()

    def post(self, event: Event) -> None:
        self._inbox.put(lambda: self.station.desk.offer(event))

    def ask_server(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, daemon=True).start()

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def do() -> None:
            answer = work()
            self._inbox.put(lambda: then(answer))

        threading.Thread(target=do, daemon=True).start()
