"""A serial scanner on a pseudo terminal: frames, silence, bytes of any kind, a cable pulled."""

import os
import time
import tty
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from terminal.flows.offers import Sound
from terminal.scan.normalise import LONGEST, normalise
from terminal.scan.raw import RawScan, Source
from terminal.sounds import Silence
from terminal.sources import serial
from terminal.sources.serial import HostBeeper, SerialScanner


class Cable:
    """A port that can be plugged in and pulled out."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self.plug()

    def plug(self) -> None:
        self.end, other = os.openpty()
        tty.setraw(other)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(other))
        self._other = other

    def pull(self) -> None:
        self.port.unlink()
        os.close(self._other)
        os.close(self.end)

    def send(self, data: bytes) -> None:
        os.write(self.end, data)


@pytest.fixture
def cable(tmp_path: Path) -> Cable:
    return Cable(tmp_path / "scanner")


@pytest.fixture
def scans() -> list[RawScan]:
    return []


@pytest.fixture
def scanner(
    cable: Cable, scans: list[RawScan], monkeypatch: pytest.MonkeyPatch
) -> Iterator[SerialScanner]:
    monkeypatch.setattr(serial, "LEAST_WAIT", 0.05)
    number = count(1)
    made = SerialScanner(str(cable.port), 9600, scans.append, lambda: f"scan-{next(number)}")
    made.start()
    until(lambda: made.is_alive)
    yield made
    made.stop()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def texts(scans: list[RawScan]) -> list[str]:
    return [scan.text for scan in scans]


@pytest.mark.usefixtures("scanner")
def test_each_frame_is_one_scan(cable: Cable, scans: list[RawScan]) -> None:
    cable.send(b"4006381333931\r]C10195011015300031710LOT\x1d21A\r\n\r\nLO1\n")
    until(lambda: len(scans) == 3)
    assert texts(scans) == ["4006381333931", "]C10195011015300031710LOT\x1d21A", "LO1"]
    assert {(scan.source, scan.device, scan.keyed) for scan in scans} == {
        (Source.SERIAL, "serial", False)
    }
    assert [(scan.id, scan.seq) for scan in scans] == [(f"scan-{n}", n) for n in (1, 2, 3)]
    assert normalise(scans[1]).aim == "]C1"


@pytest.mark.usefixtures("scanner")
def test_silence_ends_a_scan_without_a_terminator(cable: Cable, scans: list[RawScan]) -> None:
    cable.send(b"LO000")
    cable.send(b"123")
    until(lambda: scans)
    cable.send(b"TO9\r")
    until(lambda: len(scans) == 2)
    assert texts(scans) == ["LO000123", "TO9"]


@pytest.mark.usefixtures("scanner")
def test_any_byte_is_taken(cable: Cable, scans: list[RawScan]) -> None:
    cable.send("Größe\r".encode())
    cable.send("Größe\r".encode("latin-1"))
    cable.send(bytes(range(256)) + b"\r")
    until(lambda: len(scans) >= 4)
    time.sleep(0.3)
    assert texts(scans)[:2] == ["Größe", "Größe"]
    assert "".join(texts(scans)[2:]) == bytes(
        byte for byte in range(256) if byte not in b"\r\n"
    ).decode("latin-1")


@pytest.mark.usefixtures("scanner")
def test_noise_without_end_is_one_scan_that_is_too_long(cable: Cable, scans: list[RawScan]) -> None:
    cable.send(b"x" * 3_000)
    until(lambda: scans)
    assert (len(scans[0].text), normalise(scans[0]).fault) == (LONGEST + 1, "E-LEN")
    cable.send(b"LO1\r")
    until(lambda: "LO1" in texts(scans))


def test_a_cable_that_is_pulled_comes_back(
    cable: Cable, scans: list[RawScan], scanner: SerialScanner
) -> None:
    cable.send(b"ONE\rTOR")
    until(lambda: scans)
    cable.pull()
    until(lambda: not scanner.is_alive)
    until(lambda: scanner.fault)
    assert str(cable.port) in scanner.fault
    assert not scanner.tell(b"F")
    cable.plug()
    until(lambda: scanner.is_alive)
    assert scanner.fault == ""
    cable.send(b"TWO\r")
    until(lambda: "TWO" in texts(scans))
    assert [text for text in texts(scans) if text != "TOR"] == ["ONE", "TWO"]


def test_the_scanner_itself_says_no(cable: Cable, scanner: SerialScanner) -> None:
    heard: list[Sound] = []

    class Ears(Silence):
        def play(self, sound: Sound) -> None:
            heard.append(sound)

    beeper = HostBeeper(scanner, "datalogic", Ears())
    beeper.play(Sound.GOOD)
    beeper.play(Sound.BAD)
    assert (os.read(cable.end, 10), heard) == (b"F", [Sound.GOOD])
    scanner.stop()
    beeper.play(Sound.BAD)
    assert heard == [Sound.GOOD, Sound.BAD]
