"""Goods come in at a served site: told by hands, booked by the server."""

from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands

DOCK = house_code(Kind.LOCATION, "DOCK1")


@pytest.fixture
def blind(floor: Served) -> None:
    """From now on receivers count without being told."""
    told = floor.get("/site/policy")
    body = {"rules": {"blind_receiving": True}, "version": told["version"]}
    floor.post("/site/policy", body, method="PUT")


def came(floor: Served, order: str) -> list[tuple[str, int, int]]:
    """Item, received and over of each line of an order."""
    lines = floor.get(f"/warehouses/{{warehouse}}/purchase-orders/{order}")["lines"]
    return [(line["sku"], line["received"], line["over"]) for line in lines]


def test_what_is_left_is_what_the_server_says_however_many_receive(
    floor: Served, hands: Hands
) -> None:
    floor.purchase("4801", ("BOLT", 24), ("BOLT", 6))
    hands.say("4801", DOCK)
    assert hands.view.what[0] == "30 open  BOLT Bolt thing"
    body = {"purchase_order": "4801", "dock": "DOCK-1", "sku": "BOLT", "quantity": 10}
    floor.post("/warehouses/{warehouse}/receipts/receive", body)
    hands.say(GTINS["BOLT"], "type:1", "type:5", DOCK)
    assert hands.view.what[-1] == "15 open  BOLT Bolt thing"
    hands.say("key:f8")
    assert hands.view.what == ("15 SHORT  BOLT",)
    hands.say("type:1")
    assert came(floor, "4801") == [("BOLT", 15, 0), ("BOLT", 0, 0)]


def test_a_new_lpn_has_its_number_and_its_label(floor: Served, hands: Hands) -> None:
    floor.purchase("4802", ("NUT", 4))
    hands.say("4802", DOCK, GTINS["NUT"], "type:4", "key:f7")
    words, _, lpn = hands.view.what[0].rpartition(" ")
    assert words == "PUT ON"
    (row,) = floor.get("/warehouses/{warehouse}/stock", container=lpn)["items"]
    assert (row["sku"], row["location"], row["on_hand"]) == ("NUT", "DOCK-1", 4)
    jobs = floor.get("/warehouses/{warehouse}/print-jobs")["items"]
    assert lpn in {job["cause"] for job in jobs}


def test_more_than_the_order_takes_wants_a_reason(floor: Served, hands: Hands) -> None:
    floor.purchase("4803", ("NUT", 10))
    hands.say("4803", DOCK, GTINS["NUT"], "type:12")
    assert (hands.view.ask, hands.view.what[0]) == ("MORE THAN ORDERED: WHY?", "2 OVER  NUT")
    hands.say("type:2", DOCK)
    assert came(floor, "4803") == [("NUT", 12, 2)]
    told = floor.get("/warehouses/{warehouse}/exceptions", kind="over_receipt")["items"]
    assert [one["sentence"] for one in told if "4803" in one["sentence"]] == [
        "2 of NUT came beyond what 4803/1 takes: 10 were ordered. free of charge"
    ]


def test_what_is_not_on_the_order_may_be_of_another_of_the_supplier(
    floor: Served, hands: Hands
) -> None:
    floor.purchase("4804", ("BOLT", 5))
    floor.purchase("4805", ("TEA", 8))
    hands.say("4804", DOCK, GTINS["TEA"])
    options = {words[2:]: words[0] for words in hands.view.options}
    assert list(options)[:2] == ["TAKE IT AS OVERAGE", "TURN AWAY"]
    hands.say(f"type:{options['IT IS OF 4805']}")
    assert hands.view.ask == "LOT?"
    hands.say("type:T7", "type:311299", "type:8", DOCK)
    assert (came(floor, "4805"), came(floor, "4804")) == ([("TEA", 8, 0)], [("BOLT", 0, 0)])
    assert hands.view.what[-1] == "5 open  BOLT Bolt thing"
    assert floor.stock(sku="TEA") == [("TEA", "DOCK-1", 8)]


def test_what_is_taken_as_overage_is_asked_what_its_item_needs(floor: Served, hands: Hands) -> None:
    floor.purchase("4808", ("BOLT", 5))
    floor.purchase("4809", ("TEA", 8))
    hands.say("4808", DOCK, GTINS["TEA"], "type:1")
    assert hands.view.ask == "LOT?"
    hands.say("type:T8", "type:311299", "type:2", DOCK)
    rows = floor.get("/warehouses/{warehouse}/stock", lot="T8")["items"]
    assert [(row["status"], row["on_hand"]) for row in rows] == [("overage", 2)]


def test_who_receives_blind_is_told_no_quantity(floor: Served, hands: Hands, blind: None) -> None:
    floor.purchase("4806", ("BOLT", 77))
    hands.say("4806")
    seen = list(hands.view.what)
    hands.say(DOCK, "key:f5", "4806")
    seen += hands.view.what
    hands.say("key:escape", "key:escape")
    assert hands.view.what == ("? open  BOLT Bolt thing",)
    hands.say(GTINS["BOLT"], "type:80", DOCK)
    seen += hands.view.what
    assert hands.view.what[-1] == "? open  BOLT Bolt thing"
    (number,) = [
        one["number"]
        for one in floor.get("/warehouses/{warehouse}/receipts", purchase_order="4806")["items"]
    ]
    assert floor.get(f"/warehouses/{{warehouse}}/receipts/{number}")["short"] == []
    assert not [words for words in seen if "77" in words and "beyond" not in words]
    hands.say("key:f8")
    assert floor.get(f"/warehouses/{{warehouse}}/receipts/{number}")["state"] == "closed"
    assert came(floor, "4806") == [("BOLT", 80, 3)]


def test_items_are_called_as_the_badge_speaks(floor: Served, tmp_path: Path) -> None:
    item = {"sku": "CUP", "name": "Cup", "name_de": "Tasse", "gtin": "4006381333962"}
    floor.post("/items", item)
    floor.purchase("4807", ("CUP", 5))
    hands = Hands(tmp_path, floor.device("D-KLAUS"))
    hands.sign_in(floor.person("KLAUS", language="de"))
    hands.say("4807", DOCK)
    assert hands.view.what[0].endswith("CUP Tasse")
    hands.die()
