"""Operation ids: UUIDv7, made here before the first try, sortable by when they were made."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """RFC 9562, 5.7: 48 bits of Unix milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000  # noqa: TID251  (part of the id's definition)
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
