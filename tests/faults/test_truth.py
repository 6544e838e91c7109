"""A million scans with known truth, with a seed of its own each time."""

from tests.faults.scans import run
from tests.faults.test_kills import a_seed

SCANS = 1_000_000


def test_nothing_wrong_is_accepted_and_nothing_right_refused() -> None:
    seed = a_seed()
    tally = run(SCANS, seed)
    print(f"seed {seed}: {tally.report()}")
    assert not tally.wrong, "\n\n".join([tally.report(), *tally.wrong[:20]])
    assert tally.scans == SCANS
