"""Operation ids: UUIDv7, made here before the first try, sortable by when they were made."""

import os
from uuid import UUID

from terminal.clock import utc_now


def uuid7() -> UUID:
    """RFC 9562, 5.7: 48 bits of Unix milliseconds, then random bits."""
    milliseconds = int(utc_now().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
