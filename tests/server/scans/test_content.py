"""What a place, an LPN or an item tells beside its name to whoever moves goods."""

from typing import Any

from server.counting.wire.counts import OpenCount
from server.stock.wire import ContainerKind
from tests.server.inbound.dock import Dock
from tests.server.stock.furnished import promise
from tests.site import Site


def values(site: Site, text: str) -> dict[str, Any]:
    found = site.get("/warehouses/{warehouse}/scans", text=text, content=True)["candidates"]
    return dict(found[0]["values"])


def test_what_stands_there_is_told_and_what_is_promised_of_it(site: Site) -> None:
    dock = Dock.of(site)
    dock.receive("BOLT", 20, purchase_order=None, location="A1")
    dock.receive("RADIO", 1, purchase_order=None, location="A1", serials=("S1",))
    assert values(site, "A1") == {
        "content": "20 BOLT, 1 RADIO",
        "stands/BOLT": "20",
        "holds/BOLT": "20",
        "stands/RADIO": "1",
        "holds/RADIO": "1",
    }
    promise(dock.floor, "BOLT", "A1", 12)
    assert values(site, "A1") == {
        "content": "20 BOLT, 1 RADIO",
        "waits": "12 SO1/1",
        "waits/BOLT": "12 SO1/1",
        "stands/BOLT": "8",
        "holds/BOLT": "20",
        "stands/RADIO": "1",
        "holds/RADIO": "1",
    }
    assert values(site, "BOLT") == {"item": "BOLT", "lies": "A1", "stands/BOLT": "8"}
    plain = site.get("/warehouses/{warehouse}/scans", text="A1")["candidates"][0]
    assert plain["values"] == {}


def test_an_lpn_tells_all_that_is_in_it_and_its_place_counts_it_not_as_loose(site: Site) -> None:
    dock = Dock.of(site)
    lpn = dock.receive(
        "BOLT", 4, purchase_order=None, location="A1", new_container=ContainerKind.PALLET
    )["container"]
    assert values(site, lpn) == {"content": "4 BOLT", "stands/BOLT": "4", "holds/BOLT": "4"}
    assert values(site, "A1") == {"content": "4 BOLT"}
    assert values(site, "BOLT") == {"item": "BOLT"}


def test_what_one_counts_is_told_nowhere(site: Site) -> None:
    dock = Dock.of(site)
    dock.receive("BOLT", 20, purchase_order=None, location="A1")
    site.do(OpenCount(location="A1"))
    assert values(site, "A1") == {}
    assert values(site, "BOLT") == {"item": "BOLT"}
