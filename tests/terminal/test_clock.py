"""What is stamped at the device: when it happened, by the server's time as the device knows it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from server.clock import utc_now
from server.stock.wire import MoveContainer
from terminal import clock
from terminal.client import Client
from terminal.outbox import Outbox


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    yield
    clock.learn(format_datetime(utc_now(), usegmt=True))


def far_off() -> timedelta:
    return clock.utc_now() - utc_now()


def test_a_fact_is_stamped_when_it_is_written_with_the_servers_time(tmp_path: Path) -> None:
    told = utc_now() - timedelta(hours=5)
    answer = httpx.Response(200, headers={"date": format_datetime(told, usegmt=True)})
    client = Client("http://server", "secret", httpx.MockTransport(lambda _: answer))
    assert client.alive()
    outbox = Outbox(tmp_path / "outbox.sqlite")
    outbox.send(MoveContainer(container="LPN-1", target="A-1"), session="", path="/move")
    row = outbox.next()
    assert row is not None
    stamped = datetime.fromisoformat(json.loads(row.body)["happened_at"])
    assert abs(stamped - told) < timedelta(seconds=10)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Tue, 99 Nov 2026 21:47:16 GMT"])
def test_a_date_that_can_not_be_read_changes_nothing(date: str | None) -> None:
    clock.learn(date)
    assert abs(far_off()) < timedelta(seconds=1)


def test_a_clock_that_is_right_is_left_alone() -> None:
    clock.learn(format_datetime(utc_now() + timedelta(seconds=3), usegmt=True))
    assert abs(far_off()) < timedelta(seconds=1)
