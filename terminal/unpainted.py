"""A terminal without a screen: the real runner, outbox and client, driven by a robot."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from terminal.flows.ask import Ask
from terminal.flows.offers import Colour, Event, Leave, Sound, Tick, View
from terminal.hand import event_of
from terminal.robot import Robot, Script
from terminal.scan.repeats import BOUNCE_SECONDS
from terminal.settings import DeviceProfile
from terminal.station import Station

TICK_SECONDS = 0.05
MOST_REFUSALS = 5
HAND_SECONDS = BOUNCE_SECONDS + 0.01

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
        self._chosen = False
        self._refusals = 0
        self._last = ("", 0.0)

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
        if not (self._hear(0.0) or self._answer() or self._hear(TICK_SECONDS)):
            self.station.desk.offer(Tick(time.monotonic()))

    def _hear(self, seconds: float) -> bool:
        """Does one thing that came from beside: a reply, a found code, the next screen."""
        try:
            self._inbox.get(timeout=seconds)()
        except queue.Empty:
            return False
        return True

    def _drain(self, until: float) -> None:
        """What was written is sent before the robot goes home."""
        if self.station.workplace.signed_in is not None:
            self.station.workplace.sign_out()
        self.station.sender.nudge()
        while self.station.outbox.unsent() and time.monotonic() < until:
            self._hear(TICK_SECONDS)

    # --- answering --------------------------------------------------------------------------------

    def _answer(self) -> bool:
        """Answers what is asked; False when nothing is."""
        run = self.station.desk.run
        if run is None or (run.question is None and run.busy):
            return False
        if run.question is not None:
            self._say("key:enter" if run.question.enter else "key:1")
        elif run.ask is not None:
            self._reply(run.ask)
        return True

    def _reply(self, ask: Ask) -> None:
        if ask.name == "home":
            self._choose([candidate.value for candidate in ask.one_of])
        elif ask.name == "badge":
            self._say(self.badge)
        elif ask.name == "pin":
            self._say(f"type:{self.pin}")
        else:
            self._do_what_is_asked(ask)

    def _choose(self, menu: list[str]) -> None:
        """Home comes up again when a kind has no more work: then the next kind."""
        if self._chosen:
            self.kinds.pop(0)
        self._chosen = bool(self.kinds)
        if self.kinds:
            self._say(f"key:{menu.index(self.kinds[0]) + 1}")

    def _do_what_is_asked(self, ask: Ask) -> None:
        """Does it; leaves the procedure where nobody told what is true, or it is refused again."""
        text = None if self._refusals > MOST_REFUSALS else self.robot.answer(ask)
        if text is None:
            self._give_up(ask)
        elif text.startswith(("key:", "type:")):
            self._say(text)
        else:
            self._say(self.read(text))

    def _give_up(self, ask: Ask) -> None:
        run = self.station.desk.run
        self._refusals = 0
        if run is not None and run.script.entries:
            self.tell(f"{self.view.title}: parked at {ask.words}")
            self._say("key:f9")
            self._say("key:enter")
        else:
            self._say("key:escape")
            self._say("key:escape")

    def _say(self, text: str) -> None:
        """The same code again not before it can be told from a reader's double read."""
        if text == self._last[0]:
            time.sleep(max(0.0, self._last[1] + HAND_SECONDS - time.monotonic()))
        self._last = (text, time.monotonic())
        self.station.desk.offer(event_of(text))

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, view: View) -> None:
        if view.band.colour is Colour.RED and view.band != self.view.band:
            self._refusals += 1
            self.tell(f"{view.title}: {view.band.code} {' '.join(view.band.lines)}")
        self.view = view

    def sound(self, sound: Sound) -> None:
        """A robot hears nothing."""

    def left(self, leave: Leave) -> None:
        self._refusals = 0
        if leave.to == "done" and self.station.workplace.at_work:
            self.tasks += 1
            self._chosen = False
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
