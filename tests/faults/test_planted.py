"""Every planted bug that applies so far is caught by the test that is named for it."""

from tests.faults.plants import all_caught


def test_every_planted_bug_is_caught() -> None:
    all_caught()
