"""The plain terminal: the same work, a line per prompt, from a pipe and at a tty."""

import subprocess
import time
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal import settings
from tests.program import TALLYMAN
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.tty import Tty

A01 = house_code(Kind.LOCATION, "A01")
A03 = house_code(Kind.LOCATION, "A03")
STAGE = house_code(Kind.LOCATION, "STAGE1")


@pytest.fixture
def anna(floor: Served, tmp_path: Path) -> Person:
    """Somebody with a device of their own in `tmp_path`, and bolts in a shelf."""
    if not floor.stock():
        floor.put("BOLT", "A-01", 500)
    code = f"P{tmp_path.name[-12:]}".upper().replace("_", "-")
    settings.save(tmp_path, floor.device(f"D{code[1:]}", sound="none"))
    return floor.person(code)


def test_a_pick_through_a_pipe(floor: Served, anna: Person, tmp_path: Path) -> None:
    before = sum(quantity for _, place, quantity in floor.stock() if place == "A-01")
    floor.order("plain", ("BOLT", 2))
    [number] = floor.wave()
    said = [
        anna.badge,
        f"type:{anna.pin}",
        "key:3",
        tote(901),
        A03,
        A01,
        GTINS["BOLT"],
        STAGE,
    ]
    done = subprocess.run(
        [TALLYMAN, "terminal", "--home", str(tmp_path), "--plain"],
        input="\n".join(said) + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    expected = [
        "SCAN BADGE",
        "PIN",
        "SCAN ANYTHING",
        f"PICK {number}: SCAN TOTE",
        f"PICK {number} 1/1: SCAN LOCATION; A-01",
        "WRONG: This is LOCATION A03. Need LOCATION A-01 (E-WRONG)",
        f"PICK {number} 1/1: SCAN ITEM x2; A-01; 2",
        f"PICK {number}: SCAN DROP LOCATION",
        "SCAN ANYTHING",
    ]
    asked = iter(lines)
    missing = [words for words in expected if not any(words in line for line in asked)]
    assert missing == [], done.stdout
    after = sum(quantity for _, place, quantity in floor.stock() if place == "A-01")
    assert after == before - 2


def test_keys_and_typing_at_a_tty(floor: Served, anna: Person, tmp_path: Path) -> None:
    command = "import sys; from server.cli import main; sys.exit(main())"
    tty = Tty(["-c", command, "terminal", "--home", str(tmp_path), "--plain"], 90, 40)
    tty.wait("SCAN BADGE")
    tty.scan(anna.badge).wait("PIN")
    shown = tty.type(anna.pin).wait("SCAN ANYTHING")
    assert anna.pin not in shown
    assert "*" * len(anna.pin) in shown
    tty.key("f5").wait("LOOK UP")
    tty.scan("A-01").wait("pieces")
    tty.send(b"ab\xe9\x1d\x11cd\r").wait("WRONG: ")
    tty.key("f10").wait("LOCKED")
    assert tty.program.isalive()
    tty.kill()


def test_the_pin_and_all_behind_it_are_in_the_language_of_the_badge(
    floor: Served, anna: Person, tmp_path: Path
) -> None:
    ola = floor.person("OLA", language="pl")
    command = "import sys; from server.cli import main; sys.exit(main())"
    tty = Tty(["-c", command, "terminal", "--home", str(tmp_path), "--plain"], 90, 40)
    tty.wait("SCAN BADGE")
    tty.scan(ola.badge).wait("Wpisz PIN, potem Enter")
    tty.type("0000").wait("Ten identyfikator i ten PIN nie pasują do siebie.")
    tty.scan(ola.badge).wait("Wpisz PIN, potem Enter")
    time.sleep(1.5)  # a wrong PIN has to wait for a second
    tty.type(ola.pin).wait("SKANUJ COKOLWIEK")
    tty.key("f10").wait("Ola: zeskanuj identyfikator")
    tty.scan(anna.badge).wait("Type your PIN, then Enter")
    tty.type(anna.pin).wait("SCAN ANYTHING")
    tty.kill()
