"""What the Doctor has learnt about one scanner and its path (terminal 4.2), as applied in 4.5."""

from msgspec import Struct


class ScanProfile(Struct, frozen=True):
    """Of one device: `gap_seconds` ends a frame without terminator (0.3 over SSH or a browser),
    `prefix` and `suffix` are cut off, `separator` is what stands for GS, `layout` maps what a
    mis-set keyboard types to what was printed (pairs of one character each). `month_first`: days
    are typed here as MMDDYY.
    """

    gap_seconds: float = 0.12
    prefix: str = ""
    suffix: str = ""
    separator: str = ""
    layout: tuple[tuple[str, str], ...] = ()
    month_first: bool = False


PLAIN = ScanProfile()
