"""A day as a worker reads it, and how far it is away: `31 DEC 2026, 14 months`."""

from datetime import date

from terminal.flows.words import Words, counted, dated, say

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
