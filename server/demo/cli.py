"""`tallyman demo`: a demonstration site, and a morning's work in it."""

import argparse
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from server.clock import utc_now
from server.console import DONE, json_option, parser, program, say, say_json
from server.demo.beside import Beside
from server.demo.crew import Worker
from server.demo.figures import Summary
from server.demo.goods import MOST
from server.demo.morning import Morning
from server.demo.office import Office
from server.demo.painted import Painted
from server.demo.progress import stage
from server.demo.seed import ZONE, Plan, plan, set_up
from server.demo.served import Served, fresh
from server.demo.shifts import Robots
from server.demo.your_turn import hand_over

WAREHOUSE = "MAIN"
SCREEN = "HH-3"
FEWEST_ITEMS, FEWEST_ORDERS = 16, 8


@program
def main(arguments: list[str]) -> int:
    """0 and the closing line when all of it went well; 1 and why otherwise."""
    asked = _asked(arguments)
    folder = asked.folder.absolute()
    fresh(folder)
    server = Served(folder)
    try:
        with stage("server") as line:
            server.start()
            line.tell(f"tallyman serve answers at {server.url}")
        today = utc_now().astimezone(ZoneInfo(ZONE)).date()
        told = plan(asked.items, asked.orders, asked.seed, today)
        office = Office(server.url, server.key, WAREHOUSE)
        crew = set_up(office, folder, told)
        summary = _morning(office, server, told, crew)
        say_json(msgspec.to_builtins(summary)) if asked.json else say(summary.line)
        if sys.stdin.isatty() and sys.stdout.isatty() and not asked.json:
            hand_over(office, server, crew[SCREEN])
    finally:
        if not asked.keep:
            server.stop()
    return DONE


def _morning(office: Office, server: Served, told: Plan, crew: dict[str, Worker]) -> Summary:
    robots = Robots(server.folder, server.url)
    screen = Beside(Painted(server.folder, server.url, crew[SCREEN]))
    return Morning(office, server.folder, told, crew, utc_now(), robots, screen).work()


def _asked(arguments: list[str]) -> argparse.Namespace:
    made = parser(
        "demo",
        "Sets up a demonstration site through the API and CSV uploads, then lets robots do a"
        " morning's work in it: the real server on SQLite, the real terminal's runner, outbox and"
        " client. At a terminal it ends in a painted terminal with work waiting; elsewhere with"
        " one line: what was received, shipped, printed, and that fsck is clean.",
    )
    made.add_argument(
        "--folder",
        type=Path,
        default=Path("demo-site"),
        help="where everything of the site is kept; made anew each time (demo-site)",
    )
    made.add_argument(
        "--items", type=int, default=MOST, metavar="N", help=f"{FEWEST_ITEMS} to {MOST} ({MOST})"
    )
    made.add_argument(
        "--orders", type=int, default=60, metavar="N", help=f"{FEWEST_ORDERS} to 500 (60)"
    )
    made.add_argument("--seed", type=int, default=1, metavar="N", help="another one, another site")
    made.add_argument("--keep", action="store_true", help="leave the server running at the end")
    json_option(made)
    asked = made.parse_args(arguments)
    if not FEWEST_ITEMS <= asked.items <= MOST:
        made.error(f"--items is {asked.items}, it takes {FEWEST_ITEMS} to {MOST}")
    if not FEWEST_ORDERS <= asked.orders <= 500:
        made.error(f"--orders is {asked.orders}, it takes {FEWEST_ORDERS} to 500")
    return asked
