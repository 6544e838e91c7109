"""The door of the API: binds one HTTP request to one act or one read."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from litestar import Request, Response
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from server.act import Act, Acts, Call, Outcome, digest_of
from server.db import reading
from server.early import AFTER, require_known_before
from server.errors import Refusal, Refused
from server.faults import busy
from server.fork import sequence_of
from server.guard import ANYONE, NOBODY, OPEN, Principal, Scope, WarehouseId
from server.query import require_days, require_known
from server.settings import Settings
from server.wire import Command, Reply

C = TypeVar("C", bound=Command)
R = TypeVar("R")
A = TypeVar("A", bound=Reply)
P = ParamSpec("P")

Asked = Request[Any, Any, Any]


# Set on the session of an act: what a person did before their session ended is still taken.
DELIVERS = "delivers"


# A header: whoever did this has gone on, for no answer came.
ALONE = "tallyman-alone"


class Authenticator(Protocol):
    """Makes a principal of a request's credentials; raises Refusal 401 when it can't."""

    def __call__(
        self, session: Session, headers: Mapping[str, str], now: datetime
    ) -> Principal: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What a read works with: one snapshot, who asks, when, and the warehouse it is about."""

    session: Session
    who: Principal
    now: datetime
    scope: Scope | None = None

    @property
    def warehouse(self) -> WarehouseId:
        """The id of the one warehouse this read is about; 400 `warehouse_missing` without one."""
        if self.scope is None:
            raise Refusal(400, "warehouse_missing", "This needs a warehouse and none was named.")
        return self.scope.id


@dataclass(frozen=True, slots=True)
class Visit:
    """What is never replayed works with (sign-in, enrolment): it writes through upkeep."""

    acts: Acts
    who: Principal
    settings: Settings


class Writers:
    """Lets acts in: one at a time on SQLite, where they would fight over one lock."""

    def __init__(self, running: int, waiting: int) -> None:
        self.limiter = CapacityLimiter(running)
        self.room = running + waiting
        self.inside = 0

    async def run(self, work: Callable[[], R]) -> R:
        """503 `busy` when as many are waiting as may."""
        if self.inside >= self.room:
            raise busy()
        self.inside += 1
        try:
            return await to_thread.run_sync(work, limiter=self.limiter)
        finally:
            self.inside -= 1


@dataclass(frozen=True, slots=True)
class House:
    """What all requests of one process share."""

    settings: Settings
    acts: Acts
    engine: Engine
    authenticate: Authenticator
    writers: Writers
    readers: CapacityLimiter


@dataclass(frozen=True, slots=True)
class Door:
    """One request, bound: what it may do and the bytes that it came with."""

    house: House
    request: Asked
    body: bytes

    async def act(
        self,
        operation: Callable[Concatenate[Act, C, P], A | Refused],
        command: C,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response[A]:
        """Performs the operation as this request's one act and answers its stored reply.

        Refused: 400 `malformed` for a day that is clearly a typing error.
        """
        require_days(command)
        work = partial(self.house.acts.perform, operation, command, self.call(), *args, **kwargs)
        return cast("Response[A]", as_response(await self.house.writers.run(work)))

    async def read(
        self,
        query: Callable[Concatenate[Reading, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Runs a query in a snapshot of its own, after the route's right was checked."""
        result, who = await to_thread.run_sync(
            partial(self._read, query, *args, **kwargs), limiter=self.house.readers
        )
        if who.unnoted:
            await self._note_use()
        return result

    async def _note_use(self) -> None:
        """Shows the credentials again where the authenticator may write that they were used."""
        headers = self.request.headers

        def note(session: Session, now: datetime) -> None:
            self.house.authenticate(session, headers, now)

        with suppress(Refusal):
            await self.house.writers.run(partial(self.house.acts.upkeep, note))

    async def attend(
        self,
        work: Callable[Concatenate[Visit, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Runs what is never replayed: it needs no operation id and makes no entry."""
        return await to_thread.run_sync(
            partial(self._attend, work, *args, **kwargs), limiter=self.house.readers
        )

    def admit(self) -> Principal:
        """Who asks, where they may; refuses as the route itself would."""
        return NOBODY if self.is_open else self._read(lambda reading: reading.who)[0]

    def _attend(
        self,
        work: Callable[Concatenate[Visit, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        return work(Visit(self.house.acts, self.admit(), self.house.settings), *args, **kwargs)

    def _read(
        self,
        query: Callable[Concatenate[Reading, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> tuple[R, Principal]:
        with reading(self.house.engine) as session:
            asked = self._admitted(session, self.house.acts.clock())
            return query(asked, *args, **kwargs), asked.who

    async def upkeep(
        self,
        work: Callable[Concatenate[Reading, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Writes without an entry, through `Acts.upkeep`: progress, sessions; no operation id."""

        def once(session: Session, now: datetime) -> R:
            return work(self._admitted(session, now), *args, **kwargs)

        return await self.house.writers.run(partial(self.house.acts.upkeep, once))

    def _admitted(self, session: Session, now: datetime) -> Reading:
        who = self.house.authenticate(session, self.request.headers, now)
        who.require(self._right())
        scope = who.scope(code) if (code := self._warehouse()) else None
        return Reading(session, who, now, scope)

    def call(self) -> Call:
        """What the act needs to know of the request; 400 `operation_id_missing` without an id."""
        headers = self.request.headers

        def authenticate(session: Session) -> Principal:
            session.info[DELIVERS] = True
            who = self.house.authenticate(session, headers, self.house.acts.clock())
            require_known_before(session, headers.get(AFTER))
            return who

        return Call(
            operation=operation_id(headers.get("idempotency-key")),
            digest=digest_of(self.request.method, self.request.url.path, self.body),
            body=self.body,
            authenticate=authenticate,
            right=self._right(),
            warehouse=self._warehouse(),
            sequence=sequence_of(headers),
            alone=ALONE in headers,
        )

    @property
    def is_open(self) -> bool:
        """Whether the route is open to nobody in particular."""
        return self._right() == OPEN

    def _right(self) -> str:
        return cast("str", self.request.route_handler.opt.get("right", ANYONE))

    def _warehouse(self) -> str | None:
        return self.request.path_params.get("warehouse")


def as_response(outcome: Outcome) -> Response[Any]:
    headers = {"Idempotent-Replayed": "true"} if outcome.replayed else {}
    return Response(
        content=outcome.body,
        status_code=outcome.status,
        media_type=outcome.content_type,
        headers=headers,
    )


def operation_id(value: str | None) -> UUID:
    """400 `operation_id_missing` for what is no UUID."""
    try:
        return UUID(value or "")
    except ValueError as error:
        raise Refusal(
            400,
            "operation_id_missing",
            "A change needs the header Idempotency-Key with a UUID that the client made"
            f" before its first try; it was '{(value or '')[:60]}'.",
        ) from error


async def keep_body(request: Asked) -> None:
    """Before each request: keeps the raw body, which makes up the digest and the journal.

    Refused: 400 `malformed` for a parameter that the route's query does not have.
    """
    request.state["body"] = await request.body()
    require_known(request)


async def open_door(request: Asked) -> Door:
    """The dependency `door` of every route."""
    return Door(request.app.state.house, request, request.state["body"])
