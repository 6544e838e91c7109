"""A day as a worker reads it, and how far it is away: `31 DEC 2026, 14 months`."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from terminal.flows.words import Words, counted, dated, say

CLOCK, TO_THE_SECOND, DAY_AND_CLOCK = "%H:%M", "%H:%M:%S", "%d.%m. %H:%M"
SOON = 60  # days; below that months say too little


def echoed(day: date, today: date | None) -> Words:
    """The day and the whole months (days, when it is near) until it; `today` None: the day."""
    if today is None:
        return dated(day)
    days = (day - today).days
    if days < 0:
        return say("{day}: EXPIRED", day=dated(day))
    if days < SOON:
        return say(
            "{day}, {left}", day=dated(day), left=counted(days, "{count} day", "{count} days")
        )
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    return say(
        "{day}, {left}", day=dated(day), left=counted(months, "{count} month", "{count} months")
    )


def clock(at: datetime, zone: str, form: str = CLOCK) -> str:
    """A moment as the clock on the warehouse's wall shows it; in UTC where its zone is unknown."""
    return f"{at.astimezone(_zone(zone)):{form}}"


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a machine without the database of zones
        return UTC
