"""Twenty thousand scans whose truth is known from elsewhere; `make faults` shows a million."""

import pytest

from labels.codes import BadCheck, HouseCode, read_house_code
from terminal.scan import carriers, gather, hibc, house, resolve
from tests.faults.scans import run

SEED = 20261125
SCANS = 20_000


def test_nothing_wrong_is_accepted_and_nothing_right_refused() -> None:
    tally = run(SCANS, SEED)
    assert not tally.wrong, "\n\n".join([tally.report(), *tally.wrong[:20]])
    assert tally.scans == SCANS
    assert tally.outcomes["accept"] > SCANS // 4
    assert all(count > 10 for count in tally.forms.values()), tally.forms


def _agreed(*_: object) -> None:
    """Every scan agrees with its prompt."""


def _holds(*_: object) -> bool:
    """Every check digit is right."""
    return True


def _misread(text: str) -> HouseCode | BadCheck | None:
    """A house code counts whatever its check character."""
    code = read_house_code(text)
    return HouseCode(code.kind, code.text[2:-1]) if isinstance(code, BadCheck) else code


UNCHECKED = tuple(
    carriers.Parcel(form.carrier, form.shape, _holds, sure=form.sure, checked=form.checked)
    for form in carriers.FORMS
)


@pytest.mark.parametrize(
    ("module", "name", "planted"),
    [
        (resolve, "disagreement", _agreed),
        (hibc, "holds", _holds),
        (house, "read_house_code", _misread),
        (gather, "check_digit_holds", _holds),
        (gather, "other_readings", lambda _: ()),
        (carriers, "FORMS", UNCHECKED),
    ],
)
def test_a_planted_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, planted: object
) -> None:
    monkeypatch.setattr(module, name, planted)
    assert run(SCANS // 4, SEED).wrong
