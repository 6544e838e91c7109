"""A cart with three orders at a served site: taken at once, killed between two slots, handed on."""

import time
from pathlib import Path

from labels.codes import Kind, house_code
from terminal.flows.offers import Scan
from terminal.scan.raw import RawScan
from terminal.settings import DeviceProfile
from terminal.uuid7 import uuid7
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.hands import Hands

CART = house_code(Kind.CART, "0012")
A01, STAGE = (house_code(Kind.LOCATION, code) for code in ("A01", "STAGE1"))
TOTES = [tote(number) for number in (810, 811, 812)]
WANTED = (2, 3, 4)


def begin(folder: Path, device: DeviceProfile, person: Person) -> Hands:
    return Hands(folder, device).sign_in(person)


def orders(floor: Served) -> list[str]:
    """Three orders of bolts on one pick list, all bolts there are."""
    floor.put("BOLT", "A-01", 9)
    made = [floor.order(f"cart-{quantity}", ("BOLT", quantity)) for quantity in WANTED]
    assert len(floor.wave(cart_slots=3)) == 1
    return made


def test_it_goes_on_between_two_slots_and_with_somebody_else(floor: Served, tmp_path: Path) -> None:
    made = orders(floor)
    ann, ben = floor.person("ANN"), floor.person("BEN")
    first, second = floor.device("CART-A"), floor.device("CART-B")
    hands = begin(tmp_path / "a", first, ann)
    hands.say("type:3", CART, *TOTES, A01)
    assert (hands.view.ask, hands.view.digits) == ("SCAN ITEM, PICK 9", "9")
    hands.say(GTINS["BOLT"])
    assert hands.view.ask == "PUT 2 -> SLOT 1"
    assert floor.stock(sku="BOLT") == [("BOLT", CART, 9)]
    hands.say(TOTES[1])
    assert hands.view.band.code == "E-WRONG"
    hands.say(TOTES[0])
    hands.die()
    hands = Hands(tmp_path / "a", first)
    assert hands.view.ask == "PUT 3 -> SLOT 2"
    hands.say("key:f4", "key:enter")
    assert hands.view.ask == "PUT 2 -> SLOT 1"
    hands.say(TOTES[0])
    hands.say("key:f9", "key:enter")
    hands.die()
    task = floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"][0]["task"]
    other = begin(tmp_path / "b", second, ben)
    other.say(house_code(Kind.TASK, str(task)))
    if other.view.ask == "TAKE IT OVER?":
        other.say("type:1")
    assert other.view.ask == "PUT 3 -> SLOT 2"
    other.say("type:2", TOTES[2])
    assert other.view.ask == "SCAN DROP LOCATION"
    other.say(STAGE, "key:enter", "key:enter")
    assert other.view.ask == "SCAN ANYTHING"
    other.die()
    assert [floor.get(f"/orders/{one}")["lines"][0]["picked"] for one in made] == list(WANTED)
    assert floor.stock(sku="BOLT") == [("BOLT", "STAGE-1", quantity) for quantity in WANTED]


def test_a_broken_slot_is_left_out_and_its_order_goes_elsewhere(
    floor: Served, tmp_path: Path
) -> None:
    floor.put("NUT", "A-02", 9)
    made = [floor.order(f"slot-{n}", ("NUT", 1)) for n in (1, 2)]
    [number] = floor.wave(cart_slots=2)
    cart = house_code(Kind.CART, "0013")
    body = {"code": cart, "type": "cart", "capacity_containers": 3}
    floor.post("/warehouses/{warehouse}/locations", body)
    ann = floor.person("SLOT")
    hands = begin(tmp_path / "s", floor.device("CART-S"), ann)
    task = next(
        one["task"]
        for one in floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
        if one["document"] == number
    )
    hands.say(house_code(Kind.TASK, str(task)), cart, tote(820))
    assert hands.view.ask == "SLOT 2: SCAN TOTE"
    hands.say("key:f2", "type:4")
    assert hands.view.ask == "SLOT 3: SCAN TOTE"
    hands.say(tote(821), house_code(Kind.LOCATION, "A02"), GTINS["NUT"], tote(820))
    assert hands.view.ask == "PUT 1 -> SLOT 3"
    hands.say(tote(821), STAGE, "key:enter")
    assert [floor.get(f"/orders/{one}")["lines"][0]["picked"] for one in made] == [1, 1]
    lead = begin(tmp_path / "l", floor.device("CART-L"), floor.person("SLOTL", "lead"))
    lead.say("type:9")
    last = next(line for line in lead.view.options if line.endswith("PEOPLE, DEVICES"))
    lead.say(f"type:{last.split()[0]}", "type:2", house_code(Kind.CART_SLOT, "00132"))
    assert lead.view.ask == "BOARD, ESC HOME"
    body = {"cart": cart, "slot": 2, "broken": True}
    again = floor.post("/warehouses/{warehouse}/carts/break-slot", body)
    assert again["broken"] is True
    hands.die()
    lead.die()


def test_a_cart_with_totes_of_another_list_is_refused_by_name(
    floor: Served, tmp_path: Path
) -> None:
    floor.put("NUT", "A-02", 9)
    cart = house_code(Kind.CART, "0014")
    for n in (1, 2, 3, 4):
        floor.order(f"lock-{n}", ("NUT", 1))
    first, second = floor.wave(cart_slots=2)
    tasks = {
        one["document"]: one["task"]
        for one in floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    }
    kim = begin(tmp_path / "k", floor.device("CART-K"), floor.person("KIM2"))
    kim.say(house_code(Kind.TASK, str(tasks[first])), cart, tote(830))
    lee = begin(tmp_path / "e", floor.device("CART-E"), floor.person("LEE2"))
    lee.say(house_code(Kind.TASK, str(tasks[second])), cart)
    assert (lee.band.code, lee.view.ask) == ("E-LOCK", "SCAN CART")
    assert f"{first} (KIM2)" in " ".join(lee.band.lines)
    lee.say(CART, tote(831))
    assert lee.view.ask == "SLOT 2: SCAN TOTE"
    kim.die()
    lee.die()


def test_a_broken_tote_is_changed_and_all_goes_along(floor: Served, tmp_path: Path) -> None:
    floor.put("NUT", "A-03", 9)
    order = floor.order("torn-tote", ("NUT", 3))
    [number] = floor.wave()
    tasks = floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    task = next(one["task"] for one in tasks if one["document"] == number)
    hands = begin(tmp_path / "t", floor.device("CART-T"), floor.person("TORN"))
    hands.say(house_code(Kind.TASK, str(task)), tote(840))
    assert hands.view.ask == "SCAN LOCATION"
    place = hands.view.target
    hands.say(place)
    now = time.monotonic()
    scan = RawScan(GTINS["NUT"], id=str(uuid7()), before="2", last=now)
    hands.station.desk.offer(Scan(scan, now))
    hands.say("type:3")
    assert hands.view.ask == "SCAN NEW TOTE"
    hands.say("key:f2", "type:4")
    assert hands.view.ask == "NEW TOTE FOR ALL OF IT"
    hands.say(tote(841))
    held = floor.get("/warehouses/{warehouse}/stock", sku="NUT")["items"]
    assert {row["container"]: row["on_hand"] for row in held if row["container"]}[tote(841)] == 2
    assert tote(840) not in {row["container"] for row in held if row["on_hand"]}
    hands.say(GTINS["NUT"])
    if hands.view.ask.startswith("EMPTY?"):
        hands.say("key:enter")
    hands.say(STAGE)
    assert floor.get(f"/orders/{order}")["lines"][0]["picked"] == 3
    hands.die()
