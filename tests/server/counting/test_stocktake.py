"""A stocktake: a zone is counted whole, twice where it differs, and posted at its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.act import Act
from server.counting.late import FOLLOWER
from server.counting.wire.counts import AskCount, DecideCount, Decision
from server.counting.wire.stocktake import PostStocktake, StartStocktake
from server.identity.wire.site import GoLive
from server.places.tables import Location, Zone
from server.stock.wire import MoveStock
from server.work.wire import TakeNext, TaskKind
from tests.server.counting.test_count import Counter, bolts
from tests.server.stock.furnished import furnished
from tests.server.stock.hands import Floor
from tests.site import Site


@pytest.fixture
def floor(site: Site) -> Floor:
    """A1, A2 and A3 are zone A; the site is live."""
    floor = furnished(site)

    def zoned(act: Act) -> None:
        row = Zone(warehouse=act.warehouse, code="A", name="Hall A")
        act.session.add(row)
        act.session.flush()
        mine = sa.update(Location).where(Location.code.in_(["A1", "A2", "A3"]))
        act.session.execute(mine.values(zone=row.id))

    floor.act(zoned)
    site.do(GoLive())
    return floor


@pytest.fixture
def anna(floor: Floor) -> Counter:
    return Counter(floor.site.person("worker"))


@pytest.fixture
def ben(floor: Floor) -> Counter:
    return Counter(floor.site.person("worker"))


def started(floor: Floor) -> int:
    return int(floor.site.do(StartStocktake(zone="A"))["stocktake"])


def far(floor: Floor) -> dict[str, int]:
    (told,) = floor.site.get("/warehouses/{warehouse}/stocktakes")["items"]
    names = ("places", "to_count", "again", "waiting", "counted", "ended")
    return {name: told[name] for name in names if told[name]}


def test_nothing_is_posted_before_the_end(floor: Floor, anna: Counter, ben: Counter) -> None:
    for place in ("A1", "A2"):
        floor.put("BOLT", place, 10)
    number = started(floor)
    assert far(floor) == {"places": 3, "to_count": 3}
    assert anna.bolts("A1", 9) == "counted"
    told = anna.tell(anna.begin("A2"), bolts(4))
    assert (told["state"], told["another"], told["done"], told["places"]) == ("again", True, 1, 3)
    assert far(floor) == {"places": 3, "to_count": 2, "again": 1, "counted": 1}
    assert anna.begin("A2", status=409)["code"] == "not_you"
    assert ben.bolts("A2", 4) == "counted"
    refused = floor.site.do(PostStocktake(stocktake=number), status=409)
    assert (refused["code"], refused["detail"]) == (
        "not_counted",
        "Not counted yet in zone A: A3. Count them, or leave the rest as it is.",
    )
    assert ben.count("A3") == "counted"
    assert [floor.standing("BOLT", place) for place in ("A1", "A2")] == [(10, 0), (10, 0)]
    floor.site.do(MoveStock(sku="BOLT", quantity=2, source="A1", target="A3"))
    told = floor.site.do(PostStocktake(stocktake=number))
    assert (told["state"], told["ended"]) == ("ended", 3)
    assert floor.standing("BOLT", "A1") == (7, 0)
    assert floor.standing("BOLT", "A2") == (4, 0)
    assert floor.standing("BOLT", "A3") == (2, 0)
    assert floor.site.do(PostStocktake(stocktake=number), status=409)["code"] == "stocktake_ended"


def test_each_place_is_a_task_and_a_count_that_was_asked_for_is_part_of_it(
    floor: Floor, anna: Counter
) -> None:
    floor.site.do(AskCount(location="A1", sku="BOLT"))
    started(floor)
    assert far(floor) == {"places": 3, "to_count": 3}
    places = set()
    for _ in range(3):
        task = anna.site.do(TakeNext(kinds=(TaskKind.COUNT,)))["task"]
        places.add(task["location"])
        assert anna.count(task["location"]) == "counted"
    assert places == {"A1", "A2", "A3"}
    assert anna.site.do(TakeNext(kinds=(TaskKind.COUNT,)))["task"] is None
    assert anna.begin("A1", status=409)["code"] == "counted_already"


def test_what_nobody_counted_may_be_left_as_the_book_has_it(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A2", 10)
    number = started(floor)
    anna.count("A1")
    anna.begin("A3")
    told = floor.site.do(PostStocktake(stocktake=number, leave_rest=True))
    assert (told["state"], told["ended"]) == ("ended", 3)
    assert floor.standing("BOLT", "A2") == (10, 0)
    assert floor.site.get("/warehouses/{warehouse}/tasks", kind="count")["items"] == []
    assert started(floor) == number + 1


def test_a_zone_is_counted_once_at_a_time_and_has_places(floor: Floor) -> None:
    started(floor)
    assert floor.site.do(StartStocktake(zone="A"), status=409)["code"] == "stocktake_open"
    floor.site.post("/warehouses/{warehouse}/zones", {"code": "B", "name": "Hall B"})
    assert floor.site.do(StartStocktake(zone="B"), status=422)["code"] == "zone_empty"
    assert floor.site.do(StartStocktake(zone="C"), status=404)["code"] == "not_found"


def test_a_supervisor_has_a_counted_place_counted_again(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A1", 10)
    number = started(floor)
    begun = anna.begin("A1")
    anna.tell(begun, bolts(9))
    again = DecideCount(count=begun["count"], decision=Decision.RECOUNT, reason="I saw ten")
    assert floor.site.do(again)["state"] == "asked"
    assert anna.bolts("A1", 10) == "counted"
    floor.site.do(PostStocktake(stocktake=number, leave_rest=True))
    assert floor.standing("BOLT", "A1") == (10, 0)


def test_a_late_fact_has_a_counted_place_counted_again(floor: Floor, anna: Counter) -> None:
    """The counter did not see what had left by then and was told afterwards."""
    floor.put("BOLT", "A1", 10)
    number = started(floor)
    moved_at = floor.site.clock.now
    floor.site.clock.now += timedelta(minutes=30)
    assert anna.bolts("A1", 9) == "counted"
    floor.site.clock.now += timedelta(minutes=30)
    late = MoveStock(sku="BOLT", quantity=1, source="A1", target="A2", happened_at=moved_at)
    floor.site.do(late)
    floor.site.seal()
    floor.site.follow(FOLLOWER)
    assert far(floor) == {"places": 3, "to_count": 3, "again": 1}
    assert anna.bolts("A1", 9) == "counted"
    floor.site.do(PostStocktake(stocktake=number, leave_rest=True))
    assert floor.standing("BOLT", "A1") == (9, 0)
