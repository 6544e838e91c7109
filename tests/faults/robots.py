"""Robots that receive, move and pick over HTTP and never give up on an operation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from threading import Event, Thread
from typing import Any

import httpx
import msgspec

from server.wire import PREFIX
from terminal.client import Fate, Sent, judged
from terminal.uuid7 import uuid7
from tests.faults.journal import Journal

SKU = "BOLT"
BINS = [f"A-{n}" for n in range(1, 11)]
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Job:
    """What one robot works on: who it is, its receipt, and the list that it picks from."""

    credentials: dict[str, str]
    receipt: str
    pick_list: str
    line: int
    pieces: int


class Robot(Thread):
    """One worker at a terminal; writes each operation down before its first try."""

    def __init__(self, url: str, job: Job, journal: Journal, rng: Random) -> None:
        super().__init__(daemon=True)
        self.http = httpx.Client(base_url=url, timeout=10)
        self.job, self.journal, self.rng = job, journal, rng
        self.stopped = Event()
        self.acked_at: list[float] = []
        self.picked = 0
        self.ill: Exception | None = None

    def run(self) -> None:
        try:
            for path, body, quantity in self._work():
                if self.stopped.is_set():
                    return
                self.act(path, body, quantity)
        except Exception as error:  # noqa: BLE001  (told by the test, in its own thread)
            self.ill = error

    def act(self, path: str, body: dict[str, Any], quantity: int) -> None:
        """One operation, tried under its one id until its outcome is known."""
        operation, raw = str(uuid7()), msgspec.json.encode(body)
        self.journal.intent(operation, path=path, body=body, quantity=quantity)
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            sent = self.send(operation, path, raw)
            if sent.fate is Fate.DONE:
                self.journal.acked(operation, sent.body)
                self.acked_at.append(time.monotonic())
                return
            if sent.fate is Fate.REFUSED:
                self.journal.failed(operation, sent.status, sent.code)
                return
            assert sent.fate is Fate.KEEP, sent
            self.journal.unknown(operation)
            assert time.monotonic() < end, f"{operation} is unknown for {PATIENCE_SECONDS} s."
            time.sleep(self.rng.uniform(0.05, 0.3))

    def send(self, operation: str, path: str, raw: bytes) -> Sent:
        headers = {"Idempotency-Key": operation, "Content-Type": "application/json"}
        try:
            answer = self.http.post(
                f"{PREFIX}/warehouses/MAIN{path}",
                content=raw,
                headers=headers | self.job.credentials,
            )
        except httpx.HTTPError:
            return Sent(Fate.KEEP)
        return judged(answer.status_code, answer.content)

    def _work(self) -> Iterator[tuple[str, dict[str, Any], int]]:
        while True:
            kind = self.rng.choice(("receive", "move", "move", "pick"))
            quantity = self.rng.randint(1, 5)
            if kind == "receive":
                told = {"receipt": self.job.receipt, "location": self.rng.choice(BINS)}
                yield "/receipts/receive", told | {"sku": SKU, "quantity": quantity}, quantity
            elif kind == "move":
                source, target = self.rng.sample(BINS, 2)
                told = {"sku": SKU, "source": source, "target": target}
                yield "/stock/move", told | {"quantity": quantity}, quantity
            elif self.picked < self.job.pieces:
                self.picked += 1
                line = {"pick_list": self.job.pick_list, "line": self.job.line, "quantity": 1}
                yield "/picks", line, 1
