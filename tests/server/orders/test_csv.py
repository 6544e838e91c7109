"""Orders in by file, and what has shipped out by position."""

import csv
import io
from typing import Any

import pytest

from server.act import Act
from server.catalog.tables import Item
from tests.server.stock.hands import Floor
from tests.site import Site

HEADER = "channel,reference,sku,quantity,name,street,city,country,ship_by,priority\n"
ADDRESS = "Ada,Quay 1,Hull,GB,2026-11-26T16:00:00Z"


@pytest.fixture
def shop(site: Site) -> Site:
    def furnish(act: Act) -> None:
        act.session.add_all([Item(sku=sku, name=sku) for sku in ("BOLT", "NUT")])

    Floor(site).act(furnish)
    return site


def sent(site: Site, rows: str, *, status: int = 200) -> Any:
    return site.post("/orders/csv", (HEADER + rows).encode(), status=status)


def test_lines_below_each_other_are_one_order(shop: Site) -> None:
    rows = f"WEB,1,BOLT,2,{ADDRESS},5\nWEB,1,NUT,3,{ADDRESS},5\nWEB,2,BOLT,1,{ADDRESS},5\n"
    assert sent(shop, rows)["created"] == 2
    found = shop.get("/orders")["items"]
    assert [(row["reference"], row["lines"], row["units"]) for row in found] == [
        ("1", 2, 5),
        ("2", 1, 1),
    ]
    again = sent(shop, rows)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_a_rerun_changes_what_may_change(shop: Site) -> None:
    sent(shop, f"WEB,1,BOLT,2,{ADDRESS},5\n")
    assert sent(shop, f"WEB,1,BOLT,2,{ADDRESS},1\n")["updated"] == 1
    assert shop.get("/orders")["items"][0]["priority"] == 1
    refused = sent(shop, f"WEB,1,BOLT,3,{ADDRESS},1\n", status=422)
    assert refused["code"] == "bad_rows"


def test_one_bad_row_and_nothing_is_taken(shop: Site) -> None:
    rows = (
        f"WEB,1,BOLT,2,{ADDRESS},5\n"
        f"WEB,2,NONE,2,{ADDRESS},5\n"
        f"WEB,3,BOLT,0,{ADDRESS},5\n"
        f"WEB,4,BOLT,1,{ADDRESS},5\nWEB,4,NUT,1,{ADDRESS},6\n"
    )
    refused = sent(shop, rows, status=422)
    assert refused["code"] == "bad_rows"
    assert len(refused["errors"]) == 4
    assert shop.get("/orders")["items"] == []


def test_nothing_has_shipped_yet(shop: Site) -> None:
    sent(shop, f"WEB,1,BOLT,2,{ADDRESS},5\n")
    shop.seal()
    answer = shop.send("GET", "/shipped.csv?after=0")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert [row[:4] for row in rows] == [["position", "at", "event", "warehouse"]]
