"""Element strings are read as GS1 wrote them, and what biip lets pass is refused."""

import doctest
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels import gs1
from labels.gs1 import GS, Gs1Error, Message, NotGs1

GTIN = "09501101530003"


def read(text: str) -> Message:
    message = gs1.parse(text)
    assert isinstance(message, Message), message
    return message


def fault(text: str) -> tuple[str, str]:
    error = gs1.parse(text)
    assert isinstance(error, Gs1Error), error
    assert error.sentence
    return error.code, error.ai


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(gs1).failed == 0


def test_a_case_label_is_read_field_by_field() -> None:
    message = read(f"01{GTIN}1726020010AB-12{GS}37144")
    assert message.get("01") == GTIN
    assert message.get("10") == "AB-12"
    assert message.get("37") == "144"
    expiry = message.element("17")
    assert expiry
    assert expiry.day == date(2026, 2, 28)
    assert message.hri == f"(01){GTIN}(17)260200(10)AB-12(37)144"
    assert message.warnings == ("count_beside_gtin",)


@pytest.mark.parametrize("extra", [f"{GS}%s", f"%s{GS}", f"{GS}{GS}%s{GS}{GS}"])
def test_separators_too_many_do_no_harm(extra: str) -> None:
    assert read(extra % f"01{GTIN}").text == f"01{GTIN}"
    assert read(f"01{GTIN}{GS}{GS}10A").text == f"01{GTIN}10A"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"01{GTIN[:-1]}4", ("gs1_check_digit", "01")),
        ("00095011010000000429", ("gs1_check_digit", "00")),
        (f"02{GTIN[:-1]}437", ("gs1_check_digit", "02")),
        ("4149501101530004", ("gs1_check_digit", "414")),
        ("8018950110100000000422", ("gs1_check_digit", "8018")),
        ("17261331", ("gs1_date", "17")),
        ("17260230", ("gs1_date", "17")),
        ("1726", ("gs1_date", "17")),
        (f"10A{GS}10B", ("gs1_duplicate", "10")),
        ("10" + "A" * 21, ("gs1_broken", "10")),
        ("10" + "A" * 20 + "21XY", ("gs1_broken", "10")),
        ("10A#B", ("gs1_broken", "")),
        ("0512", ("gs1_broken", "05")),
        ("30", ("gs1_broken", "30")),
        ("10" + GS + "37", ("gs1_broken", "10")),
        ("01123", ("gs1_broken", "01")),
        ("", ("gs1_broken", "")),
        (GS, ("gs1_broken", "")),
        ("10" + "A" * 600, ("gs1_broken", "")),
        ("10\u0661\u0662", ("gs1_broken", "")),
    ],
)
def test_a_broken_text_names_what_is_wrong(text: str, said: tuple[str, str]) -> None:
    assert fault(text) == said


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789AB-" + GS), max_size=60) | st.text())
def test_reading_is_total_and_what_is_read_is_written_alike(text: str) -> None:
    message = gs1.parse(text)
    gs1.parse_hri(text)
    gs1.gtin14(text)
    gs1.gtin14(text, upc_e=True)
    if isinstance(message, Message):
        assert gs1.parse(message.text) == message
        gs1.unpaired(message, item_known=False)
        for other in gs1.other_readings(message):
            assert gs1.parse(other.text) == other


def test_typed_text_with_brackets_is_read() -> None:
    assert gs1.parse_hri(f"(01) {GTIN} (10) AB") == read(f"01{GTIN}10AB")
    for broken in ("(01)", f"x(01){GTIN}", "(10)A(B", f"(0){GTIN}", "(1)0A", "(1010)A"):
        assert isinstance(gs1.parse_hri(broken), Gs1Error), broken


@pytest.mark.parametrize(
    ("text", "known", "ai"),
    [
        (f"02{GTIN}", True, "02"),
        ("3712", True, "37"),
        ("10A", False, "10"),
        ("21A", False, "21"),
        ("3103001250", False, "3103"),
        ("10A", True, None),
        (f"01{GTIN}21A", False, None),
        (f"02{GTIN}3712", False, None),
        ("00095011010000000421", False, None),
    ],
)
def test_a_field_that_stands_alone_is_named(text: str, known: int, ai: str | None) -> None:
    error = gs1.unpaired(read(text), item_known=bool(known))
    assert (error.ai if error else None) == ai


def test_a_lost_separator_leaves_exactly_one_reading_with_the_known_lot() -> None:
    draw = random.Random(3)
    for _ in range(300):
        lot = "".join(draw.choices("ABCDEFGH0123456789-", k=draw.randint(3, 9)))
        count = str(draw.randint(2, 500))
        scanned = read(f"01{GTIN}10{lot}37{count}")
        assert scanned.get("10") == f"{lot}37{count}"
        others = gs1.other_readings(scanned)
        right = [o for o in others if o.get("10") == lot]
        assert [o.get("37") for o in right if o.get("37")] == [count]
    assert gs1.other_readings(read(f"01{GTIN}")) == ()


@pytest.mark.parametrize(
    ("text", "grams"),
    [("3103001250", 1250), ("3302000125", 1250), ("3200000001", 454), ("10A", None)],
)
def test_weights_are_grams(text: str, grams: int | None) -> None:
    assert gs1.weight_grams(read(text).elements[0]) == grams


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("96385074", "00000096385074"),
        ("012345000065", "00012345000065"),
        ("9501101530003", GTIN),
        (GTIN, GTIN),
    ],
)
def test_every_gtin_is_one_key_of_14_digits(text: str, key: str) -> None:
    assert gs1.gtin14(text) == key


def test_a_upc_e_is_spread_out() -> None:
    assert gs1.gtin14("01234565", upc_e=True) == "00012345000065"


def test_a_gtin_with_a_wrong_digit_says_the_right_one() -> None:
    error = gs1.gtin14("9501101530004")
    assert isinstance(error, Gs1Error)
    assert error.code == "gs1_check_digit"
    assert error.sentence == "9501101530004 ends in 4, its check digit is 3."


def test_an_sscc_is_made_and_what_does_not_fit_is_refused() -> None:
    assert gs1.make_sscc("9501101", 42, extension=3) == "395011010000000422"
    assert gs1.check_digit_holds(gs1.make_sscc("4012345", 999_999_999))
    for prefix, serial in [("9501101", 10**9), ("95", 1), ("9501101", -1), ("95a1", 1)]:
        with pytest.raises(NotGs1):
            gs1.make_sscc(prefix, serial)


def test_an_element_string_is_checked_as_if_scanned() -> None:
    message = gs1.element_string([("10", "AB"), ("21", "7"), ("01", GTIN)])
    assert message.text == f"10AB{GS}217{GS}01{GTIN}"
    for fields in ([("01", GTIN[:-1] + "4")], [("10", f"A{GS}21B")], [("1", "0AB")]):
        with pytest.raises(NotGs1):
            gs1.element_string(fields)
