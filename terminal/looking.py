"""Looks things up at the server over a task, or at home, where what was found may be worked on."""

import time
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, Protocol

from server.identity.wire.people import Right
from server.printing.wire import PrintLabel, PrintLocations
from server.scans.wire import Inquiry, ScanKind
from server.wire import Command
from terminal.client import Client
from terminal.desk import Desk
from terminal.flows.ask import Answer
from terminal.flows.inquire import Deed, Looked, inquire
from terminal.flows.offers import Brought, Scan
from terminal.flows.words import at_most, say
from terminal.lookup import noun
from terminal.procedure import Procedure
from terminal.question import NO_SERVER, Beside, Nothing, asked
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Evidence, Kind, Reading

INQUIRE = Procedure("inquire", inquire, Looked)
NOTHING = Inquiry(verdict="")


class Tell(Protocol):
    """A band over whatever is open."""

    def __call__(self, *lines: str, good: bool = True) -> None: ...


class Looking:
    """One screen of looking up; the task under it waits."""

    def __init__(self, client: Client, desk: Desk, beside: Beside, tell: Tell) -> None:
        self.client, self.desk, self.beside, self._tell = client, desk, beside, tell
        self.start: Callable[[str], None] = lambda _name: None
        self.kept: Callable[[str], tuple[Inquiry, int] | None] = lambda _code: None
        self.note: Callable[[str, Inquiry], None] = lambda _code, _found: None
        self.rights: Callable[[], Collection[Right]] = frozenset
        self._found, self._source, self._usable = NOTHING, Source.SCAN, False
        self._minutes: int | None = None

    def open(self, answer: Answer | None = None) -> None:
        """Opens the screen over the task; with an answer, at what is known of that."""
        under = self.desk.run.ask if self.desk.run is not None else None
        self._usable = under is not None and under.name != "home"
        if not self.desk.over(INQUIRE, Looked(), self._answered):
            self._tell("Wait for the server", good=False)
        elif answer is not None:
            self._answered(answer)

    def _answered(self, answer: Any) -> None:
        if not isinstance(answer, Answer):
            self.desk.back()
        elif answer.kind is Kind.CMD:
            self._bring()
        elif answer.kind is not Kind.CHOICE:
            self._source = answer.source
            self._ask(answer.value, noun(answer.kind), answer.values.get("item"))
        elif answer.value.isdigit():
            one = self._found.candidates[int(answer.value)]
            self._ask(one.code, one.kind.value, one.values.get("item"))
        else:
            self._do(Deed(answer.value))

    def _ask(self, code: str, kind: str, sku: str | None, *, history: bool = False) -> None:
        wanted = {"code": code}
        if kind:
            wanted["kind"] = kind
        if sku:
            wanted["sku"] = sku
        if history:
            wanted["history"] = "true"
        path = f"/warehouses/{self.desk.warehouse}/inquiry"
        then = partial(self._shown, "" if history else code)
        self.beside(lambda: asked(lambda: self.client.get(path, Inquiry, **wanted)), then)

    def _shown(self, code: str, found: Inquiry | str) -> None:
        """What the server said is kept by its code; where it can't be asked, that is told."""
        known, self._minutes = found, None
        if found == NO_SERVER and (kept := self.kept(code)) is not None:
            known, self._minutes = kept
        elif found == NO_SERVER and code:
            known = say("{code} is not kept here. No network.", code=code)
        elif isinstance(found, Inquiry) and code:
            self.note(code, found)
        self._found = Inquiry(verdict=at_most(known, 200)) if isinstance(known, str) else known
        self._show()

    def _show(self) -> None:
        looked = Looked(inquiry=self._found, minutes=self._minutes, usable=self._usable)
        self.desk.aside(INQUIRE, looked)

    def _bring(self) -> None:
        """The task goes on with what was found, as if it had been scanned there."""
        self.desk.back()
        found = self._found
        if found.kind is not None and found.code:
            self._offer(Kind(found.kind.value), found.code)

    def _offer(self, kind: Kind, code: str) -> None:
        reading = Reading(kind, code, Evidence.CHECK, {kind.attribute: code})
        self.desk.offer(Brought(reading, self._source, time.monotonic()))

    # --- what is begun with it --------------------------------------------------------------------

    def _do(self, deed: Deed) -> None:
        found = self._found
        if deed is Deed.HISTORY and found.code and found.kind:
            self._ask(found.code, found.kind.value, None, history=True)
        elif deed is Deed.LABEL:
            self._label()
        elif deed is Deed.ADJUST and Right.ADJUST not in self.rights():
            self._show()
            self._tell("You may not adjust", "Ask a supervisor", good=False)
        else:
            self._begin(deed)

    def _begin(self, deed: Deed) -> None:
        """The procedure stands behind what the screen has told already."""
        found = self._found
        places = sorted({row.location for row in found.stock})
        self.desk.back()
        self.start(deed.value)
        if not found.code:
            return
        if found.kind is ScanKind.LOCATION:
            self._offer(Kind.LOC, found.code)
        elif found.kind is ScanKind.ITEM and deed is Deed.MOVE:  # the server tells where it lies
            self.desk.offer(Scan(RawScan(found.code, Source.TYPED), time.monotonic()))
        elif found.kind is not ScanKind.ITEM and deed is not Deed.COUNT:
            self._offer(Kind.TOTE if found.kind is ScanKind.TOTE else Kind.LPN, found.code)
        elif len(places) == 1:
            self._offer(Kind.LOC, places[0])

    def _label(self) -> None:
        found, warehouse = self._found, self.desk.warehouse
        command: Command | None = None
        if found.kind is ScanKind.LOCATION and found.code:
            command = PrintLocations(locations=[found.code])
        elif found.label is not None:
            command = PrintLabel(design=found.label.design, facts=found.label.facts)
        self._show()
        if command is None:
            self._tell("It has no label", good=False)
            return

        def then(answer: Any) -> None:
            if isinstance(answer, str):
                self._tell(answer, good=False)
            else:
                self._tell("Label is printed")

        self.beside(lambda: asked(lambda: self.client.act(command, Nothing, warehouse)), then)
