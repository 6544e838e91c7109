"""A shift or 5,000 commands unsent: what is open is finished, nothing new is begun."""

from datetime import timedelta
from pathlib import Path

import pytest

from server.identity.wire.devices import SignOut
from server.places.wire import WarehouseCreate
from terminal import settings
from terminal.kept import MOST_COMMANDS, State
from terminal.outbox import Outbox
from terminal.settings import DeviceProfile
from tests.program import environment, tallyman
from tests.terminal.floor import Served
from tests.terminal.hands import Hands


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox.sqlite")


def fill(outbox: Outbox, commands: int) -> None:
    """So many, as `send` writes them."""
    outbox.send(WarehouseCreate(code="W", name="x"), session="S", path="/warehouses")
    with outbox._transaction() as db:
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO command (operation, session, path, kind, offline, body, at)"
            " SELECT operation || i, session, path, kind, offline, body, at FROM command, n",
            (commands,),
        )


def age(outbox: Outbox, by: timedelta) -> None:
    with outbox._transaction() as db:
        changed = "UPDATE command SET at=datetime(at, ?) || '+00:00' WHERE state='written'"
        db.execute(changed, (f"{-by.total_seconds():+.0f} seconds",))


def test_it_is_full_at_5000_commands(outbox: Outbox) -> None:
    fill(outbox, MOST_COMMANDS - 1)
    assert (outbox.waiting().unsent, outbox.waiting().full) == (4_999, False)
    last = outbox.send(WarehouseCreate(code="W", name="x"), session="S", path="/warehouses")
    assert (outbox.waiting().unsent, outbox.waiting().full) == (5_000, True)
    row = outbox.find(last)
    assert row is not None
    outbox.answered(row.seq, State.DONE, 200, b"{}")
    assert outbox.waiting().full is False


def test_it_is_full_when_the_oldest_has_waited_for_8_hours(outbox: Outbox) -> None:
    assert outbox.waiting().oldest_seconds is None
    fill(outbox, 2)
    age(outbox, timedelta(hours=7, minutes=59))
    waiting = outbox.waiting()
    assert waiting.oldest_seconds == pytest.approx(7 * 3600 + 59 * 60, abs=30)
    assert waiting.full is False
    age(outbox, timedelta(minutes=2))
    assert outbox.waiting().full is True


def test_nothing_begins_at_the_limit_and_all_does_below_it(floor: Served, tmp_path: Path) -> None:
    code = f"L{tmp_path.name[-10:]}".upper().replace("_", "-")
    hands = Hands(tmp_path, floor.device(f"D{code}")).sign_in(floor.person(code))
    outbox = hands.station.outbox
    outbox.turned_away("GONE")
    outbox.send(SignOut(), session="GONE", path=SignOut.path)
    age(outbox, timedelta(hours=9))
    for begin in ("type:6", "key:enter"):
        hands.say(begin)
        assert hands.view.ask == "SCAN ANYTHING"
        assert "Too much is unsent" in " ".join(hands.view.what)
    age(outbox, timedelta(hours=-9))
    hands.say("type:6")
    assert hands.view.ask == "SCAN LPN OR LOCATION"
    hands.die()


def test_a_device_with_unsent_commands_does_not_become_another(tmp_path: Path) -> None:
    settings.save(tmp_path, DeviceProfile(device="HH-1", secret="S3CRET"))
    outbox = Outbox(tmp_path / "outbox.sqlite")
    fill(outbox, 3)
    outbox.close()
    enrol = ("terminal", "--home", str(tmp_path), "--enrol", "HH-2", "CODE")
    code, _, complaint = tallyman(*enrol, env=environment(tmp_path))
    assert code == 1
    assert "3 commands of this device are unsent" in complaint
    assert settings.load(tmp_path).device == "HH-1"
