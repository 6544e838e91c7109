"""What outbound does by itself, without anybody asking."""

from datetime import timedelta

from server.db import reading
from server.feed.lease import Held
from server.journal.tables import Entry
from server.outbound import runs
from tests.server.outbound.hands import Shop

HELD = Held("outbound", 1)
HEADER = "channel,reference,sku,quantity,name,street,city,country,ship_by\n"
ADDRESS = "Ada,Quay 1,Hull,GB,2026-11-26T16:00:00Z\n"


def acts(shop: Shop) -> int:
    with reading(shop.site.engine) as session:
        return session.query(Entry).count()


def test_imported_orders_are_released_by_themselves(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 100)
    rows = "".join(f"WEB,{n},BOLT,1,{ADDRESS}" for n in range(25))
    report = shop.site.post("/orders/csv", (HEADER + rows).encode())
    assert (report["created"], report["refused"]) == (25, [])
    assert {row["state"] for row in shop.site.get("/orders")["items"]} == {"new"}
    while runs.work(shop.site.acts, HELD):
        pass
    assert {row["state"] for row in shop.site.get("/orders")["items"]} == {"released"}
    assert shop.standing("BOLT", "A-1") == (100, 25)
    before = acts(shop)
    assert not runs.work(shop.site.acts, HELD)
    assert acts(shop) == before


def test_goods_that_come_in_go_to_the_most_urgent_that_waits(shop: Shop) -> None:
    later = shop.order("1", ("BOLT", 3), priority=7)["number"]
    urgent = shop.order("2", ("BOLT", 3), priority=1)["number"]
    before = acts(shop)
    assert not runs.work(shop.site.acts, HELD)
    assert acts(shop) == before
    shop.put("BOLT", "A-1", 4)
    assert runs.work(shop.site.acts, HELD)
    assert shop.read(urgent)["progress"] == "allocated"
    assert shop.read(later)["progress"] == "backorder"
    assert not runs.work(shop.site.acts, HELD)


def test_many_that_wait_are_served_by_one_look_in_parts(shop: Shop) -> None:
    for n in range(25):
        shop.order(str(n), ("BOLT", 1))
    shop.put("BOLT", "A-1", 23)
    before = acts(shop)
    assert runs.work(shop.site.acts, HELD)
    assert acts(shop) == before + 2
    assert shop.standing("BOLT", "A-1") == (23, 23)
    assert not runs.work(shop.site.acts, HELD)


def test_waves_are_worked_to_their_end(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 200)
    rows = "".join(f"WEB,{n},BOLT,1,{ADDRESS}" for n in range(130))
    shop.site.post("/orders/csv", (HEADER + rows).encode())
    while runs.work(shop.site.acts, HELD):
        pass
    wave = shop.wave(cart_slots=10)
    assert (wave["slices"], wave["slices_done"]) == (13, 1)
    while runs.work(shop.site.acts, HELD):
        pass
    path = f"/warehouses/{{warehouse}}/waves/{wave['wave']}"
    done = shop.site.get(path)
    assert (done["state"], done["pick_lists"], done["lines"]) == ("done", 13, 130)


def test_orders_of_a_wave_get_goods_from_it_and_those_it_has_passed_behind_it(shop: Shop) -> None:
    for n in range(13):
        shop.order(str(n), ("BOLT", 1))
    assert shop.wave()["slices"] == 2
    shop.put("BOLT", "A-1", 13)
    before = acts(shop)
    assert runs.work(shop.site.acts, HELD)
    assert acts(shop) == before + 1, "the second slice alone"
    while runs.work(shop.site.acts, HELD):
        pass
    assert shop.standing("BOLT", "A-1") == (13, 13)


def test_orders_that_nobody_planned_get_pick_lists_some_minutes_later(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 5)
    shop.order("1", ("BOLT", 3))
    shop.order("2", ("NUT", 3))
    assert not runs.work(shop.site.acts, HELD)
    shop.site.clock.now += timedelta(minutes=4)
    assert runs.work(shop.site.acts, HELD)
    (made,) = shop.lists()
    assert [line["sku"] for line in made["lines"]] == ["BOLT"]
    assert not runs.work(shop.site.acts, HELD)
