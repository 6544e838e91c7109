"""Followers: whoever does something about what has happened, item by item, exactly once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act, Acts, Call
from server.db import core, direct, replace_row
from server.errors import Refusal
from server.feed.lease import Held, still_ours
from server.feed.read import LIMIT, wanted_after
from server.guard import Principal, WarehouseId, system
from server.journal.tables import DeadLetter, FollowerPosition, Seal
from server.journal.wire import FeedItem
from server.wire import Command, Reply

NAMESPACE = UUID("8f2f5f0e-6c1c-5b0e-9a53-2d1f6f1b7a11")
TRIES = 5

FAR = 50
"""Positions without anything wanted after which a follower's place is stored all the same."""

_PLACE = sa.select(core(FollowerPosition).c.position).where(
    core(FollowerPosition).c.follower == sa.bindparam("follower")
)
_PLACE_AND_HEAD = sa.select(
    sa.func.coalesce(_PLACE.scalar_subquery(), 0).label("place"),
    sa.select(sa.func.coalesce(sa.func.max(core(Seal).c.position), 0))
    .scalar_subquery()
    .label("head"),
)


class Followed(Command, frozen=True, kw_only=True):
    """The command of a follower's act: the item it is about."""

    kind = "followed"

    item: FeedItem


class Done(Reply, frozen=True, kw_only=True):
    """Nothing more to say."""


@dataclass(frozen=True, slots=True)
class Follower:
    """`does` is one act per item with an event of one of `kinds`; its name keeps its place."""

    name: str
    kinds: frozenset[str]
    does: Callable[[Act, Followed], Done]


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a follower: where it stands, up to where it looked, and what it wants."""

    place: int
    last: int
    items: list[FeedItem]


def news(session: Session, follower: Follower) -> News:
    """At most `LIMIT` items; nothing is written."""
    at = direct(session, _PLACE_AND_HEAD, {"follower": follower.name}).one()
    if at.head <= at.place:
        return News(at.place, at.place, [])
    items = wanted_after(session, follower.kinds, at.place)
    return News(at.place, items[-1].position if len(items) == LIMIT else at.head, items)


def follow(
    acts: Acts, follower: Follower, held: Held, new: News, warehouses: dict[str, WarehouseId]
) -> None:
    """Works off what is new.

    Its place is stored once for all of it: an item met again after a crash has its operation id,
    and is answered without a second effect.
    """
    for item in new.items:
        error = _work(acts, follower, item, warehouses)
        if error is None:
            continue
        _advance(acts, follower, held, item.position - 1)
        if not _failed(acts, follower.name, item.position, error):
            return
        _advance(acts, follower, held, item.position)
    if new.items or new.last - new.place >= FAR:
        _advance(acts, follower, held, new.last)


def reached(session: Session, name: str) -> int:
    """The position up to which a follower has worked; 0 before its first."""
    return session.scalar(_PLACE, {"follower": name}) or 0


def _work(
    acts: Acts, follower: Follower, item: FeedItem, warehouses: dict[str, WarehouseId]
) -> Exception | None:
    who = system(follower.name, warehouses)
    try:
        acts.perform(follower.does, Followed(item=item), call_for(who, item, follower.name))
    except Exception as error:  # noqa: BLE001  (whatever it is, the next items must not wait for ever)
        return error
    return None


def call_for(who: Principal, item: FeedItem, name: str) -> Call:
    operation = uuid5(NAMESPACE, f"{name}/{item.position}")
    return Call(
        operation=operation,
        digest=operation.bytes * 2,
        body=f'{{"position":{item.position}}}'.encode(),
        authenticate=lambda _session: who,
        warehouse=item.warehouse,
    )


def _failed(acts: Acts, name: str, position: int, error: Exception) -> bool:
    """Counts the failure; True when it was the last try and the item became a dead letter."""
    if isinstance(error, Refusal) and error.code in {"busy", "in_flight"}:
        return False

    def work(session: Session, now: datetime) -> bool:
        row = session.get(FollowerPosition, name)
        if row is None:
            row = FollowerPosition(follower=name, position=0)
            session.add(row)
        row.tries += 1
        if row.tries < TRIES:
            return False
        session.add(DeadLetter(follower=name, position=position, at=now, error=repr(error)[:1000]))
        return True

    return acts.upkeep(work)


def _advance(acts: Acts, follower: Follower, held: Held, position: int) -> None:
    """Only ever forward, and only while the lease is ours; a step forward ends the tries."""

    def work(session: Session, _now: datetime) -> None:
        if still_ours(session, held) and position > reached(session, follower.name):
            values = {"follower": follower.name, "position": position, "tries": 0}
            direct(session, replace_row(session, FollowerPosition), values)

    acts.upkeep(work)
