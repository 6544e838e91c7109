"""Finds the next errand: home, the best task, a task by name, or what a scan starts."""

from typing import TYPE_CHECKING

import msgspec

from server.identity.wire.devices import SignedIn
from server.identity.wire.people import Right
from server.inbound.wire.put_away import PlanPutAway, PutAwayView
from server.wire import Page
from server.work.wire import (
    ReleaseTask,
    TakeNext,
    TakeTask,
    TaskChoice,
    TaskCounts,
    TaskKind,
    TaskView,
)
from terminal.client import Client, Declined, Offline
from terminal.desk import Desk
from terminal.flows.ask import Answer
from terminal.flows.confirm import Sure, confirm
from terminal.flows.home import Standing, home, kinds_of
from terminal.flows.problems import Problem, problems
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.procedures import BY_KIND, SCANS, by_name, by_scan, put_away_of
from terminal.progress import Done
from terminal.question import Beside, asked

if TYPE_CHECKING:
    from terminal.workplace import Workplace

HOME = Procedure("home", home, Standing)
PROBLEMS = Procedure("problems", problems, Problem)
CONFIRM = Procedure("confirm", confirm, Sure)
LPNS = {"LPN", "SSCC"}


class _Said(msgspec.Struct, frozen=True):
    detail: str = ""


