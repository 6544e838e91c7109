"""Kills the server under robots at work, again and again, and settles their books with its own."""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles

import msgspec
import sqlalchemy as sa

from server.catalog.tables import Item
from server.db import reading
from server.journal.tables import Entry
from server.stock.tables import Balance, MoveRow
from terminal.client import Fate
from tests.faults.journal import Journal, Known
from tests.faults.robots import BINS, SKU, Job, Robot
from tests.faults.serving import Server, until
from tests.server.outbound.hands import Shop
from tests.site import Site

ROBOTS = 8
PIECES = 400  # that each robot may pick
FLOOR = 100  # pieces in each bin at the start
POINTS = ("act.after_claim", "act.after_effect", "act.before_commit", "act.after_commit")


@dataclass
class Killing:
    """A site with work for the robots, and what has come of killing its server."""

    site: Site
    database: str
    rng: Random
    crashes: Counter[str] = field(default_factory=Counter)
    crashed_at: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.jobs = [self._job(n) for n in range(ROBOTS)]
        self.server = Server(self.site.home, self.database)
        self.robots = [
            Robot(
                self.server.url,
                job,
                Journal(Path(self.site.home) / f"robot-{n}.jsonl"),
                Random(self.rng.random()),
            )
            for n, job in enumerate(self.jobs)
        ]

    @classmethod
    def of(cls, site: Site, database: str, seed: int) -> Killing:
        """Bins full of goods, a receipt and a pick list for each robot."""
        shop = Shop(site)
        shop.furnish()
        site.post("/warehouses/{warehouse}/locations", {"code": "DOCK", "type": "dock"})
        for code in BINS:
            shop.put(SKU, code, FLOOR)
        return cls(site, database, Random(seed))

    def run(self, kills: int) -> None:
        """Kills so many times, then lets every robot finish what it has in hand."""
        with ExitStack() as stack:
            stack.callback(self.server.end)
            for robot in self.robots:
                robot.start()
            while self.crashes.total() < kills:
                self._round(kills)
            self.server.start()
            time.sleep(0.5)
            for robot in self.robots:
                robot.stopped.set()
            for robot in self.robots:
                robot.join()
            self._replay()

    def report(self) -> str:
        known = Counter(last for robot in self.robots for last in robot.journal.last.values())
        waits = self._seconds_to_reply()
        unknown = sum(robot.journal.unknowns for robot in self.robots)
        return (
            f"kills: {self.site.engine.dialect.name}, {self.crashes.total()} crashes"
            f" {dict(self.crashes)}, {known[Known.ACKED]} acknowledged, {known[Known.FAILED]}"
            f" refused, {unknown} tries unknown, lost and doubled {len(self.wrong())};"
            f" kill to next reply p95 {quantiles(waits, n=20)[-1]:.1f} s, most {max(waits):.1f} s"
        )

    def wrong(self) -> list[str]:
        """Every operation whose effect is not exactly what its client knows."""
        there = self._effects()
        found = []
        for robot in self.robots:
            for operation, known in robot.journal.last.items():
                told = robot.journal.intents[operation]
                wanted = (1, told["quantity"]) if known is Known.ACKED else (0, 0)
                if there.get(operation, (0, 0)) != wanted:
                    found.append(f"{operation} is {known}, {told}: {there.get(operation)}")
        return found

    def received(self) -> int:
        """What was acknowledged to have come in."""
        return sum(
            robot.journal.intents[operation]["quantity"]
            for robot in self.robots
            for operation in robot.journal.of(Known.ACKED)
            if robot.journal.intents[operation]["path"] == "/receipts/receive"
        )

    def on_hand(self, sku: str) -> int:
        query = (
            sa.select(sa.func.sum(Balance.on_hand))
            .join(Item, Item.id == Balance.item)
            .where(Item.sku == sku)
        )
        with reading(self.site.engine) as session:
            return int(session.scalar(query) or 0)

    def _job(self, n: int) -> Job:
        shop, sku = Shop(self.site), f"PICK-{n}"
        shop.totes = n
        shop.sells(sku)
        shop.put(sku, f"B-{n + 1}", PIECES)
        order = shop.order(f"R{n}", (sku, PIECES))["number"]
        made = shop.waved(orders=[order])
        receipt = self.site.post("/warehouses/{warehouse}/receipts", {"dock": "DOCK"})["number"]
        return Job(
            credentials=dict(self.site.credentials),
            receipt=receipt,
            pick_list=made["pick_list"],
            line=1,
            pieces=PIECES,
        )

    def _round(self, kills: int) -> None:
        """One life of the server: one process dies at a named point, then all are killed."""
        point = POINTS[sum(self.crashes[name] for name in POINTS) % len(POINTS)]
        self.server.start(f"{point}=kill@{self.rng.randint(5, 60)}")
        if self.server.one_died(10):
            self._crashed(point)
        answering = until(lambda: self.server.answers() or not self.server.alive(), 60)
        if self.crashes.total() < kills and answering and self.server.alive():
            time.sleep(self.rng.uniform(0.05, 0.4))
            self.server.kill()
            self._crashed("kill -9")
        self.server.kill()

    def _crashed(self, why: str) -> None:
        self.crashes[why] += 1
        self.crashed_at.append(time.monotonic())

    def _seconds_to_reply(self) -> list[float]:
        """From each kill to the next acknowledgement of anything."""
        acked = sorted(at for robot in self.robots for at in robot.acked_at)
        return [min(at for at in acked if at > kill) - kill for kill in self.crashed_at]

    def _effects(self) -> dict[str, tuple[int, int]]:
        """Per operation id: how many entries, and how many pieces they moved."""
        moved = (
            sa.select(sa.func.coalesce(sa.func.sum(MoveRow.quantity), 0))
            .where(MoveRow.entry == Entry.id)
            .scalar_subquery()
        )
        found: dict[str, tuple[int, int]] = {}
        with reading(self.site.engine) as session:
            for operation, quantity in session.execute(sa.select(Entry.operation, moved)):
                entries, before = found.get(str(operation), (0, 0))
                found[str(operation)] = (entries + 1, before + int(quantity))
        return found

    def _replay(self) -> None:
        """A tenth of what was acknowledged is sent once more: the same bytes, no effect."""
        for robot in self.robots:
            for operation in robot.journal.of(Known.ACKED)[::10]:
                told = robot.journal.intents[operation]
                raw = msgspec.json.encode(told["body"])
                sent = robot.send(operation, told["path"], raw)
                same = sent.body == robot.journal.replies[operation]
                assert (sent.fate, same) == (Fate.DONE, True), (operation, sent)


def killed(site: Site, database: str, kills: int, seed: int) -> Killing:
    """Kills so many times and asserts that the books agree to the piece."""
    killing = Killing.of(site, database, seed)
    killing.run(kills)
    print(f"seed {seed}, {killing.report()}", file=sys.stderr)
    assert [robot.ill for robot in killing.robots] == [None] * ROBOTS
    assert killing.wrong() == []
    assert not [one for robot in killing.robots for one in robot.journal.of(Known.UNKNOWN)]
    assert killing.crashes.total() == kills
    assert killing.on_hand(SKU) == FLOOR * len(BINS) + killing.received()
    assert sum(killing.on_hand(f"PICK-{n}") for n in range(ROBOTS)) == PIECES * ROBOTS
    return killing
