"""One request, one act, one transaction: claim the operation id, run, store the reply, commit."""

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.clock import Clock, utc_now
from server.db import INSERTS, core, direct
from server.errors import PROBLEM_JSON, Refusal, Refused
from server.failpoints import failpoint
from server.faults import translated
from server.fork import forked
from server.guard import ANYONE, Principal, Scope, WarehouseId
from server.journal.tables import Entry, EntryId, EventRow, Operation, Unsealed
from server.wire import Command, Event, Reply

JSON = "application/json"
TRIES = 5

C = TypeVar("C", bound=Command)
R = TypeVar("R", bound=Reply)
T = TypeVar("T")
P = ParamSpec("P")

Authenticate = Callable[[Session], Principal]


# Prepared once, on the bare tables: an act's own statements are in every act.
_OPERATION = core(Operation).c
_CLAIM = {
    dialect: insert(core(Operation)).on_conflict_do_nothing().returning(_OPERATION.id)
    for dialect, insert in INSERTS.items()
}
_ENTER = sa.insert(core(Entry)).returning(core(Entry).c.id)
_UNSEALED = sa.insert(core(Unsealed))
_TELL = sa.insert(core(EventRow))
_STORE = (
    sa.update(core(Operation))
    .where(_OPERATION.id == sa.bindparam("operation"))
    .values(
        status=sa.bindparam("status"),
        content_type=sa.bindparam("content_type"),
        reply=sa.bindparam("reply"),
    )
    .execution_options(unread=True)
)


@dataclass(slots=True)
class Act:
    """What an operation works with: its transaction, who asked, when, and the entry it writes."""

    session: Session
    who: Principal
    now: datetime
    operation: UUID
    entry: EntryId
    scope: Scope | None = None
    alone: bool = False
    """Whether who did it has gone on without an answer: it tells what has happened."""
    events: list[tuple[str, Event]] = field(default_factory=list)

    @property
    def warehouse(self) -> WarehouseId:
        """The id of the one warehouse this act is about; 400 `warehouse_missing` without one."""
        if self.scope is None:
            raise Refusal(400, "warehouse_missing", "This needs a warehouse and none was named.")
        return self.scope.id

    def record(self, event: Event, subject: str) -> None:
        """Adds what has happened to `subject` (a natural code) to this act's entry."""
        self.events.append((subject, event))


