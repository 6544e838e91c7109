"""The workplace: who is at work here, and what comes after what: login, home, a procedure, home."""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from server.identity.wire.devices import SignedIn, SignIn, SignOut
from server.work.wire import LeaveAhead, ParkTask, TaskView
from terminal.badges import NOT_SEEN
from terminal.client import Client
from terminal.desk import Desk
from terminal.detours import Detours
from terminal.errands import Errands
from terminal.flows.ask import Answer
from terminal.flows.login import Door, login
from terminal.flows.offers import Colour, Leave, View
from terminal.flows.opening import Opening
from terminal.flows.problems import Settled
from terminal.flows.words import at_most, say
from terminal.greeting import Greeting
from terminal.kept import Resumed
from terminal.news import News
from terminal.opened import Opened
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.procedures import (
    COUNT,
    PROCEDURES,
    RECEIVE_WHICH,
    blind,
    by_name,
    by_scan,
    cut_off,
    opening,
)
from terminal.question import NO_SERVER, Beside, asked
from terminal.settling import Settling

FULL = "Too much is unsent: go where the network is, then begin the next."
ENDED = "Your session has ended: sign in again."
ENDED_UNSENT = "Your session has ended: sign in again. {count} unsent."
LOGIN = Procedure("login", login, Door)


class Workplace(Opened):
    """One device in use; painted or not, it is the same."""

    def __init__(self, outbox: Outbox, client: Client, desk: Desk, beside: Beside) -> None:
        super().__init__(outbox, client, desk, beside)
        self.greeting, self._badge_shown = Greeting(outbox, client, desk, beside), ""
        self.detours = Detours(outbox, client, desk, beside)
        self.errands = Errands(outbox, client, desk, beside, self)
        self.settling = Settling(outbox, client, desk, self)
        desk.wrote, desk.sign_in_again = self._wrote, self.sign_in_again
        desk.taken = self.settling.heard_done
        self.news = News(outbox, client, desk)
        desk.scanned = self.news.scanned
        desk.reached = self._reached
        self.detours.ended = self.sign_in_again
        looking = self.detours.looking
        looking.note, looking.kept = self.kit.looked_up, self._looked_up_before
        looking.start = lambda name: self._begin(partial(self.start, by_name(name)))
        looking.rights = lambda: self.signed_in.rights if self.signed_in else ()

    def open(self) -> None:
        """Stands at the prompt where the device was left; else at the login."""
        self.desk.saving.do(self._open)

    def _open(self) -> None:
        kept = self.outbox.fact("signed_in")
        if not kept:
            self._login(self.outbox.aside)
            return
        self._enter(msgspec.json.decode(kept, type=SignedIn))
        if self.outbox.fact("locked") and self.signed_in is not None:
            self.detours.lock(self.signed_in, self.switch)

    @property
    def language(self) -> str:
        """Of whoever is signed in; before the PIN of the badge that was shown."""
        return self.signed_in.language if self.signed_in else self.greeting.language

    def greet(self, view: View) -> None:
        """What a shell is about to show: a PIN is asked for in the language of its badge."""
        run = self.desk.run
        if self.signed_in is None and run is not None:
            said = next(iter(run.script.entries), None)
            badge = said.value if isinstance(said, Answer) else self._badge_shown
            self.greeting.shown(view, badge)

    @property
    def at_work(self) -> bool:
        """Whether the run that is open is a procedure: not login, home or what leads to one."""
        return self._work is not None and self._work.procedure is not RECEIVE_WHICH

    # --- who --------------------------------------------------------------------------------------

    def _login(self, message: str = "", badge: str = "") -> None:
        door = Door(message=at_most(message, 200), badge=badge) if message else Door(badge=badge)
        self._badge_shown = badge
        self.desk.aside(LOGIN, door)

    def _sign_in(self, badge: str, pin: str) -> None:
        body = msgspec.to_builtins(SignIn(badge=badge, pin=pin))

        def then(answer: SignedIn | str) -> None:
            known = self.detours.badges.known(badge) if answer == NO_SERVER else None
            if isinstance(answer, SignedIn):
                self.detours.badges.seen(badge, answer)
                self._let_in(badge, answer)
            elif known is not None:
                self._let_in(badge, known)
                self.detours.opened_offline()
            else:
                self._login(NOT_SEEN if answer == NO_SERVER else answer)

        self.beside(lambda: asked(lambda: self.client.post(SignIn.path, body, SignedIn)), then)

    def _let_in(self, badge: str, signed_in: SignedIn) -> None:
        self.outbox.remember("signed_in", msgspec.json.encode(signed_in).decode())
        self.outbox.remember("locked", "")
        self.detours.remember_badge(badge)
        self._enter(signed_in)

    def _enter(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in
        self.greeting.signed_in(signed_in.language)
        self.client.speaks_for(signed_in.session)
        self.client.zone = signed_in.time_zone
        self.desk.warehouse, self.desk.person = signed_in.warehouse, signed_in.person
        self.outbox.signed_in(signed_in.person, signed_in.session)
        self.desk.nudge()
        self.desk.refusals.broken()
        self._resume()
        self.desk.refusals.catch_up()

    def _resume(self) -> None:
        kept = self.desk.resume(PROCEDURES)
        if kept is not None:
            self._at_work_again(kept)
        elif self.signed_in is not None:
            self.errands.tasks.unfinished(self.signed_in)

    def _at_work_again(self, kept: Resumed) -> None:
        self._work = cut_off(kept.flow, kept.task)
        known = self.outbox.fact("task")
        task = msgspec.json.decode(known, type=TaskView) if known else None
        self._task = task if task and task.document == kept.task else None

    def _undo(self) -> None:
        """F4 at home: the last command of the procedure that ended last is taken back."""
        kept = self.desk.reopen(PROCEDURES)
        if kept is None:
            self.home("Nothing to undo here.")
        elif self.desk.run is not None:
            self._at_work_again(kept)

    def sign_out(self, badge: str = "") -> None:
        """Never waits: what is unsent is sent on, under the session that wrote it."""
        self._park()
        if self.signed_in is not None:
            self.desk.send(LeaveAhead())
            self.desk.send(SignOut())
            self.kit.empty()
            self.signed_in = None
            self.client.speaks_for("")
        self.outbox.remember("signed_in", "")
        self._work = None
        self._login(badge=badge)

    def sign_in_again(self, badge: str = "") -> None:
        """The server takes no more of this session: nothing is dropped, and the same person goes
        on here at the prompt.
        """
        if not (badge or self.client.turned_away):
            return
        unsent = self.outbox.waiting().unsent
        self.outbox.remember("signed_in", "")
        self.client.speaks_for("")
        self.signed_in, self._work, self._task = None, None, None
        self.desk.clear()
        self._login(ENDED if not unsent else say(ENDED_UNSENT, count=unsent), badge=badge)

    def switch(self, badge: str) -> None:
        """Somebody else's badge: the task is parked, and the other signs in."""
        self.sign_out(badge)

    def _park(self) -> TaskView | None:
        """Says that the task waits; its answers stay here."""
        task = self._task
        if task is not None:
            self.desk.send(ParkTask(task=task.task, reason="left at the terminal"))
            self._task = None
        return task

    # --- what -------------------------------------------------------------------------------------

    def home(self, message: str = "", parked: TaskView | None = None) -> None:
        """Stands at home again, with a line about what was done."""
        self._work, self._task = None, None
        self.errands.home(self.signed_in, message, parked)

    def _reached(self) -> None:
        """Home tells anew how much there is when the server has all that was written."""
        at_home = self.errands.is_stale and self._stands_at_home()
        waiting = self.outbox.waiting() if at_home else None
        if waiting is not None and waiting.unsent <= waiting.held:
            said = next(iter(self.desk.shown.band.lines), "") or self.errands.said
            self.errands.home(self.signed_in, said, still=self._stands_at_home)

    def _stands_at_home(self) -> bool:
        """At home, and with nothing in the band that has still to be read: what is good may go."""
        run = self.desk.run
        at_home = run is not None and run.ask is not None and run.ask.step == "home"
        band = self.desk.shown.band
        return at_home and (band.colour is Colour.GREEN or not band.lines)

    def left(self, leave: Leave) -> None:
        """What comes after a run: the shell hands every Leave here."""
        self.desk.saving.do(partial(self._left, leave))

    def _left(self, leave: Leave) -> None:
        if leave.to == "logout":
            self.sign_out()
        elif self.signed_in is None:
            badge, pin = leave.result or ("", "")
            if pin:
                self._sign_in(badge, pin)
            else:
                self._login()
        elif leave.to == "badge" and leave.reading is not None:
            self._badge(leave.reading.value)
        elif leave.to == "done":
            self._done(leave.result)
        elif leave.to == "jump" and leave.reading is not None:
            found = Answer("jump", leave.reading.kind, leave.reading.value)
            self._begin(partial(self.errands.scanned, found))
        else:
            parked = leave.to == "park" and self._work is not None
            why = leave.result if isinstance(leave.result, str) else ""
            self.home("Parked." if parked else why, self._park() if parked else None)

    def _badge(self, badge: str) -> None:
        if self.detours.is_own(badge):
            self._resume()
        else:
            self.switch(badge)

    def _done(self, result: Any) -> None:
        if isinstance(result, Answer) and self._work is None:
            self._chosen(result)
        elif isinstance(result, Answer):
            self.start(by_scan(result) if result.kind.name == "PO" else blind())
        elif isinstance(result, Settled):
            self.settling.done(result)
        elif isinstance(result, Opening):
            self._begin(partial(self.start, opening(result)))
        elif result == "again" and self._work is not None:
            self._begin(partial(self.start, self._work))
        else:
            self.home(result if isinstance(result, str) and result != "done" else "")

    def _chosen(self, answer: Answer) -> None:
        """What was said at home: a key, a line of the menu, or anything scanned."""
        if answer.kind.name == "CHOICE":
            self._begin(partial(self.errands.menu, answer.value))
        elif answer.kind.name != "CMD":
            self._begin(partial(self.errands.scanned, answer))
        elif answer.value == "CLOSE":
            self.settling.look()
        elif answer.value == "SKIP":
            self.errands.go_on()
        elif answer.value == "UNDO":
            self._undo()
        elif answer.value == "COUNT":
            self._begin(partial(self.start, by_name(COUNT.name)))
        else:
            self._begin(partial(self.errands.tasks.next, ()))

    def _begin(self, begin: Callable[[], None]) -> None:
        """Something new; with a shift or 5,000 commands unsent only what is open is finished."""
        if self.outbox.waiting().full:
            self.home(FULL)
        else:
            begin()

    # --- over the task ----------------------------------------------------------------------------

    def detour(self, to: str) -> None:
        """The task waits at its prompt."""
        self.detours.go(to, self.signed_in, self.switch)

    def reprint(self) -> None:
        self.detours.reprint()
