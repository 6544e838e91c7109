"""Receiving: what came stands in the book, whatever the plan said, and the plan learns of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from msgspec import structs

from server.catalog.tables import Item
from server.exceptions.wire import ResolveException
from server.inbound.shares import Share, Wanting, shares, wanting
from server.inbound.wire.lpns import TakeLpns
from server.inbound.wire.receipts import (
    CloseReceipt,
    Condition,
    OpenReceipt,
    ReceiveLine,
    ReverseReceiveLine,
    TurnAway,
    TurnedAway,
)
from server.places.wire import LocationStatus, Mixing
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLineId
from server.purchasing.wire import PurchaseOrderState
from server.stock.wire import ContainerKind
from tests.server.inbound.dock import Dock
from tests.site import Site


@pytest.fixture
def dock(site: Site) -> Dock:
    return Dock.of(site)


ONE, TWO = PurchaseOrderLineId(1), PurchaseOrderLineId(2)


@pytest.mark.parametrize(
    ("lines", "quantity", "expected"),
    [
        ([Wanting(ONE, 10, 1)], 4, [Share(ONE, 4)]),
        ([Wanting(ONE, 10, 1)], 11, [Share(ONE, 11)]),
        ([Wanting(ONE, 10, 1)], 15, [Share(ONE, 11), Share(ONE, 4, over=True)]),
        ([Wanting(ONE, 10, 1), Wanting(TWO, 5, 0)], 12, [Share(ONE, 10), Share(TWO, 2)]),
        (
            [Wanting(ONE, 10, 1), Wanting(TWO, 5, 0)],
            20,
            [Share(ONE, 11), Share(TWO, 5), Share(TWO, 4, over=True)],
        ),
        ([Wanting(ONE, 0, 0)], 3, [Share(ONE, 3, over=True)]),
        ([], 3, [Share(None, 3, over=True)]),
    ],
)
def test_shares(lines: list[Wanting], quantity: int, expected: list[Share]) -> None:
    assert shares(lines, quantity) == expected


@pytest.mark.parametrize(
    ("ordered", "received", "percent", "open_", "spare"),
    [(100, 0, 10, 100, 10), (100, 105, 10, 0, 5), (100, 130, 10, 0, 0), (9, 0, 10, 9, 0)],
)
def test_what_a_line_still_takes(
    ordered: int, received: int, percent: int, open_: int, spare: int
) -> None:
    assert wanting(ONE, ordered, received, percent) == Wanting(ONE, open_, spare)


def test_goods_of_an_order_stand_at_the_dock(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 100))
    receipt = dock.open()
    told = dock.receive("BOLT", 40, receipt=receipt)
    lines = [(row["line"], row["purchase_order_line"], row["quantity"]) for row in told["lines"]]
    assert lines == [(1, 1, 40)]
    assert told["exceptions"] == []
    assert dock.stock() == [("BOLT", "D1", "available", 40)]
    assert dock.totals() == [(40, 0, 0)]
    assert dock.state() == "receiving"


def test_the_same_order_at_the_same_dock_is_one_receipt(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 100))
    assert dock.open() == dock.open()
    assert dock.open() != dock.open(dock="D2")
    assert dock.open(None) == dock.open(None)
    assert dock.open(None) != dock.open()


def test_a_line_that_comes_first_opens_its_receipt(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 100))
    told = dock.receive("BOLT", 5)
    assert told["receipt"] == dock.open()
    assert dock.receive("BOLT", 5)["receipt"] == told["receipt"]


def test_a_replay_receives_once(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 100))
    operation = uuid4()
    command = ReceiveLine(purchase_order="PO1", dock="D1", sku="BOLT", quantity=7)
    first = dock.site.do(command, operation=operation)
    assert dock.site.do(command, operation=operation) == first
    assert dock.totals() == [(7, 0, 0)]


def test_over_tolerance_is_overage_and_waits_for_a_person(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 100))
    told = dock.receive("BOLT", 115)
    assert [(line["quantity"], line["status"]) for line in told["lines"]] == [
        (110, "available"),
        (5, "overage"),
    ]
    assert told["exceptions"] == ["5 of BOLT came beyond what PO1/1 takes: 100 were ordered."]
    assert dock.totals() == [(115, 5, 0)]
    assert dock.stock() == [
        ("BOLT", "D1", "available", 110),
        ("BOLT", "D1", "overage", 5),
    ]
    assert dock.exceptions() == ["over_receipt"]


def test_another_item_than_ordered_is_kept_apart(dock: Dock) -> None:
    dock.order("PO1", ("TEA", 10))
    told = dock.receive("BOLT", 3)
    assert told["lines"][0]["status"] == "overage"
    assert told["lines"][0]["purchase_order_line"] is None
    assert dock.totals() == [(0, 0, 0)]
    assert dock.exceptions() == ["wrong_item"]


def test_damaged_goods_count_as_received_and_are_not_for_sale(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    dock.receive("BOLT", 2, condition=Condition.DAMAGED, reason="wet")
    assert dock.stock() == [("BOLT", "D1", "damaged", 2)]
    assert dock.totals() == [(2, 0, 0)]
    assert dock.exceptions() == ["damaged"]


def test_lot_and_expiry_are_asked_for_and_kept(dock: Dock) -> None:
    dock.order("PO1", ("TEA", 10))
    assert dock.receive("TEA", 1, status=422)["code"] == "lot_missing"
    assert dock.receive("TEA", 1, lot="B7", status=422)["code"] == "expiry_missing"
    dock.receive("TEA", 1, lot="B7", expires_on=date(2027, 6, 1))
    told = dock.receive("TEA", 2, lot="B7")
    assert told["lines"][0]["expires_on"] == "2027-06-01"
    assert dock.totals() == [(3, 0, 0)]


def test_a_lot_with_another_date_keeps_its_first_and_is_flagged(dock: Dock) -> None:
    dock.order("PO1", ("TEA", 10))
    dock.receive("TEA", 1, lot="B7", expires_on=date(2027, 6, 1))
    told = dock.receive("TEA", 2, lot="B7", expires_on=date(2027, 7, 1))
    assert told["lines"][0]["expires_on"] == "2027-06-01"
    assert dock.exceptions() == ["other_expiry"]


def test_too_short_a_life_goes_to_quarantine_by_the_warehouses_day(dock: Dock) -> None:
    dock.site.clock.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # the 25th in Berlin
    dock.order("PO1", ("TEA", 10))
    assert dock.receive("TEA", 1, lot="A", expires_on=date(2026, 11, 24))["exceptions"] != []
    assert dock.receive("TEA", 1, lot="B", expires_on=date(2026, 11, 25))["exceptions"] == []
    dock.floor.act(
        lambda act: act.session.execute(
            sa.update(Item).where(Item.sku == "TEA").values(minimum_days_receipt=30)
        )
    )
    assert dock.receive("TEA", 1, lot="C", expires_on=date(2026, 12, 24))["exceptions"] != []
    assert dock.receive("TEA", 1, lot="D", expires_on=date(2026, 12, 25))["exceptions"] == []
    assert [row[2] for row in dock.stock(sku="TEA")].count("quarantine") == 2
    assert dock.exceptions() == ["short_life", "short_life"]


def test_serials_are_told_one_by_one_and_come_once(dock: Dock) -> None:
    dock.order("PO1", ("RADIO", 10))
    assert dock.receive("RADIO", 2, serials=("S1",), status=422)["code"] == "serials_missing"
    twice = dock.receive("RADIO", 1, serials=("S1", "S1"), status=422)
    assert twice["code"] == "serials_missing"
    assert "scan each piece once" in twice["detail"]
    dock.receive("RADIO", 2, serials=("S1", "S2"))
    refused = dock.receive("RADIO", 2, serials=("S2", "S3"), status=409)
    assert refused["code"] == "serial_known"
    assert "S2" in refused["detail"]
    assert "D1" in refused["detail"]
    assert dock.stock(serial="S1") == [("RADIO", "D1", "available", 2)]
    assert dock.totals() == [(2, 0, 0)]


def test_numbers_on_goods_that_are_not_kept_by_number_take_no_piece_away(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 20))
    dock.receive("BOLT", 13, serials=("S1",))
    dock.receive("BOLT", 2, serials=("S1", "S1"))
    assert dock.stock() == [("BOLT", "D1", "available", 15)]


def test_a_number_known_already_and_told_late_is_kept_unidentified(dock: Dock) -> None:
    """The truck was received without network; meanwhile S1 was received by somebody else."""
    dock.order("PO1", ("RADIO", 10))
    dock.receive("RADIO", 1, serials=("S1",))
    before = dock.site.clock.now - timedelta(hours=1)
    late = dock.receive("RADIO", 2, serials=("S1", "S2"), happened_at=before)
    assert [(line["sku"], line["quantity"]) for line in late["lines"]] == [
        ("RADIO", 1),
        ("UNKNOWN", 1),
    ]
    assert dock.stock() == [("RADIO", "D1", "available", 2), ("UNKNOWN", "D1", "quarantine", 1)]
    assert dock.stock(lot=late["tag"]) == [("UNKNOWN", "D1", "quarantine", 1)]
    assert "RADIO, numbers known already: S1 (at D1)" in late["exceptions"][0]
    assert dock.exceptions() == ["unknown_item"]
    again = dock.receive("RADIO", 1, serials=("S2",), happened_at=before)
    assert [line["sku"] for line in again["lines"]] == ["UNKNOWN"]
    assert dock.totals() == [(2, 0, 0)]


def test_what_nobody_knows_gets_a_tag(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    first = dock.receive(None, 1, description="a blue box")
    second = dock.receive(None, 1)
    assert first["tag"] != second["tag"]
    assert dock.stock(lot=first["tag"]) == [("UNKNOWN", "D1", "quarantine", 1)]
    assert dock.exceptions() == ["unknown_item", "unknown_item"]
    assert dock.totals() == [(0, 0, 0)]


def test_blind_without_an_order_nothing_is_over(dock: Dock) -> None:
    told = dock.receive("BOLT", 500, purchase_order=None)
    assert [line["status"] for line in told["lines"]] == ["available"]
    assert dock.exceptions() == []


def test_onto_a_new_lpn_and_another_item_onto_the_same(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10), ("TEA", 10))
    lpn = dock.receive("BOLT", 4, new_container=ContainerKind.PALLET)["container"]
    told = dock.receive("TEA", 2, lot="B7", expires_on=date(2027, 6, 1), container=lpn)
    assert told["container"] == lpn
    assert dock.stock(container=lpn) == [
        ("BOLT", "D1", "available", 4),
        ("TEA", "D1", "available", 2),
    ]


def test_an_lpn_number_that_was_never_given_out_is_refused(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    lpn = dock.receive("BOLT", 1, new_container=ContainerKind.PALLET)["container"]
    from labels.codes import Kind, house_code

    bogus = house_code(Kind.LPN, "0009999999")
    assert bogus != lpn
    assert dock.receive("BOLT", 1, container=bogus, status=404)["code"] == "not_found"


def test_a_suppliers_own_carton_is_known_at_its_first_scan(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    assert dock.receive("BOLT", 1, container="00340123450000000018")["container"]
    assert dock.stock(container="00340123450000000018") == [("BOLT", "D1", "available", 1)]


def test_straight_to_the_shelf_in_one_step(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    told = dock.receive("BOLT", 4, location="A1")
    assert told["location"] == "A1"
    assert told["put_aways"] == []
    assert dock.stock() == [("BOLT", "A1", "available", 4)]


def test_a_shelf_that_is_too_small_takes_goods_with_a_reason_only(site: Site) -> None:
    dock = Dock.of(site, S1={"capacity_quantity": 5, "mixing": Mixing.ONE_ITEM})
    dock.order("PO1", ("BOLT", 10))
    assert dock.receive("BOLT", 6, location="S1", status=409)["code"] == "over_capacity"
    dock.receive("BOLT", 6, location="S1", reason="no other place")
    assert dock.stock() == [("BOLT", "S1", "available", 6)]
    assert dock.exceptions() == ["excess"]


def test_what_comes_late_is_stored_where_it_stands(site: Site) -> None:
    dock = Dock.of(site, S1={"status": LocationStatus.LOCKED, "reason": "broken"})
    dock.order("PO1", ("BOLT", 10))
    assert dock.receive("BOLT", 6, location="S1", status=409)["code"] == "location_locked"
    long_ago = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    dock.receive("BOLT", 6, location="S1", happened_at=long_ago)
    assert dock.stock() == [("BOLT", "S1", "available", 6)]
    assert dock.exceptions() == ["excess"]


def test_a_closed_order_still_gets_its_goods_but_not_for_sale(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    receipt = dock.open()
    dock.receive("BOLT", 4, receipt=receipt)
    dock.site.do(CloseReceipt(receipt=receipt, close_order=True))
    assert dock.state() == "closed"
    assert dock.totals() == [(4, 0, 6)]
    told = dock.receive("BOLT", 3)
    assert told["receipt"] != receipt
    assert [line["status"] for line in told["lines"]] == ["overage"]
    assert dock.totals() == [(7, 3, 6)]
    assert dock.exceptions() == ["short_receipt", "closed_order", "over_receipt"]


def test_early_goods_are_taken_and_flagged(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10), expected_on=date(2026, 12, 1))
    assert dock.receive("BOLT", 3)["lines"][0]["status"] == "available"
    assert dock.exceptions() == ["early"]


def test_a_late_line_of_a_closed_receipt_is_kept(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    receipt = dock.open()
    dock.site.do(CloseReceipt(receipt=receipt))
    assert dock.receive("BOLT", 4, receipt=receipt)["exceptions"] != []
    assert dock.exceptions() == ["closed_receipt"]
    assert dock.site.do(CloseReceipt(receipt=receipt), status=409)["code"] == "receipt_closed"


def test_an_order_that_came_whole_is_closed_with_its_receipt(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    receipt = dock.open()
    dock.receive("BOLT", 10, receipt=receipt)
    assert dock.site.do(CloseReceipt(receipt=receipt))["short"] == []
    assert dock.state() == "closed"


def test_undo_takes_back_what_was_booked_together(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 100))
    told = dock.receive("BOLT", 115, new_container=ContainerKind.PALLET)
    undo = ReverseReceiveLine(receipt=told["receipt"], line=2)
    view = dock.site.do(undo)
    assert [line["reversed"] for line in view["lines"]] == [True, True]
    assert dock.totals() == [(0, 0, 0)]
    assert dock.stock() == []
    assert dock.site.do(undo, status=409)["code"] == "already_reversed"


def test_undo_ends_when_the_goods_have_moved(dock: Dock) -> None:
    from server.stock.wire import MoveStock

    dock.order("PO1", ("BOLT", 100))
    told = dock.receive("BOLT", 10)
    dock.site.do(MoveStock(sku="BOLT", quantity=4, source="D1", target="A1"))
    undo = ReverseReceiveLine(receipt=told["receipt"], line=1)
    assert dock.site.do(undo, status=409)["code"] == "not_reversible"
    assert dock.totals() == [(10, 0, 0)]


def test_what_is_expected_with_and_without_quantities(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10), ("TEA", 5))
    dock.receive("BOLT", 4)
    path = "/warehouses/{warehouse}/purchase-orders/PO1/expected"
    seen = dock.site.get(path)
    assert [(line["sku"], line["ordered"], line["open"]) for line in seen["lines"]] == [
        ("BOLT", 10, 6),
        ("TEA", 5, 5),
    ]
    blind = dock.site.get(path, blind=True)
    assert [(line["ordered"], line["open"]) for line in blind["lines"]] == [(None, None)] * 2


def test_a_receipt_reads_as_it_was_written(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    receipt = dock.open()
    dock.receive("BOLT", 4, receipt=receipt)
    view = dock.site.get(f"/warehouses/{{warehouse}}/receipts/{receipt}")
    assert [(line["sku"], line["quantity"]) for line in view["lines"]] == [("BOLT", 4)]
    assert view["short"] == [{"line": 1, "sku": "BOLT", "open": 6}]
    listed = dock.site.get("/warehouses/{warehouse}/receipts", state="open", purchase_order="PO1")
    assert [(row["number"], row["lines"]) for row in listed["items"]] == [(receipt, 1)]


def test_a_person_ends_an_exception_once(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    dock.receive("TEA", 1, lot="B", expires_on=date(2027, 6, 1))
    number = dock.site.get("/warehouses/{warehouse}/exceptions")["items"][0]["number"]
    done = dock.site.do(ResolveException(number=number, accept=True, note="keep it"))
    assert (done["state"], done["sku"]) == ("accepted", "TEA")
    again = dock.site.do(ResolveException(number=number), status=409)
    assert again["code"] == "exception_ended"
    assert dock.exceptions() == []
    assert dock.exceptions("accepted") == ["wrong_item"]


def test_goods_are_received_at_docks_only(dock: Dock) -> None:
    refused = dock.site.do(OpenReceipt(dock="A1"), status=422)
    assert refused["code"] == "not_a_dock"
    assert dock.receive("BOLT", 1, purchase_order="PO9", status=404)["code"] == "not_found"
    assert dock.receive("BOLT", 1, location="V-SUPPLIER", status=404)["code"] == "not_found"


def test_a_draft_order_is_flagged(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    dock.floor.act(
        lambda act: act.session.execute(
            sa.update(PurchaseOrder).values(state=PurchaseOrderState.DRAFT)
        )
    )
    receipt = dock.open()
    assert dock.exceptions() == ["closed_order"]
    refused = dock.site.do(CloseReceipt(receipt=receipt, close_order=True), status=409)
    assert refused["code"] == "wrong_state"
    assert dock.state() == "draft"
    dock.receive("BOLT", 4)
    assert dock.state() == "receiving"


def test_lpn_numbers_are_taken_in_a_block_and_used_where_there_is_no_network(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    taken = dock.site.do(TakeLpns(count=3, print_labels=True))
    assert len(set(taken["containers"])) == 3
    assert len(set(taken["jobs"])) == 3
    lpn = taken["containers"][1]
    told = dock.receive("BOLT", 4, container=lpn)
    assert told["container"] == lpn
    assert dock.stock(container=lpn) == [("BOLT", "D1", "available", 4)]
    dock.receive("BOLT", 1, container=taken["containers"][2])
    assert (
        dock.receive("BOLT", 1, new_container=ContainerKind.PALLET)["container"]
        not in (taken["containers"])
    )


def test_the_label_of_a_new_lpn_is_printed_with_what_is_on_it(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    told = dock.receive("BOLT", 4, new_container=ContainerKind.PALLET, print_label=True)
    job = dock.site.get(f"/warehouses/{{warehouse}}/print-jobs/{told['job']}")
    assert job["design"] == "lpn"
    assert dock.receive("BOLT", 1, print_label=True)["job"] is None


def test_what_keeps_too_short_is_taken_when_a_supervisor_signs(dock: Dock) -> None:
    dock.order("PO1", ("TEA", 10))
    ann, boss = dock.site.person("worker"), dock.site.person("supervisor")
    day = date(2026, 11, 1)
    takes = ReceiveLine(
        dock="D1", purchase_order="PO1", sku="TEA", quantity=3, lot="A", expires_on=day
    )
    takes = structs.replace(takes, short_life=True)
    operation = uuid4()
    assert ann.do(takes, operation=operation, status=409)["code"] == "approval_needed"
    ann.post(
        "/approvals/sign",
        {"operation": str(operation), "badge": boss.badge, "pin": boss.pin},
    )
    told = ann.do(takes, operation=operation)
    assert [line["status"] for line in told["lines"]] == ["available"]
    short = "TEA came with expiry 2026-11-01; it must last until 2026-11-24 at least."
    assert told["exceptions"] == [f"{short} {boss.name} takes it all the same."]
    long_ago = dock.site.clock.now - timedelta(hours=3)
    late = ann.do(structs.replace(takes, happened_at=long_ago))
    assert [line["status"] for line in late["lines"]] == ["quarantine"]
    assert dock.exceptions() == ["short_life", "short_life"]


def test_a_day_that_the_goods_carry_against_their_lots_keeps_them_apart(dock: Dock) -> None:
    dock.order("PO1", ("TEA", 10))
    dock.receive("TEA", 1, lot="B7", expires_on=date(2027, 6, 1))
    seen = dock.site.get("/warehouses/{warehouse}/purchase-orders/PO1/expected")
    assert seen["today"] == "2026-11-24"
    assert seen["lines"][0]["lots"] == [{"code": "B7", "expires_on": "2027-06-01"}]
    told = dock.receive("TEA", 2, lot="B7", expires_on=date(2027, 7, 1), day_of_goods=True)
    assert (told["lines"][0]["expires_on"], told["lines"][0]["status"]) == (
        "2027-06-01",
        "quarantine",
    )
    assert dock.exceptions() == ["other_expiry"]
    same = dock.receive("TEA", 2, lot="B7", expires_on=date(2027, 6, 1), day_of_goods=True)
    assert same["lines"][0]["status"] == "available"


def test_goods_that_are_turned_away_stand_nowhere_and_are_expected_still(dock: Dock) -> None:
    dock.order("PO1", ("TEA", 10))
    away = TurnAway(
        purchase_order="PO1",
        dock="D1",
        sku="TEA",
        quantity=4,
        reason=TurnedAway.SHORT_LIFE,
        expires_on=date(2026, 11, 1),
    )
    assert dock.site.do(away)["exceptions"] == [
        "4 of TEA were turned away at the dock: it expires on 2026-11-01."
    ]
    dock.site.do(structs.replace(away, sku="BOLT", reason=TurnedAway.NOT_ORDERED))
    assert (dock.stock(), dock.totals()) == ([], [(0, 0, 0)])
    assert dock.exceptions() == ["short_life", "wrong_item"]
    nowhere = structs.replace(away, dock=None)
    assert dock.site.do(nowhere, status=422)["code"] == "dock_missing"


def test_the_line_that_was_chosen_is_filled_first_and_the_rest_as_due(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10), ("BOLT", 20))
    told = dock.receive("BOLT", 25, line=2)
    assert [(line["purchase_order_line"], line["quantity"]) for line in told["lines"]] == [
        (2, 20),
        (1, 5),
    ]
    assert dock.totals() == [(5, 0, 0), (20, 0, 0)]
    assert dock.receive("BOLT", 1, line=3, status=404)["code"] == "not_found"


def test_the_reply_tells_what_is_left_of_the_item_line_by_line(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10), ("TEA", 3), ("BOLT", 5))
    assert dock.receive("BOLT", 4)["left"] == [
        {"line": 1, "open": 6, "spare": 1},
        {"line": 3, "open": 5, "spare": 0},
    ]
    assert dock.receive("BOLT", 4, line=3)["left"] == [
        {"line": 1, "open": 6, "spare": 1},
        {"line": 3, "open": 1, "spare": 0},
    ]


def test_blind_receivers_are_told_no_quantity(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    dock.order("PO2", ("TEA", 7))
    dock.site.put("/site/policy", {"rules": {"blind_receiving": True}, "version": 0})
    told = dock.site.get("/warehouses/{warehouse}/purchase-orders/PO1/expected")
    lines = told["lines"] + told["others"][0]["lines"]
    hidden = [(line["sku"], line["ordered"], line["open"], line["spare"]) for line in lines]
    assert hidden == [("BOLT", None, None, None), ("TEA", None, None, None)]
    assert dock.receive("BOLT", 4)["left"] is None
    number = dock.open()
    where = f"/warehouses/{{warehouse}}/receipts/{number}"
    assert dock.site.get(where)["short"] == []
    closed = dock.site.do(CloseReceipt(receipt=number))
    assert closed["short"] == [{"line": 1, "sku": "BOLT", "open": 6}]


def test_other_orders_of_the_supplier_are_told_for_what_this_one_has_not(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    dock.order("PO2", ("TEA", 7), ("BOLT", 4), expected_on=date(2026, 12, 24))
    dock.order("PO3", ("TEA", 2), expected_on=date(2026, 12, 1))
    dock.order("PO4", ("BOLT", 9))
    told = dock.site.get("/warehouses/{warehouse}/purchase-orders/PO1/expected")["others"]
    found = [(one["purchase_order"], [line["sku"] for line in one["lines"]]) for one in told]
    assert found == [("PO3", ["TEA"]), ("PO2", ["TEA"])]


def test_why_more_came_is_kept_with_what_is_over(dock: Dock) -> None:
    dock.order("PO1", ("BOLT", 10))
    lines = dock.receive("BOLT", 13, over_reason="sent more")["lines"]
    assert [(line["quantity"], line["reason"]) for line in lines] == [(11, ""), (2, "sent more")]
