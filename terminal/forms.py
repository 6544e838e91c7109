"""How numbers and days are written where a language is spoken; what is kept stays ISO."""

from calendar import month_abbr
from datetime import date
from typing import NamedTuple

# English writes the month in letters: 03/04 is another day on the other side of an ocean.
ENGLISH_MONTHS = tuple(map(str.upper, month_abbr[1:]))


class Forms(NamedTuple):
    """`dated` is a pattern of strftime, empty for English; `point` stands before decimals."""

    dated: str
    point: str

    def day(self, iso: str) -> str:
        """`2026-12-31` as 31.12.2026, 31/12/2026 or 31 DEC 2026; what is no day stays as it is."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return str(iso)
        if not self.dated:
            return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
        return day.strftime(self.dated)

    def number(self, value: float) -> str:
        """With as many decimals as it has, and no separator of thousands."""
        return f"{value:g}".replace(".", self.point)


ENGLISH = Forms("", ".")
FORMS = {
    "de": Forms("%d.%m.%Y", ","),
    "es": Forms("%d/%m/%Y", ","),
    "pl": Forms("%d.%m.%Y", ","),
    "fr": Forms("%d/%m/%Y", ","),
}


def forms_of(language: str) -> Forms:
    return FORMS.get(language, ENGLISH)