class Errands:
    """What the workplace asks the server for before there is a procedure."""

    def __init__(
        self, outbox: Outbox, client: Client, desk: Desk, beside: Beside, place: "Workplace"
    ) -> None:
        self.outbox, self.client, self.desk, self.beside = outbox, client, desk, beside
        self.place = place
        self._parked: TaskView | None = None

    # --- home -------------------------------------------------------------------------------------

    def home(
        self, signed_in: SignedIn | None, message: str, parked: TaskView | None = None
    ) -> None:
        """How much there is of each kind, one's own parked task, and what was refused.

        `parked` was parked just now; the server may not have heard of it yet.
        """
        warehouse = self.desk.warehouse

        def ask() -> tuple[TaskCounts, TaskView | None]:
            counts = self.client.get(f"/warehouses/{warehouse}/tasks/counts", TaskCounts)
            if parked is not None or not any(kind.stopped for kind in counts.kinds):
                return counts, parked
            return counts, self._own(signed_in, "parked")

        def then(answer: tuple[TaskCounts, TaskView | None] | str) -> None:
            counts, self._parked = ({}, None) if isinstance(answer, str) else _by_kind(answer)
            said = message or (answer if isinstance(answer, str) else "")
            standing = Standing(
                name=signed_in.name[:40] if signed_in else "",
                warehouse=warehouse,
                counts=counts,
                message=said[:200],
                problems=len(self.outbox.problems()),
                parked=self._parked.document if self._parked else "",
                leads=signed_in is not None and Right.SUPERVISE in signed_in.rights,
            )
            self.desk.aside(HOME, standing)

        self.beside(lambda: asked(ask), then)

    def unfinished(self, signed_in: SignedIn) -> None:
        """What the same person has open at another device: gone on with here, or given back."""

        def ask() -> TaskView | None:
            return self._own(signed_in, "active")

        def then(found: TaskView | str | None) -> None:
            if isinstance(found, TaskView):
                self._offer_resume(found)
            else:
                self.place.home()

        self.beside(lambda: asked(ask), then)

    def _offer_resume(self, task: TaskView) -> None:
        words = f"RESUME {task.kind.value.upper().replace('_', ' ')} {task.document}?"

        def sure(yes: object) -> None:
            self.desk.back()
            if yes is True:
                self._take_task(task.task, elsewhere=True)
            else:
                self._give_back(task)

        self._nothing_yet()
        about = "It is open elsewhere. NO: anybody may do it."
        self.desk.over(CONFIRM, Sure(question=words[:200], about=about), sure)

    def _give_back(self, task: TaskView) -> None:
        command, act, warehouse = ReleaseTask(task=task.task), self.client.act, self.desk.warehouse

        def then(answer: TaskView | str) -> None:
            back = f"{task.document} is in the queue again."
            self.place.home(answer if isinstance(answer, str) else back)

        self.beside(lambda: asked(lambda: act(command, TaskView, warehouse)), then)

    def _own(self, signed_in: SignedIn | None, state: str) -> TaskView | None:
        """One's own task in that state that is done at a terminal."""
        path = f"/warehouses/{self.desk.warehouse}/tasks"
        tasks = self.client.get(path, Page[TaskView], state=state).items
        own = f"person:{signed_in.person}" if signed_in else ""
        return next((t for t in tasks if t.worker == own and t.kind.value in BY_KIND), None)

    def menu(self, name: str) -> None:
        """A line of home's menu: a kind of task, or a procedure that needs none."""
        if name in BY_KIND:
            self.next(tuple(TaskKind(kind) for kind in kinds_of(name)))
        else:
            self.place.start(by_name(name))

    def problems(self) -> None:
        """The oldest command that was refused after the worker had gone on."""
        rows = self.outbox.problems()
        if not rows:
            self.place.home()
            return
        said = msgspec.json.decode(rows[0].result or b"{}", type=_Said)
        problem = Problem(what=rows[0].kind, sentence=said.detail[:1000], left=len(rows))
        self.desk.aside(PROBLEMS, problem)

    # --- tasks ------------------------------------------------------------------------------------

    def next(self, kinds: tuple[TaskKind, ...]) -> None:
        """The best task of these kinds here and now."""
        command = TakeNext(kinds=kinds or tuple(TaskKind(name) for name in BY_KIND))

        def then(answer: TaskChoice | str) -> None:
            if isinstance(answer, str):
                self.place.home(answer)
            elif answer.task is None:
                self.place.home(" ".join(answer.why)[:200] or "No work.")
            else:
                self._take(answer.task)

        act, warehouse = self.client.act, self.desk.warehouse
        self.beside(lambda: asked(lambda: act(command, TaskChoice, warehouse)), then)

    def go_on(self) -> None:
        """One's own parked task."""
        if self._parked is not None:
            self._take_task(self._parked.task)

    def _take_task(self, task: int, *, take_over: bool = False, elsewhere: bool = False) -> None:
        command = TakeTask(task=task, take_over=take_over)
        act, warehouse = self.client.act, self.desk.warehouse

        def ask() -> TaskView | Declined | str:
            try:
                return act(command, TaskView, warehouse)
            except Declined as declined:
                return declined
            except Offline:
                return "No connection to the server."

        def then(answer: TaskView | Declined | str) -> None:
            if isinstance(answer, TaskView) and elsewhere:
                self._adopt(answer)
            elif isinstance(answer, TaskView):
                self._take(answer)
            elif isinstance(answer, Declined) and answer.code == "task_taken":
                self._offer_take_over(task, answer.detail)
            else:
                self.place.home(answer if isinstance(answer, str) else answer.detail)

        self.beside(ask, then)

    def _offer_take_over(self, task: int, why: str) -> None:
        def sure(yes: object) -> None:
            self.desk.back()
            if yes is True:
                self._take_task(task, take_over=True)
            else:
                self.place.home()

        self._nothing_yet()
        self.desk.over(CONFIRM, Sure(question="TAKE IT OVER?", about=why[:1000]), sure)

    def _nothing_yet(self) -> None:
        """Home without figures, to ask over."""
        self.desk.aside(HOME, Standing(name="", warehouse=self.desk.warehouse))

    def _adopt(self, task: TaskView) -> None:
        """From where it stands at the other device, if that has told; else from the beginning."""

        def then(done: Done | None) -> None:
            work = BY_KIND[task.kind.value](task.document)
            if done is not None and done.flow == work.procedure.name:
                self.place.adopt(task, work, done)
            else:
                self._take(task)

        self.beside(lambda: self.place.telling.fetch(self.desk.warehouse, task.task), then)

    def _take(self, task: TaskView) -> None:
        start = BY_KIND.get(task.kind.value)
        if start is None:
            self.place.home(f"{task.kind.value} is not done at a terminal.")
        else:
            self.place.take(task, start(task.document))

    # --- scans ------------------------------------------------------------------------------------

    def scanned(self, answer: Answer) -> None:
        """Starts what the scan means; what starts nothing is looked up."""
        kind = answer.kind.name
        if kind == "TASK" and answer.value.isdigit():
            self._take_task(int(answer.value))
        elif kind in LPNS:
            self._put_away(answer)
        elif kind in SCANS:
            self.place.start(by_scan(answer))
        else:
            self._look_up(answer)

    def _put_away(self, answer: Answer) -> None:
        """A container that waits to be put away; any other is looked up."""
        command = PlanPutAway(container=answer.value)
        act, warehouse = self.client.act, self.desk.warehouse

        def then(view: PutAwayView | str) -> None:
            if isinstance(view, str):
                self._look_up(answer)
            else:
                self.place.start(put_away_of(view.number))

        self.beside(lambda: asked(lambda: act(command, PutAwayView, warehouse)), then)

    def _look_up(self, answer: Answer) -> None:
        self._nothing_yet()
        self.place.detours.look_up(answer)


def _by_kind(
    answer: tuple[TaskCounts, TaskView | None],
) -> tuple[dict[str, int], TaskView | None]:
    counts, parked = answer
    return {kind.kind.value: kind.ready for kind in counts.kinds}, parked
