"""Tasks that are kept for a terminal: the best two, for nobody else, given back when wanted."""

from collections.abc import Callable
from typing import Any

import pytest

from server.work import tasks
from server.work.wire import (
    AssignTask,
    BeginTask,
    HoldAhead,
    LeaveAhead,
    ReleaseTask,
    ReprioritiseTask,
    TakeNext,
    TaskKind,
)
from tests.server.work.test_tasks import plan
from tests.site import Site

PICK = (TaskKind.PICK,)
Held = Callable[..., list[str]]


@pytest.fixture
def people(site: Site) -> tuple[Site, Site]:
    """Two workers, and four pick tasks W1 to W4, the first the most urgent."""
    for n in range(1, 5):
        plan(site, lambda act, n=n: tasks.add(act, TaskKind.PICK, f"W{n}", priority=n))
    return site.person("worker", code="ANN"), site.person("worker", code="BEN")


def documents(answer: Any) -> list[str]:
    return [task["document"] for task in answer["tasks"]]


def taken(who: Site) -> str | None:
    task = who.do(TakeNext(kinds=PICK))["task"]
    return task["document"] if task else None


def test_the_best_two_are_for_nobody_else(people: tuple[Site, Site]) -> None:
    ann, ben = people
    assert taken(ann) == "W1"
    assert documents(ann.do(HoldAhead(kinds=PICK))) == ["W2", "W3"]
    assert documents(ann.do(HoldAhead(kinds=PICK))) == ["W2", "W3"]
    assert documents(ben.do(HoldAhead(kinds=PICK))) == ["W4"]
    assert taken(ben) == "W4"
    [counts] = ann.get("/warehouses/{warehouse}/tasks/counts")["kinds"]
    assert (counts["ready"], counts["active"]) == (2, 2)


def test_who_finds_nothing_asks_for_one_that_is_kept(people: tuple[Site, Site]) -> None:
    ann, ben = people
    assert (taken(ben), taken(ann)) == ("W1", "W2")
    ann.do(HoldAhead(kinds=PICK))
    ben.do(HoldAhead(kinds=PICK))
    assert taken(ben) == "W1"
    other = ben.person("worker")
    answer = other.do(TakeNext(kinds=PICK))
    assert answer["task"] is None
    assert "is kept for person:ANN, who is asked to give it back" in answer["why"][0]
    wanted = ann.get("/warehouses/{warehouse}/tasks/ahead")["tasks"]
    [task] = [task for task in wanted if task["wanted"]]
    left = ann.do(LeaveAhead(task=task["task"]))
    assert task["document"] not in documents(left)
    for who in (ann, ben):  # a minute later: it waits for whoever wanted it
        assert task["document"] not in documents(who.do(HoldAhead(kinds=PICK)))
    assert taken(other) == task["document"]


def test_what_was_given_back_and_nobody_took_is_taken_as_any_other(
    people: tuple[Site, Site],
) -> None:
    ann, ben = people
    held = ann.do(HoldAhead(kinds=PICK, most=4))["tasks"]
    assert taken(ben) is None
    [task] = [
        task for task in ann.get("/warehouses/{warehouse}/tasks/ahead")["tasks"] if task["wanted"]
    ]
    ann.do(LeaveAhead(task=task["task"]))
    assert len(documents(ann.do(HoldAhead(kinds=PICK, most=4)))) == len(held) - 1
    assert taken(ben) == task["document"]
    ben.do(ReleaseTask(task=task["task"]))
    assert documents(ben.do(HoldAhead(kinds=PICK))) == [task["document"]]


def test_something_more_urgent_goes_before_what_is_kept(
    site: Site, people: tuple[Site, Site]
) -> None:
    ann, _ = people
    ann.do(HoldAhead(kinds=PICK))
    fourth = site.get("/warehouses/{warehouse}/tasks")["items"][-1]["task"]
    site.do(ReprioritiseTask(task=fourth, priority=0))
    assert taken(ann) == "W4"
    assert documents(ann.get("/warehouses/{warehouse}/tasks/ahead")) == ["W1", "W2"]


def test_begun_without_network_it_is_active_and_anothers_is_told(
    site: Site, people: tuple[Site, Site]
) -> None:
    ann, ben = people
    first, second = ann.do(HoldAhead(kinds=PICK))["tasks"]
    assert documents(ann.do(BeginTask(task=first["task"]))) == ["W2"]
    site.do(AssignTask(task=second["task"], person="BEN"))
    assert taken(ben) == "W2"
    ann.do(BeginTask(task=second["task"]))
    tasks_now = {t["document"]: t for t in site.get("/warehouses/{warehouse}/tasks")["items"]}
    assert (tasks_now["W1"]["worker"], tasks_now["W1"]["state"]) == ("person:ANN", "active")
    assert (tasks_now["W2"]["worker"], tasks_now["W2"]["state"]) == ("person:BEN", "active")
    [told] = site.get("/warehouses/{warehouse}/exceptions")["items"]
    assert "without network, person:BEN has it" in told["sentence"]
    assert documents(ann.do(BeginTask(task=999))) == []


def test_all_is_left_at_once(people: tuple[Site, Site]) -> None:
    ann, ben = people
    ann.do(HoldAhead(kinds=PICK))
    assert documents(ann.do(LeaveAhead())) == []
    assert taken(ben) == "W1"
