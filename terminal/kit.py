"""The kit: what a worker needs to go on without network, fetched while there is one."""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from labels.codes import SEPARATORS, HouseCode, Kind, read_house_code
from server.scans.wire import Candidate, Inquiry, KitCode, ScanKind
from server.wire import Page
from server.work.wire import HoldAhead, LeaveAhead, TaskKind, TasksAhead, TaskView
from terminal.ahead import Fetched
from terminal.client import Client, Declined, Offline
from terminal.flows.words import say
from terminal.outbox import Outbox
from terminal.procedures import BY_KIND, Work
from terminal.store import Unsaved

EVERY_SECONDS = 15.0
AGAIN_SECONDS = 60.0
SITE_SECONDS = 30 * 60.0
MOST_AHEAD = 2
MOST_PAGES = 50
PAGE = "200"
MOST_LOOKED_UP = 40
TASK, SNAPSHOT, CODE, INQUIRY = "task", "snapshot", "code", "inquiry"
GTIN_LENGTHS = (8, 12, 13, 14)


class Kit:
    """One device's kit; `refresh` is called now and then beside the screen."""

    def __init__(self, outbox: Outbox, client: Client) -> None:
        self.outbox, self.client = outbox, client
        self._next = self._snapshots = self._site = 0.0

    # --- fetching ---------------------------------------------------------------------------------

    def refresh(self, warehouse: str, bench: str, *, at_work: bool) -> None:
        """Looks after its tasks every quarter of a minute, fetches snapshots and asks for more
        every minute, the site's codes every half hour. Holds tasks only for who is at work, and
        gives back what others wait for.
        """
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY_SECONDS
        try:
            more = at_work and now >= self._snapshots
            tasks = self._tasks(warehouse, more=more)
            if now >= self._snapshots or tasks != self._kept():
                self._keep(warehouse, bench, tasks)
                self._snapshots = now + AGAIN_SECONDS
            if now >= self._site:
                self._keep_codes(warehouse)
                self._site = now + SITE_SECONDS
        except (Offline, Declined, Unsaved):
            return  # next time

    def at_once(self) -> None:
        """All of it is fetched anew at the next beat: another person, or another task."""
        self._next = self._snapshots = 0.0

    def _tasks(self, warehouse: str, *, more: bool) -> list[TaskView]:
        """What is kept is read, which costs the server no act; `more` are asked for where there are
        too few, unless one is given back: whoever waits for it comes first.
        """
        held = self.client.get(f"/warehouses/{warehouse}/tasks/ahead", TasksAhead).tasks
        wanted = [task for task in held if task.wanted]
        for task in wanted:
            held = self.client.act(LeaveAhead(task=task.task), TasksAhead, warehouse).tasks
        if more and not wanted and len(held) < MOST_AHEAD:
            kinds = tuple(TaskKind(name) for name in BY_KIND)
            hold = HoldAhead(kinds=kinds, most=MOST_AHEAD)
            held = self.client.act(hold, TasksAhead, warehouse).tasks
        return held

    def _keep(self, warehouse: str, bench: str, tasks: list[TaskView]) -> None:
        works = [BY_KIND[task.kind.value](task.document) for task in tasks]
        snapshots = [self._snapshot(work, warehouse, bench) for work in works]
        kept = [
            (task, work, raw)
            for task, work, raw in zip(tasks, works, snapshots, strict=True)
            if raw is not None
        ]
        self.outbox.fetched(SNAPSHOT, [(_key(w), raw) for _, w, raw in kept], whole=True)
        rows = [(f"{n}", msgspec.json.encode(task)) for n, (task, _, _) in enumerate(kept)]
        self.outbox.fetched(TASK, rows, whole=True)
        stops = {stop for task, _, raw in kept if task.kind is not TaskKind.COUNT
                 for stop in _stops(msgspec.json.decode(raw))}  # fmt: skip
        for code in sorted(stops)[:MOST_LOOKED_UP]:
            self._look_up(warehouse, code)

    def _snapshot(self, work: Work, warehouse: str, bench: str) -> bytes | None:
        """None where the document is gone meanwhile."""
        if work.fetch is None:
            return work.procedure.encode(work.made(None, bench))
        try:
            return work.procedure.encode(work.made(work.fetch(self.client, warehouse), bench))
        except Declined:
            return None

    def _keep_codes(self, warehouse: str) -> None:
        found = [*self._codes(warehouse, "places"), *self._codes(warehouse, "items")]
        rows = [
            (f"{text}\n{code.candidate.code}", msgspec.json.encode(code.candidate))
            for code in found
            for text in _kept_under(code)
        ]
        self.outbox.fetched(CODE, rows, whole=True)

    def _codes(self, warehouse: str, what: str) -> Iterator[KitCode]:
        cursor: str | None = ""
        for _ in range(MOST_PAGES):
            asked = {"limit": PAGE} | ({"cursor": cursor} if cursor else {})
            path = f"/warehouses/{warehouse}/scans/{what}"
            page = self.client.get(path, Page[KitCode], **asked)
            yield from page.items
            if (cursor := page.next) is None:
                return

    def _look_up(self, warehouse: str, code: str) -> None:
        known = self.outbox.ahead(INQUIRY, code.upper())
        if known and known[0].minutes() < SITE_SECONDS // 60:
            return
        try:
            found = self.client.get(f"/warehouses/{warehouse}/inquiry", Inquiry, code=code)
        except Declined:
            return
        self.looked_up(code, found)

    # --- what is known ----------------------------------------------------------------------------

    def looked_up(self, asked: str, found: Inquiry) -> None:
        """What the server has said about something is known for when it can't be asked."""
        names = {asked.upper(), (found.code or asked).upper()}
        value = msgspec.json.encode(found)
        self.outbox.fetched(INQUIRY, [(name, value) for name in names])

    def inquiry(self, asked: str) -> tuple[Inquiry, int] | None:
        """What was known of it, and how many minutes ago."""
        names = [asked.upper(), *(one.code.upper() for one in self.candidates([asked]))]
        rows = [row for name in names for row in self.outbox.ahead(INQUIRY, name)]
        if not rows:
            return self._named(asked)
        return msgspec.json.decode(rows[0].value, type=Inquiry), rows[0].minutes()

    def _named(self, asked: str) -> tuple[Inquiry, int] | None:
        """What its code stands for, where nobody has looked up what is there."""
        rows = self._coded([asked])
        if not rows:
            return None
        one = msgspec.json.decode(rows[0].value, type=Candidate)
        words = say(
            "{kind} {code} {words}", kind=say(one.kind.value), code=one.code, words=one.words
        )
        lines = (say("What stands there is not kept here."),)
        return Inquiry(verdict=words, kind=one.kind, code=one.code, lines=lines), rows[0].minutes()

    def _coded(self, texts: Iterable[str]) -> list[Fetched]:
        names = dict.fromkeys(name for text in texts for name in _names(text))
        return [row for name in names for row in self.outbox.ahead(CODE, name)]

    def candidates(self, texts: Iterable[str]) -> list[Candidate]:
        """What the site's codes stood for when they were fetched."""
        rows = self._coded(texts)
        found = {row.key: msgspec.json.decode(row.value, type=Candidate) for row in rows}
        return list({(one.kind, one.code): one for one in found.values()}.values())

    def tasks(self, kinds: Iterable[TaskKind] = ()) -> list[TaskView]:
        """The tasks that are here whole, the next first."""
        wanted = set(kinds)
        kept = self._kept()
        return [task for task in kept if not wanted or task.kind in wanted]

    def _kept(self) -> list[TaskView]:
        rows = sorted(self.outbox.ahead(TASK), key=lambda row: int(row.key))
        return [msgspec.json.decode(row.value, type=TaskView) for row in rows]

    def snapshot(self, work: Work) -> bytes | None:
        """What a procedure works from, as it was fetched last."""
        rows = self.outbox.ahead(SNAPSHOT, _key(work))
        return rows[0].value if rows else None

    def begun(self, task: int) -> None:
        """It is kept no longer: it is the one that is done now."""
        rows = self.outbox.ahead(TASK)
        gone = [r.key for r in rows if msgspec.json.decode(r.value, type=TaskView).task == task]
        if gone:
            self.outbox.forget_ahead(TASK, *gone)

    def empty(self) -> None:
        """Another person's tasks are not this one's."""
        self.outbox.forget_ahead(TASK)
        self.outbox.forget_ahead(SNAPSHOT)
        self.at_once()


