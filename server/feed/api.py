"""Routes of the feed: pages by position, and a live stream."""

from collections.abc import AsyncIterator

import anyio
import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent, ServerSentEventMessage

from server.door import Door
from server.errors import Refusal
from server.feed.read import feed
from server.journal.wire import FeedItem, FeedQuery, StreamQuery
from server.query import asks
from server.wire import Page

POLL_SECONDS = 0.25


@get(
    "/events",
    opt={"right": "feed"},
    dependencies=asks(FeedQuery),
    summary="What has happened, by position",
)
async def read_feed(
    door: NamedDependency[Door], wanted: NamedDependency[FeedQuery]
) -> Page[FeedItem]:
    """Items after the position `after`, oldest first; go on from the reply's `next`."""
    return await door.read(feed, wanted.after, wanted.limit)


@get(
    "/events/stream",
    opt={"right": "feed"},
    dependencies=asks(StreamQuery),
    summary="What happens, live (SSE)",
)
async def stream_feed(
    door: NamedDependency[Door], wanted: NamedDependency[StreamQuery]
) -> ServerSentEvent:
    """Server-sent events, one per feed item; resumes after `Last-Event-ID`."""
    await door.read(feed, wanted.after, 1)
    start = door.request.headers.get("last-event-id") or str(wanted.after)
    if not start.isdigit() or len(start) > 15:
        raise Refusal(400, "bad_position", f"Last-Event-ID '{start[:40]}' is not a position.")
    return ServerSentEvent(_live(door, int(start)))


async def _live(door: Door, position: int) -> AsyncIterator[ServerSentEventMessage]:
    idle = 0.0
    while True:
        page = await door.read(feed, position)
        for item in page.items:
            yield ServerSentEventMessage(
                id=item.position, event="entry", data=msgspec.json.encode(item).decode()
            )
        if page.next is not None:
            position, idle = int(page.next), 0.0
            continue
        idle += POLL_SECONDS
        if idle >= 15:  # proxies drop silent connections, and a dead one is noticed by writing
            idle = 0.0
            yield ServerSentEventMessage(comment="still here")
        await anyio.sleep(POLL_SECONDS)


router = Router(path="/", route_handlers=[read_feed, stream_feed], tags=["events"])
