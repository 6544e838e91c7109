"""What the feed shows of the journal."""

from typing import Annotated, Any

import msgspec

from server.wire import Code, Instant, Limit, Line, Number, Query, Reply

Detail = Annotated[dict[str, Any], msgspec.Meta(description="As stored by the act.")]


class FeedEvent(Reply, frozen=True, kw_only=True):
    """One thing that happened to `subject`."""

    kind: Line
    subject: Line
    detail: Detail


class FeedQuery(Query, frozen=True, kw_only=True):
    """From which position on to read what has happened."""

    after: Number = 0
    limit: Limit = 200


class StreamQuery(Query, frozen=True, kw_only=True):
    """From which position on to hear what happens."""

    after: Number = 0


class FeedItem(Reply, frozen=True, kw_only=True):
    """One sealed entry with its events; `position` orders everything that has happened."""

    position: Number
    at: Instant
    who: Line
    device: Line | None
    warehouse: Code | None
    kind: Line
    events: list[FeedEvent]
