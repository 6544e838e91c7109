"""A hundred thousand scans, with a seed of its own each time."""

from tests.faults.scanning import scanned_and_killed
from tests.faults.test_kills import a_seed
from tests.site import Site

SCANS, KILLS = 100_000, 60


def test_100000_scans_and_60_kills_book_each_scan_once(site: Site, database: str) -> None:
    scanned_and_killed(site, database, SCANS, KILLS, a_seed())
