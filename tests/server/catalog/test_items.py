"""Items, their packages and their barcodes, as a buyer and a receiver meet them."""

from typing import Any

import pytest

from server.catalog.find import items_by_barcode
from server.catalog.tables import Item
from server.catalog.wire import ItemFacts
from server.db import reading
from tests.site import Site

TEA = {
    "sku": "TEA-100",
    "name": "Green tea 100 g",
    "tracking": "lot",
    "expires": True,
    "shelf_life_days": 700,
    "weight_grams": 120,
    "gtin": "9501101530003",
    "levels": [{"name": "case", "quantity": 12, "gtin": "19501101530000", "weight_grams": 1600}],
}
EDITABLE = set(ItemFacts.__struct_fields__)


def edited(item: dict[str, Any], **changes: object) -> dict[str, Any]:
    facts = {key: value for key, value in item.items() if key in EDITABLE}
    return {**facts, "version": item["version"], **changes}


def counted(site: Site, text: str) -> list[tuple[str, int]]:
    with reading(site.engine) as session:
        return [(item.sku, quantity) for item, quantity in items_by_barcode(session, text)]


def test_an_item_is_made_whole_and_read_back(site: Site) -> None:
    made = site.post("/items", TEA)
    assert made == site.get("/items/TEA-100")
    assert [(level["name"], level["quantity"]) for level in made["levels"]] == [
        ("each", 1),
        ("case", 12),
    ]
    assert [(code["text"], code["quantity"]) for code in made["barcodes"]] == [
        ("09501101530003", 1),
        ("19501101530000", 12),
    ]
    assert (made["tracking"], made["expires"], made["version"]) == ("lot", True, 1)
    assert site.post("/items", TEA, status=409)["code"] == "exists"


def test_every_fact_on_the_wire_has_its_column() -> None:
    assert set(ItemFacts.__struct_fields__) <= set(Item.__table__.columns.keys())


def test_a_scan_counts_the_package_it_stands_on_whatever_its_zeros(site: Site) -> None:
    site.post("/items", TEA)
    assert counted(site, "9501101530003") == [("TEA-100", 1)]
    assert counted(site, "09501101530003") == [("TEA-100", 1)]
    assert counted(site, "19501101530000") == [("TEA-100", 12)]
    assert counted(site, "4006381333931") == []


def test_an_edit_from_an_older_version_is_refused(site: Site) -> None:
    first = site.post("/items", TEA)
    second = site.put("/items/TEA-100", edited(first, name="Green tea", abc_class="A"))
    assert (second["name"], second["abc_class"], second["version"]) == ("Green tea", "A", 2)
    late = site.put("/items/TEA-100", edited(first, name="Tea"), status=409)
    assert late["code"] == "stale"
    assert "version 2" in late["detail"]
    assert "version 1" in late["detail"]
    assert site.get("/items/TEA-100")["name"] == "Green tea"


def test_an_edit_that_changes_nothing_makes_no_version(site: Site) -> None:
    first = site.post("/items", TEA)
    assert site.put("/items/TEA-100", edited(first))["version"] == 1


def test_what_a_package_holds_is_immutable_once_a_code_stands_on_it(site: Site) -> None:
    site.post("/items", TEA)
    site.post("/items/TEA-100/levels", {"name": "pallet", "quantity": 480})
    free = site.put("/items/TEA-100/levels/pallet/480", {"quantity": 576})
    assert [level["quantity"] for level in free["levels"]] == [1, 12, 576]
    fixed = site.put("/items/TEA-100/levels/case/12", {"quantity": 10}, status=409)
    assert fixed["code"] == "level_used"
    assert "12" in fixed["detail"]
    assert "10" in fixed["detail"]
    both = site.post("/items/TEA-100/levels", {"name": "case", "quantity": 10})
    assert [level["quantity"] for level in both["levels"]] == [1, 10, 12, 576]
    retired = site.put("/items/TEA-100/levels/case/12", {"quantity": 12, "active": False})
    assert [level["active"] for level in retired["levels"]] == [True, True, False, True]
    # Boxes with 12 still stand on the shelf: their code goes on counting 12.
    assert counted(site, "19501101530000") == [("TEA-100", 12)]


@pytest.mark.parametrize(
    ("level", "status", "code"),
    [
        ({"name": "each", "quantity": 2}, 422, "each_is_one"),
        ({"name": "case", "quantity": 12}, 409, "exists"),
        ({"name": "case", "quantity": 0}, 400, "malformed"),
        ({"name": "crate", "quantity": 9}, 400, "malformed"),
    ],
)
def test_an_impossible_package_is_refused(
    site: Site, level: dict[str, object], status: int, code: str
) -> None:
    site.post("/items", TEA)
    assert site.post("/items/TEA-100/levels", level, status=status)["code"] == code


def test_a_code_of_another_item_needs_a_supervisor(site: Site) -> None:
    site.post("/items", TEA)
    site.post("/items", {"sku": "TEA-200", "name": "Green tea, two packs"})
    link = {"sku": "TEA-200", "text": "9501101530003"}
    worker, lead = site.as_key("receive"), site.as_key("receive", "supervise")
    refused = worker.post("/barcodes/link", link, status=403)
    assert refused["code"] == "barcode_taken"
    assert "TEA-100" in refused["detail"]
    lead.post("/barcodes/link", link)
    assert counted(site, "9501101530003") == [("TEA-100", 1), ("TEA-200", 1)]
    site.seal()
    events = [e for item in site.get("/events")["items"] for e in item["events"]]
    assert events[-1]["kind"] == "barcode.bound"
    assert events[-1]["detail"]["others"] == ["TEA-100"]


