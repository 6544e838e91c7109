"""Kills at full length, with a seed of its own each time."""

import os
from random import SystemRandom

from tests.faults.kills import POINTS, killed
from tests.faults.terminals import terminals_killed
from tests.site import Site

KILLS, TERMINAL_KILLS = 100, 50


def a_seed() -> int:
    return int(os.environ.get("TALLYMAN_TEST_SEED") or SystemRandom().randrange(2**32))


def test_100_kills_lose_nothing_and_double_nothing(site: Site, database: str) -> None:
    killing = killed(site, database, KILLS, a_seed())
    assert all(killing.crashes[point] for point in POINTS)


def test_50_kills_of_a_terminal_lose_nothing_and_double_nothing(site: Site, database: str) -> None:
    terminals_killed(site, database, TERMINAL_KILLS, a_seed())
