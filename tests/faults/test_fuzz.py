"""Fuzzing at full length, with a seed of its own each time."""

import os

from tests.faults.fuzz import fuzzed
from tests.site import Site

REQUESTS = 20_000


def test_no_made_up_request_breaks_the_server(site: Site) -> None:
    seed = os.environ.get("TALLYMAN_TEST_SEED")
    fuzz = fuzzed(site, REQUESTS, int(seed) if seed else None)
    assert not fuzz.wrong, "\n\n".join([fuzz.report(), *fuzz.wrong[:20]])
    assert fuzz.answers.total() >= REQUESTS
