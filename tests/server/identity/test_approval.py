"""The second person: limits over all doors, a signature under one act, a lone supervisor."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import sqlalchemy as sa

from server.act import Act, Call, digest_of
from server.errors import Refusal
from server.identity import approvals
from server.identity.approval import Needed, approved_loss, check_loss
from server.identity.authenticate import authenticate
from server.identity.tables import Approval, LossDay
from server.identity.wire.approvals import LossDoor
from server.wire import Command, Count, Name, Note, Number, Reply
from tests.site import Site, Worker

NEEDS = "approval_needed"


class Lose(Command, frozen=True, kw_only=True):
    kind = "test.lose"

    units: tuple[Count, ...]
    value: Number | None = 0
    door: LossDoor = LossDoor.ADJUST
    evidence: Note = ""
    waits: bool = False


class Lost(Reply, frozen=True, kw_only=True):
    by: Name | None = None
    number: Number | None = None


def lose(act: Act, command: Lose) -> Lost:
    """Stock's part: ask before posting; above the limits refuse, or wait for a decision."""
    by = None
    for units in command.units:
        told = check_loss(act, command.door, units, command.value, command.evidence)
        if isinstance(told, Needed) and command.waits:
            detail = msgspec.json.encode(command)
            return Lost(number=approvals.wait(act, "test.lose", "BIN-1", detail, told.why))
        if isinstance(told, Needed):
            raise told.refusal()
        by = told.by
    return Lost(by=by)


def settle(act: Act, waiting: Approval, approved: bool) -> None:  # noqa: FBT001
    command = msgspec.json.decode(waiting.detail, type=Lose)
    if approved:
        (units,) = command.units
        approved_loss(act, waiting.asked_by, command.door, units, command.value, waiting.evidence)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(approvals.SETTLERS, "test.lose", settle)


@pytest.fixture
def live(site: Site) -> Site:
    """A live site: 10 pieces or 1,000 in one act, 25 or 5,000 in a day."""
    site.post("/site/live", {})
    policy(site)
    return site


def policy(site: Site, **rules: Any) -> None:
    limits = {"loss_units_per_act": 10, "loss_units_per_day": 25}
    worth = {"loss_value_per_act": 1_000, "loss_value_per_day": 5_000}
    version = site.get("/site/policy")["version"]
    site.put("/site/policy", {"version": version, "rules": {**limits, **worth, **rules}})


def tries(who: Worker, *units: int, operation: UUID | None = None, **options: Any) -> Any:
    """Whoever approved the loss (none within the limits), or the code of the refusal."""
    command = Lose(units=units, **options)
    headers = {name.lower(): value for name, value in who.credentials.items()}
    body = msgspec.json.encode(command)
    call = Call(
        operation=operation or uuid4(),
        digest=digest_of("POST", "/test", body),
        body=body,
        authenticate=lambda session: authenticate(session, headers, who.clock()),
        warehouse=who.warehouse,
    )
    try:
        told = msgspec.json.decode(who.acts.perform(lose, command, call).body, type=Lost)
    except Refusal as refusal:
        return refusal.code
    return told.number or told.by


def sign(at: Worker, signer: Worker, operation: UUID, *, status: int = 200) -> Any:
    body = {"operation": str(operation), "badge": signer.badge, "pin": signer.pin}
    return at.post("/approvals/sign", body, status=status)


def report(site: Site) -> Any:
    return site.get("/warehouses/{warehouse}/approvals/self-approved", day="2026-11-24")


# --- limits ---------------------------------------------------------------------------------------


def test_within_the_limits_nobody_is_asked_and_above_somebody_is(live: Site) -> None:
    ann = live.person("worker")
    assert tries(ann, 10, value=1_000) is None
    assert tries(ann, 11, value=0) == NEEDS
    assert tries(ann, 1, value=1_001) == NEEDS
    assert tries(ann, 4, 4, 4) == NEEDS
    assert tries(ann, 4, 4, 2) is None
    assert tries(ann, 1, value=None) is None


