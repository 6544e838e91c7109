"""`tallyman demo`: a demonstration site, and a morning's work in it."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo

from server.clock import utc_now
from server.console import DONE, json_option, parser, program
from server.demo.goods import MOST
from server.demo.office import Office
from server.demo.seed import ZONE, plan, set_up
from server.demo.served import Served, fresh


@program
def main(arguments: list[str]) -> int:
    """0 and the closing line when all of it went well; 1 and why otherwise."""
    asked = _asked(arguments)
    folder = asked.folder.absolute()
    fresh(folder)
    server = Served(folder)
    server.start()
    try:
        office = Office(server.url, server.key, "MAIN")
        today = utc_now().astimezone(ZoneInfo(ZONE)).date()
        set_up(
            office,
            folder,
            plan(asked.items, asked.orders, asked.seed, today),
        )
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
