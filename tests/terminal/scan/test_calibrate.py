"""The doctor's learner: what was printed goes through a keyboard and comes back as a profile."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.codes import CALIBRATION_CODES, Kind, house_code
from labels.gs1 import GS
from terminal.scan import calibrate
from terminal.scan.calibrate import Heard, Learnt, heard, learn
from terminal.scan.normalise import normalise
from terminal.scan.profile import PLAIN
from terminal.scan.raw import RawScan

UK = str.maketrans({'"': "@", "@": '"', "#": "£", "~": "¬", "\\": "#", "|": "~"})
QWERTZ = str.maketrans("yzYZ-_;:/?", "zyZY/?-_;:")


def sheet(
    table: Mapping[int, str | int] | None = None,
    *,
    gs: str = GS,
    prefix: str = "]C0",
    suffix: str = "",
    ends: str = "\r",
    gap: float = 0.004,
) -> list[Heard]:
    """The scans of a sheet as a scanner with these settings types them."""
    scans = []
    for code in CALIBRATION_CODES:
        typed = (prefix + code + suffix).translate(table or {}).replace(GS, gs)
        scans.append(heard([(c, n * gap) for n, c in enumerate(typed + ends)]))
    return scans


def learnt(scans: list[Heard]) -> Learnt:
    got = learn(scans)
    assert isinstance(got, Learnt), got
    return got


def test_a_scanner_that_is_set_right_needs_nothing() -> None:
    got = learnt(sheet())
    assert (got.profile, got.cures, got.country, got.gs) == (PLAIN, (), "", GS)
    assert (got.identifies, got.ends, round(got.mean_seconds, 3)) == (True, "\r", 0.004)


def test_a_british_keyboard_is_mapped_back_character_by_character() -> None:
    got = learnt(sheet(UK, gs="|"))
    assert got.country == "UK"
    typed = "]C1" + "010950110153000310A#~".translate(UK)
    assert normalise(RawScan(typed), got.profile).text == "010950110153000310A#" + GS


@given(st.permutations([c for c in CALIBRATION_CODES[2] if c not in "BCDE]"]))
def test_any_layout_that_loses_nothing_is_undone(shuffled: list[str]) -> None:
    plain = [c for c in CALIBRATION_CODES[2] if c not in "BCDE]"]
    table = {ord(a): b for a, b in zip(dict.fromkeys(plain), dict.fromkeys(shuffled), strict=True)}
    got = learnt(sheet(table))
    scan = "".join(plain)
    assert scan.translate(table).translate({ord(t): p for t, p in got.profile.layout}) == scan


def test_a_german_like_layout_makes_house_codes_readable_again() -> None:
    code = house_code(Kind.LOCATION, "A-03-YZ")
    got = learnt(sheet(QWERTZ))
    assert normalise(RawScan(code.translate(QWERTZ)), got.profile).text == code


@pytest.mark.parametrize("gs", ["{FNC}", "%%", "\x1e"])
def test_what_stands_for_gs_is_learnt_as_it_is_after_the_layout(gs: str) -> None:
    got = learnt(sheet(gs=gs))
    assert got.profile.separator == gs
    scan = RawScan(f"]C110A{gs}21B")
    assert normalise(scan, got.profile).text == f"10A{GS}21B"


def test_prefix_and_suffix_are_cut_off_and_the_identifier_is_neither() -> None:
    got = learnt(sheet(prefix="##", suffix="$"))
    assert (got.profile.prefix, got.profile.suffix) == ("##", "$")
    assert normalise(RawScan("##LOA1$"), got.profile).text == "LOA1"
    assert calibrate.NO_AIM in got.cures
    assert learnt(sheet()).profile.prefix == ""


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({"gs": ""}, calibrate.GS_LOST),
        ({"ends": ""}, calibrate.NO_END),
        ({"ends": "\t"}, calibrate.OTHER_END),
        ({"ends": "\r\n"}, calibrate.OTHER_END),
        ({"gap": 0.05}, calibrate.SLOW),
        ({"prefix": ""}, calibrate.NO_AIM),
    ],
)
def test_what_should_be_set_at_the_scanner_is_said(settings: dict[str, str], cure: str) -> None:
    assert learnt(sheet(**settings)).cures == (cure,)  # type: ignore[arg-type]


def test_a_slow_path_gets_a_longer_gap_up_to_its_limit() -> None:
    assert learnt(sheet(gap=0.06)).profile.gap_seconds == pytest.approx(0.18)
    assert learnt(sheet(gap=0.2)).profile.gap_seconds == 0.3
    over_ssh = learn(sheet(), 0.3)
    assert isinstance(over_ssh, Learnt)
    assert over_ssh.profile.gap_seconds == 0.3


def test_what_cannot_be_learnt_is_refused_with_its_cure() -> None:
    caps = {ord(c): c.swapcase() for c in map(chr, range(65, 123)) if c.isalpha()}
    assert learn(sheet(caps)) == calibrate.CAPS
    assert learn(sheet({ord("="): "", ord("+"): ""})) == calibrate.SWALLOWED
    assert learn(sheet({ord("m"): "n"})) == calibrate.SWALLOWED
    assert learn([Heard("5901234123457", "\r", ())] * 4) == calibrate.OTHER_CODE
    assert learn(sheet()[:3]) == calibrate.OTHER_CODE
    first, second, third, fourth = sheet()
    assert learn([second, first, third, fourth]) == calibrate.OTHER_CODE


@given(st.lists(st.text(max_size=60).map(lambda t: Heard(t, "\r", ())), max_size=6))
def test_any_scans_end_in_a_profile_or_a_cure(scans: list[Heard]) -> None:
    assert isinstance(learn(scans), Learnt | str)


def test_every_cure_fits_two_lines_of_26_columns() -> None:
    cures = [v for k, v in vars(calibrate).items() if k.isupper() and isinstance(v, str)]
    assert all(len(cure) <= 52 for cure in cures)
