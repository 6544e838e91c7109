"""Bugs planted on purpose (reliability.md 6): importing this plants what TALLYMAN_PLANT names.

Each replaces a function of the product from outside, in the process of the test that must catch
it; the product itself holds no switch for it. A bug that can't be planted any more is an error.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from queue import SimpleQueue
from threading import Thread
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

BOTH = ("sqlite", "postgresql")
POSTGRESQL = ("postgresql",)


@dataclass(frozen=True)
class Plant:
    """One bug: where it shows, the test that must fail with it, and what plants it."""

    number: int
    bug: str
    engines: tuple[str, ...]
    test: str
    plant: Callable[[], None]


PLANTS: dict[int, Plant] = {}


def planted(
    number: int, bug: str, test: str, engines: tuple[str, ...] = BOTH
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def kept(function: Callable[[], None]) -> Callable[[], None]:
        PLANTS[number] = Plant(number, bug, engines, f"tests/server/{test}", function)
        return function

    return kept


def swap(module: Any, name: str, made: Callable[[Any], Any]) -> None:
    """Puts `made(what is there)` in its place; AttributeError when nothing of that name is."""
    setattr(module, name, made(getattr(module, name)))


@planted(
    1,
    "the idempotency check is dropped",
    "test_act.py::test_a_replay_is_answered_byte_for_byte_and_has_no_second_effect",
)
def _no_check() -> None:
    from server.act import Acts

    def fresh(perform: Any) -> Any:
        def wrong(acts: Any, operation: Any, command: Any, call: Any, *more: Any) -> Any:
            return perform(acts, operation, command, replace(call, operation=uuid4()), *more)

        return wrong

    swap(Acts, "perform", fresh)


@planted(
    2,
    "the operation id is stored after the effect, in a second transaction",
    "test_cuts.py::test_a_process_that_dies_in_an_act_has_replied_nothing_that_is_not_so"
    "[act.after_commit]",
)
def _id_later() -> None:
    from server.act import Acts
    from server.journal.tables import Operation

    def later(perform: Any) -> Any:
        def wrong(acts: Any, operation: Any, command: Any, call: Any, *more: Any) -> Any:
            if (stored := acts.replay(call)) is not None:
                return stored
            told = perform(acts, operation, command, replace(call, operation=uuid4()), *more)
            row = {
                "id": call.operation, "principal": "?", "digest": call.digest, "at": acts.clock(),
                "status": told.status, "content_type": told.content_type, "reply": told.body,
            }  # fmt: skip
            acts.upkeep(lambda session, _now: session.execute(sa.insert(Operation), row))
            return told

        return wrong

    swap(Acts, "perform", later)


@planted(
    3,
    "naive read-modify-write of the balance",
    "stock/test_ledger.py::test_sixteen_race_for_the_last_fifty",
    POSTGRESQL,
)
def _read_modify_write() -> None:
    from server.db import core
    from server.stock import ledger
    from server.stock.checks import not_enough
    from server.stock.moves import KEY_COLUMNS, key_of
    from server.stock.tables import Balance

    def naive(_take: Any) -> Any:
        def wrong(act: Any, move: Any) -> Any:
            at = key_of(move, move.source)
            here = sa.and_(*(c == value for c, value in zip(KEY_COLUMNS, at, strict=True)))
            read = sa.select(Balance.id, Balance.fifo_at, Balance.on_hand).where(here)
            row = act.session.execute(read).one_or_none()
            if row is None or row.on_hand < move.quantity:
                raise not_enough(act, move, at)
            time.sleep(0.002)
            left = row.on_hand - move.quantity
            table = core(Balance)
            act.session.execute(sa.update(table).where(table.c.id == row.id).values(on_hand=left))
            return row

        return wrong

    swap(ledger, "_lock", lambda _lock: lambda *_: None)
    swap(ledger, "_take", naive)


@planted(
    4,
    "a SUM check without a lock at REPEATABLE READ",
    "outbound/test_races.py::test_the_last_fifty_units_go_to_fifty_orders",
    POSTGRESQL,
)
def _sum_check() -> None:
    from server.act import Acts
    from server.db import core
    from server.outbound import allocate
    from server.stock.reserve import _open_row
    from server.stock.tables import Balance, Reservation, ReservationState

    def summed(act: Any, wishes: Any) -> set[Any]:
        lacking = set()
        for wish in wishes:
            promised = sa.select(sa.func.coalesce(sa.func.sum(Reservation.quantity), 0)).where(
                Reservation.balance == wish.balance, Reservation.state == ReservationState.OPEN
            )
            on_hand = sa.select(Balance.on_hand).where(Balance.id == wish.balance)
            free = act.session.scalar(on_hand) - act.session.scalar(promised)
            if free < wish.quantity:
                lacking.add(wish.balance)
        time.sleep(0.005)
        if not lacking and wishes:
            rows = [_open_row(wish) for wish in wishes]
            act.session.execute(sa.insert(core(Reservation)), rows)
        return lacking

    def repeatable(begin: Any) -> Any:
        def wrong(acts: Any, engine: Any, *more: Any) -> None:
            begin(acts, engine.execution_options(isolation_level="REPEATABLE READ"), *more)

        return wrong

    swap(Acts, "__init__", repeatable)
    swap(allocate, "reserve_all", lambda _right: summed)


@planted(
    5,
    "SKIP LOCKED falls through and inserts a second balance",
    "stock/test_ledger.py::test_sixteen_race_for_the_last_fifty",
    POSTGRESQL,
)
def _skip_locked() -> None:
    from server.db import core
    from server.stock import ledger
    from server.stock.moves import KEY_COLUMNS, key_of
    from server.stock.tables import Balance

    def skipping(take: Any) -> Any:
        def wrong(act: Any, leaving: Any, coming: Any) -> Any:
            for move in leaving:
                at = key_of(move, move.source)
                here = sa.and_(*(c == value for c, value in zip(KEY_COLUMNS, at, strict=True)))
                read = sa.select(Balance.id).where(here).with_for_update(skip_locked=True)
                if act.session.scalar(read) is None:
                    second = at._asdict() | {
                        "warehouse": act.warehouse, "on_hand": move.quantity, "reserved": 0,
                        "weight_grams": 0, "fifo_at": act.now,
                    }  # fmt: skip
                    act.session.execute(sa.insert(core(Balance)), second)
            return take(act, leaving, coming)

        return wrong

    swap(ledger, "_lock", lambda _lock: lambda *_: None)
    swap(ledger, "_take", skipping)


@planted(
    6,
    "clamped at 0 instead of refused",
    "stock/test_ledger.py::test_more_than_there_is_is_refused_with_both_values",
)
def _clamp() -> None:
    from server.db import core
    from server.stock import ledger
    from server.stock.moves import row_at
    from server.stock.tables import Balance

    table = core(Balance)
    taken: Any = sa.bindparam("free") + sa.bindparam("promised") + 0 * sa.bindparam("grams")
    clamped = (
        sa.update(table)
        .where(row_at("source"))
        .values(on_hand=sa.case((table.c.on_hand >= taken, table.c.on_hand - taken), else_=0))
    )
    swap(ledger, "_TAKE", lambda _right: clamped)


@planted(
    7,
    "the reply goes out before the commit",
    "test_cuts.py::test_a_process_that_dies_in_an_act_has_replied_nothing_that_is_not_so"
    "[act.before_commit]",
)
def _reply_first() -> None:
    from server import act as acts
    from server.failpoints import active

    def early(perform: Any) -> Any:
        def wrong(*asked: Any) -> Any:
            told: SimpleQueue[Any] = SimpleQueue()

            def answered(act: Any, result: Any) -> Any:
                outcome = answer(act, result)
                told.put(outcome)
                time.sleep(0.3)
                return outcome

            def work() -> None:
                try:
                    told.put(perform(*asked))
                except BaseException as error:  # noqa: BLE001  (raised where it was asked)
                    told.put(error)

            acts._answer = answered
            Thread(target=work).start()
            first = told.get()
            if isinstance(first, BaseException):
                raise first
            return first

        return wrong

    answer = acts._answer
    if active():  # only in the process that dies, not while its site is made
        swap(acts.Acts, "perform", early)


@planted(
    10,
    "the feed is read by `id > last`",
    "feed/test_order.py::test_an_entry_that_commits_after_a_later_one_is_in_the_feed",
    POSTGRESQL,
)
def _by_id() -> None:
    from server.feed import read
    from server.journal.tables import Entry
    from server.journal.wire import FeedItem

    def by_id(session: Any, _who: Any, after: int, limit: int = 200) -> Any:
        query = sa.select(Entry).where(Entry.id > after).order_by(Entry.id).limit(limit)
        items = [
            FeedItem(
                position=row.id, at=row.at, who=row.who, device=row.device,
                warehouse=row.warehouse, kind=row.kind, events=[],
            )
            for row in session.scalars(query)
        ]  # fmt: skip
        return items, items[-1].position if items else after

    swap(read, "items_after", lambda _right: by_id)


@planted(
    8,
    "`synchronous=OFF`",
    "test_durable.py::test_every_connection_that_acts_waits_for_the_disk",
    ("sqlite",),
)
def _not_synced() -> None:
    from server import db

    def unsynced(made: Any) -> Any:
        def wrong(url: str, connections: int) -> Any:
            engine = made(url, connections)
            off = "PRAGMA synchronous=OFF"
            sa.event.listen(engine, "connect", lambda connection, _record: connection.execute(off))
            return engine

        return wrong

    swap(db, "_sqlite", unsynced)


@planted(
    11,
    "a job is marked done before it was sent",
    "printing/test_printing.py::test_a_death_while_sending_asks_a_person_and_prints_no_second"
    "[print.before_send-0]",
)
def _done_first() -> None:
    from labels.printers import Delivery, Outcome
    from server.printing import runner
    from server.printing.sending import settle, told

    def first(failpoint: Any) -> Any:
        def wrong(name: str) -> None:
            frame = __import__("sys")._getframe(1).f_locals
            if name == "print.before_send":
                job, sent = frame["job"], Delivery(Outcome.SENT)
                done = told(job.id, frame["attempt"], sent)
                settle(frame["acts"], frame["work"].where, job.id, done, frame["held"].token)
            failpoint(name)

        return wrong

    swap(runner, "failpoint", first)


@planted(
    12,
    "no warehouse filter",
    "identity/test_matrix.py::test_every_route_lets_in_whom_the_table_says_and_nobody_else",
)
def _no_filter() -> None:
    from server.identity import authenticate as module
    from server.places.tables import Warehouse

    def everywhere(authenticate: Any) -> Any:
        def wrong(session: Any, headers: Any, now: datetime) -> Any:
            who = authenticate(session, headers, now)
            rows = session.execute(sa.select(Warehouse.code, Warehouse.id))
            return replace(who, warehouses={row.code: row.id for row in rows})

        return wrong

    swap(module, "authenticate", everywhere)


@planted(
    13,
    "the seal's check does not look at what an entry says",
    "feed/test_tampering.py",
)
def _blind_seal() -> None:
    from server.feed import fsck

    def blind(_chain: Any) -> Any:
        def wrong(_session: Any) -> Any:
            return iter(())

        return wrong

    swap(fsck, "chain", blind)
    swap(fsck, "CHECKS", lambda checks: [("I-13", fsck.chain), *checks[0:1], *checks[3:]])


@planted(14, "locks are taken unsorted", "stock/test_locks.py", POSTGRESQL)
def _unsorted() -> None:
    from server.stock import ledger

    swap(ledger, "_lock", lambda _lock: lambda *_: None)


@planted(
    15,
    "local time is stored",
    "feed/test_order.py::test_a_moment_told_in_any_zone_is_the_same_moment",
)
def _local_time() -> None:
    from server.db import UtcTime

    def local(_right: Any) -> Any:
        def wrong(_type: Any, value: datetime | None, _dialect: Dialect) -> datetime | None:
            return value and value.replace(tzinfo=None)

        return wrong

    swap(UtcTime, "process_bind_param", local)


@planted(
    16,
    "a reservation is released twice",
    "stock/test_ledger.py::test_a_promise_is_resolved_once",
)
def _twice() -> None:
    from server.db import core
    from server.stock import reserve
    from server.stock.tables import Reservation, ReservationState

    def again(release: Any) -> Any:
        def wrong(act: Any, reservation: Any, **more: Any) -> Any:
            reopened = sa.update(core(Reservation)).values(state=ReservationState.OPEN)
            act.session.execute(reopened.where(core(Reservation).c.id == reservation))
            return release(act, reservation, **more)

        return wrong

    swap(reserve, "release", again)


if number := os.environ.get("TALLYMAN_PLANT"):
    PLANTS[int(number)].plant()
