"""Cleaning: separators, caps lock, stray characters, the wrong keyboard country."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.scan.normalise import normalise
from terminal.scan.profile import ScanProfile
from terminal.scan.raw import RawScan

GTIN = "0109501101530003"


@pytest.mark.parametrize(
    "separator", ["\x1d", "~", "|", "^", "{GS}", "<GS>", "[GS]", "␝", "Alt029", "º™ª", "^]", r"\F"]
)
def test_every_known_separator_becomes_gs(separator: str) -> None:
    clean = normalise(RawScan(f"]C1{GTIN}10AB-1{separator}3712"))
    assert (clean.text, clean.aim) == (f"{GTIN}10AB-1\x1d3712", "]C1")


def test_a_tilde_in_a_plain_code_stays_as_it_is() -> None:
    assert normalise(RawScan("]C0AB~1|2^3")).text == "AB~1|2^3"


def test_the_learnt_separator_of_a_scanner_is_read() -> None:
    assert normalise(RawScan(f"{GTIN}10A#21B"), ScanProfile(separator="#")).text.count("\x1d") == 1


@pytest.mark.parametrize(
    ("typed", "aim", "text"),
    [
        (f"]c1{GTIN}10ab", "]C1", f"{GTIN}10AB"),
        (f"]D2{GTIN}", "]d2", GTIN),
        (f"]q3{GTIN}", "]Q3", GTIN),
        (f"]E0{GTIN}10ab", "]e0", f"{GTIN}10AB"),
        ("]c0loa03122k", "]C0", "LOA03122K"),
    ],
)
def test_caps_lock_is_undone_and_told(typed: str, aim: str, text: str) -> None:
    clean = normalise(RawScan(typed))
    assert (clean.aim, clean.text, clean.warnings) == (aim, text, ("W-CAPS",))


@pytest.mark.parametrize("text", ["]y1ABC", "]", "]C", "]CC1"])
def test_what_is_no_identifier_stays_data(text: str) -> None:
    clean = normalise(RawScan(text))
    assert (clean.aim, clean.text) == (None, text)


def test_invisible_and_full_width_characters_do_not_count() -> None:
    assert normalise(RawScan("\u200e\uff11\uff12 3\u200b \r\n")).text == "12 3"


@pytest.mark.parametrize(
    ("typed", "country"), [("$C&à&", "FR"), ('LOQà"&éé:', ""), ("TOàààà&/E", "")]
)
def test_an_identifier_through_the_wrong_country_is_told(typed: str, country: str) -> None:
    clean = normalise(RawScan(typed))
    assert (clean.fault, clean.fault_words) == (("E-LAYOUT", country) if country else ("", ""))


def test_a_house_code_through_azerty_names_the_cure() -> None:
    typed = "TO000017E".translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    assert normalise(RawScan(typed)).fault_words == "FR"


@pytest.mark.parametrize("typed", [f"]C1{GTIN}10A@B", f"]C1{GTIN}10AB¬21S1"])
def test_a_gs1_symbol_through_a_british_keyboard_names_the_cure(typed: str) -> None:
    assert normalise(RawScan(typed)).fault_words == "UK"
    assert normalise(RawScan(f"]C1{GTIN}10A£¬@")).fault == ""


def test_the_profile_of_the_device_repairs_what_it_has_learnt() -> None:
    pairs = tuple(zip("&é\"'(-è_çà", "1234567890", strict=True))
    typed = "TO000017E".translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    assert normalise(RawScan(typed), ScanProfile(layout=pairs)).text == "TO000017E"


def test_more_than_512_characters_are_too_long() -> None:
    assert normalise(RawScan("1" * 513)).fault == "E-LEN"


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    normalise(RawScan(text))
