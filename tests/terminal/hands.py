"""A worker's hands at a real station without a screen: say it, and look at the next prompt."""

import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from terminal.flows.offers import Band, Leave, Sound, Tick, View
from terminal.hand import event_of
from terminal.scan.repeats import BOUNCE_SECONDS
from terminal.settings import DeviceProfile
from terminal.station import Station
from tests.terminal.floor import Person

SECONDS = 20.0
QUIET_SECONDS = 0.15


class Hands:
    """Runner, outbox, client and sender of one device; `say` waits until nothing more comes."""

    def __init__(self, folder: Path, profile: DeviceProfile, *, away: bool = False) -> None:
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.views: list[View] = [View()]
        self.last = ("", 0.0)
        self.away = away
        """Whether there is no network: what is written is not waited for."""
        self.station = Station(folder, profile, self, self.beside)
        self.station.open()
        self._settle()

    def sign_in(self, person: Person) -> Self:
        return self.say(person.badge, f"type:{person.pin}")

    def say(self, *texts: str) -> Self:
        """`key:f8` is a key, `type:12` is typed, all else is scanned; the server has answered."""
        for text in texts:
            if text == self.last[0]:
                pause = self.last[1] + BOUNCE_SECONDS + 0.01 - time.monotonic()
                time.sleep(max(0.0, pause))
            self.last = (text, time.monotonic())
            self.station.desk.offer(event_of(text))
            self._settle()
        return self

    def until(self, true: Callable[[], bool]) -> Self:
        """Waits for what comes by itself, with all that is told meanwhile."""
        end = time.monotonic() + SECONDS
        while not true():
            assert time.monotonic() < end, f"Not yet true at {self.prompt}."
            self._told()
        return self

    def die(self) -> None:
        """As a kill leaves it: nothing is said to anybody; what is written is on the disk."""
        self.station.close()

    @property
    def view(self) -> View:
        return self.views[-1]

    @property
    def prompt(self) -> tuple[str, str, str]:
        return self.view.title, self.view.ask, self.view.target

    @property
    def band(self) -> Band:
        return self.view.band

    def _settle(self) -> None:
        """Until every question has its answer and every command its reply."""
        until, quiet = time.monotonic() + SECONDS, time.monotonic() + QUIET_SECONDS
        while time.monotonic() < until:
            if self._told():
                quiet = time.monotonic() + QUIET_SECONDS
            run = self.station.desk.run
            waits = run is None or run.pending or run.looking
            sent = self.away or self.station.outbox.next() is None
            if not waits and sent and time.monotonic() > quiet:
                return
        raise AssertionError(f"Still waiting at {self.prompt}.")

    def _told(self) -> bool:
        """One thing that has come, or a moment's wait."""
        try:
            self._inbox.get(timeout=0.02)()
        except queue.Empty:
            self.station.desk.offer(Tick(time.monotonic()))
            return False
        return True

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, view: View) -> None:
        self.views.append(view)

    def sound(self, sound: Sound) -> None:
        """Hands hear nothing."""

    def left(self, leave: Leave) -> None:
        self._inbox.put(lambda: self.station.workplace.left(leave))

    def detour(self, to: str) -> None:
        self.station.workplace.detour(to)

    def reprint(self) -> None:
        self.station.workplace.reprint()

    def post(self, event: Any) -> None:
        self._inbox.put(lambda: self.station.desk.offer(event))

    def ask_server(self, work: Callable[[], None]) -> None:
        work()

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        answer = work()
        self._inbox.put(lambda: then(answer))
