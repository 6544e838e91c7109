"""Settles refused commands: the worker's way at home, or what was said about them elsewhere."""

import time
from typing import TYPE_CHECKING, Any

import msgspec

from server.exceptions.wire import Advice, AdviceView, Advised, SettleProblem
from terminal.client import Client, Declined, Offline
from terminal.flows.offers import Link, Told
from terminal.flows.problems import Goods, Problem, Settle, Settled, problems
from terminal.flows.words import at_most, say
from terminal.kept import Row, State
from terminal.outbox import Outbox
from terminal.procedure import Procedure
from terminal.refusals import behind
from terminal.store import Unsaved

if TYPE_CHECKING:
    from terminal.desk import Desk
    from terminal.workplace import Workplace

PROBLEMS = Procedure("problems", problems, Problem)
MOST_ASKED = 50
WAYS = {Settle.DONE: Advice.CLOSE, Settle.BACK: Advice.PUT_BACK}


class _Said(msgspec.Struct, frozen=True):
    detail: str = ""


class Settling:
    """Keeps the list of refused commands, here and at the server, in step."""

    def __init__(self, outbox: Outbox, client: Client, desk: "Desk", place: "Workplace") -> None:
        self.outbox, self.client, self.desk, self.place = outbox, client, desk, place

    # --- the worker -------------------------------------------------------------------------------

    def look(self) -> None:
        """The oldest command that was refused after the worker had gone on."""
        rows = self.outbox.problems()
        if not rows:
            self.place.home()
            return
        said = msgspec.json.decode(rows[0].result or b"{}", type=_Said)
        sentence = say("{one} {other}", one=said.detail, other=behind(self.outbox))
        problem = Problem(
            what=rows[0].kind,
            sentence=at_most(sentence, 1000),
            left=len(rows),
            goods=self._goods(rows[0]),
            advice=self.outbox.fact(_advice_of(rows[0].operation))[:1000],
        )
        self.desk.aside(PROBLEMS, problem)

    def done(self, settled: Settled) -> None:
        """What the worker has said; who supervises reads it."""
        row = next(iter(self.outbox.problems()), None)
        if row is not None and settled.how is not Settle.LATER:
            self._end(row, State.WRITTEN if settled.how is Settle.AGAIN else State.SETTLED)
            if (how := WAYS.get(settled.how)) is not None:
                self._tell(row, how, settled.note)
            self.desk.nudge()
        self.place.home()

    def _goods(self, row: Row) -> Goods | None:
        """From the command, or from the line of the list that it names."""
        if not row.is_whole:
            return None
        told: dict[str, Any] = msgspec.json.decode(row.body)
        stop = told
        if "line" in told and row.run is not None:
            snapshot = msgspec.json.decode(self.outbox.run(row.run).snapshot)
            lines = snapshot.get("lines", []) if isinstance(snapshot, dict) else []
            stop = next((each for each in lines if each.get("line") == told["line"]), told)
        place = told.get("source") or stop.get("location")
        taken = told.get("quantity") or told.get("found")
        if row.kind not in TAKE or not (place and taken and stop.get("sku")):
            return None
        return Goods(sku=stop["sku"], quantity=taken, location=place)

    # --- who supervises ---------------------------------------------------------------------------

    def heard_done(self, row: Row) -> None:
        """A command that the server has done: one that it had refused is off its list."""
        if row.status is not None:
            self._tell(row, Advice.RESEND, "It was sent again, and taken.")

    def listen(self) -> None:
        """Asks what was said elsewhere about what is refused here; called now and then."""
        try:
            self._listen()
        except (Offline, Declined, Unsaved):
            return  # next time

    def _listen(self) -> None:
        rows = [row for row in self.outbox.problems() if row.state is State.TOLD][:MOST_ASKED]
        if not rows:
            return
        path = f"/warehouses/{self.desk.warehouse}/exceptions/advice"
        asked = [row.operation for row in rows]
        told = self.client.get(path, AdviceView, operations=asked)
        said = {advised.operation: advised for advised in told.problems}
        for row in rows:
            if (advised := said.get(row.operation)) is not None and advised.advice is not None:
                self._follow(row, advised.advice, advised)

    def _follow(self, row: Row, advice: Advice, said: Advised) -> None:
        words = say("{what} {note}", what=ADVICE[advice], note=said.note)
        if advice is Advice.PUT_BACK:
            if self.outbox.fact(_advice_of(row.operation)) == words:
                return
            self.outbox.remember(_advice_of(row.operation), str(words))
        else:
            self._end(row, State.WRITTEN if advice is Advice.RESEND else State.SETTLED)
            self.desk.nudge()
        lines = (say("LEAD: {what}", what=row.kind), words)
        self.desk.shell.post(Told(lines, at=time.monotonic()))
        self.place.errands.is_stale = True
        self.desk.shell.post(Link(online=True, at=time.monotonic()))

    def _end(self, row: Row, state: State) -> None:
        self.outbox.mark(row.seq, state)
        self.outbox.remember(_advice_of(row.operation), "")

    def _tell(self, row: Row, how: Advice, note: str) -> None:
        told = SettleProblem(operation=row.operation, how=how, note=note)
        self.desk.send(told, row.session)


TAKE = frozenset(("pick.confirm", "pick.short", "stock.move"))
"""Commands by which goods leave a shelf: refused, they may be put back there."""
ADVICE = {
    Advice.RESEND: say("sent again"),
    Advice.PUT_BACK: say("put the goods back, F8"),
    Advice.CLOSE: say("settled"),
}


def _advice_of(operation: str) -> str:
    """The fact under which the advice is kept."""
    return f"advice:{operation}"
