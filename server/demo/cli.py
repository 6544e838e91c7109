"""`tallyman demo`: a demonstration site, and a morning's work in it."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from server.clock import utc_now
from server.console import DONE, json_option, parser, program, say, say_json
from server.demo.goods import MOST
from server.demo.morning import Morning
from server.demo.office import Office
from server.demo.seed import ZONE, plan, set_up
from server.demo.served import Served, fresh
from server.demo.shifts import Robots

WAREHOUSE = "MAIN"


@program
def main(arguments: list[str]) -> int:
    """0 and the closing line when all of it went well; 1 and why otherwise."""
    asked = _asked(arguments)
    folder = asked.folder.absolute()
    fresh(folder)
    server = Served(folder)
    try:
        server.start()
        now = utc_now()
        told = plan(asked.items, asked.orders, asked.seed, now.astimezone(ZoneInfo(ZONE)).date())
        office = Office(server.url, server.key, WAREHOUSE)
        crew = set_up(office, folder, told)
        robots = Robots(folder, server.url)
        summary = Morning(office, folder, told, crew, now, robots).work()
        if asked.json:
            say_json(msgspec.to_builtins(summary))
        else:
            say(summary.line)
    finally:
        server.stop()
    return DONE


def _asked(arguments: list[str]) -> argparse.Namespace:
    made = parser("demo", "Sets up a demonstration site and lets robots do a morning's work in it.")
    made.add_argument("--folder", type=Path, default=Path("demo-site"))
    made.add_argument("--items", type=int, default=MOST)
    made.add_argument("--orders", type=int, default=60)
    made.add_argument("--seed", type=int, default=1)
    json_option(made)
    return made.parse_args(arguments)
