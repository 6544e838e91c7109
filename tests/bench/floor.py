"""The floor (benchmarks.md 1): order to hand-over over the API, beside pgbench of the same run."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

from labels.codes import Kind, house_code
from server.fsck import fsck
from tests.bench import pgbench
from tests.bench.figures import Figure, at_most
from tests.bench.pgbench import Rate, share
from tests.bench.strain import growth, race, wave
from tests.bench.warehouse import SKUS, Api, Warehouse, on_postgresql, on_sqlite
from tests.server.orders.build import order

SUITE, SEED = "floor", 1
CLIENTS = (1, 4, 16)
ORDERS = 64  # of three lines, for each number of clients
GOAL_MS = {"SQLite": 4.0, "PostgreSQL": 5.0}
FLOW = "orders, their wave; each: list, tote, 3 picks, drop, carton, lane; collected"


@dataclass
class Run:
    """What came of one run of the flow."""

    seconds: float
    cpu: float
    asked: int
    picks: list[float] = field(default_factory=list)  # milliseconds, ascending

    @property
    def lines(self) -> int:
        return ORDERS * 3


def measure() -> Iterator[Figure]:
    """Both databases, then the ratios to what PostgreSQL itself can do."""
    with on_postgresql() as house:
        pgbench.prepare(house.engine)
        bare = {
            clients: pgbench.measure(_url(house), house.processes, clients, 4)
            for clients in CLIENTS
        }
        for clients, rate in bare.items():
            yield _figure(
                f"pgbench, the 3 statements, {clients} clients", "picks/s", rate.picks_a_second
            )
            yield _figure(f"pgbench, {clients} clients: one pick", "CPU ms", rate.cpu)
        yield from _database(house, bare)
    with on_sqlite() as house:
        yield from _database(house, bare)


def _plainest(house: Warehouse) -> Figure:
    """What an act costs that stores one row and asks for nothing: below this none can be."""
    api, number = house.api(), 200
    before = house.cpu()
    for n in range(number):
        api.floor("/zones", {"code": f"Z{n}", "name": "Zone"})
    cost = (house.cpu() - before) / number * 1000
    return _figure(f"{house.name}: the plainest act, a new zone", "CPU ms", cost, n=number)


def _url(house: Warehouse) -> str:
    return house.engine.url.render_as_string(hide_password=False)


def _database(house: Warehouse, bare: dict[int, Rate]) -> Iterator[Figure]:
    _say(f"{house.name}: {FLOW}")
    flow(house, max(CLIENTS), ORDERS)  # warm: each connection has planned what it runs
    house.settle()
    for clients in CLIENTS:
        yield from _flow_figures(house, clients, flow(house, clients, ORDERS), bare)
    yield _plainest(house)
    yield from race(house)
    yield from wave(house)
    yield from growth(house)
    findings = fsck(house.engine)
    yield _figure(
        f"{house.name}: fsck findings", "rows", len(findings), goal="0", holds=not findings
    )


def _flow_figures(
    house: Warehouse, clients: int, run: Run, bare: dict[int, Rate]
) -> Iterator[Figure]:
    at, limit = f"{house.name}, {clients} clients", GOAL_MS[house.name]
    cpu, reference = run.cpu / run.lines * 1000, bare[clients]
    yield _figure(f"{at}: order lines", "lines/s", run.lines / run.seconds, n=run.lines)
    yield _figure(
        f"{at}: server + database per order line", "CPU ms", cpu, n=run.lines,
        reference=reference.cpu, ratio=cpu / reference.cpu,
        goal=f"<= {limit:g}", holds=at_most(limit, cpu),
    )  # fmt: skip
    yield _figure(f"{at}: pick p50", "ms", share(run.picks, 0.5), n=len(run.picks))
    p99 = share(run.picks, 0.99)
    ratio = p99 / reference.p99
    yield _figure(
        f"{at}: pick p99", "ms", p99, n=len(run.picks), reference=reference.p99, ratio=ratio,
        goal="<= 15 x pgbench", holds=at_most(15, ratio),
    )  # fmt: skip
    if clients == max(CLIENTS):
        acts = run.asked / run.seconds
        part = acts / reference.picks_a_second
        yield _figure(
            f"{at}: requests of the flow", "1/s", acts, reference=reference.picks_a_second,
            ratio=part, goal=">= 8 % of pgbench", holds=part >= 0.08,
        )  # fmt: skip


def _figure(figure: str, unit: str, value: float, **more: Any) -> Figure:
    return Figure(suite=SUITE, figure=figure, unit=unit, value=value, seed=SEED, **more)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def flow(house: Warehouse, clients: int, orders: int) -> Run:
    """So many orders of three lines from intake to the carrier, shared by so many clients."""
    each = orders // clients
    apis = [house.api() for _ in range(clients)]
    picks: list[float] = []

    def work(n: int) -> None:
        rng, api, lane = Random(SEED + n), apis[n], f"LANE-{n}"
        numbers = [_ordered(house, api, rng) for _ in range(each)]
        made = api.floor("/waves", {"orders": numbers})
        while made["state"] != "done":
            made = api.floor("/waves/work", {"wave": made["wave"]})
        rows = api.get(f"/warehouses/MAIN/pick-lists?wave={made['wave']}&limit={each}")["items"]
        assert len(rows) == each, "every order is picked, or a line costs less than it does"
        for row in rows:
            picks.extend(_list_to_lane(house, api, row["pick_list"], lane))
        api.floor("/lanes/collected", {"lane": lane})

    before, began = house.cpu(), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(work, range(clients)))
    took = time.perf_counter() - began
    return Run(took, house.cpu() - before, sum(api.asked for api in apis), sorted(picks))


def _ordered(house: Warehouse, api: Api, rng: Random) -> str:
    """The number of a new order of three lines."""
    lines = [(f"S{n}", rng.randint(1, 3)) for n in rng.sample(range(SKUS), 3)]
    return str(api.post("/orders", order(str(next(house.references)), *lines))["number"])


def _list_to_lane(house: Warehouse, api: Api, pick_list: str, lane: str) -> list[float]:
    """One order's pick list, worked; answers how long each pick took, in milliseconds."""
    lines = api.get(f"/warehouses/MAIN/pick-lists/{pick_list}")["lines"]
    tote = _tote_on(house, api, pick_list)
    took = [_pick(api, pick_list, line["line"], line["quantity"]) for line in lines]
    api.floor("/picks/drop-tote", {"pick_list": pick_list, "tote": tote, "location": "BENCH"})
    pieces = [{"line": line["order_line"], "quantity": line["quantity"]} for line in lines]
    packed = {"order": lines[0]["order"], "bench": "BENCH", "pieces": pieces}
    carton = api.floor("/cartons", packed)["carton"]
    api.floor("/cartons/drop", {"carton": carton, "lane": lane})
    return took


def _tote_on(house: Warehouse, api: Api, pick_list: str) -> str:
    tote = house_code(Kind.TOTE, f"{next(house.totes):06d}")
    api.floor("/picks/assign-tote", {"pick_list": pick_list, "tote": tote, "cart": "CART"})
    return tote


def _pick(api: Api, pick_list: str, line: int, quantity: int) -> float:
    began = time.perf_counter()
    api.floor("/picks", {"pick_list": pick_list, "line": line, "quantity": quantity})
    return (time.perf_counter() - began) * 1000
