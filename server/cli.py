"""The command `tallyman`: one table of programs, each loaded only when it is asked for."""

import sys
from importlib import import_module, metadata
from typing import NamedTuple

USAGE = 2
OURS = {"server", "terminal", "labels"}


class Program(NamedTuple):
    """A word after `tallyman`, what it does, where it stands, and the extra that it needs.

    A target with a star is given the word too: one function for several programs.
    """

    name: str
    about: str
    target: str
    extra: str


DESK = "server.desk.cli:main *"

PROGRAMS = [
    Program("serve", "Start the server of a site", "server.serve:main", "server"),
    Program(
        "migrate", "Bring the database to the newest schema", "server.maintain:migrate", "server"
    ),
    Program("fsck", "Prove the book: check every invariant", "server.maintain:check", "server"),
    Program("seal", "Give what has happened its order, once", "server.maintain:seal_all", "server"),
    Program("backup", "Write a backup of the database", "server.backup:main", "server"),
    Program("restore", "Make the database from a backup", "server.restore:main", "server"),
    Program("feed", "What has happened, by position", "server.desk.feed:main", ""),
    Program("orders", "Sales orders: list, import, release, cancel", DESK, ""),
    Program("purchase-orders", "Purchase orders: list, import", DESK, ""),
    Program("warehouses", "Warehouses: list, add", DESK, ""),
    Program("site", "The site: show its policy, go live", DESK, ""),
    Program("zones", "Zones: list, add", DESK, ""),
    Program("suppliers", "Suppliers: list, add", DESK, ""),
    Program("items", "Items: list, import, export", DESK, ""),
    Program("locations", "Locations: list, import, export", DESK, ""),
    Program("stock", "Stock: list, import what stands here at the start", DESK, ""),
    Program("tasks", "Work: list, counts, reassign, reprioritise", DESK, ""),
    Program("exceptions", "What waits for a person: list, resolve", DESK, ""),
    Program("approvals", "What waits for a second person", DESK, ""),
    Program("approve", "Say yes to one of these", DESK, ""),
    Program("reassign", "Say who does a task", DESK, ""),
    Program("unlock", "Let a person try the PIN again", DESK, ""),
    Program("people", "People, badges and PINs", "server.desk.people:main", ""),
    Program("enrol", "Bring in a handheld or a bench PC", "server.desk.enrol:main", ""),
    Program("printers", "Printers, and what comes out where", DESK, ""),
    Program("prints", "Print jobs: list, reprint, cancel", DESK, ""),
    Program("reprint", "Print once more, marked as a copy", DESK, ""),
    Program("labels", "Draw labels, and write or print them", "labels.cli:main", "labels"),
    Program("terminal", "Start a terminal here", "terminal.cli:main", "terminal"),
    Program("devices", "Find scanners and try them", "terminal.cli:devices", "terminal"),
    Program("demo", "Set up a demonstration site at work", "server.demo.cli:main", "dev"),
]


def main(arguments: list[str] | None = None) -> int:
    """0 done, 1 refused, 2 not understood or not installed."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if given else USAGE
    if given[0] == "--version":
        print(f"tallyman {metadata.version('tallyman')}")
        return 0
    for program in PROGRAMS:
        if program.name == given[0]:
            return run(program, given[1:])
    print(f"tallyman has no program '{given[0]}'.\n\n{usage()}", file=sys.stderr)
    return USAGE


def usage() -> str:
    lines = [f"  {program.name:<16} {program.about}" for program in PROGRAMS]
    head = ["usage: tallyman PROGRAM [OPTIONS]", "", "programs:"]
    foot = "`tallyman PROGRAM --help` tells more. Exit codes: 0 done, 1 refused, 2 usage."
    return "\n".join([*head, *lines, "", foot])


def run(program: Program, arguments: list[str]) -> int:
    target, star, _ = program.target.partition(" *")
    module, _, function = target.partition(":")
    try:
        start = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in OURS:
            raise
        needed = f"pip install 'tallyman[{program.extra}]'"
        print(f"tallyman {program.name} needs: {needed}", file=sys.stderr)
        return USAGE
    return int(start([program.name, *arguments] if star else arguments) or 0)


if __name__ == "__main__":
    sys.exit(main())
