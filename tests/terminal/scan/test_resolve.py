"""What a scan means to a prompt."""

from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labels.codes import Kind as House
from labels.codes import Verb, house_code, number_code, reason_code
from labels.gs1 import element_string, make_sscc
from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept, Choose, Query, Reject
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Evidence, Kind
from terminal.scan.resolve import found, resolve, unasked
from terminal.scan.wanted import Alias, Candidate, Digits, Wanted, only
from tests.terminal.scan.reads import read, refused, taken

EACH, CASE = "9501101530003", "19501101530000"
WIDGET = Candidate("W-100", words="Widget", aliases=(Alias(EACH), Alias(CASE, 12)))
ITEM = Wanted(Kind.ITEM, one_of=(WIDGET,))
PLACE = Wanted(Kind.LOC, one_of=only("A-03-12-2"))
GTIN = "0109501101530003"
DIGITS = Digits("blue", "PL1/1", sha256(b"PL1/1:417").hexdigest())


# --- house codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["LOA03122K", "loa03122k", "]C0LOA03122K", "a-03-12-2", "A03122"])
def test_a_location_answers_by_its_barcode_or_its_name(text: str) -> None:
    assert taken(text, PLACE).reading.value == "A-03-12-2"


def test_a_changed_character_is_a_misread_never_unknown() -> None:
    assert refused("LOA03123K", PLACE).code == "E-CHECK"


def test_a_place_whose_name_begins_like_a_house_code_is_asked_for() -> None:
    wanted = Wanted(Kind.LOC)
    query = read("STAGE", wanted)
    assert isinstance(query, Query)
    known = found(query, (Candidate("STAGE", Kind.LOC),), wanted)
    assert isinstance(known, Accept)
    assert known.reading.value == "STAGE"
    assert found(query, (), wanted) == Reject("E-CHECK", {"value": "STAGE"})


def test_a_lot_that_begins_like_a_house_code_may_be_typed() -> None:
    lot = Wanted(Kind.LOT)
    assert refused("LOT22A", lot).code == "E-CHECK"
    typed = resolve(normalise(RawScan("LOT22A", Source.TYPED)), lot)
    assert isinstance(typed, Accept)
    assert typed.reading.value == "LOT22A"


def test_a_places_own_label_needs_no_server() -> None:
    wanted = Wanted(Kind.LOC)
    query = read(house_code(House.LOCATION, "STAGE-1"), wanted)
    assert isinstance(query, Query)
    accept = unasked(query, wanted)
    assert accept is not None
    assert accept.reading.value == "STAGE1"
    for text in ("STAGE", "4006381333931", "LOA03123K"):
        asked = read(text, wanted)
        assert not isinstance(asked, Query) or unasked(asked, wanted) is None


def test_another_location_is_named_with_the_one_that_is_needed() -> None:
    wrong = refused(house_code(House.LOCATION, "A-04-01-1"), PLACE)
    assert wrong.code == "E-WRONG"
    assert wrong.arguments == {
        "kind": "LOCATION",
        "value": "A04011",
        "need": "LOCATION A-03-12-2",
    }


def test_another_kind_is_told_apart_from_unknown() -> None:
    assert refused("LOA03122K", ITEM).code == "E-KIND"
    assert isinstance(read("what-is-this", ITEM), Query)


def test_a_command_and_a_badge_are_read_on_any_prompt() -> None:
    badge = house_code(House.BADGE, "BCDEFGHIJKLNOPRSTUVX")
    assert taken("XCTLSHORT", PLACE).reading.value == Verb.SHORT
    assert taken(badge, PLACE).reading.kind is Kind.BADGE


def test_number_and_reason_cards() -> None:
    assert taken(number_code(12), Wanted(Kind.QTY)).reading.values == {"quantity": "12"}
    assert taken(reason_code("CD"), Wanted(Kind.REASON)).reading.value == "CD"


def test_a_new_lpn_is_taken_unseen_an_open_one_is_asked_for() -> None:
    code = house_code(House.LPN, "0000000042")
    assert taken(code, Wanted(Kind.LPN, unseen=True)).reading.value == code
    assert isinstance(read(code, Wanted(Kind.LPN)), Query)


def test_check_digits_answer_where_the_prompt_takes_them() -> None:
    place = Candidate("A-03-12-2", digits=DIGITS)
    wanted = Wanted(Kind.LOC, one_of=(place,))
    assert taken("417", wanted, Source.TYPED).reading.value == "A-03-12-2"
    assert refused("418", wanted, Source.TYPED).code == "E-DIGITS"
    by_name = Wanted(Kind.LOC, one_of=(Candidate("418", digits=DIGITS),))
    assert taken("418", by_name, Source.TYPED).reading.value == "418"


# --- trade items ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [f"]E0{EACH}", EACH, f"]C1{GTIN}", f"]d2{GTIN}10AB", "w100", "W-100", f"(01)0{EACH}"]
)
def test_an_item_answers_by_any_of_its_codes(text: str) -> None:
    assert taken(text, ITEM).reading.value == "W-100"


