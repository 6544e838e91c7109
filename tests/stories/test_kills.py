"""Killed under work, server or terminal: what was acknowledged or shown is there, once, exact."""

from tests.faults.kills import killed
from tests.faults.terminals import terminals_killed
from tests.site import Site

SERVER_KILLS, TERMINAL_KILLS = 20, 10
SEED = 1


def test_20_kills_of_the_server_lose_nothing_and_double_nothing(site: Site, database: str) -> None:
    killing = killed(site, database, SERVER_KILLS, SEED)
    assert all(robot.acked_at for robot in killing.robots)


def test_10_kills_of_a_terminal_lose_nothing_and_double_nothing(site: Site, database: str) -> None:
    terminals_killed(site, database, TERMINAL_KILLS, SEED)
