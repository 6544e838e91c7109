"""Recalled and expired goods leave the shelves: put-aways to quarantine, by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.inbound.pull_out import FOLLOWER
from server.inbound.wire.put_away import ConfirmPutAway
from server.stock.expiry import HoldExpired, hold_expired
from server.stock.wire import HoldReason, SetHold
from tests.server.inbound.dock import Dock
from tests.server.stock.furnished import a_lot, pallet
from tests.site import Site


@pytest.fixture
def dock(site: Site) -> Dock:
    dock = Dock.of(site)
    dock.order("PO1", ("BOLT", 100), ("TEA", 100))
    return dock


def put_aways(dock: Dock) -> list[Any]:
    found = dock.site.get("/warehouses/{warehouse}/tasks", kind="put_away")["items"]
    path = "/warehouses/{warehouse}/put-aways/"
    return [dock.site.get(path + row["document"]) for row in found]


def goes(seen: Any) -> tuple[str, int, list[str]]:
    """From where, how many, and where to."""
    quantity = sum(goods["quantity"] for goods in seen["goods"])
    return seen["source"], quantity, [target["location"] for target in seen["targets"]]


def test_a_recalled_lot_is_put_in_quarantine_from_every_shelf(dock: Dock) -> None:
    b7, b8 = a_lot(dock.floor, "B7"), a_lot(dock.floor, "B8")
    dock.floor.put("TEA", "A1", 5, b7)
    dock.floor.put("TEA", "A2", 3, b7)
    dock.floor.put("TEA", "A3", 4, b8)
    dock.site.do(SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass"))
    dock.site.follow(FOLLOWER)
    dock.site.follow(FOLLOWER)
    first, second = put_aways(dock)
    assert (goes(first), goes(second)) == (("A1", 5, ["Q1"]), ("A2", 3, ["Q1"]))
    assert first["why"][0].startswith("The goods are recalled or expired: they are kept apart")
    for seen in (first, second):
        dock.site.do(ConfirmPutAway(put_away=seen["number"], location="Q1"))
    assert dock.stock() == [("TEA", "A3", "available", 4), ("TEA", "Q1", "available", 8)]
    (row,) = dock.site.get("/availability", sku="TEA")["items"]
    assert row["sellable"] == 4


def test_what_expires_in_the_night_is_pulled_out(dock: Dock) -> None:
    told = dock.receive("TEA", 6, lot="B9", expires_on=date(2026, 11, 25), location="A1")
    assert told["put_aways"] == []
    dock.site.clock.now = dock.site.clock.now.replace(day=26)
    dock.floor.act(lambda act: hold_expired(act, HoldExpired()))
    dock.site.follow(FOLLOWER)
    (seen,) = put_aways(dock)
    assert goes(seen) == ("A1", 6, ["Q1"])


def test_what_arrives_of_a_recalled_lot_goes_apart_at_once(dock: Dock) -> None:
    a_lot(dock.floor, "B7")
    dock.site.do(SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass"))
    dock.receive("TEA", 5, lot="B7", expires_on=date(2027, 11, 25))
    (seen,) = put_aways(dock)
    assert goes(seen) == ("D1", 5, ["Q1"])


def test_a_pallet_goes_whole_and_other_holds_leave_goods_where_they_are(dock: Dock) -> None:
    held = pallet(dock.floor, "BOLT", "A1", 9)
    dock.site.do(SetHold(sku="BOLT", reason=HoldReason.QUALITY, note="being tested"))
    dock.site.follow(FOLLOWER)
    assert put_aways(dock) == []
    dock.site.do(SetHold(sku="BOLT", reason=HoldReason.RECALL, note="brittle"))
    dock.site.follow(FOLLOWER)
    (seen,) = put_aways(dock)
    assert (seen["container"], goes(seen)) == (held, ("A1", 9, ["Q1"]))
