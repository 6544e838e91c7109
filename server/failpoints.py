"""Named points where tests make things fail; inert unless TALLYMAN_FAILPOINTS names them.

`TALLYMAN_FAILPOINTS="act.before_commit=kill@3"` kills the process at the third passage,
`=raise@2` raises there instead.
"""

import os
import signal
from collections import Counter

_PLAN = {
    name: action.partition("@")
    for name, _, action in (
        part.partition("=") for part in os.environ.get("TALLYMAN_FAILPOINTS", "").split(",") if part
    )
}
_passed: Counter[str] = Counter()


class Failed(RuntimeError):
    """Raised at a point that was told to raise."""


def active() -> bool:
    return bool(_PLAN)


def failpoint(name: str) -> None:
    if name not in _PLAN:
        return
    action, _, nth = _PLAN[name]
    _passed[name] += 1
    if _passed[name] != int(nth or 1):
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise Failed(name)
