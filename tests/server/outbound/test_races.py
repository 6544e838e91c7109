"""Many hands at once: exact totals, each operation once, whatever arrives in what order."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from httpx import Response

from tests.server.orders.build import order
from tests.server.outbound.hands import Shop

PICKS = "/warehouses/{warehouse}/picks"
WORKERS = 16


def patiently(shop: Shop, method: str, path: str, body: Any, operation: UUID) -> Response:
    """As an outbox sends: the same operation again while the server is only busy."""
    for _ in range(50):
        response = shop.site.send(method, path, body, operation=operation)
        if response.status_code != 503 and "in_flight" not in response.text:
            return response
    raise AssertionError(response.text)


def all_at_once(shop: Shop, asked: list[tuple[str, Any, UUID]]) -> list[Response]:
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda one: patiently(shop, "POST", *one), asked))


def test_the_last_fifty_units_go_to_fifty_orders(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 30)
    shop.put("BOLT", "B-1", 20)
    asked = [("/orders", order(str(n), ("BOLT", 1)), uuid4()) for n in range(80)]
    replies = all_at_once(shop, asked)
    assert Counter(reply.json()["progress"] for reply in replies) == {
        "allocated": 50,
        "backorder": 30,
    }
    assert shop.standing("BOLT", "A-1") == (30, 30)
    assert shop.standing("BOLT", "B-1") == (20, 20)


def test_sixteen_pickers_take_each_line_once(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 50)
    for n in range(25):
        shop.order(str(n), ("BOLT", 2))
    wave = shop.wave()
    for _ in range(2):
        shop.site.post("/warehouses/{warehouse}/waves/work", {"wave": wave["wave"]})
    made = shop.lists(wave=wave["wave"])
    for one in made:
        shop.give_tote(one["pick_list"])
    asked = [
        (PICKS, {"pick_list": one["pick_list"], "line": 1, "quantity": 1}, uuid4())
        for one in made
        for _ in range(3)  # one too many of each
    ]
    random.Random(7).shuffle(asked)
    replies = all_at_once(shop, asked)
    assert Counter(reply.status_code for reply in replies) == {200: 50, 409: 25}
    assert shop.standing("BOLT", "A-1") == (0, 0)
    assert shop.standing("BOLT", "CART") == (50, 50)


def test_one_line_told_twice_at_once_is_picked_once(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 50)
    shop.order("1", ("BOLT", 4))
    made = shop.waved()
    body = {"pick_list": made["pick_list"], "line": 1, "quantity": 4}
    replies = all_at_once(shop, [(PICKS, body, uuid4()) for _ in range(16)])
    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: 15}
    assert shop.standing("BOLT", "A-1") == (46, 0)


def test_replays_of_mixed_operations_have_one_effect_and_the_same_bytes(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 100)
    made = []
    shop.put("NUT", "A-2", 100)
    for n, sku in enumerate(("BOLT", "BOLT", "NUT", "BOLT")):
        shop.order(f"R{n}", (sku, 3))
        made.append(shop.waved())
    first, second, third, fourth = (one["pick_list"] for one in made)
    gone = shop.order("GONE", ("BOLT", 3))["number"]
    asked: list[tuple[str, Any, UUID]] = [
        (PICKS, {"pick_list": first, "line": 1, "quantity": 3}, uuid4()),
        (PICKS, {"pick_list": second, "line": 1, "quantity": 2}, uuid4()),
        (f"{PICKS}/short", {"pick_list": third, "line": 1, "found": 1}, uuid4()),
        (f"{PICKS}/skip", {"pick_list": fourth, "line": 1}, uuid4()),
        (f"/orders/{gone}/cancel", {}, uuid4()),
        ("/orders", order("NEW", ("NUT", 1)), uuid4()),
    ]
    many = asked * 34
    random.Random(3).shuffle(many)
    replies = all_at_once(shop, many)
    assert len(replies) == 204
    for path, body, operation in asked:
        same = {
            (reply.status_code, reply.content)
            for (_, _, told), reply in zip(many, replies, strict=True)
            if told == operation
        }
        assert len(same) == 1, (path, body, same)
    shop.follow()
    assert shop.standing("BOLT", "CART") == (3 + 2, 3 + 2)
    assert shop.standing("NUT", "CART") == (1, 1)
    assert len(shop.site.get("/orders", reference="NEW")["items"]) == 1


def test_waves_that_want_the_same_orders_promise_and_list_them_once(shop: Shop) -> None:
    numbers = [shop.order(str(n), ("BOLT", 4))["number"] for n in range(6)]
    shop.put("BOLT", "A-1", 100)
    orders = [random.Random(n).sample(numbers, 6) for n in range(12)]
    asked = [("/warehouses/{warehouse}/waves", {"orders": some}, uuid4()) for some in orders]
    replies = all_at_once(shop, asked)
    assert {reply.status_code for reply in replies} == {200}
    assert shop.standing("BOLT", "A-1") == (100, 24)
    lines = [line["quantity"] for one in shop.lists() for line in one["lines"]]
    assert sorted(lines) == [4] * 6
