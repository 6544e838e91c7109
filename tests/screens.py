"""Text snapshots of the terminal's screens in every language: python -m tests.screens.

One file a language. Each question of each procedure stands there at 26 x 16, some of the screens at
every size. A screen is its rows with their number, without those that are empty.
"""

from collections.abc import Iterator
from pathlib import Path

from terminal.flows.offers import View
from terminal.language import painted
from terminal.widgets.bar import Status
from terminal.widgets.layout import lay_out
from tests.catalogues import LANGUAGES
from tests.terminal.widgets.test_sweep import every_view

GOLDEN = Path(__file__).parent / "terminal" / "golden" / "screens"
SPOKEN = ("en", *LANGUAGES)
USUAL = (26, 16)
SIZES = ((16, 10), (20, 8), (20, 16), USUAL, (40, 8), (40, 12), (53, 20), (80, 24))
CHOSEN = ("login", "home", "pick 1", "pick 1 f2", "pack 1", "put away 1", "E-KIND", "problems")


def snapshot(language: str) -> str:
    return "\n".join(line for screen in _screens(language) for line in screen) + "\n"


def _screens(language: str) -> Iterator[list[str]]:
    asked = set[str]()
    for view, name in every_view().items():
        if name in CHOSEN:
            for size in SIZES:
                yield _screen(view, name, size, language)
        elif view.ask not in asked and not name.endswith((" f1", " f2")):
            yield _screen(view, name, USUAL, language)
        asked.add(view.ask)


def _screen(view: View, name: str, size: tuple[int, int], language: str) -> list[str]:
    width, height = size
    shown = lay_out(painted(view, language), width, height, status=Status(language=language))
    rows = ["".join(span.text for span in row).rstrip() for row in shown.rows]
    pages = f", page 1 of {shown.pages}" if shown.pages > 1 else ""
    return [
        f"== {name}, {width} x {height}{pages}",
        *(f"{number:2} {row}" for number, row in enumerate(rows, start=1) if row),
    ]


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for language in SPOKEN:
        (GOLDEN / f"{language}.txt").write_text(snapshot(language), encoding="utf-8")


if __name__ == "__main__":
    main()