def test_a_pack_level_tells_what_one_scan_stands_for() -> None:
    assert taken(f"]I1{CASE}", ITEM).reading.values["pack"] == "12"
    assert "pack" not in taken(f"]E0{EACH}", ITEM).reading.values


def test_one_gs1_scan_carries_all_its_values() -> None:
    text = element_string([("01", "0" + EACH), ("17", "261231"), ("10", "AB-1"), ("21", "S9")]).text
    values = taken(f"]C1{text}", ITEM).reading.values
    assert values == {
        "item": "W-100",
        "gtin": "0" + EACH,
        "expiry": "2026-12-31",
        "lot": "AB-1",
        "serial": "S9",
    }


def test_another_gtin_is_wrong_when_the_candidates_tell_all_theirs() -> None:
    other = "]E04006381333931"
    assert refused(other, ITEM).code == "E-WRONG"
    assert isinstance(read(other, Wanted(Kind.ITEM, one_of=only("W-100"))), Query)


def test_a_plain_code_is_never_read_as_gs1() -> None:
    assert isinstance(read("]C010D9T", Wanted(Kind.ITEM)), Query)
    lot = taken("10D9T", Wanted(Kind.LOT, unseen=True))
    assert (lot.reading.value, lot.reading.values) == ("10D9T", {"lot": "10D9T"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("]C10109501101530004", "E-GS1"),
        (f"]C1{GTIN}17261340", "E-DATE"),
        (f"]C1{GTIN}10A\x1d10B", "E-GS1DUP"),
        ("]E09501101530004", "E-GS1"),
        ("]I112345", "E-GS1"),
        ("https://example.com/x", "E-URL"),
    ],
)
def test_what_is_broken_says_how(text: str, code: str) -> None:
    assert refused(text, ITEM).code == code


def test_an_exact_alias_beats_a_broken_identifier() -> None:
    odd = Candidate("ODD", aliases=(Alias("12345"),))
    assert taken("]I112345", Wanted(Kind.ITEM, one_of=(odd,))).reading.value == "ODD"


def test_a_number_of_the_shop_itself_is_nobody_elses_gtin() -> None:
    assert isinstance(read("]E02012345000018", Wanted(Kind.ITEM)), Query)


def test_an_sscc_answers_an_lpn_prompt() -> None:
    sscc = make_sscc("9501101", 42)
    assert taken(f"]C100{sscc}", Wanted(Kind.LPN, unseen=True)).reading.value == sscc


# --- what must agree ------------------------------------------------------------------------------


def test_an_attribute_that_disagrees_rejects_the_whole_scan() -> None:
    wanted = Wanted(Kind.ITEM, one_of=(WIDGET,), agree={"lot": "A3"})
    assert taken(f"]C1{GTIN}10A3", wanted).reading.values["lot"] == "A3"
    wrong = refused(f"]C1{GTIN}10B7", wanted)
    assert (wrong.code, wrong.arguments["value"]) == ("E-CONFLICT", "B7")


def test_a_lot_of_another_item_is_refused() -> None:
    wanted = Wanted(Kind.LOT, unseen=True, within=WIDGET)
    assert taken(f"]C1{GTIN}10A3", wanted).reading.value == "A3"
    assert refused("]C1010400638133393110A3", wanted).code == "E-CONFLICT"


def test_the_wrong_lot_names_both() -> None:
    wrong = refused("B7", Wanted(Kind.LOT, one_of=only("A3")), Source.TYPED)
    assert (wrong.code, wrong.arguments["value"], wrong.arguments["need"]) == (
        "E-WRONG",
        "B7",
        "LOT A3",
    )


def test_a_serial_counts_once() -> None:
    wanted = Wanted(Kind.SERIAL, unseen=True, already=("S1",))
    assert refused("S1", wanted).code == "E-DUP"
    assert taken("S2", wanted).reading.value == "S2"


def test_a_lost_separator_is_found_by_the_lot_that_is_known() -> None:
    wanted = Wanted(Kind.ITEM, one_of=(WIDGET,), agree={"lot": "AB-1"})
    accept = taken(f"]C1{GTIN}10AB-13712", wanted)
    assert (accept.reading.values["lot"], accept.reading.values["quantity"]) == ("AB-1", "12")
    assert "W-GS" in accept.reading.warnings


def test_two_ways_to_find_the_lot_that_is_known_are_a_choice() -> None:
    wanted = Wanted(Kind.LOT, one_of=only("1001"), within=WIDGET)
    outcome = read(f"]C1{GTIN}21S2414319710100137197", wanted)
    assert isinstance(outcome, Choose)
    serials = {choice.reading.values["serial"] for choice in outcome.choices}
    assert {"S", "S24143197"} <= serials


def test_a_lost_separator_with_a_new_lot_is_a_choice() -> None:
    outcome = read(f"]C1{GTIN}10AB-13712", ITEM)
    assert isinstance(outcome, Choose)
    lots = {choice.reading.values["lot"] for choice in outcome.choices}
    assert lots == {"AB-13712", "AB-1"}


