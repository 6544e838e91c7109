"""Orders get goods: first expired or first in, whole or partial, never what is not fit."""

from datetime import UTC, date, datetime, timedelta

from server.catalog.tables import ItemId
from server.outbound.choose import Candidate, Demand, choose, give_back
from server.places.tables import LocationId
from server.stock.tables import BalanceId, LotId
from tests.server.outbound.hands import Shop

TODAY = date(2026, 11, 24)


def goods(
    code: str, free: int, days: int = 0, expires: date | None = None, lot: str = "-"
) -> Candidate:
    return Candidate(
        balance=BalanceId(sum(map(ord, code))),
        item=ItemId(1),
        location=LocationId(1),
        code=code,
        sequence=0,
        is_face=True,
        lot=LotId(0),
        lot_code=lot,
        expires_on=expires,
        fifo_at=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=days),
        free=free,
    )


def chosen(candidates: list[Candidate], demand: Demand) -> list[tuple[str, int]]:
    return [(one.code, part) for one, part in choose(candidates, demand).parts]


def test_the_oldest_receipt_goes_first() -> None:
    standing = [goods("NEW", 9, days=2), goods("OLD", 3, days=1)]
    assert chosen(standing, Demand(need=5, expires=False, today=TODAY)) == [("OLD", 3), ("NEW", 2)]


def test_what_expires_first_goes_first_however_new_it_is() -> None:
    standing = [
        goods("LATE", 9, days=0, expires=date(2027, 6, 1)),
        goods("SOON", 3, days=5, expires=date(2027, 1, 1)),
        goods("NEVER", 9),
    ]
    choice = choose(standing, Demand(need=4, expires=True, today=TODAY))
    assert [(one.code, part) for one, part in choice.parts] == [("SOON", 3), ("LATE", 1)]
    assert "1 without an expiry date come last" in choice.why[0]


def test_of_one_day_the_place_that_holds_all_goes_first() -> None:
    standing = [goods("PART", 2), goods("WHOLE", 9)]
    assert chosen(standing, Demand(need=5, expires=False, today=TODAY)) == [("WHOLE", 5)]


def test_lot_and_life_are_demanded_and_what_was_left_out_is_said() -> None:
    standing = [
        goods("OTHER", 9, lot="L1", expires=date(2027, 6, 1)),
        goods("STALE", 9, lot="L2", expires=TODAY + timedelta(days=29)),
        goods("FIT", 9, lot="L2", expires=TODAY + timedelta(days=30)),
    ]
    demand = Demand(need=2, expires=True, today=TODAY, lot="L2", minimum_days=30)
    choice = choose(standing, demand)
    assert [(one.code, part) for one, part in choice.parts] == [("FIT", 2)]
    assert choice.why[0] == "2 of 3 places do not have lot L2 and at least 30 days of life."


def test_what_is_given_back_is_free_again() -> None:
    standing = [goods("A", 3)]
    choice = choose(standing, Demand(need=5, expires=False, today=TODAY))
    assert (choice.short, standing[0].free) == (2, 0)
    give_back(choice)
    assert (choice.short, standing[0].free, choice.parts) == (5, 3, [])


def test_an_order_is_released_and_gets_goods_as_it_comes_in(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    taken = shop.order("1", ("BOLT", 4))
    assert (taken["state"], taken["progress"], taken["warehouse"]) == (
        "released",
        "allocated",
        "MAIN",
    )
    assert taken["lines"][0]["allocated"] == 4
    assert shop.standing("BOLT", "A-1") == (10, 4)
    (row,) = shop.site.get("/availability", sku="BOLT")["items"]
    assert (row["sellable"], row["reserved"], row["waiting"], row["available"]) == (10, 4, 0, 6)


def test_an_order_that_ships_whole_waits_for_all_of_it(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    shop.put("NUT", "A-2", 1)
    taken = shop.order("1", ("BOLT", 4), ("NUT", 2))
    assert taken["progress"] == "backorder"
    assert shop.standing("BOLT", "A-1") == (10, 0)
    (nuts,) = shop.site.get("/availability", sku="NUT")["items"]
    assert (nuts["waiting"], nuts["available"]) == (2, 0)
    again = {"order": taken["number"]}
    found = shop.site.post("/warehouses/{warehouse}/orders/allocate", again)
    assert (found["complete"], [line["allocated"] for line in found["lines"]]) == (False, [0, 0])
    assert "The order ships whole, and line 2 is short." in found["lines"][0]["why"]
    shop.put("NUT", "A-2", 1)
    found = shop.site.post("/warehouses/{warehouse}/orders/allocate", again)
    assert found["complete"]
    assert [line["places"] for line in found["lines"]] == [["4 in A-1"], ["2 in A-2"]]


def test_a_partial_order_takes_what_there_is(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 3)
    taken = shop.order("1", ("BOLT", 4), ("NUT", 2), partial=True)
    assert [line["allocated"] for line in taken["lines"]] == [3, 0]
    assert [line["progress"] for line in taken["lines"]] == ["backorder", "backorder"]


def test_only_pickable_open_available_goods_are_promised(shop: Shop) -> None:
    shop.put("BOLT", "STAGE", 5)
    shop.put("BOLT", "A-1", 5)
    block = {"location": "A-1", "status": "blocked_out", "reason": "Leak"}
    shop.site.post("/warehouses/{warehouse}/locations/block", block)
    assert shop.order("1", ("BOLT", 1))["progress"] == "backorder"
    shop.put("BOLT", "A-2", 1)
    assert shop.order("2", ("BOLT", 1))["progress"] == "allocated"
    assert shop.standing("BOLT", "A-2") == (1, 1)


def test_minimum_life_is_counted_from_the_warehouses_day(shop: Shop) -> None:
    shop.sells("MILK", tracking="expiry", expires=True, minimum_days_shipment=5)
    shop.put("MILK", "A-1", 5, shop.lot("MILK", "L1", TODAY + timedelta(days=4)))
    shop.put("MILK", "A-2", 5, shop.lot("MILK", "L2", TODAY + timedelta(days=5)))
    taken = shop.order("1", ("MILK", 6), partial=True)
    assert taken["lines"][0]["allocated"] == 5
    assert shop.standing("MILK", "A-2") == (5, 5)
    shop.site.put("/customers", {"code": "DAIRY", "name": "Dairy", "minimum_days": 6})
    strict = shop.order("2", ("MILK", 1), customer="DAIRY")
    assert strict["lines"][0]["allocated"] == 0


def test_an_order_waits_for_release_when_told_so(shop: Shop) -> None:
    shop.put("BOLT", "A-1", 10)
    taken = shop.order("1", ("BOLT", 4), release=False)
    assert taken["state"] == "new"
    body = {"order": taken["number"]}
    assert shop.site.post("/warehouses/{warehouse}/orders/release", body)["complete"]
    again = shop.site.post("/warehouses/{warehouse}/orders/release", body, status=409)
    assert again["code"] == "wrong_state"
