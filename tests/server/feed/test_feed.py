"""The feed: sealed once, in order, without a gap, and followed exactly once."""

import sqlalchemy as sa

from server.act import Act
from server.db import reading
from server.feed.follow import Done, Followed, Follower
from server.feed.lease import take
from server.fsck import fsck
from server.journal.tables import Seal
from server.places.wire import LocationChanged
from server.runners import following
from tests.site import Site


def test_the_feed_gives_every_entry_once_in_order(site: Site) -> None:
    for n in range(5):
        site.post("/warehouses", {"code": f"W{n}", "name": "x"})
    assert site.get("/events")["items"] == []
    assert site.seal() == 7  # the first key, the first warehouse, and these
    page = site.get("/events", after=0, limit=4)
    rest = site.get("/events", after=int(page["next"]))
    items = page["items"] + rest["items"]
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5, 6, 7]
    assert [item["who"] for item in items] == ["system:first-run"] + ["key:ADMIN"] * 6
    assert site.get("/events", after=7)["next"] is None


def test_only_the_holder_of_the_lease_seals(site: Site) -> None:
    assert take(site.acts, "sealer", "one") is not None
    assert take(site.acts, "sealer", "two") is None


def test_an_edited_entry_is_named(site: Site) -> None:
    site.seal()
    with site.engine.begin() as connection:
        off = "ALTER TABLE seal DISABLE TRIGGER ALL"
        if site.engine.dialect.name == "sqlite":
            off = "DROP TRIGGER seal_no_update"
        connection.exec_driver_sql(off)
        connection.execute(sa.update(Seal).values(hash=bytes(32)))
    findings = fsck(site.engine)
    assert [finding.invariant for finding in findings] == ["I-13"]
    assert "position 1" in findings[0].rows[0]
    site.broken = ["I-13"]


def test_a_follower_does_each_item_once_and_skips_what_always_fails(site: Site) -> None:
    for n in range(3):
        site.post("/warehouses/MAIN/locations", {"code": f"DOCK-{n}", "type": "dock"})
    site.seal()
    done = []

    def does(act: Act, command: Followed) -> Done:
        if command.item.position == 4:
            raise ValueError("this one can't be")
        done.append(command.item.position)
        return Done()

    follower = Follower("test", frozenset({LocationChanged.kind}), does)
    held = take(site.acts, "test", "here")
    assert held is not None
    for _ in range(8):
        following(follower).work(site.acts, held)
    assert done == [3, 5]
    with reading(site.engine) as session:
        letters = session.execute(sa.text("SELECT follower, position FROM dead_letter")).all()
    assert [tuple(letter) for letter in letters] == [("test", 4)]
