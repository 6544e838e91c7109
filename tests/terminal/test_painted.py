"""The painted terminal in a real pty against a served site: a pick, killed, without network."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tty import setraw

import pytest
from msgspec.structs import replace

from labels.codes import Kind, house_code
from terminal import settings
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.tty import Tty

A01, A03 = (house_code(Kind.LOCATION, code) for code in ("A01", "A03"))
STAGE = house_code(Kind.LOCATION, "STAGE1")


class Painted(Tty):
    """`tallyman terminal` of one device; started again it stands where it stood."""

    def __init__(self, home: Path, columns: int = 26, rows: int = 16) -> None:
        command = "import sys; from server.cli import main; sys.exit(main())"
        arguments = ["-c", command, "terminal", "--home", str(home), "--practice"]
        super().__init__(arguments, columns, rows)

    def sign_in(self, person: Person) -> None:
        self.wait("SCAN BADGE")
        self.scan(person.badge).wait("PIN")
        self.type(person.pin).wait("SCAN ANYTHING")

    @property
    def prompt(self) -> list[str]:
        """Title without its marks, question and target: what a worker is to do now."""
        lines = self.settled().splitlines()
        return [re.sub(r"[●○].*", "", lines[0]).strip(), *(line.strip() for line in lines[1:4])]


@pytest.fixture(scope="module")
def stocked(floor: Served) -> Served:
    floor.put("BOLT", "A-01", 500)
    floor.put("NUT", "A-03", 500)
    return floor


@pytest.fixture
def anna(stocked: Served, tmp_path: Path) -> Person:
    """Somebody new with a device of their own in `tmp_path`."""
    code = f"P{tmp_path.name[-12:]}".upper().replace("_", "-")
    person = stocked.person(code)
    settings.save(tmp_path, stocked.device(f"D{code[1:]}", bench="BENCH-1"))
    return person


def picked(site: Served) -> dict[str, int]:
    """How much of each item stands at its shelf."""
    return {sku: quantity for sku, place, quantity in site.stock() if place.startswith("A-")}


def commands(home: Path) -> dict[str, int]:
    """What the outbox holds, by state."""
    with closing(sqlite3.connect(home / "outbox.sqlite")) as db:
        return dict(db.execute("SELECT state, count(*) FROM command GROUP BY state"))


def test_a_badge_comes_by_a_serial_line_and_a_pulled_cable_is_shown(
    anna: Person, tmp_path: Path
) -> None:
    end, other = os.openpty()
    setraw(other)
    profile = settings.load(tmp_path)
    port = os.ttyname(other)
    settings.save(tmp_path, replace(profile, serial=port, beeper="datalogic"))
    tty = Painted(tmp_path)
    tty.wait("SCAN BADGE")
    os.write(end, anna.badge.encode() + b"\r")
    tty.wait("PIN")
    tty.type(anna.pin).wait("SCAN ANYTHING")
    os.write(end, b"NOBODYKNOWSTHIS\r\n")
    assert os.read(end, 8) == b"F"
    os.close(other)
    os.close(end)
    tty.wait("NS")
    tty.kill()


@pytest.mark.parametrize(("columns", "rows"), [(26, 16), (80, 24)])
def test_a_pick_with_its_keys(
    stocked: Served, anna: Person, tmp_path: Path, columns: int, rows: int
) -> None:
    before = picked(stocked)
    stocked.order(f"keys-{columns}", ("BOLT", 2), ("NUT", 1))
    [number] = stocked.wave()
    tty = Painted(tmp_path, columns, rows)
    tty.sign_in(anna)
    tty.type("3").wait("SCAN TOTE")
    tty.scan(tote(columns)).wait(f"{number} 1/2")
    tty.key("f1").wait("F2 1 SHORT")
    tty.key("f1").wait("Bolt thing")
    tty.scan(A03).wait("Need LOCATION A-01")
    tty.scan("A" * 600).wait("Too long")
    tty.key("f2").wait("3 OTHER ITEM HERE")
    tty.key("escape").settled()
    tty.scan(A01).wait("SCAN ITEM x2")
    tty.scan(GTINS["BOLT"]).wait(f"{number} 2/2")
    tty.settled()
    assert picked(stocked)["BOLT"] == before["BOLT"] - 2
    tty.key("f4").wait("UNDO pick 2 x BOLT?")
    tty.key("enter").wait("undone")
    assert picked(stocked) == before
    tty.key("f5").wait("LOOK UP")
    tty.scan("A-03").wait("pieces")
    tty.key("escape").wait(f"{number} 1/2")
    tty.key("f10").wait("LOCKED")
    tty.scan(anna.badge).wait(f"{number} 1/2")
    tty.key("f9").wait("PARK?")
    tty.key("enter").wait(f"F3: go on with {number}")
    tty.key("f3").wait(f"{number} 1/2")
    for expected in ("SCAN ITEM x2", "2/2", "SCAN ITEM x1", "SCAN DROP"):
        tty.settled()
        tty.key("f12").wait(expected)
    tty.settled()
    tty.scan(STAGE).wait("SCAN ANYTHING")
    tty.kill()
    assert picked(stocked) == {"BOLT": before["BOLT"] - 2, "NUT": before["NUT"] - 1}


def test_ten_kills_lose_nothing_and_double_nothing(
    stocked: Served, anna: Person, tmp_path: Path
) -> None:
    before = picked(stocked)
    for n in range(3):
        stocked.order(f"kill-{n}", ("BOLT", 2), ("NUT", 1))
    assert len(stocked.wave()) == 3
    tty = Painted(tmp_path)
    tty.sign_in(anna)
    kills = 0
    for n in range(3):
        tty.type("3").wait("SCAN TOTE")
        answers = [tote(800 + n), A01, GTINS["BOLT"], A03, GTINS["NUT"], STAGE]
        for answer in answers:
            stands = tty.prompt
            if kills < 10 and (n, answer) != (0, answers[0]):
                tty.kill()
                kills += 1
                tty = Painted(tmp_path)
                tty.wait(stands[1])
                assert tty.prompt == stands
            tty.scan(answer)
            tty.settled()
        tty.wait("SCAN ANYTHING")
    tty.kill()
    assert kills == 10
    assert picked(stocked) == {"BOLT": before["BOLT"] - 6, "NUT": before["NUT"] - 3}
    assert commands(tmp_path) == {"done": 12}


def test_a_pick_goes_on_without_the_server(stocked: Served, anna: Person, tmp_path: Path) -> None:
    before = picked(stocked)
    counts = stocked.get("/warehouses/{warehouse}/tasks/counts")["kinds"]
    to_pack = sum(kind["ready"] for kind in counts if kind["kind"] == "pack")
    stocked.order("offline", ("BOLT", 2), ("NUT", 1))
    assert len(stocked.wave()) == 1
    tty = Painted(tmp_path)
    tty.sign_in(anna)
    tty.type("3").wait("SCAN TOTE")
    tty.scan(tote(900)).wait("1/2")
    stocked.kill()
    tty.scan(A01).wait("SCAN ITEM x2")
    tty.scan(GTINS["BOLT"]).wait("⇡1")
    tty.wait("SCAN LOCATION")
    assert "○" in tty.settled()
    tty.scan(A03).wait("SCAN ITEM x1")
    tty.scan(GTINS["NUT"]).wait("⇡2")
    tty.settled()
    tty.scan(STAGE).wait("⇡3")
    tty.wait("No connection")
    stocked.start()
    tty.wait("⇡0")
    tty.wait(f"4 PACK {to_pack + 1}")
    assert "No connection" not in tty.settled()
    assert picked(stocked) == {"BOLT": before["BOLT"] - 2, "NUT": before["NUT"] - 1}
    tty.kill()
