"""Packers who close cartons at the same moment: each has its own number, no label sticks twice."""

from collections import Counter
from uuid import uuid4

import pytest

from tests.server.outbound.test_races import all_at_once
from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site

CARTONS = "/warehouses/{warehouse}/cartons"


@pytest.fixture
def desk(site: Site) -> Desk:
    return stocked(site)


def test_the_cartons_of_one_order_are_numbered_without_a_gap(desk: Desk) -> None:
    body = {"order": desk.picked("1", ("BOLT", 6)), "bench": "BENCH", "pieces": [piece(1, 1)]}
    replies = all_at_once(desk, [(CARTONS, body, uuid4()) for _ in range(8)])
    closed = [reply.json() for reply in replies if reply.status_code == 200]
    assert sorted(carton["number"] for carton in closed) == [1, 2, 3, 4, 5, 6]
    refused = Counter(reply.json()["code"] for reply in replies if reply.status_code != 200)
    assert refused == {"not_picked": 2}


def test_one_parcel_number_sticks_on_one_carton(desk: Desk) -> None:
    orders = [desk.picked(str(n), ("BOLT", 1)) for n in range(4)]
    bodies = [
        {"order": order, "bench": "BENCH", "pieces": [piece(1, 1)], "tracking": "1Z1"}
        for order in orders
    ]
    replies = all_at_once(desk, [(CARTONS, body, uuid4()) for body in bodies])
    assert sorted(reply.json().get("code", "closed") for reply in replies) == [
        "closed",
        "tracking_taken",
        "tracking_taken",
        "tracking_taken",
    ]
