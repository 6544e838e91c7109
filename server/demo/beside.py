"""The painted worker beside the robots: waits signed in, works while it is asked to."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from server.demo.painted import Painted


class Beside:
    """What goes wrong in front of the screen is raised where the work is waited for."""

    def __init__(self, painted: Painted) -> None:
        self._painted = painted
        self._ready, self._begin, self._enough = Event(), Event(), Event()
        self._kind = ""
        self._fault: Exception | None = None
        self._thread = Thread(target=self._run, name="painted", daemon=True)

    @property
    def person(self) -> str:
        return self._painted.worker.post.code

    @property
    def text(self) -> str:
        """What the screen shows."""
        return self._painted.text

    def start(self) -> None:
        """Signs in meanwhile."""
        self._thread.start()

    @contextmanager
    def at_work(self, digit: str) -> Iterator[None]:
        """Works on the kind of that digit until the end of the block, then switches off.

        The block begins when the screen stands at home: robots leave a late colleague nothing.
        """
        self._ready.wait()
        self._kind = digit
        self._begin.set()
        try:
            yield
        finally:
            self._enough.set()
            self._thread.join()
        if self._fault:
            raise self._fault

    def _run(self) -> None:
        try:
            self._painted.sign_in()
            self._ready.set()
            self._begin.wait()
            self._painted.work(self._kind, lambda: not self._enough.is_set())
        except Exception as fault:  # noqa: BLE001  (raised again by whoever waits)
            self._fault = fault
        finally:
            self._ready.set()
            self._painted.leave()
