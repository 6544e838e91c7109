"""Races over the API: many hands at the same goods, and in the end every piece is accounted for."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from server.counting.wire.adjust import AdjustStock
from server.stock.wire import MoveStock, ReverseMoves
from server.wire import Command
from tests.server.stock.furnished import furnished, promise, serials
from tests.server.stock.hands import Floor
from tests.site import Site

WORKERS = 16


@pytest.fixture
def floor(site: Site) -> Floor:
    return furnished(site)


def all_at_once(floor: Floor, commands: list[Command]) -> Counter[int]:
    """Sends each command from one of 16 hands; answers how often each status came back."""

    def send(command: Command) -> int:
        return floor.site.send("POST", type(command).path, command).status_code

    with ThreadPoolExecutor(WORKERS) as pool:
        return Counter(pool.map(send, commands))


def bolts(source: str, target: str, quantity: int = 1) -> MoveStock:
    return MoveStock(sku="BOLT", quantity=quantity, source=source, target=target)


def test_opposite_directions_lose_and_make_nothing(floor: Floor) -> None:
    floor.put("BOLT", "A1", 100)
    floor.put("BOLT", "A2", 100)
    there = [bolts("A1", "A2", 3) for _ in range(24)]
    back = [bolts("A2", "A1", 2) for _ in range(24)]
    mixed: list[Command] = [move for pair in zip(there, back, strict=True) for move in pair]
    assert all_at_once(floor, mixed) == {200: 48}
    assert floor.standing("BOLT", "A1") == (100 - 72 + 48, 0)
    assert floor.standing("BOLT", "A2") == (100 + 72 - 48, 0)


def test_the_last_pieces_go_once_each(floor: Floor) -> None:
    floor.put("BOLT", "A1", 20)
    assert all_at_once(floor, [bolts("A1", "A2") for _ in range(32)]) == {200: 20, 409: 12}
    assert floor.standing("BOLT", "A1") == (0, 0)
    assert floor.standing("BOLT", "A2") == (20, 0)


def test_one_serial_goes_one_way(floor: Floor) -> None:
    serials(floor, "A1", "S1")
    ways: list[Command] = [
        MoveStock(sku="RADIO", quantity=1, source="A1", target=target, serials=("S1",))
        for target in ("A2", "A3") * 8
    ]
    assert all_at_once(floor, ways) == {200: 1, 409: 15}
    ends = [floor.standing("RADIO", code)[0] for code in ("A1", "A2", "A3")]
    assert sorted(ends) == [0, 0, 1]


def test_promised_goods_move_with_their_promise_to_the_last_unit(floor: Floor) -> None:
    floor.put("BOLT", "A1", 40)
    promise(floor, "BOLT", "A1", 16)
    mine: list[Command] = [
        MoveStock(sku="BOLT", quantity=1, source="A1", target="A2", document="SO1/1")
        for _ in range(20)
    ]
    free: list[Command] = [bolts("A1", "A3") for _ in range(28)]
    told = all_at_once(floor, [*mine, *free])
    assert told == {200: 40, 409: 8}
    assert floor.standing("BOLT", "A2") == (16, 16)
    assert floor.standing("BOLT", "A3") == (24, 0)
    assert floor.standing("BOLT", "A1") == (0, 0)


def test_a_move_is_taken_back_by_one_of_many(floor: Floor) -> None:
    floor.put("BOLT", "A1", 30)
    first = uuid4()
    floor.site.do(bolts("A1", "A2", 10), operation=first)
    back: list[Command] = [ReverseMoves(operation=str(first)) for _ in range(16)]
    assert all_at_once(floor, back) == {200: 1, 409: 15}
    assert floor.standing("BOLT", "A1") == (30, 0)


def test_adjusting_and_moving_at_the_same_time_is_exact(floor: Floor) -> None:
    floor.put("BOLT", "A1", 100)
    up: list[Command] = [
        AdjustStock(sku="BOLT", location="A1", delta=2, reason="found") for _ in range(12)
    ]
    down: list[Command] = [
        AdjustStock(sku="BOLT", location="A1", delta=-1, reason="gone") for _ in range(12)
    ]
    moves: list[Command] = [bolts("A1", "A2") for _ in range(12)]
    mixed = [command for three in zip(up, down, moves, strict=True) for command in three]
    assert all_at_once(floor, mixed) == {200: 36}
    assert floor.standing("BOLT", "A1") == (100 + 24 - 12 - 12, 0)
    assert floor.standing("BOLT", "A2") == (12, 0)


def test_replays_in_parallel_have_one_effect_and_the_same_bytes(floor: Floor) -> None:
    floor.put("BOLT", "A1", 100)
    operations = [uuid4() for _ in range(10)]

    def send(n: int) -> tuple[int, bytes]:
        command = bolts("A1", "A2", 1 + n % 10)
        reply = floor.site.send("POST", MoveStock.path, command, operation=operations[n % 10])
        return n % 10, reply.content

    with ThreadPoolExecutor(WORKERS) as pool:
        told = set(pool.map(send, range(100)))
    assert len(told) == 10
    assert floor.standing("BOLT", "A2") == (55, 0)
