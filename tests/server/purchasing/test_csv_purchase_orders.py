"""Purchase orders come and go as CSV files."""

from typing import Any

import pytest

from tests.site import Site

ORDERS = "/warehouses/{warehouse}/purchase-orders"
GOOD = """number,supplier,line,sku,quantity,level,price,expected_on
4500017,LEAF,1,TEA,120,case,1999,2026-12-01
4500017,LEAF,2,MUG,30,,,2026-12-01
4500018,LEAF,1,MUG,5,,,
"""


@pytest.fixture
def buyer(site: Site) -> Site:
    tea_case = {"name": "case", "quantity": 12}
    site.post("/items", {"sku": "TEA", "name": "Green tea", "levels": [tea_case]})
    site.post("/items", {"sku": "MUG", "name": "Mug"})
    site.post("/suppliers", {"code": "LEAF", "name": "Leaf & Sons"})
    return site


def send(site: Site, file: str, status: int = 200, mode: str = "all") -> dict[str, Any]:
    answer = site.send("POST", ORDERS + "/csv", file.encode(), params={"mode": mode})
    assert answer.status_code == status, answer.text
    report: dict[str, Any] = answer.json()
    return report


def quantities(site: Site, number: str) -> list[tuple[int, str, int]]:
    lines = site.get(f"{ORDERS}/{number}")["lines"]
    return [(line["number"], line["sku"], line["quantity"]) for line in lines]


def test_a_file_makes_orders_and_a_rerun_is_harmless(buyer: Site) -> None:
    assert send(buyer, GOOD) == {"created": 2, "updated": 0, "unchanged": 0, "refused": []}
    made = buyer.get(ORDERS + "/4500017")
    assert quantities(buyer, "4500017") == [(1, "TEA", 120), (2, "MUG", 30)]
    assert made["lines"][0]["pack_quantity"] == 12
    assert send(buyer, GOOD)["unchanged"] == 2
    assert buyer.get(ORDERS + "/4500017") == made


def test_a_file_changes_the_lines_it_names_and_leaves_the_others(buyer: Site) -> None:
    send(buyer, GOOD)
    more = "number,supplier,line,sku,quantity\n4500017,LEAF,2,MUG,40\n4500017,LEAF,3,TEA,12\n"
    assert send(buyer, more)["updated"] == 1
    assert quantities(buyer, "4500017") == [(1, "TEA", 120), (2, "MUG", 40), (3, "TEA", 12)]
    order = buyer.get(ORDERS + "/4500017")
    assert (order["expected_on"], order["lines"][0]["price"]) == ("2026-12-01", 1999)


def test_an_ended_order_may_be_sent_again_but_not_changed(buyer: Site) -> None:
    send(buyer, GOOD)
    buyer.post(ORDERS + "/move", {"number": "4500018", "state": "cancelled"})
    assert send(buyer, GOOD)["unchanged"] == 2
    refused = send(buyer, GOOD.replace("MUG,5", "MUG,6"), 422)
    assert refused["errors"] == [
        {
            "where": "line 4",
            "detail": "Purchase order 4500018 is cancelled, it can't change any more.",
        }
    ]


def test_one_bad_line_spoils_its_order_and_no_other(buyer: Site) -> None:
    bad = (
        GOOD
        + "4500019,LEAF,1,MUG,1,,,\n4500019,LEAF,2,MUG,none,,,\n"  # no number
        + "4500020,LEAF,1,NONE,1,,,\n"
        + "4500021,LEAF,1,MUG,1,,,\n4500021,LEAF,1,TEA,1,,,\n"  # line twice
        + "4500022,LEAF,1,MUG,1,,,2026-12-01\n4500022,LEAF,2,MUG,1,,,2026-12-02\n"
        + "4500017,LEAF,3,MUG,1,,,\n"  # apart from the order's other lines
        + "PO12,LEAF,1,MUG,1,,,\n"
        + "4500023,NOBODY,1,MUG,1,,,\n"
    )
    answer = send(buyer, bad, 422)
    errors = {error["where"]: error["detail"] for error in answer["errors"]}
    assert list(errors) == [f"line {n}" for n in range(5, 15)]
    assert errors["line 5"] == "Another row of number 4500019 is wrong."
    assert errors["line 6"].startswith("quantity is 'none'")
    assert errors["line 7"] == "There is no item NONE."
    assert errors["line 8"] == errors["line 9"] == "Two rows of 4500021 have the same line."
    assert "'2026-12-01' and '2026-12-02'" in errors["line 10"]
    assert "stands on line 2 already" in errors["line 12"]
    assert "PO12 is a number as they are given here" in errors["line 13"]
    assert errors["line 14"] == "There is no supplier NOBODY."
    assert buyer.get(ORDERS)["items"] == []
    assert send(buyer, bad, mode="partial")["created"] == 2
    assert [order["number"] for order in buyer.get(ORDERS)["items"]] == ["4500017", "4500018"]


def test_what_goes_out_may_come_in_again(buyer: Site) -> None:
    send(buyer, GOOD)
    file = buyer.send("GET", ORDERS + "/csv").text
    assert len(file.splitlines()) == 4
    assert send(buyer, file) == {"created": 0, "updated": 0, "unchanged": 2, "refused": []}
