"""A runner that fails: told whole once, then in a line, and ever more seldom."""

import logging

import pytest

from server.runners import Trouble


def test_the_same_trouble_is_told_whole_once(caplog: pytest.LogCaptureFixture) -> None:
    trouble = Trouble("nightly")
    with caplog.at_level(logging.ERROR):
        pauses = [trouble.told(ZeroDivisionError("by nothing")) for _ in range(7)]
    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert [record.exc_info is not None for record in caplog.records] == [True] + 6 * [False]
    assert "nightly failed: ZeroDivisionError: by nothing" in caplog.messages[0]


def test_it_begins_anew_once_it_was_over(caplog: pytest.LogCaptureFixture) -> None:
    trouble = Trouble("nightly")
    trouble.told(ZeroDivisionError())
    trouble.told(ZeroDivisionError())
    trouble.over()
    with caplog.at_level(logging.ERROR):
        assert trouble.told(ZeroDivisionError()) == 2
    assert caplog.records[-1].exc_info is not None
