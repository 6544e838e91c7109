"""The real `tallyman serve` in processes of its own, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.program import NO_CERTIFICATES, READY_SECONDS, TALLYMAN, environment, free_port


@dataclass
class Server:
    """One site's server; started and killed as often as wanted, always on the same port."""

    home: Path
    database: str
    command: tuple[str, ...] = (TALLYMAN, "serve")

    def __post_init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.home / "serve.log"

    def start(self, failpoints: str = "", **settings: str) -> float:
        """Seconds until it answers; it may have died at a failpoint by then."""
        began = time.monotonic()
        told = {
            "TALLYMAN_PORT": str(self.port),
            "TALLYMAN_DATABASE": self.database,
            "TALLYMAN_TEST_DATABASE": "true",
            "TALLYMAN_FAILPOINTS": failpoints,
            **settings,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=environment(self.home, **told),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: self.answers() or not self.alive(), READY_SECONDS)
        return time.monotonic() - began

    def answers(self) -> bool:
        with suppress(httpx.HTTPError):
            answer = httpx.get(f"{self.url}/health", timeout=2, verify=NO_CERTIFICATES)
            return answer.status_code == httpx.codes.OK
        return False

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def workers(self) -> set[int]:
        """The processes that answer requests."""
        assert self.process is not None
        found = set()
        for child in _children(self.process.pid):
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.add(child)
        return found

    def one_died(self, seconds: float) -> bool:
        """Whether one of the processes died by itself within this time."""
        before = self.workers()
        return bool(before) and until(
            lambda: not self.alive() or bool(before - self.workers()), seconds
        )

    def kill(self) -> None:
        """`kill -9` of all its processes at once."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(READY_SECONDS)

    def end(self) -> None:
        """Asks it to end, and waits."""
        if self.alive():
            assert self.process is not None
            self.process.terminate()
            self.process.wait(READY_SECONDS)
        self.kill()


def python(code: str) -> tuple[str, ...]:
    """A program that is this Python running `code`, in place of `tallyman serve`."""
    return (sys.executable, "-c", code)


def until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
