"""A day's attack on one PIN, at full length."""

from server.identity.pins import GUESSES_A_DAY
from tests.server.identity.test_pins import guesses_of_a_day, judged
from tests.site import Site


def test_of_10_000_guesses_from_50_devices_in_a_day_50_are_judged(site: Site) -> None:
    answers = guesses_of_a_day(site, site.person("worker"), 10_000)
    assert answers == {"badge_or_pin": GUESSES_A_DAY, "pin_locked": 9_950}
    assert judged(site) == GUESSES_A_DAY
