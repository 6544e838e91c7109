"""Bytes in, screen out: the terminal in a real pty, with everything that a scanner may send."""

import inspect
import os
import re
import selectors
import time
from collections.abc import Callable, Iterator

import pytest
import textual
from textual import _xterm_parser, constants
from textual.drivers import linux_driver, web_driver
from textual.events import Key

from terminal.driver import Watched
from tests.terminal.tty import Tty


class Shown(Tty):
    """The smallest terminal, and how much of what was sent it has counted."""

    def __init__(self, columns: int = 40, rows: int = 16) -> None:
        super().__init__(["-m", "tests.terminal.pty_app"], columns, rows)
        self.wait("SCAN ANYTHING")

    def scans(self) -> int:
        """How many have been counted; the bar tells, once nothing more is painted."""
        found = re.search(r"n=([0-9]+)", self.settled())
        return int(found[1]) if found else 0

    def is_listening(self) -> None:
        """Alive, and the next scan is read as it is."""
        self._number += 1
        self.send(f"]C0STILL-HERE-{self._number}\r".encode())
        self.wait(f"STILL-HERE-{self._number}")
        assert self.program.isalive()


@pytest.fixture(scope="module")
def tty() -> Iterator[Shown]:
    """One terminal for all that is sent: what one case leaves behind, the next would see."""
    made = Shown()
    yield made
    made.program.close(force=True)


CASES: dict[str, tuple[bytes, str]] = {
    "GS is kept": (b"]C10109501101530003\x1d10AB\r", "]C10109501101530003␝10AB"),
    "Ctrl-Q and Ctrl-C are data": (b"X\x11Y\x03Z\x10W\r", "X␑Y␃Z␐W"),
    "all separators are data": (b"[)>\x1e06\x1dPABC\x1c\x1f\x04Q\r", "[)>␞06␝PABC␜␟␄Q"),
    "a Latin-1 byte is one mark": (b"ABC\xe9DEF\r", "ABC�DEF"),
    "UTF-8 is whole": ("ABCéDEF\r".encode(), "ABCéDEF"),
    "a line feed ends a scan": (b"LOA03122K\n", "LOA03122K"),
    "a tab ends a scan": (b"LOA03122K\t", "LOA03122K"),
    "a paste is a scan": (b"\x1b[200~]C1010A\x1d10B\x1b[201~\r", "]C1010A␝10B"),
    "a paste without its end": (b"\x1b[200~]C1010A\x1d10B\r", "]C1010A␝10B"),
}


@pytest.mark.parametrize("case", CASES)
def test_hostile_bytes_arrive_as_a_scan(tty: Shown, case: str) -> None:
    data, shown = CASES[case]
    before = tty.scans()
    tty.send(data).wait(f"n={before + 1}")
    tty.wait(shown)
    tty.is_listening()


def test_utf8_split_over_two_writes_is_one_character(tty: Shown) -> None:
    tty.send(b"ABC\xc3")
    time.sleep(0.02)
    tty.send(b"\xa9DEF\r").wait("ABCéDEF")
    tty.is_listening()


@pytest.mark.parametrize("data", [b"\x1b]C10109501101530003\r", b"AB\x1bCD\r", b"\x1b" * 50])
def test_an_escape_prefix_leaves_the_terminal_listening(tty: Shown, data: bytes) -> None:
    tty.send(data)
    time.sleep(0.4)
    tty.send(b"\r")
    time.sleep(0.2)
    tty.is_listening()


def test_keys_act_and_a_burst_is_no_key(tty: Shown) -> None:
    tty.send(b"\x1bOS").wait("f4")
    tty.send(b"\x1bOQ").wait("f2")
    tty.is_listening()


def test_twelve_scans_in_one_write_are_twelve(tty: Shown) -> None:
    codes = [f"]C0BURST{n:02}" for n in range(12)]
    before = tty.scans()
    tty.send("".join(f"{code}\r" for code in codes).encode()).wait(f"n={before + 12}")
    shown = tty.wait("BURST11")
    assert [code for code in codes[6:] if code in shown] == codes[6:]


