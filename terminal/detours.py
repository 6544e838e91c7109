"""What may be done over an open task, which waits: look up, lock, sign, call for help, reprint."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from server.exceptions.wire import ReportProblem
from server.identity.wire.approvals import ActSigned, SignAct
from server.identity.wire.devices import LockScreen, SignedIn, Unlock, UnlockOffline
from server.printing.wire import Reprint
from terminal.badges import UNLOCKED, Badges
from terminal.client import Client, Declined
from terminal.desk import Desk
from terminal.flows.ask import Do
from terminal.flows.login import Door, Signing, locked, signature
from terminal.flows.offers import Told, Unsigned
from terminal.flows.words import at_most, counted, say
from terminal.looking import Looking
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.question import Beside, Nothing, asked, judged

LOCKED = Procedure("locked", locked, Door)
WITHOUT = ("No network: badge will do", "PIN again when it is back")
SIGN = Procedure("sign", signature, Signing)


class Detours:
    """Each leaves the task where it stands and comes back to its prompt."""

    def __init__(self, outbox: Outbox, client: Client, desk: Desk, beside: Beside) -> None:
        self.outbox, self.client, self.desk, self.beside = outbox, client, desk, beside
        self.ended: Callable[[str], None] = lambda _badge: None
        self.badges = Badges(outbox, client)
        self._unheard: Unlock | None = None
        self.looking = Looking(client, desk, beside, self._tell)

    def go(self, to: str, signed_in: SignedIn | None, another: Callable[[str], None]) -> None:
        """`to` as the run names it; `another` hears the badge of somebody else at the lock."""
        if signed_in is None:
            self._tell("Sign in first", good=False)
        elif to == "inquire":
            self.looking.open()
        elif to == "lock":
            self.lock(signed_in, another)
        elif to == "stuck":
            self.call()
        elif to == "sign":
            self.sign()
        else:
            self._tell("Not here", good=False)

    def _tell(self, *lines: str, good: bool = True) -> None:
        self.desk.shell.post(Told(lines, good, time.monotonic()))

    # --- lock -------------------------------------------------------------------------------------

    def lock(self, signed_in: SignedIn, another: Callable[[str], None], why: str = "") -> None:
        """The same badge opens it; it stays locked over a restart."""
        message = why or say("{name}: scan your badge", name=signed_in.name)

        def shown(badge: Any) -> None:
            if not isinstance(badge, str):
                self.desk.aside(LOCKED, Door(message=at_most(message, 200)))
            elif self.is_own(badge):
                self._unlock(signed_in, badge, another)
            else:
                self.outbox.remember("locked", "")
                self.desk.back()
                another(badge)

        if not self.desk.over(LOCKED, Door(message=at_most(message, 200)), shown):
            self._tell("Wait for the server", good=False)
            return
        if self.outbox.fact("locked") != "yes":
            self.outbox.remember("locked", "yes")
            self.beside(
                lambda: asked(lambda: self.client.act(LockScreen(), Nothing)), lambda _: None
            )

    def _unlock(self, signed_in: SignedIn, badge: str, another: Callable[[str], None]) -> None:
        told = Unlock(session=signed_in.session, badge=badge)
        body = msgspec.to_builtins(told)

        def then(answer: Nothing | Declined | str) -> None:
            if isinstance(answer, str) and self.badges.known(badge) is not None:
                self._unheard = told
                self.outbox.remember("locked", UNLOCKED)
                self.desk.back()
                self.opened_offline()
                return
            if isinstance(answer, str):
                self.desk.back()
                self.lock(signed_in, another, answer)
                return
            self.outbox.remember("locked", "")
            self._unheard = None
            if isinstance(answer, Declined):  # the session is over: the PIN opens a new one
                self.ended(badge)
            else:
                self.desk.back()

        self.beside(lambda: judged(lambda: self.client.post(Unlock.path, body, Nothing)), then)

    def opened_offline(self) -> None:
        """By a badge that is known here: marked for the server, told to the worker."""
        self.desk.send(UnlockOffline())
        self._tell(*WITHOUT)

    def tell_unlocked(self) -> None:
        """The server hears, now that it is there, of a screen that was unlocked without it."""
        told = self._unheard
        if told is None:
            return
        body = msgspec.to_builtins(told)
        if isinstance(judged(lambda: self.client.post(Unlock.path, body, Nothing)), str):
            return
        self._unheard = None
        if self.outbox.fact("locked") == UNLOCKED:
            self.outbox.remember("locked", "")

    def remember_badge(self, badge: str) -> None:
        """Its hash, salted with the device's secret: to know it again."""
        self.outbox.remember("badge", self.badges.hash(badge))

    def is_own(self, badge: str) -> bool:
        return self.badges.hash(badge) == self.outbox.fact("badge")

    # --- the second person -----------------------------------------------------------------------

    def sign(self) -> None:
        """A second person's badge and PIN under the command that was refused without them."""
        run = self.desk.run
        pending = run.pending if run is not None else None
        if run is None or pending is None or pending.refusal is None:
            return
        step = run.script.step
        waits = isinstance(step, Do) and step.or_else is not None
        asked_for = Signing(sentence=pending.refusal.detail[:1000], waits=waits)
        self.desk.over(SIGN, asked_for, partial(self._signature, pending.operation, asked_for))

    def _signature(self, operation: str, signing: Signing, said: Any) -> None:
        if said is None or not said[0]:
            self.desk.back()
            self.desk.offer(Unsigned(operation, said is not None, time.monotonic()))
            return
        badge, pin = said
        command = SignAct(operation=operation, badge=badge, pin=pin)

        def then(answer: ActSigned | str) -> None:
            if isinstance(answer, str):
                self.desk.aside(SIGN, msgspec.structs.replace(signing, sentence=answer[:1000]))
            else:
                self.desk.back()
                self.desk.refusals.signed(operation, answer.name)

        self.beside(lambda: asked(lambda: self.client.sign(command)), then)

    # --- help and labels --------------------------------------------------------------------------

    def call(self) -> None:
        """Puts the worker and where he stands on the list of what waits for a supervisor."""
        run = self.desk.run
        view = run.view() if run is not None else None
        where = f"{view.title}: {view.ask} {view.target}".strip() if view else "home"
        told = ReportProblem(document=(view.title if view else "")[:200], sentence=where[:1000])
        self.desk.send(told)
        self._tell("Help is called", "Go on, or wait here")

    def reprint(self) -> None:
        """The labels that this device printed last, each marked as a copy."""
        jobs = self.outbox.fact("print_jobs").split()
        if not jobs:
            self._tell("Nothing was printed here", good=False)
            return

        def ask() -> list[Any]:
            act, warehouse = self.client.act, self.desk.warehouse
            return [asked(lambda: act(Reprint(job=job), Nothing, warehouse)) for job in jobs]  # noqa: B023

        def then(answers: list[Any]) -> None:
            faults = [answer for answer in answers if isinstance(answer, str)]
            if faults:
                self._tell(*faults[:2], good=False)
            else:
                again = counted(
                    len(jobs), "{count} label is printed again", "{count} labels are printed again"
                )
                self._tell(again, "Marked as copies")

        self.beside(ask, then)