def test_a_worker_links_an_unknown_code_at_the_scan(site: Site) -> None:
    site.post("/items", TEA)
    worker = site.as_key("receive")
    worker.post("/barcodes/link", {"sku": "TEA-100", "text": "SHOP-77", "level": "case"})
    assert counted(site, "SHOP-77") == [("TEA-100", 12)]
    linked = worker.post("/barcodes/link", {"sku": "TEA-100", "text": "4006381333931"})
    types = {code["text"]: code["type"] for code in linked["barcodes"]}
    assert types["SHOP-77"] == "alias"
    assert types["04006381333931"] == "gtin"
    assert worker.post("/items", TEA, status=403)["code"] == "forbidden"


def test_an_unbound_code_no_longer_counts_and_may_be_bound_again(site: Site) -> None:
    site.post("/items", TEA)
    site.post("/items/TEA-100/barcodes/unbind", {"text": "9501101530003"})
    assert counted(site, "9501101530003") == []
    again = site.post("/items/TEA-100/barcodes/unbind", {"text": "9501101530003"}, status=404)
    assert again["code"] == "not_found"
    site.post("/items/TEA-100/barcodes", {"text": "9501101530003", "type": "gtin"})
    assert counted(site, "9501101530003") == [("TEA-100", 1)]


def test_a_wrong_check_digit_is_named(site: Site) -> None:
    refused = site.post("/items", {**TEA, "gtin": "9501101530004"}, status=422)
    assert refused["code"] == "bad_gtin"
    assert "9501101530004" in refused["detail"]
    assert site.get("/items/TEA-100", status=404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"tracking": "expiry", "expires": False}, 422, "contradiction"),
        ({"shelf_life_days": 10, "minimum_days_receipt": 20}, 422, "contradiction"),
        ({"sku": "tea"}, 400, "malformed"),
        ({"sku": ""}, 400, "malformed"),
        ({"sku": 7}, 400, "malformed"),
        ({"name": "tea\x00"}, 400, "malformed"),
        ({"name": ""}, 400, "malformed"),
        ({"weight_grams": -1}, 400, "malformed"),
        ({"weight_grams": 99999999999999999999}, 400, "malformed"),
        ({"weight_grams": 1.5}, 400, "malformed"),
        ({"tracking": "colour"}, 400, "malformed"),
        ({"colour": "green"}, 400, "malformed"),
        ({"levels": [{"name": "case", "quantity": 12, "colour": 1}]}, 400, "malformed"),
        ({"hazard_class": "12"}, 400, "malformed"),
    ],
)
def test_bad_facts_are_refused_and_nothing_is_stored(
    site: Site, changes: dict[str, object], status: int, code: str
) -> None:
    assert site.post("/items", {**TEA, **changes}, status=status)["code"] == code
    assert site.get("/items")["items"] == []


def test_lists_go_on_from_their_cursor_and_are_searched(site: Site) -> None:
    for n in range(5):
        site.post("/items", {"sku": f"MUG-{n}", "name": f"Mug 10{n} %"})
    first = site.get("/items", limit=3)
    rest = site.get("/items", limit=3, cursor=first["next"])
    assert [item["sku"] for item in first["items"] + rest["items"]] == [
        f"MUG-{n}" for n in range(5)
    ]
    assert rest["next"] is None
    assert [item["sku"] for item in site.get("/items", search="mug-3")["items"]] == ["MUG-3"]
    assert [item["sku"] for item in site.get("/items", search="104 %")["items"]] == ["MUG-4"]
    assert site.get("/items", search="%g")["items"] == []


@pytest.mark.parametrize(
    "address",
    [
        *("/items/%00", "/items/A%00", "/items/tea", "/items/A%20B", "/items/%F0%9F%8D%B5"),
        *("/items/%ff", "/items/" + "A" * 41, "/items?cursor=abc", "/items?limit=x"),
        "/items?cursor=WyJcdTAwMDAiLCJNQUlOIl0%3D",  # a cursor with U+0000 in it
    ],
)
def test_an_address_that_names_nothing_is_never_a_fault(site: Site, address: str) -> None:
    site.post("/items", TEA)
    assert site.send("GET", address).status_code in {200, 400, 404}


def test_a_page_of_no_rows_is_refused(site: Site) -> None:
    answer = site.get("/items", limit=-5, status=400)
    assert answer["detail"] == "The request is malformed: Expected `int` >= 1 - at `$.limit`"


def test_a_number_beyond_the_database_is_refused(site: Site) -> None:
    site.post("/items", TEA)
    path = f"/items/TEA-100/levels/case/{10**20}"
    assert site.put(path, {"quantity": 1}, status=400)["code"] == "malformed"


def test_what_an_item_costs_is_kept_from_workers(site: Site) -> None:
    site.post("/items", TEA)
    for day, amount in (("2026-01-01", 250), ("2026-06-01", 275), ("2026-06-01", 280)):
        site.post(
            "/items/TEA-100/costs",
            {"valid_from": day, "amount": amount, "per": 1, "currency": "EUR"},
        )
    costs = site.get("/items/TEA-100/costs")["items"]
    assert [(cost["valid_from"], cost["amount"]) for cost in costs] == [
        ("2026-06-01", 280),
        ("2026-01-01", 250),
    ]
    worker = site.as_key("inquire")
    assert worker.get("/items/TEA-100/costs", status=403)["code"] == "forbidden"
    assert "amount" not in worker.get("/items/TEA-100")
