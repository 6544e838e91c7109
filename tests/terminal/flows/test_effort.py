"""How many scans and keys the work takes is counted, told in the guide, and kept low."""

from pathlib import Path

import pytest

from tests.terminal.effort import MEASURES, Measure, measured, table, within

GUIDE = Path(__file__).parents[3] / "docs" / "keys.md"
MORE_THAN_AIMED_AT = {"pack an order of one piece, to its label"}


def test_the_guide_tells_what_is_counted() -> None:
    assert GUIDE.read_text() == table()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.what)
def test_no_work_takes_more_than_it_should(measure: Measure) -> None:
    assert within(measure, measured(measure)) == (measure.what not in MORE_THAN_AIMED_AT)
