"""Runners: threads beside the API, each at work in one process at a time by its lease."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Acts
from server.db import core, direct, reading
from server.feed.follow import Follower, follow, news
from server.feed.lease import GIVE_WAY_SECONDS, HOLD, Held, release, take
from server.feed.read import LIMIT
from server.feed.sealing import BATCH, seal
from server.guard import WarehouseId
from server.journal.tables import Unsealed
from server.places.tables import Warehouse

SEAL_SECONDS = 0.1
FOLLOW_SECONDS = 0.25
AFTER_AN_ERROR_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 60.0
RENEW_SECONDS = HOLD.total_seconds() / 3
ANY_UNSEALED = sa.select(core(Unsealed).c.entry).limit(1)

log = logging.getLogger("tallyman.runners")


@dataclass(frozen=True, slots=True)
class Runner:
    """`work` looks for something to do; True: more waits, look again soon, else in `every` s."""

    name: str
    every: float
    work: Callable[[Acts, Held], bool]


def sealer() -> Runner:
    """Gives entries their position; looks without the write lock while nothing waits."""

    def work(acts: Acts, held: Held) -> bool:
        with reading(acts.engine) as session:
            waiting = direct(session, ANY_UNSEALED).scalar()
        return waiting is not None and seal(acts, held) == BATCH

    return Runner("sealer", SEAL_SECONDS, work)


def following(follower: Follower) -> Runner:
    """Hands the follower what was sealed since it last looked."""

    def work(acts: Acts, held: Held) -> bool:
        with reading(acts.engine) as session:
            new = news(session, follower)
            warehouses = all_warehouses(session) if new.items else {}
        follow(acts, follower, held, new, warehouses)
        return len(new.items) == LIMIT

    return Runner(f"follow:{follower.name}", FOLLOW_SECONDS, work)


def all_warehouses(session: Session) -> dict[str, WarehouseId]:
    """Code and id of every warehouse: what a runner may see."""
    rows = session.execute(sa.select(Warehouse.code, Warehouse.id)).all()
    return {row.code: row.id for row in rows}


def this_process(what: str) -> str:
    """Who holds a lease: this process on this machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{what}"[:80]


class Trouble:
    """What goes wrong in a runner, told whole once and in a line after that, ever more seldom."""

    def __init__(self, name: str) -> None:
        self.name, self.said, self.pause = name, "", 0.0

    def over(self) -> None:
        self.said, self.pause = "", 0.0

    def told(self, error: Exception) -> float:
        """Seconds until it is tried again."""
        self.pause = min(max(2 * self.pause, AFTER_AN_ERROR_SECONDS), LONGEST_PAUSE_SECONDS)
        known, self.said = self.said, f"{type(error).__name__}: {error}".partition("\n")[0]
        words = "The runner %s failed: %s. It tries again in %.0f s."
        trace = error if known != self.said else None
        log.error(words, self.name, self.said[:300], self.pause, exc_info=trace)
        return self.pause


class Running:
    """The runners of one process, from `with` to its end; what they began they finish."""

    def __init__(self, acts: Acts, runners: list[Runner]) -> None:
        self.acts = acts
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self._run, args=[runner], name=runner.name, daemon=True)
            for runner in runners
        ]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=5)

    def _run(self, runner: Runner) -> None:
        held, renew, trouble = None, 0.0, Trouble(runner.name)
        holder = this_process(runner.name)
        while not self.stopping.is_set():
            try:
                if time.monotonic() >= renew:
                    held = take(self.acts, runner.name, holder)
                    renew = time.monotonic() + RENEW_SECONDS
                pause = self._look(runner, held)
                trouble.over()
            except Exception as error:  # noqa: BLE001  (told; one bad round ends no runner)
                held, renew, pause = None, 0.0, trouble.told(error)
            self.stopping.wait(pause)
        if held is not None:
            release(self.acts, held)

    def _look(self, runner: Runner, held: Held | None) -> float:
        if held is None:
            return RENEW_SECONDS
        return GIVE_WAY_SECONDS if runner.work(self.acts, held) else runner.every
