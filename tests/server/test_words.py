"""What was wrong is said in words, in every place where something comes in."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from server.inbound.wire.receipts import ReceiveLine
from server.places.wire import ZoneCreate
from server.purchasing.wire import PurchaseLine, PurchaseOrderCreate
from server.words import ALLOWED, counted, in_words, odd_days
from tests.site import Site

CODE = "upper-case letters, digits and . _ + # -, a letter or digit first, at most 40 of them"
SERVER = Path(__file__).parents[2] / "server"


def patterns() -> set[str]:
    """Every pattern that a type of the server is declared with, read from its source."""
    return {
        keyword.value.value
        for path in SERVER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Meta"
        for keyword in node.keywords
        if keyword.arg == "pattern"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }


def test_every_pattern_has_its_words() -> None:
    found = patterns()
    assert len(found) > 15
    assert found - set(ALLOWED) == set()


@pytest.mark.parametrize("quoted", [repr(r"\AI{1,3}\Z"), r'"\\AI{1,3}\\Z"'])
def test_a_pattern_is_said_in_words(quoted: str) -> None:
    said = in_words(f"Expected `str` matching regex {quoted} - at `$.group`")
    assert said == "Expected I, II or III - at `$.group`"


def test_a_body_a_question_and_a_file_say_what_is_allowed(site: Site) -> None:
    told = site.post("/suppliers", {"code": "a b", "name": "Leaf"}, status=400)
    assert told["errors"] == [{"where": "code", "detail": f"Expected {CODE}"}]
    told = site.get("/orders", channel="a b", status=400)
    assert told["detail"] == f"The request is malformed: Expected {CODE} - at `$.channel`"
    told = site.post("/items/csv", b"sku,name\na b,Tea\n", status=422)
    assert told["detail"] == (
        f"1 row is wrong, so none was taken. The first: line 2: sku is 'a b': Expected {CODE}."
    )


def test_one_is_singular() -> None:
    assert [counted(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


def test_days_out_of_reason_are_found_wherever_they_stand() -> None:
    order = PurchaseOrderCreate(
        number="PO1",
        supplier="LEAF",
        expected_on=date(2026, 12, 1),
        lines=[PurchaseLine(number=1, sku="TEA", quantity=1, expected_on=date(1, 1, 1))],
    )
    assert list(odd_days(order)) == [
        ("lines[0].expected_on", "0001-01-01 is a typing error: its year can be 2000 to 2099.")
    ]
    assert list(odd_days(ZoneCreate(code="A", name="A"))) == []


def test_the_clock_of_a_device_is_information_only() -> None:
    late = ReceiveLine(quantity=1, happened_at=datetime(1970, 1, 1, tzinfo=UTC))
    assert list(odd_days(late)) == []


def test_a_day_that_is_a_typing_error_is_refused_everywhere(site: Site) -> None:
    row = b"reference,sku,quantity,name,street,city,country,ship_by\n1,TEA,1,A,B,C,DE,"
    told = site.post("/orders/csv", row + b"9999-12-31T00:00:00Z\n", status=422)
    assert "line 2: ship_by: 9999-12-31 is a typing error" in told["detail"]
    told = site.get("/orders", ship_before="0001-01-01T00:00:00Z", status=400)
    assert told["errors"][0]["where"] == "ship_before"
    key = {"code": "K", "name": "A key", "rights": ["pick"], "warehouses": ["MAIN"]}
    told = site.post("/keys", {**key, "expires_at": "9999-12-31T00:00:00Z"}, status=400)
    assert told["errors"] == [
        {
            "where": "expires_at",
            "detail": "9999-12-31 is a typing error: its year can be 2000 to 2099.",
        }
    ]
