"""Short picks: the rest is missing, everybody gets other goods, somebody else counts."""

from typing import Any

from tests.server.outbound.hands import Shop


def short(made: dict[str, Any], found: int, line: int = 1, **options: Any) -> dict[str, Any]:
    return {"pick_list": made["pick_list"], "line": line, "found": found} | options


def statuses(shop: Shop, location: str) -> dict[str, int]:
    rows = shop.site.get("/warehouses/{warehouse}/stock", location=location)["items"]
    return {row["status"]: row["on_hand"] for row in rows}


def test_a_short_with_a_second_promise_sends_both_elsewhere(shop: Shop) -> None:
    """Ten on the book, two on the shelf; 4 for the first order, 3 for the second."""
    shop.put("BOLT", "A-1", 10)
    first, second = shop.order("1", ("BOLT", 4)), shop.order("2", ("BOLT", 3))
    mine = shop.waved(orders=[first["number"]])
    theirs = shop.waved(orders=[second["number"]])
    shop.put("BOLT", "B-5", 20)
    told = shop.do_pick("/short", short(mine, 2))
    assert (told["picked"], told["missing"], told["broken"], told["waiting"]) == (2, 8, 3, 0)
    assert told["new_lines"] == [2]
    assert statuses(shop, "A-1") == {"missing": 8}
    lines = shop.read_list(mine["pick_list"])["lines"]
    assert [(line["state"], line["location"], line["quantity"]) for line in lines] == [
        ("short", "A-1", 0),
        ("open", "B-5", 2),
    ]
    shop.follow()
    lines = shop.read_list(theirs["pick_list"])["lines"]
    assert [(line["state"], line["location"], line["quantity"]) for line in lines] == [
        ("moved", "A-1", 0),
        ("open", "B-5", 3),
    ]
    shop.pick_all(shop.read_list(mine["pick_list"]))
    shop.pick_all(shop.read_list(theirs["pick_list"]))
    assert shop.read(first["number"])["progress"] == "picked"
    assert shop.read(second["number"])["progress"] == "picked"
    assert shop.standing("BOLT", "B-5") == (15, 0)


def test_without_other_goods_the_rest_waits_and_the_list_ends(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 4)
    order = shop.order("1", ("BOLT", 4))
    made = shop.waved()
    told = shop.do_pick("/short", short(made, 0))
    assert (told["picked"], told["missing"], told["new_lines"], told["waiting"]) == (0, 4, [], 4)
    assert shop.read_list(made["pick_list"])["state"] == "cancelled"
    assert shop.read(order["number"])["progress"] == "backorder"
    assert shop.order("2", ("BOLT", 1))["progress"] == "backorder"
    shop.put("BOLT", "A-1", 4)
    body = {"order": order["number"]}
    assert shop.site.post("/warehouses/{warehouse}/orders/allocate", body)["complete"]


def test_the_counter_is_never_the_picker(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 4)
    shop.order("1", ("BOLT", 4))
    made = shop.waved()
    shop.do_pick("/short", short(made, 1))
    (task,) = shop.site.get("/warehouses/{warehouse}/tasks", kind="count")["items"]
    assert task["location"] == "A-1"
    taken = shop.site.post("/warehouses/{warehouse}/tasks/take-next", {"kinds": ["count"]})
    assert taken["task"] is None


def test_out_of_reach_leaves_the_book_and_asks_another_place(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 4)
    shop.put("BOLT", "B-1", 4)
    shop.order("1", ("BOLT", 3))
    made = shop.waved()
    told = shop.do_pick("/short", short(made, 1, reason="out_of_reach"))
    assert (told["missing"], told["broken"], told["new_lines"]) == (0, 0, [2])
    assert statuses(shop, "A-1") == {"available": 3}
    assert shop.standing("BOLT", "B-1") == (4, 2)


def test_all_found_is_no_short(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 4)
    shop.order("1", ("BOLT", 3))
    made = shop.waved()
    assert shop.do_pick("/short", short(made, 3), status=409)["code"] == "not_short"


