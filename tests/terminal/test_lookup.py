"""What the prompt does not know is asked at the server, with all that was read out of the label."""

import pytest

from terminal.client import Client
from terminal.flows.offers import Lookup
from terminal.lookup import look_up
from terminal.scan.hibc import check_character
from terminal.scan.outcome import Accept, Outcome, Query, Reject
from terminal.scan.reading import Kind
from terminal.scan.resolve import found
from terminal.scan.wanted import Wanted
from tests.terminal.floor import Served
from tests.terminal.scan.reads import read

DEVICE = "+A123BJC5D6E71"
PRIMARY = DEVICE + check_character(DEVICE)
ITEM = Wanted(Kind.ITEM)


@pytest.fixture(scope="module")
def client(floor: Served) -> Client:
    floor.post("/items/BOLT/barcodes", {"text": PRIMARY, "type": "alias"})
    floor.post("/items/NUT/barcodes", {"text": "4711-A", "type": "supplier"})
    for n in range(7):
        floor.post("/items", {"sku": f"T{n}", "name": "Same"})
        floor.post(f"/items/T{n}/barcodes", {"text": "SAME", "type": "alias"})
    client = Client(floor.url, "")
    client.http.headers["Authorization"] = f"Bearer {floor.key}"
    return client


def resolved(client: Client, text: str, wanted: Wanted = ITEM) -> Outcome:
    """As the runner does it: the prompt first, then the server, then the prompt again."""
    query = read(text, wanted)
    assert isinstance(query, Query), query
    answer = look_up(client, "MAIN", Lookup(1, query))
    return Reject(answer.failed) if answer.failed else found(query, answer.candidates, wanted)


def test_a_medical_label_is_found_by_its_item_and_keeps_its_lot(client: Client) -> None:
    body = f"{DEVICE}/$$3271231LOT7"
    accept = resolved(client, body + check_character(body))
    assert isinstance(accept, Accept)
    values = accept.reading.values
    assert (accept.reading.value, values["lot"], values["expiry"]) == (
        "BOLT",
        "LOT7",
        "2027-12-31",
    )


@pytest.mark.parametrize(
    ("text", "sku", "lot"),
    [
        ("[)>\x1e06\x1d1P4711-A\x1d1TB7\x1e\x04", "NUT", "B7"),
        ("https://shop.example/x/01/4006381333955/10/C9", "TEA", "C9"),
        ("]C1010400638133393110A%1", "BOLT", "A%1"),
    ],
)
def test_every_grammar_finds_its_item(client: Client, text: str, sku: str, lot: str) -> None:
    accept = resolved(client, text)
    assert isinstance(accept, Accept), accept
    assert (accept.reading.value, accept.reading.values["lot"]) == (sku, lot)


def test_what_nobody_knows_says_how_it_was_read(client: Client) -> None:
    assert resolved(client, "]C10109501101530003") == Reject(
        "E-UNK", {"value": "ITEM 09501101530003"}
    )
    assert resolved(client, "nonsense") == Reject("E-UNK", {"value": "nonsense"})


def test_too_many_meanings_are_not_offered(client: Client) -> None:
    assert resolved(client, "SAME") == Reject("E-MANY")


def test_a_place_that_is_scanned_for_goods_is_named(client: Client) -> None:
    refusal = resolved(client, "A-01")
    assert isinstance(refusal, Reject)
    assert (refusal.code, refusal.arguments["kind"]) == ("E-KIND", "LOCATION")
