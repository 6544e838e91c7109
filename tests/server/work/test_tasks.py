"""Tasks: the best one first, one worker each, gone with their document."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from server.act import Act, Call
from server.db import reading
from server.fsck import fsck
from server.guard import Principal, WarehouseId
from server.places.tables import Location, Warehouse
from server.wire import Command, Reply
from server.work import fsck as checks
from server.work import tasks
from server.work.tables import Task
from server.work.wire import (
    AssignTask,
    ParkTask,
    ReleaseTask,
    ReprioritiseTask,
    TakeNext,
    TakeTask,
    TaskKind,
    TaskState,
)
from tests.site import Site

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FLOOR = frozenset({"receive", "put_away", "pick", "pack", "ship", "count", "move"})


class Plan(Command, frozen=True, kw_only=True):
    kind = "test.plan"


class Planned(Reply, frozen=True, kw_only=True):
    pass


def as_person(site: Site, code: str, role: str = "worker") -> None:
    """From here on the site's requests come from this person."""
    site.credentials = site.person(role, code=code).credentials


def plan(site: Site, work: object) -> None:
    """One act of the planner: `work` is called with it."""

    def operation(act: Act, command: Plan) -> Planned:
        work(act)  # type: ignore[operator]
        return Planned()

    with reading(site.engine) as session:
        rows = session.execute(sa.select(Warehouse.code, Warehouse.id)).all()
    who = Principal("system:planner", frozenset(), {row.code: row.id for row in rows})
    operation_id = uuid4()
    site.acts.perform(
        operation,
        Plan(),
        Call(operation_id, operation_id.bytes * 2, b"{}", lambda _s: who, warehouse="MAIN"),
    )


def place(act: Act, code: str, x_mm: int) -> Location:
    from server.places.wire import LocationType

    row = Location(
        warehouse=act.warehouse,
        code=code,
        stripped_code=code.replace("-", ""),
        type=LocationType.RESERVE,
        x_mm=x_mm,
        y_mm=0,
    )
    act.session.add(row)
    act.session.flush()
    return row


def test_next_is_by_priority_then_due_then_distance_then_age(site: Site) -> None:
    def work(act: Act) -> None:
        near, far = place(act, "A-01", 1000), place(act, "A-02", 9000)
        later = NOON + timedelta(hours=1)
        tasks.add(act, TaskKind.PICK, "LATE", location=near.id, due=later)
        tasks.add(act, TaskKind.PICK, "FAR", location=far.id, due=NOON)
        tasks.add(act, TaskKind.PICK, "NEAR", location=near.id, due=NOON)
        tasks.add(act, TaskKind.PICK, "ANYTIME", location=near.id)
        tasks.add(act, TaskKind.PICK, "URGENT", location=far.id, priority=1)

    plan(site, work)
    as_person(site, "ANNA")
    peeked = site.get("/warehouses/{warehouse}/tasks/next", near="A01")
    assert peeked["task"]["document"] == "URGENT"
    order = []
    for _ in range(5):
        given = site.do(TakeNext(near="A-01"))
        order.append(given["task"]["document"])
        plan(site, lambda act, d=order[-1]: tasks.finish(act, TaskKind.PICK, d))
    assert order == ["URGENT", "NEAR", "FAR", "LATE", "ANYTIME"]
    assert site.do(TakeNext(kinds=(TaskKind.PICK,))) == {
        "task": None,
        "why": ["Nothing is ready or assigned to you of: pick."],
        "waits": [],
    }


def test_why_says_what_decided(site: Site) -> None:
    plan(site, lambda act: tasks.add(act, TaskKind.PICK, "P1", due=NOON))
    as_person(site, "ANNA")
    assert site.do(TakeNext())["why"] == [
        "Priority 5 is the most urgent that is ready.",
        "Among these it is due first, at 2026-11-24 13:00.",
        "Where you stand is not known, so the oldest comes first.",
    ]
    assert site.do(TakeNext())["why"] == ["You have begun it and not ended it."]


def test_a_worker_gets_only_what_he_may_do_and_is_not_excluded_from(site: Site) -> None:
    def work(act: Act) -> None:
        tasks.add(act, TaskKind.PACK, "C1", excluded_person="person:ANNA")
        tasks.add(act, TaskKind.RECEIVE, "PO1")

    plan(site, work)
    as_person(site, "ANNA", "shipping")
    given = site.do(TakeNext())
    assert (given["task"], given["waits"]) == (
        None,
        ["In receive: 1 (no right).", "In pack: 1 (for another person)."],
    )
    number = site.get("/warehouses/{warehouse}/tasks", kind="pack")["items"][0]["task"]
    assert site.do(TakeTask(task=number), status=403)["code"] == "excluded"
    receive = site.get("/warehouses/{warehouse}/tasks", kind="receive")["items"][0]["task"]
    assert site.do(TakeTask(task=receive), status=403)["code"] == "forbidden"
    as_person(site, "BERT", "shipping")
    assert site.do(TakeNext())["task"]["document"] == "C1"


