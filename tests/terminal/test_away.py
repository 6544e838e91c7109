"""Without network: what is told of a scan is true, and what was saved is told when it is sent."""

import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands
from tests.terminal.line import Line


def at(place: str) -> str:
    return house_code(Kind.LOCATION, place.replace("-", ""))


@pytest.fixture
def away(hands: Hands, floor: Served, line: Line) -> Hands:
    """Somebody at home whose line is cut; what codes mean was fetched."""
    floor.put("BOLT", "A-01", 50)
    hands.station.client.http.base_url = line.profile(hands.station.profile).server
    hands.station.workplace.fetch_ahead()
    line.cut = hands.away = True
    return hands


def test_a_code_that_is_not_kept_here_is_told_so_with_what_to_do(away: Hands) -> None:
    away.say("type:6", at("A-01"), "4012345000009")
    assert (away.band.code, away.band.colour) == ("E-AWAY", Colour.RED)
    assert away.band.lines == ("Not kept here: 4012345000009", "Other code, or go online")
    away.say("key:f1")
    assert "There is no network" in " ".join(away.view.what)
    away.say("key:escape", GTINS["BOLT"])
    assert away.view.ask == "SCAN TO"


def test_looking_up_tells_what_is_kept_and_what_is_not(away: Hands) -> None:
    away.say("key:f5", GTINS["NUT"])
    assert away.view.what[1:3] == ("ITEM NUT Nut thing", "What stands there is not kept here.")
    away.say("4012345000009")
    assert away.band.lines[0] == "Not kept here: 4012345000009"
    away.say("key:escape", at("C-99"))
    assert "C99 is not kept here. No network." in away.view.what


def test_the_band_tells_when_what_was_saved_is_sent(away: Hands, line: Line) -> None:
    away.say("type:6", at("A-01"), GTINS["BOLT"], at("B-01"))
    away.say("type:6", at("A-01"), GTINS["BOLT"])
    line.cut = away.away = False
    away.until(lambda: away.band.lines == ("sent 1, 0 refused",))
    assert (away.view.ask, away.band.colour) == ("SCAN TO", Colour.GREEN)
    away.say(at("B-01"))
    assert away.view.ask == "SCAN ANYTHING"


def test_home_tells_it_and_has_its_figures_again(away: Hands, floor: Served, line: Line) -> None:
    away.say("type:6", at("A-01"), GTINS["BOLT"], at("B-01"))
    assert away.view.ask == "SCAN ANYTHING"
    line.cut = away.away = False
    away.until(lambda: "sent 1, 0 refused" in (*away.view.what, *away.band.lines))
    away._settle()
    assert floor.stock(sku="BOLT", location="B-01")[0][2] >= 1
    assert not away.station.workplace.errands.is_stale
    assert "sent 1, 0 refused" in (*away.view.what, *away.band.lines)