def test_typing_is_echoed_and_backspace_takes_back(tty: Shown) -> None:
    for character in b"12\x7f7":
        tty.send(bytes([character]))
        time.sleep(0.2)
    tty.wait("> 17_")
    before = tty.scans()
    tty.send(b"\r").wait(f"n={before + 1}")


def test_neither_paste_mode_nor_mouse_nor_kitty_is_switched_on(tty: Shown) -> None:
    tty.is_listening()
    for mode in (b"?2004h", b"?1000h", b"?1003h", b"?1006h", b"?1016h", b"[>25u", b"[>1u"):
        assert mode not in tty.sent


# --- the seams of Textual -------------------------------------------------------------------------


def test_the_seams_are_those_of_the_version_that_was_tried() -> None:
    import terminal.driver  # noqa: F401

    assert textual.__version__.startswith("8.2.")
    seams: list[tuple[Callable[..., object], str]] = [
        (linux_driver.LinuxDriver.run_input_thread, 'getincrementaldecoder("utf-8")()'),
        (web_driver.WebDriver.run_input_thread, 'getincrementaldecoder("utf-8")()'),
        (_xterm_parser.XTermParser.parse, "sequence == BRACKETED_PASTE_START"),
        (linux_driver.LinuxDriver.start_application_mode, "constants.DISABLE_KITTY_KEY"),
        (linux_driver.LinuxDriver.start_application_mode, "self._enable_bracketed_paste()"),
        (linux_driver.LinuxDriver.start_application_mode, "self._enable_mouse_support()"),
    ]
    for function, used in seams:
        assert used in inspect.getsource(function)
    assert constants.DISABLE_KITTY_KEY
    decode = vars(web_driver)["getincrementaldecoder"]("utf-8")().decode
    assert decode(b"A\xe9B") == "A�B"


def test_the_web_driver_cuts_the_mouse_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from terminal.driver import ScanWebDriver, driver_class

    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is ScanWebDriver
    written: list[str] = []
    monkeypatch.setattr(web_driver.WebDriver, "write", lambda _, data: written.append(data))
    driver = ScanWebDriver.__new__(ScanWebDriver)
    driver.write("\x1b[?1003h")
    driver.write("\x1b[?1049h\x1b[?1000h")
    assert written == ["\x1b[?1049h"]


@pytest.mark.parametrize(
    ("environment", "question", "symbol"),
    [
        ({}, b"1;38;5;16;48;5;220m", "✔ 1 scans"),
        ({"TERM": "linux"}, b"30;103m", "OK 1 scans"),
        ({"NO_COLOR": "1"}, b"1;4;39;49m", "✔ 1 scans"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, b"1;38;5;16;48;5;220m", "OK 1 scans"),
    ],
)
def test_the_colours_and_symbols_that_this_screen_has(
    environment: dict[str, str], question: bytes, symbol: str
) -> None:
    tty = Tty(["-m", "tests.terminal.pty_app"], environment=environment)
    tty.wait("SCAN ANYTHING")
    tty.scan("]C0A-1").wait(symbol)
    tty.kill()
    assert b"\x1b[" + question + b"SCAN ANYTHING" in tty.sent


def test_what_came_while_the_reader_was_busy_is_stamped_as_of_then() -> None:
    read, write = os.pipe()
    with Watched() as selector:
        selector.register(read, selectors.EVENT_READ)
        os.write(write, b"1")
        assert selector.select(1)
        begun = time.monotonic()
        os.read(read, 1)
        os.write(write, b"2")
        assert Watched.arrival.is_behind(read)
        time.sleep(0.2)
        assert selector.select(1)
        late = Key("2", "2")
        Watched.arrival.stamp(late)
        assert late.time <= begun < time.monotonic() - 0.2
        os.read(read, 1)
        assert not selector.select(0.01)
        assert not Watched.arrival.is_behind(read)
        fresh = Key("3", "3")
        kept = fresh.time
        Watched.arrival.stamp(fresh)
        assert fresh.time == kept
    os.close(read)
    os.close(write)
