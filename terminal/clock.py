"""The terminal's only source of time; what is stored carries it for information only."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