def test_the_follower_does_it_once_however_often_it_is_asked(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    first, second = shop.order("1", ("BOLT", 4)), shop.order("2", ("BOLT", 3))
    mine = shop.waved(orders=[first["number"]])
    shop.put("BOLT", "B-5", 20)
    shop.do_pick("/short", short(mine, 0))
    shop.follow()
    shop.follow()
    assert shop.standing("BOLT", "B-5") == (20, 7)
    assert shop.read(second["number"])["lines"][0]["allocated"] == 3


def test_pieces_with_numbers_go_missing_with_their_numbers(shop: Shop) -> None:
    shop.sells("RADIO", tracking="serial")
    shop.put_serials("RADIO", "A-1", ["S1", "S2", "S3"])
    shop.order("1", ("RADIO", 2))
    made = shop.waved()
    told = shop.do_pick("/short", short(made, 1, serials=["S2"]))
    assert (told["picked"], told["missing"]) == (1, 2)
    rows = shop.site.get("/warehouses/{warehouse}/stock", serial="S3")["items"]
    assert [(row["location"], row["status"]) for row in rows] == [("A-1", "missing")]


def test_unusable_goods_are_damaged_and_nobody_is_sent_for_them(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 6)
    first, second = shop.order("1", ("BOLT", 4)), shop.order("2", ("BOLT", 2))
    mine = shop.waved(orders=[first["number"]])
    shop.waved(orders=[second["number"]])
    told = shop.do_pick("/short", short(mine, 1, reason="unusable"))
    assert (told["picked"], told["damaged"], told["missing"], told["broken"]) == (1, 3, 0, 0)
    assert statuses(shop, "A-1") == {"available": 2, "damaged": 3}
    (row,) = shop.site.get("/availability", sku="BOLT")["items"]
    assert (row["sellable"], row["available"]) == (3, 0)
    assert told["waiting"] == 3
    (seen,) = shop.site.get("/warehouses/{warehouse}/exceptions")["items"]
    assert (seen["kind"], seen["location"], seen["quantity"]) == ("damaged", "A-1", 3)
    assert "3 are set to damaged there" in seen["sentence"]


def test_more_unusable_than_was_free_breaks_the_promise_of_others(shop: Shop) -> None:
    """The shelf holds less than the book says: a count took from it while the picker walked."""
    shop.put("BOLT", "A-1", 6)
    first = shop.order("1", ("BOLT", 4))
    mine = shop.waved(orders=[first["number"]])
    second = shop.order("2", ("BOLT", 2))
    adjust = {"sku": "BOLT", "location": "A-1", "quantity": 3, "reason": "seen"}
    shop.site.post("/warehouses/{warehouse}/stock/adjust", adjust)
    told = shop.do_pick("/short", short(mine, 0, reason="unusable"))
    assert (told["damaged"], told["broken"], told["waiting"]) == (3, 0, 4)
    assert shop.read(second["number"])["lines"][0]["allocated"] == 0
    assert statuses(shop, "A-1") == {"damaged": 3}


def test_pieces_with_numbers_wait_for_inspection_until_it_is_known_which_are_broken(
    shop: Shop,
) -> None:
    shop.sells("RADIO", tracking="serial")
    shop.put_serials("RADIO", "A-1", ["S1", "S2", "S3"])
    shop.order("1", ("RADIO", 2))
    made = shop.waved()
    told = shop.do_pick("/short", short(made, 1, serials=["S2"], reason="unusable"))
    assert (told["picked"], told["damaged"], told["missing"]) == (1, 0, 0)
    assert statuses(shop, "A-1") == {"inspection": 2}


def test_a_late_short_is_posted_though_the_line_asks_for_less_by_now(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 4)
    order = shop.order("1", ("BOLT", 4))
    made = shop.waved()
    less = {"lines": [{"line": 1, "quantity": 3}]}
    shop.site.post(f"/orders/{order['number']}/cancel", less)
    assert shop.do_pick("/short", short(made, 2), status=409)["code"] == "not_short"
    told = shop.do_pick("/short", short(made, 2, happened_at="2026-11-24T07:30:00Z"))
    assert (told["picked"], told["missing"]) == (1, 2)
    assert shop.standing_in("BOLT", made["slots"][0]["tote"]) == (2, 1)


DECIDE = "/warehouses/{warehouse}/approvals/decide"


def waiting(shop: Shop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.site.get("/warehouses/{warehouse}/approvals")["items"]
    return found


def test_shorts_above_the_limits_are_posted_and_wait_for_a_second_person(shop: Shop) -> None:
    """20 pieces in one act are one's own, 50 in a day."""
    shop.site.post("/site/live", {})
    boss = shop.site.person("supervisor")
    for number, shelf in enumerate(("A-1", "A-2", "A-3"), start=1):
        shop.put("BOLT", shelf, 19)
        shop.order(str(number), ("BOLT", 18))
        made = shop.waved()
        assert shop.do_pick("/short", short(made, 0))["missing"] == 19
        if number < 3:
            assert waiting(shop) == []
    (row,) = waiting(shop)
    assert row["kind"] == "pick.short"
    assert row["sentence"].startswith("19 of BOLT in A-3 were told missing at the pick of")
    assert statuses(shop, "A-3") == {"missing": 19}
    yes = {"number": row["number"], "approve": True}
    boss.post(DECIDE, yes)
    assert waiting(shop) == []
    shop.site.seal()
    events = [e for item in shop.site.get("/events")["items"] for e in item["events"]]
    (told,) = [e["detail"] for e in events if e["kind"] == "loss.approved"]
    assert (told["door"], told["units"], told["by"]) == ("short", 19, boss.name)


def test_damage_at_a_pick_that_nobody_signs_is_counted_by_another(shop: Shop) -> None:
    shop.site.post("/site/live", {})
    picker, boss = shop.site.person("worker"), shop.site.person("supervisor")
    shop.put("BOLT", "A-1", 30)
    shop.order("1", ("BOLT", 30))
    made = shop.waved()
    body = short(made, 5, reason="unusable")
    told = picker.post("/warehouses/{warehouse}/picks/short", body)
    assert told["damaged"] == 25
    assert statuses(shop, "A-1") == {"damaged": 25}
    (row,) = waiting(shop)
    boss.post(DECIDE, {"number": row["number"], "approve": False})
    (task,) = shop.site.get("/warehouses/{warehouse}/tasks", kind="count")["items"]
    assert task["location"] == "A-1"
    taken = picker.post("/warehouses/{warehouse}/tasks/take-next", {"kinds": ["count"]})
    assert taken["task"] is None


def test_another_item_on_the_shelf_is_listed_and_the_whole_place_is_counted(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 5)
    shop.order("1", ("BOLT", 3))
    made = shop.waved()
    body = {"pick_list": made["pick_list"], "line": 1, "found": 0, "instead": "NUT"}
    assert shop.do_pick("/short", body)["missing"] == 5
    rows = shop.site.get("/warehouses/{warehouse}/exceptions")["items"]
    [listed] = [row for row in rows if row["kind"] == "wrong_item"]
    assert listed["sentence"].startswith("NUT stands in A-1, where BOLT was to be picked for")
    [count] = shop.site.get("/warehouses/{warehouse}/counts")["items"]
    assert (count["location"], count["reason"], count["sku"]) == ("A-1", "after_short", None)


def test_what_nobody_knows_is_listed_as_it_was_read(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 5)
    shop.order("1", ("BOLT", 3))
    made = shop.waved()
    part = {"line": 1, "found": 0, "short": True}
    body = {"pick_list": made["pick_list"], "parts": [part], "instead": "GREEN-BOX"}
    shop.do_pick("/together", body)
    rows = shop.site.get("/warehouses/{warehouse}/exceptions")["items"]
    [listed] = [row for row in rows if row["kind"] == "wrong_item"]
    assert listed["sentence"].startswith("GREEN-BOX stands in A-1")
