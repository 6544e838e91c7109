"""A shell with no event loop of its own: what comes from beside is done in turn, on one thread."""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from terminal.flows.offers import Event
from terminal.hand import event_of
from terminal.pile import Shell
from terminal.scan.repeats import BOUNCE_SECONDS
from terminal.settings import DeviceProfile
from terminal.station import Station

HAND_SECONDS = BOUNCE_SECONDS + 0.01


class Turns(Shell):
    """What a robot and the plain terminal have in common; they differ in what they show and say."""

    def __init__(self, folder: Path, profile: DeviceProfile) -> None:
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._last = ("", 0.0)
        self.station = Station(folder, profile, self, self.beside)

    def soon(self, work: Callable[[], None]) -> None:
        """On the shell's own thread, in its turn, whatever thread this is."""
        self._inbox.put(work)

    def hear(self, seconds: float) -> bool:
        """Does one thing that came from beside: a reply, a found code, the next screen."""
        try:
            self._inbox.get(timeout=seconds)()
        except queue.Empty:
            return False
        return True

    @property
    def is_ready(self) -> bool:
        """Whether somebody is asked something: nothing is out whose answer would change it."""
        run = self.station.desk.run
        return run is not None and not run.left and (run.question is not None or not run.busy)

    def say(self, text: str) -> None:
        """The same code again not before it can be told from a reader's double read."""
        if text == self._last[0]:
            time.sleep(max(0.0, self._last[1] + HAND_SECONDS - time.monotonic()))
        self._last = (text, time.monotonic())
        self.station.desk.offer(event_of(text))

    def send_all(self, until: float) -> None:
        """Waits for what was written to be sent, no longer than `until`."""
        self.station.sender.nudge()
        while self.station.outbox.unsent() and time.monotonic() < until:
            self.hear(0.05)

    # --- the shell of the desk --------------------------------------------------------------------

    def detour(self, to: str) -> None:
        self.station.workplace.detour(to)

    def reprint(self) -> None:
        self.station.workplace.reprint()

    def post(self, event: Event) -> None:
        self.soon(lambda: self.station.desk.offer(event))

    def ask_server(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work, daemon=True).start()

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        def do() -> None:
            answer = work()
            self.soon(lambda: then(answer))

        threading.Thread(target=do, daemon=True).start()
