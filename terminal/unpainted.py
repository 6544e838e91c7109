"""A terminal without a screen: the real runner, outbox and client, driven by a robot."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from terminal.flows.ask import Ask
from terminal.flows.offers import Colour, Leave, Sound, Tick, View
from terminal.robot import Robot, Script
from terminal.settings import DeviceProfile
from terminal.turns import Turns

TICK_SECONDS = 0.05
MOST_REFUSALS = 5

Told = Callable[[str], None]


class Unpainted(Turns):
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
        super().__init__(folder, profile)
        self.badge, self.pin = badge, pin
        self.kinds = list(kinds)
        self.robot = Robot(script)
        self.tell = tell
        self.read = read or (lambda text: text)
        self.view = View()
        self.tasks = 0
        self._chosen = False
        self._refusals = 0

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
        if not (self.hear(0.0) or self._answer() or self.hear(TICK_SECONDS)):
            self.station.desk.offer(Tick(time.monotonic()))

    def _drain(self, until: float) -> None:
        """What was written is sent before the robot goes home."""
        if self.station.workplace.signed_in is not None:
            self.station.workplace.sign_out()
        self.send_all(until)

    # --- answering --------------------------------------------------------------------------------

    def _answer(self) -> bool:
        """Answers what is asked; False when nothing is."""
        run = self.station.desk.run
        if run is None or not self.is_ready:
            return False
        if run.question is not None:
            self.say("key:enter" if run.question.enter else "key:1")
        elif run.ask is not None:
            self._reply(run.ask)
        return True

    def _reply(self, ask: Ask) -> None:
        if ask.name == "home":
            self._choose([candidate.value for candidate in ask.one_of])
        elif ask.name == "badge":
            self.say(self.badge)
        elif ask.name == "pin":
            self.say(f"type:{self.pin}")
        else:
            self._do_what_is_asked(ask)

    def _choose(self, menu: list[str]) -> None:
        """Home comes up again when a kind has no more work: then the next kind."""
        if self._chosen:
            self.kinds.pop(0)
        self._chosen = bool(self.kinds)
        if self.kinds:
            self.say(f"key:{menu.index(self.kinds[0]) + 1}")

    def _do_what_is_asked(self, ask: Ask) -> None:
        """Does it; leaves the procedure where nobody told what is true, or it is refused again."""
        text = None if self._refusals > MOST_REFUSALS else self.robot.answer(ask)
        if text is None:
            self._give_up(ask)
        elif text.startswith(("key:", "type:")):
            self.say(text)
        else:
            self.say(self.read(text))

    def _give_up(self, ask: Ask) -> None:
        run = self.station.desk.run
        self._refusals = 0
        if run is not None and run.script.entries:
            self.tell(f"{self.view.title}: parked at {ask.words}")
            self.say("key:f9")
            self.say("key:enter")
        else:
            self.say("key:escape")
            self.say("key:escape")

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
        self.soon(lambda: self.station.workplace.left(leave))
