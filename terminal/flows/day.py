"""A day as a worker reads it, and how far it is away: `31 DEC 2026, 14 months`."""

from datetime import date

from terminal.flows.words import Words, counted, say

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SOON = 60  # days; below that months say too little


def told(day: date) -> Words:
    """The day with its month as a word, so that no two countries read it differently."""
    return say("{day} {month} {year}", day=day.day, month=say(MONTHS[day.month - 1]), year=day.year)


def echoed(day: date, today: date | None) -> Words:
    """The day and the whole months (days, when it is near) until it; `today` None: the day."""
    if today is None:
        return told(day)
    days = (day - today).days
    if days < 0:
        return say("{day}: EXPIRED", day=told(day))
    if days < SOON:
        return say(
            "{day}, {left}", day=told(day), left=counted(days, "{count} day", "{count} days")
        )
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    return say(
        "{day}, {left}", day=told(day), left=counted(months, "{count} month", "{count} months")
    )
