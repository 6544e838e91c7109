"""A cart with three orders at a served site: taken at once, killed between two slots, handed on."""

from pathlib import Path

from labels.codes import Kind, house_code
from terminal.settings import DeviceProfile
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
