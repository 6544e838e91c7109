"""Contrast of every style on every palette, colours that are not needed, ASCII cell for cell."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.style import Style

from terminal.flows.offers import Band, Colour, View
from terminal.widgets.bar import Status
from terminal.widgets.layout import lay_out
from terminal.widgets.themes import DARK, LIGHT, MONO, SIXTEEN_DARK, SIXTEEN_LIGHT, looks

Shade = tuple[int, int, int]
# The sixteen colours as the Linux console, xterm and GNOME's terminal (Tango) show them.
SIXTEEN = {
    "vga": (
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
        " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "xterm": (
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
        " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    ),
    "tango": (
        "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf"
        " 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec"
    ),
}
VITAL = {"ask", "target", "digits"}
FULL = [("dark", DARK), ("light", LIGHT)]
FEW = [("dark", SIXTEEN_DARK), ("light", SIXTEEN_LIGHT)]


def shade(color: Color | None, palette: str) -> Shade:
    assert color is not None
    if color.triplet is not None:
        return color.triplet.red, color.triplet.green, color.triplet.blue
    assert color.number is not None
    text = SIXTEEN[palette].split()[color.number]
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def luminance(of: Shade) -> float:
    """WCAG 2.2, relative luminance."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in of)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Shade, other: Shade) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def read(style: str, palette: str = "") -> float:
    """The contrast of a style's text against its ground."""
    parsed = Style.parse(style)
    return contrast(shade(parsed.color, palette), shade(parsed.bgcolor, palette))


def test_the_contrast_of_black_on_white_is_that_of_the_standard() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    assert round(contrast((0x77, 0x77, 0x77), (255, 255, 255)), 2) == 4.48


def rounded(style: str) -> str:
    """`style` where there are 256 colours."""
    parsed = Style.parse(style)
    assert parsed.color is not None
    assert parsed.bgcolor is not None
    ink, paper = (
        each.downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex
        for each in (parsed.color, parsed.bgcolor)
    )
    return f"{ink} on {paper}"


@pytest.mark.parametrize(("theme", "styles"), FULL)
def test_everything_can_be_read_in_full_colours_and_in_256(
    theme: str, styles: dict[str, str]
) -> None:
    wanted = {name: 7.0 if name in VITAL else 4.5 for name in styles}
    found = {name: min(read(said), read(rounded(said))) for name, said in styles.items()}
    assert (theme, {n: r for n, r in found.items() if r < wanted[n]}) == (theme, {})


@pytest.mark.parametrize(("theme", "styles"), FEW)
@pytest.mark.parametrize("palette", SIXTEEN)
def test_everything_can_be_read_in_sixteen(
    theme: str, styles: dict[str, str], palette: str
) -> None:
    wanted = {name: 7.0 if name in VITAL else 4.5 for name in styles}
    found = {name: read(said, palette) for name, said in styles.items()}
    weak = {name: round(ratio, 2) for name, ratio in found.items() if ratio < wanted[name]}
    assert (theme, weak) == (theme, {})


def test_good_and_bad_differ_in_luminance_for_who_cannot_tell_red_from_green() -> None:
    for styles in (DARK, LIGHT):
        good, bad = (Style.parse(styles[each]).bgcolor for each in (Colour.GREEN, Colour.RED))
        assert contrast(shade(good, ""), shade(bad, "")) > 3


def test_nothing_has_a_colour_in_mono_nor_is_dim_anywhere() -> None:
    for said in MONO.values():
        assert Style.parse(said).color is None
        assert Style.parse(said).bgcolor is None
    every = (DARK, LIGHT, SIXTEEN_DARK, SIXTEEN_LIGHT, MONO)
    assert not [said for styles in every for said in styles.values() if Style.parse(said).dim]


def test_what_looks_alike_without_colour_is_told_apart_by_symbol_or_word() -> None:
    for symbols in ("unicode", "ascii"):
        made = looks("mono", None, symbols, {}).symbols
        assert len(set(made.values())) == len(Colour) - 1  # plain says nothing of good or bad
    on = lay_out(View(title="PICK"), 16, 10).rows[0]
    off = lay_out(View(title="PICK", online=False), 16, 10).rows[0]
    assert on[0].text != off[0].text


def test_the_terminal_and_the_environment_choose() -> None:
    ask = {
        "full": looks("dark", "truecolor", "auto", {}).styles["ask"],
        "few": looks("light", "standard", "auto", {}).styles["ask"],
        "none": looks("light", None, "auto", {}).styles["ask"],
        "asked": looks("dark", "truecolor", "auto", {"NO_COLOR": "1"}).styles["ask"],
    }
    assert ask["full"] == Style.parse(DARK["ask"])
    assert ask["few"] == Style.parse(SIXTEEN_LIGHT["ask"])
    assert ask["none"] == ask["asked"] == Style.parse(MONO["ask"])


@pytest.mark.parametrize(
    ("environ", "is_ascii", "letters"),
    [
        ({"LANG": "de_DE.UTF-8", "TERM": "xterm-256color"}, False, True),
        ({}, False, True),
        ({"LANG": "C"}, False, True),
        ({"LANG": "de_DE.UTF-8", "TERM": "linux"}, True, True),
        ({"LC_ALL": "ja_JP.UTF-8"}, True, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True, False),
    ],
)
def test_ascii_where_the_screen_shows_no_other(
    environ: dict[str, str], is_ascii: object, letters: object
) -> None:
    made = looks("dark", "256", "auto", environ)
    assert (made.is_ascii, made.letters) == (is_ascii, letters)
    assert not looks("dark", "256", "unicode", environ).is_ascii


def test_a_pick_in_ascii() -> None:
    view = View(
        title="PICK W42 3/17",
        ask="SCAN LOCATION",
        target="A-03",
        digits="248",
        what=("Schlüssel 漢字 10 mm", "LOT\x1dB7"),
        band=Band(Colour.RED, ("This is LOT B7",)),
        online=False,
    )
    how = looks("dark", "256", "ascii", {"LC_ALL": "de_DE.ISO-8859-1"})
    screen = lay_out(view, 30, 15, status=Status(unsent=2), symbols=how.symbols)
    rows = [how.shown("".join(span.text for span in row)).rstrip() for row in screen.rows]
    assert rows[:10] == [
        "PICK W42 3/17     - OFFLINE ^2",
        "SCAN LOCATION",
        "",
        "A-03",
        "--+| |+-+",
        "+-++-++-+",
        "+--  |+-+",
        "Schlussel ???? 10 mm",
        "LOT?B7",
        "",
    ]
    assert rows[12:14] == ["X This is LOT B7", ""]


@example(text="\uff01", environ={})
@given(text=st.text(max_size=60), environ=st.sampled_from([{}, {"LANG": "de_DE.ISO-8859-1"}]))
def test_ascii_takes_as_many_cells(text: str, environ: dict[str, str]) -> None:
    how = looks("dark", "256", "ascii", environ)
    row = lay_out(View(title=text, what=(text,)), 40, 12, symbols=how.symbols).rows
    for spans in row:
        line = "".join(span.text for span in spans)
        shown = how.shown(line)
        assert cell_len(shown) == cell_len(line) == 40
        assert not environ or shown.isascii()
