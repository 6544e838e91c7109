"""What must not leave: held orders and held goods are not packed, and stay when a lane is taken."""

from typing import Any

import pytest

from server.stock.wire import HoldReason, SetHold
from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site

LATE = "2026-11-24T07:30:00Z"


@pytest.fixture
def desk(site: Site) -> Desk:
    return stocked(site)


def in_lane(desk: Desk, reference: str) -> tuple[str, str]:
    """An order whose only carton waits in the lane; order and carton."""
    order = desk.picked(reference, ("BOLT", 2))
    carton = desk.close(order, piece(1, 2))["carton"]
    desk.drop(carton)
    return order, str(carton)


def hold(desk: Desk, order: str) -> None:
    desk.site.post(f"/orders/{order}/hold", {"reason": "payment"})


def refused(desk: Desk, **more: Any) -> Any:
    body = {"lane": "LANE-1"} | more
    return desk.site.post("/warehouses/{warehouse}/lanes/collected", body, status=409)


def exceptions(desk: Desk) -> list[str]:
    found = desk.site.get("/warehouses/{warehouse}/exceptions", kind="left_on_hold")["items"]
    return [row["sentence"] for row in found]


def test_a_held_orders_carton_stays_and_the_others_leave(desk: Desk) -> None:
    (held, stays), (other, leaves) = in_lane(desk, "1"), in_lane(desk, "2")
    hold(desk, held)
    told = refused(desk)
    assert told["code"] == "order_held"
    assert told["detail"].startswith(f"Carton {stays} of {held} must not leave LANE-1")
    assert desk.read(other)["state"] == "released"
    assert desk.collect(left_behind=[stays])["cartons"] == [leaves]
    assert desk.read(held)["state"] == "held"
    desk.site.post(f"/orders/{held}/lift-hold", {})
    assert desk.collect()["cartons"] == [stays]
    assert exceptions(desk) == []


def test_held_goods_do_not_leave(desk: Desk) -> None:
    _, carton = in_lane(desk, "1")
    desk.site.do(SetHold(sku="BOLT", reason=HoldReason.RECALL, note="brittle"))
    told = refused(desk)
    assert told["code"] == "held"
    assert "what is in it is on hold (recall: brittle)" in told["detail"]
    assert desk.collect(left_behind=[carton])["cartons"] == []
    assert desk.standing("BOLT", "LANE-1") == (2, 2)


@pytest.mark.parametrize("told", [{"reason": "the driver took all"}, {"happened_at": LATE}])
def test_what_has_left_all_the_same_is_told_as_it_is(desk: Desk, told: dict[str, str]) -> None:
    order, carton = in_lane(desk, "1")
    hold(desk, order)
    desk.site.do(SetHold(container=carton, reason=HoldReason.CUSTOMS, note="papers"))
    assert desk.collect(**told)["cartons"] == [carton]
    assert desk.read(order)["state"] == "done"
    first, second = exceptions(desk)
    assert first.startswith(f"Carton {carton} of {order} left LANE-1 although the order is on hold")
    assert "on hold (customs: papers)" in second


def test_a_held_order_is_not_packed(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 2))
    hold(desk, order)
    assert desk.close(order, piece(1, 2), status=409)["code"] == "order_held"
    desk.site.post(f"/orders/{order}/lift-hold", {})
    assert desk.close(order, piece(1, 2))["left"] == 0


def test_only_what_stands_in_a_lane_is_collected(desk: Desk) -> None:
    body = {"lane": "A-1"}
    told = desk.site.post("/warehouses/{warehouse}/lanes/collected", body, status=422)
    assert told["code"] == "not_a_lane"
    assert "A-1 is a pick_face" in told["detail"]
