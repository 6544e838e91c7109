"""Finds the next errand: home, the best task, a task by name, or what a scan starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from server.identity.wire.devices import SignedIn
from server.identity.wire.people import Right
from server.inbound.wire.put_away import PlanPutAway, PutAwayView
from server.work.wire import TaskChoice, TaskCounts, TaskKind, TaskView
from terminal.client import Client
from terminal.desk import Desk
from terminal.flows.ask import Answer
from terminal.flows.home import Standing, kinds_of
from terminal.flows.words import at_most, say
from terminal.goods import stay_in
from terminal.outbox import Outbox
from terminal.pace import lines_lately
from terminal.procedures import BY_KIND, SCANS, by_name, by_scan, put_away_of
from terminal.question import NO_SERVER, Beside, asked
from terminal.tasks import HOME, Tasks

if TYPE_CHECKING:
    from terminal.workplace import Workplace

LPNS = {"LPN", "SSCC"}


@dataclass(frozen=True)
class Queue:
    """What there is to do: how much of each kind, the best for this worker, one's own parked."""

    counts: TaskCounts
    best: TaskChoice
    parked: TaskView | None
    stay: str = ""
    """Where goods of what was parked just now stay."""

    def by_kind(self) -> dict[str, int]:
        return {kind.kind.value: kind.ready for kind in self.counts.kinds}

    @property
    def next(self) -> str:
        task = self.best.task
        return f"{task.kind.value} {task.document} {task.location or ''}".strip() if task else ""


class Errands:
    """What the workplace asks the server for before there is a procedure."""

    def __init__(
        self, outbox: Outbox, client: Client, desk: Desk, beside: Beside, place: "Workplace"
    ) -> None:
        self.outbox, self.client, self.desk, self.beside = outbox, client, desk, beside
        self.place = place
        self.tasks = Tasks(client, desk, beside, place)
        self._parked: TaskView | None = None
        self.said = ""
        """The line about what was done, as home told it last."""
        self.is_stale = False
        """Whether home told no figures, or told them before the server had all that was written."""

    # --- home -------------------------------------------------------------------------------------

    def home(
        self,
        signed_in: SignedIn | None,
        message: str,
        parked: TaskView | None = None,
        still: Callable[[], bool] = lambda: True,
    ) -> None:
        """How much there is of each kind, one's own parked task, and what was refused.

        `parked` was parked just now; the server may not have heard of it yet. `still`: whether home
        is where the worker is when the figures have come.
        """
        warehouse = self.desk.warehouse

        def ask() -> Queue:
            counts = self.client.get(f"/warehouses/{warehouse}/tasks/counts", TaskCounts)
            best = self.tasks.peek()
            if parked is not None:
                return Queue(counts, best, parked, stay_in(self.client, warehouse, parked))
            if not any(kind.stopped for kind in counts.kinds):
                return Queue(counts, best, None)
            return Queue(counts, best, self.tasks.own(signed_in, "parked"))

        def then(answer: Queue | str) -> None:
            if not still() or signed_in is None or self.place.signed_in is not signed_in:
                return  # somebody else's by now, or nobody's: the login stands there
            queue = None if isinstance(answer, str) else answer
            counts = queue.by_kind() if queue else {}
            self._parked = queue.parked if queue else None
            waiting = self.outbox.waiting()
            self.is_stale = isinstance(answer, str) or waiting.unsent > waiting.held
            kept = self.place.kit.tasks() if answer == NO_SERVER else []
            for task in kept:
                counts[task.kind.value] = counts.get(task.kind.value, 0) + 1
            said = message or (answer if isinstance(answer, str) else "")
            if queue and queue.stay:
                said = say("{what} {stay}", what=say(message), stay=queue.stay)
            standing = Standing(
                name=signed_in.name[:40],
                warehouse=warehouse,
                counts=counts,
                message=at_most(said, 200),
                problems=len(self.outbox.problems()),
                parked=self._parked.document if self._parked else "",
                ahead=len(kept),
                leads=Right.SUPERVISE in signed_in.rights,
                next=queue.next if queue else "",
                why=queue.best.why if queue else [],
                waits=queue.best.waits if queue else [],
                **self._own_figures(signed_in),
            )
            self.said = standing.message if message else ""  # that nobody answered is over then
            self.tasks.standing = msgspec.structs.replace(standing, message="")
            self.desk.aside(HOME, standing)

        self.beside(lambda: asked(ask), then)

    def _own_figures(self, signed_in: SignedIn | None) -> dict[str, int]:
        if signed_in is None or signed_in.lines_per_hour is None:
            return {}
        done = lines_lately(self.outbox, signed_in.person)
        return {"lines_lately": done, "lines_hoped": signed_in.lines_per_hour}

    def menu(self, name: str) -> None:
        """A line of home's menu: a kind of task, or a procedure that needs none."""
        if name in BY_KIND:
            self.tasks.next(tuple(TaskKind(kind) for kind in kinds_of(name)))
        else:
            self.place.start(by_name(name))

    def go_on(self) -> None:
        """One's own parked task."""
        if self._parked is not None:
            self.tasks.by_number(self._parked.task)

    # --- scans ------------------------------------------------------------------------------------

    def scanned(self, answer: Answer) -> None:
        """Starts what the scan means; what starts nothing is looked up."""
        kind = answer.kind.name
        if kind == "TASK" and answer.value.isdigit():
            self.tasks.by_number(int(answer.value))
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
        self.tasks.nothing_yet()
        self.place.detours.looking.open(answer)
