"""What tests of grammars share: one scan against one prompt, and what it came to."""

from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept, Outcome, Reject
from terminal.scan.raw import RawScan, Source
from terminal.scan.resolve import resolve
from terminal.scan.wanted import Wanted


def read(text: str, wanted: Wanted, source: Source = Source.SCAN) -> Outcome:
    return resolve(normalise(RawScan(text, source)), wanted)


def taken(text: str, wanted: Wanted, source: Source = Source.SCAN) -> Accept:
    outcome = read(text, wanted, source)
    assert isinstance(outcome, Accept), outcome
    return outcome


def refused(text: str, wanted: Wanted, source: Source = Source.SCAN) -> Reject:
    outcome = read(text, wanted, source)
    assert isinstance(outcome, Reject), outcome
    return outcome
