"""A whole site in one process: the real app over a real database, and hands to use it with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import sqlalchemy as sa
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.engine import Engine

from server.act import Acts
from server.app import api_app, create_app, open_house
from server.db import Table
from server.feed.follow import Follower
from server.feed.lease import take
from server.feed.sealing import seal
from server.identity.first import first_admin_key
from server.runners import following
from server.settings import Settings
from server.wire import PREFIX, Command


def bearer(token: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@cache
def _app() -> Litestar:
    """The routes of all tests of this process: they take longer to read than a test to run."""
    return api_app()


class Clock:
    """Time that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Device:
    """An enrolled device and the secret that it keeps."""

    code: str
    warehouse: str
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Device {self.secret}"}


@dataclass
class Site:
    """Hands for tests: post, get, and what lies under them."""

    engine: Engine
    app: Litestar
    client: TestClient[Litestar]
    clock: Clock
    home: Path
    warehouse: str = "MAIN"
    credentials: Mapping[str, str] = field(default_factory=dict)  # the headers that say who asks
    admin: Mapping[str, str] = field(default_factory=dict)  # the headers of the first key
    broken: list[str] = field(default_factory=list)  # the invariants that a test breaks on purpose

    @classmethod
    @contextmanager
    def open(cls, engine: Engine, home: Path) -> Iterator[Site]:
        clock = Clock()
        settings = Settings(home=str(home), test_database=True)
        app = _app()
        app.state.house = open_house(settings, engine, clock)
        with TestClient(app, raise_server_exceptions=False) as client:
            site = cls(engine, app, client, clock, home)
            site.admin = site.credentials = bearer(first_admin_key(site.acts))
            site.post("/warehouses", {"code": "MAIN", "name": "Main", "time_zone": "Europe/Berlin"})
            yield site

    @classmethod
    @contextmanager
    def over(cls, site: Site) -> Iterator[Site]:
        """The same site served by a process of its own, as after a restart."""
        app = create_app(Settings(home=str(site.home), test_database=True), site.engine, site.clock)
        with TestClient(app, raise_server_exceptions=False) as client:
            yield replace(site, app=app, client=client)

    @property
    def acts(self) -> Acts:
        return self.app.state.house.acts  # type: ignore[no-any-return]

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        operation: UUID | None = None,
        **options: Any,
    ) -> Response:
        """One request; `{warehouse}` in the path is this site's."""
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        return self.client.request(
            method,
            PREFIX
            + path.replace("{warehouse:str}", "{warehouse}").replace("{warehouse}", self.warehouse),
            content=None if body is None else content,
            headers={
                "Idempotency-Key": str(operation or uuid4()),
                "Content-Type": "application/json",
                **self.credentials,
            },
            **options,
        )

    def post(self, path: str, body: object, *, status: int = 200, **options: Any) -> Any:
        """Posts and expects `status`; answers the decoded reply."""
        return self._expect("POST", path, body, status, **options)

    def put(self, path: str, body: object, *, status: int = 200, **options: Any) -> Any:
        return self._expect("PUT", path, body, status, **options)

    def get(self, path: str, *, status: int = 200, **params: Any) -> Any:
        return self._expect("GET", path, None, status, params=params)

    def do(self, command: Command, *, status: int = 200, **options: Any) -> Any:
        """Posts a command to the address that it declares."""
        return self.post(type(command).path, command, status=status, **options)

    def _expect(self, method: str, path: str, body: object, status: int, **options: Any) -> Any:
        response = self.send(method, path, body, **options)
        assert response.status_code == status, (method, path, response.status_code, response.text)
        return response.json()

    def as_key(self, *rights: str, warehouses: Sequence[str] = ("MAIN",)) -> Site:
        """The same site through an API key that has these rights in these warehouses."""
        body = {
            "code": f"KEY-{uuid4().hex[:8].upper()}",
            "name": "A key of a test",
            "rights": rights,
            "warehouses": warehouses,
        }
        return self.signed(bearer(self.signed(self.admin).post("/keys", body)["key"]))

    def person(
        self,
        *roles: str,
        code: str = "",
        warehouse: str = "",
        device: Device | None = None,
        language: str = "en",
    ) -> Worker:
        """Somebody new with these roles, badge and PIN, signed in at a device of a warehouse."""
        boss, code = self.signed(self.admin), code or f"P-{uuid4().hex[:8].upper()}"
        told = {"code": code, "name": f"Person {code}", "roles": roles, "language": language}
        boss.post("/people", told)
        badge = boss.post("/badges", {"person": code})["badge"]
        pin = boss.post("/pins", {"person": code})["pin"]
        device = device or self.device(warehouse or self.warehouse)
        worker = Worker(**vars(self.signed({})), code=code, badge=badge, pin=pin, device_at=device)
        worker.warehouse = device.warehouse
        worker.sign_in()
        return worker

    def device(self, warehouse: str = "MAIN") -> Device:
        """A new device, enrolled as a real one is."""
        boss, code = self.signed(self.admin), f"D-{uuid4().hex[:8].upper()}"
        boss.post("/devices", {"code": code, "name": "A handheld", "warehouse": warehouse})
        once = boss.post("/devices/enrolment", {"device": code})["code"]
        told = boss.post("/devices/enrol", {"device": code, "code": once})
        return Device(code, warehouse, told["device_secret"])

    def signed(self, credentials: Mapping[str, str]) -> Site:
        """The same site, asked with these headers."""
        known = {name: vars(self)[name] for name in Site.__dataclass_fields__}
        return Site(**{**known, "credentials": credentials})

    def everything_stored(self) -> bytes:
        """Every cell of every table, as a thief of the database would read it."""
        with self.engine.connect() as connection:
            cells = [
                cell if isinstance(cell, bytes) else str(cell).encode()
                for table in Table.metadata.sorted_tables
                for row in connection.execute(sa.select(table))
                for cell in row
            ]
        return b"\n".join(cells)

    def seal(self) -> int:
        """Gives every committed entry its position, as the sealer of `serve` does."""
        held = take(self.acts, "sealer", "test")
        assert held is not None
        return seal(self.acts, held)

    def follow(self, *followers: Follower) -> None:
        """Seals what happened and lets these followers work it off, as `serve` does."""
        self.seal()
        held = take(self.acts, "follow:test", "test")
        assert held is not None
        for follower in followers:
            following(follower).work(self.acts, held)
        self.seal()


@dataclass
class Worker(Site):
    """A site seen by somebody at a device: requests go out as a terminal's outbox sends them."""

    code: str = ""
    badge: str = ""
    pin: str = ""
    token: str = ""
    device_at: Device = field(default_factory=lambda: Device("", "", ""))

    @property
    def name(self) -> str:
        return f"person:{self.code}"

    def sign_in(self) -> Any:
        """A new session here; the requests from now on name it."""
        self.credentials = self.device_at.headers
        told = self.post("/sessions", {"badge": self.badge, "pin": self.pin})
        self.token = told["token"]
        self.credentials = {**self.device_at.headers, "Tallyman-Session": told["session"]}
        return told

    def by_token(self) -> Site:
        """The same session by its token, as a program of this person would."""
        return self.signed(bearer(self.token))
