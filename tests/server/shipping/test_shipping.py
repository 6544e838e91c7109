"""From the tote to the truck: every piece counts, nothing leaves twice, what returns is told."""

import pytest

from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site


@pytest.fixture
def desk(site: Site) -> Desk:
    desk = stocked(site)
    desk.put("NUT", "B-1", 20)
    return desk


def test_an_order_is_packed_dropped_and_collected(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3), ("NUT", 2))
    closed = desk.close(order, piece(1, 3), piece(2, 2))
    assert (closed["number"], closed["left"]) == (1, 0)
    assert len(closed["print_jobs"]) == 2
    desk.drop(closed["carton"])
    collected = desk.collect()
    assert collected["cartons"] == [closed["carton"]]
    assert collected["orders"] == [order]
    view = desk.read(order)
    assert view["state"] == "done"
    assert [line["shipped"] for line in view["lines"]] == [3, 2]
    assert desk.standing("BOLT", "A-1") == (17, 0)
    assert desk.collect()["cartons"] == []


def test_packed_goods_stay_promised_until_they_leave(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 20))
    desk.close(order, piece(1, 20))
    other = desk.order("2", ("BOLT", 1))
    assert other["lines"][0]["allocated"] == 0


def test_more_than_stands_in_the_totes_is_refused(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3))
    answer = desk.close(order, piece(1, 4), status=409)
    assert answer["code"] == "not_picked"
    assert answer["detail"] == "Line 1 has 3 of BOLT in its totes, 4 were packed."
    twice = desk.close(order, piece(1, 2), piece(1, 2), status=409)
    assert twice["code"] == "not_picked"


def test_two_cartons_of_one_order(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 5))
    first = desk.close(order, piece(1, 2))
    assert (first["number"], first["left"]) == (1, 3)
    second = desk.close(order, piece(1, 3))
    assert (second["number"], second["left"]) == (2, 0)
    desk.drop(first["carton"])
    assert desk.collect()["missing"] == [second["carton"]]
    assert desk.read(order)["state"] == "released"
    desk.drop(second["carton"], "LANE-2")
    desk.collect("LANE-2")
    assert desk.read(order)["state"] == "done"


def test_what_the_carrier_left_behind_stays(desk: Desk) -> None:
    orders = [desk.picked(str(n), ("BOLT", 1)) for n in (1, 2)]
    cartons = [desk.close(order, piece(1, 1))["carton"] for order in orders]
    for carton in cartons:
        desk.drop(carton)
    assert desk.collect(left_behind=[cartons[1]])["cartons"] == [cartons[0]]
    assert desk.collect()["cartons"] == [cartons[1]]


def test_a_carton_found_after_departure_comes_back_once(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3))
    carton = desk.close(order, piece(1, 3))["carton"]
    desk.drop(carton)
    desk.collect()
    body = {"carton": carton, "location": "LANE-1"}
    back = desk.site.post("/warehouses/{warehouse}/cartons/came-back", body)
    assert (back["state"], back["location"]) == ("closed", "LANE-1")
    assert desk.read(order)["state"] == "released"
    assert desk.standing("BOLT", "LANE-1") == (3, 3)
    again = desk.site.post("/warehouses/{warehouse}/cartons/came-back", body, status=409)
    assert again["code"] == "wrong_state"
    desk.collect()
    assert desk.read(order)["lines"][0]["shipped"] == 3
    desk.site.post("/warehouses/{warehouse}/cartons/came-back", body)


def test_an_opened_carton_is_packed_again(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3))
    carton = desk.close(order, piece(1, 3), tracking="1Z999")["carton"]
    opened = desk.site.post("/warehouses/{warehouse}/cartons/reopen", {"carton": carton})
    assert (opened["state"], opened["tracking"]) == ("reopened", None)
    again = desk.close(order, piece(1, 3), tracking="1Z999")
    assert (again["number"], again["left"]) == (2, 0)


def test_the_right_label_on_the_right_box(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 2))
    carton = desk.close(order, piece(1, 1))["carton"]
    other = desk.close(order, piece(1, 1), tracking="JJD2")["carton"]
    label = "/warehouses/{warehouse}/cartons/label"
    swapped = desk.site.post(label, {"carton": carton, "tracking": other}, status=409)
    assert swapped["code"] == "tracking_taken"  # or a scan of it would find both
    bound = desk.site.post(label, {"carton": carton, "tracking": "JJD1"})
    assert bound["tracking"] == "JJD1"
    taken = desk.site.post(label, {"carton": carton, "tracking": "JJD2"}, status=409)
    assert taken["code"] == "wrong_label"
    assert desk.site.post(label, {"carton": other, "tracking": other})["tracking"] == "JJD2"


def test_a_weight_that_is_off_wants_a_reason(desk: Desk) -> None:
    desk.sells("BRICK", weight_grams=1000)
    desk.put("BRICK", "C-1", 5)
    order = desk.picked("1", ("BRICK", 2))
    off = desk.close(order, piece(1, 2), weight_grams=2300, status=409)
    assert off["code"] == "weight_off"
    assert "+300 g is more than 60 g off" in off["detail"]
    assert desk.close(order, piece(1, 1), weight_grams=1020)["weight_verified"] is True
    told = desk.close(order, piece(1, 1), weight_grams=1300, weight_reason="wet")
    assert told["weight_verified"] is False


def test_a_tote_always_has_an_answer(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3))
    tote = desk.tote(order)
    found = desk.site.get(f"/warehouses/{{warehouse}}/packing/{tote}")
    assert [view["order"] for view in found["orders"]] == [order]
    line = found["orders"][0]["lines"][0]
    assert (line["sku"], line["to_pack"], line["still_to_pick"]) == ("BOLT", 3, 0)
    desk.close(order, piece(1, 3))
    answer = desk.site.get(f"/warehouses/{{warehouse}}/packing/{tote}", status=404)
    assert answer["code"] == "not_found"


def test_serials_are_packed_by_number(desk: Desk) -> None:
    desk.sells("PHONE", tracking="serial_out")
    desk.put("PHONE", "C-2", 2)
    order = desk.picked("1", ("PHONE", 2))
    assert desk.close(order, piece(1, 2), status=422)["code"] == "serials_needed"
    carton = desk.close(order, piece(1, 2, serials=["S1", "S2"]))["carton"]
    view = desk.site.get("/warehouses/{warehouse}/cartons", carton=carton)["items"][0]
    assert sorted(one["serial"] for one in view["pieces"]) == ["S1", "S2"]


def test_late_cartons_are_listed(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 1))
    carton = desk.close(order, piece(1, 1))["carton"]
    desk.site.clock.now = desk.site.clock.now.replace(year=2028)
    late = desk.site.get("/warehouses/{warehouse}/cartons", late=True)["items"]
    assert [one["carton"] for one in late] == [carton]
