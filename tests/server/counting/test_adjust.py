"""Adjusting and scrapping: to the unit, with a reason, and above the limits by two people."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from server.counting.wire.adjust import AdjustStock, ScrapStock
from server.counting.wire.counts import OpenCount
from server.identity.wire.site import GoLive
from tests.server.stock.furnished import furnished, promise, serials
from tests.server.stock.hands import Floor
from tests.site import Site


@pytest.fixture
def floor(site: Site) -> Floor:
    floor = furnished(site)
    site.do(GoLive())  # 20 pieces in one act, 50 in a day
    floor.put("BOLT", "A1", 100)
    return floor


def adjust(**more: Any) -> AdjustStock:
    return AdjustStock(**({"sku": "BOLT", "location": "A1", "reason": "found so"} | more))


def events(floor: Floor, kind: str) -> list[dict[str, Any]]:
    floor.site.seal()
    items = floor.site.get("/events")["items"]
    return [e["detail"] for item in items for e in item["events"] if e["kind"] == kind]


def test_a_new_quantity_or_a_difference(floor: Floor) -> None:
    assert floor.site.do(adjust(quantity=97)) == {
        "before": 100,
        "after": 97,
        "approval": None,
        "warning": "",
    }
    assert floor.site.do(adjust(delta=5))["after"] == 102
    assert floor.standing("BOLT", "A1") == (102, 0)
    assert floor.site.do(adjust(quantity=102), status=422)["code"] == "nothing_changes"
    assert floor.site.do(adjust(), status=422)["code"] == "one_amount"
    assert floor.site.do(adjust(quantity=1, delta=1), status=422)["code"] == "one_amount"
    first = events(floor, "stock.adjusted")[0]
    assert first == {
        "location": "A1", "sku": "BOLT", "before": 100, "after": 97, "reason": "found so"
    }  # fmt: skip


def test_below_what_is_promised_the_latest_give_way(floor: Floor) -> None:
    promise(floor, "BOLT", "A1", 60, line=1)
    promise(floor, "BOLT", "A1", 40, line=2)
    floor.site.do(adjust(quantity=90))
    assert floor.standing("BOLT", "A1") == (90, 90)
    told = events(floor, "reservation.broken")
    assert [(one["line"], one["quantity"]) for one in told] == [("SO1/2", 10)]


def test_above_the_limit_it_waits_and_a_second_person_does_it(floor: Floor) -> None:
    carla, boss = floor.site.person("supervisor"), floor.site.person("supervisor")
    told = carla.do(adjust(quantity=70))
    assert (told["before"], told["after"]) == (100, 100)
    assert floor.standing("BOLT", "A1") == (100, 0)
    yes = {"number": told["approval"], "approve": True}
    decide = "/warehouses/MAIN/approvals/decide"
    assert carla.post(decide, yes, status=409)["code"] == "second_person_needed"
    boss.post(decide, yes)
    assert floor.standing("BOLT", "A1") == (70, 0)
    assert boss.post(decide, yes, status=409)["code"] == "decided"


def test_it_is_refused_where_somebody_stands_by_who_can_sign_it(floor: Floor) -> None:
    carla, boss = floor.site.person("supervisor"), floor.site.person("supervisor")
    operation = uuid4()
    told = carla.do(adjust(quantity=70, waits=False), operation=operation, status=409)
    assert told["code"] == "approval_needed"
    assert floor.site.get("/warehouses/MAIN/approvals")["items"] == []
    signature = {"operation": str(operation), "badge": boss.badge, "pin": boss.pin}
    carla.post("/approvals/sign", signature)
    done = carla.do(adjust(quantity=70, waits=False), operation=operation)
    assert done == {"before": 100, "after": 70, "approval": None, "warning": ""}
    assert floor.standing("BOLT", "A1") == (70, 0)


def test_moves_while_it_waits_are_kept(floor: Floor) -> None:
    carla, boss = floor.site.person("supervisor"), floor.site.person("supervisor")
    told = carla.do(adjust(quantity=70))
    floor.site.do(adjust(delta=3))
    yes = {"number": told["approval"], "approve": True}
    boss.post("/warehouses/MAIN/approvals/decide", yes)
    assert floor.standing("BOLT", "A1") == (73, 0)


def test_scrap_needs_evidence_and_counts_with_all_other_losses(floor: Floor) -> None:
    scrap = ScrapStock(sku="BOLT", location="A1", quantity=20, reason="rusty", evidence="photo 17")
    carla, _boss = floor.site.person("supervisor"), floor.site.person("supervisor")
    carla.do(scrap)
    carla.do(adjust(delta=-20))
    told = carla.do(scrap)
    assert told["approval"] is not None  # 60 in a day, 50 may be
    assert floor.standing("BOLT", "A1") == (60, 0)
    out = floor.site.get("/warehouses/MAIN/moves")["items"]
    assert {row["target"]["location"] for row in out} == {"A1", "V-SCRAP", "V-ADJUSTMENT"}


def test_serials_are_named_both_ways(floor: Floor) -> None:
    serials(floor, "A1", "S1", "S2")
    radio = {"sku": "RADIO", "delta": -1}
    assert floor.site.do(adjust(**radio), status=422)["code"] == "serials_missing"
    floor.site.do(adjust(**radio, serials=("S1",)))
    floor.site.do(adjust(sku="RADIO", location="A2", delta=1, serials=("S1",)))
    again = adjust(sku="RADIO", location="A3", delta=1, serials=("S2",))
    assert floor.site.do(again, status=409)["code"] == "serial_elsewhere"
    assert floor.standing("RADIO", "A2") == (1, 0)


def test_nothing_is_adjusted_under_a_count(floor: Floor) -> None:
    floor.site.person("worker").do(OpenCount(location="A1"))
    assert floor.site.do(adjust(delta=1), status=409)["code"] == "being_counted"


def test_less_than_nothing_is_refused_with_both_values(floor: Floor) -> None:
    problem = floor.site.do(adjust(location="A2", delta=-1), status=409)
    assert problem["detail"] == "Location A2 holds 0 of BOLT, 1 were asked for."
