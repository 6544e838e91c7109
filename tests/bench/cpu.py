"""CPU time of other processes and their descendants, the dead ones included."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(*roots: int) -> float:
    """User and system seconds that these process trees have used so far."""
    return sum(map(_tree, roots))


def _tree(pid: int) -> float:
    with suppress(OSError):
        # After the name, which may hold spaces: state is field 3; utime .. cstime are 14 to 17.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        own = sum(map(int, fields[11:15])) / TICK
        return own + sum(map(_tree, _children(pid)))
    return 0.0


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    return found
