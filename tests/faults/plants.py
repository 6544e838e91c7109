"""Runs the named test with a bug planted, in a process of its own: it must fail."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ENGINE
from tests.faults.planted import PLANTS, Plant

LATER = {
    9: "an event sent before its commit: nothing is sent out yet",
}
FAILED = 1  # pytest's exit code when tests ran and some failed


def caught(plant: Plant) -> bool:
    """Whether its test fails with the bug; it passes without, in the ordinary run."""
    ran = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.faults.planted",
            "-p", "no:cacheprovider", plant.test,
        ],
        env={**os.environ, "TALLYMAN_PLANT": str(plant.number), "TALLYMAN_TEST_ENGINE": ENGINE},
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    said = [line for line in ran.stdout.splitlines() if line.startswith(("E ", "FAILED", "ERROR"))]
    # The test itself failed, or the fsck that ends it did; an error on the way there is no catch.
    judged = " failed" in ran.stdout[-200:] or "Finding(invariant=" in ran.stdout
    found = ran.returncode == FAILED and judged
    why = next(iter(said), ran.stdout[-300:] + ran.stderr[-300:])
    verdict = "caught" if found else "NOT CAUGHT"
    print(f"planted {plant.number}, {plant.bug}: {verdict} by {plant.test}: {why[:200].strip()}")
    return found


def all_caught(*numbers: int) -> None:
    """Asserts it of these, or of all that show on this engine; prints `k of n`."""
    wanted = [one for one in PLANTS.values() if ENGINE in one.engines]
    wanted = [one for one in wanted if not numbers or one.number in numbers]
    found = [one.number for one in wanted if caught(one)]
    print(f"planted bugs, {ENGINE}: {len(found)} of {len(wanted)} caught")
    for number, why in LATER.items():
        print(f"planted {number}: not checked, {why}")
    assert found == [one.number for one in wanted]
