"""How full the battery of this machine is, as Linux tells it."""

import os
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")


def percent(supplies: Path = SUPPLIES) -> int | None:
    """Of the emptiest battery; None without one, or where the worker sits at another machine."""
    if "SSH_CONNECTION" in os.environ or "TEXTUAL_DRIVER" in os.environ:
        return None
    found = [_capacity(each) for each in sorted(supplies.glob("*"))]
    return min((each for each in found if each is not None), default=None)


def _capacity(supply: Path) -> int | None:
    """None of what is no battery, is one of a mouse, or is gone just now."""
    try:
        kind = (supply / "type").read_text().strip()
        scope = supply / "scope"
        if kind != "Battery" or (scope.exists() and scope.read_text().strip() == "Device"):
            return None
        return max(0, min(100, int((supply / "capacity").read_text())))
    except (OSError, ValueError):
        return None
