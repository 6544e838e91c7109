"""Double reads: the same value from the same device again within a blink (terminal 4.15)."""

from terminal.scan.raw import RawScan, Source

BOUNCE_SECONDS = 0.3
COUNTING_SECONDS = 0.25


class Repeats:
    """Remembers the last scan of each device. Typed text is never a bounce."""

    def __init__(self) -> None:
        self._last: dict[str, RawScan] = {}

    def bounced(self, raw: RawScan, *, counting: bool = False) -> bool:
        """Whether `raw` is the reader's echo of the scan before it, not a second scan."""
        if raw.source is Source.TYPED:
            return False
        before = self._last.get(raw.device)
        self._last[raw.device] = raw
        window = COUNTING_SECONDS if counting else BOUNCE_SECONDS
        return before is not None and before.text == raw.text and raw.last - before.last < window
