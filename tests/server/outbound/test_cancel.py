"""Orders are taken back before and after their pick; only the put-back scan frees picked goods."""

from typing import Any

from tests.server.outbound.hands import Shop


def cancel(shop: Shop, order: dict[str, Any], *lines: tuple[int, int], **options: Any) -> Any:
    told = [{"line": line, "quantity": quantity} for line, quantity in lines]
    return shop.site.post(f"/orders/{order['number']}/cancel", {"lines": told}, **options)


def put_back(shop: Shop, tote: str, quantity: int, location: str = "C-1", **options: Any) -> Any:
    body = {"tote": tote, "sku": "BOLT", "quantity": quantity, "location": location}
    return shop.do_pick("/put-back", body, **options)


def test_before_the_pick_the_goods_are_free_at_once(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    order = shop.order("1", ("BOLT", 4))
    made = shop.waved()
    gone = cancel(shop, order)
    assert (gone["state"], gone["progress"], gone["lines"][0]["cancelled"]) == (
        "cancelled", "cancelled", 4,
    )  # fmt: skip
    assert shop.standing("BOLT", "A-1") == (10, 0)
    after = shop.read_list(made["pick_list"])
    assert (after["state"], after["lines"][0]["state"]) == ("cancelled", "cancelled")
    assert cancel(shop, order, status=409)["code"] == "wrong_state"
    assert shop.site.get("/warehouses/{warehouse}/tasks")["items"] == []


def test_an_unreleased_order_is_cancelled_too(shop: Shop) -> None:
    order = shop.order("1", ("BOLT", 4), release=False)
    assert cancel(shop, order)["state"] == "cancelled"


def test_after_the_pick_the_goods_stay_reserved_until_they_are_put_back(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    order = shop.order("1", ("BOLT", 4))
    made = shop.waved()
    shop.pick_all(made)
    tote = made["slots"][0]["tote"]
    gone = cancel(shop, order)
    assert (gone["state"], gone["progress"], gone["lines"][0]["to_put_back"]) == (
        "released", "cancelled", 4,
    )  # fmt: skip
    assert shop.standing_in("BOLT", tote) == (4, 4)
    (row,) = shop.site.get("/availability", sku="BOLT")["items"]
    assert row["available"] == 6
    tasks = shop.site.get("/warehouses/{warehouse}/tasks", kind="put_back")["items"]
    assert [task["document"] for task in tasks] == [order["number"]]
    assert put_back(shop, tote, 3)["left"] == 1
    assert put_back(shop, tote, 2, status=409)["code"] == "nothing_to_put_back"
    assert put_back(shop, tote, 1)["left"] == 0
    assert shop.read(order["number"])["state"] == "cancelled"
    assert shop.standing("BOLT", "C-1") == (4, 0)
    assert shop.site.get("/warehouses/{warehouse}/tasks", kind="put_back")["items"] == []
    assert put_back(shop, tote, 1, status=409)["code"] == "nothing_to_put_back"


def test_a_part_is_cancelled_from_what_is_not_picked_yet(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    order = shop.order("1", ("BOLT", 4))
    made = shop.waved()
    shop.do_pick("", {"pick_list": made["pick_list"], "line": 1, "quantity": 1})
    (line,) = cancel(shop, order, (1, 2))["lines"]
    assert (line["cancelled"], line["to_put_back"], line["allocated"]) == (2, 0, 2)
    assert shop.standing("BOLT", "A-1") == (9, 1)
    (left,) = shop.read_list(made["pick_list"])["lines"]
    assert (left["state"], left["quantity"]) == ("open", 1)
    (line,) = cancel(shop, order, (1, 2))["lines"]
    assert (line["cancelled"], line["to_put_back"]) == (4, 1)
    assert cancel(shop, order, (1, 1), status=409)["code"] == "too_much"
    assert cancel(shop, order, (2, 1), status=404)["code"] == "not_found"
    put_back(shop, made["slots"][0]["tote"], 1, "A-1")
    assert shop.standing("BOLT", "A-1") == (10, 0)


def test_what_is_to_be_put_back_is_told_tote_by_tote_with_a_shelf(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    shop.put("NUT", "B-1", 2)
    order = shop.order("1", ("BOLT", 4), ("NUT", 2))
    made = shop.waved()
    shop.pick_all(made)
    tote = made["slots"][0]["tote"]
    path = f"/warehouses/{{warehouse}}/put-backs/{order['number']}"
    assert shop.site.get(path)["stops"] == []
    cancel(shop, order, (1, 3), (2, 2))
    stops = shop.site.get(path)["stops"]
    assert [(s["tote"], s["sku"], s["quantity"], s["location"]) for s in stops] == [
        (tote, "BOLT", 3, "A-1"),
        (tote, "NUT", 2, None),
    ]
    put_back(shop, tote, 3, "A-1")
    assert [stop["sku"] for stop in shop.site.get(path)["stops"]] == ["NUT"]
    assert shop.site.get(path.replace(order["number"], "SO999"), status=404)["code"] == "not_found"