def test_one_worker_per_task_unless_it_is_taken_over(site: Site) -> None:
    plan(site, lambda act: tasks.add(act, TaskKind.PACK, "T1"))
    as_person(site, "ANNA")
    number = site.do(TakeNext())["task"]["task"]
    as_person(site, "BERT")
    refused = site.do(TakeTask(task=number), status=409)
    assert refused["code"] == "task_taken"
    assert "person:ANNA" in refused["detail"]
    assert site.do(ReleaseTask(task=number), status=403)["code"] == "not_your_task"
    assert site.do(TakeTask(task=number, take_over=True))["worker"] == "person:BERT"
    site.seal()
    site.credentials = site.admin
    events = [e for item in site.get("/events")["items"] for e in item["events"]]
    assert [e["detail"] for e in events if e["kind"] == "task.taken_over"] == [
        {"task": number, "source": "person:ANNA", "target": "person:BERT"}
    ]


def test_parked_is_not_handed_out_and_released_is(site: Site) -> None:
    plan(site, lambda act: tasks.add(act, TaskKind.PACK, "T1"))
    as_person(site, "ANNA")
    number = site.do(TakeNext())["task"]["task"]
    assert site.do(ParkTask(task=number, reason="No cartons"))["state"] == "parked"
    assert site.do(TakeNext())["task"] is None
    as_person(site, "BERT")
    assert site.do(TakeTask(task=number))["worker"] == "person:BERT"
    assert site.do(ReleaseTask(task=number))["state"] == "ready"
    as_person(site, "CLEO")
    assert site.do(TakeNext())["task"]["task"] == number


def test_a_supervisor_assigns_and_reprioritises(site: Site) -> None:
    def work(act: Act) -> None:
        tasks.add(act, TaskKind.PICK, "P1")
        tasks.add(act, TaskKind.PICK, "P2")

    plan(site, work)
    anna = site.person("worker", code="ANNA")
    as_person(site, "LEAD", "lead")
    first, second = (t["task"] for t in site.get("/warehouses/{warehouse}/tasks")["items"])
    assert site.do(ReprioritiseTask(task=second, priority=0))["priority"] == 0
    assert site.do(AssignTask(task=first, person="ANNA"))["state"] == "assigned"
    assert site.do(AssignTask(task=first, person="NOBODY"), status=404)["code"] == "not_found"
    as_person(site, "BERT")
    assert site.do(TakeNext())["task"]["task"] == second
    assert site.do(AssignTask(task=first, person="BERT"), status=403)["code"] == "forbidden"
    assert anna.do(TakeNext())["task"]["task"] == first


def test_waiting_tasks_are_given_only_once_they_are_woken(site: Site) -> None:
    plan(site, lambda act: tasks.add(act, TaskKind.PICK, "P1", waiting_for="Bin A-01 is empty."))
    as_person(site, "ANNA")
    number = site.get("/warehouses/{warehouse}/tasks")["items"][0]["task"]
    assert site.do(TakeNext())["task"] is None
    assert site.do(TakeTask(task=number), status=409)["code"] == "task_waiting"
    refused = site.do(ParkTask(task=number), status=409)
    assert refused["code"] == "wrong_state"
    assert refused["detail"] == (
        f"Task {number} (P1) is waiting, it can't become parked:"
        " it can become ready or done or cancelled."
    )
    plan(site, lambda act: tasks.wake(act, TaskKind.PICK, "P1"))
    assert site.do(TakeNext())["task"]["task"] == number


def test_a_document_has_one_open_task_and_ends_it(site: Site) -> None:
    def work(act: Act) -> None:
        first = tasks.add(act, TaskKind.PICK, "P1")
        assert tasks.add(act, TaskKind.PICK, "P1") == first
        loaded = act.session.get_one(Task, first)
        tasks.finish(act, TaskKind.PICK, "P1")
        assert (loaded.state, loaded.ended_at) == (TaskState.DONE, act.now)
        tasks.cancel(act, TaskKind.PICK, "P1")  # none is open
        second = act.session.get_one(Task, tasks.add(act, TaskKind.PICK, "P1"))
        assert second is not loaded
        tasks.cancel(act, TaskKind.PICK, "P1", "P2")
        for row, state in ((loaded, TaskState.DONE), (second, TaskState.CANCELLED)):
            assert row.state is state
            act.session.refresh(row)
            assert row.state is state

    plan(site, work)
    as_person(site, "ANNA")
    states = [
        t["state"]
        for state in ("done", "cancelled")
        for t in site.get("/warehouses/{warehouse}/tasks", state=state)["items"]
    ]
    assert states == ["done", "cancelled"]
    number = site.get("/warehouses/{warehouse}/tasks", state="done")["items"][0]["task"]
    assert site.do(TakeTask(task=number), status=409)["code"] == "task_ended"
    assert site.do(ParkTask(task=number))["state"] == "done"
    assert site.do(TakeTask(task=number + 99), status=404)["code"] == "not_found"


