"""Parcels that come back at a served site: told by hands, judged by the server."""

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands

RETURNS = house_code(Kind.LOCATION, "RET1")


def opened(floor: Served, hands: Hands, reference: str) -> None:
    """A parcel that nobody knows, begun by its number at home."""
    made = floor.post("/warehouses/{warehouse}/returns", {"reference": reference})
    hands.say(house_code(Kind.RETURN, made["return_number"]))


def test_goods_go_onto_a_new_lpn_and_the_next_are_not_mixed_with_them(
    floor: Served, hands: Hands
) -> None:
    opened(floor, hands, "RMA 801")
    hands.say(GTINS["BOLT"], "type:2", "key:enter", "key:f7", RETURNS)
    words, _, lpn = hands.view.what[0].rpartition(" ")
    assert words == "PUT ON"
    jobs = floor.get("/warehouses/{warehouse}/print-jobs")["items"]
    assert [job["document"] for job in jobs] == ["lpn"]
    hands.say(GTINS["NUT"], "type:3", "key:enter", lpn)
    assert hands.band.lines == (
        f"{lpn} holds returned goods and these are damaged: take another LPN.",
    )
    assert hands.view.ask == "SCAN PLACE OR LPN, F7 NEW"
    hands.say(RETURNS)
    rows = floor.get("/warehouses/{warehouse}/stock", location="RET-1")["items"]
    assert sorted((row["sku"], row["status"], row["container"]) for row in rows) == [
        ("BOLT", "returned", lpn),
        ("NUT", "damaged", None),
    ]


def test_another_disposition_than_is_proposed_waits_for_a_second_badge(
    floor: Served, hands: Hands
) -> None:
    boss = floor.person("BOSS", "supervisor")
    opened(floor, hands, "RMA 802")
    hands.say(GTINS["BOLT"], "type:1")
    digits = {words[2:]: words[0] for words in hands.view.options}
    hands.say(f"type:{digits['SCRAP']}", RETURNS)
    assert hands.view.ask.startswith("SCAN SECOND BADGE")
    hands.say(boss.badge, f"type:{boss.pin}")
    assert hands.view.ask == "SCAN ITEM, F8 DONE"
    told = floor.get("/warehouses/{warehouse}/exceptions", kind="return_differs")["items"]
    assert "Goods that came back new go to scrap: person:BOSS says so." in {
        one["sentence"] for one in told
    }
