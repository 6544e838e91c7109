"""What the disk refuses waits and is tried again; behind it nothing is done, nothing is shown."""

from collections import deque
from collections.abc import Callable, Iterator

from terminal.flows.offers import Event, Key, Scan, Tick
from terminal.store import Unsaved

Work = Callable[[], None]
Told = Callable[[Unsaved], None]


class Saving:
    """Does work that may write to the outbox, in order.

    Work that raises Unsaved is done again from its start, so it writes before all else that it
    does. `refused` is told the first time, and for every scan and key until the disk takes it.
    """

    def __init__(self, refused: Told, again: Work) -> None:
        self._refused, self._again = refused, again
        self._waiting: deque[Work] = deque()
        self._behind: list[Work] | None = None
        self._late: deque[Event] = deque()
        self._fault: Unsaved | None = None

    def do(self, work: Work) -> None:
        """Now, or as soon as what stands before it is done; within other work, right behind it."""
        if self._behind is not None:
            self._behind.append(work)
            return
        self._waiting.append(work)
        self._go_on()

    def admitted(self, event: Event) -> Iterator[Event]:
        """What may be offered to the desk now: `event`, and before it what had to wait.

        While something can't be written a scan or a key is refused; all else waits.
        """
        by_hand = isinstance(event, Scan | Key)
        if self._stuck():
            if self._fault is not None and by_hand:
                self._refused(self._fault)
            elif not isinstance(event, Tick):
                self._late.append(event)
            return
        self._late.append(event)
        while self._late and (self._behind is not None or not self._waiting):
            yield self._late.popleft()

    def kept(self, work: Work) -> bool:
        """Does it once: what can't be written now is refused."""
        try:
            work()
        except Unsaved as fault:
            self._refused(fault)
            return False
        return True

    def _stuck(self) -> bool:
        if self._waiting and self._behind is None:
            self._go_on()
            if not self._waiting:
                self._again()
        return bool(self._waiting) and self._behind is None

    def _go_on(self) -> None:
        while self._waiting:
            work, self._behind = self._waiting.popleft(), []
            try:
                work()
            except Unsaved as fault:
                self._waiting.appendleft(work)
                told, self._fault = self._fault is not None, fault
                self._behind = None
                if not told:
                    self._refused(fault)
                return
            else:
                self._waiting.extendleft(reversed(self._behind))
            finally:
                self._behind = None
        self._fault = None
