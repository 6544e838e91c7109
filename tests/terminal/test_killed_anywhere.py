"""The painted terminal killed before every prompt of a procedure: it stands there again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal import settings
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.test_painted import Painted, commands

BOLT, NUT = GTINS["BOLT"], GTINS["NUT"]
DOCK, A02, A05, LANE = (
    house_code(Kind.LOCATION, code) for code in ("DOCK1", "A02", "A05", "LANE1")
)


def say(tty: Painted, text: str) -> None:
    if text.startswith("key:"):
        tty.key(text[4:])
    elif text.startswith("type:"):
        tty.type(text[5:])
    else:
        tty.scan(text)
    tty.settled()


def receive(floor: Served) -> tuple[str, list[str]]:
    floor.purchase("K1", ("BOLT", 6))
    return "type:1", [
        house_code(Kind.PURCHASE_ORDER, "K1"),
        DOCK,
        BOLT,
        "type:6",
        "key:f7",
        "key:f8",
    ]


def put_away(floor: Served) -> tuple[str, list[str]]:
    body = {"dock": "DOCK-1", "sku": "BOLT", "quantity": 6, "new_container": "pallet"}
    told = floor.post("/warehouses/{warehouse}/receipts/receive", body)
    [planned] = told["put_aways"]
    lpn = told["container"]
    return lpn, [lpn, planned["target"]]


def pack(floor: Served) -> tuple[str, list[str]]:
    order = floor.order("killed", ("NUT", 2))
    [number] = floor.wave()
    base = "/warehouses/{warehouse}/picks"
    floor.post(f"{base}/assign-tote", {"pick_list": number, "slot": 1, "tote": tote(650)})
    pick = {"pick_list": number, "line": 1, "quantity": 2, "tote": tote(650)}
    floor.post(base, pick)
    drop = {"pick_list": number, "tote": tote(650), "location": "BENCH-1"}
    floor.post(f"{base}/drop-tote", drop)
    return house_code(Kind.ORDER, order), [NUT, NUT, "key:f8", "carton", LANE]


def move(_floor: Served) -> tuple[str, list[str]]:
    return "type:6", [A05, BOLT, A02]


SETS_UP: dict[Callable[[Served], tuple[str, list[str]]], int] = {
    receive: 3,
    put_away: 1,
    pack: 3,
    move: 1,
}


@pytest.fixture
def anna(floor: Served, tmp_path: Path) -> Person:
    """Somebody new with a device of their own in `tmp_path`."""
    code = f"K{tmp_path.name[-12:]}".upper().replace("_", "-")
    settings.save(tmp_path, floor.device(f"D{code[1:]}", bench="BENCH-1"))
    return floor.person(code)


@pytest.mark.parametrize("set_up", SETS_UP, ids=lambda set_up: set_up.__name__)
def test_it_stands_at_the_same_prompt(
    floor: Served, anna: Person, tmp_path: Path, set_up: Callable[[Served], tuple[str, list[str]]]
) -> None:
    floor.put("BOLT", "A-05", 10)
    floor.put("NUT", "A-06", 10)
    start, texts = set_up(floor)
    tty = Painted(tmp_path)
    tty.sign_in(anna)
    say(tty, start)
    for text in texts:
        stands = tty.prompt
        tty.kill()
        tty = Painted(tmp_path)
        tty.wait(stands[1])
        assert tty.prompt == stands
        carton = re.search(r"LP[0-9]{10}.", " ".join(stands))
        say(tty, carton[0] if text == "carton" and carton else text)
    tty.wait("SCAN ANYTHING")
    tty.kill()
    assert commands(tmp_path) == {"done": SETS_UP[set_up]}
