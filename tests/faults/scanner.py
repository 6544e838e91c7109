"""A terminal in a process of its own that scans what it is asked, over a link that is bad.

Every scan has a number of its own, which the command that it leads to carries in its reason. What
is printed is the number that is asked next: all before it were shown as taken.
"""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import httpx

from labels.codes import Kind as HouseKind
from labels.codes import house_code
from server.stock.wire import Moved, MoveStock
from server.wire import Number, Snapshot
from terminal.client import Client
from terminal.desk import Desk
from terminal.flows.ask import Ask, Do, Flow, need
from terminal.flows.offers import Event, Leave, Scan, Sound, Tick, View
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.scan.assemble import Assembler
from terminal.scan.raw import RawScan
from terminal.scan.reading import Kind
from terminal.scan.wanted import only
from terminal.sending import Sender

PER_COMMAND, PER_RUN = 5, 100
CUT, LOST, TWICE = 0.02, 0.02, 0.04
MOST_IN_A_BURST = 12
CHARACTER_SECONDS = 0.002


class Tally(Snapshot, frozen=True, kw_only=True):
    """The first of the numbers that a run asks for."""

    first: Number


def code(number: int) -> str:
    return f"N{number:07d}"


def tally(given: Tally) -> Flow[str]:
    """Asks for one number after the other, and books every five."""
    for first in range(given.first, given.first + PER_RUN, PER_COMMAND):
        taken: list[str] = []
        for number in range(first, first + PER_COMMAND):
            asked = Ask(Kind.LOC, prompt="SCAN", step="scan", one_of=only(code(number)))
            taken.append((yield from need(asked)).value)
        move = MoveStock(
            sku="BOLT",
            quantity=PER_COMMAND,
            source="A-1",
            target="A-2",
            reason=" ".join(taken),
        )
        yield from Do(move, reply=Moved)
    return "done"


TALLY = Procedure("tally", tally, Tally)


class Link(httpx.BaseTransport):
    """The real network, and what happens to requests on it."""

    def __init__(self, rng: Random) -> None:
        self.under, self.rng = httpx.HTTPTransport(), rng

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fate = self.rng.random()
        if fate < CUT:
            raise httpx.ConnectError("cut before it arrived")
        if fate < CUT + TWICE:
            self.under.handle_request(request).read()
        answer = self.under.handle_request(request)
        if CUT + TWICE <= fate < CUT + TWICE + LOST:
            answer.read()
            raise httpx.ReadError("cut after it arrived")
        return answer


class Scanner:
    """The shell of a desk, and the hand that scans at it."""

    def __init__(self, path: Path, url: str, secret: str, session: str, rng: Random) -> None:
        self.rng, self.shown = rng, -1
        self.inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.assembler = Assembler()
        self.outbox = Outbox(path)
        client = Client(url, secret, Link(rng))
        client.session = session
        self.desk = Desk(self.outbox, client, self, warehouse="MAIN")
        self.sender = Sender(self.outbox, client, self.desk.heard)
        self.desk.nudge = self.sender.nudge
        self.sender.start()

    def work(self, total: int) -> None:
        """Until so many were taken and all is sent."""
        if self.desk.resume({TALLY.name: TALLY}) is None:
            self._next()
        while self.shown < total or self.outbox.unsent():
            self._hear(0.0)
            asked = self._asked()
            if asked is None or self.shown >= total:
                self._hear(0.05)
            else:
                self._burst(asked, total)
        self.sender.stop()

    def _next(self) -> None:
        """The run behind the last one that has ended."""
        with self.outbox._reading() as db:
            last = db.execute("SELECT snapshot FROM run ORDER BY id DESC LIMIT 1").fetchone()
        first = TALLY.decode(last[0]).first + PER_RUN if last else 0
        self.desk.begin(TALLY, f"from {first}", Tally(first=first))

    def _asked(self) -> int | None:
        """The number that is asked now; told as shown the first time."""
        run = self.desk.run
        if run is None or run.ask is None or run.pending is not None:
            return None
        return int(run.ask.one_of[0].value[1:])

    def _burst(self, asked: int, total: int) -> None:
        """So many at once, without a look at the screen; some are read twice, some too late."""
        for number in range(asked, min(total, asked + self.rng.randint(1, MOST_IN_A_BURST))):
            for _ in range(2 if self.rng.random() < 0.1 else 1):
                self._scan(number)
        if asked and self.rng.random() < 0.02:
            self._scan(self.rng.randrange(asked))

    def _scan(self, number: int) -> None:
        at = time.monotonic()
        for n, character in enumerate(f"{house_code(HouseKind.LOCATION, code(number))}\r"):
            for out in self.assembler.feed(character, at + n * CHARACTER_SECONDS):
                if isinstance(out, RawScan):
                    self.desk.offer(Scan(out, time.monotonic()))

    def _hear(self, seconds: float) -> None:
        """All that has come from beside."""
        try:
            while True:
                self.desk.offer(self.inbox.get(timeout=seconds))
                seconds = 0.0
        except queue.Empty:
            self.desk.offer(Tick(time.monotonic()))
        if self.desk.run is None:
            self._next()

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, _view: View) -> None:
        asked = self._asked()
        if asked is not None and asked > self.shown:
            self.shown = asked
            print(asked, flush=True)

    def sound(self, sound: Sound) -> None:
        """Nobody listens."""

    def left(self, leave: Leave) -> None:
        """The next run begins when all has been heard."""

    def detour(self, to: str) -> None:
        raise AssertionError(to)

    def reprint(self) -> None:
        raise AssertionError

    def post(self, event: Event) -> None:
        self.inbox.put(event)

    def ask_server(self, work: Callable[[], None]) -> None:
        raise AssertionError(work)


if __name__ == "__main__":
    path, url, secret, session, total, seed = sys.argv[1:]
    Scanner(Path(path), url, secret, session, Random(int(seed))).work(int(total))
