"""An act happens once, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from server.act import TRIES, digest_of
from server.db import reading
from server.journal.tables import Entry, EventRow, Operation
from tests.site import Site

NORTH = {"code": "NORTH", "name": "North", "time_zone": "Europe/Berlin"}


def entries(site: Site) -> int:
    with reading(site.engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0


def test_a_replay_is_answered_byte_for_byte_and_has_no_second_effect(site: Site) -> None:
    operation = uuid4()
    first = site.send("POST", "/warehouses", NORTH, operation=operation)
    before = entries(site)
    again = site.send("POST", "/warehouses", NORTH, operation=operation)
    assert first.status_code == again.status_code == 200
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert again.headers["idempotent-replayed"] == "true"
    assert entries(site) == before


def test_the_same_id_with_another_body_is_refused(site: Site) -> None:
    operation = uuid4()
    site.post("/warehouses", NORTH, operation=operation)
    other = site.post("/warehouses", {**NORTH, "name": "Nord"}, operation=operation, status=422)
    assert other["code"] == "operation_id_reused"


def test_a_change_without_an_operation_id_is_refused(site: Site) -> None:
    answer = site.client.post("/api/v1/warehouses", json=NORTH)
    assert (answer.status_code, answer.json()["code"]) == (400, "operation_id_missing")


def test_a_refused_act_stores_nothing_and_its_id_may_be_tried_again(site: Site) -> None:
    operation, before = uuid4(), entries(site)
    bad = {**NORTH, "time_zone": "Mars/Olympus"}
    assert site.post("/warehouses", bad, operation=operation, status=422)["code"] == (
        "unknown_time_zone"
    )
    assert entries(site) == before
    site.post("/warehouses", NORTH, operation=operation)
    assert entries(site) == before + 1


def test_a_body_that_no_longer_decodes_still_gets_its_stored_reply(site: Site) -> None:
    operation = uuid4()
    first = site.send("POST", "/warehouses", NORTH, operation=operation)
    broken = b'{"code": 7}'
    with site.engine.begin() as connection:
        connection.execute(
            sa.update(Operation)
            .where(Operation.id == operation)
            .values(digest=digest_of("POST", "/api/v1/warehouses", broken))
        )
    again = site.send("POST", "/warehouses", broken, operation=operation)
    assert (again.status_code, again.content) == (200, first.content)
    assert site.send("POST", "/warehouses", broken).status_code == 400


def test_200_parallel_replays_have_one_effect_and_one_reply(site: Site) -> None:
    operations = [uuid4() for _ in range(4)]

    def send(n: int) -> tuple[UUID, int, bytes]:
        operation = operations[n % 4]
        body = {**NORTH, "code": f"W{n % 4}"}
        while True:
            answer = site.send("POST", "/warehouses", body, operation=operation)
            if answer.status_code != 503:
                return operation, answer.status_code, answer.content

    before = entries(site)
    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(send, range(200)))
    assert len(answers) == 4
    assert {status for _, status, _ in answers} == {200}
    assert entries(site) == before + 4


def test_racing_for_one_code_makes_one_warehouse(site: Site) -> None:
    def send(_n: int) -> int:
        while True:
            status = site.send("POST", "/warehouses", NORTH).status_code
            if status != 503:
                return status

    with ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(send, range(16)))
    assert statuses == [200] + [409] * 15


def test_edits_from_a_stale_version_are_refused(site: Site) -> None:
    edit = {"name": "Main hall", "time_zone": "Europe/Berlin", "version": 1}
    assert site.put("/warehouses/{warehouse}", edit)["version"] == 2
    assert site.put("/warehouses/{warehouse}", edit, status=409)["code"] == "stale"


def test_a_foreign_warehouse_looks_like_an_absent_one(site: Site) -> None:
    edit = {"name": "X", "time_zone": "UTC", "version": 1}
    answer = site.put("/warehouses/ELSEWHERE", edit, status=404)
    assert answer["detail"] == "There is no warehouse ELSEWHERE."


def test_what_has_happened_cannot_be_rewritten(site: Site) -> None:
    for statement in ("UPDATE entry SET who = 'person:EVE'", "DELETE FROM entry"):
        with pytest.raises(Exception, match="only grows"), site.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_busy_is_retried_as_a_whole_act_and_then_refused(site: Site) -> None:
    tries = []

    class Locked(Exception):
        sqlstate = "40001"

    def work(_session: object, now: object) -> None:
        tries.append(now)
        raise OperationalError("SELECT 1", {}, Locked("database is locked"))

    with pytest.raises(Exception, match="busy"):
        site.acts.upkeep(work)
    assert len(tries) == TRIES
    assert len(set(tries)) == 1


def test_paging_shows_everything_once(site: Site) -> None:
    for n in range(7):
        site.post("/warehouses", {**NORTH, "code": f"W{n}"})
    seen, cursor = [], None
    while True:
        page = site.get("/warehouses", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [item["code"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == ["MAIN", *(f"W{n}" for n in range(7))]
    assert site.get("/warehouses", cursor="nonsense", status=400)["code"] == "bad_cursor"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 50_000,
        b'{"code": "\xff"}',
        b'{"code": "A\\u0000", "name": "x"}',
        b'{"code": "A", "name": "x\\ud800"}',
        b'{"code": "A", "name": "x", "surprise": 1}',
        b'{"code": 1e400, "name": "x"}',
        b'{"code": true, "name": 99999999999999999999}',
        b"null",
    ],
)
def test_a_malformed_body_gets_a_sentence_and_400(site: Site, body: bytes) -> None:
    answer = site.send("POST", "/warehouses", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_events_are_stored_with_their_entry(site: Site) -> None:
    with reading(site.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(EventRow)) == 0
