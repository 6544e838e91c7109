"""What a device was refused stands on one list, is advised by who supervises, settled by it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from server.exceptions.wire import (
    Advice,
    AdviseDevice,
    ReportProblem,
    ResolveException,
    SettleProblem,
)
from tests.site import Site

REFUSED = str(uuid4())


@pytest.fixture
def told(site: Site) -> Callable[..., Any]:
    """A worker at a device that was refused something; answers the exception as it stands."""
    site.credentials = site.person("worker", code="BOB").credentials
    site.do(ReportProblem(operation=REFUSED, document="pick.confirm", sentence="It is held."))

    def listed(state: str = "open") -> Any:
        boss = site.signed(site.admin)
        items = boss.get("/warehouses/{warehouse}/exceptions", state=state)["items"]
        return items[0] if items else None

    return listed


def advised(site: Site) -> Any:
    [one] = site.get("/warehouses/{warehouse}/exceptions/advice", operations=[REFUSED])["problems"]
    return one["advice"], one["by"], one["note"]


def test_a_worker_advises_nobody(site: Site, told: Callable[..., Any]) -> None:
    advise = AdviseDevice(number=told()["number"], advice=Advice.CLOSE)
    assert site.do(advise, status=403)["code"] == "forbidden"
    assert told()["state"] == "open"


def test_what_is_refused_again_stands_there_once_and_without_advice(
    site: Site, told: Callable[..., Any]
) -> None:
    number = told()["number"]
    site.person("lead", code="LEA").do(
        AdviseDevice(number=number, advice=Advice.RESEND, note="Now.")
    )
    assert advised(site) == ("resend", "person:LEA", "Now.")
    site.do(ReportProblem(operation=REFUSED, document="pick.confirm", sentence="It is expired."))
    again = told()
    assert (again["number"], again["sentence"], again["advice"]) == (number, "It is expired.", None)


@pytest.mark.parametrize("how", [Advice.RESEND, Advice.PUT_BACK])
def test_the_device_takes_it_off_the_list(
    site: Site, told: Callable[..., Any], how: Advice
) -> None:
    settled = site.do(SettleProblem(operation=REFUSED, how=how, note="It is done."))
    assert settled == {"found": 1, "off": True}
    row = told("resolved")
    assert (row["advice"], row["note"], row["resolved_by"]) == (how, "It is done.", "person:BOB")
    assert site.do(SettleProblem(operation=REFUSED, how=how))["found"] == 0


def test_by_hand_is_a_word_that_somebody_looks_at(site: Site, told: Callable[..., Any]) -> None:
    site.do(SettleProblem(operation=REFUSED, how=Advice.CLOSE, note="It never happened."))
    row = told()
    assert (row["state"], row["advice"], row["note"]) == ("open", "close", "It never happened.")


def test_what_is_off_the_list_in_another_way_is_closed(
    site: Site, told: Callable[..., Any]
) -> None:
    lead = site.person("lead")
    lead.do(ResolveException(number=told()["number"], note="Booked by hand."))
    assert advised(site)[0::2] == ("close", "Booked by hand.")
    late = lead.do(
        AdviseDevice(number=told("resolved")["number"], advice=Advice.RESEND), status=409
    )
    assert late["code"] == "exception_ended"


def test_there_is_nothing_to_send_again_of_a_call(site: Site, told: Callable[..., Any]) -> None:
    told()
    site.do(ReportProblem(document="B-01", sentence="Help."))
    lead = site.person("lead")
    [call] = lead.get("/warehouses/{warehouse}/exceptions", kind="call")["items"]
    late = lead.do(AdviseDevice(number=call["number"], advice=Advice.RESEND), status=409)
    assert late["code"] == "nothing_refused"
