"""Recalled and expired goods are pulled out of storage: a put-away to quarantine per place."""

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.feed.follow import Done, Followed, Follower
from server.inbound.arrival import STORES
from server.inbound.errands import put_away_container, put_away_loose
from server.inbound.strategy import FIT, PULLED, pulled
from server.inbound.tables import PutAway
from server.inbound.wire.put_away import PutAwayState
from server.journal.wire import FeedItem
from server.places.tables import Location
from server.stock.events_wire import HoldSet
from server.stock.moves import Key
from server.stock.read import covering
from server.stock.tables import NO_CONTAINER, Balance, Container, ContainerId, Hold


def pull_out(act: Act, command: Followed) -> Done:
    """What stands in storage under the new hold is to be put in quarantine.

    Picked goods stay with their orders and are refused at packing and goods-out. An LPN goes
    whole; one that holds other goods too is an exception for a person.
    """
    for hold in _holds(command.item):
        containers = set()
        for row in _standing(act, hold):
            if row.container != NO_CONTAINER:
                containers.add(row.container)
            elif not _under_way(act.session, row):
                key = Key(row.location, row.item, row.lot, NO_CONTAINER, row.owner, row.status)
                put_away_loose(act, key, row.on_hand - row.reserved)
        for container in sorted(containers):
            _whole(act, container)
    return Done()


def _holds(item: FeedItem) -> Iterator[int]:
    for event in item.events:
        if event.kind == HoldSet.kind:
            told = msgspec.convert(event.detail, HoldSet)
            if told.reason in PULLED:
                yield told.number


def _standing(act: Act, hold: int) -> list[Balance]:
    query = (
        sa.select(Balance)
        .join(Hold, covering(Balance))
        .join(Location, Location.id == Balance.location)
        .where(
            Hold.id == hold,
            Hold.item.is_not(None),
            Balance.warehouse == act.warehouse,
            Balance.on_hand > Balance.reserved,
            Balance.status.in_(FIT),
            Location.type.in_(STORES),
        )
        .order_by(Balance.id)
    )
    return list(act.session.scalars(query))


def _under_way(session: Session, row: Balance) -> bool:
    """Whether somebody is to put exactly these goods away already."""
    query = sa.select(PutAway.id).where(
        PutAway.state == PutAwayState.OPEN,
        PutAway.container == NO_CONTAINER,
        PutAway.source == row.location,
        PutAway.item == row.item,
        PutAway.lot == row.lot,
        PutAway.owner == row.owner,
        PutAway.status == row.status,
    )
    return session.scalar(query.limit(1)) is not None


def _whole(act: Act, container: ContainerId) -> None:
    held = act.session.get_one(Container, container)
    query = sa.select(Balance).where(Balance.container == container, Balance.on_hand > 0)
    rows = act.session.scalars(query).all()
    covered = pulled(act.session, [row.id for row in rows])
    if held.location is not None and len(covered) == len(rows):
        put_away_container(act, container, held.location)
        return
    words = f"{held.code} holds goods that must be pulled out, and others: take them apart."
    report(act, ExceptionKind.OTHER, held.code, words, location=held.location)


FOLLOWER = Follower("inbound.pull_out", frozenset({HoldSet.kind}), pull_out)