def _key(work: Work) -> str:
    return f"{work.procedure.name}:{work.document}"


def _names(text: str) -> list[str]:
    """The keys that a text may be kept under: as it is, as a SKU, a GTIN, a place's code."""
    text = text.strip()
    house = read_house_code(text)
    if isinstance(house, HouseCode):
        return [_place(house.body)] if house.kind is Kind.LOCATION else []
    is_digits = text.isascii() and text.isdigit() and len(text) in GTIN_LENGTHS
    return [text, text.upper(), *([text.zfill(14)] if is_digits else []), _place(text)]


def _place(code: str) -> str:
    """Without its separators, as its label carries it."""
    return "@" + code.upper().translate(SEPARATORS)


def _kept_under(code: KitCode) -> set[str]:
    is_place = code.candidate.kind is ScanKind.LOCATION
    return {_place(code.text)} if is_place else {code.text, code.candidate.code}


def _stops(snapshot: Any) -> Iterator[str]:
    """Places and items that a snapshot names, wherever it does."""
    if isinstance(snapshot, dict):
        for name in ("location", "sku", "target", "source"):
            if isinstance(snapshot.get(name), str):
                yield snapshot[name]
    inside = snapshot.values() if isinstance(snapshot, dict) else snapshot
    for each in inside if isinstance(snapshot, dict | list) else ():
        yield from _stops(each)
