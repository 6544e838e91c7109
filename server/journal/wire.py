"""What the feed shows of the journal."""

from typing import Annotated, Any

import msgspec

from server.wire import Code, Instant, Line, Number, Reply

Detail = Annotated[dict[str, Any], msgspec.Meta(description="As stored by the act.")]


class FeedEvent(Reply, frozen=True, kw_only=True):
    """One thing that happened to `subject`."""

    kind: Line
    subject: Line
    detail: Detail


class FeedItem(Reply, frozen=True, kw_only=True):
    """One sealed entry with its events; `position` orders everything that has happened."""

    position: Number
    at: Instant
    who: Line
    device: Line | None
    warehouse: Code | None
    kind: Line
    events: list[FeedEvent]
