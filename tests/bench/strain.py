"""The floor under strain: a race for the last units, a wave, and ten times as many balances."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from labels.codes import Kind, house_code
from server.act import Act, Acts, Call
from server.catalog.tables import Item
from server.db import core
from server.guard import WarehouseId, system
from server.places.find import virtual
from server.places.tables import Location
from server.places.tables import Warehouse as WarehouseRow
from server.places.wire import LocationType, Virtual
from server.stock.tables import NO_CONTAINER, NO_LOT, NO_OWNER, Balance, MoveRow
from server.stock.wire import Status
from server.wire import Command, Reply
from tests.bench.figures import Figure, at_most
from tests.bench.pgbench import share
from tests.bench.warehouse import Api, Warehouse
from tests.server.orders.build import order

SEED = 1
RACERS, UNITS, RACING = 16, 50, 100
WAVE_ORDERS = 1_000
PICKS = 200
ROUNDS = 3  # the database's own upkeep falls into one of them, or none
WAVE_BINS = [f"C-{n}" for n in range(1, 51)]


class Seed(Command, frozen=True, kw_only=True):
    """Goods put there to measure with."""

    kind = "bench.seed"


class Seeded(Reply, frozen=True, kw_only=True):
    """Nothing more to say."""


def _figure(house: Warehouse, figure: str, unit: str, value: float, **more: Any) -> Figure:
    told = f"{house.name}: {figure}"
    return Figure(suite="floor", figure=told, unit=unit, value=value, seed=SEED, **more)


def race(house: Warehouse) -> Iterator[Figure]:
    """A hundred orders want one of fifty units each, sixteen at a time."""
    api = house.api()
    _stocked(api, "RACE", UNITS)

    def take(n: int) -> list[str]:
        own = house.api()
        return [
            own.post("/orders", order(f"RACE-{n}-{m}", ("RACE", 1)))["progress"]
            for m in range(n, RACING, RACERS)
        ]

    with ThreadPoolExecutor(RACERS) as pool:
        told = [one for some in pool.map(take, range(RACERS)) for one in some]
    sold = told.count("allocated")
    yield _figure(
        house, f"race, {RACING} orders for {UNITS} units", "sold", sold,
        goal="50, exact", holds=sold == UNITS and len(told) == RACING, n=RACING,
    )  # fmt: skip


def wave(house: Warehouse) -> Iterator[Figure]:
    """A thousand orders of three lines that wait for goods; goods come; a wave takes them all."""
    api, rng = house.api(), Random(SEED)
    skus = [f"W{n}" for n in range(50)]
    for sku in skus:
        api.post("/items", {"sku": sku, "name": sku})
    for n in range(WAVE_ORDERS):
        lines = [(sku, 1) for sku in rng.sample(skus, 3)]
        api.post("/orders", order(f"WAVE-{n}", *lines, channel="WAVE"))
    pick_list = _long_list(house, api, "ALONE")
    time.sleep(2)  # nothing is left to do of what came before
    before = house.cpu()
    alone = [_pick_one(api, pick_list) for _ in range(PICKS)]
    a_pick = (house.cpu() - before) / PICKS
    _seed(house, [(sku, n) for n, sku in enumerate(skus)], Status.AVAILABLE, 10 * WAVE_ORDERS)
    house.settle()
    before = house.cpu()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(_work_wave, house)
        beside = [_pick_one(api, pick_list) for _ in range(PICKS) if not working.done()]
        made = working.result()
    spent = house.cpu() - before - len(beside) * a_pick
    yield _figure(
        house, f"wave of {made['orders']} orders, {made['lines']} lines", "CPU s", spent,
        goal="<= 1.5", holds=at_most(1.5, spent), n=made["lines"],
    )  # fmt: skip
    if len(beside) >= 10:
        quiet, busy = share(sorted(alone), 0.99), share(sorted(beside), 0.99)
        yield _figure(
            house, "pick p99 while a wave runs", "ms", busy, reference=quiet, ratio=busy / quiet,
            goal="<= 3 x without", holds=at_most(3, busy / quiet), n=len(beside),
        )  # fmt: skip


def _work_wave(house: Warehouse) -> Any:
    api = house.api()
    made = api.floor("/waves", {"channel": "WAVE", "cart_slots": 10})
    while made["state"] != "done":
        made = api.floor("/waves/work", {"wave": made["wave"]})
    return made


def growth(house: Warehouse) -> Iterator[Figure]:
    """What a pick costs with 10^4 and with 10^5 balances and moves."""
    api = house.api()
    cost: dict[int, float] = {}
    pick_list = _long_list(house, api, "GROWTH", (2 * ROUNDS + 1) * PICKS)
    with house.engine.connect() as connection:
        bins = connection.scalars(
            sa.select(Location.code).where(Location.type == LocationType.PICK_FACE)
        ).all()
    skus, done = [f"S{n}" for n in range(200)], 0
    for balances in (10**4, 10**5):
        pairs = [(skus[n % 200], n // 200) for n in range(done, balances)]
        _seed(house, pairs, Status.DAMAGED, 1, bins)
        done = balances
        house.settle()
        for _ in range(20):
            _pick_one(api, pick_list)
        cost[balances] = median(_cost(house, api, pick_list) for _ in range(ROUNDS))
    ratio = cost[10**5] / cost[10**4]
    yield _figure(
        house, "pick with 10^5 balances and moves", "CPU ms", cost[10**5],
        reference=cost[10**4], ratio=ratio, goal="<= 1.1 x 10^4", holds=at_most(1.1, ratio),
        n=ROUNDS * PICKS,
    )  # fmt: skip


def _cost(house: Warehouse, api: Api, pick_list: str) -> float:
    """CPU milliseconds a pick, over `PICKS` of them."""
    before = house.cpu()
    for _ in range(PICKS):
        _pick_one(api, pick_list)
    return (house.cpu() - before) / PICKS * 1000


def _long_list(house: Warehouse, api: Api, sku: str, pieces: int = 2 * PICKS) -> str:
    """A pick list of one line with so many pieces, its tote on the cart."""
    _stocked(api, sku, pieces)
    number = api.post("/orders", order(sku, (sku, pieces)))["number"]
    wave_number = api.floor("/waves", {"orders": [number]})["wave"]
    (row,) = api.get(f"/warehouses/MAIN/pick-lists?wave={wave_number}")["items"]
    tote = house_code(Kind.TOTE, f"{next(house.totes):06d}")
    body = {"pick_list": row["pick_list"], "tote": tote, "cart": "CART"}
    api.floor("/picks/assign-tote", body)
    return str(row["pick_list"])


def _pick_one(api: Api, pick_list: str) -> float:
    began = time.perf_counter()
    api.floor("/picks", {"pick_list": pick_list, "line": 1, "quantity": 1})
    return (time.perf_counter() - began) * 1000


def _stocked(api: Api, sku: str, pieces: int) -> None:
    api.post("/items", {"sku": sku, "name": sku})
    receipt = api.floor("/receipts", {"dock": "DOCK"})["number"]
    came = {"receipt": receipt, "sku": sku, "quantity": pieces, "location": "A-1"}
    api.floor("/receipts/receive", came)


def _seed(
    house: Warehouse,
    pairs: list[tuple[str, int]],
    status: Status,
    quantity: int,
    bins: Sequence[str] = WAVE_BINS,
) -> None:
    """Goods of a supplier in (SKU, number of a bin): one act, its moves and balances in bulk."""

    def operation(act: Act, _command: Seed) -> Seeded:
        items = {row.sku: row.id for row in act.session.execute(sa.select(Item.sku, Item.id))}
        places = {
            row.code: row.id for row in act.session.execute(sa.select(Location.code, Location.id))
        }
        source = virtual(act.session, act.warehouse, Virtual.SUPPLIER)
        keys = [(items[sku], places[bins[n % len(bins)]]) for sku, n in pairs]
        common = {"lot": NO_LOT, "warehouse": act.warehouse}
        act.session.execute(
            sa.insert(core(MoveRow)),
            [
                common | {
                    "entry": act.entry, "item": item, "quantity": quantity, "document": "SEED",
                    "source_location": source, "source_container": NO_CONTAINER,
                    "source_owner": NO_OWNER, "source_status": Status.AVAILABLE,
                    "target_location": place, "target_container": NO_CONTAINER,
                    "target_owner": NO_OWNER, "target_status": status,
                }
                for item, place in keys
            ],
        )  # fmt: skip
        act.session.execute(
            sa.insert(core(Balance)),
            [
                common | {
                    "item": item, "location": place, "container": NO_CONTAINER, "owner": NO_OWNER,
                    "status": status, "on_hand": quantity, "reserved": 0, "weight_grams": 0,
                    "fifo_at": act.now,
                }
                for item, place in keys
            ],
        )  # fmt: skip
        return Seeded()

    with house.engine.connect() as connection:
        row = connection.execute(sa.select(WarehouseRow.code, WarehouseRow.id)).one()
    who = system("bench", {row.code: WarehouseId(row.id)})
    call = Call(uuid4(), bytes(32), b"{}", lambda _session: who, warehouse=row.code)
    Acts(house.engine).perform(operation, Seed(), call)
