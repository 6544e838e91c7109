"""Items come and go as CSV files."""

from typing import Any

import pytest
from httpx import Response

from tests.site import Site

GOOD = """sku,name,tracking,expires,gtin,case_quantity,case_gtin,weight_grams
TEA-100,"Green tea, 100 g",lot,true,9501101530003,12,19501101530000,120
MUG,Mug,,,,6,,
SHIRT,=Shirt,,,,,,
"""


def send(site: Site, file: str | bytes, mode: str = "all") -> Response:
    content = file if isinstance(file, bytes) else file.encode()
    return site.send("POST", "/items/csv", content, params={"mode": mode})


def taken(site: Site, file: str, mode: str = "all") -> dict[str, Any]:
    answer = send(site, file, mode)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    names = ("created", "updated", "unchanged")
    return (*(report[name] for name in names), len(report["refused"]))


def skus(site: Site) -> list[str]:
    return [item["sku"] for item in site.get("/items")["items"]]


def test_a_file_makes_items_and_a_rerun_is_harmless(site: Site) -> None:
    assert counts(taken(site, GOOD)) == (3, 0, 0, 0)
    tea = site.get("/items/TEA-100")
    assert (tea["name"], tea["tracking"], tea["weight_grams"]) == ("Green tea, 100 g", "lot", 120)
    assert [(code["text"], code["quantity"]) for code in tea["barcodes"]] == [
        ("09501101530003", 1),
        ("19501101530000", 12),
    ]
    assert counts(taken(site, GOOD)) == (0, 0, 3, 0)
    assert site.get("/items/TEA-100") == tea


def test_the_same_key_updates_and_touches_only_the_columns_it_brings(site: Site) -> None:
    taken(site, GOOD)
    assert counts(taken(site, "sku,name\nTEA-100,Tea\nMUG,Mug\n")) == (0, 1, 1, 0)
    tea = site.get("/items/TEA-100")
    assert (tea["name"], tea["tracking"], tea["weight_grams"], tea["version"]) == (
        "Tea",
        "lot",
        120,
        2,
    )
    # An empty cell in a column that is there says "none".
    taken(site, "sku,name,weight_grams\nTEA-100,Tea,\n")
    assert site.get("/items/TEA-100")["weight_grams"] is None


BAD = """sku,name,tracking,expires,gtin,case_quantity,case_gtin
TEA-100,Green tea,lot,true,9501101530003,,
bad sku,Mug,,,,,
POT,Pot,expiry,false,,,
CUP,Cup,,,9501101530004,,
CAN,Can,,,,,19501101530000
TEA-100,Twice,,,,,
JUG,Jug,,,,0,
"""


def test_one_bad_row_and_nothing_is_taken_and_each_is_named(site: Site) -> None:
    answer = send(site, BAD)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_rows")
    errors = {error["where"]: error["detail"] for error in answer.json()["errors"]}
    assert list(errors) == ["line 3", "line 4", "line 5", "line 6", "line 7", "line 8"]
    assert errors["line 3"].startswith("sku is 'bad sku'")
    assert "Tracking by expiry needs `expires`" in errors["line 4"]
    assert "9501101530004" in errors["line 5"]
    assert "case_quantity is empty" in errors["line 6"]
    assert errors["line 7"] == "sku TEA-100 stands on line 2 already."
    assert errors["line 8"].startswith("case_quantity is '0'")
    assert skus(site) == []


def test_partial_takes_the_good_rows_and_leaves_nothing_of_the_bad(site: Site) -> None:
    report = taken(site, BAD, "partial")
    assert counts(report) == (1, 0, 0, 6)
    # CUP was begun before its GTIN was found to be wrong: nothing of it may stay.
    assert skus(site) == ["TEA-100"]
    site.seal()
    told = [e for item in site.get("/events")["items"] for e in item["events"]]
    assert [e["subject"] for e in told if e["kind"] == "item.changed"] == ["TEA-100"]
    assert told[-1]["detail"] == {
        "what": "items",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": 6,
    }


def test_check_says_what_would_happen_and_does_nothing(site: Site) -> None:
    assert counts(taken(site, BAD, "check")) == (1, 0, 0, 6)
    assert counts(taken(site, GOOD, "check")) == (3, 0, 0, 0)
    assert skus(site) == []


def test_what_goes_out_may_come_in_again_and_no_cell_is_a_formula(site: Site) -> None:
    taken(site, GOOD)
    answer = site.send("GET", "/items/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert ",'=Shirt," in answer.text
    before = [site.get(f"/items/{sku}") for sku in skus(site)]
    assert counts(taken(site, answer.text)) == (0, 0, 3, 0)
    assert [site.get(f"/items/{sku}") for sku in skus(site)] == before


@pytest.mark.parametrize(
    "file", [b"", b"\xff\xfe", b"sku\r\nA", b"{}", b'sku,name\r\n"', b"sku,name,cost\r\nA,B,1"]
)
def test_what_is_no_table_is_refused(site: Site, file: bytes) -> None:
    answer = send(site, file)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_table")


def test_too_many_rows_and_too_large_a_file_are_refused(site: Site) -> None:
    rows = "".join(f"I{n},x\n" for n in range(501))
    answer = send(site, "sku,name\n" + rows)
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_rows")
    large = send(site, "sku,name\nA," + "x" * (1 << 20))
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    assert site.send("POST", "/items/csv", b"sku", params={"mode": "x"}).status_code == 400


def test_a_file_needs_the_right_to_write(site: Site) -> None:
    worker = site.as_key("inquire")
    assert send(worker, GOOD).json()["code"] == "forbidden"
    assert worker.send("GET", "/items/csv").json()["code"] == "forbidden"


def test_a_control_byte_in_a_cell_is_refused(site: Site) -> None:
    answer = send(site, "sku,name\nA,x\x00y\nB,x\x1by\n")
    assert [error["where"] for error in answer.json()["errors"]] == ["line 2", "line 3"]
