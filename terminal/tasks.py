"""Takes tasks for the worker: the best one, a certain one, another's, one's own from elsewhere."""

from typing import TYPE_CHECKING

from server.identity.wire.devices import SignedIn
from server.wire import Page
from server.work.wire import (
    BeginTask,
    ReleaseTask,
    TakeNext,
    TakeTask,
    TaskChoice,
    TaskKind,
    TaskView,
)
from terminal.client import Client, Declined
from terminal.desk import Desk
from terminal.flows.confirm import Sure, confirm
from terminal.flows.home import Standing, home
from terminal.flows.words import at_most, named, say
from terminal.goods import stay_in
from terminal.procedure import Procedure
from terminal.procedures import BY_KIND
from terminal.progress import Done
from terminal.question import NO_SERVER, Beside, asked, judged

if TYPE_CHECKING:
    from terminal.workplace import Workplace

WHY_NOT = ("OTHER WORK", "NO TIME LEFT", "NOT MY PLACE", "CANNOT GO ON")
HOME = Procedure("home", home, Standing)
CONFIRM = Procedure("confirm", confirm, Sure)


class Tasks:
    """What the workplace asks the server for where there is a task."""

    def __init__(self, client: Client, desk: Desk, beside: Beside, place: "Workplace") -> None:
        self.client, self.desk, self.beside, self.place = client, desk, beside, place
        self.standing: Standing | None = None

    def next(self, kinds: tuple[TaskKind, ...]) -> None:
        """The best task of these kinds here and now."""
        command = TakeNext(kinds=kinds or tuple(TaskKind(name) for name in BY_KIND))

        def then(answer: TaskChoice | str) -> None:
            if answer == NO_SERVER and (kept := self.place.kit.tasks(kinds)):
                self._begin(kept[0])
            elif isinstance(answer, str):
                self.place.home(answer)
            elif answer.task is None:
                self.place.home(" ".join([*answer.why, *answer.waits])[:200] or "No work.")
            else:
                self._take(answer.task)

        act, warehouse = self.client.act, self.desk.warehouse
        self.beside(lambda: asked(lambda: act(command, TaskChoice, warehouse)), then)

    def peek(self) -> TaskChoice:
        """What Enter at home would take, not taken. Raises Offline or Declined."""
        path = f"/warehouses/{self.desk.warehouse}/tasks/next"
        return self.client.get(path, TaskChoice, kinds=list(BY_KIND))

    def _begin(self, task: TaskView) -> None:
        """One that is kept for this worker, where the server can't be asked; it is told later."""
        self.desk.send(BeginTask(task=task.task))
        self._take(task)

    def by_number(self, task: int, *, take_over: bool = False, elsewhere: bool = False) -> None:
        command = TakeTask(task=task, take_over=take_over)
        act, warehouse = self.client.act, self.desk.warehouse

        def then(answer: TaskView | Declined | str) -> None:
            kept = [one for one in self.place.kit.tasks() if one.task == task]
            if answer == NO_SERVER and kept:
                self._begin(kept[0])
            elif isinstance(answer, TaskView) and elsewhere:
                self._adopt(answer)
            elif isinstance(answer, TaskView):
                self._take(answer)
            elif isinstance(answer, Declined) and answer.code == "task_taken":
                self._offer_take_over(task, answer.detail)
            else:
                self.place.home(answer if isinstance(answer, str) else answer.detail)

        self.beside(lambda: judged(lambda: act(command, TaskView, warehouse)), then)

    def _offer_take_over(self, task: int, why: str) -> None:
        def sure(yes: object) -> None:
            self.desk.back()
            if yes is True:
                self.by_number(task, take_over=True)
            else:
                self.place.home()

        self.nothing_yet()
        self.desk.over(CONFIRM, Sure(question="TAKE IT OVER?", about=why[:1000]), sure)

    def nothing_yet(self) -> None:
        """Home as it was told last, to ask over."""
        self.desk.aside(HOME, self.standing or Standing(name="", warehouse=self.desk.warehouse))

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
            self.place.home(say("{kind} is not done at a terminal.", kind=named(task.kind.value)))
        else:
            self.place.take(task, start(task.document))

    # --- elsewhere --------------------------------------------------------------------------------

    def unfinished(self, signed_in: SignedIn) -> None:
        """What the same person has open at another device: gone on with here, or given back."""
        self.standing = None

        def ask() -> TaskView | None:
            return self.own(signed_in, "active")

        def then(found: TaskView | str | None) -> None:
            if isinstance(found, TaskView):
                self._offer_resume(found)
            else:
                self.place.home()

        self.beside(lambda: asked(ask), then)

    def _offer_resume(self, task: TaskView) -> None:
        words = say(
            "RESUME {kind} {document}?", kind=named(task.kind.value), document=task.document
        )

        def sure(yes: object) -> None:
            self.desk.back()
            if yes is True:
                self.by_number(task.task, elsewhere=True)
            elif isinstance(yes, str):
                self._give_back(task, yes)
            else:
                self.place.home()

        self.nothing_yet()
        about = "It is open elsewhere. NO: anybody may do it."
        asked_for = Sure(question=at_most(words, 200), about=about, reasons=list(WHY_NOT))
        self.desk.over(CONFIRM, asked_for, sure)

    def _give_back(self, task: TaskView, why: str) -> None:
        """With the reason, and where goods of it stay, for whoever does it next."""
        act, warehouse = self.client.act, self.desk.warehouse

        def ask() -> tuple[str]:
            stay = stay_in(self.client, warehouse, task)
            reason = "; ".join(filter(None, (why.lower(), stay)))
            act(ReleaseTask(task=task.task, reason=reason[:200]), TaskView, warehouse)
            return (stay,)

        def then(answer: tuple[str] | str) -> None:
            back: str = say("{document} is in the queue again.", document=task.document)
            if isinstance(answer, str):
                back = answer
            elif answer[0]:
                back = say("{back} {stay}", back=back, stay=answer[0])
            self.place.home(back)

        self.beside(lambda: asked(ask), then)

    def own(self, signed_in: SignedIn | None, state: str) -> TaskView | None:
        """One's own task in that state that is done at a terminal."""
        path = f"/warehouses/{self.desk.warehouse}/tasks"
        tasks = self.client.get(path, Page[TaskView], state=state).items
        own = f"person:{signed_in.person}" if signed_in else ""
        return next((t for t in tasks if t.worker == own and t.kind.value in BY_KIND), None)
