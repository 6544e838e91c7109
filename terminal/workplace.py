"""The workplace: who is at work here, and what comes after what: login, home, a procedure, home."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec

from server.identity.wire.devices import SignedIn, SignIn, SignOut
from server.work.wire import TakeNext, TakeTask, TaskChoice, TaskCounts, TaskKind, TaskView
from terminal.client import Client, Declined, Offline
from terminal.desk import Desk, Procedure
from terminal.flows.ask import Answer
from terminal.flows.home import Standing, home
from terminal.flows.login import login
from terminal.flows.offers import Leave
from terminal.outbox import Outbox
from terminal.procedures import BY_KIND, BY_SCAN, PROCEDURES, RECEIVE_WHICH, Work, blind, cut_off

T = TypeVar("T")

LOGIN = Procedure("login", login)
HOME = Procedure("home", home, Standing)


class Nothing(msgspec.Struct, frozen=True):
    """A reply of which nothing is wanted."""


class Beside(Protocol):
    """Runs work beside the screen, and what comes of it back on the screen's thread."""

    def __call__(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None: ...


class Workplace:
    """One device in use; painted or not, it is the same."""

    def __init__(self, outbox: Outbox, client: Client, desk: Desk, beside: Beside) -> None:
        self.outbox, self.client, self.desk, self.beside = outbox, client, desk, beside
        self.signed_in: SignedIn | None = None
        self.bench = ""
        self._task: TaskView | None = None
        self._work: Work | None = None

    def open(self) -> None:
        """Stands at the prompt where the device was left; else at the login."""
        kept = self.outbox.fact("signed_in")
        if not kept:
            self._login()
            return
        self._enter(msgspec.json.decode(kept, type=SignedIn))
        self._resume()

    def _resume(self) -> None:
        kept = self.desk.resume(PROCEDURES)
        if kept is None:
            self.home()
        else:
            self._work = cut_off(kept.flow, kept.task)

    @property
    def at_work(self) -> bool:
        """Whether the run that is open is a procedure: not login, home or what leads to one."""
        return self._work is not None and self._work.procedure is not RECEIVE_WHICH

    # --- who --------------------------------------------------------------------------------------

    def _login(self, message: str | None = None) -> None:
        self.desk.aside(LOGIN, message)

    def _sign_in(self, badge: str, pin: str) -> None:
        command = SignIn(badge=badge, pin=pin)
        body = msgspec.to_builtins(command)

        def ask() -> SignedIn | str:
            return asked(lambda: self.client.post(SignIn.path, body, SignedIn))

        self.beside(ask, self._signed)

    def _signed(self, answer: SignedIn | str) -> None:
        if isinstance(answer, str):
            self._login(answer)
            return
        self.outbox.remember("signed_in", msgspec.json.encode(answer).decode())
        self._enter(answer)
        self._resume()

    def _enter(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in
        self.client.session = signed_in.session
        self.desk.warehouse = signed_in.warehouse

    def sign_out(self) -> None:
        """Never waits: what is unsent is sent on, under the session that wrote it."""
        if self.signed_in is not None:
            self.outbox.send(SignOut(), session=self.signed_in.session, path=SignOut.path)
            self.desk.nudge()
        self.outbox.remember("signed_in", "")
        self.signed_in, self._task = None, None
        self._login()

    # --- what -------------------------------------------------------------------------------------

    def home(self, message: str = "") -> None:
        """Stands at home again, with a line about what was done."""
        self._work = None
        warehouse = self.desk.warehouse

        def ask() -> TaskCounts | str:
            path = f"/warehouses/{warehouse}/tasks/counts"
            return asked(lambda: self.client.get(path, TaskCounts))

        def then(answer: TaskCounts | str) -> None:
            counts = (
                {} if isinstance(answer, str) else {k.kind.value: k.ready for k in answer.kinds}
            )
            said = message or (answer if isinstance(answer, str) else "")
            name = self.signed_in.name if self.signed_in else ""
            standing = Standing(
                name=name[:40], warehouse=warehouse, counts=counts, message=said[:200]
            )
            self.desk.aside(HOME, standing)

        self.beside(ask, then)

    def left(self, leave: Leave) -> None:
        """What comes after a run: the shell hands every Leave here."""
        if leave.to == "logout":
            self.sign_out()
        elif self.signed_in is None:
            badge, pin = leave.result or ("", "")
            self._sign_in(badge, pin)
        elif leave.to == "done" and isinstance(leave.result, Answer):
            self._chosen(leave.result)
        elif leave.to == "done" and leave.result == "again" and self._work is not None:
            self._start(self._work)
        elif leave.to == "jump" and leave.reading is not None:
            self._scanned(leave.reading.kind.name, leave.reading.value)
        else:
            self._task, self._work = None, None
            said = leave.result if isinstance(leave.result, str) else ""
            self.home("" if said == "done" else said)

    def _chosen(self, answer: Answer) -> None:
        if self._work is not None and self._work.procedure is RECEIVE_WHICH:
            known = answer.kind.name == "PO"
            self._start(BY_SCAN["PO"](answer.value) if known else blind())
        elif answer.kind.name == "CMD":
            self._next(())
        elif answer.kind.name == "CHOICE":
            self._menu(answer.value)
        else:
            self._scanned(answer.kind.name, answer.value)

    def _menu(self, name: str) -> None:
        if name in BY_KIND:
            self._next((TaskKind(name),))
        else:
            self._start(Work(PROCEDURES[name]))

    def _scanned(self, kind: str, value: str) -> None:
        start = BY_SCAN.get(kind)
        if start is None:
            self.home(f"Nothing starts with {value}.")
        else:
            self._start(start(value))

    def _next(self, kinds: tuple[TaskKind, ...]) -> None:
        command = TakeNext(kinds=kinds or tuple(TaskKind(name) for name in BY_KIND))

        def ask() -> TaskChoice | str:
            return asked(lambda: self.client.act(command, TaskChoice, self.desk.warehouse))

        def then(answer: TaskChoice | str) -> None:
            if isinstance(answer, str):
                self.home(answer)
            elif answer.task is None:
                self.home(" ".join(answer.why)[:200] or "No work.")
            else:
                self._take(answer.task)

        self.beside(ask, then)

    def _take(self, task: TaskView) -> None:
        self._task = task
        self._start(BY_KIND[task.kind.value](task.document))

    def take_over(self, task: int) -> None:
        """Goes on with what another had begun."""
        command = TakeTask(task=task, take_over=True)
        act = self.client.act
        self.beside(
            lambda: asked(lambda: act(command, TaskView, self.desk.warehouse)),
            lambda answer: self.home(answer) if isinstance(answer, str) else self._take(answer),
        )

    def detour(self, to: str) -> None:
        """Lock and list leave the task where it stands; it is resumed at its prompt."""
        if to == "lock":
            self.sign_out()

    def reprint(self) -> None:
        """The last label of the last carton closed here, once more, marked as a copy."""

    def _start(self, work: Work) -> None:
        """Fetches what the procedure works from, and opens it."""
        self._work = work
        procedure, path = work.procedure, work.path
        if not path:
            self.desk.begin(procedure, work.document, work.made(None, self.bench))
            return

        def ask() -> Any:
            url = f"/warehouses/{self.desk.warehouse}{path}"
            return asked(lambda: self.client.get(url, work.fetched))

        def then(answer: Any) -> None:
            if isinstance(answer, str):
                self.home(answer)
            else:
                self.desk.begin(procedure, work.document, work.made(answer, self.bench))

        self.beside(ask, then)


def asked(question: Callable[[], T]) -> T | str:
    """The answer, or the sentence that says why there is none."""
    try:
        return question()
    except Offline:
        return "No connection to the server."
    except Declined as declined:
        return declined.detail
