"""A cart with several orders: taken together, loose on the cart, then into each order's tote."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from labels.codes import Kind, house_code
from server.act import Act
from server.catalog.tables import ItemId
from server.db import reading
from server.places.find import virtual
from server.places.tables import Location
from server.places.wire import Virtual
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.tables import Balance, Container
from tests.server.outbound.hands import Shop
from tests.server.outbound.test_races import PICKS, all_at_once

TOGETHER, PUT = f"{PICKS}/together", f"{PICKS}/put-to-slot"
UNDO = "/warehouses/{warehouse}/operations/reverse"
WANTED = {1: 2, 2: 3, 3: 4}
"""Bolts by slot; the earlier is the more urgent."""


@pytest.fixture
def cart(shop: Shop) -> dict[str, Any]:
    """Three orders of bolts from one shelf that holds twelve, on one cart with three totes."""
    shop.put("BOLT", "A-1", 12)
    for slot, quantity in WANTED.items():
        shop.order(str(slot), ("BOLT", quantity), priority=slot)
    made = shop.waved(totes=3, cart_slots=3)
    assert {line["slot"]: line["quantity"] for line in made["lines"]} == WANTED
    return made


def line_of(cart: dict[str, Any], slot: int) -> int:
    return int(next(line["line"] for line in cart["lines"] if line["slot"] == slot))


def tote_of(cart: dict[str, Any], slot: int) -> str:
    return str(cart["slots"][slot - 1]["tote"])


def take(shop: Shop, cart: dict[str, Any], *parts: dict[str, Any], **more: Any) -> Any:
    options = {name: more.pop(name) for name in ("status", "operation") if name in more}
    told = parts or tuple(
        {"line": line_of(cart, slot), "found": found} for slot, found in WANTED.items()
    )
    body = {"pick_list": cart["pick_list"], "parts": list(told)}
    return shop.site.post(TOGETHER, body | more, **options)


def put(shop: Shop, cart: dict[str, Any], slot: int, quantity: int, **more: Any) -> Any:
    options = {name: more.pop(name) for name in ("status", "operation") if name in more}
    body = {"pick_list": cart["pick_list"], "line": line_of(cart, slot), "quantity": quantity}
    return shop.site.post(PUT, body | {"tote": tote_of(cart, slot)} | more, **options)


def in_totes(shop: Shop, cart: dict[str, Any]) -> dict[int, tuple[int, int]]:
    return {slot: shop.standing_in("BOLT", tote_of(cart, slot)) for slot in WANTED}


def lying(shop: Shop, cart: dict[str, Any]) -> dict[int, int]:
    lines = shop.read_list(cart["pick_list"])["lines"]
    return {line["slot"]: line["to_put"] for line in lines if line["to_put"]}


def undo(shop: Shop, operation: UUID, status: int = 200) -> Any:
    return shop.site.post(UNDO, {"operation": str(operation)}, status=status)


def test_what_is_taken_together_lies_promised_on_the_cart(shop: Shop, cart: dict[str, Any]) -> None:
    take(shop, cart)
    assert shop.standing("BOLT", "A-1") == (3, 0)
    assert shop.standing("BOLT", "CART") == (9, 9)
    assert in_totes(shop, cart) == {1: (0, 0), 2: (0, 0), 3: (0, 0)}
    assert lying(shop, cart) == WANTED
    again = shop.read_list(cart["pick_list"])
    assert (again["state"], again["rides_on"]) == ("picking", "CART")
    orders = [shop.read(slot["order"])["lines"][0]["picked"] for slot in cart["slots"]]
    assert orders == [2, 3, 4]


def test_each_slot_gets_its_own(shop: Shop, cart: dict[str, Any]) -> None:
    take(shop, cart)
    put(shop, cart, 1, 2)
    assert put(shop, cart, 3, 1)["left"] == 3
    assert put(shop, cart, 3, 3)["left"] == 0
    assert in_totes(shop, cart) == {1: (2, 2), 2: (0, 0), 3: (4, 4)}
    assert lying(shop, cart) == {2: 3}
    put(shop, cart, 2, 3)
    assert shop.standing("BOLT", "CART") == (9, 9)
    assert shop.drop_all(cart)["state"] == "done"
    assert shop.standing("BOLT", "STAGE") == (9, 9)
    packs = shop.site.get("/warehouses/{warehouse}/tasks", kind="pack")["items"]
    assert {task["document"] for task in packs} == {slot["order"] for slot in cart["slots"]}


def test_the_wrong_slot_moves_nothing(shop: Shop, cart: dict[str, Any]) -> None:
    take(shop, cart)
    refused = put(shop, cart, 1, 2, tote=tote_of(cart, 2), status=409)
    assert refused["code"] == "wrong_tote"
    assert in_totes(shop, cart) == {1: (0, 0), 2: (0, 0), 3: (0, 0)}
    assert put(shop, cart, 1, 3, status=409)["code"] == "not_on_cart"
    assert lying(shop, cart) == WANTED


def test_a_tote_that_was_dropped_takes_no_more(shop: Shop, cart: dict[str, Any]) -> None:
    take(shop, cart)
    put(shop, cart, 1, 1)
    body = {"pick_list": cart["pick_list"], "tote": tote_of(cart, 1), "location": "STAGE"}
    assert shop.do_pick("/drop-tote", body)["state"] == "picking"
    assert put(shop, cart, 1, 1, status=409)["code"] == "tote_elsewhere"
    assert [slot["dropped"] for slot in shop.read_list(cart["pick_list"])["slots"]] == [
        True,
        False,
        False,
    ]
    second = shop.give_tote(cart["pick_list"], 1)
    put(shop, cart, 1, 1, tote=second)
    assert shop.standing_in("BOLT", second) == (1, 1)


def test_each_is_taken_back_once_and_in_turn(shop: Shop, cart: dict[str, Any]) -> None:
    taken, placed = uuid4(), uuid4()
    take(shop, cart, operation=taken)
    put(shop, cart, 2, 3, operation=placed)
    assert undo(shop, taken, status=409)["code"] == "not_reversible"
    assert undo(shop, placed)["undone"] == "pick.put_to_slot"
    assert lying(shop, cart) == WANTED
    assert undo(shop, taken)["undone"] == "pick.together"
    assert shop.standing("BOLT", "A-1") == (12, 9)
    assert shop.standing("BOLT", "CART") == (0, 0)
    again = shop.read_list(cart["pick_list"])
    assert {line["slot"]: line["quantity"] for line in again["lines"]} == WANTED
    assert undo(shop, taken, status=409)["code"] == "already_reversed"
    take(shop, cart)
    assert lying(shop, cart) == WANTED


def test_too_few_are_shared_as_told_and_the_rest_is_missing(
    shop: Shop, cart: dict[str, Any]
) -> None:
    first, second, third = (line_of(cart, slot) for slot in WANTED)
    operation = uuid4()
    parts = (
        {"line": first, "found": 2},
        {"line": second, "found": 2, "short": True},
        {"line": third, "found": 0, "short": True},
    )
    told = take(shop, cart, *parts, operation=operation)
    assert told["picked"] == [{"short": False} | part for part in parts]
    assert lying(shop, cart) == {1: 2, 2: 2}
    assert shop.standing("BOLT", "CART") == (4, 4)
    states = {line["slot"]: line["state"] for line in shop.read_list(cart["pick_list"])["lines"]}
    assert states == {1: "picked", 2: "short", 3: "short"}
    rows = shop.site.get("/warehouses/{warehouse}/stock", location="A-1")["items"]
    assert {row["status"]: row["on_hand"] for row in rows if row["on_hand"]} == {"missing": 8}
    refused = undo(shop, operation, status=409)
    assert (refused["code"], "short" in refused["detail"]) == ("not_reversible", True)


def test_nothing_is_told_of_a_line_of_which_nothing_was_taken(
    shop: Shop, cart: dict[str, Any]
) -> None:
    part = {"line": line_of(cart, 1), "found": 0}
    assert take(shop, cart, part, status=422)["code"] == "nothing_taken"


def test_one_line_too_much_and_nothing_is_posted(shop: Shop, cart: dict[str, Any]) -> None:
    parts = ({"line": line_of(cart, 1), "found": 2}, {"line": line_of(cart, 2), "found": 9})
    assert take(shop, cart, *parts, status=409)["code"] == "over_pick"
    assert shop.standing("BOLT", "A-1") == (12, 9)
    assert shop.standing("BOLT", "CART") == (0, 0)


def test_lines_that_are_taken_together_are_skipped_together(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 12)
    shop.put("NUT", "A-2", 12)
    for slot in (1, 2):
        shop.order(str(slot), ("BOLT", 1), ("NUT", 1), priority=slot)
    cart = shop.waved(totes=2, cart_slots=2)
    first, operation = cart["lines"][0], uuid4()
    body = {"pick_list": cart["pick_list"], "line": first["line"]}
    shop.do_pick("/skip", body, operation=operation)
    skus = [line["sku"] for line in shop.read_list(cart["pick_list"])["lines"]]
    assert skus[2:] == [first["sku"]] * 2
    undo(shop, operation)
    skus = [line["sku"] for line in shop.read_list(cart["pick_list"])["lines"]]
    assert skus[:2] == [first["sku"]] * 2


def test_goods_of_an_order_that_is_cancelled_meanwhile_go_back_by_its_tote(
    shop: Shop, cart: dict[str, Any]
) -> None:
    take(shop, cart)
    shop.site.post(f"/orders/{cart['slots'][0]['order']}/cancel", {})
    put(shop, cart, 1, 2)
    body = {"tote": tote_of(cart, 1), "sku": "BOLT", "quantity": 2, "location": "A-1"}
    assert shop.do_pick("/put-back", body)["left"] == 0
    assert shop.standing("BOLT", "A-1") == (5, 0)
    assert shop.standing("BOLT", "CART") == (7, 7)


def test_told_late_what_does_not_lie_there_is_an_exception(
    shop: Shop, cart: dict[str, Any]
) -> None:
    before = shop.site.clock.now.isoformat()
    shop.site.clock.now += timedelta(hours=2)
    take(shop, cart, {"line": line_of(cart, 2), "found": 3}, happened_at=before)
    told = put(shop, cart, 2, 5, happened_at=before)
    assert (told["left"], in_totes(shop, cart)[2]) == (0, (3, 3))
    [one] = shop.site.get("/warehouses/{warehouse}/exceptions")["items"]
    assert (one["kind"], one["quantity"]) == ("unreconciled", 2)


def test_pieces_with_numbers_go_by_them(shop: Shop) -> None:
    shop.sells("PHONE", tracking="serial")
    shop.put_serials("PHONE", "A-2", ["S1", "S2", "S3"])
    shop.order("1", ("PHONE", 2), priority=1)
    shop.order("2", ("PHONE", 1), priority=2)
    cart = shop.waved(totes=2, cart_slots=2)
    part = {"line": line_of(cart, 1), "found": 2}
    assert take(shop, cart, part, status=422)["code"] == "serials_missing"
    take(shop, cart, part, serials=["S1", "S3"])
    assert put(shop, cart, 1, 2, serials=["S1"], status=422)["code"] == "serials_missing"
    put(shop, cart, 1, 2, serials=["S1", "S3"])
    assert shop.standing_in("PHONE", tote_of(cart, 1)) == (2, 2)


def test_weights_go_along_to_the_gram(shop: Shop) -> None:
    cheese(shop, 4, 2000)
    shop.order("1", ("CHEESE", 3), priority=1)
    shop.order("2", ("CHEESE", 1), priority=2)
    cart = shop.waved(totes=2, cart_slots=2)
    assert {line["weighed"] for line in cart["lines"]} == {True}
    first, second = line_of(cart, 1), line_of(cart, 2)
    both = ({"line": first, "found": 3}, {"line": second, "found": 1})
    assert take(shop, cart, *both, weight_grams=5, status=422)["code"] == "weight_of_several"
    take(shop, cart, {"line": first, "found": 3}, weight_grams=1600)
    assert grams(shop) == {("A-2", ""): 400, ("CART", ""): 1600}
    put(shop, cart, 1, 2)
    assert grams(shop)["CART", tote_of(cart, 1)] == 1066
    put(shop, cart, 1, 1)
    assert grams(shop) == {("A-2", ""): 400, ("CART", tote_of(cart, 1)): 1600}


def cheese(shop: Shop, pieces: int, weight: int) -> None:
    """So many pieces in A-2 that the book knows to weigh so much."""
    shop.sells("CHEESE", catch_weight=True)

    def weighed_in(act: Act) -> None:
        source = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
        item, target = ItemId(shop.item("CHEESE")), Place(shop.place("A-2"))
        move = Move(item=item, quantity=pieces, weight_grams=weight, source=source, target=target)
        post(act, [move])

    shop.act(weighed_in)


def test_a_shelf_never_weighs_less_than_nothing(shop: Shop) -> None:
    cheese(shop, 4, 2000)
    shop.order("1", ("CHEESE", 3))
    shop.order("2", ("CHEESE", 1))
    cart = shop.waved(totes=2, cart_slots=2)
    take(shop, cart, {"line": line_of(cart, 1), "found": 3}, weight_grams=2300)
    assert grams(shop) == {("A-2", ""): 500, ("CART", ""): 2300}
    take(shop, cart, {"line": line_of(cart, 2), "found": 1}, weight_grams=450)
    assert grams(shop) == {("CART", ""): 2750}


def test_a_shelf_that_is_emptied_weighs_nothing(shop: Shop) -> None:
    cheese(shop, 2, 1000)
    shop.order("1", ("CHEESE", 1))
    shop.order("2", ("CHEESE", 1))
    cart = shop.waved(totes=2, cart_slots=2)
    take(shop, cart, {"line": line_of(cart, 1), "found": 1})
    assert grams(shop) == {("A-2", ""): 500, ("CART", ""): 500}
    take(shop, cart, {"line": line_of(cart, 2), "found": 1}, weight_grams=380)
    assert grams(shop) == {("CART", ""): 880}


def grams(shop: Shop) -> dict[tuple[str, str], int]:
    """What the cheese weighs, by place and container."""
    query = (
        sa.select(Location.code, Container.code, Balance.weight_grams)
        .join(Location, Location.id == Balance.location)
        .join(Container, Container.id == Balance.container)
        .where(Balance.item == shop.item("CHEESE"), Balance.weight_grams > 0)
    )
    with reading(shop.site.engine) as session:
        rows = session.execute(query).all()
    return {(place, tote if tote.startswith("TO") else ""): weight for place, tote, weight in rows}


def test_a_cart_with_a_label_of_its_own_is_known_at_its_first_scan(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 1)
    shop.order("1", ("BOLT", 1))
    (made,) = shop.lists(wave=shop.wave()["wave"])
    label = house_code(Kind.CART, "0012")
    body = {"pick_list": made["pick_list"], "tote": shop.new_tote(), "cart": label}
    shop.do_pick("/assign-tote", body)
    assert shop.read_list(made["pick_list"])["rides_on"] == label


def test_two_workers_at_one_shelf_take_and_put_once(shop: Shop, cart: dict[str, Any]) -> None:
    parts = [{"line": line_of(cart, slot), "found": found} for slot, found in WANTED.items()]
    body: dict[str, Any] = {"pick_list": cart["pick_list"], "parts": parts}
    replies = all_at_once(shop, [(TOGETHER, body, uuid4()) for _ in range(8)])
    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: 7}
    assert shop.standing("BOLT", "CART") == (9, 9)
    asked: list[tuple[str, Any, UUID]] = [
        (PUT, {"pick_list": cart["pick_list"], "line": line_of(cart, slot), "quantity": 1}, uuid4())
        for slot, wanted in WANTED.items()
        for _ in range(wanted + 2)
    ]
    replies = all_at_once(shop, asked)
    assert Counter(reply.status_code for reply in replies) == {200: 9, 409: 6}
    assert in_totes(shop, cart) == {1: (2, 2), 2: (3, 3), 3: (4, 4)}
    assert lying(shop, cart) == {}


def test_replays_have_one_effect_and_the_same_bytes(shop: Shop, cart: dict[str, Any]) -> None:
    parts = [{"line": line_of(cart, slot), "found": found} for slot, found in WANTED.items()]
    take_all: tuple[str, Any, UUID] = (
        TOGETHER,
        {"pick_list": cart["pick_list"], "parts": parts},
        uuid4(),
    )
    replies = all_at_once(shop, [take_all] * 12)
    assert len({(reply.status_code, reply.content) for reply in replies}) == 1
    assert replies[0].status_code == 200
    body = {"pick_list": cart["pick_list"], "line": line_of(cart, 3), "quantity": 2}
    replies = all_at_once(shop, [(PUT, body, uuid4())] * 1 + [(PUT, body, take_all[2])])
    assert sorted(reply.status_code for reply in replies) == [200, 422]
    operation = uuid4()
    replies = all_at_once(shop, [(PUT, body, operation)] * 12)
    assert len({(reply.status_code, reply.content) for reply in replies}) == 1
    assert in_totes(shop, cart)[3] == (4, 4)
    assert shop.standing("BOLT", "CART") == (9, 9)
