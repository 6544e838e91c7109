"""Robots at work: the real runner, outbox, client and server, from the dock to the truck."""

from pathlib import Path

from terminal import settings
from terminal.unpainted import Unpainted
from tests.terminal.floor import GTINS, Served, tote
from tests.terminal.test_painted import Painted

DOCK_SCRIPT: dict[str, str | list[str]] = {
    "po": ["4711"],
    "dock": "DOCK-1",
    "item": [GTINS["BOLT"], GTINS["NUT"], "key:f8"],
    "qty": ["type:20", "type:12"],
    "on": "key:f7",
}


def test_from_the_dock_to_the_truck(floor: Served, tmp_path: Path) -> None:
    anna, device = floor.person("ANNA"), floor.device("D1", bench="BENCH-1")
    said: list[str] = []

    def work(kinds: list[str], script: dict[str, str | list[str]]) -> int:
        robot = Unpainted(tmp_path, device, anna.badge, anna.pin, kinds, script, said.append)
        return robot.work(120)

    floor.purchase("4711", ("BOLT", 20), ("NUT", 12))
    assert work(["receive", "put_away"], DOCK_SCRIPT) == 3
    assert sum(quantity for sku, place, quantity in floor.stock() if place[0] == "A") == 32

    orders = [floor.order(f"R{n}", ("BOLT", 2), ("NUT", 1)) for n in range(3)]
    assert len(floor.wave()) == 3
    totes = [tote(n) for n in range(1, 4)]
    script: dict[str, str | list[str]] = {
        "tote": totes,
        "drop": "BENCH-1",
        "lane": "LANE-1",
        "collected": ["LANE-1"],
    }
    assert work(["pick", "pack", "hand_over"], script) == 7, said
    states = {one["number"]: one["state"] for one in floor.get("/orders")["items"]}
    assert [states[order] for order in orders] == ["done"] * 3
    assert [quantity for _, _, quantity in floor.stock()] == [14, 9]
    assert said[-1] == "done: HAND OVER"

    settings.save(tmp_path, device)
    tty = Painted(tmp_path)
    tty.sign_in(anna)
    tty.key("f7").wait("labels are printed")
    tty.kill()
    jobs = floor.get("/warehouses/{warehouse}/print-jobs")["items"]
    assert sorted(job["copy"] for job in jobs if job["document"] != "lpn")[-2:] == [2, 2]
