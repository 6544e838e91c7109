"""A terminal's outbox and sender in a process of their own, killed while they write and send."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import httpx
import sqlalchemy as sa

from server.clock import utc_now
from server.db import reading
from server.journal.tables import Entry
from server.stock.tables import MoveRow
from server.wire import PREFIX
from terminal.outbox import Outbox
from tests.faults.serving import Server
from tests.server.outbound.hands import Shop
from tests.site import Site

SKU, PIECES = "BOLT", 100_000
TERMINAL = """
import sys, time
from pathlib import Path
from server.stock.wire import MoveStock
from terminal.client import Client
from terminal.outbox import Outbox
from terminal.sending import Sender

path, url, secret, session, work = sys.argv[1:]
outbox = Outbox(Path(path))
sender = Sender(outbox, Client(url, secret), lambda *_: None)
sender.start()
move = MoveStock(sku="BOLT", quantity=1, source="A-1", target="A-2")
while work == "on":
    told = outbox.send(move, session=session, path="/warehouses/MAIN/stock/move")
    sender.nudge()
    print(told, flush=True)
    time.sleep(0.01)
while outbox.unsent():
    sender.nudge()
    time.sleep(0.05)
sender.stop()
"""


def terminals_killed(site: Site, database: str, kills: int, seed: int) -> None:
    """Kills it so many times, lets it drain, and asserts that what it showed happened once."""
    rng, outbox = Random(seed), Path(site.home) / "outbox.sqlite"
    with at_work(site, database) as (shop, shows):
        command = [sys.executable, "-c", TERMINAL, *shows]
        shown = [one for _ in range(kills) for one in _life(command, rng)]
        subprocess.run([*command, "off"], check=True, timeout=120)
    _settle(site, shop, outbox, shown, kills)


@contextmanager
def at_work(site: Site, database: str) -> Iterator[tuple[Shop, tuple[str, str, str, str]]]:
    """A served site with goods at A-1, and what a terminal is told: outbox, server, who it is."""
    site.clock.now = utc_now()  # the server of this proof has the real time
    shop = Shop(site)
    shop.furnish()
    shop.put(SKU, "A-1", PIECES)
    worker = site.person("worker")
    server = Server(site.home, database)
    server.start()
    try:
        proof = {"badge": worker.badge, "pin": worker.pin}
        device = worker.device_at.headers
        signed = httpx.post(f"{server.url}{PREFIX}/sessions", json=proof, headers=device)
        outbox = str(Path(site.home) / "outbox.sqlite")
        yield shop, (outbox, server.url, worker.device_at.secret, signed.json()["session"])
    finally:
        server.end()


def _life(command: list[str], rng: Random) -> list[str]:
    """One process from its start to its kill; the operations that it showed as saved."""
    terminal = subprocess.Popen([*command, "on"], stdout=subprocess.PIPE, text=True)
    assert terminal.stdout is not None
    first = terminal.stdout.readline()
    time.sleep(rng.uniform(0.05, 0.4))
    terminal.send_signal(signal.SIGKILL)
    rest = terminal.stdout.read().splitlines()
    terminal.wait()
    whole = [line for line in [first.strip(), *rest] if len(line) == 36]  # the last may be cut
    assert whole
    return whole


def _settle(site: Site, shop: Shop, path: Path, shown: list[str], kills: int) -> None:
    outbox = Outbox(path)
    written = outbox.unsent(), [row.kind for row in outbox.problems()]
    outbox.close()
    query = sa.select(Entry.operation, sa.func.count(MoveRow.id)).join(
        MoveRow, MoveRow.entry == Entry.id
    ).where(Entry.kind == "stock.move").group_by(Entry.operation)  # fmt: skip
    with reading(site.engine) as session:
        done = Counter({str(row[0]): row[1] for row in session.execute(query)})
    lost = [operation for operation in shown if operation not in done]
    doubled = [operation for operation, moves in done.items() if moves != 1]
    print(
        f"terminal kills: {site.engine.dialect.name}, {kills} kills, {len(shown)} shown as saved,"
        f" {len(done)} done, lost {len(lost)}, doubled {len(doubled)}",
        file=sys.stderr,
    )
    assert (written, lost, doubled) == ((0, []), [], [])
    assert shop.standing(SKU, "A-2") == (len(done), 0)
    assert shop.standing(SKU, "A-1") == (PIECES - len(done), 0)
