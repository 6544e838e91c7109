"""The terminal (benchmarks.md 6): from a scan's last key to the painted result, and its cost."""

from __future__ import annotations

import os
import select
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from labels.codes import Kind, house_code
from terminal import settings
from terminal.settings import DeviceProfile
from tests.bench import cpu
from tests.bench.figures import Figure, at_most
from tests.terminal.tty import Tty

SUITE = "terminal"
SIZES = ((26, 16), (40, 12), (80, 24))
SCANS, MANY, AT_ONCE = 200, 10_000, 20
PAUSE_SECONDS, IDLE_SECONDS, PATIENCE_SECONDS = 0.03, 4.0, 30.0
NOBODY = "http://127.0.0.1:9"  # what is measured is decided here: no server is needed
PROGRAM = ("-c", "import sys; from server.cli import main; sys.exit(main())")
STACK = ("-m", "tests.terminal.pty_app")


class Screen(Tty):
    """A program whose painted bytes are looked at as they come, without a screen to keep."""

    def until(self, marker: bytes) -> int:
        """Bytes painted until `marker` was among them."""
        came = b""
        ends = time.monotonic() + PATIENCE_SECONDS
        while marker not in came:
            if time.monotonic() > ends or not self.program.isalive():
                raise RuntimeError(f"{marker!r} was never painted: {came[-300:]!r}")
            if select.select([self.program.child_fd], [], [], 0.5)[0]:
                came += os.read(self.program.child_fd, 65536)
        return len(came)

    def drained(self, seconds: float) -> None:
        """What is painted within so many seconds is read and forgotten."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if select.select([self.program.child_fd], [], [], left)[0]:
                os.read(self.program.child_fd, 65536)


def measure() -> Iterator[Figure]:
    """Painted programs in a pty, beside the same driver, wedge and frame with nothing behind."""
    for columns, rows in SIZES:
        yield from _latency(columns, rows)
    yield from _long()


def _latency(columns: int, rows: int) -> Iterator[Figure]:
    size = f"{columns}x{rows}"
    with TemporaryDirectory() as folder:
        screen, start = _started(folder, columns, rows)
        used = cpu.seconds(screen.program.pid)
        times, painted = _scanned(screen, _place, _shown)
        spent = (cpu.seconds(screen.program.pid) - used) * 1000 / SCANS
        screen.kill()
    stack = Screen(STACK, columns, rows)
    stack.until(b"SCAN ANYTHING")
    alone, _ = _scanned(stack, lambda n: f"X{n:05}", lambda n: f"X{n:05}".encode())
    stack.kill()
    for name, at, goal in (("p50", 49, 15.0), ("p99", 98, 60.0)):
        value, beside = quantiles(times, n=100)[at] * 1000, quantiles(alone, n=100)[at] * 1000
        yield _figure(f"{size}: last key to painted, {name}", "ms", value, goal, beside)
    yield _figure(f"{size}: CPU of a scan", "CPU ms", spent, 15.0)
    yield _figure(f"{size}: painted for a scan", "bytes", painted / SCANS, 1500)
    bare = _seconds_of("import textual.app")
    yield _figure(f"{size}: start to first prompt", "s", start, 0.8, bare, n=1)


def _long() -> Iterator[Figure]:
    """Memory, ten thousand scans back to back, and a rest."""
    with TemporaryDirectory() as folder:
        screen, _ = _started(folder, 26, 16)
        _burst(screen, 0, 1000)
        before = _resident_mb(screen.program.pid)
        yield _figure("memory after 1,000 scans", "MB", before, 80, n=1)
        _burst(screen, 1000, MANY)
        grown = _resident_mb(screen.program.pid) - before
        yield _figure(f"memory, {MANY:,} scans later", "MB more", grown, 2, before, n=MANY)
        screen.drained(1.0)
        used = cpu.seconds(screen.program.pid)
        screen.drained(IDLE_SECONDS)
        idle = 100 * (cpu.seconds(screen.program.pid) - used) / IDLE_SECONDS
        yield _figure("idle", "CPU %", idle, 0.5, n=1)
        screen.kill()
        yield _figure("scans lost or doubled", "scans", _wrong(Path(folder)), 0, n=1000 + MANY)


def _started(folder: str, columns: int, rows: int) -> tuple[Screen, float]:
    """A terminal that has found nobody, and the seconds to its first prompt."""
    profile = DeviceProfile(server=NOBODY, device="HH-1", secret="none", sound="none")
    settings.save(Path(folder), profile)
    began = time.monotonic()
    screen = Screen([*PROGRAM, "terminal", "--home", folder], columns, rows)
    screen.until(b"SCAN BADGE")
    start = time.monotonic() - began
    screen.until("○".encode())
    screen.drained(1.0)
    return screen, start


def _place(number: int) -> str:
    """A place, which no login wants: the answer is E-WRONG, decided on the device."""
    return house_code(Kind.LOCATION, f"A-{number:05}")


def _shown(number: int) -> bytes:
    return f"A{number:05}".encode()


def _scanned(
    screen: Screen, text: Callable[[int], str], shown: Callable[[int], bytes]
) -> tuple[list[float], int]:
    """Seconds of each scan, and bytes painted for all of them."""
    times, painted = [], 0
    for number in range(SCANS):
        screen.send(text(number).encode())
        began = time.perf_counter()
        screen.send(b"\r")
        painted += screen.until(shown(number))
        times.append(time.perf_counter() - began)
        screen.drained(PAUSE_SECONDS)
    return times, painted


def _burst(screen: Screen, first: int, count: int) -> None:
    """Scans one behind the other, some at once as a worker may be ahead of the screen."""
    for number in range(first, first + count, AT_ONCE):
        batch = range(number, number + AT_ONCE)
        screen.send("".join(f"{_place(each)}\r" for each in batch).encode())
        screen.until(_shown(batch[-1]))


def _wrong(folder: Path) -> int:
    """How many of the scans are not kept exactly once."""
    with closing(sqlite3.connect(folder / "outbox.sqlite")) as db:
        kept = Counter(text for (text,) in db.execute("SELECT text FROM scan"))
    wanted = Counter(map(_place, range(1000 + MANY)))
    return ((kept - wanted) + (wanted - kept)).total()


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _seconds_of(code: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.monotonic() - began


def _figure(
    figure: str,
    unit: str,
    value: float,
    limit: float,
    reference: float | None = None,
    n: int = SCANS,
) -> Figure:
    return Figure(
        suite=SUITE, figure=figure, unit=unit, value=value, reference=reference,
        ratio=value / reference if reference else None, goal=f"<= {limit:g}",
        holds=at_most(limit, value), n=n,
    )  # fmt: skip