def test_counts_say_what_is_ready_taken_stopped_and_late(site: Site) -> None:
    def work(act: Act) -> None:
        tasks.add(act, TaskKind.PICK, "P1", due=act.now - timedelta(minutes=1), priority=1)
        tasks.add(act, TaskKind.PICK, "P2", due=act.now + timedelta(hours=1))
        tasks.add(act, TaskKind.PACK, "T1", waiting_for="It is being picked.")

    plan(site, work)
    as_person(site, "ANNA")
    site.do(TakeNext())
    assert site.get("/warehouses/{warehouse}/tasks/counts")["kinds"] == [
        {"kind": "pick", "ready": 1, "active": 1, "stopped": 0, "late": 1},
        {"kind": "pack", "ready": 0, "active": 0, "stopped": 1, "late": 0},
    ]


def test_16_workers_take_8_tasks_once_each(site: Site) -> None:
    def work(act: Act) -> None:
        for n in range(8):
            tasks.add(act, TaskKind.PICK, f"P{n}")

    plan(site, work)
    for n in range(16):
        site.post("/people", {"code": f"W{n}", "name": "x", "roles": ["worker"]})

    def take(n: int) -> int | None:
        from server.work.take import take_next

        rights = Principal(f"person:W{n}", FLOOR, {"MAIN": _main(site)})
        operation = uuid4()
        call = Call(operation, operation.bytes * 2, b"{}", lambda _s: rights, warehouse="MAIN")
        import msgspec

        outcome = site.acts.perform(take_next, TakeNext(), call)
        task = msgspec.json.decode(outcome.body)["task"]
        return task and int(task["task"])

    with ThreadPoolExecutor(4 if site.engine.dialect.name == "sqlite" else 16) as pool:
        given = [number for number in pool.map(take, range(16)) if number is not None]
    assert len(given) == len(set(given)) == 8


def _main(site: Site) -> WarehouseId:
    with reading(site.engine) as session:
        return session.scalars(sa.select(Warehouse.id)).one()


def test_the_newest_progress_wins_and_only_its_worker_writes_it(site: Site) -> None:
    plan(site, lambda act: tasks.add(act, TaskKind.PICK, "P1"))
    as_person(site, "ANNA")
    number = site.do(TakeNext())["task"]["task"]
    path = f"/warehouses/{{warehouse}}/tasks/{number}/progress"
    assert site.get(path, status=404)["code"] == "not_found"
    site.put(path, {"serial": 2, "body": "two"})
    assert site.put(path, {"serial": 1, "body": "one"})["body"] == "two"
    assert site.put(path, {"serial": 3, "body": "three"})["body"] == "three"
    as_person(site, "BERT")
    assert site.put(path, {"serial": 4, "body": "x"}, status=403)["code"] == "not_your_task"
    assert site.get(path)["worker"] == "person:ANNA"


def test_fsck_names_a_task_without_its_document_and_the_other_way(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_OWNED", [])
    plan(site, lambda act: tasks.add(act, TaskKind.PICK, "P1"))
    named = sa.select(Warehouse.id, sa.literal("P1"))
    checks.documents([TaskKind.PICK], unfinished=named)
    assert fsck(site.engine) == []
    checks.documents([TaskKind.PICK], closed=named)
    checks.documents([TaskKind.PACK], unfinished=named)
    assert [finding.rows for finding in fsck(site.engine)] == [
        ["Task 1 to pick P1 is open, that is closed."],
        ["P1 in MAIN is not finished and has no open task."],
    ]


def test_a_task_of_another_warehouse_is_absent(site: Site) -> None:
    plan(site, lambda act: tasks.add(act, TaskKind.PICK, "P1"))
    site.post("/warehouses", {"code": "NORTH", "name": "North"})
    as_person(site, "ANNA")
    number = site.get("/warehouses/{warehouse}/tasks")["items"][0]["task"]
    site.get(f"/warehouses/NORTH/tasks/{number}", status=404)
    answer = site.post("/warehouses/NORTH/tasks/take", {"task": number}, status=404)
    assert answer["code"] == "not_found"
    with reading(site.engine) as session:
        assert session.scalars(sa.select(Task.worker)).one() is None
