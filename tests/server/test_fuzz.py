"""No request breaks the server: 2,000 made up from its own description, all answered properly."""

import os

from tests.faults.fuzz import fuzzed
from tests.site import Site

REQUESTS = 2_000
SEED = 1  # the same each time here; the long run draws its own, and prints it


def test_no_made_up_request_breaks_the_server(site: Site) -> None:
    fuzz = fuzzed(site, REQUESTS, int(os.environ.get("TALLYMAN_TEST_SEED", SEED)))
    assert not fuzz.wrong, "\n\n".join([fuzz.report(), *fuzz.wrong[:20]])
    assert fuzz.answers.total() >= REQUESTS
