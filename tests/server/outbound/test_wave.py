"""Waves and pick lists: one walk per order or cart, exact, in slices."""

import pytest
import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.outbound.numbers import pick_list, wave
from server.outbound.tables import PickLine
from server.outbound.wire.lists import LineState, PickListState
from server.outbound.wire.plan import WaveState
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
    for n in range(15):
        shop.order(str(n), ("BOLT", 1))
    wave = shop.wave()
    assert (wave["state"], wave["slices"], wave["slices_done"], wave["lines"]) == (
        "planned", 2, 1, 12,
    )  # fmt: skip
    done = shop.site.post("/warehouses/{warehouse}/waves/work", {"wave": wave["wave"]})
    assert (done["state"], done["slices_done"], done["lines"]) == ("done", 2, 15)
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


def test_what_is_done_is_not_begun_again(shop: Shop) -> None:
    """A wave, its list and its line have each one way, and an act that leaves it is undone."""
    shop.put("BOLT", "A-1", 10)
    shop.order("1", ("BOLT", 4))
    made = shop.wave()
    (listed,) = shop.lists()
    number = listed["pick_list"]
    shop.give_tote(number)
    shop.pick_all(listed)
    shop.drop_all(listed)
    assert shop.read_list(number)["state"] == "done"

    def wave_again(act: Act) -> None:
        wave(act.session, act.warehouse, made["wave"]).state = WaveState.PLANNED

    def list_again(act: Act) -> None:
        pick_list(act.session, act.warehouse, number).state = PickListState.READY

    def line_short(act: Act) -> None:
        row = act.session.get_one(PickLine, 1)
        row.skipped, row.state = 9, LineState.SHORT

    for step, told in (
        (wave_again, f"Wave {made['wave']} is done, it can't become planned"),
        (list_again, f"Pick list {number} is done, it can't become ready"),
        (line_short, f"Line 1 of {number} is picked, it can't become short"),
    ):
        with pytest.raises(Refusal, match=told) as refused:
            shop.act(step)
        assert (refused.value.status, refused.value.code) == (409, "wrong_state")
    assert shop.one(sa.select(PickLine.skipped)) == 0
