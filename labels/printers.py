"""Bytes to a printer: raw TCP 9100, a USB device file, a CUPS queue, a folder; and what is known
about the outcome. A port 9100 acknowledges nothing: `sent` means that every byte has left.
"""

import os
import socket
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

CONNECT_SECONDS = 3.0
WRITE_SECONDS = 10.0
CHUNK = 4096


class Outcome(StrEnum):
    """`unconfirmed`: cut after the first byte, so a label may have come out; a person looks."""

    SENT = "sent"
    NOT_STARTED = "not_started"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Delivery:
    """`sentence` says what went wrong, empty when sent."""

    outcome: Outcome
    sentence: str = ""


class Printer(Protocol):
    def send(self, content: bytes, name: str) -> Delivery:
        """`name` identifies the job in a queue or as a file; raw printers have no use for it."""


class BadAddress(ValueError):
    """No printer can be reached by such an address."""


@dataclass(frozen=True)
class Raw:
    """One TCP connection a job."""

    host: str
    port: int = 9100

    def send(self, content: bytes, name: str) -> Delivery:
        del name
        try:
            wire = socket.create_connection((self.host, self.port), CONNECT_SECONDS)
        except OSError as error:
            return Delivery(Outcome.NOT_STARTED, f"{self.host}:{self.port} refused: {error}.")
        with wire:
            return _send_all(wire, content, f"{self.host}:{self.port}")


def _send_all(wire: socket.socket, content: bytes, where: str) -> Delivery:
    """Written within the time, our side closed, and the printer's closing awaited."""
    delivery = _write(lambda part, left: _sent(wire, part, left), content, where)
    if delivery.outcome is Outcome.SENT:
        try:
            wire.shutdown(socket.SHUT_WR)
            wire.settimeout(0.2)
            wire.recv(1)
        except TimeoutError:
            pass  # most printers keep the connection; nothing more is to be learnt
        except OSError as error:
            return Delivery(Outcome.UNCONFIRMED, f"{where} cut the connection: {error}.")
    return delivery


def _sent(wire: socket.socket, part: memoryview, left: float) -> int:
    wire.settimeout(left)
    return wire.send(part)


def _write(write: Callable[[memoryview, float], int], content: bytes, where: str) -> Delivery:
    """All of it within `WRITE_SECONDS`; `write` takes a part and the seconds left."""
    until = monotonic() + WRITE_SECONDS
    done, view = 0, memoryview(content)
    while done < len(content):
        try:
            done += write(view[done : done + CHUNK], max(0.001, until - monotonic()))
            if monotonic() > until:
                raise TimeoutError(f"no more taken within {WRITE_SECONDS:.0f} s")
        except OSError as error:
            state = Outcome.UNCONFIRMED if done else Outcome.NOT_STARTED
            return Delivery(state, f"{where} took {done} of {len(content)} bytes: {error}.")
    return Delivery(Outcome.SENT)


@dataclass(frozen=True)
class Device:
    """A USB printer, `/dev/usb/lp0`."""

    path: Path

    def send(self, content: bytes, name: str) -> Delivery:
        del name
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            return Delivery(Outcome.NOT_STARTED, f"{self.path} cannot be opened: {error}.")
        try:
            return _write(lambda part, left: _written(file, part, left), content, str(self.path))
        finally:
            os.close(file)


def _written(file: int, part: memoryview, left: float) -> int:
    """Waits for paper and buffer without blocking for ever."""
    until = monotonic() + left
    while True:
        try:
            return os.write(file, part)
        except BlockingIOError:
            if monotonic() > until:
                raise TimeoutError("the printer takes no data") from None
            sleep(0.02)


@dataclass(frozen=True)
class Cups:
    """A queue of the machine, through `lp`. Sent means that CUPS has it, not that it is printed."""

    queue: str
    raw: bool = True

    def send(self, content: bytes, name: str) -> Delivery:
        options = ["-o", "raw"] if self.raw else []
        command = ["lp", "-d", self.queue, "-t", name, *options, "--", "-"]
        try:
            done = subprocess.run(  # noqa: S603 - no shell; queue and name are single arguments
                command, input=content, capture_output=True, timeout=WRITE_SECONDS, check=False
            )
        except FileNotFoundError:
            return Delivery(Outcome.NOT_STARTED, "The command lp is not installed.")
        except subprocess.TimeoutExpired:
            return Delivery(Outcome.UNCONFIRMED, f"lp took longer than {WRITE_SECONDS:.0f} s.")
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            return Delivery(Outcome.NOT_STARTED, f"Queue {self.queue} refused: {said}")
        return Delivery(Outcome.SENT)


@dataclass(frozen=True)
class Folder:
    """A file per job, whole or not there at all."""

    path: Path

    def send(self, content: bytes, name: str) -> Delivery:
        if not name or name.startswith(".") or Path(name).name != name:
            return Delivery(Outcome.NOT_STARTED, f"{name!r} is not the name of a file.")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).rename(self.path / name)
        except OSError as error:
            return Delivery(Outcome.NOT_STARTED, f"{self.path / name} was not written: {error}.")
        return Delivery(Outcome.SENT)


def printer(address: str) -> Printer:
    """`tcp://host[:9100]`, `/dev/usb/lp0`, `cups:queue` (`cups+pdf:queue` where CUPS converts),
    `folder:path`; anything else is `BadAddress`.
    """
    kind, _, rest = address.partition(":")
    if kind == "tcp":
        host, _, port = rest.removeprefix("//").partition(":")
        if host and (not port or (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
            return Raw(host, int(port or 9100))
    elif kind in {"cups", "cups+pdf"} and rest and not rest.startswith("-"):
        return Cups(rest, raw=kind == "cups")
    elif kind == "folder" and rest:
        return Folder(Path(rest))
    elif address.startswith("/dev/"):
        return Device(Path(address))
    raise BadAddress(
        f"{address!r} is no printer: expected tcp://host:9100, /dev/usb/lp0, cups:queue "
        "or folder:path."
    )
