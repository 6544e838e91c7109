"""The frame at every size: rows, widths, what goes first when it is small, data as text."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from terminal.flows.offers import Band, Colour, Entering, View
from terminal.widgets.bar import Status
from terminal.widgets.layout import lay_out
from terminal.widgets.listing import MARK, pages
from terminal.widgets.safe import cut, display_safe

SIZES = [(16, 10), (20, 8), (20, 16), (26, 16), (40, 8), (40, 12), (53, 20), (80, 24), (200, 60)]
PICK = View(
    title="PICK W42 3/17",
    ask="SCAN LOCATION",
    target="A-03-12-2",
    digits="12",
    what=("Widget blue 10 mm", "W-100", "LOT B7"),
    ahead=("A-03-14-1 G-200 x3", "A-04-01-1 W-100 x1"),
    band=Band(Colour.RED, ("This is LOT B7", "Need LOT A3"), "E-WRONG"),
    keys=("F1?", "F2 short", "F4undo", "F9"),
)


def screen(
    view: View, width: int, height: int, status: Status, typed: str = "", page: int = 0
) -> list[str]:
    rows = lay_out(view, width, height, status=status, typed=typed, page=page).rows
    return ["".join(span.text for span in row) for row in rows]


def test_a_pick_at_26_by_16() -> None:
    rows = screen(PICK, 26, 16, Status(unsent=2))
    assert [row.rstrip() for row in rows] == [
        "PICK W42 3/17         ● ⇡2",
        "SCAN LOCATION",
        "",
        "A-03-12-2",
        "╺┓ ╺━┓",
        " ┃ ┏━┛",
        "╺┻╸┗━╸",
        "Widget blue 10 mm",
        "W-100",
        "LOT B7",
        "",
        "",
        "",
        "✘ This is LOT B7",
        "Need LOT A3",
        "F1? F2 short F4undo F9",
    ]


def test_a_bench_shows_what_comes_next() -> None:
    rows = screen(PICK, 80, 24, Status())
    assert len(rows) == 24
    assert rows[1].rstrip().endswith("│NEXT")
    assert rows[2].rstrip().endswith("│A-03-14-1 G-200 x3")
    assert rows[-4].startswith("✘ This is LOT B7")


def test_a_small_screen_keeps_the_question_the_place_and_the_result() -> None:
    for width, height in ((16, 10), (20, 8), (40, 8)):
        shown = "\n".join(screen(PICK, width, height, Status()))
        for words in ("SCAN LOCATION", "A-03-12-2", "12", "✘ This is LOT B7", "Need LOT A3"):
            assert words in shown
        assert "F4undo" not in shown


def test_offline_and_unsent_are_told_in_the_bar() -> None:
    view = View(title="PICK", online=False, queued=3)
    said = lay_out(view, 26, 16, status=Status(7, 1)).rows[0][0]
    assert (said.style, said.text) == ("offline", "PICK      ○3 OFFLINE ⇡7 !1")


@pytest.mark.parametrize(
    ("status", "style", "words", "short"),
    [
        (Status(unsent=4, oldest_seconds=1799), "bar", "● ⇡4", "●⇡4"),
        (Status(unsent=4, oldest_seconds=1800), "late", "● ⇡4/30m", "●⇡4/30m"),
        (Status(unsent=4, oldest_seconds=7200), "offline", "● ⇡4/2h", "●⇡4/2h"),
        (Status(unsent=4, held=3, problems=1), "bar", "● ⇡4 held 3 !1", "●⇡4h3!1"),
        (Status(battery=80), "bar", "● ⇡0 ▮80%", "●"),
        (Status(battery=15, scanner=False), "late", "● ⇡0 no scanner ▮15%", "●NS▮15%"),
    ],
)
def test_what_waits_too_long_and_what_is_missing_is_told_by_word_and_by_colour(
    status: Status, style: str, words: str, short: str
) -> None:
    wide = lay_out(View(title="PICK"), 40, 12, status=status).rows[0][0]
    assert (wide.style, wide.text) == (style, f"PICK {words.rjust(35)}")
    narrow = lay_out(View(title="RECEIVE 47110815"), 16, 10, status=status).rows[0][0]
    assert (narrow.style, narrow.text.split()[-1]) == (style, short)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("PICK W42 3/17", "W42 3/17 ●⇡7!1"),
        ("RECEIVE 4711", "RECE. 4711 ●⇡7!1"),
        ("12 PROBLEMS", "12 PROBLE. ●⇡7!1"),
        ("PL000015-0001 3/17", "PL000../17 ●⇡7!1"),
    ],
)
def test_a_narrow_bar_leaves_out_the_work_before_the_numbers(title: str, shown: str) -> None:
    row = screen(View(title=title), 16, 10, Status(7, 1))[0]
    assert row.split() == shown.split()


def test_a_long_question_takes_three_rows_and_a_long_place_two() -> None:
    view = View(ask="SCAN THE TOTE THAT STANDS NEAREST", target="003401234567890123")
    rows = screen(view, 16, 10, Status())
    assert [row.strip() for row in rows[1:6]] == [
        "SCAN THE TOTE",
        "THAT STANDS",
        "NEAREST",
        "0034012345678901",
        "23",
    ]


def test_what_a_small_screen_has_no_room_for_is_on_the_next_page() -> None:
    view = View(ask="WHAT IS WRONG?", options=tuple(f"{n} NOT SUCH REASON" for n in range(10)))
    assert lay_out(view, 16, 10).pages == 4
    assert [row.strip() for row in screen(view, 16, 10, Status(), page=3)[2:9]] == [
        "9 NOT SUCH",
        "REASON",
        "",
        "",
        "",
        "",
        "4/4▼",
    ]


def test_a_long_word_of_a_key_leaves_the_other_keys_whole() -> None:
    keys = ("F1?", "F2 there all the same", "F4undo", "F9")
    row = screen(View(ask="SCAN TO", keys=keys), 26, 16, Status())[-1]
    assert row.split()[:2] == ["F1?", "F2"]
    assert row.endswith(" F4undo F9")


def test_empty_rows_and_keys_go_before_a_page_has_to_be_turned() -> None:
    def list_of(rows: int) -> list[str]:
        view = View(
            ask="WHICH?", options=tuple(f"{n} SOMETHING" for n in range(rows)), keys=("F1?",)
        )
        shown = [row.strip() for row in screen(view, 16, 16, Status())]
        return ["" if "THING" in row else row for row in shown[1:]]

    assert list_of(10) == ["WHICH?", *[""] * 13, "F1?"]
    assert list_of(12) == ["WHICH?", *[""] * 13, "F1?"]
    assert list_of(13) == ["WHICH?", *[""] * 14]
    assert list_of(14) == ["WHICH?", *[""] * 12, "1/2▼", ""]


def test_a_sentence_in_the_band_leaves_rows_for_what_it_speaks_of() -> None:
    view = View(ask="SCAN ITEM", what=("Bolt", "LOT B7"), band=Band(Colour.RED, ("word " * 80,)))
    rows = [row.strip() for row in screen(view, 20, 8, Status())]
    assert rows[2:4] == ["Bolt", "LOT B7"]
    assert rows[4] == "✘ word word word"


@given(
    what=st.lists(st.text(max_size=90), max_size=12),
    options=st.lists(st.text(max_size=40), max_size=12),
    width=st.integers(16, 90),
    room=st.integers(1, 20),
)
def test_pages_hold_every_word_and_fit(
    what: list[str], options: list[str], width: int, room: int
) -> None:
    made = pages(tuple(what), tuple(options), width, room)
    assert all(len(page) <= room for page in made)
    assert all(cell_len(line) <= width for page in made for line in page)
    whole = " ".join(line for page in made for line in page)
    short = [word for text in (*what, *options) for word in display_safe(text).split()]
    assert [word for word in short if cell_len(word) < width - MARK and word not in whole] == []


def test_what_is_typed_is_shown_and_a_pin_is_dots() -> None:
    assert "> 12_" in screen(PICK, 26, 16, Status(), "12")[12]
    pin = View(ask="PIN", entry=Entering.DOTS)
    assert "> ••••_" in "\n".join(screen(pin, 26, 16, Status(), "1234"))


def test_ten_exceptions_fit_the_smallest_handheld() -> None:
    view = View(options=tuple(f"{n} REASON {n}" for n in range(10)), ask="WHAT IS WRONG?")
    shown = "\n".join(screen(view, 26, 16, Status()))
    assert [n for n in range(10) if f"{n} REASON {n}" in shown] == list(range(10))


@pytest.mark.parametrize(("width", "height"), SIZES)
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(max_size=60), min_size=6, max_size=6), typed=st.text(max_size=9))
def test_every_size_is_filled_exactly_whatever_the_data(
    width: int, height: int, texts: list[str], typed: str
) -> None:
    view = View(
        title=texts[0],
        ask=texts[1],
        target=texts[2],
        digits=texts[3],
        what=(texts[4], texts[5]),
        ahead=tuple(texts),
        band=Band(Colour.GREEN, tuple(texts[:2])),
        keys=tuple(texts[:3]),
    )
    rows = screen(view, width, height, Status(), typed)
    assert [cell_len(row) for row in rows] == [width] * height
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u200b]", "".join(rows))


def test_control_characters_are_pictures() -> None:
    assert display_safe("A\x1dB\x1b[31mC\x7f\u202eD") == "A␝B␛[31mC␡�D"


def test_a_long_name_loses_its_middle() -> None:
    assert cut("WIDGET BLUE GALVANISED 10MM", 16) == "WIDGET BL.. 10MM"
    assert cut("[red]x[/]", 12) == "[red]x[/]   "


def test_no_widget_that_reads_markup_is_used() -> None:
    folder = Path(__file__).resolve().parents[3] / "terminal"
    banned = re.compile(r"textual\.widgets(?:\._| import)|(?:app|self|screen)\.notify\(")
    found = [file.name for file in folder.rglob("*.py") if banned.search(file.read_text())]
    assert found == []
