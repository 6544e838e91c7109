"""Scans in bursts, doubled and late, over a bad link, by a terminal that is killed: each once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import sqlalchemy as sa

from server.db import reading
from server.journal.tables import Entry
from tests.faults.scanner import code
from tests.faults.terminals import at_work
from tests.site import Site

ROOT = Path(__file__).parent.parent.parent


def scanned_and_killed(site: Site, database: str, total: int, kills: int, seed: int) -> None:
    """Scans `total` numbers through so many kills, and asserts that each was booked once."""
    rng, began = Random(seed), time.monotonic()
    with at_work(site, database) as (shop, shows):
        command = [sys.executable, "-m", "tests.faults.scanner", *shows, str(total)]
        shown = 0
        for _ in range(kills):
            shown = _life([*command, str(rng.randrange(2**32))], rng, shown)
        last = [*command, str(rng.randrange(2**32))]
        subprocess.run(last, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, timeout=3600)
    booked = _booked(site)
    missing = [number for number in range(total) if not booked[code(number)]]
    doubled = [number for number in range(total) if booked[code(number)] > 1]
    seconds = time.monotonic() - began
    print(
        f"scans: {site.engine.dialect.name}, {total} scans, {kills} kills, {shown} shown before"
        f" the last, lost {len(missing)}, doubled {len(doubled)}, {total / seconds:.0f} a second",
        file=sys.stderr,
    )
    assert (missing, doubled, len(booked)) == ([], [], total)
    assert shop.standing("BOLT", "A-2") == (total, 0)


def _life(command: list[str], rng: Random, before: int) -> int:
    """One process from its start to its kill; what it had shown as taken by then."""
    terminal = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert terminal.stdout is not None
    first = terminal.stdout.readline()
    assert int(first) >= before, f"{before} were shown as taken, and {first} is asked"
    time.sleep(rng.uniform(0.2, 2.0))
    terminal.send_signal(signal.SIGKILL)
    rest = terminal.stdout.read().split("\n")[:-1]  # the last may be cut
    terminal.wait()
    return int(rest[-1] if rest else first)


def _booked(site: Site) -> Counter[str]:
    query = sa.select(Entry.body).where(Entry.kind == "stock.move")
    with reading(site.engine) as session:
        bodies = session.scalars(query).all()
    return Counter(name for body in bodies for name in json.loads(body)["reason"].split())
