"""A real site for terminals: a served database, furnished through its own doors, and its hands."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from labels.codes import Kind, house_code
from terminal.settings import DeviceProfile
from tests.program import NO_CERTIFICATES

TALLYMAN = str(Path(sys.executable).with_name("tallyman"))
GTINS = {"BOLT": "4006381333931", "NUT": "4006381333948", "TEA": "4006381333955"}
SHIP_TO = {
    "name": "Erika Muster",
    "street": "Hauptstr. 1",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}


@dataclass
class Person:
    """Somebody with a badge and a PIN."""

    code: str
    badge: str
    pin: str


@dataclass
class Served:
    """A site at work: its folder, its port, its first key and the process that answers."""

    home: Path
    port: int
    key: str = ""
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("TALLYMAN")}
        self.process = subprocess.Popen(
            [TALLYMAN, "serve"],
            env=clean | {"TALLYMAN_HOME": str(self.home), "TALLYMAN_PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.home,
        )
        said = ""
        assert self.process.stdout is not None
        while "Tallyman serves" not in said:
            line = self.process.stdout.readline()
            assert line, said
            said += line
        found = re.search(r"tallyman_\S+", said)
        self.key = found[0] if found else self.key

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def post(self, path: str, body: object, method: str = "POST") -> Any:
        return self._ask(method, path, content=json.dumps(body))

    def get(self, path: str, **params: Any) -> Any:
        return self._ask("GET", path, params=params)

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = httpx.request(
            method,
            f"{self.url}/api/v1{path.replace('{warehouse}', 'MAIN')}",
            headers={
                "Authorization": f"Bearer {self.key}",
                "Idempotency-Key": str(uuid4()),
                "Content-Type": "application/json",
            },
            timeout=60,
            verify=NO_CERTIFICATES,
            **options,
        )
        assert answer.status_code == 200, (method, path, answer.status_code, answer.text)
        return answer.json()

    # --- what a site is made of -------------------------------------------------------------------

    def furnish(self) -> None:
        """Two aisles, a dock, a bench, a lane, three items with barcodes, a supplier."""
        self.post("/warehouses", {"code": "MAIN", "name": "Main", "time_zone": "Europe/Berlin"})
        aisles = {
            "aisles": ["A", "B"],
            "type": "pick_face",
            "last_bay": 6,
            "pattern": "{aisle}-{bay:2}",
            "x_mm": 0,
            "y_mm": 1000,
            "aisle_pitch_mm": 3000,
            "bay_pitch_mm": 1000,
        }
        self.post("/warehouses/{warehouse}/locations/bulk", aisles)
        for code, kind in (
            ("DOCK-1", "dock"),
            ("BENCH-1", "bench"),
            ("STAGE-1", "stage"),
            ("LANE-1", "lane"),
            ("PROBLEM", "problem"),
            ("Q-1", "quarantine"),
            ("RET-1", "returns"),
        ):
            body = {"code": code, "type": kind, "x_mm": 0, "y_mm": 0, "pickable": False}
            self.post("/warehouses/{warehouse}/locations", body)
        for sku, gtin in GTINS.items():
            lots = {"tracking": "lot", "expires": True} if sku == "TEA" else {}
            self.post("/items", {"sku": sku, "name": f"{sku.title()} thing", "gtin": gtin, **lots})
        self.post("/suppliers", {"code": "ACME", "name": "Acme"})

    def purchase(self, number: str, *lines: tuple[str, int]) -> None:
        body = {
            "number": number,
            "supplier": "ACME",
            "lines": [
                {"number": n, "sku": sku, "quantity": quantity}
                for n, (sku, quantity) in enumerate(lines, start=1)
            ],
        }
        self.post("/warehouses/{warehouse}/purchase-orders", body)

    def order(self, reference: str, *lines: tuple[str, int]) -> str:
        body = {
            "reference": reference,
            "ship_to": SHIP_TO,
            "ship_by": "2027-12-24T12:00:00Z",
            "partial": True,
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
        }
        return str(self.post("/orders", body)["number"])

    def put(self, sku: str, place: str, quantity: int) -> None:
        """Opening stock, counted in."""
        opened = self.post("/warehouses/{warehouse}/counts/open", {"location": place})
        lines = [{"sku": sku, "quantity": quantity}]
        body = {"count": opened["count"], "round": opened["round"], "lines": lines}
        self.post("/warehouses/{warehouse}/counts/counted", body)

    def person(self, code: str, *roles: str, language: str = "en") -> Person:
        told = {"code": code, "name": code.title(), "roles": roles or ["worker"]}
        self.post("/people", {**told, "language": language})
        badge = self.post("/badges", {"person": code})["badge"]
        return Person(code, badge, self.post("/pins", {"person": code})["pin"])

    def device(self, code: str, **more: Any) -> DeviceProfile:
        self.post("/devices", {"code": code, "name": code, "warehouse": "MAIN"})
        once = self.post("/devices/enrolment", {"device": code})["code"]
        told = self.post("/devices/enrol", {"device": code, "code": once})
        return DeviceProfile(
            server=self.url, device=code, warehouse="MAIN", secret=told["device_secret"], **more
        )

    # --- what is true ----------------------------------------------------------------------------

    def wave(self, **options: Any) -> list[str]:
        """The pick lists of all orders that wait for one."""
        wave = self.post("/warehouses/{warehouse}/waves", options)["wave"]
        self.post("/warehouses/{warehouse}/waves/work", {"wave": wave})
        lists = self.get("/warehouses/{warehouse}/pick-lists", wave=wave)["items"]
        return [one["pick_list"] for one in lists if one["state"] == "ready"]

    def stock(self, **asked: Any) -> list[tuple[str, str, int]]:
        rows = self.get("/warehouses/{warehouse}/stock", **asked)["items"]
        return sorted((r["sku"], r["location"], r["on_hand"]) for r in rows)

    def fsck(self) -> tuple[int, str]:
        done = subprocess.run(
            [TALLYMAN, "fsck"],
            env={**os.environ, "TALLYMAN_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
        )
        return done.returncode, done.stdout + done.stderr


def tote(number: int) -> str:
    return house_code(Kind.TOTE, f"{number:06d}")


@contextmanager
def served(home: Path, template: str = "") -> Iterator[Served]:
    """A furnished site that answers, until the end of the block; from a migrated copy if given."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    home.mkdir(parents=True, exist_ok=True)
    if template:
        shutil.copy(template, home / "tallyman.sqlite")
    site = Served(home, port)
    site.start()
    try:
        site.furnish()
        yield site
    finally:
        site.kill()
