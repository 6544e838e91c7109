"""A server killed under eight robots at work: what was acknowledged is there, once, and exact."""

from tests.faults.kills import killed
from tests.site import Site

KILLS = 20
SEED = 1


def test_20_kills_lose_nothing_and_double_nothing(site: Site, database: str) -> None:
    killing = killed(site, database, KILLS, SEED)
    assert all(robot.acked_at for robot in killing.robots)
