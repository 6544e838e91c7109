"""Shelves that are counted, held and recalled while orders are picked from them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from server.counting.late import FOLLOWER
from server.counting.wire.counts import CountedLine, CountLocation, OpenCount
from server.identity.wire.site import GoLive
from server.stock.wire import HoldReason, SetHold
from tests.server.shipping.desk import Desk, piece
from tests.site import Site, Worker


@pytest.fixture
def desk(site: Site) -> Desk:
    desk = Desk(site)
    desk.furnish()
    return desk


def counts(worker: Worker, location: str, quantity: int) -> str:
    begun = worker.do(OpenCount(location=location))
    line = CountedLine(sku="BOLT", quantity=quantity)
    told = worker.do(CountLocation(count=begun["count"], round=begun["round"], lines=[line]))
    return str(told["state"])


def test_a_count_against_a_late_pick(desk: Desk) -> None:
    """The picker had no network: the counter saw the shelf after the pick, the book did not."""
    desk.site.do(GoLive())
    desk.put("BOLT", "A-1", 50)
    number = desk.order("WEB-1", ("BOLT", 1))["number"]
    made = desk.waved(orders=[number])
    picked_at = desk.site.clock.now
    desk.site.clock.now += timedelta(minutes=30)
    anna = desk.site.person("worker")
    assert counts(anna, "A-1", 49) == "posted"
    assert desk.standing("BOLT", "A-1") == (49, 1)
    desk.site.clock.now += timedelta(minutes=30)
    body = {
        "pick_list": made["pick_list"],
        "line": 1,
        "quantity": 1,
        "happened_at": picked_at.isoformat(),
    }
    desk.do_pick("", body)
    assert desk.standing("BOLT", "A-1") == (48, 0)  # the pick is a fact, and stays
    desk.site.follow(FOLLOWER)
    [again] = desk.site.get("/warehouses/{warehouse}/counts", state="reopened")["items"]
    assert again["location"] == "A-1"
    assert counts(anna, "A-1", 49) == "posted"
    assert desk.standing("BOLT", "A-1") == (49, 0)
    assert desk.standing("BOLT", "CART") == (1, 1)


def test_held_goods_are_promised_to_nobody_and_whoever_waited_gets_others(desk: Desk) -> None:
    desk.put("BOLT", "A-1", 5)
    number = desk.order("WEB-1", ("BOLT", 5))["number"]
    desk.wave(orders=[number])
    assert desk.standing("BOLT", "A-1") == (5, 5)
    hold = SetHold(location="A-1", reason=HoldReason.QUALITY, note="wet")
    assert desk.site.do(hold)["broken"] == 5
    desk.follow()
    assert desk.standing("BOLT", "A-1") == (5, 0)
    desk.put("BOLT", "B-1", 5)
    other = desk.order("WEB-2", ("BOLT", 6))["number"]
    desk.wave(orders=[other])
    assert desk.standing("BOLT", "A-1") == (5, 0)


def test_everything_of_a_lot_in_one_answer(desk: Desk) -> None:
    desk.sells("TEA", tracking="lot")
    desk.put("TEA", "A-1", 10, desk.lot("TEA", "B7"))
    desk.put("TEA", "R-1", 4, desk.lot("TEA", "B8"))
    first = desk.picked("WEB-1", ("TEA", 3))
    closed = desk.close(first, piece(1, 3, lot="B7"))
    desk.drop(closed["carton"])
    desk.collect()
    second = desk.picked("WEB-2", ("TEA", 2))
    told: dict[str, Any] = desk.site.get("/recall", sku="TEA", lot="B7")
    assert [(row["document"], row["quantity"]) for row in told["left"]] == [(f"{first}/1", 3)]
    assert told["left"][0]["customer"] is not None
    assert sorted((row["location"], row["quantity"]) for row in told["standing"]) == [
        ("A-1", 5),
        ("BENCH", 2),
    ]
    [waiting] = [row for row in told["standing"] if row["promised"]]
    assert waiting["promised"] == [f"{second}/1"]
    assert sum(row["quantity"] for row in told["came"]) == 10
    assert desk.site.get("/recall", sku="TEA", lot="B9", status=404)["code"] == "not_found"


def test_what_is_recalled_while_picked_stays_with_its_order_and_is_not_packed(desk: Desk) -> None:
    desk.sells("TEA", tracking="lot")
    desk.put("TEA", "A-1", 10, desk.lot("TEA", "B7"))
    number = desk.picked("WEB-1", ("TEA", 3))
    hold = SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass")
    assert desk.site.do(hold)["broken"] == 0
    assert desk.standing("TEA", "BENCH") == (3, 3)
    assert desk.close(number, piece(1, 3, lot="B7"), status=409)["code"] == "held"