@dataclass(frozen=True, slots=True)
class Call:
    """How an act was asked for: its operation id, the bytes that were sent, the right it needs."""

    operation: UUID
    digest: bytes
    body: bytes
    authenticate: Authenticate
    right: str = ANYONE
    warehouse: str | None = None
    sequence: str | None = None
    """The place of a device's command in its outbox."""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The reply as it went out, byte for byte, and whether it had been given before."""

    status: int
    content_type: str
    body: bytes
    replayed: bool = False


def digest_of(method: str, path: str, body: bytes) -> bytes:
    """SHA-256 of method, path and the raw body: what makes two requests the same operation."""
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).digest()


class Acts:
    """The two doors to the database's write side: `perform` (journaled) and `upkeep`."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.clock = clock

    def perform(
        self,
        operation: Callable[Concatenate[Act, C, P], R | Refused],
        command: C,
        call: Call,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome:
        """Runs the operation once for its id, or gives back what was answered then.

        Refused: 422 `operation_id_reused`, 409 `sequence_fork`, 409 `in_flight`, 503 `busy`,
        401 / 403 of the caller, and whatever the operation itself refuses (which stores nothing).
        """

        def once(session: Session, now: datetime) -> Outcome:
            who = call.authenticate(session)
            if (stored := _claim(session, who, call, now)) is not None:
                return stored
            failpoint("act.after_claim")
            who.require(call.right)
            scope = who.scope(call.warehouse) if call.warehouse else None
            act = _entered(session, who, call, scope, now, command)
            return _answer(act, operation(act, command, *args, **kwargs))

        return self._retried("act", once)

    def replay(self, call: Call) -> Outcome | None:
        """What an operation id was answered, if these very bytes were sent with it before."""

        def look(session: Session, _now: datetime) -> Outcome | None:
            return _stored(session, call.authenticate(session), call, missing_ok=True)

        return self._retried("upkeep", look)

    def upkeep(self, work: Callable[[Session, datetime], T]) -> T:
        """Writes without an entry: leases, sessions, positions, seals; never what matters."""
        return self._retried("upkeep", work)

    def _retried(self, door: str, work: Callable[[Session, datetime], T]) -> T:
        now = self.clock()
        for attempt in range(1, TRIES + 1):
            try:
                with self._transaction(door) as session:
                    return work(session, now)
            except DBAPIError as error:
                refusal = translated(error, last=attempt == TRIES)
                if refusal is not None:
                    raise refusal from error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
        raise AssertionError("unreachable: the last try answers or raises")

    @contextmanager
    def _transaction(self, door: str) -> Iterator[Session]:
        with Session(self.engine, autoflush=True, expire_on_commit=False) as session:
            yield session
            failpoint(f"{door}.before_commit")
            session.commit()
        failpoint(f"{door}.after_commit")


def _claim(session: Session, who: Principal, call: Call, now: datetime) -> Outcome | None:
    values = {
        "id": call.operation,
        "principal": who.name,
        "digest": call.digest,
        "at": now,
        "sequence": f"{who.device}/{call.sequence}" if who.device and call.sequence else None,
    }
    claimed = direct(session, _CLAIM[session.get_bind().dialect.name], values).scalar()
    return None if claimed else _stored(session, who, call)


def _stored(
    session: Session, who: Principal, call: Call, *, missing_ok: bool = False
) -> Outcome | None:
    row = session.execute(
        sa.select(
            Operation.principal,
            Operation.digest,
            Operation.status,
            Operation.content_type,
            Operation.reply,
        ).where(Operation.id == call.operation)
    ).one_or_none()
    if row is None and missing_ok:
        return None
    if row is None and call.sequence is not None:
        raise forked(call.sequence)
    if row is None or row.principal != who.name or row.digest != call.digest:
        if missing_ok:
            return None
        raise Refusal(
            422,
            "operation_id_reused",
            f"The operation id {call.operation} was used before for something else."
            " Every new operation needs a new id.",
        )
    if row.reply is None:
        raise Refusal(
            409, "reply_pruned", f"{call.operation} was done, its reply is no longer kept."
        )
    return Outcome(row.status, row.content_type, row.reply, replayed=True)


def _entered(
    session: Session,
    who: Principal,
    call: Call,
    scope: Scope | None,
    now: datetime,
    command: Command,
) -> Act:
    values = {
        "operation": call.operation,
        "who": who.name,
        "session": who.session,
        "device": who.device,
        "warehouse": scope.code if scope else None,
        "at": now,
        "kind": command.kind,
        "body": _without_secrets(command, call.body),
    }
    entry = direct(session, _ENTER, values).scalar_one()
    direct(session, _UNSEALED, {"entry": entry})
    return Act(session, who, now, call.operation, entry, scope, call.alone)


def _without_secrets(command: Command, body: bytes) -> bytes:
    if not command.secret:
        return body
    told = msgspec.to_builtins(command)
    return msgspec.json.encode({k: v for k, v in told.items() if k not in command.secret})


def _answer(act: Act, result: Reply | Refused) -> Outcome:
    act.session.flush()
    failpoint("act.after_effect")
    if isinstance(result, Refused):
        outcome = Outcome(result.refusal.status, PROBLEM_JSON, result.refusal.problem())
    else:
        outcome = Outcome(200, JSON, msgspec.json.encode(result))
    stored = _shown_once(act) if isinstance(result, Reply) and result.secret else outcome
    direct(
        act.session,
        _STORE,
        {
            "operation": act.operation,
            "status": stored.status,
            "content_type": stored.content_type,
            "reply": stored.body,
        },
    )
    if act.events:
        direct(act.session, _TELL, [*_event_rows(act)])
    return outcome


def _event_rows(act: Act) -> Iterator[dict[str, Any]]:
    for n, (subject, event) in enumerate(act.events, start=1):
        yield {
            "entry": act.entry,
            "n": n,
            "kind": event.kind,
            "subject": subject,
            "body": msgspec.json.encode(event),
        }


def _shown_once(act: Act) -> Outcome:
    refusal = Refusal(
        409,
        "shown_once",
        f"{act.operation} was done; its reply held a secret that is shown only once."
        " Revoke what it made and make a new one.",
    )
    return Outcome(409, PROBLEM_JSON, refusal.problem())