def test_a_day_counts_all_doors_together_and_ends_at_the_warehouses_midnight(live: Site) -> None:
    ann, bob = live.person("worker"), live.person("worker")
    doors = list(LossDoor)
    assert [tries(ann, 5, door=door) for door in doors[:5]] == [None] * 5
    assert {tries(ann, 1, door=door) for door in doors} == {NEEDS}
    assert tries(bob, 10) is None
    live.clock.now += timedelta(hours=14, minutes=59)  # 23:59 in Berlin
    ann.sign_in()
    assert tries(ann, 1) == NEEDS
    live.clock.now += timedelta(minutes=1)
    assert tries(ann, 1) is None


def test_racing_through_many_doors_stays_within_the_day(live: Site) -> None:
    ann = live.person("worker")

    def go(n: int) -> Any:
        while (told := tries(ann, 2, door=list(LossDoor)[n % 9])) == "busy":
            pass
        return told

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(go, range(40)))
    assert told.count(None) == 12
    assert told.count(NEEDS) == 28
    with live.engine.connect() as connection:
        assert connection.scalar(sa.select(LossDay.units)) == 24


def test_while_setting_up_nothing_needs_approval(site: Site) -> None:
    ann = site.person("worker")
    policy(site)
    assert tries(ann, 9_999, value=10**6) == "site:setting-up"
    assert site.post("/site/live", {})["mode"] == "live"
    assert tries(ann, 9_999, value=10**6) == NEEDS
    assert site.post("/site/live", {}, status=409)["code"] == "already_live"


def test_a_policy_is_changed_from_its_latest_version_only(site: Site) -> None:
    stale = {"version": 7, "rules": {}}
    assert site.put("/site/policy", stale, status=409)["code"] == "stale"
    assert site.get("/site/policy")["version"] == 0


# --- a signature under one act --------------------------------------------------------------------


def test_a_supervisor_signs_one_act_of_somebody_else(live: Site) -> None:
    ann, boss = live.person("worker"), live.person("supervisor")
    operation = uuid4()
    told = sign(ann, boss, operation)
    assert (told["person"], told["until"]) == (boss.code, "2026-11-24T08:01:00Z")
    assert tries(ann, 500) == NEEDS
    assert tries(live.person("worker"), 500, operation=operation) == NEEDS
    assert tries(ann, 500, operation=operation) == boss.name
    assert tries(ann, 500, operation=operation) == boss.name  # its replay
    assert ann.get("/me")["principal"] == ann.name
    assert tries(ann, 10) is None  # what was approved is not counted
    assert report(live)["losses"] == []


def test_a_signature_is_good_for_60_seconds(live: Site) -> None:
    ann, boss = live.person("worker"), live.person("supervisor")
    operation = uuid4()
    sign(ann, boss, operation)
    live.clock.now += timedelta(seconds=60)
    assert tries(ann, 500, operation=operation) == NEEDS
    sign(ann, boss, operation)
    live.clock.now += timedelta(seconds=59)
    assert tries(ann, 500, operation=operation) == boss.name


def test_only_an_approver_with_badge_and_pin_at_a_device_signs(live: Site) -> None:
    ann, lead, boss = live.person("worker"), live.person("lead"), live.person("supervisor")
    assert sign(ann, lead, uuid4(), status=403)["code"] == "no_approver"
    live.clock.now += timedelta(seconds=1)
    right, boss.pin = boss.pin, f"{(int(boss.pin) + 1) % 10**6:06}"
    assert sign(ann, boss, uuid4(), status=403)["code"] == "badge_or_pin"
    boss.pin = right
    assert sign(ann, boss, uuid4(), status=429)["code"] == "wait"
    live.clock.now += timedelta(seconds=1)
    body = {"operation": "-" * 32, "badge": boss.badge, "pin": boss.pin}
    assert ann.post("/approvals/sign", body, status=400)["code"] == "malformed"
    body["operation"] = str(uuid4())
    assert live.post("/approvals/sign", body, status=403)["code"] == "device_needed"
    at_device = live.signed(ann.device_at.headers)
    assert at_device.post("/approvals/sign", body, status=409)["code"] == "no_session"


