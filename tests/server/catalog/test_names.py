"""What an item is called in the language of the badge, and found by."""

from typing import Any

import pytest

from tests.site import Site

CSV = "/items/csv"
FILE = """sku,name,name_de,name_pl
TEA,Green tea,Gr\u00fcner Tee,Zielona herbata
MUG,Mug,,
"""


@pytest.fixture
def shop(site: Site) -> Site:
    """Tea that has names, a mug that has none; an order of both."""
    report = site.post(CSV, FILE.encode())
    assert (report["created"], report["refused"]) == (2, [])
    site.post("/suppliers", {"code": "ACME", "name": "Acme"})
    lines = [{"number": n, "sku": sku, "quantity": 5} for n, sku in ((1, "TEA"), (2, "MUG"))]
    order = {"number": "4711", "supplier": "ACME", "lines": lines}
    site.post("/warehouses/{warehouse}/purchase-orders", order)
    return site


def expected(site: Any) -> list[str]:
    told = site.get("/warehouses/{warehouse}/purchase-orders/4711/expected")
    return [line["name"] for line in told["lines"]]


def looked_up(site: Any, text: str) -> list[str]:
    found = site.get("/warehouses/{warehouse}/scans", text=text)["candidates"]
    return [one["words"] for one in found if one["kind"] == "ITEM"]


def test_who_asks_is_told_in_the_language_of_their_badge(shop: Site) -> None:
    german, polish, french = (shop.person("worker", language=code) for code in ("de", "pl", "fr"))
    assert expected(german) == ["Gr\u00fcner Tee", "Mug"]
    assert expected(polish) == ["Zielona herbata", "Mug"]
    assert expected(french) == ["Green tea", "Mug"]
    assert expected(shop) == ["Green tea", "Mug"]
    assert looked_up(german, "TEA") == ["Gr\u00fcner Tee"]
    assert looked_up(french, "TEA") == ["Green tea"]


def test_it_is_found_by_its_name_in_any_language(shop: Site) -> None:
    for words in ("herbata", "ner Tee", "green"):
        found = shop.get("/items", search=words)["items"]
        assert [one["sku"] for one in found] == ["TEA"]


def test_names_go_out_and_in_and_are_changed(shop: Site) -> None:
    out = shop.client.get("/api/v1/items/csv", headers=shop.credentials).text
    report = shop.post(CSV, out.encode())
    assert (report["unchanged"], report["updated"]) == (2, 0)
    tea = shop.get("/items/TEA")
    assert (tea["name"], tea["name_de"], tea["name_fr"]) == ("Green tea", "Gr\u00fcner Tee", None)
    keep = {k: v for k, v in tea.items() if k not in {"sku", "levels", "barcodes"}}
    shop.put("/items/TEA", keep | {"name_fr": "Th\u00e9 vert"})
    assert expected(shop.person("worker", language="fr"))[0] == "Th\u00e9 vert"
    bad = shop.post(CSV, b"sku,name,name_de\nTEA,Tea,\x07\n", status=422)
    assert bad["code"] == "bad_rows"
