"""A label in two symbols: the second waits a little for the first, to which it is tied (4.8)."""

from msgspec.structs import replace

from terminal.scan import hibc
from terminal.scan.outcome import Outcome, Reject
from terminal.scan.raw import Clean

WAIT_SECONDS = 10.0


class Halves:
    """Remembers the half that was refused for want of the other; any other scan forgets it."""

    def __init__(self) -> None:
        self._second = ""
        self._since = 0.0

    def joined(self, clean: Clean, at: float) -> Clean:
        """`clean` with what the waiting half says, where `clean` is the first that it is tied to.

        `at` is in monotonic seconds, as the scans are.
        """
        if not self._second or at - self._since > WAIT_SECONDS:
            return clean
        whole = hibc.joined(clean.symbol, self._second)
        return replace(clean, text=whole, raw=replace(clean.raw, text=whole)) if whole else clean

    def note(self, clean: Clean, outcome: Outcome, at: float) -> None:
        """Keeps `clean` where `outcome` asks for its other half."""
        waits = isinstance(outcome, Reject) and outcome.code == "E-HALF"
        self._second, self._since = (clean.symbol, at) if waits else ("", at)
