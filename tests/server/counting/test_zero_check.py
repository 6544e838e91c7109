"""The zero check: asked where a walk empties a place, a count where right, counted where not."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.counting.late import FOLLOWER
from server.counting.wire.counts import AskCount, OpenCount, ZeroCheck
from server.stock.wire import MoveStock
from tests.server.outbound.hands import Shop
from tests.site import Site

UNDO = "/warehouses/{warehouse}/operations/reverse"
COUNTS = "/warehouses/{warehouse}/counts"


@pytest.fixture
def shop(site: Site) -> Shop:
    shop = Shop(site)
    shop.furnish()
    shop.put("BOLT", "A-1", 5)
    shop.put("NUT", "A-2", 9)
    return shop


def tell(shop: Shop, left: int = 0, sku: str = "BOLT", by: Any = None, **more: Any) -> Any:
    status, operation = more.pop("status", 200), more.pop("operation", None) or uuid4()
    command = ZeroCheck(location="A-1", sku=sku, left=left, **more)
    return (by or shop.site).do(command, status=status, operation=operation)


def picked(shop: Shop, **more: Any) -> dict[str, Any]:
    """The list of an order that takes all bolts, all of them taken."""
    shop.order("1", ("BOLT", 5))
    made = shop.waved()
    body = {"pick_list": made["pick_list"], "line": 1, "quantity": 5}
    shop.do_pick("", body | more)
    return made


def counts(shop: Shop) -> list[tuple[str, str]]:
    """State and reason of each count."""
    return [(row["state"], row["reason"]) for row in shop.site.get(COUNTS)["items"]]


def empties(made: dict[str, Any]) -> list[bool]:
    return [line["empties"] for line in made["lines"]]


def test_a_walk_says_where_it_takes_the_last_of_an_item(shop: Shop) -> None:
    shop.order("1", ("BOLT", 3), ("NUT", 2))
    shop.order("2", ("BOLT", 2))
    made = shop.waved(totes=2, cart_slots=2)
    bolts = {line["line"] for line in made["lines"] if line["sku"] == "BOLT"}
    assert {line["line"] for line in made["lines"] if line["empties"]} == bolts
    assert len(bolts) == 2
    first = min(bolts)
    quantity = next(line["quantity"] for line in made["lines"] if line["line"] == first)
    shop.do_pick("", {"pick_list": made["pick_list"], "line": first, "quantity": quantity})
    again = shop.read_list(made["pick_list"])
    assert {line["line"] for line in again["lines"] if line["empties"]} == bolts - {first}


def test_one_more_on_the_shelf_than_asked_is_not_asked_about(shop: Shop) -> None:
    shop.order("1", ("BOLT", 4))
    assert empties(shop.waved()) == [False]


def test_a_site_may_do_without(shop: Shop) -> None:
    rules = {"zero_checks": False}
    shop.site.put("/site/policy", {"rules": rules, "version": 0})
    shop.order("1", ("BOLT", 5))
    assert empties(shop.waved()) == [False]


def test_whoever_counts_the_place_is_not_told(shop: Shop) -> None:
    shop.order("1", ("BOLT", 5))
    made = shop.waved()
    assert empties(made) == [True]
    shop.site.do(OpenCount(location="A-1"))
    assert empties(shop.read_list(made["pick_list"])) == [False]


def test_an_empty_place_is_a_count_that_was_right(shop: Shop) -> None:
    picked(shop)
    told = tell(shop)
    assert (told["location"], told["state"]) == ("A-1", "posted")
    assert counts(shop) == [("posted", "zero_check")]
    figures = shop.site.get(f"{COUNTS}/{told['count']}/figures")["figures"]
    assert [(row["sku"], row["book"], row["counted"]) for row in figures] == [("BOLT", 0, 0)]


def test_what_is_left_against_the_book_is_counted_by_somebody_else(shop: Shop) -> None:
    picked(shop)
    ann, ben = shop.site.person("worker"), shop.site.person("worker")
    told = tell(shop, left=2, by=ann)
    assert told["state"] == "asked"
    asked = OpenCount(location="A-1", count=told["count"])
    assert ann.do(asked, status=409)["code"] == "not_you"
    assert ben.do(asked)["state"] == "open"
    assert shop.standing("BOLT", "A-1") == (0, 0)


def test_a_place_that_the_book_fills_and_nobody_finds_is_counted(shop: Shop) -> None:
    picked(shop)
    shop.put("BOLT", "A-1", 3)
    assert tell(shop)["state"] == "asked"
    assert shop.standing("BOLT", "A-1") == (3, 0)


def test_as_many_as_the_book_says_is_right_too(shop: Shop) -> None:
    picked(shop)
    shop.put("BOLT", "A-1", 3)
    told = tell(shop, left=3)
    assert told["state"] == "posted"
    figures = shop.site.get(f"{COUNTS}/{told['count']}/figures")["figures"]
    assert [(row["book"], row["counted"], row["posted"]) for row in figures] == [(3, 3, 0)]


def test_goods_that_are_missing_are_not_looked_for(shop: Shop) -> None:
    shop.order("1", ("BOLT", 5))
    made = shop.waved()
    shop.do_pick("/short", {"pick_list": made["pick_list"], "line": 1, "found": 3})
    assert shop.site.get(COUNTS)["items"][0]["reason"] == "after_short"
    assert tell(shop)["state"] == "asked"  # the count after the short answers for it
    assert len(counts(shop)) == 1


def test_a_count_that_somebody_asked_for_stays_one(shop: Shop) -> None:
    picked(shop)
    asked = shop.site.do(AskCount(location="A-1"))
    assert tell(shop)["count"] == asked["count"]
    assert tell(shop, left=1)["count"] == asked["count"]
    assert counts(shop) == [("asked", "plan")]


def test_told_twice_it_is_one_count(shop: Shop) -> None:
    picked(shop)
    operation = uuid4()
    assert tell(shop, operation=operation) == tell(shop, operation=operation)
    assert counts(shop) == [("posted", "zero_check")]


@pytest.mark.parametrize("left", [0, 2])
def test_a_mistake_is_taken_back_and_told_anew(shop: Shop, left: int) -> None:
    picked(shop)
    operation = uuid4()
    tell(shop, left=left, operation=operation)
    undone = take_back(shop, operation)
    assert undone["undone"] == "count.zero_check"
    assert counts(shop) == [("closed", "zero_check")]
    tasks = shop.site.get("/warehouses/{warehouse}/tasks", kind="count")["items"]
    assert [task for task in tasks if task["state"] == "ready"] == []
    tell(shop, left=2 - left)
    assert counts(shop)[0][0] == "closed"
    assert len(counts(shop)) == 2


def test_what_somebody_counts_by_now_is_not_taken_back(shop: Shop) -> None:
    picked(shop)
    operation = uuid4()
    told = tell(shop, left=2, operation=operation)
    shop.site.person("worker").do(OpenCount(location="A-1", count=told["count"]))
    assert take_back(shop, operation, status=409)["code"] == "not_reversible"


def test_a_count_of_before_is_left_when_the_answer_is_taken_back(shop: Shop) -> None:
    picked(shop)
    shop.site.do(AskCount(location="A-1"))
    shop.site.clock.now += timedelta(minutes=1)
    operation = uuid4()
    tell(shop, left=2, operation=operation)
    take_back(shop, operation)
    assert counts(shop) == [("asked", "plan")]


def test_pick_and_zero_check_told_late_together_leave_the_count_posted(shop: Shop) -> None:
    shop.order("1", ("BOLT", 5))
    made = shop.waved()
    before = shop.site.clock.now
    shop.site.clock.now += timedelta(hours=3)
    body = {"pick_list": made["pick_list"], "line": 1, "quantity": 5}
    late = {"happened_at": before.isoformat()}
    shop.do_pick("", body | late)
    shop.site.clock.now += timedelta(seconds=1)
    assert tell(shop, happened_at=before)["state"] == "posted"
    shop.site.follow(FOLLOWER)
    assert counts(shop) == [("posted", "zero_check")]
    assert shop.standing("BOLT", "A-1") == (0, 0)


def test_an_older_fact_told_after_it_reopens_it(shop: Shop) -> None:
    picked(shop)
    before = shop.site.clock.now
    shop.site.clock.now += timedelta(hours=1)
    tell(shop)
    shop.site.clock.now += timedelta(hours=1)
    shop.site.do(MoveStock(sku="NUT", quantity=1, source="A-2", target="A-1", happened_at=before))
    shop.site.follow(FOLLOWER)
    assert counts(shop) == [("reopened", "late_fact")]


def take_back(shop: Shop, operation: UUID, status: int = 200) -> Any:
    return shop.site.post(UNDO, {"operation": str(operation)}, status=status)
