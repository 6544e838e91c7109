"""Guessing a PIN: every guess is charged before it is judged, and the count outlives the server."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from server.errors import Refusal
from server.identity.pins import GUESSES_A_DAY, cost, judge
from server.identity.tables import Device, PinGuess
from tests.site import Site, Worker

CHEAP = cost(cheap=True)


@pytest.fixture
def worker(site: Site) -> Worker:
    return site.person("worker")


def wrong(worker: Worker) -> str:
    return f"{(int(worker.pin) + 1) % 10**6:06}"


def guess(worker: Worker, pin: str, device: str = "") -> str:
    """The code of the answer to a guess: `right`, or why not."""
    try:
        judge(worker.acts, worker.badge, pin, device or worker.device_at.code, CHEAP)
    except Refusal as refusal:
        return refusal.code
    return "right"


def judged(site: Site) -> int:
    with site.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).where(PinGuess.outcome == "wrong")) or 0


def test_a_dealt_pin_has_six_digits_and_opens_its_badge_only(site: Site, worker: Worker) -> None:
    assert len(worker.pin) == 6
    assert worker.pin.isdigit()
    other = site.person("worker")
    other.badge = worker.badge
    assert guess(worker, worker.pin) == "right"
    assert guess(other, wrong(worker)) == "badge_or_pin"


def test_the_wait_doubles_to_300_seconds_and_outlives_the_server(
    site: Site, worker: Worker
) -> None:
    for wait in (1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300):
        assert guess(worker, wrong(worker)) == "badge_or_pin"
        site.clock.now += timedelta(seconds=wait - 0.5)
        assert guess(worker, worker.pin) == "wait"
        site.clock.now += timedelta(seconds=0.5)
    assert guess(worker, wrong(worker)) == "badge_or_pin"
    with Site.over(site) as after_restart:
        worker.client, worker.app = after_restart.client, after_restart.app
        at_device = after_restart.signed(worker.device_at.headers)
        proof = {"badge": worker.badge, "pin": worker.pin}
        answer = at_device.send("POST", "/sessions", proof)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "300")
        after_restart.clock.now += timedelta(seconds=300)
        worker.sign_in()


def test_the_wait_is_of_one_device_and_ends_with_the_right_pin(site: Site, worker: Worker) -> None:
    other = site.device()
    for _ in range(4):
        guess(worker, wrong(worker))
        site.clock.now += timedelta(seconds=300)
    guess(worker, wrong(worker))
    assert guess(worker, worker.pin) == "wait"
    assert guess(worker, worker.pin, other.code) == "right"
    site.clock.now += timedelta(seconds=16)
    assert guess(worker, worker.pin) == "right"
    assert guess(worker, wrong(worker)) == "badge_or_pin"
    site.clock.now += timedelta(seconds=1)
    assert guess(worker, worker.pin) == "right"


def guesses_of_a_day(site: Site, worker: Worker, number: int) -> dict[str, int]:
    """How so many wrong guesses from 50 devices, spread over a day, were answered."""
    with site.engine.begin() as connection:
        warehouse = connection.scalar(sa.select(Device.warehouse))
        devices = [{"code": f"X{n}", "name": "x", "warehouse": warehouse} for n in range(50)]
        connection.execute(sa.insert(Device), devices)
    answers: dict[str, int] = {}
    for n in range(number):
        answer = guess(worker, wrong(worker), f"X{n % 50}")
        answers[answer] = answers.get(answer, 0) + 1
        site.clock.now += timedelta(seconds=86_390 / number)
    return answers


def test_of_1000_guesses_from_50_devices_in_a_day_50_are_judged(site: Site, worker: Worker) -> None:
    answers = guesses_of_a_day(site, worker, 1000)
    assert answers == {"badge_or_pin": GUESSES_A_DAY, "pin_locked": 950}
    assert judged(site) == GUESSES_A_DAY
    assert guess(worker, worker.pin) == "pin_locked"
    site.post("/pins/unlock", {"person": worker.code})
    assert guess(worker, worker.pin) == "right"


def test_guesses_at_once_are_not_free(site: Site, worker: Worker) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = sorted(pool.map(lambda _: guess(worker, wrong(worker)), range(64)))
    assert answers == ["badge_or_pin"] + ["wait"] * 63
    assert judged(site) == 1


def test_a_new_pin_takes_the_old_ones_place(site: Site, worker: Worker) -> None:
    old = worker.pin
    worker.pin = site.post("/pins", {"person": worker.code})["pin"]
    assert worker.pin == old or guess(worker, old) == "badge_or_pin"
    site.clock.now += timedelta(seconds=1)
    assert guess(worker, worker.pin) == "right"


def test_an_unknown_badge_and_a_wrong_pin_look_the_same(site: Site, worker: Worker) -> None:
    real = cost(cheap=False)

    def timed(badge: str) -> tuple[float, str]:
        start = time.monotonic()
        with pytest.raises(Refusal) as caught:
            judge(site.acts, badge, wrong(worker), worker.device_at.code, real)
        site.clock.now += timedelta(seconds=300)
        return time.monotonic() - start, caught.value.problem().decode()

    known = [timed(worker.badge) for _ in range(3)]
    unknown = [timed("BGXXXXXXXXXXXXXXXXXXXXX") for _ in range(3)]
    assert {said for _, said in known} == {said for _, said in unknown}
    assert min(known)[0] >= real.answer_after_seconds <= min(unknown)[0]
    assert abs(min(known)[0] - min(unknown)[0]) < 0.05