# --- one's own ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "alone", "with_another"),
    [("always", False, False), ("when_present", True, False), ("next_day", True, True)],
)
def test_a_supervisor_approves_their_own_as_the_policy_says(
    live: Site, rule: str, *, alone: bool, with_another: bool
) -> None:
    policy(live, second_person=rule)
    boss = live.person("supervisor")
    live.person("worker")
    assert tries(boss, 50) == NEEDS  # without a recount or a photo never
    assert tries(boss, 50, evidence="recount 0") == (boss.name if alone else NEEDS)
    other = live.person("supervisor")
    assert tries(boss, 60, evidence="photo 7") == (boss.name if with_another else NEEDS)
    operation = uuid4()
    sign(boss, boss, operation)  # one's own badge is no second person
    by = tries(boss, 70, evidence="photo 8", operation=operation)
    assert by == (boss.name if with_another else NEEDS)
    sign(boss, other, operation := uuid4())
    assert tries(boss, 80, operation=operation) == other.name
    listed = [(loss["who"], loss["units"]) for loss in report(live)["losses"]]
    wanted = [50] * alone + [60, 70] * with_another
    assert listed == [(boss.name, units) for units in wanted]


def test_an_approver_who_left_or_went_quiet_is_not_present(live: Site) -> None:
    boss, other = live.person("supervisor"), live.person("supervisor")
    assert tries(boss, 50, evidence="recount") == NEEDS
    live.clock.now += timedelta(minutes=31)
    assert tries(boss, 50, evidence="recount") == boss.name
    other.sign_in()
    assert tries(boss, 50, evidence="recount") == NEEDS
    other.post("/sessions/end", {})
    assert tries(boss, 50, evidence="recount") == boss.name


# --- what waits -----------------------------------------------------------------------------------


def test_what_waits_is_done_by_the_decision_and_only_once(live: Site) -> None:
    ann, boss = live.person("worker"), live.person("supervisor")
    number = tries(ann, 500, waits=True)
    path = "/warehouses/{warehouse}/approvals"
    (waiting,) = boss.get(path)["items"]
    assert (waiting["number"], waiting["asked_by"], waiting["subject"]) == (
        number,
        ann.name,
        "BIN-1",
    )
    assert "500 pieces" in waiting["sentence"]
    yes = {"number": number, "approve": True}
    assert ann.post(f"{path}/decide", yes, status=403)["code"] == "forbidden"
    assert boss.post(f"{path}/decide", yes)["state"] == "approved"
    assert boss.post(f"{path}/decide", yes, status=409)["code"] == "decided"
    assert boss.get(path)["items"] == []
    assert boss.get(path, state="approved")["items"][0]["decided_by"] == boss.name
    no = {"number": tries(ann, 400, waits=True), "approve": False, "reason": "count again"}
    assert boss.post(f"{path}/decide", no)["state"] == "refused"
    assert live.everything_stored().count(b"loss.approved") == 1
    assert boss.post(f"{path}/decide", {**yes, "number": 999}, status=404)["code"] == "not_found"


def test_nobody_decides_their_own_while_another_is_there(live: Site) -> None:
    boss, other = live.person("supervisor"), live.person("supervisor")
    yes = {"number": tries(boss, 500, waits=True), "approve": True, "reason": "recounted: none"}
    path = "/warehouses/{warehouse}/approvals/decide"
    assert boss.post(path, yes, status=409)["code"] == "second_person_needed"
    other.post("/sessions/end", {})
    assert boss.post(path, {**yes, "reason": ""}, status=409)["code"] == "second_person_needed"
    assert boss.post(path, yes)["decided_by"] == boss.name
    told = report(live)
    assert [view["number"] for view in told["approvals"]] == [yes["number"]]
    assert [loss["units"] for loss in told["losses"]] == [500]
