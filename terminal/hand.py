"""What a robot says as events of a run: a scan, something typed, a key."""

import time

from terminal.flows.offers import Event, Key, Scan
from terminal.scan.raw import RawScan, Source
from terminal.uuid7 import uuid7


def event_of(text: str, source: Source = Source.SCAN) -> Event:
    """`key:f8` is a key, `type:12` and `key:1` are typed, all else is scanned."""
    now = time.monotonic()
    if text.startswith("key:") and not text[4:].isdigit():
        return Key(text[4:], at=now)
    if text.startswith(("key:", "type:")):
        source, text = Source.TYPED, text.partition(":")[2]
    return Scan(RawScan(text, source, str(uuid7()), first=now, last=now), now)
