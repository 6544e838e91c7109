"""Putting away: where goods go by the rules, that room is kept, and what is put stands there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest

from server.act import Act
from server.inbound.wire.put_away import (
    CancelPutAway,
    ConfirmPutAway,
    Override,
    PlanPutAway,
    ReversePutAway,
)
from server.inbound.wire.receipts import Condition, ReverseReceiveLine
from server.places.wire import Containers, LocationStatus, LocationType, Mixing
from server.replenish.wire import AssignFace, FaceView, ReleaseFace
from server.stock.in_flight import bring
from server.stock.wire import ContainerKind, MoveStock
from tests.server.inbound.dock import DOCK, Dock
from tests.site import Site

LATE = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
RESERVE = {"type": LocationType.RESERVE, "pickable": False}
DISSOLVE = {"lpn": Containers.DISSOLVE}


def first(told: Any) -> str:
    """The number of the put-away that a receipt line made."""
    return str(told["put_aways"][0]["number"])


def view(dock: Dock, number: str) -> Any:
    return dock.site.get(f"/warehouses/{{warehouse}}/put-aways/{number}")


def targets(dock: Dock, number: str) -> list[tuple[str, str, int]]:
    return [(t["location"], t["rule"], t["quantity"]) for t in view(dock, number)["targets"]]


def tasks(dock: Dock, state: str | None = None) -> list[str]:
    asked: dict[str, Any] = {"state": state} if state else {}
    found = dock.site.get("/warehouses/{warehouse}/tasks", kind="put_away", **asked)["items"]
    return [row["document"] for row in found]


@pytest.fixture
def dock(site: Site) -> Dock:
    dock = Dock.of(site)
    dock.order("PO1", ("BOLT", 1000), ("TEA", 1000), ("RADIO", 1000))
    return dock


def of(site: Site, **places: dict[str, Any]) -> Dock:
    """A dock with these places only, beside bins that take nothing in."""
    closed = {"status": LocationStatus.LOCKED, "reason": "not for this"}
    dock = Dock.of(site, A1=closed, A2=closed, A3=closed, **places)
    dock.order("PO1", ("BOLT", 1000), ("TEA", 1000), ("RADIO", 1000))
    return dock


def test_what_is_received_at_the_dock_waits_with_a_target(dock: Dock) -> None:
    told = dock.receive("BOLT", 40)
    assert told["put_aways"] == [{"number": "PA000001", "target": "A1"}]
    assert tasks(dock) == ["PA000001"]
    seen = view(dock, "PA000001")
    assert seen["source"] == "D1"
    assert [(g["sku"], g["quantity"]) for g in seen["goods"]] == [("BOLT", 40)]
    assert targets(dock, "PA000001") == [("A1", "empty", 40)]
    assert "BOLT has no fixed pick face." in seen["why"]


def test_a_target_tells_one_colour_and_no_digits(site: Site) -> None:
    digits = {"blue": "417", "orange": "902"}
    dock = of(site, B1={**RESERVE, "check_blue": "417", "check_orange": "902"})
    (target,) = view(dock, first(dock.receive("BOLT", 40)))["targets"]
    said = f"PA000001/B1:{digits[target['check_colour']]}"
    assert target["check_hash"] == sha256(said.encode()).hexdigest()
    assert not [told for told in target.values() if told in digits.values()]


def test_a_confirmed_put_stands_there_and_ends_its_task(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 40))
    done = dock.site.do(ConfirmPutAway(put_away=number, location="A1"))
    told = {"put_away": number, "put": 1, "done": True, "left": 0, "target": None}
    assert done == told | {"handed_over": False}
    assert dock.stock() == [("BOLT", "A1", "available", 40)]
    assert tasks(dock) == []
    assert tasks(dock, "done") == [number]
    again = dock.site.do(ConfirmPutAway(put_away=number, location="A1"), status=409)
    assert again["code"] == "put_away_ended"


def test_the_fixed_face_comes_first_then_the_same_item_then_an_empty_place(site: Site) -> None:
    dock = of(site, F1={}, S1={}, E1={})
    dock.floor.put("BOLT", "S1", 3)
    dock.site.do(AssignFace(location="F1", sku="BOLT", maximum=25))
    told = dock.receive("BOLT", 40)
    assert targets(dock, first(told)) == [("F1", "face", 25), ("S1", "same_item", 15)]
    dock.site.do(ReleaseFace(location="F1"))
    tea = dock.receive("TEA", 2, lot="L1", expires_on=date(2027, 6, 1))
    assert targets(dock, first(tea)) == [("E1", "empty", 2)]


def test_the_same_item_of_another_lot_is_not_joined(site: Site) -> None:
    dock = of(site, S1={"mixing": Mixing.ONE_LOT}, E1={})
    one = dock.receive("TEA", 2, lot="L1", expires_on=date(2027, 6, 1), location="S1")
    assert one["put_aways"] == []
    other = dock.receive("TEA", 2, lot="L2", expires_on=date(2027, 7, 1))
    same = dock.receive("TEA", 2, lot="L1")
    assert targets(dock, first(other)) == [("E1", "empty", 2)]
    assert targets(dock, first(same)) == [("S1", "same_item", 2)]


def test_another_items_face_is_nobodys_empty_place(site: Site) -> None:
    dock = of(site, F1={})
    dock.site.do(AssignFace(location="F1", sku="TEA"))
    told = dock.receive("BOLT", 1)
    assert told["put_aways"][0]["target"] is None
    assert "There is no room for 1 of BOLT." in view(dock, first(told))["why"]
    assert tasks(dock) == [first(told)]


def test_the_nearest_empty_place_by_walking_not_as_the_crow_flies(site: Site) -> None:
    """B1 is nearer through the rack, A9 on foot."""
    at = {"aisle": "A", "x_mm": 0}
    dock = of(
        site,
        A0={**at, "y_mm": 0, "type": LocationType.RESERVE, "status": LocationStatus.LOCKED,
            "reason": "x"},
        D3={**DOCK, **at, "y_mm": 10_000},
        A9={**at, "y_mm": 16_000},
        B1={"aisle": "B", "x_mm": 2_000, "y_mm": 10_000},
        B2={"aisle": "B", "x_mm": 2_000, "y_mm": 40_000},
    )  # fmt: skip
    told = dock.receive("BOLT", 1, dock="D3")
    assert told["put_aways"][0]["target"] == "A9"


def test_capacity_is_split_over_places_and_room_is_kept(site: Site) -> None:
    small = {"capacity_quantity": 10}
    dock = of(site, S1=small, S2=small, S3=small)
    one = dock.receive("BOLT", 15)
    two = dock.receive("BOLT", 12)
    assert targets(dock, first(one)) == [("S1", "empty", 10), ("S2", "empty", 5)]
    assert targets(dock, first(two)) == [("S2", "same_item", 5), ("S3", "empty", 7)]
    three = dock.receive("BOLT", 5)
    assert targets(dock, first(three)) == [("S3", "same_item", 3)]
    assert "There is no room for 2 of BOLT." in view(dock, first(three))["why"]
    dock.site.do(CancelPutAway(put_away=first(one)))
    planned = dock.site.do(PlanPutAway(put_away=first(three)))
    assert sum(target["quantity"] for target in planned["targets"]) == 5


def test_a_move_does_not_take_room_that_is_kept(site: Site) -> None:
    dock = of(site, S1={"capacity_quantity": 10}, X1={})
    dock.floor.put("BOLT", "X1", 5)
    dock.site.do(AssignFace(location="S1", sku="BOLT"))
    number = first(dock.receive("BOLT", 8))
    move = MoveStock(sku="BOLT", quantity=3, source="X1", target="S1")
    assert dock.site.do(move, status=409)["code"] == "over_capacity"
    dock.site.do(ConfirmPutAway(put_away=number, location="S1", quantity=8))
    assert dock.site.do(move, status=409)["code"] == "over_capacity"


def test_weight_counts_and_what_is_unknown_is_named(site: Site) -> None:
    dock = of(site, W1={"capacity_weight_grams": 450, "capacity_volume_cm3": 10})
    number = first(dock.receive("BOLT", 6))
    assert targets(dock, number) == [("W1", "empty", 4)]
    assert any("volume" in line for line in view(dock, number)["why"])


def test_a_part_first_the_rest_stays_with_its_target(site: Site) -> None:
    dock = of(site, S1={"capacity_quantity": 25}, S2={})
    number = first(dock.receive("BOLT", 40))
    done = dock.site.do(ConfirmPutAway(put_away=number, location="S1", quantity=25))
    assert (done["done"], done["left"], done["target"]) == (False, 15, "S2")
    assert dock.stock() == [("BOLT", "D1", "available", 15), ("BOLT", "S1", "available", 25)]
    assert targets(dock, number) == [("S2", "empty", 15)]
    dock.site.do(ConfirmPutAway(put_away=number, location="S2"))
    assert tasks(dock) == []


def test_more_than_is_left_is_refused_and_late_comes_from_nowhere_known(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    more = ConfirmPutAway(put_away=number, location="A1", quantity=6)
    assert dock.site.do(more, status=409)["code"] == "more_than_left"
    late = ConfirmPutAway(put_away=number, location="A1", quantity=6, happened_at=LATE)
    dock.site.do(late)
    assert dock.stock() == [("BOLT", "A1", "available", 6)]
    assert dock.exceptions() == ["unreconciled"]


def test_another_place_needs_a_reason_and_full_is_doubted(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    refused = dock.site.do(ConfirmPutAway(put_away=number, location="A3"), status=409)
    assert refused["code"] == "other_place"
    assert "A1" in refused["detail"]
    dock.site.do(ConfirmPutAway(put_away=number, location="A3", reason=Override.FULL))
    assert dock.stock() == [("BOLT", "A3", "available", 4)]
    assert dock.exceptions() == ["other_place"]
    assert view(dock, number)["puts"][0]["reason"] == "full"


def test_a_late_put_elsewhere_is_a_fact(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    dock.site.do(ConfirmPutAway(put_away=number, location="A3", happened_at=LATE))
    assert dock.stock() == [("BOLT", "A3", "available", 4)]


def test_a_put_beyond_the_rules_needs_a_reason_and_is_on_the_list(site: Site) -> None:
    dock = of(site, S1={"capacity_quantity": 3}, S2={})
    number = first(dock.receive("BOLT", 5))
    over = ConfirmPutAway(put_away=number, location="S1", quantity=5)
    assert dock.site.do(over, status=409)["code"] == "over_capacity"
    dock.site.do(ConfirmPutAway(put_away=number, location="S1", quantity=5, reason=Override.OTHER))
    assert dock.stock() == [("BOLT", "S1", "available", 5)]
    assert dock.exceptions() == ["excess"]


def test_safety_has_no_override(site: Site) -> None:
    import sqlalchemy as sa

    from server.catalog.tables import Item

    dock = of(site, ACID={"storage_class": "ACID"}, BASE={"storage_class": "BASE"})
    dock.floor.act(
        lambda act: act.session.execute(
            sa.update(Item).where(Item.sku == "BOLT").values(storage_class="BASE")
        )
    )
    number = first(dock.receive("BOLT", 5))
    assert targets(dock, number) == [("BASE", "empty", 5)]
    wrong = ConfirmPutAway(put_away=number, location="ACID", reason=Override.BETTER)
    assert dock.site.do(wrong, status=409)["code"] == "storage_class"
    assert dock.stock() == [("BOLT", "D1", "available", 5)]


def test_a_pallet_goes_whole_to_where_it_is_kept(site: Site) -> None:
    dock = of(site, F1=DISSOLVE, R1=RESERVE)
    lpn = dock.receive("BOLT", 100, new_container=ContainerKind.PALLET)["container"]
    number = dock.site.get("/warehouses/{warehouse}/put-aways", container=lpn)["items"][0]["number"]
    assert targets(dock, number) == [("R1", "empty", 100)]
    dock.site.do(ConfirmPutAway(container=lpn, location="R1"))
    assert dock.stock(container=lpn) == [("BOLT", "R1", "available", 100)]
    assert tasks(dock) == []


def test_at_a_pick_face_the_lpn_is_dissolved(site: Site) -> None:
    dock = of(site, F1={**DISSOLVE, "capacity_quantity": 25}, R1=RESERVE)
    dock.site.do(AssignFace(location="F1", sku="BOLT"))
    lpn = dock.receive("BOLT", 40, new_container=ContainerKind.PALLET)["container"]
    done = dock.site.do(ConfirmPutAway(container=lpn, location="F1", quantity=25))
    assert (done["left"], done["target"]) == (15, "R1")
    dock.site.do(ConfirmPutAway(container=lpn, location="R1"))
    assert dock.stock(container=lpn) == [("BOLT", "R1", "available", 15)]
    assert dock.stock(location="F1") == [("BOLT", "F1", "available", 25)]


def test_a_mixed_tote_without_a_place_of_its_own_goes_item_by_item(site: Site) -> None:
    dock = of(site, F1=DISSOLVE, F2=DISSOLVE)
    dock.site.do(AssignFace(location="F1", sku="BOLT"))
    lpn = dock.receive("BOLT", 4, new_container=ContainerKind.TOTE)["container"]
    told = dock.receive("TEA", 2, lot="L1", expires_on=date(2027, 6, 1), container=lpn)
    number = first(told)
    assert sorted(targets(dock, number)) == [("F1", "face", 4), ("F2", "empty", 2)]
    refused = dock.site.do(ConfirmPutAway(container=lpn, location="F1", quantity=4), status=422)
    assert refused["code"] == "which_item"
    dock.site.do(ConfirmPutAway(container=lpn, location="F1", sku="BOLT"))
    done = dock.site.do(ConfirmPutAway(container=lpn, location="F2", sku="TEA"))
    assert done["done"]
    assert dock.stock(container=lpn) == []


def test_a_mixed_pallet_stays_whole_where_there_is_a_place(site: Site) -> None:
    dock = of(site, F1=DISSOLVE, R1=RESERVE)
    lpn = dock.receive("BOLT", 4, new_container=ContainerKind.PALLET)["container"]
    told = dock.receive("TEA", 2, lot="L1", expires_on=date(2027, 6, 1), container=lpn)
    assert {target[0] for target in targets(dock, first(told))} == {"R1"}
    dock.site.do(ConfirmPutAway(container=lpn, location="R1"))
    assert len(dock.stock(container=lpn)) == 2


def test_into_an_lpn_that_stands_there(site: Site) -> None:
    dock = of(site, R1=RESERVE)
    first_lpn = dock.receive("BOLT", 4, new_container=ContainerKind.PALLET)["container"]
    dock.site.do(ConfirmPutAway(container=first_lpn, location="R1"))
    number = first(dock.receive("BOLT", 6))
    dock.site.do(ConfirmPutAway(put_away=number, location="R1", into=first_lpn))
    assert dock.stock(container=first_lpn) == [("BOLT", "R1", "available", 10)]


def test_serials_travel_and_a_part_names_them(dock: Dock) -> None:
    number = first(dock.receive("RADIO", 3, serials=("S1", "S2", "S3")))
    part = ConfirmPutAway(put_away=number, location="A1", quantity=2)
    assert dock.site.do(part, status=422)["code"] == "serials_missing"
    told = ConfirmPutAway(put_away=number, location="A1", quantity=2, serials=("S1", "S3"))
    dock.site.do(told)
    assert dock.stock(serial="S3") == [("RADIO", "A1", "available", 2)]
    assert dock.stock(serial="S2") == [("RADIO", "D1", "available", 1)]
    dock.site.do(ConfirmPutAway(put_away=number, location="A1"))
    assert dock.stock() == [("RADIO", "A1", "available", 3)]


def test_what_is_not_for_sale_is_kept_apart(dock: Dock) -> None:
    damaged = dock.receive("BOLT", 2, condition=Condition.DAMAGED)
    assert targets(dock, first(damaged)) == [("Q1", "quarantine", 2)]
    dock.site.do(ConfirmPutAway(put_away=first(damaged), location="Q1"))
    assert dock.stock() == [("BOLT", "Q1", "damaged", 2)]


def test_over_and_good_goods_of_one_line_part_ways(dock: Dock) -> None:
    told = dock.receive("BOLT", 1105)
    assert [row["target"] for row in told["put_aways"]] == ["A1", "Q1"]


def test_undo_of_a_put_brings_goods_and_task_back(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    dock.site.do(ConfirmPutAway(put_away=number, location="A1"))
    seen = dock.site.do(ReversePutAway(put_away=number, put=1))
    assert (seen["state"], seen["puts"][0]["reversed"]) == ("open", True)
    assert dock.stock() == [("BOLT", "D1", "available", 4)]
    assert tasks(dock) == [number]
    again = dock.site.do(ReversePutAway(put_away=number, put=1), status=409)
    assert again["code"] == "already_reversed"
    dock.site.do(ConfirmPutAway(put_away=number, location="A1"))
    assert dock.stock() == [("BOLT", "A1", "available", 4)]


def test_undo_of_a_pallet_carries_it_back(site: Site) -> None:
    dock = of(site, R1=RESERVE)
    lpn = dock.receive("BOLT", 4, new_container=ContainerKind.PALLET)["container"]
    done = dock.site.do(ConfirmPutAway(container=lpn, location="R1"))
    dock.site.do(ReversePutAway(put_away=done["put_away"], put=1))
    assert dock.stock(container=lpn) == [("BOLT", "D1", "available", 4)]
    assert targets(dock, done["put_away"]) == [("R1", "empty", 4)]


def test_undo_ends_when_the_goods_have_moved_on(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    dock.site.do(ConfirmPutAway(put_away=number, location="A1"))
    dock.site.do(MoveStock(sku="BOLT", quantity=1, source="A1", target="A2"))
    undo = ReversePutAway(put_away=number, put=1)
    assert dock.site.do(undo, status=409)["code"] == "not_reversible"


def test_a_received_line_is_not_undone_once_it_was_put(dock: Dock) -> None:
    told = dock.receive("BOLT", 4)
    other = dock.receive("BOLT", 9)
    dock.site.do(ConfirmPutAway(put_away=first(told), location="A1"))
    undo = ReverseReceiveLine(receipt=told["receipt"], line=1)
    assert dock.site.do(undo, status=409)["code"] == "not_reversible"
    dock.site.do(ReverseReceiveLine(receipt=told["receipt"], line=2))
    assert tasks(dock) == []
    assert view(dock, first(other))["state"] == "cancelled"
    assert dock.stock() == [("BOLT", "A1", "available", 4)]


def test_cancelled_goods_stay_and_are_planned_again(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    dock.site.do(CancelPutAway(put_away=number))
    assert tasks(dock, "cancelled") == [number]
    assert dock.site.do(CancelPutAway(put_away=number), status=409)["code"] == "put_away_ended"
    seen = dock.site.do(PlanPutAway(location="D1", sku="BOLT", avoiding=("A1",)))
    assert [t["location"] for t in seen["targets"]] == ["A2"]
    nothing = dock.site.do(PlanPutAway(location="D1", sku="TEA"), status=409)
    assert nothing["code"] == "nothing_left"


def test_an_lpn_that_was_emptied_is_not_planned_again(dock: Dock) -> None:
    lpn = dock.receive("BOLT", 4, new_container=ContainerKind.PALLET)["container"]
    number = dock.site.get("/warehouses/{warehouse}/put-aways", container=lpn)["items"][0]["number"]
    dock.site.do(MoveStock(sku="BOLT", quantity=4, source_container=lpn, target="A1"))
    for asked in (
        PlanPutAway(container=lpn),
        PlanPutAway(container=lpn, location="D1", sku="BOLT"),
    ):
        assert dock.site.do(asked, status=409)["code"] == "nothing_left"
    asked = PlanPutAway(put_away=number)
    assert dock.site.do(asked, status=409)["code"] == "put_away_ended"
    assert tasks(dock) == []


def test_what_a_pick_found_before_is_taken_into_account_once(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 40))

    def find(quantity: int) -> int:
        def work(act: Act) -> int:
            return bring(act, dock.floor.place("A1"), dock.floor.item("BOLT"), quantity)

        return dock.floor.act(work)

    assert find(5) == 5
    assert dock.stock() == [("BOLT", "A1", "available", 5), ("BOLT", "D1", "available", 35)]
    done = dock.site.do(ConfirmPutAway(put_away=number, location="A1", quantity=40))
    assert (done["done"], done["left"]) == (True, 0)
    assert dock.stock() == [("BOLT", "A1", "available", 40)]
    assert find(1) == 0


def test_a_part_that_was_found_is_not_put_twice(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 40))
    place, item = dock.floor.place("A1"), dock.floor.item("BOLT")
    assert dock.floor.act(lambda act: bring(act, place, item, 5)) == 5
    done = dock.site.do(ConfirmPutAway(put_away=number, location="A1", quantity=20))
    assert done["left"] == 20
    assert dock.stock() == [("BOLT", "A1", "available", 20), ("BOLT", "D1", "available", 20)]


def test_all_of_it_was_found_before(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 5))
    place, item = dock.floor.place("A1"), dock.floor.item("BOLT")
    assert dock.floor.act(lambda act: bring(act, place, item, 9)) == 5
    dock.site.do(ConfirmPutAway(put_away=number, location="A1"))
    assert dock.stock() == [("BOLT", "A1", "available", 5)]
    assert tasks(dock) == []


def test_two_errands_race_for_the_last_room(site: Site) -> None:
    dock = of(site, S1={"capacity_quantity": 20})
    dock.site.do(AssignFace(location="S1", sku="BOLT"))

    def receive(_: int) -> int:
        told = dock.receive("BOLT", 7)
        return sum(target[2] for target in targets(dock, first(told)))

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(receive, range(8)))
    assert sum(kept) == 20
    assert sorted(kept) == [0, 0, 0, 0, 0, 6, 7, 7]


def test_replays_of_a_confirmation_put_once(dock: Dock) -> None:
    from uuid import uuid4

    number = first(dock.receive("BOLT", 40))
    operation = uuid4()
    command = ConfirmPutAway(put_away=number, location="A1", quantity=10)

    def confirm(_: int) -> Any:
        return dock.site.do(command, operation=operation)

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(confirm, range(8)))
    assert replies == [replies[0]] * 8
    assert dock.stock() == [("BOLT", "A1", "available", 10), ("BOLT", "D1", "available", 30)]


def test_pick_faces_are_given_changed_and_freed(dock: Dock) -> None:
    given = dock.site.do(AssignFace(location="A1", sku="BOLT", minimum=5, maximum=20))
    assert FaceView(**given) == FaceView(location="A1", sku="BOLT", minimum=5, maximum=20)
    refused = dock.site.do(AssignFace(location="A1", sku="TEA"), status=409)
    assert refused["code"] == "face_taken"
    dock.site.do(AssignFace(location="A1", sku="BOLT", maximum=30))
    listed = dock.site.get("/warehouses/{warehouse}/pick-faces", sku="BOLT")["items"]
    assert [(face["location"], face["maximum"]) for face in listed] == [("A1", 30)]
    bounds = AssignFace(location="A2", sku="TEA", minimum=9, maximum=3)
    assert dock.site.do(bounds, status=422)["code"] == "bounds"
    assert dock.site.do(AssignFace(location="D1", sku="TEA"), status=422)["code"] == (
        "not_a_pick_face"
    )
    dock.site.do(ReleaseFace(location="A1"))
    assert dock.site.do(ReleaseFace(location="A1"), status=404)["code"] == "not_found"
    dock.site.do(AssignFace(location="A1", sku="TEA"))


def test_what_overfills_a_place_by_any_door_is_on_the_list_once(site: Site) -> None:
    dock = of(site, S1={"capacity_quantity": 3, "mixing": Mixing.ONE_ITEM}, X1={})
    dock.floor.put("BOLT", "S1", 5)
    dock.floor.put("TEA", "S1", 1)
    assert dock.exceptions() == ["excess"]
    lpn = dock.receive("BOLT", 2, new_container=ContainerKind.TOTE, location="X1")["container"]
    assert dock.exceptions() == ["excess"]
    from server.stock.wire import MoveContainer

    dock.site.do(MoveContainer(container=lpn, target="S1", reason="for an hour"))
    assert set(dock.exceptions()) == {"excess"}


def test_a_place_found_full_is_counted(dock: Dock) -> None:
    number = first(dock.receive("BOLT", 4))
    dock.site.do(ConfirmPutAway(put_away=number, location="A3", reason=Override.FULL))
    found = dock.site.get("/warehouses/{warehouse}/tasks", kind="count")["items"]
    assert [row["location"] for row in found] == ["A1"]


def test_an_lpn_at_a_pd_place_is_handed_over_and_goes_on_from_there(site: Site) -> None:
    pd = {"type": LocationType.PICK_AND_DROP, "pickable": False}
    dock = of(site, PD1=pd, R1=RESERVE | {"sequence": 7})
    told = dock.receive("BOLT", 10, new_container=ContainerKind.PALLET)
    number = first(told)
    assert [(t["location"], t["sequence"]) for t in view(dock, number)["targets"]] == [("R1", 7)]
    here = dock.site.do(ConfirmPutAway(put_away=number, location="PD1"))
    assert (here["handed_over"], here["done"], here["left"], here["target"]) == (
        True,
        False,
        10,
        "R1",
    )
    assert dock.stock() == [("BOLT", "PD1", "available", 10)]
    assert view(dock, number)["source"] == "PD1"
    assert tasks(dock, "ready") == [number]
    dock.site.do(ReversePutAway(put_away=number, put=1))
    assert (view(dock, number)["source"], tasks(dock, "ready")) == ("D1", [number])
    dock.site.do(ConfirmPutAway(put_away=number, location="PD1"))
    assert dock.site.do(ConfirmPutAway(put_away=number, location="R1"))["done"]
    assert tasks(dock, "ready") == []
    assert dock.stock() == [("BOLT", "R1", "available", 10)]


def test_what_is_taken_along_on_a_truck_is_its_drivers_task(dock: Dock) -> None:
    told = dock.receive("BOLT", 5, new_container=ContainerKind.PALLET)
    ann, ben = dock.site.person("worker"), dock.site.person("worker")
    ann.do(PlanPutAway(container=told["container"], take=True))
    (task,) = dock.site.get("/warehouses/{warehouse}/tasks", kind="put_away")["items"]
    assert (task["state"], task["worker"]) == ("active", ann.name)
    again = PlanPutAway(container=told["container"], take=True)
    assert ben.do(again, status=409)["code"] == "task_taken"
    ann.do(again)


def test_a_locked_place_takes_goods_only_with_a_signature(site: Site) -> None:
    dock = of(site, S1=RESERVE)
    number = first(dock.receive("BOLT", 5, purchase_order=None))
    ann, boss = site.person("worker"), site.person("supervisor")
    put = ConfirmPutAway(put_away=number, location="A1", reason=Override.OTHER)
    refused = ann.do(put, status=409)
    assert refused["code"] == "approval_needed"
    assert refused["detail"].endswith("A supervisor has to sign that goods are put at A1.")
    assert boss.do(put)["done"] is True
    assert dock.exceptions()[-1] == "excess"
