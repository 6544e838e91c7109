"""Holds and statuses: goods that are not fit are promised to nobody, and who waited is told."""

from datetime import UTC, date, datetime

import pytest

from server.act import Act
from server.places.wire import LocationType
from server.stock.expiry import HoldExpired, hold_expired
from server.stock.lots import lot
from server.stock.tables import LotId
from server.stock.wire import ChangeStatus, HoldReason, LiftHold, MoveStock, SetHold, Status
from tests.server.stock.furnished import a_lot, furnished, pallet, promise
from tests.server.stock.hands import Floor
from tests.site import Site


@pytest.fixture
def floor(site: Site) -> Floor:
    return furnished(site, TOTES={"type": LocationType.CART, "pickable": False})


def broken(floor: Floor) -> list[tuple[str, int]]:
    floor.site.seal()
    events = [event for item in floor.site.get("/events")["items"] for event in item["events"]]
    return [
        (event["detail"]["line"], event["detail"]["quantity"])
        for event in events
        if event["kind"] == "reservation.broken"
    ]


def test_a_lot_hold_breaks_promises_and_covers_what_comes_later(floor: Floor) -> None:
    b7 = a_lot(floor, "B7")
    floor.put("TEA", "A1", 5, b7)
    promise(floor, "TEA", "A1", 3, line=3)
    held = floor.site.do(SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass"))
    assert held["broken"] == 3
    assert held["covered"] == {"units": 5, "places": 1, "picked": 0, "shipped": 0}
    assert broken(floor) == [("SO1/3", 3)]
    assert floor.standing("TEA", "A1") == (5, 0)
    floor.put("TEA", "A2", 2, b7)
    floor.put("TEA", "A3", 1, a_lot(floor, "B8"))
    rows = floor.site.get("/warehouses/MAIN/stock", sku="TEA")["items"]
    assert {row["location"]: row["held"] for row in rows} == {
        "A1": ["recall"],
        "A2": ["recall"],
        "A3": [],
    }
    floor.site.do(LiftHold(number=held["numbers"][0]))
    rows = floor.site.get("/warehouses/MAIN/stock", sku="TEA")["items"]
    assert [row["held"] for row in rows] == [[], [], []]
    again = LiftHold(number=held["numbers"][0])
    assert floor.site.do(again, status=409)["code"] == "lifted"


def test_what_is_on_one_place_is_lifted_there_and_only_there(floor: Floor) -> None:
    floor.put("TEA", "A1", 5, a_lot(floor, "B7"))
    floor.site.do(SetHold(location="A1", reason=HoldReason.QUALITY, note="wet"))
    floor.site.do(SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass"))
    assert floor.site.do(LiftHold(sku="TEA"), status=409)["code"] == "not_held"
    assert floor.site.do(LiftHold(), status=422)["code"] == "one_scope"
    assert len(floor.site.do(LiftHold(location="A1"))["numbers"]) == 1
    [row] = floor.site.get("/warehouses/MAIN/stock", sku="TEA")["items"]
    assert row["held"] == ["recall"]
    floor.site.do(LiftHold(sku="TEA", lot="B7"))
    [row] = floor.site.get("/warehouses/MAIN/stock", sku="TEA")["items"]
    assert row["held"] == []


def test_what_is_picked_already_stays_with_its_order(floor: Floor) -> None:
    floor.put("BOLT", "TOTES", 4)
    promise(floor, "BOLT", "TOTES", 4)
    held = floor.site.do(SetHold(sku="BOLT", reason=HoldReason.QUALITY, note="thread"))
    assert held["broken"] == 0
    assert floor.standing("BOLT", "TOTES") == (4, 4)


def test_what_a_lot_hold_covers_is_counted_in_the_house_and_out_of_it(floor: Floor) -> None:
    b7 = a_lot(floor, "B7")
    for place, quantity in (("A1", 5), ("A2", 4), ("TOTES", 3)):
        floor.put("TEA", place, quantity, b7)
    floor.put("TEA", "A3", 9, a_lot(floor, "B8"))
    floor.ship("TEA", "A2", 2, b7)
    told = floor.site.do(SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass"))
    assert told["covered"] == {"units": 10, "places": 3, "picked": 3, "shipped": 2}


def test_a_held_place_is_left_only_by_whoever_may_hold(floor: Floor) -> None:
    floor.put("BOLT", "A1", 4)
    floor.site.do(SetHold(location="A1", reason=HoldReason.CUSTOMS, note="papers"))
    go = MoveStock(sku="BOLT", quantity=1, source="A1", target="A2")
    assert floor.site.as_key("move").do(go, status=409)["code"] == "held"
    floor.site.as_key("move", "hold").do(go)
    assert floor.standing("BOLT", "A1") == (3, 0)


def test_a_held_container_holds_what_is_in_it_wherever_it_goes(floor: Floor) -> None:
    code = pallet(floor, "BOLT", "A1", 8)
    floor.site.do(SetHold(container=code, reason=HoldReason.FOUND, note="whose?"))
    rows = floor.site.get("/warehouses/MAIN/stock", container=code)["items"]
    assert [row["held"] for row in rows] == [["found"]]


def test_a_hold_is_on_one_thing(floor: Floor) -> None:
    two = SetHold(sku="BOLT", location="A1", reason=HoldReason.OTHER, note="x")
    assert floor.site.do(two, status=422)["code"] == "one_scope"


def test_damaged_goods_break_the_latest_promise_and_only_as_far_as_needed(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    promise(floor, "BOLT", "A1", 4, line=1)
    promise(floor, "BOLT", "A1", 4, line=2)
    floor.site.do(
        ChangeStatus(
            sku="BOLT",
            quantity=5,
            location="A1",
            target_status=Status.DAMAGED,
            reason="fell",
        )
    )
    assert broken(floor) == [("SO1/2", 3)]
    rows = floor.site.get("/warehouses/MAIN/stock", sku="BOLT")["items"]
    assert {row["status"]: (row["on_hand"], row["reserved"]) for row in rows} == {
        "available": (5, 5),
        "damaged": (5, 0),
    }


def test_what_has_expired_by_the_warehouses_date_is_held_once(floor: Floor) -> None:
    def old(act: Act) -> LotId:
        return lot(act, floor.item("TEA"), "OLD", date(2026, 11, 24))

    floor.put("TEA", "A1", 5, floor.act(old))
    promise(floor, "TEA", "A1", 2, line=3)
    floor.site.clock.now = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
    assert floor.act(lambda act: hold_expired(act, HoldExpired())).numbers == []
    floor.site.clock.now = datetime(2026, 11, 24, 23, 1, tzinfo=UTC)
    held = floor.act(lambda act: hold_expired(act, HoldExpired()))
    assert (len(held.numbers), held.broken) == (1, 2)
    assert floor.act(lambda act: hold_expired(act, HoldExpired())).numbers == []
