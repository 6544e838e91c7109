"""House codes hold their check characters, and nothing else is taken for one."""

import doctest
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels import codes
from labels.codes import (
    ALPHABET,
    CALIBRATION,
    INVARIANT,
    NUMBER_LETTERS,
    BadCheck,
    HouseCode,
    Kind,
    NotACode,
    Number,
    Reason,
    Verb,
)

BODIES = {
    Kind.LPN: "0000000042",
    Kind.TOTE: "000017",
    Kind.CART: "0004",
    Kind.CART_SLOT: "0004A1",
    Kind.BADGE: INVARIANT,
}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(codes).failed == 0


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_read_back_in_either_case(kind: Kind) -> None:
    body = BODIES.get(kind, "A03122")
    text = codes.house_code(kind, body)
    assert codes.read_house_code(text) == HouseCode(kind, body)
    assert codes.read_house_code(f" {text.lower()}\r") == HouseCode(kind, body)
    assert set(kind.value) <= set(INVARIANT)


@pytest.mark.parametrize("kind", Kind)
def test_every_single_wrong_character_behind_the_prefix_is_seen(kind: Kind) -> None:
    text = codes.house_code(kind, BODIES.get(kind, "A03122"))
    for at in range(2, len(text)):
        for other in set(ALPHABET) - {text[at]}:
            wrong = text[:at] + other + text[at + 1 :]
            assert not isinstance(codes.read_house_code(wrong), HouseCode), wrong


def test_a_wrong_check_character_is_a_misread_not_an_unknown_code() -> None:
    assert codes.read_house_code("LOA03122J") == BadCheck(Kind.LOCATION, "LOA03122J")
    assert codes.read_house_code("LOA03122K") == HouseCode(Kind.LOCATION, "A03122")


def test_few_neighbours_swapped_pass() -> None:
    draw = random.Random(7)
    passed = tried = 0
    for _ in range(20_000):
        body = "".join(draw.choices(string.digits + string.ascii_uppercase, k=6))
        text = codes.house_code(Kind.ORDER, body)
        at = draw.randrange(2, len(text) - 1)
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if swapped != text:
            tried += 1
            passed += isinstance(codes.read_house_code(swapped), HouseCode)
    assert passed / tried < 0.01


@pytest.mark.parametrize(
    ("kind", "body"),
    [(Kind.LPN, "42"), (Kind.BADGE, "ANNA"), (Kind.LOCATION, "Ä-1"), (Kind.ORDER, "")],
)
def test_a_body_no_label_can_carry_is_refused(kind: Kind, body: str) -> None:
    with pytest.raises(NotACode, match="needs"):
        codes.house_code(kind, body)


@settings(deadline=None)
@given(st.text())
def test_reading_is_total(text: str) -> None:
    read = codes.read_house_code(text)
    if isinstance(read, HouseCode):
        assert codes.house_code(read.kind, read.body) == text.strip().upper()
    codes.read_command(text)


def test_badges_are_typed_alike_on_every_keyboard() -> None:
    draw = random.Random(1)
    drawn = {codes.badge_code(draw.choice) for _ in range(500)}
    assert len(drawn) == 500
    assert all(set(code) <= set(INVARIANT) and len(code) == 23 for code in drawn)
    assert all(isinstance(codes.read_house_code(code), HouseCode) for code in drawn)


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_is_read_back_and_is_no_number_or_reason(verb: Verb) -> None:
    code = codes.command_code(verb)
    assert codes.read_command(code.lower()) is verb
    assert set(code) <= set(INVARIANT)
    assert verb[0] not in "NR" or not set(verb[1:]) <= set(NUMBER_LETTERS)
    assert codes.read_house_code(code) is None


@settings(deadline=None)
@given(st.integers(0, 999_999_999))
def test_a_number_card_is_read_back(value: int) -> None:
    assert codes.read_command(codes.number_code(value)) == Number(value)


def test_a_reason_card_is_read_back() -> None:
    assert codes.read_command(codes.reason_code("CD")) == Reason("CD")
    with pytest.raises(NotACode, match="two letters"):
        codes.reason_code("CX")
    assert codes.read_command("XCTLRCX") is None


def test_the_calibration_text_holds_every_printable_character_once() -> None:
    assert sorted("".join(CALIBRATION)) == sorted({*map(chr, range(0x20, 0x7F)), "\x1d"})
