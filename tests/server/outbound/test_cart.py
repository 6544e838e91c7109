"""A cart: one list's at a time, with slots that may be off, and only as strong as it is."""

from typing import Any

from labels.codes import Kind, house_code
from tests.server.outbound.hands import Shop

UNDO = "/warehouses/{warehouse}/operations/reverse"


def three(shop: Shop, **facts: Any) -> str:
    """Three orders of two each, on one list."""
    shop.sells("CRATE", **facts)
    shop.put("CRATE", "A-1", 12)
    for n in (1, 2, 3):
        shop.order(f"c{n}", ("CRATE", 2), priority=n)
    [made] = shop.lists(wave=shop.wave(cart_slots=3)["wave"])
    return str(made["pick_list"])


def cart_at(shop: Shop, code: str, **rules: Any) -> str:
    body = {"code": code, "type": "cart"} | rules
    shop.site.post("/warehouses/{warehouse}/locations", body)
    return code


def take(shop: Shop, pick_list: str, cart: str, **options: Any) -> Any:
    return shop.do_pick("/take-cart", {"pick_list": pick_list, "cart": cart}, **options)


def fill(shop: Shop, pick_list: str, cart: str, *slots: int) -> None:
    for slot in slots:
        body = {"pick_list": pick_list, "slot": slot, "tote": shop.new_tote(), "cart": cart}
        shop.do_pick("/assign-tote", body)


def broken(shop: Shop, cart: str, slot: int, **options: Any) -> Any:
    body = {"cart": cart, "slot": slot}
    return shop.site.post("/warehouses/{warehouse}/carts/break-slot", body | options)


def test_a_cart_is_of_one_list_at_a_time(shop: Shop) -> None:
    first = three(shop)
    shop.order("other", ("CRATE", 1))
    [made] = shop.lists(wave=shop.wave()["wave"])
    second = made["pick_list"]
    cart = cart_at(shop, "K-1")
    assert take(shop, first, cart)["slots"] == [1, 2, 3]
    assert take(shop, second, cart)["slots"] == [1]  # nothing stands on it yet
    fill(shop, first, cart, 1)
    told = take(shop, second, cart, status=409)
    assert (told["code"], first in told["detail"]) == ("cart_taken", True)
    assert take(shop, first, cart_at(shop, "K-2"), status=409)["code"] == "cart_taken"
    assert take(shop, first, cart)["slots"] == [2, 3]
    assert take(shop, first, "A-1", status=422)["code"] == "not_a_cart"


def test_a_cart_that_was_taken_is_given_back(shop: Shop) -> None:
    first, cart = three(shop), cart_at(shop, "K-1")
    operation = "01a00000-0000-7000-8000-000000000001"
    take(shop, first, cart, operation=operation)
    assert shop.read_list(first)["rides_on"] == cart
    assert shop.read_list(first)["on_cart"] is True
    shop.site.post(UNDO, {"operation": operation})
    assert shop.read_list(first)["rides_on"] is None


def test_an_order_whose_slot_is_off_gets_another(shop: Shop) -> None:
    first = three(shop)
    before = {one["slot"]: one["order"] for one in shop.read_list(first)["slots"]}
    cart = cart_at(shop, "K-1", capacity_containers=4)
    broken(shop, cart, 2)
    told = take(shop, first, cart)
    assert (told["slots"], told["moved"]) == ([1, 3, 4], [{"source": 2, "target": 4}])
    now = shop.read_list(first)
    assert {one["slot"]: one["order"] for one in now["slots"]} == {
        1: before[1],
        3: before[3],
        4: before[2],
    }
    assert {line["order"]: line["slot"] for line in now["lines"]} == {
        before[1]: 1,
        before[2]: 4,
        before[3]: 3,
    }
    broken(shop, cart, 2, broken=False)
    fill(shop, first, cart, 1, 3, 4)
    shop.pick_all(now)


def test_where_no_good_slot_is_left_an_order_is_walked_afterwards(shop: Shop) -> None:
    first = three(shop)
    cart = cart_at(shop, "K-1", capacity_containers=3)
    broken(shop, cart, 3)
    assert take(shop, first, cart)["slots"] == [1, 2]
    fill(shop, first, cart, 1, 2)
    for line in shop.read_list(first)["lines"]:
        if line["slot"] < 3:
            body = {"pick_list": first, "line": line["line"], "quantity": 2}
            shop.do_pick("", body)
    for slot in shop.read_list(first)["slots"][:2]:
        body = {"pick_list": first, "tote": slot["tote"], "location": "STAGE"}
        shop.do_pick("/drop-tote", body)
    told = take(shop, first, cart)
    assert (told["slots"], told["moved"]) == ([1], [{"source": 3, "target": 1}])
    for n in (1, 2):
        broken(shop, cart, n)
    assert take(shop, first, cart, status=409)["code"] == "cart_broken"
    label = house_code(Kind.CART, "0077")
    assert take(shop, first, label)["slots"] == [1]


def test_a_cart_takes_as_many_orders_as_it_carries(shop: Shop) -> None:
    measured = {"weight_grams": 4000, "length_mm": 300, "width_mm": 200, "height_mm": 100}
    first = three(shop, **measured)
    strong = cart_at(shop, "K-1", capacity_weight_grams=17_000)
    assert take(shop, first, strong)["slots"] == [1, 2]
    small = cart_at(shop, "K-2", capacity_volume_cm3=30_000)
    assert take(shop, first, small)["slots"] == [1, 2]
    weak = cart_at(shop, "K-3", capacity_weight_grams=1000)
    assert take(shop, first, weak)["slots"] == [1]
    fill(shop, first, weak, 1)
    assert take(shop, first, weak)["slots"] == []
