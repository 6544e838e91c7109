"""Moving goods: to the unit, with their promises, within the rules of the place, and back once."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from server.counting.wire.adjust import AdjustStock
from server.db import reading
from server.inbound.wire.lpns import TakeLpns
from server.places.wire import Containers, Mixing
from server.stock.tables import Container
from server.stock.wire import (
    ContainerState,
    HoldReason,
    MoveContainer,
    MoveStock,
    NestContainer,
    ReverseMoves,
    SetHold,
)
from tests.server.stock.furnished import furnished, pallet, promise, serials
from tests.server.stock.hands import Floor
from tests.site import Site


@pytest.fixture
def floor(site: Site) -> Floor:
    return furnished(
        site,
        SMALL={"capacity_quantity": 5},
        HEAVY={"capacity_weight_grams": 450},
        ONE={"mixing": Mixing.ONE_ITEM},
        FACE={"lpn": Containers.DISSOLVE},
        Q1={"pickable": False},
    )


def bolts(quantity: int, source: str = "A1", target: str = "A2", **more: object) -> MoveStock:
    return MoveStock(sku="BOLT", quantity=quantity, source=source, target=target, **more)  # type: ignore[arg-type]


def test_free_goods_move(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    floor.site.do(bolts(4))
    assert floor.standing("BOLT", "A1") == (6, 0)
    assert floor.standing("BOLT", "A2") == (4, 0)


def test_promised_goods_go_along_the_latest_first_and_only_where_they_are_picked(
    floor: Floor,
) -> None:
    floor.put("BOLT", "A1", 10)
    promise(floor, "BOLT", "A1", 6, line=1)
    promise(floor, "BOLT", "A1", 2, line=2)
    refused = floor.site.do(bolts(5, target="Q1", along=True), status=409)
    assert refused["code"] == "reserved"
    assert refused["detail"] == (
        "3 of them are promised to SO1/2, and nobody picks at Q1: move them to a place that is"
        " picked from."
    )
    floor.site.do(bolts(5, along=True))
    assert floor.standing("BOLT", "A1") == (5, 5)
    assert floor.standing("BOLT", "A2") == (5, 3)
    refused = floor.site.do(bolts(6, along=True), status=409)
    assert refused["code"] == "not_enough"
    late = (floor.site.clock.now - timedelta(hours=2)).isoformat()
    floor.site.do(bolts(6, along=True, happened_at=late))
    assert floor.standing("BOLT", "A1") == (0, 0)
    assert floor.standing("BOLT", "A2") == (11, 8)


def test_who_moves_goods_on_hold_is_told_that_they_stay_so(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    assert floor.site.do(bolts(1))["warning"] == ""
    floor.site.do(SetHold(sku="BOLT", reason=HoldReason.RECALL, note="sharp"))
    assert floor.site.do(bolts(1))["warning"] == "BOLT is on hold (recall) and stays so."
    lpn = pallet(floor, "BOLT", "A1", 3)
    told = floor.site.do(MoveContainer(container=lpn, target="A2"))["warning"]
    assert told == "BOLT is on hold (recall) and stays so."
    more = AdjustStock(sku="BOLT", location="A1", delta=1, reason="found")
    assert floor.site.do(more)["warning"] == "BOLT is on hold (recall) and stays so."


def test_promised_goods_are_refused_naming_the_lines_and_move_with_theirs(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    promise(floor, "BOLT", "A1", 6, line=1)
    promise(floor, "BOLT", "A1", 2, line=2)
    problem = floor.site.do(bolts(4), status=409)
    assert problem["code"] == "reserved"
    assert problem["detail"].startswith(
        "8 of the 10 BOLT in location A1 are reserved: SO1/1 (6), SO1/2 (2). 2 are free, 4 were"
    )
    floor.site.do(bolts(4, document="SO1/1"))
    assert floor.standing("BOLT", "A1") == (6, 4)
    assert floor.standing("BOLT", "A2") == (4, 4)
    problem = floor.site.do(bolts(3, document="SO1/1"), status=409)
    assert problem["code"] == "not_reserved"
    assert problem["detail"] == "2 are reserved there for SO1/1, 3 were asked for."


def test_a_full_bin_refuses_and_a_reason_is_kept(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    problem = floor.site.do(bolts(6, target="SMALL"), status=409)
    assert problem["code"] == "over_capacity"
    assert "would hold 6 of BOLT, its most is 5" in problem["detail"]
    floor.site.do(bolts(5, target="SMALL"))
    floor.site.do(bolts(1, target="SMALL", reason="only for an hour"))
    assert floor.standing("BOLT", "SMALL") == (6, 0)
    floor.site.seal()
    events = [event for item in floor.site.get("/events")["items"] for event in item["events"]]
    told = [event["kind"] for event in events if event["kind"] != "item.changed"]
    assert told == ["stock.excess", "exception.raised"]


def test_weight_counts_what_stands_there(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    floor.site.do(bolts(3, target="HEAVY"))
    problem = floor.site.do(bolts(2, target="HEAVY"), status=409)
    assert "would hold 500 g, its most is 450 g" in problem["detail"]


def test_a_bin_of_one_item_takes_no_other(floor: Floor) -> None:
    floor.put("TEA", "ONE", 1)
    floor.put("BOLT", "A1", 1)
    problem = floor.site.do(bolts(1, target="ONE"), status=409)
    assert problem["code"] == "mixing"


def test_a_serial_moves_by_its_number(floor: Floor) -> None:
    serials(floor, "A1", "S1", "S2")
    go = MoveStock(sku="RADIO", quantity=1, source="A1", target="A2")
    assert floor.site.do(go, status=422)["code"] == "serials_missing"
    floor.site.do(MoveStock(sku="RADIO", quantity=1, source="A1", target="A2", serials=("S2",)))
    assert floor.standing("RADIO", "A2") == (1, 0)
    again = MoveStock(sku="RADIO", quantity=1, source="A1", target="A3", serials=("S2",))
    assert floor.site.do(again, status=409)["code"] == "serial_elsewhere"


def test_a_pallet_moves_whole_and_dissolves_in_a_face(floor: Floor) -> None:
    code = pallet(floor, "BOLT", "A1", 8)
    promise(floor, "BOLT", "A1", 5)
    floor.site.do(MoveContainer(container=code, target="A2"))
    assert floor.standing("BOLT", "A2") == (8, 5)
    assert floor.site.get("/warehouses/MAIN/stock", container=code)["items"][0]["on_hand"] == 8
    floor.site.do(MoveContainer(container=code, target="FACE"))
    assert floor.standing("BOLT", "FACE") == (8, 5)
    assert floor.site.get("/warehouses/MAIN/stock", container=code)["items"] == []


def test_goods_go_into_a_container_and_out_again(floor: Floor) -> None:
    floor.put("BOLT", "A1", 4)
    code = pallet(floor, "TEA", "A1", 1)
    floor.site.do(MoveStock(sku="BOLT", quantity=4, source="A1", target_container=code))
    floor.site.do(MoveContainer(container=code, target="A3"))
    floor.site.do(MoveStock(sku="BOLT", quantity=4, source_container=code, target="A2"))
    assert floor.standing("BOLT", "A2") == (4, 0)
    problem = floor.site.do(
        MoveStock(sku="TEA", quantity=1, source="A1", source_container=code, target="A2"),
        status=409,
    )
    assert problem["detail"] == f"Container {code} stands in A3, A1 was named."


def test_nested_containers_ride_along_and_never_in_a_ring(floor: Floor) -> None:
    outer, inner = pallet(floor, "BOLT", "A1", 1), pallet(floor, "BOLT", "A2", 2)
    floor.site.do(NestContainer(container=inner, parent=outer))
    assert floor.standing("BOLT", "A1") == (3, 0)
    ring = NestContainer(container=outer, parent=inner)
    assert floor.site.do(ring, status=409)["code"] == "nested_in_itself"
    floor.site.do(MoveContainer(container=outer, target="A3"))
    assert floor.standing("BOLT", "A3") == (3, 0)


def state_of(floor: Floor, code: str) -> ContainerState:
    with reading(floor.site.engine) as session:
        return session.scalars(sa.select(Container.state).where(Container.code == code)).one()


def undo(floor: Floor, operation: UUID, status: int = 200) -> Any:
    path = "/warehouses/MAIN/operations/reverse"
    return floor.site.post(path, {"operation": str(operation)}, status=status)


def test_all_of_a_container_goes_into_another_with_its_promises_and_back(floor: Floor) -> None:
    into, source = pallet(floor, "TEA", "A1", 1), pallet(floor, "BOLT", "A2", 5)
    promise(floor, "BOLT", "A2", 2)
    all_of_it, operation = NestContainer(container=source, parent=into, contents=True), uuid4()
    floor.site.do(all_of_it, operation=operation)
    assert (floor.standing("BOLT", "A1"), floor.standing("BOLT", "A2")) == ((5, 2), (0, 0))
    assert (state_of(floor, source), state_of(floor, into)) == ("empty", "open")
    assert floor.site.do(all_of_it, status=409)["code"] == "nothing_inside"
    itself = NestContainer(container=into, parent=into, contents=True)
    assert floor.site.do(itself, status=409)["code"] == "nested_in_itself"
    assert undo(floor, operation)["undone"] == "container.nest"
    assert (floor.standing("BOLT", "A1"), floor.standing("BOLT", "A2")) == ((0, 0), (5, 2))
    assert state_of(floor, source) == "open"


def test_a_new_lpn_is_filled_where_the_goods_are(floor: Floor) -> None:
    floor.put("BOLT", "A1", 4)
    taken = floor.site.do(TakeLpns(count=1))["containers"][0]
    floor.site.do(MoveStock(sku="BOLT", quantity=3, source="A1", target_container=taken))
    assert floor.standing("BOLT", "A1") == (4, 0)
    assert state_of(floor, taken) == "open"
    floor.site.do(MoveContainer(container=taken, target="A2"))
    assert (floor.standing("BOLT", "A1"), floor.standing("BOLT", "A2")) == ((1, 0), (3, 0))


def test_a_container_is_lifted_off_again(floor: Floor) -> None:
    outer, inner, operation = (
        pallet(floor, "BOLT", "A1", 1),
        pallet(floor, "BOLT", "A2", 2),
        uuid4(),
    )
    floor.site.do(NestContainer(container=inner, parent=outer), operation=operation)
    undo(floor, operation)
    assert (floor.standing("BOLT", "A1"), floor.standing("BOLT", "A2")) == ((1, 0), (2, 0))
    floor.site.do(MoveContainer(container=outer, target="A3"))
    assert floor.standing("BOLT", "A2") == (2, 0)
    assert undo(floor, operation, status=409)["code"] == "not_reversible"


def test_four_levels_and_no_fifth(floor: Floor) -> None:
    codes = [pallet(floor, "BOLT", "A1", 1) for _ in range(5)]
    for parent, child in pairwise(codes[:4]):
        floor.site.do(NestContainer(container=child, parent=parent))
    last = NestContainer(container=codes[4], parent=codes[3])
    assert floor.site.do(last, status=409)["code"] == "too_deep"


def test_a_move_is_taken_back_once_with_its_promise(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    promise(floor, "BOLT", "A1", 4)
    first = uuid4()
    floor.site.do(bolts(4, document="SO1/1"), operation=first)
    floor.site.do(ReverseMoves(operation=str(first)))
    assert floor.standing("BOLT", "A1") == (10, 4)
    assert floor.standing("BOLT", "A2") == (0, 0)
    problem = floor.site.do(ReverseMoves(operation=str(first)), status=409)
    assert problem["code"] == "already_reversed"


def test_what_has_moved_on_is_not_taken_back(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    first = uuid4()
    floor.site.do(bolts(4), operation=first)
    floor.site.do(bolts(1, source="A2", target="A3"))
    problem = floor.site.do(ReverseMoves(operation=str(first)), status=409)
    assert problem["code"] == "not_reversible"
    assert problem["detail"].startswith("The goods have moved on: Location A2 holds 3 of BOLT")


def test_a_carried_pallet_is_taken_back_once(floor: Floor) -> None:
    code, first = pallet(floor, "BOLT", "A1", 8), uuid4()
    floor.site.do(MoveContainer(container=code, target="A2"), operation=first)
    floor.site.do(ReverseMoves(operation=str(first)))
    assert floor.standing("BOLT", "A1") == (8, 0)
    again = ReverseMoves(operation=str(first))
    assert floor.site.do(again, status=409)["code"] == "already_reversed"


def test_an_operation_nobody_made_cannot_be_taken_back(floor: Floor) -> None:
    assert floor.site.do(ReverseMoves(operation=str(uuid4())), status=404)["code"] == "not_found"


def test_told_late_it_stands_whatever_the_book_said(floor: Floor) -> None:
    floor.put("BOLT", "A1", 3)
    then = floor.site.clock.now - timedelta(hours=1)
    floor.site.do(bolts(5, target="SMALL", happened_at=then))
    assert floor.standing("BOLT", "A1") == (0, 0)
    assert floor.standing("BOLT", "SMALL") == (5, 0)
    floor.site.seal()
    events = [event for item in floor.site.get("/events")["items"] for event in item["events"]]
    told = [(e["kind"], e["subject"]) for e in events if e["kind"] != "item.changed"]
    assert told == [("stock.told_late", "A1"), ("stock.told_late", "SMALL")]


def test_what_nobody_waits_for_any_more_stands_from_the_first_second(floor: Floor) -> None:
    floor.put("BOLT", "A1", 3)
    now = floor.site.clock.now
    floor.site.do(bolts(5, happened_at=now), status=409)
    alone = floor.site.signed({**floor.site.credentials, "Tallyman-Alone": "1"})
    alone.do(bolts(5, happened_at=now))
    assert (floor.standing("BOLT", "A1"), floor.standing("BOLT", "A2")) == ((0, 0), (5, 0))