# --- choices and questions ------------------------------------------------------------------------


def test_a_candidate_beats_what_digits_look_like() -> None:
    wanted = Wanted(Kind.ITEM, also=(Kind.LPN,), one_of=(Candidate(EACH, kind=Kind.LPN),))
    assert taken(EACH, wanted).reading.kind is Kind.LPN


def test_two_meanings_of_the_same_rank_are_shown() -> None:
    both = (
        Candidate("W-100", kind=Kind.ITEM, aliases=(Alias(EACH),)),
        Candidate("SO-7", kind=Kind.ORDER, aliases=(Alias(EACH),)),
    )
    outcome = read(EACH, Wanted(Kind.ITEM, also=(Kind.ORDER,), one_of=both))
    assert isinstance(outcome, Choose)
    assert [choice.reading.value for choice in outcome.choices] == ["W-100", "SO-7"]


def test_what_the_server_found_answers() -> None:
    wanted = Wanted(Kind.ITEM)
    query = read(f"]C1{GTIN}10A3", wanted)
    assert isinstance(query, Query)
    accept = found(query, [Candidate("W-100", words="Widget")], wanted)
    assert isinstance(accept, Accept)
    assert (accept.reading.value, accept.reading.values["lot"]) == ("W-100", "A3")
    assert found(query, [], wanted) == Reject("E-UNK", {"value": f"ITEM 0{EACH}"})


def test_what_the_server_found_is_named_when_it_is_not_wanted() -> None:
    wanted = Wanted(Kind.ITEM, one_of=only("W-100"))
    query = read("supplier-no-5", wanted)
    assert isinstance(query, Query)
    wrong = found(query, [Candidate("G-7")], wanted)
    assert isinstance(wrong, Reject)
    assert (wrong.code, wrong.arguments["value"]) == ("E-WRONG", "G-7")


def test_another_value_passes_where_the_prompt_is_open_and_is_marked() -> None:
    wanted = Wanted(Kind.LOC, one_of=only("A-03-12-2"), open=True)
    query = read(house_code(House.LOCATION, "A-04-01-1"), wanted)
    assert isinstance(query, Query)
    accept = found(query, [Candidate("A-04-01-1")], wanted)
    assert isinstance(accept, Accept)
    assert accept.outside


def test_a_jump_leaves_the_flow() -> None:
    wanted = Wanted(Kind.ITEM, one_of=(WIDGET,), jumps=(Kind.LOC,))
    assert taken("LOA03122K", wanted).jump


# --- totality -------------------------------------------------------------------------------------

WANTED = st.builds(
    Wanted,
    st.sampled_from(Kind),
    also=st.lists(st.sampled_from(Kind), max_size=2).map(tuple),
    one_of=st.lists(
        st.builds(
            Candidate,
            st.text(min_size=1, max_size=9),
            aliases=st.just((Alias(EACH),)),
            digits=st.none() | st.just(DIGITS),
        ),
        max_size=3,
    ).map(tuple),
    open=st.booleans(),
    unseen=st.booleans(),
    within=st.none() | st.just(WIDGET),
    agree=st.sampled_from([{}, {"lot": "A"}]),
)
HOSTILE = st.text() | st.sampled_from(
    [
        "]C1",
        "]E0",
        "]I1",
        "]d2",
        "(",
        "+A123B",
        "+$$",
        "[)>\x1e06\x1d",
        "https://a/01/",
        "1Z",
        "420",
    ]
).flatmap(
    lambda head: st.text(alphabet="0123456789ABDQST()\x1d\x1e-/$?=[").map(lambda tail: head + tail)
)


@settings(max_examples=100, deadline=None)
@given(HOSTILE, WANTED, st.sampled_from(Source))
@example("]C1", ITEM, Source.SCAN)
@example("]C130", Wanted(Kind.CMD), Source.SCAN)
@example("²", Wanted(Kind.ITEM), Source.TYPED)
def test_no_input_raises(text: str, wanted: Wanted, source: Source) -> None:
    outcome = read(text, wanted, source)
    if isinstance(outcome, Query):
        found(outcome, [Candidate("X")], wanted)
        found(outcome, [], wanted)
    if isinstance(outcome, Choose):
        assert 2 <= len(outcome.choices) <= 6


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9), st.data())
def test_a_changed_digit_of_a_gtin_is_never_accepted(digit: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 12))
    changed = EACH[:at] + str(digit) + EACH[at + 1 :]
    if changed == EACH:
        return
    for text in (f"]E0{changed}", f"]C1010{changed}", changed):
        assert not isinstance(read(text, ITEM), Accept)
    assert Evidence.AIM > Evidence.CHECK


def test_caps_lock_goes_along_as_a_warning() -> None:
    outcome = resolve(normalise(RawScan(f"]c1{GTIN}")), ITEM)
    assert isinstance(outcome, Accept)
    assert outcome.reading.warnings == ("W-CAPS",)
