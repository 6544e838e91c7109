"""A process that dies at any point of an act: its reply is true, and a retry has one effect."""

import os
import signal
import subprocess
import sys
from uuid import uuid4

import pytest
import sqlalchemy as sa

from server.db import reading
from server.places.tables import Warehouse
from tests.site import Site

ACT = """
import sys, time
from pathlib import Path
import tests.faults.planted  # plants nothing unless a proof asks for it
from server.db import open_engine
from litestar.testing import TestClient
from server.app import create_app
from server.settings import Settings
url, home, key, operation = sys.argv[1:]
app = create_app(Settings(home=home, test_database=True), open_engine(url, 4))
with TestClient(app) as client:
    headers = {"Authorization": key, "Idempotency-Key": operation}
    body = {"code": "CUT", "name": "Cut", "time_zone": "UTC"}
    print(client.post("/api/v1/warehouses", json=body, headers=headers).status_code, flush=True)
    time.sleep(0.5)
"""
BEFORE = ("act.after_claim", "act.after_effect", "act.before_commit")


def there(site: Site) -> int:
    query = sa.select(sa.func.count()).where(Warehouse.code == "CUT")
    with reading(site.engine) as session:
        return session.scalar(query) or 0


@pytest.mark.parametrize("point", [*BEFORE, "act.after_commit"])
def test_a_process_that_dies_in_an_act_has_replied_nothing_that_is_not_so(
    site: Site, point: str
) -> None:
    operation = uuid4()
    url = site.engine.url.render_as_string(hide_password=False)
    key = site.credentials["Authorization"]
    died = subprocess.run(
        [sys.executable, "-c", ACT, url, str(site.home), key, str(operation)],
        env={**os.environ, "TALLYMAN_FAILPOINTS": f"{point}=kill"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    committed = 0 if point in BEFORE else 1
    assert (died.stdout, there(site)) == ("", committed)
    body = {"code": "CUT", "name": "Cut", "time_zone": "UTC"}
    again = site.send("POST", "/warehouses", body, operation=operation)
    assert again.status_code == 200, again.text
    assert ("idempotent-replayed" in again.headers) == bool(committed)
    assert there(site) == 1
