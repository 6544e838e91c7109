"""Orders come in once, wait when they must, and may be changed while they are open."""

import pytest

from server.act import Act
from server.catalog.tables import Item
from server.places.tables import Location
from server.places.wire import LocationType
from tests.server.orders.build import edited, order
from tests.server.stock.hands import Floor
from tests.site import Site


@pytest.fixture
def floor(site: Site) -> Floor:
    floor = Floor(site)

    def furnish(act: Act) -> None:
        for sku in ("BOLT", "NUT"):
            act.session.add(Item(sku=sku, name=sku.title()))
        act.session.add(Item(sku="OLD", name="Old", active=False))
        for code, sellable in (("A1", True), ("Q1", False)):
            place = Location(
                warehouse=act.warehouse,
                code=code,
                stripped_code=code,
                type=LocationType.PICK_FACE,
                sellable=sellable,
                pickable=sellable,
            )
            act.session.add(place)

    floor.act(furnish)
    return floor


def test_an_order_comes_in_and_is_read_back(floor: Floor) -> None:
    site = floor.site
    body = order("A-1", ("BOLT", 3), ("NUT", 2), gift_note="For Byron", release=False)
    taken = site.post("/orders", body)
    assert taken["number"].startswith("SO")
    assert taken["progress"] == taken["state"] == "new"
    assert [(line["line"], line["sku"], line["ordered"]) for line in taken["lines"]] == [
        (1, "BOLT", 3),
        (2, "NUT", 2),
    ]
    assert site.get(f"/orders/{taken['number']}") == taken
    listed = site.get("/orders", reference="A-1")["items"]
    assert [(row["number"], row["lines"], row["units"], row["open_units"]) for row in listed] == [
        (taken["number"], 2, 5, 5)
    ]


def test_a_reference_is_unique_in_its_channel(floor: Floor) -> None:
    first = floor.site.post("/orders", order("A-1", ("BOLT", 1), release=False))
    again = floor.site.post("/orders", order("A-1", ("BOLT", 1), release=False), status=409)
    assert again["code"] == "exists"
    assert first["number"] in again["detail"]
    other = order("A-1", ("BOLT", 1), channel="SHOP", release=False)
    assert floor.site.post("/orders", other)["channel"] == "SHOP"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"lines": [{"sku": "NONE", "quantity": 1}]}, 404, "not_found"),
        ({"lines": [{"sku": "OLD", "quantity": 1}]}, 409, "item_inactive"),
        ({"lines": [{"sku": "BOLT", "quantity": 0}]}, 400, "malformed"),
        ({"lines": []}, 400, "malformed"),
        ({"customer": "NOBODY"}, 404, "not_found"),
        ({"warehouse": "ELSEWHERE"}, 404, "not_found"),
        ({"ship_to": {"name": "x"}}, 400, "malformed"),
        ({"reference": ""}, 400, "malformed"),
        ({"surprise": 1}, 400, "malformed"),
    ],
)
def test_what_does_not_fit_is_refused_and_stores_nothing(
    floor: Floor, changes: dict[str, object], status: int, code: str
) -> None:
    refused = floor.site.post("/orders", order("A-1", ("BOLT", 1)) | changes, status=status)
    assert refused["code"] == code
    assert floor.site.get("/orders")["items"] == []


def test_an_open_order_is_edited_from_its_version(floor: Floor) -> None:
    site = floor.site
    taken = site.post("/orders", order("A-1", ("BOLT", 1), release=False))
    path = f"/orders/{taken['number']}"
    changed = site.put(path, edited(taken, priority=1, gift_note="Soon"))
    assert (changed["priority"], changed["gift_note"]) == (1, "Soon")
    assert site.put(path, edited(taken, priority=2), status=409)["code"] == "stale"


def test_a_held_order_waits_until_it_is_let_go(floor: Floor) -> None:
    site = floor.site
    taken = site.post("/orders", order("A-1", ("BOLT", 1), hold="fraud"))
    path = f"/orders/{taken['number']}"
    assert (taken["state"], taken["hold"]) == ("held", "fraud")
    assert site.post(f"{path}/hold", {"reason": "payment"}, status=409)["code"] == "wrong_state"
    let_go = site.post(f"{path}/lift-hold", {})
    assert (let_go["state"], let_go["hold"]) == ("new", None)
    assert site.post(f"{path}/lift-hold", {}, status=409)["code"] == "wrong_state"
    held = site.post(f"{path}/hold", {"reason": "address", "note": "No such street"})
    assert (held["state"], held["hold"]) == ("held", "address")


def test_customers_are_made_and_changed(floor: Floor) -> None:
    site = floor.site
    body = {"code": "ACME", "name": "Acme", "minimum_days": 30}
    made = site.put("/customers", body)
    assert site.put("/customers", body, status=409)["code"] == "exists"
    changed = site.put("/customers", body | {"name": "Acme Ltd", "version": made["version"]})
    assert site.get("/customers")["items"] == [changed]
    stale = site.put("/customers", body | {"version": made["version"]}, status=409)
    assert stale["code"] == "stale"


def test_only_sellable_goods_may_be_promised(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    floor.put("BOLT", "Q1", 5)
    (row,) = floor.site.get("/availability", sku="BOLT")["items"]
    assert (row["sellable"], row["reserved"], row["available"]) == (10, 0, 10)


def test_a_moment_outside_the_calendar_is_refused(site: Site) -> None:
    site.post("/items", {"sku": "BOLT", "name": "Bolt"})
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        told = site.post("/orders", order("1", ("BOLT", 1), ship_by=moment), status=400)
        assert told["code"] == "malformed"
        assert moment[:10] in told["detail"]
