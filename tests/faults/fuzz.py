"""Asks a site everything that the generator makes up, and says what was answered wrongly."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random, SystemRandom
from typing import Any

from httpx import Response

from server.errors import PROBLEM_JSON
from server.identity.first import first_admin_key
from tests.faults.generator import Asked, Generator
from tests.server.orders.build import order
from tests.site import Site, bearer

CODE = re.compile(r"[a-z][a-z0-9_]*")
NOBODY: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Bearer x"},
    {"Authorization": "Device \x80é"},
    bearer("a" * 9000),
)

PLACES = {
    "A-1": "pick_face",
    "A-2": "pick_face",
    "R-1": "reserve",
    "D1": "dock",
    "STAGE": "stage",
    "BENCH": "bench",
    "CART": "cart",
    "Q1": "quarantine",
    "LANE": "lane",
}
ITEMS = {"BOLT": "none", "NUT": "none", "TEA": "lot", "RADIO": "serial"}
ARRIVED: tuple[dict[str, Any], ...] = (
    {"sku": "BOLT", "quantity": 40, "location": "A-1"},
    {"sku": "NUT", "quantity": 12, "new_container": "pallet"},
    {"sku": "NUT", "quantity": 3, "new_container": "carton"},
    {"sku": "TEA", "quantity": 9, "lot": "B7", "location": "R-1"},
    {"sku": "RADIO", "quantity": 2, "serials": ["S1", "S2"], "location": "A-2"},
)


@dataclass
class Fuzz:
    """One run: a seed, a small site, and what its answers were."""

    site: Site
    seed: int
    answers: Counter[str] = field(default_factory=Counter)  # by status, or by code of a refusal
    done: Counter[str] = field(default_factory=Counter)  # 2xx by operation
    wrong: list[str] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)  # tracebacks that became a 500

    def __post_init__(self) -> None:
        schema = self.site.app.openapi_schema.to_schema()
        self.generator = Generator(schema, Random(self.seed))
        self.rng = Random(self.seed + 1)
        self.site.app.after_exception.append(self._note)
        for noisy in ("httpx", "litestar"):  # a line for every request says nothing here
            logging.getLogger(noisy).setLevel(logging.CRITICAL)
        self._furnish()

    def run(self, number: int) -> None:
        for asked in self.generator.requests(number):
            who = self._somebody()
            response = self._send(asked, who)
            self._judge(asked, response)
            self._recover(who, response)

    def report(self) -> str:
        asked = len(self.generator.operations())
        return (
            f"fuzz: seed {self.seed}, {self.site.engine.dialect.name},"
            f" {self.answers.total()} requests over {asked} operations,"
            f" {len(self.done)} of them done at least once;"
            f" {len(self.wrong)} wrong answers; {dict(self.answers.most_common())}"
        )

    def _furnish(self) -> None:
        """A small site whose codes the generator may use, so that operations get deep."""
        site = self.site
        for code, kind in PLACES.items():
            site.post("/warehouses/{warehouse}/locations", {"code": code, "type": kind})
        for sku, tracking in ITEMS.items():
            site.post("/items", {"sku": sku, "name": sku.title(), "tracking": tracking})
        site.post("/suppliers", {"code": "ACME", "name": "Acme"})
        lines = [{"number": n, "sku": sku, "quantity": 50} for n, sku in enumerate(ITEMS, 1)]
        bought = {"supplier": "ACME", "lines": lines}
        number = site.post("/warehouses/{warehouse}/purchase-orders", bought)["number"]
        for arrived in ARRIVED:
            told = arrived | {"purchase_order": number, "dock": "D1"}
            site.post("/warehouses/{warehouse}/receipts/receive", told)
        for reference in ("1", "2", "3"):
            site.post("/orders", order(reference, ("BOLT", 5), ("NUT", 2)))
        self.worker = site.person("worker")
        known = {"warehouse": "MAIN", "badge": self.worker.badge, "pin": self.worker.pin}
        self.generator.learn(known | {"address": "tcp://127.0.0.1:9", "hs_code": "850152"})
        for path, method, _ in self.generator.operations():
            if method == "get":
                url = path.replace("{warehouse}", "MAIN")
                asked = Asked(f"GET {path}", "GET", url, None, {})
                self._judge(asked, self._send(asked, dict(site.credentials)))

    def _somebody(self) -> dict[str, str]:
        dice = self.rng.random()
        if dice < 0.78:
            return dict(self.site.credentials)
        if dice < 0.92:
            return dict(self.worker.credentials)
        return dict(self.rng.choice(NOBODY))

    def _send(self, asked: Asked, who: dict[str, str]) -> Response:
        return self.site.client.request(
            asked.method,
            asked.url,
            content=asked.body,
            headers=[(k.encode(), v.encode()) for k, v in {**asked.headers, **who}.items()],
        )

    def _judge(self, asked: Asked, response: Response) -> None:
        status, kind = response.status_code, response.headers.get("content-type", "")
        if status < HTTPStatus.BAD_REQUEST:
            self.generator.learn({"operation": asked.headers.get("Idempotency-Key", "x")})
            self.answers[str(status)] += 1
            self.done[asked.operation] += 1
            if kind.startswith("application/json"):
                self.generator.learn(response.json(), noun=asked.noun)
            else:
                self.generator.learn({asked.url.partition("?")[0]: response.text})
            return
        try:
            code = json.loads(response.content)["code"]
        except (ValueError, KeyError, TypeError):
            code = ""
        self.answers[code or str(status)] += 1
        fine = CODE.fullmatch(code) and kind.startswith(PROBLEM_JSON)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not fine:
            cause = self.broke.pop() if self.broke else ""
            self.wrong.append(f"{status} {kind} {response.text[:300]}\n  {asked}\n{cause}")
        self.broke.clear()

    def _recover(self, who: dict[str, str], response: Response) -> None:
        """Signs in again whoever the made-up requests have locked out."""
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            return
        ours = who in (dict(self.site.credentials), dict(self.worker.credentials))
        if not ours:
            return
        locked_out_worker = who == self.worker.credentials
        # The key may have been revoked as well, and only a key makes a worker.
        self.site.admin = self.site.credentials = bearer(
            first_admin_key(self.site.acts, another=True)
        )
        if locked_out_worker:
            self.worker = self.site.person("worker")

    async def _note(self, error: Exception, _scope: Any) -> None:
        self.broke.append("".join(traceback.format_exception(error)[-3:])[-2500:])


def fuzzed(site: Site, number: int, seed: int | None = None) -> Fuzz:
    """Asks so many requests; the caller asserts that `wrong` is empty."""
    fuzz = Fuzz(site, SystemRandom().randrange(2**32) if seed is None else seed)
    try:
        fuzz.run(number)
    finally:
        print(fuzz.report(), file=sys.stderr)
    return fuzz
