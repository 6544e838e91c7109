"""The proofs themselves are proved: with a bug planted, the test that is named for it fails."""

from tests.faults.plants import all_caught

QUICK = (6, 7, 3, 16)


def test_planted_bugs_are_caught() -> None:
    all_caught(*QUICK)
