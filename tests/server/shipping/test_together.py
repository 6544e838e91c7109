"""What closing a carton and taking a lane do in one go: each line, piece and paper counts once."""

import msgspec
import pytest
import sqlalchemy as sa

from server.db import reading
from server.printing.tables import PrintJob
from server.stock.tables import MoveRow, Serial
from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site


@pytest.fixture
def desk(site: Site) -> Desk:
    desk = stocked(site)
    desk.put("NUT", "B-1", 20)
    return desk


def radios(desk: Desk, reference: str) -> str:
    """An order of two numbered pieces, picked by number, at the bench."""
    desk.sells("RADIO", tracking="serial")
    desk.put_serials("RADIO", "A-3", ["S1", "S2", "S3"])
    number = str(desk.order(reference, ("RADIO", 2))["number"])
    made = desk.waved(orders=[number])
    line = {"pick_list": made["pick_list"], "line": 1, "quantity": 2, "serials": ["S3", "S1"]}
    desk.do_pick("", line)
    desk.drop_all(made, "BENCH")
    return number


def test_a_page_of_cartons_shows_each_with_its_own_pieces(desk: Desk) -> None:
    number = desk.picked("1", ("BOLT", 5), ("NUT", 2))
    packed = [[piece(1, 2)], [piece(1, 3), piece(2, 1)], [piece(2, 1)]]
    cartons = [desk.close(number, *pieces)["carton"] for pieces in packed]
    shown = desk.site.get("/warehouses/{warehouse}/cartons", order=number)["items"]
    assert [one["carton"] for one in shown] == cartons
    inside = [[(each["sku"], each["quantity"]) for each in one["pieces"]] for one in shown]
    assert inside == [[("BOLT", 2)], [("BOLT", 3), ("NUT", 1)], [("NUT", 1)]]


def test_a_mixed_lane_leaves_in_one_act(desk: Desk) -> None:
    split, numbered = desk.picked("1", ("BOLT", 5), ("NUT", 2)), radios(desk, "2")
    cartons = [
        desk.close(split, piece(1, 2), piece(1, 1))["carton"],
        desk.close(split, piece(1, 2), piece(2, 2))["carton"],
        desk.close(numbered, piece(1, 2, serials=["S1", "S3"]))["carton"],
    ]
    for carton in cartons:
        desk.drop(carton)
    told = desk.collect()
    assert (told["cartons"], told["missing"]) == (cartons, [])
    assert told["orders"] == sorted([split, numbered])
    assert [line["shipped"] for line in desk.read(split)["lines"]] == [5, 2]
    assert [line["shipped"] for line in desk.read(numbered)["lines"]] == [2]
    assert [desk.read(order)["state"] for order in (split, numbered)] == ["done", "done"]
    with reading(desk.site.engine) as session:
        out = session.scalars(sa.select(Serial.code).where(Serial.balance.is_(None))).all()
        last = sa.select(sa.func.max(MoveRow.entry)).scalar_subquery()
        moves = session.scalars(sa.select(MoveRow.quantity).where(MoveRow.entry == last)).all()
    assert sorted(out) == ["S1", "S3"]
    assert sorted(moves) == [1, 1, 1, 2, 2, 2]


def test_more_of_a_line_than_was_picked_packs_nothing(desk: Desk) -> None:
    order = desk.picked("1", ("BOLT", 3), ("NUT", 2))
    desk.close(order, piece(1, 2))
    told = desk.close(order, piece(2, 2), piece(1, 2), status=409)
    assert told["code"] == "not_picked"
    assert desk.close(order, piece(9, 1), status=404)["code"] == "not_found"
    assert desk.close(order, piece(1, 1), piece(2, 2))["left"] == 0


def test_the_slip_tells_each_item_once(desk: Desk) -> None:
    order = desk.picked("1", ("NUT", 2), ("BOLT", 3))
    closed = desk.close(order, piece(1, 2), piece(2, 1), piece(2, 2), weight_grams=900)
    with reading(desk.site.engine) as session:
        rows = session.execute(
            sa.select(PrintJob.kind, PrintJob.cause, PrintJob.facts).order_by(PrintJob.id)
        ).all()
    assert [(row.kind, row.cause) for row in rows] == [
        ("carton", closed["carton"]),
        ("packing_slip_roll", closed["carton"]),
    ]
    label, slip = (msgspec.json.decode(row.facts) for row in rows)
    assert (label["order"], label["number"], label["weight_grams"]) == (order, 1, 900)
    assert slip["lines"] == [
        {"sku": "BOLT", "name": "Bolt", "quantity": 3, "lot": ""},
        {"sku": "NUT", "name": "Nut", "quantity": 2, "lot": ""},
    ]
