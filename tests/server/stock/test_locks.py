"""Locks are taken in one order: goods that cross each other's way never make a deadlock."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from server.errors import Refusal
from server.stock.ledger import post
from server.stock.moves import Move
from tests.server.stock.furnished import furnished
from tests.server.stock.hands import Floor
from tests.server.stock.test_ledger import shift
from tests.site import Site

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def posted(floor: Floor, move: Move) -> str:
    """`done`, or why not; an act that gave up after its tries is not tried again here."""
    try:
        floor.act(lambda act: post(act, [move]))
    except Refusal as refusal:
        return refusal.code
    return "done"


def test_opposite_directions_never_deadlock(site: Site) -> None:
    if site.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time: nothing can deadlock.")
    floor = furnished(site)
    floor.put("BOLT", "A1", 40)
    floor.put("BOLT", "A2", 40)
    ways = [shift(floor, 1, "A1", "A2"), shift(floor, 1, "A2", "A1")]
    with ThreadPoolExecutor(16) as pool:
        ends = set(pool.map(lambda n: posted(floor, ways[n % 2]), range(120)))
    assert ends == {"done"}
    time.sleep(1.5)  # the database counts them a second late
    with site.engine.connect() as connection:
        assert connection.scalar(sa.text(DEADLOCKS)) == 0
