"""Scans in bursts over a bad link, by a terminal that is killed: each is booked once."""

from tests.faults.scanning import scanned_and_killed
from tests.site import Site

SCANS, KILLS = 2_000, 6
SEED = 1


def test_2000_scans_and_6_kills_book_each_scan_once(site: Site, database: str) -> None:
    scanned_and_killed(site, database, SCANS, KILLS, SEED)
