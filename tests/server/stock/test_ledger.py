"""The ledger: what happened is a move, what stands is their fold, to the last unit."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.db import reading
from server.errors import Refusal
from server.orders.tables import OrderLine, SalesOrder
from server.places.find import virtual
from server.places.tables import Location
from server.places.wire import LocationType, Virtual
from server.stock.carry import move_numbered
from server.stock.containers import new_container
from server.stock.ledger import post, post_numbered, serial
from server.stock.moves import Move, Place, reversed_of
from server.stock.reserve import break_over, release, reserve
from server.stock.tables import Balance, Reservation, ReservationId, ReservationState
from server.stock.wire import ContainerKind, Status
from tests.server.stock.hands import SOON, Floor
from tests.site import Site


@pytest.fixture
def floor(site: Site) -> Floor:
    floor = Floor(site)

    def furnish(act: Act) -> None:
        for code in ("A1", "A2", "A3"):
            act.session.add(
                Location(
                    warehouse=act.warehouse,
                    code=code,
                    stripped_code=code,
                    type=LocationType.PICK_FACE,
                )
            )
        bolt = Item(sku="BOLT", name="Bolt")
        act.session.add(bolt)
        order = SalesOrder(
            number="SO1",
            channel="WEB",
            reference="1",
            ship_name="Ada",
            ship_street="Quay 1",
            ship_city="Hull",
            ship_country="GB",
            service="STANDARD",
            ship_by=SOON,
            priority=5,
            partial=True,
            created_at=act.now,
        )
        act.session.add(order)
        act.session.flush()
        for number in (1, 2):
            line = OrderLine(order=order.id, number=number, item=bolt.id, ordered=10)
            act.session.add(line)
            act.session.flush()
        act.session.add(Item(sku="RADIO", name="Radio", tracking=Tracking.SERIAL))

    floor.act(furnish)
    return floor


def shift(floor: Floor, quantity: int, source: str, target: str) -> Move:
    return Move(
        item=floor.item("BOLT"),
        quantity=quantity,
        source=Place(floor.place(source)),
        target=Place(floor.place(target)),
    )


def promise(
    act: Act, floor: Floor, location: str, quantity: int, line: int = 1
) -> ReservationId | None:
    balance = act.session.execute(
        sa.select(Balance.id).where(Balance.location == floor.place(location))
    ).scalar_one()
    return reserve(
        act,
        order_line=line,
        document=f"SO{line}/1",
        due_at=SOON.replace(day=line),
        balance=balance,
        quantity=quantity,
    )


def test_goods_come_in_move_and_go_out(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    floor.act(lambda act: post(act, [shift(floor, 4, "A1", "A2")]))
    assert floor.standing("BOLT", "A1") == (6, 0)
    assert floor.standing("BOLT", "A2") == (4, 0)


def test_more_than_there_is_is_refused_with_both_values(floor: Floor) -> None:
    floor.put("BOLT", "A1", 3)
    with pytest.raises(Refusal) as refusal:
        floor.act(lambda act: post(act, [shift(floor, 4, "A1", "A2")]))
    assert refusal.value.code == "not_enough"
    assert refusal.value.sentence == "Location A1 holds 3 of BOLT, 4 were asked for."
    assert floor.standing("BOLT", "A1") == (3, 0)


def test_a_second_move_that_fails_takes_the_first_along(floor: Floor) -> None:
    floor.put("BOLT", "A1", 3)
    moves = [shift(floor, 2, "A1", "A2"), shift(floor, 2, "A1", "A3")]
    with pytest.raises(Refusal):
        floor.act(lambda act: post(act, moves))
    assert floor.standing("BOLT", "A1") == (3, 0)


def test_a_promise_travels_with_the_goods_and_is_posted_when_they_leave(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)

    def pick(act: Act) -> None:
        reservation = promise(act, floor, "A1", 6)
        post(act, [replace(shift(floor, 4, "A1", "A2"), reservation=reservation)])

    floor.act(pick)
    assert floor.standing("BOLT", "A1") == (6, 2)
    assert floor.standing("BOLT", "A2") == (4, 4)
    with pytest.raises(Refusal, match="4 of them are reserved, 1 were asked"):
        floor.act(lambda act: post(act, [shift(floor, 1, "A2", "A3")]))

    def ship(act: Act) -> None:
        travelled = act.session.execute(
            sa.select(Reservation.id).where(Reservation.quantity == 4)
        ).scalar_one()
        out = Place(virtual(act.session, act.warehouse, Virtual.CUSTOMER))
        leaving = replace(shift(floor, 4, "A2", "A3"), target=out, reservation=travelled)
        post(act, [leaving])

    floor.act(ship)
    assert floor.standing("BOLT", "A2") == (0, 0)
    with reading(floor.site.engine) as session:
        states = Counter(session.scalars(sa.select(Reservation.state)))
    assert states == {ReservationState.OPEN: 1, ReservationState.POSTED: 1}


def test_the_latest_ship_by_gives_way_first_and_only_as_far_as_needed(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)

    def vanish(act: Act) -> int:
        promise(act, floor, "A1", 4, line=1)
        promise(act, floor, "A1", 5, line=2)
        balance = act.session.execute(sa.select(Balance.id)).scalar_one()
        return break_over(act, balance, 3, "damaged")

    assert floor.act(vanish) == 2
    assert floor.standing("BOLT", "A1") == (10, 7)
    with reading(floor.site.engine) as session:
        rows = session.execute(
            sa.select(Reservation.document, Reservation.quantity, Reservation.state).order_by(
                Reservation.document, Reservation.quantity
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("SO1/1", 4, ReservationState.OPEN),
        ("SO2/1", 2, ReservationState.BROKEN),
        ("SO2/1", 3, ReservationState.OPEN),
    ]


def test_a_promise_is_resolved_once(floor: Floor) -> None:
    floor.put("BOLT", "A1", 5)
    reservation = floor.act(lambda act: promise(act, floor, "A1", 5))
    floor.act(lambda act: release(act, reservation))  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="resolved already"):
        floor.act(lambda act: release(act, reservation))  # type: ignore[arg-type]
    assert floor.standing("BOLT", "A1") == (5, 0)


def test_a_move_is_reversed_once(floor: Floor) -> None:
    floor.put("BOLT", "A1", 5)
    there = shift(floor, 2, "A1", "A2")
    [number] = floor.act(lambda act: post_numbered(act, [there]))
    floor.act(lambda act: post(act, [reversed_of(there, number)]))
    floor.put("BOLT", "A2", 5)
    with pytest.raises(Refusal, match="same moment"):
        floor.act(lambda act: post(act, [reversed_of(there, number)]))
    assert floor.standing("BOLT", "A1") == (5, 0)


def test_a_serial_stands_in_one_place(floor: Floor) -> None:
    def receive(act: Act) -> None:
        number = serial(act, floor.item("RADIO"), "S-1")
        supplier = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
        move = Move(
            item=floor.item("RADIO"),
            quantity=1,
            serial=number,
            source=supplier,
            target=Place(floor.place("A1")),
        )
        post(act, [move])

    floor.act(receive)
    with pytest.raises(Refusal, match="S-1 stands in A1 by the book"):
        floor.act(receive)
    assert floor.standing("RADIO", "A1") == (1, 0)


def test_a_container_moves_with_all_that_is_in_it_and_promised(floor: Floor) -> None:
    def work(act: Act) -> None:
        pallet = new_container(act, ContainerKind.PALLET, location=floor.place("A1"))
        supplier = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
        on_it = Place(floor.place("A1"), pallet.id)
        post(act, [Move(item=floor.item("BOLT"), quantity=8, source=supplier, target=on_it)])
        promise(act, floor, "A1", 5)
        assert len(move_numbered(act, pallet.id, floor.place("A2"))) == 1
        assert len(move_numbered(act, pallet.id, floor.place("A1"))) == 1
        assert len(move_numbered(act, pallet.id, floor.place("A3"))) == 1

    floor.act(work)
    assert floor.standing("BOLT", "A1") == (0, 0)
    assert floor.standing("BOLT", "A3") == (8, 5)


def test_status_is_part_of_the_key(floor: Floor) -> None:
    floor.put("BOLT", "A1", 5)
    here = Place(floor.place("A1"))
    hurt = Move(
        item=floor.item("BOLT"),
        quantity=2,
        source=here,
        target=here._replace(status=Status.DAMAGED),
    )
    floor.act(lambda act: post(act, [hurt]))
    assert floor.standing("BOLT", "A1") == (5, 0)
    with pytest.raises(Refusal, match="holds 3 of BOLT, 4 were asked"):
        floor.act(lambda act: post(act, [shift(floor, 4, "A1", "A2")]))


def until_not_busy(floor: Floor, moves: list[Move]) -> str:
    while True:
        try:
            floor.act(lambda act: post(act, moves))
        except Refusal as refusal:
            if refusal.code != "busy":
                return refusal.code
        else:
            return "done"


def test_sixteen_race_for_the_last_fifty(floor: Floor) -> None:
    floor.put("BOLT", "A1", 50)
    move = shift(floor, 1, "A1", "A2")
    with ThreadPoolExecutor(16) as pool:
        ends = Counter(pool.map(lambda _n: until_not_busy(floor, [move]), range(80)))
    assert ends == {"done": 50, "not_enough": 30}
    assert floor.standing("BOLT", "A2") == (50, 0)


def test_opposite_directions_end_exact(floor: Floor) -> None:
    floor.put("BOLT", "A1", 40)
    floor.put("BOLT", "A2", 40)
    ways = [shift(floor, 1, "A1", "A2"), shift(floor, 1, "A2", "A1")]
    with ThreadPoolExecutor(16) as pool:
        ends = Counter(pool.map(lambda n: until_not_busy(floor, [ways[n % 2]]), range(80)))
    assert ends == {"done": 80}
    assert floor.standing("BOLT", "A1") == (40, 0)
    assert floor.standing("BOLT", "A2") == (40, 0)


def test_an_item_that_has_come_keeps_how_it_is_tracked(floor: Floor) -> None:
    edit = {"name": "Bolt", "tracking": "serial", "version": 1}
    floor.put("BOLT", "A1", 10)
    refused = floor.site.put("/items/BOLT", edit, status=409)
    assert refused["code"] == "item_used"
    assert (
        floor.site.put("/items/BOLT", {**edit, "tracking": "none", "name": "Nut"})["version"] == 2
    )


def test_what_several_moves_take_of_one_place_is_counted_together(floor: Floor) -> None:
    floor.put("BOLT", "A1", 4)
    with pytest.raises(Refusal, match="holds 4 of BOLT, 6 were asked") as refused:
        floor.act(lambda act: post(act, [shift(floor, 3, "A1", "A2"), shift(floor, 3, "A1", "A3")]))
    assert refused.value.code == "not_enough"
    assert floor.standing("BOLT", "A1") == (4, 0)
    floor.act(lambda act: post(act, [shift(floor, 3, "A1", "A2"), shift(floor, 1, "A1", "A3")]))
    assert floor.standing("BOLT", "A2") == (3, 0)
    assert floor.standing("BOLT", "A3") == (1, 0)


def test_goods_may_come_and_go_on_within_one_post(floor: Floor) -> None:
    floor.put("BOLT", "A1", 4)
    floor.act(lambda act: post(act, [shift(floor, 4, "A1", "A2"), shift(floor, 3, "A2", "A3")]))
    assert floor.standing("BOLT", "A2") == (1, 0)
    assert floor.standing("BOLT", "A3") == (3, 0)


def test_goods_are_as_old_as_the_oldest_that_came_together(floor: Floor) -> None:
    supplier = floor.act(lambda act: Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER)))
    new, old = datetime(2026, 5, 2, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    coming = [
        Move(
            item=floor.item("BOLT"),
            quantity=2,
            source=supplier,
            target=Place(floor.place(place)),
            fifo_at=since,
        )
        for place, since in (("A1", new), ("A2", old))
    ]
    floor.act(lambda act: post(act, coming))
    floor.act(lambda act: post(act, [shift(floor, 2, "A1", "A3"), shift(floor, 1, "A2", "A3")]))

    def since(act: Act) -> datetime:
        query = sa.select(Balance.fifo_at).where(Balance.location == floor.place("A3"))
        return act.session.execute(query).scalar_one()

    assert floor.act(since) == old


def test_a_container_is_filled_in_one_place_at_a_time(floor: Floor) -> None:
    floor.put("BOLT", "A1", 4)

    def work(act: Act) -> None:
        tote = new_container(act, ContainerKind.TOTE, location=floor.place("A2")).id
        there = [Place(floor.place(place), tote) for place in ("A2", "A3")]
        post(act, [replace(shift(floor, 1, "A1", "A2"), target=place) for place in there])

    with pytest.raises(Refusal, match="stands in A2 with goods in it"):
        floor.act(work)


def test_the_promise_that_holds_too_little_is_named_among_others(floor: Floor) -> None:
    floor.put("BOLT", "A1", 9)

    def work(act: Act) -> None:
        one, other = promise(act, floor, "A1", 4), promise(act, floor, "A1", 3)
        moves = [shift(floor, 4, "A1", "A2"), shift(floor, 4, "A1", "A2")]
        pairs = zip(moves, (one, other), strict=True)
        post(act, [replace(move, reservation=row) for move, row in pairs])

    with pytest.raises(Refusal, match="3 are reserved here for") as refused:
        floor.act(work)
    assert refused.value.code == "reservation_resolved"
    assert floor.standing("BOLT", "A1") == (9, 0)
