"""How numbers and days are written where a language is spoken; what is kept stays ISO."""

from typing import NamedTuple


class Forms(NamedTuple):
    """`dated` is a pattern of strftime, empty for English; `point` stands before decimals."""

    dated: str
    point: str

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
