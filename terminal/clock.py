"""The terminal's only source of time: the device's clock, set right by what the server says.

A handheld's own clock may be hours off. The server weighs how late a fact is (kernel: late facts),
so what is stamped here is the server's time as well as this device knows it.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

TRUSTED = timedelta(seconds=5)  # a Date header is exact to a second, and was on its way

_ahead = timedelta()


def utc_now() -> datetime:
    return datetime.now(UTC) + _ahead


def learn(date: str | None) -> None:
    """Takes the `Date` of an answer that has just come; what can't be read changes nothing."""
    global _ahead  # noqa: PLW0603  (one device has one clock)
    try:
        told = parsedate_to_datetime(date or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return
    ahead = told - datetime.now(UTC)
    _ahead = ahead if abs(ahead) > TRUSTED else timedelta()
