"""Waves and pick lists: one walk per order or cart, exact, in slices."""

from tests.server.outbound.hands import Shop


def test_a_wave_makes_one_list_per_order_in_walk_order(shop: Shop) -> None:
    for place, sku in (("C-9", "BOLT"), ("A-2", "NUT"), ("A-9", "WASHER")):
        shop.put(sku, place, 10)
    shop.order("1", ("BOLT", 1), ("NUT", 2), ("WASHER", 3))
    shop.order("2", ("BOLT", 5), priority=1)
    wave = shop.wave()
    assert (wave["state"], wave["orders"], wave["pick_lists"], wave["lines"]) == ("done", 2, 2, 4)
    first, second = shop.lists()
    assert [(line["location"], line["quantity"]) for line in first["lines"]] == [("C-9", 5)]
    assert first["priority"] == 1
    walked = [line["location"] for line in second["lines"]]
    assert walked in (["A-2", "A-9", "C-9"], ["C-9", "A-9", "A-2"])
    assert "The shortest tour of 3 places" in second["why"]
    assert [line["line"] for line in second["lines"]] == [1, 2, 3]


def test_orders_share_a_cart_and_each_has_its_slot(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    orders = [shop.order(str(n), ("BOLT", n))["number"] for n in (1, 2, 3)]
    wave = shop.wave(cart_slots=2)
    assert wave["pick_lists"] == 2
    first, second = shop.lists()
    assert [(slot["slot"], slot["order"]) for slot in first["slots"]] == [
        (1, orders[0]),
        (2, orders[1]),
    ]
    assert [(line["slot"], line["quantity"]) for line in first["lines"]] == [(1, 1), (2, 2)]
    assert [slot["order"] for slot in second["slots"]] == [orders[2]]


def test_an_order_is_waved_once(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    taken = shop.order("1", ("BOLT", 1))
    shop.wave(orders=[taken["number"]])
    refused = shop.site.post("/warehouses/{warehouse}/waves", {}, status=409)
    assert refused["code"] == "nothing_to_pick"
    missing = shop.site.post("/warehouses/{warehouse}/waves", {"orders": ["SO999"]}, status=404)
    assert missing["code"] == "not_found"


def test_a_large_wave_is_worked_in_slices(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 1000)
    for n in range(65):
        shop.order(str(n), ("BOLT", 1))
    wave = shop.wave()
    assert (wave["state"], wave["slices"], wave["slices_done"], wave["lines"]) == (
        "planned", 2, 1, 60,
    )  # fmt: skip
    done = shop.site.post("/warehouses/{warehouse}/waves/work", {"wave": wave["wave"]})
    assert (done["state"], done["slices_done"], done["lines"]) == ("done", 2, 65)
    same = shop.site.post("/warehouses/{warehouse}/waves/work", {"wave": wave["wave"]})
    assert same == done


def test_a_pick_task_waits_for_somebody(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    shop.order("1", ("BOLT", 1))
    shop.wave()
    (made,) = shop.lists()
    (task,) = shop.site.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    assert (task["document"], task["state"], task["location"]) == (
        made["pick_list"],
        "ready",
        "A-1",
    )
