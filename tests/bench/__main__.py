"""`python -m tests.bench [SUITE]`: measures, writes bench.json and prints a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from tests.bench import floor, scan, terminal
from tests.bench.figures import Figure, table

SUITES: dict[str, Callable[[], Iterator[Figure]]] = {
    "floor": floor.measure,
    "scan": scan.measure,
    "terminal": terminal.measure,
}


def main(asked: list[str]) -> int:
    """Exit code 2 for a suite that there is not; a goal that is missed is told, not an error."""
    unknown = set(asked) - set(SUITES)
    if unknown:
        print(f"There is no suite {min(unknown)}; there are: {', '.join(SUITES)}.")
        return 2
    figures = [one for name in asked or SUITES for one in SUITES[name]()]
    raw = msgspec.json.encode(figures)
    Path("bench.json").write_bytes(msgspec.json.format(raw, indent=1) + b"\n")
    print(table(figures))
    return 0


sys.exit(main(sys.argv[1:]))
