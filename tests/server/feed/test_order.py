"""The feed's order: what commits late is not skipped; a moment is the same in any zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta, timezone
from threading import Event, Thread

import pytest

from server.act import Act
from tests.server.stock.hands import Floor
from tests.site import Site

FEED = "/events"
KATHMANDU = timezone(timedelta(hours=5, minutes=45))


@contextmanager
def an_act_that_takes_its_time(site: Site) -> Iterator[None]:
    """It has its entry while the body runs, and commits after it."""
    begun, go_on = Event(), Event()

    def work(act: Act) -> None:
        act.session.flush()
        begun.set()
        assert go_on.wait(20)

    slow = Thread(target=Floor(site).act, args=[work])
    slow.start()
    assert begun.wait(20)
    try:
        yield
    finally:
        go_on.set()
        slow.join()


def read_on(site: Site, after: int) -> tuple[list[str], int]:
    site.seal()
    page = site.get(FEED, after=after)
    return [item["kind"] for item in page["items"]], int(page["next"] or after)


def test_an_entry_that_commits_after_a_later_one_is_in_the_feed(site: Site) -> None:
    if site.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time: entries commit in the order of their ids.")
    _, last = read_on(site, 0)
    with an_act_that_takes_its_time(site):
        site.post("/warehouses", {"code": "FAST", "name": "Overtakes"})
        kinds, last = read_on(site, last)
        assert kinds == ["warehouse.create"]
    kinds, _ = read_on(site, last)
    assert kinds == ["test.try"]


def test_a_moment_told_in_any_zone_is_the_same_moment(site: Site) -> None:
    _, last = read_on(site, 0)
    moment = site.clock.now + timedelta(minutes=30)
    site.clock.now = moment.astimezone(KATHMANDU)
    site.post("/warehouses", {"code": "EAST", "name": "East"})
    site.seal()
    (item,) = site.get(FEED, after=last)["items"]
    assert item["at"] == moment.isoformat().replace("+00:00", "Z")
