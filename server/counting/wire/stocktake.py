"""Messages about stocktakes: a zone that is counted whole and posted at its end."""

from enum import StrEnum

from msgspec import field

from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Event,
    Instant,
    Limit,
    Line,
    Number,
    Query,
    Reply,
)


class StocktakeState(StrEnum):
    """open -> ended, when all that was counted is posted."""

    OPEN = "open"
    ENDED = "ended"


class StartStocktake(Command, frozen=True, kw_only=True):
    """Every place of a zone is to be counted; nothing is posted before the end."""

    kind = "stocktake.start"
    path = "/warehouses/{warehouse:str}/stocktakes"

    zone: Code


class PostStocktake(Command, frozen=True, kw_only=True):
    """Posts what was counted, some places at a time: ask again until none is `counted`.

    `leave_rest`: the book of places that nobody has counted stays as it is.
    """

    kind = "stocktake.post"
    path = "/warehouses/{warehouse:str}/stocktakes/post"

    stocktake: Number
    leave_rest: bool = False


class StocktakeView(Reply, frozen=True, kw_only=True):
    """How far it is, in places: to be counted (`again` of them by a second person), waiting for a
    supervisor, counted and not posted, posted or left as they are.
    """

    stocktake: Number
    zone: Code
    state: StocktakeState
    started_by: Line
    started_at: Instant
    places: Count
    to_count: Count
    again: Count
    waiting: Count
    counted: Count
    ended: Count


class StocktakeQuery(Query, frozen=True, kw_only=True):
    """Which stocktakes to list."""

    in_state: StocktakeState | None = field(default=None, name="state")
    cursor: Cursor | None = None
    limit: Limit = 100


class StocktakeStarted(Event, frozen=True, kw_only=True):
    """A zone is being counted whole."""

    kind = "stocktake.started"

    zone: Code
    places: Count


class StocktakeEnded(Event, frozen=True, kw_only=True):
    """All that was counted of a zone is posted."""

    kind = "stocktake.ended"

    zone: Code
    places: Count
