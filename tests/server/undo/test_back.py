"""Undo of what moves no line of its own: totes, drops, skipped lines, cartons in a lane."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site

UNDO = "/warehouses/{warehouse}/operations/reverse"


@pytest.fixture
def desk(site: Site) -> Desk:
    desk = stocked(site)
    desk.put("NUT", "B-1", 20)
    return desk


@pytest.fixture
def made(desk: Desk) -> dict[str, Any]:
    """The pick list of an order of bolts and nuts, its tote on the cart."""
    desk.order("1", ("BOLT", 3), ("NUT", 2))
    return desk.waved()


def take_back(desk: Desk, operation: UUID, status: int = 200) -> Any:
    return desk.site.post(UNDO, {"operation": str(operation)}, status=status)


def dropped(desk: Desk, made: dict[str, Any]) -> UUID:
    """The operation of the drop of its one tote at the bench."""
    operation, tote = uuid4(), made["slots"][0]["tote"]
    body = {"pick_list": made["pick_list"], "tote": tote, "location": "BENCH"}
    desk.do_pick("/drop-tote", body, operation=operation)
    return operation


def open_tasks(desk: Desk, kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.site.get("/warehouses/{warehouse}/tasks", kind=kind)["items"]
    return [row for row in rows if row["state"] in {"ready", "active"}]


def all_events(desk: Desk) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.site.get("/events", limit=200)["items"]
    return items


def test_a_tote_comes_off_its_slot_and_is_free_for_another_order(desk: Desk) -> None:
    desk.order("1", ("BOLT", 3))
    desk.order("2", ("NUT", 1))
    wave = desk.wave(cart_slots=1)
    first, second = desk.lists(wave=wave["wave"])
    tote, operation = desk.new_tote(), uuid4()
    body = {"pick_list": first["pick_list"], "slot": 1, "tote": tote, "cart": "CART"}
    desk.do_pick("/assign-tote", body, operation=operation)
    assert take_back(desk, operation)["undone"] == "pick.assign_tote"
    assert desk.read_list(first["pick_list"])["slots"][0]["tote"] is None
    desk.give_tote(second["pick_list"], tote=tote)
    assert take_back(desk, operation, status=409)["code"] == "not_reversible"


def test_a_tote_with_goods_stays(desk: Desk) -> None:
    desk.order("1", ("BOLT", 3))
    (made,) = desk.lists(wave=desk.wave()["wave"])
    tote, operation = desk.new_tote(), uuid4()
    body = {"pick_list": made["pick_list"], "slot": 1, "tote": tote, "cart": "CART"}
    desk.do_pick("/assign-tote", body, operation=operation)
    desk.pick_all(made)
    refused = take_back(desk, operation, status=409)
    assert (refused["code"], tote in refused["detail"]) == ("not_reversible", True)
    assert desk.standing_in("BOLT", tote) == (3, 3)


def test_a_drop_is_lifted_again_and_dropped_elsewhere(desk: Desk, made: dict[str, Any]) -> None:
    desk.pick_all(made)
    operation = dropped(desk, made)
    order = made["lines"][0]["order"]
    assert desk.read_list(made["pick_list"])["state"] == "done"
    assert [task["document"] for task in open_tasks(desk, "pack")] == [order]
    assert take_back(desk, operation)["undone"] == "pick.drop_tote"
    assert desk.standing("BOLT", "BENCH") == (0, 0)
    assert desk.standing("BOLT", "CART") == (3, 3)
    assert desk.read_list(made["pick_list"])["state"] == "picking"
    assert open_tasks(desk, "pack") == []
    assert [task["document"] for task in open_tasks(desk, "pick")] == [made["pick_list"]]
    assert take_back(desk, operation, status=409)["code"] == "already_reversed"
    desk.site.seal()
    told = [event for entry in all_events(desk) for event in entry["events"]]
    lifted = [event["detail"] for event in told if event["kind"] == "tote.lifted"]
    assert [each["pick_list"] for each in lifted] == [made["pick_list"]]
    assert desk.drop_all(made, "STAGE")["state"] == "done"
    assert desk.standing("BOLT", "STAGE") == (3, 3)
    assert [task["document"] for task in open_tasks(desk, "pack")] == [order]
    assert open_tasks(desk, "pick") == []


def test_a_drop_from_which_somebody_packs_stays(desk: Desk, made: dict[str, Any]) -> None:
    desk.pick_all(made)
    operation = dropped(desk, made)
    (task,) = open_tasks(desk, "pack")
    desk.site.post("/warehouses/{warehouse}/tasks/take", {"task": task["task"]})
    refused = take_back(desk, operation, status=409)
    assert (refused["code"], task["document"] in refused["detail"]) == ("not_reversible", True)
    desk.close(task["document"], piece(1, 3), piece(2, 2))
    assert take_back(desk, operation, status=409)["code"] == "not_reversible"


def test_a_skipped_line_comes_first_again(desk: Desk, made: dict[str, Any]) -> None:
    operation = uuid4()
    first = made["lines"][0]["line"]
    body = {"pick_list": made["pick_list"], "line": first}
    desk.do_pick("/skip", body, operation=operation)
    assert desk.read_list(made["pick_list"])["lines"][-1]["line"] == first
    assert take_back(desk, operation)["undone"] == "pick.skip"
    assert desk.read_list(made["pick_list"])["lines"][0]["line"] == first
    desk.pick_all(made)
    assert take_back(desk, operation, status=409)["code"] == "not_reversible"


def test_a_carton_leaves_its_lane_until_the_carrier_has_it(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3))
    carton, operation = desk.close(order, piece(1, 3))["carton"], uuid4()
    body = {"carton": carton, "lane": "LANE-1"}
    drop = "/warehouses/{warehouse}/cartons/drop"
    desk.site.post(drop, body, operation=operation)
    assert desk.standing("BOLT", "LANE-1") == (3, 3)
    assert take_back(desk, operation)["undone"] == "carton.drop"
    assert desk.standing("BOLT", "BENCH") == (3, 3)
    again = uuid4()
    desk.site.post(drop, body, operation=again)
    desk.collect()
    assert take_back(desk, again, status=409)["code"] == "not_reversible"
