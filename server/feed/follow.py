"""Followers: whoever does something about what has happened, item by item, exactly once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act, Acts, Call
from server.db import reading
from server.errors import Refusal
from server.feed.lease import Held, still_ours
from server.feed.read import items_after
from server.guard import Principal, WarehouseId, system
from server.journal.tables import DeadLetter, FollowerPosition
from server.journal.wire import FeedItem
from server.wire import Command, Reply

NAMESPACE = UUID("8f2f5f0e-6c1c-5b0e-9a53-2d1f6f1b7a11")
TRIES = 5


class Followed(Command, frozen=True, kw_only=True):
    """The command of a follower's act: the item it is about."""

    kind = "followed"

    item: FeedItem


class Done(Reply, frozen=True, kw_only=True):
    """Nothing more to say."""


@dataclass(frozen=True, slots=True)
class Follower:
    """`does` is one act per item that `wants` says yes to; its name keeps its place."""

    name: str
    wants: Callable[[FeedItem], bool]
    does: Callable[[Act, Followed], Done]


def follow(acts: Acts, follower: Follower, held: Held, warehouses: dict[str, WarehouseId]) -> int:
    """Works off what is new; answers how many items were looked at."""
    position = _position(acts, follower.name)
    with reading(acts.engine) as session:
        items, last = items_after(session, None, position)
    for item in items:
        if follower.wants(item) and not _work(acts, follower, item, warehouses):
            return 0
        _advance(acts, follower, held, item.position)
    if last > position:
        _advance(acts, follower, held, last)
    return len(items)


def _work(
    acts: Acts, follower: Follower, item: FeedItem, warehouses: dict[str, WarehouseId]
) -> bool:
    who = system(follower.name, warehouses)
    try:
        acts.perform(follower.does, Followed(item=item), call_for(who, item, follower.name))
    except Exception as error:  # noqa: BLE001  (whatever it is, the next items must not wait for ever)
        return _failed(acts, follower.name, item.position, error)
    return True


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
        row = session.get_one(FollowerPosition, name)
        row.tries += 1
        if row.tries < TRIES:
            return False
        session.add(DeadLetter(follower=name, position=position, at=now, error=repr(error)[:1000]))
        return True

    return acts.upkeep(work)


def _position(acts: Acts, name: str) -> int:
    def work(session: Session, _now: datetime) -> int:
        row = session.get(FollowerPosition, name)
        if row is None:
            row = FollowerPosition(follower=name, position=0)
            session.add(row)
        return row.position

    return acts.upkeep(work)


def _advance(acts: Acts, follower: Follower, held: Held, position: int) -> None:
    def work(session: Session, _now: datetime) -> None:
        if still_ours(session, held):
            session.execute(
                sa.update(FollowerPosition)
                .where(FollowerPosition.follower == follower.name)
                .values(position=position, tries=0)
            )

    acts.upkeep(work)
