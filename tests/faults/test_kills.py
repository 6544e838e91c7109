"""Kills at full length, with a seed of its own each time."""

import os
from random import SystemRandom

from tests.faults.kills import POINTS, killed
from tests.site import Site

KILLS = 100


def test_100_kills_lose_nothing_and_double_nothing(site: Site, database: str) -> None:
    seed = os.environ.get("TALLYMAN_TEST_SEED") or SystemRandom().randrange(2**32)
    killing = killed(site, database, KILLS, int(seed))
    assert all(killing.crashes[point] for point in POINTS)
