"""The server of the demonstration: the real `tallyman serve`, started in a folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from server.console import Stop

READY_SECONDS = 60
STOP_SECONDS = 20
MARK = "demo.txt"


def command() -> str:
    """The installed command `tallyman` of this environment."""
    beside = Path(sys.executable).with_name("tallyman")
    found = str(beside) if beside.exists() else shutil.which("tallyman")
    if found is None:
        raise Stop("The command tallyman is not installed beside this Python.")
    return found


def fresh(folder: Path) -> None:
    """An empty folder; one that an earlier demonstration made is emptied, another is refused."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise Stop(f"{folder} is not empty and not of a demonstration: name another --folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Made by `tallyman demo`, which empties it when it runs again.\n")


def environment(folder: Path) -> dict[str, str]:
    """What a program needs to be about the site in `folder`, whatever is set outside."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TALLYMAN_")}
    return plain | {"TALLYMAN_CONFIG": str(folder / "tallyman.toml"), "PYTHONUNBUFFERED": "1"}


class Served:
    """`tallyman serve` on SQLite and a free port; its first key stands in tallyman.toml after."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.key = ""
        self._settle()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Waits until it answers, and takes the one-time key from what it says."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603  (our own command, no shell)
                [command(), "serve"],
                env=environment(self.folder),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + READY_SECONDS
        while "Tallyman serves" not in (said := self.log.read_text()):
            if self._process.poll() is not None or time.monotonic() > until:
                raise Stop(f"tallyman serve did not start; {self.log} says:\n{said[-2000:]}")
            time.sleep(0.05)
        found = re.search(r"^ +(tallyman_\S+)$", said, re.MULTILINE)
        if found is None:
            raise Stop(f"tallyman serve told no first admin key; see {self.log}.")
        self.key = found[1]
        self._settle()

    def stop(self) -> None:
        """As a site would: SIGTERM, and a little patience."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_SECONDS)
        self._process = None

    def _settle(self) -> None:
        settings = {
            "home": str(self.folder / "site"),
            "port": self.port,
            "url": self.url,
            "key": self.key,
        }
        lines = (f"{name} = {_toml(value)}\n" for name, value in settings.items())
        path = self.folder / "tallyman.toml"
        path.touch(mode=0o600)
        path.write_text("".join(lines))


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
