"""Robots at work: each the real `tallyman terminal` as a process, told what no prompt can tell."""

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from server.console import Stop
from server.demo.crew import Worker
from server.demo.served import command, environment

LOOK_SECONDS = 0.4

Script = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shift:
    """Who does which kinds of work; `script` answers what an Ask can't, `camera` reads labels."""

    worker: Worker
    kinds: tuple[str, ...]
    script: Script = field(default_factory=dict)
    camera: Path | None = None


@dataclass(slots=True)
class Robots:
    """Runs shifts side by side; a robot that fails ends the demonstration with what it said."""

    folder: Path
    url: str
    seconds: float = 120.0

    def work(self, shifts: Sequence[Shift], look: Callable[[], None]) -> None:
        """Calls `look` now and then until all have gone home."""
        running = [(shift, self._start(shift)) for shift in shifts]
        until = time.monotonic() + self.seconds + 20
        try:
            while any(process.poll() is None for _, process in running):
                look()
                if time.monotonic() > until:
                    raise Stop("The robots did not come to an end; see *.log in the folder.")
                time.sleep(LOOK_SECONDS)
        finally:
            for _, process in running:
                if process.poll() is None:
                    process.kill()
                    process.wait()
        look()
        for shift, process in running:
            if process.returncode:
                raise Stop(f"{shift.worker.post.device} failed: {said(self._log(shift.worker))}")

    def _start(self, shift: Shift) -> subprocess.Popen[bytes]:
        worker = shift.worker
        worker.home.mkdir(parents=True, exist_ok=True)
        told = worker.home / "shift.json"
        told.touch(mode=0o600)
        told.write_text(json.dumps(self._told(shift)))
        with self._log(worker).open("ab") as out:
            return subprocess.Popen(  # noqa: S603  (our own command, no shell)
                [*terminal(worker, self.url), "--robot", str(told)],
                env=environment(self.folder),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def _told(self, shift: Shift) -> dict[str, object]:
        told = {
            "badge": shift.worker.badge,
            "pin": shift.worker.pin,
            "kinds": shift.kinds,
            "seconds": self.seconds,
            "script": shift.script,
        }
        return told | ({"camera": str(shift.camera)} if shift.camera else {})

    def _log(self, worker: Worker) -> Path:
        return self.folder / f"{worker.post.device}.log"


def terminal(worker: Worker, url: str) -> list[str]:
    """The command that starts this worker's device; the first time it is enrolled as well."""
    told = [command(), "terminal", "--home", str(worker.home), "--server", url]
    if worker.post.bench:
        told += ["--bench", worker.post.bench]
    if not worker.enrolled:
        told += ["--enrol", worker.post.device, worker.enrolment]
    return told


def said(log: Path) -> str:
    """The end of what a robot said."""
    return log.read_text(errors="replace")[-1500:].strip() or "nothing was said"
