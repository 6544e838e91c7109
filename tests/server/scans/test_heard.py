"""What terminals have scanned and what all are told: kept once, for who may read it."""

from datetime import timedelta
from uuid import uuid4

from server.scans.wire import Heard, ScansHeard
from server.work.wire import Broadcast
from tests.site import Site

PATH = ScansHeard.path


def heard(site: Site, raw: bytes, minutes: int = 0, scan: str = "") -> Heard:
    at = site.clock.now - timedelta(minutes=minutes)
    return Heard(scan=scan or str(uuid4()), at=at, raw=raw.hex(), prompt="SCAN ITEM", result="")


def test_a_scan_is_kept_once_and_the_last_50_are_shown(site: Site) -> None:
    worker, boss = site.person("worker", code="BOB"), site.person("lead")
    told = tuple(heard(site, f"\x1d{n}".encode(), minutes=n) for n in range(40))
    for _ in range(2):
        worker.put(PATH, ScansHeard(scans=told))
    worker.put(PATH, ScansHeard(scans=(heard(site, b"old", minutes=31 * 24 * 60),)))
    scans = boss.get(PATH, person="BOB")["scans"]
    assert [bytes.fromhex(one["raw"]) for one in scans][:2] == [b"\x1d0", b"\x1d1"]
    assert len(scans) == 40
    worker.put(PATH, ScansHeard(scans=tuple(heard(site, b"x", minutes=60) for _ in range(20))))
    assert len(boss.get(PATH, device=worker.device_at.code)["scans"]) == 50
    assert boss.get(PATH, person="ANN")["scans"] == []
    assert worker.get(PATH, status=403)["code"] == "forbidden"
    assert boss.signed(site.admin).put(PATH, ScansHeard(scans=()), status=403)["code"] == (
        "device_needed"
    )


def test_what_was_told_is_read_once_for_an_hour_and_by_those_in_the_zone(site: Site) -> None:
    worker, boss = site.person("worker"), site.person("lead")
    assert worker.do(Broadcast(text="no"), status=403)["code"] == "forbidden"
    assert boss.do(Broadcast(text="no", zone="MOON"), status=404)["code"] == "not_found"
    site.post("/warehouses/{warehouse}/zones", {"code": "COLD", "name": "Cold"})
    boss.do(Broadcast(text="for all"))
    boss.do(Broadcast(text="for the cold", zone="COLD"))
    news = worker.get(Broadcast.path)
    assert [one["text"] for one in news["told"]] == ["for all"]
    assert worker.get(Broadcast.path, after=news["last"])["told"] == []
    site.clock.now += timedelta(minutes=61)
    assert worker.get(Broadcast.path)["told"] == []
