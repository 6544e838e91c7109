"""A person at a device: badge and PIN, one session, what ends it and what still gets through."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.site import Site, Worker


@pytest.fixture
def worker(site: Site) -> Worker:
    return site.person("worker")


def lock_status(worker: Site) -> int:
    """Whether an act of this session is taken: the lock is one that anybody may ask for."""
    return worker.send("POST", "/sessions/lock", {}).status_code


def test_who_signs_in_is_known_by_device_and_by_token(worker: Worker) -> None:
    for seen in (worker, worker.by_token()):
        told = seen.get("/me")
        assert told["principal"] == worker.name
        assert told["roles"] == ["worker"]
        assert told["device"] == worker.device_at.code
        assert told["warehouses"] == ["MAIN"]
        assert "pick" in told["rights"]
        assert "approve" not in told["rights"]


def test_nothing_that_proves_a_person_or_device_is_stored(site: Site, worker: Worker) -> None:
    stored = site.everything_stored()
    session = worker.credentials["Tallyman-Session"].encode()
    assert session in stored
    for secret in (worker.badge, worker.token, worker.device_at.secret):
        assert len(secret) >= 22
        assert secret.encode() not in stored
        assert secret[2:].encode() not in stored
    assert f'"{worker.pin}"'.encode() not in stored


def test_a_badge_and_a_pin_are_shown_once(site: Site, worker: Worker) -> None:
    for path in ("/badges", "/pins"):
        operation = uuid4()
        site.post(path, {"person": worker.code}, operation=operation)
        again = site.post(path, {"person": worker.code}, operation=operation, status=409)
        assert again["code"] == "shown_once"


def test_a_new_sign_in_ends_the_session_before(worker: Worker) -> None:
    before = worker.by_token()
    worker.sign_in()
    assert before.get("/me", status=401)["code"] == "session_ended"
    assert worker.by_token().get("/me")["principal"] == worker.name


def test_one_active_device_per_person_and_one_person_per_device(site: Site) -> None:
    ann = site.person("worker")
    bob = site.person("worker", device=ann.device_at)
    assert ann.get("/me", status=401)["code"] == "session_ended"
    bob.device_at = site.device()
    here = bob.by_token()
    bob.sign_in()
    assert here.get("/me", status=401)["code"] == "session_ended"
    assert bob.get("/me")["device"] == bob.device_at.code


def test_an_ended_session_still_delivers_and_reads_nothing(site: Site, worker: Worker) -> None:
    worker.post("/sessions/end", {})
    assert worker.get("/me", status=401)["code"] == "session_ended"
    assert lock_status(worker) == 200
    assert lock_status(worker.by_token()) == 401
    site.clock.now += timedelta(days=7, seconds=1)
    assert lock_status(worker) == 401


def test_what_an_ended_session_delivers_is_its_own_workers(site: Site) -> None:
    ann = site.person("worker")
    site.person("worker", device=ann.device_at)
    ann.post("/sessions/lock", {})
    site.seal()
    items = site.get("/events", limit=200)["items"]
    last = max(items, key=lambda item: item["position"])
    assert (last["kind"], last["who"]) == ("session.lock", ann.name)


def test_a_revoked_session_delivers_nothing(site: Site, worker: Worker) -> None:
    site.post("/sessions/revoke", {"person": worker.code})
    assert lock_status(worker) == 401
    worker.sign_in()
    assert lock_status(worker) == 200


def test_an_ended_session_can_be_revoked_later(site: Site, worker: Worker) -> None:
    worker.post("/sessions/end", {})
    site.post("/sessions/revoke", {"person": worker.code})
    assert lock_status(worker) == 401


def test_a_session_idles_out_and_ends_with_the_shift(site: Site, worker: Worker) -> None:
    site.clock.now += timedelta(minutes=119)
    assert worker.by_token().send("POST", "/sessions/lock", {}).status_code == 200
    told = {"session": worker.credentials["Tallyman-Session"], "badge": worker.badge}
    at_device = site.signed(worker.device_at.headers)
    at_device.post("/sessions/unlock", told)
    site.clock.now += timedelta(minutes=119)
    assert worker.get("/me")["principal"] == worker.name
    site.clock.now += timedelta(minutes=1)
    assert worker.get("/me", status=401)["code"] == "session_ended"
    assert at_device.post("/sessions/unlock", told, status=403)["code"] == "badge_or_pin"
    worker.sign_in()
    for _ in range(6):
        site.clock.now += timedelta(minutes=99)
        session = worker.credentials["Tallyman-Session"]
        at_device.post("/sessions/unlock", {"session": session, "badge": worker.badge})
    assert worker.get("/me")["principal"] == worker.name
    site.clock.now += timedelta(minutes=6)
    assert worker.get("/me", status=401)["code"] == "session_ended"


def test_a_locked_session_reads_nothing_and_delivers(site: Site, worker: Worker) -> None:
    worker.post("/sessions/lock", {})
    assert worker.get("/me", status=401)["code"] == "session_locked"
    assert worker.by_token().get("/me", status=401)["code"] == "session_locked"
    assert lock_status(worker) == 200
    told = {"session": worker.credentials["Tallyman-Session"], "badge": worker.badge}
    other = site.person("worker")
    at_device = site.signed(worker.device_at.headers)
    at_device.post("/sessions/unlock", {**told, "badge": other.badge}, status=403)
    site.signed(other.device_at.headers).post("/sessions/unlock", told, status=403)
    at_device.post("/sessions/unlock", told)
    assert worker.get("/me")["principal"] == worker.name


def test_who_is_sent_away_is_out_at_once(site: Site, worker: Worker) -> None:
    edit = {"name": "Gone", "roles": ["worker"], "language": "en", "active": False, "version": 1}
    site.put(f"/people/{worker.code}", edit)
    assert worker.get("/me", status=401)["code"] == "credentials_refused"
    assert lock_status(worker) == 401
    proof = {"badge": worker.badge, "pin": worker.pin}
    at_device = site.signed(worker.device_at.headers)
    assert at_device.post("/sessions", proof, status=403)["code"] == "badge_or_pin"
    assert site.post("/badges", {"person": worker.code}, status=409)["code"] == "not_active"


def test_a_revoked_device_is_out_at_once(site: Site, worker: Worker) -> None:
    site.post("/devices/revoke", {"device": worker.device_at.code})
    assert lock_status(worker) == 401
    assert worker.by_token().get("/me", status=401)["code"] == "credentials_refused"
    at_device = site.signed(worker.device_at.headers)
    proof = {"badge": worker.badge, "pin": worker.pin}
    assert at_device.post("/sessions", proof, status=401)["code"] == "credentials_refused"
    again = {"device": worker.device_at.code}
    assert site.post("/devices/enrolment", again, status=409)["code"] == "revoked"


def test_badges_are_shown_at_devices_only(site: Site, worker: Worker) -> None:
    proof = {"badge": worker.badge, "pin": worker.pin}
    assert site.post("/sessions", proof, status=403)["code"] == "device_needed"


def test_a_temporary_badge_dies_after_its_hours_and_a_new_one_ends_the_old(
    site: Site, worker: Worker
) -> None:
    old = {"badge": worker.badge, "pin": worker.pin}
    worker.badge = site.post("/badges", {"person": worker.code, "hours": 2})["badge"]
    at_device = site.signed(worker.device_at.headers)
    assert at_device.post("/sessions", old, status=403)["code"] == "badge_or_pin"
    site.clock.now += timedelta(seconds=1)
    worker.sign_in()
    site.clock.now += timedelta(hours=2)
    proof = {"badge": worker.badge, "pin": worker.pin}
    assert at_device.post("/sessions", proof, status=403)["code"] == "badge_or_pin"
    site.post("/badges", {"person": worker.code, "hours": 13}, status=400)


def test_an_enrolment_code_works_once_for_ten_minutes_and_five_tries(site: Site) -> None:
    site.post("/devices", {"code": "HH-1", "name": "x", "warehouse": "MAIN"})
    code = site.post("/devices/enrolment", {"device": "HH-1"})["code"]
    right, wrong = {"device": "HH-1", "code": code}, {"device": "HH-1", "code": "AAAAAAAA"}
    for _ in range(4):
        site.post("/devices/enrol", wrong, status=403)
    site.post("/devices/enrol", right)
    assert site.post("/devices/enrol", right, status=403)["code"] == "enrolment_refused"
    right["code"] = site.post("/devices/enrolment", {"device": "HH-1"})["code"]
    for _ in range(5):
        site.post("/devices/enrol", wrong, status=403)
    site.post("/devices/enrol", right, status=403)
    right["code"] = site.post("/devices/enrolment", {"device": "HH-1"})["code"]
    site.clock.now += timedelta(minutes=10)
    site.post("/devices/enrol", right, status=403)
    site.post("/devices/enrol", {"device": "NOWHERE", "code": "AAAAAAAA"}, status=403)


def test_nobody_manages_somebody_who_may_do_as_much(site: Site) -> None:
    boss, lead = site.person("supervisor"), site.person("lead")
    new = {"code": "ANN", "name": "Ann", "roles": ["worker"]}
    assert site.person("worker").post("/people", new, status=403)["code"] == "forbidden"
    assert lead.post("/people", {**new, "roles": ["lead"]}, status=403)["code"] == (
        "above_your_rights"
    )
    assert lead.post("/people", new)["code"] == "ANN"
    edit = {"name": "Ann", "roles": ["supervisor"], "language": "en", "active": True, "version": 1}
    assert lead.put("/people/ANN", edit, status=403)["code"] == "above_your_rights"
    assert boss.put("/people/ANN", edit, status=403)["code"] == "above_your_rights"
    assert [view["code"] for view in lead.get("/people")["items"] if view["code"] == "ANN"]
    assert lead.get("/people/ANN")["roles"] == ["worker"]
    for path in ("/badges", "/pins", "/pins/unlock", "/badges/revoke", "/sessions/revoke"):
        assert lead.post(path, {"person": boss.code}, status=403)["code"] == "above_your_rights"
        assert boss.post(path, {"person": boss.code}, status=403)["code"] == "above_your_rights"
        boss.post(path, {"person": lead.code})


def test_an_admin_cannot_send_themselves_away(site: Site) -> None:
    boss = site.person("admin")
    edit = {"name": "Boss", "roles": ["admin"], "language": "de", "active": False, "version": 1}
    assert boss.put(f"/people/{boss.code}", edit, status=409)["code"] == "yourself"
    assert boss.put(f"/people/{boss.code}", {**edit, "active": True})["language"] == "de"
    assert boss.put(f"/people/{boss.code}", edit, status=409)["code"] == "stale"


def test_a_badge_tells_in_which_language_its_pin_is_asked(site: Site, worker: Worker) -> None:
    at_device = site.signed(worker.device_at.headers)
    told = {"badge": worker.badge}
    assert at_device.post("/sessions/language", told)["language"] == "en"
    edit = {"name": "Ola", "roles": ["worker"], "language": "pl", "active": True, "version": 1}
    site.put(f"/people/{worker.code}", edit)
    assert at_device.post("/sessions/language", told)["language"] == "pl"
    assert at_device.post("/sessions/language", {"badge": "nobody's"})["language"] == "en"
    assert site.post("/sessions/language", told, status=403)["code"] == "device_needed"
    site.post("/badges/revoke", {"person": worker.code})
    assert at_device.post("/sessions/language", told)["language"] == "en"


@pytest.mark.parametrize("language", ["it", "EN", "english", ""])
def test_a_language_that_no_terminal_speaks_is_refused(site: Site, language: str) -> None:
    told = {"code": "GIO", "name": "Gio", "roles": ["worker"], "language": language}
    refused = site.post("/people", told, status=400)
    assert refused["code"] == "malformed"
    assert "a language that the terminals speak: en, de, es, pl or fr" in refused["detail"]
