"""The outbox's file: a full disk is told and changes nothing, a broken file is set aside."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from server.places.wire import WarehouseCreate
from terminal.flows.ask import Answer
from terminal.kept import State
from terminal.outbox import Outbox
from terminal.scan.reading import Kind
from terminal.store import Unsaved
from tests.terminal.disks import full

ANSWER = Answer(step="loc", kind=Kind.LOC, value="A-01")


def send(outbox: Outbox, code: str) -> str:
    command = WarehouseCreate(code=code, name="x" * 100)
    return outbox.send(command, session="S1", path="/warehouses")


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    run = outbox.begin("pick", "TK1", "MAIN", b"{}").run
    kept = send(outbox, "W1")
    command = WarehouseCreate(code="W2", name="x")
    with full():
        with pytest.raises(Unsaved, match="Cannot save"):
            outbox.write(run, 0, [ANSWER], command, session="S1", path="/warehouses")
        with pytest.raises(Unsaved, match="Cannot save"):
            outbox.remember("badge", "x")
        assert (outbox.unsent(), outbox.run(run).entries) == (1, ())
    told = outbox.write(run, 0, [ANSWER], command, session="S1", path="/warehouses")
    assert outbox.run(run).entries == (ANSWER,)
    row = outbox.next()
    assert row is not None
    assert row.operation == kept
    outbox.answered(row.seq, State.DONE, 200, b"{}")
    row = outbox.next()
    assert row is not None
    assert row.operation == told


def test_what_is_no_database_is_set_aside_and_told(tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_bytes(b"not a database" * 1000)
    outbox = Outbox(tmp_path / "outbox.sqlite")
    [broken] = tmp_path.glob("outbox-broken-*.sqlite")
    assert broken.read_bytes() == b"not a database" * 1000
    assert outbox.aside == f"The outbox was broken: 0 unsent rescued. See {broken.name}."
    assert outbox.fact("aside") == outbox.aside
    send(outbox, "W1")
    outbox.close()
    again = Outbox(tmp_path / "outbox.sqlite")
    assert (again.aside, again.unsent()) == ("", 1)


def test_what_waits_in_a_broken_outbox_is_rescued_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    outbox = Outbox(path)
    operations = [send(outbox, f"W{n}") for n in range(200)]
    first, second = outbox.next(), None
    assert first is not None
    outbox.answered(first.seq, State.DONE, 200, b"{}")
    second = outbox.next()
    assert second is not None
    outbox.answered(second.seq, State.PROBLEM, 409, b"{}")
    outbox.close()
    _spoil_a_leaf(path)
    outbox = Outbox(path)
    rows = list(_queue(outbox))
    sent = [operation for operation, _ in rows]
    assert 50 < len(rows) < 200
    assert sent == [operation for operation in operations if operation in set(sent)]
    assert operations[0] not in sent
    assert rows[0] == (operations[1], State.PROBLEM)
    assert f"{len(rows)} unsent rescued" in outbox.aside
    assert sent[-1] == operations[-1]


def _spoil_a_leaf(path: Path) -> None:
    """Overwrites one page in the middle of the queue."""
    data = bytearray(path.read_bytes())
    at = data.index(b'"code":"W100"') // 4096 * 4096
    data[at : at + 4096] = Random(1).randbytes(4096)
    path.write_bytes(data)


def _queue(outbox: Outbox) -> list[tuple[str, State]]:
    with outbox._reading() as db:
        found = db.execute("SELECT operation, state FROM command ORDER BY seq").fetchall()
    return [(operation, State(state)) for operation, state in found]


def test_no_flipped_bytes_of_an_outbox_stop_a_terminal(tmp_path: Path) -> None:
    path, rng = tmp_path / "outbox.sqlite", Random(7)
    outbox = Outbox(path)
    run = outbox.begin("pick", "TK1", "MAIN", b"{}").run
    outbox.write(run, 0, [ANSWER])
    for n in range(30):
        send(outbox, f"W{n}")
    outbox.close()
    whole, aside = path.read_bytes(), 0
    for n in range(60):
        data = bytearray(whole)
        for _ in range(8):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        spoiled = tmp_path / f"{n}" / "outbox.sqlite"
        spoiled.parent.mkdir()
        spoiled.write_bytes(data)
        opened = Outbox(spoiled)
        aside += bool(opened.aside)
        send(opened, "AFTER")
        opened.close()
    assert 5 < aside < 60


def test_old_scans_and_settled_commands_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    outbox = Outbox(path)
    run = outbox.begin("pick", "TK1", "MAIN", b"{}").run
    outbox.write(run, 0, [ANSWER], WarehouseCreate(code="W1", name="x"), session="S", path="/w")
    row = outbox.next()
    assert row is not None
    outbox.answered(row.seq, State.DONE, 200, b"{}")
    outbox.end(run)
    outbox.scanned("1", "SCAN", "scan")
    unsent = send(outbox, "W2")
    outbox.close()
    assert _counts(path) == {"run": 1, "answer": 1, "command": 2, "scan": 1}
    Outbox(path).close()
    assert _counts(path) == {"run": 1, "answer": 1, "command": 2, "scan": 1}
    _age(path, timedelta(days=31))
    opened = Outbox(path)
    row = opened.next()
    assert row is not None
    assert row.operation == unsent
    opened.close()
    assert _counts(path) == {"run": 0, "answer": 0, "command": 1, "scan": 0}


def _counts(path: Path) -> dict[str, int]:
    db = sqlite3.connect(path)
    tables = ("run", "answer", "command", "scan")
    found = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}  # noqa: S608
    db.close()
    return found


def _age(path: Path, by: timedelta) -> None:
    db = sqlite3.connect(path)
    for table, column in (("run", "ended"), ("answer", "at"), ("command", "at"), ("scan", "at")):
        change = f"UPDATE {table} SET {column}=datetime({column}, ?) || '+00:00'"  # noqa: S608
        db.execute(change, (f"-{by.days} days",))
    db.commit()
    db.close()


def test_a_read_only_folder_is_a_sentence(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(OSError, match="Permission"):
        Outbox(tmp_path / "outbox.sqlite")
