"""Goods that wait at the dock are moved by hand: their put-away ends, or starts from there."""

from typing import Any

import pytest

from server.inbound.wire.put_away import ConfirmPutAway
from server.places.wire import LocationType
from server.stock.wire import ContainerKind, MoveContainer, MoveStock
from tests.server.inbound.dock import Dock
from tests.site import Site


@pytest.fixture
def dock(site: Site) -> Dock:
    dock = Dock.of(site, STAGE={"type": LocationType.STAGE}, R1={"type": LocationType.RESERVE})
    dock.order("PO1", ("BOLT", 1000))
    return dock


def put_away(dock: Dock, number: str) -> Any:
    return dock.site.get(f"/warehouses/{{warehouse}}/put-aways/{number}")


def tasks(dock: Dock) -> list[str]:
    found = dock.site.get("/warehouses/{warehouse}/tasks", kind="put_away")["items"]
    return [row["document"] for row in found]


def on_pallet(dock: Dock, quantity: int) -> tuple[str, str]:
    """An LPN at the dock and the number of its put-away."""
    told = dock.receive("BOLT", quantity, new_container=ContainerKind.PALLET)
    return told["container"], told["put_aways"][0]["number"]


def test_a_pallet_carried_to_a_rack_is_put_away(dock: Dock) -> None:
    pallet, number = on_pallet(dock, 40)
    dock.site.do(MoveContainer(container=pallet, target="R1"))
    assert (put_away(dock, number)["state"], tasks(dock)) == ("done", [])
    confirm = ConfirmPutAway(put_away=number, location="R1")
    assert dock.site.do(confirm, status=409)["code"] == "put_away_ended"
    assert dock.stock() == [("BOLT", "R1", "available", 40)]


def test_a_pallet_that_only_changed_its_stage_is_still_to_be_put(dock: Dock) -> None:
    pallet, number = on_pallet(dock, 40)
    dock.site.do(MoveContainer(container=pallet, target="STAGE"))
    seen = put_away(dock, number)
    assert (seen["state"], seen["source"], tasks(dock)) == ("open", "STAGE", [number])
    assert sum(target["quantity"] for target in seen["targets"]) == 40
    dock.site.do(ConfirmPutAway(put_away=number, location=seen["targets"][0]["location"]))
    assert tasks(dock) == []


def test_loose_goods_moved_by_hand_end_their_put_away_with_the_last_piece(dock: Dock) -> None:
    number = dock.receive("BOLT", 10)["put_aways"][0]["number"]
    dock.site.do(MoveStock(sku="BOLT", source="D1", target="A2", quantity=4))
    assert (put_away(dock, number)["state"], tasks(dock)) == ("open", [number])
    dock.site.do(MoveStock(sku="BOLT", source="D1", target="A2", quantity=6))
    assert (put_away(dock, number)["state"], tasks(dock)) == ("done", [])
    assert dock.stock() == [("BOLT", "A2", "available", 10)]
