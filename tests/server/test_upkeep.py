"""Upkeep writes without an entry: only tables that hold nothing that matters (kernel 1)."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from server.act import Acts
from server.feed.follow import Done, Follower
from server.feed.lease import take
from server.feed.prune import forget_replies
from server.migrate import tables
from server.places.wire import LocationChanged
from server.runners import following
from tests.site import Site

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)

LISTED = {
    "lease",  # which process runs a runner
    "person_session",  # signing in and out, locks, last use
    "device",  # the secret of an enrolment
    "enrolment",  # a try with a wrong code counts
    "api_key",  # last use
    "pin_guess",  # a wrong PIN counts, whatever becomes of the request
    "step_up",  # a second person's signature, good for a minute
    "scan_heard",  # what a terminal has scanned, for support
    "task_progress",  # how far a terminal is
    "follower_position",  # cursors
    "dead_letter",  # what a follower gave up on
    "operation",  # replies are pruned
    "seal",  # positions
    "unsealed",
}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, site: Site) -> Iterator[set[str]]:
    """The tables that upkeep has written in this test; all of them must be listed."""
    here = threading.local()
    found: set[str] = set()
    plain = Acts.upkeep

    def watched(self: Acts, work: Any) -> Any:
        here.inside = True
        try:
            return plain(self, work)
        finally:
            here.inside = False

    def statement(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
        if getattr(here, "inside", False) and (match := WRITES.match(sql)):
            found.add(match.group(1))

    monkeypatch.setattr(Acts, "upkeep", watched)
    event.listen(site.engine, "before_cursor_execute", statement)
    yield found
    event.remove(site.engine, "before_cursor_execute", statement)
    assert found <= LISTED


def test_every_listed_table_exists() -> None:
    assert set(tables().tables) >= LISTED


def test_a_write_by_upkeep_is_seen(site: Site, written: set[str]) -> None:
    site.acts.upkeep(lambda session, _now: session.execute(sa.text("DELETE FROM enrolment")))
    assert written == {"enrolment"}


def test_sealing_and_pruning(site: Site, written: set[str]) -> None:
    site.seal()
    site.clock.now += timedelta(days=91)
    site.acts.upkeep(forget_replies(timedelta(days=90)))
    assert written == {"lease", "seal", "unsealed", "operation"}


def test_a_pruned_reply_is_said_to_be_gone_and_nothing_is_done_again(
    site: Site, written: set[str]
) -> None:
    operation, body = uuid4(), {"code": "NORTH", "name": "North"}
    site.post("/warehouses", body, operation=operation)
    site.clock.now += timedelta(days=91)
    site.acts.upkeep(forget_replies(timedelta(days=90)))
    answer = site.post("/warehouses", body, operation=operation, status=409)
    assert answer["code"] == "reply_pruned"


def test_following_keeps_its_place_and_its_dead_letters(site: Site, written: set[str]) -> None:
    site.post("/warehouses/MAIN/locations", {"code": "DOCK", "type": "dock"})
    site.seal()

    def fails(_act: Any, _command: Any) -> Done:
        raise ValueError("this one can't be")

    held = take(site.acts, "test", "here")
    assert held is not None
    follower = Follower("test", frozenset({LocationChanged.kind}), fails)
    for _ in range(5):
        following(follower).work(site.acts, held)
    assert {"follower_position", "dead_letter"} <= written


def test_people_come_and_go(site: Site, written: set[str]) -> None:
    worker = site.person("worker")
    worker.by_token().get("/me")
    site.clock.now += timedelta(minutes=2)
    site.as_key("inquire").get("/me")
    worker.get("/warehouses/{warehouse}/tasks/next")
    assert {"person_session", "enrolment", "device", "pin_guess"} <= written
