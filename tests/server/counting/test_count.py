"""Counting: blind, by the right person, posted as a difference, never over what moved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from server.act import Act
from server.counting.ask import ask_for_count
from server.counting.late import FOLLOWER
from server.counting.wire.counts import (
    AskCount,
    CountedLine,
    CountLocation,
    CountReason,
    DecideCount,
    Decision,
    LeaveCount,
    OpenCount,
)
from server.feed.lease import take
from server.identity.wire.site import GoLive
from server.runners import following
from server.stock.wire import ChangeStatus, MoveStock, Status
from server.work.wire import TakeNext, TaskKind
from tests.server.stock.furnished import a_lot, furnished, pallet, promise, serials
from tests.server.stock.hands import Floor
from tests.site import Site


@dataclass
class Counter:
    """Somebody with a handheld who counts."""

    site: Any

    def begin(self, location: str, count: int | None = None, *, status: int = 200) -> Any:
        return self.site.do(OpenCount(location=location, count=count), status=status)

    def tell(self, begun: Any, *lines: CountedLine, status: int = 200, **more: Any) -> Any:
        command = CountLocation(
            count=begun["count"], round=begun["round"], lines=list(lines), **more
        )
        return self.site.do(command, status=status)

    def count(self, location: str, *lines: CountedLine) -> str:
        return str(self.tell(self.begin(location), *lines)["state"])

    def bolts(self, location: str, quantity: int) -> str:
        return self.count(location, bolts(quantity))


def bolts(quantity: int) -> CountedLine:
    return CountedLine(sku="BOLT", quantity=quantity)


@pytest.fixture
def floor(site: Site) -> Floor:
    floor = furnished(site)
    site.do(GoLive())
    return floor


@pytest.fixture
def anna(floor: Floor) -> Counter:
    return Counter(floor.site.person("worker"))


@pytest.fixture
def ben(floor: Floor) -> Counter:
    return Counter(floor.site.person("worker"))


@pytest.fixture
def boss(floor: Floor) -> Counter:
    return Counter(floor.site.person("supervisor"))


def test_a_right_count_is_posted_at_once(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A1", 10)
    assert anna.bolts("A1", 10) == "posted"
    assert floor.standing("BOLT", "A1") == (10, 0)


def test_a_small_difference_is_posted_and_a_large_one_counted_again(
    floor: Floor, anna: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    assert anna.bolts("A1", 9) == "posted"
    assert floor.standing("BOLT", "A1") == (9, 0)
    assert anna.bolts("A1", 4) == "again"
    assert floor.standing("BOLT", "A1") == (9, 0)


def test_first_again_then_another_person_who_confirms(
    floor: Floor, anna: Counter, ben: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    assert anna.bolts("A1", 4) == "again"
    assert anna.bolts("A1", 4) == "again"
    assert anna.begin("A1", status=409)["code"] == "not_you"
    assert ben.bolts("A1", 4) == "posted"
    assert floor.standing("BOLT", "A1") == (4, 0)


def test_counts_that_differ_wait_for_a_supervisor_who_sees_all_figures(
    floor: Floor, anna: Counter, ben: Counter, boss: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    begun = anna.begin("A1")
    anna.tell(begun, bolts(4))
    anna.bolts("A1", 5)
    assert ben.bolts("A1", 6) == "waiting"
    number = begun["count"]
    seen = boss.site.get(f"/warehouses/MAIN/counts/{number}/figures")
    assert [(row["round"], row["book"], row["counted"]) for row in seen["figures"]] == [
        (1, 10, 4),
        (2, 10, 5),
        (3, 10, 6),
    ]
    floor.site.do(MoveStock(sku="BOLT", quantity=3, source="A1", target="A2"))
    decided = DecideCount(count=number, decision=Decision.POST, round=3, reason="Ben is right")
    assert boss.site.do(decided)["state"] == "posted"
    assert floor.standing("BOLT", "A1") == (3, 0)  # 6 counted of 10, and 3 moved since


APPROVALS = "/warehouses/MAIN/approvals"


def test_a_count_that_waits_is_on_the_list_of_approvals_and_a_yes_posts_it(
    floor: Floor, anna: Counter, ben: Counter, boss: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    anna.bolts("A1", 4)
    anna.bolts("A1", 5)
    assert ben.bolts("A1", 6) == "waiting"
    [row] = floor.site.get(APPROVALS)["items"]
    assert row["sentence"].startswith("Count CN1 of A1, round 3: BOLT 10 -> 6. A yes posts")
    assert row["asked_by"] == f"person:{ben.site.code}"
    boss.site.post(APPROVALS + "/decide", {"number": row["number"], "approve": True})
    assert floor.standing("BOLT", "A1") == (6, 0)
    assert floor.site.get("/warehouses/MAIN/counts", state="posted")["items"] != []


def test_a_no_has_it_counted_again_and_a_decision_at_the_count_takes_it_off_the_list(
    floor: Floor, anna: Counter, ben: Counter, boss: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    anna.bolts("A1", 4)
    anna.bolts("A1", 5)
    ben.bolts("A1", 6)
    [row] = floor.site.get(APPROVALS)["items"]
    boss.site.post(APPROVALS + "/decide", {"number": row["number"], "approve": False})
    [again] = floor.site.get("/warehouses/MAIN/counts", state="asked")["items"]
    assert floor.site.get(APPROVALS)["items"] == []
    assert floor.standing("BOLT", "A1") == (10, 0)
    carl = Counter(floor.site.person("worker"))
    carl.bolts("A1", 7)
    carl.bolts("A1", 7)
    dora = Counter(floor.site.person("worker"))
    assert dora.bolts("A1", 8) == "waiting"
    [row] = floor.site.get(APPROVALS)["items"]
    close = DecideCount(count=again["count"], decision=Decision.CLOSE, reason="it is right")
    assert boss.site.do(close)["state"] == "closed"
    assert floor.site.get(APPROVALS)["items"] == []
    late = {"number": row["number"], "approve": True}
    assert boss.site.post(APPROVALS + "/decide", late, status=409)["code"] == "decided"
    assert floor.standing("BOLT", "A1") == (10, 0)


def test_the_difference_is_posted_and_moves_since_are_kept(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A1", 10)
    begun = anna.begin("A1")
    floor.site.do(MoveStock(sku="BOLT", quantity=3, source="A1", target="A2"))
    assert anna.tell(begun, bolts(10))["state"] == "posted"
    assert floor.standing("BOLT", "A1") == (7, 0)


def test_a_count_after_the_move_is_right_too_and_one_between_is_counted_again(
    floor: Floor, anna: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    begun = anna.begin("A1")
    floor.site.do(MoveStock(sku="BOLT", quantity=3, source="A1", target="A2"))
    assert anna.tell(begun, bolts(7))["state"] == "posted"
    assert floor.standing("BOLT", "A1") == (7, 0)
    begun = anna.begin("A1")
    floor.site.do(MoveStock(sku="BOLT", quantity=3, source="A1", target="A2"))
    assert anna.tell(begun, bolts(6))["state"] == "again"
    assert floor.standing("BOLT", "A1") == (4, 0)


def test_the_book_is_told_nowhere_to_whoever_counts(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A1", 7319)
    floor.put("TEA", "A2", 3)
    begun = anna.begin("A1")
    told = [
        begun,
        anna.site.get(f"/warehouses/MAIN/counts/{begun['count']}"),
        anna.site.get("/warehouses/MAIN/counts"),
        anna.site.get("/warehouses/MAIN/stock", location="A1"),
        anna.site.get("/warehouses/MAIN/moves", location="A1"),
        anna.site.do(MoveStock(sku="BOLT", quantity=9999, source="A1", target="A3"), status=409),
    ]
    assert "7319" not in str(told)
    assert anna.site.get("/warehouses/MAIN/stock", location="A1")["items"][0]["on_hand"] is None
    assert anna.site.get("/warehouses/MAIN/stock", location="A2")["items"][0]["on_hand"] == 3
    assert floor.site.get("/warehouses/MAIN/stock", location="A1")["items"][0]["on_hand"] == 7319
    anna.tell(begun, bolts(7319))
    assert anna.site.get("/warehouses/MAIN/stock", location="A1")["items"][0]["on_hand"] == 7319


def test_whoever_reported_the_short_does_not_count_it(
    floor: Floor, anna: Counter, ben: Counter
) -> None:
    floor.put("BOLT", "A1", 5)
    here, who = floor.place("A1"), f"person:{anna.site.code}"

    def short(act: Act) -> None:
        ask_for_count(
            act,
            here,
            item=floor.item("BOLT"),
            reason=CountReason.AFTER_SHORT,
            excluded_person=who,
        )

    floor.act(short)
    [asked] = floor.site.get("/warehouses/MAIN/counts", state="asked")["items"]
    assert anna.begin("A1", asked["count"], status=409)["code"] == "not_you"
    assert anna.begin("A1", status=409)["code"] == "not_you"
    assert ben.begin("A2", asked["count"], status=409)["code"] == "other_location"
    assert ben.tell(ben.begin("A1", asked["count"]), bolts(5))["state"] == "posted"


def test_what_was_missing_is_found_or_written_off_and_nothing_counts_twice(
    floor: Floor, anna: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    lost = ChangeStatus(
        sku="BOLT", quantity=4, location="A1", target_status=Status.MISSING, reason="short"
    )
    floor.site.do(lost)
    assert anna.bolts("A1", 7) == "posted"
    rows = floor.site.get("/warehouses/MAIN/stock", sku="BOLT")["items"]
    assert [(row["status"], row["on_hand"]) for row in rows] == [("available", 7)]


def test_counting_below_what_is_promised_breaks_the_latest(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A1", 100)
    promise(floor, "BOLT", "A1", 60, line=1)
    promise(floor, "BOLT", "A1", 40, line=2)
    assert anna.bolts("A1", 98) == "posted"
    assert floor.standing("BOLT", "A1") == (98, 98)


def test_unexpected_goods_lots_and_the_unknown_are_written_down(
    floor: Floor, anna: Counter
) -> None:
    floor.put("BOLT", "A1", 2)
    state = anna.count(
        "A1",
        bolts(2),
        CountedLine(sku="TEA", lot="NEW1", quantity=1),
        CountedLine(note="a blue box without a label"),
    )
    assert state == "posted"
    assert floor.standing("TEA", "A1") == (1, 0)
    floor.site.seal()
    kinds = [e["kind"] for item in floor.site.get("/events")["items"] for e in item["events"]]
    assert kinds.count("count.unknown_found") == 1
    assert (
        anna.tell(anna.begin("A2"), CountedLine(sku="TEA", quantity=1), status=422)["code"]
        == "lot_missing"
    )


def test_serials_are_ticked_by_number(floor: Floor, anna: Counter, ben: Counter) -> None:
    serials(floor, "A1", "S1", "S2")
    serials(floor, "A2", "S3")
    line = CountedLine(sku="RADIO", serials=("S2", "S3", "S4"))
    assert anna.count("A1", line) == "posted"  # 3 of 2: within tolerance
    rows = floor.site.get("/warehouses/MAIN/stock", sku="RADIO")["items"]
    assert {row["location"]: row["on_hand"] for row in rows} == {"A1": 3}
    assert floor.site.get("/warehouses/MAIN/stock", serial="S1")["items"] == []


def test_a_shut_pallet_is_trusted_and_an_unseen_one_is_missing(
    floor: Floor, anna: Counter, ben: Counter
) -> None:
    here, gone = pallet(floor, "BOLT", "A1", 8), pallet(floor, "BOLT", "A1", 6)
    elsewhere = pallet(floor, "BOLT", "A2", 5)
    shut = [CountedLine(container=here), CountedLine(container=elsewhere)]
    assert anna.count("A1", *shut) == "again"
    assert anna.count("A1", *shut) == "again"
    assert ben.count("A1", *shut) == "posted"
    assert floor.standing("BOLT", "A1") == (13, 0)
    begun = ben.begin("A3")
    refused = ben.tell(begun, CountedLine(container=gone), status=422)
    assert refused["code"] == "count_inside"
    inside = CountedLine(container=gone, sku="BOLT", quantity=1)
    assert ben.tell(begun, inside)["state"] == "posted"
    assert floor.standing("BOLT", "A3") == (1, 0)


def test_a_late_fact_reopens_the_count_that_had_seen_it(floor: Floor, anna: Counter) -> None:
    floor.put("BOLT", "A1", 50)
    picked_at = floor.site.clock.now
    floor.site.clock.now += timedelta(minutes=30)
    assert anna.bolts("A1", 49) == "posted"  # one was in the picker's hand already
    late = MoveStock(sku="BOLT", quantity=1, source="A1", target="A2", happened_at=picked_at)
    floor.site.clock.now += timedelta(minutes=30)
    floor.site.do(late)
    assert floor.standing("BOLT", "A1") == (48, 0)
    floor.site.seal()
    held = take(floor.site.acts, FOLLOWER.name, "test")
    assert held is not None
    following(FOLLOWER).work(floor.site.acts, held)
    [again] = floor.site.get("/warehouses/MAIN/counts", state="reopened")["items"]
    assert (again["location"], again["reason"]) == ("A1", "late_fact")
    assert anna.bolts("A1", 49) == "posted"
    assert floor.standing("BOLT", "A1") == (49, 0)


def test_goods_gone_by_the_time_of_the_decision_have_the_place_counted_again(
    floor: Floor, anna: Counter, boss: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    begun = anna.begin("A1")
    anna.tell(begun, bolts(2))
    floor.site.do(MoveStock(sku="BOLT", quantity=9, source="A1", target="A2"))
    post = DecideCount(count=begun["count"], decision=Decision.POST, round=1, reason="ok")
    assert boss.site.do(post)["state"] == "reopened"
    assert floor.standing("BOLT", "A1") == (0, 0)
    assert anna.count("A1") == "posted"


def test_a_lone_supervisor_decides_after_a_recount_only(floor: Floor, boss: Counter) -> None:
    floor.put("BOLT", "A1", 10)
    begun = boss.begin("A1")
    boss.tell(begun, bolts(4))
    post = DecideCount(count=begun["count"], decision=Decision.POST, round=1, reason="mine")
    assert boss.site.do(post, status=409)["code"] == "second_person_needed"
    boss.bolts("A1", 4)
    again = DecideCount(count=begun["count"], decision=Decision.POST, round=2, reason="twice")
    assert boss.site.do(again)["state"] == "posted"
    assert floor.standing("BOLT", "A1") == (4, 0)


def test_one_counts_at_a_time_and_may_leave(floor: Floor, anna: Counter, ben: Counter) -> None:
    begun = anna.begin("A1")
    assert anna.begin("A1") == begun
    assert ben.begin("A1", status=409)["code"] == "being_counted"
    anna.site.do(LeaveCount(count=begun["count"]))
    assert ben.count("A1") == "posted"


def test_a_count_that_was_left_is_anybodys_task(floor: Floor, anna: Counter, ben: Counter) -> None:
    floor.put("BOLT", "A1", 10)
    floor.site.do(AskCount(location="A1"))
    task = anna.site.do(TakeNext(kinds=(TaskKind.COUNT,)))["task"]
    begun = anna.begin("A1", int(task["document"].removeprefix("CN")))
    anna.site.do(LeaveCount(count=begun["count"]))
    again = ben.site.do(TakeNext(kinds=(TaskKind.COUNT,)))["task"]
    assert again["document"] == task["document"]
    assert ben.bolts("A1", 10) == "posted"


def test_who_has_counted_twice_is_told_that_another_does(
    floor: Floor, anna: Counter, ben: Counter
) -> None:
    floor.put("BOLT", "A1", 10)
    first = anna.tell(anna.begin("A1"), bolts(4))
    assert (first["state"], first["another"]) == ("again", False)
    second = anna.tell(anna.begin("A1"), bolts(5))
    assert (second["state"], second["another"]) == ("again", True)
    assert anna.begin("A1", status=409)["code"] == "not_you"
    third = ben.tell(ben.begin("A1"), bolts(5))
    assert (third["state"], third["another"]) == ("posted", False)
    assert floor.standing("BOLT", "A1") == (5, 0)


def test_a_supervisor_closes_or_wants_another(floor: Floor, anna: Counter, boss: Counter) -> None:
    floor.put("BOLT", "A1", 10)
    begun = anna.begin("A1")
    anna.tell(begun, bolts(4))
    number = begun["count"]
    again = DecideCount(count=number, decision=Decision.RECOUNT, reason="look again")
    assert boss.site.do(again)["state"] == "asked"
    close = DecideCount(count=number, decision=Decision.CLOSE, reason="the book is right")
    assert boss.site.do(close)["state"] == "closed"
    assert floor.standing("BOLT", "A1") == (10, 0)
    assert boss.site.do(close, status=409)["code"] == "not_decidable"


def test_a_plan_of_one_item_counts_only_that(floor: Floor, anna: Counter, boss: Counter) -> None:
    floor.put("BOLT", "A1", 5)
    floor.put("TEA", "A1", 5, a_lot(floor, "B1"))
    asked = boss.site.do(AskCount(location="A1", sku="BOLT"))
    begun = anna.begin("A1", asked["count"])
    other = CountedLine(sku="TEA", lot="B1", quantity=5)
    assert anna.tell(begun, other, status=422)["code"] == "other_item"
    assert anna.tell(begun, bolts(5))["state"] == "posted"
    assert floor.standing("TEA", "A1") == (5, 0)


def test_bins_are_counted_in_while_the_site_is_set_up(site: Site) -> None:
    floor = furnished(site)
    anna = Counter(site.person("worker"))
    assert anna.bolts("A1", 250) == "posted"
    assert floor.standing("BOLT", "A1") == (250, 0)
